"""The rules on the spelling, the presence and the types of properties."""

import pytest
from definitions import cloudformation, consequences, fixed, found, report, terraform

HTTP = "Type: HTTP_PROXY\nIntegrationHttpMethod: GET\nUri: https://pets.example.com/"
ARGUMENTS = 'type = "HTTP_PROXY"\nintegration_http_method = "GET"\nuri = "https://pets.example.com/"'


def resource(kind, properties, more=""):
    """Returns a template with one API and one resource."""
    return f"""\
Transform: AWS::LanguageExtensions
{more}
Resources:
  Api:
    Type: AWS::ApiGateway::RestApi
    Properties: {{Name: pets}}
  Pets:
    Type: {kind}
    Properties:
      RestApiId: !Ref Api
{chr(10).join("      " + line for line in properties.splitlines())}
"""


# unknown-property


@pytest.mark.parametrize(
    ("text", "places", "expected"),
    [
        (cloudformation(HTTP, "ApiKeyRequire: true"), ["ApiKeyRequire"], "ApiKeyRequired: true"),
        (cloudformation(HTTP + "\nuri: https://x.example.com/"), ["uri"], None),
        (cloudformation(HTTP, "requestParameters: {}"), ["requestParameters"], "RequestParameters: {}"),
        (cloudformation(HTTP, "MethodResponses: [{StatusCode: 200, Headers: []}]"), ["Headers"], None),
        (cloudformation(HTTP, "AuthorizerUri: x"), ["AuthorizerUri"], "AuthorizerId: x"),
        (terraform(ARGUMENTS, "api_key_require = true"), ["api_key_require"], "api_key_required = true"),
        (terraform(ARGUMENTS + '\ntimeout_ms = 1\ntls {\n  a = "b"\n}'), ["timeout_ms", "tls"], None),
        (terraform(ARGUMENTS, "tls_config {}"), ["tls_config"], None),
        (terraform(ARGUMENTS, 'dynamic "response" {\n  for_each = []\n  content {}\n}'), ['"response"'], None),
        (terraform(ARGUMENTS + "\ntls_config {\n  insecure = true\n}"), ["insecure"], None),
    ],
)
def test_a_property_that_the_type_has_not(text, places, expected):
    assert places == found("unknown-property", text)
    assert fixed("unknown-property", text) == text if expected is None else expected in fixed("unknown-property", text)


@pytest.mark.parametrize(
    "text",
    [
        cloudformation(HTTP),
        cloudformation(HTTP, "Fn::Transform: {Name: AWS::Include, Parameters: {Location: s3://x/y}}"),
        cloudformation(HTTP, "RequestParameters: {method.request.path.x: true}\nRequestModels: {application/json: Empty}"),
        resource("AWS::ApiGateway::Anything", "What: 1"),
        resource("AWS::ApiGateway::Stage", "'Fn::ForEach::Each': [X, [A], {'${X}': 1}]").replace("${X}", "StageName"),
        resource("AWS::ApiGateway::RestApi", "Body: {anything: 1}\nPolicy: {whatever: 2}").replace("      RestApiId: !Ref Api\n", ""),
        terraform(ARGUMENTS, "count = 1\ndepends_on = []\nprovider = aws.other\nlifecycle {\n  create_before_destroy = true\n}"),
        terraform(ARGUMENTS, 'region = "eu-west-1"\ntimeouts {\n  create = "1m"\n}'),
        terraform(ARGUMENTS + '\nintegration_target = "x"\nresponse_transfer_mode = "STREAM"'),
        terraform(ARGUMENTS, more='resource "aws_api_gateway_everything" "x" {\n  y = 1\n}'),
        terraform(
            ARGUMENTS, more='resource "aws_api_gateway_deployment" "x" {\n  rest_api_id = "x"\n  stage_name = "x"\n  canary_settings {}\n}'
        ),
        terraform(ARGUMENTS, 'request_models = { anything = "Empty" }'),
    ],
)
def test_a_property_that_the_type_may_have(text):
    assert [] == found("unknown-property", text)


def test_what_only_aws_sets():
    text = terraform(ARGUMENTS, more='resource "aws_api_gateway_client_certificate" "x" {\n  pem_encoded_certificate = "x"\n}')

    assert ["is set by AWS" in finding.message for finding in report("unknown-property", text)] == [True]


