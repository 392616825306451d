"""Regular expressions as automata: whether two overlap, with a text that both match, and whether one takes all that another takes.

A pattern has two automata: one of texts that it *surely* matches, and one of all that it *may* match (what is not followed, such as back
references, is left out of the first and anything at all in the second). Answers are certain or ``None``.

Overlap is reachability on pairs of states of two automata; whether all of one lies in the other is decided on subsets of states that are
made when they are met. Both spend from a :class:`Budget`: patterns that would take long have no answer.
"""

from __future__ import annotations

from apigw_lint.languages.charset import EVERYTHING, CharSet, Ranges, complement, contains, intersection
from apigw_lint.languages.regex_tree import Anchor, Chars, Choice, Group, Opaque, Repeat, Sequence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.languages.regex_tree import Node

    _Came = dict[tuple[int, int], tuple[tuple[int, int] | None, str]]
    """Of a pair of states: the pair before it, ``None`` for the start, and what was read."""

MOST_STATES = 1500
"""States of one automaton; a pattern that needs more has none."""
_MOST_EMPTY_MOVES = 20_000
"""Empty moves that are followed from all states together."""

_START, _END = "start", "end"
_PREFERRED = "ae0 -"
_LOWER: Ranges = ((0x61, 0x7A),)
_PRINTABLE: Ranges = ((0x20, 0x7E),)
_ANY = Chars(0, 0, CharSet(EVERYTHING))


class Budget:
    """The work that may still be spent, in steps of about a microsecond or two."""

    __slots__ = ("left",)

    def __init__(self, steps: int) -> None:
        self.left = steps

    def spend(self, steps: int = 1) -> None:
        """Takes steps away; raises :class:`ExhaustedError` where there are none left."""
        self.left -= steps
        if self.left < 0:
            raise ExhaustedError


class ExhaustedError(Exception):
    """The question costs more than may be spent on it."""


class Automaton:
    """A nondeterministic automaton over characters, without empty moves.

    ``moves`` has for each state its moves: the characters, and the states that they lead to. ``first`` are the states to start in,
    ``final`` those in which a text may end.
    """

    __slots__ = ("final", "first", "moves")

    def __init__(self, first: frozenset[int], final: frozenset[int], moves: list[list[tuple[Ranges, frozenset[int]]]]) -> None:
        self.first = first
        self.final = final
        self.moves = moves


def automaton(root: Node, surely: bool) -> Automaton | None:
    """Returns the automaton of what a pattern surely matches as a whole, or of what it may match; ``None`` where it would be too large."""
    maker = _Maker(surely)
    try:
        return maker.finished(maker.add(root, maker.state()))
    except ExhaustedError:
        return None


class _Maker:
    """The automaton as it is made, with empty moves. A state has a twin for the text's end, behind a ``$``: it reads nothing more."""

    def __init__(self, surely: bool) -> None:
        self._surely = surely
        self._budget = Budget(_MOST_EMPTY_MOVES)
        self._moves: list[list[tuple[Ranges, int]]] = []
        self._empty: list[list[tuple[str, int]]] = []

    def state(self) -> int:
        """Returns a new state."""
        if len(self._moves) >= MOST_STATES:
            raise ExhaustedError
        self._moves.append([])
        self._empty.append([])
        return len(self._moves) - 1

    def add(self, node: Node, start: int) -> int:
        """Adds a part of a pattern that begins in a state; returns the state that it ends in."""
        if isinstance(node, Chars):
            return self._read(start, node.chars.sure if self._surely else node.chars.possible)
        if isinstance(node, Sequence):
            for item in node.items:
                start = self.add(item, start)
            return start
        if isinstance(node, Choice):
            return self._choice(node, start)
        if isinstance(node, Repeat):
            return self.state() if node.possessive and self._surely else self._repeat(node, start)
        if isinstance(node, Group):
            return self.state() if node.atomic and self._surely else self.add(node.item, start)
        if isinstance(node, Anchor):
            return self._anchor(node, start)
        if self._surely:
            return self.state()
        return self._anything(start, node.minimum, node.maximum) if isinstance(node, Opaque) else start

    def _read(self, start: int, ranges: Ranges) -> int:
        end = self.state()
        if ranges:
            self._moves[start].append((ranges, end))
        return end

    def _join(self, start: int, end: int, where: str = "") -> None:
        self._empty[start].append((where, end))

    def _choice(self, node: Choice, start: int) -> int:
        end = self.state()
        for option in node.options:
            first = self.state()
            self._join(start, first)
            self._join(self.add(option, first), end)
        return end

    def _repeat(self, node: Repeat, start: int) -> int:
        for _ in range(node.minimum):
            start = self.add(node.item, start)
        end = self.state()
        if node.maximum is None:
            loop = self.state()
            self._join(start, loop)
            self._join(self.add(node.item, loop), loop)
            self._join(loop, end)
            return end
        self._join(start, end)
        for _ in range(node.maximum - node.minimum):
            first = self.state()
            self._join(start, first)
            start = self.add(node.item, first)
            self._join(start, end)
        return end

    def _anything(self, start: int, minimum: int, maximum: int | None) -> int:
        return self._repeat(Repeat(0, 0, _ANY, minimum, maximum, False), start)

    def _anchor(self, node: Anchor, start: int) -> int:
        if not self._surely:
            return start
        end = self.state()
        if node.kind in ("^", "A", "G"):
            self._join(start, end, _START)
        elif node.kind in ("$", "Z", "z"):
            self._join(start, end, _END)
        return end

    def finished(self, last: int) -> Automaton:
        """Returns the automaton without empty moves; states of the text's end come behind all others."""
        size = len(self._moves)
        reached = {target: self._reached(target, False) for moves in self._moves for _, target in moves}
        moves = [[(ranges, reached[target]) for ranges, target in row] for row in self._moves]
        return Automaton(self._reached(0, True), frozenset((last, last + size)), [*moves, *([] for _ in range(size))])

    def _reached(self, state: int, at_start: bool) -> frozenset[int]:
        """Returns the states that empty moves lead to, those that neither read nor end left out."""
        size = len(self._moves)
        found, waiting = {state}, [state]
        while waiting:
            at = waiting.pop()
            ended = at >= size
            for where, target in self._empty[at - size if ended else at]:
                if where == _START and not at_start:
                    continue
                self._budget.spend()
                then = target + size if ended or where == _END else target
                if then not in found:
                    found.add(then)
                    waiting.append(then)
        return frozenset(found)


