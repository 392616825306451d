"""The nodes of a YAML tree: they know how they are written, and so where each character stands and how an edit is made."""

from __future__ import annotations

from apigw_lint.syntax.tree import Mapping, Node, Scalar, Sequence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence as Offsets
    from typing import Any

    from apigw_lint.source import Source
    from apigw_lint.value import Edit


class YamlScalar(Scalar):
    """A scalar. ``style`` is empty (plain), ``'``, ``"``, ``|`` or ``>``.

    ``flow`` when it stands inside braces or brackets, ``shared`` when an anchor lets it appear in several places.
    """

    __slots__ = ("_offsets", "flow", "shared", "style")

    def __init__(
        self, source: Source, start: int, end: int, value: str | int | float | bool | None, tag: str, style: str, flow: bool, shared: bool
    ) -> None:
        self.source = source
        self.start = start
        self.end = end
        self.value = value
        self.tag = tag
        self.style = style
        self.flow = flow
        self.shared = shared
        self._offsets: Offsets[int] | None = None

    def place(self, index: int) -> tuple[Source, int]:
        """Returns the source and the offset of a character of the value; its length stands for the place behind the last one."""
        if self._offsets is None:
            from apigw_lint.syntax.yaml_places import offsets

            self._offsets = offsets(self)
        return self.source, self._offsets[min(index, len(self._offsets) - 1)]

    def replacement(self, value: str | int | float | bool) -> Edit | None:
        """Returns the edit that writes another scalar here, in the same style where that style can say it."""
        from apigw_lint.syntax.yaml_edits import replacement

        return None if self.shared else replacement(self, value)


class YamlMapping(Mapping):
    """A mapping. The first ``merged`` entries come from merge keys; ``flow`` when it is written in braces."""

    __slots__ = ("flow", "merged", "shared")

    def __init__(
        self, source: Source, start: int, end: int, entries: list[tuple[Scalar, Node]], tag: str, flow: bool, shared: bool, merged: int
    ) -> None:
        self.source = source
        self.start = start
        self.end = end
        self.entries = entries
        self.tag = tag
        self.flow = flow
        self.shared = shared
        self.merged = merged
        self._index = None

    def insertion(self, key: str, value: Any) -> Edit | None:
        """Returns the edit that adds an entry after the last one."""
        from apigw_lint.syntax.yaml_edits import insertion

        return None if self.shared or self.merged else insertion(self, key, value)

    def removal(self, key: str) -> Edit | None:
        """Returns the edit that takes out an entry, with its line where it has one of its own."""
        from apigw_lint.syntax.yaml_edits import removal

        return None if self.shared or self.merged else removal(self, key)


class YamlSequence(Sequence):
    """A sequence; ``flow`` when it is written in brackets."""

    __slots__ = ("flow", "shared")

    def __init__(self, source: Source, start: int, end: int, items: list[Node], tag: str, flow: bool, shared: bool) -> None:
        self.source = source
        self.start = start
        self.end = end
        self.items = items
        self.tag = tag
        self.flow = flow
        self.shared = shared

    def addition(self, value: Any) -> Edit | None:
        """Returns the edit that adds an item after the last one."""
        from apigw_lint.syntax.yaml_edits import addition

        return None if self.shared else addition(self, value)
