"""The rule fixed-gateway-response."""

from __future__ import annotations

from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import GatewayResponse
    from apigw_lint.rule import Finding


class FixedGatewayResponse(Rule):
    """
    Gateway response that cannot be changed.

    ## What it does
    Finds a gateway response for `REQUEST_TOO_LARGE`.

    ## Why is this bad?
    API Gateway accepts it and answers oversized requests as it always does.

    ## Example
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    x-amazon-apigateway-gateway-responses:
      REQUEST_TOO_LARGE:
        responseTemplates:
          application/json: '{"message": "too large"}'
    paths:
      /pets:
        get:
          x-amazon-apigateway-integration: {type: http_proxy, httpMethod: GET, uri: "https://pets.example.com/"}
    ```

    ## Use instead
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    x-amazon-apigateway-gateway-responses:
      DEFAULT_4XX:
        responseTemplates:
          application/json: '{"message": "refused"}'
    paths:
      /pets:
        get:
          x-amazon-apigateway-integration: {type: http_proxy, httpMethod: GET, uri: "https://pets.example.com/"}
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html
    """

    consequence = Consequence.IGNORED

    def check_gateway_response(self, response: GatewayResponse) -> Iterator[Finding]:
        """Looks at the type."""
        if known(response.response_type, str) == "REQUEST_TOO_LARGE":
            yield self.finding(
                response.response_type.span, "API Gateway answers requests that are too large by itself: this response is never used"
            )
