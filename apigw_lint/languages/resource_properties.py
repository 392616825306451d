"""Resources against the tables of their types: properties that a type has not, that are missing, or of another type.

A table tells what CloudFormation or a version of Terraform's provider accepts. Values are taken as these convert them: text that says a
number is one, and so is ``"true"`` a boolean.
"""

from __future__ import annotations

from apigw_lint.facts.schemas import resource_types
from apigw_lint.record import Row
from apigw_lint.regexp import regexp
from apigw_lint.value import Absent, Entry, Known, List, Reference, Table, Text, Unknown, scalar_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from apigw_lint.model import Definition, RawResource
    from apigw_lint.source import Span
    from apigw_lint.value import Value

    Shape = Any
    """One of ``facts.schemas``."""

UNKNOWN, MISSING, TYPE = "unknown", "missing", "type"
_NUMBER = regexp(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
_BOOLEANS = frozenset(["true", "false", "yes", "no", "on", "off", "0", "1"])
"""Texts that one format or another reads as a boolean."""
_BOUNDS = ("enum", "minimum", "maximum")
_REPLACED = "DefinitionBody"
"""What SAM makes itself where it is nothing, whatever the type of that."""
_META = frozenset(["timeouts"])
"""Blocks that some resources have in some versions of the provider."""


class Fault(Row):
    """What a table says against a resource.

    ``kind`` is UNKNOWN, MISSING or TYPE. ``owner`` is what has or lacks the property, as its path in the resource (empty for the resource
    itself); of a property of the wrong type it is that property's. ``wanted`` says what such a property must be, ``value`` is what it is.
    ``key`` is the property as written, ``table`` what it is in.
    """

    kind: str
    span: Span
    resource: RawResource
    owner: str
    name: str
    shape: Shape
    table: Table
    key: Known[str] | None = None
    wanted: str = ""
    value: Value | None = None


def faults(definition: Definition) -> tuple[Fault, ...]:
    """Returns what the tables say against the resources of a definition; worked out once for all rules."""
    found: tuple[Fault, ...] | None = definition.__dict__.get("_schema_faults")
    if found is None:
        found = tuple(_faults(definition))
        definition.__dict__["_schema_faults"] = found
    return found


def _faults(definition: Definition) -> Iterator[Fault]:
    for resource in definition.serverless:
        if isinstance(resource.properties, Table):
            yield from _serverless(resource, resource.properties)
    if definition.format not in ("cloudformation", "terraform") or not len(definition.resources):
        return
    types = resource_types(definition.format)
    for resource in definition.resources:
        shape = types.get(resource.type)
        if shape is not None and isinstance(resource.properties, Table):
            yield from _Check(definition.format, resource).table(resource.properties, shape, "", resource.name_span)


def _serverless(resource: RawResource, properties: Table) -> Iterator[Fault]:
    """Yields what is wrong in a resource of SAM, and in those of its events that lead to an API."""
    from apigw_lint.languages.serverless import events_of

    types = resource_types("serverless")
    check = _Check("serverless", resource)
    if resource.type in types:
        yield from check.table(properties, types[resource.type], "", resource.name_span)
    for event in events_of(resource):
        yield from check.table(event.properties, types[f"{resource.type} {event.kind}"], f"Events.{event.id}.Properties", event.key.span)


def nearest_property(name: str, shape: Shape) -> str | None:
    """Returns the property of a shape that a name was most likely meant to be."""
    plain = {_plain(known): known for known in shape["properties"]}
    if _plain(name) in plain:
        return str(plain[_plain(name)])
    from difflib import get_close_matches

    matches = get_close_matches(_plain(name), list(plain), 1, 0.75)
    return str(plain[matches[0]]) if matches else None


def _plain(name: str) -> str:
    return name.lower().replace("_", "").replace("-", "")


def _is_plain(value: Value, shape: Shape) -> bool:
    """Returns whether a value is certainly right at first sight, which nearly all are."""
    if type(value) is Known:
        written = value.value
        return bool(shape == _PLAIN.get(type(written)) or (type(shape) is dict and written in shape.get("enum", ())))
    return shape == "string" and type(value) in (Reference, Text)


_PLAIN = {str: "string", bool: "boolean", int: "integer"}


_blocks_of: dict[int, tuple[str, ...]] = {}


def _block_names(shape: Shape) -> tuple[str, ...]:
    """Returns the names of the blocks that an object of a table must have, or may have only so often; tables are never given up."""
    found = _blocks_of.get(id(shape))
    if found is None:
        named = (name for name, inner in shape["properties"].items() if isinstance(inner, dict) and "block" in inner)
        found = _blocks_of[id(shape)] = tuple(named)
    return found


class _At(Row):
    """Where a value stands: the property that it is under, the object that has this, and its path in the resource."""

    entry: Entry
    table: Table
    path: str


class _Check:
    """One resource under its table."""

    def __init__(self, format: str, resource: RawResource) -> None:
        self.terraform = format == "terraform"
        self.serverless = format == "serverless"
        self.resource = resource

    def table(self, table: Table, shape: Shape, owner: str, place: Span) -> Iterator[Fault]:
        """Yields what is wrong in an object; ``place`` begins with the line that stands for it."""
        properties = shape["properties"]
        meant: set[str | None] = set()
        written: set[str] = set()
        for entry in table.entries:
            key, value = entry.key, entry.value
            if not isinstance(key, Known) or isinstance(value, Absent):
                continue
            name = key.value
            written.add(name)
            inner = properties.get(name)
            if inner is None:
                if not shape.get("open") and not (self.terraform and name in _META):
                    meant.add(nearest_property(name, shape))
                    yield Fault(UNKNOWN, key.span, self.resource, owner, name, shape, table, key)
            elif not _is_plain(value, inner):
                yield from self._property(_At(entry, table, f"{owner}.{name}" if owner else name), inner)
        for name in shape.get("required", ()):
            if (self.serverless or name not in written) and name not in meant and self._lacks(table, name, written):
                yield Fault(MISSING, place.first_line(), self.resource, owner, name, properties[name], table)
        for name in _block_names(shape) if self.terraform else ():
            if name not in meant:
                yield from self._blocks(table, name, properties[name], owner, place)

    def _lacks(self, table: Table, name: str, written: set[str]) -> bool:
        """Returns whether a property is certainly missing; to SAM, null is nothing."""
        if name not in written:
            return table.lacks(name)
        value = table.get(name) if self.serverless else None
        return isinstance(value, Known) and value.value is None and value.writer is not None

    def _blocks(self, table: Table, name: str, shape: Shape, owner: str, place: Span) -> Iterator[Fault]:
        """Yields the fault of blocks that must be there and are not, or that are there too often."""
        blocks = table.get(name)
        none = isinstance(blocks, Absent) or (isinstance(blocks, List) and blocks.complete and not blocks.items)
        if shape["min"] and none:
            yield Fault(MISSING, place.first_line(), self.resource, owner, name, shape, table)
        if shape["max"] and isinstance(blocks, List) and len(blocks.items) > shape["max"]:
            second = blocks.items[shape["max"]].span
            path = f"{owner}.{name}" if owner else name
            yield Fault(TYPE, second, self.resource, path, name, shape, table, None, f"one block, not {len(blocks.items)}")

    def _property(self, at: _At, shape: Shape) -> Iterator[Fault]:
        if self.terraform and at.entry.key.span.source.path.endswith(".tf"):
            wanted = _other_way_to_write(at.entry, shape)
            if wanted:
                yield self._wrong(at.entry.key, wanted, at, shape)
                return
        yield from self._value(at.entry.value, shape, at)

    def _wrong(self, value: Value, wanted: str, at: _At, shape: Shape) -> Fault:
        """Returns the fault of a value: at its place, or at its property where it is written elsewhere."""
        key = at.entry.key
        whole, span = self.resource.span, value.span
        inside = span.source is whole.source and whole.start <= span.start and span.end <= whole.end
        known = key if isinstance(key, Known) else None
        return Fault(TYPE, span if inside else key.span, self.resource, at.path, at.entry.name or "", shape, at.table, known, wanted, value)

    def _value(self, value: Value, shape: Shape, at: _At) -> Iterator[Fault]:
        if shape == "any" or isinstance(value, Absent):
            return
        if isinstance(shape, dict) and "accepts" in shape:
            yield from self._accepted(value, shape, at)
            return
        if isinstance(value, Unknown) and not isinstance(value, Text):
            for candidate in value.candidates:
                yield from self._value(candidate, shape, at)
        elif isinstance(shape, str) or "enum" in shape or "type" in shape:
            wanted = self._scalar(value, shape)
            if wanted:
                yield self._wrong(value, wanted, at, shape)
        elif "list" in shape or "block" in shape:
            yield from self._list(value, shape, at)
        elif "map" in shape:
            yield from self._map(value, shape, at)
        elif isinstance(value, Table):
            yield from self.table(value, shape, at.path, value.span)
        else:
            yield self._wrong(value, "an object", at, shape)

    def _accepted(self, value: Value, shape: Shape, at: _At) -> Iterator[Fault]:
        """Yields the fault of a literal that SAM does not take; what a call stands for it does not look at.

        Any map of one entry is a call to SAM.
        """
        from apigw_lint.languages.serverless_values import is_function, is_literal, is_nothing

        if at.entry.name == _REPLACED and is_nothing(value):
            return
        if isinstance(value, Table) and len(value.entries) == 1 and shape.get("calls") is not False:
            return
        if is_literal(value) and not (isinstance(value, Known) and value.value is None):
            kind = "list" if isinstance(value, List) else "map" if isinstance(value, Table) else _kind(value)
            if kind not in shape["accepts"]:
                yield self._wrong(value, " or ".join(_WORDS[name] for name in shape["accepts"]), at, shape)
        elif shape.get("calls") is False and is_function(value, False):
            yield self._wrong(value, f"{' or '.join(_WORDS[name] for name in shape['accepts'])}: SAM takes no function here", at, shape)

    def _list(self, value: Value, shape: Shape, at: _At) -> Iterator[Fault]:
        inner = shape["list"] if "list" in shape else shape["block"]
        if isinstance(value, List):
            for item in value.items:
                if not isinstance(item, List):
                    yield from self._value(item, inner, at)
        elif "block" in shape:
            yield from self._value(value, inner, at)
        else:
            yield self._wrong(value, "a list", at, shape)

    def _map(self, value: Value, shape: Shape, at: _At) -> Iterator[Fault]:
        if not isinstance(value, Table):
            yield self._wrong(value, "a map", at, shape)
            return
        for key, inner in value.known():
            if not _is_plain(inner, shape["map"]):
                yield from self._value(inner, shape["map"], _At(at.entry, at.table, f"{at.path}.{key.value}"))

    def _scalar(self, value: Value, shape: Shape) -> str:
        """Returns what is wanted in the place of a value that is not of a scalar's type."""
        kind = str(shape if isinstance(shape, str) else shape.get("type", "string"))
        if isinstance(value, (Table, List)):
            return _ARTICLES[kind]
        if not isinstance(value, Known):
            return ""
        written = value.value
        if written is None:
            return "" if self.terraform else f"{_ARTICLES[kind]}: CloudFormation takes no null"
        if kind == "boolean":
            return "" if isinstance(written, bool) or scalar_text(written).lower() in _BOOLEANS else _ARTICLES[kind]
        if kind in ("integer", "number"):
            return _number(written, kind) or _within(float(scalar_text(written)), shape)
        return _one_of(scalar_text(written), shape)


def _kind(value: Value) -> str:
    written = value.value if isinstance(value, Known) else None
    return "boolean" if isinstance(written, bool) else {int: "integer", float: "number"}.get(type(written), "string")


_WORDS = {
    "string": "text",
    "integer": "an integer",
    "number": "a number",
    "boolean": "true or false",
    "list": "a list",
    "map": "a map",
}
"""What SAM accepts; it converts nothing."""
_ARTICLES = {"string": "text", "integer": "an integer", "number": "a number", "boolean": "true or false"}


def _number(written: object, kind: str) -> str:
    if isinstance(written, bool) or not _NUMBER.fullmatch(scalar_text(written).strip()):
        return _ARTICLES[kind]
    whole = kind == "number" or float(scalar_text(written)).is_integer()
    return "" if whole else _ARTICLES[kind]


def _within(number: float, shape: Shape) -> str:
    if isinstance(shape, dict):
        if number < shape.get("minimum", number):
            return f"at least {shape['minimum']}"
        if number > shape.get("maximum", number):
            return f"at most {shape['maximum']}"
    return ""


def _one_of(text: str, shape: Shape) -> str:
    if isinstance(shape, dict) and "enum" in shape and text not in shape["enum"]:
        return " or ".join([", ".join(shape["enum"][:-1]), shape["enum"][-1]]) if len(shape["enum"]) > 1 else str(shape["enum"][0])
    return ""


def is_bounded(fault: Fault) -> bool:
    """Returns whether a value is of the right type, but none of those that there are."""
    return fault.wanted not in _ARTICLES.values() and isinstance(fault.shape, dict) and any(name in fault.shape for name in _BOUNDS)


def _other_way_to_write(entry: Entry, shape: Shape) -> str:
    """Returns what is wanted where a block is written as an argument, or an argument as a block."""
    key, value = entry.key.span, entry.value.span
    is_block = value.source is key.source and value.start <= key.start < value.end
    wants_block = isinstance(shape, dict) and "block" in shape
    if is_block and not wants_block:
        return f"an argument, not a block: {entry.name} = ..."
    if wants_block and not is_block:
        return f"a block, not an argument: {entry.name} {{ ... }}"
    return ""
