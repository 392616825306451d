"""Expressions on values that are not known: each gives a value in each world that it leads to."""

from __future__ import annotations

from apigw_lint.languages.velocity import members
from apigw_lint.languages.velocity.abstract import (
    ANY,
    BOOLEAN,
    NULL,
    OPAQUE,
    UNDEFINED,
    Bool,
    Gap,
    Hole,
    ListValue,
    Literal,
    Loop,
    Null,
    Num,
    RangeValue,
    Str,
    Symbol,
    derived,
    roots_of,
)
from apigw_lint.languages.velocity.nodes import (
    Binary,
    Boolean,
    Call,
    Index,
    ListLiteral,
    MapLiteral,
    Number,
    Property,
    Range,
    Reference,
    String,
    Unary,
)
from apigw_lint.languages.velocity.nodes import Text as TextNode
from apigw_lint.languages.velocity.worlds import COMPARED, EQUALS, LENGTH, MISSING, TRUTH, Collected, Question, TooMany, ask
from apigw_lint.value import HOLE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Sequence

    from apigw_lint.languages.velocity.abstract import AbstractValue, Piece
    from apigw_lint.languages.velocity.nodes import Access, Expression, Node
    from apigw_lint.languages.velocity.worlds import Answer, World

    Values = list[tuple[World, AbstractValue]]
    Truths = list[tuple[World, bool]]

MAX_STEPS = 100_000
MAX_ITEMS = 1_000
MAX_PIECES = 3_000
MAX_WORLDS = 64

_MUTATORS = frozenset({"add", "addAll", "remove", "removeAll", "retainAll", "clear", "set", "put", "putAll", "sort", "iterator"})
_FLIPPED = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}


