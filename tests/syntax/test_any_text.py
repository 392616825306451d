"""No text makes a reader crash: it gives a tree whose places lie in the text, or a problem at a place in it."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from steps import grows_with_its_size

from apigw_lint.loaders.embedded import parse_text
from apigw_lint.source import Source
from apigw_lint.syntax import json_tree, reading, yaml_tree
from apigw_lint.syntax.tree import Mapping, Scalar
from apigw_lint.value import HOLE, Known, Text, Unknown

PIECES = [
    "a",
    " b:",
    ": ",
    "- ",
    "[",
    "]",
    "{",
    "}",
    ",",
    '"',
    "'",
    "\\",
    "&x ",
    "*x",
    "!T ",
    "!!int ",
    "<<: ",
    ">-",
    "#",
    " ",
    "1",
    "?",
    "%",
    "é",
    "null",
    "true",
]
PIECES += ["|", "\n", "\n  ", "\n\t", "\r\n", "---\n", "\u2028", "\ufeff", "\x00", "\ud800", HOLE]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=25).map("".join)


def check(node, size, depth=0):
    assert 0 <= node.start <= node.end <= size
    if isinstance(node, Scalar):
        if isinstance(node.value, str):
            for index in range(len(node.value) + 1):
                assert 0 <= node.place(index)[1] <= size
    else:
        for child in [part for pair in node.entries for part in pair] if isinstance(node, Mapping) else node.items:
            check(child, size, depth + 1)


@pytest.mark.parametrize("tree", [yaml_tree, json_tree, reading], ids=["yaml", "json", "either"])
@settings(max_examples=400, deadline=None)
@given(text=TEXTS)
@example("&a [*a]")
@example("? ? a")
@example("!<tag:yaml.org,2002:int> 1")
@example("&a &b c")
@example('"\\')
@example("?\nb: \n  ?")
@example("?\n?\n  ?")
@example("|9")
@example("{? a, : b, *x : c}")
def test_any_text(tree, text):
    node, problems = tree.parse(Source("t", text))

    assert all(0 <= problem.span.start <= problem.span.end <= len(text) for problem in problems)
    if node is not None:
        check(node, len(text))


@settings(max_examples=400, deadline=None)
@given(text=TEXTS)
def test_any_text_in_a_string_with_holes(text):
    source = Source("t", text)
    parts = []
    for number, piece in enumerate(text.split(HOLE)):
        parts += [Unknown(source.span(0, 0))] if number else []
        parts += [Known(piece, source.span(0, 0))] if piece else []
    _, problems = parse_text(Text(parts, source.span(0, len(text))))

    assert [] == problems


HOSTILE = {
    "brackets": lambda count: "[" * count,
    "braces": lambda count: "{" * count,
    "dashes": lambda count: "- " * count,
    "quotes": lambda count: '"' * (2 * count + 1),
    "open string": lambda count: "a: '" + "x\n" * count,
    "anchors": lambda count: "&a " * count,
    "tags": lambda count: "!a " * count,
    "blank lines": lambda count: "a: |\n" + " \n" * count,
    "open list": lambda count: "[" + "1," * count,
    "open table": lambda count: "{" + '"a":1,' * count,
    "escapes": lambda count: "{" + '"\\n":1,' * count + "}",
    "keys": lambda count: "a: 1\n" * count,
    "word": lambda count: "a" * count,
    "spaces": lambda count: " " * count + "[",
    "comment": lambda count: "#" * count,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_takes_no_longer_than_its_size(text):
    def work(count):
        node, _ = reading.parse(Source("t", text(count)))
        if node is not None:
            check_first_scalar(node)

    assert grows_with_its_size(work, 1_000)
    work(50_000)


def check_first_scalar(node):
    """Asks for a place in the first scalar, which makes its map."""
    while not isinstance(node, Scalar):
        node = node.entries[0][1] if isinstance(node, Mapping) else node.items[0]
    assert node.place(1)[1] <= len(node.source.text)
