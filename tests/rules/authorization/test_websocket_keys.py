"""API keys, usage plans and scopes of WebSocket APIs."""

import pytest
from aws_errors.http import api, part
from definitions import consequences, found

ASKED, EFFECT, SCOPES = "api-key-required-without-usage-plan", "usage-plan-without-effect", "scopes-without-scoped-authorizer"
PLAN = "Plan: {Type: AWS::ApiGateway::UsagePlan, Properties: {ApiStages: [{ApiId: !Ref Api, Stage: live}]}}\n"
PLAN_BLOCK = """\
resource "aws_api_gateway_usage_plan" "plan" {
  name = "plan"
  api_stages {
    api_id = aws_apigatewayv2_api.api.id
    stage  = aws_apigatewayv2_stage.the.name
  }
}
"""


def definitions(key, properties="", arguments="", plan=False):
    """Returns a template and a configuration with a deployed route, and maybe with a usage plan."""
    route, route_block = part("Route", f"RouteKey: {key}\n{properties}", f'route_key = "{key}"\n{arguments}')
    stage, stage_block = part("Stage", "StageName: live\nAutoDeploy: true", 'name = "live"\nauto_deploy = true')
    more = (PLAN, PLAN_BLOCK) if plan else ("", "")
    found = api(route + stage + more[0], route_block + stage_block + more[1], "", "WEBSOCKET")
    return found["cloudformation"], found["terraform"]


@pytest.mark.parametrize(
    ("key", "required", "plan", "places"),
    [
        ("$connect", "true", False, ["true"]),
        ("$connect", "true", True, []),
        ("$connect", "false", False, []),
        ("$default", "true", False, []),
    ],
)
def test_a_key_that_no_plan_lets_in(key, required, plan, places):
    for text in definitions(key, f"ApiKeyRequired: {required}", f"api_key_required = {required}", plan):
        assert places == found(ASKED, text)


def test_a_plan_that_limits_nobody():
    places = ["!Ref Api", "aws_apigatewayv2_api.api.id"]
    assert [[place] for place in places] == [found(EFFECT, text) for text in definitions("$connect", plan=True)]
    for text in definitions("$connect", "ApiKeyRequired: true", "api_key_required = true", True):
        assert [] == found(EFFECT, text)


def test_scopes():
    for text in definitions("$connect", "AuthorizationType: AWS_IAM\nAuthorizationScopes: [a]", 'authorization_scopes = ["a"]'):
        assert ["ignored"] == consequences(SCOPES, text)
