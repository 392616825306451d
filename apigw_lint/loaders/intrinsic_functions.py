"""The intrinsic functions of CloudFormation: each a function of the evaluator, of the node that calls it and of its argument.

In the short form the argument is the calling node itself.
"""

from __future__ import annotations

from apigw_lint.loaders.intrinsic_json import LONGEST, json_text
from apigw_lint.loaders.intrinsic_values import moved, with_holes
from apigw_lint.loaders.template import VARIABLE, section, text_of
from apigw_lint.regexp import regexp
from apigw_lint.syntax.tree import Mapping, Scalar, Sequence
from apigw_lint.value import Absent, Known, List, Table, Unknown, cut, items, joined, masked, scalar_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from apigw_lint.loaders.intrinsics import Evaluator
    from apigw_lint.source import Span
    from apigw_lint.syntax.tree import Node
    from apigw_lint.value import Value

    Function = Callable[[Evaluator, Node, Node], Value]

_INDEX = regexp(r"0|[1-9][0-9]{0,8}")
_MOST_ROWS = 50
"""First keys of a map of which all values are candidates."""


def ref_call(evaluator: Evaluator, node: Node, argument: Node) -> Value:
    """``Ref``."""
    name = text_of(argument) if argument is node or not argument.tag else None
    if name is None:
        return Unknown(node.span, why="Ref")
    return evaluator.ref(evaluator.filled(Known(name, node.span)).value if evaluator.bound else name, node.span)


def get_att(evaluator: Evaluator, node: Node, argument: Node) -> Value:
    """``Fn::GetAtt`` of a list or of a string with a dot."""
    written = evaluator.argument(node, argument)
    parts = list(items(written)) if isinstance(written, List) else [written]
    texts = [part.value for part in parts if isinstance(part, Known) and isinstance(part.value, str)]
    name, _, attribute = ".".join(texts).partition(".")
    if len(texts) < len(parts) or not name or not attribute:
        return Unknown(node.span, why="Fn::GetAtt")
    return evaluator.attribute(name, attribute, node.span)


def sub(evaluator: Evaluator, node: Node, argument: Node) -> Value:
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
    written = Known(text.value, text.span, None if text.__class__ is Scalar else text, text)
    parts = _substituted(evaluator, written, variables)
    if len(parts) == 1 and parts[0] is written:
        return with_holes(written) if "{{resolve:" in text.value else written
    return joined(parts, node.span) if sum(len(masked(part) or "") for part in parts) <= LONGEST else Unknown(node.span, why="Fn::Sub")


def _substituted(evaluator: Evaluator, text: Known[str], variables: dict[Any, Node]) -> list[Value]:
    """Returns the parts of a string with its variables filled in: the string itself where it has none."""
    parts: list[Value] = []
    filled: dict[str, Value] = {}
    at = 0
    for match in VARIABLE.finditer(text.value):
        if match.start() > at:
            parts.append(cut(text, at, match.start()))
        at = match.end()
        name = match[1].strip()
        if name.startswith("!"):
            mark = text.value.index("!", match.start())
            parts += [cut(text, match.start(), mark), cut(text, mark + 1, at)]
        elif name in variables:
            filled[name] = filled.get(name) or evaluator.value(variables[name])
            parts.append(filled[name])
        else:
            parts.append(_variable(evaluator, name, text.at(match.start(), at)))
    if at < len(text.value):
        parts.append(cut(text, at, len(text.value)) if at else text)
    return parts or [text]


def _variable(evaluator: Evaluator, name: str, place: Span) -> Value:
    """Returns what a name in a string stands for: a parameter or resource, or with a dot an attribute of one."""
    target, dot, attribute = name.partition(".")
    return evaluator.attribute(target, attribute, place) if dot and name not in evaluator.bound else evaluator.ref(name, place)


def join(evaluator: Evaluator, node: Node, argument: Node) -> Value:
    """``Fn::Join``."""
    arguments = _arguments(evaluator, node, argument)
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


def _arguments(evaluator: Evaluator, node: Node, argument: Node) -> tuple[Value, ...]:
    written = evaluator.argument(node, argument)
    return written.items if isinstance(written, List) else ()


def select(evaluator: Evaluator, node: Node, argument: Node) -> Value:
    """``Fn::Select``."""
    arguments = _arguments(evaluator, node, argument)
    index = arguments[0] if len(arguments) == 2 else None
    if isinstance(index, Known) and _INDEX.fullmatch(scalar_text(index.value)) and isinstance(arguments[1], List):
        at, values = int(scalar_text(index.value)), arguments[1]
        if 0 <= at < len(values.items) and values.complete and not any(_may_be_absent(item) for item in values.items[:at]):
            return values.items[at]
    return Unknown(node.span, why="Fn::Select")


