"""Terraform's functions on collections, and its conversions."""

from __future__ import annotations

from itertools import product

from apigw_lint.loaders.terraform.function_call import Arguments, Fails
from apigw_lint.loaders.terraform.operators import equal
from apigw_lint.loaders.terraform.types import convert
from apigw_lint.loaders.terraform.values import (
    Failed,
    Loose,
    Object,
    Set,
    Typed,
    alternatives,
    as_text,
    kind_of,
    loose_numbers,
    make_set,
    number,
    number_of,
    ordered,
    pairs,
    string_of,
    unified,
)
from apigw_lint.value import Entry, Known, List, Table, Text, Unknown, Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

LARGEST = 10_000
"""Items of a collection that a function makes."""


def _list_of(value: Value) -> List | None:
    """Returns a complete list in a known order; fails for what is certainly none."""
    if isinstance(value, List):
        return value if value.complete and ordered(value) else None
    if isinstance(value, Unknown) and not isinstance(value, Text):
        return None
    raise Fails("no list")


def _sole(given: Arguments) -> List | None:
    return _list_of(given.one())


def _merge(given: Arguments) -> Value | None:
    entries: dict[str, Entry] = {}
    unknown_keys: list[Entry] = []
    complete = True
    for value in given.values:
        if isinstance(value, Known) and value.value is None:
            continue
        if isinstance(value, (List, Known, Text)):
            raise Fails("merge takes objects")
        if not isinstance(value, Table) or not value.complete:
            complete = False
            entries = {name: _overridden(entry) for name, entry in entries.items()}
        if isinstance(value, Table):
            given.evaluator.budget.spend(len(value.entries))
            entries.update({entry.name: entry for entry in value.entries if entry.name is not None})
            unknown_keys.extend(entry for entry in value.entries if entry.name is None)
    return Table([*entries.values(), *unknown_keys], given.span, complete)


def _overridden(entry: Entry) -> Entry:
    value = entry.value
    return Entry(entry.key, Unknown(value.span, alternatives([value, Unknown(value.span)]), "may be overwritten"))


def _concat(given: Arguments) -> Value | None:
    items: list[Value] = []
    complete = True
    for value in given.values:
        if isinstance(value, List):
            items.extend(value.items)
            complete = complete and value.complete and ordered(value)
        elif isinstance(value, Unknown) and not isinstance(value, Text):
            complete = False
        else:
            raise Fails("concat takes lists")
    spend = given.evaluator.budget.spend
    spend(len(items))
    if len(_settled_kinds(given, items)) > 1:
        items = [loose_numbers(item, spend) for item in items]
    return List(items, given.span, complete)


def _settled_kinds(given: Arguments, items: Sequence[Value]) -> set[str]:
    return {kind_of(item) for item in items if kind_of(item) not in ("null", "list", "map")}


def _flatten(given: Arguments) -> Value | None:
    value = given.one()
    if not isinstance(value, List):
        return None if isinstance(value, Unknown) and not isinstance(value, Text) else _fail("flatten takes a list")
    items: list[Value] = []
    whole = _flat(value, items, given, 0)
    return List(items, given.span, whole)


def _flat(value: List, items: list[Value], given: Arguments, depth: int) -> bool:
    """Adds the items of nested lists; an unknown item may be a list itself, so that it leaves the rest incomplete."""
    whole = value.complete and ordered(value) and depth < 50
    for item in value.items:
        given.evaluator.budget.spend(1)
        if isinstance(item, List) and depth < 50:
            whole = _flat(item, items, given, depth + 1) and whole
        elif _may_be_list(item):
            whole = False
        else:
            items.append(item)
    return whole


def _may_be_list(item: Value) -> bool:
    return isinstance(item, Unknown) and not isinstance(item, (Text, Object)) and kind_of(item) == ""


def _keys(given: Arguments) -> Value | None:
    value = given.one()
    if isinstance(value, Table):
        found = pairs(value) or []
        return List([key for key, _ in found], given.span, value.complete)
    return None if _open(value) else _fail("keys takes an object")


def _values(given: Arguments) -> Value | None:
    value = given.one()
    if isinstance(value, Table):
        found = pairs(value) or []
        return List([item for _, item in found], given.span, value.complete)
    return None if _open(value) else _fail("values takes an object")


def _open(value: Value) -> bool:
    """Returns whether a value may still be a collection."""
    return isinstance(value, Unknown) and not isinstance(value, Text)


