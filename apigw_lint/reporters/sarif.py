"""Findings as SARIF 2.1.0, as GitHub code scanning reads it.

A finding's fingerprint is made of its rule, file and address, not of its line, so that an alert stays the same when lines move.
"""

from __future__ import annotations

import json
from hashlib import sha256

from apigw_lint import __version__
from apigw_lint.examples import documentation, summary
from apigw_lint.lint import registry
from apigw_lint.reporters.repository import repository_path
from apigw_lint.rule import Consequence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from apigw_lint.lint import Report
    from apigw_lint.rule import Finding, Fix, Rule
    from apigw_lint.source import Span
    from apigw_lint.value import Edit

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
HOME = "https://github.com/apigw-lint/apigw-lint"
_ROOT = "%SRCROOT%"
_PROBLEM = {"error": "error", "warning": "warning", "note": "recommendation"}
_SAFE = "/-._~"


def report(report: Report) -> str:
    """Returns the report as SARIF text that ends with a newline."""
    names = sorted({finding.rule for finding in report.findings})
    rules = [_rule(registry().get(name)) for name in names]
    run = {
        "tool": {
            "driver": {"name": "apigw-lint", "version": __version__, "semanticVersion": __version__, "informationUri": HOME, "rules": rules}
        },
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The root of the repository"}}},
        "invocations": [_invocation(report)],
        "results": list(_results(report, names)),
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _rule(rule: type[Rule]) -> dict[str, Any]:
    severity = rule.consequence.severity.value
    text = documentation(rule)
    properties: dict[str, Any] = {
        "tags": ["apigateway", rule.group, rule.consequence.value],
        "precision": "very-high",
        "problem.severity": _PROBLEM[severity],
    }
    if rule.consequence is Consequence.EXPOSED:
        properties["tags"].append("security")
        properties["security-severity"] = "7.0"
    return {
        "id": rule.name,
        "name": rule.__name__,
        "shortDescription": {"text": summary(rule)},
        "fullDescription": {"text": f"{summary(rule)} {rule.consequence.value}: {rule.consequence.meaning}."},
        "help": {"text": text, "markdown": f"# {rule.name}\n\n{text}"},
        "defaultConfiguration": {"level": severity},
        "properties": properties,
    }


def _invocation(report: Report) -> dict[str, Any]:
    notifications = [{"level": "error", "message": {"text": error}} for error in report.errors]
    return {"executionSuccessful": not report.errors, "exitCode": report.exit_code, "toolExecutionNotifications": notifications}


def _results(report: Report, names: list[str]) -> Iterator[dict[str, Any]]:
    seen: dict[str, int] = {}
    for finding in report.findings:
        fingerprint = _fingerprint(finding)
        seen[fingerprint] = number = seen.get(fingerprint, 0) + 1
        yield _result(finding, names.index(finding.rule), f"{fingerprint}:{number}")


def _fingerprint(finding: Finding) -> str:
    """Returns what stays the same when lines move; equal ones are numbered in the order of the file."""
    words = (finding.rule, repository_path(finding.span.source.path), finding.address, finding.method, finding.stage)
    return sha256("\0".join(words).encode("utf-8", "replace")).hexdigest()[:16]


def _result(finding: Finding, index: int, fingerprint: str) -> dict[str, Any]:
    about = ", ".join(filter(None, (finding.method or finding.address, finding.stage)))
    location: dict[str, Any] = {"physicalLocation": _physical(finding.span)}
    logical = [{"fullyQualifiedName": finding.address}] if finding.address else []
    if finding.construct:
        logical.append({"fullyQualifiedName": finding.construct, "kind": "construct"})
    if logical:
        location["logicalLocations"] = logical
    result = {
        "ruleId": finding.rule,
        "ruleIndex": index,
        "level": finding.consequence.severity.value,
        "message": {"text": finding.message + (f" ({about})" if about else "")},
        "locations": [location],
        "partialFingerprints": {"primaryLocationLineHash": fingerprint, "apigwLintFinding/v1": fingerprint},
        "properties": {"consequence": finding.consequence.value, "method": finding.method, "stage": finding.stage},
    }
    if finding.related:
        result["relatedLocations"] = [
            {"id": number, "physicalLocation": _physical(related.span), "message": {"text": related.message}}
            for number, related in enumerate(finding.related, 1)
        ]
    if finding.fix is not None and finding.fix.edits:
        result["fixes"] = [_fix(finding.fix)]
    return result


def _physical(span: Span) -> dict[str, Any]:
    return {"artifactLocation": _artifact(span.source.path), "region": _region(span)}


def _artifact(path: str) -> dict[str, str]:
    from urllib.parse import quote

    path = repository_path(path)
    if path.startswith(("/", "../")):  # outside the repository: nothing that a host could show
        return {"uri": quote(path, safe=_SAFE)}
    return {"uri": quote(path, safe=_SAFE), "uriBaseId": _ROOT}


def _region(span: Span) -> dict[str, int]:
    start, end = span.first, span.last
    return {"startLine": start.line, "startColumn": start.column, "endLine": end.line, "endColumn": end.column}


def _fix(fix: Fix) -> dict[str, Any]:
    changes: dict[str, list[Edit]] = {}
    for edit in fix.edits:
        changes.setdefault(edit.span.source.path, []).append(edit)
    return {
        "description": {"text": fix.message},
        "artifactChanges": [
            {
                "artifactLocation": _artifact(path),
                "replacements": [{"deletedRegion": _region(edit.span), "insertedContent": {"text": edit.text}} for edit in edits],
            }
            for path, edits in changes.items()
        ],
    }
