"""The rule integration-timeout-above-default-quota."""

from __future__ import annotations

from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import Answer, equals, items, known, literals

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Integration
    from apigw_lint.rule import Finding

_DEFAULT = 29_000


class IntegrationTimeoutAboveDefaultQuota(Rule):
    """
    Integration timeout that only a raised quota allows.

    ## What it does
    Finds timeouts above 29,000 ms on REST APIs that can have them once the account's quota is raised: regional and private ones.
    Streamed responses may take longer anyway.

    ## Why is this bad?
    In an account or region with the default quota API Gateway refuses the integration, though another account takes it.

    ## Example
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    paths:
      /pets:
        get:
          x-amazon-apigateway-integration:
            type: http_proxy
            httpMethod: GET
            uri: https://pets.example.com/
            timeoutInMillis: 60000
    ```

    ## Use instead
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    paths:
      /pets:
        get:
          x-amazon-apigateway-integration:
            type: http_proxy
            httpMethod: GET
            uri: https://pets.example.com/
            timeoutInMillis: 29000
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html
    """

    consequence = Consequence.ADVISED
    opt_in = True
    stage = "integration request"

    def check_integration(self, integration: Integration) -> Iterator[Finding]:
        """Looks at the timeout."""
        endpoints = integration.api.endpoint_configuration if integration.api is not None else None
        types = [known(item, str) for item in items(endpoints.types)] if endpoints is not None else []
        # On an edge-optimized API it is out of range: another rule says so.
        if types == ["EDGE"] or equals(integration.response_transfer_mode, "BUFFERED") is Answer.MAYBE:
            return
        if equals(integration.response_transfer_mode, "STREAM") is Answer.YES:
            return
        for timeout in literals(integration.timeout, int):
            if timeout.value > _DEFAULT:
                yield self.finding(
                    timeout.span, f"a timeout of {timeout.value} ms is above the {_DEFAULT} ms that an account has by default"
                )
