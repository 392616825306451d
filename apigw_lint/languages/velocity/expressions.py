"""References and expressions of Velocity, from the text to nodes.

Velocity's own grammar decides: a string ends at the next quote of its kind (a doubled quote stands for one, a backslash escapes nothing),
references stop at the first character that cannot continue them, and names may have hyphens.
"""

from __future__ import annotations

from apigw_lint.languages.velocity.nodes import (
    Binary,
    Boolean,
    Call,
    Expression,
    Index,
    ListLiteral,
    MapLiteral,
    Number,
    Opaque,
    Property,
    Range,
    Reference,
    String,
    Text,
    Unary,
    VelocityError,
)
from apigw_lint.regexp import regexp
from apigw_lint.value import HOLE

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from collections.abc import Callable

    from apigw_lint.languages.velocity.nodes import Access, Node

MAX_DEPTH = 60
"""Expressions and interpolated strings nest less deeply than this in anything a person wrote."""

MAX_OPERATORS = 200

NAME = regexp(rf"[A-Za-z_{HOLE}][A-Za-z0-9_\-{HOLE}]*")
_BLANKS = regexp(r"[ \t\r\n\f]*")
_NUMBER = regexp(r"\d+(\.\d+)?([eE][+-]?\d+)?")
_HEAD = regexp(rf"\$(!?)(\{{?)({NAME.pattern})")
_STRING_END = {'"': regexp(r'[^"]*(?:""[^"]*)*"'), "'": regexp(r"[^']*(?:''[^']*)*'")}
_WORDS = {"and": "&&", "or": "||", "eq": "==", "ne": "!=", "lt": "<", "gt": ">", "le": "<=", "ge": ">=", "not": "!"}
_LEVELS = (("||",), ("&&",), ("==", "!="), ("<", ">", "<=", ">="), ("+", "-"), ("*", "/", "%"))
_NOT = regexp(r"not(?![A-Za-z0-9_\-])")
_OPERATOR = regexp(r"\|\||&&|==|!=|<=|>=|<|>|\+|-|\*|/|%|(?:and|or|eq|ne|lt|gt|le|ge)(?![A-Za-z0-9_\-])")


class Refusal(Exception):
    """What stands here is no expression."""

    def __init__(self, start: int, end: int, message: str) -> None:
        super().__init__(message)
        self.error = VelocityError(start, end, message)


