"""CDK cloud assemblies: what ``cdk synth`` wrote into a directory, as its ``manifest.json`` says.

Templates of stacks that are gone stay in the directory, and bundled code stands beside them. So such a directory is not walked: what its
manifest names is all there is. Nothing outside of the directory counts.
"""

from __future__ import annotations

import os

from apigw_lint.errors import Problem
from apigw_lint.files import Files
from apigw_lint.record import Record, made
from apigw_lint.syntax.reading import parse
from apigw_lint.syntax.tree import Mapping, Scalar

TYPE_CHECKING = False
if TYPE_CHECKING:
    from apigw_lint.source import Span
    from apigw_lint.syntax.tree import Node

_MANIFEST = "manifest.json"
_SIGNS = ("aws:cloudformation:stack", '"cdk:')
"""What the types of artifacts start with; without one of them in its text no manifest is parsed."""
_MOST_PROBLEMS = 100


class Assembly(Record):
    """The paths of the templates of an assembly and of those in it, then of the single files that it uploads; what it names in vain."""

    templates: list[str] = made(lambda _: [])
    assets: list[str] = made(lambda _: [])
    problems: list[Problem] = made(lambda _: [])


def read(directory: str) -> Assembly | None:
    """Returns what a cloud assembly has; ``None`` for a directory that is none."""
    reader = _Reader(directory)
    return reader.assembly if reader.read(directory) else None


class _Reader:
    """Follows manifests through the assemblies in an assembly, each once."""

    def __init__(self, directory: str) -> None:
        self.assembly = Assembly()
        self._files = Files(directory)
        self._seen = {os.path.realpath(directory)}
        self._waiting: list[tuple[str, Scalar]] = []

    def read(self, directory: str) -> bool:
        """Returns whether a directory is an assembly; reads it and those in it."""
        if not self._add(directory):
            return False
        while self._waiting:
            inner, named = self._waiting.pop(0)
            if not self._add(inner):
                self._complain(named, "no cloud assembly")
        return True

    def _add(self, directory: str) -> bool:
        artifacts = _artifacts(self._tree(os.path.join(directory, _MANIFEST)))
        for artifact in artifacts or ():
            properties = artifact.get("properties")
            if isinstance(properties, Mapping):
                kind = artifact.get("type")
                self._artifact(directory, kind.value if isinstance(kind, Scalar) else None, properties)
        return artifacts is not None

    def _artifact(self, directory: str, kind: object, properties: Mapping) -> None:
        if kind == "aws:cloudformation:stack":
            self._template(directory, properties.get("templateFile"))
        elif kind == "cdk:cloud-assembly":
            self._inner(directory, properties.get("directoryName"))
        elif kind == "cdk:asset-manifest":
            self._assets(directory, properties.get("file"))

    def _template(self, directory: str, named: Node | None) -> None:
        path = _joined(directory, named)
        if path is not None and isinstance(named, Scalar):
            if self._files.exists(path) and os.path.isfile(path):
                self.assembly.templates.append(path)
            else:
                self._complain(named, "no file")

    def _inner(self, directory: str, named: Node | None) -> None:
        path = _joined(directory, named)
        if path is None or not isinstance(named, Scalar):
            return
        if not self._files.is_dir(path):
            self._complain(named, "no cloud assembly")
        elif os.path.realpath(path) not in self._seen:
            self._seen.add(os.path.realpath(path))
            self._waiting.append((path, named))

    def _assets(self, directory: str, named: Node | None) -> None:
        """Adds the single files among the assets: nested templates, OpenAPI documents, and whatever else."""
        path = _joined(directory, named)
        tree = self._tree(path) if path is not None else None
        files = tree.get("files") if isinstance(tree, Mapping) else None
        for _, asset in files.entries if isinstance(files, Mapping) else ():
            source = asset.get("source") if isinstance(asset, Mapping) else None
            file = _joined(directory, source.get("path")) if isinstance(source, Mapping) else None
            if file is not None and self._files.exists(file) and os.path.isfile(file):
                self.assembly.assets.append(file)

    def _tree(self, path: str) -> Node | None:
        """Returns the tree of a file in the assembly; ``None`` where there is none, or it says nothing of a cloud assembly."""
        if not self._files.exists(path):
            return None
        try:
            source = self._files.read(path)
        except Problem:
            return None
        if path.endswith(_MANIFEST) and not any(sign in source.text for sign in _SIGNS):
            return None
        tree, _ = parse(source)
        return tree

    def _complain(self, named: Scalar, what: str) -> None:
        if len(self.assembly.problems) < _MOST_PROBLEMS:
            span: Span = named.span
            self.assembly.problems.append(Problem("unreadable-file", f"{named.value} is {what} in this cloud assembly", span))


def _artifacts(tree: Node | None) -> list[Mapping] | None:
    """Returns the artifacts of a manifest; ``None`` for any other document."""
    if not isinstance(tree, Mapping) or not isinstance(tree.get("version"), Scalar):
        return None
    artifacts = tree.get("artifacts")
    return [artifact for _, artifact in artifacts.entries if isinstance(artifact, Mapping)] if isinstance(artifacts, Mapping) else None


def _joined(directory: str, named: Node | None) -> str | None:
    """Returns the path that a text in a manifest stands for."""
    if not isinstance(named, Scalar) or not isinstance(named.value, str) or not named.value:
        return None
    return os.path.normpath(os.path.join(directory, named.value))
