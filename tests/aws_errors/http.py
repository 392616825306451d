"""Errors of HTTP and WebSocket APIs that rules for all kinds of API foretell."""

from textwrap import dedent, indent

from definitions import INVOKE

from aws_errors.foretold import NOT_IN_OPENAPI, Cannot, Foretold, configuration, document, template

NO_OPENAPI = "there is no OpenAPI of WebSocket APIs"
PROTOCOLS = {"HTTP": "", "WEBSOCKET": "$request.body.action"}


def api(
    resources: str, blocks: str, openapi: str | Cannot, protocol: str = "HTTP", cors: tuple[str, str] = ("", "")
) -> dict[str, str | Cannot]:
    """Returns the definitions of an API of version 2, and of what stands beside it."""
    selection = PROTOCOLS[protocol]
    properties = [f"Name: pets\nProtocolType: {protocol}", f"RouteSelectionExpression: {selection}" if selection else "", cors[0]]
    arguments = [
        f'name = "pets"\nprotocol_type = "{protocol}"',
        f'route_selection_expression = "{selection}"' if selection else "",
        cors[1],
    ]
    return {
        "cloudformation": template(dedent(resources), "\n".join(filter(None, properties)), "AWS::ApiGatewayV2::Api"),
        "terraform": configuration(dedent(blocks), "\n".join(filter(None, arguments)), "aws_apigatewayv2_api"),
        "openapi": openapi if isinstance(openapi, Cannot) else document(openapi),
    }


def part(name: str, properties: str, arguments: str) -> tuple[str, str]:
    """Returns the definitions of one resource of an API of version 2: an Integration, a Route, an Authorizer, a Stage."""
    return (
        f"The{name}:\n  Type: AWS::ApiGatewayV2::{name}\n  Properties:\n    ApiId: !Ref Api\n"
        + indent(dedent(properties).strip(), " " * 4)
        + "\n",
        f'resource "aws_apigatewayv2_{name.lower()}" "the" {{\n  api_id = aws_apigatewayv2_api.api.id\n'
        + indent(dedent(arguments).strip(), "  ")
        + "\n}\n",
    )


def integration(properties: str, arguments: str, fields: str | Cannot, protocol: str = "HTTP") -> dict[str, str | Cannot]:
    """Returns the definitions of an integration, and of a route to it."""
    resource, block = part("Integration", properties, arguments)
    route = part("Route", "RouteKey: GET /pets\nTarget: !Sub integrations/${TheIntegration}", "")[0] if protocol == "HTTP" else ""
    written = (
        f"paths:\n  /pets:\n    get:\n      x-amazon-apigateway-integration:\n{indent(dedent(fields).strip(), ' ' * 8)}"
        if isinstance(fields, str)
        else fields
    )
    return api(resource + route, block, written, protocol)


PROXY = "IntegrationType: HTTP_PROXY\nIntegrationUri: https://pets.example.com/\nPayloadFormatVersion: '1.0'\n"
PROXY_ARGUMENTS = 'integration_type = "HTTP_PROXY"\nintegration_uri = "https://pets.example.com/"\n'
PROXY_FIELDS = "type: http_proxy\nuri: https://pets.example.com/\npayloadFormatVersion: '1.0'\n"
GET = ("IntegrationMethod: GET\n", 'integration_method = "GET"\n', "httpMethod: GET\n")


def proxy(properties: str, arguments: str, fields: str) -> dict[str, str | Cannot]:
    """Returns the definitions of an integration that passes calls on to a web server."""
    return integration(PROXY + GET[0] + properties, PROXY_ARGUMENTS + GET[1] + arguments, PROXY_FIELDS + GET[2] + fields)


OPERATION = (
    "{x-amazon-apigateway-integration: {type: http_proxy, httpMethod: GET, uri: 'https://pets.example.com/', payloadFormatVersion: '1.0'}}"
)


def route(properties: str, arguments: str, openapi: str | Cannot) -> dict[str, str | Cannot]:
    """Returns the definitions of a route."""
    resources = part("Route", "RouteKey: GET /pets\n" + properties, 'route_key = "GET /pets"\n' + arguments)
    return api(*resources, openapi)


def authorizer(properties: str, arguments: str, scheme: str | Cannot, protocol: str = "HTTP") -> dict[str, str | Cannot]:
    """Returns the definitions of an authorizer."""
    resources = part("Authorizer", "Name: callers\n" + properties, 'name = "callers"\n' + arguments)
    if isinstance(scheme, Cannot):
        return api(*resources, scheme, protocol)
    written = "components:\n  securitySchemes:\n    callers:\n" + indent(dedent(scheme).strip(), " " * 6)
    return api(
        *resources, f"{written}\nx-amazon-apigateway-cors: {{allowMethods: [GET]}}\npaths: {{/pets: {{get: {OPERATION}}}}}", protocol
    )


