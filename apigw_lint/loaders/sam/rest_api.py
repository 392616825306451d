"""REST APIs of SAM: the API, its deployment and its stage, with the document that events and settings make up."""

from __future__ import annotations

from apigw_lint.loaders.sam import (
    implicit,
    merge_definitions,
    rest_auth,
    rest_cors,
    rest_events,
    rest_policy,
    rest_settings,
    usage_plans,
)
from apigw_lint.loaders.sam.data import digest, is_null, is_set, pass_on, suffix
from apigw_lint.loaders.sam.definition_body import Definition, definition_of
from apigw_lint.loaders.sam.events import OWNERS, events_of
from apigw_lint.loaders.sam.macro import PREFIX
from apigw_lint.loaders.sam.nodes import Grown, mapping, scalar, tree
from apigw_lint.loaders.template import fingerprint, text_of
from apigw_lint.syntax.tree import Scalar

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from apigw_lint.loaders.sam.events import Event
    from apigw_lint.loaders.sam.macro import Macro, Resource
    from apigw_lint.syntax.tree import Node

_SET = ("FailOnWarnings", "Name", "Description", "Mode", "ApiKeySourceType", "Policy", "SecurityPolicy", "EndpointAccessMode")
_WRITTEN = ("BinaryMediaTypes", "MinimumCompressionSize")
_STAGE = ("CacheClusterEnabled", "CacheClusterSize", "Variables", "MethodSettings", "AccessLogSetting", "CanarySetting", "TracingEnabled")
_ENDPOINT = (("VpcEndpointIds", "VpcEndpointIds"), ("VPCEndpointIds", "VpcEndpointIds"), ("IpAddressType", "IpAddressType"))
"""Properties of an ``EndpointConfiguration`` besides its type, and their names in CloudFormation."""


def expand(macro: Macro) -> None:
    """Makes the REST APIs of a template."""
    events = _in_order(macro)
    definitions = {api.id: definition_of(macro, api) for api in macro.of_type("Api")}
    for event in events_of(macro, "Api"):
        if event.api in definitions and definitions[event.api].document.managed:
            rest_events.declare(macro, definitions[event.api].document, event)
    _set_conditions(macro, definitions, events, merged=True)
    for event in events:
        if event.api in definitions:
            _add(macro, macro.resources[event.api], definitions[event.api], event)
        else:
            rest_events.add_elsewhere(macro, event)
    _set_conditions(macro, definitions, events, merged=False)
    for api in macro.of_type("Api"):
        _make(macro, api, definitions[api.id])
    usage_plans.expand(macro)


def _set_conditions(macro: Macro, definitions: dict[str, Definition], events: list[Event], merged: bool) -> None:
    """Puts paths on the conditions of their functions: SAM does so before it merges methods into them."""
    by_api: dict[str, list[Event]] = {}
    for event in events:
        if event.api in definitions and definitions[event.api].merged is merged and definitions[event.api].document.managed:
            by_api.setdefault(event.api, []).append(event)
    for name, found in by_api.items():
        implicit.make_paths_conditional(macro, name, definitions[name].document.paths, found)


def _in_order(macro: Macro) -> list[Event]:
    """Returns the events in the order in which SAM adds them: those of state machines last, those of a function sorted by path."""
    order = {PREFIX + name: index for index, name in enumerate(OWNERS)}
    owners = {name: index for index, name in enumerate(macro.resources)}

    def rank(event: Event) -> tuple[int, int, str]:
        path = "" if event.is_state_machine else text_of(event.path) or event.id
        return order[event.owner.type], owners[event.owner.id], path

    return sorted(events_of(macro, "Api"), key=rank)


def _add(macro: Macro, api: Resource, definition: Definition, event: Event) -> None:
    if not definition.merged or event.is_state_machine:
        rest_events.add(macro, api, definition.document, event)
        return
    fresh = merge_definitions.fresh(event)
    rest_events.add(macro, api, fresh, event)
    merge_definitions.merge(macro, definition.document.body, fresh, event)


def _make(macro: Macro, api: Resource, definition: Definition) -> None:
    _finish(macro, api, definition)
    properties = Grown(api.key)
    pass_on(api, properties, *_WRITTEN, always=True)
    pass_on(api, properties, *_SET)
    _put_endpoint(api, properties)
    uri = api.get("DefinitionUri")
    key = api.properties.key("DefinitionUri" if is_set(uri) else "DefinitionBody") or api.key
    if uri is not None and is_set(uri):
        properties.put(scalar("BodyS3Location", key), _location(uri))
    else:
        properties.put(scalar("Body", key), definition.body)
    macro.make(api.id, "AWS::ApiGateway::RestApi", properties, api.key, api, DependsOn=api.attributes.get("DependsOn"))
    _make_stage(macro, api, definition.body)


