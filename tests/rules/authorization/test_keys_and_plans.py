"""The rules on API keys and usage plans."""

import pytest
from definitions import cloudformation, fixed, found, openapi, terraform

PROXY = "Type: HTTP_PROXY\nIntegrationHttpMethod: GET\nUri: https://pets.example.com/"
BACKEND = 'type = "HTTP_PROXY"\nintegration_http_method = "GET"\nuri = "https://pets.example.com/"'
STAGE = "Stage: {Type: AWS::ApiGateway::Stage, Properties: {RestApiId: !Ref Api, StageName: live}}\n"
PLAN = "Plan: {Type: AWS::ApiGateway::UsagePlan, Properties: {ApiStages: [{ApiId: !Ref Api, Stage: live}]}}\n"
KEY = "Key: {Type: AWS::ApiGateway::ApiKey, Properties: {Name: k, Enabled: true}}\n"
JOIN = "Join: {Type: AWS::ApiGateway::UsagePlanKey, Properties: {KeyId: !Ref Key, KeyType: API_KEY, UsagePlanId: !Ref Plan}}\n"
ASKED, EFFECT = "api-key-required-without-usage-plan", "usage-plan-without-effect"


def api(*more, method="ApiKeyRequired: true", head=""):
    """Returns a template with a method that asks for a key, and further resources."""
    return cloudformation(PROXY, method, more="".join(more), head=head)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (api(STAGE), ["true"]),
        (api(STAGE, PLAN), []),
        (api(STAGE, PLAN, KEY, JOIN), []),
        (api(STAGE, PLAN, KEY), ["true"]),
        (api(STAGE, PLAN.replace("!Ref Api", "!ImportValue x")), []),
        (api(STAGE, PLAN.replace("!Ref Api", "!Ref Other"), "Other: {Type: AWS::ApiGateway::RestApi, Properties: {Name: x}}"), ["true"]),
        (api(STAGE, PLAN.replace("[{ApiId: !Ref Api, Stage: live}]", "!ImportValue x")), []),
        (api(STAGE, KEY.replace("Enabled: true", "Enabled: true, StageKeys: [{RestApiId: !Ref Api, StageName: live}]")), []),
        (api(STAGE, head="Transform: Macro"), []),
        (api(STAGE, head="Transform: AWS::Serverless-2016-10-31"), ["true"]),
        (api(STAGE, head="Outputs: {A: {Value: !Ref Api, Export: {Name: api}}}"), []),
        (api(), []),
        (api(STAGE, method="ApiKeyRequired: !ImportValue x"), []),
        (api(STAGE, method="ApiKeyRequired: false"), []),
        (openapi("type: mock", method="security: [{key: []}]"), []),
    ],
)
def test_methods_that_ask_for_keys(text, place):
    assert place == found(ASKED, text)


def test_cloudformation_makes_keys_disabled():
    disabled = api(STAGE, PLAN, KEY.replace(", Enabled: true", ""), JOIN)

    assert ["Key"] == found(ASKED, disabled)
    assert [] == found(ASKED, fixed(ASKED, disabled))
    assert [] == found(ASKED, api(STAGE, PLAN, KEY.replace("true", "false"), JOIN))
    assert [] == found(ASKED, api(STAGE, PLAN, KEY.replace("true", "!ImportValue x"), JOIN))
    assert [] == found(ASKED, api(STAGE, PLAN, KEY.replace(", Enabled: true", ""), JOIN.replace("!Ref Key", "!ImportValue k")))


TERRAFORM = """
resource "aws_api_gateway_stage" "live" {
  rest_api_id = aws_api_gateway_rest_api.api.id
  stage_name  = "live"
}
"""
TERRAFORM_PLAN = """
resource "aws_api_gateway_usage_plan" "plan" {
  name = "plan"
  api_stages {
    api_id = aws_api_gateway_rest_api.api.id
    stage  = aws_api_gateway_stage.live.stage_name
  }
}
resource "aws_api_gateway_api_key" "key" {
  name = "key"
}
"""
MODULE = """
module "plans" {
  source = "example/plans/aws"
  api_id = aws_api_gateway_rest_api.api.id
}
"""
TERRAFORM_JOIN = """
resource "aws_api_gateway_usage_plan_key" "key" {
  key_id        = aws_api_gateway_api_key.key.id
  key_type      = "API_KEY"
  usage_plan_id = aws_api_gateway_usage_plan.plan.id
}
"""


def test_keys_in_terraform():
    asks = "api_key_required = true"

    assert ["true"] == found(ASKED, terraform(BACKEND, asks, more=TERRAFORM))
    assert ["true"] == found(ASKED, terraform(BACKEND, asks, more=TERRAFORM + TERRAFORM_PLAN))
    assert [] == found(ASKED, terraform(BACKEND, asks, more=TERRAFORM + TERRAFORM_PLAN + TERRAFORM_JOIN))
    assert [] == found(ASKED, terraform(BACKEND, asks, more=TERRAFORM + MODULE))


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (api(STAGE, PLAN), []),
        (api(STAGE, PLAN, method=""), ["!Ref Api"]),
        (api(STAGE, PLAN, method="ApiKeyRequired: !ImportValue x"), []),
        (api(STAGE, PLAN.replace("!Ref Api", "!ImportValue x"), method=""), []),
        (api(STAGE, PLAN.replace("ApiStages: [{ApiId: !Ref Api, Stage: live}]", "UsagePlanName: plan")), ["Plan"]),
        (api(STAGE, PLAN.replace("[{ApiId: !Ref Api, Stage: live}]", "[]")), ["Plan"]),
        (api(STAGE, PLAN.replace("[{ApiId: !Ref Api, Stage: live}]", "!ImportValue x")), []),
        (api(STAGE, PLAN, method="", head="Transform: Macro"), []),
        (terraform(BACKEND, more=TERRAFORM + TERRAFORM_PLAN), ["aws_api_gateway_rest_api.api.id"]),
    ],
)
def test_usage_plans_that_limit_nobody(text, place):
    assert place == found(EFFECT, text)


def test_one_finding_for_the_stages_of_an_api():
    two = PLAN.replace("Stage: live}", "Stage: live}, {ApiId: !Ref Api, Stage: test}")

    assert 1 == len(found(EFFECT, api(STAGE, two, method="")))
