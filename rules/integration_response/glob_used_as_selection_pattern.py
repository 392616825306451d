"""The rule glob-used-as-selection-pattern."""

from __future__ import annotations

from apigw_lint.languages.globs import glob_reading
from apigw_lint.languages.responses import MESSAGE, STATUS, compared, maps_responses, patterns
from apigw_lint.rule import Consequence, Fix, Rule
from apigw_lint.value import Answer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Integration, IntegrationResponse
    from apigw_lint.rule import Finding


class GlobUsedAsSelectionPattern(Rule):
    """
    Selection pattern written as a file name pattern.

    ## What it does
    Finds `5xx`, `4*`, `40x`, `Invalid*`: patterns in which `x` and `*` stand for "anything", as in a shell.

    ## Why is this bad?
    A selection pattern is a regular expression that has to match the whole text. `5xx` matches the text `5xx` alone, `4*` a row of fours,
    and `Invalid*` matches `Invali`, `Invalid` and `Invalidd`, not the messages that begin with it. What it is for is answered by the
    default response.

    ## Example
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    paths:
      /pets:
        get:
          responses:
            "200": {description: all pets}
            "502": {description: the backend failed}
          x-amazon-apigateway-integration:
            type: http
            httpMethod: GET
            uri: https://pets.example.com/
            responses:
              default: {statusCode: "200"}
              5xx: {statusCode: "502"}
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
            "502": {description: the backend failed}
          x-amazon-apigateway-integration:
            type: http
            httpMethod: GET
            uri: https://pets.example.com/
            responses:
              default: {statusCode: "200"}
              5\\d{2}: {statusCode: "502"}
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-integration-responses.html
    """

    consequence = Consequence.BROKEN
    needs = ("integration_response.selection_pattern",)
    stage = "integration response"

    def check_integration_response(self, response: IntegrationResponse) -> Iterator[Finding]:
        """Looks at the pattern of a response."""
        integration = response.integration
        if integration is None or not maps_responses(integration):
            return
        for written, pattern in patterns(response):
            glob = glob_reading(written.value)
            if glob is None or (glob.of_status and compared(integration) == STATUS and pattern.some_status() is Answer.MAYBE):
                continue
            right = _right(integration, glob.regex, glob.of_status)
            edit = written.replaced(right) if right else None
            yield self.finding(
                written.span,
                f"selection pattern {written.value} is a regular expression that matches {glob.matches}, not {glob.meant}",
                fix=Fix(f"write {right}", [edit], safe=False) if edit else None,
                help=f"write {right}" if right else "a Lambda function has no status code: select a text of its error messages",
            )


def _right(integration: Integration, regex: str, of_status: bool) -> str | None:
    return None if of_status and compared(integration) == MESSAGE else regex
