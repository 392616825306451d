"""State machines and their events of type ``Api``: methods that start an execution, in a role that may do that."""

from __future__ import annotations

from apigw_lint.loaders.sam.data import is_null, is_set
from apigw_lint.loaders.sam.events import said
from apigw_lint.loaders.sam.nodes import Grown, unknown
from apigw_lint.loaders.sam.rest_methods import authorize, make_method, where

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from apigw_lint.loaders.sam.events import Event
    from apigw_lint.loaders.sam.macro import Macro, Resource
    from apigw_lint.loaders.sam.rest_document import RestDocument

_START_EXECUTION = "arn:${AWS::Partition}:apigateway:${AWS::Region}:states:action/StartExecution"
_PROPERTIES = {"Name": "StateMachineName", "Type": "StateMachineType", "Role": "RoleArn"}
"""Properties that SAM hands on and that matter to an API, with the names that they get."""
_RESPONSES = {"200": {"description": "OK"}, "400": {"description": "Bad Request"}}


def expand(macro: Macro) -> None:
    """Makes what the state machines of a template stand for."""
    for machine in macro.of_type("StateMachine"):
        _machine(macro, machine)


def _machine(macro: Macro, machine: Resource) -> None:
    properties = Grown(machine.key)
    for name, given in _PROPERTIES.items():
        node = machine.get(name)
        if node is not None and is_set(node):
            properties.put(given, node, machine.properties.key(name))
    if properties.get("RoleArn") is None:
        role = f"{machine.id}Role"
        properties.put("RoleArn", {"Fn::GetAtt": [role, "Arn"]})
        macro.make(role, "AWS::IAM::Role", {"Policies": unknown(machine.key)}, machine.key, machine)
    macro.make(machine.id, "AWS::StepFunctions::StateMachine", properties, machine.key, machine)
    alias = macro.text(machine.get("AutoPublishAlias"))
    if alias:
        version = f"{machine.id}Version"
        macro.make(version, "AWS::StepFunctions::StateMachineVersion", {}, machine.key, machine)
        macro.make(f"{machine.id}Alias{alias}", "AWS::StepFunctions::StateMachineAlias", {"Name": alias}, machine.key, machine)


def _started(macro: Macro, machine: Resource) -> str:
    """Returns the logical id of what events start: the state machine, or its alias."""
    alias = macro.text(machine.get("AutoPublishAlias")) if is_set(machine.get("UseAliasAsEventTarget")) else None
    return f"{machine.id}Alias{alias}" if alias else machine.id


def add(macro: Macro, api: Resource, document: RestDocument, event: Event) -> None:
    """Adds an event of a state machine to the document of its API, and makes the role that starts executions."""
    role = make_role(macro, event)
    path, verb = where(macro, event)
    if path is None or verb is None:
        if document.managed and event.path is not None and event.method is not None:
            document.lose_sight(event.key)
        return
    if not document.managed or document.is_taken(path, verb):
        return
    make_method(document, event, path, verb, _integration(macro, event, role), _RESPONSES)
    authorize(macro, api, document, event, said(event, "Stage"))


def _integration(macro: Macro, event: Event, role: str) -> Grown:
    found = Grown(event.key)
    found.put("type", "aws")
    found.put("httpMethod", "POST")
    found.put("uri", {"Fn::Sub": _START_EXECUTION})
    found.put("responses", {"200": {"statusCode": "200"}, "400": {"statusCode": "400"}})
    found.put("credentials", {"Fn::GetAtt": [role, "Arn"]})
    unescape = said(event, "UnescapeMappingTemplate")
    plain = macro.truth(unescape)
    template = (
        unknown(unescape) if plain is None and unescape is not None else {"Fn::Sub": _template(_started(macro, event.owner), bool(plain))}
    )
    found.put("requestTemplates", {"application/json": template}, unescape or event.key)
    return found


def _template(target: str, unescaped: bool) -> str:
    """Returns the template of a request that starts an execution with the body of the request as its input."""
    escaped = "$util.escapeJavaScript($input.json('$'))"
    if unescaped:
        escaped += """.replaceAll("\\\\'","'")"""
    return f'{{"input": "{escaped}", "stateMachineArn": "${{{target}}}"}}'


def make_role(macro: Macro, event: Event) -> str:
    """Makes the role in which API Gateway starts executions, and returns its logical id."""
    role, target = f"{event.owner.id}{event.id}Role", _started(macro, event.owner)
    trusted: Any = {"Action": ["sts:AssumeRole"], "Effect": "Allow", "Principal": {"Service": ["apigateway.amazonaws.com"]}}
    allowed = {"Action": "states:StartExecution", "Effect": "Allow", "Resource": {"Ref": target}}
    properties: dict[str, Any] = {
        "AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": [trusted]},
        "Policies": [{"PolicyName": f"{role}StartExecutionPolicy", "PolicyDocument": {"Statement": [allowed]}}],
    }
    boundary = event.owner.get("PermissionsBoundary")
    if boundary is not None and not is_null(boundary):
        properties["PermissionsBoundary"] = boundary
    macro.make(role, "AWS::IAM::Role", properties, event.key, event.owner)
    return role
