"""What Terraform's expressions need beside the values that the model knows; each is safe to be taken for its base class."""

from __future__ import annotations

import unicodedata

from apigw_lint.value import Absent, Entry, Known, List, Table, Text, Unknown, Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import Any

    from apigw_lint.loaders.terraform.expressions import Budget
    from apigw_lint.source import Span
    from apigw_lint.value import Writer

DEEPEST_VALUE = 150
"""Levels of collections in a value."""
MOST_CANDIDATES = 32
"""Alternatives that are kept of a value; of more, none is."""


class Exhausted(Exception):
    """A limit of the evaluation is passed; its text says which."""


class Set(List):
    """A set: its items have no place in an order, and each is its own key."""

    __slots__ = ()


class Loose(Known["Any"]):
    """A scalar that Terraform may hold as another type of the same text: ``1`` or ``"1"``."""

    __slots__ = ()


class Typed(Unknown):
    """An unknown whose type is declared: ``string``, ``number`` or ``bool``."""

    __slots__ = ("kind",)

    def __init__(self, kind: str, span: Span, why: str = "", writer: Writer | None = None) -> None:
        super().__init__(span, (), why, writer)
        self.kind = kind


class Failed(Unknown):
    """An expression that Terraform certainly refuses to evaluate; ``try`` goes on to its next argument."""

    __slots__ = ()


class EachKey(Unknown):
    """``each.key`` or ``count.index`` of an instance whose keys are not known. ``identity`` says of which ``for_each`` or ``count``."""

    __slots__ = ("identity",)

    def __init__(self, identity: object, span: Span, why: str) -> None:
        super().__init__(span, (), why)
        self.identity = identity


class Object(Unknown):
    """A resource instance or a module instance: its attributes are asked for by name."""

    __slots__ = ("_attribute",)

    def __init__(self, span: Span, why: str, attribute: Callable[[str, Span], Value]) -> None:
        super().__init__(span, (), why)
        self._attribute = attribute

    def attribute(self, name: str, span: Span) -> Value:
        """Returns the value of an attribute for an expression at a place."""
        return self._attribute(name, span)


class Group(Unknown):
    """All instances of a resource or module of which not all are known.

    ``any`` is the one that stands for those with unknown keys; ``find`` gives the one of a known key, and whether it certainly exists.
    """

    __slots__ = ("any", "find", "identity")

    def __init__(self, identity: object, any: Value | None, find: Callable[[str], tuple[Value, bool] | None], span: Span, why: str) -> None:
        super().__init__(span, (), why)
        self.identity = identity
        self.any = any
        self.find = find


class Encoded(Unknown):
    """What ``jsonencode`` or ``yamlencode`` makes of a value: ``content`` is that value, ``text`` the string."""

    __slots__ = ("_text", "content", "format")

    def __init__(self, content: Value, format: str, span: Span, writer: Writer | None = None) -> None:
        super().__init__(span, (), f"{format}encode", writer)
        self.content = content
        self.format = format
        self._text: Value | None = None

    @property
    def text(self) -> Value:
        """Returns the string: Known, a Text with a hole for each unknown, or Unknown."""
        if self._text is None:
            from apigw_lint.loaders.terraform.encoding import json_text, yaml_text

            self._text = json_text(self.content, self.span) if self.format == "json" else yaml_text(self.content, self.span)
        return self._text


def number_text(value: int | float) -> str:
    """Returns a number as Terraform writes it: no exponent, no trailing zeros."""
    if isinstance(value, int):
        return str(value)
    text = repr(value)
    if "e" not in text and "E" not in text:
        return text.removesuffix(".0")
    from decimal import Decimal

    return format(Decimal(text), "f")


