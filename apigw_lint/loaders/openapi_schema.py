"""Models: the schemas among the components, and those that the importer makes of schemas written in place."""

from __future__ import annotations

from apigw_lint.loaders.openapi_document import last_name, reference_of
from apigw_lint.loaders.openapi_values import is_absent, known_entries, shape
from apigw_lint.model import Model
from apigw_lint.value import Absent, Entry, Known, Table, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from apigw_lint.loaders.openapi_document import Document
    from apigw_lint.value import Value

_FOLDERS = ("#/components/schemas/", "#/definitions/")
_JSON = "application/json"


def read_models(document: Document) -> None:
    """Adds a model for each schema among the components."""
    seen = document.shape(document.component("schemas", "definitions"))
    folder = "definitions" if document.version_2 else "components.schemas"
    if not seen.complete:
        document.api.models.complete = False
    for name, entry in known_entries(seen.table):
        model = Model(
            address=f"{folder}.{name.value}",
            span=entry.span,
            name_span=name.span,
            certain=seen.certain,
            name=name,
            content_type=Known(_JSON, name.span),
            schema=entry.value,
            description=document.member(entry.value, "description"),
            api=document.api,
        )
        document.add(document.api.models, model)


def models_of_content(document: Document, content: Value, address: str) -> Value:
    """Returns a table content type -> model name of an OpenAPI 3 ``content`` mapping."""
    seen = document.shape(content)
    entries = []
    for content_type, entry in known_entries(seen.table):
        media = document.resolved(entry.value)
        schema = document.member(media, "schema")
        if not is_absent(schema):
            entries.append(Entry(content_type, _model_name(document, schema, content_type, address)))
    return _table(entries, content, seen.complete)


def models_of_schema(document: Document, schema: Value, content_types: Value, address: str) -> Value:
    """Returns a table content type -> model name of a Swagger 2.0 schema; the types are what is consumed or produced."""
    if is_absent(schema):
        return Absent(schema.span)
    types, complete = _content_types(document, content_types, schema)
    entries = [Entry(item, _model_name(document, schema, item, address)) for item in types]
    return _table(entries, schema, complete)


def _content_types(document: Document, written: Value, schema: Value) -> tuple[list[Known[str]], bool]:
    items, complete = document.items(written)
    known = [item for item in items if isinstance(item, Known) and isinstance(item.value, str)]
    complete = complete and len(known) == len(items)
    return (known, complete) if known or not complete else ([Known(_JSON, schema.span)], True)


def _table(entries: list[Entry], place: Value, complete: bool) -> Value:
    return Table(entries, place.span, complete) if entries or not complete else Absent(place.span)


def _model_name(document: Document, schema: Value, content_type: Known[str], address: str) -> Value:
    reference = reference_of(schema)
    name = last_name(reference, *_FOLDERS)
    if name is not None and "/" not in name and reference is not None:
        return Known(name, reference.span)
    if shape(schema).table is not None and reference is None:
        _add_inline(document, schema, content_type, address)
    return Unknown(schema.span, why="the name that the importer gives a schema written in place")


def _add_inline(document: Document, schema: Value, content_type: Known[str], address: str) -> None:
    if id(schema) in document.inline_models:
        return
    model = Model(
        address=f"{address}.schema",
        span=schema.span,
        name=Unknown(schema.span, why="the name that the importer gives a schema written in place"),
        content_type=content_type,
        schema=schema,
        api=document.api,
    )
    document.inline_models[id(schema)] = model
    document.add(document.api.models, model)
