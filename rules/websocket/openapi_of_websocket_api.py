"""The rule openapi-of-websocket-api."""

from __future__ import annotations

from apigw_lint.languages.authorizers import is_empty
from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Api
    from apigw_lint.rule import Finding


class OpenapiOfWebsocketApi(Rule):
    """
    OpenAPI document for a WebSocket API.

    ## What it does
    Finds WebSocket APIs that are given an OpenAPI document as their body.

    ## Why is this bad?
    OpenAPI has no words for routes that messages select. API Gateway imports HTTP APIs only, and refuses the document.

    ## Example
    ```yaml
    Resources:
      Api:
        Type: AWS::ApiGatewayV2::Api
        Properties:
          Name: chat
          ProtocolType: WEBSOCKET
          RouteSelectionExpression: $request.body.action
          Body: {openapi: 3.0.1, info: {title: chat, version: "1"}, paths: {}}
    ```

    ```hcl
    resource "aws_apigatewayv2_api" "chat" {
      name                       = "chat"
      protocol_type              = "WEBSOCKET"
      route_selection_expression = "$request.body.action"
      body                       = jsonencode({ openapi = "3.0.1", info = { title = "chat", version = "1" }, paths = {} })
    }
    ```

    ## Use instead
    ```yaml
    Resources:
      Api:
        Type: AWS::ApiGatewayV2::Api
        Properties: {Name: chat, ProtocolType: WEBSOCKET, RouteSelectionExpression: $request.body.action}
    ```

    ```hcl
    resource "aws_apigatewayv2_api" "chat" {
      name                       = "chat"
      protocol_type              = "WEBSOCKET"
      route_selection_expression = "$request.body.action"
    }
    ```

    ## References
    - https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis.html
    - https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-apigatewayv2-api.html
    """

    consequence = Consequence.REJECTED
    kinds = ("WEBSOCKET",)
    needs = ("api.body", "api.body_location")

    def check_api(self, api: Api) -> Iterator[Finding]:
        """Looks for a document, here or elsewhere."""
        for written in (api.body, api.body_location):
            if not is_empty(written) and not isinstance(written, Unknown):
                yield self.finding(
                    written.span.first_line(), "a WebSocket API is not imported from an OpenAPI document: HTTP APIs alone are"
                )
