"""The worlds in which a template can run: what its variables are, what it has printed, and what must hold of the input for it.

A question about the input that nothing answers splits a world. What was answered stays answered, and what follows from it follows, so that
two conditions on one value are never taken to be independent. Worlds that have become alike are one again, without the question.
"""

from __future__ import annotations

from apigw_lint.languages.velocity.abstract import ANY, Item, Symbol
from apigw_lint.typed import Protocol

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Sequence

    from apigw_lint.languages.velocity.abstract import AbstractValue, Piece

Answer = bool | int

TRUTH, EQUALS, MISSING, LENGTH, COMPARED = "truth", "equals", "missing", "length", "compared"
LENGTHS = (0, 1, 2)
"""Lists of these lengths are tried."""
YES_NO = (True, False)


class TooMany(Exception):
    """There are more ways through the template than are followed."""


class Sink(Protocol):
    """Where printed pieces go: immutable, and hashable by what matters of it."""

    @property
    def dead(self) -> bool:
        """Returns whether nothing that follows matters any more."""

    def fed(self, piece: Piece) -> Sink:
        """Returns the sink after a piece was printed."""

    def met(self, other: Sink) -> Sink:
        """Returns the sink of two that are equal."""


class Collected(Item):
    """A sink that keeps the pieces."""

    __slots__ = ("pieces",)

    def __init__(self, pieces: tuple[Piece, ...] = ()) -> None:
        self.pieces = pieces

    @property
    def dead(self) -> bool:
        """Returns false: all that is printed matters."""
        return False

    def met(self, other: Sink) -> Collected:
        """Returns itself: equal pieces are the same pieces."""
        return self

    def fed(self, piece: Piece) -> Collected:
        """Returns the sink with one more piece."""
        if len(self.pieces) > 3000:
            raise TooMany
        return Collected((*self.pieces, piece))


class Question(Item):
    """Something about a value of the input: is it true, is it equal to ``argument``, how many items has it."""

    __slots__ = ("argument", "form", "key", "roots")

    def __init__(self, form: str, key: tuple[Hashable, ...], roots: frozenset[tuple[Hashable, ...]], argument: Hashable = None) -> None:
        self.form = form
        self.key = key
        self.roots = roots
        self.argument = argument

    @property
    def answers(self) -> tuple[Answer, ...]:
        """Returns the answers that there can be."""
        return LENGTHS if self.form == LENGTH else YES_NO

    def present(self, answer: Answer) -> bool | None:
        """Returns whether an answer says that the value is there and not empty; ``None`` where it says nothing of it."""
        if self.form == TRUTH:
            return bool(answer)
        if self.form == MISSING or (self.form == EQUALS and self.argument == ""):
            return not answer
        if self.form == LENGTH:
            return True if answer else None
        return True if answer else None


class Fact(Item):
    """An answer. ``doubtful`` where no input need give it, ``words`` say it to people."""

    __slots__ = ("answer", "doubtful", "question", "words")

    def __init__(self, question: Question, answer: Answer, doubtful: bool, words: str) -> None:
        self.question = question
        self.answer = answer
        self.doubtful = doubtful
        self.words = words

    def fields(self) -> tuple[object, ...]:
        """Returns what makes facts equal: not their words."""
        return (self.question, self.answer)


MAX_FACTS = 12
"""A way on which more must hold is followed without them, and nothing is certain on it."""
_TOO_MANY = Fact(Question(TRUTH, ("too", "many"), frozenset()), True, True, "")


