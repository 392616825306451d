"""Automata of regular expressions against Python's own engine, and what they cost."""

import re
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from steps import steps

from apigw_lint.languages.automata import Budget, ExhaustedError, automaton, common, lies_in
from apigw_lint.languages.overlaps import AROUND, EQUAL, INSIDE, MOST_STEPS, PARTLY, of_messages, of_statuses
from apigw_lint.languages.regex import parse_regex
from apigw_lint.languages.selection import parse

TEXTS = ["".join(letters) for length in range(1, 6) for letters in product("ab", repeat=length)]
PATTERNS = st.recursive(
    st.sampled_from(["a", "b", ".", "[ab]", "[^a]", "$", "^", ""]),
    lambda inner: st.one_of(
        st.tuples(inner, inner).map("".join),
        st.tuples(inner, inner).map(lambda both: f"(?:{both[0]}|{both[1]})"),
        st.tuples(inner, st.sampled_from(["*", "+", "?", "{2}", "{1,2}", "{0,}"])).map(lambda both: f"(?:{both[0]}){both[1]}"),
    ),
    max_leaves=6,
)


def machines(pattern):
    return [automaton(parse_regex(pattern), surely) for surely in (True, False)]


def matched(pattern):
    return {text for text in TEXTS if re.fullmatch(pattern, text)}


@settings(max_examples=300, deadline=None)
@given(PATTERNS, PATTERNS)
def test_answers_are_those_of_a_regular_expression_engine(first, second):
    (sure, may), (other_sure, _) = machines(first), machines(second)
    witness = common(sure, other_sure, Budget(100_000))
    both = matched(first) & matched(second)

    if witness is None:
        assert not both
    else:
        assert re.fullmatch(first, witness)
        assert re.fullmatch(second, witness)
        assert len(witness) <= min(map(len, both), default=len(witness))
    if lies_in(may, other_sure, Budget(100_000)):
        assert matched(first) <= matched(second)


def overlap(first, second):
    found = of_messages(parse(first), parse(second), Budget(10 * MOST_STEPS))
    return (found.kind, found.witness) if found else None


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (".*error.*", ".*error: timeout.*", (AROUND, "error: timeout")),
        (".*error: timeout.*", ".*error.*", (INSIDE, "error: timeout")),
        ("Not (Found|Here)", "Not Here|Not Found", (EQUAL, "Not Here")),
        ("Bad.*", "^Bad Request$", (AROUND, "Bad Request")),
        ("(?i)not found", "NOT FOUND", (AROUND, "NOT FOUND")),
        ("[ab]x", "[bc]x", (PARTLY, "bx")),
        (r"\Q[404]\E.*", r"\[4\d\d\].*", (INSIDE, "[404]")),
        # Each has free text where the other has its own.
        (".*timeout.*", ".*denied.*", None),
        ("Error: .*", ".*timeout.*", None),
        (r"\[404\].*", r"\[400\].*", None),
        # What takes every message may stand beside anything.
        (".+", ".*Not Found.*", None),
        (r"(\n|.)+", "Bad.*", None),
        # Not followed: references, looks, possessive repetitions.
        (r"(a)\1", "aa", None),
        ("(?!b).", "a", None),
        ("a++b", "aab", None),
        ("a{40000}", "a+", None),
    ],
)
def test_overlaps_of_patterns_for_messages(first, second, expected):
    assert expected == overlap(first, second)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("404", r"4\d{2}", (INSIDE, "404")),
        (r"4\d{2}", "404", (AROUND, "404")),
        (r"4\d\d", "4[0-9]{2}", (EQUAL, "400")),
        (r"40\d", r"4\d4", (PARTLY, "404")),
        (r"4\d{2}", r"5\d{2}", None),
        (r"4(?!04)\d{2}", "404", None),
    ],
)
def test_overlaps_of_patterns_for_status_codes(first, second, expected):
    found = of_statuses(parse(first), parse(second))

    assert expected == ((found.kind, found.witness) if found else None)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (".*a.{12}", ".*b.{12}.*"),
        ("(a|b)*a(a|b){14}", "(a|b)*b(a|b){14}.*"),
        (".*(a|b|c|d).{300}", ".*(a|b|c|d|e).{300}"),
        ("(((a{50}){50}){50}){50}", "a+"),
        ("(" * 90 + "a*" + ")*" * 90, "a*b"),
        ("|".join(f".*{n}.*" for n in range(200)), "|".join(f".*{n}x.*" for n in range(200))),
    ],
)
def test_hostile_patterns_cost_little(first, second):
    # 1.6 million steps are the most that one of these takes.
    assert steps(lambda: overlap(first, second)) < 3_000_000


def test_a_budget_ends():
    with pytest.raises(ExhaustedError):
        of_messages(parse(".*one.*"), parse(".*one two.*"), Budget(10))
