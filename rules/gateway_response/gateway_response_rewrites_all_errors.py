"""The rule gateway-response-rewrites-all-errors."""

from __future__ import annotations

from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import known, literals, scalar_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import GatewayResponse
    from apigw_lint.rule import Finding


class GatewayResponseRewritesAllErrors(Rule):
    """
    Status on a default gateway response.

    ## What it does
    Finds a status code on `DEFAULT_4XX` or `DEFAULT_5XX`.

    ## Why is this bad?
    Every error without a gateway response of its own is answered with it: throttling (429), missing tokens (401, 403) and unknown
    paths all look alike to callers, who cannot tell when to retry or to log in.

    ## Example
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    x-amazon-apigateway-gateway-responses:
      DEFAULT_4XX:
        statusCode: 400
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
          application/json: '{"message": $context.error.messageString}'
    paths:
      /pets:
        get:
          x-amazon-apigateway-integration: {type: http_proxy, httpMethod: GET, uri: "https://pets.example.com/"}
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html
    """

    consequence = Consequence.MISLEADING

    def check_gateway_response(self, response: GatewayResponse) -> Iterator[Finding]:
        """Looks at the status of the two defaults."""
        kind = known(response.response_type, str)
        if kind in ("DEFAULT_4XX", "DEFAULT_5XX"):
            for status in literals(response.status_code):
                family = kind.removeprefix("DEFAULT_").lower()
                among = "throttling and missing tokens" if family == "4xx" else "timeouts"
                words = f"every {family} without a gateway response of its own is answered with {scalar_text(status.value)}: {among} too"
                yield self.finding(status.span, words)
