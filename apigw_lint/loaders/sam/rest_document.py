"""The OpenAPI document of a REST API while SAM adds to it."""

from __future__ import annotations

from apigw_lint.loaders.sam.nodes import Grown, is_call, mapping, tree, unknown
from apigw_lint.loaders.template import call_of, text_of
from apigw_lint.source import Span
from apigw_lint.syntax.tree import Mapping, Sequence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from apigw_lint.syntax.tree import Node, Scalar

ANY = "x-amazon-apigateway-any-method"
INTEGRATION = "x-amazon-apigateway-integration"


def skeleton(place: Node | Span) -> Grown:
    """Returns the document that SAM starts from where the author wrote none."""
    document = Grown(place)
    document.put("swagger", "2.0")
    document.put("info", {"version": "1.0", "title": {"Ref": "AWS::StackName"}})
    document.put("paths", {})
    return document


def verb_key(verb: str) -> str:
    """Returns the key of an operation in a document."""
    return ANY if verb.lower() == "any" else verb.lower()


def nothing(place: Node | Span) -> Node:
    """Returns what leaves out the place that it stands in, at the end of another place: it covers nothing that is written."""
    return tree({"Ref": "AWS::NoValue"}, Span(place.source, place.end, place.end))


def conditional(condition: Node | str, node: Any, place: Node | Span) -> Node:
    """Returns what is there on a condition only."""
    return tree({"Fn::If": [condition, node, nothing(place)]}, place)


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


class RestDocument:
    """A document that grows: ``body`` is its root, ``managed`` whether SAM made it."""

    def __init__(self, body: Grown, managed: bool) -> None:
        self.body = body
        self.managed = managed

    @property
    def paths(self) -> Grown:
        """Returns the paths."""
        return self.body.grow("paths")

    @property
    def is_openapi_3(self) -> bool:
        """Returns whether the document is one of OpenAPI 3."""
        return self.body.get("swagger") is None and (text_of(self.body.get("openapi")) or "").startswith("3")

    def names(self) -> list[str]:
        """Returns the paths that are written in the document."""
        paths = mapping(self.body.get("paths"))
        keys = [key.value for key, _ in paths.entries] if paths is not None else []
        return list(dict.fromkeys(key for key in keys if isinstance(key, str) and not key.startswith("Fn::")))

    def items(self, path: str) -> list[Grown]:
        """Returns what may stand under a path: more than one mapping where a condition chooses."""
        return branches(self.paths, path)

    def declare(self, path: str, verb: str, path_place: Scalar | Node, verb_place: Scalar | Node) -> None:
        """Adds an operation that says nothing yet, where it is not there."""
        if self.paths.get(path) is None:
            self.paths.grow(path, path_place)
        for item in self.items(path):
            if item.get(verb_key(verb)) is None:
                item.grow(verb_key(verb), verb_place)

    def operations(self, path: str, verb: str) -> Iterator[Grown]:
        """Yields the operations of a path and verb that have an integration."""
        for item in self.items(path):
            for operation in branches(item, verb_key(verb)):
                if has_integration(operation):
                    yield operation

    def methods(self, path: str) -> Iterator[tuple[str, Grown]]:
        """Yields the verbs of a path and their operations, of those that have an integration."""
        for item in self.items(path):
            for name in keys_of(item):
                for operation in branches(item, name):
                    if has_integration(operation):
                        yield verb_key(name), operation

    def is_taken(self, path: str, verb: str) -> bool:
        """Returns whether an operation has its integration, on every condition."""
        items = self.items(path)
        return bool(items) and all(any(map(has_integration, branches(item, verb_key(verb)))) for item in items)

    def lose_sight(self, place: Node) -> None:
        """Notes that there may be paths that are not seen."""
        self.paths.put("Fn::Unseen", unknown(place), place)


def keys_of(item: Mapping) -> list[str]:
    """Returns the keys of a path."""
    return [key.value for key, _ in item.entries if isinstance(key.value, str) and not key.value.startswith("Fn::")]


def has_integration(operation: Mapping) -> bool:
    """Returns whether an operation has an integration."""
    node = operation.get(INTEGRATION)
    return is_call(node) or (isinstance(node, Mapping) and bool(node.entries))
