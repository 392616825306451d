"""Small WebSocket APIs for the tests of rules, in CloudFormation and in Terraform."""

from textwrap import dedent, indent

from definitions import INVOKE

EXPRESSION = "RouteSelectionExpression: $request.body.action"
PROXY = f"IntegrationType: AWS_PROXY\nIntegrationMethod: POST\nIntegrationUri: {INVOKE}"
LAMBDA = PROXY.replace("AWS_PROXY", "AWS")
HTTP = "IntegrationType: HTTP\nIntegrationMethod: POST\nIntegrationUri: https://chat.example.com/"
MOCK = "IntegrationType: MOCK"
HEAD = "Parameters: {P: {Type: String}}\nConditions: {C: !Equals [!Ref P, a]}"


def resource(name: str, kind: str, properties: str) -> str:
    """Returns a resource of the API."""
    head = f"{name}:\n  Type: AWS::ApiGatewayV2::{kind}\n  Properties:\n    ApiId: !Ref Api\n"
    return indent(head + indent(dedent(properties).strip(), " " * 4), "  ")


def route(properties: str = "RouteKey: $default", name: str = "Route") -> str:
    """Returns a route to the integration ``Backend``."""
    return resource(name, "Route", f"{properties}\nTarget: !Sub integrations/${{Backend}}")


def backend(properties: str = PROXY) -> str:
    """Returns the integration ``Backend``."""
    return resource("Backend", "Integration", properties)


def answer(key: str = "$default", properties: str = "", name: str = "Answer") -> str:
    """Returns an integration response of ``Backend``."""
    return resource(name, "IntegrationResponse", f"IntegrationId: !Ref Backend\nIntegrationResponseKey: {key}\n{properties}")


def reply(key: str = "$default", properties: str = "") -> str:
    """Returns a route response of ``Route``."""
    return resource("Reply", "RouteResponse", f"RouteId: !Ref Route\nRouteResponseKey: {key}\n{properties}")


def chat(*resources: str, api: str = EXPRESSION) -> str:
    """Returns a template with a WebSocket API."""
    head = f"Api:\n  Type: AWS::ApiGatewayV2::Api\n  Properties:\n    Name: chat\n    ProtocolType: WEBSOCKET\n{indent(api, ' ' * 4)}"
    return "\n".join([HEAD, "Resources:", indent(head, "  "), *resources, ""])


def terraform_chat(blocks: str, api: str = 'route_selection_expression = "$request.body.action"') -> str:
    """Returns a configuration with a WebSocket API."""
    head = f'resource "aws_apigatewayv2_api" "chat" {{\n  name = "chat"\n  protocol_type = "WEBSOCKET"\n  {api}\n}}\n'
    return f'{head}variable "v" {{}}\n{dedent(blocks)}'


MOCKED = """
resource "aws_apigatewayv2_integration" "backend" {
  api_id           = aws_apigatewayv2_api.chat.id
  integration_type = "MOCK"
  %s
}
resource "aws_apigatewayv2_route" "route" {
  api_id    = aws_apigatewayv2_api.chat.id
  route_key = "$default"
  target    = "integrations/${aws_apigatewayv2_integration.backend.id}"
  %s
}
"""
