"""What makes Terraform replace a deployment: the expressions whose change forces a new one, read for what they speak of."""

from __future__ import annotations

from apigw_lint.loaders.terraform.references import keys, slots, traversal
from apigw_lint.model import Renewal
from apigw_lint.syntax.hcl_nodes import Call, GetAttr, Index, Item, ObjectItem, Splat, TupleCons, Variable
from apigw_lint.syntax.tree import Node, Scalar

TYPE_CHECKING = False
if TYPE_CHECKING:
    from apigw_lint.loaders.terraform.modules import Module
    from apigw_lint.source import Span
    from apigw_lint.syntax.hcl_nodes import Block, Expression

DEPLOYMENTS = ("aws_api_gateway_deployment", "aws_apigatewayv2_deployment")
_FORCING = ("triggers", "variables", "stage_description", "for_each", "count")
"""Arguments whose change makes another deployment."""


def renewal_of(module: Module, block: Block) -> Renewal:
    """Returns what makes Terraform replace the deployment that a block declares."""
    reader = _Reader()
    for name in _FORCING:
        attribute = block.body.attribute(name)
        if attribute is not None:
            reader.read(module, attribute.expression)
    ignores, lifecycle = False, block.body.block("lifecycle")
    if lifecycle is not None:
        replaced, ignored = lifecycle.body.attribute("replace_triggered_by"), lifecycle.body.attribute("ignore_changes")
        if replaced is not None:
            reader.read(module, replaced.expression)
        ignores = ignored is not None and _ignores(ignored.expression)
    return Renewal(
        attributes=tuple(reader.attributes),
        calls=tuple(reader.calls),
        names=tuple(reader.names),
        others=reader.others,
        ignores_changes=ignores,
    )


def _ignores(node: Expression) -> bool:
    """Returns whether ``ignore_changes`` names an argument whose change makes another deployment, or all."""
    items = node.items if isinstance(node, TupleCons) else [node]
    names = [item.name if isinstance(item, Variable) else item.value if isinstance(item, Scalar) else "all" for item in items]
    return any(name in (*_FORCING, "all") for name in names)


class _Reader:
    """Reads expressions, through locals, variables and the outputs of modules."""

    def __init__(self) -> None:
        self.attributes: dict[tuple[str, str], None] = {}
        self.calls: dict[tuple[str, Span], None] = {}
        self.names: dict[str, None] = {}
        self.others = False
        self._seen: set[tuple[int, int]] = set()

    def read(self, module: Module, node: Expression) -> None:
        """Notes all that an expression of a module speaks of."""
        waiting: list[tuple[Module, object]] = [(module, node)]
        while waiting:
            at, inner = waiting.pop()
            if (id(at), id(inner)) not in self._seen:
                self._seen.add((id(at), id(inner)))
                waiting += self._further(at, inner)

    def _further(self, module: Module, node: object) -> list[tuple[Module, object]]:
        """Notes what a node itself says, and returns what is still to be read."""
        if isinstance(node, Call):
            self.calls[node.name, node.span] = None
        if isinstance(node, GetAttr):
            found = traversal(node)
            if found is not None:
                return [*self._named(module, *found), *((module, key) for key in keys(node))]
        if isinstance(node, Splat) and isinstance(node.collection, GetAttr):
            found, attribute = traversal(node.collection), _attribute_of_each(node.each)
            if found is not None and attribute and not found[2] and found[:2] in module.configuration.resources:
                return [*self._named(module, found[0], found[1], attribute), *((module, key) for key in keys(node.collection))]
        return [(module, child) for child in _children(node)]

    def _named(self, module: Module, root: str, name: str, rest: str) -> list[tuple[Module, object]]:
        configuration = module.configuration
        if (root, name) in configuration.resources:
            self.attributes[f"{module.plain}{root}.{name}", rest] = None
        elif root == "local" and name in configuration.locals:
            expression = configuration.locals[name].expression
            self.names[f"{module.plain}local.{name}"] = None
            # A local that is a literal is changed by hand, for this.
            self.others = self.others or isinstance(expression, Scalar)
            return [(module, expression)]
        elif root == "var":
            given = module.parent.block.body.attribute(name) if module.parent else None
            if given is not None and module.parent is not None:
                return [(module.parent.module, given.expression)]
            self.others = True
        elif root == "module":
            return self._output(module, name, rest)
        elif root in ("data", "each"):
            self.others = True
        return []

    def _output(self, module: Module, name: str, output: str) -> list[tuple[Module, object]]:
        found: list[tuple[Module, object]] = []
        for child in module.call(name).children() if name in module.configuration.modules else []:
            block = child.configuration.outputs.get(output)
            value = block.body.attribute("value") if block else None
            if value is not None:
                found.append((child, value.expression))
        self.others = self.others or not found
        return found


def _children(node: object) -> list[object]:
    """Returns the nodes in a node."""
    if not isinstance(node, (Node, ObjectItem)):
        return []
    inner = [getattr(node, name) for name in slots(type(node))]
    return [one for value in inner for one in (value if isinstance(value, list) else [value]) if isinstance(one, (Node, ObjectItem))]


def _attribute_of_each(node: Expression) -> str:
    """Returns the attribute that a splat reads of each item."""
    name = ""
    while isinstance(node, (GetAttr, Index)):
        if isinstance(node, Index):
            node = node.collection
        else:
            name, node = node.name, node.object
    return name if isinstance(node, Item) else ""
