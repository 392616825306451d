"""A CloudFormation template as it is written: its sections, and where functions, references and conditions stand in it."""

from __future__ import annotations

from apigw_lint.regexp import regexp
from apigw_lint.syntax.tree import Mapping, Scalar, Sequence
from apigw_lint.value import scalar_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.syntax.tree import Node

FOR_EACH = "Fn::ForEach::"
SAM = "AWS::Serverless-2016-10-31"
_HARMLESS = ("AWS::SecretsManager-", "AWS::CodeDeployBlueGreen", "AWS::LanguageExtensions", "AWS::ServiceCatalog")
"""Transforms that leave the resources of an API as they are written."""

CONSTRUCT = "aws:cdk:path"
"""The key in the ``Metadata`` of a resource under which CDK says which construct made it."""

_NAMES = """
    And Base64 Cidr Contains Equals FindInMap ForEach GetAtt GetAZs If ImportValue Join Length Not Or Select Split Sub
    ToJsonString Transform
"""
SHORT = {"!Ref": "Ref", "!Condition": "Condition", **{f"!{name}": f"Fn::{name}" for name in _NAMES.split()}}
"""YAML tags and the functions that they are short for."""

VARIABLE = regexp(r"\$\{([^{}]*)\}")
"""What ``Fn::Sub`` replaces."""


class Template:
    """The sections of a template. A section that is missing or no mapping is ``None``."""

    __slots__ = ("conditions", "mappings", "outputs", "parameters", "resources", "sam", "transforms", "tree")

    def __init__(self, tree: Node) -> None:
        self.tree = tree
        self.parameters = section(tree, "Parameters")
        self.conditions = section(tree, "Conditions")
        self.mappings = section(tree, "Mappings")
        self.resources = section(tree, "Resources")
        self.outputs = section(tree, "Outputs")
        self.transforms = _transforms(tree)
        self.sam = SAM in self.transforms

    @property
    def has_macros(self) -> bool:
        """Returns whether a transform that is not known may add to the template."""
        return any(name != SAM and not name.startswith(_HARMLESS) for name in self.transforms)

    @property
    def is_rewritten(self) -> bool:
        """Returns whether a macro may add to resources that are written: ``AWS::Include`` only adds sections and resources."""
        return any(name not in (SAM, "AWS::Include") and not name.startswith(_HARMLESS) for name in self.transforms)


def section(node: Node | None, name: str) -> Mapping | None:
    """Returns the mapping that is written under a key."""
    found = node.get(name) if isinstance(node, Mapping) else None
    return found if isinstance(found, Mapping) else None


def text_of(node: Node | None) -> str | None:
    """Returns a scalar as a string, ``None`` for everything else."""
    if isinstance(node, Scalar) and node.value is not None:
        return node.value if isinstance(node.value, str) else scalar_text(node.value)
    return None


def asset_of(resource: Mapping, name: str) -> Scalar | None:
    """Returns the path of the local file that CDK uploads and refers to in a property; ``None`` where its metadata name none."""
    metadata = section(resource, "Metadata")
    if metadata is None or text_of(metadata.get("aws:asset:property")) != name:
        return None
    path = metadata.get("aws:asset:path")
    return path if isinstance(path, Scalar) and isinstance(path.value, str) else None


def _transforms(tree: Node) -> list[str]:
    written = tree.get("Transform") if isinstance(tree, Mapping) else None
    nodes = written.items if isinstance(written, Sequence) else [written] if written is not None else []
    return [text_of(node.get("Name") if isinstance(node, Mapping) else node) or "?" for node in nodes]


def is_template(tree: Node | None) -> bool:
    """Returns whether a tree is a CloudFormation template by what it says."""
    resources = section(tree, "Resources")
    if resources is None:
        return False
    for key, node in resources.entries:
        kind = node.get("Type") if isinstance(node, Mapping) else None
        if isinstance(kind, Scalar) and isinstance(kind.value, str) and "::" in kind.value:
            return True
        if isinstance(key.value, str) and key.value.startswith(FOR_EACH):
            return True
    return isinstance(tree, Mapping) and tree.get("AWSTemplateFormatVersion") is not None


def call_of(node: Node) -> tuple[str, Node] | None:
    """Returns the function that a node calls and its argument, which in the short form is the node itself."""
    if node.tag:
        return SHORT.get(node.tag, node.tag), node
    if isinstance(node, Mapping) and len(node.entries) == 1:
        key, argument = node.entries[0]
        name = key.value
        if name == "Ref" or (isinstance(name, str) and name.startswith("Fn::") and not name.startswith(FOR_EACH)):
            return str(name), argument
    return None


def walk(node: Node) -> Iterator[Node]:
    """Yields a node and all below it, in the order written."""
    stack = [node]
    while stack:
        node = stack.pop()
        yield node
        if isinstance(node, Mapping):
            stack.extend(value for _, value in reversed(node.entries))
        elif isinstance(node, Sequence):
            stack.extend(reversed(node.items))


def conditions_used(node: Node) -> list[str]:
    """Returns the names of the conditions that ``Fn::If`` asks for in a node, in the order written."""
    found: dict[str, None] = {}
    for inner in walk(node):
        call = call_of(inner)
        if call is not None and call[0] == "Fn::If" and isinstance(call[1], Sequence) and call[1].items:
            name = text_of(call[1].items[0])
            if name is not None:
                found[name] = None
    return list(found)


def branches(node: Node) -> Iterator[tuple[str, Node, Node]]:
    """Yields the condition and the two branches of each ``Fn::If`` in a node."""
    for inner in walk(node):
        call = call_of(inner)
        if call is not None and call[0] == "Fn::If" and isinstance(call[1], Sequence) and len(call[1].items) == 3:
            name = text_of(call[1].items[0])
            if name is not None:
                yield name, call[1].items[1], call[1].items[2]


def references_in(node: Node) -> list[str]:
    """Returns the names that ``Ref``, ``Fn::GetAtt`` and ``Fn::Sub`` refer to in a node: without attributes, and as they are written."""
    found: dict[str, None] = {}
    for inner in walk(node):
        call = call_of(inner)
        if call is not None:
            found.update(dict.fromkeys(_referred(*call)))
    return list(found)


def _referred(name: str, argument: Node) -> Iterator[str]:
    items = argument.items if isinstance(argument, Sequence) else []
    first = items[0] if items else argument
    text = text_of(first)
    if text is None:
        return
    if name == "Ref":
        yield text
    elif name == "Fn::GetAtt":
        yield text.partition(".")[0]
    elif name == "Fn::Sub":
        own = {key.value for key, _ in items[1].entries} if len(items) > 1 and isinstance(items[1], Mapping) else set()
        for match in VARIABLE.finditer(text):
            variable = match[1].strip()
            if not variable.startswith("!") and variable not in own:
                yield variable.partition(".")[0]
                yield variable


def fingerprint(node: Node) -> str:
    """Returns a text that is equal for nodes that say the same, in whichever form functions are written."""
    call = call_of(node)
    if call is None:
        return _content(node)
    name, argument = call
    if name == "Fn::GetAtt" and isinstance(argument, Sequence):
        return f"{name}({'.'.join(text_of(item) or fingerprint(item) for item in argument.items)!r})"
    return f"{name}({_content(argument) if argument is node else fingerprint(argument)})"


def _content(node: Node) -> str:
    if isinstance(node, Mapping):
        return "{" + ", ".join(sorted(f"{key.value!r}: {fingerprint(value)}" for key, value in node.entries)) + "}"
    if isinstance(node, Sequence):
        return "[" + ", ".join(fingerprint(item) for item in node.items) + "]"
    return repr(text_of(node))
