"""Findings for people: what AWS does, the lines with carets, the other half of the mistake, and what to write instead."""

from __future__ import annotations

from apigw_lint.fixes import is_fixable
from apigw_lint.notices import NOTICES
from apigw_lint.record import Row
from apigw_lint.reporters.display import LIMIT, cropped, expanded, width
from apigw_lint.rule import Severity

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TextIO

    from apigw_lint.lint import Report
    from apigw_lint.rule import Finding
    from apigw_lint.source import Source, Span

    Line = list[tuple[str, str]]
    """Pieces of a line: a style (empty for none) and a text."""

_STYLES = {"error": "bold red", "warning": "bold yellow", "note": "bold cyan"}
_FRAME = "blue"


class _Mark(Row):
    """A place with its words. ``style`` colours the carets of the primary place, and is the frame's for related ones."""

    span: Span
    message: str
    sign: str
    style: str


def write(report: Report, stream: TextIO, colour: bool, summary: bool = True, unsafe: bool = False) -> None:
    """Writes the report to a stream. ``summary`` adds the last line; ``unsafe`` counts fixes that need ``--unsafe-fixes`` as well."""
    lines: list[Line] = []
    for finding in report.findings:
        lines.extend(_finding(finding))
        lines.append([])
    if summary:
        lines.append([("", summarised(report, unsafe))])
    if colour:
        _write_coloured(lines, stream)
    else:
        stream.write("".join("".join(text for _, text in line).rstrip() + "\n" for line in lines))


def _write_coloured(lines: list[Line], stream: TextIO) -> None:
    from rich.console import Console
    from rich.text import Text

    console = Console(file=stream, force_terminal=True, highlight=False, soft_wrap=True)
    for line in lines:
        text = Text()
        for style, piece in line:
            text.append(piece, style or None)
        text.rstrip()
        console.print(text)


def summarised(report: Report, unsafe: bool = False) -> str:
    """Returns the last line: how many of what, where, and how many can be mended."""
    checked = _counted(len(report.checked), "file")
    if not report.findings:
        return f"No findings ({checked} checked)." if report.checked else "No API Gateway definition found."
    counts = [_counted(number, severity.value) for severity in Severity if (number := report.count(severity))]
    files = _counted(len({finding.span.source.path for finding in report.findings}), "file")
    fixable = sum(is_fixable(finding, unsafe) for finding in report.findings)
    mend = f"; {fixable} fixable with --fix" if fixable else ""
    return f"Found {', '.join(counts)} in {files} ({len(report.checked)} checked){mend}."


def statistics(report: Report) -> str:
    """Returns how many findings each rule has, the most frequent first."""
    counts: dict[tuple[str, str], int] = {}
    for finding in report.findings:
        key = (finding.rule, finding.consequence.value)
        counts[key] = counts.get(key, 0) + 1
    rows = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return "".join(f"{count:>5}  {consequence:<10}  {rule}\n" for (rule, consequence), count in rows)


def _counted(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"


def _finding(finding: Finding) -> Iterator[Line]:
    style = _STYLES[finding.consequence.severity.value]
    yield _head(finding, style)
    marks = [_Mark(finding.span, finding.message, "^", style), *(_Mark(r.span, r.message, "-", _FRAME) for r in finding.related)]
    here = [mark for mark in marks if mark.span.source.path == finding.span.source.path]
    margin = len(str(max(mark.span.first.line for mark in marks)))
    yield _arrow(finding.span, "-->", margin)
    shown = bool(finding.span.source.text)
    if shown:
        yield from _snippet(here, margin)
    elsewhere: dict[str, list[_Mark]] = {}
    for mark in marks:
        if mark.span.source.path != finding.span.source.path:
            elsewhere.setdefault(mark.span.source.path, []).append(mark)
    for others in elsewhere.values():
        yield _arrow(others[0].span, ":::", margin)
        yield from _snippet(others, margin)
    for word, text in _remarks(finding, shown):
        yield [(_FRAME, " " * margin + " = "), ("bold", word), ("", expanded(text))]


def _head(finding: Finding, style: str) -> Line:
    name = f"{finding.consequence.severity.value}[{finding.rule}]"
    if finding.rule in NOTICES:
        return [(style, name)]
    return [(style, name), ("bold", f" {finding.consequence.value}: {finding.consequence.meaning}")]


def _remarks(finding: Finding, shown: bool) -> Iterator[tuple[str, str]]:
    if not shown:
        yield "", finding.message
    about = ", ".join(filter(None, (finding.method or finding.address, finding.stage)))
    if about:
        yield "", about
    if finding.construct:
        yield "construct: ", finding.construct
    if finding.fix is not None:
        yield "fix: ", finding.fix.message + ("" if finding.fix.safe else " (with --unsafe-fixes)")
    if finding.fix is None or finding.help != finding.fix.message:
        for line in finding.help.splitlines():
            yield "help: ", line


def _arrow(span: Span, sign: str, margin: int) -> Line:
    line, column = span.first
    return [(_FRAME, " " * margin + sign + " "), ("", f"{expanded(span.source.path)}:{line}:{column}")]


def _snippet(marks: list[_Mark], margin: int) -> Iterator[Line]:
    """Yields the lines of one file that the marks stand on, each with its carets and words below."""
    empty: Line = [(_FRAME, " " * margin + " |")]
    yield empty
    before = 0
    for number in sorted({mark.span.first.line for mark in marks}):
        if before and number > before + 2:
            yield [(_FRAME, "...")]
        elif before and number == before + 2:
            yield _numbered(marks[0].span.source, number - 1, margin)
        before = number
        for together in _in_sight(marks, number):
            yield from _marked(together, number, margin)
    yield empty


def _in_sight(marks: list[_Mark], number: int) -> Iterator[list[_Mark]]:
    """Yields the marks of a line in order, together where a cropped line can show them together."""
    here = sorted((mark for mark in marks if mark.span.first.line == number), key=lambda mark: mark.span.start)
    together: list[_Mark] = []
    for mark in here:
        if together and mark.span.end - together[0].span.start > LIMIT - 20 and len(mark.span.source.line(number)) > LIMIT:
            yield together
            together = []
        together.append(mark)
    yield together


def _numbered(source: Source, number: int, margin: int) -> Line:
    return [(_FRAME, f"{number:>{margin}} | "), ("", cropped(source.line(number), 0, 0)[0])]


def _marked(marks: list[_Mark], number: int, margin: int) -> Iterator[Line]:
    """Yields a line and what is said below it, with one line of carets for each place."""
    source = marks[0].span.source
    text = source.line(number)
    start = min(mark.span.start for mark in marks) - source.line_starts[number - 1]
    shown, dropped, lead = cropped(text, start, max(_end(mark.span, text, number) for mark in marks))
    yield [(_FRAME, f"{number:>{margin}} | "), ("", shown)]
    for mark in marks:
        first = mark.span.first.column - 1
        indent = lead + width(text[dropped:first]) if first >= dropped else 0
        carets = max(width(text[max(first, dropped) : _end(mark.span, text, number)]), 1)
        carets = min(carets, max(width(shown) - indent, 1), 200)
        yield [
            (_FRAME, " " * margin + " | "),
            ("", " " * indent),
            (mark.style, mark.sign * carets),
            (mark.style if mark.sign == "^" else "", " " + expanded(mark.message)),
        ]


def _end(span: Span, text: str, number: int) -> int:
    """Returns the column from 0 behind the part of a span that stands on its first line."""
    line, column = span.last
    return min(column - 1, len(text)) if line == number else len(text.rstrip())
