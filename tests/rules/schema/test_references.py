"""The rule on references to what is not there."""

import pytest
from definitions import cloudformation, consequences, found, report, terraform

HTTP = "Type: HTTP_PROXY\nIntegrationHttpMethod: GET\nUri: https://pets.example.com/"
ARGUMENTS = 'type = "HTTP_PROXY"\nintegration_http_method = "GET"\nuri = "https://pets.example.com/"'
OUTSIDE = "Other: {Type: 'AWS::SNS::Topic', Properties: {TopicName: !Ref Nothing}}"


def said(text):
    return [finding.message.removeprefix("there is no ") for finding in report("unresolved-reference", text)]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        (cloudformation(HTTP, "AuthorizerId: !Ref Nobody"), ["!Ref Nobody"]),
        (cloudformation(HTTP, "AuthorizerId: {Ref: Nobody}"), ["{Ref: Nobody}"]),
        (cloudformation(HTTP, "AuthorizerId: !GetAtt Nobody.AuthorizerId"), ["!GetAtt Nobody.AuthorizerId"]),
        (cloudformation(HTTP + "\nCredentials: !Sub '${Role.Arn}${AWS::Regoin}'"), ["${Role.Arn}", "${AWS::Regoin}"]),
        (cloudformation(HTTP, "OperationName: !Join ['', [a, !Ref Nothing]]"), ["!Ref Nothing"]),
        (cloudformation(HTTP, "OperationName: !If [X, !Ref A, !Ref B]", head="Conditions: {X: !Equals [!Ref P, a]}"), ["!Ref A", "!Ref B"]),
        (cloudformation(HTTP, "OperationName: !Select [!Ref Which, [a]]"), ["!Ref Which"]),
        (cloudformation(HTTP, "AuthorizerId: !GetAtt Api.Arn"), ["!GetAtt Api.Arn"]),
        (cloudformation(HTTP).replace("  Pets:\n", "  Pets:\n    DependsOn: [Api, Other]\n"), ["Other"]),
        (cloudformation(HTTP).replace("  Pets:\n", "  Pets:\n    DependsOn: Other\n"), ["Other"]),
        (cloudformation(HTTP, "OperationName: !Sub ['${a}${b}', {a: x}]"), ["${b}"]),
        (terraform(ARGUMENTS, "operation_name = var.name"), ["var.name"]),
        (terraform(ARGUMENTS, 'operation_name = "x-${local.name}"'), ["local.name"]),
        (terraform(ARGUMENTS, "authorizer_id = aws_api_gateway_authorizer.a.id"), ["aws_api_gateway_authorizer.a"]),
        (terraform(ARGUMENTS, "authorizer_id = data.aws_x.a.id"), ["data.aws_x.a"]),
        (terraform(ARGUMENTS, "authorizer_id = module.auth.id"), ["module.auth"]),
        (terraform(ARGUMENTS, "authorizer_id = try(aws_api_gateway_authorizer.a.id, null)"), ["aws_api_gateway_authorizer.a"]),
        (terraform(ARGUMENTS, "operation_name = true ? local.a : local.b", more="locals {\n  a = 1\n}"), ["local.b"]),
        (terraform(ARGUMENTS, "depends_on = [aws_api_gateway_model.x]"), ["aws_api_gateway_model.x"]),
        (terraform(ARGUMENTS + "\ntls_config {\n  insecure_skip_verification = var.x\n}"), ["var.x"]),
        (
            terraform(ARGUMENTS, "operation_name = aws_api_gateway_rest_api.api.root_resource_idd"),
            ["aws_api_gateway_rest_api.api.root_resource_idd"],
        ),
    ],
)
def test_what_is_not_there(text, places):
    assert sorted(places) == sorted(found("unresolved-reference", text))
    assert {"rejected"} == set(consequences("unresolved-reference", text))


