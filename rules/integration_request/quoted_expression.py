"""The rule quoted-expression."""

from __future__ import annotations

from apigw_lint.regexp import regexp
from apigw_lint.rule import Consequence, Fix, Rule
from apigw_lint.value import Known, entries

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Integration, IntegrationResponse
    from apigw_lint.rule import Finding
    from apigw_lint.value import Value

_EXPRESSION = regexp(
    r"'\s*(((?:method|route)\.request|integration\.response)\.(path|querystring|header|multivaluequerystring|multivalueheader|body)\b[^\s']*"
    r"|(context|stageVariables)\.[A-Za-z_][\w.]*)\s*'"
)
_QUOTED = regexp(r"'([^']+)'")


class QuotedExpression(Rule):
    """
    Mapping in quotes: a constant where a value was to be read.

    ## What it does
    Finds mappings such as `'method.request.header.X-Id'`, in single quotes. On HTTP APIs, where static text takes no quotes, it finds
    those that will become part of the value.

    ## Why is this bad?
    In quotes it is a static text: the backend gets the words `method.request.header.X-Id`, the same for every call.

    ## Example
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    paths:
      /pets:
        get:
          parameters:
            - {name: X-Id, in: header, schema: {type: string}}
          x-amazon-apigateway-integration:
            type: http_proxy
            httpMethod: GET
            uri: https://pets.example.com/
            requestParameters:
              integration.request.header.X-Caller: "'method.request.header.X-Id'"
    ```

    ## Use instead
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    paths:
      /pets:
        get:
          parameters:
            - {name: X-Id, in: header, schema: {type: string}}
          x-amazon-apigateway-integration:
            type: http_proxy
            httpMethod: GET
            uri: https://pets.example.com/
            requestParameters:
              integration.request.header.X-Caller: method.request.header.X-Id
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/request-response-data-mappings.html
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-parameter-mapping.html
    """

    consequence = Consequence.MISLEADING
    kinds = ("REST", "HTTP", "WEBSOCKET")
    needs = ("integration.request_parameters", "integration.response_parameters", "integration_response.response_parameters")
    stage = "integration request"

    def check_integration(self, integration: Integration) -> Iterator[Finding]:
        """Looks at the values of an integration's mappings."""
        if integration.api is not None and integration.api.kind == "HTTP":
            yield from self._plain(integration.request_parameters)
            for _, mappings in entries(integration.response_parameters):
                yield from self._plain(mappings)
            return
        for _, value in entries(integration.request_parameters):
            yield from self._expression(value)

    def check_integration_response(self, response: IntegrationResponse) -> Iterator[Finding]:
        """Looks at the values of an integration response's mappings."""
        for _, value in entries(response.response_parameters):
            yield from self._expression(value)

    def _plain(self, mappings: Value) -> Iterator[Finding]:
        """Looks at mappings of an HTTP API, whose static texts take no quotes; what removes a value has none."""
        for key, value in entries(mappings):
            if not key.value.startswith("remove:"):
                yield from self._quotes(value)

    def _expression(self, value: Value) -> Iterator[Finding]:
        match = _EXPRESSION.fullmatch(value.value) if isinstance(value, Known) and isinstance(value.value, str) else None
        if match is not None and isinstance(value, Known):
            edit = value.replaced(match[1])
            fix = Fix("take the quotes away", [edit], safe=False) if edit else None
            yield self.finding(value.span, f"in quotes, {value.value} is sent as these very words and reads nothing", fix=fix)

    def _quotes(self, value: Value) -> Iterator[Finding]:
        match = _QUOTED.fullmatch(value.value) if isinstance(value, Known) and isinstance(value.value, str) else None
        if match is not None and isinstance(value, Known):
            edit = value.replaced(match[1])
            fix = Fix("take the quotes away", [edit], safe=False) if edit else None
            yield self.finding(
                value.span, f"the single quotes of {value.value} become part of the value: HTTP APIs take plain text", fix=fix
            )
