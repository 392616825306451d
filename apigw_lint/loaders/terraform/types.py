"""Type constraints of variables, and the conversion of values to them."""

from __future__ import annotations

from apigw_lint.loaders.terraform.values import Failed, Typed, as_text, make_set, no_number, number_of, unified
from apigw_lint.syntax.hcl_nodes import Call, Literal, ObjectCons, TupleCons, Variable
from apigw_lint.value import Entry, Known, List, Table, Text, Unknown, Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from apigw_lint.syntax.hcl_nodes import Expression

    Evaluate = Callable[[Expression], Value]
    Spend = Callable[[int], None]

ANY = ("any",)


class Attribute:
    """An attribute of an object type; ``default`` is for one that may be left out."""

    __slots__ = ("default", "optional", "type")

    def __init__(self, type: tuple[Any, ...], optional: bool = False, default: Expression | None = None) -> None:
        self.type = type
        self.optional = optional
        self.default = default


def read_type(node: Expression | None, depth: int = 0) -> tuple[Any, ...]:
    """Returns a type constraint: a tuple of its name and what is in it. What cannot be read is ``any``."""
    if depth > 30:
        return ANY
    if isinstance(node, Variable):
        simple = {"list": ("list", ANY), "map": ("map", ANY), "set": ("set", ANY)}
        return (node.name,) if node.name in ("string", "number", "bool") else simple.get(node.name, ANY)
    if isinstance(node, Literal) and node.value in ("string", "list", "map"):
        return (node.value,) if node.value == "string" else (node.value, ANY)
    if not isinstance(node, Call) or not node.arguments:
        return ANY
    first = node.arguments[0]
    if node.name in ("list", "set", "map"):
        return (node.name, read_type(first, depth + 1))
    if node.name == "object" and isinstance(first, ObjectCons):
        names = {item.key.value: item.value for item in first.items if isinstance(item.key, Literal)}
        return ("object", {name: _attribute(value, depth) for name, value in names.items()})
    if node.name == "tuple" and isinstance(first, TupleCons):
        return ("tuple", [read_type(item, depth + 1) for item in first.items])
    return ANY


def _attribute(node: Expression, depth: int) -> Attribute:
    if isinstance(node, Call) and node.name == "optional" and node.arguments:
        return Attribute(read_type(node.arguments[0], depth + 1), True, node.arguments[1] if len(node.arguments) > 1 else None)
    return Attribute(read_type(node, depth + 1))


def unknown_of(type: tuple[Any, ...], value: Unknown) -> Unknown:
    """Returns a wholly unknown value with its declared type."""
    if type[0] in ("string", "number", "bool"):
        return Typed(type[0], value.span, value.why, value.writer)
    return value


def convert(value: Value, type: tuple[Any, ...], evaluate: Evaluate, spend: Spend) -> Value:
    """Returns a value converted to a type, Failed where it certainly cannot be. ``evaluate`` gives the defaults of attributes."""
    spend(1)
    name = type[0]
    if name == "any" or (isinstance(value, Known) and value.value is None):
        return value
    if isinstance(value, Unknown):
        return _converted_unknown(value, type, evaluate, spend)
    if name == "string":
        return as_text(value)
    if name == "number":
        found = number_of(value)
        if found is None:
            return Failed(value.span, why="no number") if no_number(value) else Unknown(value.span)
        return value if isinstance(value, Known) and not isinstance(value.value, str) else Known(found, value.span, None, value.writer)
    if name == "bool":
        return _boolean(value)
    if name in ("list", "set"):
        return _sequence(value, type, evaluate, spend)
    if name == "tuple":
        return _tuple(value, type[1], evaluate, spend)
    if not isinstance(value, Table):
        return Failed(value.span, why="no object")
    return _map(value, type[1], evaluate, spend) if name == "map" else _object(value, type[1], evaluate, spend)


def _converted_unknown(value: Unknown, type: tuple[Any, ...], evaluate: Evaluate, spend: Spend) -> Value:
    if builtin_type(value) is not Unknown:
        return value
    if value.candidates:
        return Unknown(value.span, [convert(item, type, evaluate, spend) for item in value.candidates], value.why, value.writer)
    return unknown_of(type, value)


def builtin_type(value: object) -> type:
    """Returns the class of a value (``type`` is a parameter's name here)."""
    return value.__class__


def _boolean(value: Value) -> Value:
    if isinstance(value, Known):
        if isinstance(value.value, bool):
            return Known(value.value, value.span, value.places, value.writer)
        if value.value in ("true", "1"):
            return Known(True, value.span, None, value.writer)
        if value.value in ("false", "0"):
            return Known(False, value.span, None, value.writer)
    return Unknown(value.span) if isinstance(value, Text) else Failed(value.span, why="no boolean")


def _sequence(value: Value, type: tuple[Any, ...], evaluate: Evaluate, spend: Spend) -> Value:
    if not isinstance(value, List):
        return Failed(value.span, why="no list")
    items = [convert(item, type[1], evaluate, spend) for item in value.items]
    if type[1] == ANY:
        items = unified(items, spend)
    if type[0] == "set":
        return make_set(items, value.span, value.complete, value.writer)
    return List(items, value.span, value.complete, value.writer)


def _tuple(value: Value, types: list[tuple[Any, ...]], evaluate: Evaluate, spend: Spend) -> Value:
    if not isinstance(value, List) or (value.complete and len(value.items) != len(types)):
        return Failed(value.span, why="no such tuple")
    if not value.complete:
        return Unknown(value.span)
    items = [convert(item, kind, evaluate, spend) for item, kind in zip(value.items, types, strict=True)]
    return List(items, value.span, True, value.writer)


def _map(value: Table, type: tuple[Any, ...], evaluate: Evaluate, spend: Spend) -> Value:
    items = [convert(entry.value, type, evaluate, spend) for entry in value.entries]
    if type == ANY:
        items = unified(items, spend)
    entries = [Entry(entry.key, item) for entry, item in zip(value.entries, items, strict=True)]
    return Table(entries, value.span, value.complete, value.writer)


def _object(value: Table, attributes: dict[str, Attribute], evaluate: Evaluate, spend: Spend) -> Value:
    entries = []
    for name, attribute in attributes.items():
        entry = value.entry(name)
        found: Value
        if entry is None and not value.complete:
            found = Unknown(value.span, why=f"attribute {name}")
        elif entry is None and not attribute.optional:
            return Failed(value.span, why=f"no attribute {name}")
        else:
            found = Known(None, value.span) if entry is None else convert(entry.value, attribute.type, evaluate, spend)
            if attribute.default is not None and isinstance(found, Known) and found.value is None:
                found = convert(evaluate(attribute.default), attribute.type, evaluate, spend)
        entries.append(Entry(entry.key if entry else Known(name, value.span), found))
    return Table(entries, value.span, True, value.writer)
