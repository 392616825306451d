"""What a template prints, along each way through it, whatever the input.

The pieces that are printed go to a sink (see :class:`apigw_lint.languages.velocity.worlds.Sink`), which says what of them matters: ways
that come to the same are followed as one.
"""

from __future__ import annotations

from apigw_lint.languages.velocity.abstract import ANY, NULL, OPAQUE, TEXT, Gap, Hole, ListValue, Literal, Loop, Num, RangeValue, Symbol
from apigw_lint.languages.velocity.evaluation import MAX_WORLDS, Evaluator, printed, text_pieces
from apigw_lint.languages.velocity.nodes import (
    Break,
    Comment,
    Directive,
    Foreach,
    If,
    Output,
    Set,
    Stop,
    Text,
)
from apigw_lint.languages.velocity.worlds import Collected, TooMany, World, merged
from apigw_lint.value import HOLE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

    from apigw_lint.languages.velocity.abstract import AbstractValue, Piece
    from apigw_lint.languages.velocity.nodes import Node, Template
    from apigw_lint.languages.velocity.worlds import Sink

MOST_ITERATIONS = 1_000
"""API Gateway stops a loop there."""

_BLANKS = " \t\r\n\f"


class Printed:
    """What a template prints.

    ``worlds`` are the ways through it, each with its sink, or ``None`` where there are too many to follow. ``loops`` are loops that
    certainly run more often than API Gateway lets them, with how often. ``objects`` are the keys of symbols whose members the template
    reads.
    """

    __slots__ = ("loops", "objects", "worlds")

    def __init__(self, worlds: list[World] | None, loops: dict[Foreach, int], objects: frozenset[Hashable]) -> None:
        self.worlds = worlds
        self.loops = loops
        self.objects = objects


class _Printer:
    def __init__(self, text: str, placeholders: bool) -> None:
        self.evaluator = Evaluator(text, self.run, placeholders)
        self.text = text
        self.loops: dict[Foreach, int] = {}
        self.finished: list[World] = []

    def run(self, nodes: Sequence[Node], worlds: list[World]) -> list[World]:
        """Returns the worlds after some nodes; those that stopped are among them."""
        for number, node in enumerate(nodes):
            active = [world for world in worlds if not world.status]
            if not active:
                return worlds
            if len(active) > 1 or len(active) != len(worlds):
                worlds = [world for world in worlds if world.status]
            else:
                worlds = []
            before = nodes[number - 1] if number else None
            after = nodes[number + 1] if number + 1 < len(nodes) else None
            for world in active:
                worlds += self._node(node, world, before, after, number == 0, number + 1 == len(nodes))
            worlds = merged(worlds, MAX_WORLDS, self.evaluator.fresh)
        return worlds

    def _node(self, node: Node, world: World, before: Node | None, after: Node | None, first: bool, last: bool) -> list[World]:
        self.evaluator.step()
        if isinstance(node, Text):
            for piece in _with_gaps(node, first or _swallows(before), last or _swallows(after)):
                world = world.printing(piece)
            return [world]
        if isinstance(node, Output):
            return self._output(node, world)
        if isinstance(node, If):
            return self._if(node, world)
        if isinstance(node, Set):
            return self._set(node, world)
        if isinstance(node, Foreach):
            return self._foreach(node, world)
        if isinstance(node, Comment):
            return [world]
        if isinstance(node, Stop):
            return [world.becoming("stop")]
        if isinstance(node, Break):
            return [world.becoming("break")]
        assert isinstance(node, Directive)
        raise TooMany

    def _output(self, node: Output, world: World) -> list[World]:
        found: list[World] = []
        reference = node.reference
        for after, value in self.evaluator.reference(world, reference):
            source = "" if reference.quiet else self.text[reference.start : reference.end]
            for piece in printed(value, after, reference.start, reference.end, source):
                self.evaluator.step()
                after = after.printing(piece)
            found.append(after)
        return found

    def _if(self, node: If, world: World) -> list[World]:
        found: list[World] = []
        waiting = [world]
        for branch in node.branches:
            entered: list[World] = []
            if branch.condition is None:
                entered, waiting = waiting, []
            else:
                asked, waiting = waiting, []
                for before in asked:
                    for after, truth in self.evaluator.truth(before, branch.condition):
                        (entered if truth else waiting).append(after)
            found += self.run(branch.body, entered)
        return merged(found + waiting, MAX_WORLDS, self.evaluator.fresh)

    def _set(self, node: Set, world: World) -> list[World]:
        target = node.target
        found: list[World] = []
        for after, value in self.evaluator.value(world, node.value):
            if target.accesses:
                # What else has the same object cannot be told: nothing is known of it any more.
                held = after.env.get(target.name)
                after = after.having(target.name, self.evaluator.fresh()) if held is not None else after
                if isinstance(value, ListValue):
                    after = after.changing([value.number])
                found.append(after)
            elif value is NULL and target.name in after.env:
                # Engines differ on whether setting to nothing keeps the old value.
                found.append(after.having(target.name, self.evaluator.fresh()))
            else:
                found.append(after.having(target.name, value))
        return found

    def _foreach(self, node: Foreach, world: World) -> list[World]:
        found: list[World] = []
        for after, value in self.evaluator.value(world, node.iterable):
            if isinstance(value, (ListValue, RangeValue)) and not (isinstance(value, ListValue) and value.number in after.changed):
                items = _items(value)
                size = len(items) if items is not None else len(value) if isinstance(value, RangeValue) else 0
                if size > MOST_ITERATIONS and after.certain and not after.facts:
                    self.loops[node] = size
                if items is None:
                    raise TooMany
                found += self._turns(node, after, items)
            elif isinstance(value, (Symbol, ListValue)):
                symbol = value if isinstance(value, Symbol) else self.evaluator.fresh()
                words = self.text[node.iterable.start : node.iterable.end]
                for asked, length in self.evaluator.length(after, symbol, words):
                    found += self._turns(node, asked, [_item(symbol, index) for index in range(length)])
            else:
                found.append(after)
        return merged(found, MAX_WORLDS, self.evaluator.fresh)

    def _turns(self, node: Foreach, world: World, items: Sequence[AbstractValue]) -> list[World]:
        names = ("foreach", "velocityCount", node.variable.name)
        outer = {name: world.env.get(name) for name in names}
        worlds, left = [world], list[World]()
        for index, item in enumerate(items):
            turn: dict[str, AbstractValue | None] = {
                "foreach": Loop(index, len(items), outer["foreach"]),
                "velocityCount": Num(index + 1),
                node.variable.name: item,
            }
            done = self.run(node.body, [_with(before, turn) for before in worlds])
            left += [after for after in done if after.status]
            worlds = [after for after in done if not after.status]
        ended = [after.becoming("") if after.status == "break" else after for after in left]
        return [_with(after, outer) for after in worlds + ended]