def _finish(macro: Macro, api: Resource, definition: Definition) -> None:
    """Adds to the document what the API says besides it, in the order in which SAM does."""
    document = definition.document
    if definition.opaque is not None or not rest_settings.is_valid(macro, document.body):
        return
    rest_cors.apply(macro, api, document)
    rest_auth.apply(macro, api, document)
    rest_policy.apply(macro, api, document)
    if is_set(api.get("Auth")):
        rest_settings.move_to_components(macro, api, document.body)
    rest_settings.add_gateway_responses(api, document.body)
    rest_settings.add_binary_media_types(macro, api, document.body)
    rest_settings.add_models(api, document.body)
    if is_set(api.get("Models")):
        rest_settings.move_to_components(macro, api, document.body)
    rest_settings.disable_endpoint(macro, api, document.body)
    rest_settings.move_to_components(macro, api, document.body)


def _put_endpoint(api: Resource, properties: Grown) -> None:
    """Writes the ``EndpointConfiguration``: the name of a type, or a mapping with it."""
    key, written = api.properties.key("EndpointConfiguration"), api.get("EndpointConfiguration")
    if key is None or written is None or not is_set(written):
        return
    table = mapping(written)
    kind = table.get("Type") if table is not None else None
    made = Grown(written)
    if table is None or kind is None or not is_set(kind):
        kind = written
    made.put("Types", [kind], kind)
    for name, as_name in _ENDPOINT if kind is not written else ():
        for entry, node in table.entries if table is not None else ():
            if entry.value == name and not is_null(node):
                made.put(entry if name == as_name else scalar(as_name, entry), node)
    properties.put(key, made)
    properties.put(scalar("Parameters", key), {scalar("endpointConfigurationTypes", key): kind})


def _location(written: Node) -> Node:
    """Returns the place of a document in a bucket as a mapping; a local file stays the path that it is."""
    text = written.value if isinstance(written, Scalar) and not written.tag else None
    if not isinstance(text, str) or not text.startswith("s3://"):
        return written
    bucket, _, rest = text[len("s3://") :].partition("/")
    key, _, query = rest.partition("?")
    location = {"Bucket": bucket, "Key": key.lstrip("/")}
    versions = [part.partition("=")[2] for part in query.split("&") if part.startswith("versionId=")]
    if len(versions) == 1:
        location["Version"] = versions[0]
    return tree(location, written)


def _make_stage(macro: Macro, api: Resource, body: Node) -> None:
    """Makes the deployment, whose name changes with the document, and the stage."""
    versioned = is_set(api.get("OpenApiVersion"))
    whole = digest(f"{fingerprint(body)} {versioned}")
    deployment = f"{api.id}Deployment{whole[:10]}"
    properties: dict[str, Any] = {"Description": f"RestApi deployment id: {whole}", "RestApiId": {"Ref": api.id}}
    if not versioned:
        properties["StageName"] = "Stage"
    macro.make(deployment, "AWS::ApiGateway::Deployment", properties, api.key, api)
    stage = Grown(api.key)
    stage.put("RestApiId", {"Ref": api.id})
    stage.put("DeploymentId", {"Ref": deployment})
    pass_on(api, stage, "StageName", *_STAGE, always=True)
    key, tags = api.properties.key("Tags"), mapping(api.get("Tags"))
    if key is not None and tags is not None:
        stage.put(key, [{"Key": name, "Value": value} for name, value in tags.entries])
    stage_id = _stage_id(macro, api)
    macro.make(stage_id, "AWS::ApiGateway::Stage", stage, api.key, api)
    macro.references[f"{api.id}.Stage"] = stage_id
    macro.references[f"{api.id}.Deployment"] = deployment


def _stage_id(macro: Macro, api: Resource) -> str:
    """Returns the logical id of a stage. A name that is no plain text is not part of it."""
    written = api.get("StageName")
    name = written.value if isinstance(written, Scalar) and not written.tag else None
    if not isinstance(name, str):
        return f"{api.id}Stage"
    return f"{api.id}{name}Stage" if name.isalnum() else f"{api.id}Stage{suffix(macro, written)}"
