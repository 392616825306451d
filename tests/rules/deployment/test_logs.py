"""The rules on logs, and the posture of stages and domains."""

import pytest
from definitions import consequences, fixed, found, report
from staged import TERRAFORM, http, template

GROUP = "arn:aws:logs:eu-west-1:123456789012:log-group:pets"
LINE = "$context.requestId $context.status"


def log(format=LINE, destination=GROUP, build=template, **more):
    lines = [f"  DestinationArn: {destination}" if destination else "", f"  Format: {format}" if format else ""]
    key = "AccessLogSetting" if build is template else "AccessLogSettings"
    return build(stage="\n".join([f"{key}:", *filter(None, lines)]), **more)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (log(destination="pets"), "pets"),
        (log(destination="''"), "''"),
        (log(destination="arn:aws:s3:::pets"), "arn:aws:s3:::pets"),
        (log(destination="arn:aws:firehose:eu-west-1:1:deliverystream/pets"), "arn:aws:firehose:eu-west-1:1:deliverystream/pets"),
        (log(destination="arn:aws:firehose:eu-west-1:1:deliverystream/amazon-apigateway-a", build=http), None),
        (log(format="$context.status"), "$context.status"),
        (log(format="''"), "''"),
        (log(format="$context.requestIds"), None),
    ],
)
def test_a_log_that_is_refused(text, place):
    findings = [finding for finding in report("invalid-access-log", text) if finding.consequence.value == "rejected"]

    assert 1 == len(findings)
    assert place in (None, findings[0].span.text)


def test_a_format_of_several_lines():
    text = log(format="|-\n    $context.requestId\n    $context.status")

    assert ["$context.requestId"] == found("invalid-access-log", text)
    assert [] == found("invalid-access-log", log(format="|\n    $context.requestId"))
    assert [] == found("invalid-access-log", log(format=">-\n    $context.requestId\n    $context.status"))


@pytest.mark.parametrize(
    "text",
    [
        log(),
        log(destination="!GetAtt Group.Arn", more="Group: {Type: AWS::Logs::LogGroup}"),
        log(destination="!Sub 'arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:pets'"),
        log(destination=f"'{GROUP}:*'"),
        log(destination="arn:aws:firehose:eu-west-1:1:deliverystream/amazon-apigateway-pets"),
        log(destination="!Sub 'arn:aws:firehose:eu-west-1:1:deliverystream/${P}'"),
        log(format=""),
        log(format="$context.extendedRequestId"),
        log(format="!Ref P"),
        log(format="!Sub '${P} $context.status'"),
        log(format="$context.requestId $context.authorizer.anything $context.identity.sourceIp $context.error.message"),
        template(),
    ],
)
def test_a_log_that_is_taken_or_not_known(text):
    assert [] == found("invalid-access-log", text)


@pytest.mark.parametrize(
    ("variable", "build", "right"),
    [
        ("$context.requestid", template, "$context.requestId"),
        ("$context.routeKey", template, None),
        ("$context.resourcePath", http, None),
        ("$stageVariables.name", template, None),
        ("$input.body", template, None),
    ],
)
def test_variables_that_logs_have_not(variable, build, right):
    text = log(format=f"{LINE} {variable}", build=build)
    (finding,) = report("invalid-access-log", text)

    assert "ignored" == finding.consequence.value
    assert finding.span.text.startswith(variable.split(".")[0])
    if right:
        assert text.replace(variable, right) == fixed("invalid-access-log", text)


@pytest.mark.parametrize(
    ("format", "said"),
    [
        ('{"id": $context.requestId}', "the lines of the access log are no JSON: $context.requestId stands without quotes"),
        ('{"id": "$context.requestId"', "the lines of the access log are no JSON: expecting ',' delimiter"),
        ('{"id": "$context.requestId",}', None),
        ('{"id": "$context.requestId", "n": $context.responseLatency}', ""),
        ('{"id": "$context.requestId", "c": "$context.authorizer.claims[\'sub\']"}', ""),
        ('{"id": "$context.requestId", "e": $context.error.messageString}', ""),
        ('{"id": "a \\" $context.requestId"}', ""),
    ],
)
def test_lines_that_are_no_json(format, said):
    text = log(format='"' + format.replace("\\", "\\\\").replace('"', '\\"') + '"')
    findings = report("invalid-access-log", text)

    assert (0 if said == "" else 1) == len(findings)
    assert said in (None, "", *(finding.message for finding in findings))
    assert all(finding.consequence.value == "misleading" for finding in findings)


