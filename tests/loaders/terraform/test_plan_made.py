"""Plans that the installed Terraform makes here and now, where there is one with the AWS provider in a local mirror."""

import os
import shutil
import subprocess
from pathlib import Path

from models import differences, plain
from support import CORPUS, needs_corpus
from terraform_oracle import MIRROR, needs_provider

from apigw_lint.files import Files
from apigw_lint.loaders import terraform
from apigw_lint.loaders.loaded import Options
from apigw_lint.source import Source
from apigw_lint.syntax import json_tree

SHOP = Path(__file__).resolve().parents[2] / "data" / "plans" / "shop"

PROVIDER = """
provider "aws" {
  region                      = "us-east-1"
  access_key                  = "x"
  secret_key                  = "x"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}
"""
OF_THE_CORPUS = [
    "v1-Authorizer-cognito",
    "v1-Deployment-canarySettings",
    "v1-Deployment-triggers",
    "v1-DocumentationPart-responseHeader-2",
    "v1-GatewayResponse-update",
    "v1-Integration-Parameters_cacheKeyUpdate",
    "v1-Integration-update",
    "v1-MethodSettings-throttlingBurstLimit",
    "v1-RestAPI-policyOverrideBody",
    "v1-RestAPIPolicy-basic",
    "v1-UsagePlan-apiStagesThrottleMulti",
    "v2-Route-target",
    "v2-Integration-typeHTTP",
    "v2-IntegrationResponse-allAttributesUpdated",
    "v2-Route-requestParameters",
    "v2-Stage-routeSettingsWebSocketUpdated",
]

EXPRESSIONS = """
variable "chosen" {
  default = "b"
}

locals {
  verbs = { a = "GET", b = "POST" }
}

resource "aws_api_gateway_rest_api" "one" {
  name = "one"
}

resource "aws_api_gateway_rest_api" "two" {
  count = length(local.verbs) - 1
  name  = "two-${count.index}"
}

resource "aws_api_gateway_resource" "nested" {
  for_each    = local.verbs
  rest_api_id = aws_api_gateway_rest_api.two[0].id
  parent_id   = aws_api_gateway_rest_api.two[0].root_resource_id
  path_part   = var.chosen == each.key ? "chosen" : format("%s-%s", each.key, lower(each.value))
}

resource "aws_api_gateway_gateway_response" "all" {
  for_each      = { for status, type in { "401" = "UNAUTHORIZED", "403" = "ACCESS_DENIED" } : type => status }
  rest_api_id   = one(aws_api_gateway_rest_api.two[*].id)
  response_type = each.key
  status_code   = each.value
  response_templates = merge(
    { "application/json" = jsonencode({ message = "$context.error.messageString", status = tonumber(each.value) }) },
    each.key == "UNAUTHORIZED" ? { "text/plain" = "no" } : {},
  )
}
"""


def run(directory, *arguments):
    environment = {**os.environ, "TF_CLI_CONFIG_FILE": str(directory / "mirror.tfrc"), "TF_IN_AUTOMATION": "1", "CHECKPOINT_DISABLE": "1"}
    done = subprocess.run(
        ["terraform", *arguments], cwd=directory, env=environment, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def planned(directory):
    """Returns what the plan of a directory loads to."""
    (directory / "mirror.tfrc").write_text(f'provider_installation {{\n  filesystem_mirror {{\n    path = "{MIRROR}"\n  }}\n}}\n')
    run(directory, "init", "-backend=false", "-input=false", "-no-color")
    run(directory, "plan", "-refresh=false", "-input=false", "-no-color", "-out=made.tfplan")
    source = Source("plan.json", run(directory, "show", "-json", "made.tfplan"))
    tree, problems = json_tree.parse(source)
    assert problems == []
    return terraform.load_plan(tree, source)


@needs_provider
@needs_corpus
def test_plans_are_the_models_of_their_configurations(tmp_path):
    """One plan for all: each configuration is a module."""
    (tmp_path / "expressions").mkdir()
    (tmp_path / "expressions" / "main.tf").write_text(EXPRESSIONS)
    shutil.copytree(SHOP, tmp_path / "shop")
    for name in OF_THE_CORPUS:
        shutil.copytree(CORPUS / "terraform" / name, tmp_path / name, copy_function=shutil.copyfile)
    modules = ["shop", "expressions", *OF_THE_CORPUS]
    (tmp_path / "main.tf").write_text(PROVIDER + "".join(f'module "{name}" {{\n  source = "./{name}"\n}}\n' for name in modules))

    written = terraform.load(str(tmp_path), Files(str(tmp_path)), Options()).definitions[0]
    made = planned(tmp_path).definitions[0]

    first, second = (plain(one, certain=True, addresses=True) for one in (written, made))
    assert [] == differences(first, second)
    assert {raw.address for raw in written.resources} == {raw.address for raw in made.resources}
    assert len(modules) < len(made.apis)
