"""The rules on what SAM's APIs say of CORS, domains, answers, documents and names: what SAM takes, and what it refuses."""

import pytest
from definitions import found, report

from apigw_lint.lint import Settings, lint_text

HEAD = """\
Transform: AWS::Serverless-2016-10-31
Parameters: {Name: {Type: String, Default: A}, Unknown: {Type: String}}
Conditions: {C: !Equals [!Ref Unknown, a]}
"""
CERTIFICATE = "arn:aws:acm:eu-west-1:123456789012:certificate/1"
OF_ONE_API = ("DefinitionBody", "DefinitionUri", "Models", "Name", "Routes")
"""What no globals have."""


def api(kind, *properties, more=""):
    """Returns a template with an API and what it says of itself."""
    stage = {"Api": ["StageName: prod"], "WebSocketApi": ["RouteSelectionExpression: $request.body.action"]}.get(kind, [])
    lines = "".join(f"      {line}\n" for line in [*stage, *properties])
    return f"{HEAD}Resources:\n  Pets:\n    Type: AWS::Serverless::{kind}\n    Properties:\n      Description: pets\n{lines}{more}"


def domain(settings):
    return f"Domain: {{DomainName: a.example.com, CertificateArn: {CERTIFICATE}, {settings}}}"


def refused_by_rules_of_sam(text):
    """Returns what the rules on SAM's properties find that SAM refuses."""
    report = lint_text(text, "nowhere/template.yaml", Settings(isolated=True, debug=True))
    assert [] == report.errors
    return [finding for finding in report.findings if "sam" in finding.rule or finding.rule == "definition-given-twice"]


TAKEN = [
    ("Api", "Cors: \"'*'\""),
    ("Api", "Cors: {AllowMethods: \"'GET'\", AllowHeaders: \"'A'\", AllowOrigin: \"'*'\", MaxAge: \"'5'\"}"),
    ("Api", "Cors: {AllowOrigin: \"'https://example.com'\", AllowCredentials: true}"),
    ("Api", "Cors: {AllowOrigin: !Ref Unknown, AllowCredentials: true}"),
    ("HttpApi", "CorsConfiguration: true"),
    (
        "HttpApi",
        "CorsConfiguration: {AllowMethods: [GET], AllowHeaders: [a], AllowOrigins: [https://a.example], MaxAge: 5, ExposeHeaders: [b], "
        "AllowCredentials: true}",
    ),
    ("Api", domain("EndpointConfiguration: EDGE, BasePath: [a, b], AccessAssociation: [a]")),
    ("Api", "GatewayResponses: {DEFAULT_4XX: {StatusCode: '', ResponseParameters: ''}}"),
    ("Api", domain("EndpointConfiguration: REGIONAL, BasePath: [a.b]")),
    ("Api", domain("Route53: {HostedZoneId: Z1, EvaluateTargetHealth: true, SeparateRecordSetGroup: true}")),
    ("HttpApi", domain("EndpointConfiguration: REGIONAL, BasePath: [a/b-c_d]")),
    ("HttpApi", domain("MutualTlsAuthentication: {TruststoreUri: s3://a/b, TruststoreVersion: c}")),
    ("HttpApi", domain("Route53: {HostedZoneName: example.com.}")),
    ("Api", "GatewayResponses: {DEFAULT_4XX: {StatusCode: 400, ResponseTemplates: {application/json: '{}'}}}"),
    (
        "Api",
        "GatewayResponses: {DEFAULT_4XX: {ResponseParameters: {Headers: {A: \"'a'\"}, Paths: {b: \"'b'\"}, QueryStrings: {c: \"'c'\"}}}}",
    ),
    ("Api", "Auth: {UsagePlan: {CreateUsagePlan: SHARED, UsagePlanName: pets, Description: pets, Quota: {}, Throttle: {}, Tags: []}}"),
    ("Api", "Auth: {UsagePlan: {CreateUsagePlan: PER_API}}"),
    ("Api", "Auth: {UsagePlan: {CreateUsagePlan: NONE}}"),
    ("Api", "Auth: {ResourcePolicy: {AwsAccountWhitelist: ['1'], AwsAccountBlacklist: ['2'], CustomStatements: []}}"),
    ("Api", "Auth: {ResourcePolicy: {IpRangeWhitelist: [10.0.0.0/8], IpRangeBlacklist: [11.0.0.0/8]}}"),
    ("Api", "Auth: {ResourcePolicy: {SourceVpcWhitelist: [vpc-1], SourceVpcBlacklist: [vpce-1]}}"),
    ("Api", "Auth: {ResourcePolicy: {IntrinsicVpcWhitelist: [vpc-1], IntrinsicVpcBlacklist: [vpc-2]}}"),
    ("Api", "Auth: {ResourcePolicy: {IntrinsicVpceWhitelist: [vpce-1], IntrinsicVpceBlacklist: [vpce-2]}}"),
    (
        "HttpApi",
        "Auth: {Authorizers: {A: {FunctionArn: a, FunctionInvokeRole: b, Identity: {Headers: [a], QueryStrings: [b], StageVariables: [c], "
        "Context: [d], ReauthorizeEvery: 5}, AuthorizerPayloadFormatVersion: '2.0', EnableSimpleResponses: true, "
        "EnableFunctionDefaultPermissions: true}}}",
    ),
    ("Api", "DefinitionBody: {swagger: '2.0', paths: {/pets: {'Fn::If': [C, {get: {}}, !Ref AWS::NoValue]}}}\n      Cors: \"'*'\""),
    ("HttpApi", "DefinitionBody: {openapi: 3.0.1, info: {title: pets}, paths: {}}"),
    ("Api", "DefinitionBody: {openapi: 3.0.1, paths: {/a: {options: {responses: {'200': {headers: {B: {}}}}}}}}\n      Cors: a"),
    ("Api", "DefinitionUri: s3://a/b\n      DefinitionBody: {}"),
    ("WebSocketApi", "Routes: {$connect: {FunctionArn: a}}\n      IpAddressType: dualstack\n      StageName: !Ref Unknown"),
    ("WebSocketApi", "Routes: {$connect: {FunctionArn: a, RequestParameters: {a: {Required: true}}}, say: {FunctionArn: a}}"),
    ("WebSocketApi", "Routes: {$connect: {FunctionArn: a}}\n      Auth: {AuthType: CUSTOM, AuthArn: a, IdentitySource: [b]}"),
]


