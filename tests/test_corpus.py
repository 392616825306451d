"""The corpus: every file is read, nothing crashes, and nothing that AWS accepted is called rejected."""

from pathlib import Path

import pytest
from corpus import ACCEPTED, FOLDERS, count, lint
from loading import load
from support import CORPUS, needs_corpus

from apigw_lint.rule import Consequence

pytestmark = needs_corpus

COUNTS = {
    "cloudformation": {"files": 63, "problems": 0, "apis": 71, "methods": 119, "integrations": 119},
    "sam": {"files": 122, "problems": 0, "apis": 67, "methods": 92, "integrations": 92},
    "sam-translated": {"files": 351, "problems": 0, "apis": 485, "methods": 676, "integrations": 676},
    "sam-refused": {"files": 101, "problems": 0, "apis": 139, "methods": 90, "integrations": 88},
    "terraform": {"files": 201, "problems": 0, "apis": 189, "methods": 121, "integrations": 100},
    "terraform-refused": {"files": 3, "problems": 0, "apis": 3, "methods": 1, "integrations": 0},
}
NOT_DEPLOYED = ("sam-translated",)
"""The translator's own unit tests: what it makes of a template with mistakes has them too."""


@pytest.mark.parametrize("folder", FOLDERS)
def test_apis_methods_and_integrations_are_seen(folder: str) -> None:
    assert COUNTS[folder] == count(folder)


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_file_is_read(folder: str) -> None:
    written = {path.resolve() for path in (CORPUS / folder).rglob("*") if path.suffix in (".yaml", ".yml", ".json", ".tf", ".template")}
    read = {Path(path).resolve() for path in load(CORPUS / folder).files}

    assert set() == written - read


@pytest.mark.parametrize("folder", FOLDERS)
def test_nothing_crashes(folder: str) -> None:
    assert [] == lint(folder).errors


@pytest.mark.parametrize("folder", [folder for folder in ACCEPTED if folder not in NOT_DEPLOYED])
def test_nothing_accepted_is_rejected(folder: str) -> None:
    assert [] == [str(finding) for finding in lint(folder).findings if finding.consequence is Consequence.REJECTED]


REFUSED = {
    "v1-Authorizer-authTypeValidationCognito": {("invalid-authorizer", "aws_api_gateway_authorizer.test")},
    "v1-Authorizer-authTypeValidationDefaultToken": {("invalid-authorizer-uri", "aws_api_gateway_authorizer.test")},
    "v1-RestAPI-failOnWarnings-4": {("unknown-openapi-field", "aws_api_gateway_rest_api.test")},
}
"""Why AWS, or Terraform's provider before it, refused each. What the SAM translator refused is in test_sam_refused."""


def test_what_was_refused_is_rejected_for_the_same_reason() -> None:
    said: dict[str, set[tuple[str, str]]] = {}
    for finding in lint("terraform-refused").findings:
        if finding.consequence is Consequence.REJECTED:
            said.setdefault(Path(finding.span.source.path).parent.name, set()).add((finding.rule, finding.address))

    assert REFUSED == said
