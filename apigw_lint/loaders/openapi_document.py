"""An OpenAPI document as it is being read: its fields, its ``$ref``s, and the API it is read into."""

from __future__ import annotations

import os

from apigw_lint.errors import Problem
from apigw_lint.loaders.openapi_values import Shape, is_absent, shape, substituted
from apigw_lint.model import GatewayResponse
from apigw_lint.typed import TypeVar
from apigw_lint.value import Absent, Known, List, Table, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from apigw_lint.model import Api, Authorizer, Integration, Method, Model, Parts, RequestValidator, Resource
    from apigw_lint.source import Source, Span
    from apigw_lint.value import Value

    ReadFile = Callable[[str, Span], Value | None]
    """Returns the tree of another file as a value, or ``None`` where it cannot be read (its problem is then noted)."""

N = TypeVar("N", "GatewayResponse", "Model", "RequestValidator", "Authorizer")

_FREE_WORK = 100_000
"""Entries that are read of any document, however small it is. A longer one has more: a third of its characters."""
_LONGEST_CHAIN = 32
"""References that lead to references; more are a circle or as good as one."""


class Document:
    """An OpenAPI document and the API that it is read into.

    ``is_file``: it was read as a file of its own, into which something else may still substitute placeholders. ``read_file`` gives the
    files that its ``$ref``s name; a body inside a template has none.
    """

    def __init__(self, root: Table, api: Api, is_file: bool = False, read_file: ReadFile | None = None) -> None:
        self.root = root
        self.api = api
        self.is_file = is_file
        self.basepath: Value | None = None
        self.problems: list[Problem] = []
        self.resources: dict[str, Resource] = {}
        self.authorizers: dict[str, Authorizer] = {}
        self.validators: dict[str, RequestValidator] = {}
        self.shared_integrations: dict[int, Integration] = {}
        self._methods = {_place(method) for method in api.methods}
        self.inline_models: dict[int, Model] = {}
        self._read_file = read_file
        self._named = {id(parts): {_name(part) for part in parts} for parts in _named_parts(api)}
        self._files: dict[str, Value] = {}
        self._substituted: dict[int, tuple[Value, Value]] = {}
        self._work_left = _FREE_WORK + len(root.span.source.text) // 3

    def work(self, amount: int) -> None:
        """Counts entries that are read; raises :class:`Problem` where references make far more of a document than is written."""
        self._work_left -= amount
        if self._work_left < 0:
            raise Problem("limit-exceeded", "its references make this document far larger than it is written", self.root.span.first_line())

    @property
    def is_http(self) -> bool:
        """Returns whether the API is of version 2: an HTTP API."""
        return self.api.kind != "REST"

    @property
    def version_2(self) -> bool:
        """Returns whether the document is Swagger 2.0."""
        return self.root.entry("swagger") is not None

    def add(self, parts: Parts[N], part: N) -> None:
        """Adds a part that has a name, unless an earlier body of the same API made it: a later import changes it then."""
        part.certain = part.certain and self.api.certain
        if _name(part) not in self._named[id(parts)]:
            parts.add(part)

    def is_new(self, method: Method) -> bool:
        """Returns whether no other method is at the place of this one.

        ``/pets`` and ``/pets/`` are one resource to the importer and no fault; nor is what a later body of the same API changes.
        """
        place = _place(method)
        known = place in self._methods
        self._methods.add(place)
        return not known

    def component(self, kind: str, kind_of_2: str = "") -> Value:
        """Returns the table of one kind of components; ``kind_of_2`` is where Swagger 2.0 keeps it."""
        if self.version_2:
            return self.root.get(kind_of_2 or kind)
        return self.member(self.root.get("components"), kind)

    def member(self, value: Value, key: str) -> Value:
        """Returns what a mapping has under a key, or Unknown where the mapping itself is not known."""
        table, certain, complete = shape(value)
        if table is None:
            return Absent(value.span) if complete else Unknown(value.span, why="in what is not known")
        found = table.get(key)
        return found if certain else Unknown(found.span, [found], "in what may not be there")

    def field(self, table: Table, key: str) -> Value:
        """Returns a field with its placeholders as holes; null is nothing."""
        value = table.get(key)
        return Absent(table.span, table.writer) if is_absent(value) else self.substituted(value)

    def mapping_field(self, table: Table, key: str) -> Value:
        """Returns a table of parameter mappings: API Gateway's own ``${request...}`` in them are no placeholders."""
        value = table.get(key)
        return Absent(table.span, table.writer) if is_absent(value) else self.substituted(value, mapping=True)

    def substituted(self, value: Value, mapping: bool = False) -> Value:
        """Returns a value with its placeholders as holes. What several references lead to is gone through once."""
        if not isinstance(value, (Table, List)):
            return substituted(value, self.is_file, mapping)
        found = self._substituted.get(id(value))
        if found is None:
            found = self._substituted[id(value)] = (value, substituted(value, self.is_file, mapping))
        return found[1]

    def verbatim(self, table: Table, key: str) -> Value:
        """Returns a field as it is written: mapping templates and schemas, whose ``${...}`` is their own."""
        value = table.get(key)
        return Absent(table.span, table.writer) if is_absent(value) else value

    def shape(self, value: Value) -> Shape:
        """Returns the mapping that a value is, behind its reference if it is one."""
        seen = shape(self.resolved(value))
        self.work(len(seen.table.entries) if seen.table is not None else 1)
        return seen

    def items(self, value: Value) -> tuple[Sequence[Value], bool]:
        """Returns the items of a list, behind its reference if it is one, and whether they are all that there will be."""
        value = self.resolved(value)
        if not isinstance(value, List):
            return (), is_absent(value)
        self.work(len(value.items))
        return value.items, value.complete

    def resolved(self, value: Value) -> Value:
        """Returns what a value refers to with ``$ref``, or the value; Unknown where there is nothing, or a circle."""
        for _ in range(_LONGEST_CHAIN):
            reference = reference_of(value)
            if reference is None:
                return value
            if not isinstance(reference, Known) or not isinstance(reference.value, str):
                return Unknown(value.span, why="a reference that is not known")
            value = self._target(reference)
        return Unknown(value.span, why="references in a circle")

    def _target(self, reference: Known[str]) -> Value:
        file, _, pointer = reference.value.partition("#")
        value = self._root_of(file, reference)
        for part in pointer.split("/")[1:]:
            value = _step(value, _unescaped(part), reference)
        return value

    def _root_of(self, file: str, reference: Known[str]) -> Value:
        source = reference.span.source
        if not file:
            return self._files.get(source.path, self.root)
        if self._read_file is None or "://" in file or "\0" in file:
            return Unknown(reference.span, why=f"reference to {file}")
        path = _beside(source, file)
        if path not in self._files:
            tree = self._read_file(path, reference.span)
            self._files[path] = tree if tree is not None else Unknown(reference.span, why=f"reference to {file}")
        return self._files[path]


