"""Edits of YAML text that leave every other byte as it is; ``None`` wherever that is not certain."""

from __future__ import annotations

import re

from apigw_lint.regexp import regexp
from apigw_lint.source import Span
from apigw_lint.syntax import yaml_writing as writing
from apigw_lint.syntax.tree import Mapping, Node, Sequence
from apigw_lint.syntax.yaml_nodes import YamlMapping, YamlScalar, YamlSequence
from apigw_lint.syntax.yaml_places import content_start, indentation
from apigw_lint.value import Edit, scalar_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from apigw_lint.source import Source

_LEAD = regexp(r" *(?:- +)*\Z")
_REST_OF_LINE = regexp(r"(?:[ \t]+#[^\r\n]*|[ \t]*)(?=\r|\n|\Z)")
_LINE_END = regexp(r"\r\n|\r|\n|\Z")
_HEADER = regexp(r"[|>]([-+0-9]*)[^\r\n]*(?:\r\n|\r|\n)")
_ANCHOR = regexp(r"(?:\A|[\s\[{,:])&\w")


def replacement(node: YamlScalar, value: str | int | float | bool) -> Edit | None:
    """Returns the edit that writes another scalar in a node's place; an explicit tag goes with the old one."""
    text = node.source.text
    if not isinstance(value, str):
        written = writing.scalar(value)
    elif node.style in ("|", ">"):
        written = _block_scalar(node, value) or writing.scalar(value, '"')
    else:
        written = writing.scalar(value, node.style, node.flow)
    if node.start == node.end and text[node.start - 1 : node.start] not in ("", " ", "\t", "\n"):
        written = " " + written
    return Edit(node.span, written)


def insertion(node: YamlMapping, key: str, value: Any) -> Edit | None:
    """Returns the edit that adds an entry to a mapping."""
    if any(scalar_text(name.value) == key for name, _ in node.entries):
        return None
    if node.flow:
        return _flow_insertion(node, "{}", [name for name, _ in node.entries], [item for _, item in node.entries], {key: value})
    first = node.entries[0][0]
    margin = _margin(node.source, first.start)
    at = _behind(node)
    if margin is None or at is None:
        return None
    style = first.style if isinstance(first, YamlScalar) else ""
    name = writing.scalar(key, style) if style else writing.key_text(key)
    written = f"{margin}{name}:{writing.block(value, margin, _step(node), _line_end(node.source), _quotes(node))}"
    return _new_line(node.source, at, written)


def addition(node: YamlSequence, value: Any) -> Edit | None:
    """Returns the edit that adds an item to a sequence."""
    if node.flow:
        return _flow_insertion(node, "[]", node.items, node.items, value)
    margin, at = _margin(node.source, node.start), _behind(node)
    if margin is None or at is None or node.source.text[node.start] != "-":
        return None
    return _new_line(node.source, at, f"{margin}-{writing.item_text(value, margin, '  ', _line_end(node.source))}")


def removal(node: YamlMapping, key: str) -> Edit | None:
    """Returns the edit that takes an entry out of a mapping."""
    numbers = [number for number, (name, _) in enumerate(node.entries) if scalar_text(name.value) == key]
    if len(numbers) != 1:
        return None
    number = numbers[0]
    name, value = node.entries[number]
    if value.start < name.end or _ANCHOR.search(node.source.text[name.start : value.end]):
        return None
    return _flow_removal(node, number) if node.flow else _block_removal(node, number)


def _block_removal(node: YamlMapping, number: int) -> Edit | None:
    source, text = node.source, node.source.text
    name, value = node.entries[number]
    line = _line_start(text, name.start)
    rest = _REST_OF_LINE.match(text, value.end)
    if rest is None or not _LEAD.match(text[line : name.start]):
        return None
    if len(node.entries) == 1:
        return Edit(Span(source, name.start, value.end), "{}")
    if number and _keeps_blank_lines(node.entries[number - 1][1]):
        return None
    if text[line : name.start].strip(" "):
        following = node.entries[number + 1][0].start if number + 1 < len(node.entries) else -1
        if following < 0 or text[rest.end() : following].strip():
            return None
        return Edit(Span(source, name.start, following), "")
    match = _LINE_END.match(text, rest.end())
    return Edit(Span(source, line, match.end() if match else rest.end()), "")


