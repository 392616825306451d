"""The rule unused-method-response."""

from __future__ import annotations

from apigw_lint.languages.responses import maps_responses, overrides, status_of
from apigw_lint.rule import Consequence, Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Method
    from apigw_lint.rule import Finding


class UnusedMethodResponse(Rule):
    """
    Method response that no integration response leads to.

    ## What it does
    Finds method responses of methods with a non-proxy integration whose status no integration response has. Methods whose templates set
    `responseOverride` are let be.

    ## Why is this bad?
    The backend's answers never get that status. It is documentation of something that only API Gateway itself could answer.

    ## Example
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    paths:
      /pets:
        get:
          responses:
            "200": {description: all pets}
            "404": {description: no pets}
          x-amazon-apigateway-integration:
            type: mock
            requestTemplates: {application/json: '{"statusCode": 200}'}
            responses:
              default: {statusCode: "200"}
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
          x-amazon-apigateway-integration:
            type: mock
            requestTemplates: {application/json: '{"statusCode": 200}'}
            responses:
              default: {statusCode: "200"}
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-settings-method-response.html
    """

    consequence = Consequence.ADVISED
    opt_in = True
    stage = "method response"

    def check_method(self, method: Method) -> Iterator[Finding]:
        """Compares the statuses of the two sides of a method."""
        integration = method.integration
        if integration is None or not maps_responses(integration) or not integration.responses.complete or not len(integration.responses):
            return
        statuses = [status_of(response) for response in integration.responses]
        if None in statuses or overrides(integration):
            return
        for response in method.responses:
            status = status_of(response)
            if status is not None and status not in statuses:
                finding = self.finding(
                    response.name_span,
                    f"no integration response leads to status {status}",
                    related=[(other.name_span, f"leads to {status_of(other)}") for other in integration.responses],
                )
                finding.address = response.address
                yield finding
