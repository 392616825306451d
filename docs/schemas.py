"""Writes the tables of resource types that the rules of ``schema/`` read.

    python docs/schemas.py cloudformation                # from the provider schemas that the installed cfn-lint ships
    python docs/schemas.py terraform FILE                # from the arguments and blocks of the AWS provider, as JSON
    python docs/schemas.py serverless                    # from what the installed aws-sam-translator accepts

All tables have one notation. A shape is ``"string"``, ``"integer"``, ``"number"``, ``"boolean"`` or ``"any"``; ``{"list": shape}``;
``{"map": shape}``; ``{"enum": [...]}``; ``{"type": "integer", "minimum": 1, "maximum": 9}``; or the properties of an object:
``{"properties": {name: shape}, "required": [...]}``. Terraform's nested blocks are ``{"block": object, "min": 0, "max": 1}``, ``max`` 0
being any number. A type is an object with ``attributes``: what it has besides its properties, but cannot be given. SAM converts nothing:
its properties are ``{"accepts": ["string", "map"]}``, of literals; calls of functions pass but for ``"calls": false``.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

FACTS = Path(__file__).resolve().parents[1] / "apigw_lint" / "facts"
REGION = "us-east-1"
_TYPES = {"string", "integer", "number", "boolean"}
_BOUNDS = ("minimum", "maximum")
_TERRAFORM = {"string": "string", "number": "number", "bool": "boolean", "dynamic": "any"}
_STAGE_KEY = {"rest_api_id": "string", "stage_name": "string"}
_OTHER_VERSIONS: dict[str, dict[str, Any]] = {
    "": {"region": "string"},
    "aws_api_gateway_api_key": {
        "stage_key": {"block": {"properties": {"rest_api_id": "string", "stage_name": "string"}}, "min": 0, "max": 0}
    },
    "aws_api_gateway_domain_name": {"endpoint_access_mode": "string", "routing_mode": "string"},
    "aws_api_gateway_integration": {
        "integration_target": "string",
        "request_parameters_in_json": "string",
        "response_transfer_mode": "string",
    },
    "aws_api_gateway_integration_response": {"response_parameters_in_json": "string"},
    "aws_api_gateway_method": {"request_parameters_in_json": "string"},
    "aws_api_gateway_method_response": {"response_parameters_in_json": "string"},
    "aws_api_gateway_rest_api": {"endpoint_access_mode": "string", "security_policy": "string"},
    "aws_apigatewayv2_domain_name": {"routing_mode": "string"},
}
"""Arguments that earlier and later versions of the provider have."""
_PROTOCOLS = {"enum": ["HTTP", "WEBSOCKET"]}
_CONNECTIONS = {"enum": ["INTERNET", "VPC_LINK"]}
_CHOICES: dict[str, dict[str, Any]] = {
    "AWS::ApiGatewayV2::Api": {"ProtocolType": _PROTOCOLS},
    "AWS::ApiGatewayV2::Integration": {"ConnectionType": _CONNECTIONS},
    "aws_apigatewayv2_api": {"protocol_type": _PROTOCOLS},
    "aws_apigatewayv2_integration": {"connection_type": _CONNECTIONS},
}
"""Values that the service model apigatewayv2 2018-11-29 lists, and the schemas do not."""


def cloudformation() -> dict[str, Any]:
    """Returns the table of CloudFormation's types."""
    import cfnlint
    from cfnlint.version import __version__

    data = Path(cfnlint.__file__).parent / "data" / "schemas"
    date = json.loads((data / "version.json").read_text())["schema_date"][:10]
    files = json.loads((data / "providers" / f"{REGION}.json").read_text())
    types = {
        name: _resource_type(json.loads((data / "resources" / f"{file}.json").read_text()))
        for name, file in sorted(files.items())
        if name.startswith(("AWS::ApiGateway::", "AWS::ApiGatewayV2::"))
    }
    source = f"CloudFormation's provider schemas of {date} for {REGION}, as cfn-lint {__version__} ships them"
    return {"source": source, "types": _chosen(types)}


def _chosen(types: dict[str, Any]) -> dict[str, Any]:
    """Returns the types with the values that their schemas do not list."""
    for name, choices in _CHOICES.items():
        if name in types:
            types[name]["properties"].update(choices)
    return types


def _resource_type(schema: dict[str, Any]) -> dict[str, Any]:
    read_only = {pointer.removeprefix("/properties/").replace("/", ".") for pointer in schema.get("readOnlyProperties", ())}
    shape = _object(schema, schema.get("definitions") or {})
    for name in read_only:
        shape["properties"].pop(name, None)
    return {**shape, "attributes": sorted(read_only)}


def _shape(schema: dict[str, Any], definitions: dict[str, Any]) -> Any:
    while "$ref" in schema:
        schema = definitions[schema["$ref"].rsplit("/", 1)[1]]
    kind = schema.get("type")
    if isinstance(kind, list) or "oneOf" in schema or "anyOf" in schema:
        return "any"
    if kind == "array":
        return {"list": _shape(schema.get("items", {}), definitions)}
    if "properties" in schema:
        return _object(schema, definitions) if schema.get("additionalProperties") is False else _open_object(schema, definitions)
    if "patternProperties" in schema:
        return {"map": _shape(next(iter(schema["patternProperties"].values())), definitions)}
    if kind == "object":
        return {"map": "any"}
    if "enum" in schema:
        return {"enum": schema["enum"]}
    bounds = {name: schema[name] for name in _BOUNDS if name in schema}
    return {"type": kind, **bounds} if bounds else kind if kind in _TYPES else "any"


