"""Arguments of an instance brought to the model's fields and terms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apigw_lint.loaders.openapi_values import boolean, instead, mapped
from apigw_lint.loaders.properties import as_is, each, number
from apigw_lint.loaders.terraform.instance import blocks
from apigw_lint.loaders.terraform.values import Encoded
from apigw_lint.value import Entry, Known, Table, Text, Unknown, scalar_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from apigw_lint.loaders.terraform.instance import Instance
    from apigw_lint.value import Value

    Convert = Callable[[Value], Value]
    Spec = Mapping[str, "str | tuple[str, Convert]"]
    """Field of the model -> argument, with what converts it."""


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


def nested(instance: Instance, block: Table) -> dict[str, Any]:
    """Returns what a part that is written as a nested block takes from it."""
    return {"address": instance.address, "span": block.span, "certain": instance.certain}


def string(value: Value) -> Value:
    """Returns what stands for a string as Terraform converts it: numbers, booleans, and what is encoded; anything else as written."""
    if isinstance(value, Encoded):
        return value.text
    return mapped(value, lambda known: known if isinstance(known.value, str) else instead(known, scalar_text(known.value)))


strings = each(string)
booleans = each(boolean)
__all__ = ["as_is", "block_table", "boolean", "booleans", "each", "nested", "number", "part", "read", "single", "string", "strings"]


def single(values: Table, name: str) -> Table | None:
    """Returns the one nested block of a type; an incomplete, empty one where a ``dynamic`` block may make it; ``None`` where none is."""
    found = blocks(values, name)
    for item in found.items:
        return item if isinstance(item, Table) else Table([], item.span, complete=False)
    return None if found.complete else Table([], found.span, complete=False)


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
