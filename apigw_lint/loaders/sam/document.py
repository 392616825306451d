"""What the documents of REST and HTTP APIs share while SAM adds to them: keys, and paths and methods in branches of ``Fn::If``."""

from __future__ import annotations

from apigw_lint.loaders.sam.nodes import Grown, is_call, tree
from apigw_lint.loaders.template import call_of
from apigw_lint.source import Span
from apigw_lint.syntax.tree import Mapping, Sequence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from apigw_lint.syntax.tree import Node

ANY = "x-amazon-apigateway-any-method"
INTEGRATION = "x-amazon-apigateway-integration"
SWAGGER, OPENAPI = ("swagger", "2.0"), ("openapi", "3.0.1")
"""How the documents that SAM starts from say their version: those of REST APIs, and of HTTP APIs."""


class Document:
    """A document that grows: ``body`` is its root, ``managed`` whether SAM made it."""

    def __init__(self, body: Grown, managed: bool) -> None:
        self.body = body
        self.managed = managed

    @property
    def paths(self) -> Grown:
        """Returns the paths."""
        return self.body.grow("paths")


def skeleton(version: tuple[str, str], place: Node | Span) -> Grown:
    """Returns the document that SAM starts from where the author wrote none."""
    document = Grown(place)
    document.put(*version)
    document.put("info", {"version": "1.0", "title": {"Ref": "AWS::StackName"}})
    document.put("paths", {})
    return document


def verb_key(verb: str) -> str:
    """Returns the key of an operation in a document."""
    return ANY if verb.lower() == "any" else verb.lower()


def nothing(place: Node | Span) -> Node:
    """Returns what leaves out the place that it stands in, at the end of another place: it covers nothing that is written."""
    return tree({"Ref": "AWS::NoValue"}, Span(place.source, place.end, place.end))


def conditional(condition: Node | str, node: Any, place: Node | Span) -> Mapping:
    """Returns what is there on a condition only."""
    found = Grown(place)
    found.put("Fn::If", [condition, node, nothing(place)], place)
    return found


def branches(parent: Grown, name: str) -> list[Grown]:
    """Returns the mappings that may stand under a key, ready to be added to: both branches where ``Fn::If`` chooses between them."""
    node = parent.get(name)
    call = call_of(node) if node is not None else None
    if call is None:
        return [parent.grow(name)] if isinstance(node, Mapping) else []
    argument = call[1]
    if call[0] != "Fn::If" or not isinstance(argument, Sequence) or len(argument.items) != 3:
        return []
    found = [_ready(item) for item in argument.items[1:]]
    if found != argument.items[1:]:
        parent.put(name, {"Fn::If": [argument.items[0], *found]}, node)
    return [item for item in found if isinstance(item, Grown) and not is_call(item)]


def _ready(node: Node) -> Node:
    return Grown(node, node) if isinstance(node, Mapping) and not isinstance(node, Grown) and not is_call(node) else node


def keys_of(item: Mapping) -> list[str]:
    """Returns the keys of a path."""
    return [key.value for key, _ in item.entries if isinstance(key.value, str) and not key.value.startswith("Fn::")]


def has_integration(operation: Mapping) -> bool:
    """Returns whether an operation has an integration."""
    node = operation.get(INTEGRATION)
    return is_call(node) or (isinstance(node, Mapping) and bool(node.entries))
