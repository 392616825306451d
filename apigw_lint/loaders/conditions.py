"""Conditions judged together: what each combination of what is unknown makes of them.

A condition is an expression over *variables* (parameters and pseudo parameters that are compared with texts; two texts exclude each other)
and *atoms* (comparisons of which nothing is known; equal ones are one).
"""

from __future__ import annotations

from itertools import product

from apigw_lint.loaders.template import call_of, fingerprint, text_of
from apigw_lint.syntax.tree import Mapping, Sequence
from apigw_lint.value import Known, scalar_text, strings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

    from apigw_lint.syntax.tree import Node
    from apigw_lint.value import Value

    Evaluate = Callable[[Node], Value]
    Expression = tuple[Any, ...]
    """``("is", bool)``, ``("and" | "or", expressions)``, ``("not", expression)``, ``("named", condition)``, ``("atom", key)``,
    ``("equals", side, side)``."""

COMBINATIONS = 16
"""Combinations of conditions that are judged each on its own."""
_ASSIGNMENTS = 4096
"""Assignments to variables and atoms that are tried to find the combinations."""
_EFFORT = 20_000_000
"""Assignments times the characters of the conditions."""
_LONGEST_CHAIN = 50
"""Conditions that lead to conditions."""
_OTHER = None
"""A variable's value that no condition compares it with."""


