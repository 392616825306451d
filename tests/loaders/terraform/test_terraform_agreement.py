"""Whole configurations against tfparse, which evaluates with HashiCorp's own library, and against plans of the installed Terraform."""

import json
import os
import re
import subprocess

import pytest
from support import CORPUS, needs_corpus
from terraform_oracle import TERRAFORM, UNSURE, instances_of, needs_provider, plain

from apigw_lint.value import Absent

tfparse = pytest.importorskip("tfparse")
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}")

SHOP = {
    "main.tf": """
variable "stage" { default = "dev" }
variable "cors" {
  type    = object({ origins = list(string), age = optional(number, 600), headers = optional(list(string)) })
  default = { origins = ["https://a.example", "https://b.example"] }
}
variable "create" { default = true }
locals {
  routes = {
    pets   = { methods = ["GET", "POST"], timeout = 5000 }
    orders = { methods = ["GET"] }
  }
  flat = flatten([for path, route in local.routes : [
    for method in route.methods : { path = path, method = method, timeout = try(route.timeout, 29000) }
  ]])
  by_key   = { for item in local.flat : "${item.path}-${lower(item.method)}" => item }
  posts    = [for item in local.flat : item.path if item.method == "POST"]
  tags     = merge({ stage = var.stage }, var.stage == "prod" ? { tier = "gold" } : { tier = "none" })
  template = <<-EOT
    {
      "path": "${join(",", keys(local.routes))}"
      %{~ for k, v in local.routes ~}
      , "${k}": ${length(v.methods)}
      %{~ endfor ~}
    }
  EOT
}
resource "aws_api_gateway_rest_api" "api" {
  name        = format("%s-%s", "shop", var.stage)
  description = trimspace("  the shop of ${title("pets")} ")
  tags        = local.tags
  binary_media_types = distinct(concat(["image/png"], ["image/png", "image/jpeg"]))
  endpoint_configuration {
    types = [var.stage == "prod" ? "EDGE" : "REGIONAL"]
  }
}
resource "aws_api_gateway_resource" "r" {
  for_each    = local.routes
  rest_api_id = aws_api_gateway_rest_api.api.id
  parent_id   = aws_api_gateway_rest_api.api.root_resource_id
  path_part   = each.key
}
resource "aws_api_gateway_method" "m" {
  for_each      = local.by_key
  rest_api_id   = aws_api_gateway_rest_api.api.id
  resource_id   = aws_api_gateway_resource.r[each.value.path].id
  http_method   = each.value.method
  authorization = contains(local.posts, each.value.path) ? "AWS_IAM" : "NONE"
  request_parameters = {
    for p in ["id", "name"] : "method.request.querystring.${p}" => p == "id"
  }
}
resource "aws_api_gateway_integration" "i" {
  for_each             = aws_api_gateway_method.m
  rest_api_id          = aws_api_gateway_rest_api.api.id
  resource_id          = each.value.resource_id
  http_method          = each.value.http_method
  type                 = "MOCK"
  timeout_milliseconds = local.by_key[each.key].timeout
  request_templates = {
    "application/json" = jsonencode({ statusCode = 200, note = "<${each.key}>" })
    "text/plain"       = local.template
    "text/html"        = templatefile("${path.module}/page.tpl", { names = local.posts, title = upper(each.key) })
  }
}
resource "aws_api_gateway_gateway_response" "g" {
  count         = var.create ? 2 : 0
  rest_api_id   = aws_api_gateway_rest_api.api.id
  response_type = ["UNAUTHORIZED", "DEFAULT_4XX"][count.index]
  response_parameters = {
    "gatewayresponse.header.Access-Control-Allow-Origin" = "'${element(var.cors.origins, count.index)}'"
    "gatewayresponse.header.Access-Control-Max-Age"      = "'${var.cors.age}'"
  }
}
resource "aws_apigatewayv2_api" "http" {
  name          = replace("a.b", ".", "-")
  protocol_type = "HTTP"
  dynamic "cors_configuration" {
    for_each = var.cors.headers == null ? [var.cors] : []
    content {
      allow_origins = cors_configuration.value.origins
      max_age       = cors_configuration.value.age
    }
  }
}
module "stage" {
  source   = "./stage"
  for_each = toset(["blue", "green"])
  api      = aws_api_gateway_rest_api.api.id
  name     = "${each.key}-${substr(sha1(var.stage), 0, 4)}"
}
""",
    "page.tpl": """%{ if length(names) > 0 ~}
<h1>${title}</h1>
%{ for i, n in names ~}
<p>${i}:${n}</p>
%{ endfor ~}
%{ else ~}
none
%{ endif ~}
""",
    "stage/main.tf": """
variable "api" {}
variable "name" { type = string }
resource "aws_api_gateway_deployment" "d" {
  rest_api_id = var.api
  description = "deploys ${var.name}"
}
resource "aws_api_gateway_stage" "s" {
  rest_api_id   = var.api
  deployment_id = aws_api_gateway_deployment.d.id
  stage_name    = var.name
  variables     = { for i in range(2) : "v${i}" => i }
}
output "name" { value = aws_api_gateway_stage.s.stage_name }
""",
}


