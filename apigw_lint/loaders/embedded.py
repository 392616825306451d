"""A document inside a string: an OpenAPI body in a heredoc, a schema or a policy in a quoted text.

Its values point into the file that holds the string, character by character, and what was a hole in the string is unknown in the document:
a scalar, a part of one, or anything at all where the hole stands in the place of structure.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from apigw_lint.errors import Problem
from apigw_lint.loaders.embedded_edits import MappedWriter
from apigw_lint.regexp import regexp
from apigw_lint.source import Source
from apigw_lint.syntax import json_tree
from apigw_lint.syntax.json_nodes import Gap
from apigw_lint.syntax.tree import Mapping, Scalar, Sequence
from apigw_lint.value import HOLE, Entry, Known, List, Reference, Table, Text, Unknown, scalar_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from apigw_lint.source import Places, Span
    from apigw_lint.syntax.tree import Node
    from apigw_lint.value import Value

_LONE_HOLE = regexp(f"^[ \t]*{HOLE}[ \t{HOLE}]*$", re.MULTILINE)


def parse_text(value: Value, only_json: bool = False) -> tuple[Value | None, list[Problem]]:
    """Returns the document that a string holds, and what is wrong with it.

    ``None`` where the value is no string, is empty or broken. A string with holes is never said to be broken: what cannot be read of it
    is Unknown. ``only_json`` for what AWS does not read as YAML.
    """
    if isinstance(value, Known) and isinstance(value.value, str):
        return _document(value, {}, only_json)
    if not isinstance(value, Text):
        return None, []
    holes: dict[int, Unknown] = {}
    at = 0
    for part in value.parts:
        if isinstance(part, Known):
            at += len(part.value)
        else:
            holes[at] = part
            at += 1
    document, _ = _document(Known(value.masked, value.span, value.places), holes, only_json)
    return document or Unknown(value.span, why="text with unknown parts"), []


def _document(whole: Known[str], holes: dict[int, Unknown], only_json: bool) -> tuple[Value | None, list[Problem]]:
    source = Source(whole.span.source.path, whole.value)
    node, problems = _tree(source, bool(holes), only_json)
    blanked: list[int] = []
    if node is None and problems and holes and not only_json:
        blanked = [match.start() + match.group().index(HOLE) for match in _LONE_HOLE.finditer(whole.value)]
        source = Source(source.path, _LONE_HOLE.sub(lambda match: " " * len(match.group()), whole.value))
        node, problems = _tree(source, True, only_json)
    mapped = [Problem(problem.code, problem.message, whole.at(problem.span.start, problem.span.end)) for problem in problems]
    if node is None:
        return None, mapped
    return _Reader(whole, holes, blanked).value(node, len(whole.value) + 1), mapped


def _tree(source: Source, holes: bool, only_json: bool) -> tuple[Node | None, list[Problem]]:
    refused: list[Problem] = []
    if only_json or source.text.lstrip()[:1] in ("{", "["):
        node, refused = json_tree.parse(source, holes)
        if only_json or not any(problem.code == "syntax-error" for problem in refused):
            return node, refused
    from apigw_lint.syntax import yaml_tree

    node, problems = yaml_tree.parse(source)
    return (node, problems) if node is not None or not refused else (None, refused)


class _Inside:
    """The places of a string of the document, in the file that holds the document's text."""

    __slots__ = ("_node", "_outer", "_shift")

    def __init__(self, node: Scalar, outer: Places, shift: int = 0) -> None:
        self._node = node
        self._outer = outer
        self._shift = shift

    def place(self, index: int) -> tuple[Source, int]:
        return self._outer.place(self._node.place(index + self._shift)[1])


class _Reader:
    """Turns the tree of a document into values. ``blanked`` are the offsets of holes that had a line of their own and were left out."""

    def __init__(self, whole: Known[str], holes: dict[int, Unknown], blanked: list[int]) -> None:
        self.whole = whole
        self.holes = holes
        self.blanked = blanked

    def value(self, node: Node, limit: int) -> Value:
        """Returns the value of a node; the next thing that is written starts at ``limit``."""
        if isinstance(node, Scalar):
            return self._scalar(node, limit)
        span = self.whole.at(node.start, node.end)
        if node.tag:
            return Unknown(span, why=f"tag {node.tag}")
        complete = not self._blank(node.start, limit)
        if isinstance(node, Mapping):
            return self._table(node, span, complete, limit)
        return self._list(node, span, complete, limit) if isinstance(node, Sequence) else Unknown(span)

    def _table(self, node: Mapping, span: Span, complete: bool, limit: int) -> Table:
        entries: list[Entry] = []
        pairs = node.entries
        for number, (key, value) in enumerate(pairs):
            if key is value:
                complete = False
                continue
            behind = pairs[number + 1][0].start if number + 1 < len(pairs) else limit
            entries.append(Entry(self._key(key), self.value(value, max(behind, value.end))))
        return Table(entries, span, complete, MappedWriter(node, self.whole))

    def _list(self, node: Sequence, span: Span, complete: bool, limit: int) -> List:
        items: list[Value] = []
        nodes = node.items
        for number, item in enumerate(nodes):
            if isinstance(item, Gap):
                complete = False
                continue
            behind = nodes[number + 1].start if number + 1 < len(nodes) else limit
            value = self.value(item, max(behind, item.end))
            # A hole may bring several items: "${join("\", \"", var.names)}".
            complete = complete and (not isinstance(value, Unknown) or isinstance(value, Reference))
            items.append(value)
        return List(items, span, complete, MappedWriter(node, self.whole))

    def _key(self, key: Scalar) -> Known[str] | Text | Unknown:
        if isinstance(key.value, str):
            return self._string(key, key.value)
        text = key.span.text if isinstance(key.value, float) else scalar_text(key.value)
        return Known(text, self.whole.at(key.start, key.end), None, MappedWriter(key, self.whole))

    def _scalar(self, node: Scalar, limit: int) -> Value:
        span = self.whole.at(node.start, node.end)
        in_block = getattr(node, "style", "") in ("|", ">")
        if node.tag or self._blank(node.start, limit if in_block or node.value is None else node.end):
            return Unknown(span, why="text with unknown parts")
        if isinstance(node, Gap) and node.end - node.start > 1:
            return Unknown(span, why="text with unknown parts")
        if isinstance(node.value, str):
            return self._string(node, node.value)
        return Known(node.value, span, None, MappedWriter(node, self.whole))

    def _string(self, node: Scalar, text: str) -> Known[str] | Text | Unknown:
        span, writer = self.whole.at(node.start, node.end), MappedWriter(node, self.whole)
        if HOLE not in text:
            return Known(text, span, self._places(node), writer)
        if text == HOLE:
            return self._hole(node, 0, span)
        parts: list[Known[str] | Unknown] = []
        at = 0
        for piece in text.split(HOLE):
            if at:
                parts.append(self._hole(node, at - 1, span))
            if piece:
                parts.append(Known(piece, span, self._places(node, at)))
            at += len(piece) + 1
        return Text(parts, span)

    def _hole(self, node: Scalar, index: int, span: Span) -> Unknown:
        return self.holes.get(node.place(index)[1]) or Unknown(span, why="text with unknown parts")

    def _places(self, node: Scalar, shift: int = 0) -> Any:
        return _Inside(node, self.whole.places, shift) if self.whole.places else None

    def _blank(self, start: int, end: int) -> bool:
        """Returns whether a hole that was left out lies between two offsets."""
        number = bisect_left(self.blanked, start)
        return number < len(self.blanked) and self.blanked[number] < end
