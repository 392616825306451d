"""What SAM asks of values: whether something is written at all, and names made out of a hash of it."""

from __future__ import annotations

from apigw_lint.loaders.sam.nodes import is_call
from apigw_lint.loaders.template import VARIABLE, call_of
from apigw_lint.syntax.tree import Mapping, Scalar, Sequence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from apigw_lint.loaders.sam.macro import Macro, Resource
    from apigw_lint.loaders.sam.nodes import Grown
    from apigw_lint.syntax.tree import Node


def is_set(node: Node | None) -> bool:
    """Returns whether something is written that SAM does not take for nothing: no null, ``false``, ``0``, or empty text or collection."""
    if node is None:
        return False
    if is_call(node):
        return True
    if isinstance(node, Scalar):
        return bool(node.value)
    return bool(node.entries if isinstance(node, Mapping) else node.items if isinstance(node, Sequence) else False)


def is_null(node: Node | None) -> bool:
    """Returns whether nothing is written, or null."""
    return node is None or (isinstance(node, Scalar) and not node.tag and node.value is None)


def pass_on(resource: Resource, properties: Grown, *names: str, always: bool = False) -> None:
    """Hands properties on as they are written; ``always`` those too that are ``false``, ``0`` or empty."""
    for name in names:
        key, node = resource.properties.key(name), resource.get(name)
        if key is not None and node is not None and (not is_null(node) if always else is_set(node)):
            properties.put(key, node)


def data_of(macro: Macro, node: Node) -> Any:
    """Returns a node as plain data, with the parameters that are known now filled in."""
    call = call_of(node)
    if call is not None:
        return _call(macro, node, *call)
    return _content(macro, node)


def _call(macro: Macro, node: Node, name: str, argument: Node) -> Any:
    if name == "Ref":
        text = macro.text(node)
        return text if text is not None else {name: argument.value if isinstance(argument, Scalar) else None}
    found = _content(macro, argument) if argument is node else data_of(macro, argument)
    if name == "Fn::GetAtt" and isinstance(found, str):
        found = found.split(".", 1)
    if name == "Fn::Sub" and isinstance(found, str):
        found = VARIABLE.sub(lambda match: _parameter(macro, match[1], match[0]), found)
    return {name: found}


def _content(macro: Macro, node: Node) -> Any:
    """Returns a node without its tag as plain data."""
    if isinstance(node, Mapping):
        return {str(key.value): data_of(macro, value) for key, value in node.entries}
    if isinstance(node, Sequence):
        return [data_of(macro, item) for item in node.items]
    return node.value if isinstance(node, Scalar) else None


def _parameter(macro: Macro, name: str, written: str) -> str:
    value = macro.evaluator.ref(name, macro.template.tree.span) if _is_parameter(macro, name) else None
    return str(getattr(value, "value", written)) if value is not None else written


def _is_parameter(macro: Macro, name: str) -> bool:
    parameters = macro.template.parameters
    return parameters is not None and parameters.get(name) is not None


def digest(data: Any) -> str:
    """Returns the hash of a text, or of other data in their shortest JSON."""
    try:
        from _sha1 import sha1  # type: ignore[import-not-found]  # hashlib loads OpenSSL: a twentieth of a small run
    except ImportError:  # another Python than CPython
        from hashlib import sha1

    if not isinstance(data, str):
        from json import dumps

        data = dumps(data, separators=(",", ":"), sort_keys=True, default=str)
    found: str = sha1(data.encode("utf-8", "replace"), usedforsecurity=False).hexdigest()
    return found


def suffix(macro: Macro, node: Node | None) -> str:
    """Returns what SAM adds to a name to tell it from others: ten characters of a hash, nothing for nothing."""
    return digest(data_of(macro, node))[:10] if node is not None and is_set(node) else ""