@pytest.mark.parametrize(("kind", "written"), TAKEN)
def test_what_sam_takes_is_no_finding(kind, written):
    assert [] == refused_by_rules_of_sam(api(kind, written))


REFUSED = [
    ("Api", "invalid-sam-cors", "Cors: {AllowOrigins: [a]}", ["AllowOrigins"]),
    ("Api", "invalid-sam-cors", "Cors: {AllowCredentials: true}", ["true"]),
    ("Api", "invalid-sam-cors", "Cors: {AllowCredentials: true, AllowOrigin: \"'*'\"}", ["true"]),
    ("HttpApi", "invalid-sam-cors", "CorsConfiguration: {AllowOrigin: [a]}", ["AllowOrigin"]),
    ("Api", "invalid-sam-domain", f"Domain: {{CertificateArn: {CERTIFICATE}}}", ["Domain"]),
    ("Api", "invalid-sam-domain", "Domain: !If [C, {DomainName: a.example.com, CertificateArn: x}, !Ref AWS::NoValue]", ["Domain"]),
    ("HttpApi", "invalid-sam-domain", "Domain: !ImportValue x", ["Domain"]),
    ("HttpApi", "invalid-sam-domain", "Domain: {DomainName: a.example.com}", ["Domain"]),
    ("HttpApi", "invalid-sam-domain", domain("EndpointConfiguration: EDGE"), ["EDGE"]),
    ("Api", "invalid-sam-domain", domain("EndpointConfiguration: [EDGE]"), ["[EDGE]"]),
    ("Api", "invalid-sam-domain", domain("EndpointConfiguration: WORD"), ["WORD"]),
    ("HttpApi", "invalid-sam-domain", domain("BasePath: [a.b]"), ["a.b"]),
    ("HttpApi", "invalid-sam-domain", domain("BasePath: a.b"), ["a.b"]),
    ("Api", "invalid-sam-gateway-response", "GatewayResponses: {DEFAULT_4XX: {StatusCode: [a]}}", ["[a]"]),
    ("Api", "invalid-sam-gateway-response", "GatewayResponses: {DEFAULT_4XX: {ResponseParameters: {Headers: null}}}", ["null"]),
    ("Api", "invalid-sam-domain", "Domain: {}", ["Domain", "Domain"]),
    ("HttpApi", "invalid-sam-domain", "Domain: {}", ["Domain", "Domain"]),
    ("WebSocketApi", "invalid-sam-domain", "Domain: {}", ["Domain", "Domain"]),
    ("Api", "invalid-sam-domain", domain("BasePath: [a, [b]]"), ["[b]"]),
    ("HttpApi", "invalid-sam-domain", domain("BasePath: [null]"), ["null"]),
    ("HttpApi", "invalid-sam-domain", domain("MutualTlsAuthentication: {Word: a}"), ["Word"]),
    ("Api", "invalid-sam-domain", domain("Route53: {EvaluateTargetHealth: true}"), ["{EvaluateTargetHealth: true}"]),
    ("Api", "invalid-sam-domain", domain("Route53: {HostedZoneId: Z1, SeparateRecordSetGroup: word}"), ["word"]),
    ("Api", "invalid-sam-domain", domain("EndpointConfiguration: PRIVATE, AccessAssociation: [a]"), ["[a]"]),
    (
        "Api",
        "invalid-sam-endpoint-configuration",
        "EndpointConfiguration: {Type: PRIVATE, VPCEndpointIds: [a], VpcEndpointIds: [a]}",
        ["VpcEndpointIds"],
    ),
    ("Api", "invalid-sam-gateway-response", "GatewayResponses: {DEFAULT_4XX: {ResponseParameters: {Header: {}}}}", ["Header"]),
    ("Api", "invalid-sam-gateway-response", "GatewayResponses: {DEFAULT_4XX: {ResponseParameters: {Paths: [a]}}}", ["[a]"]),
    ("Api", "invalid-sam-gateway-response", "GatewayResponses: {DEFAULT_4XX: {ResponseParameters: {Other: [a]}}}", ["Other"]),
    ("Api", "invalid-sam-gateway-response", "GatewayResponses: {DEFAULT_4XX: {StatusCode: many}}", ["many"]),
    ("Api", "invalid-sam-gateway-response", "GatewayResponses: {DEFAULT_4XX: !If [C, {}, {}]}", ["!If [C, {}, {}]"]),
    ("Api", "invalid-sam-definition", "OpenApiVersion: '4.0'", ["'4.0'"]),
    ("Api", "invalid-sam-definition", "Models: {A: word}", ["word"]),
    ("Api", "invalid-sam-definition", "Cors: a\n      DefinitionBody: {swagger: '2.0', paths: {/a: word}}", ["/a"]),
    (
        "Api",
        "invalid-sam-definition",
        "Cors: a\n      DefinitionBody: {swagger: '2.0', paths: {/a: {'Fn::If': [C, word, !Ref AWS::NoValue]}}}",
        ["/a"],
    ),
    ("Api", "invalid-sam-definition", "Cors: a\n      DefinitionBody: {swagger: '2.0', paths: {/a: {'Fn::If': [C]}}}", ["/a"]),
    (
        "Api",
        "invalid-sam-definition",
        "Cors: a\n      DefinitionBody: {openapi: 3.0.1, paths: {/a: {options: {responses: word}}}}",
        ["word"],
    ),
    (
        "Api",
        "invalid-sam-definition",
        "Cors: a\n      DefinitionBody: {openapi: 3.0.1, paths: {/a: {options: {responses: {'200': {headers: [b]}}}}}}",
        ["[b]"],
    ),
    ("HttpApi", "invalid-sam-definition", "Name: a\n      DefinitionBody: {openapi: 3.0.1, info: {title: a}, paths: {}}", ["Name"]),
    ("Api", "definition-given-twice", "DefinitionUri: s3://a/b\n      DefinitionBody: {swagger: '2.0', paths: {}}", ["DefinitionBody"]),
    ("HttpApi", "definition-given-twice", "DefinitionUri: s3://a/b\n      Tags: {a: b}", ["Description", "Tags"]),
    ("WebSocketApi", "invalid-sam-websocket-api", "Routes: {$connect: {FunctionArn: a}}\n      IpAddressType: ipv6", ["ipv6"]),
    ("WebSocketApi", "invalid-sam-websocket-api", "Routes: {$connect: {FunctionArn: a}}\n      StageName: a-b", ["a-b"]),
    ("WebSocketApi", "invalid-sam-websocket-api", "Routes: {$connect: {FunctionArn: a}}\n      StageName: $default", ["$default"]),
    ("WebSocketApi", "invalid-sam-websocket-api", "Routes: {say-it: {FunctionArn: a}}", ["say-it"]),
    ("WebSocketApi", "invalid-sam-websocket-api", "Routes: {say: {}}", ["say"]),
    ("WebSocketApi", "invalid-sam-websocket-api", "Routes: {$connect: {FunctionArn: a}}\n      Auth: {AuthType: CUSTOM}", ["CUSTOM"]),
    ("WebSocketApi", "invalid-sam-websocket-api", "Routes: {$connect: {FunctionArn: a}}\n      Auth: {AuthType: OTHER}", ["OTHER"]),
    ("WebSocketApi", "invalid-sam-websocket-api", "Routes: {$connect: {FunctionArn: a}}\n      Auth: {AuthArn: a}", ["Auth"]),
    (
        "WebSocketApi",
        "invalid-sam-websocket-api",
        "Routes: {$connect: {FunctionArn: a}}\n      Auth: {AuthType: NONE, AuthArn: a}",
        ["AuthArn"],
    ),
]


