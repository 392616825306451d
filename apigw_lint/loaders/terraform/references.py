"""Which resources an expression refers to, through locals, variables, modules and their outputs."""

from __future__ import annotations

from apigw_lint.syntax.hcl_nodes import Attribute, Block, GetAttr, Index, Literal, ObjectItem, Parens, Piece, Variable
from apigw_lint.syntax.tree import Node

TYPE_CHECKING = False
if TYPE_CHECKING:
    from apigw_lint.loaders.terraform.modules import Module
    from apigw_lint.syntax.hcl_nodes import Expression

Traversal = tuple[str, str, str]
"""Root, name and, of modules and data sources, what follows."""


Step = tuple["Module", str, str, str]
"""A name in a module behind which further references stand."""


class References:
    """Finds references; what stands directly in an expression, and directly behind a name, is looked for once."""

    def __init__(self) -> None:
        self._traversals: dict[int, tuple[Node, tuple[Traversal, ...]]] = {}
        self._behind: dict[tuple[int, str, str, str], tuple[frozenset[str], tuple[Step, ...]]] = {}

    def of_block(self, module: Module, block: Block) -> tuple[str, ...]:
        """Returns the addresses, without keys, of all resources that a block refers to, in order."""
        return tuple(sorted(self.of(module, block)))

    def of(self, module: Module, node: Node) -> set[str]:
        """Returns the addresses of all resources that an expression or block refers to."""
        found, steps = self._direct(module, node)
        seen: set[tuple[int, str, str, str]] = set()
        while steps:
            step = steps.pop()
            key = (id(step[0]), *step[1:])
            if key in seen:
                continue
            seen.add(key)
            if key not in self._behind:
                addresses, further = self._names(*step)
                self._behind[key] = (frozenset(addresses), tuple(further))
            addresses_behind, further_behind = self._behind[key]
            found |= addresses_behind
            steps.extend(further_behind)
        return found

    def _direct(self, module: Module, node: Node) -> tuple[set[str], list[Step]]:
        """Returns the addresses that stand in an expression itself, and the names in it behind which there may be more."""
        known = self._traversals.get(id(node))
        if known is None:
            known = self._traversals[id(node)] = (node, tuple(dict.fromkeys(_traversals(node))))
        found: set[str] = set()
        steps: list[Step] = []
        for root, name, rest in known[1]:
            if root in ("var", "local"):
                steps.append((module, root, name, ""))
            elif root == "module":
                steps.append((module, root, name, rest))
            elif root == "data":
                if (name, rest) in module.configuration.data:
                    found.add(f"{module.plain}data.{name}.{rest}")
            elif (root, name) in module.configuration.resources:
                found.add(f"{module.plain}{root}.{name}")
        return found, steps

    def _names(self, module: Module, root: str, name: str, rest: str) -> tuple[set[str], list[Step]]:
        """Returns what stands directly behind a name."""
        if root == "local":
            local = module.configuration.locals.get(name)
            return self._direct(module, local.expression) if local else (set(), [])
        if root == "var":
            given = module.parent.block.body.attribute(name) if module.parent else None
            return self._direct(module.parent.module, given.expression) if given and module.parent else (set(), [])
        found: set[str] = set()
        steps: list[Step] = []
        block = module.configuration.modules.get(name)
        called = module.call(name).children() if block is not None else []
        if block is not None and not called:
            # A module that is not read may use whatever it is given.
            return self._direct(module, block)
        for child in called:
            output = child.configuration.outputs.get(rest)
            value = output.body.attribute("value") if output else None
            if value:
                addresses, further = self._direct(child, value.expression)
            else:
                addresses = {f"{child.plain}{kind}.{label}" for kind, label in child.configuration.resources}
                further = [(child, "module", inner, "") for inner in child.configuration.modules]
            found |= addresses
            steps.extend(further)
        return found, steps


_SLOTS: dict[type, tuple[str, ...]] = {}
_LEAVES = frozenset(["_jumps", "end", "escape", "inside", "node", "places", "raw", "source", "start", "tag"])


def slots(kind: type) -> tuple[str, ...]:
    """Returns the attributes of a kind of node in which other nodes stand."""
    found = _SLOTS.get(kind)
    if found is None:
        names = (name for base in kind.__mro__ for name in getattr(base, "__slots__", ()))
        found = _SLOTS[kind] = tuple(name for name in names if name not in _LEAVES)
    return found


def _traversals(node: Node) -> list[Traversal]:
    found: list[Traversal] = []
    stack: list[object] = [node]
    while stack:
        item = stack.pop()
        if isinstance(item, Attribute):
            item = item.expression
        kind = type(item)
        if kind is Literal or kind is Variable or kind is Piece:
            continue
        if isinstance(item, Block):
            stack.extend(item.body.items)
        elif isinstance(item, GetAttr) and (named := traversal(item)) is not None:
            found.append(named)
            stack.extend(keys(item))
        elif kind is list:
            stack.extend(item)  # type: ignore[arg-type]
        elif isinstance(item, (Node, ObjectItem)):
            stack.extend(value for name in slots(kind) if isinstance(value := getattr(item, name), (Node, list)))
    return found


def keys(node: Expression) -> list[Expression]:
    """Returns the keys of the indexes in a traversal, which may refer to others."""
    found: list[Expression] = []
    while isinstance(node, (GetAttr, Index)):
        if isinstance(node, Index):
            found.append(node.key)
            node = node.collection
        else:
            node = node.object
    return found


def traversal(node: GetAttr) -> Traversal | None:
    """Returns what an attribute is of, where that is a name in the module: ``aws_x.y``, ``module.m`` with its output, ``data.t.n``."""
    names = [node.name]
    at: Expression = node.object
    while True:
        if isinstance(at, GetAttr):
            names.append(at.name)
            at = at.object
        elif isinstance(at, Index):
            at = at.collection
        elif isinstance(at, Parens):
            at = at.expression
        else:
            break
    if not isinstance(at, Variable):
        return None
    names.reverse()
    return (at.name, names[0], names[1] if len(names) > 1 else "")
