"""Errors of integrations, their mappings and their responses."""

from definitions import QUEUE, ROLE, cloudformation, openapi, terraform

from aws_errors.foretold import NOT_IN_OPENAPI, Cannot, Foretold, configuration, template


def integration(
    properties: str, arguments: str, fields: str, method: tuple[str, str, str] = ("", "", ""), blocks: str = ""
) -> dict[str, str]:
    """Returns the definitions of one integration, and of its method."""
    return {
        "cloudformation": cloudformation(properties, method[0]),
        "terraform": terraform(arguments, method[1], more=blocks),
        "openapi": openapi(fields, method[2]),
    }


def http(properties: str = "", arguments: str = "", fields: str = "", **more: object) -> dict[str, str]:
    """Returns the definitions of an integration that passes calls on to a web server."""
    return integration(
        f"Type: HTTP_PROXY\nIntegrationHttpMethod: GET\nUri: https://pets.example.com/\n{properties}",
        f'type = "HTTP_PROXY"\nintegration_http_method = "GET"\nuri = "https://pets.example.com/"\n{arguments}',
        f"type: http_proxy\nhttpMethod: GET\nuri: https://pets.example.com/\n{fields}",
        **more,
    )


def service(uri: str, credentials: str = ROLE, kind: str = "AWS") -> dict[str, str]:
    """Returns the definitions of an integration that calls an AWS service."""
    role = (
        (f"\nCredentials: {credentials}", f'\ncredentials = "{credentials}"', f"\ncredentials: {credentials}")
        if credentials
        else ("", "", "")
    )
    return integration(
        f"Type: {kind}\nIntegrationHttpMethod: POST\nUri: {uri}{role[0]}",
        f'type = "{kind}"\nintegration_http_method = "POST"\nuri = "{uri}"{role[1]}',
        f"type: {kind.lower()}\nhttpMethod: POST\nuri: {uri}{role[2]}",
    )


def response(cloudformation: str, terraform: str, openapi: str) -> dict[str, str]:
    """Returns the definitions of one integration response for status 200, which the method declares without headers."""
    url = "https://pets.example.com/"
    keys = (
        "\n  rest_api_id = aws_api_gateway_rest_api.api.id"
        "\n  resource_id = aws_api_gateway_rest_api.api.root_resource_id"
        "\n  http_method = aws_api_gateway_method.pets.http_method"
        '\n  status_code = "200"\n'
    )
    return integration(
        f'Type: HTTP\nIntegrationHttpMethod: GET\nUri: {url}\nIntegrationResponses:\n  - StatusCode: "200"\n    {cloudformation}',
        f'type = "HTTP"\nintegration_http_method = "GET"\nuri = "{url}"',
        f"type: http\nhttpMethod: GET\nuri: {url}\nresponses:\n  {openapi}",
        method=('MethodResponses: [{StatusCode: "200"}]', "", 'responses: {"200": {description: pets}}'),
        blocks=f'resource "aws_api_gateway_method_response" "ok" {{{keys}}}\n'
        f'resource "aws_api_gateway_integration_response" "ok" {{{keys}  {terraform}\n}}',
    )


