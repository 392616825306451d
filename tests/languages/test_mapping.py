import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apigw_lint.languages import mapping
from apigw_lint.languages.mapping import MappingError, MappingSource
from apigw_lint.value import HOLE

READERS = (
    mapping.request_value,
    mapping.response_value,
    mapping.request_key,
    mapping.response_key,
    mapping.parameter_declaration,
    mapping.cache_key,
)
NAMES = st.text(string.ascii_letters + string.digits + ":._$-", min_size=1)
FORMS = [
    "method.request.header.X",
    "method.request.body.a[0].b",
    "integration.response.header.X",
    "integration.request.path.id",
    "method.response.header.X-Total",
    "stageVariables.x",
    "context.authorizer.claims['custom:role']",
    "'*'",
    "*",
    "",
    "$context.requestId",
    "'a'+context.x",
]


def source(result):
    assert isinstance(result, MappingSource), result
    return result.kind, result.location, result.name


def wrong(read, text):
    """Returns the part of the text that an error stands at, and what it says."""
    error = read(text)
    assert isinstance(error, MappingError), error
    return text[error.start : error.end], error.message


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("method.request.header.X-Id", ("parameter", "header", "X-Id")),
        ("method.request.multivaluequerystring.a.b", ("parameter", "multivaluequerystring", "a.b")),
        ("method.request.body", ("body", "", "")),
        ("method.request.body.a[0].b", ("body", "", "a[0].b")),
        ("stageVariables.table", ("stage variable", "", "table")),
        ("context.authorizer.claims['custom:role']", ("context", "", "authorizer.claims['custom:role']")),
        ("'*'", ("static", "", "*")),
        ("''", ("static", "", "")),
        ("'default-src 'self''", ("static", "", "default-src 'self'")),
    ],
)
def test_request_values(text, expected):
    assert expected == source(mapping.request_value(text))


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("*", "*", "static value * needs single quotes: '*'"),
        ('"*"', '"*"', "static value \"*\" needs single quotes: '*'"),
        ("method.request.headers.X", "headers", "method.request.headers is no place of parameters"),
        ("method.request.header", "method.request.header", "method.request.header names no parameter"),
        ("method.request.header.", "method.request.header.", "method.request.header. ends without a name"),
        ("method.request.querystring.filter[a]", "[", "[ is not allowed in the name filter[a]"),
        ("method.request.path.a/b", "/", "/ is not allowed in the name a/b"),
        ("method.request.body.", ".", "method.request.body. ends without a JSONPath"),
        ("'a' + context.x", " + context.x", " + context.x follows the static value 'a'"),
        ("context.x+'a'", "+'a'", "+'a' follows context.x; mappings do not concatenate"),
        ("'a", "'a", "static value 'a is not closed with a single quote"),
        ("integration.response.header.X", "integration.response.", "integration.response. cannot be read here"),
        (" context.x", " context.x", "blanks stand around context.x"),
        ("stageVariable.x", "stageVariable.x", "stageVariable.x is neither a mapping nor a quoted text; stageVariables.x is close"),
    ],
)
def test_wrong_request_values_say_what_and_where(text, place, message):
    found, words = wrong(mapping.request_value, text)

    assert place == found
    assert words.startswith(message)


@pytest.mark.parametrize(
    ("text", "suggestion"),
    [
        ("*", "'*'"),
        ("$context.requestId", "context.requestId"),
        ("${stageVariables.x}", "stageVariables.x"),
        ("integration.response.headers.X", "integration.response.header.X"),
        ("integration.response.multivalueheaders.X", "integration.response.multivalueheader.X"),
    ],
)
def test_what_is_plainly_meant_is_suggested(text, suggestion):
    error = mapping.response_value(text)

    assert suggestion == error.suggestion
    assert isinstance(mapping.response_value(suggestion), MappingSource)


def test_a_suggestion_never_holds_what_is_not_known():
    assert mapping.request_value(f"https://{HOLE}").suggestion is None


@pytest.mark.parametrize("text", ["$context.requestId", "$stageVariables.x", ""])
def test_what_the_sources_contradict_each_other_on_is_not_certain(text):
    assert mapping.response_value(text).certain is False


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("integration.response.header.X", ("parameter", "header", "X")),
        ("integration.response.multivalueheader.X", ("parameter", "multivalueheader", "X")),
        ("integration.response.body.a", ("body", "", "a")),
        ("context.requestId", ("context", "", "requestId")),
    ],
)
def test_response_values(text, expected):
    assert expected == source(mapping.response_value(text))


def test_a_response_does_not_read_the_request():
    assert ("method.request.", True) == (wrong(mapping.response_value, "method.request.header.Origin")[0], True)


@pytest.mark.parametrize(
    ("read", "right", "wrong_ones"),
    [
        (mapping.request_key, "integration.request.querystring.a[]", ["integration.request.body", "method.request.header.X", "X", ""]),
        (mapping.response_key, "method.response.header.X-Total", ["method.response.body", "integration.response.header.X", "X Y", ""]),
        (mapping.parameter_declaration, "method.request.querystring.a:b.c", ["method.request.body", "method.request.querystring.a[]"]),
        (mapping.cache_key, "integration.request.path.id", ["method.response.header.X", "integration.request.body"]),
    ],
    ids=["request key", "response key", "declaration", "cache key"],
)
def test_keys(read, right, wrong_ones):
    assert "parameter" == read(right).kind
    for text in wrong_ones:
        assert isinstance(read(text), MappingError), text


def test_a_multi_valued_source_reads_the_plain_declaration():
    assert "method.request.header.X" == mapping.request_value("method.request.multivalueheader.X").declaration
    assert mapping.request_value("context.x").declaration is None


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        (HOLE, "unknown", None),
        (f"method.{HOLE}", "unknown", None),
        (f"method.request.{HOLE}.X", "unknown", None),
        (f"method.request.header.{HOLE}", "parameter", None),
        (f"'{HOLE}'", "static", None),
        (f"'{HOLE}", "static", None),
        (f"'https://{HOLE}.example.com'", "static", None),
        (f"context.{HOLE}", "context", None),
    ],
)
def test_a_hole_that_may_make_it_right_is_no_error(text, kind, name):
    result = mapping.request_value(text)

    assert (kind, name) == (result.kind, result.name)


@pytest.mark.parametrize(
    "text", [f"https://{HOLE}", f"GET,{HOLE}", f"'{HOLE}b", f"method.request.cookie.{HOLE}", f"method.request.header.a b{HOLE}"]
)
def test_a_hole_that_cannot_make_it_right_is_an_error(text):
    assert isinstance(mapping.request_value(text), MappingError)


@given(NAMES)
def test_names_of_parameters_are_taken_whole(name):
    result = mapping.request_value(f"method.request.querystring.{name}")

    assert ("parameter", "querystring", name) == source(result)


@given(st.text())
def test_a_quoted_text_is_static_whatever_it_holds(text):
    assert "static" == mapping.response_value(f"'{text}'").kind


@given(st.sampled_from(READERS), st.one_of(st.text(), st.sampled_from(FORMS)))
def test_places_lie_inside_of_the_text(read, text):
    result = read(text)

    assert 0 <= result.start <= result.end <= len(text)


@given(st.sampled_from(READERS), st.sampled_from(FORMS), st.data())
def test_hiding_a_part_of_what_is_right_never_makes_it_wrong(read, text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    if isinstance(read(text), MappingSource):
        assert isinstance(read(text[:start] + HOLE + text[end:]), MappingSource)
