"""The ``configuration`` section of a plan: what was written, and which resources an argument that is not known yet comes from.

It lists the names that an expression speaks of, not the expression. Names are followed through modules' inputs and outputs. Locals are
not in it, so that what comes through one is unknown.
"""

from __future__ import annotations

import re

from apigw_lint.loaders.terraform.links import KEY, base, without_keys
from apigw_lint.record import Row
from apigw_lint.regexp import regexp
from apigw_lint.syntax.tree import Mapping, Scalar, Sequence
from apigw_lint.value import Known, Reference, Text, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.source import Span
    from apigw_lint.syntax.tree import Node
    from apigw_lint.value import Value

_DEEPEST = 40
"""Modules and resources that a name is followed through."""
_MOST = 5_000
"""Names that are followed for one argument."""
_RESOURCE = regexp(rf"((?:data\.)?([A-Za-z0-9_-]+)\.[\w-]+)({KEY})?(?:\.(.+))?\Z", re.DOTALL)
_MODULE = regexp(rf"(module\.[\w-]+)({KEY})?(?:\.([\w-]+))?")
_LAST_MODULE = regexp(rf"(?:(.*)\.)?module\.[\w-]+({KEY})?\Z", re.DOTALL)
_WHOLE = ("role", "resource_arn", "credentials", "credentials_arn", "authorizer_credentials", "policy_arn", "cloudwatch_role_arn")
"""Arguments beside those that end in ``_id`` that take a name or ARN of another resource as it is."""


class Scope(Row):
    """Where an expression stands: in a module instance, in a resource or module call with a key (``["pets"]``) and a ``for_each``."""

    module: str = ""
    key: str = ""
    each: tuple[str, ...] = ()

    def address(self, local: str) -> str:
        """Returns the whole address of something of the module."""
        return f"{self.module}.{local}" if self.module else local


class Origin(Row):
    """A resource attribute that an unknown value may come from; an empty ``attribute`` is not known."""

    address: str
    type: str
    attribute: str


class Opaque(Exception):
    """A name that cannot be followed."""


class Planned(Row):
    """A resource instance of the plan: its values, which of them are unknown, and what was written."""

    address: str
    type: str
    module: str
    node: Mapping
    values: Node | None
    unknown: Node | None
    written: Node | None
    scope: Scope


def names(expression: Node | None) -> list[str]:
    """Returns the names that an expression, or any in a block, speaks of; only the longest of a name and its beginnings."""
    found: dict[str, None] = {}
    stack = [expression]
    while stack:
        node = stack.pop()
        if isinstance(node, Sequence):
            stack += node.items
        elif isinstance(node, Mapping):
            written = node.get("references")
            if isinstance(written, Sequence):
                found.update(dict.fromkeys(_longest(texts(written))))
            else:
                stack += [value for _, value in node.entries]
    return list(found)


def _longest(written: list[str]) -> Iterator[str]:
    previous = ""
    for name in written:
        if not previous.startswith((f"{name}.", f"{name}[")):
            previous = name
            yield name


def texts(node: Node | None) -> list[str]:
    """Returns the strings of a list."""
    items = node.items if isinstance(node, Sequence) else []
    return [item.value for item in items if isinstance(item, Scalar) and isinstance(item.value, str)]


def member(node: Node | None, *keys: str) -> Node | None:
    """Returns what stands under keys of nested mappings."""
    for key in keys:
        node = node.get(key) if isinstance(node, Mapping) else None
    return node


