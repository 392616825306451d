"""What every part of an OpenAPI document is read with: the shape of a value, and fields brought to the model's terms with their places."""

from __future__ import annotations

from apigw_lint.record import Row
from apigw_lint.regexp import regexp
from apigw_lint.value import Absent, Entry, Known, List, Table, Text, Unknown, cut, joined, scalar_text, tables

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from apigw_lint.value import Value

_PLACEHOLDER = regexp(r"\$+\{([^{}]*)\}|\{\{[^{}]*\}\}")
_AWS_VARIABLES = ("AWS::AccountId", "AWS::Partition", "AWS::Region")
_OWN = ("stageVariables.",)
_OWN_IN_MAPPINGS = ("stageVariables.", "request.", "response.", "context.", "$")
_WHOLE_NUMBER = regexp(r"[+-]?[0-9]{1,18}")


class Shape(Row):
    """A value seen as a mapping: its table, whether that is certainly the one, and whether it shows every entry there will be."""

    table: Table | None
    certain: bool
    complete: bool


def is_absent(value: Value) -> bool:
    """Returns whether nothing is written, or null, which the importer reads as nothing."""
    return isinstance(value, Absent) or (isinstance(value, Known) and value.value is None)


def shape(value: Value) -> Shape:
    """Returns a value as a mapping. Of written alternatives a single mapping is taken, as one that may not be there."""
    if isinstance(value, Table):
        return Shape(value, True, value.complete)
    if is_absent(value):
        return Shape(None, True, True)
    written = list(tables(value))
    return Shape(written[0], False, False) if len(written) == 1 else Shape(None, True, False)


def table_of(value: Value) -> Table:
    """Returns the mapping that a value certainly is, else an empty one, incomplete unless nothing is written."""
    seen = shape(value)
    if seen.table is not None and seen.certain:
        return seen.table
    return Table([], value.span, seen.table is None and seen.complete)


def known_entries(table: Table | None) -> Iterator[tuple[Known[str], Entry]]:
    """Yields the entries of known, present keys in their order; of duplicate keys the last, as parsers take it."""
    if table is not None:
        for entry in table.entries:
            key = entry.key
            if isinstance(key, Known) and not isinstance(entry.value, Absent) and table.entry(key.value) is entry:
                yield key, entry


def mapped(value: Value, change: Callable[[Known[Any]], Value]) -> Value:
    """Returns the value with each literal that it is or may be changed."""
    if isinstance(value, Known):
        return change(value)
    if type(value) is Unknown and value.candidates:
        return Unknown(value.span, [mapped(candidate, change) for candidate in value.candidates], value.why, value.writer)
    return value


def instead(value: Known[Any], new: Any) -> Known[Any]:
    """Returns another literal in the place of one; a string of the same length keeps the places of its characters."""
    same_length = isinstance(new, str) and isinstance(value.value, str) and len(new) == len(value.value)
    return Known(new, value.span, value.places if same_length else None, value.writer)


def upper(value: Value) -> Value:
    """Returns a name that AWS takes in any case in capitals."""
    return mapped(value, lambda known: instead(known, known.value.upper()) if isinstance(known.value, str) else known)


def number(value: Value) -> Value:
    """Returns a whole number that was written as text or with a fraction of zero as an ``int``, anything else as written."""
    return mapped(value, _number)


def _number(known: Known[Any]) -> Known[Any]:
    if isinstance(known.value, str) and _WHOLE_NUMBER.fullmatch(known.value.strip()):
        return instead(known, int(known.value))
    if isinstance(known.value, float) and known.value.is_integer():
        return instead(known, int(known.value))
    return known


def boolean(value: Value) -> Value:
    """Returns a boolean that was written as text as one, anything else as written."""
    return mapped(value, _boolean)


def _boolean(known: Known[Any]) -> Known[Any]:
    text = known.value.lower() if isinstance(known.value, str) else ""
    return instead(known, text == "true") if text in ("true", "false") else known


def text_of(value: Value) -> Value:
    """Returns a number that stands for a string (a status code, a version) as the string, anything else as written."""
    return mapped(value, lambda known: instead(known, scalar_text(known.value)) if _is_number(known.value) else known)


def payload_version(value: Value) -> Value:
    """Returns a payload format version as the string; the numbers 1 and 2 are what is left of ``1.0`` and ``2.0``."""
    return mapped(value, lambda known: instead(known, f"{float(known.value)!r}") if _is_number(known.value) else known)


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) < 1e15


def substituted(value: Value, everything: bool, mapping: bool = False) -> Value:
    """Returns a value in whose strings the placeholders are holes, those in lists and mappings with them.

    API Gateway itself fills in the three ``${AWS::...}`` variables at the import. ``everything``: the text is a file that something
    else may fill in before AWS sees it, so that any ``${x}`` or ``{{x}}`` is one, unless it is API Gateway's own: ``${stageVariables.x}``,
    and, of an HTTP API's parameter ``mapping``, ``${request...}``, ``${response...}`` and ``${context...}``.
    """
    if isinstance(value, Known):
        return _holes(value, everything, mapping) if isinstance(value.value, str) and "{" in value.value else value
    if isinstance(value, List):
        items = [substituted(item, everything, mapping) for item in value.items]
        return List(items, value.span, value.complete, value.writer) if items != list(value.items) else value
    if isinstance(value, Table):
        changed = [substituted(entry.value, everything, mapping) for entry in value.entries]
        if all(new is entry.value for new, entry in zip(changed, value.entries, strict=True)):
            return value
        entries = [Entry(entry.key, new) for entry, new in zip(value.entries, changed, strict=True)]
        return Table(entries, value.span, value.complete, value.writer)
    return value


def _holes(value: Known[str], everything: bool, mapping: bool) -> Known[str] | Text | Unknown:
    own = _OWN_IN_MAPPINGS if mapping else _OWN
    parts: list[Known[str] | Unknown] = []
    at = 0
    for match in _PLACEHOLDER.finditer(value.value):
        name = match[1] or ""
        is_own = match[0].startswith("${") and name.startswith(own)
        if name in _AWS_VARIABLES or (everything and not is_own):
            parts += [cut(value, at, match.start())] if match.start() > at else []
            parts.append(Unknown(value.at(match.start(), match.end()), why=f"placeholder {match[0]}"))
            at = match.end()
    if not parts:
        return value
    if at < len(value.value):
        parts.append(cut(value, at, len(value.value)))
    return joined(parts, value.span, value.writer)