def _fail(why: str) -> Value | None:
    raise Fails(why)


def _lookup(given: Arguments) -> Value | None:
    table, key, *rest = given.many(2, 3)
    name = string_of(key)
    if not isinstance(table, Table) or name is None:
        return None if _open(table) or isinstance(table, Table) else _fail("lookup takes an object")
    entry = table.entry(name)
    spend = given.evaluator.budget.spend
    if entry is not None:
        if rest and kind_of(rest[0]) != kind_of(entry.value):
            given.evaluator.budget.doubts += 1
        return entry.value
    if not table.complete:
        return None
    if not rest:
        raise Fails(f"no key {name}")
    if isinstance(rest[0], Known) and kind_of(rest[0]) in ("number", "bool"):
        kinds = {kind_of(item.value) for item in table.entries}
        return rest[0] if kinds == {kind_of(rest[0])} else loose_numbers(rest[0], spend)
    return rest[0]


def _element(given: Arguments) -> Value | None:
    found, index = given.many(2)
    items = _list_of(found)
    at = number_of(index)
    if items is None or at is None or isinstance(found, Set):
        return None
    if not items.items or isinstance(at, float):
        raise Fails("no element")
    return items.items[at % len(items.items)] if at >= 0 else None


def _length(given: Arguments) -> Value | None:
    value = given.one()
    if isinstance(value, Set):
        known = value.complete and ordered(value)
        return Known(len(value.items), given.span) if known else Typed("number", given.span, "length()")
    if isinstance(value, List):
        return Known(len(value.items), given.span) if value.complete else Typed("number", given.span, "length()")
    if isinstance(value, Table):
        return Known(len(value.entries), given.span) if value.complete else Typed("number", given.span, "length()")
    if isinstance(value, Known):
        if not isinstance(value.value, str) or isinstance(value, Loose):
            return _fail("length takes a collection or a string") if not isinstance(value, Loose) else None
        return Known(len(value.value), given.span) if _countable(value.value) else None
    return Typed("number", given.span, "length()") if isinstance(value, Unknown) and kind_of(value) == "string" else None


def _countable(text: str) -> bool:
    """Returns whether each code point is one character for Terraform, which counts grapheme clusters."""
    return text.isascii() and "\r\n" not in text


def _contains(given: Arguments) -> Value | None:
    found, wanted = given.many(2)
    if not isinstance(found, List):
        return None if _open(found) else _fail("contains takes a list")
    answers = [equal(_like(wanted, item), item, given.evaluator.budget) for item in found.items]
    if True in answers:
        return Known(True, given.span)
    return None if None in answers or not found.complete else Known(False, given.span)


def _like(wanted: Value, item: Value) -> Value:
    """Returns the wanted value loosely, where the list may convert it to its own type."""
    if isinstance(wanted, Known) and kind_of(wanted) != kind_of(item) and wanted.value is not None:
        return Loose(wanted.value, wanted.span, wanted.places, wanted.writer)
    return wanted


def _distinct(given: Arguments) -> Value | None:
    items = _sole(given)
    if items is None or not all(isinstance(item, Known) and kind_of(item) for item in items.items):
        return None
    unique: dict[object, Value] = {}
    for item in unified(items.items, given.evaluator.budget.spend):
        if isinstance(item, Loose) or not isinstance(item, Known):
            return None
        unique.setdefault((kind_of(item), item.value), item)
    return List(list(unique.values()), given.span)


def _sort(given: Arguments) -> Value | None:
    items = _sole(given)
    if items is None:
        return None
    texts = [as_text(item) for item in items.items]
    if not all(isinstance(text, Known) for text in texts):
        return None
    return List(sorted(texts, key=lambda text: text.value), given.span)  # type: ignore[attr-defined]


def _reverse(given: Arguments) -> Value | None:
    items = _sole(given)
    return None if items is None else List(items.items[::-1], given.span)


def _slice(given: Arguments) -> Value | None:
    found, first, last = given.many(3)
    items, start, end = _list_of(found), number_of(first), number_of(last)
    if items is None or start is None or end is None or isinstance(found, Set):
        return None
    if isinstance(start, float) or isinstance(end, float) or not 0 <= start <= end <= len(items.items):
        raise Fails("slice out of range")
    return List(items.items[start:end], given.span)


