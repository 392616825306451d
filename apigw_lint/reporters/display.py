"""How text stands in a terminal: tabs, wide and combining characters, control characters, and lines that are too long."""

from __future__ import annotations

TAB = "    "
LIMIT = 120
"""Characters of a source line that are shown."""
_HIDDEN = {**{code: chr(0x2400 + code) for code in range(32)}, 9: TAB, 127: "\u2421"}
_HIDDEN.update(dict.fromkeys([*range(0x80, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0xFEFF], "\ufffd"))
"""Control characters would move the cursor, and directional ones would turn the line around: they are shown as signs instead."""


def expanded(text: str) -> str:
    """Returns a text with tabs as blanks, and with a sign for each character that a terminal would obey."""
    return text if text.isascii() and text.isprintable() else text.translate(_HIDDEN)


def width(text: str) -> int:
    """Returns how many columns a text takes, once expanded."""
    text = expanded(text)
    if text.isascii():
        return len(text)
    from unicodedata import combining, east_asian_width

    return sum(0 if combining(char) else 2 if east_asian_width(char) in "WF" else 1 for char in text)


def cropped(text: str, start: int, end: int) -> tuple[str, int, int]:
    """Returns what is shown of a line so that ``start`` to ``end`` is in sight.

    With it: how many characters were dropped in front, and the columns of the mark that stands for them.
    """
    if len(text) <= LIMIT:
        return expanded(text.rstrip()), 0, 0
    room = LIMIT - min(end - start, LIMIT // 2)
    first = max(min(start - room // 2, len(text) - LIMIT), 0)
    first = first if first > 8 else 0
    last = first + LIMIT
    lead, tail = ("…" if first else ""), ("…" if last < len(text) else "")
    return lead + expanded(text[first:last].rstrip()) + tail, first, len(lead)
