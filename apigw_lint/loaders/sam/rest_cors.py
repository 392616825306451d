"""``Cors`` of a REST API: an ``OPTIONS`` method for every path that has none."""

from __future__ import annotations

from apigw_lint.loaders.sam.data import is_null, is_set
from apigw_lint.loaders.sam.document import ANY, INTEGRATION, keys_of
from apigw_lint.loaders.sam.nodes import Grown, mapping, scalar
from apigw_lint.syntax.tree import Scalar

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from apigw_lint.loaders.sam.macro import Macro, Resource
    from apigw_lint.loaders.sam.rest_document import RestDocument
    from apigw_lint.syntax.tree import Mapping, Node

_ALL = ("OPTIONS", "GET", "HEAD", "POST", "PUT", "DELETE", "PATCH")
_JSON = "application/json"


class _Cors:
    """What an API says of CORS: a header and the node that is its value, each in the order in which SAM writes them."""

    def __init__(self, written: Node) -> None:
        settings = mapping(written)
        self.place = written
        self.origin = written if settings is None else settings.get("AllowOrigin")
        self.headers = settings.get("AllowHeaders") if settings is not None else None
        self.methods = settings.get("AllowMethods") if settings is not None else None
        self.age = settings.get("MaxAge") if settings is not None else None
        self.credentials = settings.get("AllowCredentials") if settings is not None else None

    def values(self, methods: Any) -> dict[str, tuple[Any, str]]:
        """Returns the headers of the answer with their values and types."""
        found: dict[str, tuple[Any, str]] = {"Origin": (scalar("'*'", self.place) if self.origin is None else self.origin, "string")}
        if is_set(self.headers):
            found["Headers"] = self.headers, "string"
        found["Methods"] = methods, "string"
        if not is_null(self.age):
            found["Max-Age"] = self.age, "integer"
        if isinstance(self.credentials, Scalar) and self.credentials.value is True:
            found["Credentials"] = scalar("'true'", self.credentials), "string"
        return {_header(name): value for name, value in found.items()}


def _header(name: str) -> str:
    return f"Access-Control-{name if name == 'Max-Age' else f'Allow-{name}'}"


def apply(macro: Macro, api: Resource, document: RestDocument) -> None:
    """Adds the methods that answer preflight requests to the document of an API. It is called when the events are in it."""
    written = api.get("Cors")
    if written is None or not is_set(written):
        return
    cors, seen = _Cors(written), set()
    for path in document.names():
        plain = path.rstrip("/") if path != "/" else path
        if plain not in seen:
            seen.add(plain)
            _add(document, path, cors)


def _add(document: RestDocument, path: str, cors: _Cors) -> None:
    methods: Any = cors.methods if is_set(cors.methods) else None
    for item in document.items(path):
        if item.get("options") is None:
            methods = _listed(item, cors.place) if methods is None else methods
            item.put("options", _answer(cors, methods), cors.place)


def _listed(item: Mapping, place: Node) -> Scalar:
    """Returns the methods of a path as the value of a header."""
    keys = keys_of(item)
    methods = set(_ALL) if ANY in keys else {key.upper() for key in keys} | {"OPTIONS"}
    return scalar(f"'{','.join(sorted(methods))}'", place)


def _answer(cors: _Cors, methods: Any) -> Grown:
    """Returns the method that answers a preflight request."""
    values = cors.values(methods)
    response = {
        "statusCode": "200",
        "responseParameters": {f"method.response.header.{name}": value for name, (value, _) in values.items()},
        "responseTemplates": {_JSON: "{}\n"},
    }
    headers = {name: {"type": kind} for name, (_, kind) in values.items()}
    found = Grown(cors.place)
    found.put("summary", "CORS support")
    found.put("consumes", [_JSON])
    found.put("produces", [_JSON])
    template = '{\n  "statusCode" : 200\n}\n'
    found.put(INTEGRATION, {"type": "mock", "requestTemplates": {_JSON: template}, "responses": {"default": response}})
    found.put("responses", {"200": {"description": "Default response for CORS method", "headers": headers}})
    return found
