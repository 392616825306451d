"""ARNs of calls and patterns of them: what a pattern certainly covers, certainly not, or depending on what is not known."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apigw_lint.languages import arn
from apigw_lint.languages.arn import ANY, API, OTHER, SEGMENT, call, covers, may_cover, meets, pattern, route
from apigw_lint.source import Source
from apigw_lint.value import HOLE, Answer, Known, Reference, Text, Unknown

TEXT = Source("a.yaml", "x" * 200)
SPAN = TEXT.span(0, 1)
NAMES = {"Api.Ref": API, "Other.Ref": OTHER, "Stage.Ref": "live"}
YES, NO, MAYBE = Answer.YES, Answer.NO, Answer.MAYBE


def names(reference):
    return NAMES.get(f"{reference.target}.{reference.attribute}")


def written(text):
    """Returns a string in which ``<Api>`` is a reference and ``<?x>`` something that is not known."""
    parts, rest = [], text
    while "<" in rest:
        before, _, rest = rest.partition("<")
        inside, _, rest = rest.partition(">")
        parts.append(Known(before, SPAN))
        parts.append(Unknown(SPAN, why=inside[1:]) if inside.startswith("?") else Reference(inside, "Ref", SPAN))
    parts.append(Known(rest, SPAN))
    return Text(parts, SPAN) if len(parts) > 1 else parts[0]


PREFIX = "arn:<?AWS::Partition>:execute-api:<?AWS::Region>:<?AWS::AccountId>:"
GET_PET = call(API, "live", "GET", "/pets/{id}")


@pytest.mark.parametrize(
    ("source", "subject", "expected"),
    [
        ("<Api>/*/GET/pets/*", GET_PET, YES),
        ("<Api>/live/GET/pets/*", GET_PET, YES),
        ("<Api>/<Stage>/GET/pets/*", GET_PET, YES),
        ("<Api>/*", GET_PET, YES),
        ("<Api>/*/*/*", GET_PET, YES),
        ("*", GET_PET, YES),
        ("<Api>/*/GET/pets/{id}", GET_PET, NO),
        ("<Api>/*/POST/pets/*", GET_PET, NO),
        ("<Api>/test/GET/pets/*", GET_PET, NO),
        ("<Api>/*/GET/pets", GET_PET, NO),
        ("<Api>", GET_PET, NO),
        ("<Api>/", GET_PET, NO),
        ("<Other>/*", GET_PET, NO),
        ("MyApi/*", GET_PET, NO),
        ("abc123/*", GET_PET, MAYBE),
        ("<?Api id>/*/GET/pets/*", GET_PET, MAYBE),
        ("<Api>/<?Stage>/GET/pets/*", GET_PET, MAYBE),
        ("<Api>/<?Stage>/POST/pets/*", GET_PET, NO),
        ("<Api>/*/<?verb>/pets/*", GET_PET, MAYBE),
        ("<Api>/*/ANY/pets", call(API, "live", "ANY", "/pets"), NO),
        ("<Api>/*/GET/pets", call(API, "live", "ANY", "/pets"), NO),
        ("<Api>/*/*/pets", call(API, "live", "ANY", "/pets"), YES),
        ("<Api>/*/?ET/", call(API, "live", "GET", "/"), YES),
        ("<Api>/*/*", call(API, "live", "GET", "/{proxy+}"), YES),
        ("<Api>/live/GET/pets", call(API, SEGMENT, "GET", "/pets"), MAYBE),
        ("<Api>/*/POST/*", call(API, SEGMENT, "GET", "/pets"), NO),
        ("<Api>/*/GET/pets", call(API, SEGMENT, "GET", HOLE), MAYBE),
        ("<Api>/*/$default", route(API, "live", "$default"), YES),
        ("<Api>/*/*/$default", route(API, "live", "$default"), NO),
        ("<Api>/authorizers/*", arn.authorizer_call(API), YES),
        ("<Api>/*/GET/*", arn.authorizer_call(API), NO),
    ],
)
def test_a_source_arn_covers_a_call(source, subject, expected):
    assert expected is covers(pattern(written(PREFIX + source), names), subject)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("arn:aws:execute-api:eu-west-1:123456789012:<Api>/*", MAYBE),
        ("arn:*:execute-api:*:*:<Api>/*", YES),
        ("arn:<?AWS::Partition>:apigateway:<?AWS::Region>::/restapis/<Api>", NO),
        ("arn:aws:s3:::bucket", NO),
        ("<?something>/*/*", MAYBE),
        ("execute-api:/*", YES),
        ("execute-api:/live/GET/pets/*", YES),
        ("execute-api:/live/POST/*", NO),
        ("execute-api:/<?AWS::StackName>/GET/*", MAYBE),
        ("execute-api:/", NO),
    ],
)
def test_other_fields_and_the_short_form(source, expected):
    assert expected is covers(pattern(written(source), names), GET_PET)


def test_placeholders_of_documents_are_fields():
    text = Known("arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${Api}/*", SPAN)

    assert MAYBE is covers(pattern(text, names), GET_PET)
    assert NO is covers(pattern(Known(text.value.replace("/*", "/*/POST/x"), SPAN), names), GET_PET)


def test_nothing_is_said_of_what_is_wholly_unknown():
    assert pattern(Unknown(SPAN), names) is None
    assert pattern(Reference("Elsewhere", "Arn", SPAN), names) is None


def test_a_resource_meets_some_calls_of_a_method():
    some = pattern(written("execute-api:/live/GET/pets/7"), names)

    assert MAYBE is meets(some, GET_PET)
    assert NO is covers(some, GET_PET)
    assert NO is meets(some, call(API, "live", "GET", "/dogs"))
    assert YES is meets(pattern(written("execute-api:/*"), names), GET_PET)


@given(st.text(f"ab/*?{HOLE}{SEGMENT}", max_size=8), st.text(f"ab/*{HOLE}{SEGMENT}{ANY}", max_size=8))
def test_what_may_be_covered_is_what_is_not_certainly_left_out(some, subject):
    assert may_cover(some, subject) is (covers(some, subject) is not NO)


@given(st.text("ab/*?", max_size=8), st.text("ab/", max_size=8))
def test_patterns_match_as_globs_do(glob, text):
    import re

    expected = re.fullmatch("".join(".*" if c == "*" else "." if c == "?" else re.escape(c) for c in glob), text) is not None
    assert Answer.of(expected) is covers(glob, text)


@given(
    st.lists(st.sampled_from(["a", "b", "/", "*", "*", HOLE]), max_size=8),
    st.text("ab/", max_size=6),
    st.lists(st.text("ab/*", max_size=3)),
)
def test_an_answer_holds_whatever_the_holes_turn_out_to_be(parts, text, fillings):
    answer = covers("".join(parts), text)
    holes = iter(fillings)
    filled = "".join(next(holes, "") if part == HOLE else part for part in parts)

    assert answer in (MAYBE, covers(filled, text))
