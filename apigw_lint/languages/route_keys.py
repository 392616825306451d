"""Keys of routes: ``GET /pets/{id}`` and ``$default`` of HTTP APIs, ``$connect`` and any word of WebSocket APIs.

Texts are *masked*: :data:`apigw_lint.value.HOLE` stands for a part that is not known before deployment. What is wrong is wrong whatever
the holes become.
"""

from __future__ import annotations

from apigw_lint.facts.enums import METHODS, nearest
from apigw_lint.record import Row
from apigw_lint.regexp import regexp
from apigw_lint.value import HOLE

DEFAULT = "$default"
WEBSOCKET_KEYS = ("$connect", "$default", "$disconnect")
"""The keys with a dollar sign that WebSocket APIs have."""

_VARIABLE = regexp(r"\{[^{}]+\}")
_UNSPACED = regexp(r"([A-Za-z]+)(/.*)")


class KeyFault(Row):
    """Why a text is no route key, or one that no call comes to, which is not ``refused``. ``suggestion`` is the whole key as it may have
    been meant.
    """

    start: int
    end: int
    message: str
    refused: bool
    suggestion: str | None = None


def websocket_fault(text: str) -> KeyFault | None:
    """Returns what is wrong with the key of a WebSocket API's route."""
    if not text:
        return KeyFault(0, 0, "the route key is empty", True)
    if text.startswith("$") and HOLE not in text and text not in WEBSOCKET_KEYS:
        keys = ", ".join(WEBSOCKET_KEYS)
        words = f"{text} is no route key: of those that start with a dollar sign there are {keys} only"
        return KeyFault(0, len(text), words, True, nearest(text, WEBSOCKET_KEYS))
    return None


def http_fault(text: str) -> KeyFault | None:
    """Returns what is wrong with the key of an HTTP API's route."""
    if text == DEFAULT:
        return None
    verb, space, path = text.partition(" ")
    if not space:
        return None if HOLE in text else KeyFault(0, len(text), f"{_no_space(text)}; {_FORM}", True, _spaced(text))
    fault = _verb_fault(verb, path)
    if fault is not None:
        return fault
    at = len(verb) + 1
    if not path.startswith(("/", HOLE)):
        suggestion = f"{verb} /{path.strip()}" if HOLE not in text and path.strip() else None
        if path.strip().startswith("/"):
            suggestion = f"{verb} {path.strip()}"
        return KeyFault(at, len(text), f"the path does not start with a slash behind one blank; {_FORM}", True, suggestion)
    return _path_fault(path, at)


_FORM = 'a route key is "METHOD /path" or "$default"'


def _no_space(text: str) -> str:
    if not text:
        return "the route key is empty"
    if text.startswith("/"):
        return f"the route key {text} names no method"
    return f"the route key {text} has no blank and path behind the method" if text.upper() in METHODS else f"{text} is no route key"


def _spaced(text: str) -> str | None:
    """Returns the key that a text without a blank may have been meant for."""
    if text.startswith("$"):
        return nearest(text, (DEFAULT,))
    match = _UNSPACED.fullmatch(text)
    return f"{match[1].upper()} {match[2]}" if match and match[1].upper() in METHODS else None


def _verb_fault(verb: str, path: str) -> KeyFault | None:
    if verb in METHODS or HOLE in verb:
        return None
    right = verb.upper() if verb.upper() in METHODS else "ANY" if verb == "*" else nearest(verb, METHODS) if verb else None
    suggestion = f"{right} {path}" if right and HOLE not in path else None
    shown = verb or "nothing"
    hint = f": it is written {right}" if right else f": {', '.join(METHODS)}"
    return KeyFault(0, len(verb), f"{shown} is no method of a route{hint}", True, suggestion)


def _path_fault(path: str, offset: int) -> KeyFault | None:
    """Returns what keeps calls from a path: variables that are none, and what no path of a call has."""
    for mark in ("?", "#", " "):
        at = path.find(mark)
        if at >= 0:
            what = {"?": "a query string", "#": "a fragment", " ": "a blank"}[mark]
            return KeyFault(offset + at, offset + len(path), f"{what} is never part of the path of a call", False)
    at = 0
    for segment in path.split("/"):
        if ("{" in segment or "}" in segment) and HOLE not in segment and not _VARIABLE.fullmatch(segment):
            words = f"{segment}: a path variable is a whole part of the path, as in {{name}} or {{name+}}"
            return KeyFault(offset + at, offset + at + len(segment), words, False)
        at += len(segment) + 1
    return None


def shape(key: str) -> str:
    """Returns a key with the names of its variables taken out: two keys of one shape are for the same calls."""
    return _VARIABLE.sub(lambda match: "{+}" if match[0].endswith("+}") else "{}", key)
