"""The rule unreachable-selection-pattern."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apigw_lint.languages.responses import MESSAGE, STATUS, compared, is_default, maps_responses, pattern_of, status_of
from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import Answer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.languages.selection import Pattern
    from apigw_lint.model import Integration, IntegrationResponse
    from apigw_lint.rule import Finding

_MESSAGES = ("e", "Error: not found", "[500] x")


class UnreachableSelectionPattern(Rule):
    """
    Integration response that another one keeps from ever being chosen.

    ## What it does
    Finds selection patterns that match the same texts as the pattern of another integration response, and patterns such as `.*` that take
    everything, successes included, beside a default response.

    ## Why is this bad?
    Of two responses with one pattern, one is never chosen, and API Gateway does not say which. Beside a pattern that takes everything the
    default response is dead: what should be a 200 is answered as the error.

    ## Example
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    paths:
      /pets:
        get:
          responses:
            "200": {description: all pets}
            "500": {description: it failed}
          x-amazon-apigateway-integration:
            type: aws
            httpMethod: POST
            uri: arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:123456789012:function:db/invocations
            responses:
              default: {statusCode: "200"}
              .*: {statusCode: "500"}
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
            "500": {description: it failed}
          x-amazon-apigateway-integration:
            type: aws
            httpMethod: POST
            uri: arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:123456789012:function:db/invocations
            responses:
              default: {statusCode: "200"}
              (\\n|.)+: {statusCode: "500"}
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/handle-errors-in-lambda-integration.html
    """

    consequence = Consequence.MISLEADING
    stage = "integration response"

    def check_integration(self, integration: Integration) -> Iterator[Finding]:
        """Holds the patterns of an integration against each other."""
        if not maps_responses(integration):
            return
        known = [(response, pattern) for response in integration.responses if response.certain and (pattern := pattern_of(response))]
        for number, (response, pattern) in enumerate(known):
            for other, others in known[:number]:
                if _differ(response, other) and pattern.is_same_as(others):
                    yield self._equal(response, pattern, other)
                    break
        yield from self._everything(integration, known)

    def _equal(self, response: IntegrationResponse, pattern: Pattern, other: IntegrationResponse) -> Finding:
        finding = self.finding(
            response.selection_pattern.span,
            f"selection pattern {pattern.text} matches the same as that of status {status_of(other)}: one of the two is never chosen",
            related=[(other.selection_pattern.span, "matches the same")],
        )
        finding.address = response.address
        return finding

    def _everything(self, integration: Integration, known: list[tuple[IntegrationResponse, Pattern]]) -> Iterator[Finding]:
        default = next((r for r in integration.responses if r.certain and is_default(r) is Answer.YES), None)
        subject = compared(integration)
        for response, pattern in known if default is not None else ():
            if default is not None and _differ(response, default) and _takes_everything(pattern, subject):
                finding = self.finding(
                    response.selection_pattern.span,
                    f"selection pattern {pattern.text} takes successes too: the default response {status_of(default)} is never chosen",
                    related=[(default.name_span, "the default response")],
                    help="select failures alone with (\\n|.)+" if subject == MESSAGE else "leave out the successes: [345]\\d{2}",
                )
                finding.address = response.address
                yield finding


def _differ(first: IntegrationResponse, second: IntegrationResponse) -> bool:
    """Returns whether two responses certainly have different statuses; of one status only one is kept anyway."""
    statuses = status_of(first), status_of(second)
    return None not in statuses and statuses[0] != statuses[1]


def _takes_everything(pattern: Pattern, subject: str | None) -> bool:
    if subject == STATUS:
        return pattern.every_status() is Answer.YES
    return subject == MESSAGE and all(pattern.matches(text) is Answer.YES for text in ("", *_MESSAGES))
