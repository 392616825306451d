"""References of a CloudFormation template to what it has not."""

from __future__ import annotations

from apigw_lint.facts.enums import nearest
from apigw_lint.facts.schemas import resource_types
from apigw_lint.loaders.template import FOR_EACH
from apigw_lint.model import UnresolvedReference
from apigw_lint.regexp import regexp
from apigw_lint.syntax.tree import Mapping
from apigw_lint.value import Known, List

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from apigw_lint.loaders.cloudformation_parts import Made
    from apigw_lint.loaders.intrinsics import Evaluator
    from apigw_lint.loaders.template import Template
    from apigw_lint.model import Definition
    from apigw_lint.source import Span

_GENERATED = regexp(
    r"(ApiGateway|HttpApi|Websockets)\w*|\w+(LambdaFunction|LambdaVersion\w*)|IamRoleLambdaExecution|ServerlessDeploymentBucket\w*"
)
"""Resources that the Serverless Framework adds to a template without a format version, which is then a part of one."""


def unresolved_references(
    template: Template, evaluator: Evaluator, definition: Definition, made: Made, found: Iterable[tuple[str, str, Span]]
) -> None:
    """Adds to a definition what a resource refers to in vain: in its properties, as ``found``, or with ``DependsOn``."""
    depends_on = made.depends_on(evaluator) if made.declaration.node.get("DependsOn") is not None else None
    waits = [item for item in depends_on.items if isinstance(item, Known)] if isinstance(depends_on, List) else []
    vain = [item for item in waits if item.value not in evaluator.declarations]
    vain = [item for item in vain if not str(item.value).startswith(evaluator.serverless)]
    if not (found or vain) or not _is_whole(template, evaluator):
        return
    resources = list(evaluator.declarations)
    parameters = [str(key.value) for key, _ in template.parameters.entries] if template.parameters is not None else []
    missing = [(str(item.value), f"resource {item.value}", resources, item.span) for item in vain]
    for name, attribute, span in found:
        declaration = evaluator.declarations.get(name)
        if declaration is not None:
            known = resource_types("cloudformation")[declaration.type]["attributes"]
            missing.append((attribute, f"attribute {attribute} of {declaration.type}", known, span))
        elif attribute:
            missing.append((name, f"resource {name}", resources, span))
        else:
            missing.append((name, f"resource or parameter {name}", [*resources, *parameters], span))
    is_part = isinstance(template.tree, Mapping) and template.tree.get("AWSTemplateFormatVersion") is None
    for name, what, known, span in missing:
        if not (is_part and _GENERATED.fullmatch(name)):
            place = {**made.part(), "span": span, "name_span": span}
            definition.unresolved.add(UnresolvedReference(**place, what=what, near=nearest(name, known) or ""))


def _is_whole(template: Template, evaluator: Evaluator) -> bool:
    """Returns whether nothing adds resources or parameters to those that are written."""
    if not evaluator.complete or template.has_macros:
        return False
    if any(declaration.type.endswith("::MODULE") for declaration in evaluator.declarations.values()):
        return False
    for section in (template.tree, template.parameters):
        if isinstance(section, Mapping) and any(str(key.value).startswith(("Fn::Transform", FOR_EACH)) for key, _ in section.entries):
            return False
    return True
