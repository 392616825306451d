"""The neutral tree of YAML and JSON: scalars, mappings and sequences, each with its place, its tag and the way it is written."""

from __future__ import annotations

from apigw_lint.source import Source, Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from apigw_lint.value import Edit


class Node:
    """A node at ``start`` to ``end`` of a source. ``tag`` is an explicit YAML tag such as ``!Sub``, or empty.

    The methods of :class:`apigw_lint.value.Writer` are implemented by the trees' own subclasses.
    """

    __slots__ = ("end", "source", "start", "tag")

    def __init__(self, source: Source, start: int, end: int, tag: str = "") -> None:
        self.source = source
        self.start = start
        self.end = end
        self.tag = tag

    @property
    def span(self) -> Span:
        """Returns the place of the node; of a mapping or sequence it ends with its last child."""
        return Span(self.source, self.start, self.end)

    def replacement(self, value: str | int | float | bool) -> Edit | None:
        """Returns the edit that writes another scalar here."""
        return None

    def insertion(self, key: str, value: Any) -> Edit | None:
        """Returns the edit that adds an entry."""
        return None

    def addition(self, value: Any) -> Edit | None:
        """Returns the edit that adds an item."""
        return None

    def removal(self, key: str) -> Edit | None:
        """Returns the edit that takes an entry out."""
        return None


class Scalar(Node):
    """A string, number, boolean or null. Its span includes quotes and, of a block scalar, the ``|`` or ``>`` header.

    What a format writes is of its own subclass, which knows the place of every character. A plain one is made by a macro, out of what is
    written at its span: that stands for every part of its value.
    """

    __slots__ = ("value",)

    def __init__(self, source: Source, start: int, end: int, value: str | int | float | bool | None, tag: str = "") -> None:
        super().__init__(source, start, end, tag)
        self.value = value

    def place(self, index: int) -> tuple[Source, int]:
        """Returns the source and the offset of a character of the value (see :class:`apigw_lint.source.Places`)."""
        return self.source, min(self.start + index, self.end)


class Mapping(Node):
    """Keys and values in the order written, merge keys already resolved, duplicates kept."""

    __slots__ = ("_index", "entries")

    def __init__(self, source: Source, start: int, end: int, entries: list[tuple[Scalar, Node]], tag: str = "") -> None:
        super().__init__(source, start, end, tag)
        self.entries = entries
        self._index: dict[Any, Node] | None = None

    def get(self, key: str) -> Node | None:
        """Returns the value written under a key, the last of duplicates."""
        if self._index is None:
            self._index = {name.value: value for name, value in self.entries}
        return self._index.get(key)


class Sequence(Node):
    """Items in order."""

    __slots__ = ("items",)

    def __init__(self, source: Source, start: int, end: int, items: list[Node], tag: str = "") -> None:
        super().__init__(source, start, end, tag)
        self.items = items