class World:
    """One way through a template, as far as it has come. ``status`` is empty, ``break`` or ``stop``."""

    __slots__ = ("changed", "env", "facts", "out", "status")

    def __init__(
        self,
        env: dict[str, AbstractValue],
        out: Sink,
        facts: dict[Question, Fact],
        changed: frozenset[int] = frozenset(),
        status: str = "",
    ) -> None:
        self.env = env
        self.out = out
        self.facts = facts
        self.changed = changed
        self.status = status

    def having(self, name: str, value: AbstractValue | None) -> World:
        """Returns the world after a variable was set, or taken away."""
        env = dict(self.env)
        if value is None:
            env.pop(name, None)
        else:
            env[name] = value
        return World(env, self.out, self.facts, self.changed, self.status)

    def printing(self, piece: Piece) -> World:
        """Returns the world after a piece was printed."""
        out = self.out.fed(piece)
        return World(self.env, out, self.facts, self.changed, "stop" if out.dead else self.status)

    def into(self, out: Sink) -> World:
        """Returns the world with another sink."""
        return World(self.env, out, self.facts, self.changed, self.status)

    def becoming(self, status: str) -> World:
        """Returns the world after ``#break`` or ``#stop``, or going on after a loop."""
        return World(self.env, self.out, self.facts, self.changed, status)

    def knowing(self, fact: Fact) -> World:
        """Returns the world with one more fact."""
        facts = {**self.facts, fact.question: fact} if len(self.facts) < MAX_FACTS else {_TOO_MANY.question: _TOO_MANY}
        return World(self.env, self.out, facts, self.changed, self.status)

    def changing(self, numbers: Iterable[int]) -> World:
        """Returns the world after lists may have been changed."""
        return World(self.env, self.out, self.facts, self.changed | frozenset(numbers), self.status)

    @property
    def certain(self) -> bool:
        """Returns whether some input certainly leads here."""
        return not any(fact.doubtful for fact in self.facts.values())

    @property
    def conditions(self) -> int:
        """Returns how many different things of the input must be so."""
        return len({fact.question.roots for fact in self.facts.values()})

    @property
    def words(self) -> str:
        """Returns what must hold, in words."""
        return " and ".join(fact.words for fact in self.facts.values() if fact.words)


def ask(world: World, question: Question, words: Callable[[Answer], str]) -> list[tuple[World, Answer]]:
    """Returns the worlds that a question splits a world into, with the answer in each."""
    fact = world.facts.get(question)
    if fact is not None:
        return [(world, fact.answer)]
    implied = _implied(world, question)
    if implied is not None:
        return [(world, implied)]
    unsure = not question.roots
    found: list[tuple[World, Answer]] = []
    for answer in question.answers:
        doubtful = unsure or any(not _goes_with(fact, question, answer) for fact in world.facts.values())
        found.append((world.knowing(Fact(question, answer, doubtful, words(answer))), answer))
    return found


def _implied(world: World, question: Question) -> Answer | None:
    for fact in world.facts.values():
        known, answer = fact.question, fact.answer
        present = known.present(answer)
        if known.key == question.key:
            if present is None and not (known.form == EQUALS and answer):
                continue
            implied = _of_same(known, answer, present, question)
        elif present is False and _is_prefix(known.key, question.key):
            implied = _when_absent(question)
        elif present is True and _is_prefix(question.key, known.key):
            implied = _when_present(question)
        else:
            continue
        if implied is not None:
            return implied
    return None


def _of_same(known: Question, answer: Answer, present: bool | None, question: Question) -> Answer | None:
    if known.form == EQUALS and answer and question.form == EQUALS:
        return False if type(known.argument) is type(question.argument) else None
    if present is False:
        return _when_absent(question)
    return _when_present(question)


def _when_absent(question: Question) -> Answer | None:
    """Returns the answer for a value that is missing or empty, where all engines agree on it."""
    if question.form == EQUALS and question.argument != "":
        return False
    return 0 if question.form == LENGTH else None


def _when_present(question: Question) -> Answer | None:
    if question.form == MISSING:
        return False
    return True if question.form == TRUTH else None


