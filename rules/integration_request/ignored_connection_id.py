"""The rule ignored-connection-id."""

from __future__ import annotations

from apigw_lint.languages.backend import backend
from apigw_lint.rule import Consequence, Fix, Rule
from apigw_lint.value import Absent, Answer, Known, Reference, Text, equals

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Integration
    from apigw_lint.rule import Finding


class IgnoredConnectionId(Rule):
    """
    Connection id on an integration that does not use a VPC link.

    ## What it does
    Finds integrations with a connection id whose connection type is not `VPC_LINK`.

    ## Why is this bad?
    API Gateway drops the id, and calls the backend over the internet.

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
            connectionId: abc123
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
            connectionType: VPC_LINK
            connectionId: abc123
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/api/API_PutIntegration.html
    """

    consequence = Consequence.IGNORED
    kinds = ("REST", "HTTP", "WEBSOCKET")
    needs = ("integration.connection_id",)
    stage = "integration request"

    def check_integration(self, integration: Integration) -> Iterator[Finding]:
        """Looks at the connection id of an integration without a VPC link."""
        named, kind = integration.connection_id, integration.connection_type
        written = isinstance(named, (Text, Reference)) or (isinstance(named, Known) and named.value not in (None, ""))
        if not written or backend(integration).type == "MOCK":
            return
        if isinstance(kind, Absent) or equals(kind, "INTERNET") is Answer.YES:
            edit = kind.replaced("VPC_LINK") if isinstance(kind, Known) else None
            yield self.finding(
                named.span,
                "connection id has no effect without the connection type VPC_LINK: the backend is called over the internet",
                related=[(kind.span, "the connection type")] if isinstance(kind, Known) else (),
                fix=Fix("write VPC_LINK", [edit], safe=False) if edit else None,
            )
