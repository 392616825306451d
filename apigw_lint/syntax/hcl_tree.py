"""Reads HCL (``.tf``, ``.tfvars``), its expressions and its templates into the nodes of :mod:`apigw_lint.syntax.hcl_nodes`.

The grammar is tree-sitter's. It forgives what Terraform refuses, so what it lets through is held against the rules on newlines and
quotes here; and where it finds an error the file is read block by block, so that one bad block does not hide the others.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right
from sys import intern

from apigw_lint.errors import Problem
from apigw_lint.regexp import regexp
from apigw_lint.source import Source, Span
from apigw_lint.syntax.hcl_nodes import (
    Attribute,
    Binary,
    Block,
    Body,
    Broken,
    Call,
    Conditional,
    ForExpr,
    GetAttr,
    Index,
    Item,
    Label,
    Literal,
    ObjectCons,
    ObjectItem,
    Parens,
    Splat,
    Template,
    TupleCons,
    Unary,
    Variable,
)
from apigw_lint.syntax.hcl_template import Fault, TemplateReader

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from apigw_lint.source import Places
    from apigw_lint.syntax.hcl_nodes import Expression

    Sitter = Any

DEEPEST = 100
"""Levels of nesting that are read; what is deeper is a Broken expression and a problem."""
_PIECE = 40_000
"""Characters that are read at once where blocks begin: tree-sitter's tree takes 65 bytes for each."""

_HEAD = regexp(
    r"^(?:resource|data|module|variable|output|locals|provider|terraform|moved|import|removed|check|ephemeral)\b(?=[^=\n]*\{)", re.MULTILINE
)
_SETTING = regexp(r"^[A-Za-z_][\w-]*[ \t]*=(?!=)", re.MULTILINE)
_NAME = regexp(r"[^\W\d][\w-]*\Z")
_EXPONENT = regexp(r"(?<![\w.])[0-9]+[eE][-+]?[0-9]+(?!\w)")
_DOUBLED = regexp(r"\${3,}\{|%{3,}\{")
_SIMPLE = r'"([^"\\\n$%]*)"|([A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*)*)|([0-9]{1,15})'
_SIMPLE_EXPRESSION = regexp(_SIMPLE)
_SIMPLE_ATTRIBUTE = regexp(rf"([A-Za-z_][\w-]*)[ \t]*=[ \t]*(?:{_SIMPLE})")
_SIMPLE_LABEL = regexp(r'"[^"\\\n$%]*"')
_CONSTANTS = {"true": True, "false": False, "null": None}
_NUMBER = regexp(r"[0-9]+(?:\.[0-9]+)?(?:[eE][-+]?[0-9]{1,4})?\Z")
_WRAP = "x = "
_OPERATORS = frozenset(["+", "-", "*", "/", "%", "==", "!=", "<", ">", "<=", ">=", "&&", "||"])
_PARSER: list[Any] = []


def parse(source: Source) -> tuple[Body, list[Problem]]:
    """Returns the body of a file and what is wrong in it; blocks that cannot be read are left out."""
    text = source.text
    pieces = _pieces(text)
    found = _clean(source, pieces) or (_clean(source, [0, len(text)]) if len(pieces) > 2 else None)
    if found is not None:
        return found
    items: list[Attribute | Block] = []
    problems: list[Problem] = []
    heads = [match.start() for match in (_SETTING if source.path.endswith(".tfvars") else _HEAD).finditer(text)]
    edges = sorted({0, *heads, len(text)})
    for start, end in itertools.pairwise(edges):
        _read_chunk(source, start, end, items, problems)
    return Body(source, 0, len(text), items), problems


def _pieces(text: str) -> list[int]:
    """Returns the edges of the pieces in which a text is read: blocks at the start of a line begin them."""
    edges = [0]
    if len(text) >= 2 * _PIECE:
        for match in _HEAD.finditer(text):
            if match.start() - edges[-1] >= _PIECE:
                edges.append(match.start())
    return [*edges, len(text)]