# missing-property


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (resource("AWS::ApiGateway::Resource", "PathPart: pets"), ["ParentId"]),
        (resource("AWS::ApiGateway::Resource", "PathPart: pets\nParentId: !Ref AWS::NoValue"), ["ParentId"]),
        (resource("AWS::ApiGateway::Authorizer", ""), ["Name"]),
        (cloudformation("Uri: https://pets.example.com/"), ["Type"]),
        (cloudformation(HTTP, "MethodResponses: [{ResponseModels: {}}]"), ["StatusCode"]),
        (resource("AWS::ApiGateway::Resource", "Pathpart: pets\nParentId: x"), []),
        (terraform("connection_type = null\nuri = null"), ["type"]),
        (terraform(ARGUMENTS, more='resource "aws_api_gateway_vpc_link" "x" {\n  name = null\n}'), ["name", "target_arns"]),
        (
            terraform(
                ARGUMENTS,
                more='resource "aws_api_gateway_method_settings" "x" {\n  rest_api_id = "x"\n  stage_name = "x"\n  method_path = "*/*"\n}',
            ),
            ["settings block"],
        ),
        (
            terraform(
                ARGUMENTS, more='resource "aws_apigatewayv2_domain_name" "x" {\n  domain_name = "x"\n  domain_name_configuration {\n  }\n}'
            ),
            ["certificate_arn", "endpoint_type", "security_policy"],
        ),
    ],
)
def test_what_a_type_requires(text, named):
    assert named == [finding.message.split(" needs ")[1] for finding in report("missing-property", text)]
    assert set(consequences("missing-property", text)) <= {"rejected"}


@pytest.mark.parametrize(
    "text",
    [
        resource("AWS::ApiGateway::Resource", "PathPart: pets\nFn::Transform: {Name: AWS::Include, Parameters: {Location: s3://x/y}}"),
        resource("AWS::ApiGateway::Resource", "PathPart: pets\nParentId: !If [Top, !GetAtt Api.RootResourceId, !Ref 'AWS::NoValue']"),
        resource("AWS::ApiGateway::Resource", "PathPart: pets\nParentId: !Ref Parent", "Parameters: {Parent: {Type: String}}"),
        terraform(
            ARGUMENTS,
            more='variable "all" {}\nresource "aws_api_gateway_method_settings" "x" {\n  rest_api_id = "x"\n  stage_name = "x"\n'
            '  method_path = "*/*"\n  dynamic "settings" {\n    for_each = var.all\n    content {}\n  }\n}',
        ),
        terraform(ARGUMENTS, more='variable "name" {}\nresource "aws_api_gateway_client_certificate" "x" {\n  description = var.name\n}'),
        terraform(ARGUMENTS, more='variable "name" {}\nresource "aws_api_gateway_api_key" "x" {\n  name = var.name ? "x" : null\n}'),
    ],
)
def test_what_may_be_there(text):
    assert [] == found("missing-property", text)


# property-of-wrong-type


