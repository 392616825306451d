"""Paths: the tree of resources, and the methods or routes on them."""

from __future__ import annotations

from apigw_lint.errors import Problem
from apigw_lint.loaders.openapi_base_path import base_path
from apigw_lint.loaders.openapi_integrations import read_integration
from apigw_lint.loaders.openapi_kind import ANY_METHOD, VERBS, is_default_path
from apigw_lint.loaders.openapi_operations import read_request, read_responses, route_key, verb_of
from apigw_lint.loaders.openapi_security import read_security
from apigw_lint.loaders.openapi_values import known_entries
from apigw_lint.model import Method, Resource
from apigw_lint.record import Row
from apigw_lint.value import Known, Reference, Table, cut, joined

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.loaders.openapi_document import Document
    from apigw_lint.value import Entry, Value

_LONGEST_PATH = 8192
"""Characters of a path that is still read: no request line that API Gateway takes has more."""
_OTHER_VERBS = frozenset({"any", *VERBS})


class _Path(Row):
    """A path as it is written, and as it is deployed: below the base path, without a slash at its end."""

    key: Known[str]
    entry: Entry
    deployed: Value
    certain: bool

    @property
    def address(self) -> str:
        return f"paths.{self.key.value}"


def read_paths(document: Document) -> None:
    """Adds the resources and methods of all paths to the API."""
    seen = document.shape(document.root.get("paths"))
    if not seen.complete:
        _mark_methods(document)
        document.api.resources.complete = document.api.resources.complete and document.is_http
    prefix = base_path(document)
    certain = seen.certain and document.api.certain
    paths = [
        _Path(key, entry, _deployed(document, prefix, key), certain)
        for key, entry in known_entries(seen.table)
        if not key.value.startswith("x-") and _is_short(document, key)
    ]
    if not document.is_http:
        _read_resources(document, paths)
    for path in paths:
        _read_path(document, path)


def _is_short(document: Document, key: Known[str]) -> bool:
    if len(key.value) <= _LONGEST_PATH:
        return True
    message = f"a path of {len(key.value)} characters; at most {_LONGEST_PATH} are read"
    document.problems.append(Problem("limit-exceeded", message, key.span.first_line()))
    _mark_methods(document)
    return False


def _mark_methods(document: Document) -> None:
    document.api.methods.complete = document.api.integrations.complete = False


def _deployed(document: Document, prefix: Value | None, key: Known[str]) -> Value:
    path = document.substituted(key if document.is_http else _cleaned(key))
    if prefix is None or is_default_path(key.value):
        return path
    if isinstance(path, Known) and path.value == "/":
        return prefix
    return joined([prefix, path], key.span)


def _cleaned(path: Known[str]) -> Known[str]:
    """Returns a path without the slash at its end, which the importer does not see."""
    end = max(len(path.value.rstrip("/")), 1)
    return cut(path, 0, end) if end < len(path.value) else path


def _read_resources(document: Document, paths: list[_Path]) -> None:
    """Adds a resource for every path and for each path above it."""
    api = document.api
    document.resources.update({str(found.path.value): found for found in api.resources if isinstance(found.path, Known)})
    declared = {path.deployed.value: path for path in paths if isinstance(path.deployed, Known)}
    if api.root is None:
        api.root = _root(document, declared.get("/"))
    document.resources["/"] = api.root
    for path in paths:
        if isinstance(path.deployed, Known):
            _add_chain(document, path, path.deployed, declared)
        else:
            api.resources.complete = False


def _root(document: Document, path: _Path | None) -> Resource:
    span = path.entry.span if path is not None else document.root.get("paths").span
    name_span = path.key.span if path is not None else span.first_line()
    return Resource(address="paths./", span=span, name_span=name_span, path=Known("/", name_span), api=document.api)


def _add_chain(document: Document, path: _Path, deployed: Known[str], declared: dict[str, _Path]) -> None:
    parent = document.resources["/"]
    above = ""
    for start, end in _segments(deployed.value):
        above += "/" + deployed.value[start:end]
        resource = document.resources.get(above)
        if resource is None:
            owner = declared.get(above)
            name = Known(above, deployed.at(0, end)) if owner is None else owner.deployed
            resource = _resource(document, owner or path, name, cut(deployed, start, end), parent, owner is not None)
            document.resources[above] = resource
            document.work(1 + len(above) // 8)
            document.api.resources.add(resource)
        resource.certain = resource.certain or path.certain
        parent = resource


def _segments(path: str) -> Iterator[tuple[int, int]]:
    at = 0
    for part in path.split("/"):
        if part:
            yield at, at + len(part)
        at += len(part) + 1


def _resource(document: Document, path: _Path, whole: Value, part: Known[str], parent: Resource, is_written: bool) -> Resource:
    shown = whole.value if isinstance(whole, Known) else path.key.value
    return Resource(
        address=f"paths.{shown}",
        span=path.entry.span if is_written else path.key.span,
        name_span=path.key.span,
        certain=path.certain,
        path=whole,
        path_part=part,
        parent=parent,
        parent_id=Reference(parent.address, "id", part.span),
        api=document.api,
    )


def _read_path(document: Document, path: _Path) -> None:
    seen = document.shape(path.entry.value)
    if not seen.complete:
        _mark_methods(document)
    if seen.table is None:
        return
    for key, entry in known_entries(seen.table):
        if key.value in VERBS or key.value == ANY_METHOD:
            _read_operation(document, path, seen.table, key, entry, path.certain and seen.certain)
        elif key.value.lower() in _OTHER_VERBS:
            _mark_methods(document)


def _read_operation(document: Document, path: _Path, path_item: Table, key: Known[str], entry: Entry, certain: bool) -> None:
    seen = document.shape(entry.value)
    if seen.table is None:
        if not seen.complete:
            _mark_methods(document)
        return
    method = Method(address=f"{path.address}.{key.value}", span=entry.span, name_span=key.span, certain=certain and seen.certain)
    method.api = document.api
    method.operation_name = document.field(seen.table, "operationId")
    _set_place(document, method, path, key, seen.table)
    if not document.is_new(method):
        return
    read_security(document, method, seen.table)
    if not document.is_http:
        read_request(document, method, seen.table, path_item)
        read_responses(document, method, seen.table)
    read_integration(document, method, seen.table)
    document.api.methods.add(method)


def _set_place(document: Document, method: Method, path: _Path, key: Known[str], operation: Table) -> None:
    """Gives a method its verb and path, or its route key."""
    verb = verb_of(key)
    if document.is_http and (is_default_path(path.key.value) or _is_default(operation)):
        method.route_key = Known("$default", path.key.span)
        return
    method.http_method, method.path = verb, path.deployed
    if document.is_http:
        method.route_key = route_key(verb, path.deployed)
    elif isinstance(path.deployed, Known):
        method.resource = document.resources.get("/" + "/".join(path.deployed.value[a:b] for a, b in _segments(path.deployed.value)))


def _is_default(operation: Table) -> bool:
    written = operation.get("isDefaultRoute")
    return isinstance(written, Known) and written.value is True
