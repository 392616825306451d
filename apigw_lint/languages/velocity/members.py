"""What the members of API Gateway's objects and of Java's strings and lists give, on values that are not known."""

from __future__ import annotations

import re

from apigw_lint.languages.velocity.abstract import (
    ANY,
    BODY,
    BOOLEAN,
    ENCODED,
    ESCAPED,
    JSON,
    MAP,
    NULL,
    NUMBER,
    OPAQUE,
    PLAIN,
    REPAIRED,
    TEXT,
    WORD,
    Bool,
    Gap,
    Hole,
    Literal,
    Num,
    Str,
    Symbol,
    derived,
    path_symbol,
)
from apigw_lint.regexp import regexp

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from apigw_lint.languages.velocity.abstract import AbstractValue, Piece

_SIMPLE_PATH = regexp(r"\$((?:\.[A-Za-z_][\w-]*)*)")
_PLACES = ("header", "path", "querystring")
_WORDS = frozenset(
    {"httpMethod", "resourcePath", "path", "protocol", "requestId", "extendedRequestId", "domainName", "requestTime", "eventType"}
)
_ESCAPES = {"'": "\\'", '"': '\\"', "\\": "\\\\", "/": "\\/", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\f": "\\f", "\b": "\\b"}
_SAFE_IN_STRINGS = (NUMBER, BOOLEAN, WORD, PLAIN, ENCODED)
_APOSTROPHES = regexp(r"\\*\\'")


def root(name: str, holes: bool) -> AbstractValue:
    """Returns what a reference's first name gives where no ``#set`` did; ``holes``: whether unknown parts of the template may."""
    if name == "context":
        return Symbol(MAP, ("context",))
    if name in ("input", "util"):
        return Symbol(OPAQUE, (name,))
    if name == "stageVariables":
        return Symbol(MAP, ("stageVariables",))
    return Symbol(ANY, ("hole", name)) if holes else NULL


def string_key(value: AbstractValue) -> str | None:
    """Returns a member's name where it is known."""
    return value.literal if isinstance(value, Str) else None


def member(value: Symbol, name: str) -> AbstractValue:
    """Returns what a property or an index of an unknown value gives."""
    key = (*value.key, name)
    if value.key == ("context",) or value.key[:1] == ("context",):
        return _context(key)
    if value.key == ("stageVariables",):
        return Symbol(PLAIN, key)
    if value.key == ("input",):
        return path_symbol(BODY, ("body",)) if name == "body" else NULL
    if value.key == ("util",):
        return NULL
    if value.key == ("params",):
        return path_symbol(MAP, key) if name in _PLACES else NULL
    if len(value.key) == 2 and value.key[0] == "params" and value.kind == MAP:
        return Symbol(TEXT, key, frozenset({("params", name)}))
    if value.kind == BODY:
        return NULL
    if value.roots and value.key in value.roots:
        return path_symbol(ANY, key)
    return Symbol(ANY, key, value.roots)


def _context(key: tuple[object, ...]) -> Symbol:
    if len(key) == 2 and key[1] in _WORDS:
        return Symbol(WORD, key)
    if key[1:] in (("requestTimeEpoch",), ("accountId",)):
        return Symbol(NUMBER if key[1] == "requestTimeEpoch" else PLAIN, key)
    if len(key) == 2 and key[1] in ("authorizer", "identity", "requestOverride", "responseOverride", "error"):
        return Symbol(MAP, key)
    return Symbol(TEXT, key)


def of_input(name: str, arguments: Sequence[AbstractValue]) -> AbstractValue:
    """Returns what a method of ``$input`` gives."""
    argument = string_key(arguments[0]) if arguments else None
    if name == "params":
        if not arguments:
            return path_symbol(MAP, ("params",))
        if argument is None:
            return Symbol(TEXT, ("param", *arguments))
        return Symbol(TEXT, ("param", argument), frozenset({("params", argument)}))
    if name in ("json", "path") and arguments:
        kind = JSON if name == "json" else ANY
        match = _SIMPLE_PATH.fullmatch(argument) if argument is not None else None
        if match is None:
            return Symbol(kind, (name, *arguments), frozenset({("body",)}))
        path = ("body", *match[1].split(".")[1:])
        return path_symbol(ANY, path) if name == "path" else Symbol(JSON, ("json", path), frozenset({path}))
    return NULL


def of_util(name: str, arguments: Sequence[AbstractValue]) -> AbstractValue:
    """Returns what a function of ``$util`` gives."""
    if len(arguments) != 1:
        return NULL
    argument = arguments[0]
    if name == "escapeJavaScript":
        return _escaped(argument)
    kinds = {"urlEncode": ENCODED, "urlDecode": TEXT, "base64Encode": PLAIN, "base64Decode": TEXT, "parseJson": ANY}
    return derived(kinds[name], name, argument) if name in kinds else NULL


def _escaped(value: AbstractValue) -> AbstractValue:
    if isinstance(value, Str):
        pieces: list[Piece] = []
        for piece in value.pieces:
            if isinstance(piece, Hole):
                pieces.append(piece.turned(*_escape_kind(piece.kind, piece.inner)))
            else:
                text = "".join(_ESCAPES.get(character, character) for character in piece.text)
                pieces.append(Literal(text, piece.start, False) if isinstance(piece, Literal) else Gap(piece.text, piece.start))
        return Str(tuple(pieces))
    if isinstance(value, Symbol):
        kind, inner = _escape_kind(value.kind, value.inner)
        return derived(kind, "escapeJavaScript", value, inner=inner)
    return value


def _escape_kind(kind: str, inner: str) -> tuple[str, str]:
    return (kind, inner) if kind in _SAFE_IN_STRINGS or kind == OPAQUE else (ESCAPED, kind)


def of_string(value: Str, name: str, arguments: Sequence[AbstractValue]) -> AbstractValue:
    """Returns what a method of a string gives."""
    text = value.literal
    if name in ("toString", "trim", "intern"):
        return value
    if name in ("replace", "replaceAll") and len(arguments) == 2:
        return _replaced(value, name, arguments)
    if text is not None:
        known = _of_literal(text, name, arguments)
        if known is not None:
            return known
    kinds = {"length": NUMBER, "size": NUMBER, "contains": BOOLEAN, "startsWith": BOOLEAN, "endsWith": BOOLEAN, "isEmpty": BOOLEAN}
    return derived(kinds.get(name, ANY), name, value, *arguments)


def _of_literal(text: str, name: str, arguments: Sequence[AbstractValue]) -> AbstractValue | None:
    if name == "length":
        return Num(len(text))
    if name == "isEmpty":
        return Bool(not text)
    other = string_key(arguments[0]) if len(arguments) == 1 else None
    if other is None:
        return None
    found = {"equals": text == other, "contains": other in text, "startsWith": text.startswith(other), "endsWith": text.endswith(other)}
    return Bool(found[name]) if name in found else None


def repairs(arguments: Sequence[AbstractValue]) -> bool:
    """Returns whether replacing the first argument by the second turns ``\\'`` into an apostrophe."""
    if len(arguments) != 2:
        return False
    pattern, replacement = string_key(arguments[0]), string_key(arguments[1])
    return pattern is not None and bool(_APOSTROPHES.fullmatch(pattern)) and replacement in ("'", "", "\\u0027", "\\\\u0027")


def _replaced(value: Str, name: str, arguments: Sequence[AbstractValue]) -> AbstractValue:
    pattern, replacement = string_key(arguments[0]), arguments[1]
    if repairs(arguments):
        return Str(tuple(_repaired(piece, string_key(replacement) or "") for piece in value.pieces))
    if pattern is None or not pattern or not isinstance(replacement, Str):
        return derived(ANY, name, value, *arguments)
    if name == "replaceAll" and re.search(r"[\\^$.|?*+()\[\]{}]", pattern):
        return derived(ANY, name, value, *arguments)
    if len(pattern) > 1 and any(not isinstance(piece, Literal) for piece in replacement.pieces):
        return derived(ANY, name, value, *arguments)
    pieces: list[Piece] = []
    for piece in value.pieces:
        if not isinstance(piece, Literal) or pattern not in piece.text:
            pieces.append(piece)
            continue
        for number, part in enumerate(piece.text.split(pattern)):
            if number:
                pieces.extend(replacement.pieces)
            if part:
                pieces.append(Literal(part, piece.start, False))
    return Str(tuple(pieces)) if len(pieces) < 3000 else derived(ANY, name, value, *arguments)


def _repaired(piece: Piece, replacement: str) -> Piece:
    if isinstance(piece, Literal):
        return Literal(piece.text.replace("\\'", replacement), piece.start, False) if "\\'" in piece.text else piece
    return piece.turned(REPAIRED) if isinstance(piece, Hole) and piece.kind == ESCAPED else piece


def of_symbol(value: Symbol, name: str, arguments: Sequence[AbstractValue]) -> AbstractValue:
    """Returns what a method of an unknown value gives, where it does not depend on how many items that has."""
    if value.key == ("input",):
        return of_input(name, arguments)
    if value.key == ("util",):
        return of_util(name, arguments)
    if name == "get" and len(arguments) == 1:
        key = string_key(arguments[0])
        if key is not None:
            return member(value, key)
        kind = {"params": TEXT, "stageVariables": PLAIN}.get(str(value.key[0]), ANY)
        return derived(kind, "get", value, *arguments)
    if name in ("keySet", "entrySet", "values"):
        return derived(ANY, name, value, inner=TEXT if name == "keySet" else "")
    if name == "toString":
        return value
    if name in ("replaceAll", "replace", "replaceFirst") and value.kind in (ESCAPED, REPAIRED, *_SAFE_IN_STRINGS):
        kind = REPAIRED if value.kind == ESCAPED and repairs(arguments) else value.kind
        return derived(kind, name, value, *arguments, inner=value.inner)
    if name in ("equals", "equalsIgnoreCase", "contains", "startsWith", "endsWith", "containsKey", "matches", "containsValue"):
        return derived(BOOLEAN, name, value, *arguments)
    if name in ("length", "indexOf", "hashCode", "compareTo", "lastIndexOf"):
        return derived(NUMBER, name, value, *arguments)
    if name in ("put", "add", "remove", "addAll", "putAll", "clear", "set"):
        return Symbol(ANY, ("call", name, value, *arguments))
    return derived(ANY, name, value, *arguments)
