"""The rule on what HTTP APIs have not."""

import pytest
from definitions import consequences, found, report

from .http_definitions import PROXY, PROXY_FIELDS, PROXY_TF, block, configuration, document, integration, resource, template

RULE = "unsupported-on-http-api"
BACKEND = resource("Backend", "Integration", PROXY)


def outcome(text: str) -> list[tuple[str, str]]:
    return [(finding.span.text, finding.consequence.value) for finding in report(RULE, text)]


@pytest.mark.parametrize(
    ("properties", "expected"),
    [
        ("ApiKeyRequired: true", [("true", "rejected")]),
        ("ApiKeyRequired: false", []),
        ("ApiKeyRequired: !Ref P", []),
        ("ApiKeyRequired: !If [C, true, false]", [("true", "rejected")]),
        ("RequestModels: {application/json: Pet}", [("{application/json: Pet}", "ignored")]),
        ("RequestModels: {}", []),
        ("ModelSelectionExpression: $request.body.action", [("$request.body.action", "ignored")]),
        ("RouteResponseSelectionExpression: $default", [("$default", "ignored")]),
        ("RequestParameters: {route.request.header.x: {Required: true}}", [("{route.request.header.x: {Required: true}}", "ignored")]),
        ("OperationName: pets", []),
    ],
)
def test_routes(properties, expected):
    route = resource("Route", "Route", f"RouteKey: GET /pets\nTarget: !Sub integrations/${{Backend}}\n{properties}")

    assert expected == outcome(template(BACKEND, route))
    assert [] == outcome(template(BACKEND, route, protocol="WEBSOCKET"))


@pytest.mark.parametrize(
    ("properties", "expected"),
    [
        ("PassthroughBehavior: NEVER", ["NEVER"]),
        ("ContentHandlingStrategy: CONVERT_TO_TEXT", ["CONVERT_TO_TEXT"]),
        ("TemplateSelectionExpression: $request.body.x", ["$request.body.x"]),
        ("PassthroughBehavior: !Ref P", []),
        ("IntegrationSubtype: SQS-PurgeQueue\nPassthroughBehavior: WHEN_NO_MATCH", []),
        ("Description: pets", []),
    ],
)
def test_integrations(properties, expected):
    text = integration(f"{PROXY}\n{properties}")

    assert expected == found(RULE, text)
    assert ["ignored"] * len(expected) == consequences(RULE, text)


@pytest.mark.parametrize(
    ("api", "expected"),
    [
        ("ApiKeySelectionExpression: $request.header.x-api-key", ["$request.header.x-api-key"]),
        ("DisableSchemaValidation: true", ["true"]),
        ("DisableSchemaValidation: false", []),
        ("Description: pets", []),
    ],
)
def test_apis(api, expected):
    assert expected == found(RULE, template(api=api))


@pytest.mark.parametrize(
    ("kind", "properties"),
    [
        ("IntegrationResponse", "IntegrationId: !Ref Backend\nIntegrationResponseKey: $default"),
        ("RouteResponse", "RouteId: !Ref P\nRouteResponseKey: $default"),
        ("Model", "Name: Pet\nSchema: {type: object}"),
    ],
)
def test_parts_of_websocket_apis(kind, properties):
    part = resource("Part", kind, properties)

    assert ["rejected"] == consequences(RULE, template(BACKEND, part))
    assert [] == found(RULE, template(BACKEND, part, protocol="WEBSOCKET"))
    assert [] == found(RULE, template(BACKEND, part.replace("!Ref Api", "!Ref P")))


def test_resources_of_rest_apis():
    def part(kind: str, api: str) -> str:
        return f"Part:\n  Type: AWS::ApiGateway::{kind}\n  Properties: {{RestApiId: {api}, ResponseType: DEFAULT_4XX}}"

    assert [("!Ref Api", "rejected")] == outcome(template(part("GatewayResponse", "!Ref Api")))
    assert [("!Ref Api", "rejected")] == outcome(template(part("RequestValidator", "!Ref Api")))
    assert [] == outcome(template(part("GatewayResponse", "!Ref P")))
    assert [] == outcome(template(part("BasePathMapping", "!Ref Api")))