def _clean(source: Source, edges: list[int]) -> tuple[Body, list[Problem]] | None:
    """Returns what a file says that is read in pieces, ``None`` where something is wrong: an edge can stand inside a block or a heredoc."""
    items: list[Attribute | Block] = []
    problems: list[Problem] = []
    for start, end in itertools.pairwise(edges):
        chunk = source.text[start:end]
        root = _sitter(chunk)
        if root.has_error:
            return None
        reader = Reader(source, chunk, start)
        items.extend(reader.file(root).items)
        problems.extend(reader.problems)
        if reader.faults:
            return None
    return Body(source, 0, len(source.text), items), problems


def _read_chunk(source: Source, start: int, end: int, items: list[Attribute | Block], problems: list[Problem]) -> None:
    chunk = source.text[start:end]
    root = _sitter(chunk)
    reader = Reader(source, chunk, start)
    if root.has_error:
        problems.append(_explained(source, chunk, start, root))
        return
    body = reader.file(root)
    if reader.faults:
        fault = reader.faults[0]
        problems.append(Problem("syntax-error", fault.message, Span(source, start + fault.start, start + fault.end)))
        return
    items.extend(body.items)
    problems.extend(reader.problems)


def _explained(source: Source, chunk: str, start: int, root: Sitter) -> Problem:
    from apigw_lint.syntax.hcl_errors import explain

    fault = explain(chunk) or _first_error(chunk, root)
    return Problem("syntax-error", fault.message, Span(source, start + fault.start, start + fault.end))


def _first_error(chunk: str, root: Sitter) -> Fault:
    """Returns where tree-sitter first stumbles, without words for what it wanted."""
    node = root
    while True:
        child = next((child for child in node.children if child.has_error or child.is_missing or child.type == "ERROR"), None)
        if child is None or child.type == "ERROR" or child.is_missing:
            node = child or node
            break
        node = child
    at = len(chunk.encode()[: node.start_byte].decode(errors="ignore"))
    if node.is_missing:
        return Fault(min(at, len(chunk)), min(at, len(chunk)), f"expected {node.type} here")
    end = chunk.find("\n", at)
    return Fault(at, max(at, len(chunk) if end < 0 else end), "this is not HCL")


def parse_expression(text: str, source: Source, start: int = 0, places: Places | None = None) -> tuple[Expression | None, list[Problem]]:
    """Returns the expression that a text is. ``start`` is its offset in the source; with ``places`` each of its characters has its own."""
    wrapped = _WRAP + text + "\n"
    root = _sitter(wrapped)
    reader = Reader(source, wrapped, start - len(_WRAP), places, len(_WRAP))
    if not root.has_error:
        body = reader.file(root)
        if not reader.faults and len(body.items) == 1 and isinstance(body.items[0], Attribute):
            return body.items[0].expression, reader.problems
    first = reader.place(len(_WRAP))
    return None, [Problem("syntax-error", f"{text.strip()!r} is not an expression", Span(source, first, reader.place(len(wrapped) - 1)))]


def parse_template(
    text: str, source: Source, start: int = 0, places: Places | None = None
) -> tuple[Template | Literal | None, list[Problem]]:
    """Returns the template that a text is: the content of a ``templatefile``, or a decoded string of ``.tf.json``.

    Nothing but ``$${`` and ``%%{`` is escaped in it.
    """
    mark = "EOT"
    while mark in text:
        mark += "_"
    wrapped = f"x = <<{mark}\n{text}\n{mark}\n"
    inside = len(mark) + 7
    plain = "${" not in text and "%{" not in text
    root = None if plain else _sitter(wrapped)
    reader = Reader(source, wrapped, start - inside, places, inside)
    if root is None:
        return TemplateReader(reader, [], inside, inside + len(text), quoted=False).read(), []
    if not root.has_error:
        body = reader.file(root, inside + len(text))
        if not reader.faults and len(body.items) == 1 and isinstance(body.items[0], Attribute):
            expression = body.items[0].expression
            if isinstance(expression, (Template, Literal)):
                return expression, reader.problems
    from apigw_lint.syntax.hcl_errors import explain_template

    fault = reader.faults[0] if reader.faults else None
    if fault is None:
        found = explain_template(text)
        fault = Fault(found.start + inside, found.end + inside, found.message)
    return None, [Problem("syntax-error", fault.message, Span(source, reader.place(fault.start), reader.place(fault.end)))]