@pytest.mark.parametrize(
    ("text", "places"),
    [
        (resource("AWS::ApiGateway::RestApi", "BinaryMediaTypes: '*/*'"), ["'*/*'"]),
        (resource("AWS::ApiGateway::Stage", "Variables: [a, b]\nTracingEnabled: maybe"), ["[a, b]", "maybe"]),
        (
            resource("AWS::ApiGateway::Stage", "MethodSettings: {HttpMethod: GET, ResourcePath: /*}"),
            ["{HttpMethod: GET, ResourcePath: /*}"],
        ),
        (resource("AWS::ApiGateway::Stage", "MethodSettings: [{CacheTtlInSeconds: soon}]"), ["soon"]),
        (resource("AWS::ApiGateway::Stage", "MethodSettings: [{CacheTtlInSeconds: 1.5}]"), ["1.5"]),
        (resource("AWS::ApiGateway::Stage", "Description: {a: b}"), ["{a: b}"]),
        (resource("AWS::ApiGateway::Stage", "Description:"), [""]),
        (resource("AWS::ApiGateway::Stage", "Tags: !Sub '${AWS::Region}-x'"), ["!Sub '${AWS::Region}-x'"]),
        (resource("AWS::ApiGateway::Stage", "StageName: !If [X, [prod], test]", "Conditions: {X: !Equals [!Ref P, a]}"), ["[prod]"]),
        (resource("AWS::ApiGateway::DocumentationPart", "Location: {Type: METHODS}\nProperties: x"), ["METHODS"]),
        (cloudformation("Uri"), ["Uri"]),
        (cloudformation(HTTP + "\nConnectionType: VPCLINK"), ["VPCLINK"]),
        (cloudformation(HTTP + "\nTimeoutInMillis: 29s"), ["29s"]),
        (cloudformation(HTTP + "\nTimeoutInMillis: 2\nPassthroughBehavior: ALWAYS"), []),
        (cloudformation("Type: ANY"), []),
        (terraform(ARGUMENTS + '\ntimeout_milliseconds = "29s"'), ['"29s"']),
        (terraform(ARGUMENTS + "\ncache_key_parameters = { a = 1 }"), ["{ a = 1 }"]),
        (terraform(ARGUMENTS, 'request_models {\n  a = "Empty"\n}\nauthorization_scopes = "a"'), ["request_models", '"a"']),
        (terraform(ARGUMENTS + "\ntls_config = { insecure_skip_verification = true }"), ["tls_config"]),
        (
            terraform(ARGUMENTS + "\ntls_config {\n}\ntls_config {\n  insecure_skip_verification = 3\n}"),
            ["3", "tls_config {\n    insecure"],
        ),
        (terraform(ARGUMENTS, 'request_parameters = [for x in ["a"] : x]'), ['[for x in ["a"] : x]']),
        (
            terraform(ARGUMENTS, more='resource "aws_api_gateway_rest_api" "b" {\n  name = "b"\n  policy = { Version = "x" }\n}'),
            ['{ Version = "x" }'],
        ),
    ],
)
def test_a_value_of_another_type(text, places):
    shown = [finding.span.text for finding in report("property-of-wrong-type", text)]

    assert len(places) == len(shown)
    assert all(text.startswith(place) for text, place in zip(sorted(shown), sorted(places), strict=True))


@pytest.mark.parametrize(
    "text",
    [
        resource("AWS::ApiGateway::Stage", "TracingEnabled: 'true'\nStageName: 1\nCacheClusterSize: 0.5"),
        resource(
            "AWS::ApiGateway::Stage", "TracingEnabled: True\nMethodSettings: [{ThrottlingRateLimit: '10.5', CacheTtlInSeconds: '300'}]"
        ),
        resource("AWS::ApiGateway::Stage", "Variables: !Ref V\nTags: !Ref V", "Parameters: {V: {Type: String}}"),
        resource("AWS::ApiGateway::Stage", "MethodSettings: [!If [X, {CacheTtlInSeconds: 5}, !Ref 'AWS::NoValue']]"),
        resource("AWS::ApiGateway::Stage", "MethodSettings: [{CacheTtlInSeconds: !ImportValue x}]\nTags: !FindInMap [a, b, c]"),
        resource(
            "AWS::ApiGatewayV2::VpcLink", "Name: x\nSubnetIds: [!Ref L]", "Parameters: {L: {Type: CommaDelimitedList, Default: 'a,b'}}"
        ),
        resource("AWS::ApiGatewayV2::VpcLink", "Name: x\nSubnetIds: !Split [',', !ImportValue x]"),
        "Resources: {Api: {Type: AWS::ApiGateway::RestApi, Properties: {BodyS3Location: ./api.yaml}}}",
        cloudformation(HTTP, "RequestParameters: {method.request.path.x: 'true'}"),
        terraform(ARGUMENTS + '\ntimeout_milliseconds = "29000"\ncache_key_parameters = toset(["a"])'),
        terraform(
            ARGUMENTS,
            'api_key_required = "true"\nrequest_models = tomap({})\nrequest_parameters = merge({}, var.more)',
            more='variable "more" {}',
        ),
        terraform(ARGUMENTS, "authorization_scopes = var.scopes\noperation_name = 3", more='variable "scopes" {}'),
        terraform(ARGUMENTS + '\ndynamic "tls_config" {\n  for_each = var.x\n  content {\n  }\n}', more='variable "x" {}'),
        terraform(ARGUMENTS, "request_models = local.models", more='resource "x" "y" {}\nlocals {\n  models = { a = "Empty" }\n}'),
    ],
)
def test_a_value_that_is_or_may_become_of_its_type(text):
    assert [] == found("property-of-wrong-type", text)
