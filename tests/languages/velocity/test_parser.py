"""Mapping templates as trees: places, errors, and whether another engine takes the same texts."""

import re
import time

import airspeed
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from loading import load
from support import CORPUS, needs_corpus
from velocity_made import DECLARED, TEMPLATES

from apigw_lint.languages.velocity.nodes import Branch, Foreach, If, Node, Output, Set, String, Text
from apigw_lint.languages.velocity.parser import parse
from apigw_lint.value import HOLE, entries, masked


def tree(text):
    template, errors = parse(text)
    assert [] == errors
    return template


def errors(text):
    """Returns what is wrong, each with the text that it stands at."""
    return [(text[error.start : error.end], error.message) for error in parse(text)[1]]


def shape(node, text):
    """Returns a node as its class and the text that it covers."""
    return type(node).__name__, text[node.start : node.end]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a $b c", [("Text", "a "), ("Output", "$b"), ("Text", " c")]),
        ("$!{a.b}c", [("Output", "$!{a.b}"), ("Text", "c")]),
        ("$a.b-c.", [("Output", "$a.b-c"), ("Text", ".")]),
        ("$input.params('x').y[0]z", [("Output", "$input.params('x').y[0]"), ("Text", "z")]),
        ("$list[some text]", [("Output", "$list"), ("Text", "[some text]")]),
        (
            "$5 and $ and #fff #",
            [("Text", "$"), ("Text", "5 and "), ("Text", "$"), ("Text", " and "), ("Text", "#"), ("Text", "fff "), ("Text", "#")],
        ),
        ("\\$a \\\\$a", [("Text", "\\$"), ("Text", "a "), ("Text", "\\\\"), ("Output", "$a")]),
        ("a## b\nc#* d *#e", [("Text", "a"), ("Comment", "## b\n"), ("Text", "c"), ("Comment", "#* d *#"), ("Text", "e")]),
        ("#[[$a #if]]#", [("Text", "#[[$a #if]]#")]),
        ("#set($a.b-c = 1)d", [("Set", "#set($a.b-c = 1)"), ("Text", "d")]),
        ('#set($a["b"] = 1)', [("Set", '#set($a["b"] = 1)')]),
        ("#set the table", [("Text", "#set"), ("Text", " the table")]),
        ("#if($a)b#{else}c#end d", [("If", "#if($a)b#{else}c#end"), ("Text", " d")]),
        ("#endless #elsewhere", [("Text", "#"), ("Text", "endless "), ("Text", "#"), ("Text", "elsewhere")]),
        ("#foreach ($a in [1..$n])$a#break#end#stop", [("Foreach", "#foreach ($a in [1..$n])$a#break#end"), ("Stop", "#stop")]),
    ],
)
def test_what_a_template_is_made_of(text, expected):
    assert expected == [shape(node, text) for node in tree(text).body]


def test_values_and_their_places():
    text = """#set($a = "x $b.c('y') z")#if(!$a.isEmpty() && $b[0] >= -1.5)#end"""
    setting, condition = tree(text).body

    assert isinstance(setting, Set)
    assert isinstance(condition, If)
    assert isinstance(setting.value, String)
    assert [("Text", "x "), ("Output", "$b.c('y')"), ("Text", " z")] == [shape(part, text) for part in setting.value.parts]
    assert ("Binary", "!$a.isEmpty() && $b[0] >= -1.5") == shape(condition.branches[0].condition, text)
    assert "&&" == condition.branches[0].condition.operator


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("#if($a)b", [("#if", "#if without an #end")]),
        ("#foreach($a in $b)#if($c)#end", [("#foreach", "#foreach without an #end")]),
        ("a#end", [("#end", "#end without a block to end")]),
        ("#else", [("#else", "#else without an #if")]),
        ("#if($a)#else#else#end", [("#else", "#else after #else")]),
        ("#if $a #end", [("#if", "#if without its parentheses")]),
        ("#if()#end", [(")", ") where a value is expected")]),
        ("#if($a == )#end", [(")", ") where a value is expected")]),
        ("#set($a = 'b)", [("'b)", "a string that is never closed")]),
        ("#set(a = 1)", [("a", "#set sets a reference, such as $name")]),
        ("#set($a == 1)", [("=", "#set is written #set($name = value)")]),
        ("#set($a = b)", [("b", "b is no value: $b is a reference, 'b' a string")]),
        ("#foreach($a of $b)#end", [("o", "#foreach is written #foreach($item in $list)")]),
        ("${a.b c", [("${a.b", "no closing brace in ${a.b")]),
        ("a #* b", [("#*", "a comment that is never closed")]),
        ("$a.b('c' 'd')", [("('c' '", "expected , or ) after this argument, not '")]),
        ("#end #end", [("#end", "#end without a block to end"), ("#end", "#end without a block to end")]),
    ],
)
def test_errors_stand_where_they_are_made_and_stop_nothing(text, expected):
    assert expected == errors(text)
    assert ("Output", "$after") == shape(tree_past_errors(text + " $after")[-1], text + " $after") or "never closed" in expected[0][1]


