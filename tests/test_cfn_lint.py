"""The plug-in, by running cfn-lint."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("cfnlint")

TEMPLATE = """\
AWSTemplateFormatVersion: "2010-09-09"
Resources:
  Api:
    Type: AWS::ApiGateway::RestApi
    Properties: {Name: pets}
  GetPets:
    Type: AWS::ApiGateway::Method
%s    Properties:
      RestApiId: !Ref Api
      ResourceId: !GetAtt Api.RootResourceId
      HttpMethod: GET
      AuthorizationType: NONE
      Integration:
        Type: HTTP_PROXY
        IntegrationHttpMethod: GET
        Uri: https://pets.example.com/{id}
  Topic:
    Type: AWS::SNS::Topic
    Properties: {Bogus: yes}
"""
SILENCED = """\
    Metadata:
      cfn-lint: {config: {ignore_checks: [E-apigw-unmapped-uri-variable]}}
"""


def run(path: Path, *arguments: str) -> list[dict[str, object]]:
    command = [str(Path(sys.executable).with_name("cfn-lint")), str(path), "--format", "json", *arguments, "-a", "apigw_lint.cfn_lint"]
    result = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    return json.loads(result.stdout)  # type: ignore[no-any-return]


def ours(findings: list[dict[str, object]]) -> list[tuple[str, int, int, int]]:
    found = []
    for finding in findings:
        rule, location = finding["Rule"], finding["Location"]
        assert isinstance(rule, dict)
        assert isinstance(location, dict)
        if "-apigw-" in rule["Id"]:
            start, end = location["Start"], location["End"]
            found.append((rule["Id"], start["LineNumber"], start["ColumnNumber"], end["ColumnNumber"]))
    return found


def test_findings_stand_beside_those_of_cfn_lint_at_their_places(tmp_path: Path) -> None:
    path = tmp_path / "template.yaml"
    path.write_text(TEMPLATE % "")

    findings = run(path)

    assert [("E-apigw-unmapped-uri-variable", 16, 39, 43)] == ours(findings)
    assert any("Bogus" in str(finding["Message"]) for finding in findings)


def test_resource_metadata_silences_a_finding(tmp_path: Path) -> None:
    path = tmp_path / "template.yaml"
    path.write_text(TEMPLATE % SILENCED)

    assert [] == ours(run(path))


def test_ignore_checks_silences_all(tmp_path: Path) -> None:
    path = tmp_path / "template.yaml"
    path.write_text(TEMPLATE % "")

    assert [] == ours(run(path, "--ignore-checks", "E-apigw"))
