"""The rule invalid-selection-pattern."""

from __future__ import annotations

from apigw_lint.languages.responses import maps_responses, read_pattern
from apigw_lint.regexp import regexp
from apigw_lint.rule import Consequence, Fix, Rule
from apigw_lint.value import strings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import IntegrationResponse
    from apigw_lint.rule import Finding
    from apigw_lint.value import Known

_GLOB = regexp(r"\*?[\w \-:,]*\*?")


class InvalidSelectionPattern(Rule):
    """
    Selection pattern that is no Java regular expression.

    ## What it does
    Reads selection patterns as `java.util.regex.Pattern` does, and finds what it refuses: `*Error*`, parentheses and brackets that do not
    close, unknown escapes.

    ## Why is this bad?
    API Gateway refuses the integration response: `Invalid regex pattern specified`.

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
              "*Error*": {statusCode: "500"}
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
              .*Error.*: {statusCode: "500"}
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/handle-errors-in-lambda-integration.html
    - https://docs.oracle.com/en/java/javase/17/docs/api/java.base/java/util/regex/Pattern.html
    """

    consequence = Consequence.REJECTED
    needs = ("integration_response.selection_pattern",)
    stage = "integration response"

    def check_integration_response(self, response: IntegrationResponse) -> Iterator[Finding]:
        """Reads the pattern of a response."""
        if response.integration is None or not maps_responses(response.integration):
            return
        for written in strings(response.selection_pattern):
            error = read_pattern(written.value)
            if isinstance(error, Exception) and error.certain:
                place = written.at(error.start, error.end) if error.start < error.end else written.span
                yield self.finding(
                    place, f"selection pattern {written.value} is no regular expression: {error.message}", fix=_without_globs(written)
                )


def _without_globs(written: Known[str]) -> Fix | None:
    """Returns the fix of a pattern that was written as one for file names."""
    if not _GLOB.fullmatch(written.value):
        return None
    right = written.value.replace("*", ".*")
    edit = written.replaced(right)
    return Fix(f"write {right}", [edit], safe=False) if edit else None
