"""The evaluator of CloudFormation templates: nodes to values, for one combination of the template's conditions.

What only a deployment tells is Unknown, with where it comes from in ``why``: ``parameter Stage``, ``AWS::Region``, ``import Name``. A call
that is not written as its function wants it is Unknown too; nothing here complains.
"""

from __future__ import annotations

from apigw_lint.facts.schemas import resource_types
from apigw_lint.loaders.intrinsic_functions import FUNCTIONS
from apigw_lint.loaders.intrinsic_values import moved, typed, with_holes, written_text
from apigw_lint.loaders.literal import key_of
from apigw_lint.loaders.template import FOR_EACH, SHORT, section, text_of
from apigw_lint.regexp import regexp
from apigw_lint.source import Span
from apigw_lint.syntax.tree import Mapping, Scalar, Sequence
from apigw_lint.value import Absent, Entry, Known, List, Reference, Table, Unknown, scalar_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from apigw_lint.loaders.template import Template
    from apigw_lint.syntax.tree import Node
    from apigw_lint.value import Value

    Include = Callable[[str, Span], "Node | None"]
    Output = Callable[[str, str], "Value | None"]

RESOURCES = "Resources/"
"""What the address of a resource starts with, before its logical id."""

_NO_WORD = regexp(r"[^A-Za-z0-9]")
_REF_IS_ARN = ("AWS::Lambda::Alias", "AWS::Lambda::Version")
_PSEUDO_PARAMETERS = frozenset(
    f"AWS::{name}" for name in ("AccountId", "NotificationARNs", "Partition", "Region", "StackId", "StackName", "URLSuffix")
)
_MADE_BY_SAM = ("Serverless", "ApiGatewayDomainName", "DomainNameAccessAssociation", "RecordSetGroup", "CodeDeployServiceRole")
"""What the names of SAM's own resources begin with; those of others begin with the logical id of what they are made for."""
_MOST_COPIED = 1_000_000
"""Characters of a template that its loops may repeat: CloudFormation takes no template that is larger."""


def _lacks(type: str, attribute: str) -> bool:
    """Returns whether a type of API Gateway has neither an attribute nor a property of a name."""
    shape = resource_types("cloudformation").get(type) if type.startswith("AWS::ApiGateway") else None
    return shape is not None and attribute not in shape["attributes"] and attribute.partition(".")[0] not in shape["properties"]


class Declaration:
    """A resource as declared: its logical id, its node, and the loop variables that it is written with."""

    __slots__ = ("bound", "condition", "id", "key", "node", "type")

    def __init__(self, id: str, key: Scalar, node: Mapping, bound: dict[str, str]) -> None:
        self.id = id
        self.key = key
        self.node = node
        self.bound = bound
        self.type = text_of(node.get("Type")) or ""
        self.condition = text_of(node.get("Condition"))


