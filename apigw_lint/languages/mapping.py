"""Parameter mapping expressions of REST APIs.

A mapping is a key, where the value goes, and a value, where it comes from::

    integration.request.header.X-Id: method.request.header.X-Id
    method.response.header.Access-Control-Allow-Origin: "'*'"

Texts are *masked*: :data:`apigw_lint.value.HOLE` stands for a part that is not known before deployment. A function returns a
:class:`MappingError` only where no content of the holes could make the text right; where it depends on them, it returns a
:class:`MappingSource` of kind ``unknown``, or one without a ``name``.

The names of parameters are held against the expression that API Gateway itself quotes, ``^[a-zA-Z0-9:._$-]+$``. Nothing is documented for
the names of headers that only the backend sees: they are refused only where HTTP has no such header.
"""

from __future__ import annotations

import re
from functools import lru_cache

from apigw_lint.regexp import regexp
from apigw_lint.value import HOLE

LOCATIONS = ("path", "querystring", "header")
"""Where a declared request parameter, or one sent to the backend, can stand."""
SOURCE_LOCATIONS = (*LOCATIONS, "multivaluequerystring", "multivalueheader")
"""Where a request value can be read from."""
RESPONSE_LOCATIONS = ("header", "multivalueheader")
"""Where a response value can be read from, beside the body."""

KEPT = 1_000
"""Texts that are remembered with what they are: many methods have the same."""

_PARAMETER_NAME = regexp(rf"[a-zA-Z0-9:._$\-{HOLE}]+")
_HEADER_NAME = regexp(rf"[!#$%&'*+\-.^_`|~0-9A-Za-z:{HOLE}]+")
_NO_BLANKS = regexp(r"\S+")
_VARIABLE_NAME = regexp(rf"[a-zA-Z0-9:._$\-{HOLE}]+")
_CONTEXT_PATH = regexp(rf"[a-zA-Z0-9:._$\-\[\]'\"{HOLE}]+")


class MappingSource:
    """A well-formed side of a mapping.

    ``kind`` is ``parameter`` (then ``location`` is ``path``, ``querystring``, ``header``, ``multivaluequerystring`` or
    ``multivalueheader``), ``body``, ``stage variable``, ``context``, ``static`` or ``unknown``. ``name`` is the parameter's or variable's
    name, the JSONPath behind ``body.`` (empty for the whole body), or the text inside the quotes; ``None`` where a hole is part of it.
    ``start`` and ``end`` are where the name stands in the text.
    """

    __slots__ = ("end", "kind", "location", "name", "start")

    def __init__(self, kind: str, location: str, name: str | None, start: int, end: int) -> None:
        self.kind = kind
        self.location = location
        self.name = name
        self.start = start
        self.end = end

    def __repr__(self) -> str:
        return f"MappingSource({self.kind!r}, {self.location!r}, {self.name!r})"

    @property
    def declaration(self) -> str | None:
        """Returns the key under which a method declares this request parameter; ``None`` where it is no parameter or not known."""
        if self.kind != "parameter" or self.name is None:
            return None
        return f"method.request.{self.location.removeprefix('multivalue')}.{self.name}"


class MappingError:
    """Why a text is no side of a mapping, in words, and which part of it.

    ``suggestion`` is what the whole text should be, where that is plain. ``certain`` is false where AWS's sources contradict each other.
    """

    __slots__ = ("certain", "end", "message", "start", "suggestion")

    def __init__(self, start: int, end: int, message: str, suggestion: str | None = None, certain: bool = True) -> None:
        self.start = start
        self.end = end
        self.message = message
        self.suggestion = None if suggestion and HOLE in suggestion else suggestion
        self.certain = certain

    def __repr__(self) -> str:
        return f"MappingError({self.start}, {self.end}, {self.message!r})"


@lru_cache(KEPT)
def request_value(text: str) -> MappingSource | MappingError:
    """Returns what an integration request value reads: a method request parameter, the body, a variable or a static text."""
    return _value(text, "method.request.", SOURCE_LOCATIONS, _PARAMETER_NAME)


@lru_cache(KEPT)
def response_value(text: str) -> MappingSource | MappingError:
    """Returns what an integration response value reads: a backend header, the body, a variable or a static text."""
    return _value(text, "integration.response.", RESPONSE_LOCATIONS, _HEADER_NAME)


