"""JSON text into the neutral tree: one regular expression for each entry that is simple, a careful reader for the rest."""

from __future__ import annotations

from json.decoder import JSONDecodeError, scanstring  # type: ignore[attr-defined]

from apigw_lint.errors import Problem
from apigw_lint.regexp import regexp
from apigw_lint.source import Span
from apigw_lint.syntax.json_nodes import Gap, JsonMapping, JsonScalar, JsonSequence
from apigw_lint.syntax.resolving import integer
from apigw_lint.value import HOLE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn

    from apigw_lint.source import Source
    from apigw_lint.syntax.tree import Node, Scalar

DEPTH_LIMIT = 200
"""Levels of nesting."""

_NUMBER = r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?"
_SIMPLE = rf'(?:"([^"\\\x00-\x1f]*)"|({_NUMBER})|(true|false|null))'
_MEMBER = regexp(rf'[ \t\n\r]*"([^"\\\x00-\x1f]*)"[ \t\n\r]*:[ \t\n\r]*(?:{_SIMPLE}[ \t\n\r]*([,}}])|([\[{{]))')
_ITEM = regexp(rf"[ \t\n\r]*(?:{_SIMPLE}[ \t\n\r]*([,\]])|([\[{{]))")
_SPACE = regexp(r"[ \t\n\r]*")
_BARE = regexp(r"[^\s,:{}\[\]\"]+")
_WHOLE_NUMBER = regexp(_NUMBER + r"\Z")
_HALF_PAIR = regexp("[\ud800-\udfff]")
_WORDS = {"true": True, "false": False, "null": None}


def parse(source: Source, holes: bool = False) -> tuple[Node | None, list[Problem]]:
    """Returns the tree of a text, ``None`` where it is empty or broken, and what is wrong with it.

    With ``holes``, :data:`~apigw_lint.value.HOLE` outside of strings is a :class:`~apigw_lint.syntax.json_nodes.Gap`.
    """
    reader = _Reader(source, holes)
    try:
        return reader.document(), reader.problems
    except Problem as problem:
        return None, [*reader.problems, problem]


class _Frame:
    """An object or array that is still open."""

    __slots__ = ("entries", "items", "key", "mapping", "start")

    def __init__(self, mapping: bool, start: int) -> None:
        self.mapping = mapping
        self.start = start
        self.entries: list[tuple[Scalar, Node]] = []
        self.items: list[Node] = []
        self.key: Scalar | None = None

    @property
    def closer(self) -> str:
        return "}" if self.mapping else "]"

    @property
    def empty(self) -> bool:
        return not self.entries and not self.items

    @property
    def ends_in_gap(self) -> bool:
        last = self.entries[-1][1] if self.mapping else self.items[-1]
        return isinstance(last, Gap)

    def add(self, node: Node) -> None:
        if self.key is None:
            self.items.append(node)
        else:
            self.entries.append((self.key, node))


