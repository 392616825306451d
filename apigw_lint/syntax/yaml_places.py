"""Where each character of a YAML scalar stands: a second, slower reading of one scalar that keeps places.

The value is known already, so a reading that does not give the same number of characters is given up for a coarse answer.
"""

from __future__ import annotations

import re

from apigw_lint.regexp import regexp

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from apigw_lint.syntax.tree import Node
    from apigw_lint.syntax.yaml_nodes import YamlScalar

_PROPERTIES = regexp("(?:[!&]\\S*(?:\\s|#[^\r\n\x85\u2028\u2029]*)+)*(?:[!&][^\\s,\\[\\]{}]*\\Z)?")
_BREAK = regexp("\r\n|[\r\n\x85\u2028\u2029]")
_FOLD = regexp("[ \t]*(?:\r\n|[\r\n\x85\u2028\u2029])[ \t\r\n\x85\u2028\u2029]*")
_DOUBLE = regexp(
    r"\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|(?:\r\n|[\r\n\x85\u2028\u2029])[ \t\r\n\x85\u2028\u2029]*|.)"
    r"|[ \t]*(?:\r\n|[\r\n\x85\u2028\u2029])[ \t\r\n\x85\u2028\u2029]*|.",
    re.DOTALL,
)
_SINGLE = regexp(r"''|[ \t]*(?:\r\n|[\r\n\x85\u2028\u2029])[ \t\r\n\x85\u2028\u2029]*|.", re.DOTALL)
_HEADER = regexp("[|>]([-+0-9]*)[^\r\n\x85\u2028\u2029]*(?:\r\n|[\r\n\x85\u2028\u2029]|\\Z)")
_LINE = regexp("([^\r\n\x85\u2028\u2029]*)(\r\n|[\r\n\x85\u2028\u2029]|\\Z)")
_LINE_BREAKS = "\r\n\x85\u2028\u2029"


def content_start(node: Node) -> int:
    """Returns where a node starts behind its tag and anchor."""
    if not node.tag and node.source.text[node.start : node.start + 1] not in ("!", "&"):
        return node.start
    match = _PROPERTIES.match(node.source.text, node.start, node.end)
    return match.end() if match else node.start


def offsets(node: YamlScalar) -> Sequence[int]:
    """Returns the offset of each character of a scalar's value, and of the place behind the last one."""
    start, end = content_start(node), node.end
    if not isinstance(node.value, str):
        return range(start, end + 1)
    text, value = node.source.text, node.value
    if node.style in ("|", ">"):
        places = block_offsets(text, start, value, node.style)
        found: Sequence[int] = [*places, places[-1] + 1 if places else end]
    elif node.style:
        found = _quoted(text, start + 1, end - 1, node.style)
    elif end - start == len(value):
        return range(start, end + 1)
    else:
        found = [*_folded(text, start, end), end]
    if len(found) != len(value) + 1:
        return [min(start + index, end) for index in range(len(value) + 1)]
    return found


def _quoted(text: str, start: int, end: int, quote: str) -> Sequence[int]:
    found: list[int] = []
    for match in (_DOUBLE if quote == '"' else _SINGLE).finditer(text, start, end):
        at, piece = match.start(), match.group()
        if piece[0] == "\\" and len(piece) > 1 and piece[1] in _LINE_BREAKS:
            found.extend(_breaks(text, at + 1, match.end(), escaped=True))
        elif piece.lstrip(" \t") and piece.lstrip(" \t")[0] in _LINE_BREAKS:
            found.extend(_breaks(text, at, match.end()))
        else:
            found.append(at)
    found.append(end)
    return found


def _folded(text: str, start: int, end: int) -> Iterator[int]:
    """Yields the places of a plain scalar of several lines."""
    at = start
    for match in _FOLD.finditer(text, start, end):
        yield from range(at, match.start())
        yield from _breaks(text, match.start(), match.end())
        at = match.end()
    yield from range(at, end)


