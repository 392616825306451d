"""Fixtures of the tests of the engine and the command line."""

import pytest

from apigw_lint import lint
from apigw_lint.registry import Registry, Rules


@pytest.fixture
def install(monkeypatch):
    """Returns a function that makes some rules the installed ones."""

    def installed(*rules):
        monkeypatch.setattr(
            lint, "_registry", Registry(rules=Rules({rule.name: rule for rule in sorted(rules, key=lambda rule: rule.name)}))
        )

    return installed


@pytest.fixture
def here(tmp_path, monkeypatch):
    """Returns an empty current directory, the root of a repository."""
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path
