"""The rule template-on-unsupported-api."""

from __future__ import annotations

from apigw_lint.regexp import regexp
from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import Table, entries, strings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import GatewayResponse, Integration, IntegrationResponse
    from apigw_lint.rule import Finding
    from apigw_lint.value import Value
_VELOCITY = regexp(
    r"#\{?(?:set|if|elseif|foreach)\}?[ \t]*\(|\$!?\{?(?:input\.(?:json|path|params|body)|util\.[a-z0-9A-Z]+)(?![A-Za-z0-9_])"
)


class TemplateOnUnsupportedApi(Rule):
    """
    Mapping template where nothing evaluates it.

    ## What it does
    Finds request and response templates of HTTP APIs, and Velocity (`#set`, `#if`, `#foreach`, `$input`, `$util`) in templates of gateway
    responses.

    ## Why is this bad?
    HTTP APIs have no mapping templates. In a gateway response only `$context`, `$stageVariables` and `$method.request` are replaced:
    callers get the directives as text.

    ## Example
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    x-amazon-apigateway-gateway-responses:
      DEFAULT_4XX:
        responseTemplates:
          application/json: '#if ($context.error.message){"message": $context.error.messageString}#end'
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
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-vs-rest.html
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-gatewayResponse-definition.html
    """

    consequence = Consequence.IGNORED
    kinds = ("REST", "HTTP")
    needs = ("integration.request_templates", "integration_response.response_templates")

    def check_integration(self, integration: Integration) -> Iterator[Finding]:
        """Looks at the request templates of an HTTP API."""
        if integration.api is not None and integration.api.kind == "HTTP":
            yield from self._templates(integration.request_templates, "request")

    def check_integration_response(self, response: IntegrationResponse) -> Iterator[Finding]:
        """Looks at the response templates of an HTTP API."""
        api = response.integration.api if response.integration is not None else None
        if api is not None and api.kind == "HTTP":
            yield from self._templates(response.response_templates, "response")

    def _templates(self, value: Value, what: str) -> Iterator[Finding]:
        if isinstance(value, Table) and value.entries:
            yield self.finding(value.entries[0].key.span, f"{what} templates have no effect: HTTP APIs have no mapping templates")

    def check_gateway_response(self, response: GatewayResponse) -> Iterator[Finding]:
        """Looks for Velocity."""
        for _, value in entries(response.response_templates):
            for template in strings(value):
                match = _VELOCITY.search(template.value)
                if match:
                    yield self.finding(
                        template.at(match.start(), match.end()),
                        f"{match[0].rstrip(' (')} is printed as it stands: templates of gateway responses are not Velocity",
                    )
