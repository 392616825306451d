"""Evaluates Terraform's expressions as far as they are known.

What cannot be known is Unknown; what is Known is what Terraform gets.
"""

from __future__ import annotations

from contextlib import contextmanager

from apigw_lint.loaders.terraform.functions import call_function
from apigw_lint.loaders.terraform.json_configuration import JsonObject, JsonTuple
from apigw_lint.loaders.terraform.operators import binary, unary
from apigw_lint.loaders.terraform.values import (
    EachKey,
    Exhausted,
    Failed,
    Group,
    Object,
    Set,
    alternatives,
    as_text,
    composed,
    decimal,
    either,
    kind_of,
    number_of,
    ordered,
    pairs,
    scalar,
    settled,
    string_of,
)
from apigw_lint.syntax.hcl_nodes import (
    Binary,
    Broken,
    Call,
    Conditional,
    ForDirective,
    ForExpr,
    GetAttr,
    IfDirective,
    Index,
    Interpolation,
    Item,
    Literal,
    ObjectCons,
    Parens,
    Splat,
    Template,
    TupleCons,
    Unary,
    Variable,
)
from apigw_lint.typed import Protocol
from apigw_lint.value import Entry, Known, List, Table, Text, Unknown, Value, joined

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import Any

    from apigw_lint.errors import Problem
    from apigw_lint.files import Files
    from apigw_lint.source import Span
    from apigw_lint.syntax.hcl_nodes import Expression, Part

DEEPEST = 110
"""Levels of expressions, locals and modules that are followed into each other."""


class Budget:
    """The steps that one configuration may take, how deep it may go, and whether what was evaluated may also fail.

    ``doubts`` counts operations on unknown values that Terraform may refuse: of such an expression, ``try`` may take the next.
    ``failures`` counts those that it certainly refuses, ``quiet`` is how many expressions around may catch them.
    """

    def __init__(self, steps: int) -> None:
        self.most = steps
        self.steps = steps
        self.depth = 0
        self.doubts = 0
        self.failures = 0
        self.quiet = 0

    @contextmanager
    def uncertain(self) -> Iterator[None]:
        """Has what fails inside count as what may fail."""
        failures = self.failures
        yield
        if self.failures != failures:
            self.failures = failures
            self.doubts += 1

    def spend(self, steps: int) -> None:
        """Takes steps; raises :class:`Exhausted` where none are left."""
        self.steps -= steps
        if self.steps < 0:
            raise Exhausted(f"evaluating this configuration takes more than {self.most} steps; the rest is not evaluated")


class Scope(Protocol):
    """What a name stands for where no for-expression binds it: the module's side of the evaluator."""

    budget: Budget
    files: Files

    def root(self, name: str, span: Span) -> Value | None:
        """Returns what a bare name stands for (``path``, ``each``, a template's variable), or ``None`` for a resource type."""

    def member(self, root: str, name: str, span: Span) -> Value | None:
        """Returns ``var.name``, ``local.name``, ``module.name`` or a resource; ``None`` where the root is no such namespace."""

    def data(self, type: str, name: str, span: Span) -> Value:
        """Returns a data source."""

    def file_path(self, path: str) -> str:
        """Returns the path to open for a path in an expression."""

    def problem(self, problem: Problem) -> None:
        """Notes what is certainly wrong in the configuration."""

    def isolated(self, compute: Callable[[], Value], span: Span) -> Value:
        """Returns a value whose failures are its own."""


