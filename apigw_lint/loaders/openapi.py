"""OpenAPI 2.0 and 3.0 with API Gateway's extensions, as a file of its own or as the body of an API in another format.

The document is read as API Gateway's importer reads it: resources for every part of a path, path variables declared by themselves,
validators and security inherited from the root, ``default`` as the response without a selection pattern.
"""

from __future__ import annotations

from apigw_lint.errors import Problem
from apigw_lint.loaders.literal import value_of
from apigw_lint.loaders.loaded import Loaded
from apigw_lint.loaders.openapi_authorizers import read_authorizers
from apigw_lint.loaders.openapi_document import Document
from apigw_lint.loaders.openapi_kind import kind_of
from apigw_lint.loaders.openapi_paths import read_paths
from apigw_lint.loaders.openapi_schema import read_models
from apigw_lint.loaders.openapi_settings import read_settings
from apigw_lint.loaders.openapi_values import is_absent, shape
from apigw_lint.model import Api, Definition
from apigw_lint.syntax.reading import parse
from apigw_lint.syntax.tree import Mapping, Scalar, Sequence
from apigw_lint.value import Table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from apigw_lint.files import Files
    from apigw_lint.loaders.loaded import Options
    from apigw_lint.source import Source, Span
    from apigw_lint.syntax.tree import Node
    from apigw_lint.value import Value

_COLLECTIONS = (
    "resources",
    "methods",
    "integrations",
    "models",
    "request_validators",
    "authorizers",
    "gateway_responses",
    "documentation_parts",
)
_EXTENSION = "x-amazon-apigateway-"


def recognise(tree: Node) -> bool:
    """Returns whether a tree is an OpenAPI document: a mapping that says its version under ``swagger`` or ``openapi``."""
    return isinstance(tree, Mapping) and any(isinstance(tree.get(key), Scalar) for key in ("swagger", "openapi"))


def is_definition(tree: Node) -> bool:
    """Returns whether an OpenAPI document is meant for API Gateway: whether an extension of its is anywhere in it."""
    waiting = [tree]
    seen = set()
    while waiting:
        node = waiting.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, Mapping):
            if any(isinstance(key.value, str) and key.value.startswith(_EXTENSION) for key, _ in node.entries):
                return True
            waiting += [value for _, value in node.entries]
        elif isinstance(node, Sequence):
            waiting += node.items
    return False


def load(tree: Node, source: Source, files: Files, options: Options) -> Loaded:
    """Returns the API that an OpenAPI file defines."""
    loaded = Loaded(files=[source.path])
    root = value_of(tree)
    if isinstance(root, Table):
        entry = root.entry("swagger") or root.entry("openapi")
        place = entry.span if entry is not None else root.span.first_line()
        api = Api(address="openapi", span=root.span, name_span=place, kind="REST", format="openapi", body=root)
        document = Document(root, api, True, lambda path, span: _other_file(path, span, files, loaded))
        _read(document, tells_kind=True)
        loaded.problems += document.problems
        definition = Definition(format="openapi", path=source.path)
        definition.apis.add(api)
        api.definition = definition
        loaded.definitions.append(definition)
    return loaded


def _other_file(path: str, span: Span, files: Files, loaded: Loaded) -> Value | None:
    try:
        source = files.read(path, span)
    except Problem as problem:
        loaded.problems.append(problem)
        return None
    tree, problems = parse(source)
    loaded.files.append(source.path)
    loaded.problems += problems
    return value_of(tree) if tree is not None else None


def read_into(api: Api, document: Value, basepath: Value | None = None) -> list[Problem]:
    """Adds to an API what the document in its body defines; what the API has already stands.

    Where the body is not known, or not as a whole, whatever it may define is unknown or incomplete from then on. ``basepath`` is how
    the importer takes the base path, where it is not among ``api.parameters``.
    """
    if is_absent(document):
        return []
    api.body = document
    seen = shape(document)
    reading = Document(seen.table if seen.table is not None and seen.certain else Table([], document.span, False), api)
    reading.basepath = basepath
    _read(reading)
    return reading.problems


def _read(document: Document, tells_kind: bool = False) -> None:
    try:
        if tells_kind:
            document.api.kind = kind_of(document)
        _read_all(document)
    except Problem as problem:
        document.problems.append(problem)
        for name in _COLLECTIONS:
            getattr(document.api, name).complete = False


def _read_all(document: Document) -> None:
    read_settings(document)
    read_authorizers(document)
    if not document.is_http:
        read_models(document)
    read_paths(document)