REQUEST = (f"AuthorizerType: REQUEST\nAuthorizerUri: {INVOKE}\n", f'authorizer_type = "REQUEST"\nauthorizer_uri = "{INVOKE}"\n')
VERSION = ("AuthorizerPayloadFormatVersion: '2.0'\n", 'authorizer_payload_format_version = "2.0"\n')


def lambda_scheme(fields: str) -> str:
    """Returns a security scheme with a Lambda authorizer."""
    return (
        "type: apiKey\nname: Authorization\nin: header\n"
        f"x-amazon-apigateway-authorizer: {{type: request, authorizerUri: '{INVOKE}', {fields}}}"
    )


CORS = (
    Foretold(
        "CO-17",
        "allow-credentials is not supported if 'allow-origin' is *",
        "wildcard-origin-with-credentials",
        **api(
            "",
            "",
            f"x-amazon-apigateway-cors: {{allowOrigins: ['*'], allowCredentials: true}}\npaths: {{/pets: {{get: {OPERATION}}}}}",
            cors=(
                "CorsConfiguration: {AllowOrigins: ['*'], AllowCredentials: true}",
                'cors_configuration {\n  allow_origins     = ["*"]\n  allow_credentials = true\n}',
            ),
        ),
    ),
    Foretold(
        "CO-22",
        "Cors is not supported for WEBSOCKET protocolType",
        "shadowed-preflight-route",
        **api(
            "",
            "",
            Cannot(NO_OPENAPI),
            "WEBSOCKET",
            cors=("CorsConfiguration: {AllowOrigins: ['*']}", 'cors_configuration {\n  allow_origins = ["*"]\n}'),
        ),
    ),
)

INTEGRATIONS = (
    Foretold(
        "HT-10",
        "HttpMethod parameter method must be specified for integrationType HTTPPROXY",
        "integration-without-http-method",
        **integration(PROXY, PROXY_ARGUMENTS, PROXY_FIELDS),
    ),
    Foretold(
        "HT-16",
        "Timeout should be between 50 ms and 30000 ms",
        "integration-timeout-out-of-range",
        **proxy("TimeoutInMillis: 40000", "timeout_milliseconds = 40000", "timeoutInMillis: 40000"),
    ),
    Foretold(
        "WS-14",
        "Timeout should be between 50 ms and 29000 ms",
        "integration-timeout-out-of-range",
        **integration(
            f"IntegrationType: AWS_PROXY\nIntegrationMethod: POST\nIntegrationUri: {INVOKE}\nTimeoutInMillis: 30000",
            f'integration_type = "AWS_PROXY"\nintegration_method = "POST"\nintegration_uri = "{INVOKE}"\ntimeout_milliseconds = 30000',
            Cannot(NO_OPENAPI),
            "WEBSOCKET",
        ),
    ),
    Foretold(
        "HT-17",
        "ConnectionId must be set to vpcLinkId for ConnectionType VPC_LINK",
        "vpc-link-without-connection-id",
        **proxy("ConnectionType: VPC_LINK", 'connection_type = "VPC_LINK"', "connectionType: VPC_LINK"),
    ),
    Foretold(
        "PM-16",
        "Invalid Request Actioned Parameter",
        "invalid-mapping-expression",
        **proxy(
            "RequestParameters: {set:header.X-Stage: live}",
            'request_parameters = { "set:header.X-Stage" = "live" }',
            "requestParameters: {set:header.X-Stage: live}",
        ),
    ),
    Foretold(
        "PM-17",
        "Status Code X is not valid",
        "invalid-mapping-expression",
        **proxy(
            "ResponseParameters: {'100': {ResponseParameters: [{Destination: overwrite:header.X-Stage, Source: live}]}}",
            'response_parameters {\n  status_code = "100"\n  mappings    = { "overwrite:header.X-Stage" = "live" }\n}',
            "responseParameters: {'100': {overwrite:header.X-Stage: live}}",
        ),
    ),
)

