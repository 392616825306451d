"""The rules on usage plans, base paths, domain names and quotas."""

import pytest
from definitions import consequences, fixed, found, report
from staged import TERRAFORM, template

PLAN = """\
Plan:
  Type: AWS::ApiGateway::UsagePlan
  Properties:
    ApiStages:
      - ApiId: API
        Stage: STAGE
        Throttle: THROTTLE
    Quota: QUOTA
"""


def plan(stage="!Ref Live", quota="{Limit: 10, Period: DAY}", throttle="!Ref AWS::NoValue", api="!Ref Api", more=""):
    words = {"STAGE": stage, "QUOTA": quota, "THROTTLE": throttle, "API": api}
    text = PLAN
    for word, value in words.items():
        text = text.replace(f" {word}", f" {value}")
    return template(more=text + more)


@pytest.mark.parametrize(
    ("quota", "place"),
    [
        ("{Limit: 0, Period: DAY}", "0"),
        ("{Limit: -1, Period: DAY}", "-1"),
        ("{Limit: 10}", "10"),
        ("{Limit: 10, Period: DAYS}", "DAYS"),
        ("{Limit: 10, Period: YEAR}", "YEAR"),
        ("{Limit: 10, Period: DAY, Offset: 1}", "1"),
        ("{Limit: 10, Period: WEEK, Offset: 7}", "7"),
        ("{Limit: 10, Period: MONTH, Offset: 28}", "28"),
    ],
)
def test_a_quota_that_is_none(quota, place):
    assert [place] == found("invalid-usage-plan", plan(quota=quota))
    assert ["rejected"] == consequences("invalid-usage-plan", plan(quota=quota))


@pytest.mark.parametrize(
    "quota",
    [
        "{Limit: 10, Period: WEEK, Offset: 6}",
        "{Limit: 10, Period: MONTH, Offset: 27}",
        "{Limit: !Ref P, Period: !Ref P, Offset: 99}",
        "!Ref AWS::NoValue",
        "!Ref P",
    ],
)
def test_a_quota_that_is_one_or_not_known(quota):
    assert [] == found("invalid-usage-plan", plan(quota=quota))


def test_the_fix_writes_the_nearest_period():
    assert plan(quota="{Limit: 10, Period: DAY}") == fixed("invalid-usage-plan", plan(quota="{Limit: 10, Period: DAYS}"))


def test_a_stage_that_is_not_there_or_not_waited_for():
    (finding,) = report("invalid-usage-plan", plan(stage="prod"))
    assert "the API has no stage prod: it has live" == finding.message
    assert ["broken"] == consequences("invalid-usage-plan", plan(stage="live"))
    waiting = plan(stage="live").replace("AWS::ApiGateway::UsagePlan\n", "AWS::ApiGateway::UsagePlan\n    DependsOn: Live\n")
    assert [] == found("invalid-usage-plan", waiting)
    assert [] == found("invalid-usage-plan", plan(stage="!Ref P"))
    assert [] == found("invalid-usage-plan", plan(stage="prod", api="!Ref P"))
    assert [] == found("invalid-usage-plan", plan(stage="prod").replace("StageName: live", "StageName: !Ref P"))


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("pets/GET", ["rejected"]),
        ("/pets", ["rejected"]),
        ("/pets/FETCH", ["rejected"]),
        ("/pets/GET", ["ignored"]),
        ("//POST", ["ignored"]),
        ("//GET", []),
    ],
)
def test_the_keys_of_throttles(key, said):
    assert said == consequences("invalid-usage-plan", plan(throttle=f"{{'{key}': {{RateLimit: 1, BurstLimit: 1}}}}"))


KEYS = """\
Second:
  Type: AWS::ApiGateway::UsagePlan
  Properties: {ApiStages: [{ApiId: !Ref Api, Stage: STAGE}]}
Key: {Type: AWS::ApiGateway::ApiKey, Properties: {Enabled: true}}
One: {Type: AWS::ApiGateway::UsagePlanKey, Properties: {KeyId: !Ref Key, KeyType: API_KEY, UsagePlanId: !Ref Plan}}
Two: {Type: AWS::ApiGateway::UsagePlanKey, Properties: {KeyId: !Ref Key, KeyType: API_KEY, UsagePlanId: !Ref Second}}
"""


