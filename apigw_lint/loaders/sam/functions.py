"""Functions and what comes with them: the Lambda function, its role, alias and version."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apigw_lint.loaders.sam.nodes import Grown, unknown

if TYPE_CHECKING:
    from apigw_lint.loaders.sam.macro import Macro, Resource

LAMBDA = "AWS::Lambda::Function"
_KEPT = ("FunctionName", "Timeout", "Role")
"""Properties that SAM hands on and that matter to an API."""


def expand(macro: Macro) -> None:
    """Makes what the functions of a template stand for."""
    for function in macro.of_type("Function", "WebFunction"):
        _function(macro, function)


def _function(macro: Macro, function: Resource) -> None:
    properties = Grown(function.properties)
    for name in _KEPT:
        key, node = function.properties.key(name), function.get(name)
        if key is not None and node is not None:
            properties.put(key, node)
    if function.get("Role") is None:
        role = f"{function.id}Role"
        properties.put("Role", {"Fn::GetAtt": [role, "Arn"]})
        _role(macro, function, role)
    macro.make(function.id, LAMBDA, properties, function.key, function)
    alias = macro.text(function.get("AutoPublishAlias"))
    if alias is not None:
        _alias(macro, function, alias)


def _role(macro: Macro, function: Resource, id: str) -> None:
    """Makes the role of a function. Its policies are many templates; nothing about an API depends on them."""
    macro.make(id, "AWS::IAM::Role", {"Policies": unknown(function.key)}, function.key, function)


def _alias(macro: Macro, function: Resource, name: str) -> None:
    version, alias = f"{function.id}Version", f"{function.id}Alias{name}"
    macro.make(version, "AWS::Lambda::Version", {"FunctionName": {"Ref": function.id}}, function.key, function)
    properties: dict[str, Any] = {
        "FunctionName": {"Ref": function.id},
        "FunctionVersion": {"Fn::GetAtt": [version, "Version"]},
        "Name": name,
    }
    macro.make(alias, "AWS::Lambda::Alias", properties, function.key, function)
    macro.references[f"{function.id}.Version"] = version
    macro.references[f"{function.id}.Alias"] = alias