def test_a_format_without_a_destination():
    assert ["ignored"] == consequences("invalid-access-log", log(destination=""))


def test_access_logs_in_terraform():
    stage = TERRAFORM.replace('= "live"', '= "live"\n  access_log_settings {\n    destination_arn = DEST\n    format = FORMAT\n  }')

    assert 1 == len(found("invalid-access-log", stage.replace("DEST", f'"{GROUP}"').replace("FORMAT", '"$context.status"')))
    assert [] == found("invalid-access-log", stage.replace("DEST", "var.p").replace("FORMAT", "var.p"))
    encoded = 'jsonencode({ id = "$context.requestId", status = "$context.status" })'
    assert [] == found("invalid-access-log", stage.replace("DEST", f'"{GROUP}"').replace("FORMAT", encoded))


# logging-without-account-role

INFO = 'MethodSettings: [{ResourcePath: /*, HttpMethod: "*", LoggingLevel: INFO}]'
ACCOUNT = "Account: {Type: AWS::ApiGateway::Account, Properties: {CloudWatchRoleArn: ROLE}}"
ROLE = "arn:aws:iam::123456789012:role/logs"


@pytest.mark.parametrize(
    ("text", "part"),
    [
        (template(stage=INFO, more=ACCOUNT.replace("ROLE", "!Ref AWS::NoValue")), "is given no role"),
        (template(stage=INFO, more=ACCOUNT.replace("ROLE", ROLE)), "does not wait for the account's role"),
    ],
)
def test_logs_that_nobody_may_write(text, part):
    (finding,) = report("logging-without-account-role", text)

    assert part in finding.message
    assert "INFO" == finding.span.text


@pytest.mark.parametrize(
    "text",
    [
        template(),
        template(stage=INFO),
        template(stage=INFO.replace("INFO", "'OFF'")),
        template(stage=INFO.replace("INFO", "!Ref P")),
        template(stage=INFO, more=ACCOUNT.replace("ROLE", ROLE), attributes="DependsOn: Account"),
        template(stage=INFO, more=ACCOUNT.replace("ROLE", "!Ref P"), attributes="DependsOn: [Account]"),
        http("DefaultRouteSettings: {LoggingLevel: INFO}"),
    ],
)
def test_no_execution_logs_or_a_role_for_them(text):
    assert [] == found("logging-without-account-role", text)


def test_the_account_in_terraform():
    settings = """\
resource "aws_api_gateway_method_settings" "all" {
  rest_api_id = aws_api_gateway_rest_api.api.id
  stage_name  = aws_api_gateway_stage.live.stage_name
  method_path = "*/*"
  settings {
    logging_level = "INFO"
  }
  DEPENDS
}
"""
    account = f'resource "aws_api_gateway_account" "a" {{\n  cloudwatch_role_arn = "{ROLE}"\n}}\n'

    assert [] == found("logging-without-account-role", TERRAFORM + settings.replace("DEPENDS", ""))
    assert ['"INFO"'] == found("logging-without-account-role", TERRAFORM + account + settings.replace("DEPENDS", ""))
    waiting = settings.replace("DEPENDS", "depends_on = [aws_api_gateway_account.a]")
    assert [] == found("logging-without-account-role", TERRAFORM + account + waiting)


# posture