def test_a_key_in_two_plans_of_one_stage():
    assert ["!Ref Key"] == found("invalid-usage-plan", plan(more=KEYS.replace("STAGE", "!Ref Live")))
    assert [] == found("invalid-usage-plan", plan(more=KEYS.replace("STAGE", "!Ref P")))
    assert [] == found(
        "invalid-usage-plan", plan(more=KEYS.replace("STAGE", "!Ref Live").replace("UsagePlanId: !Ref Second", "UsagePlanId: !Ref P"))
    )


def test_the_type_of_a_key():
    text = plan(more=KEYS.replace("STAGE", "!Ref P").replace("API_KEY", "APIKEY", 1))

    assert ["APIKEY"] == found("invalid-usage-plan", text)
    assert text.replace("APIKEY", "API_KEY") == fixed("invalid-usage-plan", text)


@pytest.mark.parametrize(
    ("stage", "period", "number"),
    [
        ("aws_api_gateway_stage.live.stage_name", '"DAY"', 0),
        ("var.p", "var.p", 0),
        ('"prod"', '"DAY"', 1),
        ("var.p", '"HOUR"', 1),
    ],
)
def test_usage_plans_in_terraform(stage, period, number):
    text = TERRAFORM + (
        'resource "aws_api_gateway_usage_plan" "plan" {\n  name = "plan"\n'
        f"  api_stages {{\n    api_id = aws_api_gateway_rest_api.api.id\n    stage = {stage}\n  }}\n"
        f"  quota_settings {{\n    limit = 5\n    period = {period}\n  }}\n}}\n"
    )

    assert number == len(found("invalid-usage-plan", text))


# invalid-base-path-mapping


def mapped(*mappings, api="{Type: AWS::ApiGatewayV2::Api, Properties: {Name: pets, ProtocolType: HTTP}}", domain=""):
    """Returns a template with API mappings; each is the rest of its properties."""
    head = f"Parameters: {{P: {{Type: String}}}}\nResources:\n  Api: {api}\n{domain}"
    parts = [
        f"  M{number}: {{Type: AWS::ApiGatewayV2::ApiMapping, Properties: {{ApiId: !Ref Api, Stage: !Ref P, {rest}}}}}\n"
        for number, rest in enumerate(mappings)
    ]
    return head + "".join(parts)


@pytest.mark.parametrize(
    ("key", "place"),
    [("/pets", "/pets"), ("pets/", "pets/"), ("'a b'", " "), ("a@b", "@"), ("p" * 301, "p" * 301)],
)
def test_a_base_path_that_cannot_be(key, place):
    assert [place] == found("invalid-base-path-mapping", mapped(f"DomainName: a.example, ApiMappingKey: {key}"))


@pytest.mark.parametrize("key", ["pets", "pets/v1", "$-_.+!*()", "''", "!Ref P", "(none)"])
def test_a_base_path_that_can_be(key):
    assert [] == found("invalid-base-path-mapping", mapped(f"DomainName: a.example, ApiMappingKey: {key}"))


def test_a_base_path_twice():
    assert ["M1"] == found("invalid-base-path-mapping", mapped(*["DomainName: a.example, ApiMappingKey: a"] * 2))
    assert ["M1"] == found("invalid-base-path-mapping", mapped(*["DomainName: a.example"] * 2))
    assert [] == found("invalid-base-path-mapping", mapped("DomainName: a.example", "DomainName: b.example"))
    assert [] == found("invalid-base-path-mapping", mapped(*["DomainName: !Ref P"] * 2))
    assert [] == found("invalid-base-path-mapping", mapped(*["DomainName: a.example, ApiMappingKey: !Ref P"] * 2))


def test_what_shares_a_domain():
    properties = "{Name: s, ProtocolType: WEBSOCKET, RouteSelectionExpression: $request.body.a}"
    other = f"  Socket: {{Type: AWS::ApiGatewayV2::Api, Properties: {properties}}}\n"
    properties = "{ApiId: !Ref Socket, Stage: !Ref P, DomainName: a.example, ApiMappingKey: KEY}"
    second = f"  N: {{Type: AWS::ApiGatewayV2::ApiMapping, Properties: {properties}}}\n"
    text = mapped("DomainName: a.example, ApiMappingKey: a") + other + second

    assert ["N"] == found("invalid-base-path-mapping", text.replace("KEY", "b"))
    assert [] == found("invalid-base-path-mapping", text.replace("KEY", "b").replace("ApiId: !Ref Socket", "ApiId: !Ref P"))
    assert ["a/b"] == found(
        "invalid-base-path-mapping", text.replace("KEY", "a/b").replace("a.example, ApiMappingKey: a/", "b.example, ApiMappingKey: a/")
    )