def _range(given: Arguments) -> Value | None:
    numbers = [number_of(value) for value in given.many(1, 3)]
    whole = [found for found in numbers if isinstance(found, int)]
    if len(whole) != len(numbers):
        return None
    start, end = (0, whole[0]) if len(whole) == 1 else (whole[0], whole[1])
    step = whole[2] if len(whole) == 3 else (1 if end >= start else -1)
    if step == 0 or (step > 0) != (end >= start):
        return None if start != end else List([], given.span)
    found = range(start, end, step)
    if len(found) > 1024:
        raise Fails("more than 1024 numbers")
    given.evaluator.budget.spend(len(found))
    return List([Known(at, given.span) for at in found], given.span)


def _set_product(given: Arguments) -> Value | None:
    lists = [_list_of(value) for value in given.values]
    known = [items for items in lists if items is not None]
    if len(known) != len(lists) or len(lists) < 2 or any(isinstance(items, Set) for items in known):
        return None if len(lists) > 1 else _fail("setproduct takes two collections")
    total = 1
    for items in known:
        total *= len(items.items)
        if total > LARGEST:
            return None
    given.evaluator.budget.spend(total * len(known))
    columns = [unified(items.items, given.evaluator.budget.spend) for items in known]
    return List([List(list(row), given.span) for row in product(*columns)], given.span)


def _sets(given: Arguments) -> list[Set] | None:
    found = []
    for value in given.values:
        if not isinstance(value, List):
            return None if _open(value) else _no_sets()
        items = make_set(unified(value.items, given.evaluator.budget.spend), given.span, value.complete)
        if not items.complete or not all(isinstance(item, Known) and kind_of(item) == "string" for item in items.items):
            return None
        found.append(items)
    return found


def _no_sets() -> list[Set] | None:
    raise Fails("takes sets")


def _set_union(given: Arguments) -> Value | None:
    sets = _sets(given)
    return None if sets is None else make_set([item for items in sets for item in items.items], given.span)


def _set_intersection(given: Arguments) -> Value | None:
    sets = _sets(given)
    if not sets:
        return None
    rest = [{string_of(item) for item in items.items} for items in sets[1:]]
    return make_set([item for item in sets[0].items if all(string_of(item) in names for names in rest)], given.span)


def _set_subtract(given: Arguments) -> Value | None:
    sets = _sets(given)
    if sets is None or len(sets) != 2:
        return None
    names = {string_of(item) for item in sets[1].items}
    return make_set([item for item in sets[0].items if string_of(item) not in names], given.span)


def _zipmap(given: Arguments) -> Value | None:
    names, values = given.many(2)
    keys, items = _list_of(names), _list_of(values)
    if keys is None or items is None or isinstance(keys, Set) or isinstance(items, Set):
        return None
    if len(keys.items) != len(items.items):
        raise Fails("zipmap takes lists of one length")
    entries = []
    for key, item in zip(keys.items, items.items, strict=True):
        text = as_text(key)
        if not isinstance(text, Known):
            return None
        entries.append(Entry(text, item))
    return Table(entries, given.span)


def _compact(given: Arguments) -> Value | None:
    value = given.one()
    if not isinstance(value, List):
        return None if _open(value) else _fail("compact takes a list")
    items: list[Value] = []
    complete = value.complete and ordered(value)
    for item in value.items:
        text = as_text(item)
        if isinstance(text, Known):
            items += [text] if text.value else []
        elif isinstance(text, Text) and any(isinstance(part, Known) and part.value for part in text.parts):
            items.append(text)
        elif not isinstance(item, Known):
            complete = False
    return List(items, given.span, complete)


def _coalesce_list(given: Arguments) -> Value | None:
    for value in given.values:
        if isinstance(value, Known) and value.value is None:
            continue
        if not isinstance(value, List):
            return None
        if value.items:
            return value if len({isinstance(v, Set) for v in given.values}) == 1 else None
        if not value.complete:
            return None
    raise Fails("all lists are empty")


def _one(given: Arguments) -> Value | None:
    value = given.one()
    if not isinstance(value, List):
        return None if _open(value) else _fail("one takes a list")
    if not value.complete:
        return None
    if len(value.items) > 1:
        return None if isinstance(value, Set) else _fail("more than one item")
    return value.items[0] if value.items else Known(None, given.span)


