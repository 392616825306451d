"""What mapping templates do wrong with variables, members and methods, as far as the text decides it.

A variable that some ``#set`` or ``#foreach`` of the template gives a value is defined everywhere: which way is taken is not asked.
``#if($x)``, ``$x == $null`` and ``$!x`` are ways to ask whether something is there, and are let be.
"""

from __future__ import annotations

import re

from apigw_lint.facts.context import OVERRIDES
from apigw_lint.facts.velocity import APPSYNC, ROOTS, UNDOCUMENTED_ROOTS, members
from apigw_lint.languages.velocity.nodes import (
    Binary,
    Boolean,
    Call,
    Directive,
    Expression,
    Foreach,
    If,
    Index,
    ListLiteral,
    MapLiteral,
    Number,
    Property,
    Range,
    Reference,
    Set,
    String,
    Unary,
)
from apigw_lint.languages.velocity.types import BOOLEAN, LIST, MAP, NUMBER, ROOT_TYPES, STRING, UNKNOWN, Fault, Type, accessed, common, near
from apigw_lint.languages.velocity.walking import below, nodes_of, path_of
from apigw_lint.regexp import regexp
from apigw_lint.value import HOLE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from apigw_lint.languages.velocity.nodes import Node, Template

MAX_MISTAKES = 100
_MAX_CHAIN = 20
"""Variables set from variables are followed this far."""
_MAX_SHOWN = 60
_MAX_COMPARED = 300
"""This many names are compared with this many others at most, to find what was meant."""

_PRINTED, _USED, _ASKED = "printed", "used", "asked"
_COMPARISONS = frozenset({"==", "!=", "&&", "||"})
_NULL_LIKE = regexp(r"(?i)_*(null|nil|none|undefined|void|empty|nothing)\w*")
_LITERAL_KEY = regexp(r"""(["'])\$\{?\w+\}?\1\s*:""")
_GRAPHQL = regexp(r"\$(\w+)\s*:\s*\[*[A-Z]\w*")


class Mistake:
    """What a template does wrong, at offsets of its text.

    ``kind`` is ``variable``, ``member`` or ``context``; ``replacement`` is what should stand there instead, ``certain`` where nothing else
    can be meant.
    """

    __slots__ = ("certain", "end", "kind", "message", "replacement", "start")

    def __init__(self, kind: str, start: int, end: int, message: str, replacement: str | None = None, certain: bool = False) -> None:
        self.kind = kind
        self.start = start
        self.end = end
        self.message = message
        self.replacement = replacement
        self.certain = certain

    def __repr__(self) -> str:
        return f"Mistake({self.kind}, {self.start}, {self.end}, {self.message!r})"


_KEPT = 400
_checked: dict[tuple[str, tuple[str, bool, bool, bool, frozenset[str]]], list[Mistake]] = {}


class Surroundings:
    """What is known of a template beside its text.

    ``kind`` is the kind of the API. ``closed`` is whether nothing but the text can set variables (no unread part, no hole that may hold
    directives). ``literal`` is whether ``$name`` may be meant as text (HTML, scripts), ``placeholders`` whether something may fill in
    ``${name}`` before deployment. ``context`` are further names that other templates set under ``$context``.
    """

    __slots__ = ("closed", "context", "kind", "literal", "placeholders")

    def __init__(
        self, kind: str, closed: bool = True, literal: bool = False, placeholders: bool = False, context: Iterable[str] = ()
    ) -> None:
        self.kind = kind
        self.closed = closed
        self.literal = literal
        self.placeholders = placeholders
        self.context = frozenset(context)

    @property
    def key(self) -> tuple[str, bool, bool, bool, frozenset[str]]:
        """Returns what is equal for equal surroundings."""
        return self.kind, self.closed, self.literal, self.placeholders, self.context


def check(template: Template, text: str, around: Surroundings) -> list[Mistake]:
    """Returns what a template does wrong, in the order of its text; methods often have the same one."""
    key = text, around.key
    found = _checked.get(key)
    if found is None:
        if len(_checked) >= _KEPT:
            _checked.clear()
        found = _checked[key] = _Checker(template, text, around).mistakes()
    return found


def context_name(node: Set) -> Iterator[str]:
    """Yields the name under ``$context`` that a ``#set`` makes, if it makes one; an override that is misspelt makes none."""
    if node.target.name == "context":
        for name in path_of(node.target)[:1]:
            if name is not None and (name in OVERRIDES or near(name, OVERRIDES) is None):
                yield name


