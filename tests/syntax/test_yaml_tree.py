"""YAML into the tree: what scalars mean, tags, anchors, merge keys, and what is wrong with bad text."""

import pytest
import yaml

from apigw_lint.source import Source
from apigw_lint.syntax import yaml_tree
from apigw_lint.syntax.tree import Mapping, Scalar


def read(text):
    return yaml_tree.parse(Source("t.yaml", text))


def data_of(node):
    if isinstance(node, Scalar):
        return node.value
    if isinstance(node, Mapping):
        return {key.value: data_of(value) for key, value in node.entries}
    return [data_of(item) for item in node.items]


def good(text):
    node, problems = read(text)

    assert [] == problems
    return node


def marked(text):
    """Returns a text without its two ``^`` marks, and the offsets they stood at."""
    first, middle, last = text.split("^")
    return first + middle + last, len(first), len(first) + len(middle)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("200", 200),
        ("-5", -5),
        ("1_000", 1000),
        ("0x1F", 31),
        ("0b101", 5),
        ("0123", 83),
        ("0", 0),
        ("089", "089"),
        ("0x_", "0x_"),
        ("1.5", 1.5),
        (".5", 0.5),
        ("1.", 1.0),
        ("1e3", "1e3"),
        ("1.5e+3", 1500.0),
        ("-.inf", float("-inf")),
        ("yes", True),
        ("Off", False),
        ("TRUE", True),
        ("tRue", "tRue"),
        ("y", "y"),
        ("null", None),
        ("~", None),
        ("2010-09-09", "2010-09-09"),
        ("12:30", "12:30"),
        ("=", "="),
        ("'200'", "200"),
        ('"yes"', "yes"),
        ("!!str 200", "200"),
        ("!!int '3'", 3),
        ("!!float 3", 3.0),
        ("!!bool 'on'", True),
        ("!!null x", None),
        ("!!int x", "x"),
        ("! 200", "200"),
        ("|\n    200", "200\n"),
    ],
)
def test_what_a_scalar_means(text, value):
    scalar = good(f"k: {text}\n").get("k")

    assert (type(value), value, "") == (type(scalar.value), scalar.value, scalar.tag)


@pytest.mark.parametrize(
    "text",
    [
        "k: ^abc^ # comment\n",
        "k: ^'a b'^\n",
        "k: ^!Sub 'a'^\n",
        "k: &x ^!Sub a^\n",
        "k: ^!Sub &x a^\n",
        "k: ^|\n  a\n  b^\n\nz: 1\n",
        "k: ^>-\n  a\n    b^\n  \nz: 1\n",
        "k: ^|+\n  a\n^\nz: 1\n",
        "k: ^a\n  b^\n\nz: 1\n",
        "k:^^\nz: 1\n",
        "k:\n  ^a: 1\n  b: 2^  # comment\n\n# more\nz: 1\n",
        "k:\n^- a\n- b^\n\nz: 1\n",
        "k: &x\n  ^a: 1^\nz: 1\n",
        "k: ^!Foo\n  a: 1^\nz: 1\n",
        "k: ^{a: 1, b: [x]}^ # c\nz: 1\n",
        "x: &x 1\nk:\n  ^a: *x^\nz: 1\n",
        "k:\n  ^a: |\n    x^\n\nz: 1\n",
        "k: ^é\U0001f600^\n",
        "k: ^[a, b: c]^\n",
        "? k\n: ^v^\n",
        "%YAML 1.1\n---\nk: ^v^\n...\n",
    ],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_where_a_node_stands(text, line_end):
    text, start, end = marked(text.replace("\n", line_end))
    node = good(text).get("k")

    assert text[start:end] == node.span.text
    assert (start, end) == (node.start, node.end)


def test_a_pair_without_braces_ends_with_its_value():
    assert "a: b" == good("[x, a: b , c]").items[1].span.text


def test_an_alias_is_the_anchored_node():
    root = good("a: &x [1]\nb: *x\n")

    assert root.get("a") is root.get("b")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: &a {x: 1, y: 2}\nk: {<<: *a, y: 3}\n", {"x": 1, "y": 3}),
        ("a: &a {x: 1}\nb: &b {x: 2, y: 2}\nk:\n  <<: [*a, *b]\n  z: 3\n", {"x": 1, "y": 2, "z": 3}),
        ("k:\n  <<: {x: 1}\n", {"x": 1}),
        ("k:\n  '<<': 1\n", {"<<": 1}),
    ],
    ids=["own-wins", "first-wins", "inline", "quoted"],
)
def test_merge_keys(text, expected):
    assert expected == data_of(good(text).get("k"))


def test_only_the_first_document_is_read():
    assert {"a": 1} == data_of(good("a: 1\n---\nb: 2\n"))


