"""The same API in CloudFormation, Terraform and OpenAPI: one model, and the same findings, each at its own line."""

import re
from pathlib import Path
from typing import Any

import pytest
from loading import load
from models import plain

from apigw_lint.lint import Settings, lint_paths

HERE = Path(__file__).parent / "same_api"
FORMATS = ["template.yaml", "main.tf", "openapi.yaml"]
_MARK = re.compile(r"# FINDING (\S+)")


def model(path: Path) -> dict[str, Any]:
    """Returns the one API of a file as plain data.

    Left out is what only one format can say: how the document is written, its version, an authorizer's ``authType``, and that no
    authorizer is ``NONE``.
    """
    (definition,) = load(path).definitions
    (api,) = definition.apis
    found: dict[str, Any] = plain(api)
    for name in ("body", "version", "mode", "integrations", "root"):
        found.pop(name, None)
    for authorizer in found.get("authorizers", []):
        authorizer.pop("auth_type", None)
    for method in found["methods"]:
        if "integration" in method:
            del method["integration_complete"]
        for name in ("authorizer_id", "request_validator_id", "target", "route_key"):
            method.pop(name, None)
        if method.get("authorization_type") == "NONE":
            del method["authorization_type"]
    return found


@pytest.mark.parametrize("kind", ["rest", "http"])
@pytest.mark.parametrize("format", FORMATS[1:])
def test_models_are_equal(kind: str, format: str) -> None:
    assert model(HERE / kind / FORMATS[0]) == model(HERE / kind / format)


def whole(path: Path) -> dict[str, Any]:
    """Returns all that is made for an API, without what is made before what, which is written by other names in each format."""
    found: dict[str, Any] = plain(load(path).definitions[0])
    for api in found["apis"]:
        for made in (*api["stages"], *api.get("deployments", [])):
            made.pop("depends_on", None)
            made.pop("references", None)
    return found


@pytest.mark.parametrize("kind", ["http_more", "websocket"])
def test_what_a_document_cannot_say_is_equal(kind: str) -> None:
    assert whole(HERE / kind / "template.yaml") == whole(HERE / kind / "main.tf")


@pytest.mark.parametrize("path", sorted(HERE.glob("*/*")), ids=lambda path: f"{path.parent.name}/{path.name}")
def test_findings_stand_at_their_own_lines(path: Path) -> None:
    lines = path.read_text().splitlines()
    expected = [(match[1], number) for number, line in enumerate(lines, 1) if (match := _MARK.search(line))]

    report = lint_paths([str(path)], Settings(isolated=True))

    assert expected == [(finding.rule, finding.span.first.line) for finding in report.findings]
