"""The rule vpc-link-without-connection-id."""

from __future__ import annotations

from apigw_lint.languages.backend import backend
from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import Absent, Answer, Known, equals

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Integration
    from apigw_lint.rule import Finding


class VpcLinkWithoutConnectionId(Rule):
    """
    Private integration that names no VPC link.

    ## What it does
    Finds integrations with the connection type `VPC_LINK` and without a connection id, and, on REST APIs, that connection type on
    integrations of AWS services, which no VPC link serves.

    ## Why is this bad?
    API Gateway refuses the integration: `ConnectionId should be set to the vpcLinkId or stage variable on connection type VPC_LINK`.

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
            connectionType: VPC_LINK
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
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-private-integration.html
    """

    consequence = Consequence.REJECTED
    kinds = ("REST", "HTTP", "WEBSOCKET")
    needs = ("integration.connection_type",)
    stage = "integration request"

    def check_integration(self, integration: Integration) -> Iterator[Finding]:
        """Looks at the connection of a private integration."""
        type_ = backend(integration).type
        # A mock drops its connection.
        if equals(integration.connection_type, "VPC_LINK") is not Answer.YES or type_ == "MOCK":
            return
        named = integration.connection_id
        if isinstance(named, Absent) or (isinstance(named, Known) and named.value in (None, "")):
            # What API Gateway says to a WebSocket API's integration is not recorded.
            consequence = Consequence.BROKEN if integration.api is not None and integration.api.kind == "WEBSOCKET" else None
            words = "the connection type VPC_LINK needs a connection id: which VPC link it is"
            yield self.finding(integration.connection_type.span, words, consequence=consequence)
        elif integration.api is not None and integration.api.kind == "REST" and type_ in ("AWS", "AWS_PROXY"):
            yield self.finding(
                integration.connection_type.span,
                f"a VPC link serves integrations of type HTTP and HTTP_PROXY, not {type_}",
                consequence=Consequence.IGNORED,
            )
