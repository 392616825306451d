"""The rule unescaped-value-in-json-template."""

from __future__ import annotations

from apigw_lint.languages.velocity.reading import is_of_request, requests, responses
from apigw_lint.rule import Consequence, Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.languages.velocity.reading import Reading
    from apigw_lint.model import Integration, IntegrationResponse
    from apigw_lint.rule import Finding


class UnescapedValueInJsonTemplate(Rule):
    """
    Value that a template prints into a JSON string as it comes.

    ## What it does
    Finds parameters, values of the body and the body itself inside strings of a JSON template without `$util.escapeJavaScript`.

    ## Why is this bad?
    A quote or a backslash in the value breaks the JSON, and a caller who writes `","admin":"true` into a parameter adds fields to it.

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
                  {"name": "$input.params('name')"}
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
                  {"name": "$util.escapeJavaScript($input.params('name')).replaceAll("\\\\'", "'")"}
            responses: {default: {statusCode: "200"}, '[45]\\d{2}': {statusCode: "502"}}
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html
    """

    consequence = Consequence.MISLEADING
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
        for place in {(p.hole.start, p.hole.end): p for p in judgement.placements if p.in_string}.values():
            hole = place.hole
            if place.key in ("N", "BOOL") or hole.origin in judgement.objects or not is_of_request(hole.origin, hole.kind):
                continue
            text = template.text[hole.start : hole.end]
            yield self.finding(
                template.at(hole.start, hole.end),
                f"{text} stands unescaped in a JSON string: a quote in it ends the string",
                help=f"""write $util.escapeJavaScript({text}).replaceAll("\\\\'", "'")""",
            )
