"""Helpers of the tests that read OpenAPI documents."""

from __future__ import annotations

from apigw_lint.files import Files
from apigw_lint.loaders import openapi
from apigw_lint.loaders.literal import value_of
from apigw_lint.loaders.loaded import Loaded, Options
from apigw_lint.model import Api, Method, Part
from apigw_lint.source import Source
from apigw_lint.syntax.reading import parse
from apigw_lint.value import HOLE, Absent, Known, List, Reference, Table, Text, Unknown, Value


def load(text: str, path: str = "openapi.yaml", root: str = ".") -> Loaded:
    source = Source(path, text)
    tree, problems = parse(source)
    assert problems == []
    assert tree is not None
    return openapi.load(tree, source, Files(root), Options())


def api_of(text: str, path: str = "openapi.yaml") -> Api:
    loaded = load(text, path)
    assert loaded.problems == []
    return loaded.definitions[0].apis[0]


def value(text: str, path: str = "template.yaml") -> Value:
    tree, problems = parse(Source(path, text))
    assert problems == []
    assert tree is not None
    return value_of(tree)


def body_into(document: Value, kind: str = "REST", basepath: Value | None = None, **fields: object) -> Api:
    api = Api(address="Api", span=document.span, kind=kind, format="cloudformation", **fields)
    assert openapi.read_into(api, document, basepath) == []
    return api


def method(api: Api, address: str) -> Method:
    return next(method for method in api.methods if method.address == address)


def unknown(like: Value, *candidates: Value) -> Unknown:
    return Unknown(like.span, candidates, "parameter P")


def plain(part: Value) -> object:
    """Returns a value as plain data: ``?`` for what is not known, and for each hole in a text, ``None`` for what is absent."""
    if isinstance(part, Known):
        return part.value
    if isinstance(part, Text):
        return part.masked.replace(HOLE, "?")
    if isinstance(part, Reference):
        return f"-> {part.target}"
    if isinstance(part, Unknown):
        return "?" if not part.candidates else ("?", *map(plain, part.candidates))
    if isinstance(part, Absent):
        return None
    if isinstance(part, Table):
        return {entry.name: plain(entry.value) for entry in part.entries} | ({} if part.complete else {"...": "?"})
    assert isinstance(part, List)
    return [plain(item) for item in part.items] + ([] if part.complete else ["..."])


def written(part: Part) -> dict[str, object]:
    """Returns the values of a part that are not absent, as plain data."""
    values = {name: getattr(part, name) for name in part.fields}
    return {name: plain(found) for name, found in values.items() if isinstance(found, Value) and not isinstance(found, Absent)}
