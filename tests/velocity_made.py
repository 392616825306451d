"""Mapping templates made by chance, inputs for them, and another engine that runs them."""

from __future__ import annotations

import json
import re
from itertools import product

import airspeed
from hypothesis import strategies as st

from apigw_lint.languages.velocity.abstract import JSON, NUMBER, UNDEFINED, Gap, Hole, Literal

PATHS = ("$.q", "$.w", "$.z.q")
PARAMETERS = ("a", "ab")
LISTS = ("$.items", "$.tags")
NAMES = ("one", "two", "three")
MARKS = "qwz"
"""Values of the input are made of these; no text of a made template has them."""


class Input:
    """What API Gateway's ``$input`` gives, for one request."""

    def __init__(self, values, lists):
        """Takes what stands at each path, parameters included."""
        self.values = values
        self.lists = lists
        self.body = "qw"

    def path(self, path):
        return self.lists[path] if path in self.lists else self.values[path]

    def json(self, path):
        return json.dumps(self.path(path))

    def params(self, name):
        return self.values[name]


class Util:
    """What API Gateway's ``$util`` gives, for values without quotes."""

    def escapeJavaScript(self, text):  # noqa: N802
        return text

    def urlEncode(self, text):  # noqa: N802
        return text


@st.composite
def inputs(draw):
    values = {name: draw(st.text(MARKS, max_size=2)) for name in (*PATHS, *PARAMETERS)}
    lists = {path: draw(st.lists(st.text(MARKS, min_size=1, max_size=2), max_size=2)) for path in LISTS}
    return Input(values, lists)


def every_input():
    """Yields inputs of all sorts: each value empty, compared with by some condition, or another; lists of none, one and two."""
    names = (*PATHS, *PARAMETERS)
    for lengths in product((0, 1, 2), repeat=len(LISTS)):
        lists = {path: list("qw"[:length]) for path, length in zip(LISTS, lengths, strict=True)}
        for values in product(("q", "", "w", "a"), repeat=len(names)):
            yield Input(dict(zip(names, values, strict=True)), lists)


def engine(text, given):
    """Returns what airspeed prints."""
    return airspeed.Template(text).merge({"input": given, "util": Util()})


def chosen(*values):
    return st.sampled_from(values)


OUTSIDE = st.sampled_from([f"$input.path('{path}')" for path in PATHS] + ["$input.params('ab')", "$input.params('a')"])
REFERENCE = OUTSIDE | st.sampled_from([f"${name}" for name in NAMES] + ["${one}", "$!{two}", "$!undefined"])
LIST = st.sampled_from([f"$input.path('{path}')" for path in LISTS] + ["[1..2]", "[3..1]", '["a", "b", "c"]', "[]", "$list"])
COUNTED = st.sampled_from([f"$input.path('{path}').size()" for path in LISTS] + ["$number", "2"])
TEXT = st.text('abc ,:{}[]"1', max_size=5)


def strings(inner):
    return st.lists(TEXT.map(lambda text: text.replace('"', "")) | inner, max_size=3).map(lambda parts: '"' + " ".join(parts) + '"')


VALUE = OUTSIDE | strings(REFERENCE) | chosen("'a'", "''", "'b c'") | st.sampled_from([f"${name}" for name in NAMES])
ATOM = st.one_of(
    st.tuples(REFERENCE.filter(lambda r: "!" not in r), chosen("==", "!="), chosen("'a'", "'q'", '"w"', '""')).map(" ".join),
    st.tuples(COUNTED, chosen("==", "!=", "<", ">", "<=", ">="), chosen("0", "1", "2")).map(" ".join),
    REFERENCE.filter(lambda reference: "!" not in reference),
    chosen("true", "false"),
)
CONDITION = st.recursive(
    ATOM,
    lambda inner: st.one_of(
        st.tuples(inner, chosen("&&", "||"), inner).map(lambda parts: f"({parts[0]}) {parts[1]} ({parts[2]})"),
        inner.map(lambda condition: f"!({condition})"),
    ),
    max_leaves=3,
)
SET = st.one_of(
    st.tuples(chosen(*NAMES), VALUE).map(lambda parts: f"#set(${parts[0]} = {parts[1]})"),
    COUNTED.map(lambda count: f"#set($number = {count} + 1)"),
    LIST.map(lambda items: f"#set($list = {items})"),
)
IN_LOOP = chosen(
    "$foreach.count", "$foreach.index", "$velocityCount", "$item", "#if($foreach.hasNext),#end", "#if($foreach.first)a#{else}b#end"
)