def _converted(*type: object) -> Callable[[Arguments], Value | None]:
    def conversion(given: Arguments) -> Value | None:
        value = given.one()
        if isinstance(value, Typed) and value.kind == type[0]:
            return value
        if type[0] == "string" and isinstance(value, Text):
            return value
        found = convert(value, type, given.evaluator.evaluate, given.evaluator.budget.spend)
        if isinstance(found, Failed):
            raise Fails(found.why)
        if isinstance(found, Unknown) and isinstance(value, Unknown) and not isinstance(value, Text):
            given.evaluator.budget.doubts += 1
        return found

    return conversion


def _max(given: Arguments) -> Value | None:
    numbers = [number_of(value) for value in given.values]
    known = [found for found in numbers if found is not None]
    return Known(max(known), given.span) if known and len(known) == len(numbers) else None


def _min(given: Arguments) -> Value | None:
    numbers = [number_of(value) for value in given.values]
    known = [found for found in numbers if found is not None]
    return Known(min(known), given.span) if known and len(known) == len(numbers) else None


def _sum(given: Arguments) -> Value | None:
    from decimal import Decimal
    from fractions import Fraction

    items = _sole(given)
    if items is None:
        return None
    numbers = [number_of(item) for item in items.items]
    known = [Fraction(Decimal(repr(found))) for found in numbers if found is not None]
    if len(known) != len(numbers) or not known:
        return None
    total = number(sum(known, Fraction(0)))
    return None if total is None else Known(total, given.span)


def _rounded(up: bool) -> Callable[[Arguments], Value | None]:
    def rounding(given: Arguments) -> Value | None:
        from math import ceil, floor

        found = number_of(given.one())
        return None if found is None else Known(ceil(found) if up else floor(found), given.span)

    return rounding


def _abs(given: Arguments) -> Value | None:
    found = number_of(given.one())
    return None if found is None else Known(abs(found), given.span)


def _all_true(given: Arguments) -> Value | None:
    return _quantified(given, False)


def _any_true(given: Arguments) -> Value | None:
    return _quantified(given, True)


def _quantified(given: Arguments, decides: bool) -> Value | None:
    value = given.one()
    if not isinstance(value, List):
        return None
    truths = [convert(item, ("bool",), given.evaluator.evaluate, given.evaluator.budget.spend) for item in value.items]
    known = [truth.value for truth in truths if isinstance(truth, Known)]
    if decides in known or (not decides and None in known):
        return Known(decides, given.span)
    return Known(not decides, given.span) if value.complete and len(known) == len(truths) else None


def _index(given: Arguments) -> Value | None:
    found, wanted = given.many(2)
    items = _list_of(found)
    if items is None:
        return None
    for at, item in enumerate(items.items):
        same = equal(item, wanted, given.evaluator.budget)
        if same is None:
            return None
        if same:
            return Known(at, given.span)
    return None


def _chunk_list(given: Arguments) -> Value | None:
    found, size = given.many(2)
    items, count = _list_of(found), number_of(size)
    if items is None or not isinstance(count, int) or count < 1:
        return None
    alike = unified(items.items, given.evaluator.budget.spend)
    chunks = [List(alike[at : at + count], given.span) for at in range(0, len(alike), count)]
    return List(chunks, given.span)


COLLECTIONS: dict[str, Callable[[Arguments], Value | None]] = {
    "abs": _abs,
    "alltrue": _all_true,
    "anytrue": _any_true,
    "ceil": _rounded(True),
    "chunklist": _chunk_list,
    "coalescelist": _coalesce_list,
    "compact": _compact,
    "concat": _concat,
    "contains": _contains,
    "distinct": _distinct,
    "element": _element,
    "flatten": _flatten,
    "floor": _rounded(False),
    "index": _index,
    "keys": _keys,
    "length": _length,
    "lookup": _lookup,
    "max": _max,
    "merge": _merge,
    "min": _min,
    "one": _one,
    "range": _range,
    "reverse": _reverse,
    "setintersection": _set_intersection,
    "setproduct": _set_product,
    "setsubtract": _set_subtract,
    "setunion": _set_union,
    "slice": _slice,
    "sort": _sort,
    "sum": _sum,
    "tobool": _converted("bool"),
    "tolist": _converted("list", ("any",)),
    "tomap": _converted("map", ("any",)),
    "tonumber": _converted("number"),
    "toset": _converted("set", ("any",)),
    "tostring": _converted("string"),
    "values": _values,
    "zipmap": _zipmap,
}