class _Reader:
    """Reads one text; every method takes an offset and returns the one behind what it read."""

    def __init__(self, source: Source, holes: bool) -> None:
        self.source = source
        self.text = source.text
        self.holes = holes
        self.problems: list[Problem] = []
        self.stack: list[_Frame] = []
        self.root: Node | None = None

    def document(self) -> Node | None:
        """Returns the root."""
        at = self._space(0)
        if at == len(self.text):
            return None
        at = self._value(at)
        while self.stack:
            at = self._members(at) if self.stack[-1].mapping else self._items(at)
        at = self._space(at)
        if at < len(self.text):
            self._refuse_comment(at)
            raise self._fault("expected the end of the document here", at)
        return self.root

    def _members(self, at: int) -> int:
        """Reads entries of the innermost object until another collection opens or it ends."""
        frame, source, text, match_member = self.stack[-1], self.source, self.text, _MEMBER.match
        entries = frame.entries
        while True:
            match = match_member(text, at)
            if match is None:
                return self._careful_member(frame, self._space(at))
            name, string, number, word, delimiter, opener = match.groups()
            start, at = match.start(1), match.end()
            key = JsonScalar(source, start - 1, start + len(name) + 1, name)
            if opener:
                frame.key = key
                return self._open(at - 1)
            if string is not None:
                start = match.start(2)
                entries.append((key, JsonScalar(source, start - 1, start + len(string) + 1, string)))
            else:
                entries.append((key, self._literal(number or word, match.start(3 if number else 4))))
            if delimiter == "}":
                return self._close(at)

    def _items(self, at: int) -> int:
        """Reads items of the innermost array until another collection opens or it ends."""
        frame, source, text, match_item = self.stack[-1], self.source, self.text, _ITEM.match
        items = frame.items
        while True:
            match = match_item(text, at)
            if match is None:
                return self._careful_item(frame, self._space(at))
            string, number, word, delimiter, opener = match.groups()
            at = match.end()
            if opener:
                return self._open(at - 1)
            if string is not None:
                start = match.start(1)
                items.append(JsonScalar(source, start - 1, start + len(string) + 1, string))
            else:
                items.append(self._literal(number or word, match.start(2 if number else 3)))
            if delimiter == "]":
                return self._close(at)

    def _literal(self, text: str, start: int) -> JsonScalar:
        if text in _WORDS:
            return JsonScalar(self.source, start, start + len(text), _WORDS[text])
        fraction = "." in text or "e" in text or "E" in text
        return JsonScalar(self.source, start, start + len(text), float(text) if fraction else integer(text))

    def _open(self, at: int) -> int:
        if len(self.stack) >= DEPTH_LIMIT:
            raise Problem("limit-exceeded", f"nested more than {DEPTH_LIMIT} levels deep", Span(self.source, at, at + 1))
        self.stack.append(_Frame(self.text[at] == "{", at))
        return at + 1

    def _close(self, at: int) -> int:
        """Ends the innermost collection, and those around it that end right behind it."""
        while True:
            frame = self.stack.pop()
            node = self._mapping(frame, at) if frame.mapping else JsonSequence(self.source, frame.start, at, frame.items)
            if not self.stack:
                self.root = node
                return at
            self.stack[-1].add(node)
            at, closed = self._delimiter(self.stack[-1], at)
            if not closed:
                return at

    def _mapping(self, frame: _Frame, end: int) -> JsonMapping:
        if len({key.value for key, _ in frame.entries}) < len(frame.entries):
            self._report_duplicates(frame.entries)
        return JsonMapping(self.source, frame.start, end, frame.entries)

    def _report_duplicates(self, entries: list[tuple[Scalar, Node]]) -> None:
        first: dict[object, Scalar] = {}
        for key, _ in entries:
            known = first.setdefault(key.value, key)
            if known is not key and not (self.holes and HOLE in str(key.value)):
                line = self.source.position(known.start).line
                message = f"key {key.value} is written twice; the first is on line {line}"
                self.problems.append(Problem("duplicate-key", message, key.span))

    def _delimiter(self, frame: _Frame, at: int) -> tuple[int, bool]:
        """Reads the comma or the end behind a value; returns whether it was the end."""
        at = self._space(at)
        character = self.text[at : at + 1]
        if character == ",":
            return at + 1, False
        if character == frame.closer:
            return at + 1, True
        if self.holes and (character == HOLE or frame.ends_in_gap):
            return at, False
        self._refuse_end(frame, at)
        self._refuse_comment(at)
        raise self._fault(f"expected , or {frame.closer} after a value", at)

    def _careful_member(self, frame: _Frame, at: int) -> int:
        """Reads an entry that is not simple, or says what is wrong with it."""
        character = self.text[at : at + 1]
        if character == "}" and self._may_end(frame, at):
            return self._close(at + 1)
        if character == HOLE and self.holes:
            gap, at = self._gap(at)
            at = self._space(at)
            if self.text[at : at + 1] != ":":
                frame.entries.append((gap, gap))
                return self._after(frame, at)
            frame.key = gap
        elif character == '"':
            frame.key, at = self._string(at)
            at = self._space(at)
        else:
            self._refuse_key(frame, at)
        if self.text[at : at + 1] != ":":
            self._refuse_end(frame, at)
            self._refuse_comment(at)
            raise self._fault("expected : after a key", at)
        return self._value(self._space(at + 1))

    def _careful_item(self, frame: _Frame, at: int) -> int:
        if self.text[at : at + 1] == "]" and self._may_end(frame, at):
            return self._close(at + 1)
        return self._value(at)

    def _may_end(self, frame: _Frame, at: int) -> bool:
        if not frame.empty and self.text[:at].rstrip(" \t\r\n").endswith(","):
            comma = self.text.rindex(",", 0, at)
            raise self._fault(f"JSON has no comma before {frame.closer}", comma)
        return True

    def _value(self, at: int) -> int:
        """Reads a value and what stands behind it."""
        character = self.text[at : at + 1]
        if character and character in "{[":
            return self._open(at)
        if character == '"':
            node, at = self._string(at)
        else:
            node, at = self._bare(at)
        if not self.stack:
            self.root = node
            return at
        frame = self.stack[-1]
        frame.add(node)
        return self._after(frame, at)

    def _after(self, frame: _Frame, at: int) -> int:
        at, closed = self._delimiter(frame, at)
        return self._close(at) if closed else at

    def _bare(self, at: int) -> tuple[JsonScalar, int]:
        """Reads a value without quotes."""
        match = _BARE.match(self.text, at)
        if match:
            text = match.group()
            if self.holes and HOLE in text:
                return self._gap(at)
            if text in _WORDS or _WHOLE_NUMBER.match(text):
                return self._literal(text, at), match.end()
            self._refuse_comment(at)
            raise self._fault(_no_value(text), at, match.end())
        if self.stack:
            self._refuse_end(self.stack[-1], at)
        raise self._fault("expected a value here", at)

    def _gap(self, at: int) -> tuple[Gap, int]:
        match = _BARE.match(self.text, at)
        end = match.end() if match else at + 1
        return Gap(self.source, at, end, HOLE), end

    def _string(self, at: int) -> tuple[JsonScalar, int]:
        try:
            value, end = scanstring(self.text, at + 1, True)
        except JSONDecodeError as error:
            self._refuse_string(error, at)
        if not value.isascii():
            value = _HALF_PAIR.sub("\ufffd", value)
        return JsonScalar(self.source, at, end, value), end

    def _refuse_string(self, error: JSONDecodeError, at: int) -> NoReturn:
        if error.msg.startswith("Unterminated"):
            raise self._fault("this string is never closed", at)
        character = self.text[error.pos : error.pos + 1]
        if error.msg.startswith("Invalid control"):
            if character in "\r\n":
                raise self._fault("a string ends on its line: close it, or write \\n for a line end", at, error.pos)
            raise self._fault(f"control character U+{ord(character):04X} in a string: write it as an escape", error.pos)
        raise self._fault("this escape is none of JSON's: write \\\\ for a backslash", self.text.rindex("\\", at, error.pos + 1))

    def _refuse_key(self, frame: _Frame, at: int) -> NoReturn:
        self._refuse_end(frame, at)
        self._refuse_comment(at)
        match = _BARE.match(self.text, at)
        raise self._fault("expected a key in double quotes", at, match.end() if match else None)

    def _refuse_end(self, frame: _Frame, at: int) -> None:
        if at >= len(self.text):
            raise self._fault(f"this {self.text[frame.start]} is never closed", frame.start)

    def _refuse_comment(self, at: int) -> None:
        if self.text.startswith(("//", "/*", "#"), at):
            raise self._fault("JSON has no comments", at, at + (1 if self.text[at] == "#" else 2))

    def _space(self, at: int) -> int:
        match = _SPACE.match(self.text, at)
        return match.end() if match else at

    def _fault(self, message: str, start: int, end: int | None = None) -> Problem:
        start = min(start, len(self.text))
        return Problem("syntax-error", message, Span(self.source, start, min(start + 1, len(self.text)) if end is None else end))


def _no_value(text: str) -> str:
    if text.startswith("'"):
        return "JSON strings take double quotes"
    shown = text if len(text) <= 30 else text[:30] + "..."
    if text[0] in "+-.0123456789":
        return f"{shown} is no number in JSON"
    return f"{shown} is no JSON value: a string takes double quotes"
