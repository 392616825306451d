"""Whatever part of a clean definition becomes unknown, nothing is found: for every value of what each rule says to use instead."""

import pytest
import yaml

from apigw_lint import examples, registry
from apigw_lint.lint import Settings, lint_text

RULES = {name: rule for name, rule in registry.load().rules.items() if rule.__module__.startswith("apigw_lint_rules.")}
SETTLED = {"Type", "RestApiId", "ApiId", "openapi", "swagger"}
"""What cannot be unknown (a type, a version), or cannot then be of this template (the API that a part belongs to)."""
WRITTEN_OUT = {
    "Auth",
    "Authorizers",
    "Authorizer",
    "DefaultAuthorizer",
    "AuthorizationScopes",
    "EnableIamAuthorizer",
    "OpenApiVersion",
    "DefinitionUri",
}
"""Where SAM refuses the call of any function, ``Ref`` to a parameter too, or has no use for one."""


def is_settled(path):
    if "Events" in path[-4:]:
        below = path[len(path) - path[::-1].index("Events") :]
        return len(below) < 3 or below[-1] in {*SETTLED, *WRITTEN_OUT, "Path", "Method"}
    if path[-3:-2] == ("GatewayResponses",) and path[-1] == "StatusCode":
        return True
    return path[-1] in SETTLED or path[-1] in WRITTEN_OUT or path[-2:-1] in (("Authorizers",), ("GatewayResponses",), ("Routes",))


def clean():
    return [
        pytest.param(text, id=f"{name}-{number}")
        for name, rule in RULES.items()
        for number, example in enumerate(examples.examples(rule, "Use instead"), 1)
        for file, text in example.files.items()
        if file.endswith(".yaml") and len(example.files) == 1
    ]


def values(node, path=()):
    """Yields each value in a tree with the keys that lead to it."""
    yield path, node
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from values(value, (*path, key.value))
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from values(item, (*path, "item"))


def forgotten(text):
    """Yields the text with each of its values unknown in turn; the resources of a template have properties whatever they are like."""
    template = "Resources:" in text
    unknown, head = ("!Ref Unknown", "Parameters: {Unknown: {Type: String}}\n") if template else ('"${unknown}"', "")
    for path, node in values(yaml.compose(text)):
        start, end = node.start_mark.index, node.end_mark.index
        written = text[start:end].rstrip()
        if len(path) > (3 if template else 0) and not is_settled(path) and getattr(node, "style", None) not in ("|", ">"):
            yield head + text[:start] + unknown + text[start + len(written) :]


@pytest.mark.parametrize("text", clean())
def test_an_unknown_value_is_no_finding(text):
    for changed in forgotten(text):
        found = lint_text(changed, "nowhere/template.yaml", Settings(isolated=True)).findings

        assert [] == [f"{finding.rule}: {finding.message}" for finding in found], changed
