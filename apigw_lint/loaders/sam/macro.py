"""The state of SAM's macro while it turns a template into plain CloudFormation."""

from __future__ import annotations

from apigw_lint.loaders.sam.globals import with_globals
from apigw_lint.loaders.sam.nodes import Grown, mapping, scalar, tree, under
from apigw_lint.loaders.template import call_of, section, text_of
from apigw_lint.syntax.tree import Mapping, Scalar, Sequence
from apigw_lint.value import Known, Reference, scalar_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from apigw_lint.loaders.intrinsics import Declaration, Evaluator
    from apigw_lint.loaders.template import Template
    from apigw_lint.source import Span
    from apigw_lint.syntax.tree import Node
    from apigw_lint.value import Value

PREFIX = "AWS::Serverless::"
"""What the types of SAM's resources start with."""


class Resource:
    """A resource as written, with what the globals add: of any type, since events and connectors lead to all of them.

    ``attributes`` is the whole of what stands under the logical id, ``properties`` its properties, which SAM may add to.
    """

    __slots__ = ("attributes", "declaration", "id", "key", "properties", "type")

    def __init__(self, declaration: Declaration, attributes: Mapping, properties: Grown) -> None:
        self.declaration = declaration
        self.id = declaration.id
        self.key = declaration.key
        self.type = declaration.type
        self.attributes = attributes
        self.properties = properties

    @property
    def condition(self) -> Node | None:
        """Returns the name of the condition that the resource is made on, as written."""
        return self.attributes.get("Condition")

    def get(self, *keys: str) -> Node | None:
        """Returns a property, or what stands below it."""
        return under(self.properties, *keys)


class Macro:
    """What SAM reads and what it makes.

    ``resources`` are those of the template by their logical ids; ``made`` those that come of them, ``conditions`` those that are added,
    and ``references`` the logical ids that names such as ``MyApi.Stage`` stand for.
    """

    def __init__(self, template: Template, evaluator: Evaluator) -> None:
        self.template = template
        self.evaluator = evaluator
        self.resources: dict[str, Resource] = {}
        self.made: dict[str, tuple[Scalar, Node]] = {}
        self.conditions: dict[str, Node] = {}
        self.references: dict[str, str] = {}
        self.taken: list[tuple[Resource, str, Node | Span]] = []
        """Resources with the logical id of one that is made: what that one's type is, and its place."""
        self.unknown = False
        """Whether SAM may make permissions, keys or plans that are not seen."""
        shared = section(template.tree, "Globals")
        for name, declaration in evaluator.declarations.items():
            self.resources[name] = self._resource(declaration, shared)

    def of_type(self, *names: str) -> Iterator[Resource]:
        """Yields SAM's resources of some types, named without prefix, in the order written."""
        types = {PREFIX + name for name in names}
        for resource in list(self.resources.values()):
            if resource.type in types:
                yield resource

    def value(self, node: Node | None) -> Value | None:
        """Returns the value of a node, with its references to parameters resolved; ``None`` where nothing is written."""
        return self.evaluator.value(node) if node is not None else None

    def text(self, node: Node | None) -> str | None:
        """Returns a scalar that is known now as a string."""
        value = self.value(node)
        return scalar_text(value.value) if isinstance(value, Known) and value.value is not None else None

    def truth(self, node: Node | None, default: bool = False) -> bool | None:
        """Returns a boolean, the default where nothing is written, and ``None`` where it is not known."""
        value = self.value(node)
        if value is None:
            return default
        if isinstance(value, Known):
            return value.value if isinstance(value.value, bool) else str(value.value).lower() == "true"
        return None

    def target(self, node: Node | None) -> str | None:
        """Returns the logical id of the resource that a node refers to with ``Ref``, or that it names."""
        value = self.value(node)
        if isinstance(value, Reference):
            return value.target.rpartition("/")[2]
        return value.value if isinstance(value, Known) and isinstance(value.value, str) else None

    def make(self, id: str, type: str, properties: Any, place: Node | Span, like: Resource | None = None, **attributes: Any) -> None:
        """Makes a resource at a place, on the condition of the one that it comes from."""
        whole = Grown(place)
        whole.put("Type", type)
        condition = like.condition if like is not None else None
        if condition is not None:
            whole.put("Condition", condition)
        for name, value in attributes.items():
            if value is not None:
                whole.put(name, value)
        whole.put("Properties", tree(properties, place))
        written = self.resources.get(id)
        if written is not None and written is not like and not written.type.startswith(PREFIX):
            self.taken.append((written, type, place))
        self.made[id] = (scalar(id, place), whole)

    def _resource(self, declaration: Declaration, shared: Mapping | None) -> Resource:
        attributes = declaration.node
        if declaration.bound:
            filled = _filled(attributes, declaration.bound, self.evaluator)
            attributes = filled if isinstance(filled, Mapping) else attributes
        written = mapping(attributes.get("Properties"))
        properties = written or Grown(declaration.key)
        if declaration.type.startswith(PREFIX):
            name = declaration.type[len(PREFIX) :]
            properties = with_globals(properties, mapping(section(shared, name)), attributes.get("IgnoreGlobals"))
        return Resource(declaration, attributes, properties if isinstance(properties, Grown) else Grown(properties, properties))


def _filled(node: Node, bound: dict[str, str], evaluator: Evaluator) -> Node:
    """Returns a node of a loop with the loop's variables filled in."""
    if isinstance(node, Scalar):
        if isinstance(node.value, str) and "{" in node.value:
            text = evaluator.filled(Known(node.value, node.span), bound).value
            return Scalar(node.source, node.start, node.end, text, node.tag) if text != node.value else node
        call = call_of(node)
        name = bound.get(text_of(node) or "") if call is not None and call[0] == "Ref" else None
        return scalar(name, node) if name is not None else node
    if isinstance(node, Mapping):
        if len(node.entries) == 1 and node.entries[0][0].value == "Ref" and text_of(node.entries[0][1]) in bound:
            return scalar(bound[text_of(node.entries[0][1]) or ""], node)
        entries = [(_filled(key, bound, evaluator), _filled(value, bound, evaluator)) for key, value in node.entries]
        return Mapping(node.source, node.start, node.end, [(key, value) for key, value in entries if isinstance(key, Scalar)], node.tag)
    assert isinstance(node, Sequence)
    return Sequence(node.source, node.start, node.end, [_filled(item, bound, evaluator) for item in node.items], node.tag)
