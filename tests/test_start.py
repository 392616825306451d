"""A run imports what it needs and nothing else: a linter that is slow to start is not used in hooks and editors."""

import json
import os
import subprocess
import sys
import sysconfig

import pytest
from engine_support import OPENAPI

PROGRAM = """
import json, sys
from apigw_lint import cli
before = set(sys.modules)
try:
    code = cli.main(sys.argv[2:])
finally:
    with open(sys.argv[1], "w") as file:
        json.dump([module for module in sys.modules], file)
"""
HEAVY = {
    *("rich", "jsonschema", "hcl2", "lark", "cfnlint", "pygls", "tomllib", "tomli", "difflib", "hashlib", "textwrap", "traceback"),
    *("asyncio", "ssl", "socket", "email", "logging", "inspect", "ast", "subprocess", "concurrent", "pkg_resources"),
    *("argparse", "gettext", "locale", "dataclasses", "pathlib", "tempfile", "shutil", "random", "decimal"),
    *("importlib.metadata", "importlib.resources"),
}
CLOUDFORMATION = {
    "Resources": {
        "Api": {"Type": "AWS::ApiGateway::RestApi", "Properties": {"Name": "pets"}},
        "Get": {
            "Type": "AWS::ApiGateway::Method",
            "Properties": {
                "RestApiId": {"Ref": "Api"},
                "ResourceId": {"Fn::GetAtt": ["Api", "RootResourceId"]},
                "HttpMethod": "GET",
                "AuthorizationType": "NONE",
                "Integration": {"Type": "MOCK", "RequestTemplates": {"application/json": '{"statusCode": 200}'}},
            },
        },
    }
}
TERRAFORM = """
resource "aws_api_gateway_rest_api" "pets" {
  name = "pets"
}
"""


def imported(directory, *words):
    """Returns the modules that a run has in the end, as somebody has it who installed the packages and no editable checkout."""
    root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    link = directory / "site"
    link.mkdir()
    (link / "apigw_lint").symlink_to(os.path.join(root, "apigw_lint"))
    (link / "apigw_lint_rules").symlink_to(os.path.join(root, "rules"))
    (link / "apigw_lint-0.dist-info").mkdir()
    (link / "apigw_lint-0.dist-info" / "entry_points.txt").write_text("[apigw_lint.rules]\nbuiltin = apigw_lint_rules:RULES\n")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(link), sysconfig.get_path("purelib")])}
    listing = directory / "modules.json"
    command = [sys.executable, "-S", "-c", PROGRAM, str(listing), *words]
    subprocess.run(command, env=environment, cwd=directory, check=True, stdout=subprocess.DEVNULL)
    return set(json.loads(listing.read_text()))


def ours(modules):
    """Returns the packages and modules of ours, the rules and facts left out."""
    return {module for module in modules if module.startswith("apigw_lint.")}


@pytest.mark.parametrize(
    ("name", "text", "needs", "not_needed"),
    [
        ("api.yaml", OPENAPI, {"yaml"}, {"typing", "tree_sitter", "apigw_lint.loaders.cloudformation", "apigw_lint.loaders.terraform"}),
        ("template.json", json.dumps(CLOUDFORMATION), set(), {"typing", "tree_sitter", "yaml", "apigw_lint.loaders.terraform"}),
        ("main.tf", TERRAFORM, {"tree_sitter"}, {"yaml", "apigw_lint.loaders.cloudformation"}),
    ],
    ids=["openapi", "cloudformation", "terraform"],
)
def test_a_run_with_json_output_imports_little(tmp_path, name, text, needs, not_needed):
    (tmp_path / name).write_text(text)
    modules = imported(tmp_path, "check", name, "--isolated", "--output-format", "json")

    assert set() == modules & HEAVY
    assert needs <= modules
    assert set() == modules & not_needed
    assert {"apigw_lint.reporters.json"} == {module for module in modules if module.startswith("apigw_lint.reporters.")}


def test_plain_text_needs_no_rich(tmp_path):
    (tmp_path / "api.yaml").write_text(OPENAPI)

    assert set() == imported(tmp_path, "check", "--isolated", "--exit-zero") & {"rich", "jsonschema", "tomllib"}


def test_the_version_imports_nothing(tmp_path):
    modules = imported(tmp_path, "--version")

    assert {"apigw_lint.cli"} == ours(modules)
    assert set() == modules & (HEAVY | {"yaml"})
