"""Selection patterns of integration responses: what API Gateway matches them against, and what they can match.

A pattern is a Java regular expression that has to match the *whole* text: the backend's status code, or the error message of a Lambda
function. Questions have three answers, since some of Java's constructs are not followed (:class:`~apigw_lint.languages.regex_tree.Opaque`).
The time they take grows with the length of the pattern and the text, whatever the pattern is: nothing backtracks.
"""

from __future__ import annotations

from functools import lru_cache

from apigw_lint.languages.charset import Ranges, contains
from apigw_lint.languages.regex import parse_regex
from apigw_lint.languages.regex_classes import DIGITS, LINE_ENDS, WORD
from apigw_lint.languages.regex_tree import Anchor, Chars, Choice, Group, Look, Node, Opaque, RegexError, Repeat, Sequence
from apigw_lint.value import Answer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

PatternError = RegexError


class Pattern:
    """A selection pattern that Java accepts."""

    __slots__ = ("_codes", "_digits", "_every", "_some", "root", "text")

    def __init__(self, text: str, root: Node) -> None:
        self.text = text
        self.root = root
        self._digits = self._kinds()
        self._codes: dict[str, Answer] | None = None
        self._some: Answer | None = None
        self._every: Answer | None = None

    def __repr__(self) -> str:
        return f"Pattern({self.text!r})"

    def matches(self, text: str) -> Answer:
        """Returns whether the pattern matches the whole of a text."""
        if len(self.text) * (len(text) + 1) ** 2 > _MOST_WORK:
            return Answer.MAYBE
        sure, possible = _Match(text).ends(self.root, 0)
        end = 1 << len(text)
        return Answer.YES if sure & end else Answer.MAYBE if possible & end else Answer.NO

    def matches_status(self, code: str) -> Answer:
        """Returns whether the pattern matches a status code, 100 to 599."""
        return self._status_answers()[self._representative(code)]

    def some_status(self) -> Answer:
        """Returns whether the pattern matches any status code."""
        if self._some is None:
            self._some = _any(self._status_answers().values())
        return self._some

    def every_status(self) -> Answer:
        """Returns whether the pattern matches all status codes."""
        if self._every is None:
            self._every = _all(self._status_answers().values())
        return self._every

    def statuses(self) -> list[str]:
        """Returns the status codes that the pattern certainly matches."""
        return [str(code) for code in range(100, 600) if self.matches_status(str(code)) is Answer.YES]

    def only_digits(self) -> bool:
        """Returns whether the pattern can certainly match nothing but digits."""
        return all(
            part.chars.within(DIGITS.sure) if isinstance(part, Chars) else not isinstance(part, Opaque) or part.maximum == 0
            for part in _parts(self.root)
        )

    def is_same_as(self, other: Pattern) -> bool:
        """Returns whether two patterns certainly match the same texts, as far as their form tells."""
        return self.text == other.text or _form(self.root) == _form(other.root)

    def _status_answers(self) -> dict[str, Answer]:
        """Returns the answer for one status code of each kind that the pattern can tell apart."""
        if self._codes is None:
            codes = sorted({self._representative(f"{first}{rest:02}") for first in "12345" for rest in range(100)})
            known = len(codes) * len(self.text) * 2 <= _MOST_WORK
            self._codes = {code: self.matches(code) if known else Answer.MAYBE for code in codes}
        return self._codes

    def _representative(self, code: str) -> str:
        digits = self._digits
        first = min(digit for digit in "12345" if digits[digit] == digits[code[0]])
        return first + digits[code[1]] + digits[code[2]]

    def _kinds(self) -> dict[str, str]:
        """Returns for each digit the first one that no part of the pattern tells apart from it."""
        sets: set[Ranges] = set()
        for node in _parts(self.root):
            if isinstance(node, Chars):
                sets |= {node.chars.sure, node.chars.possible}
        kinds: dict[tuple[bool, ...], str] = {}
        return {digit: kinds.setdefault(tuple(contains(s, ord(digit)) for s in sets), digit) for digit in "0123456789"}


