"""The rule duplicate-integration-response."""

from __future__ import annotations

from apigw_lint.languages.responses import maps_responses, status_of
from apigw_lint.rule import Consequence, Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Integration, IntegrationResponse
    from apigw_lint.rule import Finding


class DuplicateIntegrationResponse(Rule):
    """
    Second integration response for one status.

    ## What it does
    Finds integration responses of one integration that have the same status code.

    ## Why is this bad?
    The status code is the key of an integration response: API Gateway keeps one for each, and the selection patterns of the others are
    gone. What should select them falls to the default.

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
              .*Timeout.*: {statusCode: "500"}
              .*Internal.*: {statusCode: "500"}
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
              .*(Timeout|Internal).*: {statusCode: "500"}
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/api/API_PutIntegrationResponse.html
    """

    consequence = Consequence.IGNORED
    stage = "integration response"

    def check_integration(self, integration: Integration) -> Iterator[Finding]:
        """Looks for statuses that come twice."""
        if not maps_responses(integration):
            return
        seen: dict[str, IntegrationResponse] = {}
        for response in integration.responses:
            status = status_of(response)
            if status is None or not response.certain:
                continue
            first = seen.setdefault(status, response)
            if first is not response:
                finding = self.finding(
                    response.status_code.span,
                    f"another integration response has status {status}: API Gateway keeps one of the two",
                    related=[(first.status_code.span, f"the other one for {status}")],
                    help="select both with one pattern: first|second",
                )
                finding.address = response.address
                yield finding