class Evaluator:
    """Evaluates the expressions of one template.

    ``run`` runs the nodes that a string in double quotes holds. ``placeholders``: whether a ``${name}`` that nothing defines may be filled
    in before API Gateway reads the template.
    """

    def __init__(self, text: str, run: Callable[[Sequence[Node], list[World]], list[World]], placeholders: bool = False) -> None:
        self.text = text
        self.holes = HOLE in text
        self.read: set[tuple[Hashable, ...]] = set()
        """Keys of symbols of which a member was read: they are objects, unless the template asks whether they are."""
        self.asked: set[tuple[Hashable, ...]] = set()
        self._run = run
        self._placeholders = placeholders
        self._steps = 0
        self._fresh = 0

    def objects(self) -> frozenset[Hashable]:
        """Returns the keys of symbols that the template takes for objects without asking."""
        return frozenset(key for key in self.read if not any(len(asked) > len(key) and asked[: len(key)] == key for asked in self.asked))

    def step(self) -> None:
        """Counts a step; raises :class:`TooMany` where there were too many."""
        self._steps += 1
        if self._steps > MAX_STEPS:
            raise TooMany

    def fresh(self, kind: str = ANY) -> Symbol:
        """Returns a value of which nothing is known, not even that it is equal to itself elsewhere."""
        self._fresh += 1
        return Symbol(kind, ("unknown", self._fresh))

    def value(self, world: World, node: Expression) -> Values:
        """Returns the values of an expression."""
        self.step()
        if isinstance(node, Reference):
            return self.reference(world, node)
        if isinstance(node, String):
            return self._string(world, node)
        if isinstance(node, Number):
            return [(world, Num(node.value))]
        if isinstance(node, Boolean):
            return [(world, Bool(node.value))]
        if isinstance(node, (Binary, Unary)):
            return self._operation(world, node)
        if isinstance(node, ListLiteral):
            return [(after, self._list(items)) for after, items in self._all(world, node.items)]
        if isinstance(node, Range):
            return [(after, self._range(ends)) for after, ends in self._all(world, (node.first, node.last))]
        if isinstance(node, MapLiteral):
            parts = [part for entry in node.entries for part in entry]
            return [(_escaping(after, values), self.fresh("map")) for after, values in self._all(world, parts)]
        return [(world, self.fresh(OPAQUE))]

    def _all(self, world: World, nodes: Sequence[Expression]) -> list[tuple[World, tuple[AbstractValue, ...]]]:
        if len(nodes) > MAX_ITEMS:
            raise TooMany
        found: list[tuple[World, tuple[AbstractValue, ...]]] = [(world, ())]
        for node in nodes:
            found = [(after, (*values, value)) for before, values in found for after, value in self.value(before, node)]
            if len(found) > MAX_WORLDS:
                raise TooMany
        return found

    def _list(self, items: tuple[AbstractValue, ...]) -> ListValue:
        self._fresh += 1
        return ListValue(items, self._fresh)

    def _range(self, ends: tuple[AbstractValue, ...]) -> AbstractValue:
        first, last = ends
        if isinstance(first, Num) and isinstance(last, Num):
            return RangeValue(int(first.value), int(last.value))
        return derived(ANY, "range", first, last)

    def _string(self, world: World, node: String) -> Values:
        if all(isinstance(part, TextNode) for part in node.parts):
            return [(world, Str(tuple(piece for part in node.parts if isinstance(part, TextNode) for piece in text_pieces(part))))]
        out, status = world.out, world.status
        found: Values = []
        for after in self._run(node.parts, [world.into(Collected())]):
            assert isinstance(after.out, Collected)
            if after.status != status:
                raise TooMany
            found.append((after.into(out), Str(joined_pieces(after.out.pieces))))
        return found

    # References.

    def reference(self, world: World, node: Reference) -> Values:
        """Returns the values of a reference."""
        if node.name == HOLE or HOLE in node.name:
            return [(world, self.fresh(OPAQUE))]
        start = world.env.get(node.name)
        value = members.root(node.name, self.holes) if start is None else start
        if value is NULL and start is None and self._placeholders and node.formal and not node.quiet:
            return [(world, self.fresh(OPAQUE))]
        found: Values = [(world, value)]
        for access in node.accesses:
            self.step()
            found = [result for before, value in found for result in self._access(before, value, access)]
            if len(found) > MAX_WORLDS:
                raise TooMany
        return found

    def _access(self, world: World, value: AbstractValue, access: Access) -> Values:
        if isinstance(access, Property):
            return self._property(world, value, access.name)
        if isinstance(access, Call):
            return [
                result
                for after, arguments in self._all(world, access.arguments)
                for result in self._call(after, value, access.name, arguments)
            ]
        assert isinstance(access, Index)
        return [result for after, index in self.value(world, access.expression) for result in self._index(after, value, index)]

    def _property(self, world: World, value: AbstractValue, name: str) -> Values:
        if HOLE in name:
            return [(world, self.fresh(OPAQUE))]
        if isinstance(value, Loop):
            return [(world, _of_loop(value, name))]
        if isinstance(value, Symbol):
            if name == "empty":
                return self._call(world, value, "isEmpty", ())
            self.read.add(value.key)
            return [(world, members.member(value, name))]
        if isinstance(value, Str) and name in ("empty", "bytes", "class"):
            return self._call(world, value, "isEmpty", ()) if name == "empty" else [(world, self.fresh())]
        if isinstance(value, (ListValue, RangeValue)):
            return self._call(world, value, "isEmpty", ()) if name == "empty" else [(world, self.fresh())]
        return [(world, NULL if isinstance(value, (Null, Str, Num, Bool)) else self.fresh())]

    def _index(self, world: World, value: AbstractValue, index: AbstractValue) -> Values:
        if isinstance(value, ListValue) and isinstance(index, Num) and value.number not in world.changed:
            at = int(index.value)
            return [(world, value.items[at] if -len(value.items) <= at < len(value.items) else NULL)]
        if isinstance(value, Symbol):
            name = members.string_key(index)
            if name is not None:
                return self._property(world, value, name) if name != "empty" else [(world, members.member(value, name))]
            return [(world, derived(ANY, "index", value, index))]
        return [(world, NULL if isinstance(value, Null) else self.fresh())]

    def _call(self, world: World, value: AbstractValue, name: str, arguments: tuple[AbstractValue, ...]) -> Values:
        world = _escaping(world, arguments)
        if isinstance(value, Null):
            return [(world, NULL)]
        if isinstance(value, (ListValue, RangeValue)):
            return self._of_list(world, value, name, arguments)
        if isinstance(value, Str):
            if name in ("equals", "equalsIgnoreCase") and len(arguments) == 1 and value.literal is None:
                return [(after, Bool(truth)) for after, truth in self._equal(world, value, arguments[0], f".{name}")]
            return [(world, members.of_string(value, name, arguments))]
        if isinstance(value, Symbol):
            return self._of_symbol(world, value, name, arguments)
        if isinstance(value, Num) and name in ("toString", "intValue"):
            return [(world, value)]
        return [(world, self.fresh())]

    def _of_symbol(self, world: World, value: Symbol, name: str, arguments: tuple[AbstractValue, ...]) -> Values:
        if name in ("size", "isEmpty") and not arguments:
            return [
                (after, Num(length) if name == "size" else Bool(not length)) for after, length in self.length(world, value, "the value")
            ]
        if name == "equals" and len(arguments) == 1:
            return [(after, Bool(truth)) for after, truth in self._equal(world, value, arguments[0], "")]
        if name in ("keySet", "entrySet", "containsKey") or (name == "get" and arguments and members.string_key(arguments[0]) is not None):
            self.read.add(value.key)
        return [(world, members.of_symbol(value, name, arguments))]

    def _of_list(self, world: World, value: ListValue | RangeValue, name: str, arguments: tuple[AbstractValue, ...]) -> Values:
        if name in _MUTATORS and isinstance(value, ListValue):
            return [(world.changing([value.number]), Bool(True) if name == "add" and len(arguments) == 1 else self.fresh())]
        if isinstance(value, ListValue) and value.number in world.changed:
            return [(world, self.fresh())]
        size = len(value.items) if isinstance(value, ListValue) else len(value)
        if name in ("size", "isEmpty"):
            return [(world, Num(size) if name == "size" else Bool(not size))]
        if name == "get" and len(arguments) == 1:
            return self._index(world, value, arguments[0])
        return [(world, self.fresh())]

    def length(self, world: World, value: Symbol, words: str) -> list[tuple[World, int]]:
        """Returns how many items an unknown value has: none, one and two are tried."""
        question = Question(LENGTH, value.key, value.roots)
        return [(after, int(answer)) for after, answer in ask(world, question, lambda answer: f"{words} has {_ITEMS[int(answer)]}")]

    # Operators and truth.

    def _operation(self, world: World, node: Binary | Unary) -> Values:
        if isinstance(node, Binary) and node.operator in ("+", "-", "*", "/", "%"):
            return [(after, self._arithmetic(node.operator, *values)) for after, values in self._all(world, (node.left, node.right))]
        if isinstance(node, Unary) and node.operator == "-":
            return [
                (after, Num(-value.value) if isinstance(value, Num) else derived(ANY, "-", value))
                for after, value in self.value(world, node.operand)
            ]
        return [(after, Bool(truth)) for after, truth in self.truth(world, node)]

    def _arithmetic(self, operator: str, left: AbstractValue, right: AbstractValue) -> AbstractValue:
        if isinstance(left, Num) and isinstance(right, Num) and isinstance(left.value, int) and isinstance(right.value, int):
            first, second = left.value, right.value
            if max(abs(first), abs(second)) < 2**31:
                if operator in "+-*":
                    return Num(first + second if operator == "+" else first - second if operator == "-" else first * second)
                if second:
                    quotient = abs(first) // abs(second) * (1 if (first < 0) == (second < 0) else -1)
                    return Num(quotient if operator == "/" else first - quotient * second)
        return derived(ANY, operator, left, right)

    def truth(self, world: World, node: Expression) -> Truths:
        """Returns whether a condition holds, in each world that asking leads to."""
        self.step()
        if isinstance(node, Unary) and node.operator == "!":
            return [(after, not truth) for after, truth in self.truth(world, node.operand)]
        if isinstance(node, Binary) and node.operator in ("&&", "||"):
            return self._both(world, node)
        if isinstance(node, Binary) and node.operator in ("==", "!="):
            words = self.text[node.start : node.end]
            found = [
                result
                for after, (left, right) in self._pairs(world, node)
                for result in self._equal(after, left, right, words, node.operator == "!=")
            ]
            return [(after, truth is (node.operator == "==")) for after, truth in found]
        if isinstance(node, Binary) and node.operator in _FLIPPED:
            return [result for after, (left, right) in self._pairs(world, node) for result in self._compared(after, node, left, right)]
        return [result for after, value in self.value(world, node) for result in self._true(after, value, self.text[node.start : node.end])]

    def _pairs(self, world: World, node: Binary) -> Iterator[tuple[World, tuple[AbstractValue, AbstractValue]]]:
        for after, values in self._all(world, (node.left, node.right)):
            yield after, (values[0], values[1])

    def _both(self, world: World, node: Binary) -> Truths:
        found: Truths = []
        for after, truth in self.truth(world, node.left):
            if truth is (node.operator == "||"):
                found.append((after, truth))
            else:
                found.extend(self.truth(after, node.right))
        return found

    def _true(self, world: World, value: AbstractValue, words: str) -> Truths:
        if isinstance(value, Bool):
            return [(world, value.value)]
        if isinstance(value, Null):
            return [(world, False)]
        if isinstance(value, Loop) or (isinstance(value, Num) and value.value):
            return [(world, True)]
        if isinstance(value, Str) and any(isinstance(piece, Literal) and piece.text for piece in value.pieces):
            return [(world, True)]
        # Empty strings and lists, and zero, are true to old engines and false to new ones.
        return self._ask(world, TRUTH, value, None, lambda answer: f"{words} is {'' if answer else 'not '}true")

    def _ask(self, world: World, form: str, value: AbstractValue, argument: Hashable, words: Callable[[Answer], str]) -> Truths:
        if isinstance(value, Symbol):
            question = Question(form, value.key, value.roots, argument)
            self.asked.add(value.key)
        else:
            question = Question(form, ("value", value), roots_of(value) or frozenset(), argument)
        return [(after, bool(answer)) for after, answer in ask(world, question, words)]

    def _equal(self, world: World, left: AbstractValue, right: AbstractValue, words: str, negated: bool = False) -> Truths:
        if not isinstance(left, Symbol) and isinstance(right, Symbol):
            left, right = right, left
        known = _plainly_equal(left, right)
        if known is not None:
            return [(world, known)]

        def say(answer: Answer) -> str:
            holds = bool(answer) is not negated
            return words if holds else f"not {words}" if words else ""

        if isinstance(left, Symbol):
            if isinstance(right, Null):
                return self._ask(world, MISSING, left, None, say)
            constant = right.literal if isinstance(right, Str) else right.value if isinstance(right, (Num, Bool)) else None
            if constant is not None:
                return self._ask(world, EQUALS, left, constant, say)
        return self._ask(world, TRUTH, derived(BOOLEAN, "==", left, right), None, say)

    def _compared(self, world: World, node: Binary, left: AbstractValue, right: AbstractValue) -> Truths:
        operator = node.operator
        if isinstance(left, Num) and isinstance(right, Num):
            first, second = left.value, right.value
            found = {"<": first < second, ">": first > second, "<=": first <= second, ">=": first >= second}
            return [(world, found[operator])]
        if not isinstance(left, Symbol):
            left, right, operator = right, left, _FLIPPED[operator]
        inverted = operator in ("<=", ">=")
        words = self.text[node.start : node.end]
        argument = ({"<=": ">", ">=": "<"}.get(operator, operator), right)
        found_truths = self._ask(world, COMPARED, left, argument, lambda answer: words if bool(answer) is not inverted else f"not {words}")
        return [(after, truth is not inverted) for after, truth in found_truths]