@pytest.mark.parametrize(("kind", "rule", "written", "places"), REFUSED)
def test_what_sam_refuses_is_found_at_its_property(kind, rule, written, places):
    text = api(kind, written)

    assert places == found(rule, text)
    assert {"rejected"} == {finding.consequence.value for finding in report(rule, text)}


def test_an_origin_that_is_empty_is_refused_where_there_is_a_path():
    """SAM looks at it for each path."""
    event = "{Type: Api, Properties: {RestApiId: !Ref Pets, Path: /pets, Method: get}}"
    function = f"  List:\n    Type: AWS::Serverless::Function\n    Properties: {{Events: {{List: {event}}}}}\n"
    paths = "DefinitionBody: {swagger: '2.0', paths: {/pets: {get: {}}}}"

    assert ["''"] == found("invalid-sam-cors", api("Api", "Cors: {AllowOrigin: ''}", more=function))
    assert ["null"] == found("invalid-sam-cors", api("Api", "Cors: {AllowOrigin: null}", paths))
    assert [] == found("invalid-sam-cors", api("Api", "Cors: {AllowOrigin: ''}"))
    assert [] == found("invalid-sam-cors", api("Api", "Cors: {AllowOrigin: ''}", "DefinitionBody: {swagger: '2.0', paths: {}}"))


