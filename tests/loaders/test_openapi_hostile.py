import copy
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openapi_reading import body_into, load, value
from steps import steps

from apigw_lint.loaders import openapi
from apigw_lint.loaders.literal import value_of
from apigw_lint.model import Api, Part, Parts
from apigw_lint.source import Source
from apigw_lint.syntax.reading import parse
from apigw_lint.value import Entry, List, Table, Unknown, Value

INTEGRATION = {
    "type": "aws",
    "uri": "arn:${AWS::Region}",
    "tlsConfig": {"insecureSkipVerification": True},
    "requestParameters": {"integration.request.header.A": "'a'"},
    "requestTemplates": {"application/json": "{}"},
    "cacheKeyParameters": ["method.request.path.id"],
    "responses": {"default": {"statusCode": 200, "responseParameters": {"method.response.header.A": "'a'"}}},
    "responseParameters": {"200": {"overwrite:statuscode": "201"}},
}
OPERATION = {
    "operationId": "o",
    "security": [{"a": []}, {"key": []}],
    "consumes": ["application/json"],
    "parameters": [
        {"name": "id", "in": "path", "required": True},
        {"name": "b", "in": "body", "schema": {"$ref": "#/definitions/M"}},
        {"$ref": "#/parameters/p"},
    ],
    "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/M"}}}},
    "responses": {
        "200": {
            "headers": {"A": {}},
            "content": {"application/json": {"schema": {"type": "object"}}},
            "schema": {"$ref": "#/definitions/M"},
        },
        "404": {"$ref": "#/responses/r"},
    },
    "x-amazon-apigateway-auth": {"type": "NONE"},
    "x-amazon-apigateway-request-validator": "v",
    "x-amazon-apigateway-integration": INTEGRATION,
}
SCHEMES = {
    "a": {
        "type": "apiKey",
        "name": "Authorization",
        "in": "header",
        "x-amazon-apigateway-authorizer": {"type": "jwt", "identitySource": "a, b", "jwtConfiguration": {"issuer": "i", "audience": ["a"]}},
    },
    "key": {"type": "apiKey", "name": "x-api-key", "in": "header"},
}
DOCUMENT = {
    "swagger": "2.0",
    "openapi": "3.0.1",
    "info": {"title": "t", "version": "1"},
    "basePath": "/v1/x",
    "servers": [
        {
            "url": "https://a/b",
            "variables": {"basePath": {"default": "c"}},
            "x-amazon-apigateway-endpoint-configuration": {"vpcEndpointIds": ["v"]},
        }
    ],
    "tags": [{"name": "t", "x-amazon-apigateway-tag-value": "v"}],
    "produces": ["application/json"],
    "security": [{"a": []}],
    "paths": {"/a/{id}": {"parameters": [{"name": "q", "in": "query"}], "get": OPERATION}, "/b": {"$ref": "#/paths/~1a~1{id}"}},
    "parameters": {"p": {"name": "h", "in": "header"}},
    "responses": {"r": {"description": "d"}},
    "definitions": {"M": {"type": "object"}},
    "securityDefinitions": SCHEMES,
    "components": {
        "schemas": {"M": {"type": "object"}},
        "securitySchemes": SCHEMES,
        "x-amazon-apigateway-integrations": {"i": INTEGRATION},
    },
    "x-amazon-apigateway-cors": {"allowOrigins": ["*"], "maxAge": 1},
    "x-amazon-apigateway-request-validators": {"v": {"validateRequestBody": True}},
    "x-amazon-apigateway-gateway-responses": {"DEFAULT_4XX": {"statusCode": 400}},
    "x-amazon-apigateway-documentation": {"documentationParts": [{"location": {"type": "API"}}]},
    "x-amazon-apigateway-policy": {"Statement": []},
}
ODDITIES = [
    None,
    True,
    0,
    -1.5,
    float("inf"),
    10**400,
    "",
    "$ref",
    "{",
    "${",
    "/",
    "#/",
    [],
    [None],
    [[]],
    {},
    {"": None},
    {"$ref": "#"},
    {"$ref": "#/paths"},
]


def places(data, path=()):
    """Yields the path of every node below the root."""
    pairs = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, child in pairs:
        yield (*path, key)
        yield from places(child, (*path, key))


PLACES = list(places(DOCUMENT))


def with_odd(path, odd):
    document = copy.deepcopy(DOCUMENT)
    holder = document
    for key in path[:-1]:
        if not isinstance(holder, (dict, list)) or (isinstance(holder, dict) and key not in holder):
            return document
        holder = holder[key]
    holder[path[-1]] = odd
    return document


def parts_of(api: Api):
    for name in api.fields:
        found = getattr(api, name)
        if isinstance(found, Parts):
            yield from found
    for method in api.methods:
        yield from method.responses
    for integration in api.integrations:
        yield from integration


def check(api: Api) -> None:
    """Holds what is promised of every model: every field is a value, and every place lies in its text."""
    for part in [api, *parts_of(api)]:
        assert isinstance(part, Part)
        for span in (part.span, part.name_span):
            assert 0 <= span.start <= span.end <= len(span.source.text)
        for name in part.fields:
            found = getattr(part, name)
            if isinstance(found, Value):
                assert 0 <= found.span.start <= found.span.end <= len(found.span.source.text)


