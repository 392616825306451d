import json
import random
from pathlib import Path

import pytest
from terraform_oracle import (
    FAILED,
    UNSURE,
    SameText,
    agrees,
    fits,
    locals_of,
    needs_terraform,
    ours,
    plain,
    theirs,
    wholly_known,
    write_locals,
)

from apigw_lint.value import Known, Text, Unknown

HERE = Path(__file__).parent
EXPRESSIONS = [line for line in (HERE / "expressions.txt").read_text("utf-8").splitlines() if line and not line.startswith("#")]
TRUTH = json.loads((HERE / "expressions.json").read_text("utf-8"))
"""What Terraform 1.11 makes of each expression."""

VALUES = [
    '"a"',
    '""',
    "1",
    "true",
    "null",
    "[]",
    '["a", "b"]',
    "[1]",
    "{}",
    "{ a = 1 }",
    '{ a = "x", b = [1] }',
    '"1"',
    "false",
    'toset(["a"])',
]


@pytest.fixture(scope="module")
def evaluated(tmp_path_factory):
    return dict(zip(EXPRESSIONS, ours(tmp_path_factory.mktemp("terraform"), EXPRESSIONS), strict=True))


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_what_is_known_is_what_terraform_gets(expression, evaluated):
    found = evaluated[expression]

    assert found == TRUTH[expression]
    if not isinstance(found, (SameText, type(UNSURE))):
        assert type(found) is type(TRUTH[expression]) or {type(found), type(TRUTH[expression])} == {int, float}


def test_most_of_what_terraform_knows_is_known(evaluated):
    known = [expression for expression in EXPRESSIONS if wholly_known(evaluated[expression])]

    assert len(known) > 0.9 * len(EXPRESSIONS)


@needs_terraform
def test_the_truth_is_what_this_terraform_says(tmp_path):
    assert [TRUTH[expression] for expression in EXPRESSIONS] == theirs(tmp_path, EXPRESSIONS)


UNKNOWN = {
    "var.u": Unknown,
    '"a${var.u}b"': Text,
    'format("%s/x", var.u)': Text,
    'join("-", ["a", var.u])': Text,
    'upper("a${var.u}")': Unknown,
    "var.u ? 1 : 2": Unknown,
    "var.u.a.b[0]": Unknown,
    "try(var.u, 1)": Unknown,
    "try(var.u.a, 1)": Unknown,
    'lookup(var.u, "a", 1)': Unknown,
    "[for x in var.u : x]": Unknown,
    "length([for x in [1, 2] : x if var.u])": Unknown,
    "merge({ a = 1 }, var.u).a": Unknown,
    "[1, 2][var.u]": Unknown,
    'var.u == "a"': Unknown,
    "sha1(jsonencode({ a = var.u }))": Unknown,
    "timestamp()": Unknown,
    "uuid()": Unknown,
    'cidrhost("10.0.0.0/8", 1)': Unknown,
    'abspath(".")': Unknown,
    "terraform.workspace": Unknown,
    "no_such_function(1)": Unknown,
    "provider::x::y(1)": Unknown,
    "merge(var.u, { a = 1 }).a": Known,
    "false && var.u": Known,
    "[var.u, 1][1]": Known,
    "length([var.u, 1])": Known,
    "keys({ a = var.u, b = 1 })[1]": Known,
    'startswith("arn:${var.u}", "arn:")': Known,
    '"a${var.u}" == "b"': Known,
    'try([][0], "x")': Known,
    "can(1)": Known,
    "var.u ? 1 : 1": Known,
    "{ a = var.u }.a == null": Unknown,
    "{ (var.u) = 1, b = 2 }.b": Known,
    "{ b = 2, (var.u) = 1 }.b": Unknown,
}


@pytest.mark.parametrize(("expression", "kind"), UNKNOWN.items())
def test_what_depends_on_the_unknown_is_unknown(expression, kind, tmp_path):
    write_locals(tmp_path, [expression], 'variable "u" {}\n')
    found = locals_of(tmp_path)["e0"]

    assert isinstance(found, kind)
    assert kind is Known or not isinstance(found, Known)


