"""Trees that SAM makes: mappings that grow, and nodes that stand at the place of what they were made of."""

from __future__ import annotations

from apigw_lint.loaders.template import call_of
from apigw_lint.syntax.tree import Mapping, Scalar, Sequence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from apigw_lint.source import Source, Span
    from apigw_lint.syntax.tree import Node
    from apigw_lint.value import Edit

UNKNOWN = "Fn::NotKnown"
"""The call that stands where what SAM makes is not known: it has no value."""


class Grown(Mapping):
    """A mapping to which entries are added. An edit goes to the mapping that it grew out of, if it is a written one."""

    __slots__ = ("_at", "_of", "_size", "written")

    def __init__(self, place: Node | Span, written: Mapping | None = None) -> None:
        super().__init__(place.source, place.start, place.end, list(written.entries) if written else [], written.tag if written else "")
        self.written = written
        self._at: dict[Any, int] = {}
        self._of = self.entries
        self._size = 0

    def get(self, key: str) -> Node | None:
        """Returns the value under a key, the last of duplicates."""
        index = self._positions().get(key)
        return self.entries[index][1] if index is not None else None

    def put(self, key: str | Scalar, value: Any, place: Node | Span | None = None) -> Node:
        """Sets an entry, in the place of one with the same key. ``value`` is plain data, nodes, or data with nodes in it."""
        name = key.value if isinstance(key, Scalar) else key
        at = place or (key if isinstance(key, Scalar) else self)
        node = tree(value, at)
        written = key if isinstance(key, Scalar) else scalar(key, at)
        positions = self._positions()
        index = positions.get(name)
        if index is None:
            positions[name] = self._size
            self._size += 1
            self.entries.append((written, node))
        else:
            self.entries[index] = (written if isinstance(key, Scalar) else self.entries[index][0], node)
        return node

    def drop(self, key: str) -> None:
        """Takes an entry out."""
        self.entries = [entry for entry in self.entries if entry[0].value != key]

    def key(self, name: str) -> Scalar | None:
        """Returns a key as it is written."""
        index = self._positions().get(name)
        return self.entries[index][0] if index is not None else None

    def grow(self, name: str, place: Node | Span | None = None) -> Grown:
        """Returns the mapping under a key, ready to be added to; a new one where there is none, or something else."""
        node = self.get(name)
        if isinstance(node, Grown):
            return node
        found = Grown(node if isinstance(node, Mapping) else place or self, node if isinstance(node, Mapping) else None)
        self.put(name, found, place)
        return found

    def _positions(self) -> dict[Any, int]:
        """Returns where the last entry of each key stands; they are counted anew when entries were added in another way."""
        if self._of is not self.entries or self._size != len(self.entries):
            self._at = {key.value: index for index, (key, _) in enumerate(self.entries)}
            self._of, self._size = self.entries, len(self.entries)
        return self._at

    def insertion(self, key: str, value: Any) -> Edit | None:
        """Returns the edit that adds an entry to what is written."""
        return self.written.insertion(key, value) if self.written is not None else None

    def removal(self, key: str) -> Edit | None:
        """Returns the edit that takes an entry out of what is written."""
        return self.written.removal(key) if self.written is not None else None


class Prefixed(Scalar):
    """A scalar with a text before what the author wrote, whose characters keep their places."""

    __slots__ = ("written",)

    def __init__(self, prefix: str, written: Scalar) -> None:
        super().__init__(written.source, written.start, written.end, f"{prefix}{written.value}")
        self.written = written

    def place(self, index: int) -> tuple[Source, int]:
        """Returns the source and the offset of a character; the prefix stands where the author's text begins."""
        return self.written.place(max(0, index - len(str(self.value)) + len(str(self.written.value))))


def scalar(value: str | int | float | bool | None, place: Node | Span) -> Scalar:
    """Returns a scalar that SAM makes, at a place."""
    return Scalar(place.source, place.start, place.end, value)


def tree(data: Any, place: Node | Span) -> Node:
    """Returns plain data as a tree at a place. Nodes in it stay where they are written; keys may be scalars too."""
    if isinstance(data, (Scalar, Mapping, Sequence)):
        return data
    if isinstance(data, dict):
        found = Grown(place)
        for key, value in data.items():
            found.put(key, value, place if isinstance(key, str) else key)
        return found
    if isinstance(data, (list, tuple)):
        return Sequence(place.source, place.start, place.end, [tree(item, place) for item in data])
    return scalar(data, place)


def unknown(place: Node | Span) -> Node:
    """Returns what stands where it is not known what SAM makes."""
    return tree({UNKNOWN: ""}, place)


def is_call(node: Node | None) -> bool:
    """Returns whether a node is a call of an intrinsic function."""
    if node is None:
        return False
    if call_of(node) is not None:
        return True
    return isinstance(node, Mapping) and len(node.entries) == 1 and node.entries[0][0].value == "Condition"


def mapping(node: Node | None) -> Mapping | None:
    """Returns a node that is a mapping and no call."""
    return node if isinstance(node, Mapping) and not is_call(node) else None


def under(node: Node | None, *keys: str) -> Node | None:
    """Returns what is written below some keys."""
    for key in keys:
        node = node.get(key) if isinstance(node, Mapping) else None
    return node
