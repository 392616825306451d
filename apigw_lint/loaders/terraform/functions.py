"""Calls of Terraform's functions: those that look at how an expression fails, those that read files, and the table of the pure ones."""

from __future__ import annotations

import os

from apigw_lint.errors import Problem
from apigw_lint.loaders.terraform.encoding import decode, encode
from apigw_lint.loaders.terraform.function_call import Arguments, Fails
from apigw_lint.loaders.terraform.function_collections import COLLECTIONS
from apigw_lint.loaders.terraform.function_text import TEXTS
from apigw_lint.loaders.terraform.values import Encoded, Failed, Typed, alternatives, either, leaves, settled, string_of
from apigw_lint.value import HOLE, Known, List, Table, Text, Unknown, Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from apigw_lint.loaders.terraform.expressions import Evaluator
    from apigw_lint.source import Source, Span
    from apigw_lint.syntax.hcl_nodes import Call, Expression

_KEEPS_ENCODED = frozenset(["coalesce", "jsondecode", "jsonencode", "lookup", "nonsensitive", "sensitive", "yamldecode", "yamlencode"])


_NEVER_NULL = frozenset(TEXTS) - {"format", "formatlist", "join"} | {"contains", "element", "flatten", "keys", "length", "values"}


def call_function(evaluator: Evaluator, node: Call) -> Value:
    """Returns what a function makes of its arguments."""
    name = node.name.removeprefix("core::")
    lazy = _LAZY.get(name)
    if lazy is not None:
        return lazy(evaluator, node)
    given = _arguments(evaluator, node)
    if given is None:
        return evaluator.unknown(node, f"{name}()")
    if any(isinstance(value, Failed) for value in given):
        return Failed(node.span, why=f"argument of {name}")
    if name in _NEVER_NULL and any(isinstance(value, Known) and value.value is None for value in given):
        return Failed(node.span, why=f"{name} of null")
    if name not in _KEEPS_ENCODED:
        given = [value.text if isinstance(value, Encoded) else value for value in given]
    function = _TABLE.get(name)
    if function is None:
        return evaluator.unknown(node, f"{name}()")
    try:
        found = function(Arguments(given, node.span, evaluator))
    except Fails as failure:
        return Failed(node.span, why=str(failure))
    if found is None:
        return evaluator.unknown(node, f"{name}()")
    if evaluator.budget.quiet and not _surely(name) and _any_unknown(given, evaluator):
        evaluator.budget.doubts += 1
    return found


def _any_unknown(given: list[Value], evaluator: Evaluator) -> bool:
    return any(not isinstance(leaf, Known) for value in given for leaf in leaves(value, evaluator.budget.spend))


def _surely(name: str) -> bool:
    """Returns whether a function accepts whatever it is given."""
    return name in ("jsonencode", "yamlencode", "nonsensitive", "sensitive")


def _arguments(evaluator: Evaluator, node: Call) -> list[Value] | None:
    given = [evaluator.evaluate(argument) for argument in node.arguments]
    if not node.expand or not given:
        return given
    last = given.pop()
    if not isinstance(last, List):
        return [*given, last] if isinstance(last, Failed) else None
    return [*given, *last.items] if last.complete else None


def _try(evaluator: Evaluator, node: Call) -> Value:
    budget = evaluator.budget
    taken: list[Value] = []
    doubtful = True
    for argument in node.arguments:
        value, failed, doubtful = _attempted(evaluator, argument)
        if failed:
            continue
        taken.append(value)
        if not doubtful:
            break
    if not taken:
        return Failed(node.span, why="every argument of try fails")
    if doubtful:
        budget.doubts += 1
        return Unknown(node.span, alternatives(taken), "try()")
    return either(taken, node.span, "try()")


def _can(evaluator: Evaluator, node: Call) -> Value:
    if len(node.arguments) != 1:
        return Failed(node.span, why="can takes one argument")
    _, failed, doubtful = _attempted(evaluator, node.arguments[0])
    if failed:
        return Known(False, node.span)
    return Typed("bool", node.span, "can()") if doubtful else Known(True, node.span)


def _attempted(evaluator: Evaluator, node: Expression) -> tuple[Value, bool, bool]:
    """Returns the value of an expression, whether Terraform certainly refuses it, and whether it may."""
    budget = evaluator.budget
    doubts, failures = budget.doubts, budget.failures
    budget.quiet += 1
    try:
        value = evaluator.evaluate(node)
        return value, budget.failures != failures, budget.doubts != doubts
    finally:
        budget.quiet -= 1
        budget.doubts, budget.failures = doubts, failures


class _FilePlaces:
    """Places of a whole file's text."""

    __slots__ = ("source",)

    def __init__(self, source: Source) -> None:
        self.source = source

    def place(self, index: int) -> tuple[Source, int]:
        """Returns where the character at an index stands."""
        return self.source, index