class _Checker:
    def __init__(self, template: Template, text: str, around: Surroundings) -> None:
        self.template = template
        self.text = text
        self.around = around
        self.sets: dict[str, list[Expression]] = {}
        self.items: set[str] = set()
        self.context: set[str] = set(around.context)
        self.closed = around.closed
        self.found: list[Mistake] = []
        self.types: dict[str, Type] = {}
        self.literal = around.literal
        self.declared: set[str] = set()
        self.roots: dict[str, str | None] = {}

    def mistakes(self) -> list[Mistake]:
        self._scan()
        stack: list[tuple[Node, str, int]] = [(node, _PRINTED, 0) for node in self.template.body]
        while stack and len(self.found) < MAX_MISTAKES:
            node, use, loops = stack.pop()
            stack.extend(self._visit(node, use, loops))
        return sorted(self.found, key=lambda mistake: mistake.start)

    def _scan(self) -> None:
        """Looks for what the template sets, and for signs that it means ``$name`` as text."""
        for node in nodes_of(self.template.body):
            if isinstance(node, Set):
                if not node.target.accesses:
                    self.sets.setdefault(node.target.name, []).append(node.value)
                else:
                    self.context.update(context_name(node))
                self.closed = self.closed and HOLE not in node.target.name
            elif isinstance(node, Foreach):
                self.items.add(node.variable.name)
                self.closed = self.closed and HOLE not in node.variable.name
            elif isinstance(node, Directive):
                # A macro's arguments, what #define defines and what other templates set are not followed.
                self.closed = False
        if "$" in self.text:
            self.declared.update(match[1] for match in _GRAPHQL.finditer(self.text))
            undefined = (match[0] for match in _LITERAL_KEY.finditer(self.text))
            self.literal = self.literal or any(not self._defined(re.sub(r"\W", "", key), 1) for key in undefined)

    def _defined(self, name: str, loops: int) -> bool:
        if name in ("foreach", "velocityCount", "velocityHasNext"):
            return loops > 0 or name in self.sets
        return name in ROOTS or name in UNDOCUMENTED_ROOTS or name in self.sets or name in self.items

    def _visit(self, node: Node, use: str, loops: int) -> Iterator[tuple[Node, str, int]]:
        """Checks a node, and yields what it is made of with how that is used."""
        if isinstance(node, Reference):
            self._reference(node, use, loops)
            yield from ((operand, _USED, loops) for operand in below(node))
        elif isinstance(node, If):
            for branch in node.branches:
                if branch.condition is not None:
                    yield branch.condition, _ASKED, loops
                yield from ((part, _PRINTED, loops) for part in branch.body)
        elif isinstance(node, Foreach):
            yield node.iterable, _USED, loops
            yield from ((part, _PRINTED, loops + 1) for part in node.body)
        elif isinstance(node, Set):
            yield from self._set(node, loops)
        elif isinstance(node, (Binary, Unary)):
            asks = node.operator in _COMPARISONS or node.operator == "!"
            yield from ((operand, _ASKED if asks else use, loops) for operand in below(node))
        else:
            yield from ((part, _USED if isinstance(part, Expression) and use != _PRINTED else _PRINTED, loops) for part in below(node))

    def _set(self, node: Set, loops: int) -> Iterator[tuple[Node, str, int]]:
        if node.target.accesses:
            written = node.target.name == "context" and len(path_of(node.target)) == 1
            if not written:
                self._reference(node.target, _USED, loops)
            yield from ((operand, _USED, loops) for operand in below(node.target))
            if written:
                self._written_to_context(node.target)
        nothing = _NULL_LIKE.fullmatch(node.target.name)
        yield node.value, _ASKED if nothing else _USED, loops

    def _written_to_context(self, target: Reference) -> None:
        name = path_of(target)[0]
        other = near(name, OVERRIDES) if name is not None and name not in OVERRIDES else None
        if other is not None:
            self._add(Fault("context", f"there is no $context.{name}; did you mean $context.{other}?", other), target.accesses[0], name)

    def _reference(self, node: Reference, use: str, loops: int) -> None:
        if HOLE in node.name:
            return
        if not self._defined(node.name, loops):
            self._undefined(node, use, loops)
            return
        of = self._variable(node.name, loops, 0)
        end = node.name_end
        for access in node.accesses:
            if of is UNKNOWN:
                return
            shown = self.text[node.start : min(end, node.start + _MAX_SHOWN)].replace("{", "", 1).replace("!", "", 1)
            result = accessed(of, access, shown, self.around.kind)
            if isinstance(result, Fault):
                if not (of.name == "context" and not of.path and _key(access) in self.context):
                    self._add(result, access, _key(access))
                return
            of, end = result, access.end

    def _add(self, fault: Fault, access: Property | Call | Index, name: str | None) -> None:
        start, end = access.start, access.end
        if isinstance(access, Property):
            start += 1
        elif isinstance(access, Call):
            start, end = access.start + 1, access.name_end
            if name is not None and name != access.name:
                start, end = access.arguments[0].start, access.arguments[0].end
        certain = False
        if name is not None and name in self.text[start:end]:
            start = self.text.index(name, start)
            end = start + len(name)
            certain = fault.replacement is not None and fault.replacement.lower() in (name.lower(), f"{name.lower()}()")
        else:
            fault.replacement = None
        self.found.append(Mistake(fault.kind, start, end, fault.message, fault.replacement, certain))

    def _undefined(self, node: Reference, use: str, loops: int) -> None:
        """Reports a variable that nothing sets, unless it is asked for, or may be meant as text or be filled in by others."""
        name, bare = node.name, not node.accesses
        root = self._near_root(name)
        if root is not None and not bare and self._has(root, node):
            self._add_variable(node, f"there is no ${name}; did you mean ${root}?", root)
        elif name == "ctx" and not bare and self.closed:
            self._add_variable(node, "$ctx is AWS AppSync's name: nothing sets it here, and API Gateway has $context", None)
        elif name == "utils" and not bare and self._is_helper(node):
            self._add_variable(node, "$utils is AWS AppSync's name: API Gateway has $util", None)
        elif self.closed and use != _ASKED and not node.quiet and not self._is_text(node, use):
            if name in ("foreach", "velocityCount", "velocityHasNext"):
                self._add_variable(node, f"${name} is there inside of #foreach only", None)
                return
            other = near(name, [*list(self.sets)[:_MAX_COMPARED], *list(self.items)[:_MAX_COMPARED], *ROOTS], 0.8)
            meant = f"; did you mean ${other}?" if other else ": no #set, no #foreach, and API Gateway has none of this name"
            self._add_variable(node, f"nothing sets ${name}{meant}", other)

    def _near_root(self, name: str) -> str | None:
        if name not in self.roots and len(self.roots) < _MAX_COMPARED:
            self.roots[name] = near(name, ROOTS, 0.8)
        return self.roots.get(name)

    def _add_variable(self, node: Reference, message: str, replacement: str | None) -> None:
        certain = replacement is not None and replacement.lower() == node.name.lower()
        self.found.append(Mistake("variable", node.name_end - len(node.name), node.name_end, message, replacement, certain))

    def _has(self, root: str, node: Reference) -> bool:
        """Returns whether what stands behind a misspelt name is a member of a variable, so that no other name can be meant."""
        access = node.accesses[0]
        name = _key(access) or ""
        if root in ("input", "util"):
            return name in members(root) or (root == "util" and name in APPSYNC)
        return self.closed

    def _is_helper(self, node: Reference) -> bool:
        return (_key(node.accesses[0]) or "") in APPSYNC

    def _is_text(self, node: Reference, use: str) -> bool:
        """Returns whether a variable that nothing sets may be meant as the text that it is."""
        if any(isinstance(access, Call) for access in node.accesses):
            return self.literal and self.around.literal
        if use == _USED:
            return bool(_NULL_LIKE.fullmatch(node.name)) and not node.accesses
        before = self.text[node.start - 1 : node.start]
        if self.literal or node.name in self.declared or before in ("$", "`"):
            return True
        return node.formal and self.around.placeholders

    def _variable(self, name: str, loops: int, depth: int) -> Type:
        """Returns the type that a variable has wherever it is set."""
        if name in self.items:
            return UNKNOWN
        if name in ROOT_TYPES:
            return ROOT_TYPES[name] if name not in self.sets else UNKNOWN
        if name == "foreach":
            return Type("foreach") if name not in self.sets else UNKNOWN
        if name not in self.sets:
            return UNKNOWN
        if name not in self.types:
            if depth > _MAX_CHAIN:
                return UNKNOWN
            self.types[name] = UNKNOWN
            values = self.sets[name]
            self.types[name] = common(self._type(value, loops, depth + 1) for value in values) if len(values) < 100 else UNKNOWN
        return self.types[name]

    def _type(self, value: Expression, loops: int, depth: int) -> Type:
        if isinstance(value, String):
            return STRING
        if isinstance(value, Number):
            return NUMBER
        if isinstance(value, Boolean) or (isinstance(value, Unary) and value.operator == "!"):
            return BOOLEAN
        if isinstance(value, (ListLiteral, Range)):
            return LIST
        if isinstance(value, MapLiteral):
            return MAP
        if isinstance(value, Reference) and HOLE not in value.name:
            of = self._variable(value.name, loops, depth)
            for access in value.accesses:
                result = accessed(of, access, "", self.around.kind)
                of = UNKNOWN if isinstance(result, Fault) else result
            return of
        return UNKNOWN


def _key(access: Property | Call | Index) -> str | None:
    """Returns the name that an access asks for, as it is written."""
    if isinstance(access, Property):
        return access.name
    if isinstance(access, Call):
        if access.name == "get" and len(access.arguments) == 1 and isinstance(access.arguments[0], String):
            return access.arguments[0].literal
        return access.name
    return access.expression.literal if isinstance(access.expression, String) else None