@pytest.mark.parametrize(
    ("rule", "text", "number"),
    [
        ("unlogged-stage", template(), 1),
        ("unlogged-stage", template(stage=INFO), 0),
        ("unlogged-stage", template(stage=INFO.replace("INFO", "'OFF'")), 1),
        ("unlogged-stage", template(stage="MethodSettings: !Ref P"), 0),
        ("unlogged-stage", log(), 0),
        ("unlogged-stage", template(stage="AccessLogSetting: !Ref P"), 0),
        ("unlogged-stage", http(), 1),
        ("untraced-stage", template(), 1),
        ("untraced-stage", template(stage="TracingEnabled: false"), 1),
        ("untraced-stage", template(stage="TracingEnabled: !Ref P"), 0),
        ("untraced-stage", http(), 0),
        ("unthrottled-stage", template(), 1),
        ("unthrottled-stage", template(stage=INFO.replace("LoggingLevel: INFO", "ThrottlingRateLimit: 5")), 0),
        ("unthrottled-stage", template(stage=INFO.replace("LoggingLevel: INFO", "ThrottlingRateLimit: !Ref P")), 0),
        ("unthrottled-stage", http("DefaultRouteSettings: {ThrottlingRateLimit: 5}"), 0),
        ("unthrottled-stage", http(), 1),
        ("stage-without-web-acl", template(), 1),
        ("stage-without-web-acl", http(), 0),
        ("stage-without-web-acl", "Transform: Macro\n" + template(), 0),
        ("stage-without-web-acl", TERRAFORM, 1),
        (
            "stage-without-web-acl",
            TERRAFORM
            + 'module "firewall" {\n  source = "git::https://modules.example/firewall"\n  stage  = aws_api_gateway_stage.live.arn\n}',
            0,
        ),
        ("stage-without-web-acl", template().replace("{Name: pets}", "{Name: pets, EndpointConfiguration: {Types: [PRIVATE]}}"), 0),
        ("stage-without-web-acl", template().replace("{Name: pets}", "{Name: pets, EndpointConfiguration: {Types: [!Ref P]}}"), 0),
        ("logged-secrets", log(format="$context.requestId $context.identity.apiKey"), 1),
        ("logged-secrets", log(format="$context.requestId $context.authorizer.token"), 1),
        ("logged-secrets", log(format="$context.requestId $context.identity.apiKeyId $context.authorizer.latency"), 0),
        ("logged-secrets", log(format="$context.requestId $context.authorizer.claims.sub"), 0),
        ("logged-secrets", log(format="$context.requestId $context.authorizer.claims.subject"), 1),
        ("logged-secrets", template(stage=INFO.replace("INFO", "INFO, DataTraceEnabled: true")), 1),
        ("logged-secrets", template(stage=INFO.replace("INFO", "INFO, DataTraceEnabled: !Ref P")), 0),
        ("logged-secrets", template(stage=INFO.replace("INFO", "'OFF', DataTraceEnabled: true")), 0),
        ("logged-secrets", template(stage=INFO.replace("INFO", "!Ref P, DataTraceEnabled: true")), 0),
        ("logged-secrets", template(stage=INFO.replace("LoggingLevel: INFO", "DataTraceEnabled: true")), 0),
        ("logged-secrets", http("DefaultRouteSettings: {LoggingLevel: ERROR, DataTraceEnabled: true}", kind="WEBSOCKET"), 1),
        ("logged-secrets", http("DefaultRouteSettings: {DataTraceEnabled: true}", kind="WEBSOCKET"), 0),
    ],
)
def test_the_posture_of_stages(rule, text, number):
    assert number == len(found(rule, text))


CACHE = 'CacheClusterEnabled: ON\nMethodSettings: [{ResourcePath: /*, HttpMethod: "*", CachingEnabled: true, CacheDataEncrypted: SAFE}]'


@pytest.mark.parametrize(
    ("on", "safe", "number"),
    [("true", "false", 1), ("true", "!Ref AWS::NoValue", 1), ("true", "true", 0), ("true", "!Ref P", 0), ("false", "false", 0)],
)
def test_a_cache_in_clear_text(on, safe, number):
    text = template(stage=CACHE.replace("ON", on).replace("SAFE", safe))

    assert number == len(found("unencrypted-cache", text))


def test_fixes_of_the_posture():
    assert template(stage="TracingEnabled: true") == fixed("untraced-stage", template(stage="TracingEnabled: false"))
    cached = template(stage=CACHE.replace("ON", "true"))
    assert cached.replace("SAFE", "true") == fixed("unencrypted-cache", cached.replace("SAFE", "false"))


def test_a_usage_plan_limits_a_stage():
    plan = (
        "Plan: {Type: AWS::ApiGateway::UsagePlan, Properties: {ApiStages: [{ApiId: !Ref Api, Stage: !Ref Live}], Throttle: {RateLimit: 5}}}"
    )

    assert [] == found("unthrottled-stage", template(more=plan))
    assert 1 == len(found("unthrottled-stage", template(more=plan.replace(", Throttle: {RateLimit: 5}", ""))))
    some = "Stage: !Ref Live, Throttle: {//GET: {RateLimit: 5}}"
    assert [] == found("unthrottled-stage", template(more=plan.replace(", Throttle: {RateLimit: 5}", "").replace("Stage: !Ref Live", some)))