def test_usage_plans():
    plan = "Plan:\n  Type: AWS::ApiGateway::UsagePlan\n  Properties: {ApiStages: [{ApiId: !Ref Api, Stage: live}]}"

    assert [("!Ref Api", "rejected")] == outcome(template(plan))
    assert [] == outcome(template(plan, protocol="WEBSOCKET"))
    assert [] == outcome(template(plan.replace("!Ref Api", "!Ref P")))


def stage(properties: str) -> str:
    return resource("Live", "Stage", f"StageName: live\nAutoDeploy: true\n{properties}")


@pytest.mark.parametrize(
    ("properties", "expected"),
    [
        ("ClientCertificateId: abc", [("abc", "ignored")]),
        ("DefaultRouteSettings: {LoggingLevel: INFO}", [("INFO", "rejected")]),
        ("DefaultRouteSettings: {LoggingLevel: 'OFF', DataTraceEnabled: false}", []),
        ("DefaultRouteSettings: {LoggingLevel: !Ref P}", []),
        ("DefaultRouteSettings: {DataTraceEnabled: true}", [("true", "ignored")]),
        ("DefaultRouteSettings: {DetailedMetricsEnabled: true}", []),
        ("RouteSettings: {$default: {LoggingLevel: ERROR}}", [("ERROR", "rejected")]),
    ],
)
def test_stages(properties, expected):
    assert expected == outcome(template(stage(properties)))


def test_web_acls():
    def acl(arn: str) -> str:
        return f"Acl:\n  Type: AWS::WAFv2::WebACLAssociation\n  Properties:\n    WebACLArn: !Ref P\n    ResourceArn: {arn}"

    here = acl("!Sub arn:aws:apigateway:${AWS::Region}::/apis/${Api}/stages/live")
    assert [] == outcome(template(stage(""), here))
    written = here.replace("WebACLArn: !Ref P", "WebACLArn: arn:aws:wafv2:eu-west-1:123456789012:regional/webacl/pets/1")
    assert ["rejected"] == consequences(RULE, template(stage(""), written))
    assert [] == outcome(template(stage(""), written.replace("stages/live", "stages/test")))
    assert [] == outcome(template(stage(""), acl("!Ref P")))


def test_web_acls_in_terraform():
    acl = """
    resource "aws_wafv2_web_acl" "a" {
      name  = "a"
      scope = "REGIONAL"
    }
    resource "aws_wafv2_web_acl_association" "a" {
      web_acl_arn  = aws_wafv2_web_acl.a.arn
      resource_arn = aws_apigatewayv2_stage.live.arn
    }
    """

    assert [("aws_wafv2_web_acl.a.arn", "rejected")] == outcome(configuration(block("live", "stage", 'name = "live"'), acl))


def test_what_terraform_leaves_out():
    text = configuration(block("live", "stage", 'name = "live"\ndefault_route_settings {\n  logging_level = "INFO"\n}'))

    assert [('"INFO"', "ignored")] == outcome(text)


def test_terraform():
    def route(arguments: str) -> str:
        return configuration(
            block("backend", "integration", PROXY_TF),
            block(
                "pets",
                "route",
                f'route_key = "GET /pets"\ntarget = "integrations/${{aws_apigatewayv2_integration.backend.id}}"\n{arguments}',
            ),
        )

    assert [("true", "rejected")] == outcome(route("api_key_required = true"))
    assert [] == outcome(route("api_key_required = var.v"))
    assert [("aws_apigatewayv2_api.api.id", "rejected")] == outcome(
        configuration('resource "aws_api_gateway_gateway_response" "g" {\n  rest_api_id = aws_apigatewayv2_api.api.id\n}')
    )
    assert ["rejected"] == consequences(
        RULE, configuration(block("pet", "model", 'name = "Pet"\ncontent_type = "application/json"\nschema = "{}"'))
    )


def test_documents_are_looked_at_by_the_rules_on_extensions():
    assert [] == found(RULE, document(PROXY_FIELDS + "\npassthroughBehavior: never"))
