"""Properties of a CloudFormation resource brought to the model's fields and terms."""

from __future__ import annotations

from apigw_lint.loaders.openapi_values import instead, mapped
from apigw_lint.value import Absent, Entry, Known, List, Table, Unknown, scalar_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from apigw_lint.value import Value

    Convert = Callable[[Value], Value]
    Spec = Mapping[str, "str | tuple[str, Convert]"]
    """Field of the model -> property, with what converts it; without, it is a string."""


def read(table: Table, spec: Spec) -> dict[str, Any]:
    """Returns the model's fields of a mapping. What is not written is Absent from the mapping."""
    found: dict[str, Any] = {}
    missing = Absent(table.span, table.writer) if table.complete else Unknown(table.span, why="may be supplied elsewhere")
    written = {entry.key.value: entry.value for entry in table.entries if isinstance(entry.key, Known)}
    for field, source in spec.items():
        name, convert = (source, string) if isinstance(source, str) else source
        value = written.get(name)
        found[field] = missing if value is None else convert(value)
    return found


def string(value: Value) -> Value:
    """Returns a number or boolean that stands for a string as CloudFormation converts it, anything else as written."""
    if isinstance(value, Known) and isinstance(value.value, str):
        return value
    return mapped(value, _string)


def _string(known: Known[Any]) -> Known[Any]:
    if isinstance(known.value, str) or known.value is None:
        return known
    text = scalar_text(known.value)
    if isinstance(known.value, float):
        written = known.span.text
        text = written if written.replace(".", "", 1).isdigit() else text
    return instead(known, text)


def number(value: Value) -> Value:
    """Returns a number that was written as text as a number, a whole one as an ``int``, anything else as written."""
    return mapped(value, _number)


def _number(known: Known[Any]) -> Known[Any]:
    value = known.value
    if isinstance(value, str):
        text = value.strip()
        digits = text[1:] if text[:1] in ("-", "+") else text
        if digits.isascii() and digits.replace(".", "", 1).isdigit() and len(digits) < 20:
            value = float(text) if "." in digits else int(text)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return known if value is known.value else instead(known, value)


def as_is(value: Value) -> Value:
    """Returns the value as written."""
    return value


def each(convert: Convert) -> Convert:
    """Returns the conversion of a map or list whose elements are converted."""

    def converted(value: Value) -> Value:
        if isinstance(value, Table):
            changed = [convert(entry.value) for entry in value.entries]
            if all(new is entry.value for new, entry in zip(changed, value.entries, strict=True)):
                return value
            entries = [Entry(entry.key, new) for entry, new in zip(value.entries, changed, strict=True)]
            return Table(entries, value.span, value.complete, value.writer)
        if isinstance(value, List):
            items = [convert(item) for item in value.items]
            if all(new is item for new, item in zip(items, value.items, strict=True)):
                return value
            return List(items, value.span, value.complete, value.writer)
        if type(value) is Unknown and value.candidates:
            return Unknown(value.span, [converted(candidate) for candidate in value.candidates], value.why, value.writer)
        return value

    return converted


strings = each(string)


def renamed(names: Mapping[str, str], convert: Convert) -> Convert:
    """Returns the conversion of a mapping whose keys the model calls otherwise."""

    def converted(value: Value) -> Value:
        if not isinstance(value, Table):
            return value
        entries = [
            Entry(Known(names[name], entry.key.span), convert(entry.value)) if (name := entry.name) and name in names else entry
            for entry in value.entries
        ]
        return Table(entries, value.span, value.complete, value.writer)

    return converted


def table_or_none(value: Value) -> Table | None:
    """Returns a mapping that is written, an empty and incomplete one where it is not known, ``None`` where there is none."""
    if isinstance(value, Table):
        return value
    if isinstance(value, Absent) or (isinstance(value, Known) and value.value is None):
        return None
    return Table([], value.span, complete=False)