def blocks(inner):
    body = st.lists(inner | IN_LOOP, max_size=4).map(" ".join)
    plain = st.lists(inner, max_size=4).map(" ".join)
    return st.one_of(
        st.tuples(CONDITION, plain).map(lambda parts: f"#if({parts[0]}) {parts[1]} #end"),
        st.tuples(CONDITION, plain, CONDITION, plain, plain).map(lambda p: f"#if({p[0]}){p[1]}#elseif({p[2]}) {p[3]} #else\n{p[4]}#end"),
        st.tuples(LIST, body).map(lambda parts: f"#foreach($item in {parts[0]}) {parts[1]} #end"),
    )


NODES = st.recursive(st.one_of(TEXT, REFERENCE, SET, chosen("## a comment\n", "#* no *#", "$number", "\n")), blocks, max_leaves=12)
DECLARED = "".join(f"#set(${name} = '')" for name in NAMES) + "#set($number = 0)#set($list = [])"
"""Names are set before all: airspeed forgets in a loop what was first set there."""

TEMPLATES = st.lists(NODES, max_size=5).map(lambda parts: DECLARED + "\n".join(parts))

REPAIR = """.replaceAll("\\\\'", "'")"""

SCALAR = st.one_of(
    chosen("1", "true", "null", '"a"', "$number", "$input.json('$.q')", "$input.json('$.items')", "'b'", "a"),
    REFERENCE.map(lambda reference: f'"{reference}"'),
    OUTSIDE.map(lambda value: f'"$util.urlEncode({value})"'),
    OUTSIDE.map(lambda value: f'"$util.escapeJavaScript({value}){REPAIR}"'),
    strings(REFERENCE),
    REFERENCE,
)


def structures(inner):
    comma = chosen(", ", ", ", ", ", " ", " #if($input.path('$.q') == 'w'),#end ", " ,, ")
    member = st.tuples(chosen('"a": ', '"b":', '"c" ', "c: "), inner).map("".join)
    loop = st.tuples(LIST, inner | chosen("$item", '"$item"'), chosen("#if($foreach.hasNext),#end", ",", ""))
    return st.one_of(
        st.tuples(st.lists(st.tuples(inner, comma).map("".join), max_size=3), inner).map(lambda p: f"[{''.join(p[0])}{p[1]}]"),
        st.tuples(st.lists(st.tuples(member, comma).map("".join), max_size=3), member).map(lambda p: f"{{{''.join(p[0])}{p[1]}}}"),
        loop.map(lambda parts: f"[#foreach($item in {parts[0]}) {parts[1]}{parts[2]} #end]"),
        st.tuples(CONDITION, inner, inner).map(lambda parts: f"#if({parts[0]}) {parts[1]} #else {parts[2]} #end "),
        st.tuples(SET, inner).map(" ".join),
    )


JSON_TEMPLATES = st.recursive(SCALAR, structures, max_leaves=10).map(lambda text: f'{DECLARED}{{"root": {text}}}')
GUARD = st.one_of(
    st.tuples(OUTSIDE, chosen("==", "!="), chosen("''", "'q'", "'w'", "'a'")).map(" ".join),
    OUTSIDE,
    st.sampled_from([f"$input.path('{path}').size() > 0" for path in LISTS]),
    chosen("$flag"),
)
MEMBER = st.one_of(
    st.tuples(OUTSIDE, chosen(",", ", #set($flag = true)", "#if($flag),#end ")).map(lambda parts: f'"a": "{parts[0]}"{parts[1]}'),
    st.tuples(LIST, chosen(",", "#if($foreach.hasNext),#end")).map(
        lambda parts: f'"b": [#foreach($item in {parts[0]})"$item"{parts[1]}#end],'
    ),
)
GUARDED_TEMPLATES = st.lists(
    MEMBER
    | st.tuples(GUARD, MEMBER).map(lambda parts: f"#if({parts[0]}) {parts[1]} #end")
    | st.tuples(GUARD, GUARD, MEMBER).map(lambda parts: f"#if({parts[0]} && {parts[1]}) {parts[2]} #end"),
    min_size=1,
    max_size=4,
).map(lambda members: f'{DECLARED}#set($flag = false){{{" ".join(members)} "last": 1}}')
"""JSON whose commas depend on conditions: nothing else can break it."""


def pattern(pieces):
    """Returns a regular expression of what pieces allow, without blanks."""
    return "".join(_allowed(piece) for piece in pieces)


def _allowed(piece):
    if isinstance(piece, Gap):
        return ""
    if isinstance(piece, Literal):
        return re.escape(bare(piece.text))
    assert isinstance(piece, Hole)
    if piece.kind == UNDEFINED:
        return f"(?:{re.escape(bare(piece.inner))})?"
    if isinstance(piece.origin, tuple) and piece.origin[0] == "unknown":
        # The printer has given this value up.
        return ".*"
    if piece.kind == NUMBER:
        return r"-?\d+"
    return rf'[{MARKS}"\[\],]{"+" if piece.kind == JSON else "*"}'


def bare(text):
    """Returns a text without its blanks: engines differ on those beside directives."""
    return "".join(text.split())
