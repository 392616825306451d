"""The rule invalid-http-uri."""

from __future__ import annotations

from apigw_lint.languages.backend import backend
from apigw_lint.languages.uri import Fault, port_fault
from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import Absent, Answer, equals, masked

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Integration
    from apigw_lint.rule import Finding


class InvalidHttpUri(Rule):
    """
    URI of an HTTP integration that is no URL API Gateway calls.

    ## What it does
    Finds URIs of `HTTP` and `HTTP_PROXY` integrations that do not start with `http://` or `https://`, among them those that leave the
    protocol to a stage variable, and ports other than 80, 443 and 1024 to 65535.

    ## Why is this bad?
    API Gateway refuses the integration with `Invalid HTTP endpoint specified for URI`; a port that it does not call fails every call.

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
            uri: pets.example.com/pets
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
            uri: https://pets.example.com/pets
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/setup-http-integrations.html
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/aws-api-gateway-stage-variables-reference.html
    """

    consequence = Consequence.REJECTED
    kinds = ("REST", "HTTP", "WEBSOCKET")
    needs = ("integration.type=HTTP", "integration.type=HTTP_PROXY")
    stage = "integration request"

    def check_integration(self, integration: Integration) -> Iterator[Finding]:
        """Looks at the URI of an HTTP integration."""
        called = backend(integration)
        if called.type not in ("HTTP", "HTTP_PROXY") or called.view is None or not masked(integration.uri) or _is_private(integration):
            return
        http = called.http
        if isinstance(http, Fault):
            place = called.view.at(http.start, http.end)
            if http.code == "variable-scheme":
                yield self.finding(place, http.message)
            else:
                yield self.finding(place, f"the URI of an {called.type} integration {http.message}")
        elif http is not None and (fault := port_fault(http)) is not None:
            yield self.finding(called.view.at(fault.start, fault.end), fault.message, consequence=Consequence.BROKEN)


def _is_private(integration: Integration) -> bool:
    """Returns whether an HTTP API's integration may name a listener or service instead of a URL."""
    if integration.api is None or integration.api.kind != "HTTP":
        return False
    return not isinstance(integration.connection_type, Absent) and equals(integration.connection_type, "INTERNET") is not Answer.YES
