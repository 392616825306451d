"""Findings for programs: JSON, SARIF and workflow commands."""

import json
from pathlib import Path

import jsonschema
import pytest
from engine_support import OPENAPI, PlainHttp, SlowBackend

import apigw_lint.reporters
from apigw_lint.lint import Report, Settings, lint_paths, lint_text
from apigw_lint.reporters import github, sarif
from apigw_lint.reporters import json as as_json
from apigw_lint.rule import Consequence, Finding, Fix, Related
from apigw_lint.source import Source
from apigw_lint.value import Edit

SCHEMA = json.loads(Path(apigw_lint.reporters.__file__).with_name("findings.schema.json").read_text())
STRANGE = 'é "\\ \x1b 名 \ud800 %:,\n<end>'
"""What a message may have in it."""


@pytest.fixture
def report(here, install):
    install(SlowBackend, PlainHttp)
    return lint_text(OPENAPI, "a b/ü.yaml", Settings(select=("all",)))


@pytest.fixture
def strange(here):
    source = Source("f%:, .yaml", "abc\ndef\n")
    fix = Fix(STRANGE, [Edit(source.span(0, 1), STRANGE), Edit(Source("other", "x").span(0, 1), "")], safe=False)
    finding = Finding("syntax-error", Consequence.REJECTED, source.span(1, 6), STRANGE, [Related(source.span(0, 0), STRANGE)], fix, STRANGE)
    return Report(findings=[finding], checked=["f"], skipped=[("g", "empty")], errors=["no such file or directory: h"])


def test_json_is_as_its_schema_says(report, strange):
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    for each in (report, strange, Report()):
        jsonschema.validate(json.loads(as_json.report(each)), SCHEMA, jsonschema.Draft202012Validator)


def test_the_schema_refuses_what_is_not_version_1(report):
    data = json.loads(as_json.report(report))
    data["findings"][0]["start"]["line"] = 0
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(data, SCHEMA, jsonschema.Draft202012Validator)


def test_json_of_a_finding(report):
    finding = next(f for f in json.loads(as_json.report(report))["findings"] if f["rule"] == "slow-backend")
    address = finding.pop("address")

    assert address
    expected = {
        "rule": "slow-backend",
        "consequence": "broken",
        "severity": "error",
        "message": "timeout of 5000 ms is above 1000 ms",
        "path": "a b/ü.yaml",
        "start": {"line": 15, "column": 26},
        "end": {"line": 15, "column": 30},
        "method": "GET /pets",
        "stage": "integration request",
        "construct": "",
        "related": [
            {"message": "for this backend", "path": "a b/ü.yaml", "start": {"line": 14, "column": 14}, "end": {"line": 14, "column": 37}}
        ],
        "fix": {
            "message": "write 1000",
            "safe": True,
            "edits": [{"start": {"line": 15, "column": 26}, "end": {"line": 15, "column": 30}, "text": "1000"}],
        },
        "help": "a fast backend answers earlier",
    }
    assert expected == finding


def test_json_around_the_findings(strange):
    data = json.loads(as_json.report(strange))

    assert {"checked": 1, "skipped": [{"path": "g", "reason": "empty"}]} == data["files"]
    assert {"error": 1, "warning": 0, "note": 0} == data["summary"]
    assert [None, "other"] == [edit.get("path") for edit in data["findings"][0]["fix"]["edits"]]


def check_as_github_does(log):
    """Asserts what GitHub demands of an upload, or cuts off."""
    assert ("2.1.0", 1) == (log["version"], len(log["runs"]))
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert run["tool"]["driver"]["name"]
    assert len(rules) == len({rule["id"] for rule in rules})
    for rule in rules:
        assert set(rule) >= {"id", "name", "shortDescription", "fullDescription", "help", "defaultConfiguration", "properties"}
        assert 0 < len(rule["shortDescription"]["text"]) <= 1024
        assert 0 < len(rule["fullDescription"]["text"]) <= 1024
        assert set(rule["help"]) == {"text", "markdown"}
        assert rule["defaultConfiguration"]["level"] in ("error", "warning", "note")
        assert rule["properties"]["problem.severity"] in ("error", "warning", "recommendation")
        assert rule["properties"]["precision"] in ("very-high", "high", "medium", "low")
        assert len(rule["properties"]["tags"]) <= 20
        severity = rule["properties"].get("security-severity")
        assert severity is None or (isinstance(severity, str) and 0 < float(severity) <= 10)
    fingerprints = set()
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["message"]["text"]
        assert result["level"] in ("error", "warning", "note")
        assert 1 == len(result["locations"])
        for location in [*result["locations"], *result.get("relatedLocations", [])]:
            check_location(location["physicalLocation"])
        for fix in result.get("fixes", []):
            for change in fix["artifactChanges"]:
                assert change["artifactLocation"]["uri"]
                assert change["replacements"]
        fingerprints.add(result["partialFingerprints"]["primaryLocationLineHash"])
    assert len(fingerprints) == len(run["results"])
    assert all(set(notice) == {"level", "message"} for notice in run["invocations"][0]["toolExecutionNotifications"])


