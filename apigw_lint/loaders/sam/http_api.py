"""HTTP APIs of SAM: the API and its stage, with the OpenAPI document that events and settings make up."""

from __future__ import annotations

from apigw_lint.loaders.sam import http_auth, http_events, implicit
from apigw_lint.loaders.sam.data import is_null, is_set, suffix
from apigw_lint.loaders.sam.document import OPENAPI, skeleton
from apigw_lint.loaders.sam.http_cors import add_cors
from apigw_lint.loaders.sam.http_document import DEFAULT_PATH, HttpDocument, is_document
from apigw_lint.loaders.sam.macro import PREFIX
from apigw_lint.loaders.sam.nodes import Grown, mapping, scalar
from apigw_lint.loaders.sam.v2_parts import API, make_stage, tags_of
from apigw_lint.loaders.template import call_of, text_of
from apigw_lint.syntax.tree import Mapping, Scalar, Sequence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from apigw_lint.loaders.sam.events import Event
    from apigw_lint.loaders.sam.macro import Macro, Resource
    from apigw_lint.syntax.tree import Node

_CREATED_BY = "httpapi:createdBy"
_TAG_VALUE = "x-amazon-apigateway-tag-value"
_ENDPOINT = "x-amazon-apigateway-endpoint-configuration"


def expand(macro: Macro) -> None:
    """Makes the HTTP APIs of a template. It is called before REST APIs are made, since events may add to their documents too."""
    implicit.add(macro, "HttpApi")
    documents = {api.id: _document(macro, api) for api in macro.of_type("HttpApi")}
    events: dict[str, list[Event]] = {}
    for event in http_events.in_order(http_events.read(macro)):
        api = macro.resources.get(event.event.api or "")
        if api is not None:
            events.setdefault(api.id, []).append(event.event)
            http_events.add_route_settings(macro, api, event)
            http_events.add(macro, api, documents.get(api.id) or _rest_document(macro, api), event)
    for api in macro.of_type("HttpApi"):
        document = documents[api.id]
        if document is not None and document.managed:
            implicit.make_paths_conditional(macro, api.id, document.paths, events.get(api.id, ()))
        _make(macro, api, document)


def _document(macro: Macro, api: Resource) -> HttpDocument | None:
    """Returns the document of an API, ``None`` where SAM cannot add to it."""
    written = api.get("DefinitionBody")
    if not is_set(written) and not is_set(api.get("DefinitionUri")):
        return HttpDocument(skeleton(OPENAPI, api.key), True)
    body = mapping(written)
    if body is None or not is_document(macro, body):
        return None
    return HttpDocument(Grown(body, body), False)


def _rest_document(macro: Macro, api: Resource) -> HttpDocument | None:
    """Returns the document of a REST API, to which SAM adds events of type ``HttpApi`` too where it is one of OpenAPI 3."""
    body = mapping(api.get("DefinitionBody")) if api.type == f"{PREFIX}Api" else None
    if body is None or not is_document(macro, body):
        return None
    return HttpDocument(api.properties.grow("DefinitionBody"), False)


def _make(macro: Macro, api: Resource, document: HttpDocument | None) -> None:
    tags: Node | None = api.get("Tags")
    if document is not None:
        tags = tags_of(api, _CREATED_BY)
        _add_settings(macro, api, document, tags)
    properties: dict[Any, Any] = _body(api, document)
    if is_set(api.get("FailOnWarnings")):
        properties["FailOnWarnings"] = api.get("FailOnWarnings")
    macro.make(api.id, API, properties, api.key, api, DependsOn=api.attributes.get("DependsOn"))
    http_auth.make_permissions(macro, api)
    written = api.get("StageName")
    name = written if written is not None and is_set(written) else scalar(DEFAULT_PATH, api.key)
    make_stage(macro, api, _stage_id(macro, api), name, tags)


def _body(api: Resource, document: HttpDocument | None) -> dict[Any, Any]:
    """Returns the property that says the document of an API."""
    if document is not None:
        return {"Body": document.body}
    body, location = api.get("DefinitionBody"), api.get("DefinitionUri")
    return {"Body": body} if location is None or is_set(body) else {"BodyS3Location": _location(location)}


