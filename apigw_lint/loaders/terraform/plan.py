"""Plans: what ``terraform show -json`` prints of one, as resource instances.

Values are those of the plan, places are places in its text. What the configuration does not write is Absent, though the plan has the
provider's default for it, so that a plan is the same model as the configuration that it was made from.
"""

from __future__ import annotations

from apigw_lint.loaders.terraform.instance import Instance, Instances
from apigw_lint.loaders.terraform.plan_references import Configuration, Planned, References, Scope, member, names, texts
from apigw_lint.syntax.tree import Mapping, Scalar, Sequence
from apigw_lint.value import Entry, Known, List, Reference, Table, Text, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.syntax.tree import Node
    from apigw_lint.value import Value

_OURS = ("aws_api_gateway_", "aws_apigatewayv2_")
_BLOCK_NAMES = """
    access_log_settings api_stages canary_settings cors_configuration default_route_settings domain_name_configuration
    endpoint_configuration inline_policy jwt_configuration location mutual_tls_authentication quota_settings request_parameter
    response_parameters route_settings settings throttle throttle_settings tls_config
"""
_BLOCKS = frozenset(_BLOCK_NAMES.split())
"""Nested blocks. Those that ``dynamic`` makes are not in a plan's configuration."""
_DEFAULTS = {"throttling_burst_limit": -1, "throttling_rate_limit": -1, "percent_traffic": 0}
"""What the provider puts in for an argument of a block that is not written."""


def recognise(tree: Node | None) -> bool:
    """Returns whether a JSON document is a plan."""
    return isinstance(member(tree, "planned_values"), Mapping) and (
        member(tree, "terraform_version") is not None or member(tree, "format_version") is not None
    )


def instances(tree: Node) -> Instances:
    """Returns the resource instances that a plan leaves in place."""
    configuration = Configuration(member(tree, "configuration"))
    unknown = _unknown(tree)
    planned: dict[str, Planned] = {}
    for module, node in _resources(member(tree, "planned_values", "root_module")):
        one = _planned(module, node, configuration, unknown)
        if one is not None:
            planned[one.address] = one
    read = {address for _, node in _resources(member(tree, "prior_state", "values", "root_module")) if (address := _text(node, "address"))}
    reader = _Reader(References(configuration, planned, read), _ids(planned))
    return Instances(items=[reader.instance(one) for one in planned.values()], complete=_is_whole(tree))


def _is_whole(tree: Node) -> bool:
    """Returns whether a plan shows everything: it does not where it has targets, puts something off, or failed."""
    complete, errored = member(tree, "complete"), member(tree, "errored")
    return not (isinstance(complete, Scalar) and complete.value is False) and not _is_true(errored)


def _unknown(tree: Node) -> dict[str, Node]:
    """Returns what is not known before the plan is applied, by address."""
    changes = member(tree, "resource_changes")
    found: dict[str, Node] = {}
    for change in changes.items if isinstance(changes, Sequence) else []:
        unknown = member(change, "change", "after_unknown")
        if unknown is not None:
            found[_text(change, "address")] = unknown
    return found


def _resources(root: Node | None) -> Iterator[tuple[str, Mapping]]:
    """Yields the resources of all modules, each with its module's address."""
    stack: list[tuple[str, Node | None]] = [("", root)]
    while stack:
        module, node = stack.pop()
        resources, children = member(node, "resources"), member(node, "child_modules")
        for resource in resources.items if isinstance(resources, Sequence) else []:
            if isinstance(resource, Mapping):
                yield module, resource
        stack += [(_text(child, "address"), child) for child in reversed(children.items if isinstance(children, Sequence) else [])]


def _planned(module: str, node: Mapping, configuration: Configuration, unknown: dict[str, Node]) -> Planned | None:
    address, kind = _text(node, "address"), _text(node, "type")
    if not address or not kind:
        return None
    written = configuration.resource(address)
    index = member(node, "index")
    key = index.span.text if isinstance(index, Scalar) and index.value is not None else ""
    scope = Scope(module, f"[{key}]" if key else "", tuple(names(member(written, "for_each_expression"))))
    return Planned(address, kind, module, node, member(node, "values"), unknown.get(address), written, scope)