def _sitter(text: str) -> Sitter:
    if not _PARSER:
        import tree_sitter
        import tree_sitter_hcl

        _PARSER.append(tree_sitter.Parser(tree_sitter.Language(tree_sitter_hcl.language())))
    parse_bytes = _PARSER[0].parse
    if "$$${" in text or "%%%{" in text:
        # The grammar takes the end of $$${ for an interpolation, Terraform for an escape behind a dollar; it is shown plain text instead.
        text = _DOUBLED.sub(lambda match: "x" * len(match.group()), text)
    root = parse_bytes(text.encode("utf-8", "surrogatepass")).root_node
    if root.has_error and _EXPONENT.search(text):
        # The grammar has no 1e3, only 1.0e3; digits of the same length stand in for it.
        text = _EXPONENT.sub(lambda match: "1" * len(match.group()), text)
        root = parse_bytes(text.encode("utf-8", "surrogatepass")).root_node
    return root


class Reader:
    """Makes our nodes of tree-sitter's, whose offsets are bytes of ``text``; ``shift`` is where the text stands in the source."""

    def __init__(self, source: Source, text: str, shift: int = 0, places: Places | None = None, inside: int = 0) -> None:
        self.source = source
        self.text = text
        self.shift = shift
        self.places = places
        self.inside = inside
        self.faults: list[Fault] = []
        self.problems: list[Problem] = []
        self._depth = 0
        self._brackets = 0
        self._template_end: int | None = None
        self.char: Callable[[int], int] = _same if text.isascii() else _Bytes(text).char

    def place(self, at: int) -> int:
        """Returns the offset in the source of an offset in the text."""
        return at + self.shift if self.places is None else self.places.place(max(at - self.inside, 0))[1]

    def span(self, node: Sitter) -> tuple[int, int]:
        """Returns start and end of a node in the source."""
        char = self.char
        if self.places is None:
            shift = self.shift
            return char(node.start_byte) + shift, char(node.end_byte) + shift
        return self.place(char(node.start_byte)), self.place(char(node.end_byte))

    def words(self, node: Sitter) -> str:
        """Returns the text of a node."""
        return self.text[self.char(node.start_byte) : self.char(node.end_byte)]

    def fault(self, start: int, end: int, message: str) -> None:
        """Notes text that Terraform refuses; the offsets are of the text."""
        self.faults.append(Fault(start, end, message))

    def file(self, root: Sitter, template_end: int | None = None) -> Body:
        """Returns the body of the whole text. ``template_end`` is where a wrapped template really ends."""
        self._template_end = template_end
        items: list[Attribute | Block] = []
        for child in root.children:
            if child.type == "body":
                items = self._items(child)
            elif child.type != "comment":
                start = self.char(child.start_byte)
                self.fault(start, start + 1, "expected a block or an attribute here")
        return Body(self.source, self.place(0), self.place(len(self.text)), items)

    def _items(self, node: Sitter) -> list[Attribute | Block]:
        items: list[Attribute | Block] = []
        end = -1
        for child in node.children:
            kind = child.type
            if kind == "comment":
                continue
            start = self.char(child.start_byte)
            if end >= 0 and "\n" not in self.text[end:start]:
                what = "attribute" if isinstance(items[-1], Attribute) else "block"
                self.fault(start, start + 1, f"expected a new line after the {what} {_title(items[-1])}")
            items.append(self._attribute(child) if kind == "attribute" else self._block(child))
            end = self.char(child.end_byte)
        return items

    def _attribute(self, node: Sitter) -> Attribute:
        if self.places is None:
            # Most attributes are a name and a plain string or reference, for which tree-sitter's nodes need not be looked at.
            first, last = self.char(node.start_byte), self.char(node.end_byte)
            match = _SIMPLE_ATTRIBUTE.match(self.text, first, last)
            if match and match.end() == last:
                value = self._simple(match, match.group(2), match.group(3), match.group(4))
                shift = self.shift
                return Attribute(self.source, first + shift, last + shift, intern(match.group(1)), match.end(1) + shift, value)
        name, equals, expression = _children(node)
        at = self.char(equals.start_byte)
        if "\n" in self.text[self.char(name.end_byte) : self.char(expression.start_byte)] and not self.inside:
            self.fault(at, at + 1, f"expected the value of {self.words(name)} on this line")
        start, end = self.span(node)
        return Attribute(self.source, start, end, self.words(name), self.span(name)[1], self.expression(expression))

    def _simple(self, match: re.Match[str], string: str | None, path: str | None, digits: str | None) -> Expression:
        """Returns the expression that ends a match: a string without escapes, a path of names, or a whole number."""
        end = match.end() + self.shift
        if string is not None:
            start = end - len(string) - 2
            literal = Literal(self.source, start, end, string)
            literal.raw, literal.inside = string, start + 1
            return literal
        if digits is not None:
            return Literal(self.source, end - len(digits), end, int(digits))
        names = [intern(name) for name in (path or "").split(".")]
        at = end - len(path or "")
        if len(names) == 1 and path in _CONSTANTS:
            return Literal(self.source, at, end, _CONSTANTS[path])
        start = at
        at += len(names[0])
        node: Expression = Variable(self.source, start, at, names[0])
        for name in names[1:]:
            at += len(name) + 1
            node = GetAttr(self.source, start, at, node, name)
        return node

    def _block(self, node: Sitter) -> Block:
        self._depth += 1
        kind_of_block = ""
        labels: list[Label] = []
        items: list[Attribute | Block] = []
        header_end = opened = closed = 0
        for child in node.children:
            kind = child.type
            if kind == "identifier" or kind == "string_lit":
                if not kind_of_block:
                    kind_of_block = self.words(child)
                else:
                    labels.append(self._label(child))
                header_end = self.char(child.end_byte)
            elif kind == "block_start":
                opened = self.char(child.end_byte)
                first = self.char(node.start_byte)
                if "\n" in self.text[first:opened]:
                    self.fault(first, header_end, f"expected the labels and the {{ of the block {kind_of_block} on its line")
            elif kind == "body":
                items = self._items(child) if self._depth < DEEPEST else self._too_deep_body(child)
            elif kind == "block_end":
                closed = self.char(child.start_byte)
        self._depth -= 1
        self._check_lines(kind_of_block, items, opened, closed)
        body = Body(self.source, self.place(opened), self.place(closed), items)
        start, end = self.span(node)
        return Block(self.source, start, end, kind_of_block, labels, self.place(header_end), body)

    def _check_lines(self, type: str, items: list[Attribute | Block], opened: int, closed: int) -> None:
        if not items or self.places is not None:
            return
        first, last = items[0].start - self.shift, items[-1].end - self.shift
        if "\n" in self.text[opened:first]:
            if "\n" not in self.text[last:closed]:
                self.fault(closed, closed + 1, f"expected a new line before the closing }} of the block {type}")
        elif "\n" in self.text[last:closed] or len(items) > 1 or isinstance(items[0], Block):
            self.fault(first, first + 1, f"expected a new line after the opening {{ of the block {type}")

    def _too_deep_body(self, node: Sitter) -> list[Attribute | Block]:
        self._too_deep(node)
        return []

    def _too_deep(self, node: Sitter) -> Broken:
        start, end = self.span(node)
        message = f"nested more than {DEEPEST} levels deep; this part is not read"
        self.problems.append(Problem("limit-exceeded", message, Span(self.source, start, end)))
        return Broken(self.source, start, end)

    def _label(self, node: Sitter) -> Label:
        start, end = self.span(node)
        text = self.words(node)
        if text[0] != '"':
            return Label(text, Span(self.source, start, end))
        if _SIMPLE_LABEL.fullmatch(text):
            return Label(text[1:-1], Span(self.source, start, end))
        literal = self._string(node)
        return Label(str(literal.value) if isinstance(literal, Literal) else text[1:-1], Span(self.source, start, end))

    def expression(self, node: Sitter) -> Expression:
        """Returns our node of an expression."""
        if self.places is None:
            first, last = self.char(node.start_byte), self.char(node.end_byte)
            match = _SIMPLE_EXPRESSION.match(self.text, first, last)
            if match and match.end() == last:
                return self._simple(match, *match.groups())
        self._depth += 1
        found = self._too_deep(node) if self._depth > DEEPEST else self._chain(_children(node))
        self._depth -= 1
        return found

    def _chain(self, children: list[Sitter]) -> Expression:
        """Returns a primary expression with its attributes, indexes and splats."""
        first = children[0]
        if first.type == "(":
            self._brackets += 1
            inner = self.expression(children[1])
            self._brackets -= 1
            node: Expression = Parens(self.source, self.span(first)[0], self.span(children[2])[1], inner)
            rest = children[3:]
        else:
            node = _PRIMARIES[first.type](self, first)
            rest = children[1:]
        return self._postfixed(node, rest)

    def _postfixed(self, node: Expression, rest: list[Sitter]) -> Expression:
        for at, child in enumerate(rest):
            kind = child.type
            end = self.span(child)[1]
            if not self._brackets:
                self._check_line_start(self.char(child.start_byte))
                if kind == "get_attr" and "\n" in (words := self.words(child)):
                    at = self.char(child.start_byte)
                    self.fault(at, at + len(words), "expected a name behind the dot on this line")
            if kind == "get_attr":
                node = GetAttr(self.source, node.start, end, node, self.words(_children(child)[1]))
            elif kind == "index":
                node = self._index(node, child, end)
            elif kind == "splat":
                return self._splat(node, child, rest[at + 1 :])
            else:
                return self._odd(child)
        return node

    def _odd(self, node: Sitter) -> Broken:
        self.fault(self.char(node.start_byte), self.char(node.end_byte), "this is not an expression")
        return Broken(self.source, *self.span(node))

    def _check_line_start(self, at: int) -> None:
        before = at - 1
        while before > 0 and self.text[before] in " \t":
            before -= 1
        if self.text[before] == "\n":
            self.fault(at, at + 1, "a new line ends the expression before this; put the expression in parentheses")

    def _index(self, node: Expression, child: Sitter, end: int) -> Index:
        (inner,) = _children(child)
        if inner.type == "legacy_index":
            start = self.span(inner)[0] + 1
            return Index(self.source, node.start, end, node, Literal(self.source, start, end, int(self.words(inner)[1:])))
        self._brackets += 1
        key = self.expression(_children(inner)[1])
        self._brackets -= 1
        return Index(self.source, node.start, end, node, key)

    def _splat(self, node: Expression, child: Sitter, following: list[Sitter]) -> Expression:
        (inner,) = _children(child)
        mark, *rest = _children(inner)
        rest += following
        each = len(rest)
        if inner.type == "attr_splat":
            # Of `a.*.b[0]`, only attributes are taken of each item; the index is of the result. All that follows `[*]` is of each.
            each = next((at for at, part in enumerate(rest) if part.type != "get_attr" and self.words(part)[0] == "["), len(rest))
        start, stop = self.span(mark)
        item = Item(self.source, start, stop)
        inside = self._postfixed(item, rest[:each])
        splat = Splat(self.source, node.start, self.span(rest[each - 1])[1] if each else stop, node, inside, item)
        return self._postfixed(splat, rest[each:])

    def _literal(self, node: Sitter) -> Expression:
        (inner,) = node.children
        kind = inner.type
        if kind == "string_lit":
            return self._string(inner)
        start, end = self.span(node)
        text = self.words(inner)
        if kind == "numeric_lit":
            if text[:2] in ("0x", "0X"):
                self.fault(self.char(inner.start_byte), self.char(inner.end_byte), f"numbers are written in decimal, not as {text}")
            number = _number(text)
            return Broken(self.source, start, end) if number is None else Literal(self.source, start, end, number)
        return Literal(self.source, start, end, None if kind == "null_lit" else text == "true")

    def _string(self, node: Sitter) -> Literal | Template:
        start, end = self.char(node.start_byte), self.char(node.end_byte)
        read = TemplateReader(self, [], start + 1, end - 1, quoted=True).read()
        read.start, read.end = self.place(start), self.place(end)
        return read

    def _template(self, node: Sitter) -> Literal | Template:
        (inner,) = node.children
        start, end = self.char(inner.start_byte), self.char(inner.end_byte)
        self._brackets += 1
        if inner.type == "quoted_template":
            read = TemplateReader(self, inner.children, start + 1, end - 1, quoted=True).read()
        else:
            first = self.text.index("\n", start) + 1
            if not re.fullmatch(r"<<-?[^\W\d][\w-]*[ \t]*\r?\n", self.text[start:first]):
                self.fault(start, first - 1, "a heredoc's first line holds its marker alone")
            last = self._template_end
            self._template_end = None
            if last is None:
                last = self.text.rindex("\n", 0, end) + 1
            flush = self.text.startswith("<<-", start)
            read = TemplateReader(self, inner.children, first, max(first, last), quoted=False).read(flush)
        self._brackets -= 1
        read.start, read.end = self.place(start), self.place(end)
        return read

    def _collection(self, node: Sitter) -> TupleCons | ObjectCons:
        (inner,) = node.children
        start, end = self.span(node)
        if inner.type == "tuple":
            self._brackets += 1
            items = [self.expression(child) for child in inner.children if child.type == "expression"]
            self._brackets -= 1
            return TupleCons(self.source, start, end, items)
        brackets, self._brackets = self._brackets, 0
        pairs = self._object_items(inner)
        self._brackets = brackets
        return ObjectCons(self.source, start, end, pairs)

    def _object_items(self, node: Sitter) -> list[ObjectItem]:
        items = []
        end = -1
        for child in node.children:
            start = self.char(child.start_byte)
            if child.type == "," and "\n" in self.text[end:start]:
                self.fault(start, start + 1, "a new line has ended the item before this comma")
            if child.type != "object_elem":
                continue
            if end >= 0 and "\n" not in (gap := self.text[end:start]) and "," not in gap:
                self.fault(start, start + 1, "expected a comma or a new line between the items of this object")
            key, equals, value = _children(child)
            if "\n" in self.text[self.char(key.end_byte) : self.char(value.start_byte)]:
                at = self.char(equals.start_byte)
                self.fault(at, at + 1, "an item of an object stands on one line with its key")
            items.append(ObjectItem(self._key(key), self.expression(value)))
            end = self.char(child.end_byte)
        return items

    def _key(self, node: Sitter) -> Expression:
        text = self.words(node)
        if _NAME.match(text):
            return Literal(self.source, *self.span(node), text)
        return self.expression(node)

    def _variable(self, node: Sitter) -> Variable:
        return Variable(self.source, *self.span(node), self.words(node))

    def _call(self, node: Sitter) -> Call:
        name, *rest = _children(node)
        arguments: list[Expression] = []
        expand = False
        self._brackets += 1
        for child in rest:
            if child.type == "function_arguments":
                for part in child.children:
                    if part.type == "expression":
                        arguments.append(self.expression(part))
                    expand = expand or part.type == "ellipsis"
        self._brackets -= 1
        return Call(self.source, *self.span(node), "".join(self.words(name).split()), arguments, expand)

    def _for(self, node: Sitter) -> ForExpr:
        (inner,) = node.children
        self._brackets += 1
        names: list[str] = []
        parts: list[Expression] = []
        collection: Expression = Broken(self.source, *self.span(node))
        condition = None
        group = False
        for child in inner.children:
            kind = child.type
            if kind == "for_intro":
                names = [self.words(part) for part in child.children if part.type == "identifier"]
                collection = next(self.expression(part) for part in child.children if part.type == "expression")
            elif kind == "expression":
                parts.append(self.expression(child))
            elif kind == "for_cond":
                condition = next(self.expression(part) for part in child.children if part.type == "expression")
            elif kind == "ellipsis":
                group = True
        self._brackets -= 1
        return ForExpr(
            self.source,
            *self.span(node),
            key=names[0] if len(names) > 1 else "",
            value=names[-1],
            collection=collection,
            name=parts[0] if len(parts) > 1 else None,
            result=parts[-1],
            condition=condition,
            group=group,
        )

    def _operation(self, node: Sitter) -> Expression:
        (inner,) = node.children
        children = _children(inner)
        start, end = self.span(node)
        self._depth += 1
        found: Expression
        if self._depth > DEEPEST:
            found = self._too_deep(node)
        elif inner.type == "unary_operation":
            found = Unary(self.source, start, end, self.words(children[0]), self._chain(children[1:]))
        else:
            at = next(i for i, child in enumerate(children) if child.type in _OPERATORS)
            self._check_newline(children, "operator")
            left, right = self._chain(children[:at]), self._chain(children[at + 1 :])
            found = Binary(self.source, start, end, children[at].type, left, right)
        self._depth -= 1
        return found

    def _conditional(self, node: Sitter) -> Conditional:
        children = _children(node)
        self._check_newline(children, "conditional")
        condition, _, then, _, otherwise = children
        first, second, third = (self.expression(part) for part in (condition, then, otherwise))
        if not isinstance(first, Conditional):
            return Conditional(self.source, *self.span(node), first, second, third)
        # The grammar reads `a ? b : c ? d : e` from the left, Terraform from the right.
        end = self.span(node)[1]
        tail = first
        tail.end = end
        while isinstance(tail.otherwise, Conditional):
            tail = tail.otherwise
            tail.end = end
        tail.otherwise = Conditional(self.source, tail.otherwise.start, end, tail.otherwise, second, third)
        return first

    def _check_newline(self, children: list[Sitter], what: str) -> None:
        """A new line ends an expression unless brackets are open."""
        if self._brackets:
            return
        for before, after in itertools.pairwise(children):
            start, end = self.char(before.end_byte), self.char(after.start_byte)
            if "\n" in self.text[start:end]:
                self.fault(start, start + 1, f"a new line ends the expression inside this {what}; put the expression in parentheses")
                return


