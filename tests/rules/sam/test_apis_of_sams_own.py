"""The APIs that SAM makes by itself, and the stage that it makes beside the one which is written."""

import pytest

from apigw_lint.lint import Settings, lint_text

HEAD = "Transform: AWS::Serverless-2016-10-31\nResources:\n"
FUNCTION = """\
  F:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.13
      Handler: a.b
      CodeUri: .
      Events: {E: {Type: KIND, Properties: {Path: /a, Method: get, MORE}}}
"""
OWN = "  NAME: {Type: AWS::Serverless::KIND, Properties: {Description: mine}}\n"
BODY = """\
  Pets:
    Type: AWS::Serverless::Api
    Properties:
      StageName: live
      Variables: {VARIABLE: pets.example.com}
      DefinitionBody:
        swagger: "2.0"
        info: {title: a, version: "1"}
        paths: {/a: {get: {x-amazon-apigateway-integration: {type: http_proxy, httpMethod: GET, uri: "https://${stageVariables.host}/"}}}}
"""
LOGGED = """\
  Pets:
    Type: AWS::Serverless::Api
    Properties:
      StageName: live
      AccessLogSetting: {DestinationArn: !GetAtt Logs.Arn, Format: $context.requestId}
  Logs: {Type: AWS::Logs::LogGroup}
"""
ACCOUNT = """\
Globals: {Api: {MethodSettings: [{ResourcePath: /*, HttpMethod: "*", LoggingLevel: INFO}]}}
Resources:
  Role: {Type: AWS::IAM::Role, Properties: {AssumeRolePolicyDocument: {}}}
  Account: {Type: AWS::ApiGateway::Account, Properties: {CloudWatchRoleArn: !GetAtt Role.Arn}}
"""


def messages(text: str, *rules: str) -> list[str]:
    return [finding.message for finding in lint_text(text, settings=Settings(isolated=True, select=list(rules))).findings]


def function(kind: str = "Api", more: str = "") -> str:
    return FUNCTION.replace("KIND", kind).replace(", MORE", f", {more}" if more else "")


@pytest.mark.parametrize(
    ("kind", "name", "more", "number"),
    [
        ("Api", "ServerlessRestApi", "", 1),
        ("Api", "ServerlessRestApi", "RestApiId: !Ref ServerlessRestApi", 1),
        ("HttpApi", "ServerlessHttpApi", "", 1),
        ("HttpApi", "ServerlessHttpApi", "ApiId: !Ref ServerlessHttpApi", 1),
        ("HttpApi", "ServerlessHttpApi", "ApiId: !Ref Other", 0),
        ("Api", "ServerlessHttpApi", "", 0),
        ("Api", "Pets", "", 0),
    ],
)
def test_an_api_whose_place_sam_takes(kind: str, name: str, more: str, number: int) -> None:
    text = HEAD + OWN.replace("NAME", name).replace("KIND", kind) + function(kind, more)
    assert number == len(messages(text, "overwritten-api"))
    assert [] == messages(text, "generated-id-taken")


def test_the_place_is_what_is_written() -> None:
    text = HEAD + OWN.replace("NAME", "ServerlessRestApi").replace("KIND", "Api") + function()
    (finding,) = lint_text(text, settings=Settings(isolated=True, select=["overwritten-api"])).findings
    assert ("ServerlessRestApi", ["E"]) == (finding.span.text, [place.span.text for place in finding.related])


@pytest.mark.parametrize(("variable", "expected"), [("host", 0), ("other", 1)])
def test_the_extra_stage_need_not_define_variables(variable: str, expected: int) -> None:
    assert expected == len(messages(HEAD + BODY.replace("VARIABLE", variable), "undefined-stage-variable"))


def test_the_extra_stage_need_not_write_logs() -> None:
    assert [] == messages(HEAD + LOGGED + function(more="RestApiId: !Ref Pets"), "unlogged-stage")
    assert [] != messages(HEAD + LOGGED + function(more="RestApiId: !Ref Pets"), "unthrottled-stage")


def test_a_plan_that_is_not_known_may_cover_an_api() -> None:
    auth = "Auth: {ApiKeyRequired: true, UsagePlan: {CreateUsagePlan: PLAN}}"
    api = f"  Pets: {{Type: AWS::Serverless::Api, Properties: {{StageName: live, {auth}}}}}\n" + function(more="RestApiId: !Ref Pets")
    found = {kind: len(messages(HEAD + api.replace("PLAN", kind), "api-key-required-without-usage-plan")) for kind in ("NONE", "SINGLE")}
    assert {"NONE": 1, "SINGLE": 0} == found


@pytest.mark.parametrize(
    ("api", "more", "expected"),
    [
        ("", "", "write the API as a resource of its own, with DependsOn: Account, and name it in the events"),
        (OWN.replace("mine}", "mine, StageName: live}"), "RestApiId: !Ref Pets", "write DependsOn: Account at the API"),
        (OWN.replace("mine}", "mine, StageName: live}, DependsOn: Account"), "RestApiId: !Ref Pets", None),
    ],
)
def test_an_api_that_waits_for_the_role_of_the_account(api: str, more: str, expected: str | None) -> None:
    text = HEAD.partition("Resources")[0] + ACCOUNT + api.replace("NAME", "Pets").replace("KIND", "Api") + function(more=more)
    findings = lint_text(text, settings=Settings(isolated=True, select=["logging-without-account-role"])).findings
    assert ([expected] if expected else []) == [finding.help for finding in findings]
