"""What AWS would answer to a definition is foretold by a rule, wherever the definition alone decides it."""

from __future__ import annotations

import json
import uuid

import pytest
from aws_errors import apis, http, http_apis, integrations, requests, sam, stages, websocket
from aws_errors.foretold import FORMATS, Cannot, Foretold
from aws_errors.others import NOT_OF_A_DEFINITION
from support import SHARED

from apigw_lint.lint import Settings, lint_text

MODULES = (requests, integrations, stages, apis, http, http_apis, websocket, sam)
ERRORS = tuple(error for module in MODULES for error in module.ERRORS)
FILES = {"cloudformation": "template.yaml", "terraform": "main.tf", "openapi": "api.yaml"}
MESSAGES = SHARED / "facts" / "aws_error_messages.json"


def cases():
    return [
        pytest.param(error, name, id=f"{error.row}-{error.message[:30]}-{name}")
        for error in ERRORS
        for name, text in error.definitions().items()
        if isinstance(text, str)
    ]


@pytest.mark.parametrize(("error", "name"), cases())
def test_an_error_is_foretold(error: Foretold, name: str) -> None:
    text = error.definitions()[name]
    report = lint_text(text, f"nowhere-{uuid.uuid4().hex}/{FILES[name]}", Settings(isolated=True, debug=True))
    said = {(finding.rule, finding.consequence.value) for finding in report.findings}

    assert [] == report.errors
    assert (error.rule, error.consequence) in said, report.findings
    assert set() == {rule for rule, consequence in said if consequence == "rejected"} - {error.rule}, report.findings


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: f"{error.row}-{error.message[:30]}")
def test_a_format_that_cannot_have_it_has_a_reason(error: Foretold) -> None:
    missing = [text.reason for text in error.definitions().values() if isinstance(text, Cannot)]

    assert len(missing) < len(FORMATS)
    assert all(missing)


def test_an_error_stands_in_one_place() -> None:
    names = [(error.row, error.message) for error in ERRORS] + list(NOT_OF_A_DEFINITION)

    assert sorted(set(names)) == sorted(names)


@pytest.mark.skipif(not MESSAGES.is_file(), reason="the facts are not here")
def test_no_error_is_forgotten() -> None:
    """Every message of the facts is one of ours: the same row, and words that it begins with, up to what they leave open."""
    ours = {(error.row, error.message) for error in ERRORS} | set(NOT_OF_A_DEFINITION)
    theirs = [(entry["row"], entry["message"]) for entry in json.loads(MESSAGES.read_text(encoding="utf-8"))["messages"]]

    assert [] == [entry for entry in theirs if entry not in ours and not any(is_same(entry, other) for other in ours)]
    assert len(theirs) == len(ours)


def is_same(one: tuple[str, str], other: tuple[str, str]) -> bool:
    return one[0] == other[0] and other[1].startswith(one[1].rstrip(". "))