@pytest.mark.parametrize("text", ["", "\n\n", "# only words\n", "---\n", "---\n...\n", "--- # none\n"])
def test_an_empty_file_is_no_node(text):
    assert (None, []) == read(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a:\n^\t^b: 1\n", "tabs cannot indent YAML: use spaces"),
        ("a: 1\n^a^: 2\n", "key a is written twice; the first is on line 1"),
        ("a: ^'^x\nb: 1\n", "this quote is never closed"),
        ('a: ^"^x\nb: 1\n', "this quote is never closed"),
        ("a: b^:^ c\n", "a second ': ' cannot follow here: quote the value, or check the indentation"),
        ("a: 1\n  b^:^ 2\n", "a second ': ' cannot follow here: quote the value, or check the indentation"),
        ("a: 1\n^b is^\nc: 2\n", "expected ':' behind this key"),
        ("a: ^[^1, 2\n", "this [ is never closed"),
        ("a: ^{^x: 2\n", "this { is never closed"),
        ("a: [1, 2\nb^:^ 1\n", "expected ',' or ']' here"),
        ("- a\n^b^: 1\n", "expected a list item '- ' here, or less indentation"),
        ("a:\n  b: 1\n ^c^: 2\n", "expected a key here: check the indentation"),
        ("a: ^*^\n", "a value that starts with * or & is an alias or an anchor: quote it"),
        ("a: ^*x^\n", "alias *x has no anchor &x before it"),
        ("a: &x [^*x^]\n", "alias *x stands inside the node that it names"),
        ("a: ^@^x\n", "a value cannot start with @: quote it"),
        ("a: ^%^x\n", "a value cannot start with %: quote it"),
        ('a: "^\\^d"\n', "a double-quoted string does not know this escape: write \\\\ for a backslash, or use single quotes"),
        ("a: x^\x07^\n", "control character U+0007 is not allowed in YAML"),
        ("a: é^\x00^\n", "control character U+0000 is not allowed in YAML"),
        ("^\ufeff^a: 1\n", "a byte order mark cannot stand here"),
        ("a: ^\ud800^\n", "half of a surrogate pair is no character"),
        ("^[a]^: 1\n", "a key must be a scalar"),
        ("a:\n  <<: ^x^\n", "a merge key << takes a mapping or a list of them"),
        ("a: 1\n^]^\n", "expected a key here: check the indentation"),
    ],
)
def test_what_is_wrong_and_where(text, words):
    text, start, end = marked(text)
    _, problems = read(text)

    assert [words] == [problem.message for problem in problems]
    assert (start, max(end, start + 1)) == (problems[0].span.start, problems[0].span.end)


def test_a_broken_file_has_no_tree():
    node, problems = read("a: 1\nb: [\n")

    assert None is node
    assert ["syntax-error"] == [problem.code for problem in problems]


def test_a_duplicate_key_keeps_both():
    node, problems = read("a: 1\nb: 2\na: 3\n")

    assert ["a", "b", "a"] == [key.value for key, _ in node.entries]
    assert 3 == node.get("a").value
    assert ["duplicate-key"] == [problem.code for problem in problems]


def test_keys_that_python_calls_equal_are_not_twice():
    assert [1, True, "1"] == [key.value for key, _ in good("1: a\ntrue: b\n'1': c\n").entries]


BOMB = "a: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + "".join(f"b{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 9))
DEEP_ALIASES = "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}]\n" for n in range(1, 400))
MERGES = "a: &a0 {k: v}\n" + "".join(f"b{n}: &a{n} {{<<: [*a{n - 1}, *a{n - 1}, *a{n - 1}]}}\n" for n in range(1, 40))


@pytest.mark.parametrize(
    "text",
    ["[" * 100_000, "{a: " * 5_000, "- " * 5_000, BOMB, DEEP_ALIASES, MERGES],
    ids=["brackets", "braces", "dashes", "bomb", "deep-aliases", "merges"],
)
def test_limits(text):
    node, problems = read(text)

    assert None is node
    assert ["limit-exceeded"] == [problem.code for problem in problems]


def test_a_number_longer_than_python_converts():
    assert float("inf") == good("k: " + "9" * 5_000).get("k").value


def test_a_tab_in_a_blank_line_of_a_block_is_accepted():
    text = "k: |\n \t\n a\n"

    assert yaml.safe_load(text)["k"] == good(text).get("k").value


def test_without_libyaml_the_tree_is_the_same(monkeypatch):
    text = "a: &x !Sub 'é b'\nk: [1, {c: *x}]\nt: |\n  a\n  b\n\nz: >-\n  c\n  d\n"
    expected = repr(flat(good(text)))
    monkeypatch.setattr(yaml_tree, "_Parser", yaml.SafeLoader)

    assert expected == repr(flat(good(text)))


def flat(node):
    if isinstance(node, Scalar):
        return node.start, node.end, node.tag, node.value, node.style
    children = [part for pair in node.entries for part in pair] if isinstance(node, Mapping) else node.items
    return node.start, node.end, node.tag, [flat(child) for child in children]
