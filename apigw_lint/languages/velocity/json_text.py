"""Whether what a template prints is JSON: for every input, for some, or for none along one way through it.

The reader of JSON is an automaton that is fed pieces. A hole may leave several states (a value was printed, or nothing); a fault is certain
where no state is left. A hole that could print any structure ends the judgement: then nothing more is said.
"""

from __future__ import annotations

from apigw_lint.languages.velocity.abstract import (
    BOOLEAN,
    ENCODED,
    JSON,
    MAP,
    NUMBER,
    OPAQUE,
    PLAIN,
    REPAIRED,
    UNDEFINED,
    WORD,
    Gap,
    Hole,
    Item,
    Literal,
)
from apigw_lint.languages.velocity.printer import run
from apigw_lint.regexp import regexp

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from apigw_lint.languages.velocity.abstract import Piece
    from apigw_lint.languages.velocity.nodes import Foreach, Template
    from apigw_lint.languages.velocity.worlds import Sink, World

MAX_DEPTH = 300
SHOWN = 60
"""Characters of the printed text that a message shows before the fault."""

EITHER = "…"
"""What is shown for what only one of several ways has printed."""

# Where the reader stands: what comes next.
START, VALUE, ITEM, KEY, MEMBER, COLON, NEXT, TOKEN, STRING, ESCAPE, END = range(11)

_BLANKS = regexp(r"[ \t\r\n]*")
_CONTENT = regexp(r"[^\"\\\x00-\x1f]*")
_TOKEN = regexp(r"[^\s,:\[\]{}\"']+")
_SCALAR = regexp(r"true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?")
_SAFE_IN_STRINGS = (REPAIRED, PLAIN, ENCODED, WORD, NUMBER, BOOLEAN, UNDEFINED)
_SAFE_AS_VALUES = (JSON, NUMBER, BOOLEAN)
_ESCAPES = frozenset('"\\/bfnrtu')

_NAMES = {VALUE: "a value", ITEM: "a value or ]", KEY: "a key or }", MEMBER: "a key", COLON: "a colon", END: "the end of the text"}


class State(Item):
    """Where the reader stands: the brackets that are open, what comes next, and the token or the kind of string it is in."""

    __slots__ = ("detail", "mode", "stack")

    def __init__(self, stack: str, mode: int, detail: str = "") -> None:
        self.stack = stack
        self.mode = mode
        self.detail = detail


class Fault(Item):
    """Why a printed text is no JSON: the place in the template, a message, what is printed up to there, and what is wrong there."""

    __slots__ = ("at", "end", "message", "start")

    def __init__(self, start: int, end: int, message: str, at: str) -> None:
        self.start = start
        self.end = end
        self.message = message
        self.at = at


class _Broken(Exception):
    def __init__(self, index: int, length: int, message: str) -> None:
        super().__init__(message)
        self.index = index
        self.length = length


class _Lost(Exception):
    """Anything may follow."""


class Placement(Item):
    """A hole that stands in a string, or as a value. ``key`` is the JSON key beside it, where it is known."""

    __slots__ = ("hole", "in_string", "key")

    def __init__(self, hole: Hole, in_string: bool, key: str) -> None:
        self.hole = hole
        self.in_string = in_string
        self.key = key


class Trace:
    """What was printed: a piece after what was ``before`` it. Where ways met, there is no piece, and what they all printed is before it."""

    __slots__ = ("before", "end", "length", "piece")

    def __init__(self, before: Trace | None, piece: Piece | None, end: int) -> None:
        self.before = before
        self.piece = piece
        self.end = end
        self.length: int = before.length + 1 if before is not None else 1


def _common(first: Trace | None, second: Trace | None) -> Trace | None:
    """Returns the last thing that two ways have both printed."""
    while first is not second:
        if second is None or (first is not None and first.length >= second.length):
            assert first is not None
            first = first.before
        else:
            second = second.before
    return first


