"""Connectors of SAM, as resources of their own and embedded in others, as far as they let APIs call functions."""

from __future__ import annotations

from apigw_lint.loaders.sam.data import is_set
from apigw_lint.loaders.sam.functions import LAMBDA
from apigw_lint.loaders.sam.nodes import mapping
from apigw_lint.loaders.sam.v2_parts import EXECUTE_API
from apigw_lint.loaders.template import text_of
from apigw_lint.syntax.tree import Mapping, Scalar, Sequence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from apigw_lint.loaders.sam.macro import Macro, Resource
    from apigw_lint.syntax.tree import Node

_APIS = {
    "AWS::ApiGateway::RestApi",
    "AWS::ApiGatewayV2::Api",
    "AWS::Serverless::Api",
    "AWS::Serverless::HttpApi",
    "AWS::Serverless::WebSocketApi",
}
_FUNCTIONS = {LAMBDA, "AWS::Serverless::Function", "AWS::Serverless::WebFunction"}
_CALLS = "Write"
"""The permission that lets a source call a function."""


class _Connector:
    """A connector: its logical id, the place of its name, and what it leads from."""

    __slots__ = ("condition", "id", "place", "properties", "source", "source_id")

    def __init__(self, id: str, place: Scalar, properties: Mapping, source: Mapping | None, condition: Node | None) -> None:
        self.id = id
        self.place = place
        self.properties = properties
        self.source = source
        self.source_id = text_of(source.get("Id")) if source is not None else None
        self.condition = condition


def expand(macro: Macro) -> None:
    """Makes the permissions that the connectors of a template give. It is called when all else is made."""
    for connector in [*_embedded(macro), *_written(macro)]:
        destination = connector.properties.get("Destination")
        if isinstance(destination, Sequence) and not destination.tag:
            for index, node in enumerate(destination.items):
                _connect(macro, connector, node, f"Destination{index}")
        else:
            _connect(macro, connector, destination, "")


def _written(macro: Macro) -> Iterator[_Connector]:
    for resource in macro.of_type("Connector"):
        source = mapping(resource.get("Source"))
        yield _Connector(resource.id, resource.key, resource.properties, source, resource.condition)


def _embedded(macro: Macro) -> Iterator[_Connector]:
    for resource in list(macro.resources.values()):
        written = mapping(resource.attributes.get("Connectors"))
        for key, node in written.entries if written is not None else ():
            properties = mapping(node.get("Properties")) if isinstance(node, Mapping) else None
            if properties is not None and isinstance(node, Mapping):
                yield _in(resource, key, properties, node.get("Condition"))


def _in(resource: Resource, key: Scalar, properties: Mapping, condition: Node | None) -> _Connector:
    connector = _Connector(f"{resource.id}{key.value}", key, properties, mapping(properties.get("SourceReference")), condition)
    connector.source_id = resource.id
    return connector


def _connect(macro: Macro, connector: _Connector, node: Node | None, suffix: str) -> None:
    destination = mapping(node)
    if destination is None or not _calls(connector):
        return
    named = text_of(destination.get("Id"))
    if _type(macro, destination, named) not in _FUNCTIONS:
        return
    function: Any = destination.get("Arn") if named is None else {"Fn::GetAtt": [named, "Arn"]}
    source = _source(connector) if _type(macro, connector.source, connector.source_id) in _APIS else None
    if function is None or source is None:
        return
    properties: dict[str, Any] = {
        "Action": "lambda:InvokeFunction",
        "FunctionName": function,
        "Principal": "apigateway.amazonaws.com",
        "SourceArn": source,
    }
    name = f"{connector.id}{_CALLS}LambdaPermission{suffix}"
    macro.make(name, "AWS::Lambda::Permission", properties, connector.place, Condition=connector.condition)


def _calls(connector: _Connector) -> bool:
    written = connector.properties.get("Permissions")
    return isinstance(written, Sequence) and any(text_of(item) == _CALLS for item in written.items)


def _type(macro: Macro, reference: Mapping | None, id: str | None) -> str | None:
    """Returns the type of what a connector leads from or to."""
    if id is None:
        return text_of(reference.get("Type")) if reference is not None else None
    made = macro.made.get(id)
    if made is not None and isinstance(made[1], Mapping):
        return text_of(made[1].get("Type"))
    resource = macro.resources.get(id)
    return resource.type if resource is not None else None


def _source(connector: _Connector) -> Any:
    """Returns the calls that an API makes; ``None`` where that is not said."""
    named, said = connector.source_id, connector.source
    api: Any = {"Ref": named} if named is not None else said.get("ResourceId") if said is not None else None
    qualifier = said.get("Qualifier") if said is not None else None
    if api is None or (named is None and not is_set(qualifier)):
        return None
    variables = {"SourceResourceId": api, "SourceQualifier": qualifier if is_set(qualifier) else "*"}
    return {"Fn::Sub": [f"{EXECUTE_API}${{SourceResourceId}}/${{SourceQualifier}}", variables]}
