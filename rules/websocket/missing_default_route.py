"""The rule missing-default-route."""

from __future__ import annotations

from apigw_lint.languages import routes
from apigw_lint.rule import Consequence, Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Api
    from apigw_lint.rule import Finding


class MissingDefaultRoute(Rule):
    """
    WebSocket API that answers messages it does not know with an error of API Gateway.

    ## What it does
    Finds WebSocket APIs with routes, none of which is `$default`.

    ## Why is this bad?
    A message that is no JSON, or whose selection finds no route, reaches no backend: the client gets `Forbidden` from API Gateway, and
    nothing of yours logs it. A `$default` route takes such messages.

    ## Example
    ```yaml
    Resources:
      Api:
        Type: AWS::ApiGatewayV2::Api
        Properties: {Name: chat, ProtocolType: WEBSOCKET, RouteSelectionExpression: $request.body.action}
      Backend:
        Type: AWS::ApiGatewayV2::Integration
        Properties: {ApiId: !Ref Api, IntegrationType: HTTP_PROXY, IntegrationMethod: POST, IntegrationUri: https://chat.example.com/}
      Send:
        Type: AWS::ApiGatewayV2::Route
        Properties: {ApiId: !Ref Api, RouteKey: send, Target: !Sub "integrations/${Backend}"}
    ```

    ```hcl
    resource "aws_apigatewayv2_api" "chat" {
      name                       = "chat"
      protocol_type              = "WEBSOCKET"
      route_selection_expression = "$request.body.action"
    }

    resource "aws_apigatewayv2_integration" "backend" {
      api_id             = aws_apigatewayv2_api.chat.id
      integration_type   = "HTTP_PROXY"
      integration_method = "POST"
      integration_uri    = "https://chat.example.com/"
    }

    resource "aws_apigatewayv2_route" "send" {
      api_id    = aws_apigatewayv2_api.chat.id
      route_key = "send"
      target    = "integrations/${aws_apigatewayv2_integration.backend.id}"
    }
    ```

    ## Use instead
    ```yaml
    Resources:
      Api:
        Type: AWS::ApiGatewayV2::Api
        Properties: {Name: chat, ProtocolType: WEBSOCKET, RouteSelectionExpression: $request.body.action}
      Backend:
        Type: AWS::ApiGatewayV2::Integration
        Properties: {ApiId: !Ref Api, IntegrationType: HTTP_PROXY, IntegrationMethod: POST, IntegrationUri: https://chat.example.com/}
      Send:
        Type: AWS::ApiGatewayV2::Route
        Properties: {ApiId: !Ref Api, RouteKey: send, Target: !Sub "integrations/${Backend}"}
      Others:
        Type: AWS::ApiGatewayV2::Route
        Properties: {ApiId: !Ref Api, RouteKey: $default, Target: !Sub "integrations/${Backend}"}
    ```

    ```hcl
    resource "aws_apigatewayv2_api" "chat" {
      name                       = "chat"
      protocol_type              = "WEBSOCKET"
      route_selection_expression = "$request.body.action"
    }

    resource "aws_apigatewayv2_integration" "backend" {
      api_id             = aws_apigatewayv2_api.chat.id
      integration_type   = "HTTP_PROXY"
      integration_method = "POST"
      integration_uri    = "https://chat.example.com/"
    }

    resource "aws_apigatewayv2_route" "all" {
      for_each  = toset(["send", "$default"])
      api_id    = aws_apigatewayv2_api.chat.id
      route_key = each.key
      target    = "integrations/${aws_apigatewayv2_integration.backend.id}"
    }
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-develop-routes.html
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-routes-integrations.html
    """

    consequence = Consequence.MISLEADING
    kinds = ("WEBSOCKET",)
    needs = ("api.methods",)

    def check_api(self, api: Api) -> Iterator[Finding]:
        """Looks for the route that takes what no other takes. Who has no route for messages at all may only mean to send some."""
        keys = routes.keys_of(api)
        if not api.declared or not keys or routes.DEFAULT in keys:
            return
        if any(key not in routes.LIFECYCLE for key in keys):
            related = [(route.name_span, "a route for messages") for route in api.methods if routes.key_of(route) not in routes.LIFECYCLE]
            yield self.finding(
                api.name_span,
                "a message that selects no route gets an error of API Gateway: there is no $default route",
                related=related[:3],
            )
