"""Which construct of a CDK app a place in a template comes from: CDK writes its path into the ``Metadata`` of each resource."""

from __future__ import annotations

from bisect import bisect_right

from apigw_lint.loaders.template import CONSTRUCT, section, text_of
from apigw_lint.syntax.tree import Mapping

TYPE_CHECKING = False
if TYPE_CHECKING:
    from apigw_lint.source import Source, Span
    from apigw_lint.syntax.tree import Node

_DEEPEST = 10
"""Files that are named in files that are named in a template."""


class Constructs:
    """The constructs of some templates, and of the files that they name. Looked up when it is asked for: most runs find nothing."""

    def __init__(self) -> None:
        self._trees: dict[str, Node] = {}
        self._named: dict[str, Span] = {}
        self._places: dict[str, tuple[list[int], list[tuple[int, str]]]] = {}

    def add(self, source: Source, tree: Node) -> None:
        """Adds a template."""
        self._trees[source.path] = tree

    def add_file(self, source: Source, named: Span) -> None:
        """Adds a file whose content stands for something in a template, and the place where the template first names it."""
        self._named.setdefault(source.path, named)

    def of(self, span: Span) -> str:
        """Returns the path of the construct whose resource a place is in; empty where there is none."""
        for _ in range(_DEEPEST):
            path = span.source.path
            if path in self._trees:
                return self._in_template(path, span.start)
            if path not in self._named:
                break
            span = self._named[path]
        return ""

    def _in_template(self, path: str, offset: int) -> str:
        if path not in self._places:
            self._places[path] = _places(self._trees[path])
        starts, resources = self._places[path]
        number = bisect_right(starts, offset) - 1
        return resources[number][1] if number >= 0 and offset < resources[number][0] else ""


def _places(tree: Node) -> tuple[list[int], list[tuple[int, str]]]:
    """Returns where the resources of a template start, and where each ends with its construct."""
    resources = section(tree, "Resources")
    starts, found = [], []
    for key, node in resources.entries if resources is not None else ():
        if isinstance(node, Mapping):
            metadata = section(node, "Metadata")
            starts.append(key.start)
            found.append((node.end, text_of(metadata.get(CONSTRUCT)) or "" if metadata is not None else ""))
    return starts, found