def _named_parts(api: Api) -> tuple[Parts[Any], ...]:
    return api.models, api.request_validators, api.authorizers, api.gateway_responses


def _name(part: GatewayResponse | Model | RequestValidator | Authorizer) -> object:
    name = part.response_type if isinstance(part, GatewayResponse) else part.name
    return name.value if isinstance(name, Known) else part


def _place(method: Method) -> tuple[object, ...]:
    known = [value.value for value in (method.http_method, method.path) if isinstance(value, Known)]
    return tuple(known) if len(known) == 2 else (method,)


def reference_of(value: Value) -> Value | None:
    """Returns what is written under ``$ref``, or ``None`` where the value is no reference."""
    if not isinstance(value, Table):
        return None
    entry = value.entry("$ref")
    return entry.value if entry is not None else None


def last_name(reference: Value | None, *folders: str) -> str | None:
    """Returns the name that a ``$ref`` to one of the folders ends with."""
    if isinstance(reference, Known) and isinstance(reference.value, str):
        for folder in folders:
            if reference.value.startswith(folder) and len(reference.value) > len(folder):
                return _unescaped(reference.value[len(folder) :])
    return None


def _step(value: Value, key: str, reference: Known[str]) -> Value:
    found: Value = Absent(reference.span)
    if isinstance(value, Table):
        found = value.get(key)
    elif isinstance(value, List) and key.isascii() and key.isdigit() and int(key[:9]) < len(value.items):
        found = value.items[int(key[:9])]
    return Unknown(reference.span, why=f"reference to {reference.value}, which is not there") if isinstance(found, Absent) else found


def _unescaped(part: str) -> str:
    if "%" in part:
        from urllib.parse import unquote

        part = unquote(part)
    return part.replace("~1", "/").replace("~0", "~")


def _beside(source: Source, file: str) -> str:
    return os.path.normpath(os.path.join(os.path.dirname(source.path), file)).replace(os.sep, "/")
