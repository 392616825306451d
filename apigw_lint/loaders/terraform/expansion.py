"""``count`` and ``for_each``: which instances a resource or module has."""

from __future__ import annotations

from apigw_lint.loaders.terraform.values import EachKey, Failed, Group, Set, alternatives, as_text, either, number_of
from apigw_lint.syntax.hcl_nodes import Parens
from apigw_lint.syntax.hcl_text import quoted
from apigw_lint.value import Entry, Known, List, Table, Unknown, Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from apigw_lint.source import Span
    from apigw_lint.syntax.hcl_nodes import Body, Expression

MOST = 5_000
"""Instances of one resource that are told apart."""


class Member:
    """An instance: its key (``None`` without count and for_each, ``*`` where not known) and what ``each`` or ``count`` is in it."""

    __slots__ = ("certain", "key", "names")

    def __init__(self, key: int | str | None, names: dict[object, Value], certain: bool = True, unknown: bool = False) -> None:
        self.key = _ANY if unknown else key
        self.names = names
        self.certain = certain and not unknown


class _Any(str):
    """The key of instances whose keys are not known; no written key is this object."""

    __slots__ = ()


_ANY = _Any("*")


class Expansion:
    """The instances of a resource or module. ``exact`` where all are known and certain; ``identity`` tells one from another."""

    def __init__(self, kind: str, members: list[Member], exact: bool, identity: object) -> None:
        self.kind = kind
        self.members = members
        self.exact = exact
        self.identity = identity
        self.by_key = {str(member.key): member for member in members if member.key is not _ANY}
        self.any = next((member for member in members if member.key is _ANY), None)

    def suffix(self, member: Member) -> str:
        """Returns the key of an instance as it stands in its address."""
        if member.key is None:
            return ""
        if member.key is _ANY:
            return "[*]"
        return f"[{member.key}]" if isinstance(member.key, int) else f"[{quoted(member.key)}]"

    def whole(self, value_of: Callable[[Member], Value], span: Span, why: str) -> Value:
        """Returns what the name of the resource or module stands for: one object, a list, a table, or a group not wholly known."""
        if self.kind == "one":
            return value_of(self.members[0])
        if self.exact and self.kind == "count":
            return List([value_of(member) for member in self.members], span)
        if self.exact:
            return Table([Entry(Known(str(member.key), span), value_of(member)) for member in self.members], span)

        def find(key: str) -> tuple[Value, bool] | None:
            member = self.by_key.get(key)
            return None if member is None else (value_of(member), member.certain)

        return Group(self.identity, value_of(self.any) if self.any else None, find, span, why)


_ONE = Expansion("one", [Member(None, {})], True, None)
"""Of whatever has neither count nor for_each."""


def expand(body: Body, evaluate: Callable[[Expression], Value], identity: object) -> Expansion:
    """Returns the instances that ``count`` or ``for_each`` of a body makes."""
    count, each = body.attribute("count"), body.attribute("for_each")
    if each is not None:
        value = evaluate(each.expression)
        if isinstance(value, Group):
            return _unknown_each(value.identity, value.any, each.span)
        return _expand_each(value, (identity, "each", _normal(each.expression)), each.span)
    if count is not None:
        return _expand_count(evaluate(count.expression), (identity, "count", _normal(count.expression)), count.span)
    return _ONE


def _normal(node: Expression) -> str:
    """Returns the text of an expression without its blanks."""
    while isinstance(node, Parens):
        node = node.expression
    return " ".join(node.span.text.split())


def _expand_count(value: Value, identity: object, span: Span) -> Expansion:
    sure = number_of(value)
    if isinstance(sure, int) and 0 <= sure <= MOST:
        return Expansion("count", [_counted(at, span, True) for at in range(sure)], True, identity)
    may = [number_of(item) for item in alternatives([value])] if isinstance(value, Unknown) else []
    whole = [found for found in may if isinstance(found, int) and 0 <= found <= 100]
    if may and len(whole) == len(may):
        return Expansion("count", [_counted(at, span, at < min(whole)) for at in range(max(whole))], False, identity)
    index = EachKey(identity, span, "count.index")
    names: dict[object, Value] = {"count": Table([Entry(Known("index", span), index)], span)}
    return Expansion("count", [Member(None, names, unknown=True)], False, identity)


def _counted(at: int, span: Span, certain: bool) -> Member:
    return Member(at, {"count": Table([Entry(Known("index", span), Known(at, span))], span)}, certain)


def _each(key: Value, value: Value, span: Span) -> dict[object, Value]:
    return {"each": Table([Entry(Known("key", span), key), Entry(Known("value", span), value)], span)}


def _unknown_each(identity: object, value: Value | None, span: Span) -> Expansion:
    return Expansion("each", [_any_each(identity, value, span)], False, identity)


def _any_each(identity: object, value: Value | None, span: Span) -> Member:
    key = EachKey(identity, span, "each.key")
    return Member(None, _each(key, value or Unknown(span, why="each.value"), span), unknown=True)


def _expand_each(value: Value, identity: object, span: Span) -> Expansion:
    found = _keyed(value)
    if found is not None:
        pairs, rest, complete = found
        members = [Member(key.value, _each(key, item, span)) for key, item in pairs]
        if not complete or rest:
            # The unknown keys stand for one instance; what is known of their values is an alternative.
            members.append(_any_each(identity, either(rest, span, "each.value") if rest and complete else None, span))
        return Expansion("each", members[: MOST + 1], complete and not rest, identity)
    may = [_keyed(item) for item in alternatives([value])] if isinstance(value, Unknown) and not isinstance(value, Failed) else []
    sure = [item for item in may if item is not None and item[2] and not item[1]]
    if may and len(sure) == len(may):
        return _expand_alternatives([pairs for pairs, _, _ in sure], identity, span)
    return _unknown_each(identity, None, span)


def _expand_alternatives(choices: list[list[tuple[Known[str], Value]]], identity: object, span: Span) -> Expansion:
    values: dict[str, list[tuple[Known[str], Value]]] = {}
    for pairs in choices:
        for key, item in pairs:
            values.setdefault(key.value, []).append((key, item))
    members = [
        Member(name, _each(found[0][0], either([item for _, item in found], span, "each.value"), span), len(found) == len(choices))
        for name, found in values.items()
    ]
    return Expansion("each", members, False, identity)


def _keyed(value: Value) -> tuple[list[tuple[Known[str], Value]], list[Value], bool] | None:
    """Returns the instances with known keys, the values of those without, and whether that is all of them."""
    if isinstance(value, Set):
        texts = [as_text(item) for item in value.items]
        known = [(text, text) for text in texts if isinstance(text, Known)]
        return known, [text for text in texts if not isinstance(text, Known)], value.complete  # type: ignore[return-value]
    if isinstance(value, Table):
        pairs = [(entry.key, entry.value) for entry in value.entries if isinstance(entry.key, Known)]
        rest = [entry.value for entry in value.entries if not isinstance(entry.key, Known)]
        return pairs, rest, value.complete or bool(rest)
    return None