def write(directory, files):
    for name, text in files.items():
        path = directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def compared(ours, theirs, where=""):
    """Yields what both know: a place, our value and theirs."""
    if ours is UNSURE or theirs is None or (isinstance(theirs, dict) and "__attribute__" in theirs):
        return
    if isinstance(theirs, str) and UUID.search(theirs):
        return
    if isinstance(ours, list) and isinstance(theirs, dict) and len(ours) == 1:
        ours = ours[0]
    if isinstance(ours, dict) and isinstance(theirs, dict):
        for key in ours.keys() & theirs.keys():
            yield from compared(ours[key], theirs[key], f"{where}.{key}")
    elif isinstance(ours, list) and isinstance(theirs, list) and len(ours) == len(theirs):
        for at, (one, other) in enumerate(zip(ours, theirs, strict=True)):
            yield from compared(one, other, f"{where}[{at}]")
    elif ours is not None:
        yield where, ours, theirs


def differences(directory):
    """Returns how many values both sides know, and those that differ."""
    theirs = {
        item["__tfmeta"]["path"]: item
        for items in tfparse.load_from_path(str(directory)).values()
        for item in items
        if item["__tfmeta"].get("type") in ("resource", "data")
    }
    instances, problems = instances_of(directory)

    assert problems == []
    pairs = [
        pair
        for instance in instances.items
        for entry in instance.values.entries
        if not isinstance(entry.value, Absent)
        for pair in compared(plain(entry.value), theirs.get(instance.address, {}).get(entry.name), f"{instance.address}.{entry.name}")
    ]
    assert {instance.address for instance in instances.items if instance.certain} == set(theirs)
    return len(pairs), [pair for pair in pairs if pair[1] != pair[2]]


@needs_corpus
def test_the_corpus_agrees_with_tfparse():
    total, wrong = 0, []
    for directory in sorted(CORPUS.glob("terraform*/*/")):
        known, differing = differences(directory)
        total += known
        wrong += [(directory.name, *difference) for difference in differing]

    assert wrong == []
    assert total > 2500


def test_a_project_with_everything_agrees_with_tfparse(tmp_path):
    write(tmp_path, SHOP)
    known, wrong = differences(tmp_path)

    assert wrong == []
    assert known > 50


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


def planned(directory):
    """Returns the planned values of each resource instance, as Terraform shows them."""
    from terraform_oracle import MIRROR

    settings = directory / "mirror.tfrc"
    settings.write_text(f'disable_checkpoint = true\nprovider_installation {{\n  filesystem_mirror {{\n    path = "{MIRROR}"\n  }}\n}}\n')
    environment = {**os.environ, "TF_CLI_CONFIG_FILE": str(settings), "TF_IN_AUTOMATION": "1"}

    def run(*arguments):
        done = subprocess.run([TERRAFORM, *arguments], cwd=directory, env=environment, capture_output=True, text=True, timeout=300)
        assert done.returncode == 0, done.stderr + done.stdout
        return done.stdout

    run("init", "-no-color")
    run("plan", "-no-color", "-refresh=false", "-out", "out.plan")
    plan = json.loads(run("show", "-json", "out.plan"))
    return {change["address"]: change["change"]["after"] for change in plan["resource_changes"]}


def as_text(value):
    """Returns a scalar as text: the provider's schema may hold a number as a string, or the other way round."""
    return str(value).lower() if isinstance(value, bool) else str(value)


@needs_provider
def test_a_project_with_everything_agrees_with_the_plan_of_terraform(tmp_path):
    write(tmp_path, {**SHOP, "provider.tf": PROVIDER})
    truth = planned(tmp_path)
    instances, problems = instances_of(tmp_path)

    assert problems == []
    assert {instance.address for instance in instances.items} == set(truth)

    pairs = [
        pair
        for instance in instances.items
        for entry in instance.values.entries
        if not isinstance(entry.value, Absent)
        for pair in compared(plain(entry.value), truth[instance.address].get(entry.name), f"{instance.address}.{entry.name}")
    ]
    assert [(where, ours, theirs) for where, ours, theirs in pairs if ours != theirs and as_text(ours) != as_text(theirs)] == []
    assert len(pairs) > 50