class TemplateScope:
    """The names that a template file has: the variables it is given, and nothing else."""

    def __init__(self, outer: Scope, variables: dict[str, Value], complete: bool) -> None:
        self.outer = outer
        self.budget = outer.budget
        self.files = outer.files
        self.variables = variables
        self.complete = complete

    def root(self, name: str, span: Span) -> Value | None:
        """Returns a variable of the template."""
        found = self.variables.get(name)
        if found is not None:
            return found
        return Failed(span, why=f"{name} is not given to the template") if self.complete else Unknown(span, why=name)

    def member(self, root: str, name: str, span: Span) -> Value | None:
        """Returns nothing: a template has no namespaces."""
        return None

    def data(self, type: str, name: str, span: Span) -> Value:
        """Returns a failure: ``data`` is a variable like any other."""
        return Failed(span, why="no data sources in a template")

    def file_path(self, path: str) -> str:
        """Returns the path to open for a path in an expression."""
        return self.outer.file_path(path)

    def problem(self, problem: Problem) -> None:
        """Notes what is certainly wrong in the configuration."""
        self.outer.problem(problem)

    def isolated(self, compute: Callable[[], Value], span: Span) -> Value:
        """Returns a value whose failures are its own."""
        return self.outer.isolated(compute, span)


class Evaluator:
    """Evaluates expressions in a scope. ``names`` are what for-expressions and splats bind, the latter by their Item."""

    def __init__(self, scope: Scope, names: dict[Any, Value] | None = None) -> None:
        self.scope = scope
        self.names = names or {}
        self.budget = scope.budget

    def binding(self, names: dict[Any, Value]) -> Evaluator:
        """Returns an evaluator with further names."""
        return Evaluator(self.scope, {**self.names, **names})

    def evaluate(self, node: Expression) -> Value:
        """Returns the value of an expression."""
        budget = self.budget
        budget.spend(1)
        if budget.depth >= DEEPEST:
            budget.doubts += 1
            return Unknown(node.span, why="nested too deep")
        budget.depth += 1
        try:
            value = _KINDS[type(node)](self, node)
        finally:
            budget.depth -= 1
        if type(value) is Failed:
            budget.failures += 1
        return value

    def unknown(self, node: Expression, why: str = "", candidates: Sequence[Value] = ()) -> Unknown:
        """Returns an unknown that Terraform may also refuse to evaluate."""
        self.budget.doubts += 1
        return Unknown(node.span, candidates, why)

    def _literal(self, node: Literal) -> Value:
        plain = node.value
        if type(plain) is str:
            return composed(Known(plain, node.span, node, node))
        return decimal(Known(plain, node.span, None, node)) if type(plain) is float else Known(plain, node.span, None, node)

    def _template(self, node: Template) -> Value:
        parts = node.parts
        if len(parts) == 1 and isinstance(parts[0], Interpolation):
            return self.evaluate(parts[0].expression)
        return composed(self.text(parts, node.span))

    def text(self, parts: list[Part], span: Span) -> Value:
        """Returns the text of a template's parts, each kept at its place."""
        pieces: list[Value] = []
        for part in parts:
            self._part(part, pieces)
        failed = next((piece for piece in pieces if isinstance(piece, Failed)), None)
        if failed is not None:
            return Failed(span, why=failed.why)
        self.budget.spend(sum(len(piece.parts) if isinstance(piece, Text) else 1 for piece in pieces))
        if not pieces:
            return Known("", span)
        found = joined(pieces, span)
        if isinstance(found, Known):
            self.budget.spend(len(found.value) // 256)
        elif not isinstance(found, Text):
            # One hole and nothing else is a string all the same.
            return Text([Known("", span), found], span) if len(parts) > 1 else found
        return found

    def _part(self, part: Part, pieces: list[Value]) -> None:
        self.budget.spend(1)
        if isinstance(part, Literal):
            pieces.append(Known(str(part.value), part.span, part))
        elif isinstance(part, Interpolation):
            value = as_text(self.evaluate(part.expression))
            if isinstance(value, Unknown) and kind_of(value) != "string":
                self.budget.doubts += 1
            pieces.append(value)
        elif isinstance(part, IfDirective):
            self._if_directive(part, pieces)
        else:
            self._for_directive(part, pieces)

    def _if_directive(self, part: IfDirective, pieces: list[Value]) -> None:
        truth = truth_of(self.evaluate(part.condition))
        if truth is None:
            self.budget.doubts += 1
            with self.budget.uncertain():
                both = [self.text(branch, part.span) for branch in (part.then, part.otherwise)]
            pieces.append(either(both, part.span, "template directive"))
            return
        if isinstance(truth, Failed):
            pieces.append(truth)
            return
        for inner in part.then if truth else part.otherwise:
            self._part(inner, pieces)

    def _for_directive(self, part: ForDirective, pieces: list[Value]) -> None:
        collection = self.evaluate(part.collection)
        found = pairs(collection)
        if isinstance(collection, Failed) or (found is None and isinstance(collection, Known)):
            pieces.append(Failed(part.span, why="nothing to iterate over"))
            return
        if found is None or not collection_known(collection):
            self.budget.doubts += 1
            pieces.append(Unknown(part.span, why="template directive"))
            return
        for key, value in found:
            inner = self.binding({part.key: key, part.value: value})
            for piece in part.parts:
                inner._part(piece, pieces)

    def _object(self, node: ObjectCons) -> Value:
        entries: list[Entry] = []
        at: dict[str, int] = {}
        for item in node.items:
            key, value = self.object_key(item.key), self.evaluate(item.value)
            if isinstance(key, Failed):
                return Failed(node.span, why=key.why)
            if not isinstance(key, Known):
                entries = [_overridable(entry, value) for entry in entries]
                entries.append(Entry(key, value))
            elif key.value in at:
                entries[at[key.value]] = Entry(key, value)
            else:
                at[key.value] = len(entries)
                entries.append(Entry(key, value))
        return Table(entries, node.span, True, node)

    def object_key(self, node: Expression) -> Known[str] | Text | Unknown:
        """Returns a key of an object as a string."""
        key = as_text(self.evaluate(node))
        if isinstance(key, (Known, Text)):
            return key
        self.budget.doubts += 1
        return key if isinstance(key, Unknown) else Unknown(node.span)

    def _tuple(self, node: TupleCons) -> Value:
        return List([self.evaluate(item) for item in node.items], node.span, True, node)

    def _parens(self, node: Parens) -> Value:
        return self.evaluate(node.expression)

    def _item(self, node: Item) -> Value:
        return self.names.get(node) or Unknown(node.span)

    def _variable(self, node: Variable) -> Value:
        bound = self.names.get(node.name)
        if bound is not None:
            return bound
        found = self.scope.root(node.name, node.span)
        return self.unknown(node, node.name) if found is None else found

    def _get_attr(self, node: GetAttr) -> Value:
        target = node.object
        if isinstance(target, Variable) and target.name not in self.names:
            found = self.scope.member(target.name, node.name, node.span)
            if found is not None:
                return found
        elif isinstance(target, GetAttr) and isinstance(target.object, Variable) and self._is_data(target.object):
            return self.scope.data(target.name, node.name, node.span)
        return self.attribute(self.evaluate(target), node.name, node)

    def _is_data(self, node: Variable) -> bool:
        return node.name == "data" and "data" not in self.names and not isinstance(self.scope, TemplateScope)

    def attribute(self, value: Value, name: str, node: Expression) -> Value:
        """Returns an attribute of a value."""
        if isinstance(value, Object):
            return value.attribute(name, node.span)
        if isinstance(value, Table):
            return self._entry(value, name, node)
        if isinstance(value, Failed):
            return value
        if isinstance(value, Unknown) and not isinstance(value, Text):
            inner = [self.attribute(item, name, node) for item in value.candidates]
            return self.unknown(node, _path(value, name), alternatives(inner))
        return Failed(node.span, why=f"no attribute {name}")

    def _entry(self, value: Table, name: str, node: Expression) -> Value:
        entry = value.entry(name)
        if entry is not None:
            return entry.value
        return Failed(node.span, why=f"no attribute {name}") if value.complete else self.unknown(node, name)

    def _index(self, node: Index) -> Value:
        return self.index(self.evaluate(node.collection), self.evaluate(node.key), node)

    def index(self, value: Value, key: Value, node: Expression) -> Value:
        """Returns an item of a collection."""
        if isinstance(value, Failed) or isinstance(key, Failed):
            return Failed(node.span, why="index of a failure")
        if isinstance(value, Group):
            return self._group_item(value, key, node)
        if isinstance(value, Object):
            name = string_of(key)
            return self.unknown(node, value.why) if name is None or name.isdigit() else value.attribute(name, node.span)
        if isinstance(value, Table):
            return self._table_item(value, key, node)
        if isinstance(value, List):
            return self._list_item(value, key, node)
        if isinstance(value, Unknown) and not isinstance(value, Text):
            return self.unknown(node, value.why, alternatives(self.index(item, key, node) for item in value.candidates))
        return Failed(node.span, why="no collection")

    def _group_item(self, value: Group, key: Value, node: Expression) -> Value:
        if isinstance(key, EachKey) and key.identity == value.identity and value.any is not None:
            return value.any
        text = string_of(key)
        found = value.find(text) if text is not None else None
        if found is None:
            return self.unknown(node, value.why)
        item, certain = found
        if not certain:
            self.budget.doubts += 1
        return item

    def _table_item(self, value: Table, key: Value, node: Expression) -> Value:
        text = as_text(key)
        if isinstance(text, Known):
            return self._entry(value, text.value, node)
        candidates = [entry.value for entry in value.entries] if value.complete else []
        return self.unknown(node, "key not known", alternatives(candidates))

    def _list_item(self, value: List, key: Value, node: Expression) -> Value:
        if isinstance(value, Set):
            return Failed(node.span, why="a set has no index")
        at = number_of(key)
        if at is None:
            candidates = value.items if value.complete else ()
            return self.unknown(node, "index not known", alternatives(candidates))
        if not value.complete:
            return self.unknown(node, "list not known")
        if isinstance(at, float) or not 0 <= at < len(value.items):
            return Failed(node.span, why=f"no item {at}")
        return value.items[at]

    def _splat(self, node: Splat) -> Value:
        value = self.evaluate(node.collection)
        if isinstance(value, Failed):
            return value
        if isinstance(value, Known) and value.value is None:
            return List([], node.span)
        if isinstance(value, List):
            items = [self.binding({node.item: item}).evaluate(node.each) for item in value.items]
            return List(items, node.span, ordered(value))
        if isinstance(value, Unknown) and not isinstance(value, (Object, Text)):
            return self.unknown(node, value.why)
        return List([self.binding({node.item: value}).evaluate(node.each)], node.span)

    def _conditional(self, node: Conditional) -> Value:
        truth = truth_of(self.evaluate(node.condition))
        if isinstance(truth, Failed):
            return truth
        then, otherwise = self._branch(node.then, truth, True), self._branch(node.otherwise, truth, False)
        budget = self.budget
        if truth is None:
            budget.doubts += 1
            return either([settled(then, [otherwise], budget), settled(otherwise, [then], budget)], node.span, "condition")
        return settled(then, [otherwise], budget) if truth else settled(otherwise, [then], budget)

    def _branch(self, node: Expression, truth: bool | None, taken: bool) -> Value:
        """Returns the value of a branch; what fails in one that is not taken is of no account."""
        budget = self.budget
        if truth is taken:
            return self.evaluate(node)
        doubts, failures = budget.doubts, budget.failures
        budget.quiet += 1
        try:
            if truth is None:
                with budget.uncertain():
                    return self.evaluate(node)
            return self.evaluate(node)
        finally:
            budget.quiet -= 1
            if truth is not None:
                budget.doubts, budget.failures = doubts, failures

    def _for(self, node: ForExpr) -> Value:
        return self._for_over(self.evaluate(node.collection), node)

    def _for_over(self, collection: Value, node: ForExpr) -> Value:
        found = pairs(collection)
        if isinstance(collection, Failed) or (found is None and isinstance(collection, (Known, Text))):
            return Failed(node.span, why="nothing to iterate over")
        if found is None:
            with self.budget.uncertain():
                candidates = [self._for_over(item, node) for item in collection.candidates] if isinstance(collection, Unknown) else []
            return self.unknown(node, "for-expression", alternatives(candidates))
        results, certain = self._results(found, node)
        if node.name is None:
            return List([value for _, value in results], node.span, certain and collection_known(collection))
        return self._for_object(results, node, certain and collection_whole(collection))

    def _results(self, found: list[tuple[Value, Value]], node: ForExpr) -> tuple[list[tuple[Value, Value]], bool]:
        """Returns the key and value of each item that is certainly taken, and whether that is all of them."""
        results: list[tuple[Value, Value]] = []
        certain = True
        for key, value in found:
            inner = self.binding({node.key: key, node.value: value})
            if node.condition is not None:
                truth = truth_of(inner.evaluate(node.condition))
                if truth is None or isinstance(truth, Failed):
                    self.budget.doubts += 1
                    certain = False
                    continue
                if not truth:
                    continue
            name = inner.object_key(node.name) if node.name is not None else key
            results.append((name, inner.evaluate(node.result)))
        return results, certain

    def _for_object(self, results: list[tuple[Value, Value]], node: ForExpr, certain: bool) -> Value:
        entries: list[Entry] = []
        groups: dict[str, list[Value]] = {}
        keys: dict[str, Known[str]] = {}
        unknown = False
        for key, value in results:
            if isinstance(key, Known):
                keys.setdefault(key.value, key)
                groups.setdefault(key.value, []).append(value)
            elif isinstance(key, (Text, Unknown)):
                unknown = True
                if not node.group:
                    entries.append(Entry(key, value))
        for name, values in groups.items():
            if node.group:
                entries.append(Entry(keys[name], List(values, node.span, certain and not unknown)))
            elif len(values) > 1:
                return Failed(node.span, why=f"duplicate key {name}")
            else:
                entries.append(Entry(keys[name], values[0]))
        return Table(entries, node.span, certain and not (unknown and node.group), None)

    def _binary(self, node: Binary) -> Value:
        return binary(node.operator, self.evaluate(node.left), self.evaluate(node.right), node.span, self.budget)

    def _unary(self, node: Unary) -> Value:
        return unary(node.operator, self.evaluate(node.operand), node.span, self.budget)

    def _call(self, node: Call) -> Value:
        return call_function(self, node)

    def _broken(self, node: Broken) -> Value:
        return self.unknown(node, "not read")


def truth_of(value: Value) -> bool | Failed | None:
    """Returns a condition's truth, ``None`` where it is not known."""
    if isinstance(value, Known):
        if isinstance(value.value, bool):
            return value.value
        if value.value is None:
            return Failed(value.span, why="null is no condition")
        return {"true": True, "false": False, "1": True, "0": False}.get(scalar(value.value)) if isinstance(value.value, str) else None
    if isinstance(value, (Table, List)):
        return Failed(value.span, why="no condition")
    return value if isinstance(value, Failed) else None


def collection_known(value: Value) -> bool:
    """Returns whether all items of a collection are known, and their order."""
    return ordered(value) if isinstance(value, List) else isinstance(value, Table) and value.complete


def collection_whole(value: Value) -> bool:
    """Returns whether all items of a collection are known, in whatever order."""
    return value.complete if isinstance(value, (List, Table)) else False


def _overridable(entry: Entry, value: Value) -> Entry:
    """Returns an entry that a later key may overwrite: one that is not known."""
    return Entry(entry.key, Unknown(entry.value.span, alternatives([entry.value, value]), "may be overwritten"))


def _path(value: Unknown, name: str) -> str:
    return f"{value.why}.{name}" if value.why and len(value.why) < 80 else name


_KINDS: dict[type, Callable[[Evaluator, Any], Value]] = {
    Literal: Evaluator._literal,
    Template: Evaluator._template,
    ObjectCons: Evaluator._object,
    TupleCons: Evaluator._tuple,
    Call: Evaluator._call,
    ForExpr: Evaluator._for,
    Conditional: Evaluator._conditional,
    Binary: Evaluator._binary,
    Unary: Evaluator._unary,
    Index: Evaluator._index,
    GetAttr: Evaluator._get_attr,
    Splat: Evaluator._splat,
    Item: Evaluator._item,
    Variable: Evaluator._variable,
    Parens: Evaluator._parens,
    Broken: Evaluator._broken,
    JsonObject: Evaluator._object,
    JsonTuple: Evaluator._tuple,
}
