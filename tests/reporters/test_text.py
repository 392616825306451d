"""Findings as people read them."""

import io

import pytest
from engine_support import without_escapes

from apigw_lint.lint import Report
from apigw_lint.reporters import display, text
from apigw_lint.rule import Consequence, Finding, Fix, Related
from apigw_lint.source import Source
from apigw_lint.value import Edit

TEMPLATE = Source("template.yaml", "\n" * 13 + "      MethodResponses:\n" + "        - x\n" * 6 + "          - StatusCode: 404\n")


def found(source, part, message="wrong", related=(), **rest):
    start = source.text.index(part)
    places = [Related(s.span(s.text.index(p), s.text.index(p) + len(p)), words) for s, p, words in related]
    return Finding("bad-thing", Consequence.BROKEN, source.span(start, start + len(part)), message, places, **rest)


def shown(*findings, checked=1, colour=False, **options):
    stream = io.StringIO()
    report = Report(findings=list(findings), checked=[str(n) for n in range(checked)])
    text.write(report, stream, colour, options.pop("summary", False), **options)
    return stream.getvalue()


def test_a_finding_with_all_its_parts():
    finding = found(
        TEMPLATE,
        "StatusCode: 404",
        "no method response for status 404",
        [(TEMPLATE, "MethodResponses", "declares 200 and 400")],
        fix=Fix("declare a method response for 404", [Edit(TEMPLATE.span(0, 0), "x")]),
        help="one\ntwo",
    )
    finding.method, finding.stage = "POST /users", "integration response"

    expected = """\
error[bad-thing] broken: it deploys, and requests then fail
  --> template.yaml:21:13
   |
14 |       MethodResponses:
   |       --------------- declares 200 and 400
...
21 |           - StatusCode: 404
   |             ^^^^^^^^^^^^^^^ no method response for status 404
   |
   = POST /users, integration response
   = fix: declare a method response for 404
   = help: one
   = help: two

"""
    assert expected == shown(finding)


def test_colours_change_nothing_else():
    finding = found(TEMPLATE, "StatusCode", related=[(TEMPLATE, "MethodResponses", "here")])

    assert shown(finding) == without_escapes(shown(finding, colour=True))
    assert "\x1b[1;31merror[bad-thing]\x1b[0m" in shown(finding, colour=True)


def test_lines_between_are_left_out_only_where_it_saves_something():
    source = Source("f", "one\ntwo\nthree\nfour\nfive\n")
    related = [(source, "one", "a"), (source, "two", "b")]

    assert "1 | one\n  | --- a\n2 | two\n  | --- b\n3 | three\n4 | four\n  | ^^^^ wrong\n" in shown(found(source, "four", related=related))
    assert "1 | one\n  | --- a\n...\n4 | four\n" in shown(found(source, "four", related=related[:1]))


def test_two_places_on_one_line():
    source = Source("f", "key: value")

    assert "1 | key: value\n  | --- named here\n  |      ^^^^^ wrong\n" in shown(
        found(source, "value", related=[(source, "key", "named here")])
    )


def test_a_place_in_another_file():
    other = Source("other.yaml", "a\nb\n")
    expected = """\
 --> f:1:1
  |
1 | x
  | ^ wrong
  |
 ::: other.yaml:2:1
  |
2 | b
  | - the other half
  |
"""

    assert expected in shown(found(Source("f", "x"), "x", related=[(other, "b", "the other half")]))


def test_a_place_of_several_lines_is_marked_on_the_first():
    source = Source("f", "a: one   \n  two\n")

    assert "1 | a: one\n  |    ^^^ wrong\n  |\n" in shown(found(source, "one   \n  two"))


def test_an_empty_place_has_one_caret():
    source = Source("f", "ab")
    finding = Finding("bad-thing", Consequence.BROKEN, source.span(2, 2), "missing")

    assert "1 | ab\n  |   ^ missing\n" in shown(finding)


