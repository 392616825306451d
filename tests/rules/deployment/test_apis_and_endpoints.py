"""APIs themselves: names, sizes, bodies, endpoints, and how callers get to them."""

from textwrap import dedent, indent

import pytest
from definitions import consequences, fixed, found, openapi

UNKNOWN = "Parameters: {Given: {Type: String}}\nConditions: {Sometimes: !Equals [!Ref Given, a]}\n"


def api(properties):
    return f"{UNKNOWN}Resources:\n  Api:\n    Type: AWS::ApiGateway::RestApi\n    Properties: {{{properties}}}\n"


def terraform(arguments):
    return f'resource "aws_api_gateway_rest_api" "pets" {{\n  name = "pets"\n{dedent(arguments)}\n}}\nvariable "given" {{}}\n'


@pytest.mark.parametrize(
    ("rule", "properties", "expected"),
    [
        ("description-empty", "Name: pets, Description: ''", ["''"]),
        ("description-empty", "Name: pets, Description: !Ref Given", []),
        ("description-empty", "Name: pets", []),
        ("name-missing", "Description: pets", ["Api"]),
        ("name-missing", "Name: ''", ["''"]),
        ("name-missing", "Name: !Ref Given", []),
        ("name-missing", "Name: !If [Sometimes, pets, !Ref 'AWS::NoValue']", []),
        ("name-missing", "BodyS3Location: {Bucket: b, Key: k}", []),
        ("name-missing", "'Fn::Transform': {Name: 'AWS::Include', Parameters: {Location: 's3://b/k'}}", []),
        ("invalid-compression-size", "Name: pets, MinimumCompressionSize: 0", []),
        ("invalid-compression-size", "Name: pets, MinimumCompressionSize: -1", ["-1"]),
        ("invalid-compression-size", "Name: pets, MinimumCompressionSize: '10485761'", ["'10485761'"]),
        ("invalid-compression-size", "Name: pets, MinimumCompressionSize: !Ref Given", []),
        ("invalid-binary-media-type", "Name: pets, BinaryMediaTypes: []", []),
        (
            "invalid-binary-media-type",
            "Name: pets, BinaryMediaTypes: ['*/*', 'image/*', image~1png, application/vnd.pets+json, '*~1*']",
            [],
        ),
        ("invalid-binary-media-type", "Name: pets, BinaryMediaTypes: ['*/png', png, '']", ["'*/png'", "png", "''"]),
        ("invalid-binary-media-type", "Name: pets, BinaryMediaTypes: [!Ref Given]", []),
        ("invalid-endpoint-configuration", "Name: pets, EndpointConfiguration: {Types: [regional]}", ["regional"]),
        ("invalid-endpoint-configuration", "Name: pets, EndpointConfiguration: {Types: [EDGE, PRIVATE]}", ["[EDGE, PRIVATE]"]),
        ("invalid-endpoint-configuration", "Name: pets, EndpointConfiguration: {Types: [!Ref Given]}", []),
        ("invalid-endpoint-configuration", "Name: pets, EndpointConfiguration: {Types: [PRIVATE]}", []),
        ("invalid-endpoint-configuration", "Name: pets, EndpointConfiguration: {VpcEndpointIds: [vpce-1]}", ["[vpce-1]"]),
        ("invalid-endpoint-configuration", "Name: pets, EndpointConfiguration: {Types: [!Ref Given], VpcEndpointIds: [vpce-1]}", []),
        ("invalid-endpoint-configuration", "Name: pets, EndpointConfiguration: {Types: [PRIVATE], IpAddressType: ipv4}", ["ipv4"]),
        ("invalid-endpoint-configuration", "Name: pets, EndpointConfiguration: {Types: [PRIVATE], IpAddressType: dualstack}", []),
        ("invalid-endpoint-configuration", "Name: pets, EndpointConfiguration: {Types: [EDGE], IpAddressType: ipv6}", ["ipv6"]),
    ],
)
def test_what_an_api_says(rule, properties, expected):
    text = api(properties)

    assert expected == found(rule, text)
    assert {"ignored" if rule == "invalid-binary-media-type" else "rejected"} >= set(consequences(rule, text))


