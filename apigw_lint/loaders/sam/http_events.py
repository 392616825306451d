"""Events of type ``HttpApi``: the route that each adds to its API's document, and the permission to call the function."""

from __future__ import annotations

from apigw_lint.loaders.sam import functions, http_auth, permissions
from apigw_lint.loaders.sam.data import is_set
from apigw_lint.loaders.sam.document import ANY, INTEGRATION, branches, conditional, verb_key
from apigw_lint.loaders.sam.events import events_of
from apigw_lint.loaders.sam.http_document import DEFAULT_PATH, key_at, made
from apigw_lint.loaders.sam.nodes import Grown, is_call, mapping, tree, under, unknown
from apigw_lint.loaders.sam.v2_parts import EXECUTE_API, FUNCTIONS
from apigw_lint.loaders.template import text_of
from apigw_lint.regexp import regexp
from apigw_lint.syntax.tree import Mapping, Sequence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from apigw_lint.loaders.sam.events import Event
    from apigw_lint.loaders.sam.http_document import HttpDocument
    from apigw_lint.loaders.sam.macro import Macro, Resource
    from apigw_lint.syntax.tree import Node

_VARIABLE = regexp(r"{([a-zA-Z0-9._-]+|proxy\+)}")
_PARAMETER = regexp(r"{(.*?)}")


class HttpEvent:
    """An event with its path and verb, where both are known. ``target`` is the function or alias that it calls, ``None`` if not known."""

    __slots__ = ("event", "path", "target", "verb")

    def __init__(self, macro: Macro, event: Event, path: str, method: str) -> None:
        self.event = event
        self.path = path
        self.verb = verb_key(method)
        self.target = functions.invoked(macro, event.owner)

    @property
    def calls_function(self) -> bool:
        """Returns whether the function itself is called, not its alias."""
        return self.target == self.event.owner.id

    @property
    def uri(self) -> Node:
        """Returns the URI that invokes the function."""
        place = self.event.key
        if self.target is None:
            return unknown(place)
        return tree({"Fn::Sub": f"{FUNCTIONS}${{{self.target}{'.Arn' if self.calls_function else ''}}}/invocations"}, place)


def read(macro: Macro) -> list[HttpEvent]:
    """Returns the events of a template of which path and verb are known, in the order written."""
    found = []
    for event in events_of(macro, "HttpApi"):
        path, method = macro.text(event.path), macro.text(event.method)
        if path is not None and method is not None and not event.is_state_machine:
            found.append(HttpEvent(macro, event, path, method))
    return found


def in_order(read: list[HttpEvent]) -> list[HttpEvent]:
    """Returns events in the order in which SAM takes them: those of a function sorted by path, the default route first."""
    owners: dict[str, list[HttpEvent]] = {}
    for event in read:
        owners.setdefault(event.event.owner.id, []).append(event)
    return [event for events in owners.values() for event in sorted(events, key=lambda event: event.path)]


def add(macro: Macro, api: Resource, document: HttpDocument | None, event: HttpEvent) -> None:
    """Adds an event to the document of its API, if SAM can add to it, and makes the permission that it needs."""
    _permission(macro, event, document)
    if document is None:
        return
    if not document.has_integration(event.path, event.verb):
        _integrate(document, event)
    auth = mapping(event.event.properties.get("Auth"))
    if auth is not None and auth.entries:
        http_auth.authorize(macro, api, document, event, auth)
    _settings(document, event)


def _integrate(document: HttpDocument, event: HttpEvent) -> None:
    """Adds the integration with the function to each branch of the path."""
    place = event.event.key
    condition = event.event.owner.condition
    for item in _items(document, event):
        uri = event.uri
        for operation in _operations(item, event):
            integration = {
                "type": "aws_proxy",
                "httpMethod": "POST",
                "payloadFormatVersion": "2.0",
                "uri": conditional(condition, uri, place) if condition is not None else uri,
            }
            operation.put(INTEGRATION, integration, place)
            if event.path == DEFAULT_PATH and event.verb == ANY:
                operation.put("isDefaultRoute", True, place)
            if operation.get("responses") is None:
                operation.put("responses", {}, place)
        written = item.get(event.verb)
        if condition is not None and written is not None:
            item.put(event.verb, conditional(condition, written, place), place)


