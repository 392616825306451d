"""Authorizers of SAM's HTTP APIs: their security schemes, what routes are protected by, and their permissions."""

from __future__ import annotations

from apigw_lint.loaders.sam.data import is_null, is_set
from apigw_lint.loaders.sam.document import INTEGRATION
from apigw_lint.loaders.sam.nodes import Grown, Prefixed, is_call, mapping, scalar, unknown
from apigw_lint.loaders.sam.permissions import partition
from apigw_lint.loaders.sam.v2_parts import make_authorizer_permission
from apigw_lint.syntax.tree import Mapping, Scalar, Sequence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from apigw_lint.loaders.sam.http_document import HttpDocument
    from apigw_lint.loaders.sam.http_events import HttpEvent
    from apigw_lint.loaders.sam.macro import Macro, Resource
    from apigw_lint.syntax.tree import Node

IAM = "AWS_IAM"
_NO_SCOPES = ("NONE", IAM)
_AUTHORIZER = "x-amazon-apigateway-authorizer"
_URI = ":apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${__FunctionArn__}/invocations"
"""What comes after the partition in the URI of an authorizer's function."""
_SOURCES = {
    "Headers": "$request.header.",
    "QueryStrings": "$request.querystring.",
    "StageVariables": "$stageVariables.",
    "Context": "$context.",
}
"""What the properties of an ``Identity`` list, and what SAM writes before each."""


def add_schemes(macro: Macro, api: Resource, document: HttpDocument) -> None:
    """Adds the authorizers of an API to its document, and the default one to the routes that say none."""
    schemes = dict(_schemes(macro, api))
    if schemes:
        place = api.properties.key("Auth")
        target = document.body.grow("components", place).grow("securitySchemes", place)
        for key, scheme in schemes.items():
            target.put(key, scheme)
    default = api.get("Auth", "DefaultAuthorizer")
    if default is not None and is_set(default):
        _set_default(macro, api, document, default)


def make_permissions(macro: Macro, api: Resource) -> None:
    """Makes the permissions to call the functions of authorizers that ask for them."""
    for key, authorizer in authorizers(api):
        function = authorizer.get("FunctionArn")
        wanted = authorizer.get("EnableFunctionDefaultPermissions")
        if function is None or is_null(wanted):
            continue
        truth = macro.truth(wanted)
        macro.unknown = macro.unknown or truth is None
        if truth:
            make_authorizer_permission(macro, api, f"{api.id}{key.value}AuthorizerPermission", function, key)


def authorizers(api: Resource) -> Iterator[tuple[Scalar, Mapping]]:
    """Yields the authorizers of an API with their names."""
    written = mapping(api.get("Auth", "Authorizers"))
    for key, node in written.entries if written is not None else ():
        found = mapping(node)
        if found is not None:
            yield key, found


def authorize(macro: Macro, api: Resource, document: HttpDocument, event: HttpEvent, auth: Mapping) -> None:
    """Sets what protects the route of an event."""
    written = auth.get("Authorizer")
    if not is_set(written):
        written = api.get("Auth", "DefaultAuthorizer")
    if written is None or not is_set(written):
        return
    name = macro.text(written)
    for operation, _ in document.integrated(event.path, event.verb):
        if name is None:
            operation.put("security", unknown(written), written)
        else:
            security = Grown(written)
            security.put(_key(name, written), [] if name in _NO_SCOPES else _scopes(api, name, auth))
            operation.put("security", _joined(operation.get("security"), security), written)


def _key(name: str, place: Node) -> Scalar:
    return place if isinstance(place, Scalar) and not place.tag and place.value == name else scalar(name, place)


def _joined(written: Node | None, security: Grown) -> Node:
    if not isinstance(written, Sequence) or written.tag:
        return Sequence(security.source, security.start, security.end, [security])
    return Sequence(written.source, written.start, written.end, [*written.items, security])


def _scopes(api: Resource, name: str, auth: Mapping | None = None) -> Any:
    """Returns the scopes that a route asks for: its own, or those of its authorizer."""
    own = auth.get("AuthorizationScopes") if auth is not None else None
    if own is not None and is_set(own):
        return own
    scopes = api.get("Auth", "Authorizers", name, "AuthorizationScopes")
    return scopes if is_set(scopes) else []


