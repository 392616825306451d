"""Permissions that SAM makes: of API Gateway to call the functions behind events."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apigw_lint.loaders.sam import functions
from apigw_lint.loaders.sam.data import digest
from apigw_lint.loaders.sam.v2_parts import EXECUTE_API, make_permission
from apigw_lint.regexp import regexp

if TYPE_CHECKING:
    from apigw_lint.loaders.sam.events import Event
    from apigw_lint.loaders.sam.macro import Macro

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


def route(api: Any, stage: Any, verb: str, path: str) -> Any:
    """Returns the ARN of a method in a stage; both are nodes or plain data."""
    method = "*" if verb.lower() == "any" else verb.upper()
    return {"Fn::Sub": [f"{EXECUTE_API}${{__ApiId__}}/${{__Stage__}}/{method}{below(path)}", {"__ApiId__": api, "__Stage__": stage}]}


def below(path: str) -> str:
    """Returns a path as it stands in ARNs: with stars for its parameters, and without a slash at its end."""
    cut = path[:-1] if len(path) > 1 and path.endswith("/") else path
    return _VARIABLE.sub("*", cut)
