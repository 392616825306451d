"""CloudFormation templates out of text, without files on disk."""

import os
from textwrap import dedent, indent

from apigw_lint.files import Files
from apigw_lint.loaders import cloudformation, sam
from apigw_lint.loaders.intrinsics import Evaluator
from apigw_lint.loaders.loaded import Loaded, Options
from apigw_lint.loaders.template import Template, section, text_of
from apigw_lint.model import Api, Definition, RawResource
from apigw_lint.source import Source
from apigw_lint.syntax.reading import parse
from apigw_lint.value import Value

PATH = "template.yaml"


def load(text: str, path: str = PATH, others: dict[str, str] | None = None, **parameters: str) -> Loaded:
    """Returns what is loaded of a template; ``others`` are the files beside it."""
    files = Files(os.getcwd(), {path: dedent(text), **{name: dedent(other) for name, other in (others or {}).items()}})
    source = files.read(path)
    tree, problems = parse(source)
    assert tree is not None, problems
    assert cloudformation.recognise(tree)
    return cloudformation.load(tree, source, files, Options(parameters=parameters))


def definition(text: str, path: str = PATH, others: dict[str, str] | None = None, **parameters: str) -> Definition:
    """Returns the one definition of a template."""
    (only,) = load(text, path, others, **parameters).definitions
    return only


def api(text: str, path: str = PATH, others: dict[str, str] | None = None, **parameters: str) -> Api:
    """Returns the one API of a template."""
    (only,) = definition(text, path, others, **parameters).apis
    return only


def expanded(text: str) -> dict[str, str]:
    """Returns the types of the resources that SAM makes of a template, by their logical ids."""
    tree, _ = parse(Source(PATH, dedent(text)))
    template = Template(tree)
    resources = section(sam.expand(template, Evaluator(template, {}, lambda *_: None, lambda *_: None)).tree, "Resources")
    assert resources is not None
    return {str(key.value): text_of(section(resources, str(key.value)).get("Type")) or "" for key, _ in resources.entries}


def value(expression: str, sections: str = "", path: str = PATH, others: dict[str, str] | None = None, **parameters: str) -> Value:
    """Returns the value of an expression that stands as a property ``Value`` in a template with some other sections."""
    text = (
        dedent(sections)
        + "\nResources:\n  Fn: {Type: AWS::Lambda::Function}\n  Live: {Type: AWS::Lambda::Alias}\n"
        + "  Thing:\n    Type: AWS::ApiGateway::Account\n    Properties:\n      Value:\n"
        + indent(dedent(expression).strip("\n"), "        ")
        + "\n"
    )
    return raw(definition(text, path, others, **parameters)).properties.get("Value")  # type: ignore[attr-defined,no-any-return]


def raw(of: Definition, address: str = "Resources/Thing") -> RawResource:
    """Returns a resource as written."""
    (found,) = [resource for resource in of.resources if resource.address == address]
    return found


def written(value: Value) -> str:
    """Returns the text of the place of a value."""
    return value.span.text