def _set_default(macro: Macro, api: Resource, document: HttpDocument, default: Node) -> None:
    name = macro.text(default)
    if name is None and _is_no_value(default):
        return
    for verb, operation in document.all_operations():
        if verb in ("parameters", "options") or not is_set(operation.get(INTEGRATION)) or is_set(operation.get("security")):
            continue
        if name is None:
            operation.put("security", unknown(default), default)
        else:
            security = Grown(default)
            security.put(_key(name, default), [] if name == IAM and iam_is_enabled(api) else _scopes(api, name))
            operation.put("security", [security], default)


def _is_no_value(node: Node) -> bool:
    if node.tag:
        return node.tag == "!Ref" and isinstance(node, Scalar) and node.value == "AWS::NoValue"
    found = node.get("Ref") if isinstance(node, Mapping) else None
    return isinstance(found, Scalar) and found.value == "AWS::NoValue"


def iam_is_enabled(api: Resource) -> bool:
    """Returns whether an API has SAM's own authorizer for IAM."""
    node = api.get("Auth", "EnableIamAuthorizer")
    return isinstance(node, Scalar) and node.value is True


def _schemes(macro: Macro, api: Resource) -> Iterator[tuple[Scalar, Node]]:
    """Yields the security schemes of an API with their keys."""
    enabled = api.get("Auth", "EnableIamAuthorizer")
    if enabled is not None and iam_is_enabled(api):
        scheme = {"type": "apiKey", "name": "Authorization", "in": "header", "x-amazon-apigateway-authtype": "awsSigv4"}
        yield scalar(IAM, enabled), _made(scheme, enabled)
    for key, authorizer in authorizers(api):
        jwt = authorizer.get("JwtConfiguration")
        yield key, _jwt(authorizer, key, jwt) if jwt is not None and is_set(jwt) else _lambda(macro, authorizer, key)


def _made(data: dict[str, Any], place: Node) -> Grown:
    found = Grown(place)
    for name, value in data.items():
        found.put(name, value)
    return found


def _jwt(authorizer: Mapping, key: Scalar, jwt: Node) -> Node:
    settings: dict[str, Any] = {"jwtConfiguration": _lowered(jwt)}
    source = authorizer.get("IdentitySource")
    if not is_null(source):
        settings["identitySource"] = source
    settings["type"] = "jwt"
    return _made({"type": "oauth2", _AUTHORIZER: settings}, key)


def _lowered(node: Node) -> Node:
    """Returns a configuration with its keys in lower case."""
    written = mapping(node)
    if written is None:
        return node if not is_call(node) else unknown(node)
    found = Grown(written)
    for key, value in written.entries:
        name = str(key.value)
        found.put(key if name == name.lower() else scalar(name.lower(), key), value)
    return found


def _lambda(macro: Macro, authorizer: Mapping, key: Scalar) -> Node:
    settings: dict[str, Any] = {"type": "request"}
    function = authorizer.get("FunctionArn")
    if function is not None and is_set(function):
        settings["authorizerUri"] = {"Fn::Sub": [f"arn:{partition(macro)}{_URI}", {"__FunctionArn__": function}]}
    role = authorizer.get("FunctionInvokeRole")
    if is_set(role) and macro.text(role) != "NONE":
        settings["authorizerCredentials"] = role
    settings.update(_identity(authorizer.get("Identity")))
    for written, name in (
        ("AuthorizerPayloadFormatVersion", "authorizerPayloadFormatVersion"),
        ("EnableSimpleResponses", "enableSimpleResponses"),
    ):
        node = authorizer.get(written)
        if is_set(node):
            settings[name] = node
    return _made({"type": "apiKey", "name": "Unused", "in": "header", _AUTHORIZER: settings}, key)


def _identity(node: Node | None) -> dict[str, Any]:
    """Returns what an ``Identity`` says: how long a decision is kept, and what it is made of."""
    if node is None or not is_set(node):
        return {}
    identity = mapping(node)
    if identity is None:
        return {"authorizerResultTtlInSeconds": unknown(node), "identitySource": unknown(node)}
    found: dict[str, Any] = {}
    every = identity.get("ReauthorizeEvery")
    if not is_null(every):
        found["authorizerResultTtlInSeconds"] = every
    found["identitySource"] = Sequence(node.source, node.start, node.end, list(_sources(identity)))
    return found


def _sources(identity: Mapping) -> Iterator[Node]:
    for name, prefix in _SOURCES.items():
        written = identity.get(name)
        if isinstance(written, Sequence) and not written.tag:
            for item in written.items:
                yield Prefixed(prefix, item) if isinstance(item, Scalar) and not item.tag else unknown(item)
        elif written is not None and is_set(written):
            yield unknown(written)
