"""Documents inside strings: their places in the real file, their holes, and edits of them."""

import json

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from apigw_lint.loaders.embedded import parse_text
from apigw_lint.loaders.literal import value_of
from apigw_lint.source import Source, Span
from apigw_lint.syntax import reading
from apigw_lint.value import Absent, Known, List, Reference, Table, Text, Unknown

OPENAPI = """\
paths:
  /pets:
    get:
      summary: 'it''s "one"'
      x-timeout: 50000
      tags: [a, b]

    post: {summary: two}
"""


def string_of(text, path="t.yaml"):
    """Returns the string under ``k`` of a YAML or JSON text."""
    node, problems = reading.parse(Source(path, text))

    assert [] == problems
    return value_of(node).get("k")


class Shifted:
    def __init__(self, source, start):
        self.source, self.start = source, start

    def place(self, index):
        return self.source, self.start + index


def holed(text):
    """Returns a text in which each ``@`` is a hole: the n-th is the Reference ``r<n>``, written as ``${x}``; ``?`` is an Unknown."""
    source = Source("t.tf", text.replace("@", "${x}").replace("?", "${y}"))
    parts, at, plain = [], 0, ""
    for character in text + "\0":
        if character in "@?\0" and plain:
            parts.append(Known(plain, source.span(at, at + len(plain)), Shifted(source, at)))
            at, plain = at + len(plain), ""
        if character == "@":
            parts.append(Reference(f"r{sum(isinstance(part, Reference) for part in parts) + 1}", "id", source.span(at, at + 4)))
        elif character == "?":
            parts.append(Unknown(source.span(at, at + 4)))
        else:
            plain += character
            continue
        at += 4
    return Text(parts, source.span(0, len(source.text)))


def walk(value):
    yield value
    if isinstance(value, Table):
        for entry in value.entries:
            yield entry.key
            yield from walk(entry.value)
    elif isinstance(value, List):
        for item in value.items:
            yield from walk(item)


def data_of(value):
    if isinstance(value, Table):
        return {entry.name: data_of(entry.value) for entry in value.entries}
    return [data_of(item) for item in value.items] if isinstance(value, List) else value.value


def indented(text, margin):
    return "".join(margin + line if line.strip() else line for line in text.splitlines(True))


CARRIERS = {
    "literal": "k: |\n" + indented(OPENAPI, "    "),
    "double": "k: " + json.dumps(OPENAPI) + "\n",
    "single": "k: '" + OPENAPI.replace("'", "''").replace("\n", "\n\n").rstrip("\n") + "'\n",
    "json": json.dumps({"k": OPENAPI}),
}


@pytest.mark.parametrize("carrier", CARRIERS)
def test_places_lie_in_the_real_file(carrier):
    if carrier == "single":
        text = "k: '" + "{paths: {/pets: {get: {summary: \"it''s\", x-timeout: 50000}}}}'\n"
    else:
        text = CARRIERS[carrier]
    document, problems = parse_text(string_of(text, "t.json" if carrier == "json" else "t.yaml"))
    get = document.get("paths").get("/pets").get("get")
    summary = get.get("summary")

    assert [] == problems
    assert "/pets" == document.get("paths").entries[0].key.span.text
    assert "50000" == get.get("x-timeout").span.text
    assert "it" == summary.at(0, 2).text
    assert "s" == summary.at(3, 4).text


