"""The places of characters inside YAML scalars."""

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from apigw_lint.source import Source
from apigw_lint.syntax import yaml_tree

BREAKS = "\r\n\x85\u2028\u2029"
WORDS = st.text(st.sampled_from("ab'\"\\:# -\t\n{é☃\u2028\x85\U0001f600&*!|>%@`,[]?0"), max_size=40)


def value_of(text):
    """Returns the scalar under ``k`` of the mapping that a text is."""
    node, problems = yaml_tree.parse(Source("t.yaml", text))

    assert [] == problems
    return node.get("k")


def stands_for(written, character):
    """Returns whether a source character can be the start of a value's character."""
    if written == character or written == "\\":
        return True
    return character in " \n\u2028\u2029" and written in BREAKS + " \t"


def assert_places(node):
    text = node.source.text
    places = [node.place(index)[1] for index in range(len(node.value) + 1)]

    assert sorted(places) == places
    assert len(set(places)) == len(places)
    assert [] == [(index, c) for index, c in enumerate(node.value) if not stands_for(text[places[index]], c)]
    assert node.start <= places[0]
    assert places[-1] <= node.end + 2


@settings(max_examples=300, deadline=None)
@given(value=WORDS, style=st.sampled_from(["", "'", '"', "|", ">"]), width=st.sampled_from([5, 20, 200]), unicode=st.booleans())
@example("a\n\nb\n c\n\n\nd\n\n", ">", 200, True)
@example("  a\n b\n", "|", 200, True)
def test_every_style_that_is_dumped(value, style, width, unicode):
    text = yaml.dump({"z": {"k": value}}, Dumper=dumper(style), width=width, allow_unicode=unicode)
    node, problems = yaml_tree.parse(Source("t.yaml", text))
    scalar = node.get("z").get("k")

    assert [] == problems
    assert yaml.safe_load(text)["z"]["k"] == scalar.value
    assert_places(scalar)


def dumper(style):
    class Styled(yaml.SafeDumper):
        pass

    Styled.add_representer(
        str, lambda self, data: self.represent_scalar("tag:yaml.org,2002:str", data, style=style if data != "k" else None)
    )
    return Styled


@settings(max_examples=500, deadline=None)
@given(
    header=st.sampled_from(["|", ">", "|-", ">-", "|+", ">+", "|2", ">1-", "|+3"]),
    lines=st.lists(st.text("a b\t", max_size=6), max_size=6),
    indent=st.integers(1, 4),
    end=st.sampled_from(["\n", "\r\n", ""]),
)
def test_block_scalars_as_people_write_them(header, lines, indent, end):
    line_end = end or "\n"
    text = f"k: {header}{line_end}" + line_end.join(" " * indent + line for line in lines) + end
    try:
        expected = yaml.safe_load(text)["k"]
    except yaml.YAMLError:
        return
    node = value_of(text)

    assert expected == node.value
    assert_places(node)


@pytest.mark.parametrize(
    ("text", "value", "places"),
    [
        ("k: ab\n", "ab", [3, 4, 5]),
        ("k: a\n  b\n", "a b", [3, 4, 7, 8]),
        ("k: a\n\n  b", "a\nb", [3, 5, 8, 9]),
        ("k: 'a''b'", "a'b", [4, 5, 7, 8]),
        ('k: "a\\tb"', "a\tb", [4, 5, 7, 8]),
        ('k: "\\u00e9\\x41"', "éA", [4, 10, 14]),
        ('k: "a \\\n   b"', "a b", [4, 5, 11, 12]),
        ('k: "a  \n   b"', "a b", [4, 7, 11, 12]),
        ("k: |\n  a\n  b\n", "a\nb\n", [7, 8, 11, 12, 13]),
        ("k: >-\n  a\n  b\n", "a b", [8, 9, 12, 13]),
        ("k: !Sub a b", "a b", [8, 9, 10, 11]),
        ("k: &x !Sub 'a'", "a", [12, 13]),
        ("k: !Sub |\n  a", "a", [12, 13]),
        ("k: |2\n    a", "  a", [8, 9, 10, 11]),
    ],
)
def test_place_of_each_character(text, value, places):
    node = value_of(text)

    assert value == node.value
    assert places == [node.place(index)[1] for index in range(len(value) + 1)]
