"""CloudFormation's intrinsic functions: a template's nodes to values, for one combination of its conditions.

What only a deployment tells is Unknown, with where it comes from in ``why``: ``parameter Stage``, ``AWS::Region``, ``import Name``. A call
that is not written as its function wants it is Unknown too; nothing here complains.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from apigw_lint.loaders.intrinsic_json import LONGEST, json_text
from apigw_lint.loaders.literal import key_of
from apigw_lint.loaders.template import FOR_EACH, SHORT, VARIABLE, section, text_of
from apigw_lint.source import Span
from apigw_lint.syntax.tree import Mapping, Scalar, Sequence
from apigw_lint.value import Absent, Entry, Known, List, Reference, Table, Text, Unknown, cut, items, joined, masked, scalar_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from apigw_lint.loaders.template import Template
    from apigw_lint.syntax.tree import Node
    from apigw_lint.value import Value

    Function = Callable[["Evaluator", Node, Node], Value]
    """A function of a call's node and its argument, which in the short form is the same node."""
    Include = Callable[[str, Span], "Node | None"]
    Output = Callable[[str, str], "Value | None"]

RESOURCES = "Resources/"
"""What the address of a resource starts with, before its logical id."""

_DYNAMIC = re.compile(r"\{\{resolve:[^{}]*\}\}")
_WHOLE = re.compile(r"-?(?:0|[1-9][0-9]{0,17})")
_NO_WORD = re.compile(r"[^A-Za-z0-9]")
_LISTS = ("CommaDelimitedList", "List<", "AWS::SSM::Parameter::Value<List<", "AWS::SSM::Parameter::Value<CommaDelimitedList>")
_REF_IS_ARN = ("AWS::Lambda::Alias", "AWS::Lambda::Version")
_MOST_COPIED = 1_000_000
"""Characters of a template that its loops may repeat: CloudFormation takes no template that is larger."""
_MOST_ROWS = 50
"""First keys of a map of which all values are candidates."""


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
        known: Known[Any] = Known(node.value, Span(node.source, node.start, node.end), node, node)
        if isinstance(known.value, str) and "{" in known.value:
            if self.bound:
                known = self._filled(known)
            if "{{resolve:" in known.value:
                return _with_holes(known)
        return known

    def _filled(self, known: Known[Any]) -> Known[Any]:
        """Returns a string with the loop variables filled in."""
        text = known.value
        for name, value in self.bound.items():
            text = text.replace(f"${{{name}}}", value).replace(f"&{{{name}}}", _NO_WORD.sub("", value))
        return Known(text, known.span) if text != known.value else known

    def _table(self, node: Mapping) -> Value:
        entries: list[Entry] = []
        complete = True
        for key, child in node.entries:
            name = key.value
            if isinstance(name, str) and name.startswith("Fn::"):
                added = self._special(name, child)
                entries.extend(added.entries)
                complete = complete and added.complete
                continue
            value = self.value(child)
            if not isinstance(value, Absent):
                entries.append(Entry(self._key(key), value))
        return Table(entries, Span(node.source, node.start, node.end), complete, node)

    def _key(self, key: Scalar) -> Known[str]:
        if not isinstance(key.value, str):
            return key_of(key)
        known = Known(key.value, Span(key.source, key.start, key.end), key, key)
        return self._filled(known) if self.bound and "{" in known.value else known

    def _special(self, name: str, child: Node) -> Table:
        """Returns the entries that a function among the keys of a mapping makes."""
        if name == "Fn::Transform":
            value = self.transform(child, child)
            if isinstance(value, Table):
                return value
        elif name.startswith(FOR_EACH):
            copies = self._copies_of(child)
            if copies is not None:
                tables = [self.within(bound, body) for bound, body in copies]
                complete = all(isinstance(table, Table) and table.complete for table in tables)
                return Table([entry for table in tables if isinstance(table, Table) for entry in table.entries], child.span, complete)
        return Table([], child.span, complete=False)

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
            return _moved(self.given[name], span) if name in self.given else Unknown(span, why=name)
        if self.template.sam:
            target, _, attribute = name.partition(".")
            return Reference(RESOURCES + target, attribute or "Ref", span)
        return Unknown(span, why=f"{name}, which is not in the template")

    def _parameter(self, name: str, node: Node, span: Span) -> Value:
        mapping = node if isinstance(node, Mapping) else None
        kind = text_of(mapping.get("Type")) or "String" if mapping is not None else "String"
        given = self.given.get(name)
        why = f"parameter {name}"
        if kind.startswith("AWS::SSM::Parameter::Value<"):
            return Unknown(span, why=why)
        if given is not None:
            return _typed(given, kind, span)
        default = mapping.get("Default") if mapping is not None else None
        if isinstance(default, Scalar) and default.value is not None:
            return _typed(Known(_written(default), span), kind, span)
        allowed = mapping.get("AllowedValues") if mapping is not None else None
        if isinstance(allowed, Sequence):
            texts = [_written(item) for item in allowed.items if isinstance(item, Scalar) and item.value is not None]
            return Unknown(span, [_typed(Known(text, span), kind, span) for text in texts], why)
        return Unknown(span, why=why)

    def attribute(self, name: str, attribute: str, span: Span) -> Value:
        """Returns what ``Fn::GetAtt`` gives."""
        declaration = self.declarations.get(name)
        if declaration is None and not self.template.sam:
            return Unknown(span, why=f"{name}.{attribute}, which is not in the template")
        if declaration is not None and attribute.startswith("Outputs."):
            found = self._output(name, attribute[len("Outputs.") :])
            if found is not None:
                return _moved(found, span)
        return Reference(RESOURCES + name, attribute, span)

    def ref_call(self, node: Node, argument: Node) -> Value:
        """``Ref``."""
        name = text_of(argument) if argument is node or not argument.tag else None
        if name is None:
            return Unknown(node.span, why="Ref")
        return self.ref(self._filled(Known(name, node.span)).value if self.bound else name, node.span)

    def get_att(self, node: Node, argument: Node) -> Value:
        """``Fn::GetAtt`` of a list or of a string with a dot."""
        written = self.argument(node, argument)
        parts = list(items(written)) if isinstance(written, List) else [written]
        texts = [part.value for part in parts if isinstance(part, Known) and isinstance(part.value, str)]
        name, _, attribute = ".".join(texts).partition(".")
        if len(texts) < len(parts) or not name or not attribute:
            return Unknown(node.span, why="Fn::GetAtt")
        return self.attribute(name, attribute, node.span)

    def sub(self, node: Node, argument: Node) -> Value:
        """``Fn::Sub`` of a string, or of a string and a mapping of variables."""
        variables: dict[Any, Node] = {}
        text: Node = argument
        if isinstance(argument, Sequence) and (argument is node or not argument.tag) and len(argument.items) == 2:
            text, mapping = argument.items
            if not isinstance(mapping, Mapping) or text.tag:
                return Unknown(node.span, why="Fn::Sub")
            variables = {key.value: value for key, value in mapping.entries}
        if not isinstance(text, Scalar) or not isinstance(text.value, str) or (text.tag and text is not node):
            return Unknown(node.span, why="Fn::Sub")
        written = Known(text.value, text.span, text, text)
        parts: list[Value] = []
        at = length = 0
        filled: dict[str, Value] = {}
        for match in VARIABLE.finditer(text.value):
            if match.start() > at:
                parts.append(cut(written, at, match.start()))
            at = match.end()
            name = match[1].strip()
            if name.startswith("!"):
                mark = text.value.index("!", match.start())
                parts += [cut(written, match.start(), mark), cut(written, mark + 1, at)]
            elif name in variables:
                value = filled[name] = filled.get(name) or self.value(variables[name])
                length += len(masked(value) or "")
                if length > LONGEST:
                    return Unknown(node.span, why="Fn::Sub")
                parts.append(value)
            else:
                place = written.at(match.start(), at)
                target, dot, attribute = name.partition(".")
                parts.append(self.attribute(target, attribute, place) if dot and name not in self.bound else self.ref(name, place))
        if not parts:
            return _with_holes(written) if "{{resolve:" in text.value else written
        if at < len(text.value):
            parts.append(cut(written, at, len(text.value)))
        return joined(parts, node.span)

    def join(self, node: Node, argument: Node) -> Value:
        """``Fn::Join``."""
        arguments = self._arguments(node, argument)
        delimiter = arguments[0] if len(arguments) == 2 else None
        if not isinstance(delimiter, Known):
            return Unknown(node.span, why="Fn::Join")
        values = arguments[1]
        glue = scalar_text(delimiter.value)
        if not isinstance(values, List) or not values.complete or (glue and any(_may_be_absent(item) for item in values.items)):
            return Unknown(node.span, why="Fn::Join")
        parts: list[Value] = []
        for item in values.items:
            if parts and glue:
                parts.append(Known(glue, delimiter.span))
            parts.append(item)
        return joined(parts, node.span) if parts else Known("", node.span)

    def _arguments(self, node: Node, argument: Node) -> tuple[Value, ...]:
        written = self.argument(node, argument)
        return written.items if isinstance(written, List) else ()

    def select(self, node: Node, argument: Node) -> Value:
        """``Fn::Select``."""
        arguments = self._arguments(node, argument)
        index = arguments[0] if len(arguments) == 2 else None
        if isinstance(index, Known) and _WHOLE.fullmatch(scalar_text(index.value)) and isinstance(arguments[1], List):
            at, values = int(scalar_text(index.value)), arguments[1]
            if 0 <= at < len(values.items) and values.complete and not any(_may_be_absent(item) for item in values.items[:at]):
                return values.items[at]
        return Unknown(node.span, why="Fn::Select")

    def split(self, node: Node, argument: Node) -> Value:
        """``Fn::Split``."""
        arguments = self._arguments(node, argument)
        if len(arguments) == 2 and all(isinstance(one, Known) and isinstance(one.value, str) for one in arguments):
            delimiter, text = arguments
            if isinstance(delimiter, Known) and isinstance(text, Known) and delimiter.value:
                return List(_split(text, delimiter.value), node.span)
        return Unknown(node.span, why="Fn::Split")

    def if_(self, node: Node, argument: Node) -> Value:
        """``Fn::If``: the branch of a known condition, both as candidates of an unknown one."""
        branches = argument.items if isinstance(argument, Sequence) and (argument is node or not argument.tag) else []
        name = text_of(branches[0]) if len(branches) == 3 else None
        if name is None:
            return Unknown(node.span, why="Fn::If")
        truth = self.is_true(name)
        if truth is not None:
            return self.value(branches[1 if truth else 2])
        return Unknown(node.span, [self.value(branches[1]), self.value(branches[2])], f"condition {name}", node)

    def find_in_map(self, node: Node, argument: Node) -> Value:
        """``Fn::FindInMap``: the value of known keys, those of all first keys where that one is unknown."""
        unknown = Unknown(node.span, why="Fn::FindInMap")
        nodes = argument.items if isinstance(argument, Sequence) and (argument is node or not argument.tag) else []
        if len(nodes) not in (3, 4):
            return unknown
        name, first, second = (self.value(key) for key in nodes[:3])
        default = nodes[3].get("DefaultValue") if len(nodes) == 4 and isinstance(nodes[3], Mapping) else None
        if len(nodes) == 4 and default is None:
            return unknown
        table = section(self.template.mappings, scalar_text(name.value)) if isinstance(name, Known) else None
        if table is None or not isinstance(second, Known) or table.get("Fn::Transform") is not None:
            return unknown
        key = scalar_text(second.value)
        if isinstance(first, Known):
            found = _under(_under(table, scalar_text(first.value)), key)
            return _moved(self.value(found), node.span) if found else self.value(default) if default else unknown
        if len(table.entries) > _MOST_ROWS:
            return unknown
        candidates = [found for _, row in table.entries if (found := _under(row, key))] + ([default] if default else [])
        return Unknown(node.span, [_moved(self.value(found), node.span) for found in candidates], "Fn::FindInMap")

    def import_value(self, node: Node, argument: Node) -> Value:
        """``Fn::ImportValue``."""
        name = self.argument(node, argument)
        return Unknown(node.span, why=f"import {scalar_text(name.value)}" if isinstance(name, Known) else "Fn::ImportValue")

    def base64(self, node: Node, argument: Node) -> Value:
        """``Fn::Base64``."""
        text = self.argument(node, argument)
        if not isinstance(text, Known) or len(scalar_text(text.value)) > LONGEST:
            return Unknown(node.span, why="Fn::Base64")
        from base64 import b64encode

        return Known(b64encode(scalar_text(text.value).encode("utf-8", "replace")).decode(), node.span)

    def to_json_string(self, node: Node, argument: Node) -> Value:
        """``Fn::ToJsonString``: the JSON text, with a hole for what is not known."""
        return json_text(self.argument(node, argument), node.span)

    def transform(self, node: Node, argument: Node) -> Value:
        """``Fn::Transform``: what a local file holds, else entries that are not known."""
        included = self._included(argument)
        if included is None:
            return Table([], node.span, complete=False)
        self._including += 1
        value = self.value(included)
        self._including -= 1
        return value

    def length(self, node: Node, argument: Node) -> Value:
        """``Fn::Length``."""
        values = self.argument(node, argument)
        if isinstance(values, List) and values.complete and not any(_may_be_absent(item) for item in values.items):
            return Known(len(values.items), node.span)
        return Unknown(node.span, why="Fn::Length")