BACKENDS = (
    Foretold(
        "IQ-02",
        "Enumeration value for HttpMethod must be non-empty",
        "integration-without-http-method",
        **integration(
            "Type: HTTP_PROXY\nUri: https://pets.example.com/",
            'type = "HTTP_PROXY"\nuri = "https://pets.example.com/"',
            "type: http_proxy\nuri: https://pets.example.com/",
        ),
    ),
    Foretold(
        "IQ-05",
        "Invalid HTTP endpoint specified for URI",
        "invalid-http-uri",
        **integration(
            "Type: HTTP_PROXY\nIntegrationHttpMethod: GET\nUri: pets.example.com",
            'type = "HTTP_PROXY"\nintegration_http_method = "GET"\nuri = "pets.example.com"',
            "type: http_proxy\nhttpMethod: GET\nuri: pets.example.com",
        ),
    ),
    Foretold("IQ-08", "Invalid ARN specified in the request", "invalid-integration-uri", **service("https://pets.example.com/")),
    Foretold(
        "IQ-08",
        "AWS ARN for integration must contain path or action",
        "invalid-integration-uri",
        **service("arn:aws:apigateway:eu-west-1:sqs:queue/pets"),
    ),
    Foretold(
        "IQ-12",
        "Integrations of type 'AWS_PROXY' currently only supports Lambda function and Firehose stream invocations.",
        "proxy-integration-of-other-service",
        **service(QUEUE, kind="AWS_PROXY"),
    ),
    Foretold("IQ-13", "Role ARN must be specified for AWS integrations", "service-integration-without-credentials", **service(QUEUE, "")),
    Foretold("IQ-14", "Invalid ARN specified in the request", "invalid-credentials", **service(QUEUE, "pets-role")),
    Foretold(
        "IQ-26",
        "ConnectionId should be set to the vpcLinkId or stage variable on connection type VPC_LINK",
        "vpc-link-without-connection-id",
        **http("ConnectionType: VPC_LINK", 'connection_type = "VPC_LINK"', "connectionType: VPC_LINK"),
    ),
    Foretold(
        "IQ-29",
        "More than one target arn specified for vpc link.",
        "vpc-link-target",
        cloudformation=template(
            """
            Link:
              Type: AWS::ApiGateway::VpcLink
              Properties:
                Name: pets
                TargetArns:
                  - arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/net/cats/50dc6c495c0c9188
                  - arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/net/dogs/50dc6c495c0c9188
            """
        ),
        terraform=configuration(
            """
            resource "aws_api_gateway_vpc_link" "pets" {
              name = "pets"
              target_arns = [
                "arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/net/cats/50dc6c495c0c9188",
                "arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/net/dogs/50dc6c495c0c9188",
              ]
            }
            """
        ),
        openapi=Cannot(NOT_IN_OPENAPI),
    ),
    Foretold(
        "IQ-37",
        "Timeout should be between 50 ms and 29000 ms",
        "integration-timeout-out-of-range",
        **http("TimeoutInMillis: 10", "timeout_milliseconds = 10", "timeoutInMillis: 10"),
    ),
    Foretold(
        "IQ-46",
        "Invalid cache key parameter specified",
        "invalid-cache-key-parameter",
        **http(
            "CacheKeyParameters: [method.request.querystring.page]",
            'cache_key_parameters = ["method.request.querystring.page"]',
            "cacheKeyParameters: [method.request.querystring.page]",
        ),
    ),
    Foretold(
        "IQ-69",
        "Unable to parse statusCode",
        "mock-without-status-code",
        **integration(
            "Type: MOCK\nRequestTemplates: {application/json: '{}'}",
            'type = "MOCK"\nrequest_templates = { "application/json" = "{}" }',
            "type: mock\nrequestTemplates: {application/json: '{}'}",
        ),
        consequence="broken",
    ),
)

MAPPINGS = (
    Foretold(
        "PM-04",
        "Invalid mapping expression specified",
        "invalid-mapping-expression",
        **http(
            "RequestParameters: {integration.request.header.X-Stage: live}",
            'request_parameters = { "integration.request.header.X-Stage" = "live" }',
            "requestParameters: {integration.request.header.X-Stage: live}",
        ),
    ),
    Foretold(
        "PM-05",
        "Invalid mapping expression parameter specified: method.request.X",
        "mapping-from-undeclared-parameter",
        **http(
            "RequestParameters: {integration.request.header.X-Page: method.request.querystring.page}",
            'request_parameters = { "integration.request.header.X-Page" = "method.request.querystring.page" }',
            "requestParameters: {integration.request.header.X-Page: method.request.querystring.page}",
        ),
    ),
    Foretold(
        "PM-10",
        "Invalid mapping expression parameter specified: method.response.header.X",
        "response-header-without-method-response-header",
        **response(
            "ResponseParameters: {method.response.header.X-Page: integration.response.header.X-Page}",
            'response_parameters = { "method.response.header.X-Page" = "integration.response.header.X-Page" }',
            'default: {statusCode: "200", responseParameters: {method.response.header.X-Page: integration.response.header.X-Page}}',
        ),
    ),
    Foretold(
        "IQ-66",
        "Invalid content type specified: 123",
        "response-template-key",
        **response(
            'ResponseTemplates: {"123": ""}',
            'response_templates = { "123" = "" }',
            'default: {statusCode: "200", responseTemplates: {"123": ""}}',
        ),
    ),
    Foretold(
        "IR-03",
        "Invalid regex pattern specified",
        "invalid-selection-pattern",
        **response("SelectionPattern: '4(\\d{2}'", 'selection_pattern = "4(\\\\d{2}"', "'4(\\d{2}': {statusCode: \"200\"}"),
    ),
)

ERRORS = (*BACKENDS, *MAPPINGS)
