"""SAM's resources as their author wrote them: APIs, the events that lead to them, and what SAM takes for literal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apigw_lint.record import Row
from apigw_lint.value import Absent, Known, List, Reference, Table, Text, Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Definition, RawResource
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
_GIVEN = ("parameter ", "AWS::")
"""What an unknown comes from that SAM knows when it runs."""


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


def resources(definition: Definition, *types: str) -> Iterator[RawResource]:
    """Yields SAM's resources of some types whose properties are seen."""
    for resource in definition.resources:
        if resource.type in types and isinstance(resource.properties, Table):
            yield resource


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
    """Returns the API of an event, as written; ``None`` where it is SAM's own, not known or not there."""
    target = named(event.api_id)
    resource = definition.written.get(f"Resources/{target}") if target is not None else None
    return resource if resource is not None and resource.type in (REST, HTTP) else None


def named(value: Value) -> str | None:
    """Returns the logical id that a value names, with ``Ref`` or as text; ``None`` where it does not tell."""
    if isinstance(value, Reference) and value.attribute == "Ref":
        return value.target.rpartition("/")[2]
    return value.value if isinstance(value, Known) and isinstance(value.value, str) else None


def is_literal(value: Value) -> bool:
    """Returns whether a value is written as it is: no call of a function, and no parameter's default."""
    if isinstance(value, (Table, List)):
        return True
    return isinstance(value, Known) and value.writer is not None


def is_call(value: Value) -> bool:
    """Returns whether a value is the call of a function that SAM certainly leaves as it is, which is no text, list or map to it."""
    if isinstance(value, Reference):
        return value.attribute != "Ref"
    if isinstance(value, Text):
        return any(isinstance(part, Reference) for part in value.parts)
    return isinstance(value, Unknown) and not value.why.startswith(_GIVEN)
