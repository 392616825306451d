"""The rule invalid-integration-type."""

from __future__ import annotations

from apigw_lint.facts.enums import HTTP_API_INTEGRATION_TYPES, INTEGRATION_TYPES, nearest
from apigw_lint.languages.responses import is_imported
from apigw_lint.rule import Consequence, Fix, Rule
from apigw_lint.value import literals, masked

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Integration
    from apigw_lint.rule import Finding
    from apigw_lint.value import Value


class InvalidIntegrationType(Rule):
    """
    Integration type that this kind of API has not.

    ## What it does
    Finds integration types other than `AWS`, `AWS_PROXY`, `HTTP`, `HTTP_PROXY` and `MOCK`, and on HTTP APIs any but the two proxies.

    ## Why is this bad?
    API Gateway refuses the integration. Of a document for an HTTP API it imports the route without its integration, which answers with
    an error.

    ## Example
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    paths:
      /pets:
        get:
          x-amazon-apigateway-integration:
            type: http-proxy
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
          x-amazon-apigateway-integration:
            type: http_proxy
            httpMethod: GET
            uri: https://pets.example.com/
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-integration-types.html
    """

    consequence = Consequence.REJECTED
    kinds = ("REST", "HTTP", "WEBSOCKET")
    stage = "integration request"

    def check_integration(self, integration: Integration) -> Iterator[Finding]:
        """Looks at the type."""
        http = integration.api is not None and integration.api.kind == "HTTP"
        allowed = HTTP_API_INTEGRATION_TYPES if http else INTEGRATION_TYPES
        for written in literals(integration.type, str):
            if written.value not in allowed:
                whose = "an HTTP API" if http else "API Gateway"
                words = f"integration type {written.value} is none that {whose} has: {', '.join(allowed)}"
                near = nearest(written.value, _fitting(integration.uri, allowed)) if written.value not in INTEGRATION_TYPES else None
                edit = written.replaced(near) if near else None
                fix = Fix(f"write {near}", [edit], safe=False) if edit else None
                if http and is_imported(integration.api):
                    words += "; the importer warns, and leaves the integration out"
                yield self.finding(
                    written.span, words, fix=fix, consequence=Consequence.BROKEN if http and is_imported(integration.api) else None
                )


def _fitting(uri: Value, allowed: tuple[str, ...]) -> tuple[str, ...]:
    """Returns the types that a URI can be of."""
    text = masked(uri) or ""
    start = "HTTP" if text.startswith("http") else "AWS" if text.startswith("arn:") else ""
    return tuple(name for name in allowed if name.startswith(start))
