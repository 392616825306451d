"""The OpenAPI document of an HTTP API while SAM adds to it. Paths and methods may stand in branches of ``Fn::If``."""

from __future__ import annotations

from apigw_lint.loaders.sam.data import is_set
from apigw_lint.loaders.sam.document import INTEGRATION, Document, branches
from apigw_lint.loaders.sam.nodes import Grown, mapping, scalar, tree
from apigw_lint.loaders.template import call_of, text_of
from apigw_lint.regexp import regexp
from apigw_lint.syntax.tree import Mapping, Scalar, Sequence
from apigw_lint.value import Known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from apigw_lint.loaders.sam.macro import Macro
    from apigw_lint.syntax.tree import Node

DEFAULT_PATH = "$default"
_VERSION = regexp(r"3(\.\d)(\.\d)?$")
_BRANCHES = 3
"""What ``Fn::If`` is given: a condition and two branches."""


class HttpDocument(Document):
    """The document of an HTTP API."""

    def operations(self, path: str, verb: str) -> list[Grown]:
        """Returns what stands under a path and verb: one operation, or those of the branches."""
        return [operation for item in branches(self.paths, path) for operation in branches(item, verb)]

    def integrated(self, path: str, verb: str) -> Iterator[tuple[Grown, Grown]]:
        """Yields the operations of a path and verb that have an integration, with the integration."""
        for operation in self.operations(path, verb):
            if is_set(operation.get(INTEGRATION)) and mapping(operation.get(INTEGRATION)) is not None:
                yield operation, operation.grow(INTEGRATION)

    def has_integration(self, path: str, verb: str) -> bool:
        """Returns whether a path and verb have an integration in each branch of the path."""
        items = branches(self.paths, path)
        return bool(items) and all(any(is_set(operation.get(INTEGRATION)) for operation in branches(item, verb)) for item in items)

    def all_operations(self) -> Iterator[tuple[str, Grown]]:
        """Yields all operations with their verbs."""
        for key, _ in list(self.paths.entries):
            for item in branches(self.paths, str(key.value)):
                for verb, _ in list(item.entries):
                    for operation in branches(item, str(verb.value)):
                        yield str(verb.value), operation

    def function_of(self, path: str, verb: str) -> str | None:
        """Returns the logical id of the function that all branches of a path and verb invoke by its ARN."""
        names = {_function(integration) for _, integration in self.integrated(path, verb)}
        return names.pop() if len(names) == 1 else None


_FUNCTION = regexp(r"([A-Za-z0-9]+)\.Arn")


def _function(integration: Grown) -> str | None:
    """Returns the logical id of the function that the URI of an integration names first."""
    uri = integration.get("uri")
    call = call_of(uri) if uri is not None else None
    if call is not None and call[0] == "Fn::If" and isinstance(call[1], Sequence) and len(call[1].items) == _BRANCHES:
        call = call_of(call[1].items[1])
    found = _FUNCTION.search(text_of(call[1]) or "") if call is not None and call[0] == "Fn::Sub" else None
    return found[1] if found is not None else None


def is_document(macro: Macro, node: Mapping) -> bool:
    """Returns whether a definition is one that SAM can add to."""
    version = macro.value(node.get("openapi"))
    said = str(version.value) if isinstance(version, Known) else ""
    return mapping(node.get("paths")) is not None and _VERSION.match(said) is not None


def key_at(name: str, place: Node) -> Scalar:
    """Returns a key at a place: the scalar there where it says just this."""
    return place if isinstance(place, Scalar) and place.value == name and not place.tag else scalar(name, place)


def made(data: Any, place: Node) -> Grown:
    """Returns data as a mapping at a place."""
    node = tree(data, place)
    assert isinstance(node, Grown)
    return node