def _flow_removal(node: YamlMapping, number: int) -> Edit | None:
    source, text = node.source, node.source.text
    name, value = node.entries[number]
    start, end = name.start, value.end
    if number + 1 < len(node.entries):
        end = node.entries[number + 1][0].start
    elif number:
        before = node.entries[number - 1]
        start = before[1].end if before[1].start >= before[0].end else -1
    else:
        comma = re.compile(r"\s*,").match(text, end)
        end = comma.end() if comma else end
    gap = text[start:end].replace(text[name.start : value.end], "", 1) if start >= 0 else "#"
    if gap.strip(" \t\r\n,") or text[: name.start].rstrip()[-1:] not in ("{", ","):
        return None
    return Edit(Span(source, start, end), "")


def _flow_insertion(node: YamlMapping | YamlSequence, brackets: str, heads: list[Any], tails: list[Node], value: Any) -> Edit | None:
    """Returns the edit behind the last child of a collection in braces; ``value`` of a mapping is the new entry as a dict."""
    source, text = node.source, node.source.text
    start, close = content_start(node), node.end - 1
    if text[start : start + 1] + text[close : close + 1] != brackets:
        return None
    style = getattr(heads[-1], "style", "") if heads else ""
    written = writing.flow(value, style if style in ("'", '"') else "")
    if isinstance(node, YamlMapping):
        written = written[1:-1]
    if not heads:
        return None if text[start + 1 : close].strip() else Edit(Span(source, start + 1, start + 1), written)
    head, tail = heads[-1], tails[-1]
    if tail.start < head.start or tail.start == tail.end:
        return None
    line = _line_start(text, head.start)
    separator = ", " if text[line : head.start].strip(" \t") else "," + _line_end(source) + text[line : head.start]
    comma = re.compile(r"[ \t\r\n]*,").match(text, tail.end, close)
    if comma:
        return Edit(Span(source, comma.end(), comma.end()), separator[1:] + written)
    return Edit(Span(source, tail.end, tail.end), separator + written)


def _block_scalar(node: YamlScalar, value: str) -> str | None:
    """Returns a string as a block scalar in the place of another one."""
    text = node.source.text
    header = _HEADER.match(text, content_start(node))
    if header is None or header.group(1).strip("-+"):
        return None
    margin = " " * indentation(text, header.end())
    written = writing.literal(value, margin, _line_end(node.source))
    if written is None:
        return None
    if node.style == ">" and "\n" not in value.rstrip("\n"):
        written = ">" + written[1:]
    return written + ("\n" if node.end == len(text) and value.endswith("\n") else "")


def _margin(source: Source, at: int) -> str | None:
    """Returns the blanks that put a new line's start under an offset; ``None`` where more than dashes stands before it."""
    line = _line_start(source.text, at)
    return " " * (at - line) if _LEAD.match(source.text[line:at]) else None


def _behind(node: YamlMapping | YamlSequence) -> int | None:
    """Returns the end of the line on which a block collection ends."""
    text = node.source.text
    rest = _REST_OF_LINE.match(text, node.end)
    if rest is None or (rest.end() == len(text) and _last_style(node) in ("|", ">")):
        return None
    return rest.end()


def _new_line(source: Source, at: int, written: str) -> Edit:
    line_end = _line_end(source)
    return Edit(Span(source, at, at), line_end + written + (line_end if at == len(source.text) else ""))


def _last_style(node: Node) -> str:
    while True:
        if isinstance(node, Mapping) and node.entries:
            node = node.entries[-1][1]
        elif isinstance(node, Sequence) and node.items:
            node = node.items[-1]
        else:
            return node.style if isinstance(node, YamlScalar) else ""


def _keeps_blank_lines(node: Node) -> bool:
    """Returns whether a value ends with a block scalar that blank lines behind it belong to."""
    return _last_style(node) in ("|", ">") and "+" in node.source.text[node.start : node.end]


def _step(node: YamlMapping) -> str:
    """Returns by how much the mapping indents what it holds."""
    text = node.source.text
    own = _column(text, node.entries[0][0].start)
    for key, value in node.entries:
        if isinstance(value, (YamlMapping, YamlSequence)) and not value.flow and "\n" in text[key.end : value.end]:
            child = value.entries[0][0] if isinstance(value, YamlMapping) else value
            if _column(text, child.start) > own:
                return " " * (_column(text, child.start) - own)
    return "  "


def _column(text: str, at: int) -> int:
    return at - _line_start(text, at)


def _quotes(node: YamlMapping) -> str:
    """Returns the quotes that the mapping's own scalars have."""
    for key, value in node.entries:
        for scalar in (key, value):
            if isinstance(scalar, YamlScalar) and scalar.style in ("'", '"'):
                return scalar.style
    return ""


def _line_start(text: str, at: int) -> int:
    return max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1


def _line_end(source: Source) -> str:
    match = _LINE_END.search(source.text)
    return match.group() if match and match.group() else "\n"
