"""Documents that SAM's APIs have in files of their own, linted with their template and alone."""

from pathlib import Path

import pytest

from apigw_lint.lint import Settings, lint_paths

TEMPLATE = """\
Transform: AWS::Serverless-2016-10-31
Resources:
  Pets: {Type: AWS::Serverless::HttpApi, Properties: {DEFINITION}}
  Role: {Type: AWS::IAM::Role, Properties: {AssumeRolePolicyDocument: {}}}
"""
INCLUDED = "DefinitionBody: {'Fn::Transform': {Name: AWS::Include, Parameters: {Location: api.yaml}}}"
DOCUMENT = """\
openapi: 3.0.1
info: {title: a, version: "1"}
paths:
  /a:
    post:
      x-amazon-apigateway-integration:
        type: aws_proxy
        integrationSubtype: SQS-SendMessage
        payloadFormatVersion: "1.0"
        credentials: {"Fn::GetAtt": [Role, Arn]}
        timeoutInMillis: {Ref: Time}
        requestParameters: {MessageBody: $request.body, QueueUrl: {Ref: Queue}}
"""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "api.yaml").write_text(DOCUMENT)
    return tmp_path


def found(*paths: str) -> list[tuple[str, str]]:
    report = lint_paths(paths, Settings(isolated=True))
    assert [] == report.errors
    return [(finding.rule, finding.help) for finding in report.findings]


def test_functions_of_a_document_that_is_linted_alone_are_not_known(here: Path) -> None:
    assert [] == found("api.yaml")


def test_functions_of_a_document_that_is_named_by_its_place_are_not_evaluated(here: Path) -> None:
    (here / "template.yaml").write_text(TEMPLATE.replace("DEFINITION", "DefinitionUri: api.yaml"))
    wanted = "in the place of DefinitionUri write DefinitionBody with Fn::Transform: AWS::Include, which evaluates functions"
    assert [("unresolved-placeholder", wanted)] == found("template.yaml")


def test_functions_of_a_document_that_is_included_are_evaluated(here: Path) -> None:
    text = TEMPLATE.replace("DEFINITION", INCLUDED) + "  Queue: {Type: AWS::SQS::Queue}\nParameters: {Time: {Type: Number}}\n"
    (here / "template.yaml").write_text(text)
    assert [] == found("template.yaml")
