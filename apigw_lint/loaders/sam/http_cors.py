"""``CorsConfiguration`` of SAM's HTTP APIs, which goes into the document under names of its own."""

from __future__ import annotations

from apigw_lint.loaders.sam.data import is_null, is_set
from apigw_lint.loaders.sam.nodes import Grown, is_call, mapping, scalar, unknown
from apigw_lint.loaders.template import call_of, text_of
from apigw_lint.syntax.tree import Mapping, Scalar, Sequence
from apigw_lint.value import Known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from apigw_lint.loaders.sam.http_document import HttpDocument
    from apigw_lint.loaders.sam.macro import Macro, Resource
    from apigw_lint.syntax.tree import Node

_CORS = "x-amazon-apigateway-cors"
_NAMES = {name: name[0].lower() + name[1:] for name in ("AllowOrigins", "AllowHeaders", "AllowMethods", "ExposeHeaders", "MaxAge")}


def add_cors(macro: Macro, api: Resource, document: HttpDocument) -> None:
    """Adds the CORS configuration of an API to its document; both together where the document has its own."""
    written = api.get("CorsConfiguration")
    key = api.properties.key("CorsConfiguration")
    if written is None or key is None or not is_set(written):
        return
    settings = mapping(written)
    if settings is not None:
        origins = settings.get("AllowOrigins")
        if origins is not None and is_call(origins) and not _is_parameter(macro, origins):
            _put_call(document, origins, key)
        else:
            _put_settings(macro, document.body.grow(_CORS, key), settings)
        return
    truth = macro.truth(written)
    if truth:
        document.body.grow(_CORS, key).put("allowOrigins", ["*"], written)
    elif truth is None and is_call(written):
        _put_call(document, written, key)


def _put_settings(macro: Macro, target: Grown, settings: Mapping) -> None:
    for name, renamed in _NAMES.items():
        node = settings.get(name)
        if node is not None and (not is_null(node) if name == "MaxAge" else is_set(node)):
            target.put(renamed, node, _key(settings, name))
    credentials = settings.get("AllowCredentials")
    value = macro.value(credentials)
    if isinstance(value, Known) and value.value is True:
        target.put("allowCredentials", credentials, _key(settings, "AllowCredentials"))


def _key(settings: Mapping, name: str) -> Node:
    return next((key for key, _ in reversed(settings.entries) if key.value == name), settings)


def _put_call(document: HttpDocument, node: Node, key: Scalar) -> None:
    """Puts a call in the place of the whole configuration. What comes of one beside what the document says is not known."""
    written = mapping(document.body.get(_CORS))
    document.body.put(_CORS, unknown(node) if written is not None and written.entries else _renamed(node), key)


def _renamed(node: Node) -> Node:
    """Returns a node with the names of settings as documents spell them."""
    if isinstance(node, Mapping):
        entries = [(_renamed_key(key), _renamed(value)) for key, value in node.entries]
        return Mapping(node.source, node.start, node.end, entries, node.tag)
    if isinstance(node, Sequence):
        return Sequence(node.source, node.start, node.end, [_renamed(item) for item in node.items], node.tag)
    return node


def _renamed_key(key: Scalar) -> Scalar:
    name = {**_NAMES, "AllowCredentials": "allowCredentials"}.get(str(key.value))
    return scalar(name, key) if name is not None else key


def _is_parameter(macro: Macro, node: Node) -> bool:
    """Returns whether a node refers to a parameter, which SAM fills in first."""
    call = call_of(node)
    if call is None or call[0] != "Ref":
        return False
    name = text_of(call[1]) or ""
    parameters = macro.template.parameters
    return name.startswith("AWS::") or (parameters is not None and parameters.get(name) is not None)
