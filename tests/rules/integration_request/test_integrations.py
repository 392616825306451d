"""The rules on what kind of integration a method has, if any, and how long it may take."""

import pytest
from definitions import cloudformation, consequences, fixed, found, openapi, terraform

PROXY = "type: http_proxy\nhttpMethod: GET\nuri: https://pets.example.com/\n"


def deployed(integration, deployment="Properties: {RestApiId: !Ref Api}", head=""):
    """Returns a template whose deployed API has a method with an integration or without."""
    text = cloudformation(integration or "NONE", more=f"Deployment:\n  Type: AWS::ApiGateway::Deployment\n  {deployment}", head=head)
    return text if integration else text.replace("      Integration:\n        NONE\n", "")


# method-without-integration


def test_a_method_of_a_deployed_api_has_an_integration():
    assert ["Pets"] == found("method-without-integration", deployed(""))
    assert ["broken"] == consequences("method-without-integration", deployed(""))
    assert ["rejected"] == consequences("method-without-integration", deployed("", "DependsOn: Pets\n  Properties: {RestApiId: !Ref Api}"))
    assert [] == found("method-without-integration", deployed("Type: MOCK"))


@pytest.mark.parametrize(
    "text",
    [
        deployed("").replace("AWS::ApiGateway::Deployment", "AWS::ApiGateway::Stage"),
        deployed("").replace("RestApiId: !Ref Api}", "RestApiId: !ImportValue other}"),
        deployed("!Ref AWS::NoValue").replace("!Ref AWS::NoValue", "Fn::Transform: {Name: Other}"),
        deployed(
            "",
            deployment="Condition: C\n  Properties: {RestApiId: !Ref Api}",
            head="Parameters: {P: {Type: String, Default: a}}\nConditions: {C: !Equals [!Ref P, b]}",
        ),
        openapi("", more="x-amazon-apigateway-api-key-source: HEADER").replace("      x-amazon-apigateway-integration:\n", ""),
    ],
)
def test_an_api_that_is_not_deployed_here_or_whose_integration_may_come(text):
    assert [] == found("method-without-integration", text)


def test_an_integration_of_a_configuration_that_is_not_known():
    more = 'resource "aws_api_gateway_deployment" "now" {\n  rest_api_id = aws_api_gateway_rest_api.api.id\n}\nvariable "method" {}'
    text = terraform('type = "MOCK"', more=more)
    elsewhere = text.replace("aws_api_gateway_method.pets.http_method", "var.method")
    resource, begin = elsewhere.split('resource "aws_api_gateway_integration"')
    without = resource + begin[begin.index("}\n") + 2 :]

    assert [] == found("method-without-integration", text)
    assert [] == found("method-without-integration", elsewhere)
    assert 1 == len(found("method-without-integration", without))


# invalid-integration-type


@pytest.mark.parametrize(
    ("written", "right"), [("LAMBDA_PROXY", None), ("AWS-PROXY", "AWS_PROXY"), ("aws_proxy", "AWS_PROXY"), ("HTTP_PROXI", "HTTP_PROXY")]
)
def test_a_type_that_is_none(written, right):
    text = cloudformation(f"Type: {written}\nUri: x")

    assert [written] == found("invalid-integration-type", text)
    if right:
        assert text.replace(written, right) == fixed("invalid-integration-type", text)


@pytest.mark.parametrize(
    "text",
    [
        openapi("type: Aws_Proxy"),
        openapi("uri: https://a/"),
        cloudformation("Type: !Ref Kind", head="Parameters: {Kind: {Type: String}}"),
        terraform("type = var.kind", more='variable "kind" {}'),
        terraform('type = "HTTP${var.kind}"', more='variable "kind" {}'),
    ],
)
def test_a_type_that_is_one_or_not_known(text):
    assert [] == found("invalid-integration-type", text)


def test_an_allowed_value_is_an_alternative():
    text = cloudformation("Type: !Ref Kind", head="Parameters: {Kind: {Type: String, AllowedValues: [HTTP, REST]}}")

    assert 1 == len(found("invalid-integration-type", text))
    assert [] == found("invalid-integration-type", text.replace("REST]", "MOCK]"))


@pytest.mark.parametrize(
    ("protocol", "kind", "number"), [("HTTP", "MOCK", 1), ("HTTP", "HTTP_PROXY", 0), ("WEBSOCKET", "MOCK", 0), ("WEBSOCKET", "LAMBDA", 1)]
)
def test_http_apis_have_the_two_proxies(protocol, kind, number):
    text = f"""\
resource "aws_apigatewayv2_api" "api" {{
  name          = "pets"
  protocol_type = "{protocol}"
}}
resource "aws_apigatewayv2_integration" "i" {{
  api_id           = aws_apigatewayv2_api.api.id
  integration_type = "{kind}"
}}
"""

    assert number == len(found("invalid-integration-type", text))


# integration-timeout-out-of-range


@pytest.mark.parametrize(("timeout", "number"), [("49", 1), ("0", 1), ("50", 0), ("'29'", 1), ("29000", 0), ("29001", 0), ("${t}", 0)])
def test_the_timeout_of_a_rest_api(timeout, number):
    assert number == len(found("integration-timeout-out-of-range", openapi(f"{PROXY}timeoutInMillis: {timeout}")))


def test_an_edge_optimized_api_has_no_longer_one():
    text = cloudformation("Type: HTTP\nTimeoutInMillis: 30000").replace(
        "{Name: pets}", "{Name: pets, EndpointConfiguration: {Types: [EDGE]}}"
    )

    assert ["30000"] == found("integration-timeout-out-of-range", text)
    assert ["rejected"] == consequences("integration-timeout-out-of-range", text)
    assert [] == found("integration-timeout-out-of-range", text.replace("EDGE", "REGIONAL"))
    assert [] == found("integration-timeout-out-of-range", text.replace("[EDGE]", "[!Ref AWS::StackName]"))
    assert [] == found("integration-timeout-out-of-range", text.replace("Type: HTTP", "Type: HTTP\n        ResponseTransferMode: STREAM"))


@pytest.mark.parametrize(
    ("protocol", "timeout", "number"),
    [("HTTP", 30000, 0), ("HTTP", 30001, 1), ("WEBSOCKET", 29000, 0), ("WEBSOCKET", 29001, 1), ("HTTP", 49, 1)],
)
def test_the_timeout_of_the_other_apis(protocol, timeout, number):
    text = f"""\
Resources:
  Api: {{Type: AWS::ApiGatewayV2::Api, Properties: {{Name: pets, ProtocolType: {protocol}, RouteSelectionExpression: $request.body.a}}}}
  I:
    Type: AWS::ApiGatewayV2::Integration
    Properties: {{ApiId: !Ref Api, IntegrationType: MOCK, IntegrationMethod: GET, IntegrationUri: http://a, TimeoutInMillis: {timeout}}}
"""

    assert number == len(found("integration-timeout-out-of-range", text))


def test_a_timeout_that_is_not_known():
    assert [] == found("integration-timeout-out-of-range", terraform('type = "MOCK"\ntimeout_milliseconds = var.t', more='variable "t" {}'))
    assert ["20"] == found(
        "integration-timeout-out-of-range",
        terraform('type = "MOCK"\ntimeout_milliseconds = var.t', more='variable "t" {\n  default = 20\n}'),
    )
