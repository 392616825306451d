"""The rule escape-without-quote-repair."""

from __future__ import annotations

from apigw_lint.languages.serverless import event_behind
from apigw_lint.languages.velocity.reading import requests, responses
from apigw_lint.rule import Consequence, Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.languages.velocity.reading import Reading
    from apigw_lint.model import Integration, IntegrationResponse
    from apigw_lint.rule import Finding

_REPAIR = """write .replaceAll("\\'", "'") behind it"""
_OF_SAM = "SAM writes this template; with UnescapeMappingTemplate: true in the event it writes the repair too"


class EscapeWithoutQuoteRepair(Rule):
    """
    Escaped value whose apostrophes break the JSON.

    ## What it does
    Finds `$util.escapeJavaScript(...)` inside strings of a JSON template without `.replaceAll("\\\\'", "'")` behind it.

    ## Why is this bad?
    JavaScript escapes apostrophes, JSON does not know that escape: `it's` becomes `it\\'s`, and the whole text is no JSON any more.

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
                  {"name": "$util.escapeJavaScript($input.params('name'))"}
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

    consequence = Consequence.BROKEN
    kinds = ("REST", "WEBSOCKET")
    needs = ("integration.request_templates", "integration_response.response_templates")

    def check_integration(self, integration: Integration) -> Iterator[Finding]:
        """Looks at the request templates."""
        advice = _OF_SAM if event_behind(integration) is not None else _REPAIR
        for template in requests(integration):
            yield from self._template(template, advice)

    def check_integration_response(self, response: IntegrationResponse) -> Iterator[Finding]:
        """Looks at the response templates."""
        for template in responses(response):
            yield from self._template(template, _REPAIR)

    def _template(self, template: Reading, advice: str) -> Iterator[Finding]:
        if "escapeJavaScript" not in template.text or not template.is_json or not template.is_sound:
            return
        placements = template.judged().placements
        for hole in {(p.hole.start, p.hole.end): p.hole for p in placements if p.in_string and p.hole.kind == "escaped"}.values():
            text = template.text[hole.start : hole.end]
            yield self.finding(
                template.at(hole.start, hole.end),
                f"an apostrophe in {text} is printed as \\', which JSON has not",
                help=advice,
            )