def test_an_http_api_on_an_old_domain():
    domain = "  Domain: {Type: AWS::ApiGateway::DomainName, Properties: {DomainName: a.example, SecurityPolicy: POLICY}}\n"
    text = mapped("DomainName: !Ref Domain", domain=domain)

    assert ["M0"] == found("invalid-base-path-mapping", text.replace("POLICY", "TLS_1_0"))
    assert [] == found("invalid-base-path-mapping", text.replace("POLICY", "TLS_1_2"))
    assert [] == found("invalid-base-path-mapping", text.replace("POLICY", "!Ref P"))


def test_a_mapping_to_a_stage_that_is_not_there():
    text = mapped("DomainName: a.example").replace("Stage: !Ref P", "Stage: live")

    assert ["live"] == found("invalid-base-path-mapping", text)
    stage = "  Live: {Type: AWS::ApiGatewayV2::Stage, Properties: {ApiId: !Ref Api, StageName: live, AutoDeploy: true}}\n"
    assert [] == found("invalid-base-path-mapping", text + stage)


# invalid-domain-name


def domain(version=1, **properties):
    certificate = "arn:aws:acm:eu-west-1:123456789012:certificate/a"
    if version == 2:
        inner = ", ".join(f"{name}: {value}" for name, value in {"CertificateArn": certificate, **properties}.items() if "." not in name)
        return (
            "Parameters: {P: {Type: String}}\nResources:\n  Domain:\n    Type: AWS::ApiGatewayV2::DomainName\n"
            f"    Properties: {{DomainName: a.example, DomainNameConfigurations: [{{{inner}}}]}}\n"
        )
    written = {
        "DomainName": "a.example",
        "RegionalCertificateArn": certificate,
        "EndpointConfiguration": "{Types: [REGIONAL]}",
        **properties,
    }
    lines = "".join(f"      {name}: {value}\n" for name, value in written.items() if value is not None)
    return f"Parameters: {{P: {{Type: String}}}}\nResources:\n  Domain:\n    Type: AWS::ApiGateway::DomainName\n    Properties:\n{lines}"


EAST = "arn:aws:acm:us-east-1:123456789012:certificate/a"
WEST = "arn:aws:acm:eu-west-1:123456789012:certificate/a"
STORE = "{TruststoreUri: s3://bucket/key}"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (domain(DomainName="A.example"), "A.example"),
        (domain(DomainName="a_b.example"), "a_b.example"),
        (domain(DomainName="a.*.example"), "a.*.example"),
        (domain(DomainName="'*a.example'"), "'*a.example'"),
        (domain(CertificateArn=EAST, RegionalCertificateArn=None), EAST),
        (domain(EndpointConfiguration="{Types: [EDGE]}"), WEST),
        (domain(EndpointConfiguration="{Types: [EDGE]}", CertificateArn=WEST, RegionalCertificateArn=None), WEST),
        (domain(EndpointConfiguration="{Types: [REGIONAL, EDGE]}"), "[REGIONAL, EDGE]"),
        (domain(EndpointConfiguration="{Types: [REGION]}"), "REGION"),
        (domain(SecurityPolicy="TLS_1_3"), "TLS_1_3"),
        (domain(RoutingMode="API_MAPPING_ONLY"), "API_MAPPING_ONLY"),
        (domain(Policy="{Version: '2012-10-17'}"), "{Version: '2012-10-17'}"),
        (domain(MutualTlsAuthentication="{TruststoreUri: bucket/key}"), "bucket/key"),
        (domain(MutualTlsAuthentication="{TruststoreUri: s3://bucket}"), "s3://bucket"),
        (domain(MutualTlsAuthentication=STORE, SecurityPolicy="TLS_1_0"), "s3://bucket/key"),
        (domain(EndpointConfiguration="{Types: [EDGE]}", RegionalCertificateArn=None, MutualTlsAuthentication=STORE), "s3://bucket/key"),
        (domain(2, EndpointType="EDGE"), "EDGE"),
        (domain(2, SecurityPolicy="TLS_1_0"), "TLS_1_0"),
    ],
)
def test_a_domain_name_that_cannot_be(text, place):
    assert [place] == found("invalid-domain-name", text)


