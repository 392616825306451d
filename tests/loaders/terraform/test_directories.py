"""Directories of configuration, from their text to the linked model: what is certain, and what only may be."""

import pytest
from models import plain

from apigw_lint.files import Files
from apigw_lint.loaders import terraform
from apigw_lint.loaders.loaded import Options
from apigw_lint.value import Unknown, masked

START = """
resource "aws_api_gateway_rest_api" "api" {
  name = "pets"
}

resource "aws_api_gateway_resource" "pets" {
  rest_api_id = aws_api_gateway_rest_api.api.id
  parent_id   = aws_api_gateway_rest_api.api.root_resource_id
  path_part   = "pets"
}

resource "aws_api_gateway_method" "get" {
  rest_api_id   = aws_api_gateway_rest_api.api.id
  resource_id   = aws_api_gateway_resource.pets.id
  http_method   = "GET"
  authorization = "NONE"
}
"""


def load(tmp_path, **texts):
    for name, text in texts.items():
        path = tmp_path / name.replace("__", "/")
        path.parent.mkdir(exist_ok=True)
        path.with_suffix(".tf").write_text(text)
    loaded = terraform.load(str(tmp_path), Files(str(tmp_path)), Options())
    assert loaded.problems == []
    return loaded.definitions[0]


def method_of(tmp_path, text):
    return load(tmp_path, main=START + text).apis[0].methods[0]


PLACE = """
  rest_api_id = aws_api_gateway_rest_api.api.id
  resource_id = aws_api_gateway_resource.pets.id
  http_method = aws_api_gateway_method.get.http_method
"""


@pytest.mark.parametrize(
    ("head", "linked", "certain"),
    [("", True, True), ("count = var.x ? 1 : 0", True, False), ("count = 0", False, None), ("count = var.y", True, False)],
    ids=["certain", "zero or one", "none", "unknown"],
)
def test_an_integration_that_may_not_be_there(tmp_path, head, linked, certain):
    text = f'variable "x" {{}}\nvariable "y" {{}}\nresource "aws_api_gateway_integration" "i" {{\n  {head}\n{PLACE}\n  type = "MOCK"\n}}\n'
    method = method_of(tmp_path, text)

    assert linked == (method.integration is not None)
    assert certain == (method.integration.certain if method.integration else None)
    assert method.integration_complete


def test_two_alternatives_are_no_certain_duplicates(tmp_path):
    text = 'variable "x" {}\n' + "".join(
        f'resource "aws_api_gateway_integration" "{name}" {{\n  count = var.x ? {count}\n{PLACE}\n  type = "{kind}"\n}}\n'
        f'resource "aws_api_gateway_integration_response" "{name}" {{\n  count = var.x ? {count}\n{PLACE}\n  status_code = "{status}"\n'
        f"  depends_on = [aws_api_gateway_integration.{name}]\n}}\n"
        for name, count, kind, status in (("a", "1 : 0", "MOCK", 200), ("b", "0 : 1", "HTTP", 201))
    )
    mock, http = load(tmp_path, main=START + text).apis[0].integrations

    assert (False, False) == (mock.certain, http.certain)
    assert [("MOCK", ["200"]), ("HTTP", ["201"])] == [
        (one.type.value, [r.status_code.value for r in one.responses]) for one in (mock, http)
    ]


def test_unknown_keys_stand_for_all_instances(tmp_path):
    text = """
variable "routes" {}

resource "aws_api_gateway_resource" "r" {
  for_each    = var.routes
  rest_api_id = aws_api_gateway_rest_api.api.id
  parent_id   = aws_api_gateway_resource.pets.id
  path_part   = each.key
}

resource "aws_api_gateway_method" "m" {
  for_each      = var.routes
  rest_api_id   = aws_api_gateway_rest_api.api.id
  resource_id   = aws_api_gateway_resource.r[each.key].id
  http_method   = each.value.verb
  authorization = "NONE"
}

resource "aws_api_gateway_integration" "i" {
  for_each    = var.routes
  rest_api_id = aws_api_gateway_rest_api.api.id
  resource_id = aws_api_gateway_method.m[each.key].resource_id
  http_method = aws_api_gateway_method.m[each.key].http_method
  type        = "MOCK"
}
"""
    certain, each = load(tmp_path, main=START + text).apis[0].methods

    assert (True, False) == (certain.certain, each.certain)
    assert "/pets/\ue000" == masked(each.path)
    assert isinstance(each.http_method, Unknown)
    assert "MOCK" == each.integration.type.value
    assert certain.integration is None
    assert certain.integration_complete