_ITEMS = ("no items", "one item", "two items")


def _of_loop(loop: Loop, name: str) -> AbstractValue:
    values: dict[str, AbstractValue] = {
        "index": Num(loop.index),
        "count": Num(loop.index + 1),
        "hasNext": Bool(loop.index + 1 < loop.size),
        "first": Bool(loop.index == 0),
        "last": Bool(loop.index + 1 == loop.size),
    }
    if name in ("parent", "topmost"):
        return loop.parent or NULL
    return values.get(name, NULL)


def _plainly_equal(left: AbstractValue, right: AbstractValue) -> bool | None:
    if isinstance(left, Null) or isinstance(right, Null):
        other = right if isinstance(left, Null) else left
        if isinstance(other, Null):
            return True
        if isinstance(other, Str) and other.literal is not None:
            return other.literal == ""
        return False if isinstance(other, (Num, Bool, ListValue, RangeValue, Loop)) else None
    if isinstance(left, Str) and isinstance(right, Str) and left.literal is not None and right.literal is not None:
        return left.literal == right.literal
    if type(left) is type(right) and isinstance(left, (Num, Bool)) and isinstance(right, (Num, Bool)):
        return left.value == right.value
    return True if isinstance(left, Symbol) and left == right else None


def _escaping(world: World, values: Sequence[AbstractValue]) -> World:
    """Returns the world in which lists that were handed to something else may be changed by it."""
    numbers = [value.number for value in values if isinstance(value, ListValue)]
    return world.changing(numbers) if numbers else world


