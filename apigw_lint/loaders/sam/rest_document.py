"""The OpenAPI document of a REST API while SAM adds to it."""

from __future__ import annotations

from apigw_lint.loaders.sam.document import Document, branches, has_integration, keys_of, verb_key
from apigw_lint.loaders.sam.nodes import Grown, mapping, unknown
from apigw_lint.loaders.template import text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.syntax.tree import Node, Scalar


class RestDocument(Document):
    """The document of a REST API."""

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
