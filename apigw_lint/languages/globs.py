"""Patterns of file names, where a regular expression was asked for."""

from __future__ import annotations

from apigw_lint.record import Record
from apigw_lint.regexp import regexp

_CLASS = regexp(r"\^?(?P<first>[1-5])(?:[xX]{2}|\*)\$?")
_DECADE = regexp(r"\^?(?P<first>[1-5])(?P<second>\d)(?:[xX]|\*)\$?")
_TEXT = regexp(r"\^?(?P<text>[A-Za-z][\w :,'-]*[A-Za-z0-9])\*\$?")


class Glob(Record):
    """A text read as a pattern of file names: what it means, the regular expression for that, and what it matches as one itself."""

    of_status: bool
    """Whether it means status codes, not texts."""
    meant: str
    regex: str
    matches: str


def glob_reading(text: str) -> Glob | None:
    """Returns what a text means as a pattern of file names; ``None`` where it reads as a regular expression."""
    match = _CLASS.fullmatch(text)
    if match:
        first = match["first"]
        return Glob(of_status=True, meant=f"{first}00 to {first}99", regex=rf"{first}\d{{2}}", matches=_matches(text, first))
    match = _DECADE.fullmatch(text)
    if match:
        both = match["first"] + match["second"]
        return Glob(of_status=True, meant=f"{both}0 to {both}9", regex=rf"{both}\d", matches=_matches(text, both))
    match = _TEXT.fullmatch(text)
    if match:
        word = match["text"]
        matches = f"{word[:-1]}, {word} and {word}{word[-1]}"
        return Glob(of_status=False, meant=f"what starts with {word}", regex=f"{word}.*", matches=matches)
    return None


def looks_like_glob(text: str) -> bool:
    """Returns whether a text reads as a pattern of file names."""
    return glob_reading(text) is not None


def _matches(text: str, digits: str) -> str:
    if "*" not in text:
        return f"the text {text.strip('^$')} alone"
    return f"{digits}{digits[-1]}, {digits}{digits[-1] * 2} and so on"