def check_location(location):
    uri = location["artifactLocation"]["uri"]
    assert uri.isascii()
    assert " " not in uri
    assert not uri.startswith("/")
    assert "%SRCROOT%" == location["artifactLocation"]["uriBaseId"]
    region = location["region"]
    assert 1 <= region["startLine"] <= region["endLine"]
    assert 1 <= region["startColumn"]
    assert region["startLine"] < region["endLine"] or region["startColumn"] <= region["endColumn"]


def test_sarif_is_what_github_accepts(report, strange):
    for each in (report, strange, Report()):
        check_as_github_does(json.loads(sarif.report(each)))


def test_sarif_of_a_run(report, strange):
    run = json.loads(sarif.report(report))["runs"][0]
    slow = next(result for result in run["results"] if result["ruleId"] == "slow-backend")

    assert "unicodeCodePoints" == run["columnKind"]
    assert ["plain-http", "slow-backend"] == [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert ["7.0", None] == [rule["properties"].get("security-severity") for rule in run["tool"]["driver"]["rules"]]
    assert "a%20b/%C3%BC.yaml" == slow["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert {"startLine": 15, "startColumn": 26, "endLine": 15, "endColumn": 30} == slow["locations"][0]["physicalLocation"]["region"]
    assert "for this backend" == slow["relatedLocations"][0]["message"]["text"]
    assert {"text": "1000"} == slow["fixes"][0]["artifactChanges"][0]["replacements"][0]["insertedContent"]
    assert "timeout of 5000 ms is above 1000 ms (GET /pets, integration request)" == slow["message"]["text"]
    invocation = json.loads(sarif.report(strange))["runs"][0]["invocations"][0]
    assert (False, 2) == (invocation["executionSuccessful"], invocation["exitCode"])
    assert "no such file or directory: h" == invocation["toolExecutionNotifications"][0]["message"]["text"]


def test_a_fingerprint_stays_when_lines_move(report):
    moved = lint_text("# one more line\n" + OPENAPI, "a b/ü.yaml", Settings(select=("all",)))
    elsewhere = lint_text(OPENAPI, "other.yaml", Settings(select=("all",)))

    def prints(of):
        return [result["partialFingerprints"] for result in json.loads(sarif.report(of))["runs"][0]["results"]]

    assert prints(report) == prints(moved)
    assert not {p["primaryLocationLineHash"] for p in prints(report)} & {p["primaryLocationLineHash"] for p in prints(elsewhere)}


def test_paths_are_relative_to_the_repository(here, install, monkeypatch):
    install(SlowBackend)
    (here / "sub").mkdir()
    (here / "sub" / "api.yaml").write_text(OPENAPI)
    monkeypatch.chdir(here / "sub")
    report = lint_paths(["api.yaml"])

    assert "::error file=sub/api.yaml,line=15" in github.report(report)
    assert '"uri": "sub/api.yaml"' in sarif.report(report)
    assert '"path": "api.yaml"' in as_json.report(report)


def test_a_workflow_command(report, strange):
    slow = (
        "::error file=a b/ü.yaml,line=15,endLine=15,col=26,endColumn=30,title=slow-backend (broken)::"
        "timeout of 5000 ms is above 1000 ms%0AGET /pets, integration request%0Afix: write 1000%0Aa fast backend answers earlier\n"
    )
    assert slow in github.report(report)
    command = github.report(strange)

    assert command.startswith("::error file=f%25%3A%2C .yaml,line=1,endLine=2,title=syntax-error (rejected)::é ")
    assert 1 == command.count("\n")
