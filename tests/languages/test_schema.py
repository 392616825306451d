"""What is wrong with schemas, against jsonschema's own judgement by the meta-schema of draft 4."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft4Validator
from jsonschema.exceptions import SchemaError

from apigw_lint.languages.schema import faults, references, subschemas, unknown_keywords
from apigw_lint.loaders.embedded import parse_text
from apigw_lint.source import Source
from apigw_lint.value import Known

WORDS = st.sampled_from(["string", "object", "String", "name", "id", ""])
SCALARS = st.one_of(st.none(), st.booleans(), st.integers(-2, 5), st.sampled_from([0.5, 1.5]), WORDS)
ANYTHING = st.one_of(SCALARS, st.lists(SCALARS, max_size=3), st.just({}))


def keyword(inner):
    return st.one_of(
        st.tuples(st.sampled_from(["type", "required", "enum"]), st.one_of(ANYTHING, st.lists(WORDS, max_size=3))),
        st.tuples(
            st.sampled_from(["minLength", "maxItems", "minimum", "maximum", "multipleOf", "exclusiveMinimum", "exclusiveMaximum"]), SCALARS
        ),
        st.tuples(
            st.sampled_from(["uniqueItems", "pattern", "title", "additionalProperties", "additionalItems", "not", "items"]), ANYTHING
        ),
        st.tuples(
            st.sampled_from(["properties", "definitions", "dependencies"]), st.dictionaries(WORDS, st.one_of(inner, ANYTHING), max_size=2)
        ),
        st.tuples(st.sampled_from(["allOf", "oneOf", "items"]), st.lists(st.one_of(inner, SCALARS), max_size=2)),
        st.tuples(st.sampled_from(["not", "items", "additionalProperties"]), inner),
    )


SCHEMAS = st.recursive(st.just({}), lambda inner: st.lists(keyword(inner), max_size=3).map(dict), max_leaves=5)


def table(schema):
    text = json.dumps(schema)
    read, problems = parse_text(Known(text, Source("m.json", text).span(0, len(text))), only_json=True)
    assert [] == problems
    return read


def is_valid(schema):
    try:
        Draft4Validator.check_schema(schema)
    except SchemaError:
        return False
    return True


@settings(max_examples=400, deadline=None)
@given(SCHEMAS)
def test_the_verdict_is_that_of_the_meta_schema(schema):
    found = list(faults(table(schema)))

    assert is_valid(schema) == (not found), found


@pytest.mark.parametrize("value", ["x", 1, True, None, [], {}, ["x"], [{}], {"a": 1}, {"a": {}}, 0, -1, 1.5, ["a", "a"], [1, 1]])
@pytest.mark.parametrize("name", sorted(Draft4Validator.META_SCHEMA["properties"]))
def test_each_keyword_with_each_value(name, value):
    schema = {name: value, "minimum": 1, "maximum": 1} if name.startswith("exclusive") else {name: value}

    assert is_valid(schema) == (not list(faults(table(schema))))


def test_schemas_are_found_wherever_the_draft_has_them():
    inner = {"title": "inner"}
    schema = {
        "properties": {"enum": inner},
        "patternProperties": {"x": inner},
        "definitions": {"d": inner},
        "dependencies": {"a": inner, "b": ["a"]},
        "items": [inner],
        "additionalItems": inner,
        "additionalProperties": inner,
        "allOf": [inner],
        "anyOf": [inner],
        "oneOf": [inner],
        "not": inner,
        "enum": [inner],
        "default": inner,
    }

    assert 12 == len(list(subschemas(table(schema))))


def test_what_is_no_keyword():
    schema = {"properties": {"example": {"exampel": 1, "x-own": 2, "default": 3}}, "const": 1}

    assert ["const", "exampel"] == [entry.name for entry in unknown_keywords(table(schema))]


@pytest.mark.parametrize(
    ("text", "canonical", "name"),
    [
        ("#/definitions/Pet", True, None),
        ("https://apigateway.amazonaws.com/restapis/abc/models/Pet", True, "Pet"),
        ("https://apigateway.amazonaws.com.cn/restapis/abc/models/Pet", True, None),
        ("Pet", False, None),
        ("pets.json#/Pet", False, None),
        ("https://example.com/Pet", False, None),
    ],
)
def test_references(text, canonical, name):
    (reference,) = references(table({"properties": {"pet": {"$ref": text, "title": 1}}}))

    assert (canonical, name) == (reference.canonical, reference.name)
