"""WebSocket APIs of SAM: the API and its stage, and for each route the route itself, its integration and its permission."""

from __future__ import annotations

from apigw_lint.loaders.sam import domains
from apigw_lint.loaders.sam.data import is_null
from apigw_lint.loaders.sam.nodes import mapping, scalar, unknown
from apigw_lint.loaders.sam.v2_parts import (
    API,
    EXECUTE_API,
    given,
    invocation,
    make_authorizer_permission,
    make_permission,
    make_stage,
    tags_of,
)
from apigw_lint.loaders.template import text_of
from apigw_lint.syntax.tree import Mapping, Scalar

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from apigw_lint.loaders.sam.macro import Macro, Resource
    from apigw_lint.syntax.tree import Node

_CREATED_BY = "websocketapi:createdBy"
_CONNECT = "$connect"
_STAGE_NAME = "default"
_HANDED_ON = (
    "ApiKeySelectionExpression",
    "Description",
    "DisableExecuteApiEndpoint",
    "DisableSchemaValidation",
    "IpAddressType",
    "RouteSelectionExpression",
)
_OF_ROUTES = ("ApiKeyRequired", "ModelSelectionExpression", "OperationName", "RequestModels", "RouteResponseSelectionExpression")


def expand(macro: Macro) -> None:
    """Makes the WebSocket APIs of a template."""
    for written in macro.of_type("WebSocketApi"):
        api = domains.unconditional(written)
        tags = tags_of(api, _CREATED_BY)
        _api(macro, api, tags)
        routes = _routes(macro, api)
        _stage(macro, api, tags, routes)


def _api(macro: Macro, api: Resource, tags: Node) -> None:
    properties = {
        "Name": api.id,
        **given(api.properties, "Name", *_HANDED_ON),
        "ProtocolType": "WEBSOCKET",
        "Tags": tags,
    }
    macro.make(api.id, API, properties, api.key, api, DependsOn=api.attributes.get("DependsOn"))


def _stage(macro: Macro, api: Resource, tags: Node, routes: list[str]) -> None:
    name = _stage_name(api)
    stage = f"{api.id}DefaultStage" if name == _STAGE_NAME else f"{api.id}{name or ''}Stage"
    propagated = macro.truth(api.get("PropagateTags")) and not is_null(api.get("Tags"))
    own: Any = tags if propagated else {_CREATED_BY: "SAM"}
    depends_on = routes if not is_null(api.get("RouteSettings")) and routes else None
    written = api.get("StageName")
    named = written if written is not None and not is_null(written) else scalar(_STAGE_NAME, api.key)
    make_stage(macro, api, stage, named, own, depends_on)


def _stage_name(api: Resource) -> str | None:
    """Returns the name of the stage, ``None`` where a function says it."""
    written = api.get("StageName")
    if is_null(written):
        return _STAGE_NAME
    return text_of(written) if isinstance(written, Scalar) and not written.tag else None


def _routes(macro: Macro, api: Resource) -> list[str]:
    """Makes the routes of an API and returns their logical ids."""
    written = mapping(api.get("Routes"))
    if written is None:
        macro.unknown = macro.unknown or not is_null(api.get("Routes"))
        return []
    return [_route(macro, api, key, node) for key, node in written.entries]


def _route(macro: Macro, api: Resource, key: Scalar, node: Node) -> str:
    route = node if isinstance(node, Mapping) else Mapping(key.source, key.start, key.end, [])
    name = text_of(key) or ""
    base = api.id + "".join(filter(str.isalnum, name)).capitalize()
    properties: dict[Any, Any] = {
        "RouteKey": key,
        "ApiId": {"Ref": api.id},
        **given(route, *_OF_ROUTES, "RequestParameters"),
        "Target": {"Fn::Join": ["/", ["integrations", {"Ref": f"{base}Integration"}]]},
    }
    if name == _CONNECT:
        properties.update(_authorization(macro, api))
    function = route.get("FunctionArn")
    macro.make(f"{base}Route", "AWS::ApiGatewayV2::Route", properties, key, api)
    _integration(macro, api, f"{base}Integration", route, key)
    if function is not None:
        make_permission(macro, api, f"{base}Permission", function, _source(api, name), key)
    return f"{base}Route"


def _integration(macro: Macro, api: Resource, id: str, route: Mapping, key: Scalar) -> None:
    function, timeout = route.get("FunctionArn"), route.get("IntegrationTimeout")
    properties: dict[Any, Any] = {
        "ApiId": {"Ref": api.id},
        "IntegrationType": "AWS_PROXY",
        "IntegrationUri": invocation(function) if function is not None else unknown(key),
    }
    if not is_null(timeout):
        properties["TimeoutInMillis"] = timeout
    macro.make(id, "AWS::ApiGatewayV2::Integration", properties, key, api)


def _source(api: Resource, route: str) -> Any:
    """Returns what calls the function of a route."""
    start, name = f"{EXECUTE_API}${{{api.id}.ApiId}}/", _stage_name(api)
    if name is not None:
        return {"Fn::Sub": f"{start}{name}/{route}"}
    return {"Fn::Sub": [f"{start}${{__StageName__}}/{route}", {"__StageName__": api.get("StageName")}]}


def _authorization(macro: Macro, api: Resource) -> dict[Any, Any]:
    """Returns what ``Auth`` says of the route that connects, and makes the authorizer that it asks for."""
    auth = mapping(api.get("Auth"))
    if auth is None:
        macro.unknown = macro.unknown or not is_null(api.get("Auth"))
        return {} if is_null(api.get("Auth")) else {"AuthorizationType": unknown(api.get("Auth") or api.key)}
    kind = auth.get("AuthType")
    name = macro.text(kind)
    if kind is None:
        return {}
    if name is None:
        macro.unknown = True
        return {"AuthorizationType": kind, "AuthorizerId": unknown(kind)}
    if name == "CUSTOM" and auth.get("AuthArn") is not None:
        return {"AuthorizationType": kind, "AuthorizerId": {"Ref": _authorizer(macro, api, auth)}}
    return {"AuthorizationType": kind}


def _authorizer(macro: Macro, api: Resource, auth: Mapping) -> str:
    """Makes the authorizer of an API and returns its logical id."""
    authorizer = f"{api.id}ConnectAuthorizer"
    key = api.properties.key("Auth") or api.key
    function = auth.get("AuthArn")
    properties: dict[Any, Any] = {
        "ApiId": {"Ref": api.id},
        "AuthorizerType": "REQUEST",
        "Name": authorizer,
        **given(auth, "Name", "IdentitySource"),
    }
    if function is not None:
        properties["AuthorizerUri"] = invocation(function)
    role = auth.get("InvokeRole")
    if not is_null(role):
        properties["AuthorizerCredentialsArn"] = role
    elif function is not None:
        make_authorizer_permission(macro, api, f"{api.id}AuthorizerPermission", function, key)
    macro.make(authorizer, "AWS::ApiGatewayV2::Authorizer", properties, key, api)
    return authorizer
