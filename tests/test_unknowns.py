"""What is not known before deployment causes no finding, whichever way it turns out: each case is also told with the value known."""

from pathlib import Path

import pytest

from apigw_lint.lint import Settings, lint_paths

CLOUDFORMATION = """\
%s
Resources:
  Api:
    Type: AWS::ApiGateway::RestApi
    Properties: {Name: pets}
  GetPets:
    Type: AWS::ApiGateway::Method
    Properties:
      RestApiId: !Ref Api
      ResourceId: !GetAtt Api.RootResourceId
      HttpMethod: GET
      AuthorizationType: NONE
      Integration:
        Type: HTTP
        IntegrationHttpMethod: GET
        Uri: https://pets.example.com/
        IntegrationResponses:
          - StatusCode: "200"
          - StatusCode: %s
            SelectionPattern: "[45].*"
      MethodResponses:
        - StatusCode: "200"
        - StatusCode: %s
"""
CONDITION = """\
Parameters: {Stage: {Type: String}}
Conditions: {IsProd: !Equals [!Ref Stage, prod]}"""
TERRAFORM = """\
variable "status" {
  type = string
  %s
}

variable "alarm" {
  type    = bool
  %s
}

resource "aws_api_gateway_rest_api" "api" {
  name = "pets"
}

resource "aws_api_gateway_method" "get" {
  rest_api_id   = aws_api_gateway_rest_api.api.id
  resource_id   = aws_api_gateway_rest_api.api.root_resource_id
  http_method   = "GET"
  authorization = "NONE"
}

resource "aws_api_gateway_integration" "get" {
  rest_api_id             = aws_api_gateway_rest_api.api.id
  resource_id             = aws_api_gateway_rest_api.api.root_resource_id
  http_method             = aws_api_gateway_method.get.http_method
  type                    = "HTTP"
  integration_http_method = "GET"
  uri                     = "https://pets.example.com/"
}

resource "aws_api_gateway_method_response" "ok" {
  rest_api_id = aws_api_gateway_rest_api.api.id
  resource_id = aws_api_gateway_rest_api.api.root_resource_id
  http_method = aws_api_gateway_method.get.http_method
  status_code = "200"
}

resource "aws_api_gateway_method_response" "failed" {
  count       = var.alarm ? 1 : 0
  rest_api_id = aws_api_gateway_rest_api.api.id
  resource_id = aws_api_gateway_rest_api.api.root_resource_id
  http_method = aws_api_gateway_method.get.http_method
  status_code = "500"
}

resource "aws_api_gateway_integration_response" "ok" {
  rest_api_id = aws_api_gateway_rest_api.api.id
  resource_id = aws_api_gateway_rest_api.api.root_resource_id
  http_method = aws_api_gateway_method.get.http_method
  status_code = "200"
}

resource "aws_api_gateway_integration_response" "failed" {
  rest_api_id       = aws_api_gateway_rest_api.api.id
  resource_id       = aws_api_gateway_rest_api.api.root_resource_id
  http_method       = aws_api_gateway_method.get.http_method
  status_code       = var.status
  selection_pattern = "[45].*"
}
"""
MISSING = ["integration-response-without-method-response"]


def found(tmp_path: Path, name: str, text: str, **settings: object) -> list[str]:
    """Returns the rules that find something in a text."""
    (tmp_path / name).write_text(text)
    return [finding.rule for finding in lint_paths([str(tmp_path)], Settings(isolated=True, **settings)).findings]


@pytest.mark.parametrize(
    ("head", "sent", "declared", "parameters", "expected"),
    [
        pytest.param("", '"404"', '"500"', {}, MISSING, id="known"),
        pytest.param("", '"500"', '"500"', {}, [], id="known and right"),
        pytest.param(CONDITION, '!If [IsProd, "500", "404"]', '!If [IsProd, "500", "404"]', {}, [], id="one condition on both sides"),
        pytest.param(CONDITION, '"404"', '!If [IsProd, "500", "404"]', {}, [], id="what is declared depends on the condition"),
        pytest.param(CONDITION, '"404"', '!If [IsProd, "500", "404"]', {"Stage": "prod"}, MISSING, id="the same, prod"),
        pytest.param(CONDITION, '"404"', '!If [IsProd, "500", "404"]', {"Stage": "dev"}, [], id="the same, dev"),
        pytest.param(CONDITION, '!If [IsProd, "404", "500"]', '"500"', {}, MISSING, id="a branch that is wrong whenever it is taken"),
        pytest.param(CONDITION, '!If [IsProd, "404", "500"]', '"500"', {"Stage": "dev"}, [], id="the same, not taken"),
        pytest.param(CONDITION, '"404"', "!Ref Stage", {}, [], id="parameter"),
        pytest.param(CONDITION, '"404"', "!Ref Stage", {"Stage": "500"}, MISSING, id="parameter, given wrong"),
        pytest.param(CONDITION, '"404"', "!Ref Stage", {"Stage": "404"}, [], id="parameter, given right"),
        pytest.param("", "!ImportValue status", '"500"', {}, [], id="import"),
        pytest.param("", '"404"', "!ImportValue status", {}, [], id="import, declared"),
    ],
)
def test_cloudformation(tmp_path: Path, head: str, sent: str, declared: str, parameters: dict[str, str], expected: list[str]) -> None:
    assert expected == found(tmp_path, "template.yaml", CLOUDFORMATION % (head, sent, declared), parameters=parameters)


@pytest.mark.parametrize(
    ("status", "alarm", "expected"),
    [
        pytest.param('default = "500"', "default = true", [], id="known and right"),
        pytest.param('default = "404"', "default = true", MISSING, id="known and wrong"),
        pytest.param('default = "500"', "default = false", MISSING, id="known count of none"),
        pytest.param('default = "500"', "", [], id="unknown count"),
        pytest.param("", "default = true", [], id="variable without default"),
        pytest.param("", "", [], id="nothing known"),
    ],
)
def test_terraform(tmp_path: Path, status: str, alarm: str, expected: list[str]) -> None:
    assert expected == found(tmp_path, "main.tf", TERRAFORM % (status, alarm))


@pytest.mark.parametrize(("value", "expected"), [("404", MISSING), ("500", [])])
def test_terraform_variable_given(tmp_path: Path, value: str, expected: list[str]) -> None:
    text = TERRAFORM % ("", "default = true")

    assert expected == found(tmp_path, "main.tf", text, variables={"status": value})
