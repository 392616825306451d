"""The rule header-that-never-arrives."""

from __future__ import annotations

from apigw_lint.facts.headers import BREAKING, BREAKING_FOR_AWS, NOT_ANSWERED, NOT_SENT_TO_HTTP, UNREADABLE
from apigw_lint.languages.backend import PROXIES, backend
from apigw_lint.languages.mapping import MappingError, request_value
from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import Table, masked

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Integration, IntegrationResponse
    from apigw_lint.rule import Finding

_TO_BACKEND = "integration.request.header."
_TO_CLIENT = "method.response.header."


class HeaderThatNeverArrives(Rule):
    """
    Mapping from or to a header that API Gateway drops.

    ## What it does
    Finds mappings from request headers that API Gateway takes off before it reads the request (`Connection`, `Content-MD5`, `Expect`,
    `Upgrade`, ...), into headers that it does not send to HTTP backends (`Via`, `TE`, ...), and into `TE` and `Transfer-Encoding` of
    responses.

    ## Why is this bad?
    The mapping is accepted and carries nothing.

    ## Example
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    paths:
      /pets:
        get:
          parameters:
            - {name: Content-MD5, in: header, schema: {type: string}}
          x-amazon-apigateway-integration:
            type: http_proxy
            httpMethod: GET
            uri: https://pets.example.com/
            requestParameters:
              integration.request.header.X-Digest: method.request.header.Content-MD5
    ```

    ## Use instead
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    paths:
      /pets:
        get:
          parameters:
            - {name: X-Digest, in: header, schema: {type: string}}
          x-amazon-apigateway-integration:
            type: http_proxy
            httpMethod: GET
            uri: https://pets.example.com/
            requestParameters:
              integration.request.header.X-Digest: method.request.header.X-Digest
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html
    """

    consequence = Consequence.IGNORED
    needs = ("integration.request_parameters", "integration_response.response_parameters")
    stage = "integration request"

    def check_integration(self, integration: Integration) -> Iterator[Finding]:
        """Looks at the headers that the mappings of a request read and write."""
        kind, mappings = backend(integration).type, integration.request_parameters
        if kind not in ("AWS", "HTTP", "HTTP_PROXY") or not isinstance(mappings, Table):
            return
        for key, value in mappings.known():
            header = key.value[len(_TO_BACKEND) :] if key.value.startswith(_TO_BACKEND) else ""
            if header.lower() in BREAKING or (kind == "AWS" and header.lower() in BREAKING_FOR_AWS):
                continue
            if kind != "AWS" and header.lower() in NOT_SENT_TO_HTTP:
                yield self.finding(key.span, f"{header} never reaches an HTTP backend: API Gateway drops it after the mapping")
            text = masked(value)
            source = request_value(text) if text is not None else None
            if source is None or isinstance(source, MappingError) or source.name is None:
                continue
            if source.kind == "parameter" and source.location.endswith("header") and source.name.lower() in UNREADABLE:
                yield self.finding(value.span, f"{source.name} is taken off the request before mappings read it: this is always empty")

    def check_integration_response(self, response: IntegrationResponse) -> Iterator[Finding]:
        """Looks at the headers that the mappings of a response write."""
        mappings, integration = response.response_parameters, response.integration
        if integration is None or backend(integration).type in (None, *PROXIES) or not isinstance(mappings, Table):
            return
        for key, _ in mappings.known():
            header = key.value[len(_TO_CLIENT) :]
            if key.value.startswith(_TO_CLIENT) and header.lower() in NOT_ANSWERED:
                yield self.finding(key.span, f"{header} never reaches the client: API Gateway drops it from responses")
