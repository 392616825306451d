"""Arguments of an instance brought to the model's fields and terms."""

from __future__ import annotations

from apigw_lint.loaders.openapi_values import boolean, instead, mapped
from apigw_lint.loaders.properties import as_is, each, number
from apigw_lint.loaders.terraform.instance import blocks
from apigw_lint.loaders.terraform.values import Encoded
from apigw_lint.typed import TypeVar
from apigw_lint.value import Absent, Entry, Known, Table, Text, Unknown, scalar_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from apigw_lint.loaders.terraform.instance import Instance
    from apigw_lint.model import Part
    from apigw_lint.value import Value

    Convert = Callable[[Value], Value]
    Spec = Mapping[str, "str | tuple[str, Convert]"]
    """Field of the model -> argument, with what converts it."""


P = TypeVar("P", bound="Part")


def read(values: Table, spec: Spec) -> dict[str, Any]:
    """Returns the model's fields of a block. What is not written is Absent from the block, so that a fix knows where to write it."""
    found: dict[str, Any] = {}
    missing = values.get("")
    for field, source in spec.items():
        argument, convert = (source, string) if isinstance(source, str) else source
        entry = values.entry(argument)
        found[field] = missing if entry is None else convert(entry.value)
    return found


def part(instance: Instance) -> dict[str, Any]:
    """Returns what every part of the model takes from its instance."""
    return {"address": instance.address, "span": instance.span, "name_span": instance.name_span, "certain": instance.certain}


def nested(instance: Instance, block: Table, certain: bool = True) -> dict[str, Any]:
    """Returns what a part that is written as a nested block takes from it."""
    return {"address": instance.address, "span": block.span, "certain": instance.certain and certain}


def string(value: Value) -> Value:
    """Returns what stands for a string as Terraform converts it: numbers, booleans, and what is encoded; anything else as written."""
    if isinstance(value, Encoded):
        return value.text
    return mapped(value, lambda known: known if isinstance(known.value, str) else instead(known, scalar_text(known.value)))


strings = each(string)
booleans = each(boolean)
__all__ = [
    "as_is",
    "block_table",
    "boolean",
    "booleans",
    "each",
    "nested",
    "number",
    "part",
    "read",
    "read_single",
    "single_part",
    "string",
    "strings",
]


def single(values: Table, name: str) -> tuple[Table | None, bool]:
    """Returns the one nested block of a type, and whether it is certainly there (a ``dynamic`` one may not be)."""
    found = blocks(values, name)
    for item in found.items:
        return item if isinstance(item, Table) else Table([], item.span, complete=False), found.complete
    return None if found.complete else Table([], found.span, complete=False), found.complete


def single_part(cls: type[P], instance: Instance, name: str, spec: Spec) -> P | None:
    """Returns the part that the one nested block of a type stands for."""
    block, certain = single(instance.values, name)
    return cls(**nested(instance, block, certain), **read(block, spec)) if block is not None else None


def read_single(values: Table, name: str, spec: Spec) -> dict[str, Any]:
    """Returns the model's fields that the one nested block of a type has; of a block that may not be there, as alternatives."""
    block, certain = single(values, name)
    if block is None:
        return {}
    fields = read(block, spec)
    if certain:
        return fields
    return {field: value if isinstance(value, Absent) else Unknown(value.span, [value], name) for field, value in fields.items()}


def block_table(values: Table, name: str, key: str, convert: Callable[[Table], Value]) -> Value:
    """Returns nested blocks as a table: the value of one argument as the key, what is made of the block as the value."""
    found = blocks(values, name)
    if not found.items and found.complete:
        return values.get("")  # Absent from the block, or Unknown where the block is incomplete
    entries = []
    complete = found.complete
    for item in found.items:
        label = string(item.get(key)) if isinstance(item, Table) else item
        if isinstance(item, Table) and isinstance(label, (Known, Text, Unknown)):
            entries.append(Entry(label, convert(item)))
        else:
            complete = False
    return Table(entries, found.span, complete)
