"""The nodes of a template, one after the other, without recursion: templates nest as deep as they like."""

from __future__ import annotations

from apigw_lint.languages.velocity.nodes import (
    Binary,
    Call,
    Directive,
    Expression,
    Foreach,
    If,
    Index,
    ListLiteral,
    MapLiteral,
    Output,
    Property,
    Range,
    Reference,
    Set,
    String,
    Unary,
)
from apigw_lint.value import HOLE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from apigw_lint.languages.velocity.nodes import Node


def nodes_of(body: Iterable[Node]) -> Iterator[Node]:
    """Yields every node below some nodes, expressions and what strings interpolate included, in no particular order."""
    stack = list(body)
    while stack:
        node = stack.pop()
        yield node
        stack.extend(below(node))


def below(node: Node) -> Iterator[Node]:
    """Yields what a node is directly made of."""
    if isinstance(node, Output):
        yield node.reference
    elif isinstance(node, Set):
        yield from (node.target, node.value)
    elif isinstance(node, If):
        for branch in node.branches:
            if branch.condition is not None:
                yield branch.condition
            yield from branch.body
    elif isinstance(node, Foreach):
        yield from (node.variable, node.iterable, *node.body)
    elif isinstance(node, Directive):
        yield from (*node.arguments, *node.body)
    elif isinstance(node, Expression):
        yield from _operands(node)


def _operands(node: Expression) -> Iterator[Node]:
    if isinstance(node, Reference):
        for access in node.accesses:
            if isinstance(access, Call):
                yield from access.arguments
            elif isinstance(access, Index):
                yield access.expression
    elif isinstance(node, String):
        yield from node.parts
    elif isinstance(node, ListLiteral):
        yield from node.items
    elif isinstance(node, MapLiteral):
        for key, value in node.entries:
            yield from (key, value)
    elif isinstance(node, Range):
        yield from (node.first, node.last)
    elif isinstance(node, Unary):
        yield node.operand
    elif isinstance(node, Binary):
        yield from (node.left, node.right)


def path_of(reference: Reference) -> list[str | None]:
    """Returns the names that a reference goes through after its variable, ``None`` for what is computed or called."""
    names: list[str | None] = []
    for access in reference.accesses:
        if isinstance(access, Property):
            names.append(access.name if HOLE not in access.name else None)
            continue
        key = access.expression if isinstance(access, Index) else access.arguments[0] if access.name == "get" and access.arguments else None
        names.append(key.literal if isinstance(key, String) and HOLE not in (key.literal or "") else None)
    return names
