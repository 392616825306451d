"""The rule integration-timeout-out-of-range."""

from __future__ import annotations

from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import Absent, Answer, equals, items, known, literals

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Api, Integration
    from apigw_lint.rule import Finding

_V2_LIMITS = {"HTTP": 30_000, "WEBSOCKET": 29_000}


class IntegrationTimeoutOutOfRange(Rule):
    """
    Integration timeout that API Gateway does not accept.

    ## What it does
    Finds timeouts below 50 ms, above 30,000 ms on HTTP APIs, above 29,000 ms on WebSocket APIs and on edge-optimized REST APIs. Regional
    and private REST APIs can have longer ones after a raise of the account's quota.

    ## Why is this bad?
    API Gateway refuses the integration with `Timeout should be between 50 ms and 29000 ms`. The number counts milliseconds: 29 is not
    half a minute.

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
            timeoutInMillis: 29
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
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html
    """

    consequence = Consequence.REJECTED
    kinds = ("REST", "HTTP", "WEBSOCKET")
    needs = ("integration.timeout",)
    stage = "integration request"

    minimum: int = 50

    def check_integration(self, integration: Integration) -> Iterator[Finding]:
        """Looks at the timeout."""
        limit = _limit(integration)
        for timeout in literals(integration.timeout, int):
            if timeout.value < self.minimum:
                yield self.finding(timeout.span, f"a timeout of {timeout.value} ms is below {self.minimum} ms")
            elif limit is not None and timeout.value > limit:
                yield self.finding(timeout.span, f"a timeout of {timeout.value} ms is above the {limit} ms of {_whose(integration)}")


def _limit(integration: Integration) -> int | None:
    """Returns the longest timeout that this API can have, ``None`` where a raised quota decides."""
    api: Api | None = integration.api
    if api is None:
        return None
    if api.kind in _V2_LIMITS:
        return _V2_LIMITS[api.kind]
    streams = not isinstance(integration.response_transfer_mode, Absent) and (
        equals(integration.response_transfer_mode, "BUFFERED") is not Answer.YES
    )
    endpoints = api.endpoint_configuration
    types = [known(item, str) for item in items(endpoints.types)] if endpoints is not None else []
    return 29_000 if types == ["EDGE"] and not streams else None


def _whose(integration: Integration) -> str:
    kind = integration.api.kind if integration.api is not None else "REST"
    return {"HTTP": "an HTTP API", "WEBSOCKET": "a WebSocket API"}.get(kind, "an edge-optimized API")