@pytest.mark.parametrize(
    "text",
    [
        domain(),
        domain(DomainName="'*.a.example'"),
        domain(DomainName="!Sub '${P}.example'"),
        domain(DomainName="!Sub '*.${P}'"),
        domain(EndpointConfiguration="{Types: [!Ref P]}", CertificateArn=EAST),
        domain(EndpointConfiguration="!Ref P", CertificateArn=EAST),
        domain(EndpointConfiguration=None),
        domain(EndpointConfiguration="{Types: [EDGE]}", CertificateArn=EAST, RegionalCertificateArn=None),
        domain(EndpointConfiguration="{Types: [EDGE]}", CertificateArn="!Ref P", RegionalCertificateArn=None),
        domain(EndpointConfiguration="{Types: [EDGE]}", RegionalCertificateArn="!If [C, !Ref P, !Ref AWS::NoValue]"),
        domain(SecurityPolicy="!Ref P"),
        domain(SecurityPolicy="SecurityPolicy_TLS13_1_3_2025_09"),
        domain(MutualTlsAuthentication=STORE, SecurityPolicy="TLS_1_2"),
        domain(MutualTlsAuthentication="{TruststoreUri: !Sub 's3://${P}/key'}"),
        domain(MutualTlsAuthentication="{TruststoreUri: !Sub '${P}/key'}"),
        domain(MutualTlsAuthentication="{TruststoreUri: '${truststore}'}"),
        domain(2, EndpointType="REGIONAL", SecurityPolicy="TLS_1_2"),
    ],
)
def test_a_domain_name_that_can_be(text):
    assert [] == found("invalid-domain-name", text.replace("Resources:", "Conditions: {C: !Equals [!Ref P, a]}\nResources:"))


def test_fixes_of_domain_names():
    assert domain() == fixed("invalid-domain-name", domain(DomainName="A.example"))
    assert domain(EndpointConfiguration="{Types: [REGIONAL]}") == fixed(
        "invalid-domain-name", domain(EndpointConfiguration="{Types: [REGION]}")
    )


def test_domain_names_in_terraform():
    text = (
        'variable "p" {}\nresource "aws_api_gateway_domain_name" "a" {\n  domain_name = "a.example"\n'
        f'  certificate_arn = "{EAST}"\n  endpoint_configuration {{\n    types = [TYPE]\n  }}\n}}\n'
    )

    assert 1 == len(found("invalid-domain-name", text.replace("TYPE", '"REGIONAL"')))
    assert [] == found("invalid-domain-name", text.replace("TYPE", '"EDGE"'))
    assert [] == found("invalid-domain-name", text.replace("TYPE", "var.p"))


# quota-exceeded


def several(number, kind="AWS::ApiGateway::Resource"):
    lines = [
        f"R{n}: {{Type: {kind}, Properties: {{RestApiId: !Ref Api, ParentId: !GetAtt Api.RootResourceId, PathPart: r{n}}}}}\n"
        for n in range(number)
    ]
    return template(more="".join(lines))


def test_resources_are_counted_with_the_root():
    assert [] == found("quota-exceeded", several(299))
    (finding,) = report("quota-exceeded", several(300))
    assert "301 resources: API Gateway takes 300 unless the quota of the account was raised" == finding.message
    assert "R299" == finding.span.text
    assert "advised" == finding.consequence.value


@pytest.mark.parametrize(
    ("key", "number"),
    [
        ("Value: short", 1),
        (f"Value: {'v' * 129}", 1),
        (f"Value: {'v' * 20}", 0),
        ("Value: ''", 0),
        ("Value: !Ref P", 0),
        (f"Name: {'n' * 1025}", 1),
    ],
)
def test_the_length_of_api_keys(key, number):
    text = template(more=f"Key: {{Type: AWS::ApiGateway::ApiKey, Properties: {{{key}}}}}")

    assert ["rejected"] * number == consequences("quota-exceeded", text)


def test_tags_are_counted():
    tags = ", ".join(f"{{Key: k{n}, Value: v}}" for n in range(51))
    text = template(stage=f"Tags: [{tags}]")

    assert ["rejected"] == consequences("quota-exceeded", text)
    assert [] == found("quota-exceeded", text.replace("{Key: k0, Value: v}, ", ""))


def test_scopes_of_a_route_are_counted_in_terraform():
    text = """\
resource "aws_apigatewayv2_api" "a" {
  name          = "a"
  protocol_type = "HTTP"
}
resource "aws_apigatewayv2_route" "r" {
  api_id               = aws_apigatewayv2_api.a.id
  route_key            = "GET /pets"
  authorization_scopes = [SCOPES]
}
"""
    eleven = ", ".join(f'"s{n}"' for n in range(11))

    assert ['"s10"'] == found("quota-exceeded", text.replace("SCOPES", eleven))
    assert [] == found("quota-exceeded", text.replace("SCOPES", eleven.replace(', "s10"', "")))
