"""JSON into the tree: places, escapes, and what is wrong with bad text."""

import json
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apigw_lint.source import Source
from apigw_lint.syntax import json_tree
from apigw_lint.syntax.json_nodes import Gap
from apigw_lint.syntax.tree import Mapping, Scalar
from apigw_lint.value import HOLE

DATA = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.text(max_size=8)),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(st.text(max_size=5), inner, max_size=4)),
    max_leaves=12,
)


def read(text, holes=False):
    return json_tree.parse(Source("t.json", text), holes)


def data_of(node):
    if isinstance(node, Scalar):
        return node.value
    if isinstance(node, Mapping):
        return {key.value: data_of(value) for key, value in node.entries}
    return [data_of(item) for item in node.items]


def nodes(node):
    yield node
    for child in [part for pair in node.entries for part in pair] if isinstance(node, Mapping) else getattr(node, "items", []):
        yield from nodes(child)


@given(data=DATA, indent=st.sampled_from([None, 0, 1, "\t"]), ascii=st.booleans())
def test_the_tree_is_what_the_standard_library_reads(data, indent, ascii):
    text = json.dumps(data, indent=indent, ensure_ascii=ascii)
    node, problems = read(text)

    assert [] == problems
    assert repr(json.loads(text)) == repr(data_of(node))
    for each in nodes(node):
        assert repr(json.loads(each.span.text)) == repr(data_of(each))


@given(value=st.text(max_size=12), ascii=st.booleans())
def test_pieces_between_places_read_back(value, ascii):
    text = json.dumps([value], ensure_ascii=ascii)
    scalar = read(text)[0].items[0]
    places = [scalar.place(index)[1] for index in range(len(value) + 1)]

    assert list(value) == [json.loads('"' + text[start:end] + '"') for start, end in pairwise(places)]
    assert len(text) - 2 == places[-1]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"a": 1 ^"^b": 2}', "expected , or } after a value"),
        ("[1 ^2^]", "expected , or ] after a value"),
        ('{"a": 1^,^}', "JSON has no comma before }"),
        ("[1^,^ ]", "JSON has no comma before ]"),
        ('{"a" ^1^}', "expected : after a key"),
        ("{^a^: 1}", "expected a key in double quotes"),
        ('{"a": ^}^', "expected a value here"),
        ('{"a": ^yes^}', "yes is no JSON value: a string takes double quotes"),
        ('{"a": ^NaN^}', "NaN is no JSON value: a string takes double quotes"),
        ("[^'a'^]", "JSON strings take double quotes"),
        ("[^01^]", "01 is no number in JSON"),
        ("[^+1^]", "+1 is no number in JSON"),
        ("[1, ^//^ c\n2]", "JSON has no comments"),
        ("[1 ^/*^ c */]", "JSON has no comments"),
        ('{^#^ c\n"a": 1}', "JSON has no comments"),
        ("^[^1, 2", "this [ is never closed"),
        ('^{^"a": {"b": 1}', "this { is never closed"),
        ("[1^}^", "expected , or ] after a value"),
        ('[^"^abc]', "this string is never closed"),
        ('[^"abc^\n"]', "a string ends on its line: close it, or write \\n for a line end"),
        ('["a^\t^b"]', "control character U+0009 in a string: write it as an escape"),
        ('["a^\\^d"]', "this escape is none of JSON's: write \\\\ for a backslash"),
        ('["a^\\^u12g4"]', "this escape is none of JSON's: write \\\\ for a backslash"),
        ('{"a": 1} ^x^', "expected the end of the document here"),
        ('{"a": 1, ^"a"^: 2}', "key a is written twice; the first is on line 1"),
    ],
)
def test_what_is_wrong_and_where(text, words):
    first, middle, last = text.split("^")
    _, problems = read(first + middle + last)

    assert [words] == [problem.message for problem in problems]
    assert (len(first), len(first) + len(middle)) == (problems[0].span.start, problems[0].span.end)


def test_a_duplicate_key_keeps_both():
    node, problems = read('{"a": 1, "a": 2}')

    assert 2 == len(node.entries)
    assert 2 == node.get("a").value
    assert ["duplicate-key"] == [problem.code for problem in problems]


@pytest.mark.parametrize("text", ["[" * 100_000, '{"a":' * 100_000], ids=["arrays", "objects"])
def test_depth_is_limited(text):
    node, problems = read(text)

    assert None is node
    assert ["limit-exceeded"] == [problem.code for problem in problems]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("9" * 5_000, float("inf")),
        ("1e999", float("inf")),
        ('"\\ud83d\\ude00"', "\U0001f600"),
        ('"\\ud83d"', "\ufffd"),
        ('"' + "k" * 2_000 + '"', "k" * 2_000),
        ("-0.5e-3", -0.0005),
    ],
    ids=["digits", "exponent", "pair", "half-a-pair", "long", "float"],
)
def test_scalars_at_the_edge(text, value):
    node, problems = read("[" + text + "]")

    assert ([], value) == (problems, node.items[0].value)


@pytest.mark.parametrize("text", ["", " \n"])
def test_an_empty_file_is_no_node(text):
    assert (None, []) == read(text)


@pytest.mark.parametrize(
    ("text", "gaps"),
    [
        ('{"a": @}', 1),
        ('{"a": 1@, "b": -@.5}', 2),
        ("[@, 1, @]", 2),
        ("[@ 1]", 1),
        ('{@ "a": 1}', 2),
        ('{"a": 1 @}', 2),
        ('{"a": 1, @}', 2),
        ('{@: 1, "b": 2}', 1),
        ("@", 1),
        ('{"a": "@"}', 0),
    ],
)
def test_holes_outside_of_strings_are_gaps(text, gaps):
    node, problems = read(text.replace("@", HOLE), holes=True)

    assert [] == problems
    assert gaps == sum(isinstance(each, Gap) for each in nodes(node))


def test_a_hole_is_no_gap_unless_asked():
    _, problems = read(f'{{"a": {HOLE}}}')

    assert ["syntax-error"] == [problem.code for problem in problems]
