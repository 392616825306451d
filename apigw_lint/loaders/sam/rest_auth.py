"""``Auth`` of a REST API: authorizers as security definitions, and what the methods need of them."""

from __future__ import annotations

from apigw_lint.loaders.sam import permissions, rest_security
from apigw_lint.loaders.sam.data import is_null, is_set
from apigw_lint.loaders.sam.nodes import Grown, is_call, mapping, scalar, unknown
from apigw_lint.loaders.sam.rest_security import IAM, is_truth
from apigw_lint.syntax.tree import Mapping, Sequence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from apigw_lint.loaders.sam.macro import Macro, Resource
    from apigw_lint.loaders.sam.rest_document import RestDocument
    from apigw_lint.syntax.tree import Node, Scalar

_INVOCATION = "apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${__FunctionArn__}/invocations"
_AUTHORIZER = "x-amazon-apigateway-authorizer"
_SOURCES = (
    ("Headers", "method.request.header."),
    ("QueryStrings", "method.request.querystring."),
    ("StageVariables", "stageVariables."),
    ("Context", "context."),
)
"""Properties of an authorizer's identity, and how what they list begins in an identity source."""


def apply(macro: Macro, api: Resource, document: RestDocument) -> None:
    """Adds what an API says of authorization to its document, and makes the permissions of its authorizers.

    It is called when the events and the CORS methods are in the document.
    """
    written = api.get("Auth")
    auth = mapping(written)
    if auth is None:
        macro.unknown = macro.unknown or is_call(written)
        return
    authorizers = _authorizers(macro, auth)
    default = auth.get("DefaultAuthorizer")
    _define(macro, api, document, authorizers, default)
    if default is not None and is_set(default) and (authorizers or macro.text(default) in (None, IAM)):
        _set_default(macro, document, auth, authorizers, default)
    _require_key(macro, document, auth)


def _authorizers(macro: Macro, auth: Mapping) -> dict[str, tuple[Scalar, Mapping]]:
    """Returns the authorizers that are defined, by their names."""
    written = auth.get("Authorizers")
    macro.unknown = macro.unknown or is_call(written)
    found = mapping(written)
    entries = found.entries if found is not None else []
    return {str(key.value): (key, node) for key, node in entries if isinstance(node, Mapping)}


def _define(macro: Macro, api: Resource, document: RestDocument, authorizers: Any, default: Node | None) -> None:
    """Writes the security definitions, and makes the permissions to call the functions of authorizers."""
    if default is not None and macro.text(default) == IAM:
        rest_security.add_iam(document, default)
    for name, (key, settings) in authorizers.items():
        found = rest_security.definitions(document, key)
        if found is not None:
            found.put(key, unknown(settings) if is_call(settings) else _definition(macro, key, settings))
        function = settings.get("FunctionArn")
        if function is not None and is_set(function) and not is_set(settings.get("DisableFunctionDefaultPermissions")):
            permissions.authorizer(macro, api, name, function, key)


def _definition(macro: Macro, key: Scalar, settings: Mapping) -> Grown:
    """Returns the security definition of an authorizer."""
    identity = mapping(settings.get("Identity"))
    pools, payload = settings.get("UserPoolArn"), settings.get("FunctionPayloadType")
    kind = "TOKEN" if not is_set(payload) else macro.text(payload)
    found = Grown(settings)
    found.put("type", "apiKey")
    if is_set(pools):
        found.put("name", _header(identity))
        found.put("in", "header")
        found.put("x-amazon-apigateway-authtype", "cognito_user_pools")
        found.put(_AUTHORIZER, _of_pools(settings, identity, pools))
        return found
    found.put("name", "Unused" if kind == "REQUEST" else _header(identity))
    found.put("in", "header")
    found.put("x-amazon-apigateway-authtype", "custom")
    found.put(_AUTHORIZER, _of_function(macro, settings, identity, kind))
    return found


def _header(identity: Mapping | None) -> Any:
    header = identity.get("Header") if identity is not None else None
    return header if is_set(header) else "Authorization"


def _of_pools(settings: Mapping, identity: Mapping | None, pools: Any) -> Grown:
    found = Grown(settings, settings)
    found.entries = []
    found.put("type", "cognito_user_pools")
    found.put("providerARNs", pools if isinstance(pools, Sequence) and not is_call(pools) else [pools], pools)
    _validate(found, identity)
    return found


def _of_function(macro: Macro, settings: Mapping, identity: Mapping | None, kind: str | None) -> Grown:
    function, role = settings.get("FunctionArn"), settings.get("FunctionInvokeRole")
    found = Grown(settings)
    payload = settings.get("FunctionPayloadType") or settings
    found.put("type", unknown(payload) if kind is None else kind.lower(), payload)
    uri = f"arn:{permissions.partition(macro)}:{_INVOCATION}"
    found.put("authorizerUri", {"Fn::Sub": [uri, {"__FunctionArn__": function}]}, function or settings)
    life = identity.get("ReauthorizeEvery") if identity is not None else None
    if life is not None and not is_null(life):
        found.put("authorizerResultTtlInSeconds", life, life)
    if role is not None and is_set(role) and macro.text(role) != "NONE":
        found.put("authorizerCredentials", role, role)
    if kind in (None, "REQUEST") and identity is not None:
        _identify(macro, found, identity)
    if kind in (None, "TOKEN"):
        _validate(found, identity)
    return found


def _validate(found: Grown, identity: Mapping | None) -> None:
    expression = identity.get("ValidationExpression") if identity is not None else None
    if expression is not None and is_set(expression):
        found.put("identityValidationExpression", expression, expression)


def _identify(macro: Macro, found: Grown, identity: Mapping) -> None:
    """Writes what identifies a request."""
    parts: list[str | None] = []
    for name, start in _SOURCES:
        written = identity.get(name)
        if isinstance(written, Sequence) and not is_call(written):
            texts = [macro.text(item) for item in written.items]
            parts += [start + text if text is not None else None for text in texts]
        elif written is not None and is_set(written):
            parts.append(None)
    if parts:
        known = [part for part in parts if part is not None]
        value = scalar(", ".join(known), identity) if len(known) == len(parts) else unknown(identity)
        found.put("identitySource", value, identity)


def _set_default(macro: Macro, document: RestDocument, auth: Mapping, authorizers: Any, default: Node) -> None:
    """Protects every method that says nothing else with the default authorizer."""
    name = macro.text(default)
    _, settings = authorizers.get(name, (None, None))
    if settings is None and name != IAM:
        name = None
    scopes = settings.get("AuthorizationScopes") if settings is not None else None
    preflight = is_truth(macro, auth.get("AddDefaultAuthorizerToCorsPreflight"), True)
    verbs = _unless_options(preflight)
    rest_security.set_default_authorizer(document, name, authorizers, [] if is_null(scopes) else scopes, default, verbs)


def _require_key(macro: Macro, document: RestDocument, auth: Mapping) -> None:
    written = auth.get("ApiKeyRequired")
    wanted = is_truth(macro, written)
    if written is None or wanted is False:
        return
    rest_security.add_api_key(document, written)
    verbs = _unless_options(is_truth(macro, auth.get("AddApiKeyRequiredToCorsPreflight"), True))
    rest_security.set_default_key(document, written, wanted, verbs)


def _unless_options(preflight: bool | None) -> Callable[[str], bool | None]:
    """Returns what says whether a verb is protected."""
    return lambda verb: True if verb != "options" else preflight
