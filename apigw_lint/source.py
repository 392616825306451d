"""Text, and places in it.

Offsets count code points from 0 and spans are half open. Lines, columns and UTF-16 units exist at the edge only: they are derived from
an offset when something is shown. Lines end at ``\\r\\n``, ``\\r`` and ``\\n``, as in editors, and nowhere else.
"""

from __future__ import annotations

from bisect import bisect_right

from apigw_lint.record import Row
from apigw_lint.regexp import regexp
from apigw_lint.typed import Protocol

_LINE_END = regexp(r"\r\n|\r|\n")


class Position(Row):
    """A line and a column, both counted from 1, the column in code points."""

    line: int
    column: int


class Source:
    """A text and where it came from.

    ``path`` is what the user sees: relative to the current directory, with ``/``. ``text`` never starts with a byte order mark.
    """

    __slots__ = ("_starts", "path", "text")

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.text = text
        self._starts: list[int] | None = None

    def __repr__(self) -> str:
        return f"Source({self.path!r}, {len(self.text)} characters)"

    @property
    def line_starts(self) -> list[int]:
        """Returns the offset at which each line starts."""
        if self._starts is None:
            self._starts = [0, *(match.end() for match in _LINE_END.finditer(self.text))]
        return self._starts

    def position(self, offset: int) -> Position:
        """Returns line and column of an offset; an offset past the end is the end."""
        offset = min(max(offset, 0), len(self.text))
        line = bisect_right(self.line_starts, offset)
        return Position(line, offset - self.line_starts[line - 1] + 1)

    def offset(self, line: int, column: int) -> int:
        """Returns the offset of a line and column (from 1), kept inside that line."""
        starts = self.line_starts
        if line > len(starts):
            return len(self.text)
        end = starts[line] - 1 if line < len(starts) else len(self.text)
        return min(starts[line - 1] + column - 1, end)

    def line(self, number: int) -> str:
        """Returns the text of a line (from 1), without its line end."""
        starts = self.line_starts
        start = starts[number - 1]
        end = starts[number] if number < len(starts) else len(self.text)
        return self.text[start:end].rstrip("\r\n")

    def utf16_column(self, position: Position) -> int:
        """Returns the column from 0 in UTF-16 units, as language servers and some editors count."""
        before = self.line(position.line)[: position.column - 1]
        return len(before.encode("utf-16-le")) // 2

    def span(self, start: int, end: int) -> Span:
        """Returns the span of two offsets."""
        return Span(self, start, end)


class Span:
    """A place: the code points ``start`` to ``end`` (half open) of a source. Equal spans are the same place."""

    __slots__ = ("end", "source", "start")

    def __init__(self, source: Source, start: int, end: int) -> None:
        self.source = source
        self.start = start
        self.end = end

    def __repr__(self) -> str:
        start = self.source.position(self.start)
        return f"Span({self.source.path}:{start.line}:{start.column} {self.text[:40]!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Span) and (self.start, self.end) == (other.start, other.end) and self.source.path == other.source.path

    def __hash__(self) -> int:
        return hash((self.source.path, self.start, self.end))

    @property
    def text(self) -> str:
        """Returns the text that the span covers."""
        return self.source.text[self.start : self.end]

    @property
    def first(self) -> Position:
        """Returns the position of the first character."""
        return self.source.position(self.start)

    @property
    def last(self) -> Position:
        """Returns the position behind the last character."""
        return self.source.position(self.end)

    def first_line(self) -> Span:
        """Returns the part of the span that lies on its first line."""
        match = _LINE_END.search(self.source.text, self.start, self.end)
        return Span(self.source, self.start, match.start()) if match else self

    def covers(self, other: Span) -> bool:
        """Returns whether the other span lies inside this one."""
        return self.source.path == other.source.path and self.start <= other.start and other.end <= self.end

    def to(self, other: Span) -> Span:
        """Returns the span from this one's start to the other's end; both lie in one source."""
        return Span(self.source, self.start, other.end)


class Places(Protocol):
    """Where the characters of a decoded string stand.

    A string in a file has escapes, indentation or several pieces; this maps an index into its value to the place that wrote it.
    Implemented by the scalar nodes of the syntax trees and by :class:`apigw_lint.value.Pieces`.
    """

    def place(self, index: int) -> tuple[Source, int]:
        """Returns the source and the offset of the character at an index (0 to length, both included)."""