def _opened(evaluator: Evaluator, node: Call, path: Value, report: bool) -> Source | None:
    name = string_of(path)
    if name is None or os.path.isabs(name) or name.startswith("~"):
        return None
    actual = evaluator.scope.file_path(name)
    try:
        return evaluator.scope.files.read(actual, node.arguments[0].span)
    except Problem as problem:
        if report and not evaluator.budget.quiet and _inside(actual, evaluator) and not evaluator.scope.files.exists(actual):
            evaluator.scope.problem(problem)
        return None


def _inside(path: str, evaluator: Evaluator) -> bool:
    root = evaluator.scope.files.root
    return os.path.realpath(path).startswith(os.path.join(root, ""))


def _file(evaluator: Evaluator, node: Call) -> Value:
    source = _opened(evaluator, node, evaluator.evaluate(node.arguments[0]), False) if len(node.arguments) == 1 else None
    if source is None:
        return evaluator.unknown(node, f"{node.name}()")
    evaluator.budget.spend(len(source.text) // 256)
    from apigw_lint.loaders.terraform.values import composed

    return composed(Known(source.text, node.span, _FilePlaces(source)))


def _template_file(evaluator: Evaluator, node: Call) -> Value:
    if len(node.arguments) != 2:
        return evaluator.unknown(node, "templatefile()")
    path, given = (evaluator.evaluate(argument) for argument in node.arguments)
    source = _opened(evaluator, node, path, True)
    if source is None:
        return evaluator.unknown(node, "templatefile()")
    from apigw_lint.syntax.hcl_tree import parse_template

    template, problems = parse_template(source.text, source)
    if template is None:
        for problem in problems:
            evaluator.scope.problem(problem)
        return evaluator.unknown(node, "templatefile()")
    variables, complete = _variables(given)
    from apigw_lint.loaders.terraform.expressions import Evaluator as Inner
    from apigw_lint.loaders.terraform.expressions import TemplateScope

    inner = Inner(TemplateScope(evaluator.scope, variables, complete))
    evaluator.budget.doubts += 0 if complete else 1
    return _at(inner.evaluate(template), node.span)


def _at(value: Value, span: Span) -> Value:
    """Returns a template's text as the value of its call: the whole stands there, its parts in the template's file."""
    if isinstance(value, Known) and isinstance(value.value, str):
        return Known(value.value, span, value.places)
    if isinstance(value, Text):
        return Text(value.parts, span)
    return value


def _variables(given: Value) -> tuple[dict[str, Value], bool]:
    if not isinstance(given, Table):
        return {}, False
    return {entry.name: entry.value for entry in given.entries if entry.name is not None}, given.complete


def _file_exists(evaluator: Evaluator, node: Call) -> Value:
    name = string_of(evaluator.evaluate(node.arguments[0])) if len(node.arguments) == 1 else None
    if name is None or os.path.isabs(name) or name.startswith("~"):
        return evaluator.unknown(node, "fileexists()")
    path = evaluator.scope.file_path(name)
    if evaluator.scope.files.exists(path) and not evaluator.scope.files.is_dir(path):
        return Known(True, node.span)
    # What is not there now may be built before the deployment.
    return evaluator.unknown(node, "fileexists()")


def _json_encode(given: Arguments) -> Value | None:
    return encode(given.one(), "json", given.span, given.evaluator.budget.spend)


def _yaml_encode(given: Arguments) -> Value | None:
    return encode(given.one(), "yaml", given.span, given.evaluator.budget.spend)


def _json_decode(given: Arguments) -> Value | None:
    return decode(given.one(), "json", given.span)


def _yaml_decode(given: Arguments) -> Value | None:
    return decode(given.one(), "yaml", given.span)


def _same(given: Arguments) -> Value | None:
    return given.one()


def _coalesce(given: Arguments) -> Value | None:
    maybe: list[Value] = []
    for value in given.values:
        text = string_of(value) if not isinstance(value, (List, Table)) else None
        if isinstance(value, Known) and (value.value is None or text == ""):
            continue
        maybe.append(settled(value, [other for other in given.values if other is not value], given.evaluator.budget))
        if isinstance(value, (Known, List, Table)) or (isinstance(value, Text) and value.masked.strip(HOLE)):
            break
    else:
        if not maybe:
            raise Fails("no value to coalesce")
    return maybe[0] if len(maybe) == 1 and not isinstance(maybe[0], Unknown) else either(maybe, given.span, "coalesce()")


_LAZY: dict[str, Callable[[Evaluator, Call], Value]] = {
    "try": _try,
    "can": _can,
    "file": _file,
    "templatefile": _template_file,
    "fileexists": _file_exists,
}
_TABLE: dict[str, Callable[[Arguments], Value | None]] = {
    **TEXTS,
    **COLLECTIONS,
    "jsonencode": _json_encode,
    "yamlencode": _yaml_encode,
    "jsondecode": _json_decode,
    "yamldecode": _yaml_decode,
    "nonsensitive": _same,
    "sensitive": _same,
    "coalesce": _coalesce,
}