def _unknown(name: str) -> Function:
    return lambda _, node, __: Unknown(node.span, why=name)


FUNCTIONS: dict[Any, Function] = {
    "Ref": Evaluator.ref_call,
    "Fn::GetAtt": Evaluator.get_att,
    "Fn::Sub": Evaluator.sub,
    "Fn::Join": Evaluator.join,
    "Fn::Select": Evaluator.select,
    "Fn::Split": Evaluator.split,
    "Fn::If": Evaluator.if_,
    "Fn::FindInMap": Evaluator.find_in_map,
    "Fn::ImportValue": Evaluator.import_value,
    "Fn::Base64": Evaluator.base64,
    "Fn::ToJsonString": Evaluator.to_json_string,
    "Fn::Length": Evaluator.length,
    "Fn::Transform": Evaluator.transform,
    "Fn::Cidr": _unknown("Fn::Cidr"),
    "Fn::GetAZs": _unknown("Fn::GetAZs"),
}


def _written(node: Node) -> str:
    """Returns a scalar of a parameter as the string that it is: ``1.0`` stays ``1.0``."""
    text = text_of(node) or ""
    if isinstance(node, Scalar) and isinstance(node.value, float):
        source = node.source.text[node.start : node.end]
        return source if source.replace(".", "", 1).isdigit() else text
    return text


