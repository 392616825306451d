"""The rule loop-over-limit."""

from __future__ import annotations

from apigw_lint.languages.velocity.reading import requests, responses
from apigw_lint.rule import Consequence, Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.languages.velocity.reading import Reading
    from apigw_lint.model import Integration, IntegrationResponse
    from apigw_lint.rule import Finding


class LoopOverLimit(Rule):
    """
    Loop that runs more often than API Gateway lets it.

    ## What it does
    Finds `#foreach` over ranges and lists of more than 1000 items that the template itself writes.

    ## Why is this bad?
    API Gateway stops a loop after 1000 turns: what the rest would print is missing.

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
                  [#foreach ($number in [1..2000])$number#if ($foreach.hasNext),#end#end]
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
                  [#foreach ($number in [1..1000])$number#if ($foreach.hasNext),#end#end]
            responses: {default: {statusCode: "200"}, '[45]\\d{2}': {statusCode: "502"}}
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html
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
        if "#foreach" not in template.text.replace("{", "") or not template.is_sound:
            return
        for loop, count in template.judged().loops.items():
            place = template.at(loop.iterable.start, loop.iterable.end)
            yield self.finding(place, f"this loop runs {count} times: API Gateway stops after 1000")