def _location(written: Node) -> Node:
    """Returns where a document is stored: an address in a bucket becomes bucket, key and version."""
    address = text_of(written) if isinstance(written, Scalar) and not written.tag else None
    if address is None or not address.startswith("s3://"):
        return written
    path, _, query = address.removeprefix("s3://").partition("?")
    bucket, _, key = path.partition("/")
    location = Grown(written)
    location.put("Bucket", bucket)
    location.put("Key", key)
    if query.startswith("versionId="):
        location.put("Version", query.removeprefix("versionId="))
    return location


def _stage_id(macro: Macro, api: Resource) -> str:
    """Returns the logical id of the stage of an API."""
    written = api.get("StageName")
    if not is_set(written):
        return f"{api.id}ApiGatewayDefaultStage"
    name = text_of(written) if isinstance(written, Scalar) and not written.tag else ""
    if name == DEFAULT_PATH:
        return f"{api.id}ApiGatewayDefaultStage"
    if name and name.isalnum():
        return f"{api.id}{name}Stage"
    return f"{api.id}Stage{suffix(macro, written) if name else ''}"


def _add_settings(macro: Macro, api: Resource, document: HttpDocument, tags: Node) -> None:
    """Adds what the properties of an API say to its document."""
    add_cors(macro, api, document)
    if mapping(api.get("Auth")) is not None:
        http_auth.add_schemes(macro, api, document)
    _add_tags(document, tags)
    _add_endpoint(api, document)
    _add_names(api, document)
    if is_set(api.get("FailOnWarnings")) and macro.truth(api.get("FailOnWarnings")) is not False:
        _move_default(document)


def _add_tags(document: HttpDocument, tags: Node) -> None:
    written = document.body.get("tags")
    if mapping(tags) is None or (written is not None and (not isinstance(written, Sequence) or written.tag)):
        return
    items: list[Node] = list(written.items) if isinstance(written, Sequence) else []
    named = {text_of(item.get("name")): index for index, item in enumerate(items) if isinstance(item, Mapping)}
    assert isinstance(tags, Mapping)
    for key, value in tags.entries:
        index = named.get(str(key.value))
        old = items[index] if index is not None else None
        item = Grown(old, old) if isinstance(old, Mapping) else Grown(key)
        item.put("name", old.get("name") if isinstance(old, Mapping) else key)
        item.put(_TAG_VALUE, value, key)
        if index is not None:
            items[index] = item
        else:
            items.append(item)
    place = written if written is not None else tags
    document.body.put("tags", Sequence(place.source, place.start, place.end, items), place)


def _add_endpoint(api: Resource, document: HttpDocument) -> None:
    """Adds whether the endpoint that AWS gives the API is closed."""
    disabled = api.get("DisableExecuteApiEndpoint")
    if disabled is None or is_null(disabled):
        return
    place = api.properties.key("DisableExecuteApiEndpoint") or api.key
    written = document.body.get("servers")
    items = written.items if isinstance(written, Sequence) and not written.tag else [Grown(place)]
    servers = [Grown(item, item) if isinstance(item, Mapping) and not isinstance(item, Grown) else item for item in items]
    for server in servers:
        if isinstance(server, Grown):
            server.grow(_ENDPOINT, place).put("disableExecuteApiEndpoint", disabled, place)
    around = written if written is not None else place
    document.body.put("servers", Sequence(around.source, around.start, around.end, servers), around)


def _add_names(api: Resource, document: HttpDocument) -> None:
    """Adds the name and the description of an API, where the document has none of its own."""
    name, description = api.get("Name"), api.get("Description")
    info = mapping(document.body.get("info"))
    if is_set(name) and info is not None and _is_stack_name(info.get("title")):
        document.body.grow("info").put("title", name, api.properties.key("Name"))
    if is_set(description) and not (info is not None and is_set(info.get("description"))):
        key = api.properties.key("Description")
        document.body.grow("info", key).put("description", description, key)


def _is_stack_name(node: Node | None) -> bool:
    call = call_of(node) if node is not None else None
    return call is not None and call[0] == "Ref" and text_of(call[1]) == "AWS::StackName"


def _move_default(document: HttpDocument) -> None:
    """Renames the path of the default route, about which an import would warn, and fail on warnings."""
    paths = document.paths
    key, node = paths.key(DEFAULT_PATH), paths.get(DEFAULT_PATH)
    if key is not None and node is not None:
        paths.drop(DEFAULT_PATH)
        paths.put(scalar(f"/{DEFAULT_PATH}", key), node)
