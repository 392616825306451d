import pytest

from apigw_lint.languages.selection_expression import Expression, ExpressionError, parse
from apigw_lint.value import HOLE


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("$request.body.action", [("variable", "request.body.action")]),
        ("${request.body.version}-beta", [("variable", "request.body.version"), ("text", "-beta")]),
        ("$request.body.detail-type", [("variable", "request.body.detail-type")]),
        ("$default", [("text", "$default")]),
        (r"\$default", [("text", "$default")]),
        (r"a\$b", [("text", "a$b")]),
        ("200", [("text", "200")]),
        ("", []),
        ("${request.body.a}/${request.body.b}", [("variable", "request.body.a"), ("text", "/"), ("variable", "request.body.b")]),
        (f"$request.body.{HOLE}", [("variable", None)]),
        (f"${{{HOLE}", [("variable", None)]),
        (f"${HOLE}", [("variable", None)]),
        (f"a{HOLE}", [("text", f"a{HOLE}")]),
    ],
)
def test_what_an_expression_is_made_of(text, parts):
    found = parse(text)

    assert isinstance(found, Expression)
    assert parts == [(part.kind, part.name) for part in found.parts]
    assert "".join(text[part.start : part.end] for part in found.parts) == text


@pytest.mark.parametrize(
    ("text", "wrong"),
    [("$", "$"), ("$.action", "$.action"), ("a-${request.body.x", "${request.body.x"), ("${}", "${}"), ("x$ y", "$ y"), ("${ }", "${ }")],
)
def test_what_is_no_expression(text, wrong):
    found = parse(text)

    assert isinstance(found, ExpressionError)
    assert wrong == text[found.start : found.end]


@pytest.mark.parametrize(
    ("text", "constant"), [("200", "200"), (r"\$default", "$default"), ("$default", "$default"), ("$request.body.a", None), (HOLE, None)]
)
def test_what_is_the_same_for_every_message(text, constant):
    found = parse(text)

    assert isinstance(found, Expression)
    assert constant == found.constant


@pytest.mark.parametrize(
    ("text", "key", "may"),
    [
        ("$request.body.action", "send", True),
        ("${request.body.version}-beta", "v1-beta", True),
        ("${request.body.version}-beta", "v1", False),
        ("${integration.response.statuscode}", "404", True),
        ("${integration.response.statuscode}", "OK", False),
        ("200", "200", True),
        ("200", "application/json", False),
        (r"\$default", r"\$default", True),
        (f"v{HOLE}", "v2", True),
        (f"v{HOLE}", "w2", False),
        (f"${HOLE}", "anything", True),
    ],
)
def test_which_keys_an_expression_can_yield(text, key, may):
    found = parse(text)

    assert isinstance(found, Expression)
    assert may is found.may_yield(key)