def test_an_unreadable_module_leaves_everything_incomplete(tmp_path):
    text = 'module "more" {\n  source = "example/cors/aws"\n  api    = aws_api_gateway_rest_api.api.id\n}\n'
    method = method_of(tmp_path, text)

    assert (False, False, False) == (method.integration_complete, method.responses.complete, method.api.methods.complete)


def test_a_module_adds_to_the_api_of_its_caller(tmp_path):
    module = """
variable "api" {}
variable "resource" {}
resource "aws_api_gateway_method" "options" {
  rest_api_id   = var.api
  resource_id   = var.resource
  http_method   = "OPTIONS"
  authorization = "NONE"
}
"""
    call = """
module "options" {
  source   = "./options"
  api      = aws_api_gateway_rest_api.api.id
  resource = aws_api_gateway_resource.pets.id
}
"""
    api = load(tmp_path, main=START + call, options__main=module).apis[0]

    assert [("GET", "/pets"), ("OPTIONS", "/pets")] == [(m.http_method.value, m.path.value) for m in api.methods]
    assert "module.options.aws_api_gateway_method.options" == api.methods[1].address
    assert api.methods.complete


def test_a_module_by_itself_belongs_to_an_api_elsewhere(tmp_path):
    module = """
variable "api" {}
variable "parent" {}
resource "aws_api_gateway_resource" "pets" {
  rest_api_id = var.api
  parent_id   = var.parent
  path_part   = "pets"
}
resource "aws_api_gateway_method" "get" {
  rest_api_id   = var.api
  resource_id   = aws_api_gateway_resource.pets.id
  http_method   = "GET"
  authorization = "NONE"
}
resource "aws_api_gateway_integration" "get" {
  rest_api_id = var.api
  resource_id = aws_api_gateway_resource.pets.id
  http_method = aws_api_gateway_method.get.http_method
  type        = "MOCK"
}
"""
    (api,) = load(tmp_path, main=module).apis

    assert (False, False) == (api.declared, api.methods.complete)
    assert "\ue000/pets" == masked(api.methods[0].path)
    assert (True, "MOCK") == (api.methods[0].integration_complete, api.methods[0].integration.type.value)


def test_dynamic_blocks_that_are_not_known(tmp_path):
    text = """
variable "logs" {}
resource "aws_api_gateway_stage" "s" {
  rest_api_id   = aws_api_gateway_rest_api.api.id
  deployment_id = "abc123"
  stage_name    = "prod"
  dynamic "access_log_settings" {
    for_each = var.logs
    content {
      destination_arn = access_log_settings.value
      format          = "$context.requestId"
    }
  }
}
"""
    stage = load(tmp_path, main=START + text).apis[0].stages[0]

    assert ("$context.requestId", False) == (stage.access_log_settings.format.value, stage.access_log_settings.certain)


def test_encoded_text_is_text_where_text_is_meant_and_data_where_data_is(tmp_path):
    text = (
        'resource "aws_api_gateway_model" "m" {\n  rest_api_id = aws_api_gateway_rest_api.api.id\n  name = "M"\n'
        '  schema = jsonencode({ type = "object" })\n}\n'
        f'resource "aws_api_gateway_integration" "i" {{\n{PLACE}\n  type = "MOCK"\n'
        '  request_templates = { "application/json" = jsonencode({ statusCode = 200 }) }\n}\n'
    )
    api = load(tmp_path, main=START + text).apis[0]

    assert {"type": "object"} == plain(api.models[0].schema)
    assert {"application/json": '{"statusCode":200}'} == plain(api.integrations[0].request_templates)


def test_a_fix_can_be_written_where_an_argument_is_missing(tmp_path):
    integration = method_of(tmp_path, f'resource "aws_api_gateway_integration" "i" {{\n{PLACE}\n  type = "MOCK"\n}}\n').integration
    edit = integration.passthrough_behavior.writer.insertion("passthrough_behavior", "NEVER")

    assert 'passthrough_behavior = "NEVER"' in edit.text
    assert integration.span.covers(edit.span)


def test_paths_point_at_the_path_part(tmp_path):
    method = method_of(tmp_path, "")

    assert "pets" == method.path.at(1, 5).text
    assert 'path_part   = "pets"' == method.path.span.source.line(method.path.span.first.line).strip()