def tree_past_errors(text):
    body = parse(text)[0].body
    while isinstance(body[-1], (If, Foreach)):
        body = body[-1].branches[-1].body if isinstance(body[-1], If) else body[-1].body
    return body


def test_no_error_is_certain_beside_a_hole():
    assert [False] == [error.certain for error in parse(f"#if($a) {HOLE}")[1]]
    assert [True] == [error.certain for error in parse("#if($a)")[1]]


def below(node):
    """Yields the nodes below a node."""
    for kind in type(node).__mro__:
        for name in getattr(kind, "__slots__", ()):
            value = getattr(node, name)
            for part in value if isinstance(value, tuple) else (value,):
                for piece in part if isinstance(part, tuple) else (part,):
                    if isinstance(piece, Node):
                        yield piece
                        yield from below(piece)


PIECES = [
    "$",
    "{",
    "}",
    "#if(",
    "#end",
    "#set($a = ",
    "#foreach($a in ",
    "#else",
    "#elseif(",
    ")",
    "(",
    "[",
    "]",
    '"',
    "'",
    "a",
    ".b",
    "!",
    "\\",
    "#",
    "*",
    "..",
    "1",
    ",",
    " ",
    "\n",
    "&&",
    HOLE,
]


@settings(max_examples=300)
@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_nothing_is_lost_whatever_the_text(text):
    template, found = parse(text)

    at = 0
    for node in template.body:
        assert at == node.start <= node.end or (found and at <= node.start)
        at = node.end
    assert at == len(text) or found
    assert all(0 <= node.start <= node.end <= len(text) for node in below(template))
    assert all(0 <= error.start <= error.end <= len(text) for error in found)


@given(st.text("abc {}[]()'\".,!*=\n"))
def test_text_without_signs_is_text(text):
    assert ([Text] if text else []) == [type(node) for node in tree(text).body]


# Another engine.


def refused(text):
    """Returns whether airspeed refuses a template."""
    try:
        airspeed.Template(text).ensure_compiled()
    except airspeed.TemplateError:
        return True
    return False


_HYPHENATED = re.compile(r"(?<=[A-Za-z])-(?=[A-Za-z])")
_SET_INDEX = re.compile(r"""(#set\(\$[\w.]+)\[[^\]]*\]""")


def without_what_airspeed_lacks(text):
    """Returns a template without hyphenated names and ``#set($x["a"] = 1)``, which run on AWS as recorded calls show."""
    return _SET_INDEX.sub(r"\1", _HYPHENATED.sub("_", text.replace(HOLE, "hole")))


def corpus():
    if not CORPUS.is_dir():
        return []
    found = {}
    for definition in load(CORPUS).definitions:
        for api in definition.apis:
            for integration in api.integrations:
                for value in (integration.request_templates, *(response.response_templates for response in integration.responses)):
                    found.update((masked(template), None) for _, template in entries(value))
    return [text for text in found if text is not None]


@needs_corpus
def test_templates_of_the_corpus_are_accepted_by_both():
    texts = corpus()

    assert len(texts) >= 20
    assert [] == [text for text in texts if parse(text)[1]]
    assert [] == [text for text in texts if refused(without_what_airspeed_lacks(text))]


def test_what_only_airspeed_refuses():
    for text in ("#set($context.responseOverride.header.Access-Control-Allow-Origin = 'a')", '#set($map["key"] = 1)'):
        assert [] == errors(text)
        assert refused(text)
        assert not refused(without_what_airspeed_lacks(text))


SIGNS = re.compile(r"#end|#else|#if\(|#foreach\(|\)|\(|\"|'| in |=|\]|\[")


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(TEMPLATES, st.data())
def test_a_sign_taken_away_is_an_error_to_both_or_to_none(text, data):
    assert not refused(text)
    assert [] == errors(text)
    signs = [match for match in SIGNS.finditer(text) if match.start() >= len(DECLARED)]
    if signs:
        sign = data.draw(st.sampled_from(signs))
        less = text[: sign.start()] + text[sign.end() :]

        assert refused(less) == bool(errors(less)), errors(less)


# The price of hostile templates.


@pytest.mark.parametrize(
    "text",
    [
        "$a",
        "#if(",
        "#if($a)",
        "${",
        "\\",
        "$a[",
        '"$b[',
        "#set($a=(",
        "#foreach($a in $b)",
        "#*",
        '#set($a = "$b',
        "#end",
        "[1..",
        "##",
        "$a.b(",
    ],
)
def test_the_work_grows_with_the_text(text):
    started = time.perf_counter()
    parse(text * (100_000 // len(text)))

    # Work that grows with the square takes a minute.
    assert time.perf_counter() - started < 5


def test_deep_nesting_is_named():
    assert "blocks nested more than 200 deep" == parse("#if($a)" * 300 + "#end" * 300)[1][0].message
    assert [Branch] == [type(branch) for branch in tree("#if($a)" * 150 + "#end" * 150).body[0].branches]
    assert [Output] == [type(node) for node in tree("$a").body]
