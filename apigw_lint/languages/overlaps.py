"""Selection patterns held against each other: which texts two of them match both.

API Gateway takes one response for a text that several patterns match, and does not say which. Recorded against AWS is only that beside a
pattern that takes every error message, such as ``.+``, a narrower one is still chosen.
"""

from __future__ import annotations

from functools import lru_cache

from apigw_lint.languages.automata import Automaton, Budget, ExhaustedError, automaton, common, lies_in, shortest, takes
from apigw_lint.languages.charset import intersection
from apigw_lint.languages.regex_tree import Anchor, Chars, Choice, Group, Repeat, Sequence
from apigw_lint.languages.selection import Pattern, parse
from apigw_lint.record import Row
from apigw_lint.value import Answer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence as Items

    from apigw_lint.languages.regex_tree import Node

MOST_STEPS = 12_000
"""What may be spent on two patterns; what costs more has no answer."""

EQUAL, INSIDE, AROUND, PARTLY = "equal", "inside", "around", "partly"
_PRINTABLE = ((0x20, 0x7E),)


class Overlap(Row):
    """What two patterns have in common: the first is ``equal`` to the second, lies ``inside`` or ``around`` it, or only ``partly``."""

    kind: str
    witness: str
    """A text that both match."""


def of_statuses(first: Pattern, second: Pattern) -> Overlap | None:
    """Returns the overlap of two patterns that status codes are held against, ``None`` where there is none or it is not certain."""
    own, other = set(first.statuses()), set(second.statuses())
    both = sorted(own & other)
    if not both:
        return None
    return Overlap(_kind(_within(first, other), _within(second, own)), both[0])


def _within(pattern: Pattern, codes: set[str]) -> bool:
    """Returns whether a pattern matches no other status codes than these."""
    return all(str(code) in codes or pattern.matches_status(str(code)) is Answer.NO for code in range(100, 600))


def of_messages(first: Pattern, second: Pattern, budget: Budget) -> Overlap | None:
    """Returns the overlap of two patterns that error messages are held against, ``None`` where there is none that counts.

    Two patterns that look for different things somewhere in a message overlap only in messages with both things in them: that does not
    count. Nor does a pattern that takes every message. Raises :class:`ExhaustedError` where nothing is left of the budget.
    """
    found, spent = _compared(first.text, second.text)
    budget.spend(spent)
    return found


@lru_cache(maxsize=1024)
def _compared(first: str, second: str) -> tuple[Overlap | None, int]:
    budget = Budget(MOST_STEPS)
    try:
        return _overlap(first, second, budget), MOST_STEPS - budget.left
    except ExhaustedError:
        return None, MOST_STEPS


def _overlap(first: str, second: str, budget: Budget) -> Overlap | None:
    sure, other_sure = _machine(first, True), _machine(second, True)
    if sure is None or other_sure is None:
        return None
    budget.spend(len(sure.moves) + len(other_sure.moves))
    own, theirs = shortest(sure), shortest(other_sure)
    if own is None or theirs is None:
        return None
    # What does not take the other's shortest text does not take all that the other takes: most patterns are told apart by that.
    inside, around = takes(other_sure, own), takes(sure, theirs)
    if not (inside or around) and _meet_by_chance(first, second):
        return None
    witness = own if inside else theirs if around else common(sure, other_sure, budget)
    if witness is None or _takes_every(sure, budget) is not _takes_every(other_sure, budget):
        return None
    inside = inside and _lies_in(first, other_sure, budget)
    around = around and _lies_in(second, sure, budget)
    kind = _kind(inside, around)
    return None if kind == PARTLY and _meet_by_chance(first, second) else Overlap(kind, witness)


def _lies_in(text: str, machine: Automaton, budget: Budget) -> bool:
    may = _machine(text, False)
    return may is not None and lies_in(may, machine, budget)


def _kind(inside: bool, around: bool) -> str:
    if inside:
        return EQUAL if around else INSIDE
    return AROUND if around else PARTLY


@lru_cache(maxsize=512)
def _machine(text: str, surely: bool) -> Automaton | None:
    return automaton(_root(text), surely)


def _root(text: str) -> Node:
    """Returns the tree of a pattern that Java accepts."""
    pattern = parse(text)
    return pattern.root if isinstance(pattern, Pattern) else Sequence(0, 0, [])


def _takes_every(machine: Automaton, budget: Budget) -> bool:
    """Returns whether an automaton takes every message of one line."""
    anything = _machine(".+", False)
    return anything is not None and lies_in(anything, machine, budget)


def _meet_by_chance(first: str, second: str) -> bool:
    """Returns whether a text of the one pattern with a text of the other behind it is matched by both."""
    own, other = _root(first), _root(second)
    return (_is_free(own, -1) and _is_free(other, 0)) or (_is_free(other, -1) and _is_free(own, 0))


def _is_free(node: Node, end: int) -> bool:
    """Returns whether a part has any text at one of its ends: ``0`` its start, ``-1`` its end."""
    if isinstance(node, Group):
        return _is_free(node.item, end)
    if isinstance(node, Choice):
        return any(_is_free(option, end) for option in node.options)
    if isinstance(node, Sequence):
        return _row_is_free(node.items, end)
    return isinstance(node, Repeat) and node.maximum is None and _is_anything(node.item)


def _row_is_free(items: Items[Node], end: int) -> bool:
    for item in items if end == 0 else reversed(items):
        if not isinstance(item, Anchor):
            return _is_free(item, end)
    return False


def _is_anything(node: Node) -> bool:
    """Returns whether a part is one character, and may be any that is printed."""
    if isinstance(node, Group):
        return _is_anything(node.item)
    if isinstance(node, Choice):
        return any(map(_is_anything, node.options))
    return isinstance(node, Chars) and intersection(node.chars.sure, _PRINTABLE) == _PRINTABLE