def scalar(value: Any) -> str:
    """Returns a scalar as Terraform writes it in a string; null has no such text."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else number_text(value)


def kind_of(value: Value) -> str:
    """Returns ``string``, ``number``, ``bool``, ``null``, ``list``, ``map``, or nothing for what may be any of them."""
    if isinstance(value, Loose):
        return ""
    if isinstance(value, Known):
        found = value.value
        if found is None:
            return "null"
        return "bool" if isinstance(found, bool) else "string" if isinstance(found, str) else "number"
    if isinstance(value, (Text, Encoded)):
        return "string"
    if isinstance(value, Typed):
        return value.kind
    return "list" if isinstance(value, List) else "map" if isinstance(value, Table) else ""


def as_text(value: Value) -> Value:
    """Returns a value as a template or a string argument has it: scalars as text, collections and null Failed."""
    if isinstance(value, Encoded):
        return value.text
    if isinstance(value, Known):
        if isinstance(value.value, str):
            return value
        if value.value is None:
            return Failed(value.span, why="null")
        return Known(scalar(value.value), value.span, None, value.writer)
    return Failed(value.span, why="no string") if isinstance(value, (Table, List)) else value


def string_of(value: Value) -> str | None:
    """Returns the string that a value certainly is as text."""
    text = as_text(value)
    return text.value if isinstance(text, Known) else None


def number_of(value: Value) -> int | float | None:
    """Returns the number that a value certainly is, a string of digits included."""
    if not isinstance(value, Known) or isinstance(value.value, bool):
        return None
    return parse_number(value.value) if isinstance(value.value, str) else value.value


def no_number(value: Value) -> bool:
    """Returns whether a value certainly cannot be taken as a number."""
    if isinstance(value, Known) and isinstance(value.value, str):
        return not any(character.isdigit() for character in value.value) and value.value.lower().strip("+-") not in ("inf", "infinity")
    return not isinstance(value, (Unknown, Text)) and number_of(value) is None


def parse_number(text: str) -> int | float | None:
    """Returns the number that a text is for Terraform, or nothing."""
    if text.isascii() and text.removeprefix("-").isdigit() and len(text) <= 150:
        return int(text)
    import re

    if not re.fullmatch(r"-?[0-9]+(?:\.[0-9]+)?(?:[eE][-+]?[0-9]{1,3})?", text) or len(text) > 150:
        return None
    from fractions import Fraction

    return number(Fraction(text))


def number(exact: Any) -> int | float | None:
    """Returns a fraction as an int or as the float that is exactly it in decimals, or nothing."""
    if exact.denominator == 1:
        whole = int(exact)
        return whole if abs(whole) < 10**150 else None
    from decimal import Decimal
    from fractions import Fraction

    try:
        found = float(exact)
    except OverflowError:
        return None
    return found if Fraction(Decimal(repr(found))) == exact else None


def decimal(value: Known[float]) -> Value:
    """Returns a number out of JSON or YAML as Terraform's numbers are: whole ones are ints, those beyond all bounds unknown."""
    if not -1e150 < value.value < 1e150:
        return Typed("number", value.span, "number", value.writer)
    if value.value.is_integer():
        return Known(int(value.value), value.span, None, value.writer)
    return value


def composed(value: Value) -> Value:
    """Returns a string in Unicode's composed form, in which Terraform holds all strings."""
    if isinstance(value, Known) and isinstance(value.value, str) and not value.value.isascii():
        text = unicodedata.normalize("NFC", value.value)
        if text != value.value:
            return Known(text, value.span, None, value.writer)
    return value


def alternatives(values: Iterable[Value]) -> tuple[Value, ...]:
    """Returns values as candidates: alternatives of alternatives flat, each once, none where there are too many."""
    found: dict[int, Value] = {}
    stack = list(values)[::-1]
    while stack:
        value = stack.pop()
        if type(value) is Unknown and value.candidates:
            stack.extend(reversed(value.candidates))
        elif not isinstance(value, Failed):
            found[id(value)] = value
        if len(found) > MOST_CANDIDATES or len(stack) > 4 * MOST_CANDIDATES:
            return ()
    return tuple(found.values())


def either(values: Sequence[Value], span: Span, why: str) -> Value:
    """Returns an unknown that is one of some values, or the value if they are all the same literal."""
    found = alternatives(values)
    first = found[0] if found else None
    if isinstance(first, Known) and all(
        isinstance(other, Known) and type(other.value) is type(first.value) and other.value == first.value for other in found
    ):
        return first
    if found and all(isinstance(value, Unknown) and not value.candidates and type(value) is Unknown for value in found):
        found = ()
    return Unknown(span, found, why)