class Evaluator:
    """Gives the values of a template's nodes.

    ``given`` are parameters from outside, ``truth`` the conditions that are taken to be true or false; what it does not name is asked of
    ``decided``. ``include`` reads a local file that ``AWS::Include`` names; ``output`` gives an output of a nested stack.
    """

    def __init__(self, template: Template, given: dict[str, Value], include: Include, output: Output) -> None:
        self.template = template
        self.given = given
        self._whole = not template.is_rewritten
        """Whether mappings have no other entries than those that are written."""
        self.truth: dict[str, bool] = {}
        self.decided: Callable[[str], bool | None] = lambda _: None
        self.bound: dict[str, str] = {}
        self.complete = True
        """Whether all resources are seen."""
        self._include = include
        self._output = output
        self._copied = 0
        self._including = 0
        self.declarations: dict[str, Declaration] = {}
        self.generated: dict[str, str] = {}
        """Names such as ``MyApi.Stage``, and the logical ids of the resources which SAM makes that they stand for."""
        self.serverless: tuple[str, ...] = _MADE_BY_SAM if template.sam else ()
        """What the names of resources begin with that SAM may make without their being seen here."""
        self.unresolved: list[tuple[str, str, Span]] = []
        """Names and attributes that were asked for and are not there; a name alone may be one of a parameter."""
        if template.resources is not None:
            self._declare(template.resources)

    def value(self, node: Node) -> Value:
        """Returns the value of a node."""
        if not node.tag:
            return self._content(node)
        function = FUNCTIONS.get(SHORT.get(node.tag, ""))
        return function(self, node, node) if function else Unknown(node.span, why=f"tag {node.tag}")

    def within(self, bound: dict[str, str], node: Node) -> Value:
        """Returns the value of a node that stands in a loop."""
        outer, self.bound = self.bound, bound
        try:
            return self.value(node)
        finally:
            self.bound = outer

    def argument(self, node: Node, argument: Node) -> Value:
        """Returns the value of a call's argument."""
        return self._content(argument) if argument is node else self.value(argument)

    def _content(self, node: Node) -> Value:
        """Returns the value of a node without its tag."""
        if isinstance(node, Scalar):
            return self._scalar(node)
        if isinstance(node, Mapping):
            entries = node.entries
            if len(entries) == 1:
                function = FUNCTIONS.get(entries[0][0].value)
                if function:
                    return function(self, node, entries[0][1])
                name = entries[0][0].value
                if isinstance(name, str) and name.startswith("Fn::") and not name.startswith(FOR_EACH):
                    return Unknown(node.span, why=name)
            return self._table(node)
        assert isinstance(node, Sequence)
        values = [value for value in map(self.value, node.items) if not isinstance(value, Absent)]
        return List(values, Span(node.source, node.start, node.end), True, node)

    def _scalar(self, node: Scalar) -> Value:
        value = node.value
        known: Known[Any] = Known(value, Span(node.source, node.start, node.end), None if node.__class__ is Scalar else node, node)
        if isinstance(value, str) and "{" in value:
            if self.bound:
                known = self.filled(known)
            if "{{resolve:" in known.value:
                return with_holes(known)
        return known

    def filled(self, known: Known[Any], bound: dict[str, str] | None = None) -> Known[Any]:
        """Returns a string with loop variables filled in: those of where it stands, if it is not said which."""
        text = known.value
        for name, value in (self.bound if bound is None else bound).items():
            text = text.replace(f"${{{name}}}", value).replace(f"&{{{name}}}", _NO_WORD.sub("", value))
        return Known(text, known.span) if text != known.value else known

    def _table(self, node: Mapping) -> Value:
        entries: list[Entry] = []
        complete = self._whole
        for key, child in node.entries:
            name = key.value
            if isinstance(name, str) and name.startswith("Fn::"):
                added = self._special(name, child)
                entries.extend(added.entries)
                complete = complete and added.complete
                continue
            value = self._scalar(child) if isinstance(child, Scalar) and not child.tag else self.value(child)
            if not isinstance(value, Absent):
                entries.append(Entry(self._key(key), value))
        return Table(entries, Span(node.source, node.start, node.end), complete, node)

    def _key(self, key: Scalar) -> Known[str]:
        name = key.value
        if not isinstance(name, str):
            return key_of(key)
        known = Known(name, Span(key.source, key.start, key.end), None if key.__class__ is Scalar else key, key)
        return self.filled(known) if self.bound and "{" in name else known

    def _special(self, name: str, child: Node) -> Table:
        """Returns the entries that a function among the keys of a mapping makes."""
        if name == "Fn::Transform":
            value = self.transformed(child)
            if isinstance(value, Table):
                return value
        elif name.startswith(FOR_EACH):
            copies = self._copies_of(child)
            if copies is not None:
                tables = [self.within(bound, body) for bound, body in copies]
                complete = all(isinstance(table, Table) and table.complete for table in tables)
                return Table([entry for table in tables if isinstance(table, Table) for entry in table.entries], child.span, complete)
        return Table([], child.span, complete=False)

    def transformed(self, argument: Node) -> Value | None:
        """Returns what stands in the place of an ``Fn::Transform`` where it is a local file."""
        included = self._included(argument)
        if included is None:
            return None
        self._including += 1
        value = self.value(included)
        self._including -= 1
        return value

    def _included(self, argument: Node) -> Node | None:
        """Returns the root of the file that an ``AWS::Include`` names, if it is a local one."""
        location = section(argument, "Parameters")
        node = location.get("Location") if location is not None else None
        if (
            node is None
            or self._including > 8
            or text_of(argument.get("Name") if isinstance(argument, Mapping) else None) != "AWS::Include"
        ):
            return None
        path = self.value(node)
        return self.included(path.value, path.span) if isinstance(path, Known) else None

    def included(self, path: object, span: Span) -> Node | None:
        """Returns the root of a local file that the template names; ``None`` where there is none."""
        return self._include(path, span) if isinstance(path, str) else None

    def _copies_of(self, loop: Node) -> list[tuple[dict[str, str], Mapping]] | None:
        """Returns the body of a ``Fn::ForEach`` with the variables of each turn; ``None`` where the turns are not known."""
        if not isinstance(loop, Sequence) or len(loop.items) != 3:
            return None
        name, body = text_of(loop.items[0]), loop.items[2]
        collection = self.value(loop.items[1])
        if name is None or not isinstance(body, Mapping) or not isinstance(collection, List) or not collection.complete:
            return None
        texts = [scalar_text(item.value) for item in collection.items if isinstance(item, Known)]
        self._copied += len(texts) * (body.end - body.start)
        if len(texts) < len(collection.items) or self._copied > _MOST_COPIED:
            return None
        return [({**self.bound, name: text}, body) for text in texts]

    def _declare(self, resources: Mapping) -> None:
        """Adds the resources of a mapping, those of loops and of included files with them."""
        for key, node in resources.entries:
            name = key.value
            if isinstance(name, str) and name.startswith(FOR_EACH):
                copies = self._copies_of(node)
                self.complete = self.complete and copies is not None
                outer = self.bound
                for self.bound, body in copies or ():
                    self._declare(body)
                self.bound = outer
            elif name == "Fn::Transform":
                included = self._included(node)
                if isinstance(included, Mapping):
                    self._including += 1
                    self._declare(included)
                    self._including -= 1
                else:
                    self.complete = False
            elif isinstance(node, Mapping):
                logical_id = self._key(key).value
                self.declarations[logical_id] = Declaration(logical_id, key, node, self.bound)

    def is_true(self, condition: str) -> bool | None:
        """Returns a condition's truth here, ``None`` where it is not known."""
        truth = self.truth.get(condition)
        return self.decided(condition) if truth is None else truth

    def ref(self, name: str, span: Span) -> Value:
        """Returns what ``Ref`` gives for a name."""
        if name in self.bound:
            return Known(self.bound[name], span)
        name = self.generated.get(name, name)
        declaration = self.declarations.get(name)
        if declaration is not None:
            return Reference(RESOURCES + name, "Arn" if declaration.type in _REF_IS_ARN else "Ref", span)
        parameters = self.template.parameters
        parameter = parameters.get(name) if parameters is not None else None
        if parameter is not None:
            return self._parameter(name, parameter, span)
        if name == "AWS::NoValue":
            return Absent(span)
        if name.startswith("AWS::"):
            if name not in _PSEUDO_PARAMETERS:
                self.unresolved.append((name, "", span))
            return moved(self.given[name], span) if name in self.given else Unknown(span, why=name)
        if name.startswith(self.serverless):
            target, _, attribute = name.partition(".")
            return Reference(RESOURCES + target, attribute or "Ref", span)
        self.unresolved.append((name, "", span))
        return Unknown(span, why=f"{name}, which is not in the template")

    def _parameter(self, name: str, node: Node, span: Span) -> Value:
        mapping = node if isinstance(node, Mapping) else None
        kind = text_of(mapping.get("Type")) or "String" if mapping is not None else "String"
        given = self.given.get(name)
        why = f"parameter {name}"
        if kind.startswith("AWS::SSM::Parameter::Value<"):
            return Unknown(span, why=why)
        if given is not None:
            return typed(given, kind, span)
        default = mapping.get("Default") if mapping is not None else None
        if isinstance(default, Scalar) and default.value is not None:
            return typed(Known(written_text(default), span), kind, span)
        allowed = mapping.get("AllowedValues") if mapping is not None else None
        if isinstance(allowed, Sequence):
            texts = [written_text(item) for item in allowed.items if isinstance(item, Scalar) and item.value is not None]
            return Unknown(span, [typed(Known(text, span), kind, span) for text in texts], why)
        return Unknown(span, why=why)

    def attribute(self, name: str, attribute: str, span: Span) -> Value:
        """Returns what ``Fn::GetAtt`` gives."""
        whole = f"{name}.{attribute}"
        if whole in self.generated:
            return self.ref(whole, span)
        generated, dot, rest = attribute.partition(".")
        if dot and f"{name}.{generated}" in self.generated:
            name, attribute = self.generated[f"{name}.{generated}"], rest
        declaration = self.declarations.get(name)
        if declaration is None and not name.startswith(self.serverless):
            self.unresolved.append((name, attribute, span))
            return Unknown(span, why=f"{name}.{attribute}, which is not in the template")
        if declaration is not None and attribute.startswith("Outputs."):
            found = self._output(name, attribute[len("Outputs.") :])
            if found is not None:
                return moved(found, span)
        if declaration is not None and _lacks(declaration.type, attribute):
            self.unresolved.append((name, attribute, span))
        return Reference(RESOURCES + name, attribute, span)
