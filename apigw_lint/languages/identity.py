"""Identity sources of authorizers: which parts of a call say who the caller is.

The grammar depends on the kind of authorizer; that of REST APIs writes its list as one string with commas::

    TOKEN, COGNITO_USER_POOLS   method.request.header.Authorization                   (one header)
    REQUEST                     method.request.header.X, method.request.querystring.Y, context.Z, stageVariables.V
    JWT                         $request.header.Authorization | $request.querystring.token   (one)
    REQUEST of an HTTP API      $request.header.X  $request.querystring.Y  $context.Z  $stageVariables.V
    REQUEST of a WebSocket API  route.request.header.X  route.request.querystring.Y  context.Z  stageVariables.V

Texts are *masked*: :data:`apigw_lint.value.HOLE` stands for what is not known before deployment. A :class:`SourceFault` is returned only
where no content of the holes could make the text right.

Source: CreateAuthorizer in the service models apigateway 2015-07-09 and apigatewayv2 2018-11-29.
"""

from __future__ import annotations

import re

from apigw_lint.record import Row
from apigw_lint.regexp import regexp
from apigw_lint.value import HOLE


class Grammar(Row):
    """What an identity source may start with, and whether it is a single one."""

    prefixes: tuple[str, ...]
    single: bool
    example: str


_REST_REQUEST = ("method.request.header.", "method.request.querystring.", "context.", "stageVariables.")
_HTTP_REQUEST = ("$request.header.", "$request.querystring.", "$context.", "$stageVariables.")
_WEBSOCKET = ("route.request.header.", "route.request.querystring.", "context.", "stageVariables.")
GRAMMARS = {
    ("REST", "TOKEN"): Grammar(("method.request.header.",), True, "method.request.header.Authorization"),
    ("REST", "COGNITO_USER_POOLS"): Grammar(("method.request.header.",), True, "method.request.header.Authorization"),
    ("REST", "REQUEST"): Grammar(_REST_REQUEST, False, "method.request.header.Authorization"),
    ("HTTP", "JWT"): Grammar(_HTTP_REQUEST[:2], True, "$request.header.Authorization"),
    ("HTTP", "REQUEST"): Grammar(_HTTP_REQUEST, False, "$request.header.Authorization"),
    ("WEBSOCKET", "REQUEST"): Grammar(_WEBSOCKET, False, "route.request.header.Authorization"),
}
"""By kind of API and type of authorizer."""

UNSURE = {"REST": ("method.request.path.",), "WEBSOCKET": ("$",)}
"""What AWS's sources contradict each other about: it is never called wrong."""

_LOCATIONS = (
    (regexp(r"(?:method|\$|route)?\.?request\.header\."), "header"),
    (regexp(r"(?:method|\$|route)?\.?request\.querystring\."), "querystring"),
    (regexp(r"\$?context\."), "context"),
    (regexp(r"\$?stageVariables\."), "stage variable"),
)
_NAME = regexp(rf"[^\s,{HOLE}]+")


class Source(Row):
    """One identity source: where it is read (``header``, ``querystring``, ``context``, ``stage variable``, or ``unknown``) and its name.

    ``name`` is ``None`` where it is not known; ``start`` and ``end`` are where the whole source stands in the text.
    """

    start: int
    end: int
    location: str
    name: str | None


class SourceFault(Row):
    """What is certainly wrong, where in the text, and what the source should be where that is plain."""

    start: int
    end: int
    message: str
    suggestion: str | None = None


def sources(text: str) -> list[tuple[int, str]]:
    """Returns the sources that a REST API's list names, each with where it starts; blanks around them do not count."""
    found = []
    at = 0
    for piece in text.split(","):
        found.append((at + len(piece) - len(piece.lstrip()), piece.strip()))
        at += len(piece) + 1
    return found


def read(text: str, kind: str, type: str) -> list[Source | SourceFault]:
    """Returns what an identity source says, for a kind of API and a type of authorizer. A string of a REST API is a list."""
    grammar = GRAMMARS.get((kind, type))
    if grammar is None:
        return []
    if not text.strip():
        return [SourceFault(0, len(text), "is empty", grammar.example)]
    if kind != "REST":
        return [_one(0, text, kind, grammar)]
    pieces = sources(text)
    if grammar.single and len(pieces) > 1:
        return [SourceFault(0, len(text), f"names {len(pieces)} sources where {type} reads one header")]
    return [_one(start, piece, kind, grammar) for start, piece in pieces]


def _one(start: int, text: str, kind: str, grammar: Grammar) -> Source | SourceFault:
    end = start + len(text)
    if not text:
        return SourceFault(start, end, "has an empty entry")
    head = text.split(HOLE, 1)[0]
    prefix = next((prefix for prefix in grammar.prefixes if head.startswith(prefix)), None)
    if prefix is None:
        known = grammar.prefixes + UNSURE.get(kind, ())
        if any(head.startswith(one) or (head != text and one.startswith(head)) for one in known):
            return Source(start, end, "unknown", None)
        return SourceFault(start, end, f"is none of {_listed(grammar)}", _suggestion(text, grammar))
    name = text[len(prefix) :]
    if not name or re.search(r"\s|,", name):
        return SourceFault(start, end, "names nothing" if not name else f"has a name that cannot be: {name}")
    return Source(start, end, location(prefix), name if _NAME.fullmatch(name) else None)


def location(text: str) -> str:
    """Returns where a source is read, by how it starts; ``unknown`` where it is none."""
    return next((where for pattern, where in _LOCATIONS if pattern.match(text)), "unknown")


def _listed(grammar: Grammar) -> str:
    return ", ".join(f"{prefix}<name>" for prefix in grammar.prefixes)


def _suggestion(text: str, grammar: Grammar) -> str | None:
    """Returns the source in this grammar that a source of another kind of API means, or a bare header name."""
    if HOLE in text:
        return None
    for prefix in grammar.prefixes:
        where = location(prefix)
        for pattern, other in _LOCATIONS:
            match = pattern.match(text)
            if match is not None and other == where and _NAME.fullmatch(text[match.end() :]):
                return prefix + text[match.end() :]
    return grammar.prefixes[0] + text if re.fullmatch(r"[A-Za-z][A-Za-z0-9_-]*", text) else None
