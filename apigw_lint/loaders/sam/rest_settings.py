"""What SAM writes of an API's settings into its document: gateway responses, models, media types, and the version of OpenAPI."""

from __future__ import annotations

from apigw_lint.loaders.sam.data import is_null, is_set
from apigw_lint.loaders.sam.nodes import Grown, is_call, mapping, scalar
from apigw_lint.regexp import regexp
from apigw_lint.syntax.tree import Mapping, Scalar, Sequence
from apigw_lint.value import Known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from apigw_lint.loaders.sam.macro import Macro, Resource
    from apigw_lint.syntax.tree import Node

VERSION_3 = regexp(r"3(\.\d)(\.\d)?")
_PREFIX = "x-amazon-apigateway-"
_PARAMETERS = (("Headers", "header"), ("Paths", "path"), ("QueryStrings", "querystring"))
_MOVED = (("securityDefinitions", "securitySchemes"), ("definitions", "schemas"))
"""Keys of a Swagger document, and those below ``components`` in an OpenAPI document."""


def is_valid(macro: Macro, body: Mapping) -> bool:
    """Returns whether SAM takes a document for one that it can add to."""
    return mapping(body.get("paths")) is not None and (is_set(body.get("swagger")) or is_version_3(macro, body.get("openapi")))


def is_version_3(macro: Macro, node: Node | None) -> bool:
    """Returns whether a node is a version of OpenAPI 3, as SAM reads it."""
    return VERSION_3.fullmatch(_version(macro, node)) is not None


def _version(macro: Macro, node: Node | None) -> str:
    """Returns a version as SAM reads it: a number has its fraction, ``3.0`` too."""
    value = macro.value(node)
    return str(value.value) if isinstance(value, Known) else ""


def write_version(macro: Macro, api: Resource, body: Grown) -> None:
    """Gives a document that SAM made the version of OpenAPI that the author wants."""
    key, version = api.properties.key("OpenApiVersion"), api.get("OpenApiVersion")
    if key is not None and version is not None and is_version_3(macro, version):
        body.drop("swagger")
        body.put(scalar("openapi", key), scalar(_version(macro, version), version))


def add_gateway_responses(api: Resource, body: Grown) -> None:
    """Adds the ``GatewayResponses``."""
    key, written = api.properties.key("GatewayResponses"), mapping(api.get("GatewayResponses"))
    if key is None or written is None or not written.entries:
        return
    found = body.grow(_PREFIX + "gateway-responses", key)
    for kind, node in written.entries:
        response = mapping(node)
        found.put(kind, _gateway_response(kind, response) if response is not None else node)


def _gateway_response(kind: Scalar, response: Mapping) -> Grown:
    made = Grown(response)
    parameters = made.grow("responseParameters", kind)
    written = mapping(response.get("ResponseParameters"))
    for name, prefix in _PARAMETERS:
        group = mapping(written.get(name)) if written is not None else None
        for key, node in group.entries if group is not None else ():
            parameters.put(scalar(f"gatewayresponse.{prefix}.{key.value}", key), node)
    made.put("responseTemplates", {}, kind)
    for key, node in response.entries:
        if key.value == "ResponseTemplates" and is_set(node):
            made.put(scalar("responseTemplates", key), node)
        if key.value == "StatusCode" and not (isinstance(node, Scalar) and node.value in (None, "")):
            number = node.value if isinstance(node, Scalar) and isinstance(node.value, int) else None
            made.put(scalar("statusCode", key), node if number is None else scalar(str(number), node))
    return made


def add_binary_media_types(macro: Macro, api: Resource, body: Grown) -> None:
    """Adds the ``BinaryMediaTypes``, in which ``~1`` stands for a slash."""
    key, written = api.properties.key("BinaryMediaTypes"), api.get("BinaryMediaTypes")
    if key is not None and written is not None and is_set(written):
        body.put(scalar(_PREFIX + "binary-media-types", key), _with_slashes(macro, written))


def _with_slashes(macro: Macro, node: Node) -> Node:
    if isinstance(node, Sequence):
        items = [_with_slashes(macro, item) for item in node.items]
        same = all(new is old for new, old in zip(items, node.items, strict=True))
        return node if same else Sequence(node.source, node.start, node.end, items, node.tag)
    if isinstance(node, Mapping) and not (is_call(node) and macro.text(node) is not None):
        found = Grown(node, node)
        for key, value in node.entries:
            found.put(key, _with_slashes(macro, value))
        return found
    text = macro.text(node)
    return scalar(text.replace("~1", "/"), node) if text is not None and "~1" in text else node


def add_models(api: Resource, body: Grown) -> None:
    """Adds the ``Models``, whose names become lower case."""
    key, written = api.properties.key("Models"), mapping(api.get("Models"))
    if key is None or written is None or not written.entries:
        return
    found = body.grow("definitions", key)
    for name, schema in written.entries:
        lower = str(name.value).lower()
        found.put(name if lower == name.value else scalar(lower, name), schema)


def disable_endpoint(macro: Macro, api: Resource, body: Grown) -> None:
    """Adds whether the endpoint that API Gateway gives is closed."""
    key, written = api.properties.key("DisableExecuteApiEndpoint"), api.get("DisableExecuteApiEndpoint")
    if key is None or written is None or is_null(written):
        return
    if not is_version_3(macro, body.get("openapi")):
        body.grow(_PREFIX + "endpoint-configuration", key).put(scalar("disableExecuteApiEndpoint", key), written)
        return
    servers = body.get("servers")
    items = servers.items if isinstance(servers, Sequence) and not is_call(servers) else [Grown(key)]
    found: list[Node] = []
    for item in items:
        server = mapping(item)
        grown = Grown(item, server)
        if server is not None:
            grown.grow(_PREFIX + "endpoint-configuration", key).put(scalar("disableExecuteApiEndpoint", key), written)
        found.append(grown if server is not None else item)
    body.put("servers", found, servers or key)


def move_to_components(macro: Macro, api: Resource, body: Grown) -> None:
    """Moves what SAM wrote as for Swagger to where OpenAPI 3 has it. SAM puts headers into one more schema each time that it does so."""
    version = body.get("openapi")
    if not is_null(body.get("swagger")) or not is_version_3(macro, api.get("OpenApiVersion") if version is None else version):
        return
    for old, new in _MOVED:
        key, node = body.key(old), body.get(old)
        if key is not None and node is not None and is_set(node):
            body.grow("components", key).put(scalar(new, key), node)
            body.drop(old)
    paths = mapping(body.get("paths"))
    for key, node in paths.entries if paths is not None else ():
        item = mapping(node)
        if item is not None and mapping(item.get("options")) is not None:
            _rewrite_options(body.grow("paths").grow(str(key.value)).grow("options"))


def _rewrite_options(options: Grown) -> None:
    """Rewrites a preflight method: no media types of its own, and headers with schemas."""
    options.drop("produces")
    options.drop("consumes")
    responses = mapping(options.get("responses"))
    response = mapping(responses.get("200")) if responses is not None else None
    headers = mapping(response.get("headers")) if response is not None else None
    if headers is None or not headers.entries:
        return
    found = options.grow("responses").grow("200").grow("headers")
    for key, node in headers.entries:
        found.put(key, {"schema": node})
