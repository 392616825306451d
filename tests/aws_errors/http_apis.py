"""Errors of HTTP APIs, and of routes and payload formats of WebSocket APIs, that the rules of ``http_api`` foretell."""

from definitions import INVOKE

from aws_errors.foretold import NOT_IN_OPENAPI, Cannot, Foretold
from aws_errors.http import NO_OPENAPI, PROXY, PROXY_ARGUMENTS, api, integration, part, route

BY_PATH = "the keys of a document's routes are made of its paths and operations"
LAMBDA = (
    f"IntegrationType: AWS_PROXY\nIntegrationMethod: POST\nIntegrationUri: {INVOKE}\n",
    f'integration_type = "AWS_PROXY"\nintegration_method = "POST"\nintegration_uri = "{INVOKE}"\n',
    f"type: aws_proxy\nhttpMethod: POST\nuri: {INVOKE}\n",
)


def key(text: str) -> dict[str, str | Cannot]:
    """Returns the definitions of a route with a key."""
    backend, block = part("Integration", PROXY + "IntegrationMethod: GET", PROXY_ARGUMENTS + 'integration_method = "GET"')
    resource, route_block = part(
        "Route",
        f"RouteKey: {text}\nTarget: !Sub integrations/${{TheIntegration}}",
        f'route_key = "{text}"\ntarget = "integrations/${{aws_apigatewayv2_integration.the.id}}"',
    )
    return api(backend + resource, f"{block}{route_block}", Cannot(BY_PATH))


def beside(name: str, properties: str, arguments: str, block_type: str) -> dict[str, str | Cannot]:
    """Returns the definitions of an integration and a route, and of a resource that belongs to one of the two."""
    backend, block = part("Integration", PROXY + "IntegrationMethod: GET", PROXY_ARGUMENTS + 'integration_method = "GET"')
    resource, route_block = part(
        "Route",
        "RouteKey: GET /pets\nTarget: !Sub integrations/${TheIntegration}",
        'route_key = "GET /pets"\ntarget = "integrations/${aws_apigatewayv2_integration.the.id}"',
    )
    response, _ = part(name, properties, "")
    return api(
        backend + resource + response,
        f'{block}{route_block}resource "{block_type}" "the" {{\n  api_id = aws_apigatewayv2_api.api.id\n  {arguments}\n}}\n',
        Cannot(NOT_IN_OPENAPI),
    )


ERRORS = (
    Foretold(
        "HT-03",
        "The provided route key is not formatted properly for HTTP protocol",
        "invalid-route-key",
        **key("GET/pets"),
    ),
    Foretold(
        "RS-15",
        "The provided route key is not formatted properly for HTTP protocol",
        "invalid-route-key",
        **key("GET pets"),
    ),
    Foretold(
        "HT-06",
        "Unexpected or malformed target in route.",
        "route-target-not-found",
        **route("Target: abc123", 'target = "abc123"', Cannot("an operation has its integration, and no target")),
    ),
    Foretold(
        "HT-11",
        "Unsupported PayloadFormatVersion: X",
        "invalid-payload-format-version",
        **integration(
            LAMBDA[0] + "PayloadFormatVersion: '3.0'",
            LAMBDA[1] + 'payload_format_version = "3.0"',
            LAMBDA[2] + "payloadFormatVersion: '3.0'",
        ),
    ),
    Foretold(
        "HT-12",
        "PayloadFormatVersion 2.0 is not supported for integration of type HTTP_PROXY",
        "invalid-payload-format-version",
        **integration(
            "IntegrationType: HTTP_PROXY\nIntegrationMethod: GET\nIntegrationUri: https://pets.example.com/\nPayloadFormatVersion: '2.0'",
            PROXY_ARGUMENTS + 'integration_method = "GET"\npayload_format_version = "2.0"',
            "type: http_proxy\nhttpMethod: GET\nuri: https://pets.example.com/\npayloadFormatVersion: '2.0'",
        ),
    ),
    Foretold(
        "WS-12",
        "Unsupported PayloadFormatVersion: 2.0",
        "invalid-payload-format-version",
        **integration(
            LAMBDA[0] + "PayloadFormatVersion: '2.0'",
            LAMBDA[1] + 'payload_format_version = "2.0"',
            Cannot(NO_OPENAPI),
            "WEBSOCKET",
        ),
    ),
    Foretold(
        "HT-21",
        "SubnetIds for a vpc link cannot be empty",
        "invalid-private-integration",
        **api(
            "Link:\n  Type: AWS::ApiGatewayV2::VpcLink\n  Properties: {Name: pets, SubnetIds: []}",
            'resource "aws_apigatewayv2_vpc_link" "pets" {\n  name               = "pets"\n  subnet_ids         = []\n'
            "  security_group_ids = []\n}",
            Cannot(NOT_IN_OPENAPI),
        ),
    ),
    Foretold(
        "HT-24",
        "... are currently not supported for this API protocol type.",
        "unsupported-on-http-api",
        **beside(
            "IntegrationResponse",
            "IntegrationId: !Ref TheIntegration\nIntegrationResponseKey: $default",
            'integration_id = aws_apigatewayv2_integration.the.id\n  integration_response_key = "$default"',
            "aws_apigatewayv2_integration_response",
        ),
    ),
    Foretold(
        "UP-20",
        "ApiKeyRequired is not currently supported for HTTP APIs.",
        "unsupported-on-http-api",
        **route("ApiKeyRequired: true", "api_key_required = true", Cannot("the importer drops the security scheme of an API key")),
    ),
)
