"""What events of type ``Api`` say of requests: a model of the body, parameters, and whether they are validated."""

from __future__ import annotations

from apigw_lint.loaders.sam.data import is_null
from apigw_lint.loaders.sam.document import INTEGRATION
from apigw_lint.loaders.sam.events import said
from apigw_lint.loaders.sam.nodes import Grown, is_call, mapping, scalar, tree, under, unknown
from apigw_lint.loaders.sam.rest_security import is_truth
from apigw_lint.loaders.template import text_of
from apigw_lint.syntax.tree import Mapping, Sequence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from apigw_lint.loaders.sam.events import Event
    from apigw_lint.loaders.sam.macro import Macro
    from apigw_lint.loaders.sam.rest_document import RestDocument
    from apigw_lint.syntax.tree import Node

_START = "method.request."
_LOCATIONS = {"querystring": "query", "path": "path", "header": "header"}
_VALIDATORS = "x-amazon-apigateway-request-validators"
_NAMES = {(True, True): "body-and-params", (True, False): "body-only", (False, True): "params-only", (False, False): "no-validation"}


def add(macro: Macro, document: RestDocument, event: Event, path: str, verb: str) -> None:
    """Adds to a method what its event says of requests."""
    operations = list(document.operations(path, verb))
    model = said(event, "RequestModel")
    written = mapping(model)
    for operation in operations:
        if written is not None:
            _add_model(macro, document, operation, written)
        elif is_call(model) and model is not None:
            operation.put("parameters", unknown(model), model)
    parameters = said(event, "RequestParameters")
    for operation in operations:
        _add_parameters(macro, operation, parameters)


def _add_model(macro: Macro, document: RestDocument, operation: Grown, written: Mapping) -> None:
    node, required = written.get("Model"), written.get("Required")
    name = macro.text(node)
    if node is None or not name:
        return
    if document.is_openapi_3:
        schema = {"$ref": f"#/components/schemas/{name.lower()}"}
        body = Grown(node)
        body.put("content", {"application/json": {"schema": schema}})
        if not is_null(required):
            body.put("required", required)
        operation.put("requestBody", body, node)
    else:
        parameter = Grown(node)
        parameter.put("in", "body")
        parameter.put("name", name.lower())
        parameter.put("schema", {"$ref": f"#/definitions/{name.lower()}"})
        if not is_null(required):
            parameter.put("required", required)
        _append(operation, [parameter], node)
    _add_validator(macro, document, operation, written)


def _add_validator(macro: Macro, document: RestDocument, operation: Grown, written: Mapping) -> None:
    body, parameters = written.get("ValidateBody"), written.get("ValidateParameters")
    place = body if not is_null(body) else parameters
    if place is None or is_null(place):
        return
    which = macro.truth(body), macro.truth(parameters)
    if which[0] is None or which[1] is None:
        operation.put("x-amazon-apigateway-request-validator", unknown(place), place)
        return
    name = _NAMES[which[0], which[1]]
    validators = document.body.grow(_VALIDATORS, place)
    if validators.get(name) is None:
        validators.put(name, {"validateRequestBody": which[0], "validateRequestParameters": which[1]}, place)
    operation.put("x-amazon-apigateway-request-validator", name, place)


def _add_parameters(macro: Macro, operation: Grown, written: Node | None) -> None:
    if not isinstance(written, Sequence) or is_call(written):
        if written is not None and is_call(written):
            operation.put("parameters", unknown(written), written)
        return
    found: list[Node] = []
    for item in written.items:
        key, settings = item, None
        if isinstance(item, Mapping) and not is_call(item) and item.entries:
            key, settings = item.entries[0]
        text = text_of(key)
        if is_call(item) or text is None:
            found.append(unknown(item))
        elif text.startswith(_START) and "." in text[len(_START) :]:
            found.append(_parameter(key, text, settings))
            _cache(macro, operation, key, mapping(settings))
    _append(operation, found, written)


def _parameter(key: Node, text: str, settings: Node | None) -> Grown:
    location, _, name = text[len(_START) :].partition(".")
    required = under(mapping(settings), "Required")
    parameter = Grown(key)
    parameter.put("in", _LOCATIONS.get(location, location))
    parameter.put("name", scalar(name, key))
    parameter.put("required", False if required is None else required)
    parameter.put("type", "string")
    return parameter


def _cache(macro: Macro, operation: Grown, key: Node, settings: Mapping | None) -> None:
    """Adds a parameter to those by which responses are kept, where its settings say so."""
    caching = settings.get("Caching") if settings is not None else None
    wanted = is_truth(macro, caching)
    integration = operation.get(INTEGRATION)
    if wanted is False or not isinstance(integration, Grown):
        return
    if wanted is None:
        integration.put("cacheKeyParameters", unknown(caching or key), caching or key)
        return
    existing = integration.get("cacheKeyParameters")
    if existing is None or (isinstance(existing, Sequence) and not is_call(existing)):
        integration.put("cacheKeyParameters", [*(existing.items if isinstance(existing, Sequence) else []), key], key)


def _append(operation: Grown, added: list[Node], place: Node) -> None:
    existing = operation.get("parameters")
    if is_call(existing) or not added:
        return
    items = existing.items if isinstance(existing, Sequence) else []
    operation.put("parameters", tree([*items, *added], place), place)