_MOST_WORK = 200_000
"""How much may be held against each other, in characters of patterns times places in texts."""
_FEW = 8
"""Up to how many repetitions, of up to how many parts, are the same as writing the parts so often."""


@lru_cache(maxsize=256)
def parse(text: str) -> Pattern | PatternError:
    """Returns a selection pattern, or what Java says against it and where."""
    try:
        return Pattern(text, parse_regex(text))
    except RegexError as error:
        return error


class _Match:
    """A text, and where the parts of a pattern can end in it: sets of offsets, as bits of a number."""

    def __init__(self, text: str) -> None:
        self._codes = [ord(character) for character in text]
        self._size = len(text)
        self._known: dict[tuple[int, int], tuple[int, int]] = {}

    def ends(self, node: Node, at: int) -> tuple[int, int]:
        """Returns where a part that starts at an offset certainly can end, and where it may."""
        key = (id(node), at)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._ends(node, at)
        return found

    def _ends(self, node: Node, at: int) -> tuple[int, int]:
        if isinstance(node, Chars):
            return self._one(node, at)
        if isinstance(node, Sequence):
            return tuple(self._row(node.items, at, which) for which in (0, 1))  # type: ignore[return-value]
        if isinstance(node, Choice):
            return self._choice(node, at)
        if isinstance(node, Repeat):
            both = tuple(self._times(node, at, which) for which in (0, 1))
            return _first_only(both[0], both[1]) if node.possessive else (both[0], both[1])
        if isinstance(node, Group):
            return _first_only(*self.ends(node.item, at)) if node.atomic else self.ends(node.item, at)
        if isinstance(node, Opaque):
            return 0, self._stretch(at + node.minimum, self._size if node.maximum is None else min(self._size, at + node.maximum))
        sure, possible = self._look(node, at) if isinstance(node, Look) else self._anchor(node, at)
        return (1 << at if sure else 0), (1 << at if possible else 0)

    def _one(self, node: Chars, at: int) -> tuple[int, int]:
        if at >= self._size:
            return 0, 0
        code = self._codes[at]
        after = 1 << (at + 1)
        return (after if contains(node.chars.sure, code) else 0), (after if contains(node.chars.possible, code) else 0)

    def _choice(self, node: Choice, at: int) -> tuple[int, int]:
        sure = possible = 0
        for option in node.options:
            own = self.ends(option, at)
            sure |= own[0]
            possible |= own[1]
        return sure, possible

    def _row(self, items: tuple[Node, ...], at: int, which: int) -> int:
        mask = 1 << at
        for item in items:
            mask = self._step(item, mask, which)
            if not mask:
                break
        return mask

    def _step(self, item: Node, mask: int, which: int) -> int:
        """Returns where the part can end when it starts at any of the offsets."""
        result = 0
        for at in range(self._size + 1):
            if mask >> at & 1:
                result |= self.ends(item, at)[which]
        return result

    def _times(self, node: Repeat, at: int, which: int) -> int:
        mask = self._exactly(node.item, 1 << at, node.minimum, which)
        result = frontier = mask
        left = self._size + 1 if node.maximum is None else node.maximum - node.minimum
        while frontier and left > 0:
            frontier = self._step(node.item, frontier, which) & ~result
            result |= frontier
            left -= 1
        return result

    def _exactly(self, item: Node, mask: int, count: int, which: int) -> int:
        """Returns where so many repetitions end. Sets of offsets come again after some rounds: the rest is leapt over."""
        history = [mask]
        rounds: dict[int, int] = {mask: 0}
        for done in range(1, count + 1):
            mask = self._step(item, mask, which)
            if mask in rounds:
                period = done - rounds[mask]
                return history[rounds[mask] + (count - done) % period]
            rounds[mask] = done
            history.append(mask)
        return mask

    def _stretch(self, first: int, last: int) -> int:
        return sum(1 << at for at in range(first, last + 1))

    def _look(self, node: Look, at: int) -> tuple[bool, bool]:
        if node.ahead:
            sure, possible = (bool(mask) for mask in self.ends(node.item, at))
        else:
            before = [self.ends(node.item, start) for start in range(at + 1)]
            sure, possible = (any(ends[which] >> at & 1 for ends in before) for which in (0, 1))
        return (not possible, not sure) if node.negative else (sure, possible)

    def _anchor(self, node: Node, at: int) -> tuple[bool, bool]:
        kind = node.kind if isinstance(node, Anchor) else ""
        if kind in ("A", "G") or (kind == "^" and at == 0):
            return at == 0, at == 0
        if kind == "z" or (kind in ("$", "Z") and at == self._size):
            return at == self._size, at == self._size
        if kind in ("b", "B"):
            return self._boundary(at, kind == "B")
        # Behind a line end (^ with the flag m), or before one ($ and \Z).
        lines = any(contains(LINE_ENDS.sure, code) for code in self._codes)
        return False, lines

    def _boundary(self, at: int, negative: bool) -> tuple[bool, bool]:
        around = self._codes[max(at - 1, 0) : at + 1]
        if any(code > 0x7F for code in around):
            return False, True
        boundary = (at > 0 and self._is_word(at - 1)) != (at < self._size and self._is_word(at))
        return boundary != negative, boundary != negative

    def _is_word(self, at: int) -> bool:
        return contains(WORD.sure, self._codes[at])


