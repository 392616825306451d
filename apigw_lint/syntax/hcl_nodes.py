"""The nodes of HCL: bodies, attributes, blocks, expressions and templates, each with its place and able to be rewritten."""

from __future__ import annotations

import re
from bisect import bisect_right

from apigw_lint.regexp import regexp
from apigw_lint.source import Source, Span
from apigw_lint.syntax.hcl_text import hcl, indentation, key_text, quoted
from apigw_lint.syntax.tree import Node, Scalar
from apigw_lint.value import Edit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TypeAlias

    from apigw_lint.source import Places

QUOTED_ESCAPE = regexp(r"\\u[0-9a-fA-F]{4}|\\U[0-9a-fA-F]{8}|\\.|\$\$\{|%%\{", re.DOTALL)
BARE_ESCAPE = regexp(r"\$\$\{|%%\{")
_SIMPLE = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\"}


def decode(raw: str, escape: re.Pattern[str]) -> tuple[str, list[tuple[int, int]]]:
    """Returns the value of literal text, and where it departs from counting: pairs of an index of the value and an index of the text."""
    out: list[str] = []
    jumps: list[tuple[int, int]] = [(0, 0)]
    at = length = 0
    for match in escape.finditer(raw):
        out.append(raw[at : match.start()])
        length += match.start() - at
        jumps.append((length, match.start()))
        out.append(_unescaped(match.group()))
        length += len(out[-1])
        at = match.end()
        jumps.append((length, at))
    out.append(raw[at:])
    return "".join(out), jumps


def _unescaped(text: str) -> str:
    if text[0] != "\\":
        return text[1:]
    if text[1] in "uU":
        code = int(text[2:], 16) if len(text) > 2 else 0xFFFD
        return chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
    return _SIMPLE.get(text[1], text[1])


class Literal(Scalar):
    """A number, boolean, null, or a string without interpolation. ``raw`` is where a string's characters start and how it escapes."""

    __slots__ = ("_jumps", "escape", "inside", "places", "raw")

    def __init__(self, source: Source, start: int, end: int, value: str | int | float | bool | None) -> None:
        super().__init__(source, start, end, value)
        self.raw: str | None = None
        self.inside = 0
        self.escape: re.Pattern[str] | None = None
        self.places: Places | None = None
        self._jumps: list[tuple[int, int]] | None = None

    def place(self, index: int) -> tuple[Source, int]:
        """Returns the source and the offset of a character of a string's value."""
        if self.raw is None:
            return super().place(index)
        if self.escape is not None:
            if self._jumps is None:
                self._jumps = decode(self.raw, self.escape)[1]
            value_at, text_at = self._jumps[max(bisect_right(self._jumps, index, key=_first) - 1, 0)]
            index = text_at + index - value_at
        index = min(index, len(self.raw)) + self.inside
        return self.places.place(index) if self.places else (self.source, index)

    def replacement(self, value: str | int | float | bool) -> Edit | None:
        """Returns the edit that writes another scalar here; a string stays in quotes, a key without them where it can."""
        if self.places is not None:
            rewrite = getattr(self.places, "replacement", None)
            edit: Edit | None = rewrite(value) if rewrite and "{" not in str(value) else None
            return edit
        if isinstance(self.value, str) and self.source.text.startswith('"', self.start):
            return Edit(self.span, quoted(hcl(value) if not isinstance(value, str) else value))
        if isinstance(self.value, str) and self.raw is None:
            return Edit(self.span, key_text(str(value)))
        return Edit(self.span, hcl(value)) if not isinstance(self.value, str) else None


def _first(pair: tuple[int, int]) -> int:
    return pair[0]


class Piece(Literal):
    """Literal text of a template."""

    __slots__ = ()

    def replacement(self, value: str | int | float | bool) -> Edit | None:
        """Returns nothing: a piece is rewritten with its template only."""
        return None


class Interpolation(Node):
    """``${ expression }`` in a template."""

    __slots__ = ("expression",)

    def __init__(self, source: Source, start: int, end: int, expression: Expression) -> None:
        super().__init__(source, start, end)
        self.expression = expression


