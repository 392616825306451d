"""The rule mock-without-status-code."""

from __future__ import annotations

import re

from apigw_lint.languages.backend import backend
from apigw_lint.languages.velocity.reading import requests
from apigw_lint.regexp import regexp
from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import HOLE, Absent, Known, Table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from apigw_lint.languages.velocity.reading import Reading
    from apigw_lint.model import Integration
    from apigw_lint.rule import Finding
    from apigw_lint.source import Span

_STATUS = regexp(r"""(?:^|[{,\s])(["']?)statusCode\1\s*:\s*(?P<value>"[^"]*"|'[^']*'|[^\s,}]*)""")
_LITERAL_PATTERN = regexp(r"[0-9]+")


class MockWithoutStatusCode(Rule):
    """
    Mock integration that does not learn which status to answer.

    ## What it does
    Finds request templates of `MOCK` integrations that print no integer `statusCode`, or one that no integration response takes. Of a
    template with Velocity in it every way must come to that. A mock without templates is not judged.

    ## Why is this bad?
    A mock answers the status that its template prints. Without one, every call is answered with 500: `Unable to parse statusCode`.

    ## Example
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    paths:
      /pets:
        get:
          responses: {"200": {description: ok}}
          x-amazon-apigateway-integration:
            type: mock
            requestTemplates: {application/json: '{"status": 200}'}
            responses: {default: {statusCode: "200"}}
    ```

    ## Use instead
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    paths:
      /pets:
        get:
          responses: {"200": {description: ok}}
          x-amazon-apigateway-integration:
            type: mock
            requestTemplates: {application/json: '{"statusCode": 200}'}
            responses: {default: {statusCode: "200"}}
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-mock-integration.html
    """

    consequence = Consequence.BROKEN
    kinds = ("REST", "WEBSOCKET")
    needs = ("integration.type=MOCK",)
    stage = "integration request"

    def check_integration(self, integration: Integration) -> Iterator[Finding]:
        """Looks at the templates of a mock."""
        if backend(integration).type != "MOCK" or not isinstance(integration.request_templates, Table):
            return
        for template in requests(integration):
            if HOLE not in template.text:
                yield from self._template(integration, template)

    def _template(self, integration: Integration, template: Reading) -> Iterator[Finding]:
        found = [self._printed(integration, template, text, place) for text, place in _printed(template)]
        if found and None not in found:
            yield from (finding for finding in found[:1] if finding is not None)

    def _printed(self, integration: Integration, template: Reading, text: str, place: Callable[[int], int]) -> Finding | None:
        """Returns what is wrong with a text that a template prints."""
        matches = list(_STATUS.finditer(text))
        if not matches and HOLE not in text:
            whole = template.at(0, len(template.text))
            return self.finding(whole, f"the template prints no statusCode: {_fails(integration)}")
        if len(matches) != 1 or HOLE in matches[0]["value"]:
            return None
        match = matches[0]
        start = place(match.start("value"))
        return self._status(integration, template.value.at(start, start + len(match["value"])), match["value"])

    def _status(self, integration: Integration, place: Span, value: str) -> Finding | None:
        number = value.strip("\"'")
        if not re.fullmatch(r"-?[0-9]+(\.0+)?", number):
            return self.finding(place, f"statusCode {value or 'is empty: it'} is no integer: {_fails(integration)}")
        if _nothing_takes(integration, number):
            return self.finding(
                place,
                f"no integration response takes status {number}: {_fails(integration)}",
                related=[(response.name_span, "takes other statuses") for response in integration.responses],
            )
        return None


def _fails(integration: Integration) -> str:
    of_messages = integration.api is not None and integration.api.kind == "WEBSOCKET"
    return "every message ends in an error" if of_messages else "every call is answered with 500"


def _printed(template: Reading) -> list[tuple[str, Callable[[int], int]]]:
    """Returns the texts that a template can print, each with where its characters stand; none where they are too many."""
    if not _is_velocity(template.text):
        return [(template.text, int)]
    if not template.is_sound:
        return []
    from apigw_lint.languages.velocity.printer import ways

    return [(way.text, way.place) for way in ways(template.parsed()[0], template.text, template.has_placeholders) or ()]


def _is_velocity(template: str) -> bool:
    return "$" in template or "#" in template


def _nothing_takes(integration: Integration, status: str) -> bool:
    """Returns whether every integration response is for another status; patterns other than plain numbers are not judged."""
    responses = integration.responses
    if not len(responses) or not responses.complete:
        return False
    for response in responses:
        pattern = response.selection_pattern
        if isinstance(pattern, Absent) or not isinstance(pattern, Known) or not isinstance(pattern.value, str):
            return False
        if not _LITERAL_PATTERN.fullmatch(pattern.value) or pattern.value == status:
            return False
    return True