def split(evaluator: Evaluator, node: Node, argument: Node) -> Value:
    """``Fn::Split``."""
    arguments = _arguments(evaluator, node, argument)
    if len(arguments) == 2 and all(isinstance(one, Known) and isinstance(one.value, str) for one in arguments):
        delimiter, text = arguments
        if isinstance(delimiter, Known) and isinstance(text, Known) and delimiter.value:
            return List(_split(text, delimiter.value), node.span)
    return Unknown(node.span, why="Fn::Split")


def if_(evaluator: Evaluator, node: Node, argument: Node) -> Value:
    """``Fn::If``: the branch of a known condition, both as candidates of an unknown one."""
    branches = argument.items if isinstance(argument, Sequence) and (argument is node or not argument.tag) else []
    name = text_of(branches[0]) if len(branches) == 3 else None
    if name is None:
        return Unknown(node.span, why="Fn::If")
    truth = evaluator.is_true(name)
    if truth is not None:
        return evaluator.value(branches[1 if truth else 2])
    return Unknown(node.span, [evaluator.value(branches[1]), evaluator.value(branches[2])], f"condition {name}", node)


def find_in_map(evaluator: Evaluator, node: Node, argument: Node) -> Value:
    """``Fn::FindInMap``: the value of known keys, those of all first keys where that one is unknown."""
    unknown = Unknown(node.span, why="Fn::FindInMap")
    nodes = argument.items if isinstance(argument, Sequence) and (argument is node or not argument.tag) else []
    if len(nodes) not in (3, 4):
        return unknown
    name, first, second = (evaluator.value(key) for key in nodes[:3])
    default = nodes[3].get("DefaultValue") if len(nodes) == 4 and isinstance(nodes[3], Mapping) else None
    if len(nodes) == 4 and default is None:
        return unknown
    table = section(evaluator.template.mappings, scalar_text(name.value)) if isinstance(name, Known) else None
    if table is None or not isinstance(second, Known) or table.get("Fn::Transform") is not None:
        return unknown
    key = scalar_text(second.value)
    if isinstance(first, Known):
        found = _under(_under(table, scalar_text(first.value)), key)
        return moved(evaluator.value(found), node.span) if found else evaluator.value(default) if default else unknown
    if len(table.entries) > _MOST_ROWS:
        return unknown
    candidates = [found for _, row in table.entries if (found := _under(row, key))] + ([default] if default else [])
    return Unknown(node.span, [moved(evaluator.value(found), node.span) for found in candidates], "Fn::FindInMap")


def import_value(evaluator: Evaluator, node: Node, argument: Node) -> Value:
    """``Fn::ImportValue``."""
    name = evaluator.argument(node, argument)
    return Unknown(node.span, why=f"import {scalar_text(name.value)}" if isinstance(name, Known) else "Fn::ImportValue")


def base64(evaluator: Evaluator, node: Node, argument: Node) -> Value:
    """``Fn::Base64``."""
    text = evaluator.argument(node, argument)
    if not isinstance(text, Known) or len(scalar_text(text.value)) > LONGEST:
        return Unknown(node.span, why="Fn::Base64")
    from base64 import b64encode

    return Known(b64encode(scalar_text(text.value).encode("utf-8", "replace")).decode(), node.span)


def to_json_string(evaluator: Evaluator, node: Node, argument: Node) -> Value:
    """``Fn::ToJsonString``: the JSON text, with a hole for what is not known."""
    return json_text(evaluator.argument(node, argument), node.span)


def transform(evaluator: Evaluator, node: Node, argument: Node) -> Value:
    """``Fn::Transform``: what a local file holds, else entries that are not known."""
    value = evaluator.transformed(argument)
    return Table([], node.span, complete=False) if value is None else value


def length(evaluator: Evaluator, node: Node, argument: Node) -> Value:
    """``Fn::Length``."""
    values = evaluator.argument(node, argument)
    if isinstance(values, List) and values.complete and not any(_may_be_absent(item) for item in values.items):
        return Known(len(values.items), node.span)
    return Unknown(node.span, why="Fn::Length")


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


def _unknown(name: str) -> Function:
    return lambda _, node, __: Unknown(node.span, why=name)


FUNCTIONS: dict[Any, Function] = {
    "Ref": ref_call,
    "Fn::GetAtt": get_att,
    "Fn::Sub": sub,
    "Fn::Join": join,
    "Fn::Select": select,
    "Fn::Split": split,
    "Fn::If": if_,
    "Fn::FindInMap": find_in_map,
    "Fn::ImportValue": import_value,
    "Fn::Base64": base64,
    "Fn::ToJsonString": to_json_string,
    "Fn::Length": length,
    "Fn::Transform": transform,
    "Fn::Cidr": _unknown("Fn::Cidr"),
    "Fn::GetAZs": _unknown("Fn::GetAZs"),
}
