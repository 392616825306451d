"""What a plain YAML scalar means: the YAML 1.1 types that CloudFormation knows, everything else a string."""

from __future__ import annotations

from apigw_lint.regexp import regexp

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from typing import TypeAlias

    Plain: TypeAlias = "str | int | float | bool | None"

_WORDS: dict[str, bool | None] = {
    spelling: meaning
    for word, meaning in {"yes": True, "true": True, "on": True, "no": False, "false": False, "off": False, "null": None}.items()
    for spelling in (word, word.capitalize(), word.upper())
}
_WORDS["~"] = _WORDS[""] = None

_FIRST = frozenset("+-.0123456789~nNtTfFyYoO")
_INTEGER = regexp(r"([-+]?)(?:0b([01_]+)|0x([0-9a-fA-F_]+)|0([0-7_]+)|(0|[1-9][0-9_]*))\Z")
_FLOAT = regexp(r"[-+]?(?:[0-9][0-9_]*\.[0-9_]*|\.[0-9][0-9_]*)(?:[eE][-+][0-9]+)?\Z")
_SPECIAL = {".inf": float("inf"), "+.inf": float("inf"), "-.inf": float("-inf"), ".nan": float("nan")}
_BASES = (2, 16, 8, 10)


def resolved(text: str) -> Plain:
    """Returns the value of a plain scalar. Times, ``=`` and ``<<`` stay strings."""
    if text and text[0] not in _FIRST:
        return text
    if text in _WORDS:
        return _WORDS[text]
    if text[0] in "nNtTfFyYoO":
        return text
    return _number(text)


def _number(text: str) -> Plain:
    match = _INTEGER.match(text)
    if match:
        return _integer(text, match)
    if _FLOAT.match(text):
        return float(text.replace("_", ""))
    return _SPECIAL.get(text.lower(), text)


def _integer(text: str, match: re.Match[str]) -> Plain:
    sign, *digits = match.groups()
    for base, number in zip(_BASES, digits, strict=True):
        bare = number.replace("_", "") if number else ""
        if bare:
            return integer(sign + bare, base)
    return text


def integer(digits: str, base: int = 10) -> int | float:
    """Returns a number; one with more digits than Python converts becomes an infinite float."""
    try:
        return int(digits, base)
    except ValueError:
        return float(digits)


def converted(text: str, kind: str) -> Plain:
    """Returns what an explicit standard tag (``int``, ``float``, ``bool``, ``null``, ``str``) makes of a text, else the text."""
    value = resolved(text)
    if kind == "null":
        return None
    if kind == "bool":
        return value if isinstance(value, bool) else text
    if kind == "int":
        return value if isinstance(value, int) and not isinstance(value, bool) else text
    if kind == "float":
        return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else text
    return text