def _ids(planned: dict[str, Planned]) -> dict[str, Reference]:
    """Returns the resources of APIs that exist already by their ids."""
    found: dict[str, Reference] = {}
    for one in planned.values():
        for attribute in ("id", "root_resource_id") if one.type.startswith(_OURS) else ():
            node = member(one.values, attribute)
            if isinstance(node, Scalar) and isinstance(node.value, str):
                found[node.value] = Reference(one.address, attribute, node.span)
    return found


def _text(node: Node | None, key: str) -> str:
    found = member(node, key)
    return found.value if isinstance(found, Scalar) and isinstance(found.value, str) else ""


class _Reader:
    """Turns planned resources into instances."""

    def __init__(self, references: References, ids: dict[str, Reference]) -> None:
        self._references = references
        self._ids = ids

    def instance(self, one: Planned) -> Instance:
        """Returns the instance of a planned resource."""
        address = one.node.get("address") or one.node
        name = _text(one.node, "name")
        found = Instance(
            type=one.type,
            name=name,
            address=one.address,
            values=self._values(one),
            span=one.node.span,
            name_span=address.span,
            module=one.module,
            data=_text(one.node, "mode") == "data",
            create_before_destroy=Unknown(one.node.span, why="not in a plan"),
        )
        if one.type.startswith(_OURS):
            depends_on = member(one.written, "depends_on")
            expressions = names(member(one.written, "expressions"))
            deploys = one.type.endswith("_deployment")
            found.references = self._references.mentioned([*expressions, *texts(depends_on)], one.scope, deploys)
            if depends_on is not None:
                targets = [Reference(one.scope.address(name), "", depends_on.span) for name in texts(depends_on)]
                found.depends_on = List(targets, depends_on.span)
        return found

    def _values(self, one: Planned) -> Table:
        """Returns the arguments: those that are written, and blocks that a ``dynamic`` block made."""
        expressions = member(one.written, "expressions")
        entries = []
        written = one.values.entries if isinstance(one.values, Mapping) else []
        for key, node in written:
            name = str(key.value)
            expression = member(expressions, name)
            dynamic = expression is None and name in _BLOCKS and isinstance(node, Sequence)
            if isinstance(expressions, Mapping) and expression is None and not (dynamic and node.items):  # type: ignore[attr-defined]
                continue
            entries += self._entry(one, _key(key), node, member(one.unknown, name), expression)
        known = {key.value for key, _ in written}
        for key, node in one.unknown.entries if isinstance(one.unknown, Mapping) else []:
            expression = member(expressions, str(key.value))
            if key.value not in known and expression is not None and _is_true(node):
                found = self._references.unknown(str(key.value), expression, one.scope, one.node.span)
                entries.append(Entry(Known(str(key.value), one.node.span), found))
        return Table(entries, one.values.span if one.values is not None else one.node.span)

    def _entry(self, one: Planned, key: Known[str], node: Node, unknown: Node | None, expression: Node | None) -> list[Entry]:
        """Returns an argument with its value; none where it is null and known."""
        if _is_true(unknown):
            return [Entry(key, self._references.unknown(key.value, expression, one.scope, node.span))]
        if _is_null(node):
            # The provider leaves out what is the default (diff suppression): what is written stands in the configuration.
            node = member(expression, "constant_value") or node
        if _is_null(node):
            return []
        if isinstance(node, Sequence) and key.value in _BLOCKS:
            return [Entry(key, self._blocks(one, node, unknown, expression))]
        return [Entry(key, self._linked(key.value, _value(node, unknown), expression))]

    def _blocks(self, one: Planned, node: Sequence, unknown: Node | None, expression: Node | None) -> List:
        """Returns nested blocks with what is written in them; of a ``dynamic`` one that is not known."""
        written: list[Node] = [expression] if isinstance(expression, Mapping) else []
        if isinstance(expression, Sequence):
            written = list(expression.items)
        written = written if len(written) == len(node.items) else []
        unknowns = unknown.items if isinstance(unknown, Sequence) else []
        made = []
        for number, block in enumerate(node.items):
            if not isinstance(block, Mapping):
                made.append(_value(block, None))
                continue
            expressions = next((body for body in written if _fits(block, body)), None)
            if expressions is not None:
                written.remove(expressions)
            made.append(self._block(one, block, unknowns[number] if number < len(unknowns) else None, expressions))
        return List(made, node.span)

    def _block(self, one: Planned, block: Mapping, unknown: Node | None, expressions: Node | None) -> Table:
        entries = []
        for key, node in block.entries:
            name = str(key.value)
            expression = member(expressions, name)
            if expressions is not None and expression is None and not (isinstance(node, Sequence) and name in _BLOCKS and node.items):
                continue
            if expressions is None and isinstance(node, Scalar) and name in _DEFAULTS and node.value == _DEFAULTS[name]:
                continue
            entries += self._entry(one, _key(key), node, member(unknown, name), expression)
        for key, node in unknown.entries if isinstance(unknown, Mapping) else []:
            name = str(key.value)
            expression = member(expressions, name)
            if block.get(name) is None and _is_true(node) and (expressions is None or expression is not None):
                found = self._references.unknown(name, expression, one.scope, block.span)
                entries.append(Entry(Known(name, block.span), found))
        return Table(entries, block.span)

    def _linked(self, argument: str, value: Value, expression: Node | None) -> Value:
        """Returns an id that exists already as the reference that it was written as."""
        if not isinstance(value, Known) or not isinstance(value.value, str) or not names(expression):
            return value
        head = "integrations/" if argument == "target" else ""
        found = self._ids.get(value.value.removeprefix(head)) if argument.endswith("_id") or head else None
        if found is None:
            return value
        reference = Reference(found.target, found.attribute, value.span)
        return Text([Known(head, value.span), reference], value.span) if head else reference