PARTLY = [
    '"a${var.u}b"',
    "merge({ a = 1, b = 2 }, var.u)",
    "merge(var.u, { a = 1 })",
    "var.v ? { a = 1 } : { a = 2 }",
    'coalesce(var.u, "x")',
    "jsonencode({ b = var.u, a = [1, var.v] })",
    "[for x in [1, 2, 3] : x * 2 if x > 1 || var.v]",
    '{ for k in ["a", "b"] : k => var.u }',
    'try(var.u.a, "none")',
    "concat([1], var.u)",
    "flatten([[1], var.u])",
    'var.u == null ? "x" : "y"',
    "lookup({ a = 1 }, var.u, 2)",
    '[1, "x"][var.v ? 0 : 1]',
    'compact(["a", var.u])',
    '"%{ if var.v }yes%{ else }no%{ endif }!"',
    "true ? var.u : 1",
    "element([var.u, 2], 1)",
    "can(var.u.a)",
    "distinct([1, var.u])",
    'toset(["b", var.u])',
]


@needs_terraform
def test_what_is_partly_known_holds_whatever_a_variable_is(tmp_path):
    mine_at, truth_at = tmp_path / "mine", tmp_path / "truth"
    mine_at.mkdir()
    truth_at.mkdir()
    write_locals(mine_at, PARTLY, 'variable "u" {}\nvariable "v" {}\n')
    found = locals_of(mine_at)
    cases = [
        (at, text.replace("var.u", f"({u})").replace("var.v", v))
        for at, text in enumerate(PARTLY)
        for u in VALUES
        for v in ("true", "false")
    ]
    answers = theirs(truth_at, [text for _, text in cases])
    wrong = [
        (text, plain(found[f"e{at}"]), answer)
        for (at, text), answer in zip(cases, answers, strict=True)
        if answer != FAILED and not agrees(found[f"e{at}"], answer)
    ]

    assert not wrong
    assert sum(answer != FAILED for answer in answers) > 200


def _random_expression(random_: random.Random, depth: int) -> str:
    def inner():
        return _random_expression(random_, depth - 1)

    if depth <= 0:
        return random_.choice(['"a"', '"x y"', '""', "1", "2.5", "true", "null", '["a", "b"]', "[1, 2]", "{ a = 1 }", '{ b = "x", a = 2 }'])
    shape = random_.choice(
        [
            lambda: f'"p${{{inner()}}}q"',
            lambda: f"[{inner()}, {inner()}]",
            lambda: f"{{ a = {inner()}, b = {inner()} }}",
            lambda: f"{inner()} == {inner()}",
            lambda: f"{inner()} + {inner()} * {inner()}",
            lambda: f"{inner()} ? {inner()} : {inner()} ? {inner()} : {inner()}",
            lambda: f"[for k, v in {inner()} : v]",
            lambda: f"{{ for k, v in {inner()} : k => v }}",
            lambda: f"{inner()}[*].a",
            lambda: f"try({inner()}.a, {inner()})",
            lambda: f"merge({inner()}, {inner()})",
            lambda: f"concat({inner()}, {inner()})",
            lambda: f'join("-", {inner()})',
            lambda: f"jsonencode({inner()})",
            lambda: f"coalesce({inner()}, {inner()})",
            lambda: f"length({inner()})",
            lambda: f'lookup({inner()}, "a", {inner()})',
            lambda: f"tostring({inner()})",
            lambda: f"toset({inner()})",
            lambda: f'"%{{ for v in {inner()} ~}} ${{v}} %{{ endfor }}"',
        ]
    )
    return shape()


@needs_terraform
def test_random_expressions_agree_with_terraform(tmp_path):
    random_ = random.Random(4711)
    expressions = [_random_expression(random_, random_.choice([1, 2, 3])) for _ in range(400)]
    mine = ours(tmp_path, expressions)
    truth = theirs(tmp_path, expressions)
    wrong = [(text, a, b) for text, a, b in zip(expressions, mine, truth, strict=True) if b != FAILED and a != b]

    assert not wrong
    assert sum(b != FAILED for b in truth) > 100


def test_a_hole_fits_any_text():
    assert fits("a\ue000b", "axxb")
    assert not fits("a\ue000b", "axx")