CANARY = """
resource "aws_api_gateway_deployment" "canary" {
  rest_api_id = aws_api_gateway_rest_api.api.id
  stage_name  = STAGE
  canary_settings {
    percent_traffic = 5
  }
}
resource "aws_api_gateway_method_settings" "all" {
  rest_api_id = aws_api_gateway_rest_api.api.id
  stage_name  = aws_api_gateway_stage.live.stage_name
  method_path = "*/*"
  settings {
    logging_level          = "INFO"
    throttling_burst_limit = 5
  }
}
"""


@pytest.mark.parametrize("rule", ["unlogged-stage", "unthrottled-stage"])
def test_a_canary_of_a_stage_that_has_its_settings(rule):
    own = TERRAFORM.index('resource "aws_api_gateway_stage"')
    for stage, number in [("aws_api_gateway_stage.live.stage_name", 0), ('"live"', 0), ('"other"', 1)]:
        canary = CANARY.replace("STAGE", stage)
        assert number == len(found(rule, TERRAFORM + canary))
        assert number == len(found(rule, TERRAFORM[:own] + canary + TERRAFORM[own:]))


def test_one_finding_for_both_stages_that_sam_makes():
    serverless = "Transform: AWS::Serverless-2016-10-31\nResources:\n  Api: {Type: AWS::Serverless::Api, Properties: {StageName: live}}\n"

    assert 1 == len(found("unlogged-stage", serverless))


def test_one_finding_for_a_stage_and_its_canary():
    for stage, number in [("aws_api_gateway_stage.live.stage_name", 1), ("var.p", 1), ('"other"', 2)]:
        assert number == len(found("stage-without-web-acl", TERRAFORM + CANARY.replace("STAGE", stage)))


DOMAIN = """\
Mapping: {Type: AWS::ApiGateway::BasePathMapping, Properties: {DomainName: !Ref Domain, RestApiId: !Ref Api, Stage: !Ref Live}}
Domain: {Type: AWS::ApiGateway::DomainName, Properties: {DomainName: a.example, SecurityPolicy: POLICYMORE}}
"""


@pytest.mark.parametrize(
    ("api", "more", "number"),
    [
        ("", "", 1),
        (", DisableExecuteApiEndpoint: false", "", 1),
        (", DisableExecuteApiEndpoint: true", "", 0),
        (", DisableExecuteApiEndpoint: !Ref P", "", 0),
        (", EndpointConfiguration: {Types: [PRIVATE]}", "", 0),
        ("", ", MutualTlsAuthentication: {TruststoreUri: s3://a/b}", 0),
    ],
)
def test_a_default_endpoint_beside_a_domain(api, more, number):
    text = template(more=DOMAIN.replace("POLICY", "TLS_1_2").replace("MORE", more)).replace("{Name: pets}", f"{{Name: pets{api}}}")

    assert number == len(found("default-endpoint-open", text))


def test_old_tls():
    text = template(more=DOMAIN.replace("MORE", ""))

    assert ["TLS_1_0"] == found("weak-tls", text.replace("POLICY", "TLS_1_0"))
    assert [] == found("weak-tls", text.replace("POLICY", "!Ref P"))
    assert text.replace("POLICY", "TLS_1_2") == fixed("weak-tls", text.replace("POLICY", "TLS_1_0"))


def test_a_cache_that_anyone_can_empty():
    text = (
        TERRAFORM
        + """\
resource "aws_api_gateway_method_settings" "all" {
  rest_api_id = aws_api_gateway_rest_api.api.id
  stage_name  = aws_api_gateway_stage.live.stage_name
  method_path = "*/*"
  settings {
    caching_enabled                         = true
    require_authorization_for_cache_control = FLAG
  }
}
"""
    )

    assert ["false"] == found("cache-control-open", text.replace("FLAG", "false"))
    assert [] == found("cache-control-open", text.replace("FLAG", "true"))
    assert [] == found("cache-control-open", text.replace("FLAG", "var.p"))
