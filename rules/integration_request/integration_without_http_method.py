"""The rule integration-without-http-method."""

from __future__ import annotations

from apigw_lint.languages.backend import backend
from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import Absent

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Integration
    from apigw_lint.rule import Finding


class IntegrationWithoutHttpMethod(Rule):
    """
    Integration that does not say with which verb the backend is called.

    ## What it does
    Finds integrations of type `HTTP`, `HTTP_PROXY` and `AWS` without an integration HTTP method. The method's own verb is no default.
    On HTTP APIs only `HTTP_PROXY` needs one.

    ## Why is this bad?
    API Gateway refuses the integration with `Enumeration value for HttpMethod must be non-empty`.

    ## Example
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    paths:
      /pets:
        get:
          x-amazon-apigateway-integration:
            type: http_proxy
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
    - https://docs.aws.amazon.com/apigateway/latest/api/API_PutIntegration.html
    """

    consequence = Consequence.REJECTED
    kinds = ("REST", "HTTP")
    stage = "integration request"

    def check_integration(self, integration: Integration) -> Iterator[Finding]:
        """Looks for the verb."""
        http = integration.api is not None and integration.api.kind == "HTTP"
        needed = ("HTTP_PROXY",) if http else ("AWS", "HTTP", "HTTP_PROXY")
        kind = backend(integration).type
        if isinstance(integration.http_method, Absent) and kind in needed:
            yield self.finding(
                integration.name_span,
                f"{kind} integration without an integration HTTP method: the {'route' if http else 'method'}'s own verb is no default",
                related=[(integration.type.span, "this type needs one")],
            )
