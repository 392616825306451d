"""What a rule's docstring says: its summary, its sections, and the examples in them, which tests run."""

from __future__ import annotations

import re

from apigw_lint.record import Record
from apigw_lint.regexp import regexp

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.rule import Rule

HEADINGS = ("What it does", "Why is this bad?", "Example", "Use instead", "References")
_FENCE = regexp(r"^```(?P<language>\w+)(?:[ \t]+(?P<name>\S+))?[ \t]*\n(?P<text>.*?)^```[ \t]*$", re.MULTILINE | re.DOTALL)
_FILES = {"yaml": "template.yaml", "json": "template.json", "hcl": "main.tf"}


class Example(Record):
    """Files by name that are linted together: one code block, or several with names that follow each other."""

    files: dict[str, str]


def documentation(rule: type[Rule]) -> str:
    """Returns the docstring of a rule without its indentation, ending with a newline."""
    from textwrap import dedent

    return dedent(rule.__doc__ or "").strip() + "\n"


def summary(rule: type[Rule]) -> str:
    """Returns the first line of a rule's docstring."""
    return documentation(rule).split("\n", 1)[0]


def headings(rule: type[Rule]) -> list[str]:
    """Returns the headings of a rule's docstring, in order."""
    return [name for name, _ in _sections(documentation(rule))]


def section(rule: type[Rule], heading: str) -> str:
    """Returns the text below a heading, empty where there is none."""
    return next((text for name, text in _sections(documentation(rule)) if name == heading), "")


def examples(rule: type[Rule], heading: str) -> list[Example]:
    """Returns the examples below a heading."""
    found: list[Example] = []
    text = section(rule, heading)
    end, named = 0, False
    for block in _FENCE.finditer(text):
        name = block["name"]
        if name and named and not text[end : block.start()].strip():
            found[-1].files[name] = block["text"]
        else:
            found.append(Example(files={name or _FILES.get(block["language"], "template.yaml"): block["text"]}))
        end, named = block.end(), bool(name)
    return found


def _sections(text: str) -> Iterator[tuple[str, str]]:
    """Yields heading and text of each section; a ``## `` inside a code block is no heading."""
    heading, lines, fenced = "", list[str](), False
    for line in text.splitlines():
        fenced ^= line.startswith("```")
        if line.startswith("## ") and not fenced:
            if heading:
                yield heading, "\n".join(lines).strip() + "\n"
            heading, lines = line[3:].strip(), []
        else:
            lines.append(line)
    if heading:
        yield heading, "\n".join(lines).strip() + "\n"
