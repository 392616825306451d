"""The rule remapped-response-header."""

from __future__ import annotations

from apigw_lint.facts.headers import REMAPPED
from apigw_lint.languages.backend import PROXIES, backend
from apigw_lint.languages.mapping import MappingSource, response_key
from apigw_lint.languages.responses import maps_responses, status_of
from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import Table, Unknown, entries

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Api, Method, MethodResponse
    from apigw_lint.rule import Finding
    from apigw_lint.value import Known

_ALSO_SENT = frozenset({"connection", "date"})
"""Renamed, and sent by API Gateway itself: clients see one of the name."""


class RemappedResponseHeader(Rule):
    """
    Response header that reaches the client under another name.

    ## What it does
    Finds `WWW-Authenticate`, `Server`, `Authorization`, `User-Agent`, `Content-MD5` and `Max-Forwards` among the declared headers of a
    method response that its integration fills. Headers that a gateway response sets are let be.

    ## Why is this bad?
    API Gateway renames them to `x-amzn-Remapped-...` on their way out. A client that waits for `WWW-Authenticate` never sees it.

    ## Example
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    paths:
      /pets:
        get:
          responses:
            "200": {description: all pets, headers: {Content-MD5: {schema: {type: string}}}}
          x-amazon-apigateway-integration:
            type: http_proxy
            httpMethod: GET
            uri: https://pets.example.com/
    ```

    ## Use instead
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    paths:
      /pets:
        get:
          responses:
            "200": {description: all pets, headers: {ETag: {schema: {type: string}}}}
          x-amazon-apigateway-integration:
            type: http_proxy
            httpMethod: GET
            uri: https://pets.example.com/
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html
    """

    consequence = Consequence.MISLEADING
    needs = ("method_response.response_parameters",)
    stage = "method response"

    def check_method(self, method: Method) -> Iterator[Finding]:
        """Looks at the declared headers of a method."""
        for response in method.responses:
            if not isinstance(response.response_parameters, Table):
                continue
            for key, _ in response.response_parameters.known():
                source = response_key(key.value)
                name = source.name if isinstance(source, MappingSource) else None
                if name and name.lower() in REMAPPED and _comes_from_backend(method, response, name.lower()):
                    yield self._renamed(response, key, name)

    def _renamed(self, response: MethodResponse, key: Known[str], name: str) -> Finding:
        finding = self.finding(key.span, f"{name} reaches the client as x-amzn-Remapped-{name}")
        finding.address = response.address
        return finding


def _comes_from_backend(method: Method, response: MethodResponse, name: str) -> bool:
    """Returns whether the integration certainly is what would send the header."""
    integration = method.integration
    if integration is None:
        return False
    if maps_responses(integration):
        return any(
            key.value.lower() == f"method.response.header.{name}"
            for other in integration.responses
            if status_of(other) is not None and status_of(other) == status_of(response)
            for key, _ in entries(other.response_parameters)
        )
    return backend(integration).type in PROXIES and name not in _ALSO_SENT and not _set_by_gateway(method.api, name)


def _set_by_gateway(api: Api | None, name: str) -> bool:
    """Returns whether a gateway response may set the header: those are sent as they are."""
    if api is None or not api.gateway_responses.complete:
        return True
    for response in api.gateway_responses:
        table = response.response_parameters
        if isinstance(table, Unknown) or (isinstance(table, Table) and not table.complete):
            return True
        if any(key.value.lower().endswith(f".header.{name}") for key, _ in entries(table)):
            return True
    return False