AUTHORIZERS = (
    Foretold(
        "HT-26",
        "Setting the authorization type to JWT requires a valid JWT authorizer.",
        "authorizer-not-found",
        **route("AuthorizationType: JWT", 'authorization_type = "JWT"', Cannot("an operation names a scheme, not a type")),
    ),
    Foretold(
        "HT-27",
        "Authorization Scopes are only valid for COGNITO_USER_POOLS and JWT authorization type",
        "scopes-without-scoped-authorizer",
        **route(
            "AuthorizationType: AWS_IAM\nAuthorizationScopes: [pets/read]",
            'authorization_type = "AWS_IAM"\nauthorization_scopes = ["pets/read"]',
            Cannot("what the importer makes of scopes of another authorizer is not recorded"),
        ),
    ),
    Foretold(
        "HT-29",
        "JwtConfiguration must not be null for JWT Authorizer",
        "invalid-jwt-configuration",
        **authorizer(
            "AuthorizerType: JWT\nIdentitySource: [$request.header.Authorization]",
            'authorizer_type = "JWT"\nidentity_sources = ["$request.header.Authorization"]',
            "type: oauth2\nx-amazon-apigateway-authorizer: {type: jwt, identitySource: $request.header.Authorization}",
        ),
    ),
    Foretold(
        "HT-29",
        "Invalid issuer: Issuer is not a valid URL for JWT Authorizer",
        "invalid-jwt-configuration",
        **authorizer(
            "AuthorizerType: JWT\nIdentitySource: [$request.header.Authorization]\nJwtConfiguration: {Issuer: login, Audience: [pets]}",
            'authorizer_type = "JWT"\nidentity_sources = ["$request.header.Authorization"]\n'
            'jwt_configuration {\n  issuer   = "login"\n  audience = ["pets"]\n}',
            "type: oauth2\nx-amazon-apigateway-authorizer:\n  type: jwt\n  identitySource: $request.header.Authorization\n"
            "  jwtConfiguration: {issuer: login, audience: [pets]}",
        ),
    ),
    Foretold(
        "HT-34",
        "AuthorizerPayloadFormatVersion is a required parameter for REQUEST authorizer",
        "invalid-authorizer",
        **authorizer(
            REQUEST[0] + "IdentitySource: [$request.header.Authorization]",
            REQUEST[1] + 'identity_sources = ["$request.header.Authorization"]',
            lambda_scheme("identitySource: $request.header.Authorization"),
        ),
    ),
    Foretold(
        "HT-36",
        "Invalid identity source expression",
        "invalid-identity-source",
        **authorizer(
            REQUEST[0] + VERSION[0] + "IdentitySource: [method.request.header.Authorization]",
            REQUEST[1] + VERSION[1] + 'identity_sources = ["method.request.header.Authorization"]',
            lambda_scheme("identitySource: method.request.header.Authorization, authorizerPayloadFormatVersion: '2.0'"),
        ),
    ),
    Foretold(
        "HT-37",
        "Identity source must be set if authorizer caching is enabled (TTL is greater than 0)",
        "invalid-identity-source",
        **authorizer(
            REQUEST[0] + VERSION[0] + "AuthorizerResultTtlInSeconds: 60",
            REQUEST[1] + VERSION[1] + "authorizer_result_ttl_in_seconds = 60",
            lambda_scheme("authorizerResultTtlInSeconds: 60, authorizerPayloadFormatVersion: '2.0'"),
        ),
    ),
    Foretold(
        "WS-08",
        "Only REQUEST authorizer type is supported on WEBSOCKET protocol Apis.",
        "authorizer-of-other-type",
        **authorizer(
            "AuthorizerType: JWT\nIdentitySource: [route.request.header.Authorization]\n"
            "JwtConfiguration: {Issuer: 'https://login.example.com', Audience: [pets]}",
            'authorizer_type = "JWT"\nidentity_sources = ["route.request.header.Authorization"]\n'
            'jwt_configuration {\n  issuer   = "https://login.example.com"\n  audience = ["pets"]\n}',
            Cannot(NO_OPENAPI),
            "WEBSOCKET",
        ),
    ),
    Foretold(
        "WS-09",
        "Invalid request identity source expression",
        "invalid-identity-source",
        **authorizer(
            REQUEST[0] + "IdentitySource: [method.request.header.Authorization]",
            REQUEST[1] + 'identity_sources = ["method.request.header.Authorization"]',
            Cannot(NO_OPENAPI),
            "WEBSOCKET",
        ),
    ),
)

OTHERS = (
    Foretold(
        "ST-41",
        "Unable to find Route by key X within the provided RouteSettings",
        "route-settings-for-no-route",
        **api(
            *part(
                "Stage",
                "StageName: live\nAutoDeploy: true\nRouteSettings: {GET /pets: {ThrottlingRateLimit: 10, ThrottlingBurstLimit: 5}}",
                'name = "live"\nauto_deploy = true\n'
                'route_settings {\n  route_key              = "GET /pets"\n  throttling_rate_limit  = 10\n  throttling_burst_limit = 5\n}',
            ),
            Cannot(NOT_IN_OPENAPI),
        ),
    ),
    Foretold(
        "DM-04",
        "EDGE endpoint type is not supported for APIGatewayV2 domainName",
        "invalid-domain-name",
        **api(
            """
            Domain:
              Type: AWS::ApiGatewayV2::DomainName
              Properties:
                DomainName: pets.example.com
                DomainNameConfigurations:
                  - EndpointType: EDGE
                    CertificateArn: arn:aws:acm:us-east-1:123456789012:certificate/12345678-1234-1234-1234-123456789012
            """,
            """
            resource "aws_apigatewayv2_domain_name" "pets" {
              domain_name = "pets.example.com"
              domain_name_configuration {
                endpoint_type   = "EDGE"
                security_policy = "TLS_1_2"
                certificate_arn = "arn:aws:acm:us-east-1:123456789012:certificate/12345678-1234-1234-1234-123456789012"
              }
            }
            """,
            Cannot(NOT_IN_OPENAPI),
        ),
    ),
)

ERRORS = (*CORS, *INTEGRATIONS, *AUTHORIZERS, *OTHERS)
