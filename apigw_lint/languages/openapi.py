"""An OpenAPI document by its places: what stands where, as far as API Gateway's importer looks at it."""

from __future__ import annotations

from apigw_lint.record import Row
from apigw_lint.value import Absent, Known, Table, items, tables

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Api
    from apigw_lint.value import Entry, Value

VERBS = frozenset(["get", "put", "post", "delete", "options", "head", "patch"])
ANY_METHOD = "x-amazon-apigateway-any-method"


class Place(Row):
    """A mapping of a document: what it is (``root``, ``path item``, ``operation``, ``security scheme``...), and what it is called.

    The name of an operation is its verb and path. ``parent`` is the entry it stands under.
    """

    kind: str
    name: str
    table: Table
    parent: Entry | None = None


def document_of(api: Api) -> Table | None:
    """Returns the OpenAPI document that an API is read from, where its root is known."""
    return api.body if isinstance(api.body, Table) else None


def is_version_2(document: Table) -> bool:
    """Returns whether a document is Swagger 2.0."""
    return document.entry("swagger") is not None


def tells_kind(api: Api, document: Table) -> bool:
    """Returns whether it is certain which kind of API a document is for: a file of its own may be imported as either."""
    return api.kind in ("REST", "HTTP") and (api.format != "openapi" or is_version_2(document))


def places(document: Table) -> Iterator[Place]:
    """Yields the mappings of a document that extensions may stand in, in the order in which they are usually written."""
    yield Place("root", "the document", document)
    for name in ("info", "components"):
        for table in tables(document.get(name)):
            yield Place(name, name, table, document.entry(name))
    for name, kind in (("servers", "server"), ("tags", "tag")):
        for item in items(document.get(name)):
            for table in tables(item):
                yield Place(kind, f"a {kind}", table)
    yield from schemes(document)
    for key, value in _entries(document.get("paths")):
        for path_item in tables(value):
            yield Place("path item", key.value, path_item, document.entry("paths"))
            yield from _operations(key.value, path_item)


def schemes(document: Table) -> Iterator[Place]:
    """Yields the security schemes of a document."""
    for key, value in _entries(_schemes(document)):
        for table in tables(value):
            yield Place("security scheme", key.value, table)


def scheme_names(document: Table) -> frozenset[str] | None:
    """Returns the names of the security schemes, ``None`` where there may be others."""
    if not document.complete:
        return None
    holder = document.get("securityDefinitions" if is_version_2(document) else "components")
    if not is_version_2(document) and isinstance(holder, Table):
        holder = holder.get("securitySchemes")
    found = list(tables(holder))
    if not found:
        return frozenset() if _is_nothing(holder) else None
    return frozenset(key.value for key, _ in found[0].known()) if isinstance(holder, Table) and holder.complete else None


def operations(document: Table) -> Iterator[Place]:
    """Yields the operations of a document."""
    for place in places(document):
        if place.kind == "operation":
            yield place


def _operations(path: str, path_item: Table) -> Iterator[Place]:
    for entry in path_item.entries:
        verb = entry.name
        if verb in VERBS or verb == ANY_METHOD:
            for operation in tables(entry.value):
                yield Place("operation", f"{'ANY' if verb == ANY_METHOD else str(verb).upper()} {path}", operation, entry)


def _schemes(document: Table) -> Value:
    if is_version_2(document):
        return document.get("securityDefinitions")
    components = document.get("components")
    return components.get("securitySchemes") if isinstance(components, Table) else components


def _entries(value: Value) -> Iterator[tuple[Known[str], Value]]:
    for table in tables(value):
        yield from table.known()


def _is_nothing(value: Value) -> bool:
    return isinstance(value, Absent) or (isinstance(value, Known) and value.value is None)
