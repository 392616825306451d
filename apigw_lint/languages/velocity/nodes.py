"""The syntax tree of a mapping template. Every node has ``start`` and ``end``, offsets into the (masked) template text."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


class Node:
    """A piece of a template."""

    __slots__ = ("end", "start")

    def __init__(self, start: int, end: int) -> None:
        self.start = start
        self.end = end

    def __repr__(self) -> str:
        slots = [name for kind in type(self).__mro__ for name in getattr(kind, "__slots__", ()) if name not in ("start", "end")]
        return f"{type(self).__name__}({', '.join(f'{name}={getattr(self, name)!r}' for name in slots)})"


class Expression(Node):
    """A piece that has a value."""

    __slots__ = ()


# What is printed, and what happens.


class Text(Node):
    """Text that is printed as it stands; ``text`` has escapes already taken away (``\\$x`` is ``$x``)."""

    __slots__ = ("text",)

    def __init__(self, start: int, end: int, text: str) -> None:
        super().__init__(start, end)
        self.text = text


class Comment(Node):
    """``## to the end of the line`` (with the line end) or ``#* anything *#``. Prints nothing."""

    __slots__ = ()


class Output(Node):
    """A reference in the text: its value is printed."""

    __slots__ = ("reference",)

    def __init__(self, reference: Reference) -> None:
        super().__init__(reference.start, reference.end)
        self.reference = reference


class Set(Node):
    """``#set($target = value)``."""

    __slots__ = ("target", "value")

    def __init__(self, start: int, end: int, target: Reference, value: Expression) -> None:
        super().__init__(start, end)
        self.target = target
        self.value = value


class Branch(Node):
    """One branch of an ``#if``: its condition (``None`` for ``#else``) and what it prints."""

    __slots__ = ("body", "condition")

    def __init__(self, start: int, end: int, condition: Expression | None, body: Sequence[Node]) -> None:
        super().__init__(start, end)
        self.condition = condition
        self.body = tuple(body)


class If(Node):
    """``#if (...) ... #elseif (...) ... #else ... #end``."""

    __slots__ = ("branches",)

    def __init__(self, start: int, end: int, branches: Sequence[Branch]) -> None:
        super().__init__(start, end)
        self.branches = tuple(branches)


class Foreach(Node):
    """``#foreach ($variable in iterable) ... #end``."""

    __slots__ = ("body", "iterable", "variable")

    def __init__(self, start: int, end: int, variable: Reference, iterable: Expression, body: Sequence[Node]) -> None:
        super().__init__(start, end)
        self.variable = variable
        self.iterable = iterable
        self.body = tuple(body)


class Stop(Node):
    """``#stop``: nothing more is printed."""

    __slots__ = ()


class Break(Node):
    """``#break``: leaves the innermost loop."""

    __slots__ = ()


class Directive(Node):
    """A directive of Velocity that API Gateway does not document: ``#macro``, ``#parse``, ``#include``, ``#evaluate``, ``#define``."""

    __slots__ = ("arguments", "body", "name")

    def __init__(self, start: int, end: int, name: str, arguments: Sequence[Expression], body: Sequence[Node]) -> None:
        super().__init__(start, end)
        self.name = name
        self.arguments = tuple(arguments)
        self.body = tuple(body)


class Template(Node):
    """A whole template."""

    __slots__ = ("body",)

    def __init__(self, start: int, end: int, body: Sequence[Node]) -> None:
        super().__init__(start, end)
        self.body = tuple(body)


# Values.


class Property(Node):
    """``.name`` behind a reference."""

    __slots__ = ("name",)

    def __init__(self, start: int, end: int, name: str) -> None:
        super().__init__(start, end)
        self.name = name


class Call(Node):
    """``.name(arguments)`` behind a reference. ``name_end`` is where the name ends."""

    __slots__ = ("arguments", "name", "name_end")

    def __init__(self, start: int, end: int, name: str, name_end: int, arguments: Sequence[Expression]) -> None:
        super().__init__(start, end)
        self.name = name
        self.name_end = name_end
        self.arguments = tuple(arguments)


