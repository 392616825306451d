"""Edits of a document inside a string, carried over to the file that holds the string wherever that is a plain copy of it."""

from __future__ import annotations

from apigw_lint.source import Span
from apigw_lint.value import Edit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

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
    start, end, text = edit.span.start, edit.span.end, whole.value
    (source, first), (last_source, last) = whole.places.place(start), whole.places.place(end)
    margin = _margin(whole, source) if "\n" in edit.text or "\n" in text[start:end] else ""
    if last_source is not source or margin is None or not _follows(whole, start, source, first):
        return None
    if source.text[first:last] != _copied(text, start, end, margin):
        return None
    if not all(_is_raw(character, whole, source) for character in "\"'\\" if character in edit.text):
        return None
    if not edit.text and text[start:end].endswith("\n") and text[max(start - 1, 0) : start] in ("", "\n"):
        # Whole lines go with their margins, so that none is left before a blank line.
        first -= len(margin)
        last -= len(margin) if text[end : end + 1] not in ("", "\n") else 0
    return Edit(Span(source, first, last), edit.text.replace("\n", "\n" + margin))


def _follows(whole: Known[str], index: int, source: Source, offset: int) -> bool:
    """Returns whether the file has the same character as the string before a place."""
    if whole.places is None or index == 0 or whole.value[index - 1] == "\n":
        return True
    return whole.places.place(index - 1) == (source, offset - 1) and source.text[offset - 1] == whole.value[index - 1]


def _margin(whole: Known[str], source: Source) -> str | None:
    """Returns the blanks that the file has before every line of the string, ``None`` where its lines are not lines of the file."""
    if whole.places is None:
        return None
    offset = whole.places.place(0)[1]
    line = max(source.text.rfind("\n", 0, offset), source.text.rfind("\r", 0, offset)) + 1
    margin = source.text[line:offset]
    copied = _copied(whole.value, 0, len(whole.value.rstrip("\n")), margin)
    return None if margin.strip(" \t") or not source.text.startswith(copied, offset) else margin


def _copied(text: str, start: int, end: int, margin: str) -> str:
    """Returns a part of a string as the file has it: the margin before every line that is not blank."""
    lines = text[start:end].split("\n")
    following = text[end : end + 1]
    written = [lines[0], *(margin + line if line else line for line in lines[1:])]
    if len(lines) > 1 and not lines[-1] and following not in ("", "\n"):
        written[-1] = margin
    return "\n".join(written)


def _is_raw(character: str, whole: Known[str], source: Source) -> bool:
    """Returns whether the file writes a special character of the string as itself."""
    index = whole.value.find(character)
    if index < 0 or whole.places is None:
        return False
    (holder, offset), (_, following) = whole.places.place(index), whole.places.place(index + 1)
    return holder is source and source.text[offset] == character and following == offset + 1
