"""What HTTP and WebSocket APIs of SAM have in common: properties that are handed on, tags, stages and permissions."""

from __future__ import annotations

from apigw_lint.loaders.sam.data import is_null
from apigw_lint.loaders.sam.nodes import Grown, is_call, mapping
from apigw_lint.syntax.tree import Scalar

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from apigw_lint.loaders.sam.macro import Macro, Resource
    from apigw_lint.syntax.tree import Mapping, Node

API = "AWS::ApiGatewayV2::Api"
EXECUTE_API = "arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:"
FUNCTIONS = "arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/"
_STAGE = "AWS::ApiGatewayV2::Stage"
_STAGE_PROPERTIES = ("StageVariables", "AccessLogSettings", "DefaultRouteSettings", "RouteSettings")


def given(properties: Mapping, *names: str) -> dict[Any, Any]:
    """Returns the entries of some properties as they are written, without those that are null."""
    return {key: node for key, node in properties.entries if key.value in names and not is_null(node)}


def tags_of(api: Resource, created_by: str) -> Node:
    """Returns the tags of an API with the one that SAM adds."""
    written = api.get("Tags")
    if is_call(written):
        assert written is not None
        return written
    tags = Grown(api.properties.key("Tags") or api.key, mapping(written))
    tags.put(created_by, "SAM", api.key)
    return tags


def make_stage(macro: Macro, api: Resource, id: str, name: Node, tags: Node | None, depends_on: list[str] | None = None) -> None:
    """Makes the stage of an API."""
    properties: dict[Any, Any] = {
        "ApiId": {"Ref": api.id},
        "StageName": name,
        **given(api.properties, *_STAGE_PROPERTIES),
        "AutoDeploy": True,
    }
    if tags is not None:
        properties["Tags"] = tags
    macro.make(id, _STAGE, properties, api.key, api, DependsOn=depends_on)
    macro.references[f"{api.id}.Stage"] = id


def invocation(function: Node) -> Any:
    """Returns the URI that invokes a function whose ARN is given."""
    return {"Fn::Sub": [FUNCTIONS + "${FunctionArn}/invocations", {"FunctionArn": function}]}


def make_permission(macro: Macro, api: Resource, id: str, function: Any, source: Any, place: Node) -> None:
    """Makes the permission of an API to invoke a function."""
    properties = {"Action": "lambda:InvokeFunction", "Principal": "apigateway.amazonaws.com", "SourceArn": source}
    if not (isinstance(function, Scalar) and is_null(function)):
        properties["FunctionName"] = function
    macro.make(id, "AWS::Lambda::Permission", properties, place, api)


def make_authorizer_permission(macro: Macro, api: Resource, id: str, function: Node, place: Node) -> None:
    """Makes the permission of an API to invoke the function of an authorizer."""
    source = {"Fn::Sub": [EXECUTE_API + "${__ApiId__}/authorizers/*", {"__ApiId__": {"Ref": api.id}}]}
    make_permission(macro, api, id, function, source, place)
