"""Parameter mappings of HTTP and WebSocket APIs.

An HTTP API's keys say what to do (``overwrite:header.x``, ``append:querystring.y``, ``remove:header.z``, ``overwrite:path``), and its
values are plain text or what a ``$`` starts: ``$request.header.x``, ``${context.requestId}``. A WebSocket API's look like those of REST,
with ``route.request`` in the place of ``method.request``.

As in :mod:`apigw_lint.languages.mapping`, texts are masked, and an error is one that no content of the holes could cure.
"""

from __future__ import annotations

import re

from apigw_lint.languages.mapping import MappingError, MappingSource, request_value, shown
from apigw_lint.regexp import regexp
from apigw_lint.value import HOLE

_KEY = regexp(r"(?P<action>append|overwrite|remove):(?:(?P<place>header|querystring)\.(?P<name>\S+)|(?P<path>path))$")
_RESPONSE_KEY = regexp(r"(?P<action>append|overwrite|remove):header\.(?P<name>\S+)$|overwrite:statuscode$")
_REST_KEY = regexp(r"(?:integration\.request|method\.request)\.(header|querystring)\.(\S+)$")
_REST_RESPONSE_KEY = regexp(r"(?:method\.response|integration\.response)\.header\.(\S+)$")
_UNBRACED = regexp(r"\$([a-zA-Z]+(?:\.[\w.\-\[\]]+)?)")
_REFERENCE = regexp(r"\$\{([^{}]*)\}|^\$([a-zA-Z]+\..*)$", re.DOTALL)
_ROUTE_LOCATIONS = ("querystring", "header", "multivaluequerystring", "multivalueheader")


def http_request_key(text: str) -> MappingSource | MappingError:
    """Returns what a mapping of an HTTP API's request writes."""
    match = _KEY.match(text)
    if match and (match["name"] or (match["path"] and match["action"] == "overwrite")):
        name = match["name"] or "path"
        return MappingSource("parameter", match["place"] or "path", None if HOLE in name else name, len(text) - len(name), len(text))
    if HOLE in text:
        return MappingSource("unknown", "", None, 0, len(text))
    rest = _REST_KEY.match(text)
    suggestion = f"overwrite:{rest[1]}.{rest[2]}" if rest else None
    forms = "{append,overwrite,remove}:{header,querystring}.{name} or overwrite:path"
    return MappingError(0, len(text), f"{text or 'an empty key'} is no mapping of an HTTP API's request: {forms}", suggestion)


def http_response_key(text: str) -> MappingSource | MappingError:
    """Returns what a mapping of an HTTP API's response writes."""
    match = _RESPONSE_KEY.match(text)
    if match:
        name = match["name"] or "statuscode"
        location = "header" if match["name"] else "statuscode"
        return MappingSource("parameter", location, None if HOLE in name else name, len(text) - len(name), len(text))
    if HOLE in text:
        return MappingSource("unknown", "", None, 0, len(text))
    rest = _REST_RESPONSE_KEY.match(text)
    forms = "{append,overwrite,remove}:header.{name} or overwrite:statuscode"
    suggestion = f"overwrite:header.{rest[1]}" if rest else None
    return MappingError(0, len(text), f"{text or 'an empty key'} is no mapping of an HTTP API's response: {forms}", suggestion)


def http_value(text: str, side: str) -> MappingError | None:
    """Returns what is wrong with a value of an HTTP API's mapping; ``side`` is ``request`` or ``response``."""
    for match in _REFERENCE.finditer(text):
        group = 1 if match[1] is not None else 2
        problem = _reference(match[group], side)
        if problem is not None:
            return MappingError(match.start(), match.end(), f"{shown(match[0])} {problem}")
    return None


def http_broken_value(text: str) -> MappingError | None:
    """Returns why a value of an HTTP API's mapping that is taken does not read what it names."""
    if text.startswith("$") and not text.startswith("${") and len(found := list(_UNBRACED.finditer(text))) > 1:
        right = _UNBRACED.sub(lambda match: f"${{{match[1]}}}", text)
        return MappingError(
            found[0].start(), found[-1].end(), "several variables in one value are each written in braces, as in ${request.path}", right
        )
    for match in _REFERENCE.finditer(text):
        inner = match[1] if match[1] is not None else match[2]
        path = re.match(r"(?:request|response)\.body(?=[.\[])", inner)
        mark = re.search(r"\.\.|\?\(", inner[path.end() :]) if path else None
        if mark:
            what = "descend recursively" if mark[0] == ".." else "filter"
            return MappingError(match.start(), match.end(), f"{shown(match[0])}: paths into the body of an HTTP API cannot {what}")
    return None


def _reference(text: str, side: str) -> str | None:
    """Returns what is wrong with what stands behind a ``$``; only what looks like a mapping is judged."""
    if HOLE in text.split(".", 2)[0]:
        return None
    first, _, rest = text.partition(".")
    location = rest.partition(".")[0]
    if first in ("method", "integration"):
        return f"is written as on REST APIs; an HTTP API reads ${side}.{{location}}.{{name}}"
    if first in ("request", "response") and first != side:
        return f"cannot be read while the {side} is mapped"
    if first != side or HOLE in location:
        return None
    locations = ("header", "querystring", "body", "path") if side == "request" else ("header", "body")
    name = re.split(r"[\[.]", rest, maxsplit=1)[0]
    return None if name in locations else f"reads no part of the {side}: {', '.join(locations)}"


def websocket_value(text: str) -> MappingSource | MappingError:
    """Returns what a mapping of a WebSocket API reads."""
    prefix = "route.request."
    if not text.startswith(prefix):
        return request_value(text)
    location, _, name = text[len(prefix) :].partition(".")
    if location == "body":
        return MappingSource("body", "", None if HOLE in name else name, len(text) - len(name), len(text))
    if HOLE in location:
        return MappingSource("unknown", "", None, 0, len(text))
    wrong = re.search(f"[^a-zA-Z0-9._$\\-{HOLE}]", name) if location in _ROUTE_LOCATIONS else None
    if wrong:
        at = len(text) - len(name) + wrong.start()
        return MappingError(at, at + 1, f"{wrong[0]!r} is not allowed in the name {shown(name)}")
    if location in _ROUTE_LOCATIONS and name:
        return MappingSource("parameter", location, None if HOLE in name else name, len(text) - len(name), len(text))
    return MappingError(0, len(text), f"{shown(text)} reads no part of a route request: {', '.join(_ROUTE_LOCATIONS)}, body")