def text_pieces(node: TextNode) -> list[Piece]:
    """Returns the pieces of a text: holes of the format cut it."""
    exact = len(node.text) == node.end - node.start
    if HOLE not in node.text:
        return [Literal(node.text, node.start, exact)] if node.text else []
    pieces: list[Piece] = []
    at = 0
    for number, part in enumerate(node.text.split(HOLE)):
        if number:
            start = node.start + at - 1 if exact else node.start
            pieces.append(Hole(OPAQUE, start, start + 1))
        if part:
            pieces.append(Literal(part, node.start + at if exact else node.start, exact))
        at += len(part) + 1
    return pieces


def joined_pieces(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """Returns pieces without empty ones."""
    if len(pieces) > MAX_PIECES:
        raise TooMany
    return tuple(piece for piece in pieces if isinstance(piece, Hole) or piece.text)


def printed(value: AbstractValue, world: World, start: int, end: int, source: str) -> tuple[Piece, ...]:
    """Returns the pieces that a value prints where a reference stands at ``start`` to ``end``."""
    if isinstance(value, Str):
        return value.pieces
    if isinstance(value, (Num, Bool)):
        text = str(value.value).lower() if isinstance(value, Bool) else str(value.value)
        return (Literal(text, start, False),)
    if isinstance(value, Null):
        return (Hole(UNDEFINED, start, end, source),)
    if isinstance(value, Symbol):
        for question, fact in world.facts.items():
            if question.form == EQUALS and fact.answer is True and question.key == value.key and isinstance(question.argument, str):
                return (Literal(question.argument, start, False),) if question.argument else (Hole(UNDEFINED, start, end, ""),)
        return (Hole(value.kind, start, end, value.inner, value.key),)
    return (Gap("", start),) if isinstance(value, Loop) else _list_pieces(value, world, start, end, source)


def _list_pieces(value: ListValue | RangeValue, world: World, start: int, end: int, source: str) -> tuple[Piece, ...]:
    if isinstance(value, RangeValue) or value.number in world.changed or any(isinstance(item, ListValue) for item in value.items):
        return (Hole(ANY, start, end),)
    pieces: list[Piece] = [Literal("[", start, False)]
    for number, item in enumerate(value.items):
        if number:
            pieces.append(Literal(", ", start, False))
        pieces.extend(printed(item, world, start, end, source))
    return (*pieces, Literal("]", start, False))
