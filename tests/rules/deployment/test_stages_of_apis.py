"""Stages, their names, settings and variables."""

from textwrap import dedent, indent

import pytest
from definitions import cloudformation, consequences, fixed, found, report
from deployed import deployed

BACKEND = "Type: HTTP_PROXY\nIntegrationHttpMethod: GET\nUri: https://pets.example.com/"
UNKNOWN = "Parameters: {Given: {Type: String}}"


def staged(properties="", integration=BACKEND, more="", deployment="{RestApiId: !Ref Api}", name="live"):
    return cloudformation(
        integration,
        head=UNKNOWN,
        more=f"Deployment:\n  Type: AWS::ApiGateway::Deployment\n  DependsOn: Pets\n  Properties: {deployment}\n"
        f"Live:\n  Type: AWS::ApiGateway::Stage\n  Properties:\n    RestApiId: !Ref Api\n    DeploymentId: !Ref Deployment\n"
        f"    StageName: {name}\n{indent(dedent(properties), '    ')}\n{dedent(more)}",
    )


SETTING = "MethodSettings:\n  - {ResourcePath: PATH, HttpMethod: VERB, MORE}"


def setting(more="LoggingLevel: INFO", path="/*", verb='"*"'):
    return SETTING.replace("PATH", path).replace("VERB", verb).replace("MORE", more)


@pytest.mark.parametrize(
    ("properties", "name", "expected"),
    [
        ("", "live", []),
        ("", "live-1_b", []),
        ("", "live.1", ["."]),
        ("", "!Ref Given", []),
        ("", '!Sub "${Given}/a"', ["/"]),
        ("", "x" * 129, ["x" * 129]),
        ('CacheClusterSize: "0.5"', "live", []),
        ("CacheClusterSize: 6.1", "live", []),
        ("CacheClusterSize: 2", "live", ["2"]),
        ("CacheClusterSize: !Ref Given", "live", []),
        ("CanarySetting: {PercentTraffic: 101}", "live", ["101"]),
        ("CanarySetting: {PercentTraffic: 99.5}", "live", []),
        (setting("LoggingLevel: WARN"), "live", ["WARN"]),
        (setting("LoggingLevel: !Ref Given"), "live", []),
        (setting("CacheTtlInSeconds: 3601"), "live", ["3601"]),
        (setting(path='"*"'), "live", ['"*"']),
        (setting(path="/~1pets"), "live", []),
        (setting(path="!Ref Given"), "live", []),
        (setting(verb="get"), "live", ["get"]),
        ("MethodSettings:\n  - {HttpMethod: GET, LoggingLevel: INFO}", "live", ["{HttpMethod: GET, LoggingLevel: INFO}"]),
        ("MethodSettings: [!Ref Given]", "live", []),
    ],
)
def test_stages(properties, name, expected):
    text = staged(properties, name=name)

    assert expected == found("invalid-stage", text)
    assert {"rejected"} >= set(consequences("invalid-stage", text))


def test_a_level_is_cured():
    assert "LoggingLevel: ERROR" in fixed("invalid-stage", staged(setting("LoggingLevel: ERRORS")))


def test_a_stage_without_a_deployment_of_rest():
    assert ["Live"] == found("invalid-stage", staged().replace("      DeploymentId: !Ref Deployment\n", ""))


def test_a_deployment_of_another_api():
    other = "Other: {Type: 'AWS::ApiGateway::RestApi', Properties: {Name: other}}"
    text = staged(more=other).replace("DependsOn: Pets\n    Properties: {RestApiId: !Ref Api}", "Properties: {RestApiId: !Ref Other}")

    assert ["!Ref Deployment"] == found("invalid-stage", text)


@pytest.mark.parametrize(
    ("deployment", "expected"),
    [
        ("{RestApiId: !Ref Api, DeploymentCanarySettings: {PercentTraffic: 5}}", ["DeploymentCanarySettings"]),
        ("{RestApiId: !Ref Api, StageName: beta, DeploymentCanarySettings: {PercentTraffic: 5}}", ["beta"]),
        ("{RestApiId: !Ref Api, StageName: !Ref Given, DeploymentCanarySettings: {PercentTraffic: 5}}", []),
        ("{RestApiId: !Ref Given, StageName: beta, DeploymentCanarySettings: {PercentTraffic: 5}}", []),
    ],
    ids=["no stage", "no such stage", "unknown stage", "API of others"],
)
def test_canaries_of_deployments(deployment, expected):
    text = cloudformation(BACKEND, head=UNKNOWN, more=f"Deployment:\n  Type: AWS::ApiGateway::Deployment\n  Properties: {deployment}")

    assert expected == found("invalid-stage", text)