class IfDirective(Node):
    """``%{ if condition }...%{ else }...%{ endif }`` in a template."""

    __slots__ = ("condition", "otherwise", "then")

    def __init__(self, source: Source, start: int, end: int, condition: Expression, then: list[Part], otherwise: list[Part]) -> None:
        super().__init__(source, start, end)
        self.condition = condition
        self.then = then
        self.otherwise = otherwise


class ForDirective(Node):
    """``%{ for key, value in collection }...%{ endfor }`` in a template; ``key`` may be empty."""

    __slots__ = ("collection", "key", "parts", "value")

    def __init__(self, source: Source, start: int, end: int, key: str, value: str, collection: Expression, parts: list[Part]) -> None:
        super().__init__(source, start, end)
        self.key = key
        self.value = value
        self.collection = collection
        self.parts = parts


class Template(Node):
    """A string with interpolations or directives."""

    __slots__ = ("parts",)

    def __init__(self, source: Source, start: int, end: int, parts: list[Part]) -> None:
        super().__init__(source, start, end)
        self.parts = parts


class ObjectItem:
    """``key = value`` in an object. A bare word as key is a Literal; ``(expression)`` is what it stands for."""

    __slots__ = ("key", "value")

    def __init__(self, key: Expression, value: Expression) -> None:
        self.key = key
        self.value = value


class ObjectCons(Node):
    """``{ key = value }``."""

    __slots__ = ("items",)

    def __init__(self, source: Source, start: int, end: int, items: list[ObjectItem]) -> None:
        super().__init__(source, start, end)
        self.items = items

    def insertion(self, key: str, value: Any) -> Edit | None:
        """Returns the edit that adds an entry at the end, on a line of its own where the others have one."""
        text = self.source.text
        if not text.startswith("{", self.start):
            return None
        if not self.items:
            indent = indentation(text, self.start)
            return Edit(self.span, f"{{\n{indent}  {key_text(key)} = {hcl(value, indent + '  ')}\n{indent}}}")
        last = self.items[-1].value.end
        if "\n" not in text[self.start : self.items[0].key.start]:
            return Edit(Span(self.source, last, last), f", {key_text(key)} = {hcl(value, indentation(text, last))}")
        indent = indentation(text, self.items[-1].key.start)
        comma = "," if "," in _gap(text, self.items[0].value.end, self.items[1].key.start if len(self.items) > 1 else last) else ""
        return Edit(Span(self.source, last, last), f"{comma}\n{indent}{key_text(key)} = {hcl(value, indent)}")

    def removal(self, key: str) -> Edit | None:
        """Returns the edit that takes an entry out, with its line where it stands alone."""
        for at, item in enumerate(self.items):
            if isinstance(item.key, Literal) and item.key.value == key:
                following = self.items[at + 1].key.start if at + 1 < len(self.items) else self.end - 1
                return _without(self.source, item.key.start, item.value.end, self.start + 1, following)
        return None


class TupleCons(Node):
    """``[a, b]``."""

    __slots__ = ("items",)

    def __init__(self, source: Source, start: int, end: int, items: list[Expression]) -> None:
        super().__init__(source, start, end)
        self.items = items

    def addition(self, value: Any) -> Edit | None:
        """Returns the edit that adds an item at the end."""
        text = self.source.text
        if not text.startswith("[", self.start):
            return None
        if not self.items:
            return Edit(self.span, f"[{hcl(value, indentation(text, self.start))}]")
        last = self.items[-1]
        broken = "\n" in text[self.start : self.items[0].start]
        indent = indentation(text, last.start)
        return Edit(Span(self.source, last.end, last.end), (f",\n{indent}" if broken else ", ") + hcl(value, indent))


class Call(Node):
    """``name(arguments)``; ``expand`` where the last argument ends in ``...``."""

    __slots__ = ("arguments", "expand", "name")

    def __init__(self, source: Source, start: int, end: int, name: str, arguments: list[Expression], expand: bool) -> None:
        super().__init__(source, start, end)
        self.name = name
        self.arguments = arguments
        self.expand = expand


