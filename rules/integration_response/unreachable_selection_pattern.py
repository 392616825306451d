"""The rule unreachable-selection-pattern."""

from __future__ import annotations

from apigw_lint.languages.responses import MESSAGE, STATUS, compared, is_default, maps_responses, pattern_of, status_of
from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import Answer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.languages.automata import Budget
    from apigw_lint.languages.overlaps import Overlap
    from apigw_lint.languages.selection import Pattern
    from apigw_lint.model import Api, Integration, IntegrationResponse
    from apigw_lint.rule import Finding
    from apigw_lint.source import Span

    Patterned = tuple[IntegrationResponse, Pattern]

_STEPS, _STEPS_EACH = 30_000, 1_000
"""The work that may be spent on an API, and in addition for each integration that has several patterns."""
_MESSAGES = ("e", "Error: not found", "[500] x")


class UnreachableSelectionPattern(Rule):
    """
    Integration response that another one keeps from being chosen.

    ## What it does
    Holds the selection patterns of an integration against each other, and finds

    * patterns that match a status code or an error message which the pattern of another response matches too, with such a text;
    * patterns such as `.*` that take everything, successes included, beside a default response.

    A default response overlaps with nothing: it takes what no pattern takes. A pattern for every error message, such as `.+`, may stand
    beside narrower ones: the narrower one is chosen. Patterns that look for different things somewhere in a message, such as `.*timeout.*`
    and `.*denied.*`, are not found though a message may have both in it.

    ## Why is this bad?
    API Gateway does not say which of several responses it chooses for a text that all of them match: `404` beside `4\\d{2}` may never be
    chosen. Beside a pattern that takes everything the default response is dead: what should be a 200 is answered as the error.

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
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    paths:
      /pets:
        get:
          responses:
            "200": {description: all pets}
            "400": {description: not understood}
            "404": {description: no pets}
            "502": {description: it failed}
          x-amazon-apigateway-integration:
            type: http
            httpMethod: GET
            uri: https://pets.example.com/
            responses:
              default: {statusCode: "200"}
              '404': {statusCode: "404"}
              4\\d{2}: {statusCode: "400"}
              5\\d{2}: {statusCode: "502"}
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
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    paths:
      /pets:
        get:
          responses:
            "200": {description: all pets}
            "400": {description: not understood}
            "404": {description: no pets}
            "502": {description: it failed}
          x-amazon-apigateway-integration:
            type: http
            httpMethod: GET
            uri: https://pets.example.com/
            responses:
              default: {statusCode: "200"}
              '404': {statusCode: "404"}
              4(?!04)\\d{2}: {statusCode: "400"}
              5\\d{2}: {statusCode: "502"}
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/handle-errors-in-lambda-integration.html
    """

    consequence = Consequence.MISLEADING
    needs = ("integration_response.selection_pattern",)
    stage = "integration response"

    def check_api(self, api: Api) -> Iterator[Finding]:
        """Holds the patterns of each integration against each other; on all of an API only so much work is spent."""
        left: list[Budget] = []
        seen: set[int] = set()
        for integration in (*api.integrations, *(m.integration for m in api.methods if m.integration is not None)):
            if id(integration) not in seen and maps_responses(integration):
                seen.add(id(integration))
                known = [(r, pattern) for r in integration.responses if r.certain and (pattern := pattern_of(r))]
                yield from self._overlaps(integration, known, left)
                yield from self._everything(integration, known)

    def _overlaps(self, integration: Integration, known: list[Patterned], left: list[Budget]) -> Iterator[Finding]:
        if len(known) < 2:
            return
        from apigw_lint.languages.automata import Budget, ExhaustedError

        if not left:
            left.append(Budget(_STEPS))
        left[0].left += _STEPS_EACH
        try:
            for number, (response, pattern) in enumerate(known):
                for other, others in known[:number]:
                    left[0].spend()
                    if _differ(response, other):
                        yield from self._pair(integration, (response, pattern), (other, others), left[0])
        except ExhaustedError:
            return

    def _pair(self, integration: Integration, one: Patterned, other: Patterned, budget: Budget) -> Iterator[Finding]:
        from apigw_lint.languages.overlaps import AROUND, EQUAL, Overlap

        subject = compared(integration)
        found = Overlap(EQUAL, "") if one[1].is_same_as(other[1]) else _overlap(subject, one[1], other[1], budget)
        if found is None:
            return
        if found.kind == AROUND:
            one, other = other, one
        related = [(other[0].selection_pattern.span, f"matches {found.witness or 'the same'} too")]
        yield self._found(integration, one[0], _words(found, one[1], other), related)

    def _everything(self, integration: Integration, known: list[Patterned]) -> Iterator[Finding]:
        default = next((r for r in integration.responses if r.certain and is_default(r) is Answer.YES), None)
        subject = compared(integration)
        for response, pattern in known if default is not None else ():
            if default is not None and _differ(response, default) and _takes_everything(pattern, subject):
                text = f"selection pattern {pattern.text} takes successes too: the default response {status_of(default)} is never chosen"
                finding = self._found(integration, response, text, [(default.name_span, "the default response")])
                finding.help = "select failures alone with (\\n|.)+" if subject == MESSAGE else "leave out the successes: [345]\\d{2}"
                yield finding

    def _found(self, integration: Integration, response: IntegrationResponse, text: str, related: list[tuple[Span, str]]) -> Finding:
        finding = self.finding(response.selection_pattern.span, text, related=related, about=integration.method)
        finding.address = response.address
        return finding


def _words(found: Overlap, pattern: Pattern, other: Patterned) -> str:
    from apigw_lint.languages.overlaps import EQUAL, PARTLY

    status, theirs = status_of(other[0]), other[1].text
    if found.kind == EQUAL:
        return f"selection pattern {pattern.text} matches the same as that of status {status}: one of the two is never chosen"
    if found.kind == PARTLY:
        both = f"selection patterns {pattern.text} and {theirs} of status {status} both match {found.witness}"
    else:
        both = f"all that selection pattern {pattern.text} matches, such as {found.witness}, is matched by {theirs} of status {status} too"
    return f"{both}: which of the two is chosen is not defined"


def _overlap(subject: str | None, pattern: Pattern, other: Pattern, budget: Budget) -> Overlap | None:
    from apigw_lint.languages.overlaps import of_messages, of_statuses

    if subject == MESSAGE:
        return of_messages(pattern, other, budget)
    # What takes every status is said to take the successes.
    if subject == STATUS and Answer.YES not in (pattern.every_status(), other.every_status()):
        return of_statuses(pattern, other)
    return None


def _differ(first: IntegrationResponse, second: IntegrationResponse) -> bool:
    """Returns whether two responses certainly have different statuses; of one status only one is kept anyway."""
    statuses = status_of(first), status_of(second)
    return None not in statuses and statuses[0] != statuses[1]


def _takes_everything(pattern: Pattern, subject: str | None) -> bool:
    if subject == STATUS:
        return pattern.every_status() is Answer.YES
    return subject == MESSAGE and all(pattern.matches(text) is Answer.YES for text in ("", *_MESSAGES))
