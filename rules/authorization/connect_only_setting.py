"""The rule connect-only-setting."""

from __future__ import annotations

from apigw_lint.languages import routes
from apigw_lint.languages.authorizers import authorization
from apigw_lint.languages.mapping import MappingSource
from apigw_lint.model import method_label
from apigw_lint.rule import Consequence, Fix, Rule
from apigw_lint.value import known, literals, masked, tables

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Integration, Method
    from apigw_lint.rule import Finding


class ConnectOnlySetting(Rule):
    """
    Setting of a WebSocket route that only `$connect` can have.

    ## What it does
    Finds authorization, request parameters and required API keys on routes other than `$connect`, and mappings of headers or query strings
    for integrations that `$connect` does not use.

    ## Why is this bad?
    A WebSocket client sends headers and a query string once, when it connects; messages have none. API Gateway refuses authorization and
    request parameters on other routes, and looks for an API key on `$connect` alone.

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
        Properties: {ApiId: !Ref Api, RouteKey: $default, AuthorizationType: AWS_IAM, Target: !Sub "integrations/${Backend}"}
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

      authorization_type = "AWS_IAM"

      request_parameter {
        request_parameter_key = "route.request.header.Origin"
        required              = true
      }
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

      request_parameter {
        request_parameter_key = "route.request.header.Origin"
        required              = true
      }
    }

    resource "aws_apigatewayv2_route" "send" {
      api_id    = aws_apigatewayv2_api.chat.id
      route_key = "$default"
      target    = "integrations/${aws_apigatewayv2_integration.backend.id}"
    }
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-route-keys-connect-disconnect.html
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-develop-routes.html
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-data-mapping.html
    """

    consequence = Consequence.REJECTED
    kinds = ("WEBSOCKET",)
    stage = "method request"
    needs = ("method.authorization_type", "method.api_key_required", "method.request_parameters", "integration.request_parameters")

    def check_method(self, route: Method) -> Iterator[Finding]:
        """Looks at the settings of a route that is not $connect."""
        if routes.key_of(route) in (None, routes.CONNECT):
            return
        label, kind = method_label(route), authorization(route)
        if kind not in (None, "", "NONE"):
            for written in literals(route.authorization_type, str):
                edit = written.replaced("NONE")
                yield self.finding(
                    written.span,
                    f"{label} cannot have authorization {written.value}: $connect alone can",
                    fix=Fix("write NONE", [edit], safe=False) if edit else None,
                )
        if known(route.api_key_required, bool) is True:
            yield self.finding(
                route.api_key_required.span,
                f"{label} asks for no API key: $connect alone does",
                consequence=Consequence.IGNORED,
            )
        for table in tables(route.request_parameters):
            for key, _ in table.known():
                yield self.finding(key.span, f"{label} cannot have the request parameter {key.value}: $connect alone can")

    def check_integration(self, integration: Integration) -> Iterator[Finding]:
        """Looks at mappings from what messages do not have."""
        served = routes.served_by(integration)
        if not served or any(routes.key_of(route) in (None, routes.CONNECT) for route in served):
            return
        from apigw_lint.languages.mapping_v2 import websocket_value

        for table in tables(integration.request_parameters):
            for _, value in table.known():
                text = masked(value)
                source = websocket_value(text) if text is not None and text.startswith("route.request.") else None
                if isinstance(source, MappingSource) and source.kind == "parameter":
                    found = self.finding(
                        value.span,
                        f"a message has no {source.location.removeprefix('multivalue')}: {method_label(served[0])} maps nothing",
                        related=[(served[0].name_span, "a route for messages")],
                        consequence=Consequence.IGNORED,
                    )
                    found.stage = "integration request"
                    yield found
