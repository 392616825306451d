"""The tree of a regular expression."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from apigw_lint.languages.charset import CharSet


class RegexError(Exception):
    """What is wrong with a pattern: the characters ``start`` to ``end`` of it, and why. Not ``certain`` where only this reader gives up."""

    def __init__(self, start: int, end: int, message: str, certain: bool = True) -> None:
        super().__init__(message)
        self.start = start
        self.end = end
        self.message = message
        self.certain = certain

    def __repr__(self) -> str:
        return f"RegexError({self.start}, {self.end}, {self.message!r})"


class Node:
    """A part of a pattern, and which characters of it."""

    __slots__ = ("end", "start")

    def __init__(self, start: int, end: int) -> None:
        self.start = start
        self.end = end

    def __repr__(self) -> str:
        own = ", ".join(f"{getattr(self, name)!r}" for name in type(self).__slots__)
        return f"{type(self).__name__}({own})"


class Chars(Node):
    """One character out of a set."""

    __slots__ = ("chars",)

    def __init__(self, start: int, end: int, chars: CharSet) -> None:
        super().__init__(start, end)
        self.chars = chars


class Sequence(Node):
    """Parts one after the other; none of them: the empty text."""

    __slots__ = ("items",)

    def __init__(self, start: int, end: int, items: list[Node]) -> None:
        super().__init__(start, end)
        self.items = tuple(items)


class Choice(Node):
    """One of several alternatives."""

    __slots__ = ("options",)

    def __init__(self, start: int, end: int, options: list[Node]) -> None:
        super().__init__(start, end)
        self.options = tuple(options)


class Repeat(Node):
    """A part ``minimum`` to ``maximum`` times (``None``: any number); possessive ones give nothing back."""

    __slots__ = ("item", "maximum", "minimum", "possessive")

    def __init__(self, start: int, end: int, item: Node, minimum: int, maximum: int | None, possessive: bool) -> None:
        super().__init__(start, end)
        self.item = item
        self.minimum = minimum
        self.maximum = maximum
        self.possessive = possessive


class Group(Node):
    """A group: capturing (with a ``number``, and perhaps a ``name``) or not; an atomic one keeps its first match."""

    __slots__ = ("atomic", "item", "name", "number")

    def __init__(self, start: int, end: int, item: Node, number: int | None = None, name: str = "", atomic: bool = False) -> None:
        super().__init__(start, end)
        self.item = item
        self.number = number
        self.name = name
        self.atomic = atomic


class Look(Node):
    """A look ahead or behind."""

    __slots__ = ("ahead", "item", "negative")

    def __init__(self, start: int, end: int, item: Node, ahead: bool, negative: bool) -> None:
        super().__init__(start, end)
        self.item = item
        self.ahead = ahead
        self.negative = negative


class Anchor(Node):
    """A place in the text: ``^ $ A Z z G b B``. ``multiline`` only matters for the first two; ``words`` for the last."""

    __slots__ = ("kind", "multiline")

    def __init__(self, start: int, end: int, kind: str, multiline: bool = False) -> None:
        super().__init__(start, end)
        self.kind = kind
        self.multiline = multiline


class Opaque(Node):
    """A text that is not looked into, of a minimal length: back references, grapheme clusters."""

    __slots__ = ("maximum", "minimum")

    def __init__(self, start: int, end: int, minimum: int, maximum: int | None) -> None:
        super().__init__(start, end)
        self.minimum = minimum
        self.maximum = maximum