def _fits(block: Mapping, expressions: Node) -> bool:
    """Returns whether a block can be the one that was written so: blocks of a set are in another order in the plan."""
    constants = [(key, member(value, "constant_value")) for key, value in expressions.entries] if isinstance(expressions, Mapping) else []
    pairs = ((block.get(str(key.value)), constant) for key, constant in constants if isinstance(constant, Scalar))
    return all(isinstance(node, Scalar) and str(node.value) == str(constant.value) for node, constant in pairs)


def _is_true(node: Node | None) -> bool:
    return isinstance(node, Scalar) and node.value is True


def _value(node: Node, unknown: Node | None) -> Value:
    """Returns a value of a plan. It has no writer: a plan is not a file to be edited."""
    if _is_true(unknown):
        return Unknown(node.span, why="known after apply")
    if isinstance(node, Mapping):
        entries = [Entry(_key(key), _value(value, member(unknown, str(key.value)))) for key, value in node.entries if not _is_null(value)]
        known = {key.value for key, value in node.entries if not _is_null(value)}
        for key, inner in unknown.entries if isinstance(unknown, Mapping) else []:
            if key.value not in known and _is_true(inner):
                entries.append(Entry(Known(str(key.value), node.span), Unknown(node.span, why="known after apply")))
        return Table(entries, node.span)
    if isinstance(node, Sequence):
        unknowns = unknown.items if isinstance(unknown, Sequence) else []
        pairs = ((item, unknowns[number] if number < len(unknowns) else None) for number, item in enumerate(node.items))
        return List([_value(item, inner) for item, inner in pairs], node.span)
    return Known(node.value, node.span, node) if isinstance(node, Scalar) else Unknown(node.span)


def _key(key: Scalar) -> Known[str]:
    return Known(str(key.value), key.span, key)


def _is_null(node: Node) -> bool:
    return isinstance(node, Scalar) and node.value is None