class JsonText:
    """A sink that reads JSON. Equal ones stand at the same place of the same structure."""

    __slots__ = ("fault", "key", "lost", "places", "risky", "states", "trace")

    def __init__(
        self,
        places: dict[Placement, None],
        states: frozenset[State] = frozenset((State("", START),)),
        trace: Trace | None = None,
        lost: bool = False,
        risky: bool = False,
        fault: Fault | None = None,
        key: str = "",
    ) -> None:
        self.places = places
        self.states = states
        self.trace = trace
        self.lost = lost
        self.risky = risky
        self.fault = fault
        self.key = key

    def __eq__(self, other: object) -> bool:
        return isinstance(other, JsonText) and self._same() == other._same()

    def __hash__(self) -> int:
        return hash(self._same())

    def _same(self) -> tuple[object, ...]:
        return (self.states, self.lost, self.risky, self.fault, self.key)

    @property
    def dead(self) -> bool:
        """Returns whether the text can no longer become JSON."""
        return self.fault is not None

    def met(self, other: Sink) -> JsonText:
        """Returns the reader where a way meets another that stands at the same place: what only one of them printed is not shown."""
        assert isinstance(other, JsonText)
        if self.fault is not None or self.lost or self.trace is other.trace:
            return self
        trace = Trace(_common(self.trace, other.trace), None, self.trace.end if self.trace is not None else 0)
        return JsonText(self.places, self.states, trace, self.lost, self.risky, self.fault, self.key)

    def fed(self, piece: Piece) -> JsonText:
        """Returns the reader after one more piece."""
        if self.lost or self.fault is not None:
            return self
        trace = Trace(self.trace, piece, _end_of(piece))
        if isinstance(piece, Gap):
            after = frozenset(state for before in self.states for state in _after_gap(before))
            return JsonText(self.places, after, trace, False, self.risky, None, self.key)
        states: set[State] = set()
        risky, fault = self.risky, None
        try:
            for state in self.states:
                try:
                    states.update(_literal(state, piece.text) if isinstance(piece, Literal) else self._hole(state, piece))
                except _Broken as broken:  # noqa: PERF203 - what one state cannot read another may
                    risky = True
                    fault = fault or _fault(piece, broken)
        except _Lost:
            return JsonText(self.places, frozenset(), trace, True, True)
        risky = risky or (isinstance(piece, Hole) and piece.kind not in (_SAFE_IN_STRINGS if self._in_string() else _SAFE_AS_VALUES))
        return JsonText(self.places, frozenset(states), trace, False, risky, None if states else fault, self._last_key(piece))

    def _last_key(self, piece: Piece) -> str:
        """Returns the key that a value beside it would have: kept only to the next comma."""
        if isinstance(piece, Literal):
            match = _LAST_KEY.search(piece.text)
            if match:
                return match[1]
            return "" if '"' in piece.text.strip('"') or "," in piece.text else self.key
        return self.key

    def _in_string(self) -> bool:
        return all(state.mode in (STRING, ESCAPE) for state in self.states)

    def _hole(self, state: State, hole: Hole) -> Sequence[State]:
        found = _of_hole(state, hole.kind)
        if hole.kind not in (UNDEFINED, OPAQUE) and state.mode in (STRING, VALUE, ITEM):
            self.places[Placement(hole, state.mode == STRING, self.key)] = None
        return found

    def ended(self) -> Fault | None:
        """Returns the fault where the text ends in the middle of a value."""
        if self.lost or self.fault is not None:
            return self.fault
        if any(_may_end(state) for state in self.states):
            return None
        state = next(iter(self.states))
        place = self.trace.end if self.trace is not None else 0
        what = "a string" if state.mode in (STRING, ESCAPE) else "an object" if state.stack.endswith("{") else "an array"
        if not state.stack and state.mode not in (STRING, ESCAPE):
            return Fault(place, place, f"{state.detail} is no JSON value", state.detail)
        return Fault(place, place, f"the text ends inside {what}", "")

    def shown(self) -> str:
        """Returns the end of what is printed, in one line, with ``…`` for what is not known."""
        parts: list[str] = []
        length, rest = 0, self.trace
        while rest is not None and length < 2 * SHOWN:
            text = _shown_piece(rest.piece)
            parts.append(text)
            length += len(text)
            rest = rest.before
        return " ".join("".join(reversed(parts)).split())


_LAST_KEY = regexp(r'"([^"\\]*)"\s*:\s*"?\s*$')


def _shown_piece(piece: Piece | None) -> str:
    if piece is None:
        return EITHER
    if isinstance(piece, Hole):
        return "" if piece.kind == UNDEFINED else "…"
    return piece.text


def _end_of(piece: Piece) -> int:
    if isinstance(piece, Hole):
        return piece.end
    return piece.place(len(piece.text)) if isinstance(piece, Literal) else piece.start


def _fault(piece: Piece, broken: _Broken) -> Fault:
    if isinstance(piece, Literal):
        at = piece.place(broken.index)
        return Fault(at, at + (broken.length if piece.exact else 0), str(broken), piece.text[broken.index : broken.index + broken.length])
    assert isinstance(piece, Hole)
    return Fault(piece.start, piece.end, str(broken), "…")