@pytest.mark.parametrize(
    "text",
    [
        cloudformation(HTTP, "AuthorizerId: !Ref Who", head="Parameters: {Who: {Type: String}}"),
        cloudformation(HTTP, "OperationName: !Sub '${AWS::Region}${AWS::StackName}${!AWS::Nothing}${Api}${Api.RestApiId}'"),
        cloudformation(HTTP, "AuthorizerId: !Ref Nobody", head="Transform: [Macro]"),
        cloudformation(HTTP, "AuthorizerId: !Ref ServerlessRestApiAuthorizer", head="Transform: AWS::Serverless-2016-10-31"),
        cloudformation(HTTP, "AuthorizerId: !Ref Nobody", more="Module: {Type: 'My::Own::Thing::MODULE'}"),
        cloudformation(HTTP, "AuthorizerId: !Ref SamEventPermission", more="Sam: {Type: 'AWS::Serverless::Function'}"),
        cloudformation(HTTP, "AuthorizerId: !Ref Nobody", head="Parameters: {'Fn::Transform': {Name: AWS::Include}}"),
        cloudformation(
            HTTP, "AuthorizerId: !Ref A1", more="'Fn::ForEach::A': [N, !Ref Names, {'A${N}': {Type: 'AWS::ApiGateway::Authorizer'}}]"
        ),
        cloudformation(HTTP, "AuthorizerId: !Ref A1", more="'Fn::ForEach::A': [N, [1], {'A${N}': {Type: 'AWS::ApiGateway::Authorizer'}}]"),
        cloudformation(HTTP, "OperationName: !Ref HelloLambdaFunction\nResourceId: !Ref ApiGatewayRestApi").replace(
            "      ResourceId: !GetAtt Api.RootResourceId\n", ""
        ),
        cloudformation(HTTP, "OperationName: !GetAtt Made.Anything", more="Made: {Type: 'Custom::Thing'}"),
        cloudformation(HTTP, more=OUTSIDE),
        terraform(ARGUMENTS, "operation_name = var.name", more='variable "name" {}'),
        terraform(ARGUMENTS, 'for_each = toset(["a"])\noperation_name = "${each.key}-${terraform.workspace}-${path.module}"'),
        terraform(ARGUMENTS, 'operation_name = join(",", [for x in [{ y = "z" }] : x.y])'),
        terraform(ARGUMENTS, 'dynamic "x" {\n  for_each = []\n  iterator = it\n  content {\n    a = it.value\n  }\n}'),
        terraform(ARGUMENTS, "operation_name = module.other.anything", more='module "other" {\n  source = "example/other/aws"\n}'),
        terraform(ARGUMENTS, "operation_name = aws_api_gateway_rest_api.api.made_by_a_newer_provider"),
        terraform(ARGUMENTS, "provider = aws.other\nlifecycle {\n  ignore_changes = [nothing.there]\n}"),
        terraform(ARGUMENTS, more='resource "aws_sns_topic" "x" {\n  name = var.nothing\n}'),
    ],
)
def test_what_is_there_or_may_be(text):
    assert [] == said(text)


def test_sam_makes_nothing_with_the_names_of_others():
    text = cloudformation(
        HTTP, "AuthorizerId: !Ref Nobody", head="Transform: AWS::Serverless-2016-10-31", more="Sam: {Type: 'AWS::Serverless::SimpleTable'}"
    )

    assert ["resource or parameter Nobody"] == said(text)


@pytest.mark.parametrize(
    ("named", "expected"),
    [
        ("Petz", ["resource Petz; did you mean Pets?"]),
        ("!Ref Name", ["resource other"]),
        ("Pets", []),
        ("!Ref Given", []),
        ("!Ref ServerlessRestApi", []),
    ],
)
def test_an_event_of_an_api_that_is_not_there(named, expected):
    text = f"""
Transform: AWS::Serverless-2016-10-31
Parameters: {{Name: {{Type: String, Default: other}}, Given: {{Type: String}}}}
Resources:
  Pets: {{Type: AWS::Serverless::Api, Properties: {{StageName: prod}}}}
  List:
    Type: AWS::Serverless::Function
    Properties:
      Events:
        List: {{Type: Api, Properties: {{RestApiId: {named}, Path: /pets, Method: get}}}}
        Own: {{Type: Api, Properties: {{Path: /pets, Method: get}}}}
"""

    assert expected == said(text)


def test_the_name_that_was_meant():
    assert ["resource or parameter Appi; did you mean Api?"] == said(cloudformation(HTTP, "AuthorizerId: !Ref Appi"))
    assert ["variable nam; did you mean name?"] == said(terraform(ARGUMENTS, "operation_name = var.nam", more='variable "name" {}'))