class Configuration:
    """The modules of a plan's configuration by their path without keys, each with the call that makes it."""

    def __init__(self, root: Node | None) -> None:
        self._modules: dict[str, tuple[Node, Node | None]] = {}
        self._resources: dict[str, Node] = {}
        stack: list[tuple[str, Node | None, Node | None]] = [("", member(root, "root_module"), None)]
        while stack:
            path, module, call = stack.pop()
            if module is None:
                continue
            self._modules[path] = module, call
            prefix = f"{path}." if path else ""
            resources = member(module, "resources")
            for resource in resources.items if isinstance(resources, Sequence) else []:
                address = member(resource, "address")
                if isinstance(address, Scalar):
                    self._resources[f"{prefix}{address.value}"] = resource
            calls = member(module, "module_calls")
            for name, inner in calls.entries if isinstance(calls, Mapping) else []:
                stack.append((f"{prefix}module.{name.value}", member(inner, "module"), inner))

    def resource(self, address: str) -> Node | None:
        """Returns what was written of a resource."""
        return self._resources.get(without_keys(address))

    def output(self, module: str, name: str) -> Node | None:
        """Returns the expression of an output of a module instance."""
        found = self._modules.get(without_keys(module))
        return member(found[0], "outputs", name, "expression") if found else None

    def call(self, module: str) -> tuple[Node | None, Scope]:
        """Returns the call that makes a module instance, and where it stands."""
        call = self._modules.get(without_keys(module), (None, None))[1]
        match = _LAST_MODULE.match(module)
        outer, key = (match[1] or "", match[2] or "") if match else ("", "")
        return call, Scope(outer, key, tuple(names(member(call, "for_each_expression"))))