@settings(max_examples=100, deadline=None)
@given(
    data=st.dictionaries(
        st.text("ab'\"\\é\n", min_size=1, max_size=4), st.one_of(st.text("ab '\"\\é\n#", max_size=8), st.integers(0, 9)), max_size=3
    ),
    inner=st.sampled_from(["json", "yaml"]),
    outer=st.sampled_from(["|", ">", "'", '"', "json"]),
)
def test_every_string_in_every_string(data, inner, outer):
    text = json.dumps(data) if inner == "json" else yaml.safe_dump(data)
    if outer == "json":
        carrier = json.dumps({"k": text})
    else:
        carrier = f"k: {yaml.dump(text, default_style=outer, Dumper=yaml.SafeDumper)}"
    document, problems = parse_text(string_of(carrier))

    assert [] == problems
    assert data == data_of(document)
    for value in walk(document):
        assert isinstance(value, (Table, List)) or value.span.start < value.span.end or "\n" in str(value.value)
        for index, character in enumerate(value.value if isinstance(value, Known) and isinstance(value.value, str) else ""):
            if character in "abé":
                source, offset = value.places.place(index)
                assert source.text[offset] in (character, "\\")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"a": @}', "Table([Known('a'): Reference(r1.id)])"),
        ('{"a": "@"}', "Table([Known('a'): Reference(r1.id)])"),
        ('{"a": "x@y"}', "Table([Known('a'): Text([Known('x'), Reference(r1.id), Known('y')])])"),
        ('{"a": 1?}', "Table([Known('a'): Unknown('text with unknown parts')])"),
        ('{"a@": 1}', "Table([Text([Known('a'), Reference(r1.id)]): Known(1)], incomplete)"),
        ("{@: 1}", "Table([Reference(r1.id): Known(1)], incomplete)"),
        ('{"a": 1, ?}', "Table([Known('a'): Known(1)], incomplete)"),
        ('{? "a": 1}', "Table([Known('a'): Known(1)], incomplete)"),
        ('{"a": {"b": 1 ?}}', "Table([Known('a'): Table([Known('b'): Known(1)], incomplete)])"),
        ("[1, ?]", "List([Known(1)], incomplete)"),
        ('[1, "?"]', "List([Known(1), Unknown('')], incomplete)"),
        ('[1, "@"]', "List([Known(1), Reference(r1.id)])"),
        ('[1, "a?"]', "List([Known(1), Text([Known('a'), Unknown('')])])"),
        ("a: @\n", "Table([Known('a'): Reference(r1.id)])"),
        ("a: x@\nb: 1\n", "Table([Known('a'): Text([Known('x'), Reference(r1.id)]), Known('b'): Known(1)])"),
        ("@: 1\n", "Table([Reference(r1.id): Known(1)], incomplete)"),
        ("a:\n- ?\n", "Table([Known('a'): List([Unknown('')], incomplete)])"),
        ("a: |\n  x\n  @\n", "Table([Known('a'): Text([Known('x\\n'), Reference(r1.id), Known('\\n')])])"),
        ("a: 1\n?\nb: 2\n", "Table([Known('a'): Known(1), Known('b'): Known(2)], incomplete)"),
        ("a:\n  b: 1\n  ?\nc: 2\n", "Table([Known('a'): Table([Known('b'): Known(1)], incomplete), Known('c'): Known(2)], incomplete)"),
        ("a:\n- 1\n?\n", "Table([Known('a'): List([Known(1)], incomplete)], incomplete)"),
        ("a: 1\n?\nb:\n  ?\nc: 2\n", None),
        ("a: |\n  x\n  ?\n?\nb: 1\n", None),
        ("@", "Reference(r1.id)"),
        ("a: [@\n", "Unknown('text with unknown parts')"),
        ("{% if @ %}\na: 1\n", "Unknown('text with unknown parts')"),
    ],
)
def test_holes(text, expected):
    document, problems = parse_text(holed(text))

    assert [] == problems
    if expected is not None:
        assert expected == repr(document)
    else:
        assert not document.complete
        assert not isinstance(document.get("b" if "x" not in text else "a"), Known)


def test_a_hole_in_a_key_of_many_is_no_duplicate():
    document, problems = parse_text(holed('{"@": 1, "@": 2, "a": 1, "a": 2}'))

    assert [] == problems
    assert 4 == len(document.entries)


def test_parts_of_a_text_stand_where_they_are_written():
    text = holed('{"uri": "arn:@:lambda:@"}')
    uri = parse_text(text)[0].get("uri")
    source = text.span.source

    assert ["arn:", "${x}", ":lambda:", "${x}"] == [part.span.text if isinstance(part, Unknown) else part.value for part in uri.parts]
    assert "lambda" == uri.at(6, 12).text
    assert source.text.index("lambda") == uri.at(6, 12).start


