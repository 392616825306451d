"""Small HTTP and WebSocket APIs for the tests of rules, in each format."""

from textwrap import dedent, indent

ROLE = "arn:aws:iam::123456789012:role/pets"
FUNCTION = "arn:aws:lambda:eu-west-1:123456789012:function:pets"
PROXY = 'IntegrationType: HTTP_PROXY\nIntegrationMethod: GET\nIntegrationUri: https://pets.example.com/\nPayloadFormatVersion: "1.0"'
PROXY_TF = 'integration_type = "HTTP_PROXY"\nintegration_method = "GET"\nintegration_uri = "https://pets.example.com/"'
PROXY_FIELDS = "type: http_proxy\nhttpMethod: GET\nuri: https://pets.example.com/\npayloadFormatVersion: '1.0'"
PARAMETERS = "Parameters: {P: {Type: String}}\nConditions: {C: !Equals [!Ref P, a]}"


def resource(name: str, kind: str, properties: str) -> str:
    """Returns a resource of a template that belongs to its API."""
    lines = [f"{name}:", f"  Type: AWS::ApiGatewayV2::{kind}", "  Properties:", "    ApiId: !Ref Api"]
    return "\n".join([*lines, indent(dedent(properties).strip(), " " * 4)]) + "\n"


def template(*resources: str, api: str = "", protocol: str = "HTTP") -> str:
    """Returns a template with an API of version 2."""
    lines = [PARAMETERS, "Resources:", "  Api:", "    Type: AWS::ApiGatewayV2::Api", "    Properties:"]
    lines += ["      Name: pets", f"      ProtocolType: {protocol}", indent(dedent(api).strip(), " " * 6)]
    return "\n".join([*lines, *(indent(one.rstrip(), "  ") for one in resources)]) + "\n"


def integration(properties: str = PROXY, protocol: str = "HTTP") -> str:
    """Returns a template with one integration."""
    return template(resource("Backend", "Integration", properties), protocol=protocol)


def routes(*keys: str, protocol: str = "HTTP", api: str = "") -> str:
    """Returns a template with routes to one integration."""
    made = [
        resource(f"Route{number}", "Route", f"RouteKey: {key}\nTarget: !Sub integrations/${{Backend}}") for number, key in enumerate(keys)
    ]
    return template(resource("Backend", "Integration", PROXY), *made, protocol=protocol, api=api)


def block(name: str, kind: str, arguments: str) -> str:
    """Returns a block of a configuration that belongs to its API."""
    lines = [f'resource "aws_apigatewayv2_{kind}" "{name}" {{', "  api_id = aws_apigatewayv2_api.api.id"]
    return "\n".join([*lines, indent(dedent(arguments).strip(), "  "), "}"]) + "\n"


def configuration(*blocks: str, api: str = "", protocol: str = "HTTP") -> str:
    """Returns a configuration with an API of version 2."""
    lines = ['resource "aws_apigatewayv2_api" "api" {', '  name = "pets"', f'  protocol_type = "{protocol}"']
    return "\n".join([*lines, indent(dedent(api).strip(), "  "), "}", *blocks, 'variable "v" {}']) + "\n"


def route_blocks(*keys: str) -> str:
    """Returns a configuration with routes to one integration."""
    target = 'target = "integrations/${aws_apigatewayv2_integration.backend.id}"'
    made = [block(f"route{number}", "route", f"route_key = {key}\n{target}") for number, key in enumerate(keys)]
    return configuration(block("backend", "integration", PROXY_TF), *made)


def document(fields: str = PROXY_FIELDS, path: str = "/pets", operation: str = "", more: str = "") -> str:
    """Returns a document with one operation."""
    lines = ["openapi: 3.0.1", 'info: {title: pets, version: "1"}', "x-amazon-apigateway-importexport-version: '1.0'", dedent(more).strip()]
    lines += ["paths:", f"  '{path}':", "    get:", indent(dedent(operation).strip(), " " * 6)]
    return "\n".join([*lines, "      x-amazon-apigateway-integration:", indent(dedent(fields).strip(), " " * 8)]) + "\n"