def _object(schema: dict[str, Any], definitions: dict[str, Any]) -> dict[str, Any]:
    properties = {name: _shape(inner, definitions) for name, inner in sorted(schema["properties"].items())}
    required = sorted(schema.get("required", ()))
    return {"properties": properties, **({"required": required} if required else {})}


def _open_object(schema: dict[str, Any], definitions: dict[str, Any]) -> dict[str, Any]:
    return {**_object(schema, definitions), "open": True}


def terraform(path: str) -> dict[str, Any]:
    """Returns the table of Terraform's resource types out of a file of their arguments and blocks."""
    given = json.loads(Path(path).read_text())
    types = {name: _terraform_type(resource) for name, resource in sorted(given["resources"].items()) if "api" in name}
    for name, shape in types.items():
        more = {**_OTHER_VERSIONS[""], **_OTHER_VERSIONS.get(name, {})}
        shape["properties"] = dict(sorted({**more, **shape["properties"]}.items()))
    source = f"the schema of the provider {given['_meta']['provider']}, and arguments of versions before and after it"
    return {"source": source, "types": _chosen(types)}


def _terraform_type(resource: dict[str, Any]) -> dict[str, Any]:
    attributes = sorted(name for name, argument in resource["arguments"].items() if argument["kind"] == "computed")
    return {**_block(resource), "attributes": attributes}


def _block(block: dict[str, Any]) -> dict[str, Any]:
    arguments = {name: argument for name, argument in block.get("arguments", {}).items() if argument["kind"] != "computed"}
    properties = {name: _terraform_shape(argument["type"]) for name, argument in arguments.items()}
    for name, inner in block.get("blocks", {}).items():
        properties[name] = {"block": _block(inner), "min": inner.get("min", 0), "max": inner.get("max", 0)}
    required = sorted(name for name, argument in arguments.items() if argument["kind"] == "required")
    return {"properties": dict(sorted(properties.items())), **({"required": required} if required else {})}


def _terraform_shape(kind: Any) -> Any:
    if isinstance(kind, str):
        return _TERRAFORM[kind]
    outer, inner = kind
    return {"map" if outer == "map" else "list": "any" if outer == "object" else _terraform_shape(inner)}


def serverless() -> dict[str, Any]:
    """Returns the table of SAM's types, of its events that lead to an API, and of the properties that may be global."""
    from samtranslator import __version__
    from samtranslator.model.eventsources import push
    from samtranslator.model.sam_resources import SamApi, SamFunction, SamHttpApi, SamWebSocketApi
    from samtranslator.model.stepfunctions import events
    from samtranslator.plugins.globals.globals import Globals

    types = {model.resource_type: _accepted(model.property_types) for model in (SamApi, SamHttpApi, SamWebSocketApi)}
    for name, model in {
        "AWS::Serverless::Function Api": push.Api,
        "AWS::Serverless::Function HttpApi": push.HttpApi,
        "AWS::Serverless::StateMachine Api": events.Api,
    }.items():
        types[name] = _accepted(model.property_types)
    # A version written as a number is made text before it is looked at.
    types["AWS::Serverless::Api"]["properties"]["OpenApiVersion"]["accepts"] += ["integer", "number"]
    shared = {name.rpartition("::")[2]: sorted(names) for name, names in Globals.supported_properties.items()}
    kinds = sorted(filter(None, SamFunction.event_resolver.resource_types))
    return {"source": f"aws-sam-translator {__version__}", "globals": dict(sorted(shared.items())), "events": kinds, "types": types}


_SAMPLES = {"string": "x", "integer": 1, "number": 1.5, "boolean": True, "list": [], "map": {}}


def _accepted(property_types: dict[str, Any]) -> dict[str, Any]:
    properties = {}
    for name, kind in sorted(property_types.items()):
        accepts = [sample for sample, value in _SAMPLES.items() if kind.validate is None or kind.validate(value, should_raise=False)]
        if not name.startswith("__"):
            calls = {} if kind.supports_intrinsics else {"calls": False}
            properties[name] = "any" if len(accepts) == len(_SAMPLES) else {"accepts": accepts, **calls}
    required = sorted(name for name, kind in property_types.items() if kind.required and name != "RestApiId")
    return {"properties": properties, **({"required": required} if required else {}), "attributes": []}


def write(name: str, table: dict[str, Any]) -> None:
    """Writes a table, one line for each type."""
    types = table.pop("types")
    lines = [f" {json.dumps(key)}: {json.dumps(value)}" for key, value in table.items()]
    rows = ",\n".join(f"  {json.dumps(kind)}: {json.dumps(shape, separators=(',', ':'))}" for kind, shape in types.items())
    (FACTS / name).write_text("{\n" + ",\n".join(lines) + ',\n "types": {\n' + rows + "\n }\n}\n")


if __name__ == "__main__":
    if sys.argv[1:] == ["cloudformation"]:
        write("cloudformation_schema.json", cloudformation())
    elif sys.argv[1:] == ["serverless"]:
        write("serverless_schema.json", serverless())
    elif len(sys.argv) == 3 and sys.argv[1] == "terraform":
        write("terraform_schema.json", terraform(sys.argv[2]))
    else:
        sys.exit(__doc__)