def test_a_file_without_text_has_no_snippet():
    finding = Finding("internal-error", Consequence.BROKEN, Source("f", "").span(0, 0), "it crashed")

    assert "error[internal-error]\n --> f:1:1\n  = it crashed\n\n" == shown(finding)


@pytest.mark.parametrize(
    ("line", "part", "carets"),
    [
        ("\tkey: value", "value", "         ^^^^^"),
        ("\t\tx", "x", "        ^"),
        ("名前: x", "x", "      ^"),
        ("x: 名前", "名前", "   ^^^^"),
        ("e\u0301a: x", "x", "    ^"),
        ("a\x1bb: x", "x", "     ^"),
    ],
    ids=["tab", "tabs", "wide-before", "wide", "combining", "control"],
)
def test_carets_stand_below_what_they_mean(line, part, carets):
    assert f"  | {carets} wrong\n" in shown(found(Source("f", line), part))


def test_nothing_in_a_file_moves_the_cursor():
    source = Source("f\x1b", "a\x1b[2Jb\u202e\x9b\x7f\x00")
    printed = shown(found(source, "a", "m\x1b]0;x\x07"))

    assert set() == {character for character in printed if not character.isprintable()} - {"\n"}


@pytest.mark.parametrize(
    ("before", "after"),
    [(0, 500), (500, 0), (500, 500), (100, 500)],
)
def test_a_long_line_is_cropped_around_the_place(before, after):
    source = Source("f", "a" * before + "HERE" + "b" * after)
    lines = shown(found(source, "HERE")).splitlines()
    line, carets = lines[3], lines[4]
    start = carets.index("^")

    assert "HERE" == line[start : start + carets.count("^")]
    assert len(line) <= display.LIMIT + 8
    assert ("…" in line[:8], line.endswith("…")) == (before >= 100, after > 0)


def test_a_place_that_is_longer_than_the_line_ends_with_it():
    lines = shown(found(Source("f", "x" * 1000), "x" * 1000)).splitlines()

    assert len(lines[3]) == len(lines[4].removesuffix(" wrong"))


@pytest.mark.parametrize(
    ("findings", "checked", "expected"),
    [
        ([], 0, "No API Gateway definition found."),
        ([], 1, "No findings (1 file checked)."),
        ([found(TEMPLATE, "x")], 1, "Found 1 error in 1 file (1 checked)."),
        ([found(TEMPLATE, "x"), found(Source("b", "x"), "x")], 5, "Found 2 errors in 2 files (5 checked)."),
        (
            [found(TEMPLATE, "x", fix=Fix("f", [Edit(TEMPLATE.span(0, 0), "")]))],
            1,
            "Found 1 error in 1 file (1 checked); 1 fixable with --fix.",
        ),
        ([found(TEMPLATE, "x", fix=Fix("f", [Edit(TEMPLATE.span(0, 0), "")], safe=False))], 1, "Found 1 error in 1 file (1 checked)."),
    ],
)
def test_the_last_line(findings, checked, expected):
    assert f"{expected}\n" == shown(*findings, checked=checked, summary=True)[-len(expected) - 1 :]


def test_statistics():
    findings = [found(TEMPLATE, "x") for _ in range(3)]
    findings.append(Finding("a-thing", Consequence.EXPOSED, TEMPLATE.span(0, 0), "m"))

    assert "    3  broken      bad-thing\n    1  exposed     a-thing\n" == text.statistics(Report(findings=findings))


def test_places_that_a_cropped_line_cannot_show_together_have_a_line_each():
    source = Source("f", "START" + "x" * 500 + "HERE")
    lines = shown(found(source, "HERE", related=[(source, "START", "from here")])).splitlines()

    assert ["1 | START", "  | ----- from here"] == [lines[3][:9], lines[4]]
    assert lines[5].startswith("1 | …xx")
    start = lines[6].index("^^^^ wrong")
    assert "HERE" == lines[5][start : start + 4]
