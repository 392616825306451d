"""SAM's macro: a template with ``AWS::Serverless`` resources as the plain CloudFormation that SAM makes of it.

It is the same step that AWS takes before it deploys such a template, on trees instead of data: what an author wrote stands in the new
tree as it is, at its own place, and what SAM makes of it stands at the place of what it was made of. What SAM refuses is made as well as
it goes; the rules about SAM say that it is refused.
"""

from __future__ import annotations

from apigw_lint.loaders.sam import connectors, domains, functions, http_api, implicit, rest_api, state_machines, websocket_api
from apigw_lint.loaders.sam.events import KINDS, events_of
from apigw_lint.loaders.sam.macro import PREFIX, Macro
from apigw_lint.loaders.sam.nodes import Grown, scalar, unknown
from apigw_lint.syntax.tree import Mapping
from apigw_lint.value import Known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.loaders.intrinsics import Evaluator
    from apigw_lint.loaders.sam.events import Event
    from apigw_lint.loaders.template import Template
    from apigw_lint.syntax.tree import Node

HANDLED = ("Function", "WebFunction", "StateMachine", "Api", "HttpApi", "WebSocketApi", "Connector")
"""Types of which something is made; others have nothing to do with APIs and stay as they are."""
_APIS = {PREFIX + name for name in ("Api", "HttpApi", "WebSocketApi")}


class Expanded:
    """What has become of a template: its new tree, SAM's resources with what the globals say, and the names of generated ones.

    Among SAM's resources are the APIs that it makes for events which name none.
    """

    __slots__ = ("complete", "globals", "lost", "references", "resources", "taken", "tree")

    def __init__(self, macro: Macro, tree: Node) -> None:
        self.tree = tree
        self.resources = [resource for resource in macro.resources.values() if resource.type.startswith(PREFIX)]
        self.references = macro.references
        self.taken = macro.taken
        self.lost = list(_lost(macro)) if macro.evaluator.complete and not macro.template.has_macros else []
        """Events that name an API which the template has not, each with the place of the name and the name."""
        self.complete = not macro.unknown
        self.globals = macro.template.tree.get("Globals") if isinstance(macro.template.tree, Mapping) else None

    def unseen(self) -> Iterator[str]:
        """Yields what the names of resources begin with that SAM makes and that are not seen here.

        Of a function and others that is much that has nothing to do with APIs; of an API what has a hash in its name.
        """
        for resource in self.resources:
            if resource.type in _APIS:
                yield f"{resource.id}Deployment"
                yield f"{resource.id}Stage"
            else:
                yield resource.id


def _lost(macro: Macro) -> Iterator[tuple[Event, Node, str]]:
    for kind, (naming, _) in KINDS.items():
        for event in events_of(macro, kind):
            node = event.properties.get(naming)
            value = macro.value(node)
            if node is not None and isinstance(value, Known) and isinstance(value.value, str) and value.value not in macro.resources:
                yield event, node, value.value


def expand(template: Template, evaluator: Evaluator) -> Expanded:
    """Returns what SAM makes of a template."""
    macro = Macro(template, evaluator)
    implicit.add(macro, "Api")
    functions.expand(macro)
    state_machines.expand(macro)
    http_api.expand(macro)
    rest_api.expand(macro)
    websocket_api.expand(macro)
    domains.expand(macro)
    connectors.expand(macro)
    return Expanded(macro, _assembled(macro))


def _assembled(macro: Macro) -> Node:
    """Returns the template with the resources and conditions that were made in the place of SAM's own."""
    tree = macro.template.tree
    assert isinstance(tree, Mapping)
    handled = {PREFIX + name for name in HANDLED}
    resources = Grown(macro.template.resources or tree)
    for resource in macro.resources.values():
        if resource.type not in handled and resource.id not in macro.made:
            resources.entries.append((scalar(resource.id, resource.key), resource.attributes))
    resources.entries += [(key, node) for key, node in macro.made.values()]
    if not macro.evaluator.complete:
        # Loops and includes that are known are among the resources; this stands for those that are not.
        resources.put("Fn::Transform", unknown(resources))
    whole = Grown(tree, tree)
    whole.put("Resources", resources, macro.template.resources)
    if macro.conditions:
        conditions = whole.grow("Conditions", tree)
        for name, node in macro.conditions.items():
            conditions.put(name, node, node)
    return whole
