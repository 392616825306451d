"""Edits of JSON text that leave every other byte as it is; ``None`` wherever that is not certain."""

from __future__ import annotations

import json
import re

from apigw_lint.regexp import regexp
from apigw_lint.source import Span
from apigw_lint.value import Edit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from apigw_lint.source import Source
    from apigw_lint.syntax.json_nodes import JsonMapping, JsonScalar, JsonSequence
    from apigw_lint.syntax.tree import Node

_COLON = regexp(r"[ \t\r\n]*:[ \t\r\n]*")
_LINE_END = regexp(r"\r\n|\r|\n")


def replacement(node: JsonScalar, value: str | int | float | bool) -> Edit | None:
    """Returns the edit that writes another scalar in a node's place."""
    return Edit(node.span, _dumped(value))


def insertion(node: JsonMapping, key: str, value: Any) -> Edit | None:
    """Returns the edit that adds an entry to an object."""
    if node.get(key) is not None:
        return None
    heads: list[Node] = [name for name, _ in node.entries]
    colon = ": "
    if node.entries:
        match = _COLON.match(node.source.text, heads[-1].end)
        colon = match.group() if match and "\n" not in match.group() else ": "
    return _appended(node, heads, [item for _, item in node.entries], value, _dumped(key) + colon)


def addition(node: JsonSequence, value: Any) -> Edit | None:
    """Returns the edit that adds an item to an array."""
    return _appended(node, node.items, node.items, value, "")


def removal(node: JsonMapping, key: str) -> Edit | None:
    """Returns the edit that takes an entry out of an object, with its comma."""
    numbers = [number for number, (name, _) in enumerate(node.entries) if name.value == key]
    if len(numbers) != 1:
        return None
    number = numbers[0]
    name, value = node.entries[number]
    start, end = name.start, value.end
    if number + 1 < len(node.entries):
        end = node.entries[number + 1][0].start
    elif number:
        start = node.entries[number - 1][1].end
    else:
        start, end = node.start + 1, node.end - 1
    return Edit(Span(node.source, start, end), "")


def _appended(node: JsonMapping | JsonSequence, heads: list[Node], tails: list[Node], value: Any, lead: str) -> Edit:
    """Returns the edit that writes a child behind the last one, on a line of its own where that one has its own."""
    source, text = node.source, node.source.text
    outer = _margin(text, node.start)
    if not heads:
        return _first(node, value, lead, outer)
    line = _line_start(text, heads[-1].start)
    own = text[line : heads[-1].start]
    if own.strip(" \t"):
        compact = text[tails[-2].end : heads[-1].start] == "," if len(heads) > 1 else False
        return Edit(Span(source, tails[-1].end, tails[-1].end), ("," if compact else ", ") + lead + _dumped(value))
    step = own[len(outer) :] if own.startswith(outer) and len(own) > len(outer) else "  "
    written = lead + _dumped(value, own, step, _line_end(source))
    return Edit(Span(source, tails[-1].end, tails[-1].end), "," + _line_end(source) + own + written)


def _first(node: JsonMapping | JsonSequence, value: Any, lead: str, outer: str) -> Edit:
    """Returns the edit that fills an empty collection, on lines of its own where the file is written so."""
    source = node.source
    inside = Span(source, node.start + 1, node.end - 1)
    if not _LINE_END.search(source.text.strip()):
        return Edit(inside, lead + _dumped(value))
    line_end, step = _line_end(source), _step(source.text)
    written = lead + _dumped(value, outer + step, step, line_end)
    return Edit(inside, line_end + outer + step + written + line_end + outer)


def _dumped(value: Any, margin: str = "", step: str = "", line_end: str = "\n") -> str:
    written = json.dumps(value, ensure_ascii=False, indent=step or None)
    return written.replace("\n", line_end + margin) if step else written


def _margin(text: str, at: int) -> str:
    line = text[_line_start(text, at) : at]
    return line[: len(line) - len(line.lstrip(" \t"))]


def _step(text: str) -> str:
    """Returns the indentation of the first indented line."""
    match = re.search(r"[\r\n]([ \t]+)\S", text)
    return match.group(1) if match else "  "


def _line_start(text: str, at: int) -> int:
    return max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1


def _line_end(source: Source) -> str:
    match = _LINE_END.search(source.text)
    return match.group() if match else "\n"
