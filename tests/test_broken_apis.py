"""The APIs in ``examples/``, which are broken on purpose: what they show, and that they can be read."""

import re
from pathlib import Path

import pytest

from apigw_lint.cli import main
from apigw_lint.lint import Settings, lint_paths
from apigw_lint.notices import NOTICES

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
FORMATS = sorted(path.name for path in EXAMPLES.iterdir())


def report(name):
    return lint_paths([str(EXAMPLES / name)], Settings(isolated=True))


def test_each_format_has_one():
    assert ["cloudformation", "openapi", "sam", "terraform"] == FORMATS


@pytest.mark.parametrize("name", FORMATS)
def test_an_api_shows_forty_rules_and_more(name):
    rules = {finding.rule for finding in report(name).findings}

    assert set() == rules & set(NOTICES)
    assert len(rules) >= 40, sorted(rules)


def test_together_they_show_half_of_the_rules():
    assert len({finding.rule for name in FORMATS for finding in report(name).findings}) >= 125


@pytest.mark.parametrize("name", FORMATS)
def test_a_finding_stands_below_a_comment_that_tells_it(name):
    """Between a finding and the comment that speaks of it are a few lines: what is broken is never a riddle."""
    for finding in report(name).findings:
        above = finding.span.source.text.splitlines()[: finding.span.first.line][-30:]

        assert any(re.match(r"\s*#", line) for line in above), finding


def test_the_exit_code_is_1(capsys):
    assert 1 == main(["check", "--isolated", str(EXAMPLES)])
    assert "Found " in capsys.readouterr().out
