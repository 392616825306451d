"""Selection expressions of WebSocket APIs: what is worked out for a message, to choose a route, a template or a model by its key.

An expression is text with variables in it: ``$request.body.action``, ``${request.body.version}-beta``. A backslash takes
the meaning from a dollar sign: ``\\$default`` is the text ``$default``, as is ``$default`` alone.

Texts are *masked*: :data:`apigw_lint.value.HOLE` stands for a part that is not known before deployment. What is wrong is wrong whatever
the holes become.
"""

from __future__ import annotations

import re

from apigw_lint.regexp import regexp
from apigw_lint.value import HOLE

DEFAULT = "$default"
"""The key that is taken where no other is the result."""

_BARE = regexp(r"[A-Za-z_][\w\-.\[\]@*:'\"" + HOLE + r"]*")
_STATUS = "[1-5][0-9][0-9]"


class Part:
    """A piece of an expression.

    ``kind`` is ``text`` or ``variable``; ``name`` is the text, masked, or the name of the variable, ``None`` where a hole is part of it.
    """

    __slots__ = ("end", "kind", "name", "start")

    def __init__(self, kind: str, name: str | None, start: int, end: int) -> None:
        self.kind = kind
        self.name = name
        self.start = start
        self.end = end

    def __repr__(self) -> str:
        return f"Part({self.kind!r}, {self.name!r})"


class ExpressionError:
    """Why a text is no selection expression, and which part of it."""

    __slots__ = ("end", "message", "start")

    def __init__(self, start: int, end: int, message: str) -> None:
        self.start = start
        self.end = end
        self.message = message

    def __repr__(self) -> str:
        return f"ExpressionError({self.start}, {self.end}, {self.message!r})"


class Expression:
    """A selection expression that can be read."""

    __slots__ = ("parts",)

    def __init__(self, parts: list[Part]) -> None:
        self.parts = tuple(parts)

    def __repr__(self) -> str:
        return f"Expression({list(self.parts)!r})"

    @property
    def variables(self) -> list[Part]:
        """Returns its variables, those with unknown names too."""
        return [part for part in self.parts if part.kind == "variable"]

    @property
    def constant(self) -> str | None:
        """Returns the one key that it always yields, ``None`` where there are several or it is not known."""
        if self.variables:
            return None
        text = "".join(part.name or "" for part in self.parts)
        return None if HOLE in text else text

    def may_yield(self, key: str) -> bool:
        """Returns whether some message can make this key of it."""
        return re.fullmatch("".join(map(_pattern, self.parts)), plain_key(key), re.DOTALL) is not None


def _pattern(part: Part) -> str:
    if part.name is None:
        return ".*"
    if part.kind == "variable":
        return _STATUS if part.name == "integration.response.statuscode" else ".*"
    return ".*".join(map(re.escape, part.name.split(HOLE)))


def plain_key(key: str) -> str:
    """Returns a key without the backslash that ``$default`` can be written with."""
    return DEFAULT if key == "\\$default" else key


def parse(text: str) -> Expression | ExpressionError:
    """Returns what an expression is made of, or what is wrong with it."""
    if text == DEFAULT:
        return Expression([Part("text", DEFAULT, 0, len(text))])
    parts: list[Part] = []
    at = 0
    while at < len(text):
        piece = _variable(text, at) if text[at] == "$" else _text(text, at)
        if isinstance(piece, ExpressionError):
            return piece
        parts.append(piece)
        at = piece.end
    return Expression(parts)


def _text(text: str, at: int) -> Part:
    """Returns the text up to the next variable."""
    end, letters = at, []
    while end < len(text) and text[end] != "$":
        escaped = text.startswith("\\$", end)
        letters.append("$" if escaped else text[end])
        end += 2 if escaped else 1
    return Part("text", "".join(letters), at, end)


def _variable(text: str, at: int) -> Part | ExpressionError:
    """Returns the variable at a dollar sign. A hole behind it can become anything, and then all that follows is open."""
    if text.startswith("${", at):
        end = text.find("}", at)
        if end < 0 and HOLE in text[at:]:
            return Part("variable", None, at, len(text))
        if end < 0:
            return ExpressionError(at, len(text), f"{_shown(text[at:])} has no closing brace")
        name, end = text[at + 2 : end], end + 1
    else:
        match = _BARE.match(text, at + 1)
        if match is None and text[at + 1 : at + 2] == HOLE:
            return Part("variable", None, at, len(text))
        name = match[0] if match else ""
        end = at + 1 + len(name)
    if not name.strip():
        return ExpressionError(at, len(text), f"{_shown(text[at:])} names no variable")
    return Part("variable", None if HOLE in name else name, at, end)


def _shown(text: str) -> str:
    return text.replace(HOLE, "…")