@lru_cache(KEPT)
def request_key(text: str) -> MappingSource | MappingError:
    """Returns where an integration request mapping writes: ``integration.request.{path,querystring,header}.name``."""
    result = _key(text, "integration.request.", LOCATIONS, _NO_BLANKS)
    if isinstance(result, MappingError) and text.startswith("integration.request.multivalue"):
        result.certain = False
    return result


@lru_cache(KEPT)
def response_key(text: str) -> MappingSource | MappingError:
    """Returns where an integration response mapping writes, and what a method response declares: ``method.response.header.name``."""
    return _key(text, "method.response.", ("header",), _HEADER_NAME)


def gateway_response_key(text: str) -> MappingSource | MappingError:
    """Returns where a gateway response's parameter writes: ``gatewayresponse.header.name``."""
    return _key(text, "gatewayresponse.", LOCATIONS, _HEADER_NAME)


@lru_cache(KEPT)
def parameter_declaration(text: str) -> MappingSource | MappingError:
    """Returns the request parameter that a method declares: ``method.request.{path,querystring,header}.name``."""
    return _key(text, "method.request.", LOCATIONS, _PARAMETER_NAME)


def cache_key(text: str) -> MappingSource | MappingError:
    """Returns the parameter that a cache key names: one of the method request or of the integration request."""
    declared = parameter_declaration(text)
    if isinstance(declared, MappingError) and (text.startswith("integration.") or HOLE in text):
        sent = request_key(text)
        return sent if text.startswith("integration.") or isinstance(sent, MappingSource) else declared
    return declared


def shown(text: str) -> str:
    """Returns a masked text as messages show it, with an ellipsis for each hole."""
    return text.replace(HOLE, "…")


def quoted(text: str) -> str:
    """Returns a text as a static value."""
    return f"'{text}'"


def _value(text: str, prefix: str, locations: tuple[str, ...], names: re.Pattern[str]) -> MappingSource | MappingError:
    if text.startswith("'"):
        return _static(text)
    if text.startswith(prefix):
        return _located(text, prefix, locations, names, body=True)
    for start, kind, allowed in (("stageVariables.", "stage variable", _VARIABLE_NAME), ("context.", "context", _CONTEXT_PATH)):
        if text.startswith(start):
            return _named(text, kind, "", len(start), allowed)
    if _may_become(text, (prefix, "stageVariables.", "context.", "'")):
        return MappingSource("unknown", "", None, 0, len(text))
    return _wrong_value(text, prefix, locations)


def _key(text: str, prefix: str, locations: tuple[str, ...], names: re.Pattern[str]) -> MappingSource | MappingError:
    if text.startswith(prefix):
        return _located(text, prefix, locations, names, body=False)
    if _may_become(text, (prefix,)):
        return MappingSource("unknown", "", None, 0, len(text))
    return MappingError(0, len(text), f"{shown(text) or 'an empty key'} does not start with {_choice(prefix, locations)}")


def _static(text: str) -> MappingSource | MappingError:
    """Returns a quoted text. Quotes inside are let be: definitions with ``'default-src 'self''`` are deployed as they are."""
    if len(text) > 1 and text.endswith("'"):
        return MappingSource("static", "", _whole(text[1:-1]), 1, len(text) - 1)
    if text.endswith(HOLE):
        return MappingSource("static", "", None, 1, len(text))
    end = text.rfind("'")
    if end == 0:
        return MappingError(0, len(text), f"static value {shown(text)} is not closed with a single quote", f"{text}'")
    return MappingError(
        end + 1,
        len(text),
        f"{shown(text[end + 1 :])} follows the static value {shown(text[: end + 1])}; a mapping is one value, never several",
    )


def _located(text: str, prefix: str, locations: tuple[str, ...], names: re.Pattern[str], *, body: bool) -> MappingSource | MappingError:
    """Returns the parameter or body that a text with the right prefix names."""
    start = len(prefix)
    location, dot, _ = text[start:].partition(".")
    if body and (location == "body" or location.startswith("body[")):
        return _body(text, start + len("body"))
    if HOLE in location:
        head = location.split(HOLE, 1)[0]
        if _may_become(head + HOLE, (*locations, "body") if body else locations):
            return MappingSource("unknown", "", None, start, len(text))
    elif location in locations and dot:
        return _named(text, "parameter", location, start + len(location) + 1, names)
    return _wrong_location(text, prefix, location, locations)


