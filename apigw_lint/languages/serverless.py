"""SAM's resources as their author wrote them: APIs, and the events that lead to them."""

from __future__ import annotations

from apigw_lint.record import Row
from apigw_lint.value import Absent, Known, Reference, Table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Api, Definition, Integration, Method, RawResource
    from apigw_lint.source import Source
    from apigw_lint.value import Value

SERVERLESS = "AWS::Serverless::"
"""What SAM's types start with."""
REST, HTTP, WEBSOCKET = f"{SERVERLESS}Api", f"{SERVERLESS}HttpApi", f"{SERVERLESS}WebSocketApi"
FUNCTION, STATE_MACHINE = f"{SERVERLESS}Function", f"{SERVERLESS}StateMachine"
NAMING = {"Api": "RestApiId", "HttpApi": "ApiId"}
"""The types of events that lead to an API, and the property that names it."""
IMPLICIT = {"Api": "ServerlessRestApi", "HttpApi": "ServerlessHttpApi"}
"""The APIs that SAM makes for events which name none."""
_EVENTS = {FUNCTION: ("Api", "HttpApi"), STATE_MACHINE: ("Api",)}


class Event(Row):
    """An event of a function or state machine that leads to an API: ``kind`` is ``Api`` or ``HttpApi``."""

    owner: RawResource
    id: str
    key: Known[str]
    kind: str
    properties: Table

    @property
    def api_id(self) -> Value:
        """Returns the property that names the API, Absent where SAM's own is meant."""
        return self.properties.get(NAMING[self.kind])


def resources(definition: Definition, *types: str) -> list[RawResource]:
    """Returns SAM's resources of some types whose properties are seen; looked for once, as rules ask for each event."""
    kept: dict[tuple[str, ...], list[RawResource]] = definition.__dict__.setdefault("_serverless_of", {})
    found = kept.get(types)
    if found is None:
        found = kept[types] = [one for one in definition.serverless if one.type in types and isinstance(one.properties, Table)]
    return found


def events_of(resource: RawResource) -> Iterator[Event]:
    """Yields the events of a resource that lead to an API."""
    written = resource.properties.get("Events") if isinstance(resource.properties, Table) else None
    for key, value in written.known() if isinstance(written, Table) and resource.type in _EVENTS else ():
        kind = value.get("Type") if isinstance(value, Table) else None
        if isinstance(value, Table) and isinstance(kind, Known) and kind.value in _EVENTS[resource.type]:
            properties = value.get("Properties")
            if isinstance(properties, Absent):
                properties = Table([], key.span)
            if isinstance(properties, Table):
                yield Event(resource, key.value, key, str(kind.value), properties)


def events(definition: Definition) -> Iterator[Event]:
    """Yields all events that lead to an API."""
    for resource in resources(definition, FUNCTION, STATE_MACHINE):
        yield from events_of(resource)


def api_of(definition: Definition, event: Event) -> RawResource | None:
    """Returns the API of an event, SAM's own where the event names none; ``None`` where it is not known or not there."""
    target = IMPLICIT[event.kind] if isinstance(event.api_id, Absent) else named(event.api_id)
    apis: dict[str, RawResource] | None = definition.__dict__.get("_serverless_apis")
    if apis is None:
        apis = definition.__dict__["_serverless_apis"] = {one.address: one for one in reversed(resources(definition, REST, HTTP))}
    return apis.get(f"Resources/{target}") if target is not None else None


def event_behind(integration: Integration) -> Event | None:
    """Returns the event that SAM made an integration of."""
    definition = integration.api.definition if integration.api is not None else None
    if definition is None or not len(definition.serverless):
        return None
    by_place: dict[tuple[Source, int], Event] | None = definition.__dict__.get("_serverless_events")
    if by_place is None:
        places = {(event.key.span.source, event.key.span.start): event for event in reversed(list(events(definition)))}
        by_place = definition.__dict__["_serverless_events"] = places
    return by_place.get((integration.span.source, integration.span.start))


def is_of_sam(api: Api | None) -> bool:
    """Returns whether SAM makes an API: of one of its resources, or of events that name none."""
    definition = api.definition if api is not None else None
    if api is None or definition is None or not len(definition.serverless):
        return False
    return any(api.address == resource.address for resource in resources(definition, REST, HTTP, WEBSOCKET))


def is_made_preflight(method: Method) -> bool:
    """Returns whether SAM made a method of ``Cors``: all of it stands at one place."""
    integration = method.integration
    return is_of_sam(method.api) and integration is not None and integration.span == method.span


def named(value: Value) -> str | None:
    """Returns the logical id that a value names, with ``Ref`` or as text; ``None`` where it does not tell."""
    if isinstance(value, Reference) and value.attribute == "Ref":
        return value.target.rpartition("/")[2]
    return value.value if isinstance(value, Known) and isinstance(value.value, str) else None
