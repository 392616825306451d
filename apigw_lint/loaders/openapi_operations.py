"""Operations: what a REST method declares of its request and its responses."""

from __future__ import annotations

from apigw_lint.loaders.openapi_kind import ANY_METHOD
from apigw_lint.loaders.openapi_schema import models_of_content, models_of_schema
from apigw_lint.loaders.openapi_values import boolean, instead, known_entries, table_of
from apigw_lint.model import MethodResponse, Parts
from apigw_lint.record import Row
from apigw_lint.regexp import regexp
from apigw_lint.value import Absent, Entry, Known, List, Reference, Table, Unknown, joined

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.loaders.openapi_document import Document
    from apigw_lint.model import Method
    from apigw_lint.source import Span
    from apigw_lint.value import Value

_VALIDATOR = "x-amazon-apigateway-request-validator"
_LOCATIONS = {"path": "path", "query": "querystring", "header": "header"}
_PATH_VARIABLE = regexp(r"\{([^{}/]+?)\+*\}")
_STATUS = regexp(r"[1-5][0-9][0-9]")


class _Parameter(Row):
    location: str
    name: Known[str]
    table: Table


class _Parameters(Row):
    found: list[_Parameter]
    complete: bool
    place: Span


def verb_of(key: Known[str]) -> Known[str]:
    """Returns the method that the key of an operation stands for."""
    return instead(key, "ANY") if key.value == ANY_METHOD else instead(key, key.value.upper())


def read_request(document: Document, method: Method, operation: Table, path_item: Table) -> None:
    """Gives a REST method its request parameters, models and validator."""
    parameters = _parameters(document, operation, path_item)
    if parameters.found:
        method.parameters = List([parameter.table for parameter in parameters.found], parameters.place, parameters.complete)
    method.request_parameters = _request_parameters(document, method, parameters)
    method.request_models = _request_models(document, method, operation, parameters)
    _read_validator(document, method, operation)


def _parameters(document: Document, operation: Table, path_item: Table) -> _Parameters:
    """Returns the parameters of an operation: those of its path, unless it has one of the same name and place itself."""
    found: dict[tuple[str, str], _Parameter] = {}
    complete, place = True, None
    for holder in (path_item, operation):
        items, all_seen = document.items(holder.get("parameters"))
        complete = complete and all_seen
        place = holder.get("parameters").span if items else place
        for item in items:
            parameter = _parameter(document, item)
            if parameter is None:
                complete = False
            else:
                found[parameter.location, parameter.name.value] = parameter
    return _Parameters(list(found.values()), complete, place or operation.span)


def _parameter(document: Document, item: Value) -> _Parameter | None:
    table = table_of(document.resolved(item))
    location, name = document.field(table, "in"), document.field(table, "name")
    if not (isinstance(location, Known) and isinstance(location.value, str)):
        return None
    if location.value == "body" and isinstance(name, Absent):
        name = Known("body", table.span)
    if not (isinstance(name, Known) and isinstance(name.value, str)):
        return None
    return _Parameter(location.value, name, table)


def _request_parameters(document: Document, method: Method, parameters: _Parameters) -> Value:
    entries = []
    for parameter in parameters.found:
        if parameter.location in _LOCATIONS:
            # SAM declares the variable of {proxy+} with the plus, and the importer takes it as proxy.
            name = parameter.name.value.removesuffix("+") if parameter.location == "path" else parameter.name.value
            key = Known(f"method.request.{_LOCATIONS[parameter.location]}.{name}", parameter.name.span)
            entries.append(Entry(key, _required(document, parameter)))
    declared = {entry.name for entry in entries}
    entries += [entry for entry in _undeclared(method.path) if entry.name not in declared]
    if not entries and parameters.complete:
        return Absent(method.span)
    return Table(entries, parameters.place, parameters.complete)


def _required(document: Document, parameter: _Parameter) -> Value:
    written = boolean(document.field(parameter.table, "required"))
    if isinstance(written, Absent):
        return Known(parameter.location == "path", parameter.table.span)
    return written


def _undeclared(path: Value) -> Iterator[Entry]:
    """Yields the variables of a path, which the importer declares by itself."""
    if isinstance(path, Known) and isinstance(path.value, str):
        for match in _PATH_VARIABLE.finditer(path.value):
            place = path.at(match.start(1), match.end(1))
            yield Entry(Known(f"method.request.path.{match[1]}", place), Known(True, place))


def _request_models(document: Document, method: Method, operation: Table, parameters: _Parameters) -> Value:
    if document.version_2:
        types = _own_or_root(document, operation, "consumes")
        for parameter in parameters.found:
            if parameter.location == "body":
                return models_of_schema(document, parameter.table.get("schema"), types, f"{method.address}.parameters")
        return Absent(method.span) if parameters.complete else Unknown(method.span, why="parameters that are not known")
    body = document.resolved(operation.get("requestBody"))
    return models_of_content(document, document.member(body, "content"), f"{method.address}.requestBody")


def _read_validator(document: Document, method: Method, operation: Table) -> None:
    """Gives a method its validator: its own, or the one that the whole API names."""
    name = document.field(operation, _VALIDATOR)
    if isinstance(name, Absent):
        name = document.field(document.root, _VALIDATOR)
    method.request_validator_id = name
    if isinstance(name, Known) and isinstance(name.value, str):
        validator = document.validators.get(name.value)
        if validator is not None:
            method.request_validator = validator
            method.request_validator_id = Reference(validator.address, "id", name.span)
        elif not document.api.request_validators.complete:
            method.request_validator_id = Unknown(name.span, why="a validator that is not seen")


def read_responses(document: Document, method: Method, operation: Table) -> None:
    """Gives a REST method its method responses.

    A key that is no status (``default``, ``2XX``) leaves them incomplete: what the importer makes of it is recorded nowhere.
    """
    seen = document.shape(operation.get("responses"))
    content_types = _own_or_root(document, operation, "produces")
    method.responses = Parts(complete=seen.complete)
    for key, entry in known_entries(seen.table):
        if _STATUS.fullmatch(key.value):
            response = _response(document, method, key, entry, content_types)
            response.certain = method.certain and seen.certain
            method.responses.add(response)
        elif not key.value.startswith("x-"):
            method.responses.complete = False


def _response(document: Document, method: Method, key: Known[str], entry: Entry, content_types: Value) -> MethodResponse:
    table = table_of(document.resolved(entry.value))
    address = f"{method.address}.responses.{key.value}"
    return MethodResponse(
        address=address,
        span=entry.span,
        name_span=key.span,
        method=method,
        status_code=key,
        response_parameters=_headers(document, table),
        response_models=_response_models(document, table, content_types, address),
    )


def _headers(document: Document, table: Table) -> Value:
    seen = document.shape(table.get("headers"))
    entries = [
        Entry(Known(f"method.response.header.{key.value}", key.span), Known(False, entry.span)) for key, entry in known_entries(seen.table)
    ]
    return Table(entries, table.get("headers").span, seen.complete) if entries or not seen.complete else Absent(table.span)


def _response_models(document: Document, table: Table, content_types: Value, address: str) -> Value:
    if document.version_2:
        return models_of_schema(document, table.get("schema"), content_types, address)
    return models_of_content(document, table.get("content"), address)


def _own_or_root(document: Document, operation: Table, key: str) -> Value:
    own = operation.get(key)
    return document.root.get(key) if isinstance(own, Absent) else own


def route_key(verb: Known[str], path: Value) -> Value:
    """Returns the key of an HTTP API's route."""
    return joined([verb, Known(" ", verb.span), path], verb.span)
