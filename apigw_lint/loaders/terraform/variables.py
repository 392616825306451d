"""The values that variables of the root module are given: by tfvars files and by the user."""

from __future__ import annotations

import os

from apigw_lint.errors import Problem
from apigw_lint.loaders.terraform.expressions import Evaluator, TemplateScope
from apigw_lint.loaders.terraform.types import read_type
from apigw_lint.source import Source, Span
from apigw_lint.syntax import hcl_tree
from apigw_lint.value import Known, Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from apigw_lint.files import Files
    from apigw_lint.loaders.loaded import Options
    from apigw_lint.loaders.terraform.modules import Module


def given_values(module: Module, files: Files, options: Options) -> dict[str, Value]:
    """Returns the values by variable; of several, the one that Terraform takes."""
    directory = module.configuration.directory
    names = files.list(directory)
    automatic: list[str] = [name for name in ("terraform.tfvars", "terraform.tfvars.json") if name in names]
    automatic += sorted(name for name in names if name.endswith((".auto.tfvars", ".auto.tfvars.json")))
    found: dict[str, Value] = {}
    for path in [*(os.path.join(directory, name) for name in automatic), *options.var_files]:
        found.update(_from_file(path, files, module))
    for name, text in options.variables.items():
        value = _from_text(name, text, module)
        if value is not None:
            found[name] = value
    return found


def _from_file(path: str, files: Files, module: Module) -> dict[str, Value]:
    try:
        source = files.read(path)
    except Problem as problem:
        module.project.problem(problem)
        return {}
    if path.endswith(".json"):
        from apigw_lint.loaders.terraform.json_configuration import parse_json_values

        body, problems = parse_json_values(source)
    else:
        body, problems = hcl_tree.parse(source)
    for found in problems:
        module.project.problem(found)
    evaluator = Evaluator(TemplateScope(module, {}, False))
    return {
        item.name: module.project.isolated(lambda node=item.expression: evaluator.evaluate(node), item.span)  # type: ignore[misc]
        for item in body.attributes
    }


def _from_text(name: str, text: str, module: Module) -> Value | None:
    """Returns a value given on the command line: of a variable of simple type the text itself, else an expression."""
    block = module.configuration.variables.get(name)
    if block is None:
        return None
    constraint = block.body.attribute("type")
    simple = constraint is None or read_type(constraint.expression)[0] in ("string", "number", "bool")
    if simple:
        return Known(text, block.header_span)
    source = Source(f"variable {name}", text)
    node, problems = hcl_tree.parse_expression(text, source)
    if node is None:
        problem = problems[0]
        module.project.problem(Problem(problem.code, f"the value given to var.{name} is not an expression", block.header_span))
        return None
    evaluator = Evaluator(TemplateScope(module, {}, False))
    return _placed(module.project.isolated(lambda: evaluator.evaluate(node), block.header_span), block.header_span)


def _placed(value: Value, span: Span) -> Value:
    """Returns a value that no file holds, at the declaration of its variable."""
    from apigw_lint.value import Entry, List, Table, Unknown

    if isinstance(value, Known):
        return Known(value.value, span)
    if isinstance(value, List):
        return List([_placed(item, span) for item in value.items], span, value.complete)
    if isinstance(value, Table):
        return Table([Entry(_placed(entry.key, span), _placed(entry.value, span)) for entry in value.entries], span, value.complete)  # type: ignore[arg-type]
    return Unknown(span, why="given variable")