class ExpressionParser:
    """Reads references and expressions at offsets of a text. ``interpolate`` reads what a double-quoted string may hold."""

    def __init__(self, text: str, interpolate: Callable[[int, int], list[Node]]) -> None:
        self.text = text
        self.end = len(text)
        self.depth = 0
        self._interpolate = interpolate
        # Brackets found to be text: they are not tried again from further out, or nested ones would cost time squared.
        self._no_index: set[int] = set()

    def blanks(self, at: int) -> int:
        """Returns the offset of the next character that is no blank."""
        match = _BLANKS.match(self.text, at, self.end)
        return match.end() if match else at

    def reference(self, at: int) -> tuple[Reference, int] | None:
        """Returns the reference at a ``$`` and where it ends, or ``None`` where the dollar is mere text."""
        head = _HEAD.match(self.text, at, self.end)
        if head is None or head[3] == HOLE:
            return None
        formal = bool(head[2])
        accesses, end = self._accesses(head.end())
        if formal:
            if not self.text.startswith("}", end) or end >= self.end:
                raise Refusal(at, end, f"no closing brace in {self.text[at:end]}")
            end += 1
        return Reference(at, end, head[3], head.end(), accesses, bool(head[1]), formal), end

    def _accesses(self, at: int) -> tuple[list[Access], int]:
        accesses: list[Access] = []
        while at < self.end:
            character = self.text[at]
            if character == "." and (name := NAME.match(self.text, at + 1, self.end)):
                at = self._member(at, name, accesses)
            elif character == "[":
                index = self._index(at)
                if index is None:
                    break
                accesses.append(index)
                at = index.end
            else:
                break
        return accesses, at

    def _index(self, at: int) -> Index | None:
        """Returns the index in the bracket that opens here; ``None`` where it is text, as in ``$list[some text]``."""
        if at in self._no_index:
            return None
        try:
            expression, closing = self.expression(at + 1)
            closing = self.blanks(closing)
            if self._is(closing, "]"):
                return Index(at, closing + 1, expression)
        except Refusal:
            pass
        self._no_index.add(at)
        return None

    def _member(self, at: int, name: re.Match[str], accesses: list[Access]) -> int:
        if not self.text.startswith("(", name.end()) or name.end() >= self.end:
            accesses.append(Property(at, name.end(), name[0]))
            return name.end()
        arguments, end = self.arguments(name.end())
        accesses.append(Call(at, end, name[0], name.end(), arguments))
        return end

    def arguments(self, at: int) -> tuple[list[Expression], int]:
        """Returns the arguments in the parentheses that open here, and where they end."""
        return self._sequence(at, ")", "argument")

    def _sequence(self, at: int, closing: str, what: str) -> tuple[list[Expression], int]:
        opened, items = at, []
        at = self.blanks(at + 1)
        if self._is(at, closing):
            return [], at + 1
        while True:
            item, at = self.expression(at)
            items.append(item)
            at = self.blanks(at)
            if self._is(at, ","):
                at += 1
                continue
            if self._is(at, closing):
                return items, at + 1
            shown = self.text[at : at + 1] or "the end"
            raise Refusal(opened, min(at + 1, self.end), f"expected , or {closing} after this {what}, not {shown}")

    def expression(self, at: int) -> tuple[Expression, int]:
        """Returns the expression that starts here (blanks may come first) and where it ends."""
        self.depth += 1
        try:
            if self.depth > MAX_DEPTH:
                raise Refusal(at, min(at + 1, self.end), f"nested more than {MAX_DEPTH} deep")
            left, at = self._operand(self.blanks(at))
            return self._climb(left, at, 0)
        finally:
            self.depth -= 1

    def _climb(self, left: Expression, at: int, level: int) -> tuple[Expression, int]:
        count = 0
        while (found := self._operator(at)) is not None and found[1] >= level:
            operator, strength, after = found
            count += 1
            if count > MAX_OPERATORS:
                raise Refusal(left.start, after, f"more than {MAX_OPERATORS} operators in a row")
            right, at = self._operand(self.blanks(after))
            if (following := self._operator(at)) is not None and following[1] > strength:
                right, at = self._climb(right, at, strength + 1)
            left = Binary(left, operator, right)
        return left, at

    def _operator(self, at: int) -> tuple[str, int, int] | None:
        """Returns the operator that comes next, its strength, and where it ends."""
        match = _OPERATOR.match(self.text, self.blanks(at), self.end)
        if match is None:
            return None
        operator = _WORDS.get(match[0], match[0])
        return operator, next(number for number, names in enumerate(_LEVELS) if operator in names), match.end()

    def _operand(self, at: int) -> tuple[Expression, int]:
        if at >= self.end:
            raise Refusal(max(at - 1, 0), at, "the template ends where a value is expected")
        character = self.text[at]
        if character == "$":
            found = self.reference(at)
            if found is None:
                raise Refusal(at, at + 1, "$ without a name")
            return found
        if character in "\"'":
            return self._string(at)
        if character in "[({":
            return {"[": self._list, "(": self._parentheses, "{": self._map}[character](at)
        if character == "!" or (character == "n" and _NOT.match(self.text, at, self.end)):
            return self._unary("!", at, at + (1 if character == "!" else 3))
        if character == "-":
            return self._unary("-", at, at + 1)
        return self._word(at)

    def _unary(self, operator: str, start: int, at: int) -> tuple[Expression, int]:
        self.depth += 1
        try:
            if self.depth > MAX_DEPTH:
                raise Refusal(start, at, f"nested more than {MAX_DEPTH} deep")
            operand, end = self._operand(self.blanks(at))
        finally:
            self.depth -= 1
        return Unary(start, end, operator, operand), end

    def _word(self, at: int) -> tuple[Expression, int]:
        number = _NUMBER.match(self.text, at, self.end)
        if number and ".." not in self.text[number.end() - 1 : number.end() + 1]:
            value = float(number[0]) if number[1] or number[2] else int(number[0][:4000])
            return Number(at, number.end(), value), number.end()
        name = NAME.match(self.text, at, self.end)
        if name is None:
            raise Refusal(at, at + 1, f"{self.text[at]} where a value is expected")
        if name[0] in ("true", "false"):
            return Boolean(at, name.end(), name[0] == "true"), name.end()
        if HOLE in name[0]:
            return Opaque(at, name.end()), name.end()
        hint = f"${name[0]} is a reference, '{name[0]}' a string"
        raise Refusal(at, name.end(), f"{name[0]} is no value: {hint}")

    def _string(self, at: int) -> tuple[Expression, int]:
        quote = self.text[at]
        match = _STRING_END[quote].match(self.text, at + 1, self.end)
        if match is None:
            raise Refusal(at, self.end, "a string that is never closed")
        inside = match.end() - 1
        if quote == "'" or ("$" not in match[0] and "#" not in match[0]):
            text = self.text[at + 1 : inside].replace(quote * 2, quote)
            parts: list[Node] = [Text(at + 1, inside, text)] if text else []
            return String(at, match.end(), quote, parts), match.end()
        return String(at, match.end(), quote, self._interpolate(at + 1, inside)), match.end()

    def _list(self, at: int) -> tuple[Expression, int]:
        first = self.blanks(at + 1)
        if self._is(first, "]"):
            return ListLiteral(at, first + 1, []), first + 1
        low, after = self.expression(first)
        after = self.blanks(after)
        if self.text.startswith("..", after) and after < self.end:
            high, end = self.expression(after + 2)
            end = self.blanks(end)
            if not self._is(end, "]"):
                raise Refusal(at, min(end + 1, self.end), "a range that is never closed")
            return Range(at, end + 1, low, high), end + 1
        items, end = self._sequence(at, "]", "item")
        return ListLiteral(at, end, items), end

    def _parentheses(self, at: int) -> tuple[Expression, int]:
        inner, end = self.expression(at + 1)
        end = self.blanks(end)
        if not self._is(end, ")"):
            raise Refusal(at, min(end + 1, self.end), "a parenthesis that is never closed")
        return inner, end + 1

    def _map(self, at: int) -> tuple[Expression, int]:
        entries: list[tuple[Expression, Expression]] = []
        opened, at = at, self.blanks(at + 1)
        if self._is(at, "}"):
            return MapLiteral(opened, at + 1, []), at + 1
        while True:
            key, at = self.expression(at)
            at = self.blanks(at)
            if not self._is(at, ":"):
                raise Refusal(opened, min(at + 1, self.end), "a map whose key has no :")
            value, at = self.expression(at + 1)
            entries.append((key, value))
            at = self.blanks(at)
            if self._is(at, "}"):
                return MapLiteral(opened, at + 1, entries), at + 1
            if not self._is(at, ","):
                raise Refusal(opened, min(at + 1, self.end), "a map that is never closed")
            at += 1

    def _is(self, at: int, character: str) -> bool:
        return at < self.end and self.text[at] == character
