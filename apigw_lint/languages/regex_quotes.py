"""Quoted text in Java's regular expressions: ``\\Q..\\E``, which is taken apart before anything else is read."""

from __future__ import annotations

QUOTED = "\0quoted "
"""Stands before a character that a quote has made literal."""


def unquoted(text: str) -> tuple[list[str], list[int]]:
    """Returns the characters of a pattern without its quote marks, and where each stands; the last place is the end."""
    chars: list[str] = []
    places: list[int] = []
    inside = False
    at = 0
    while at < len(text):
        pair = text[at : at + 2]
        if inside and pair == "\\E":
            inside = False
            at += 2
        elif not inside and pair == "\\Q":
            inside = True
            at += 2
        elif not inside and pair.startswith("\\") and len(pair) > 1:
            chars += pair
            places += (at, at + 1)
            at += 2
        else:
            chars.append(QUOTED + text[at] if inside else text[at])
            places.append(at)
            at += 1
    places.append(len(text))
    return chars, places