class ForExpr(Node):
    """``[for key, value in collection : result if condition]``, or with ``name`` an object ``{for ... : name => result...}``."""

    __slots__ = ("collection", "condition", "group", "key", "name", "result", "value")

    def __init__(
        self,
        source: Source,
        start: int,
        end: int,
        *,
        key: str,
        value: str,
        collection: Expression,
        name: Expression | None,
        result: Expression,
        condition: Expression | None,
        group: bool,
    ) -> None:
        super().__init__(source, start, end)
        self.key = key
        self.value = value
        self.collection = collection
        self.name = name
        self.result = result
        self.condition = condition
        self.group = group


class Conditional(Node):
    """``condition ? then : otherwise``."""

    __slots__ = ("condition", "otherwise", "then")

    def __init__(self, source: Source, start: int, end: int, condition: Expression, then: Expression, otherwise: Expression) -> None:
        super().__init__(source, start, end)
        self.condition = condition
        self.then = then
        self.otherwise = otherwise


class Binary(Node):
    """``left operator right``."""

    __slots__ = ("left", "operator", "right")

    def __init__(self, source: Source, start: int, end: int, operator: str, left: Expression, right: Expression) -> None:
        super().__init__(source, start, end)
        self.operator = operator
        self.left = left
        self.right = right


class Unary(Node):
    """``-operand`` or ``!operand``."""

    __slots__ = ("operand", "operator")

    def __init__(self, source: Source, start: int, end: int, operator: str, operand: Expression) -> None:
        super().__init__(source, start, end)
        self.operator = operator
        self.operand = operand


class Index(Node):
    """``collection[key]``, or ``collection.0``."""

    __slots__ = ("collection", "key")

    def __init__(self, source: Source, start: int, end: int, collection: Expression, key: Expression) -> None:
        super().__init__(source, start, end)
        self.collection = collection
        self.key = key


class GetAttr(Node):
    """``object.name``."""

    __slots__ = ("name", "object")

    def __init__(self, source: Source, start: int, end: int, object: Expression, name: str) -> None:
        super().__init__(source, start, end)
        self.object = object
        self.name = name


class Item(Node):
    """The item that a splat's ``each`` is about."""

    __slots__ = ()


class Splat(Node):
    """``collection[*].a.b`` or ``collection.*.a``: ``each`` is evaluated for each item, which is ``item`` in it."""

    __slots__ = ("collection", "each", "item")

    def __init__(self, source: Source, start: int, end: int, collection: Expression, each: Expression, item: Item) -> None:
        super().__init__(source, start, end)
        self.collection = collection
        self.each = each
        self.item = item


class Variable(Node):
    """A name: ``var``, ``local``, ``aws_api_gateway_rest_api``, or what a for-expression binds."""

    __slots__ = ("name",)

    def __init__(self, source: Source, start: int, end: int, name: str) -> None:
        super().__init__(source, start, end)
        self.name = name


class Parens(Node):
    """``(expression)``."""

    __slots__ = ("expression",)

    def __init__(self, source: Source, start: int, end: int, expression: Expression) -> None:
        super().__init__(source, start, end)
        self.expression = expression


class Broken(Node):
    """An expression that is nested deeper than is read."""

    __slots__ = ()


Part: TypeAlias = "Piece | Interpolation | IfDirective | ForDirective"
Expression: TypeAlias = (
    "Literal | Template | ObjectCons | TupleCons | Call | ForExpr | Conditional | Binary | Unary | Index | GetAttr | Splat | Item"
    " | Variable | Parens | Broken"
)


class Attribute(Node):
    """``name = expression`` in a body."""

    __slots__ = ("expression", "name", "name_end")

    def __init__(self, source: Source, start: int, end: int, name: str, name_end: int, expression: Expression) -> None:
        super().__init__(source, start, end)
        self.name = name
        self.name_end = name_end
        self.expression = expression

    @property
    def name_span(self) -> Span:
        """Returns the place of the name."""
        return Span(self.source, self.start, self.name_end)


