"""Writes what is generated in the README: the table of rules.

    python docs/generate.py           # writes it
    python docs/generate.py --check   # exits with 1 where it is stale
"""

from __future__ import annotations

import sys
from pathlib import Path

from apigw_lint.examples import summary
from apigw_lint.lint import registry

README = Path(__file__).resolve().parents[1] / "README.md"
START, END = "<!-- rules -->", "<!-- /rules -->"


def table() -> str:
    """Returns the table of all rules, by folder."""
    lines = []
    groups: dict[str, list[str]] = {}
    for name, rule in sorted(registry().rules.items()):
        if rule.__module__.startswith("apigw_lint_rules."):
            opt_in = " (opt-in)" if rule.opt_in else ""
            groups.setdefault(rule.group, []).append(f"| `{name}` | {rule.consequence.value}{opt_in} | {summary(rule).rstrip('.')} |")
    for group, rows in sorted(groups.items()):
        lines += [f"### {group}", "", "| rule | consequence | finds |", "|---|---|---|", *rows, ""]
    return "\n".join(lines)


def generated(text: str) -> str:
    """Returns the README with its generated part anew."""
    head, rest = text.split(START, 1)
    _, tail = rest.split(END, 1)
    return f"{head}{START}\n\n{table()}{END}{tail}"


if __name__ == "__main__":
    old = README.read_text(encoding="utf-8")
    new = generated(old)
    if "--check" in sys.argv[1:]:
        sys.exit("README.md is stale: run docs/generate.py" if old != new else 0)
    README.write_text(new, encoding="utf-8")