class Index(Node):
    """``[expression]`` behind a reference."""

    __slots__ = ("expression",)

    def __init__(self, start: int, end: int, expression: Expression) -> None:
        super().__init__(start, end)
        self.expression = expression


Access = Property | Call | Index


class Reference(Expression):
    """``$name``, ``${name}``, ``$!name`` and what follows it: ``$input.params('id')``, ``$list[0].name``."""

    __slots__ = ("accesses", "formal", "name", "name_end", "quiet")

    def __init__(self, start: int, end: int, name: str, name_end: int, accesses: Sequence[Access], quiet: bool, formal: bool) -> None:
        super().__init__(start, end)
        self.name = name
        self.name_end = name_end
        self.accesses = tuple(accesses)
        self.quiet = quiet
        self.formal = formal


class String(Expression):
    """A string. ``parts`` are Text and, in double quotes, all that may stand in a template; single quotes have one Text at most."""

    __slots__ = ("parts", "quote")

    def __init__(self, start: int, end: int, quote: str, parts: Sequence[Node]) -> None:
        super().__init__(start, end)
        self.quote = quote
        self.parts = tuple(parts)

    @property
    def literal(self) -> str | None:
        """Returns the string where nothing is interpolated, else ``None``."""
        if all(isinstance(part, Text) for part in self.parts):
            return "".join(part.text for part in self.parts if isinstance(part, Text))
        return None


class Number(Expression):
    """An integer or a decimal number."""

    __slots__ = ("value",)

    def __init__(self, start: int, end: int, value: int | float) -> None:
        super().__init__(start, end)
        self.value = value


class Boolean(Expression):
    """``true`` or ``false``."""

    __slots__ = ("value",)

    def __init__(self, start: int, end: int, value: bool) -> None:
        super().__init__(start, end)
        self.value = value


class ListLiteral(Expression):
    """``[a, b]``."""

    __slots__ = ("items",)

    def __init__(self, start: int, end: int, items: Sequence[Expression]) -> None:
        super().__init__(start, end)
        self.items = tuple(items)


class Range(Expression):
    """``[first..last]``."""

    __slots__ = ("first", "last")

    def __init__(self, start: int, end: int, first: Expression, last: Expression) -> None:
        super().__init__(start, end)
        self.first = first
        self.last = last


class MapLiteral(Expression):
    """``{"key": value}``."""

    __slots__ = ("entries",)

    def __init__(self, start: int, end: int, entries: Sequence[tuple[Expression, Expression]]) -> None:
        super().__init__(start, end)
        self.entries = tuple(entries)


class Unary(Expression):
    """``!x`` or ``-x``; the operator is ``!`` for ``not`` too."""

    __slots__ = ("operand", "operator")

    def __init__(self, start: int, end: int, operator: str, operand: Expression) -> None:
        super().__init__(start, end)
        self.operator = operator
        self.operand = operand


class Binary(Expression):
    """``left operator right``. Words are symbols: ``and`` is ``&&``, ``or`` ``||``, ``eq`` ``==``, ``ne`` ``!=``, ``lt`` ``<``, ..."""

    __slots__ = ("left", "operator", "right")

    def __init__(self, left: Expression, operator: str, right: Expression) -> None:
        super().__init__(left.start, right.end)
        self.operator = operator
        self.left = left
        self.right = right


class Opaque(Expression):
    """An expression that is not known: a hole of the format, or what an error left unread."""

    __slots__ = ()


class VelocityError:
    """Why a template is not Velocity, and where. ``certain`` is false where only some engines refuse it."""

    __slots__ = ("certain", "end", "message", "start")

    def __init__(self, start: int, end: int, message: str, certain: bool = True) -> None:
        self.start = start
        self.end = end
        self.message = message
        self.certain = certain

    def __repr__(self) -> str:
        return f"VelocityError({self.start}, {self.end}, {self.message!r})"
