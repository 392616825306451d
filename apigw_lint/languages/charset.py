"""Sets of characters of which only a part may be known.

A set is two sets of ranges: ``sure``, the characters that are certainly in it, and ``possible``, those that may be. Classes such as
``\\p{L}`` are known for ASCII and possible everywhere else, so that no table of Unicode is needed and no answer is ever wrong.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

Ranges = tuple[tuple[int, int], ...]
"""Ranges of code points, both ends included, sorted, with gaps between them."""

LAST = 0x10FFFF
EVERYTHING: Ranges = ((0, LAST),)
BEYOND_ASCII: Ranges = ((0x80, LAST),)


class CharSet:
    """A set of characters, known in part."""

    __slots__ = ("possible", "sure")

    def __init__(self, sure: Ranges, possible: Ranges | None = None) -> None:
        self.sure = sure
        self.possible = sure if possible is None else possible

    def __repr__(self) -> str:
        return f"CharSet({self.sure!r}{'' if self.sure == self.possible else f', {self.possible!r}'})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, CharSet) and (self.sure, self.possible) == (other.sure, other.possible)

    def __hash__(self) -> int:
        return hash((self.sure, self.possible))

    def __or__(self, other: CharSet) -> CharSet:
        return CharSet(union(self.sure, other.sure), union(self.possible, other.possible))

    def __and__(self, other: CharSet) -> CharSet:
        return CharSet(intersection(self.sure, other.sure), intersection(self.possible, other.possible))

    def __invert__(self) -> CharSet:
        return CharSet(complement(self.possible), complement(self.sure))

    def folded(self, unicode: bool) -> CharSet:
        """Returns the set without regard to case: of ASCII, and with ``unicode`` of all letters, of which no table is kept."""
        sure, possible = _swapped(self.sure), _swapped(self.possible)
        if unicode:
            possible = EVERYTHING if intersection(possible, BEYOND_ASCII) else union(possible, BEYOND_ASCII)
        return CharSet(sure, possible)

    def within(self, other: Ranges) -> bool:
        """Returns whether no possible character lies outside the given ranges."""
        return intersection(self.possible, other) == self.possible


def of(text: str) -> CharSet:
    """Returns the set of the characters of a text."""
    return CharSet(_merged((ord(c), ord(c)) for c in text))


def between(first: int, last: int) -> CharSet:
    """Returns the set of a range, both ends included."""
    return CharSet(((first, last),))


def contains(ranges: Ranges, code: int) -> bool:
    """Returns whether a character lies in the ranges."""
    return any(first <= code <= last for first, last in ranges)


def union(*sets: Ranges) -> Ranges:
    """Returns the ranges of all that lies in any of the sets."""
    return _merged(r for ranges in sets for r in ranges)


def complement(ranges: Ranges) -> Ranges:
    """Returns the ranges of all that does not lie in these."""
    result = []
    at = 0
    for first, last in ranges:
        if at < first:
            result.append((at, first - 1))
        at = last + 1
    if at <= LAST:
        result.append((at, LAST))
    return tuple(result)


def intersection(first: Ranges, second: Ranges) -> Ranges:
    """Returns the ranges of what lies in both sets."""
    result = []
    i = j = 0
    while i < len(first) and j < len(second):
        start, end = max(first[i][0], second[j][0]), min(first[i][1], second[j][1])
        if start <= end:
            result.append((start, end))
        if first[i][1] < second[j][1]:
            i += 1
        else:
            j += 1
    return tuple(result)


def _merged(ranges: Iterable[tuple[int, int]]) -> Ranges:
    result: list[tuple[int, int]] = []
    for first, last in sorted(ranges):
        if result and first <= result[-1][1] + 1:
            result[-1] = (result[-1][0], max(result[-1][1], last))
        else:
            result.append((first, last))
    return tuple(result)


def _swapped(ranges: Ranges) -> Ranges:
    lower = intersection(ranges, ((0x61, 0x7A),))
    upper = intersection(ranges, ((0x41, 0x5A),))
    return union(ranges, tuple((a - 32, b - 32) for a, b in lower), tuple((a + 32, b + 32) for a, b in upper))