def loosened(value: Value, spend: Callable[[int], None]) -> Value:
    """Returns a value in which each scalar may be of another type of the same text."""
    spend(4)
    if type(value) is Known and value.value is not None:
        if isinstance(value.value, str) and value.value not in ("true", "false") and parse_number(value.value) is None:
            return value
        return Loose(value.value, value.span, value.places, value.writer)
    return _mapped(value, lambda item: loosened(item, spend))


def loose_numbers(value: Value, spend: Callable[[int], None]) -> Value:
    """Returns a value in which each number and boolean may be the string of its text."""
    spend(4)
    if type(value) is Known and isinstance(value.value, (int, float)):
        return Loose(value.value, value.span, value.places, value.writer)
    return _mapped(value, lambda item: loose_numbers(item, spend))


def _mapped(value: Value, change: Callable[[Value], Value]) -> Value:
    if isinstance(value, List):
        items = [change(item) for item in value.items]
        if all(new is old for new, old in zip(items, value.items, strict=True)):
            return value
        return type(value)(items, value.span, value.complete, value.writer)
    if isinstance(value, Table):
        entries = [Entry(entry.key, change(entry.value)) for entry in value.entries]
        if all(new.value is old.value for new, old in zip(entries, value.entries, strict=True)):
            return value
        return Table(entries, value.span, value.complete, value.writer)
    if type(value) is Unknown and value.candidates:
        return Unknown(value.span, [change(item) for item in value.candidates], value.why, value.writer)
    return value


def leaves(value: Value, spend: Callable[[int], None]) -> Iterator[Value]:
    """Yields what is inside of collections; an incomplete collection yields an Unknown too."""
    stack = [value]
    while stack:
        spend(1)
        item = stack.pop()
        if isinstance(item, List):
            stack.extend(item.items)
        elif isinstance(item, Table):
            stack.extend(entry.value for entry in item.entries)
        else:
            yield item
            continue
        if not item.complete:
            yield Unknown(item.span)


_SHAPES = {"string": "scalar", "number": "scalar", "bool": "scalar", "list": "list", "map": "map"}


def weigh(value: Value, spend: Callable[[int], None]) -> None:
    """Takes a step for each part of a value that one who walks through it meets: shared parts count each time.

    Raises :class:`Exhausted` for values that are nested too deep to be walked through.
    """
    level: list[Value] = [value]
    for _ in range(DEEPEST_VALUE):
        spend(len(level))
        level = [part for item in level for part in _inside(item)]
        if not level:
            return
    raise Exhausted(f"a value is nested more than {DEEPEST_VALUE} levels deep; it is not read")


def _inside(value: Value) -> Iterable[Value]:
    if isinstance(value, List):
        return value.items
    if isinstance(value, Table):
        return [entry.value for entry in value.entries]
    if isinstance(value, Encoded):
        return (value.content,)
    return value.candidates if isinstance(value, Unknown) else ()


def settled(selected: Value, others: Sequence[Value], budget: Budget) -> Value:
    """Returns the value selected among several whose types Terraform unifies: ``true ? 1 : "a"`` is ``"1"``."""
    others = [other for other in others if kind_of(other) != "null"]
    shapes = {_SHAPES.get(kind_of(value), "") for value in (selected, *others)} - {""}
    if len(shapes) > 1 and kind_of(selected) != "null":
        # Terraform refuses this, but for an alternative whose own evaluation fails and which has no type then.
        budget.doubts += 1
        return selected
    if not others or kind_of(selected) in ("string", "null"):
        return selected
    if isinstance(selected, Table):
        return _settled_table(selected, others, budget)
    if isinstance(selected, List):
        if any(isinstance(other, Set) != isinstance(selected, Set) for other in others if isinstance(other, List)):
            return Unknown(selected.span, why="a list or a set")
        return _settled_deep(selected, others, budget.spend)
    if isinstance(selected, Known):
        kinds = {kind_of(other) for other in others}
        if kinds == {kind_of(selected)}:
            return selected
        if kinds <= {kind_of(selected), "string"} and "" not in kinds:
            return as_text(selected)
        return Loose(selected.value, selected.span, selected.places, selected.writer)
    return selected