class References:
    """Where unknown values of a plan come from."""

    def __init__(self, configuration: Configuration, planned: dict[str, Planned], read: set[str]) -> None:
        self._configuration = configuration
        self._planned = planned
        self._read = read
        """Data sources whose values are known."""
        self._by_base: dict[str, list[str]] = {}
        for address in planned:
            self._by_base.setdefault(base(address), []).append(address)
        self._by_module: dict[str, set[str]] = {}
        for one in planned.values():
            self._by_module.setdefault(without_keys(one.module), set()).add(without_keys(one.address))
        self._left = 0

    def unknown(self, argument: str, expression: Node | None, scope: Scope, span: Span) -> Value:
        """Returns an argument that is not known yet: a Reference where it is certainly an attribute of one resource as it is."""
        written = names(expression)
        self._left = _MOST
        try:
            origins = {origin for name in written for origin in self._follow(name, scope, written, 0)}
        except Opaque:
            origins = set()
        if len(origins) != 1:
            return Unknown(span, why=", ".join(written))
        (origin,) = origins
        return _exact(argument, origin, span) or Unknown(span, why=f"{origin.address}.{origin.attribute}")

    def mentioned(self, written: list[str], scope: Scope, through_locals: bool) -> tuple[str, ...]:
        """Returns the resources, without their keys, that names speak of; with all that may be behind a local where that is asked for."""
        found: dict[str, None] = {}
        seen: set[tuple[str, Scope]] = set()
        stack = [(name, scope) for name in reversed(written)]
        while stack and len(seen) < _MOST:
            step = stack.pop()
            if step not in seen and (through_locals or not step[0].startswith("local.")):
                seen.add(step)
                here, further = self._mentions(*step)
                found.update(dict.fromkeys(here))
                stack += further
        return tuple(found)

    def _mentions(self, name: str, scope: Scope) -> tuple[list[str], list[tuple[str, Scope]]]:
        """Returns the resources of a name, and the names that it stands for."""
        root = name.partition(".")[0]
        if root == "var":
            expression, outer = self._input(name, scope)
            return [], [(inner, outer) for inner in names(expression)]
        if root == "each":
            return [], [(inner, scope._replace(each=())) for inner in scope.each]
        if root == "local":
            return sorted(self._by_module.get(without_keys(scope.module), ())), []
        if root == "module":
            return self._mentions_of_module(name, scope)
        match = _RESOURCE.match(name)
        return ([without_keys(scope.address(match[1]))] if match and root not in ("count", "path", "terraform", "self") else []), []

    def _mentions_of_module(self, name: str, scope: Scope) -> tuple[list[str], list[tuple[str, Scope]]]:
        match = _MODULE.match(name)
        if match is None:
            return [], []
        module = scope.address(match[1])
        if not match[3]:
            plain = without_keys(module)
            paths = [path for path in self._by_module if path == plain or path.startswith(f"{plain}.")]
            return sorted(address for path in paths for address in self._by_module[path]), []
        expression = self._configuration.output(module, match[3])
        return [], [(inner, Scope(module + (match[2] or ""))) for inner in names(expression)]

    def _follow(self, name: str, scope: Scope, beside: list[str], depth: int) -> Iterator[Origin]:
        """Yields the attributes that a name stands for which are not known yet; ``beside`` are the names of the same expression."""
        self._left -= 1
        if depth > _DEEPEST or self._left < 0:
            raise Opaque
        root = name.partition(".")[0]
        if root in ("path", "terraform") or name in ("each.key", "count.index"):
            return
        if root in ("local", "self"):
            raise Opaque
        if root == "var":
            expression, outer = self._input(name, scope)
            yield from self._follow_all(expression, outer, depth)
        elif root == "each":
            yield from self._follow_each(name, scope, depth)
        elif root == "module":
            yield from self._follow_output(name, scope, depth)
        else:
            yield from self._follow_resource(name, scope, beside, depth)

    def _follow_all(self, expression: Node | None, scope: Scope, depth: int) -> Iterator[Origin]:
        written = names(expression)
        for name in written:
            yield from self._follow(name, scope, written, depth + 1)

    def _input(self, name: str, scope: Scope) -> tuple[Node | None, Scope]:
        """Returns the expression that a module call gives a variable; none of a root variable, which a plan knows."""
        if not scope.module:
            return None, scope
        call, outer = self._configuration.call(scope.module)
        variable = re.split(r"[.\[]", name.removeprefix("var."), maxsplit=1)[0]
        return member(call, "expressions", variable), outer

    def _follow_each(self, name: str, scope: Scope, depth: int) -> Iterator[Origin]:
        attribute = name.removeprefix("each.value").removeprefix(".")
        of = scope.each[0] if len(scope.each) == 1 else ""
        instance = self._planned.get(scope.address(of) + scope.key) if of else None
        if instance is not None:
            yield from self._attribute(instance, attribute, depth)
        elif not scope.each:
            raise Opaque
        else:
            for inner in scope.each:
                yield from self._follow(inner, scope._replace(each=()), list(scope.each), depth + 1)

    def _follow_output(self, name: str, scope: Scope, depth: int) -> Iterator[Origin]:
        match = _MODULE.match(name)
        if match is None or not match[3]:
            raise Opaque
        module = scope.address(match[1]) + (match[2] or "")
        expression = self._configuration.output(module, match[3])
        if expression is None:
            raise Opaque
        yield from self._follow_all(expression, Scope(module), depth)

    def _follow_resource(self, name: str, scope: Scope, beside: list[str], depth: int) -> Iterator[Origin]:
        match = _RESOURCE.match(name)
        if match is None:
            raise Opaque
        address = scope.address(match[1])
        if name.startswith("data."):
            if address + (match[3] or "") not in self._read:
                yield Origin(address + (match[3] or ""), match[2], match[4] or "")
            return
        instances = self._by_base.get(address, [])
        if match[3] or match[4]:
            address += match[3] or ""
        elif len(instances) == 1:
            address = instances[0]
        elif {"each.key", "count.index"} & set(beside):
            address += scope.key
        if address not in self._planned:
            raise Opaque
        yield from self._attribute(self._planned[address], match[4] or "", depth)

    def _attribute(self, instance: Planned, attribute: str, depth: int) -> Iterator[Origin]:
        """Yields an attribute that is not known, or what it was written from where it is an argument."""
        head = re.split(r"[.\[]", attribute, maxsplit=1)[0]
        if head and member(instance.unknown, head) is None and member(instance.values, head) is not None:
            return
        written = member(instance.written, "expressions", head) if head else None
        if written is not None:
            yield from self._follow_all(written, instance.scope, depth)
        else:
            yield Origin(instance.address, instance.type, attribute)


def _exact(argument: str, origin: Origin, span: Span) -> Value | None:
    """Returns the value of an argument that takes an attribute of another resource as it is."""
    attribute = origin.attribute
    if argument == "target":
        if origin.type != "aws_apigatewayv2_integration" or attribute not in ("", "id"):
            return None
        return Text([Known("integrations/", span), Reference(origin.address, "id", span)], span)
    if not attribute:
        root = argument == "parent_id" and origin.type == "aws_api_gateway_rest_api"
        attribute = "root_resource_id" if root else "id" if argument.endswith("_id") else ""
    whole = argument.endswith("_id") or argument in _WHOLE or attribute == "invoke_arn"
    return Reference(origin.address, attribute, span) if attribute and whole else None