def read_everywhere(text: str) -> None:
    # 1e999 is JSON and infinite; the standard library would write it as Infinity, which is no JSON.
    text = text.replace("Infinity", "1e999")
    for drop in ("swagger", "openapi"):
        source = Source("a.json", text.replace(f'"{drop}":', '"x-other":'))
        tree, problems = parse(source)
        assert problems == []
        assert tree is not None
        check(load(source.text, "a.json").definitions[0].apis[0])
        for kind in ("REST", "HTTP"):
            for mode in ("prepend", "split"):
                check(body_into(value_of(tree), kind, parameters=value(f"basepath: {mode}")))


def test_the_document_itself_is_rich():
    api = load(json.dumps(DOCUMENT), "a.json").definitions[0].apis[0]

    assert (2, 2, 3, 1) == (len(api.methods), len(api.integrations), len(api.resources), len(api.authorizers))


@pytest.mark.parametrize("number", range(len(ODDITIES)), ids=lambda number: repr(ODDITIES[number])[:20])
def test_one_odd_node_never_crashes(number):
    for path in PLACES[number :: len(ODDITIES)]:
        read_everywhere(json.dumps(with_odd(path, ODDITIES[number])))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(PLACES), st.sampled_from(ODDITIES)), min_size=1, max_size=4))
def test_several_odd_nodes_never_crash(changes):
    document = DOCUMENT
    for path, odd in changes:
        document = with_odd(path, odd) if document is DOCUMENT else {**document, path[0]: with_odd(path, odd)[path[0]]}
    read_everywhere(json.dumps(document))


def clouded(node: Value, choose) -> Value:
    """Returns the tree with some of its values unknown or incomplete."""
    what = choose(node)
    if what == "unknown":
        return Unknown(node.span, why="parameter P")
    if what == "alternative":
        return Unknown(node.span, [node, Unknown(node.span)], "condition C")
    if isinstance(node, Table):
        entries = [
            Entry(Unknown(entry.key.span) if choose(node) == "key" else entry.key, clouded(entry.value, choose)) for entry in node.entries
        ]
        return Table(entries, node.span, what != "incomplete")
    if isinstance(node, List):
        return List([clouded(item, choose) for item in node.items], node.span, what != "incomplete")
    return node


CLOUDS = st.randoms(use_true_random=False)


@settings(max_examples=60, deadline=None)
@given(CLOUDS, st.sampled_from(["swagger", "openapi"]), st.sampled_from(["REST", "HTTP"]))
def test_unknown_values_anywhere_never_crash(random, drop, kind):
    tree, _ = parse(Source("a.json", json.dumps({key: found for key, found in DOCUMENT.items() if key != drop})))
    assert tree is not None
    names = ["", *[""] * 25, "unknown", "alternative", "incomplete", "key"]
    document = clouded(value_of(tree), lambda node: random.choice(names))

    check(body_into(document, kind))


def test_long_paths_are_read():
    api = load(json.dumps({"swagger": "2.0", "paths": {"/p" * 300: {"get": {}}}}), "a.json").definitions[0].apis[0]

    assert 300 == len(api.resources)


def test_a_path_that_no_request_can_have_is_a_problem():
    loaded = load(json.dumps({"swagger": "2.0", "paths": {"/p" * 5000: {"get": {}}, "/a": {"get": {}}}}), "a.json")
    api = loaded.definitions[0].apis[0]

    assert ["limit-exceeded"] == [problem.code for problem in loaded.problems]
    assert (["paths./a.get"], False) == ([found.address for found in api.methods], api.methods.complete)


def growing(count: int) -> dict[str, object]:
    """Returns a document whose every path refers to one operation with many responses: as large as their product."""
    responses = {str(100 + n % 500): {"headers": {f"H{m}": {} for m in range(count)}} for n in range(count)}
    return {"swagger": "2.0", "paths": {f"/p{n}": {"$ref": "#/x-item"} for n in range(count)}, "x-item": {"get": {"responses": responses}}}


def test_references_that_multiply_are_a_problem_in_no_time():
    text = json.dumps(growing(120))
    loaded = load(text, "a.json")
    api = loaded.definitions[0].apis[0]

    assert ["limit-exceeded"] == [problem.code for problem in loaded.problems]
    assert len(api.methods) > 0
    assert (False, False) == (api.methods.complete, api.resources.complete)


def test_references_that_multiply_cost_little_more_than_their_text():
    small, large = (json.dumps(growing(count)) for count in (60, 120))

    # The text is four times as large, and what it stands for eight times.
    assert steps(lambda: load(large, "a.json")) < 4 * steps(lambda: load(small, "a.json"))


def test_references_that_share_are_read_whole():
    loaded = load(json.dumps(growing(40)), "a.json")

    assert ([], 40) == (loaded.problems, len(loaded.definitions[0].apis[0].methods))


@pytest.mark.parametrize(
    "text", ["swagger: '2.0'\npaths: [1]", "swagger: '2.0'\npaths: {/a: [1], /b: x, /c: {get: x, put: [1]}}", "openapi: 3"]
)
def test_wrong_types(text):
    api = load(text).definitions[0].apis[0]
    check(api)

    assert [] == list(api.methods)


def test_a_document_that_is_no_mapping_is_no_definition():
    tree, _ = parse(Source("a.yaml", "[swagger]"))
    assert tree is not None

    assert [] == openapi.load(tree, tree.source, None, None).definitions  # type: ignore[arg-type]
