"""Writes what is generated out of the rules: their index in ``rules/__init__.py``, and the table in the README.

python docs/generate.py           # writes both
python docs/generate.py --check   # exits with 1 where one is stale
"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from apigw_lint.checks import levels
from apigw_lint.examples import summary
from apigw_lint.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
INDEX = ROOT / "rules" / "__init__.py"
START, END = "<!-- rules -->", "<!-- /rules -->"
HEAD = '''"""The built-in rules: a plug-in like any other, found through the entry-point group ``apigw_lint.rules``.

Written by ``docs/generate.py`` out of the files in the folders. A rule is imported when a definition has something for it to look at.
"""

from apigw_lint.rule import Deferred

# fmt: off
RULES = (
'''


def rules() -> list[type[Rule]]:
    """Returns the rules that stand in the folders, in order of folder and file."""
    files = sorted(path.relative_to(INDEX.parent) for path in INDEX.parent.glob("*/[!_]*.py"))
    return [rule for file in files for rule in _rules_in(f"apigw_lint_rules.{file.parts[0]}.{file.stem}")]


def _rules_in(module: str) -> Iterator[type[Rule]]:
    for found in vars(importlib.import_module(module)).values():
        if isinstance(found, type) and issubclass(found, Rule) and found.__module__ == module:
            yield found


def index() -> str:
    """Returns ``rules/__init__.py``."""
    lines = []
    for rule in rules():
        words = [rule.__module__, rule.__name__, rule.consequence.value, " ".join(rule.kinds), " ".join(levels(rule))]
        shown = ", ".join(f'"{word}"' for word in words)
        needs = f', needs="{" ".join(rule.needs)}"' if rule.needs else ""
        lines.append(f"    Deferred({shown}{needs}{', opt_in=True' if rule.opt_in else ''}),\n")
    return f"{HEAD}{''.join(lines)})\n"


def table() -> str:
    """Returns the table of all rules, by folder."""
    groups: dict[str, list[str]] = {}
    for rule in rules():
        opt_in = " (opt-in)" if rule.opt_in else ""
        row = f"| `{rule.name}` | {rule.consequence.value}{opt_in} | {summary(rule).rstrip('.')} |"
        groups.setdefault(rule.__module__.split(".")[1], []).append(row)
    lines = []
    for group, rows in sorted(groups.items()):
        lines += [f"### {group}", "", "| rule | consequence | finds |", "|---|---|---|", *rows, ""]
    return "\n".join(lines)


def readme(text: str) -> str:
    """Returns the README with its generated part anew."""
    head, rest = text.split(START, 1)
    _, tail = rest.split(END, 1)
    return f"{head}{START}\n\n{table()}{END}{tail}"


def main() -> None:
    """Writes the files, or says which are stale."""
    written = {INDEX: index(), README: readme(README.read_text(encoding="utf-8"))}
    stale = [path for path, text in written.items() if path.read_text(encoding="utf-8") != text]
    if "--check" in sys.argv[1:] and stale:
        sys.exit("stale: run docs/generate.py for " + ", ".join(path.name for path in stale))
    for path in stale:
        path.write_text(written[path], encoding="utf-8")


if __name__ == "__main__":
    main()
