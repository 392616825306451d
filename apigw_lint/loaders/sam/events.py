"""Events of functions and state machines that lead to an API: each a method of a REST API or a route of an HTTP API."""

from __future__ import annotations

from apigw_lint.loaders.sam.macro import PREFIX
from apigw_lint.loaders.sam.nodes import Grown, mapping, scalar, under
from apigw_lint.loaders.template import text_of
from apigw_lint.syntax.tree import Mapping, Scalar

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.loaders.sam.macro import Macro, Resource
    from apigw_lint.syntax.tree import Node

KINDS = {"Api": ("RestApiId", "ServerlessRestApi"), "HttpApi": ("ApiId", "ServerlessHttpApi")}
"""Types of events: the property that names the API, and the API that SAM makes where none is named."""
OWNERS = ("Function", "WebFunction", "StateMachine")


class Event:
    """An event of type ``Api`` or ``HttpApi``. ``owner`` is the function or state machine, ``id`` its name there.

    ``api`` is the logical id of the API, ``None`` where that is not known; ``path`` and ``method`` are the nodes that say them, ``None``
    where nothing does, and the nodes that SAM supplies for an HTTP API's default route.
    """

    __slots__ = ("api", "id", "key", "kind", "method", "owner", "path", "properties")

    def __init__(self, owner: Resource, key: Scalar, kind: str, properties: Grown) -> None:
        self.owner = owner
        self.id = str(key.value)
        self.key = key
        self.kind = kind
        self.properties = properties
        self.path: Node | None = properties.get("Path")
        self.method: Node | None = properties.get("Method")
        self.api: str | None = None

    @property
    def is_state_machine(self) -> bool:
        """Returns whether a state machine is behind the event."""
        return self.owner.type == PREFIX + "StateMachine"


def events_of(macro: Macro, kind: str) -> Iterator[Event]:
    """Yields the events of one type, in the order written."""
    for owner in macro.of_type(*OWNERS):
        written = mapping(owner.get("Events"))
        for key, node in written.entries if written is not None else ():
            if isinstance(node, Mapping) and text_of(node.get("Type")) == kind:
                yield _event(macro, owner, key, kind, node)


def _event(macro: Macro, owner: Resource, key: Scalar, kind: str, node: Mapping) -> Event:
    written = mapping(node.get("Properties"))
    event = Event(owner, key, kind, Grown(written or key, written))
    naming, implicit = KINDS[kind]
    named = event.properties.get(naming)
    event.api = implicit if named is None else macro.target(named)
    if kind == "HttpApi":
        if event.path is None and event.method is None:
            event.path = scalar("$default", key)
        if event.method is None:
            event.method = scalar("x-amazon-apigateway-any-method", key)
    return event


def said(event: Event, *keys: str) -> Node | None:
    """Returns what an event says below some keys of its properties."""
    return under(event.properties, *keys)
