"""Mapping templates, from the text to a tree. An error does not stop it: what is wrong is named, and the rest is read.

Where the text has holes (:data:`apigw_lint.value.HOLE`), anything may stand in them, an ``#end`` too: no error is certain then.
"""

from __future__ import annotations

from apigw_lint.languages.velocity.expressions import NAME, ExpressionParser, Refusal
from apigw_lint.languages.velocity.nodes import (
    Branch,
    Break,
    Comment,
    Directive,
    Expression,
    Foreach,
    If,
    Node,
    Opaque,
    Output,
    Reference,
    Set,
    Stop,
    Template,
    Text,
    VelocityError,
)
from apigw_lint.regexp import regexp
from apigw_lint.value import HOLE

MAX_NESTING = 200
"""Blocks nest less deeply than this in anything a person wrote."""
MAX_ERRORS = 100
"""What stands behind so many is not read."""

_SPECIAL = regexp(r"[$#\\]")
_BACKSLASHES = regexp(r"\\+")
_DIRECTIVE = regexp(r"#(?:\{([a-z]+)\}|([a-z]+)(?![A-Za-z0-9_\-]))")
_LINE_COMMENT = regexp(r"##[^\r\n]*(?:\r\n|\r|\n)?")
_TO_LINE_END = regexp(r"[ \t]*(?:\r\n|\r|\n)")
_WITH_ARGUMENTS = frozenset({"set", "if", "elseif", "foreach"})
_UNDOCUMENTED = frozenset({"macro", "define", "parse", "include", "evaluate"})
_BLOCKS = frozenset({"macro", "define"})
_KNOWN = _WITH_ARGUMENTS | _UNDOCUMENTED | {"else", "end", "stop", "break"}


class _Frame:
    """A block that is open: what it is, where it opened, and what was read in it so far."""

    __slots__ = ("arguments", "body", "branch", "branches", "name", "start")

    def __init__(self, name: str, start: int, arguments: list[Expression]) -> None:
        self.name = name
        self.start = start
        self.arguments = arguments
        self.body: list[Node] = []
        self.branches: list[Branch] = []
        self.branch: tuple[int, Expression | None] = (start, arguments[0] if arguments else None)

    def next_branch(self, at: int, condition: Expression | None) -> None:
        self.branches.append(Branch(self.branch[0], at, self.branch[1], self.body))
        self.branch, self.body = (at, condition), []

    @property
    def has_else(self) -> bool:
        return bool(self.branches) and self.branch[1] is None

    def closed(self, end: int) -> Node:
        if self.name == "if":
            self.next_branch(end, None)
            return If(self.start, end, self.branches)
        if self.name == "foreach":
            variable, iterable = self.arguments[0], self.arguments[1]
            assert isinstance(variable, Reference)
            return Foreach(self.start, end, variable, iterable, self.body)
        return Directive(self.start, end, self.name, self.arguments, self.body)


