"""What one setting of SAM's makes of several methods is said once."""

import pytest

from apigw_lint.lint import Settings, lint_text

HEAD = """\
Transform: AWS::Serverless-2016-10-31
Resources:
  Pool: {Type: AWS::Cognito::UserPool}
  Api:
    Type: AWS::Serverless::Api
    Properties:
      StageName: live
      Cors: {AllowOrigin: "'*'", AllowHeaders: "'*'", AllowMethods: "'*'"}
      Auth: {DefaultAuthorizer: C, Authorizers: {C: {UserPoolArn: !GetAtt Pool.Arn}}}
  F:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.13
      Handler: a.b
      CodeUri: .
      Events:
"""
EVENT = "        E{name}: {{Type: Api, Properties: {{RestApiId: !Ref Api, Path: /{name}, Method: get}}}}\n"


@pytest.mark.parametrize(
    ("paths", "others"),
    [
        ("a", ""),
        ("ab", "; likewise OPTIONS /b"),
        ("abcd", "; likewise OPTIONS /b, OPTIONS /c and OPTIONS /d"),
        ("abcdef", "; likewise OPTIONS /b, OPTIONS /c and 3 more"),
    ],
)
def test_what_is_true_of_several_methods_is_one_finding(paths: str, others: str) -> None:
    text = HEAD + "".join(EVENT.format(name=path) for path in paths)
    (finding,) = lint_text(text, settings=Settings(isolated=True, select=["authorized-preflight"])).findings
    expected = "a browser sends OPTIONS /a without credentials; COGNITO_USER_POOLS refuses it"
    assert (expected + others, "OPTIONS /a") == (finding.message, finding.method)


def test_different_facts_at_one_place_stay_apart() -> None:
    text = HEAD.replace("C, Auth", "C, ApiKeyRequired: true, Auth") + EVENT.format(name="a") + EVENT.format(name="b")
    findings = lint_text(text, settings=Settings(isolated=True, select=["authorized-preflight"])).findings
    assert 2 == len(findings)
    assert all(finding.message.endswith("; likewise OPTIONS /b") for finding in findings)


def test_the_same_of_methods_that_are_written_is_said_of_each() -> None:
    wanted = EVENT.replace("!Ref Api", "Api")
    text = HEAD + wanted.format(name="a") + wanted.format(name="b")
    findings = lint_text(text, settings=Settings(isolated=True, select=["missing-lambda-permission"])).findings
    assert 2 == len({finding.span for finding in findings})
