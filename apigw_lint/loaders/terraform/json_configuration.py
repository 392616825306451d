"""Reads ``.tf.json`` into the nodes of HCL: strings are templates, and what is a block follows from where it stands."""

from __future__ import annotations

from apigw_lint.syntax.hcl_nodes import (
    Attribute,
    Block,
    Body,
    Broken,
    Label,
    Literal,
    ObjectCons,
    ObjectItem,
    Template,
    TupleCons,
)
from apigw_lint.syntax.hcl_tree import parse_expression, parse_template
from apigw_lint.syntax.json_tree import parse
from apigw_lint.syntax.tree import Mapping, Scalar, Sequence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from apigw_lint.errors import Problem
    from apigw_lint.source import Source
    from apigw_lint.syntax.hcl_nodes import Expression
    from apigw_lint.syntax.tree import Node
    from apigw_lint.value import Edit

_LABELS = {"resource": 2, "data": 2, "ephemeral": 2, "module": 1, "variable": 1, "output": 1, "provider": 1, "check": 1}
_NESTED = frozenset(["lifecycle", "provisioner", "connection"])


class JsonObject(ObjectCons):
    """An object in JSON, which is edited as JSON."""

    __slots__ = ("node",)

    def __init__(self, node: Mapping, items: list[ObjectItem]) -> None:
        super().__init__(node.source, node.start, node.end, items)
        self.node = node

    def insertion(self, key: str, value: Any) -> Edit | None:
        """Returns the edit that adds an entry."""
        return self.node.insertion(key, value)

    def removal(self, key: str) -> Edit | None:
        """Returns the edit that takes an entry out."""
        return self.node.removal(key)


class JsonTuple(TupleCons):
    """An array in JSON, which is edited as JSON."""

    __slots__ = ("node",)

    def __init__(self, node: Sequence, items: list[Expression]) -> None:
        super().__init__(node.source, node.start, node.end, items)
        self.node = node

    def addition(self, value: Any) -> Edit | None:
        """Returns the edit that adds an item."""
        return self.node.addition(value)


class JsonBody(Body):
    """A block's body in JSON, which is edited as JSON."""

    __slots__ = ("node",)

    def __init__(self, node: Mapping, items: list[Attribute | Block]) -> None:
        super().__init__(node.source, node.start, node.end, items)
        self.node = node

    def insertion(self, key: str, value: Any) -> Edit | None:
        """Returns the edit that adds an argument."""
        return self.node.insertion(key, value)

    def removal(self, key: str) -> Edit | None:
        """Returns the edit that takes an argument out."""
        return self.node.removal(key)


def parse_json(source: Source) -> tuple[Body, list[Problem]]:
    """Returns the body of a ``.tf.json`` file and what is wrong in it."""
    reader = _Reader(source)
    node, problems = parse(source)
    items: list[Attribute | Block] = []
    for mapping in _mappings(node):
        for key, value in mapping.entries:
            items.extend(reader.blocks(key, value))
    return Body(source, 0, len(source.text), items), [*problems, *reader.problems]


def parse_json_values(source: Source) -> tuple[Body, list[Problem]]:
    """Returns the values of a ``.tfvars.json`` file, whose strings are no templates."""
    reader = _Reader(source, literal=True)
    node, problems = parse(source)
    items: list[Attribute | Block] = [reader.attribute(key, value) for mapping in _mappings(node) for key, value in mapping.entries]
    return Body(source, 0, len(source.text), items), problems


def _mappings(node: Node | None) -> Iterator[Mapping]:
    if isinstance(node, Mapping):
        yield node
    elif isinstance(node, Sequence):
        for item in node.items:
            if isinstance(item, Mapping):
                yield item


class _Reader:
    """Makes nodes of HCL of those of JSON."""

    def __init__(self, source: Source, literal: bool = False) -> None:
        self.source = source
        self.literal = literal
        self.problems: list[Problem] = []

    def blocks(self, key: Scalar, node: Node) -> Iterator[Block]:
        """Yields the blocks of a type at the top of a file."""
        kind = str(key.value)
        if kind == "//":
            return
        yield from self._labelled(kind, key, [], node, _LABELS.get(kind, 0))

    def _labelled(self, kind: str, key: Scalar, labels: list[Label], node: Node, missing: int) -> Iterator[Block]:
        for mapping in _mappings(node):
            if missing:
                for name, value in mapping.entries:
                    if name.value != "//":
                        yield from self._labelled(kind, name, [*labels, Label(str(name.value), name.span)], value, missing - 1)
            else:
                start = labels[0].span.start if labels else key.start
                yield Block(self.source, start, mapping.end, kind, labels, key.end, self._body(mapping, kind))

    def _body(self, mapping: Mapping, kind: str) -> JsonBody:
        items: list[Attribute | Block] = []
        for key, value in mapping.entries:
            name = str(key.value)
            if name == "//":
                continue
            if name == "dynamic":
                items.extend(self._labelled("dynamic", key, [], value, 1))
            elif name in _NESTED and kind in ("resource", "data"):
                items.extend(self._labelled(name, key, [], value, 1 if name == "provisioner" else 0))
            elif name == "content" and kind == "dynamic":
                items.extend(self._labelled(name, key, [], value, 0))
            elif name in ("depends_on", "iterator") or (name == "type" and kind == "variable"):
                items.append(self._reference_attribute(key, value))
            else:
                items.append(self.attribute(key, value))
        return JsonBody(mapping, items)

    def attribute(self, key: Scalar, value: Node) -> Attribute:
        """Returns a key and its value as an attribute."""
        return Attribute(self.source, key.start, value.end, str(key.value), key.end, self._expression(value))

    def _reference_attribute(self, key: Scalar, value: Node) -> Attribute:
        """Returns an attribute whose strings are expressions."""
        if isinstance(value, Sequence):
            expression: Expression = JsonTuple(value, [self._reference(item) for item in value.items])
        else:
            expression = self._reference(value)
        return Attribute(self.source, key.start, value.end, str(key.value), key.end, expression)

    def _reference(self, node: Node) -> Expression:
        if isinstance(node, Scalar) and isinstance(node.value, str):
            found, problems = parse_expression(node.value, self.source, 0, node)
            self.problems.extend(problems)
            if found is not None:
                return found
        return Broken(self.source, node.start, node.end)

    def _expression(self, node: Node) -> Expression:
        if isinstance(node, Mapping):
            return JsonObject(node, [ObjectItem(self._scalar(key), self._expression(value)) for key, value in node.entries])
        if isinstance(node, Sequence):
            return JsonTuple(node, [self._expression(item) for item in node.items])
        return self._scalar(node) if isinstance(node, Scalar) else Broken(self.source, node.start, node.end)

    def _scalar(self, node: Scalar) -> Expression:
        value = node.value
        if isinstance(value, str) and not self.literal and ("${" in value or "%{" in value):
            found, problems = parse_template(value, self.source, 0, node)
            self.problems.extend(problems)
            if isinstance(found, (Template, Literal)):
                found.start, found.end = node.start, node.end
                return found
            return Broken(self.source, node.start, node.end)
        literal = Literal(self.source, node.start, node.end, value)
        literal.raw, literal.places = (value, node) if isinstance(value, str) else (None, node)
        return literal