def _items(document: HttpDocument, event: HttpEvent) -> list[Grown]:
    found = branches(document.paths, event.path)
    if found or event.event.path is None:
        return found
    key = key_at(event.path, event.event.path)
    item = Grown(key)
    document.paths.put(key, item)
    return [item]


def _operations(item: Grown, event: HttpEvent) -> list[Grown]:
    found = branches(item, event.verb)
    if found or event.event.method is None:
        return found
    key = item.key(event.verb) or key_at(event.verb, event.event.method)
    operation = Grown(key)
    item.put(key, operation)
    return [operation]


def _settings(document: HttpDocument, event: HttpEvent) -> None:
    """Adds what an event says about its integration, and the parameters in its path."""
    timeout, version = (event.event.properties.get(name) for name in ("TimeoutInMillis", "PayloadFormatVersion"))
    parameters = _PARAMETER.findall(event.path)
    for operation, integration in document.integrated(event.path, event.verb):
        if is_set(timeout):
            integration.put("timeoutInMillis", timeout)
        if parameters:
            operation.put("parameters", _parameters(operation.get("parameters"), parameters, event.event.path or event.event.key))
        if is_set(version):
            integration.put("payloadFormatVersion", version)


def _parameters(written: Node | None, names: list[str], place: Node) -> Sequence:
    """Returns the parameters of an operation with those of its path."""
    items = list(written.items) if isinstance(written, Sequence) and not written.tag else []
    for name in names:
        said = {"in": "path", "required": True}
        for index, item in enumerate(items):
            if isinstance(item, Mapping) and text_of(item.get("name")) == name:
                items[index] = grown = Grown(item, item)
                for key, value in said.items():
                    grown.put(key, value, place)
                break
        else:
            items.append(made({"name": name, **said}, place))
    around = written if written is not None else place
    return Sequence(around.source, around.start, around.end, items)


def _permission(macro: Macro, event: HttpEvent, document: HttpDocument | None) -> None:
    """Makes the permission of an event, unless the one for the default route of the same function holds for it."""
    path = event.path[:-1] if event.path.endswith("/") and len(event.path) > 1 else event.path
    if path == DEFAULT_PATH:
        path = ""
    elif document is not None and _is_default(document, event):
        return
    path = _VARIABLE.sub("*", path)
    named = event.event.properties.get("ApiId")
    any_method = event.verb == ANY
    asked = macro.text(event.event.method) or ""
    resource = path if asked.lower() == "any" and path == f"/{DEFAULT_PATH}" else f"/{'*' if any_method else event.verb.upper()}{path}"
    api = named if named is not None else {"Ref": event.event.api}
    source = {"Fn::Sub": [f"{EXECUTE_API}${{__ApiId__}}/${{__Stage__}}{resource}", {"__ApiId__": api, "__Stage__": "*"}]}
    permissions.event(macro, event.event, source)


def _is_default(document: HttpDocument, event: HttpEvent) -> bool:
    """Returns whether the function of an event is the one of the default route."""
    if not event.calls_function or not document.has_integration(DEFAULT_PATH, ANY):
        return False
    return document.function_of(DEFAULT_PATH, ANY) == event.event.owner.id


def add_route_settings(macro: Macro, api: Resource, event: HttpEvent) -> None:
    """Adds what an event says about its route in the stage to the settings of its API."""
    written = event.event.properties.get("RouteSettings")
    if written is None or event.event.path is None:
        return
    method = macro.text(event.event.method) or ""
    route = event.path if method == ANY else f"{method.upper()} {event.path}"
    settings = mapping(written)
    routes, condition = api.properties.grow("RouteSettings", event.event.key), event.event.owner.condition
    if settings is None:
        if is_call(written):
            routes.put(route, unknown(written), event.event.path)
        return
    if condition is not None:
        settings = conditional(condition, settings, event.event.key)
        if under(api.attributes, "Properties", "RouteSettings", route) is None:
            routes.put(route, settings, event.event.path)
            return
    grown = routes.grow(route, event.event.path)
    for key, value in settings.entries:
        grown.put(key, value)
