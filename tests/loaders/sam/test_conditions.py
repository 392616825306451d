"""APIs and functions of SAM on conditions that are not known: what is wrong in them is wrong whenever they are made."""

from __future__ import annotations

import pytest

from apigw_lint.lint import Settings, lint_text

TEMPLATE = """\
Transform: AWS::Serverless-2016-10-31
Parameters: {Stage: {Type: String}}
Conditions: {IsProd: !Equals [!Ref Stage, prod]}
Resources:
  Http:
    Type: AWS::Serverless::HttpApi
    %s
    Properties:
      CorsConfiguration: {AllowCredentials: true, AllowOrigins: ['*']}
  List:
    Type: AWS::Serverless::Function
    %s
    Properties:
      CodeUri: src
      Handler: list.handler
      Runtime: python3.13
      Events:
        List: {Type: HttpApi, Properties: {ApiId: !Ref Http, Path: /pets, Method: get, TimeoutInMillis: 60000}}
        More: {Type: HttpApi, Properties: {ApiId: !Ref Http, Path: /more, Method: get}}
"""


@pytest.mark.parametrize(("api", "function"), [("", ""), ("", "Condition: IsProd"), ("Condition: IsProd", "Condition: IsProd")])
def test_what_is_wrong_whenever_it_is_made(api: str, function: str) -> None:
    report = lint_text(TEMPLATE % (api, function), "nowhere/template.yaml", Settings(isolated=True))

    assert [("wildcard-origin-with-credentials", "'*'"), ("integration-timeout-out-of-range", "60000")] == [
        (finding.rule, finding.span.text) for finding in report.findings
    ]
