"""Which resources an expression refers to, through locals, variables, modules and their outputs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apigw_lint.syntax.hcl_nodes import Attribute, Block, GetAttr, Index, Literal, ObjectItem, Parens, Piece, Variable
from apigw_lint.syntax.tree import Node

if TYPE_CHECKING:
    from apigw_lint.loaders.terraform.modules import Module
    from apigw_lint.syntax.hcl_nodes import Expression

Traversal = tuple[str, str, str]
"""Root, name and, of modules and data sources, what follows."""


class References:
    """Finds references, each block's and each name's once."""

    def __init__(self) -> None:
        self._traversals: dict[int, tuple[Node, tuple[Traversal, ...]]] = {}
        self._names: dict[tuple[int, str, str], frozenset[str]] = {}

    def of_block(self, module: Module, block: Block) -> tuple[str, ...]:
        """Returns the addresses, without keys, of all resources that a block refers to, in order."""
        return tuple(sorted(self._resolved(module, self._in(block))))

    def of(self, module: Module, node: Expression) -> frozenset[str]:
        """Returns the addresses of all resources that an expression refers to."""
        return frozenset(self._resolved(module, self._in(node)))

    def _in(self, node: Node) -> tuple[Traversal, ...]:
        found = self._traversals.get(id(node))
        if found is None:
            found = (node, tuple(dict.fromkeys(_traversals(node))))
            self._traversals[id(node)] = found
        return found[1]

    def _resolved(self, module: Module, traversals: tuple[Traversal, ...]) -> set[str]:
        found: set[str] = set()
        for root, name, rest in traversals:
            configuration = module.configuration
            if root == "data":
                if (name, rest) in configuration.data:
                    found.add(f"{module.plain}data.{name}.{rest}")
            elif root in ("var", "local"):
                found |= self._name(module, root, name, "")
            elif root == "module":
                found |= self._name(module, root, name, rest)
            elif (root, name) in configuration.resources:
                found.add(f"{module.plain}{root}.{name}")
        return found

    def _name(self, module: Module, root: str, name: str, rest: str) -> frozenset[str]:
        key = (id(module), root, f"{name}.{rest}")
        if key not in self._names:
            self._names[key] = frozenset()
            self._names[key] = self._behind(module, root, name, rest)
        return self._names[key]

    def _behind(self, module: Module, root: str, name: str, rest: str) -> frozenset[str]:
        if root == "local":
            local = module.configuration.locals.get(name)
            return self.of(module, local.expression) if local else frozenset()
        if root == "var":
            given = module.parent.block.body.attribute(name) if module.parent else None
            return self.of(module.parent.module, given.expression) if given and module.parent else frozenset()
        found: set[str] = set()
        for child in module.call(name).children() if name in module.configuration.modules else []:
            output = child.configuration.outputs.get(rest)
            value = output.body.attribute("value") if output else None
            found |= self.of(child, value.expression) if value else self._all(child)
        return frozenset(found)

    def _all(self, module: Module) -> set[str]:
        found = {f"{module.plain}{kind}.{name}" for kind, name in module.configuration.resources}
        for name in module.configuration.modules:
            for child in module.call(name).children():
                found |= self._all(child)
        return found


_SLOTS: dict[type, tuple[str, ...]] = {}
_LEAVES = frozenset(["source", "start", "end", "tag", "places", "raw", "inside", "escape", "_jumps", "value_span", "node"])


def _slots(kind: type) -> tuple[str, ...]:
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
        elif isinstance(item, GetAttr) and (traversal := _traversal(item)) is not None:
            found.append(traversal)
            stack.extend(_keys(item))
        elif kind is list:
            stack.extend(item)  # type: ignore[arg-type]
        elif isinstance(item, (Node, ObjectItem)):
            stack.extend(value for name in _slots(kind) if isinstance(value := getattr(item, name), (Node, list)))
    return found


def _keys(node: Expression) -> list[Expression]:
    """Returns the keys of the indexes in a traversal, which may refer to others."""
    keys: list[Expression] = []
    while isinstance(node, (GetAttr, Index)):
        if isinstance(node, Index):
            keys.append(node.key)
            node = node.collection
        else:
            node = node.object
    return keys


def _traversal(node: GetAttr) -> Traversal | None:
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