def _typed(value: Value, kind: str, span: Span) -> Value:
    """Returns a parameter's value as its type makes it."""
    value = _moved(value, span)
    if not isinstance(value, Known):
        return value
    text = scalar_text(value.value)
    if kind.startswith(_LISTS):
        return List([Known(part.strip(), span) for part in text.split(",")] if text else [], span)
    if kind == "Number" and _WHOLE.fullmatch(text):
        return Known(int(text), span)
    return Known(text, span)


def _moved(value: Value, span: Span) -> Value:
    """Returns a value that is written elsewhere in the place where it is used; what another template's resources are is Unknown."""
    if isinstance(value, Known):
        return Known(value.value, span)
    if isinstance(value, Text):
        return Text([part for each in value.parts if isinstance(part := _moved(each, span), (Known, Unknown))], span)
    if isinstance(value, Unknown):
        return Unknown(span, [_moved(candidate, span) for candidate in value.candidates], value.why)
    if isinstance(value, List):
        return List([_moved(item, span) for item in value.items], span, value.complete)
    if isinstance(value, Table):
        return Table([Entry(entry.key, _moved(entry.value, span)) for entry in value.entries], span, value.complete)
    return value


def _under(node: Node | None, key: str) -> Node | None:
    if isinstance(node, Mapping):
        for name, value in reversed(node.entries):
            if text_of(name) == key:
                return value
    return None


def _may_be_absent(value: Value) -> bool:
    return isinstance(value, Unknown) and any(isinstance(one, Absent) or _may_be_absent(one) for one in value.candidates)


def _split(text: Known[str], delimiter: str) -> list[Value]:
    found: list[Value] = []
    at = 0
    for part in text.value.split(delimiter):
        found.append(cut(text, at, at + len(part)))
        at += len(part) + len(delimiter)
    return found


def _with_holes(known: Known[str]) -> Value:
    """Returns a string whose dynamic references are holes."""
    parts: list[Value] = []
    at = 0
    for match in _DYNAMIC.finditer(known.value):
        if match.start() > at:
            parts.append(cut(known, at, match.start()))
        parts.append(Unknown(known.at(match.start(), match.end()), why=f"dynamic reference {match[0][10:-2]}"))
        at = match.end()
    if not parts:
        return known
    if at < len(known.value):
        parts.append(cut(known, at, len(known.value)))
    return joined(parts, known.span)
