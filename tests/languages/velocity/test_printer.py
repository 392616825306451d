"""What the printer says that a template prints, and what an engine that others wrote prints."""

import json
import re

import pytest
from hypothesis import HealthCheck, given, settings
from velocity_made import JSON_TEMPLATES, TEMPLATES, bare, engine, inputs, pattern

from apigw_lint.languages.velocity.json_text import judge
from apigw_lint.languages.velocity.parser import parse
from apigw_lint.languages.velocity.printer import texts

SLOW = [HealthCheck.too_slow, HealthCheck.filter_too_much]
FEW = settings(max_examples=150, deadline=None, suppress_health_check=SLOW)
MANY = settings(max_examples=20_000, deadline=None, suppress_health_check=SLOW)


def allows(text, given_input):
    template, errors = parse(text)
    assert [] == errors
    printed = engine(text, given_input)
    allowed = texts(template, text)
    if allowed is None:
        return
    patterns = [pattern(pieces) for pieces in allowed]
    assert any(re.fullmatch(one, bare(printed)) for one in patterns), (printed, patterns)


def holds(text, given_input):
    printed = engine(text, given_input)
    template, errors = parse(text)
    assert [] == errors
    judgement = judge(template, text)
    try:
        json.loads(printed)
    except ValueError:
        assert judgement.verdict != "every", printed
    else:
        assert judgement.verdict != "none", (printed, judgement.broken)
        # A way that is broken with no condition on the input is every way.
        assert not [way for way in judgement.broken if not way.when], printed


@FEW
@given(TEMPLATES, inputs())
def test_what_an_engine_prints_is_allowed(text, given_input):
    allows(text, given_input)


@FEW
@given(JSON_TEMPLATES, inputs())
def test_a_verdict_holds_for_what_an_engine_prints(text, given_input):
    holds(text, given_input)


@pytest.mark.slow
@MANY
@given(TEMPLATES, inputs())
def test_what_an_engine_prints_is_allowed_always(text, given_input):
    allows(text, given_input)


@pytest.mark.slow
@MANY
@given(JSON_TEMPLATES, inputs())
def test_a_verdict_holds_always(text, given_input):
    holds(text, given_input)
