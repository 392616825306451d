"""A resource or data source of a module, asked for by its attributes."""

from __future__ import annotations

from functools import cache

from apigw_lint.facts.schemas import resource_types
from apigw_lint.loaders.terraform.blocks import nested
from apigw_lint.loaders.terraform.expansion import Expansion, Member, expand
from apigw_lint.loaders.terraform.expressions import Evaluator
from apigw_lint.loaders.terraform.values import Encoded, Failed, Object, loosened
from apigw_lint.value import Known, Reference, Text, Unknown, Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from apigw_lint.loaders.terraform.modules import Module
    from apigw_lint.source import Span
    from apigw_lint.syntax.hcl_nodes import Block

_OURS = ("aws_api_gateway_", "aws_apigatewayv2_")
_COMPUTED = frozenset(["id", "arn"])
_META = frozenset(["count", "for_each", "depends_on", "provider", "lifecycle", "provisioner", "connection"])


class Resource:
    """What a ``resource`` or ``data`` block declares in one instance of its module."""

    def __init__(self, module: Module, block: Block, type: str, name: str, data: bool) -> None:
        self.module = module
        self.block = block
        self.type = type
        self.name = name
        self.data = data
        self.local = f"{'data.' if data else ''}{type}.{name}"
        self._expansion: Expansion | None = None
        self._known = None if data else _attributes(type)
        self._values: dict[tuple[Member, str], Value | None] = {}

    @property
    def expansion(self) -> Expansion:
        """Returns the instances. While they are being worked out, which a cycle asks for, they are not known."""
        if self._expansion is None:
            self._expansion = Expansion("each", [Member(None, {}, unknown=True)], False, object())
            self._expansion = expand(self.block.body, self.module.expression, id(self.module))
        return self._expansion

    def address(self, member: Member) -> str:
        """Returns the address of an instance."""
        return self.module.address + self.local + self.expansion.suffix(member)

    def whole(self, span: Span) -> Value:
        """Returns what the name of the resource stands for."""
        return self.expansion.whole(lambda member: self._object(member, span), span, self.local)

    def _object(self, member: Member, span: Span) -> Object:
        return Object(span, self.local, lambda name, at: self.attribute(member, name, at))

    def evaluator(self, member: Member) -> Evaluator:
        """Returns the evaluator of an instance's arguments."""
        return Evaluator(self.module, member.names) if member.names else self.module.evaluator

    def attribute(self, member: Member, name: str, span: Span) -> Value:
        """Returns an attribute: its argument where that is written and known, else a reference."""
        key = (member, name)
        if self._known is not None and name not in self._known:
            self.module.require_near(name, self._known, f"attribute of {self.type}:", span)
        if key not in self._values:
            self._values[key] = None
            self._values[key] = self._written(member, name)
        value = self._values[key]
        if value is None or not _says_more(value):
            reference = Reference(self.address(member), name, span)
            if value is not None and isinstance(value, Unknown):
                reference.candidates = value.candidates
            return reference
        return value

    def _written(self, member: Member, name: str) -> Value | None:
        if name in _COMPUTED or name in _META:
            return None
        evaluator = self.evaluator(member)
        project = self.module.project
        attribute = self.block.body.attribute(name)
        if attribute is not None:
            value = project.isolated(lambda: evaluator.evaluate(attribute.expression), attribute.span)
        else:
            blocks = [block for block in self.block.body.blocks if _names(block) == name]
            if not blocks:
                return None
            value = project.isolated(lambda: nested(blocks, evaluator), blocks[0].span)
        # The provider's schema may hold a number as a string, or the other way round.
        return project.isolated(lambda: loosened(value, project.budget.spend), value.span)


@cache
def _attributes(type: str) -> frozenset[str] | None:
    """Returns the attributes of a type of API Gateway, as far as they are known."""
    shape = resource_types("terraform").get(type) if type.startswith(_OURS) else None
    return None if shape is None else frozenset([*shape["properties"], *shape["attributes"]])


def _names(block: Block) -> str:
    return block.labels[0].value if block.type == "dynamic" and block.labels else block.type


def _says_more(value: Value) -> bool:
    """Returns whether a written value says more than a reference to its attribute."""
    if isinstance(value, Known):
        return value.value is not None
    if isinstance(value, (Reference, Text, Encoded, Object)):
        return True
    return not isinstance(value, (Unknown, Failed))
