"""Models as plain data, to be compared: without places, addresses and the pointers that lead back."""

from typing import Any

from apigw_lint.model import Part, Parts
from apigw_lint.record import Record
from apigw_lint.value import Absent, Known, List, Reference, Table, Text, Unknown, Value

LEFT_OUT = {"address", "span", "name_span", "certain", "api", "method", "definition", "parent", "parent_id"}
BACK = {
    "Method": {"parameters"},
    "IntegrationResponse": {"integration"},
    "Api": {"format", "told"},
    "Definition": {"path", "format", "resources", "serverless", "serverless_globals", "taken_ids", "order"},
    "Deployment": {"renewal"},
}
NAMED = {"authorizer": "name", "request_validator": "name", "resource": "path"}
UNKNOWN = "<unknown>"
MORE = "<more>"


def plain(thing: Any, certain: bool = False, addresses: bool = False, references: bool = False) -> Any:
    """Returns a part, a definition or a value as dicts, lists and scalars; collections sorted, what is absent left out.

    References and other unknowns are one word; a Text has it for each hole. What may have more than is seen ends with ``<more>``.
    ``certain``: parts that may not be deployed say so. ``addresses``: collections are dicts by address, for models in one format;
    ``references``: references say which resource they mean.
    """
    if isinstance(thing, Value):
        return plain_value(thing, references)
    if isinstance(thing, Parts) and addresses:
        found = _by_address(sorted(((item.address, plain(item, certain, True, references)) for item in thing), key=repr))
        return found if thing.complete else {**found, MORE: True}
    if isinstance(thing, Parts):
        items = sorted((plain(item, certain, references=references) for item in thing), key=repr)
        return items if thing.complete else [*items, MORE]
    if isinstance(thing, Record):
        return _record(thing, certain, addresses, references)
    return sorted(thing) if isinstance(thing, (tuple, list)) else thing


def _by_address(parts: list[tuple[str, Any]]) -> dict[str, Any]:
    """Returns parts by address; several with one address, which are blocks of one resource, are numbered."""
    found: dict[str, Any] = {}
    for address, part in parts:
        number = sum(1 for name in found if name == address or name.startswith(f"{address} #"))
        found[f"{address} #{number}" if number else address] = part
    return found


def _record(record: Record, certain: bool, addresses: bool, references: bool) -> dict[str, Any]:
    left_out = LEFT_OUT | BACK.get(type(record).__name__, set())
    found: dict[str, Any] = {}
    for name in sorted(record.fields):
        value = getattr(record, name)
        if name in left_out or value is None or isinstance(value, Absent):
            continue
        if isinstance(value, Parts) and value.complete and not len(value):
            continue
        found[name] = plain(getattr(value, NAMED[name]) if name in NAMED else value, certain, addresses, references)
    if certain and isinstance(record, Part) and not record.certain:
        found["certain"] = False
    return found


def plain_value(value: Value, references: bool = False) -> Any:
    """Returns a value as plain data; ``references``: what is meant by one stands in the place of ``<unknown>``."""
    if isinstance(value, Known):
        return value.value
    if isinstance(value, Text):
        return "".join(str(plain_value(part, references)) for part in value.parts)
    if isinstance(value, Table):
        found = {
            (entry.name or UNKNOWN): plain_value(entry.value, references) for entry in value.entries if not isinstance(entry.value, Absent)
        }
        return dict(sorted(found.items())) | ({} if value.complete else {MORE: True})
    if isinstance(value, List):
        return [plain_value(item, references) for item in value.items] + ([] if value.complete else [MORE])
    if references and isinstance(value, Reference):
        return f"<{value.target}.{value.attribute}>"
    return UNKNOWN if isinstance(value, Unknown) else None


def differences(first: Any, second: Any, at: str = "") -> list[str]:
    """Returns where two plain models say different things. What one of them does not know agrees with anything."""
    if UNKNOWN in (first if isinstance(first, str) else "") or UNKNOWN in (second if isinstance(second, str) else ""):
        return []
    if isinstance(first, dict) and isinstance(second, dict):
        return [line for key in sorted({*first, *second} - {MORE}) for line in _entry(first, second, key, f"{at}.{key}")]
    if isinstance(first, list) and isinstance(second, list):
        return _items(first, second, at)
    return [] if first == second and type(first) is type(second) else [f"{at}: {first!r} is not {second!r}"]


def _entry(first: dict[str, Any], second: dict[str, Any], key: str, at: str) -> list[str]:
    if key in first and key in second:
        return differences(first[key], second[key], at)
    lacking, present, which = (first, second, "second") if key not in first else (second, first, "first")
    return [] if MORE in lacking or present[key] == UNKNOWN else [f"{at}: only in the {which}: {present[key]!r}"]


def _items(first: list[Any], second: list[Any], at: str) -> list[str]:
    mine, other = ([item for item in items if item != MORE] for items in (first, second))
    if len(mine) != len(other):
        return [] if MORE in first + second else [f"{at}: {mine!r} is not {other!r}"]
    if all(not isinstance(item, (dict, list)) for item in mine + other) and sorted(map(repr, mine)) == sorted(map(repr, other)):
        return []
    return [line for number, pair in enumerate(zip(mine, other, strict=True)) for line in differences(*pair, f"{at}[{number}]")]