class _Parser:
    def __init__(self, text: str) -> None:
        self.text = text
        self.errors: list[VelocityError] = []
        self.expressions = ExpressionParser(text, self._interpolated)

    def template(self) -> Template:
        return Template(0, len(self.text), self._nodes(0, len(self.text)))

    def error(self, start: int, end: int, message: str) -> None:
        if len(self.errors) < MAX_ERRORS:
            self.errors.append(VelocityError(start, end, message))

    def _interpolated(self, start: int, end: int) -> list[Node]:
        """Reads what stands in a double-quoted string; it ends where the string does."""
        expressions = self.expressions
        outer, expressions.end, expressions.depth = expressions.end, end, expressions.depth + 1
        try:
            if expressions.depth > 40:
                raise Refusal(start, end, "strings nested in strings too deep")
            return self._nodes(start, end)
        finally:
            expressions.end, expressions.depth = outer, expressions.depth - 1

    def _nodes(self, at: int, end: int) -> list[Node]:
        top = _Frame("", at, [])
        frames = [top]
        while at < end and len(self.errors) < MAX_ERRORS:
            at = self._next(at, end, frames)
        for frame in reversed(frames[1:]):
            self.error(frame.start, min(frame.start + len(frame.name) + 1, end), f"#{frame.name} without an #end")
            frames.pop()
            frames[-1].body.append(frame.closed(end))
        return top.body

    def _next(self, at: int, end: int, frames: list[_Frame]) -> int:
        body = frames[-1].body
        special = _SPECIAL.search(self.text, at, end)
        if special is None or special.start() > at:
            stop = special.start() if special else end
            body.append(Text(at, stop, self.text[at:stop]))
            return stop
        if special[0] == "\\":
            return self._escape(at, end, body)
        if special[0] == "$":
            return self._dollar(at, body)
        return self._hash(at, end, frames)

    def _escape(self, at: int, end: int, body: list[Node]) -> int:
        match = _BACKSLASHES.match(self.text, at, end)
        assert match is not None
        if match.end() >= end or self.text[match.end()] not in "$#":
            body.append(Text(at, match.end(), match[0]))
            return match.end()
        slashes = len(match[0])
        # Two backslashes print one; an odd one takes the meaning away from what follows.
        if slashes % 2 == 0:
            body.append(Text(at, match.end(), "\\" * (slashes // 2)))
            return match.end()
        body.append(Text(at, match.end() + 1, "\\" * (slashes // 2) + self.text[match.end()]))
        return match.end() + 1

    def _dollar(self, at: int, body: list[Node]) -> int:
        try:
            found = self.expressions.reference(at)
        except Refusal as refusal:
            self._refused(refusal)
            body.append(Output(Reference(at, max(refusal.error.end, at + 1), HOLE, at + 1, [], True, False)))
            return max(refusal.error.end, at + 1)
        if found is None:
            body.append(Text(at, at + 1, "$"))
            return at + 1
        body.append(Output(found[0]))
        return found[1]

    def _refused(self, refusal: Refusal) -> None:
        error = refusal.error
        self.error(error.start, error.end, str(refusal))

    def _hash(self, at: int, end: int, frames: list[_Frame]) -> int:
        body, text = frames[-1].body, self.text
        if text.startswith("##", at):
            match = _LINE_COMMENT.match(text, at, end)
            stop = match.end() if match else end
            body.append(Comment(at, stop))
            return stop
        if text.startswith("#*", at) or text.startswith("#[[", at):
            return self._bracketed(at, end, body)
        match = _DIRECTIVE.match(text, at, end)
        name = (match[1] or match[2]) if match else ""
        if match is None or name not in _KNOWN:
            body.append(Text(at, at + 1, "#"))
            return at + 1
        return self._directive(name, at, match.end(), end, frames)

    def _bracketed(self, at: int, end: int, body: list[Node]) -> int:
        comment = self.text[at + 1] == "*"
        closing = self.text.find("*#" if comment else "]]#", at + 2, end)
        if closing < 0:
            self.error(at, min(at + 2, end), "a comment that is never closed" if comment else "#[[ without ]]#")
            body.append(Comment(at, end))
            return end
        stop = closing + (2 if comment else 3)
        body.append(Comment(at, stop) if comment else Text(at, stop, self.text[at + 3 : closing]))
        return stop

    def _directive(self, name: str, at: int, after: int, end: int, frames: list[_Frame]) -> int:
        arguments: list[Expression] = []
        stop = after
        if name in _WITH_ARGUMENTS or name in _UNDOCUMENTED:
            opening = self.expressions.blanks(after)
            if opening >= end or self.text[opening] != "(":
                # Velocity's tokens for these include the parenthesis: without it, they are text.
                if name in _UNDOCUMENTED or name == "set":
                    frames[-1].body.append(Text(at, after, self.text[at:after]))
                    return after
                self.error(at, after, f"#{name} without its parentheses")
            else:
                arguments, stop = self._arguments(name, opening, end)
        if name == "end":
            newline = _TO_LINE_END.match(self.text, stop, end)
            stop = newline.end() if newline else stop
        self._apply(name, at, stop, arguments, frames)
        return stop

    def _apply(self, name: str, at: int, stop: int, arguments: list[Expression], frames: list[_Frame]) -> None:
        frame = frames[-1]
        if name in ("if", "foreach") or name in _BLOCKS:
            self._open(name, at, stop, arguments, frames)
        elif name == "end":
            self._close(at, stop, frames)
        elif name in ("else", "elseif"):
            if frame.name != "if":
                self.error(at, at + len(name) + 1, f"#{name} without an #if")
            elif frame.has_else:
                self.error(at, at + len(name) + 1, f"#{name} after #else")
            else:
                frame.next_branch(at, (arguments[0] if arguments else Opaque(at, stop)) if name == "elseif" else None)
        elif name == "set":
            if len(arguments) == 2 and isinstance(arguments[0], Reference):
                frame.body.append(Set(at, stop, arguments[0], arguments[1]))
        elif name in ("stop", "break"):
            frame.body.append(Stop(at, stop) if name == "stop" else Break(at, stop))
        else:
            frame.body.append(Directive(at, stop, name, arguments, []))

    def _open(self, name: str, at: int, stop: int, arguments: list[Expression], frames: list[_Frame]) -> None:
        if name == "if" and not arguments:
            arguments = [Opaque(at, stop)]
        if name == "foreach" and len(arguments) != 2:
            arguments = [Reference(at, stop, HOLE, stop, [], True, False), Opaque(at, stop)]
        if len(frames) > MAX_NESTING:
            self.error(at, stop, f"blocks nested more than {MAX_NESTING} deep")
            return
        frames.append(_Frame(name, at, arguments))

    def _close(self, at: int, stop: int, frames: list[_Frame]) -> None:
        if len(frames) == 1:
            self.error(at, at + 4, "#end without a block to end")
            return
        frame = frames.pop()
        frames[-1].body.append(frame.closed(stop))

    def _arguments(self, name: str, opening: int, end: int) -> tuple[list[Expression], int]:
        """Returns what stands in a directive's parentheses; after an error, nothing, and the end of what was skipped."""
        try:
            arguments, at = self._inside(name, opening + 1)
            at = self.expressions.blanks(at)
            if at < end and self.text[at] == ")":
                return arguments, at + 1
            shown = self.text[at : at + 1] if at < end else "the end"
            raise Refusal(opening, min(at + 1, end), f"expected ) to end #{name}, not {shown}")
        except Refusal as refusal:
            self._refused(refusal)
            return [], self._skip(opening, end, refusal.error.end)

    def _inside(self, name: str, at: int) -> tuple[list[Expression], int]:
        expressions = self.expressions
        if name in ("if", "elseif"):
            condition, at = expressions.expression(at)
            return [condition], at
        if name in _UNDOCUMENTED:
            return [Opaque(at, at)], self._skip(at - 1, expressions.end, at) - 1
        target, at = self._target(name, at)
        at = expressions.blanks(at)
        word = NAME.match(self.text, at, expressions.end)
        if name == "foreach":
            if word is None or word[0] != "in":
                raise Refusal(at, min(at + 1, expressions.end), "#foreach is written #foreach($item in $list)")
            at = word.end()
        else:
            if at >= expressions.end or self.text[at] != "=" or self.text.startswith("==", at):
                raise Refusal(at, min(at + 1, expressions.end), "#set is written #set($name = value)")
            at += 1
        value, at = expressions.expression(at)
        return [target, value], at

    def _target(self, name: str, at: int) -> tuple[Reference, int]:
        at = self.expressions.blanks(at)
        found = self.expressions.reference(at) if self.text.startswith("$", at) else None
        if found is None:
            what = "sets a reference, such as $name" if name == "set" else "needs a reference for its items, such as $item"
            raise Refusal(at, min(at + 1, self.expressions.end), f"#{name} {what}")
        return found

    def _skip(self, opening: int, end: int, at_least: int) -> int:
        """Returns where the parentheses that open here end, by counting, or else the end of the line."""
        depth = 0
        for at in range(opening, min(end, opening + 2000)):
            character = self.text[at]
            if character == "(":
                depth += 1
            elif character == ")":
                depth -= 1
                if depth == 0:
                    return at + 1
            elif character == "\n" and at >= at_least:
                return at
        return min(max(at_least, opening + 1), end)


def parse(text: str) -> tuple[Template, list[VelocityError]]:
    """Returns the tree of a (masked) template and what is wrong with it, in the order of the text."""
    parser = _Parser(text)
    template = parser.template()
    if HOLE in text:
        for error in parser.errors:
            error.certain = False
    return template, sorted(parser.errors, key=lambda error: error.start)
