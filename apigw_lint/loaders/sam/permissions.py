"""Permissions that SAM makes for REST APIs: to call the functions behind events and authorizers."""

from __future__ import annotations

from apigw_lint.loaders.sam import functions
from apigw_lint.loaders.sam.data import digest
from apigw_lint.loaders.sam.v2_parts import make_permission
from apigw_lint.regexp import regexp
from apigw_lint.value import Known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from apigw_lint.loaders.sam.events import Event
    from apigw_lint.loaders.sam.macro import Macro, Resource
    from apigw_lint.syntax.tree import Node

_PARTITIONS = {"cn-": "aws-cn", "us-gov-": "aws-us-gov", "us-iso-": "aws-iso", "us-isob-": "aws-iso-b", "eusc-": "aws-eusc"}
"""How the names of regions begin, and the partitions that they are in; all others are in ``aws``."""
_VARIABLE = regexp(r"{([a-zA-Z0-9._-]+|[a-zA-Z0-9._-]+\+|proxy\+)}")


def event(macro: Macro, event: Event, source: Any, suffix: str = "") -> None:
    """Makes the permission to call the function of an event.

    ``source`` is the ARN of what calls it, ``suffix`` what SAM adds to the logical id: the name of the stage for REST APIs.
    """
    tail = suffix if suffix.isalnum() or not suffix else digest(suffix)[:10]
    name = functions.invoked(macro, event.owner)
    if name is None:
        macro.unknown = True
    make_permission(macro, event.owner, f"{event.owner.id}{event.id}Permission{tail}", {"Ref": name or event.owner.id}, source, event.key)


def authorizer(macro: Macro, api: Resource, name: str, function: Node, place: Node) -> None:
    """Makes the permission to call the function of an API's authorizer."""
    source = {"Fn::Sub": [_execute_api(macro) + "${__ApiId__}/authorizers/*", {"__ApiId__": {"Ref": api.id}}]}
    make_permission(macro, api, f"{api.id}{name}AuthorizerPermission", function, source, place)


def partition(macro: Macro) -> str:
    """Returns the partition that SAM writes into ARNs: that of the region in which it runs."""
    region = macro.evaluator.given.get("AWS::Region")
    name = region.value if isinstance(region, Known) else ""
    return next((found for start, found in _PARTITIONS.items() if str(name).startswith(start)), "aws")


def _execute_api(macro: Macro) -> str:
    return f"arn:{partition(macro)}:execute-api:${{AWS::Region}}:${{AWS::AccountId}}:"


def route(macro: Macro, api: Any, stage: Any, verb: str, path: str) -> Any:
    """Returns the ARN of a method in a stage; both are nodes or plain data."""
    method = "*" if verb.lower() == "any" else verb.upper()
    cut = path[:-1] if len(path) > 1 and path.endswith("/") else path
    whole = f"{_execute_api(macro)}${{__ApiId__}}/${{__Stage__}}/{method}{starred(cut)}"
    return {"Fn::Sub": [whole, {"__ApiId__": api, "__Stage__": stage}]}


def starred(path: str) -> str:
    """Returns a path as it stands in ARNs: with stars for its parameters."""
    return _VARIABLE.sub("*", path)