class Conditions:
    """The conditions of a template. ``evaluate`` gives the value of a node as far as it is known without them."""

    def __init__(self, section: Mapping | None, evaluate: Evaluate) -> None:
        self._section = section
        self._evaluate = evaluate
        self._expressions: dict[str, Expression] = {}
        self._open: set[str] = set()
        self._texts: dict[str, dict[str, None]] = {}
        self._allowed: dict[str, list[str]] = {}

    def decided(self, name: str) -> bool | None:
        """Returns a condition's truth where the template and the given parameters decide it."""
        expression = self._named(name)
        return bool(expression[1]) if expression[0] == "is" else None

    def combinations(self, names: Iterable[str]) -> list[dict[str, bool]] | None:
        """Returns each combination of truths that conditions can have together; ``None`` where there are too many."""
        asked = {name: self._named(name) for name in names}
        expressions = [expression for expression in asked.values() if expression[0] != "is"]
        variables: dict[str, None] = {}
        atoms: dict[str, None] = {}
        seen: set[str] = set()
        for expression in expressions:
            self._collect(expression, variables, atoms, seen)
        domains = [self._domain(variable) for variable in variables] + [[True, False] for _ in atoms]
        most = min(_ASSIGNMENTS, _EFFORT // (self._section.end - self._section.start + 1)) if self._section is not None else 0
        count = 1
        for domain in domains:
            count *= len(domain)
            if count > most:
                return None
        keys = [*variables, *atoms]
        found: dict[tuple[bool, ...], dict[str, bool]] = {}
        for values in product(*domains):
            assignment = dict(zip(keys, values, strict=True))
            named: dict[str, bool] = {}
            truths = {name: self._truth(expression, assignment, named) for name, expression in asked.items()}
            found.setdefault(tuple(truths.values()), truths)
            if len(found) > COMBINATIONS:
                return None
        return list(found.values())

    def _domain(self, variable: str) -> list[str | bool | None]:
        compared = list(self._texts.get(variable, ()))
        allowed = self._allowed.get(variable)
        if allowed is None:
            return [*compared, _OTHER]
        known: list[str | bool | None] = [text for text in compared if text in allowed]
        return known if len(known) == len(set(allowed)) else [*known, _OTHER]

    def _collect(self, expression: Expression, variables: dict[str, None], atoms: dict[str, None], seen: set[str]) -> None:
        """Adds the variables and atoms that an expression depends on."""
        kind, content = expression[0], expression[1]
        if kind == "atom":
            atoms[content] = None
        elif kind in ("and", "or", "not"):
            for part in content if kind != "not" else [content]:
                self._collect(part, variables, atoms, seen)
        elif kind == "named" and content not in seen:
            seen.add(content)
            self._collect(self._named(content), variables, atoms, seen)
        elif kind == "equals":
            names = [text for side, text in expression[1:] if side == "variable"]
            variables.update(dict.fromkeys(names))
            if len(names) == 2:
                atoms[_both_other(expression)] = None

    def _truth(self, expression: Expression, assignment: dict[str, Any], named: dict[str, bool]) -> bool:
        """Returns what an assignment makes of an expression; ``named`` keeps what it makes of other conditions."""
        kind, content = expression[0], expression[1]
        if kind in ("is", "atom"):
            return bool(content if kind == "is" else assignment[content])
        if kind == "not":
            return not self._truth(content, assignment, named)
        if kind in ("and", "or"):
            truths = (self._truth(part, assignment, named) for part in content)
            return all(truths) if kind == "and" else any(truths)
        if kind == "named":
            if content not in named:
                named[content] = self._truth(self._named(content), assignment, named)
            return named[content]
        first, second = (text if side == "text" else assignment[text] for side, text in expression[1:])
        if first is _OTHER and second is _OTHER:
            return bool(assignment[_both_other(expression)])
        return bool(first == second)

    def _named(self, name: str) -> Expression:
        found = self._expressions.get(name)
        if found is None:
            node = self._section.get(name) if self._section is not None else None
            if node is None or name in self._open or len(self._open) > _LONGEST_CHAIN:
                return ("atom", f"condition {name}")
            self._open.add(name)
            found = self._expressions[name] = self._expression(node)
            self._open.discard(name)
        return found

    def _expression(self, node: Node) -> Expression:
        name, argument = _function(node)
        items = argument.items if isinstance(argument, Sequence) else []
        if name == "Condition":
            named = text_of(argument) or ""
            found = self._named(named)
            return found if found[0] in ("is", "atom") else ("named", named)
        if name == "Fn::Equals" and len(items) == 2:
            return self._equals(*items)
        if name == "Fn::Not" and len(items) == 1:
            return _negated(self._expression(items[0]))
        if name in ("Fn::And", "Fn::Or") and items:
            return _combined("and" if name == "Fn::And" else "or", [self._expression(item) for item in items])
        return ("atom", fingerprint(node))

    def _equals(self, left: Node, right: Node) -> Expression:
        sides = sorted((self._side(left), self._side(right)), key=str)
        (kind, first), (other_kind, second) = sides
        if sides[0] == sides[1]:
            return ("is", True)
        if kind == other_kind == "text":
            return ("is", False)
        if "unknown" in (kind, other_kind):
            return ("atom", f"{sides}")
        names = [text for side, text in sides if side == "variable"]
        texts = [text for side, text in sides if side == "text"]
        for name in names:
            self._texts.setdefault(name, {}).update(dict.fromkeys(texts))
        if len(names) == 2:
            shared = self._texts[first] | self._texts[second]
            self._texts[first] = self._texts[second] = shared
        return ("equals", *sides)

    def _side(self, node: Node) -> tuple[str, str]:
        value = self._evaluate(node)
        if isinstance(value, Known):
            return "text", scalar_text(value.value)
        name, argument = _function(node)
        variable = text_of(argument) if name == "Ref" else None
        if variable is None:
            return "unknown", fingerprint(node)
        allowed = [scalar_text(candidate.value) for candidate in strings(value)]
        if allowed:
            self._allowed[variable] = allowed
        return "variable", variable


def _function(node: Node) -> tuple[str, Node]:
    if not node.tag and isinstance(node, Mapping) and len(node.entries) == 1 and node.entries[0][0].value == "Condition":
        return "Condition", node.entries[0][1]
    return call_of(node) or ("", node)


def _negated(expression: Expression) -> Expression:
    return ("is", not expression[1]) if expression[0] == "is" else ("not", expression)


def _combined(kind: str, parts: list[Expression]) -> Expression:
    neutral = kind == "and"
    if any(part == ("is", not neutral) for part in parts):
        return ("is", not neutral)
    open_parts = [part for part in parts if part[0] != "is"]
    return (kind, open_parts) if open_parts else ("is", neutral)


def _both_other(expression: Expression) -> str:
    return f"{expression[1:]}"


def in_words(combination: dict[str, bool], varying: Iterable[str]) -> str:
    """Returns a combination as people say it: ``IsProd is true, UseKey is false``."""
    return ", ".join(f"{name} is {'true' if combination[name] else 'false'}" for name in varying)
