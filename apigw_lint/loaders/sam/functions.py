"""Functions and what comes with them: the Lambda function, its role, alias and version."""

from __future__ import annotations

from apigw_lint.loaders.sam.data import data_of, digest, is_null, is_set
from apigw_lint.loaders.sam.nodes import Grown, tree, unknown
from apigw_lint.loaders.template import call_of, text_of
from apigw_lint.syntax.tree import Sequence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from apigw_lint.loaders.sam.macro import Macro, Resource
    from apigw_lint.syntax.tree import Node

LAMBDA = "AWS::Lambda::Function"
_KEPT = ("FunctionName", "Timeout", "Role")
"""Properties that SAM hands on and that matter to an API."""
_CODE = ("CodeUri", "InlineCode", "ImageUri", "Environment", "AutoPublishCodeSha256")
"""Properties of which a new version is made when they change."""


def expand(macro: Macro) -> None:
    """Makes what the functions of a template stand for."""
    for function in macro.of_type("Function", "WebFunction"):
        _function(macro, function)


def invoked(macro: Macro, function: Resource) -> str | None:
    """Returns the logical id of what events invoke: the function, or its alias; ``None`` where the alias is not known."""
    written = function.get("AutoPublishAlias")
    if not is_set(written):
        return function.id
    name = macro.text(written)
    return _alias_id(function, name) if name is not None else None


def _alias_id(function: Resource, name: str) -> str:
    return f"{function.id}Alias{name.replace('-', 'D').replace('_', 'U')}"


def _function(macro: Macro, function: Resource) -> None:
    properties = Grown(function.properties, function.properties)
    properties.entries = []
    for name in _KEPT:
        key, node = function.properties.key(name), function.get(name)
        if key is not None and node is not None and not is_null(node):
            properties.put(key, node)
    _role(macro, function, properties)
    macro.make(function.id, LAMBDA, properties, function.key, function)
    alias = macro.text(function.get("AutoPublishAlias"))
    if alias:
        _alias(macro, function, alias)


def _role(macro: Macro, function: Resource, properties: Grown) -> None:
    """Makes the role of a function that names none. Its policies are many templates; nothing about an API depends on them."""
    written, role = properties.get("Role"), f"{function.id}Role"
    made = tree({"Fn::GetAtt": [role, "Arn"]}, function.key)
    if written is None:
        properties.put("Role", made, function.key)
        macro.make(role, "AWS::IAM::Role", {"Policies": unknown(function.key)}, function.key, function)
        return
    call = call_of(written)
    if call is None or call[0] != "Fn::If" or not isinstance(call[1], Sequence) or len(call[1].items) != 3:
        return
    condition, *either = call[1].items
    chosen = [made if _is_no_value(node) else node for node in either]
    if chosen != either:
        properties.put("Role", {"Fn::If": [condition, *chosen]}, written)
        macro.make(role, "AWS::IAM::Role", {"Policies": unknown(function.key)}, function.key, function)


def _is_no_value(node: Node) -> bool:
    call = call_of(node)
    return call is not None and call[0] == "Ref" and text_of(call[1]) == "AWS::NoValue"


def _alias(macro: Macro, function: Resource, name: str) -> None:
    code = [data_of(macro, node) for node in map(function.get, _CODE) if node is not None]
    version, alias = f"{function.id}Version{digest(code)[:10]}", _alias_id(function, name)
    macro.make(version, "AWS::Lambda::Version", {"FunctionName": {"Ref": function.id}}, function.key, function)
    properties: dict[str, Any] = {
        "FunctionName": {"Ref": function.id},
        "FunctionVersion": {"Fn::GetAtt": [version, "Version"]},
        "Name": name,
    }
    macro.make(alias, "AWS::Lambda::Alias", properties, function.key, function)
    macro.references[f"{function.id}.Version"] = version
    macro.references[f"{function.id}.Alias"] = alias