def _first_only(sure: int, possible: int) -> tuple[int, int]:
    """Returns the ends of a part that keeps its first match: known where there is only one."""
    return (sure if sure == possible and sure & (sure - 1) == 0 else 0), possible


def _parts(root: Node) -> Iterator[Node]:
    """Yields every part of a pattern."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        yield node
        if isinstance(node, Sequence):
            waiting += node.items
        elif isinstance(node, Choice):
            waiting += node.options
        elif isinstance(node, (Repeat, Group, Look)):
            waiting.append(node.item)


def _form(root: Node) -> object:
    """Returns the form of a pattern without what makes no difference: groups, anchors at its ends, ways of writing."""
    items = _flat(root)
    while items and items[0] in (("anchor", "^", False), ("anchor", "A", False)):
        items.pop(0)
    while items and items[-1] in (("anchor", "$", False), ("anchor", "Z", False), ("anchor", "z", False)):
        items.pop()
    return tuple(items)


def _flat(node: Node) -> list[object]:
    if isinstance(node, Sequence):
        return [form for item in node.items for form in _flat(item)]
    if isinstance(node, Group) and not node.atomic:
        return _flat(node.item)
    if isinstance(node, Repeat) and node.minimum == node.maximum and node.minimum <= _FEW:
        once = _flat(node.item)
        if len(once) <= _FEW:
            return once * node.minimum
    if isinstance(node, Chars) and node.chars.sure == node.chars.possible:
        return [("chars", node.chars.sure)]
    if isinstance(node, Choice):
        return [("choice", *(tuple(_flat(option)) for option in node.options))]
    if isinstance(node, Repeat):
        return [("repeat", node.minimum, node.maximum, node.possessive, tuple(_flat(node.item)))]
    if isinstance(node, Anchor):
        return [("anchor", node.kind, node.multiline)]
    # What is not followed is like itself only.
    return [node]


def _any(answers: Iterable[Answer]) -> Answer:
    known = set(answers)
    return Answer.YES if Answer.YES in known else Answer.MAYBE if Answer.MAYBE in known else Answer.NO


def _all(answers: Iterable[Answer]) -> Answer:
    known = set(answers)
    return Answer.NO if Answer.NO in known else Answer.MAYBE if Answer.MAYBE in known else Answer.YES
