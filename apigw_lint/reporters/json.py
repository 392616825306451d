"""Findings as JSON, version 1: ``findings.schema.json`` beside this file describes it."""

from __future__ import annotations

import json

from apigw_lint import __version__
from apigw_lint.rule import Severity

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from apigw_lint.lint import Report
    from apigw_lint.rule import Finding, Fix
    from apigw_lint.source import Span


def report(report: Report) -> str:
    """Returns the report as JSON text that ends with a newline."""
    data = {
        "version": 1,
        "tool": {"name": "apigw-lint", "version": __version__},
        "findings": [_finding(finding) for finding in report.findings],
        "files": {"checked": len(report.checked), "skipped": [{"path": path, "reason": reason} for path, reason in report.skipped]},
        "summary": {severity.value: report.count(severity) for severity in (Severity.ERROR, Severity.WARNING, Severity.NOTE)},
    }
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"


def _finding(finding: Finding) -> dict[str, Any]:
    data = {
        "rule": finding.rule,
        "consequence": finding.consequence.value,
        "severity": finding.consequence.severity.value,
        "message": finding.message,
        "path": finding.span.source.path,
        **_place(finding.span),
        "address": finding.address,
        "method": finding.method,
        "stage": finding.stage,
        "construct": finding.construct,
        "related": [{"message": r.message, "path": r.span.source.path, **_place(r.span)} for r in finding.related],
        "help": finding.help,
    }
    if finding.fix is not None:
        data["fix"] = _fix(finding.fix, finding.span.source.path)
    return data


def _fix(fix: Fix, path: str) -> dict[str, Any]:
    """Returns a fix; an edit in another file than the finding's says so."""
    edits = []
    for edit in fix.edits:
        other = {} if edit.span.source.path == path else {"path": edit.span.source.path}
        edits.append({**other, **_place(edit.span), "text": edit.text})
    return {"message": fix.message, "safe": fix.safe, "edits": edits}


def _place(span: Span) -> dict[str, Any]:
    return {"start": span.first._asdict(), "end": span.last._asdict()}