def test_stages_of_version_2():
    text = "Resources:\n  Live:\n    Type: AWS::ApiGatewayV2::Stage\n    Properties: {ApiId: abc, StageName: NAME, AutoDeploy: true}\n"
    route = "  Get:\n    Type: AWS::ApiGatewayV2::Route\n    Properties: {ApiId: abc, RouteKey: GET /pets}\n"

    assert [] == found("invalid-stage", text.replace("NAME", "$default") + route)
    assert ["$"] == found("invalid-stage", text.replace("NAME", "$other") + route)


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ("{a_1: 'https://pets.example.com/?a=b,c&d=e f#g~h'}", []),
        ("{a-b: x}", ["a-b"]),
        ("{a: 'x@y'}", ["@"]),
        (
            "{a: '{x}'}",
            [
                "{",
            ],
        ),
        ("{a: !Ref Given}", []),
        ("{a: !Sub '${Given}!'}", ["!"]),
        (f"{{a: {'x' * 513}}}", ["x" * 513]),
        (f"{{{'x' * 65}: a}}", ["x" * 65]),
        ("!Ref Given", []),
    ],
)
def test_variables(variables, expected):
    assert expected == found("invalid-stage-variable", staged(f"Variables: {variables}"))


def test_more_than_a_hundred_variables():
    names = ", ".join(f"v{number}: x" for number in range(101))

    assert 1 == len(found("invalid-stage-variable", staged(f"Variables: {{{names}}}")))


HOST = BACKEND.replace("pets.example.com", "${stageVariables.host}")
TEMPLATED = """\
    Type: HTTP
    IntegrationHttpMethod: POST
    Uri: https://pets.example.com/
    RequestTemplates:
      application/json: 'TEMPLATE'
    """


@pytest.mark.parametrize(
    ("variables", "integration", "expected"),
    [
        ("", HOST, [("stageVariables.host", "broken")]),
        ("Variables: {host: pets.example.com}", HOST, []),
        ("Variables: !Ref Given", HOST, []),
        ("Variables: {Host: pets.example.com}", HOST, [("stageVariables.host", "broken")]),
        ("", TEMPLATED.replace("TEMPLATE", '{"a": "$stageVariables.a"}'), [("stageVariables.a", "misleading")]),
        ("", TEMPLATED.replace("TEMPLATE", '{"a": "$stageVariables.get("a")"}'), [('stageVariables.get("a")', "misleading")]),
        ("", TEMPLATED.replace("TEMPLATE", '#if($stageVariables.a) {"a": "$stageVariables.a"} #end'), []),
        ("", TEMPLATED.replace("TEMPLATE", "## $stageVariables.a"), []),
    ],
)
def test_variables_that_are_read(variables, integration, expected):
    text = staged(variables, integration)
    findings = report("undefined-stage-variable", text)

    assert expected == [(finding.span.text, finding.consequence.value) for finding in findings]


def test_variables_of_one_stage_of_two():
    second = """\
        Test:
          Type: AWS::ApiGateway::Stage
          Properties: {RestApiId: !Ref Api, DeploymentId: !Ref Deployment, StageName: test, Variables: {host: test.example.com}}
        """
    findings = report("undefined-stage-variable", staged("", HOST, second))

    assert ["not every stage"] == [finding.message.split(": ")[1].split(" defines")[0] for finding in findings]
    assert ["Live"] == [related.span.text for finding in findings for related in finding.related]


def test_stages_that_others_make_may_define_them():
    assert [] == found("undefined-stage-variable", cloudformation(HOST))
    told = "\nOutputs:\n  Api: {Value: !Ref Api, Export: {Name: api}}\n"
    assert [] == found("undefined-stage-variable", staged("", HOST) + told)


@pytest.mark.parametrize(
    ("integration", "expected"),
    [
        (BACKEND, ["host"]),
        (HOST, []),
        (TEMPLATED.replace("TEMPLATE", "#foreach($name in $stageVariables.keySet()) $name #end"), []),
        ("Type: AWS_PROXY\nIntegrationHttpMethod: POST\nUri: !Ref Given", []),
        ("Type: HTTP_PROXY\nIntegrationHttpMethod: GET\nUri: !Ref Given", []),
        ("Type: HTTP_PROXY\nIntegrationHttpMethod: GET\nUri: !Sub 'https://${AWS::Region}.example.com'", ["host"]),
    ],
    ids=["unread", "read", "all", "function", "unknown", "region"],
)
def test_variables_that_nothing_reads(integration, expected):
    assert expected == found("unused-stage-variable", staged("Variables: {host: pets.example.com}", integration))


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ("{dbPassword: correct-horse}", ["correct-horse"]),
        ("{dbPassword: changeme}", []),
        ("{dbPassword: !Ref Given}", []),
        ("{dbPassword: '{{resolve:secretsmanager:db}}'}", []),
        ("{secretName: prod-database}", []),
        ("{tokenUrl: https-tokens.example.com}", []),
        ("{who: AKIAIOSFODNN7EXAMPLE}", ["AKIAIOSFODNN7EXAMPLE"]),
        ("{apiKey: short}", []),
    ],
)
def test_secrets(variables, expected):
    assert expected == found("secret-in-stage-variable", staged(f"Variables: {variables}"))