def _after_gap(state: State) -> Sequence[State]:
    # Blanks end a token where they are printed; where they are not, it may go on.
    if state.mode == TOKEN and _SCALAR.fullmatch(state.detail):
        return (state, _closed(state.stack))
    return (state,)


def _may_end(state: State) -> bool:
    if state.mode == TOKEN:
        return not state.stack and _SCALAR.fullmatch(state.detail) is not None
    return state.mode in (START, END)


def _closed(stack: str) -> State:
    return State(stack, NEXT if stack else END)


def _literal(state: State, text: str) -> Sequence[State]:
    """Returns the state after literal text; raises :class:`_Broken` where no JSON goes on like that."""
    at, end = 0, len(text)
    while at < end:
        if state.mode in (STRING, ESCAPE):
            state, at = _in_string(state, text, at)
            continue
        if state.mode == TOKEN:
            state, at = _in_token(state, text, at)
            continue
        match = _BLANKS.match(text, at)
        at = match.end() if match else at
        if at < end:
            state, at = _structure(state, text, at)
    return (state,)


def _in_string(state: State, text: str, at: int) -> tuple[State, int]:
    if state.mode == ESCAPE:
        if text[at] not in _ESCAPES:
            raise _Broken(at, 1, f"\\{text[at]} is no escape in JSON")
        return State(state.stack, STRING, state.detail), at + 1
    match = _CONTENT.match(text, at)
    at = match.end() if match else at
    if at == len(text):
        return state, at
    if text[at] == '"':
        return (State(state.stack, COLON) if state.detail else _closed(state.stack)), at + 1
    if text[at] == "\\":
        return State(state.stack, ESCAPE, state.detail), at + 1
    name = {"\n": "a line break", "\r": "a line break", "\t": "a tab"}.get(text[at], "a control character")
    raise _Broken(at, 0, f"{name} inside a string")


def _in_token(state: State, text: str, at: int) -> tuple[State, int]:
    match = _TOKEN.match(text, at)
    if match:
        return State(state.stack, TOKEN, state.detail + match[0]), match.end()
    if _SCALAR.fullmatch(state.detail) is None:
        raise _Broken(max(at - len(state.detail), 0), min(len(state.detail), at) or 1, f"{state.detail} is no JSON value")
    return _closed(state.stack), at


def _structure(state: State, text: str, at: int) -> tuple[State, int]:
    character, mode, stack = text[at], state.mode, state.stack
    if mode == START and character not in "{[":
        raise _Lost
    if mode == END:
        if character in "{[":
            raise _Lost
        raise _Broken(at, 1, f"{character} after the end of the value")
    if mode in (START, VALUE, ITEM):
        return _value(state, text, at)
    if mode in (KEY, MEMBER):
        if character == '"':
            return State(stack, STRING, "key"), at + 1
        if character == "}" and mode == KEY:
            return _closed(stack[:-1]), at + 1
        raise _Broken(at, _length(text, at), _no_key(character, text, at))
    if mode == COLON:
        if character != ":":
            raise _Broken(at, 1, f"{character} where the colon after a key is expected")
        return State(stack, VALUE), at + 1
    return _next(stack, text, at)


def _value(state: State, text: str, at: int) -> tuple[State, int]:
    character, stack = text[at], state.stack
    if character in "{[":
        if len(stack) >= MAX_DEPTH:
            raise _Lost
        return State(stack + character, KEY if character == "{" else ITEM), at + 1
    if character == '"':
        return State(stack, STRING), at + 1
    if character == "]" and state.mode == ITEM:
        return _closed(stack[:-1]), at + 1
    match = _TOKEN.match(text, at)
    if match:
        return State(stack, TOKEN, ""), at
    if character == "'":
        raise _Broken(at, 1, "' where JSON has double quotes")
    if character == "]" and stack.endswith("["):
        raise _Broken(at, 1, "a comma before ]")
    raise _Broken(at, 1, f"{character} where a value is expected")


def _next(stack: str, text: str, at: int) -> tuple[State, int]:
    character, opened = text[at], stack[-1]
    if character == ",":
        return State(stack, MEMBER if opened == "{" else VALUE), at + 1
    if character == ("}" if opened == "{" else "]"):
        return _closed(stack[:-1]), at + 1
    if character in "}]":
        raise _Broken(at, 1, f"{character} closes {'an object' if opened == '{' else 'an array'}")
    raise _Broken(at, _length(text, at), f"no comma before {text[at : at + _length(text, at)]}")


def _length(text: str, at: int) -> int:
    match = _TOKEN.match(text, at)
    return min(len(match[0]), 30) if match else 1


