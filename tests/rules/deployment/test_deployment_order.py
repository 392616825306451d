"""What a deployment waits for: rules on what is made before it."""

from textwrap import dedent, indent

import pytest
from definitions import cloudformation, consequences, fixed, found, report
from deployed import deployed

RULE = "deployment-before-methods"
BACKEND = "Type: HTTP_PROXY\nIntegrationHttpMethod: GET\nUri: https://pets.example.com/"


def template(deployment, more="", head=""):
    return cloudformation(BACKEND, more=f"Deployment:\n  Type: AWS::ApiGateway::Deployment\n{deployment}\n{dedent(more)}", head=head)


PLAIN = "  Properties: {RestApiId: !Ref Api}"


def test_a_deployment_that_waits_for_nothing():
    findings = report(RULE, template(PLAIN))

    assert ["Deployment"] == [finding.span.text for finding in findings]
    assert "GET /" in findings[0].message
    assert ["Pets"] == [related.span.text for related in findings[0].related]


@pytest.mark.parametrize(
    "deployment",
    [
        "  DependsOn: Pets\n" + PLAIN,
        "  DependsOn: [Pets]\n" + PLAIN,
        "  Properties: {RestApiId: !Ref Api, Description: !Sub 'after ${Pets}'}",
        "  DependsOn: Wait\n" + PLAIN + "\nWait:\n  Type: Custom::Wait\n  Properties: {ServiceToken: x, After: !Ref Pets}",
        "  DependsOn: Wait\n" + PLAIN + "\nWait:\n  Type: AWS::CloudFormation::WaitConditionHandle\n  DependsOn: Pets",
    ],
    ids=["one", "list", "reference", "through a reference", "through DependsOn"],
)
def test_a_deployment_that_waits(deployment):
    assert [] == found(RULE, template(deployment))


def test_a_method_that_comes_after_the_deployment_is_not_in_it_for_certain():
    text = template(PLAIN).replace("  Pets:\n    Type", "  Pets:\n    DependsOn: Deployment\n    Type")

    assert [] == found(RULE, text)


def test_one_deployment_that_waits_is_enough():
    second = "Second:\n  Type: AWS::ApiGateway::Deployment\n  DependsOn: Pets\n  Properties: {RestApiId: !Ref Api}"

    assert [] == found(RULE, template(PLAIN, second))


def test_methods_that_may_not_be_there():
    text = template(PLAIN, head="Parameters: {With: {Type: String}}\nConditions: {With: !Equals [!Ref With, yes]}")

    assert [] == found(RULE, text.replace("  Pets:\n    Type", "  Pets:\n    Condition: With\n    Type"))


def test_a_transform_may_add_what_is_missing():
    assert [] == found(RULE, template(PLAIN, head="Transform: [Deployments]"))


def test_gateway_responses_count_too():
    more = """\
        Denied:
          Type: AWS::ApiGateway::GatewayResponse
          Properties: {RestApiId: !Ref Api, ResponseType: DEFAULT_4XX}
        """
    findings = report(RULE, template("  DependsOn: Pets\n" + PLAIN, more))

    assert ["Denied"] == [related.span.text for finding in findings for related in finding.related]


@pytest.mark.parametrize(
    ("deployment", "expected"),
    [(PLAIN, "DependsOn: Pets"), ("  DependsOn: [Role]\n" + PLAIN + "\nRole: {Type: 'AWS::IAM::Role'}", "DependsOn: [Role, Pets]")],
    ids=["none", "list"],
)
def test_the_cure_is_written(deployment, expected):
    text = fixed(RULE, template(deployment))

    assert expected in text
    assert [] == found(RULE, text)


def test_routes_of_version_2_and_stages_that_deploy_by_themselves():
    text = """\
        Resources:
          Api:
            Type: AWS::ApiGatewayV2::Api
            Properties: {Name: pets, ProtocolType: WEBSOCKET, RouteSelectionExpression: $request.body.action}
          Connect:
            Type: AWS::ApiGatewayV2::Route
            Properties: {ApiId: !Ref Api, RouteKey: $connect}
          Deployment:
            Type: AWS::ApiGatewayV2::Deployment
            Properties: {ApiId: !Ref Api}
        """
    stage = """\
          Stage:
            Type: AWS::ApiGatewayV2::Stage
            Properties: {ApiId: !Ref Api, StageName: live, AutoDeploy: true}
        """

    assert ["Deployment"] == found(RULE, dedent(text))
    assert [] == found(RULE, dedent(text) + indent(dedent(stage), "  "))


@pytest.mark.parametrize(
    ("arguments", "more", "missed"),
    [
        ("", "", ["the method", "the integration"]),
        ("depends_on = [aws_api_gateway_method.get]", "", ["the integration"]),
        ("depends_on = [aws_api_gateway_integration.get]", "", []),
        ("triggers = { a = sha1(jsonencode([aws_api_gateway_integration.get.id])) }", "", []),
        ("triggers = { a = local.hash }", "locals { hash = sha1(jsonencode(aws_api_gateway_integration.get)) }", []),
        ("depends_on = [null_resource.wait]", 'resource "null_resource" "wait" {\n  depends_on = [aws_api_gateway_integration.get]\n}', []),
        ("triggers = { a = module.m.hash }", 'module "m" {\n  source = "example/hash"\n  of = aws_api_gateway_integration.get\n}', []),
        ("count = length(aws_api_gateway_integration.get.uri)", "", []),
    ],
    ids=["nothing", "method", "integration", "trigger", "local", "resource between", "module that is not read", "count"],
)
def test_terraform(arguments, more, missed):
    findings = report(RULE, deployed(arguments, more))
    places = [related.span.text for finding in findings for related in finding.related]

    assert ["aws_api_gateway_" + name.split()[1] for name in missed] == [place.split('"')[1] for place in places]


def test_a_method_without_a_known_count_is_let_be():
    text = deployed("").replace('"get" {', '"get" {\n  count = var.count', 2)

    assert [] == found(RULE, text + 'variable "count" {}\n')


def test_an_empty_api_is_refused():
    empty = "Resources:\n  Api:\n    Type: AWS::ApiGateway::RestApi\n    Properties: {Name: pets}\n"
    deployment = "  Deployment:\n    Type: AWS::ApiGateway::Deployment\n    Properties: {RestApiId: !Ref Api}\n"
    elsewhere = "Parameters: {Api: {Type: String}}\nResources:\n"
    outputs = "Outputs:\n  Root: {Value: !GetAtt Api.RootResourceId}\n"

    assert ["rejected"] == consequences("api-without-methods", empty + deployment)
    assert [] == found("api-without-methods", elsewhere + deployment)
    assert [] == found("api-without-methods", empty + deployment + outputs)
    assert [] == found("api-without-methods", empty.replace("{Name: pets}", "{BodyS3Location: {Bucket: b, Key: k}}") + deployment)
    assert [] == found("api-without-methods", empty)
