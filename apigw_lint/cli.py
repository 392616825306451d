"""The command line."""

from __future__ import annotations

import sys


def main(arguments: list[str] | None = None) -> int:
    """Runs the command line and returns the exit code."""
    from apigw_lint.lint import lint_paths
    from apigw_lint.reporters import json

    report = lint_paths([a for a in (arguments or sys.argv[1:]) if not a.startswith("-") and a not in ("check", "json")])
    sys.stdout.write(json.report(report))
    return report.exit_code
