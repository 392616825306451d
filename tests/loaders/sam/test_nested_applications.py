"""Applications within SAM templates, local ones and those that are not there."""

from pathlib import Path

import pytest

from apigw_lint.lint import Settings, lint_paths

OUTER = """\
Transform: AWS::Serverless-2016-10-31
Resources:
  Inner: {Type: AWS::Serverless::Application, Properties: {Location: inner/template.yaml}}
  Api:
    Type: AWS::Serverless::Api
    Properties:
      StageName: live
      Auth: {DefaultAuthorizer: A, Authorizers: {A: {FunctionArn: !GetAtt Inner.Outputs.Arn}}}
  F:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.13
      Handler: a.b
      CodeUri: .
      Events: {E: {Type: Api, Properties: {RestApiId: !Ref Api, Path: /a, Method: get}}}
"""
INNER = """\
Transform: AWS::Serverless-2016-10-31
Resources:
  F: {Type: AWS::Serverless::Function, Properties: {Runtime: python3.13, Handler: a.b, CodeUri: .}}
Outputs: {Arn: {Value: VALUE}}
"""
FUNCTION = "arn:aws:lambda:eu-west-1:123456789012:function:a"


@pytest.mark.parametrize("value", [None, "!GetAtt F.Arn", FUNCTION])
def test_an_authorizer_in_an_application(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, value: str | None) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "template.yaml").write_text(OUTER)
    if value is not None:
        (tmp_path / "inner").mkdir()
        (tmp_path / "inner/template.yaml").write_text(INNER.replace("VALUE", value))
    report = lint_paths(["template.yaml"], Settings(isolated=True))
    assert ([], []) == (report.findings, report.errors)
