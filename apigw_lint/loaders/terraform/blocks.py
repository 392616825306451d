"""The bodies of resources as tables: arguments, nested blocks and dynamic ones."""

from __future__ import annotations

from apigw_lint.loaders.terraform.expressions import collection_known
from apigw_lint.loaders.terraform.instance import Instance
from apigw_lint.loaders.terraform.renewal import DEPLOYMENTS, renewal_of
from apigw_lint.loaders.terraform.values import null_as_absent, pairs, weigh
from apigw_lint.syntax.hcl_nodes import Attribute, GetAttr, Index, Literal, Parens, TupleCons, Variable
from apigw_lint.value import Entry, Known, List, Reference, Table, Unknown, Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from apigw_lint.loaders.terraform.expansion import Member
    from apigw_lint.loaders.terraform.expressions import Evaluator
    from apigw_lint.loaders.terraform.resource import Resource
    from apigw_lint.source import Span
    from apigw_lint.syntax.hcl_nodes import Block, Body, Expression

_META_ARGUMENTS = frozenset(["count", "for_each", "depends_on", "provider"])
_META_BLOCKS = frozenset(["lifecycle", "provisioner", "connection"])


def resource_instance(resource: Resource, member: Member) -> Instance:
    """Returns an instance of a resource with its arguments evaluated."""
    module, block = resource.module, resource.block
    instance = Instance(
        type=resource.type,
        name=resource.name,
        address=resource.address(member),
        values=block_table(block.body, block.span, resource.evaluator(member), _META_ARGUMENTS, _META_BLOCKS),
        span=block.span,
        name_span=block.header_span,
        module=module.address.removesuffix("."),
        data=resource.data,
        certain=member.certain and module.certain,
        references=module.project.references.of_block(module, block),
        after=module.after,
        renewal=renewal_of(module, block) if resource.type in DEPLOYMENTS else None,
    )
    depends_on = block.body.attribute("depends_on")
    if depends_on is not None:
        instance.depends_on = _depends_on(depends_on.expression, resource)
    lifecycle = block.body.block("lifecycle")
    setting = lifecycle.body.attribute("create_before_destroy") if lifecycle else None
    if setting is not None:
        instance.create_before_destroy = null_as_absent(module.expression(setting.expression))
    return instance


def _depends_on(node: Expression, resource: Resource) -> Value:
    if not isinstance(node, TupleCons):
        return Unknown(node.span, why="depends_on")
    items: list[Value] = []
    for item in node.items:
        target = _target(item)
        root, _, name = (target or "").partition(".")
        if name and root not in ("data", "module"):
            resource.module.member(root, name.partition(".")[0].partition("[")[0], item.span)
        if target is None:
            items.append(Unknown(item.span, why="depends_on"))
        else:
            items.append(Reference(resource.module.address + target, "", item.span, item))
    return List(items, node.span, True, node)


def _target(node: Expression) -> str | None:
    """Returns the address that an expression of ``depends_on`` names, with its key where it has one."""
    if isinstance(node, Parens):
        return _target(node.expression)
    if isinstance(node, Variable):
        return node.name
    if isinstance(node, GetAttr):
        before = _target(node.object)
        return before and f"{before}.{node.name}"
    if isinstance(node, Index) and isinstance(node.key, Literal):
        before = _target(node.collection)
        return before and f"{before}[{node.key.span.text}]"
    return None


def block_table(
    body: Body,
    span: Span,
    evaluator: Evaluator,
    without: frozenset[str] = frozenset(),
    without_blocks: frozenset[str] = frozenset(),
) -> Table:
    """Returns the arguments and nested blocks of a body."""
    entries: list[Entry] = []
    groups: dict[str, list[Block]] = {}
    for item in body.items:
        if isinstance(item, Attribute):
            if item.name not in without:
                entries.append(Entry(Known(item.name, item.name_span), _argument(item, evaluator)))
        elif item.type == "dynamic" and item.labels:
            groups.setdefault(item.labels[0].value, []).append(item)
        elif item.type not in without_blocks:
            groups.setdefault(item.type, []).append(item)
    for name, blocks in groups.items():
        first = blocks[0]
        key = first.labels[0].span if first.type == "dynamic" else first.type_span
        entries.append(Entry(Known(name, key), nested(blocks, evaluator)))
    return Table(entries, span, True, body)


def _argument(item: Attribute, evaluator: Evaluator) -> Value:
    return null_as_absent(evaluator.scope.isolated(lambda: _weighed(evaluator, item.expression), item.span))


def _weighed(evaluator: Evaluator, node: Expression) -> Value:
    value = evaluator.evaluate(node)
    if isinstance(value, (List, Table, Unknown)):
        weigh(value, evaluator.budget.spend)
    return value


def nested(blocks: list[Block], evaluator: Evaluator) -> List:
    """Returns nested blocks of one type, dynamic ones expanded."""
    items: list[Value] = []
    complete = True
    for block in blocks:
        if block.type == "dynamic":
            complete = _expanded(block, evaluator, items) and complete
        else:
            items.append(block_table(block.body, block.span, evaluator))
    return List(items, blocks[0].span, complete)


def _expanded(block: Block, evaluator: Evaluator, items: list[Value]) -> bool:
    """Adds the blocks that a dynamic block makes; returns whether they are all of them. Of unknown ones, one stands for all."""
    content, each = block.body.block("content"), block.body.attribute("for_each")
    if content is None or each is None:
        return False
    iterator = block.body.attribute("iterator")
    name = block.labels[0].value
    if iterator is not None and isinstance(iterator.expression, (Variable, Literal)):
        node = iterator.expression
        name = node.name if isinstance(node, Variable) else str(node.value)
    collection = evaluator.scope.isolated(lambda: evaluator.evaluate(each.expression), each.span)
    found = pairs(collection)
    known = found is not None and collection_known(collection)
    for key, value in found or []:
        items.append(_content(content, name, key, value, evaluator))
    if not known and not found:
        unknown = Unknown(each.span, why=f"{name}.value")
        items.append(_content(content, name, Unknown(each.span, why=f"{name}.key"), unknown, evaluator))
    return known


def _content(content: Block, name: str, key: Value, value: Value, evaluator: Evaluator) -> Table:
    span = content.span
    bound = Table([Entry(Known("key", span), key), Entry(Known("value", span), value)], span)
    return block_table(content.body, span, evaluator.binding({name: bound}))