def test_keys_of_callers():
    key = "Key:\n  Type: AWS::ApiGateway::ApiKey\n  Properties: {Value: VALUE}"
    value = "abcdefghijklmnopqrstuvwxyz"

    assert [value] == found("secret-in-stage-variable", staged(more=key.replace("VALUE", value)))
    assert [] == found("secret-in-stage-variable", staged(more=key.replace("VALUE", "!Ref Given")))


@pytest.mark.parametrize(
    ("properties", "expected"),
    [
        (setting(path="/~1pets", verb="GET"), ["/~1pets"]),
        (setting(path="/", verb="GET"), []),
        (setting(path="/", verb="POST"), ["POST"]),
        (setting(path="/", verb="ANY"), []),
        (setting(path="!Ref Given", verb="GET"), []),
        (setting(more="CachingEnabled: true"), ["true"]),
        (setting(more="CachingEnabled: true") + "\nCacheClusterEnabled: true", []),
        (setting(more="CachingEnabled: true") + "\nCacheClusterEnabled: !Ref Given", []),
        ("MethodSettings:\n  - {ResourcePath: /*, HttpMethod: '*'}", ["{ResourcePath: /*, HttpMethod: '*'}"]),
    ],
)
def test_settings_for_nothing(properties, expected):
    assert expected == found("method-settings-for-nothing", staged(properties))


def test_settings_in_terraform():
    settings = """
        resource "aws_api_gateway_stage" "live" {
          rest_api_id   = aws_api_gateway_rest_api.pets.id
          deployment_id = aws_api_gateway_deployment.pets.id
          stage_name    = "live"
        }
        resource "aws_api_gateway_method_settings" "pets" {
          rest_api_id = aws_api_gateway_rest_api.pets.id
          stage_name  = aws_api_gateway_stage.live.stage_name
          method_path = "PATH"
          settings {
            throttling_rate_limit  = 0
            throttling_burst_limit = 5
          }
        }
        """

    assert ["cats"] == found("method-settings-for-nothing", deployed("", settings.replace("PATH", "cats/GET")))
    assert [] == found("method-settings-for-nothing", deployed("", settings.replace("PATH", "*/*")))
    assert ["0"] == found("zero-throttle", deployed("", settings))


PLAN = """\
    Plan:
      Type: AWS::ApiGateway::UsagePlan
      Properties:
        Throttle: {RateLimit: 0, BurstLimit: 5}
        ApiStages:
          - {ApiId: !Ref Api, Stage: live, Throttle: {/pets/GET: {RateLimit: 5, BurstLimit: 0}}}
    """


def test_limits_of_zero():
    assert ["0", "0"] == found("zero-throttle", staged(more=PLAN))
    assert ["0"] == found("zero-throttle", staged(setting("ThrottlingRateLimit: 0, ThrottlingBurstLimit: 1")))
    assert [] == found("zero-throttle", staged(setting("ThrottlingRateLimit: !Ref Given")))


def test_twice_the_same_stage():
    rule = "stage-on-deployment-and-stage"
    named = "{RestApiId: !Ref Api, StageName: NAME}"
    again = "Again:\n  Type: AWS::ApiGateway::Stage\n  Properties: {RestApiId: !Ref Api, DeploymentId: !Ref Deployment, StageName: NAME}"

    assert ["live"] == found(rule, staged(deployment=named.replace("NAME", "live")))
    assert [] == found(rule, staged(deployment=named.replace("NAME", "other")))
    assert [] == found(rule, staged(deployment=named.replace("NAME", "!Ref Given")))
    assert ["live"] == found(rule, staged(more=again.replace("NAME", "live")))
    assert [] == found(rule, staged(more=again.replace("NAME", "test")))
    assert ["StageDescription"] == found(rule, staged(deployment="{RestApiId: !Ref Api, StageDescription: {Description: live}}"))


def test_a_deployment_into_a_stage_that_is_there():
    following = """\
        Next:
          Type: AWS::ApiGateway::Deployment
          DependsOn: [Live, Pets]
          Properties: {RestApiId: !Ref Api, StageName: live}
        """
    text = staged(more=following)

    assert [] == found("stage-on-deployment-and-stage", text)


def test_deprecated_arguments_in_terraform():
    text = deployed('stage_name        = "live"\nstage_description = "live"')

    assert ["stage_name"] == found("stage-on-deployment-and-stage", text)
    assert ["advised"] == consequences("stage-on-deployment-and-stage", text)


@pytest.mark.parametrize(
    ("deployment", "said"),
    [
        ('stage_name = "live"', "anew with each deployment"),
        ('stage_name = "live"\nlifecycle {\n  create_before_destroy = true\n}', "nothing but its name and variables"),
        ("stage_name = aws_api_gateway_stage.live.stage_name\ncanary_settings {\n  percent_traffic = 5\n}", "also as its canary"),
    ],
)
def test_what_to_write_instead_of_a_deployment_s_stage(deployment, said):
    stage = """
    resource "aws_api_gateway_stage" "live" {
      rest_api_id   = aws_api_gateway_rest_api.pets.id
      deployment_id = "abc"
      stage_name    = "prod"
    }
    """
    (finding,) = report("stage-on-deployment-and-stage", deployed(deployment, stage))

    assert said in finding.message