def _no_key(character: str, text: str, at: int) -> str:
    if character == "}":
        return "a comma before }"
    if character == "'":
        return "' where JSON has double quotes"
    shown = text[at : at + _length(text, at)]
    return f"{shown} where a key in double quotes is expected"


def _of_hole(state: State, kind: str) -> Sequence[State]:
    """Returns the states after a hole; what a caller might smuggle through a string is not followed."""
    mode, stack = state.mode, state.stack
    if mode in (STRING, ESCAPE):
        return (State(stack, STRING, state.detail),)
    if kind == UNDEFINED:
        return (state,)
    if kind == OPAQUE or mode in (START, TOKEN, END):
        raise _Lost
    if mode in (VALUE, ITEM):
        if kind == WORD:
            raise _Broken(0, 0, "text without quotes, which is no JSON value")
        value = State(stack, NEXT)
        return (value,) if kind in (JSON, NUMBER, BOOLEAN, MAP) else (value, state)
    if mode in (KEY, MEMBER) and kind == JSON:
        return (State(stack, COLON),)
    if kind not in (JSON, NUMBER, BOOLEAN, WORD, MAP):
        raise _Lost
    if mode == NEXT:
        raise _Broken(0, 0, "no comma before this value")
    raise _Broken(0, 0, f"a value where {_NAMES[mode]} is expected")


class Broken(Item):
    """A way through a template that prints no JSON, whatever the input on it: where, what is printed, and what must hold for it."""

    __slots__ = ("conditions", "end", "message", "shown", "start", "when")

    def __init__(self, fault: Fault, shown: str, when: str, conditions: int) -> None:
        self.start = fault.start
        self.end = fault.end
        self.message = fault.message
        self.shown = shown
        self.when = when
        self.conditions = conditions


class Judgement:
    """What is known of a template's text as JSON.

    ``verdict`` is ``every``, ``some``, ``none`` or ``unknown``: for which inputs it is JSON. ``broken`` are the ways that are certainly
    broken, fewest conditions first; ``placements`` the holes in strings and values; ``loops`` and ``objects`` as the printer has them.
    """

    __slots__ = ("broken", "loops", "objects", "placements", "verdict")

    def __init__(
        self,
        verdict: str,
        broken: Sequence[Broken] = (),
        placements: Sequence[Placement] = (),
        loops: dict[Foreach, int] | None = None,
        objects: frozenset[Hashable] = frozenset(),
    ) -> None:
        self.verdict = verdict
        self.broken = tuple(broken)
        self.placements = tuple(placements)
        self.loops = loops or {}
        self.objects = objects


def judge(template: Template, text: str, placeholders: bool = False) -> Judgement:
    """Returns what is known of the text that a template prints, read as JSON (``placeholders`` as the printer takes them)."""
    places: dict[Placement, None] = {}
    printed = run(template, text, JsonText(places), placeholders)
    objects = printed.objects
    if printed.worlds is None:
        return Judgement("unknown", (), list(places), printed.loops, objects)
    broken: dict[tuple[int, str], Broken] = {}
    sound = risky = False
    for world in printed.worlds:
        out = world.out
        assert isinstance(out, JsonText)
        fault = out.ended()
        sound = sound or fault is None
        risky = risky or out.risky or out.lost or any(not _may_end(state) for state in out.states)
        if fault is not None and world.certain:
            found = _broken(fault, out, world)
            known = broken.get((found.start, found.message))
            if known is None or found.conditions < known.conditions:
                broken[found.start, found.message] = found
    all_certain = all(world.certain for world in printed.worlds)
    verdict = "none" if not sound and all_certain else "every" if not risky and sound and not broken else "some"
    ordered = sorted(broken.values(), key=lambda item: (item.conditions, item.start))
    return Judgement(verdict, ordered, list(places), printed.loops, objects)


def _broken(fault: Fault, out: JsonText, world: World) -> Broken:
    shown = out.shown()
    if out.fault is not None and out.trace is not None:
        shown = _marked(out, fault)
    elif len(shown) > SHOWN:
        shown = "… " + shown[-SHOWN:]
    return Broken(fault, shown, world.words, world.conditions)


def _marked(out: JsonText, fault: Fault) -> str:
    """Returns the printed text up to the fault, with what is wrong between » and «."""
    assert out.trace is not None
    last = out.trace.piece
    before = JsonText({}, trace=out.trace.before).shown()
    if isinstance(last, Literal):
        inside = fault.start - last.start if last.exact else last.text.find(fault.at)
        before = " ".join((before + last.text[:inside]).split())
    if len(before) > SHOWN:
        before = "… " + before[-SHOWN:]
    return f"{before} »{fault.at.strip() or '…'}«" if fault.at.strip() else f"{before} »"
