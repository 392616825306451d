"""What a template says to SAM, beside what SAM makes of it: its resources as written, and the names that lead nowhere or are taken."""

from __future__ import annotations

from apigw_lint.facts.enums import nearest
from apigw_lint.loaders.cloudformation_parts import Made
from apigw_lint.model import TakenId, UnresolvedReference
from apigw_lint.syntax.tree import Node
from apigw_lint.value import Table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from apigw_lint.loaders.intrinsics import Evaluator
    from apigw_lint.loaders.sam import Expanded
    from apigw_lint.model import Definition
    from apigw_lint.value import Value

_APIS = ("AWS::Serverless::Api", "AWS::Serverless::HttpApi", "AWS::Serverless::WebSocketApi")


def add_serverless(evaluator: Evaluator, definition: Definition, expanded: Expanded) -> None:
    """Adds SAM's resources as written, with what the globals say, and what rules on SAM ask for besides.

    SAM reads each of them, whether or not its condition holds. Functions without events have nothing to do with an API.
    """
    for resource in expanded.resources:
        if resource.type in _APIS or resource.get("Events") is not None:
            value = _undecided(evaluator, resource.properties)
            table = value if isinstance(value, Table) else Table([], value.span, complete=False)
            raw = Made(resource.declaration, table, resource.condition is None).raw(evaluator)
            ignored = resource.attributes.get("IgnoreGlobals")
            if ignored is not None:
                raw.ignored_globals = _undecided(evaluator, ignored)
            definition.serverless.add(raw)
    if expanded.globals is not None:
        definition.serverless_globals = _undecided(evaluator, expanded.globals)
    for event, node, name in expanded.lost:
        owner = Made(event.owner.declaration, Table([], node.span), event.owner.condition is None).part()
        where = {**owner, "span": node.span, "name_span": node.span}
        near = nearest(name, evaluator.declarations) or ""
        definition.unresolved.add(UnresolvedReference(**where, what=f"resource {name}", near=near))
    for resource, kind, place in expanded.taken:
        made_for = place.span if isinstance(place, Node) else place
        part = Made(resource.declaration, Table([], made_for), True).part()
        definition.taken_ids.add(TakenId(**part, type=kind, made_for=made_for))


def _undecided(evaluator: Evaluator, node: Node) -> Value:
    """Returns the value of a node before any condition is decided, which is how SAM reads a template."""
    truth, decided = evaluator.truth, evaluator.decided
    evaluator.truth, evaluator.decided = {}, lambda _: None
    value = evaluator.value(node)
    evaluator.truth, evaluator.decided = truth, decided
    return value
