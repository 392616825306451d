"""Keys of settings: which methods the method settings of a stage, or a throttle of a usage plan, are for.

Texts are *masked*: :data:`apigw_lint.value.HOLE` stands for a part that is not known before deployment.
"""

from __future__ import annotations

from apigw_lint.facts.enums import METHODS, nearest
from apigw_lint.value import HOLE

EVERY = "*"
"""Stands for every path, or every verb."""


class SettingFault:
    """Why a text is no key, in words, and which part of it. ``suggestion`` is what the whole text should be, where that is plain."""

    __slots__ = ("end", "message", "start", "suggestion")

    def __init__(self, start: int, end: int, message: str, suggestion: str | None = None) -> None:
        self.start = start
        self.end = end
        self.message = message
        self.suggestion = suggestion

    def __repr__(self) -> str:
        return f"SettingFault({self.start}, {self.end}, {self.message!r})"


class ThrottleKey:
    """The method that a throttle is for: a path as the API has it, a verb, and where the verb starts in the text."""

    __slots__ = ("method", "method_start", "path")

    def __init__(self, path: str, method: str, method_start: int) -> None:
        self.path = path
        self.method = method
        self.method_start = method_start

    def __repr__(self) -> str:
        return f"ThrottleKey({self.path!r}, {self.method!r})"


def setting_path(text: str) -> str | SettingFault | None:
    """Returns the path that ``/~1pets~1{id}`` is for, :data:`EVERY` for ``/*``; ``None`` where it is not known.

    A path whose slashes are written as they are is taken as well: what API Gateway makes of it is not documented.
    """
    if text.startswith("/"):
        if HOLE in text:
            return None
        return EVERY if text == "/*" else "/" + text[1:].replace("~1", "/").replace("~0", "~").removeprefix("/")
    if text.startswith(HOLE):
        return None
    right = "/*" if text == EVERY else f"/{text}" if text.startswith("~1") else f"/~1{text}"
    words = f"path {text} does not start with a slash: {right}" if text else "the path is empty"
    return SettingFault(0, len(text), words, right if text and HOLE not in text else None)


def setting_method(text: str) -> SettingFault | None:
    """Returns what is wrong with the verb of a method setting: a verb, ``ANY`` or ``*``."""
    if text in METHODS or text == EVERY or HOLE in text:
        return None
    near = nearest(text, METHODS)
    return SettingFault(0, len(text), f"{text or 'an empty text'} is no verb, ANY or *", near)


def throttle_key(text: str) -> ThrottleKey | SettingFault | None:
    """Returns the method that ``/pets/{id}/GET`` is for, of the root ``//GET``; ``None`` where it is not known."""
    if HOLE in text:
        return None
    path, slash, method = text.rpartition("/")
    if not text.startswith("/") or not slash:
        return SettingFault(0, len(text), f"{text or 'an empty key'} does not start with a slash: /path/METHOD, of the root //METHOD")
    if method not in METHODS:
        at = len(path) + 1
        return SettingFault(at, len(text), f"{text} does not end with a verb: /path/METHOD, of the root //METHOD")
    return ThrottleKey(path or "/", method, len(path) + 1)
