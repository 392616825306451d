"""Edits of a document inside a string, carried over to the file that holds the string wherever that is a plain copy of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apigw_lint.source import Span
from apigw_lint.value import Edit

if TYPE_CHECKING:
    from apigw_lint.source import Source
    from apigw_lint.syntax.tree import Node
    from apigw_lint.value import Known


class MappedWriter:
    """The writer of a node whose text is a string of another file."""

    __slots__ = ("_node", "_whole")

    def __init__(self, node: Node, whole: Known[str]) -> None:
        self._node = node
        self._whole = whole

    def replacement(self, value: str | int | float | bool) -> Edit | None:
        """Returns the edit that writes another scalar."""
        return mapped(self._node.replacement(value), self._whole)

    def insertion(self, key: str, value: Any) -> Edit | None:
        """Returns the edit that adds an entry."""
        return mapped(self._node.insertion(key, value), self._whole)

    def addition(self, value: Any) -> Edit | None:
        """Returns the edit that adds an item."""
        return mapped(self._node.addition(value), self._whole)

    def removal(self, key: str) -> Edit | None:
        """Returns the edit that takes out an entry."""
        return mapped(self._node.removal(key), self._whole)


def mapped(edit: Edit | None, whole: Known[str]) -> Edit | None:
    """Returns an edit of a string's value as one of the file, ``None`` where the file does not hold that text as it is."""
    if edit is None or whole.places is None or "${" in edit.text or "%{" in edit.text:
        return None
    inner, places = whole.value, whole.places
    start, end = edit.span.start, edit.span.end
    (source, first), (last_source, last) = places.place(start), places.place(end)
    margin = _margin(whole, start)
    if last_source is not source or margin is None:
        return None
    if source.text[first:last] != inner[start:end].replace("\n", "\n" + margin):
        return None
    if not all(_is_raw(character, whole, source) for character in "\"'\\\n" if character in edit.text):
        return None
    return Edit(Span(source, first, last), edit.text.replace("\n", "\n" + margin))


def _margin(whole: Known[str], at: int) -> str | None:
    """Returns the blanks that the file has before each line of the string, ``None`` where the line at an offset is not written so."""
    inner = whole.value
    line = inner.rfind("\n", 0, at) + 1
    if whole.places is None:
        return None
    source, offset = whole.places.place(line)
    if at > line and whole.places.place(at - 1) != (source, offset + at - 1 - line):
        return None
    start = max(source.text.rfind("\n", 0, offset), source.text.rfind("\r", 0, offset)) + 1
    margin = source.text[start:offset]
    if margin.strip(" \t"):
        return "" if "\n" not in inner else None
    return margin


def _is_raw(character: str, whole: Known[str], source: Source) -> bool:
    """Returns whether the file writes a special character of the string as itself."""
    index = whole.value.find(character)
    if index < 0 or whole.places is None:
        return False
    (holder, offset), (next_holder, following) = whole.places.place(index), whole.places.place(index + 1)
    if holder is not source or next_holder is not source or source.text[offset] != character:
        return False
    return character == "\n" or following == offset + 1