def _goes_with(fact: Fact, question: Question, answer: Answer) -> bool:
    """Returns whether an answer to a question is possible beside a fact, for all that is known."""
    known = fact.question
    if not any(_is_prefix(a, b) or _is_prefix(b, a) for a in known.roots for b in question.roots):
        return True
    present = known.present(fact.answer)
    if known.key == question.key:
        if known.form == EQUALS and not fact.answer and question.form in (EQUALS, COMPARED):
            return known.argument == "" or question.form == EQUALS
        if present is not True or known.form not in (TRUTH, MISSING, EQUALS):
            return False
        # What is there may still be an empty string or list: engines differ on the truth of those.
        if question.form == EQUALS:
            return not answer or question.argument != ""
        return question.form == COMPARED or (question.form == LENGTH and answer != 0)
    if _is_prefix(known.key, question.key):
        return present is True
    return _is_prefix(question.key, known.key) and known.form in (TRUTH, MISSING) and not present


def _is_prefix(first: tuple[Hashable, ...], second: tuple[Hashable, ...]) -> bool:
    return second[: len(first)] == first


def merged(worlds: Sequence[World], most: int, unlike: Callable[[], Symbol]) -> list[World]:
    """Returns the worlds with those that have become alike made one; raises :class:`TooMany` where too many are left.

    Where there are too many, variables that differ are given up, not the whole run: ``unlike`` makes a value of which nothing is known.
    """
    if len(worlds) < 2:
        return list(worlds)
    groups: dict[Hashable, list[World]] = {}
    for world in worlds:
        key = (world.out, world.status, world.changed, frozenset(world.env.items()))
        groups.setdefault(key, []).append(world)
    found = [world for group in groups.values() for world in _reduced(group)]
    return found if len(found) <= most else _widened(found, most, unlike)


def _reduced(group: list[World]) -> list[World]:
    """Returns worlds that differ in their facts only, without the facts that make no difference."""
    if len(group) < 2:
        return group
    by_facts = {frozenset(world.facts.values()): world for world in group}
    changed = True
    while changed and len(by_facts) > 1:
        changed = False
        for question in {question for world in by_facts.values() for question in world.facts}:
            if _dropped(by_facts, question):
                changed = True
                break
    return list(by_facts.values())


def _dropped(by_facts: dict[frozenset[Fact], World], question: Question) -> bool:
    """Drops a question where every answer to it leads to the same; returns whether that was so."""
    families: dict[frozenset[Fact], dict[Answer, frozenset[Fact]]] = {}
    for facts, world in by_facts.items():
        fact = world.facts.get(question)
        if fact is not None:
            families.setdefault(facts - {fact}, {})[fact.answer] = facts
    for rest, answers in families.items():
        if len(answers) == len(question.answers):
            world, *others = [by_facts.pop(facts) for facts in answers.values()]
            kept = {known: fact for known, fact in world.facts.items() if known != question}
            by_facts[rest] = World(world.env, _met(world, others), kept, world.changed, world.status)
            return True
    return False


def _met(world: World, others: Iterable[World]) -> Sink:
    out = world.out
    for other in others:
        out = out.met(other.out)
    return out


def _widened(worlds: list[World], most: int, unlike: Callable[[], Symbol]) -> list[World]:
    groups: dict[Hashable, list[World]] = {}
    for world in worlds:
        groups.setdefault((world.out, world.status), []).append(world)
    if len(groups) > most:
        raise TooMany
    return [_common(group, unlike) for group in groups.values()]


def _common(group: list[World], unlike: Callable[[], Symbol]) -> World:
    """Returns one world that stands for several: some input leads to it, and what they disagree on is not known."""
    first = min(group, key=lambda world: (not world.certain, len(world.facts)))
    names = {name for world in group for name in world.env}
    env: dict[str, AbstractValue] = {}
    for name in names:
        values = {world.env.get(name) for world in group}
        value = values.pop()
        env[name] = unlike() if values or value is None else value
    changed = frozenset(number for world in group for number in world.changed)
    return World(env, first.out, first.facts, changed, first.status)


def unknown(number: int) -> Symbol:
    """Returns a value of which nothing is known."""
    return Symbol(ANY, ("unknown", number))
