"""Which kind of API a document is for, where only the document itself tells."""

from __future__ import annotations

from apigw_lint.loaders.openapi_values import known_entries, shape, upper
from apigw_lint.value import Known, items

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.loaders.openapi_document import Document
    from apigw_lint.value import Table, Value

VERBS = ("get", "put", "post", "delete", "options", "head", "patch")
"""The operations of a path item that API Gateway makes a method of."""
ANY_METHOD = "x-amazon-apigateway-any-method"
INTEGRATION = "x-amazon-apigateway-integration"
AUTHORIZER = "x-amazon-apigateway-authorizer"

_ONLY_HTTP, _REST, _HTTP = "only HTTP", "REST", "HTTP"

_ROOT_SIGNS = {
    "x-amazon-apigateway-importexport-version": _ONLY_HTTP,
    "x-amazon-apigateway-cors": _HTTP,
    "x-amazon-apigateway-api-key-source": _REST,
    "x-amazon-apigateway-binary-media-types": _REST,
    "x-amazon-apigateway-documentation": _REST,
    "x-amazon-apigateway-endpoint-access-mode": _REST,
    "x-amazon-apigateway-gateway-responses": _REST,
    "x-amazon-apigateway-minimum-compression-size": _REST,
    "x-amazon-apigateway-policy": _REST,
    "x-amazon-apigateway-request-validator": _REST,
    "x-amazon-apigateway-request-validators": _REST,
    "x-amazon-apigateway-security-policy": _REST,
}
_INTEGRATION_SIGNS = {
    "integrationSubtype": _ONLY_HTTP,
    "payloadFormatVersion": _HTTP,
    "cacheKeyParameters": _REST,
    "cacheNamespace": _REST,
    "contentHandling": _REST,
    "integrationTarget": _REST,
    "passthroughBehavior": _REST,
    "requestTemplates": _REST,
    "responses": _REST,
    "responseTransferMode": _REST,
}
_AUTHORIZER_SIGNS = {
    "jwtConfiguration": _ONLY_HTTP,
    "authorizerPayloadFormatVersion": _HTTP,
    "enableSimpleResponses": _HTTP,
    "identityValidationExpression": _REST,
    "providerARNs": _REST,
}
_AUTHORIZER_TYPES = {"JWT": _ONLY_HTTP, "TOKEN": _REST, "COGNITO_USER_POOLS": _REST}
_INTEGRATION_TYPES = {"AWS": _REST, "HTTP": _REST, "MOCK": _REST}


def kind_of(document: Document) -> str:
    """Returns ``REST`` or ``HTTP``; a WebSocket API cannot be written in OpenAPI.

    In this order:

    1. Swagger 2.0 is REST: an HTTP API cannot be imported from it.
    2. HTTP, where something is written that means nothing, or a fault, in a REST API: ``x-amazon-apigateway-importexport-version``,
       ``components.x-amazon-apigateway-integrations``, the path ``/$default``, ``isDefaultRoute``, ``integrationSubtype``, or an
       authorizer of type ``jwt``.
    3. REST, where something is written that an HTTP API has not: an integration of type ``aws``, ``http`` or ``mock``, templates,
       integration responses or another field of REST integrations, an authorizer of type ``token`` or ``cognito_user_pools``, a
       validator, or one of the root extensions of REST APIs (gateway responses, policy, API key source, ...).
    4. HTTP, where something else is written that a REST API has not: ``x-amazon-apigateway-cors``, ``payloadFormatVersion``,
       ``authorizerPayloadFormatVersion``, ``enableSimpleResponses``, tag values.
    5. REST.
    """
    if document.version_2:
        return "REST"
    signs = set(_signs(document))
    if _ONLY_HTTP in signs:
        return "HTTP"
    return "HTTP" if _HTTP in signs and _REST not in signs else "REST"


def _signs(document: Document) -> Iterator[str]:
    yield from _named(document.root, _ROOT_SIGNS)
    components = document.component("x-amazon-apigateway-integrations")
    if shape(components).table is not None:
        yield _ONLY_HTTP
    for _, scheme in known_entries(document.shape(document.component("securitySchemes")).table):
        authorizer = document.member(document.resolved(scheme.value), AUTHORIZER)
        yield from _named(shape(authorizer).table, _AUTHORIZER_SIGNS)
        yield from _typed(shape(authorizer).table, _AUTHORIZER_TYPES)
    for tag in items(document.root.get("tags")):
        yield from _named(shape(tag).table, {"x-amazon-apigateway-tag-value": _HTTP})
    for path, entry in known_entries(shape(document.root.get("paths")).table):
        if is_default_path(path.value):
            yield _ONLY_HTTP
        yield from _path_signs(document, entry.value)


def _path_signs(document: Document, path_item: Value) -> Iterator[str]:
    for key, entry in known_entries(document.shape(path_item).table):
        if key.value in VERBS or key.value == ANY_METHOD:
            operation = document.shape(entry.value).table
            yield from _named(operation, {"isDefaultRoute": _ONLY_HTTP, "x-amazon-apigateway-request-validator": _REST})
            integration = document.shape(document.member(entry.value, INTEGRATION)).table
            yield from _named(integration, _INTEGRATION_SIGNS)
            yield from _typed(integration, _INTEGRATION_TYPES)


def is_default_path(path: str) -> bool:
    """Returns whether a path stands for the ``$default`` route of an HTTP API."""
    return path in ("/$default", "$default")


def _named(table: Table | None, signs: dict[str, str]) -> Iterator[str]:
    for key, _ in known_entries(table):
        if key.value in signs:
            yield signs[key.value]


def _typed(table: Table | None, signs: dict[str, str]) -> Iterator[str]:
    kind = upper(table.get("type")) if table is not None else None
    if isinstance(kind, Known) and kind.value in signs:
        yield signs[kind.value]
