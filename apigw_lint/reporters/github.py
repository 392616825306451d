"""Findings as workflow commands, which GitHub shows as annotations on the lines of a pull request."""

from __future__ import annotations

from apigw_lint.reporters.repository import repository_path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from apigw_lint.lint import Report
    from apigw_lint.rule import Finding

_COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}


def report(report: Report) -> str:
    """Returns one command in each line."""
    return "".join(f"{_command(finding)}\n" for finding in report.findings)


def _command(finding: Finding) -> str:
    start, end = finding.span.first, finding.span.last
    properties = {"file": repository_path(finding.span.source.path), "line": start.line, "endLine": end.line}
    if start.line == end.line:  # GitHub refuses columns of a place that has several lines
        properties.update(col=start.column, endColumn=end.column)
    properties["title"] = f"{finding.rule} ({finding.consequence.value})"
    about = ", ".join(filter(None, (finding.method or finding.address, finding.stage)))
    construct = f"construct: {finding.construct}" if finding.construct else ""
    lines = [finding.message, about, construct, f"fix: {finding.fix.message}" if finding.fix else "", finding.help]
    written = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items())
    return f"::{_COMMANDS[finding.consequence.severity.value]} {written}::{_data(chr(10).join(filter(None, lines)))}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
