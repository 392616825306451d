"""Definitions rewritten in another notation: YAML as JSON, and OpenAPI documents as what Terraform encodes."""

from __future__ import annotations

import json
import re
from typing import Any

import yaml


class _Loader(yaml.SafeLoader):
    """Reads the short forms of functions of CloudFormation as the long ones, and dates as texts."""


def _function(loader: _Loader, suffix: str, node: yaml.Node) -> dict[str, Any]:
    if isinstance(node, yaml.ScalarNode):
        value: Any = loader.construct_scalar(node)
    elif isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    else:
        value = loader.construct_mapping(node, deep=True)
    if suffix == "GetAtt" and isinstance(value, str):
        value = value.split(".", 1)
    return {suffix if suffix in ("Ref", "Condition") else f"Fn::{suffix}": value}


_Loader.add_multi_constructor("!", _function)
_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def data(text: str) -> Any:
    """Returns what a YAML text says, functions of CloudFormation in their long form."""
    return yaml.load(text, _Loader)


def as_json(text: str) -> str:
    """Returns a YAML text as JSON, written over several lines."""
    return json.dumps(data(text), indent=2, ensure_ascii=False) + "\n"


def as_terraform(text: str, version: int = 1) -> str:
    """Returns a configuration of an API whose body is an OpenAPI document that Terraform encodes."""
    kind, more = ("aws_api_gateway_rest_api", "") if version == 1 else ("aws_apigatewayv2_api", '  protocol_type = "HTTP"\n')
    return f'resource "{kind}" "api" {{\n  name = "pets"\n{more}  body = jsonencode({_hcl(data(text), "  ")})\n}}\n'


def _hcl(value: Any, margin: str) -> str:
    inner = margin + "  "
    if isinstance(value, dict):
        lines = [f"{inner}{_key(str(key))} = {_hcl(item, inner)}\n" for key, item in value.items()]
        return f"{{\n{''.join(lines)}{margin}}}" if lines else "{}"
    if isinstance(value, list):
        return f"[{', '.join(_hcl(item, inner) for item in value)}]"
    return json.dumps(value, ensure_ascii=False).replace("${", "$${").replace("%{", "%%{")


def _key(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z_][\w-]*", name) else json.dumps(name).replace("${", "$${").replace("%{", "%%{")
