"""What is known of a value or a printed text while a template runs on an input that is not known.

A printed text is a sequence of pieces: literal text, gaps (blanks that Velocity may swallow) and holes, each with the kind of text that
can come there. A value is a string of pieces, a number, a boolean, a list, nothing, or a symbol: something of the input.
"""

from __future__ import annotations

from operator import attrgetter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Hashable
    from typing import Any, ClassVar

TEXT = "text"
"""Any text, the empty one too: ``$input.params('x')``."""
BODY = "body"
"""The payload as it came."""
JSON = "json"
"""JSON text of any value, never empty: ``$input.json('$.x')``."""
ANY = "any"
"""Any value printed, or nothing: ``$input.path('$.x')``."""
MAP = "map"
"""A Java map, printed as ``{a=b}``."""
NUMBER = "number"
BOOLEAN = "boolean"
WORD = "word"
"""Text without quotes that is never empty and never a JSON value: ``$context.httpMethod``."""
PLAIN = "plain"
"""Text without quotes and backslashes, possibly empty: stage variables, base64."""
ESCAPED = "escaped"
"""What ``$util.escapeJavaScript`` makes of any text: no quotes, but ``\\'`` for every apostrophe."""
REPAIRED = "repaired"
"""Escaped text whose apostrophes are repaired: fit for a JSON string."""
ENCODED = "encoded"
"""URL-encoded text."""
UNDEFINED = "undefined"
"""A reference without a value: nothing, or the reference as it is written."""
OPAQUE = "opaque"
"""A hole of the format the template is written in: any text."""


class Item:
    """A small immutable thing: equal to others of its class with equal fields."""

    __slots__: tuple[str, ...] = ()
    _read: ClassVar[Callable[[Any], Any]]

    def __init_subclass__(cls) -> None:
        cls._read = attrgetter(*cls.__slots__) if cls.__slots__ else type

    def fields(self) -> Any:
        """Returns what makes it equal to another."""
        return type(self)._read(self)

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and isinstance(other, Item) and self.fields() == other.fields()

    def __hash__(self) -> int:
        return hash((type(self), self.fields()))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.fields()!r})"


class Literal(Item):
    """Text that is certainly printed. Its character ``i`` stands at ``start + i`` of the template where ``exact``, else near ``start``."""

    __slots__ = ("exact", "start", "text")

    def __init__(self, text: str, start: int, exact: bool = True) -> None:
        self.text = text
        self.start = start
        self.exact = exact

    def place(self, index: int) -> int:
        """Returns the offset in the template of a character."""
        return self.start + index if self.exact else self.start


class Gap(Item):
    """Blanks beside a directive or a comment: whether they are printed depends on the engine."""

    __slots__ = ("start", "text")

    def __init__(self, text: str, start: int) -> None:
        self.text = text
        self.start = start


class Hole(Item):
    """A text that is not known, of a kind. ``inner`` is the kind of what was escaped, ``origin`` the key of the symbol it comes from."""

    __slots__ = ("end", "inner", "kind", "origin", "start")

    def __init__(self, kind: str, start: int, end: int, inner: str = "", origin: Hashable = None) -> None:
        self.kind = kind
        self.start = start
        self.end = end
        self.inner = inner
        self.origin = origin

    def turned(self, kind: str, inner: str = "") -> Hole:
        """Returns the same hole after a function has made another kind of text of it."""
        return Hole(kind, self.start, self.end, inner or self.inner, self.origin)


Piece = Literal | Gap | Hole


class Str(Item):
    """A string."""

    __slots__ = ("pieces",)

    def __init__(self, pieces: tuple[Piece, ...]) -> None:
        self.pieces = pieces

    @property
    def literal(self) -> str | None:
        """Returns the string where all of it is known."""
        if all(isinstance(piece, Literal) for piece in self.pieces):
            return "".join(piece.text for piece in self.pieces if isinstance(piece, Literal))
        return None


class Num(Item):
    """A number that is known."""

    __slots__ = ("value",)

    def __init__(self, value: int | float) -> None:
        self.value = value


class Bool(Item):
    """A boolean that is known."""

    __slots__ = ("value",)

    def __init__(self, value: bool) -> None:
        self.value = value


class Null(Item):
    """No value: a name that nothing defines, or what a method without a result gives."""

    __slots__ = ()


class ListValue(Item):
    """A list that the template made. ``number`` tells lists apart: another list with the same items may be changed on its own."""

    __slots__ = ("items", "number")

    def __init__(self, items: tuple[AbstractValue, ...], number: int) -> None:
        self.items = items
        self.number = number


class RangeValue(Item):
    """``[first..last]``, up or down."""

    __slots__ = ("first", "last")

    def __init__(self, first: int, last: int) -> None:
        self.first = first
        self.last = last

    def __len__(self) -> int:
        return abs(self.last - self.first) + 1

    def __bool__(self) -> bool:
        return True


class Loop(Item):
    """``$foreach`` in one turn of a loop over ``size`` items."""

    __slots__ = ("index", "parent", "size")

    def __init__(self, index: int, size: int, parent: AbstractValue | None) -> None:
        self.index = index
        self.size = size
        self.parent = parent


class Symbol(Item):
    """A value that the input decides. Equal keys are the same value in one run.

    ``key`` is a path into the input: ``("body", "pet", "id")``. ``roots`` are the paths that it is computed from; without any, what it
    can be is not free (a stage variable, a map that the template filled), and nothing is certain that depends on it.
    """

    __slots__ = ("inner", "key", "kind", "roots")

    def __init__(self, kind: str, key: tuple[Hashable, ...], roots: frozenset[tuple[Hashable, ...]] = frozenset(), inner: str = "") -> None:
        self.kind = kind
        self.key = key
        self.roots = roots
        self.inner = inner


AbstractValue = Str | Num | Bool | Null | ListValue | RangeValue | Loop | Symbol

NULL = Null()


def path_symbol(kind: str, key: tuple[Hashable, ...]) -> Symbol:
    """Returns a symbol that is itself a part of the input."""
    return Symbol(kind, key, frozenset((key,)))


def derived(kind: str, name: str, value: AbstractValue, *arguments: AbstractValue, inner: str = "") -> Symbol:
    """Returns what a function gives: the same for the same values."""
    roots: frozenset[tuple[Hashable, ...]] = frozenset()
    for part in (value, *arguments):
        found = roots_of(part)
        if found is None:
            return Symbol(kind, ("call", name, value, *arguments), frozenset(), inner)
        roots |= found
    return Symbol(kind, ("call", name, value, *arguments), roots, inner)


def roots_of(value: AbstractValue) -> frozenset[tuple[Hashable, ...]] | None:
    """Returns the parts of the input that decide a value; ``None`` where something else does."""
    if isinstance(value, Symbol):
        return value.roots or None
    if isinstance(value, Str):
        return frozenset() if all(isinstance(piece, Literal) for piece in value.pieces) else None
    return frozenset() if isinstance(value, (Num, Bool, Null)) else None
