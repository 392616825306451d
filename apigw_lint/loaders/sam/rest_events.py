"""Events of type ``Api``: the method that each adds to its API's document, and the permission to call the function."""

from __future__ import annotations

from apigw_lint.loaders.sam import functions, permissions, rest_requests, state_machines
from apigw_lint.loaders.sam.data import is_null, is_set
from apigw_lint.loaders.sam.events import said
from apigw_lint.loaders.sam.nodes import Grown, is_call, mapping, tree, under, unknown
from apigw_lint.loaders.sam.rest_methods import authorize, make_method, stage_of, where

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from apigw_lint.loaders.sam.events import Event
    from apigw_lint.loaders.sam.macro import Macro, Resource
    from apigw_lint.loaders.sam.rest_document import RestDocument
    from apigw_lint.syntax.tree import Node


def declare(macro: Macro, document: RestDocument, event: Event) -> None:
    """Adds the path and the verb of an event to a document that SAM makes, as SAM does for all events before it adds the first."""
    path, verb = where(macro, event)
    if path is not None and verb is not None and event.path is not None and event.method is not None:
        document.declare(path, verb, event.path, event.method)


def add(macro: Macro, api: Resource, document: RestDocument, event: Event) -> None:
    """Adds an event to the document of its API, and makes the permission or the role that it needs."""
    if event.is_state_machine:
        state_machines.add(macro, api, document, event)
        return
    permit(macro, api, event)
    if document.managed:
        integrate(macro, api, document, event)
    override(macro, api, document, event)


def add_elsewhere(macro: Macro, event: Event) -> None:
    """Makes the permission or the role of an event that is of no API of SAM in the template."""
    if event.is_state_machine:
        state_machines.make_role(macro, event)
    else:
        permit(macro, macro.resources.get(event.api or ""), event)


def permit(macro: Macro, api: Resource | None, event: Event) -> None:
    """Makes the permission to call the function of an event; ``api`` is ``None`` where the API is not one of the template."""
    path, verb = where(macro, event)
    if path is None or verb is None:
        macro.unknown = macro.unknown or event.path is not None
        return
    named: Any = event.properties.get("RestApiId") or {"Ref": event.api}
    permissions.event(macro, event, permissions.route(macro, named, "*", verb, path), stage_of(api))


def integrate(macro: Macro, api: Resource, document: RestDocument, event: Event) -> None:
    """Adds the method of an event to a document."""
    path, verb = where(macro, event)
    if path is None or verb is None:
        if event.path is not None and event.method is not None:
            document.lose_sight(event.key)
        return
    if document.is_taken(path, verb):
        return
    make_method(document, event, path, verb, _integration(macro, api, event), {})
    authorize(macro, api, document, event, stage_of(api))
    rest_requests.add(macro, document, event, path, verb)


def _integration(macro: Macro, api: Resource, event: Event) -> Grown:
    mode = said(event, "ResponseTransferMode")
    known = macro.text(mode)
    streamed = known == "RESPONSE_STREAM"
    found = Grown(event.key)
    found.put("type", "aws_proxy")
    found.put("httpMethod", "POST")
    if mode is not None and known is None and not is_null(mode):
        found.put("uri", unknown(mode))
        found.put("responseTransferMode", unknown(mode), mode)
    else:
        found.put("uri", _uri(macro, event, streamed))
    if streamed:
        found.put("responseTransferMode", "STREAM", mode)
    credentials = _credentials(macro, api, event)
    if credentials is not None:
        found.put("credentials", credentials, event.key)
    timeout = said(event, "TimeoutInMillis")
    if timeout is not None and is_set(timeout):
        found.put("timeoutInMillis", timeout, event.properties.key("TimeoutInMillis"))
    return found


def _uri(macro: Macro, event: Event, streamed: bool) -> Node:
    """Returns the URI that invokes the function of an event, or its alias."""
    name = functions.invoked(macro, event.owner)
    if name is None:
        return unknown(event.key)
    version, last = ("2021-11-15", "response-streaming-invocations") if streamed else ("2015-03-31", "invocations")
    called = f"${{{name}.Arn}}" if name == event.owner.id else f"${{{name}}}"
    start = f"arn:{permissions.partition(macro)}:apigateway:${{AWS::Region}}:lambda:path/{version}/functions/"
    return tree({"Fn::Sub": f"{start}{called}/{last}"}, event.key)


def _credentials(macro: Macro, api: Resource, event: Event) -> Node | None:
    """Returns the role that a method calls its function in, if callers sign their requests."""
    own, shared = mapping(said(event, "Auth")), mapping(api.get("Auth"))
    if own is not None and own.entries:
        asked = own.get("Authorizer")
    else:
        asked = shared.get("DefaultAuthorizer") if shared is not None else None
    name = macro.text(asked)
    if asked is None or name != "AWS_IAM":
        return unknown(asked) if is_call(asked) and asked is not None and name is None else None
    role = next((found for found in (under(own, "InvokeRole"), under(shared, "InvokeRole")) if found is not None), None)
    text = macro.text(role)
    if role is None or text == "CALLER_CREDENTIALS":
        return tree(f"arn:{permissions.partition(macro)}:iam::*:user/*", asked)
    return role if is_set(role) and text != "NONE" else None


def override(macro: Macro, api: Resource, document: RestDocument, event: Event) -> None:
    """Adds what an event says of authorization where it asks for that, whoever wrote the method: once more to one that SAM made."""
    if is_set(said(event, "Auth", "OverrideApiAuth")):
        authorize(macro, api, document, event, stage_of(api))