def test_a_base_path_of_a_rest_api_that_is_no_text_is_left_out():
    text = api("Api", domain("BasePath: 5"))

    assert [("5", "ignored")] == [(finding.span.text, finding.consequence.value) for finding in report("invalid-sam-domain", text)]


def globals_of(kind, written):
    """Returns the template that says in its globals what the API itself said."""
    stage = "{StageName: prod}" if kind == "Api" else "{}"
    return f"{HEAD}Globals:\n  {kind}:\n    {written}\nResources:\n  Pets: {{Type: AWS::Serverless::{kind}, Properties: {stage}}}\n"


@pytest.mark.parametrize(
    ("kind", "rule", "written", "places"), [case for case in REFUSED if not any(f"{name}:" in case[2] for name in OF_ONE_API)]
)
def test_what_sam_refuses_is_found_in_globals(kind, rule, written, places):
    assert places == found(rule, globals_of(kind, written))


@pytest.mark.parametrize("id", ["PetsprodStage", "PetsApiKey", "ListRole", "ListListPermissionprod"])
def test_an_id_that_sam_makes_is_taken(id):
    more = f"""\
  List:
    Type: AWS::Serverless::Function
    Properties:
      Events: {{List: {{Type: Api, Properties: {{Path: /pets, Method: get, RestApiId: !Ref Pets}}}}}}
  {id}: {{Type: AWS::SNS::Topic}}
"""
    assert [id] == found("generated-id-taken", api("Api", "Auth: {ApiKeyRequired: true, UsagePlan: {CreateUsagePlan: PER_API}}", more=more))


def test_no_advice_on_an_api_that_is_not_made():
    more = """\
    Condition: Never
  List:
    Type: AWS::Serverless::Function
    Properties:
      Events: {List: {Type: Api, Properties: {Path: /pets, Method: get, RestApiId: !Ref Pets}}}
"""
    text = api("Api", "Cors: \"'*'\"", more=more).replace("C: !Equals", "Never: !Equals [a, b], C: !Equals")

    for rule, place in [("extra-stage-named-stage", "StageName"), ("cors-needs-function-headers", "Cors")]:
        assert [] == found(rule, text)
        assert [place] == found(rule, text.replace("    Condition: Never\n", ""))


@pytest.mark.parametrize(
    ("kind", "written", "rules"),
    [
        ("Api", domain("EndpointConfiguration: WORD"), ["invalid-sam-domain"]),
        ("Api", "GatewayResponses: {DEFAULT_4XX: {StatusCode: many}}", ["invalid-sam-gateway-response"]),
        ("Api", domain("BasePath: 5"), ["invalid-sam-domain"]),
        ("WebSocketApi", "Routes: {$connect: {FunctionArn: a}}\n      Auth: {AuthType: OTHER}", ["invalid-sam-websocket-api"]),
        ("Api", "GatewayResponses: {WORD: {StatusCode: 400}}", ["invalid-gateway-response-type"]),
    ],
)
def test_where_sam_refuses_nothing_else_is_found(kind, written, rules):
    assert rules == [finding.rule for finding in lint_text(api(kind, written), "t.yaml", Settings(isolated=True, debug=True)).findings]


@pytest.mark.parametrize("name", ["toys", "!Ref Name", "!Sub '${Name}'", "!Sub 'a-${Name}'", "{'Fn::Sub': '${Name}'}"])
def test_a_document_that_says_its_title_leaves_no_room_for_a_name(name):
    body = "DefinitionBody: {openapi: 3.0.1, info: {title: pets, version: '1'}, paths: {}}"

    assert ["Name"] == found("invalid-sam-definition", api("HttpApi", f"Name: {name}", body))
