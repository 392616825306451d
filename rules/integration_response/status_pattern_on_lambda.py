"""The rule status-pattern-on-lambda."""

from __future__ import annotations

from apigw_lint.languages.responses import MESSAGE, compared, patterns
from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import Answer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import IntegrationResponse
    from apigw_lint.rule import Finding


class StatusPatternOnLambda(Rule):
    """
    Selection pattern for status codes on a Lambda function.

    ## What it does
    Finds selection patterns such as `4\\d{2}` or `200` on `AWS` integrations that invoke a Lambda function.

    ## Why is this bad?
    A function has no status code. The pattern is compared with the whole error message of a failed invocation, so it selects nothing, and
    the errors that it is for are answered by the default response, as a success as a rule.

    ## Example
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    paths:
      /pets/{id}:
        get:
          responses:
            "200": {description: the pet}
            "404": {description: no such pet}
          x-amazon-apigateway-integration:
            type: aws
            httpMethod: POST
            uri: arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:123456789012:function:db/invocations
            responses:
              default: {statusCode: "200"}
              "404": {statusCode: "404"}
    ```

    ## Use instead
    A text that the function puts into its error messages:

    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    paths:
      /pets/{id}:
        get:
          responses:
            "200": {description: the pet}
            "404": {description: no such pet}
          x-amazon-apigateway-integration:
            type: aws
            httpMethod: POST
            uri: arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:123456789012:function:db/invocations
            responses:
              default: {statusCode: "200"}
              .*\\[404\\].*: {statusCode: "404"}
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/handle-errors-in-lambda-integration.html
    """

    consequence = Consequence.BROKEN
    needs = ("integration_response.selection_pattern",)
    stage = "integration response"

    def check_integration_response(self, response: IntegrationResponse) -> Iterator[Finding]:
        """Looks at the pattern of a response."""
        integration = response.integration
        if integration is None or compared(integration) != MESSAGE:
            return
        for written, pattern in patterns(response):
            if pattern.only_digits() and pattern.some_status() is Answer.YES:
                mark = pattern.statuses()[0]
                yield self.finding(
                    written.span,
                    f"selection pattern {written.value} is matched against the error message of the function, never against a status code",
                    related=[(integration.uri.span, "invokes a Lambda function")],
                    help=f"put a mark such as [{mark}] into the error messages and select .*\\[{mark}\\].*",
                )