@pytest.mark.parametrize(
    ("text", "code", "words", "place"),
    [
        ("k: |\n  a: b: c\n", "syntax-error", "a second ': '", ":"),
        ("k: '{\"a\": [1}'\n", "syntax-error", "expected , or ]", "}"),
        ('k: |\n  {"a": 1, "a": 2}\n', "duplicate-key", "key a is written twice", '"a"'),
        ("k: |\n  a: 1\n  a: 2\n", "duplicate-key", "key a is written twice", "a"),
    ],
)
def test_without_holes_a_fault_has_its_place(text, code, words, place):
    _, problems = parse_text(string_of(text))

    assert [code] == [problem.code for problem in problems]
    assert problems[0].message.startswith(words)
    assert place == problems[0].span.text
    assert problems[0].span.start == text.rindex(place)


def test_only_json_reads_no_yaml():
    document, problems = parse_text(string_of("k: |\n  a: 1\n"), only_json=True)

    assert None is document
    assert ["syntax-error"] == [problem.code for problem in problems]


@pytest.mark.parametrize("value", [Known(1, Span(Source("t", "1"), 0, 1)), Absent(Span(Source("t", ""), 0, 0)), string_of("k: ''\n")])
def test_what_is_no_document(value):
    assert (None, []) == parse_text(value)


def test_a_string_without_places_is_one_place():
    span = Source("t", "file('x')").span(0, 9)
    document, _ = parse_text(Known('{"a": "b"}', span))

    assert span == document.get("a").at(0, 1)


def applied(edit):
    text = edit.span.source.text
    return text[: edit.span.start] + edit.text + text[edit.span.end :]


def nested(document):
    return document.get("paths").get("/pets").get("get")


@pytest.mark.parametrize(
    ("edit", "gone", "written"),
    [
        (lambda get: get.get("x-timeout").replaced(29000), "50000", "29000"),
        (lambda get: get.get("summary").replaced("three"), "'it''s \"one\"'", "'three'"),
        (lambda get: get.writer.insertion("deprecated", True), "tags: [a, b]\n", "tags: [a, b]\n          deprecated: true\n"),
        (lambda get: get.get("tags").writer.addition("c"), "[a, b]", "[a, b, c]"),
        (lambda get: get.writer.removal("x-timeout"), "          x-timeout: 50000\n", ""),
        (lambda get: get.writer.removal("tags"), "          tags: [a, b]\n", ""),
    ],
    ids=["replacement", "quoted", "insertion", "addition", "removal", "last"],
)
def test_edits_in_a_block_scalar(edit, gone, written):
    document, _ = parse_text(string_of(CARRIERS["literal"]))

    assert CARRIERS["literal"].replace(gone, written) == applied(edit(nested(document)))


@pytest.mark.parametrize("carrier", ["double", "json"])
def test_edits_in_a_quoted_string_are_made_where_the_text_is_the_same(carrier):
    document, _ = parse_text(string_of(CARRIERS[carrier]))
    get = nested(document)

    assert CARRIERS[carrier].replace("50000", "29000") == applied(get.get("x-timeout").replaced(29000))
    assert None is get.get("x-timeout").replaced('"')
    assert None is get.writer.insertion("deprecated", True)
    assert None is get.writer.removal("tags")


@settings(max_examples=60, deadline=None)
@given(
    data=st.fixed_dictionaries(
        {"a": st.dictionaries(st.sampled_from("bcd"), st.text("xy '\"\n", max_size=6), min_size=1), "e": st.integers(0, 9)}
    ),
    value=st.one_of(st.text("xy '\"\n\\", max_size=6), st.integers(0, 9), st.lists(st.integers(0, 9), max_size=2)),
    outer=st.sampled_from(["|", ">", "'", '"', "json"]),
    flow=st.booleans(),
)
def test_every_edit_reads_back(data, value, outer, flow):
    text = yaml.safe_dump(data, default_flow_style=flow)
    carrier = json.dumps({"k": text}) if outer == "json" else f"k: {yaml.dump(text, default_style=outer, Dumper=yaml.SafeDumper)}"
    document, _ = parse_text(string_of(carrier))
    table = document.get("a")
    edits = [(table.writer.insertion("n", value), {**data["a"], "n": value})]
    edits += [(table.writer.removal(key), {name: item for name, item in data["a"].items() if name != key}) for key in data["a"]]
    if not isinstance(value, list):
        edits += [(table.get(key).replaced(value), {**data["a"], key: value}) for key in data["a"]]
    for edit, expected in edits:
        if edit is not None:
            again, problems = parse_text(string_of(applied(edit)))

            assert [] == problems
            assert {"a": expected, "e": data["e"]} == data_of(again)