def _settled_table(selected: Table, others: Sequence[Value], budget: Budget) -> Value:
    names = {entry.name for entry in selected.entries}
    if selected.complete and all(
        isinstance(other, Table) and other.complete and {entry.name for entry in other.entries} == names for other in others
    ):
        entries = []
        for entry in selected.entries:
            budget.spend(1)
            rest = [other.get(entry.name or "") for other in others if isinstance(other, Table)]
            entries.append(Entry(entry.key, settled(entry.value, rest, budget)))
        return Table(entries, selected.span, True, selected.writer)
    return _settled_deep(selected, others, budget.spend)


def _settled_deep(selected: Value, others: Sequence[Value], spend: Callable[[int], None]) -> Value:
    inside = {kind_of(leaf) for leaf in leaves(selected, spend)} - {"null"}
    if inside <= {"string"}:
        return selected
    for other in others:
        inside |= {kind_of(leaf) for leaf in leaves(other, spend)} - {"null"}
    return selected if len(inside) == 1 and "" not in inside else loose_numbers(selected, spend)


def unified(items: Sequence[Value], spend: Callable[[int], None]) -> list[Value]:
    """Returns the items as the elements of one list, set or map: of one type."""
    kinds = {kind_of(leaf) for item in items for leaf in leaves(item, spend)} - {"null"}
    if len(kinds) <= 1 and "" not in kinds:
        return list(items)
    flat = not any(isinstance(item, (List, Table)) for item in items)
    if flat and "string" in kinds and "" not in kinds:
        return [as_text(item) if isinstance(item, Known) and item.value is not None else item for item in items]
    return [loose_numbers(item, spend) for item in items]


def make_set(items: Sequence[Value], span: Span, complete: bool = True, writer: Writer | None = None) -> Set:
    """Returns the set of some items: each once, strings and numbers in Terraform's order."""
    found: dict[object, Value] = {}
    for item in items:
        key: object = (kind_of(item), item.value) if isinstance(item, Known) else id(item)
        found.setdefault(key, item)
    values = list(found.values())
    known = [item.value for item in values if isinstance(item, Known)]
    if len(known) == len(values) and (
        all(isinstance(item, str) for item in known) or all(isinstance(item, (int, float)) and not isinstance(item, bool) for item in known)
    ):
        values.sort(key=lambda item: item.value)  # type: ignore[attr-defined]
    return Set(values, span, complete, writer)


def ordered(value: List) -> bool:
    """Returns whether the order of a list's items is known: always, but for a set of other things than known strings or numbers."""
    if not value.complete:
        return False
    if not isinstance(value, Set) or len(value.items) < 2:
        return True
    kinds = {kind_of(item) if isinstance(item, Known) else "" for item in value.items}
    return kinds in ({"string"}, {"number"})


def pairs(value: Value) -> list[tuple[Value, Value]] | None:
    """Returns what a for-expression iterates over, in its order, as far as it is known; nothing where nothing is."""
    if isinstance(value, Set):
        return [(item, item) for item in value.items]
    if isinstance(value, List):
        return [(Known(at, item.span), item) for at, item in enumerate(value.items)]
    if isinstance(value, Table):
        known = sorted(
            ((entry.key, entry.value) for entry in value.entries if isinstance(entry.key, Known)), key=lambda pair: pair[0].value
        )
        return [*known, *((entry.key, entry.value) for entry in value.entries if not isinstance(entry.key, Known))]
    return None


def null_as_absent(value: Value) -> Value:
    """Returns an argument's value: null is not written."""
    if isinstance(value, Known) and value.value is None:
        return Absent(value.span)
    if type(value) is Unknown and any(isinstance(item, Known) and item.value is None for item in value.candidates):
        return Unknown(value.span, [null_as_absent(item) for item in value.candidates], value.why, value.writer)
    return value