def _with(world: World, values: Mapping[str, AbstractValue | None]) -> World:
    for name, value in values.items():
        world = world.having(name, value)
    return world


def _items(value: ListValue | RangeValue) -> Sequence[AbstractValue] | None:
    if isinstance(value, ListValue):
        return value.items
    if len(value) > MOST_ITERATIONS:
        return None
    step = 1 if value.first <= value.last else -1
    return [Num(number) for number in range(value.first, value.last + step, step)]


def _item(symbol: Symbol, index: int) -> Symbol:
    kind = symbol.inner if symbol.inner == TEXT else OPAQUE if symbol.kind == OPAQUE else ANY
    key = (*symbol.key, index)
    return Symbol(kind, key, frozenset((key,)) if symbol.key in symbol.roots else symbol.roots)


def _swallows(node: Node | None) -> bool:
    return node is not None and not isinstance(node, (Text, Output))


def _with_gaps(node: Text, before: bool, after: bool) -> list[Piece]:
    text, start = node.text, node.start
    if len(text) != node.end - node.start or not (before or after):
        return text_pieces(node)
    left = len(text) - len(text.lstrip(_BLANKS)) if before else 0
    right = len(text.rstrip(_BLANKS)) if after else len(text)
    if right <= left:
        return [Gap(text, start)]
    pieces: list[Piece] = [Gap(text[:left], start)] if left else []
    pieces += text_pieces(Text(start + left, start + right, text[left:right]))
    if right < len(text):
        pieces.append(Gap(text[right:], start + right))
    return pieces


def run(template: Template, text: str, sink: Sink, placeholders: bool = False) -> Printed:
    """Returns what a template prints into a sink along each way through it.

    ``placeholders``: whether a ``${name}`` that nothing defines may be filled in before API Gateway reads it.
    """
    printer = _Printer(text, placeholders)
    worlds: list[World] | None = None
    try:
        worlds = printer.run(template.body, [World({}, sink, {})])
    except (TooMany, RecursionError):
        worlds = None
    return Printed(worlds, printer.loops, printer.evaluator.objects())


def texts(template: Template, text: str) -> list[tuple[Piece, ...]] | None:
    """Returns every text that a template can print, in pieces; ``None`` where there are too many."""
    worlds = run(template, text, Collected()).worlds
    return None if worlds is None else [world.out.pieces for world in worlds if isinstance(world.out, Collected)]


class Way:
    """One way through a template: the text that it prints, with :data:`HOLE` for what is not known, and the places of its characters."""

    __slots__ = ("_pieces", "certain", "conditions", "text", "words")

    def __init__(self, pieces: Sequence[Piece], world: World) -> None:
        self.text = "".join(HOLE if isinstance(piece, Hole) else piece.text for piece in pieces)
        self.certain = world.certain
        self.conditions = world.conditions
        self.words = world.words
        self._pieces = pieces

    def place(self, index: int) -> int:
        """Returns the offset in the template of a character of the text."""
        for piece in self._pieces:
            length = 1 if isinstance(piece, Hole) else len(piece.text)
            if index < length:
                return piece.place(index) if isinstance(piece, Literal) else piece.start
            index -= length
        return 0


def ways(template: Template, text: str, placeholders: bool = False) -> list[Way] | None:
    """Returns every way through a template; ``None`` where there are too many."""
    worlds = run(template, text, Collected(), placeholders).worlds
    return None if worlds is None else [Way(world.out.pieces, world) for world in worlds if isinstance(world.out, Collected)]