def _wrong_location(text: str, prefix: str, location: str, locations: tuple[str, ...]) -> MappingError:
    from difflib import get_close_matches

    start = len(prefix)
    if location in locations:
        return MappingError(0, len(text), f"{shown(text)} names no parameter: {prefix}{location}.{{name}}")

    near = get_close_matches(location, locations, 1, 0.7)
    suggestion = prefix + near[0] + text[start + len(location) :] if near else None
    words = f"{prefix}{shown(location)} is no place of parameters: {_choice(prefix, locations)}"
    return MappingError(start, start + len(location), words, suggestion)


def _named(text: str, kind: str, location: str, start: int, names: re.Pattern[str]) -> MappingSource | MappingError:
    name = text[start:]
    if not name:
        return MappingError(0, len(text), f"{shown(text)} ends without a name")
    match = names.match(name)
    length = match.end() if match else 0
    if length == len(name):
        return MappingSource(kind, location, _whole(name), start, len(text))
    if re.match(r"\s*\+", name[length:]):
        return MappingError(
            start + length, len(text), f"{shown(name[length:])} follows {shown(text[: start + length])}; mappings do not concatenate"
        )
    return MappingError(start + length, start + length + 1, f"{_character(name[length])} is not allowed in the name {shown(name)}")


def _body(text: str, at: int) -> MappingSource | MappingError:
    path = text[at:]
    if path == ".":
        return MappingError(at, len(text), f"{shown(text)} ends without a JSONPath")
    tail = path.removeprefix(".")
    return MappingSource("body", "", _whole(tail), len(text) - len(tail), len(text))


def _wrong_value(text: str, prefix: str, locations: tuple[str, ...]) -> MappingError:
    """Returns what is wrong with a value of which not even the start is right."""
    whole = len(text)
    if not text:
        return MappingError(0, 0, "the value is empty", "''", certain=False)
    bare = re.match(r"\$(?:\{(context|stageVariables)(\.[^{}]*)\}|(context|stageVariables)(\..*))$", text, re.DOTALL)
    if bare:
        right = "".join(part for part in bare.groups() if part)
        return MappingError(
            0, whole, f"{shown(text)} is written as in a mapping template; a mapping takes {shown(right)}", right, certain=False
        )
    if text[0] == text[-1] == '"' and whole > 1:
        inner = text[1:-1]
        return MappingError(0, whole, f"static value {shown(text)} needs single quotes: {shown(quoted(inner))}", quoted(inner))
    if text != text.strip():
        return MappingError(0, whole, f"blanks stand around {shown(text.strip())}", text.strip())
    other = re.match(r"(method|integration|route)\.(request|response)\.", text)
    if other:
        return MappingError(
            0, other.end(), f"{other[0]} cannot be read here: {_choice(prefix, locations)}, {prefix}body, stageVariables, context or 'text'"
        )
    near = _misspelt(text, (prefix.rstrip("."), "stageVariables", "context"))
    if near:
        return MappingError(0, whole, f"{shown(text)} is neither a mapping nor a quoted text; {near} is close", near)
    return MappingError(0, whole, f"static value {shown(text)} needs single quotes: {shown(quoted(text))}", quoted(text))


def _misspelt(text: str, starts: tuple[str, ...]) -> str | None:
    """Returns the text with its misspelt start put right."""
    from difflib import get_close_matches

    for start in starts:
        words = ".".join(text.split(".")[: start.count(".") + 1])
        if words != text and get_close_matches(words.lower(), [start.lower()], 1, 0.85):
            return start + text[len(words) :]
    return None


def _may_become(text: str, starts: tuple[str, ...]) -> bool:
    """Returns whether a hole may still make the text begin with one of these; the text itself does not."""
    head, hole, _ = text.partition(HOLE)
    return bool(hole) and any(start.startswith(head) for start in starts)


def _whole(name: str) -> str | None:
    return None if HOLE in name else name


def _choice(prefix: str, locations: tuple[str, ...]) -> str:
    return f"{prefix}{'{' + ','.join(locations) + '}' if len(locations) > 1 else locations[0]}.{{name}}"


def _character(character: str) -> str:
    return "a blank" if character == " " else "a line break" if character in "\r\n" else character