def test_terraform_and_openapi():
    assert [] == found("invalid-compression-size", terraform("minimum_compression_size = -1"))
    assert ["-2"] == found("invalid-compression-size", terraform("minimum_compression_size = -2"))
    assert [] == found("description-empty", terraform('description = ""'))
    assert [] == found("invalid-endpoint-configuration", terraform("endpoint_configuration {\n  types = [var.given]\n}"))
    document = openapi("{type: mock}", more="servers: [{url: '/', x-amazon-apigateway-endpoint-configuration: {vpcEndpointIds: [vpce-1]}}]")
    assert [] == found("invalid-endpoint-configuration", document)


def test_an_endpoint_type_is_cured():
    assert "[REGIONAL]" in fixed("invalid-endpoint-configuration", api("Name: pets, EndpointConfiguration: {Types: [regional]}"))


MIXED = """\
Resources:
  Api:
    Type: AWS::ApiGateway::RestApi
    Properties: {BODY}
  Get:
    Type: AWS::ApiGateway::Method
    Properties: {RestApiId: !Ref Api, ResourceId: !GetAtt Api.RootResourceId, HttpMethod: GET, AuthorizationType: NONE}
"""


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Body: {openapi: 3.0.1, info: {title: pets, version: '1'}, paths: {}}", ["Api"]),
        ("BodyS3Location: {Bucket: b, Key: k}", ["Api"]),
        ("BodyS3Location: {Bucket: b, Key: k}, Mode: merge", []),
        ("Name: pets", []),
    ],
)
def test_bodies_beside_methods(body, expected):
    assert expected == found("body-mixed-with-resources", MIXED.replace("BODY", body))


HTTP = """\
Parameters: {Given: {Type: String}}
Resources:
  Api:
    Type: AWS::ApiGatewayV2::Api
    Properties: {Name: pets, ProtocolType: HTTP}
  Get:
    Type: AWS::ApiGatewayV2::Route
    Properties: {ApiId: !Ref Api, RouteKey: GET /pets}
  Live:
    Type: AWS::ApiGatewayV2::Stage
    DependsOn: Get
    Properties: {ApiId: !Ref Api, StageName: live, MORE}
"""


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("AutoDeploy: true", []),
        ("AutoDeploy: !Ref Given", []),
        ("AutoDeploy: false", ["broken"]),
        ("Description: live", ["broken"]),
        ("DeploymentId: abc", []),
        ("DeploymentId: abc, AutoDeploy: true", ["rejected"]),
    ],
)
def test_stages_that_serve_nothing(more, expected):
    assert expected == consequences("stage-without-deployment", HTTP.replace("MORE", more))


def test_a_deployment_into_the_stage_by_its_name():
    text = HTTP.replace("MORE", "Description: live")
    deployment = "  Deployment:\n    Type: AWS::ApiGatewayV2::Deployment\n    Properties: {ApiId: !Ref Api, StageName: NAME}\n"

    assert [] == found("stage-without-deployment", text + deployment.replace("NAME", "live"))
    assert [] == found("stage-without-deployment", text + deployment.replace("NAME", "!Ref Given"))
    assert ["Live"] == found("stage-without-deployment", text + deployment.replace("NAME", "test"))
    assert [] == found("stage-without-deployment", text.replace("!Ref Api", "!Ref Given"))


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ("{GET /pets: {ThrottlingRateLimit: 5}}", []),
        ("{GET /cats: {ThrottlingRateLimit: 5}}", [("GET /cats", "rejected")]),
        ("{$default: {ThrottlingRateLimit: 5}}", []),
        ("!Ref Given", []),
    ],
)
def test_settings_of_routes(keys, expected):
    text = HTTP.replace("MORE", f"AutoDeploy: true, RouteSettings: {keys}")

    assert expected == list(zip(found("route-settings-for-no-route", text), consequences("route-settings-for-no-route", text), strict=True))
    assert [] == found("route-settings-for-no-route", text.replace("RouteKey: GET /pets", "RouteKey: !Ref Given"))


