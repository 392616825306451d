"""JSONPath as API Gateway reads it in ``$input.json(...)`` and ``$input.path(...)``.

It is Jayway's dialect: what does not begin with ``$`` or ``@`` is read as if ``$.`` stood before it, properties take any characters but
blanks after a dot, and brackets hold quoted names, indexes, slices, ``*`` or a filter. What stands inside a filter is not read.
"""

from __future__ import annotations

import re

from apigw_lint.regexp import regexp
from apigw_lint.value import HOLE

_INDEXES = regexp(r"\s*-?\d+\s*(,\s*-?\d+\s*)*|\s*-?\d*\s*:\s*-?\d*\s*(:\s*-?\d*\s*)?")
_DOT_NAME = regexp(r"[^.\[( ]+")
_QUOTED = regexp(r"""\s*(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")\s*""", re.DOTALL)


class JsonPathError:
    """Why a text is no JSONPath, and where."""

    __slots__ = ("end", "message", "start")

    def __init__(self, start: int, end: int, message: str) -> None:
        self.start = start
        self.end = end
        self.message = message

    def __repr__(self) -> str:
        return f"JsonPathError({self.start}, {self.end}, {self.message!r})"


def check(text: str) -> JsonPathError | None:
    """Returns what is wrong with a path, ``None`` where it is one or where that depends on its holes."""
    start, end = len(text) - len(text.lstrip()), len(text.rstrip())
    if start >= end:
        return JsonPathError(0, len(text), "the whole body is $")
    if HOLE in text:
        return None
    at = start
    if text[at] in "$@":
        at += 1
        if at < end and text[at] not in ".[":
            return JsonPathError(at, at + 1, f"after {text[start]} comes . or [, not {text[at]}")
    return _names(text, at, end)


def _names(text: str, at: int, end: int) -> JsonPathError | None:
    """Reads what follows the root; ``at`` stands before a dot, a bracket, or the first name."""
    while at < end:
        if text[at] == "[":
            closing = _bracket(text, at, end)
            if isinstance(closing, JsonPathError):
                return closing
            at = closing
            continue
        if text[at] == ".":
            dots = 2 if text.startswith("..", at) else 1
            at += dots
            if at >= end:
                return JsonPathError(at - dots, at, "a path does not end with a dot")
            if text[at] == ".":
                return JsonPathError(at, at + 1, "a name stands between dots")
            if text[at] == "[":
                continue
        name = _DOT_NAME.match(text, at, end)
        if name is None:
            return JsonPathError(at, at + 1, "a name is missing here")
        at = name.end()
        if at < end and text[at] == " ":
            return JsonPathError(name.start(), end, "a name with blanks is written ['in brackets']")
        if at < end and text[at] == "(":
            closed = _balanced(text, at, end, "(", ")")
            if closed is None:
                return JsonPathError(at, end, "a parenthesis that is never closed")
            at = closed
    return None


def _bracket(text: str, at: int, end: int) -> int | JsonPathError:
    """Returns where the bracket that opens here ends, or what is wrong with it."""
    inside = at + 1
    while inside < end and text[inside].isspace():
        inside += 1
    if inside >= end:
        return JsonPathError(at, end, "a bracket that is never closed")
    if text[inside] in "?(":
        closed = _balanced(text, at, end, "[", "]")
        return closed if closed is not None else JsonPathError(at, end, "a bracket that is never closed")
    if text[inside] in "'\"":
        return _quoted(text, at, inside, end)
    closing = text.find("]", inside, end)
    if closing < 0:
        return JsonPathError(at, end, "a bracket that is never closed")
    content = text[inside:closing].strip()
    if content == "*" or (content and _INDEXES.fullmatch(content)):
        return closing + 1
    if not content:
        return JsonPathError(at, closing + 1, "brackets hold an index, a quoted name, * or a filter")
    return JsonPathError(inside, closing, f"in brackets a name stands in quotes: ['{content}']")


def _quoted(text: str, opening: int, at: int, end: int) -> int | JsonPathError:
    while True:
        name = _QUOTED.match(text, at, end)
        if name is None:
            return JsonPathError(opening, end, "a name in brackets whose quote is never closed")
        at = name.end()
        if at < end and text[at] == ",":
            at += 1
            continue
        if at < end and text[at] == "]":
            return at + 1
        return JsonPathError(opening, end if at >= end else at + 1, "a bracket that is never closed")


def _balanced(text: str, at: int, end: int, opening: str, closing: str) -> int | None:
    """Returns where the bracket that opens here is closed again; brackets in quotes and in regular expressions do not count."""
    depth, quote = 0, ""
    position = at
    while position < end:
        character = text[position]
        if quote:
            if character == "\\":
                position += 1
            elif character == quote:
                quote = ""
        elif character in "'\"" or (character == "/" and text[:position].rstrip().endswith("~")):
            quote = character
        elif character == opening:
            depth += 1
        elif character == closing:
            depth -= 1
            if depth == 0:
                return position + 1
        position += 1
    return None
