"""Errors that only WebSocket APIs have."""

from aws_errors.foretold import Cannot, Foretold, configuration, template
from aws_errors.http import NO_OPENAPI, api

BACKEND = (
    """
    Backend:
      Type: AWS::ApiGatewayV2::Integration
      Properties: {ApiId: !Ref Api, IntegrationType: HTTP_PROXY, IntegrationMethod: POST, IntegrationUri: "https://chat.example.com/"}
    Others:
      Type: AWS::ApiGatewayV2::Route
      Properties: {ApiId: !Ref Api, RouteKey: $default, %sTarget: !Sub "integrations/${Backend}"}
    """,
    """
    resource "aws_apigatewayv2_integration" "backend" {
      api_id             = aws_apigatewayv2_api.api.id
      integration_type   = "HTTP_PROXY"
      integration_method = "POST"
      integration_uri    = "https://chat.example.com/"
    }
    resource "aws_apigatewayv2_route" "others" {
      api_id    = aws_apigatewayv2_api.api.id
      route_key = "$default"
      target    = "integrations/${aws_apigatewayv2_integration.backend.id}"
      %s
    }
    """,
)

ERRORS = (
    Foretold(
        "WS-01",
        "Invalid routeSelectionExpression",
        "missing-route-selection-expression",
        template("", "Name: chat\nProtocolType: WEBSOCKET", "AWS::ApiGatewayV2::Api"),
        configuration("", 'name = "chat"\nprotocol_type = "WEBSOCKET"', "aws_apigatewayv2_api"),
        Cannot(NO_OPENAPI),
    ),
    Foretold(
        "WS-06",
        "Currently, authorization is restricted to the $connect route only",
        "connect-only-setting",
        **api(BACKEND[0] % "AuthorizationType: AWS_IAM, ", BACKEND[1] % 'authorization_type = "AWS_IAM"', Cannot(NO_OPENAPI), "WEBSOCKET"),
    ),
    Foretold(
        "WS-16",
        "Currently, only $default is supported as a RouteResponseKey.",
        "invalid-route-response",
        **api(
            BACKEND[0] % ""
            + """
    Answer:
      Type: AWS::ApiGatewayV2::RouteResponse
      Properties: {ApiId: !Ref Api, RouteId: !Ref Others, RouteResponseKey: pong}
    """,
            BACKEND[1] % ""
            + """
    resource "aws_apigatewayv2_route_response" "answer" {
      api_id             = aws_apigatewayv2_api.api.id
      route_id           = aws_apigatewayv2_route.others.id
      route_response_key = "pong"
    }
    """,
            Cannot(NO_OPENAPI),
            "WEBSOCKET",
        ),
    ),
)
