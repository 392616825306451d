"""Templates of HCL: literal text, interpolations and directives, with strip markers and the indentation of ``<<-`` taken off."""

from __future__ import annotations

import itertools
import re

from apigw_lint.record import Row
from apigw_lint.regexp import regexp
from apigw_lint.syntax.hcl_nodes import (
    BARE_ESCAPE,
    QUOTED_ESCAPE,
    Broken,
    ForDirective,
    IfDirective,
    Interpolation,
    Literal,
    Piece,
    Template,
    decode,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from apigw_lint.syntax.hcl_nodes import Expression, Part
    from apigw_lint.syntax.hcl_tree import Reader

    Sitter = Any

_BLANK = "\t\n\v\f\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_LEADING = {True: regexp(rf"(?:[{_BLANK}]|\\[nrt])*"), False: regexp(rf"[{_BLANK}]*")}
_TRAILING = {True: regexp(rf"(?:[{_BLANK}]|(?<!\\)(?:\\\\)*\\[nrt])*\Z"), False: regexp(rf"[{_BLANK}]*\Z")}
_LINE = regexp(r"[^\n]*\n|[^\n]+")
_SEQUENCES = frozenset(["template_for_start", "template_for_end", "template_if_intro", "template_else_intro", "template_if_end"])
_FAR = 1 << 60


class Fault(Row):
    """Text that Terraform refuses, at offsets of the text that was read."""

    start: int
    end: int
    message: str


class _Token:
    """Literal text from start to end, or the interpolation or directive ``node`` there."""

    __slots__ = ("end", "node", "start")

    def __init__(self, start: int, end: int, node: Sitter | None = None) -> None:
        self.start = start
        self.end = end
        self.node = node


class TemplateReader:
    """Reads the template between two offsets of a reader's text, of which ``children`` are tree-sitter's nodes.

    Literal text is what lies between its interpolations: tree-sitter's own literals lack blanks.
    """

    def __init__(self, reader: Reader, children: list[Sitter], start: int, end: int, *, quoted: bool) -> None:
        self.reader = reader
        self.text = reader.text
        self.start = start
        self.end = end
        self.quoted = quoted
        self.escape = QUOTED_ESCAPE if quoted else BARE_ESCAPE
        self.nodes: list[Sitter] = []
        self._collect(children)

    def _collect(self, children: list[Sitter]) -> None:
        stack = list(reversed(children))
        while stack:
            node = stack.pop()
            kind = node.type
            if kind == "template_interpolation" or kind in _SEQUENCES:
                self.nodes.append(node)
            elif kind in ("template_directive", "template_for", "template_if"):
                stack.extend(reversed(node.children))

    def read(self, flush: bool = False) -> Template | Literal:
        """Returns the template; with ``flush`` without the indentation that its lines share. Start and end are of its content."""
        tokens = self._tokens()
        self._strip(tokens)
        if flush:
            self._flush(tokens)
        parts = self._parts(tokens)
        if len(parts) == 1 and isinstance(parts[0], Interpolation) and len(tokens) > 1:
            # Beside literal text that was stripped to nothing, an interpolation still makes a string.
            parts.append(self._literal(Piece, [_Token(tokens[-1].end, tokens[-1].end)]))
        source = self.reader.source
        start, end = self.reader.place(self.start), self.reader.place(self.end)
        if not parts:
            empty: Literal = self._literal(Literal, [_Token(self.start, self.start)])
            return empty
        if len(parts) == 1 and isinstance(parts[0], Piece):
            return self._whole(parts[0], start, end)
        return Template(source, start, end, parts)

    def _whole(self, piece: Piece, start: int, end: int) -> Literal:
        literal = Literal(piece.source, start, end, piece.value)
        literal.raw, literal.inside, literal.escape = piece.raw, piece.inside, piece.escape
        literal.places, literal._jumps = piece.places, piece._jumps
        return literal

    def _tokens(self) -> list[_Token]:
        tokens: list[_Token] = []
        at = self.start
        char = self.reader.char
        for node in self.nodes:
            start, end = char(node.start_byte), char(node.end_byte)
            self._literals(tokens, at, start)
            tokens.append(_Token(start, end, node))
            at = end
        self._literals(tokens, at, self.end)
        return tokens

    def _literals(self, tokens: list[_Token], start: int, end: int) -> None:
        if start >= end:
            return
        raw = self.text[start:end]
        if "{" in raw and (odd := re.search(r"[$%]\{", self.escape.sub(lambda match: "." * len(match.group()), raw))):
            self.reader.fault(start + odd.start(), start + odd.end(), f"the template sequence {odd.group()} is not closed")
        if not self.quoted:
            tokens.extend(_Token(match.start(), match.end()) for match in _LINE.finditer(self.text, start, end))
            return
        if "\n" in raw:
            self.reader.fault(self.start - 1, start + raw.index("\n"), "the quote is not closed on its line")
        if "\\" in raw:
            self._check_escapes(raw, start)
        tokens.append(_Token(start, end))

    def _check_escapes(self, raw: str, start: int) -> None:
        for match in self.escape.finditer(raw):
            found = match.group()
            if found[0] == "\\" and len(found) == 2 and found[1] not in 'nrt"\\':
                at = start + match.start()
                self.reader.fault(at, at + 2, f"{found} is no escape of HCL; a backslash itself is written \\\\")

    def _strip(self, tokens: list[_Token]) -> None:
        """Takes the blanks off that ``~`` eats: those of the one literal beside it, which in a heredoc ends with its line."""
        for at, token in enumerate(tokens):
            if token.node is None:
                continue
            if self.text.startswith("~", token.start + 2) and at and tokens[at - 1].node is None:
                before = tokens[at - 1]
                found = _TRAILING[self.quoted].search(self.text[before.start : before.end])
                before.end = before.start + (found.start() if found else before.end - before.start)
            if self.text.startswith("~}", token.end - 2) and at + 1 < len(tokens) and tokens[at + 1].node is None:
                after = tokens[at + 1]
                found = _LEADING[self.quoted].match(self.text, after.start, after.end)
                after.start = found.end() if found else after.start

    def _flush(self, tokens: list[_Token]) -> None:
        least = _FAR
        line_start = True
        starts: list[_Token] = []
        for token in tokens:
            if line_start:
                spaces = 0
                if token.node is None:
                    blank = _LEADING[False].match(self.text, token.start, token.end)
                    spaces = (blank.end() if blank else token.start) - token.start
                    if token.start + spaces == token.end and self.text.endswith("\n", token.start, token.end):
                        spaces = _FAR
                    else:
                        starts.append(token)
                least = min(least, spaces)
            if token.node is None:
                line_start = self.text.endswith("\n", token.start, token.end)
        if least < _FAR:
            for token in starts:
                token.start = min(token.start + least, token.end)

    def _parts(self, tokens: list[_Token]) -> list[Part]:
        frames: list[tuple[Any, list[Part]]] = []
        parts: list[Part] = []
        run: list[_Token] = []
        for token in tokens:
            if token.node is None:
                if token.start < token.end:
                    run.append(token)
                continue
            if run:
                parts.append(self._literal(Piece, run))
                run = []
            parts = self._sequence(token, parts, frames)
        if run:
            parts.append(self._literal(Piece, run))
        if frames:
            first = frames[0][0][0]
            self.reader.fault(first.start, first.end, "this directive has no end")
        return parts

    def _sequence(self, token: _Token, parts: list[Part], frames: list[tuple[Any, list[Part]]]) -> list[Part]:
        """Adds an interpolation to the parts, or opens or closes a directive; returns the parts that follow it."""
        node: Any = token.node
        reader = self.reader
        kind = node.type
        if kind == "template_interpolation":
            parts.append(Interpolation(reader.source, reader.place(token.start), reader.place(token.end), self._expression(node)))
            return parts
        if kind in ("template_if_intro", "template_for_start"):
            frames.append(((token, node), parts))
            return []
        if not frames:
            reader.fault(token.start, token.end, "this directive ends nothing")
            return parts
        if kind == "template_else_intro":
            (start, opener), outer = frames.pop()
            frames.append(((start, opener, parts), outer))
            return []
        frame, outer = frames.pop()
        outer.append(self._directive(frame, parts, token.end))
        return outer

    def _directive(self, frame: Any, parts: list[Part], end: int) -> Part:
        token, opener = frame[:2]
        reader = self.reader
        start, stop = reader.place(token.start), reader.place(end)
        if opener.type == "template_if_intro":
            then, otherwise = (frame[2], parts) if len(frame) > 2 else (parts, [])
            return IfDirective(reader.source, start, stop, self._expression(opener), then, otherwise)
        names = [reader.words(child) for child in opener.children if child.type == "identifier"]
        key = names[0] if len(names) > 1 else ""
        return ForDirective(reader.source, start, stop, key, names[-1] if names else "", self._expression(opener), parts)

    def _expression(self, node: Sitter) -> Expression:
        for child in node.children:
            if child.type == "expression":
                return self.reader.expression(child)
        start, end = self.reader.char(node.start_byte), self.reader.char(node.end_byte)
        self.reader.fault(start, end, "expected an expression here")
        return Broken(self.reader.source, *self.reader.span(node))

    def _literal(self, kind: type[Literal], run: list[_Token]) -> Any:
        """Returns the literal that tokens make one after the other, and notes where text was left out between them."""
        reader = self.reader
        first, last = run[0].start, run[-1].end
        gaps = any(before.end != after.start for before, after in itertools.pairwise(run))
        literal = kind(reader.source, reader.place(first), reader.place(last), "")
        raw = self.text[first:last]
        literal.raw = raw
        if reader.places is None:
            literal.inside = first + reader.shift
        else:
            literal.inside, literal.places = first - reader.inside, reader.places
        if not gaps:
            literal.value = raw
            if ("\\" in raw and self.quoted) or "{" in raw:
                literal.value = decode(raw, self.escape)[0]
                literal.escape = self.escape
            return literal
        self._joined(literal, run, first)
        return literal

    def _joined(self, literal: Literal, run: list[_Token], first: int) -> None:
        values: list[str] = []
        jumps: list[tuple[int, int]] = []
        length = 0
        for token in run:
            value, inner = decode(self.text[token.start : token.end], self.escape)
            jumps.extend((length + at, token.start - first + text_at) for at, text_at in inner)
            values.append(value)
            length += len(value)
        literal.value = "".join(values)
        literal.escape = self.escape
        literal._jumps = jumps
