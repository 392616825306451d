"""Parts of HTTP and WebSocket APIs that may not be deployed, or beside which there may be others: nothing is said of them."""

from __future__ import annotations

import pytest
from definitions import found

from .http_definitions import PROXY_TF, block, configuration, resource, route_blocks, template

SOMETIMES = "count = var.v"
ROUTE = 'route_key = "GET /pets"\ntarget = "integrations/${aws_apigatewayv2_integration.backend.id}"'
PLAN = """
resource "aws_api_gateway_usage_plan" "plan" {
  name = "plan"
  %s
  api_stages {
    api_id = aws_apigatewayv2_api.api.id
    stage  = "live"
  }
}
"""
KEYED = """
resource "aws_api_gateway_request_validator" "all" {
  name        = "all"
  rest_api_id = aws_apigatewayv2_api.api.id
  %s
}
"""
LINK = """
resource "aws_apigatewayv2_vpc_link" "link" {
  name               = "link"
  security_group_ids = []
  subnet_ids         = %s
}
"""
SETTINGS = 'route_settings {\n  route_key = "GET /pets"\n  data_trace_enabled = true\n}'
MADE_SETTINGS = (
    'dynamic "route_settings" {\n  for_each = var.v\n  content {\n    route_key = "GET /pets"\n    data_trace_enabled = true\n  }\n}'
)
BACKEND = block("backend", "integration", PROXY_TF)


def stage(settings: str) -> str:
    return configuration(
        BACKEND, block("pets", "route", ROUTE), block("live", "stage", f'name = "$default"\nauto_deploy = true\n{settings}')
    )


@pytest.mark.parametrize(
    ("rule", "certain", "uncertain"),
    [
        (
            "invalid-route-key",
            configuration(BACKEND, block("one", "route", ROUTE), block("two", "route", ROUTE)),
            configuration(BACKEND, block("one", "route", ROUTE), block("two", "route", f"{SOMETIMES}\n{ROUTE}")),
        ),
        ("unsupported-on-http-api", configuration(PLAN % ""), configuration(PLAN % SOMETIMES)),
        ("unsupported-on-http-api", configuration(KEYED % ""), configuration(KEYED % SOMETIMES)),
        ("unsupported-on-http-api", stage(SETTINGS), stage(MADE_SETTINGS)),
        ("invalid-private-integration", configuration(LINK % "[]"), configuration(LINK % "concat([], var.v)")),
        (
            "route-target-not-found",
            template(resource("Pets", "Route", "RouteKey: GET /pets\nTarget: integrations/abc123")),
            "Transform: Acme::Macro\n" + template(resource("Pets", "Route", "RouteKey: GET /pets\nTarget: integrations/abc123")),
        ),
    ],
)
def test_a_part_that_may_not_be_there(rule: str, certain: str, uncertain: str) -> None:
    assert found(rule, certain)
    assert [] == found(rule, uncertain)


def test_routes_of_different_keys_are_no_doubles() -> None:
    assert [] == found("invalid-route-key", route_blocks('"GET /pets"', '"POST /pets"'))