_PRIMARIES: dict[str, Callable[[Reader, Sitter], Expression]] = {
    "literal_value": Reader._literal,
    "template_expr": Reader._template,
    "collection_value": Reader._collection,
    "variable_expr": Reader._variable,
    "function_call": Reader._call,
    "for_expr": Reader._for,
    "operation": Reader._operation,
    "conditional": Reader._conditional,
    "expression": Reader.expression,
}


def _same(offset: int) -> int:
    return offset


class _Bytes:
    """Maps offsets of UTF-8 to code points."""

    __slots__ = ("_byte", "_less")

    def __init__(self, text: str) -> None:
        self._byte = [0]
        self._less = [0]
        less = 0
        for match in re.finditer(r"[^\x00-\x7f]", text):
            at = match.start() + less
            extra = len(match.group().encode("utf-8", "surrogatepass")) - 1
            less += extra
            self._byte.append(at + extra + 1)
            self._less.append(less)

    def char(self, offset: int) -> int:
        """Returns the code point that starts at a byte."""
        return offset - self._less[bisect_right(self._byte, offset) - 1]


def _children(node: Sitter) -> list[Sitter]:
    return [child for child in node.children if child.type != "comment"]


def _title(item: Attribute | Block) -> str:
    return item.name if isinstance(item, Attribute) else item.type


def _number(text: str) -> int | float | None:
    """Returns a number as written, or nothing where a float would not be exactly it."""
    if text.isdigit():
        return int(text) if len(text) <= 150 else None
    if not _NUMBER.match(text):
        return None
    from decimal import Decimal

    exact = Decimal(text)
    if not exact.is_finite() or abs(exact.adjusted()) > 150:
        return None
    if exact == exact.to_integral_value():
        return int(exact)
    number = float(text)
    return number if Decimal(repr(number)) == exact else None
