"""The rule template-prints-broken-json."""

from __future__ import annotations

from apigw_lint.languages.velocity.reading import is_whole_body, requests, responses
from apigw_lint.rule import Consequence, Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from apigw_lint.languages.velocity.json_text import Placement
    from apigw_lint.languages.velocity.reading import Reading
    from apigw_lint.model import Integration, IntegrationResponse
    from apigw_lint.rule import Finding


class TemplatePrintsBrokenJson(Rule):
    """
    Mapping template that prints text which is no JSON.

    ## What it does
    Follows every way through templates for JSON, with the values that callers and backends decide left open, and loops over none, one and
    two items. Finds the ways on which the printed text is no JSON whatever those values are: commas that are missing or too many, text and
    keys without quotes, single quotes, brackets that are left open; also `$input.json(...)` in quotes, which brings its own, and
    `$util.escapeJavaScript($input.json(...))` outside of them. A text that does not start with `{` or `[` is not judged, nor what a mock
    prints for API Gateway alone.

    ## Why is this bad?
    The backend refuses what the template sends, or the client cannot read the answer: each call that goes this way fails.

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
                  #set($tags = $input.path('$.tags'))
                  {"tags": [
                  #foreach ($tag in $tags)
                    {"name": "$util.escapeJavaScript($tag.name).replaceAll("\\\\'", "'")"},
                  #end
                  ]}
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
                  #set($tags = $input.path('$.tags'))
                  {"tags": [
                  #foreach ($tag in $tags)
                    {"name": "$util.escapeJavaScript($tag.name).replaceAll("\\\\'", "'")"}#if ($foreach.hasNext),#end
                  #end
                  ]}
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
        # A backend may always answer alike, and a validated body may be so: two conditions on them need never meet.
        most = 9 if template.is_free else 1
        ways = [way for way in judgement.broken if way.conditions <= most]
        for way in ways:
            if way.conditions == ways[0].conditions:
                when = f"when {_short(way.when)}, " if way.when else ""
                yield self.finding(template.at(way.start, way.end), f"{when}this prints {way.shown}: {way.message}")
        yield from self._quotes(template, judgement.placements)

    def _quotes(self, template: Reading, placements: Sequence[Placement]) -> Iterator[Finding]:
        for place in {(p.hole.start, p.hole.end): p for p in placements}.values():
            hole = place.hole
            text = template.text[hole.start : hole.end]
            if not (template.is_free or is_whole_body(hole.origin)) or place.key in ("N", "BOOL"):
                continue
            if place.in_string and hole.kind == "json":
                message = f'{text} brings its own quotes: in quotes it prints ""..."" for strings and for what is missing'
                yield self.finding(template.at(hole.start, hole.end), message, help="write it without quotes")
            elif not place.in_string and hole.kind == "escaped" and hole.inner in ("json", "body"):
                message = f'{text} prints its quotes as \\", which is no JSON outside of a string'
                yield self.finding(
                    template.at(hole.start, hole.end), message, help="print $input.json(...) alone, or write quotes around it"
                )


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= 120 else line[:119] + "…"
