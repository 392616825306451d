"""The rule mock-without-status-code."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from apigw_lint.languages.backend import backend
from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import Absent, Known, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Integration
    from apigw_lint.rule import Finding

_STATUS = re.compile(r"""(?:^|[{,\s])(["']?)statusCode\1\s*:\s*(?P<value>"[^"]*"|'[^']*'|[^\s,}]*)""")
_LITERAL_PATTERN = re.compile(r"[0-9]+")


class MockWithoutStatusCode(Rule):
    """
    Mock integration that does not learn which status to answer.

    ## What it does
    Finds request templates of `MOCK` integrations that print no integer `statusCode`, or one that no integration response takes.
    Templates with Velocity in them are not judged here; nor is a mock without templates.

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
    stage = "integration request"

    def check_integration(self, integration: Integration) -> Iterator[Finding]:
        """Looks at the templates of a mock."""
        templates = integration.request_templates
        if backend(integration).type != "MOCK" or not isinstance(templates, Table):
            return
        for _, template in templates.known():
            if (
                isinstance(template, Known)
                and isinstance(template.value, str)
                and template.value.strip()
                and not _is_velocity(template.value)
            ):
                yield from self._template(integration, template)

    def _template(self, integration: Integration, template: Known[str]) -> Iterator[Finding]:
        matches = list(_STATUS.finditer(template.value))
        if not matches:
            place = template.at(0, len(template.value))
            yield self.finding(place, "the template prints no statusCode: every call is answered with 500")
        elif len(matches) == 1:
            yield from self._status(integration, template, matches[0])

    def _status(self, integration: Integration, template: Known[str], match: re.Match[str]) -> Iterator[Finding]:
        value, place = match["value"], template.at(match.start("value"), match.end("value"))
        number = value.strip("\"'")
        if not re.fullmatch(r"-?[0-9]+(\.0+)?", number):
            yield self.finding(place, f"statusCode {value or 'is empty: it'} is no integer: every call is answered with 500")
        elif _nothing_takes(integration, number):
            yield self.finding(
                place,
                f"no integration response takes status {number}: every call is answered with 500",
                related=[(response.name_span, "takes other statuses") for response in integration.responses],
            )


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
