"""The rule open-connect."""

from __future__ import annotations

from apigw_lint.languages import routes
from apigw_lint.languages.authorizers import authorization, is_empty
from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import Absent, known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Api, Method
    from apigw_lint.rule import Finding


class OpenConnect(Rule):
    """
    WebSocket API that everybody can connect to.

    ## What it does
    Finds WebSocket APIs whose `$connect` route has no authorization and asks for no API key, and those that have no `$connect` route.

    ## Why is this bad?
    `$connect` is the only place where a WebSocket API checks who is there: after it, every route is open. API Gateway does not look at the
    `Origin` of a connection, so any page that a user visits can connect in the user's name.

    ## Example
    ```yaml
    Resources:
      Api:
        Type: AWS::ApiGatewayV2::Api
        Properties: {Name: chat, ProtocolType: WEBSOCKET, RouteSelectionExpression: $request.body.action}
      Backend:
        Type: AWS::ApiGatewayV2::Integration
        Properties: {ApiId: !Ref Api, IntegrationType: HTTP_PROXY, IntegrationMethod: POST, IntegrationUri: https://chat.example.com/}
      Connect:
        Type: AWS::ApiGatewayV2::Route
        Properties: {ApiId: !Ref Api, RouteKey: $connect, Target: !Sub "integrations/${Backend}"}
      Send:
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

    resource "aws_apigatewayv2_route" "connect" {
      api_id    = aws_apigatewayv2_api.chat.id
      route_key = "$connect"
      target    = "integrations/${aws_apigatewayv2_integration.backend.id}"
    }

    resource "aws_apigatewayv2_route" "send" {
      api_id    = aws_apigatewayv2_api.chat.id
      route_key = "$default"
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
      Connect:
        Type: AWS::ApiGatewayV2::Route
        Properties: {ApiId: !Ref Api, RouteKey: $connect, AuthorizationType: AWS_IAM, Target: !Sub "integrations/${Backend}"}
      Send:
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

    resource "aws_apigatewayv2_route" "connect" {
      api_id    = aws_apigatewayv2_api.chat.id
      route_key = "$connect"
      target    = "integrations/${aws_apigatewayv2_integration.backend.id}"

      authorization_type = "AWS_IAM"
    }

    resource "aws_apigatewayv2_route" "send" {
      api_id    = aws_apigatewayv2_api.chat.id
      route_key = "$default"
      target    = "integrations/${aws_apigatewayv2_integration.backend.id}"
    }
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-control-access.html
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-route-keys-connect-disconnect.html
    - https://owasp.org/www-project-web-security-testing-guide/stable/4-Web_Application_Security_Testing/11-Client-side_Testing/10-Testing_WebSockets
    """

    consequence = Consequence.EXPOSED
    kinds = ("WEBSOCKET",)
    opt_in = True
    stage = "method request"
    needs = ("api.methods",)

    def check_api(self, api: Api) -> Iterator[Finding]:
        """Looks at who may connect. A route that another rule calls open although it names an authorizer is left to that rule."""
        keys = routes.keys_of(api)
        if not api.declared or keys is None or not _is_reachable(api):
            return
        doors = [route for route in api.methods if routes.key_of(route) == routes.CONNECT]
        for route in doors:
            if _is_open(route):
                written = route.authorization_type
                place = route.name_span if isinstance(written, Absent) else written.span
                yield self.finding(place, "everybody can connect: $connect has no authorization", about=route)
        if keys and not doors:
            yield self.finding(api.name_span, "everybody can connect: the API has no $connect route that asks who is there")


def _is_open(route: Method) -> bool:
    asks_for_no_key = is_empty(route.api_key_required) or known(route.api_key_required, bool) is False
    return authorization(route) == "NONE" and asks_for_no_key and is_empty(route.authorizer_id)


def _is_reachable(api: Api) -> bool:
    """Returns whether clients certainly come to the API without the certificate that a domain of its own can ask for."""
    return is_empty(api.disable_execute_api_endpoint) or known(api.disable_execute_api_endpoint, bool) is False
