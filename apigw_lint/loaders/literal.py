"""A tree as values, all of it known: what JSON and YAML say where nothing in them is to be evaluated."""

from __future__ import annotations

from apigw_lint.syntax.tree import Mapping, Scalar, Sequence
from apigw_lint.value import Entry, Known, List, Table, scalar_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from apigw_lint.syntax.tree import Node
    from apigw_lint.value import Value


def value_of(node: Node) -> Value:
    """Returns the value of a node. Tags mean nothing here."""
    if isinstance(node, Scalar):
        return Known(node.value, node.span, node, node)
    if isinstance(node, Mapping):
        return Table([Entry(key_of(key), value_of(value)) for key, value in node.entries], node.span, True, node)
    if isinstance(node, Sequence):
        return List([value_of(item) for item in node.items], node.span, True, node)
    raise TypeError(f"no node of a tree: {node!r}")


def key_of(key: Scalar) -> Known[str]:
    """Returns a key as the string that it is to AWS: 200 and "200" are one key."""
    if isinstance(key.value, str):
        return Known(key.value, key.span, key, key)
    text = key.span.text if isinstance(key.value, float) else scalar_text(key.value)
    return Known(text, key.span, None, key)
