"""Route keys of HTTP APIs: ``GET /pets`` as a verb and a path."""

from __future__ import annotations

from apigw_lint.value import HOLE, Absent, Known, Text, Unknown, cut, joined, known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from apigw_lint.value import Value


def split(route_key: Value) -> tuple[Value, Value]:
    """Returns the verb and the path of a route key: both Absent of ``$default`` and of WebSocket keys, Unknown where they are not known."""
    if known(route_key, str) is not None or isinstance(route_key, Text):
        return _split_text(route_key)  # type: ignore[arg-type]
    if isinstance(route_key, Unknown):
        halves = [split(candidate) for candidate in route_key.candidates]
        return tuple(Unknown(route_key.span, [half[i] for half in halves], route_key.why) for i in (0, 1))  # type: ignore[return-value]
    return Absent(route_key.span), Absent(route_key.span)


def _split_text(text: Known[str] | Text) -> tuple[Value, Value]:
    whole = text.value if isinstance(text, Known) else text.masked
    verb, space, path = whole.partition(" ")
    if not space:
        nothing = Absent(text.span) if isinstance(text, Known) else Unknown(text.span, why="part of a route key")
        return nothing, nothing
    if not path.startswith(("/", HOLE)):
        return Absent(text.span), Absent(text.span)
    return _piece(text, 0, len(verb)), _piece(text, len(verb) + 1, len(whole))


def _piece(text: Known[str] | Text, start: int, end: int) -> Value:
    """Returns a part of a text, holes kept."""
    if isinstance(text, Known):
        return cut(text, start, end)
    found: list[Known[str] | Unknown] = []
    at = 0
    for part in text.parts:
        length = len(part.value) if isinstance(part, Known) else 1
        first, last = max(start - at, 0), min(end - at, length)
        if first < last:
            found.append(cut(part, first, last) if isinstance(part, Known) else part)
        at += length
    return joined(found, text.at(start, end))