def _breaks(text: str, start: int, end: int, escaped: bool = False) -> Iterator[int]:
    """Yields the places of what a run of line breaks becomes: a blank for one, a line end for each further one."""
    breaks = list(_BREAK.finditer(text, start, end))
    first = breaks[0]
    if not escaped and (first.group() in ("\u2028", "\u2029") or len(breaks) == 1):
        yield first.start()
    for match in breaks[1:]:
        yield match.start()


def block_offsets(text: str, start: int, value: str, style: str) -> list[int]:
    """Returns the places of the characters of a block scalar that starts with its header; none where no indentation gives its value."""
    header = _HEADER.match(text, start)
    if header is None:
        return []
    first = max(indentation(text, header.end()), 1)
    for indent in [first, *(candidate for candidate in range(first, 0, -1) if candidate != first)]:
        found = _Block(text, header.end(), indent, style == "|", header.group(1)).read(value)
        if found is not None:
            return found
    return []


def indentation(text: str, at: int) -> int:
    """Returns the number of spaces before the first line of a block scalar that is not blank, or of its longest blank line."""
    longest = 0
    while at < len(text):
        match = _LINE.match(text, at)
        if match is None:
            break
        content = match.group(1)
        spaces = len(content) - len(content.lstrip(" "))
        if len(content) > spaces:
            return max(spaces, longest)
        longest = max(longest, spaces)
        if match.end() == at:
            break
        at = match.end()
    return longest


class _Block:
    """One reading of a block scalar with an assumed indentation."""

    def __init__(self, text: str, at: int, indent: int, literal: bool, header: str) -> None:
        self.text = text
        self.at = at
        self.indent = indent
        self.literal = literal
        self.keep = "+" in header
        self.strip = "-" in header
        self.characters: list[str] = []
        self.found: list[int] = []

    def read(self, value: str) -> list[int] | None:
        """Returns the places where the reading gives the value."""
        last: list[tuple[str, int]] = []
        blanks = self._blank_lines()
        after_blank = False
        while self._has_line() and len(self.found) <= len(value):
            blank = self.text[self.at] in " \t"
            if self.literal or not last or last[0][0] != "\n" or after_blank or blank:
                self._add(last)
            elif not blanks:
                self._add([(" ", last[0][1])])
            self._add(blanks)
            after_blank = blank
            last = self._line()
            blanks = self._blank_lines()
        if not self.strip:
            self._add(last)
        if self.keep:
            self._add(blanks)
        if "".join(self.characters) != value:
            return None
        return self.found

    def _add(self, pieces: list[tuple[str, int]]) -> None:
        for character, offset in pieces:
            self.characters.append(character)
            self.found.append(offset)

    def _has_line(self) -> bool:
        line_start = self.at - self.indent
        return (
            self.at < len(self.text)
            and self.text[self.at] not in _LINE_BREAKS
            and line_start >= 0
            and self.text[line_start : self.at] == " " * self.indent
            and (line_start == 0 or self.text[line_start - 1] in _LINE_BREAKS)
        )

    def _line(self) -> list[tuple[str, int]]:
        """Reads to the end of the line, and returns its break."""
        match = _LINE.match(self.text, self.at)
        if match is None:
            return []
        self.characters.extend(match.group(1))
        self.found.extend(range(match.start(), match.end(1)))
        self.at = match.end()
        return [(_normal(match.group(2)), match.start(2))] if match.group(2) else []

    def _blank_lines(self) -> list[tuple[str, int]]:
        """Reads indentation and blank lines, and returns the breaks of these."""
        breaks: list[tuple[str, int]] = []
        while True:
            column = 0
            while column < self.indent and self.text[self.at : self.at + 1] == " ":
                self.at += 1
                column += 1
            match = _BREAK.match(self.text, self.at)
            if match is None:
                return breaks
            breaks.append((_normal(match.group()), match.start()))
            self.at = match.end()


def _normal(line_break: str) -> str:
    return line_break if line_break in ("\u2028", "\u2029") else "\n"
