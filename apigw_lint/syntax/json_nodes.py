"""The nodes of a JSON tree: they know where each character stands and how an edit is made."""

from __future__ import annotations

import re

from apigw_lint.regexp import regexp
from apigw_lint.syntax.tree import Mapping, Node, Scalar, Sequence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from apigw_lint.source import Source
    from apigw_lint.value import Edit

_CHARACTER = regexp(r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u.{4}|\\.|.", re.DOTALL)


class JsonScalar(Scalar):
    """A string, number, boolean or null."""

    __slots__ = ("_offsets",)

    def __init__(self, source: Source, start: int, end: int, value: str | int | float | bool | None) -> None:
        self.source = source
        self.start = start
        self.end = end
        self.value = value
        self.tag = ""
        self._offsets: list[int] | None = None

    def place(self, index: int) -> tuple[Source, int]:
        """Returns the source and the offset of a character of the value; its length stands for the closing quote."""
        if not isinstance(self.value, str):
            return self.source, min(self.start + index, self.end)
        if self.end - self.start - 2 == len(self.value):
            return self.source, min(self.start + 1 + index, self.end - 1)
        if self._offsets is None:
            self._offsets = [match.start() for match in _CHARACTER.finditer(self.source.text, self.start + 1, self.end - 1)]
            self._offsets.append(self.end - 1)
        return self.source, self._offsets[min(index, len(self._offsets) - 1)]

    def replacement(self, value: str | int | float | bool) -> Edit | None:
        """Returns the edit that writes another scalar here."""
        from apigw_lint.syntax.json_edits import replacement

        return replacement(self, value)


class Gap(JsonScalar):
    """A hole that stands in the place of a value, an item or an entry, without quotes: anything may come there."""

    __slots__ = ()


class JsonMapping(Mapping):
    """An object."""

    __slots__ = ()

    def __init__(self, source: Source, start: int, end: int, entries: list[tuple[Scalar, Node]]) -> None:
        self.source = source
        self.start = start
        self.end = end
        self.entries = entries
        self.tag = ""
        self._index = None

    def insertion(self, key: str, value: Any) -> Edit | None:
        """Returns the edit that adds an entry after the last one."""
        from apigw_lint.syntax.json_edits import insertion

        return insertion(self, key, value)

    def removal(self, key: str) -> Edit | None:
        """Returns the edit that takes out an entry and its comma."""
        from apigw_lint.syntax.json_edits import removal

        return removal(self, key)


class JsonSequence(Sequence):
    """An array."""

    __slots__ = ()

    def __init__(self, source: Source, start: int, end: int, items: list[Node]) -> None:
        self.source = source
        self.start = start
        self.end = end
        self.items = items
        self.tag = ""

    def addition(self, value: Any) -> Edit | None:
        """Returns the edit that adds an item after the last one."""
        from apigw_lint.syntax.json_edits import addition

        return addition(self, value)