class Label:
    """A label of a block, with or without quotes."""

    __slots__ = ("span", "value")

    def __init__(self, value: str, span: Span) -> None:
        self.value = value
        self.span = span


class Block(Node):
    """``type "label" { body }``. ``header_end`` is where the last label, or the type, ends."""

    __slots__ = ("body", "header_end", "labels", "type")

    def __init__(self, source: Source, start: int, end: int, type: str, labels: list[Label], header_end: int, body: Body) -> None:
        super().__init__(source, start, end)
        self.type = type
        self.labels = labels
        self.header_end = header_end
        self.body = body

    @property
    def type_span(self) -> Span:
        """Returns the place of the type."""
        return Span(self.source, self.start, min(self.start + len(self.type), self.end))

    @property
    def header_span(self) -> Span:
        """Returns the place of the type and the labels."""
        return Span(self.source, self.start, self.header_end)


class Body(Node):
    """Attributes and blocks in the order written. Its place is between the braces, or the whole file."""

    __slots__ = ("items",)

    def __init__(self, source: Source, start: int, end: int, items: list[Attribute | Block]) -> None:
        super().__init__(source, start, end)
        self.items = items

    @property
    def attributes(self) -> list[Attribute]:
        """Returns the attributes in order."""
        return [item for item in self.items if isinstance(item, Attribute)]

    @property
    def blocks(self) -> list[Block]:
        """Returns the blocks in order."""
        return [item for item in self.items if isinstance(item, Block)]

    def attribute(self, name: str) -> Attribute | None:
        """Returns the first attribute of a name."""
        return next((item for item in self.items if isinstance(item, Attribute) and item.name == name), None)

    def block(self, type: str) -> Block | None:
        """Returns the first block of a type."""
        return next((item for item in self.items if isinstance(item, Block) and item.type == type), None)

    def insertion(self, key: str, value: Any) -> Edit | None:
        """Returns the edit that adds an attribute behind the last one, in the indentation of the others."""
        text = self.source.text
        if not self.items:
            outer = indentation(text, self.start)
            return Edit(self.span, f"\n{outer}  {key} = {hcl(value, outer + '  ')}\n{outer}")
        if "\n" not in text[self.start : self.end]:
            outer = indentation(text, self.start)
            inside = text[self.start : self.end].strip()
            return Edit(self.span, f"\n{outer}  {inside}\n{outer}  {key} = {hcl(value, outer + '  ')}\n{outer}")
        indent = indentation(text, self.items[0].start)
        last = (self.attributes or self.items)[-1].end
        return Edit(Span(self.source, last, last), f"\n{indent}{key} = {hcl(value, indent)}")

    def removal(self, key: str) -> Edit | None:
        """Returns the edit that takes an attribute or the first block of a type out, with its lines."""
        for item in self.items:
            if (item.name if isinstance(item, Attribute) else item.type) == key:
                return _without(self.source, item.start, item.end, self.start, self.end)
        return None


def _gap(text: str, start: int, end: int) -> str:
    return text[start:end] if end > start else ""


def _without(source: Source, start: int, end: int, left: int, right: int) -> Edit:
    """Returns the edit that deletes what stands from start to end, its comma, and its line if nothing else stands on it."""
    text = source.text
    comma = re.compile(r"[ \t]*,").match(text, end, right)
    end = comma.end() if comma else end
    line_start = text.rfind("\n", 0, start) + 1
    rest = re.compile(r"[ \t]*(?:(?:#|//)[^\n]*)?(?:\r?\n)").match(text, end)
    if line_start > left and not text[line_start:start].strip() and rest:
        return Edit(Span(source, line_start, rest.end()), "")
    before = None if comma else re.search(r",[ \t]*\Z", text[left:start])
    if before:
        return Edit(Span(source, left + before.start(), end), "")
    while end < right and text[end] in " \t":
        end += 1
    return Edit(Span(source, start, end), "")
