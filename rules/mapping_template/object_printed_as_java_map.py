"""The rule object-printed-as-java-map."""

from __future__ import annotations

from apigw_lint.languages.velocity.reading import requests, responses
from apigw_lint.rule import Consequence, Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.languages.velocity.reading import Reading
    from apigw_lint.model import Integration, IntegrationResponse
    from apigw_lint.rule import Finding


class ObjectPrintedAsJavaMap(Rule):
    """
    Object that a template prints as a Java map.

    ## What it does
    Finds `$input.params()`, its `header`, `querystring` and `path`, and objects of the body (values whose members the same template reads)
    that are printed as a whole into JSON.

    ## Why is this bad?
    Velocity prints an object as Java writes maps: `{name=Rex, age=3}`. That is no JSON, and in quotes nobody can read it back.

    ## Example
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    paths:
      /pets:
        post:
          responses: {"200": {description: ok}, "502": {description: the backend fails}}
          x-amazon-apigateway-integration:
            type: http
            httpMethod: POST
            uri: https://pets.example.com/
            passthroughBehavior: never
            requestTemplates:
              application/json: |
                  #set($pet = $input.path('$.pet'))
                  {"name": "$util.escapeJavaScript($pet.name).replaceAll("\\\\'", "'")", "pet": $pet}
            responses: {default: {statusCode: "200"}, '[45]\\d{2}': {statusCode: "502"}}
    ```

    ## Use instead
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    paths:
      /pets:
        post:
          responses: {"200": {description: ok}, "502": {description: the backend fails}}
          x-amazon-apigateway-integration:
            type: http
            httpMethod: POST
            uri: https://pets.example.com/
            passthroughBehavior: never
            requestTemplates:
              application/json: |
                  #set($pet = $input.path('$.pet'))
                  {"name": "$util.escapeJavaScript($pet.name).replaceAll("\\\\'", "'")", "pet": $input.json('$.pet')}
            responses: {default: {statusCode: "200"}, '[45]\\d{2}': {statusCode: "502"}}
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html
    """

    consequence = Consequence.BROKEN
    kinds = ("REST", "WEBSOCKET")
    needs = ("integration.request_templates", "integration_response.response_templates")

    def check_integration(self, integration: Integration) -> Iterator[Finding]:
        """Looks at the request templates."""
        for template in requests(integration):
            yield from self._template(template)

    def check_integration_response(self, response: IntegrationResponse) -> Iterator[Finding]:
        """Looks at the response templates."""
        for template in responses(response):
            yield from self._template(template)

    def _template(self, template: Reading) -> Iterator[Finding]:
        if not template.is_json or not template.is_sound:
            return
        judgement = template.judged()
        for hole in {(p.hole.start, p.hole.end): p.hole for p in judgement.placements}.values():
            text = template.text[hole.start : hole.end]
            if hole.kind == "map" and isinstance(hole.origin, tuple) and hole.origin[0] == "params":
                yield self.finding(template.at(hole.start, hole.end), f"{text} is a map: it prints {{name=value}}, which is no JSON")
            elif hole.kind == "any" and hole.origin in judgement.objects:
                yield self.finding(
                    template.at(hole.start, hole.end),
                    f"{text} is an object: it prints {{name=value}}, which is no JSON",
                    help="$input.json(...) prints objects as JSON",
                )
