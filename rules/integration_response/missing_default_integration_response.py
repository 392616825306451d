"""The rule missing-default-integration-response."""

from __future__ import annotations

from apigw_lint.languages.backend import backend
from apigw_lint.languages.responses import MESSAGE, STATUS, compared, is_default, maps_responses, pattern_of
from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import Answer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Integration
    from apigw_lint.rule import Finding

_SUCCESSES = ("200", "201", "202", "204")
_ERRORS = ("400", "401", "403", "404", "409", "422", "429")
"""Of the caller. What the backend answers with 5xx ends in 500 anyway."""


class MissingDefaultIntegrationResponse(Rule):
    """
    Integration whose answers have nowhere to go.

    ## What it does
    Finds `HTTP` and `AWS` integrations without any integration response, and those that have no default one and whose selection patterns
    take no success, or none of a backend's 4xx.

    ## Why is this bad?
    An answer that no integration response takes ends in 500 `Internal server error`. The default one, without a selection pattern, takes
    what the others leave.

    ## Example
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    paths:
      /pets:
        get:
          responses:
            "200": {description: all pets}
          x-amazon-apigateway-integration:
            type: http
            httpMethod: GET
            uri: https://pets.example.com/
            responses:
              2\\d{2}: {statusCode: "200"}
    ```

    ## Use instead
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    paths:
      /pets:
        get:
          responses:
            "200": {description: all pets}
            "400": {description: bad request}
            "502": {description: the backend failed}
          x-amazon-apigateway-integration:
            type: http
            httpMethod: GET
            uri: https://pets.example.com/
            responses:
              2\\d{2}: {statusCode: "200"}
              4\\d{2}: {statusCode: "400"}
              default: {statusCode: "502"}
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-integration-settings-integration-response.html
    """

    consequence = Consequence.BROKEN
    stage = "integration response"

    def check_integration(self, integration: Integration) -> Iterator[Finding]:
        """Looks for what no response takes."""
        responses = integration.responses
        if not maps_responses(integration) or not responses.complete:
            return
        kind = backend(integration).type
        if not len(responses):
            # A mock without anything is a stub; what its template answers is the matter of mock-without-status-code.
            if kind != "MOCK":
                yield self.finding(integration.name_span, "no integration response takes the backend's answer: every call ends in 500")
        elif kind != "MOCK" and all(is_default(response) is Answer.NO for response in responses):
            left = _left_over(integration)
            if left:
                yield self.finding(
                    integration.name_span,
                    f"no default integration response: {left} matches none of the selection patterns and ends in 500",
                    related=[(response.selection_pattern.span, "selects") for response in responses],
                    help="leave the selection pattern out of the response that takes the rest",
                )


def _left_over(integration: Integration) -> str:
    """Returns a result that certainly no pattern takes, in words."""
    known = [pattern_of(response) for response in integration.responses]
    patterns = [pattern for pattern in known if pattern is not None]
    if len(patterns) < len(known):
        return ""
    subject = compared(integration)
    if subject == MESSAGE and all(pattern.matches("") is Answer.NO for pattern in patterns):
        return "success"
    for statuses in (_SUCCESSES, _ERRORS) if subject == STATUS else ():
        if all(pattern.matches_status(status) is Answer.NO for pattern in patterns for status in statuses):
            return f"status {statuses[0]}"
    return ""