def shortest(machine: Automaton) -> str | None:
    """Returns one of the shortest texts, not the empty one, that an automaton takes; ``None`` where there is none."""
    waiting = [(state, "") for state in machine.first]
    seen: set[int] = set()
    while waiting:
        found = []
        for state, text in waiting:
            for ranges, targets in machine.moves[state]:
                longer = text + _character(ranges)
                if targets & machine.final:
                    return longer
                found += [(target, longer) for target in targets - seen]
                seen |= targets
        waiting = found
    return None


def takes(machine: Automaton, text: str) -> bool:
    """Returns whether an automaton takes a text."""
    states: frozenset[int] | set[int] = machine.first
    for character in text:
        code = ord(character)
        states = {t for state in states for ranges, targets in machine.moves[state] if contains(ranges, code) for t in targets}
    return not machine.final.isdisjoint(states)


def common(first: Automaton, second: Automaton, budget: Budget) -> str | None:
    """Returns one of the shortest texts, not the empty one, that both automata take; ``None`` where there is none."""
    waiting = [(a, b) for a in first.first for b in second.first]
    came: _Came = {}
    at_start = True
    while waiting:
        found: list[tuple[int, int]] = []
        for pair in waiting:
            for both, target in _steps(first, second, pair, budget):
                if target not in came:
                    came[target] = (None if at_start else pair, _character(both))
                    if target[0] in first.final and target[1] in second.final:
                        return _text(came, target)
                    found.append(target)
        waiting, at_start = found, False
    return None


def _steps(first: Automaton, second: Automaton, pair: tuple[int, int], budget: Budget) -> Iterator[tuple[Ranges, tuple[int, int]]]:
    """Yields what both automata can read in a pair of states, and the pairs that it leads to."""
    for ranges, targets in first.moves[pair[0]]:
        for others, other_targets in second.moves[pair[1]]:
            both = intersection(ranges, others)
            budget.spend(1 + (len(targets) * len(other_targets) if both else 0))
            for target in targets if both else ():
                for other in other_targets:
                    yield both, (target, other)


def _text(came: _Came, pair: tuple[int, int] | None) -> str:
    characters = []
    while pair is not None:
        pair, character = came[pair]
        characters.append(character)
    return "".join(reversed(characters))


def lies_in(inner: Automaton, outer: Automaton, budget: Budget) -> bool:
    """Returns whether an automaton takes no text, the empty one aside, that another does not take."""
    live = _live(inner)
    waiting = [(state, outer.first) for state in inner.first & live]
    seen = set(waiting)
    while waiting:
        state, others = waiting.pop()
        for ranges, targets in inner.moves[state]:
            targets = targets & live
            for reached in _split(ranges, outer, others, budget) if targets else ():
                if targets & inner.final and not reached & outer.final:
                    return False
                for target in targets:
                    budget.spend()
                    if (target, reached) not in seen:
                        seen.add((target, reached))
                        waiting.append((target, reached))
    return True


def _split(ranges: Ranges, outer: Automaton, states: frozenset[int], budget: Budget) -> set[frozenset[int]]:
    """Returns the sets of states that the characters of a move lead to, one for each kind of character."""
    pieces: list[tuple[Ranges, frozenset[int]]] = [(ranges, frozenset())]
    for state in states:
        for others, targets in outer.moves[state]:
            budget.spend(len(pieces) + len(targets))
            rest = complement(others)
            split = []
            for piece, reached in pieces:
                inside, outside = intersection(piece, others), intersection(piece, rest)
                if inside:
                    split.append((inside, reached | targets))
                if outside:
                    split.append((outside, reached))
            pieces = split
    return {reached for _, reached in pieces}


def _live(machine: Automaton) -> frozenset[int]:
    """Returns the states from which a text may still end."""
    before: dict[int, list[int]] = {}
    for state, moves in enumerate(machine.moves):
        for _, targets in moves:
            for target in targets:
                before.setdefault(target, []).append(state)
    live = set(machine.final)
    waiting = list(live)
    while waiting:
        for state in before.get(waiting.pop(), ()):
            if state not in live:
                live.add(state)
                waiting.append(state)
    return frozenset(live)


def _character(ranges: Ranges) -> str:
    """Returns the character of a set that reads best."""
    for character in _PREFERRED:
        if contains(ranges, ord(character)):
            return character
    shown = intersection(ranges, _LOWER) or intersection(ranges, _PRINTABLE) or ranges
    return chr(shown[0][0])