def test_a_stage_that_does_not_wait_for_its_routes():
    text = HTTP.replace("MORE", "AutoDeploy: true, RouteSettings: {GET /pets: {ThrottlingRateLimit: 5}}")

    assert ["broken"] == consequences("route-settings-for-no-route", text.replace("    DependsOn: Get\n", ""))


CLOSED = HTTP.replace("ProtocolType: HTTP", "ProtocolType: HTTP, DisableExecuteApiEndpoint: true").replace("MORE", "AutoDeploy: true")
MAPPING = (
    "  Mapping:\n    Type: AWS::ApiGatewayV2::ApiMapping\n    Properties: {ApiId: !Ref API, DomainName: pets.example.com, Stage: live}\n"
)


def test_apis_that_nobody_can_call():
    rule = "unreachable-api"

    assert ["true"] == found(rule, CLOSED)
    assert [] == found(rule, CLOSED + MAPPING.replace("API}", "Api}").replace("!Ref API", "!Ref Api"))
    assert [] == found(rule, CLOSED + MAPPING.replace("!Ref API", "!Ref Given"))
    assert ["true"] == found(rule, CLOSED + MAPPING.replace("!Ref API", "abc"))
    assert [] == found(rule, CLOSED + "Outputs:\n  Api: {Value: !Ref Api}\n")
    assert [] == found(rule, CLOSED.replace("DisableExecuteApiEndpoint: true", "DisableExecuteApiEndpoint: !Ref Given"))


GUARDED = """\
  Domain:
    Type: AWS::ApiGatewayV2::DomainName
    Properties: {DomainName: pets.example.com, MORE}
"""


def test_ways_round_mutual_tls():
    rule = "bypassable-domain"
    tls = GUARDED.replace("MORE", "MutualTlsAuthentication: {TruststoreUri: 's3://b/k'}")
    mapping = MAPPING.replace("!Ref API", "!Ref Api")
    open_api = HTTP.replace("MORE", "AutoDeploy: true")

    assert ["Api"] == found(rule, open_api + tls + mapping)
    assert ["Api"] == found(rule, open_api + tls + mapping.replace("pets.example.com", "!Ref Domain"))
    assert [] == found(rule, CLOSED + tls + mapping)
    assert [] == found(rule, open_api + GUARDED.replace("MORE", "Tags: {a: b}") + mapping)
    assert [] == found(rule, open_api + tls + mapping.replace("pets.example.com", "cats.example.com"))
    assert [] == found(rule, open_api + tls)


ROUTES = """\
    resource "aws_apigatewayv2_api" "pets" {
      name                         = "pets"
      protocol_type                = "HTTP"
      disable_execute_api_endpoint = true
    }
    resource "aws_apigatewayv2_stage" "live" {
      api_id      = aws_apigatewayv2_api.pets.id
      name        = "$default"
      auto_deploy = true
      SETTINGS
    }
    """


@pytest.mark.parametrize(
    ("settings", "number"),
    [
        ("", 0),
        ("default_route_settings {\n  throttling_burst_limit = 5\n}", 1),
        ("default_route_settings {\n  detailed_metrics_enabled = true\n}", 1),
        ("default_route_settings {\n  throttling_burst_limit = 5\n  throttling_rate_limit = 5\n}", 0),
        ("default_route_settings {\n  throttling_burst_limit = var.a\n  throttling_rate_limit = var.b\n}", 0),
        ('dynamic "default_route_settings" {\n  for_each = var.a\n  content {}\n}', 0),
    ],
)
def test_what_the_provider_sends(settings, number):
    text = dedent(ROUTES).replace("  SETTINGS", indent(settings, "  ")) + 'variable "a" {}\nvariable "b" {}\n'

    assert number == len(found("zero-throttle", text))


def test_outputs_of_terraform_tell_others():
    text = dedent(ROUTES).replace("SETTINGS", "")

    assert ["true"] == found("unreachable-api", text)
    assert [] == found("unreachable-api", text + 'output "id" {\n  value = aws_apigatewayv2_api.pets.id\n}\n')
