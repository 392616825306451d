"""What the printer says that a template prints, and what an engine that others wrote prints."""

import json
import re

import pytest
from hypothesis import HealthCheck, given, settings
from velocity_made import GUARDED_TEMPLATES, JSON_TEMPLATES, PARAMETERS, PATHS, TEMPLATES, bare, engine, every_input, inputs, pattern

from apigw_lint.languages.velocity import json_text
from apigw_lint.languages.velocity.json_text import judge
from apigw_lint.languages.velocity.parser import parse
from apigw_lint.languages.velocity.printer import texts

SLOW = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.function_scoped_fixture]
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


def is_json(text):
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


def is_met(text):
    """Asserts that each way that is called broken is gone by some input: it prints what the way shows, and no JSON."""
    template, _ = parse(text)
    ways = judge(template, text).broken
    waiting = {
        way.shown: re.escape(bare(way.shown)).replace("…", "[aqw]*").replace("⋯", ".*").replace("»", "").replace("«", "") for way in ways
    }
    used = [name for name in (*PATHS, *PARAMETERS) if f"'{name}'" in text]
    seen = set()
    for candidate in every_input() if waiting else ():
        relevant = (tuple(candidate.values[name] for name in used), tuple(map(len, candidate.lists.values())))
        if relevant not in seen:
            seen.add(relevant)
            printed = engine(text, candidate)
            waiting = {shown: one for shown, one in waiting.items() if is_json(printed) or not re.match(one, bare(printed))}
        if not waiting:
            return
    assert {} == waiting


@pytest.fixture(autouse=True)
def _wide(monkeypatch):
    monkeypatch.setattr(json_text, "SHOWN", 10_000)
    monkeypatch.setattr(json_text, "EITHER", "⋯")


@FEW
@given(TEMPLATES, inputs())
def test_what_an_engine_prints_is_allowed(text, given_input):
    allows(text, given_input)


@FEW
@given(JSON_TEMPLATES, inputs())
def test_a_verdict_holds_for_what_an_engine_prints(text, given_input):
    holds(text, given_input)


@settings(FEW, max_examples=60)
@given(GUARDED_TEMPLATES)
def test_a_broken_way_is_met_by_some_input(text):
    is_met(text)


@pytest.mark.slow
@settings(MANY, max_examples=5_000)
@given(GUARDED_TEMPLATES)
def test_a_broken_way_is_always_met(text):
    is_met(text)


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
