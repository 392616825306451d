"""The rule integration-without-uri."""

from __future__ import annotations

from apigw_lint.languages.backend import backend
from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import Absent, Known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Integration
    from apigw_lint.rule import Finding


class IntegrationWithoutUri(Rule):
    """
    Integration that does not say what to call.

    ## What it does
    Finds integrations without a URI whose type is not `MOCK`. An HTTP API's integration with a subtype needs none.

    ## Why is this bad?
    API Gateway refuses the integration.

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
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-integration-settings-integration-request.html
    """

    consequence = Consequence.REJECTED
    kinds = ("REST", "HTTP", "WEBSOCKET")
    stage = "integration request"

    def check_integration(self, integration: Integration) -> Iterator[Finding]:
        """Looks for the URI."""
        uri, kind = integration.uri, backend(integration).type
        empty = isinstance(uri, Known) and uri.value == ""
        if kind not in ("AWS", "AWS_PROXY", "HTTP", "HTTP_PROXY") or not (isinstance(uri, Absent) or empty):
            return
        if isinstance(integration.subtype, Absent) and isinstance(integration.integration_target, Absent):
            place = uri.span if empty else integration.name_span
            yield self.finding(place, f"{kind} integration {'with an empty' if empty else 'without a'} URI: there is nothing to call")
