"""The rules on the authorization of SAM's APIs and of the events that lead to them."""

import pytest
from definitions import consequences, fixed, found, report

API, EVENT, URI = "invalid-sam-auth", "undefined-sam-authorizer", "invalid-definition-uri"
HEAD = """\
Transform: AWS::Serverless-2016-10-31
Parameters: {Name: {Type: String, Default: A}, Unknown: {Type: String}}
Conditions: {C: !Equals [!Ref Unknown, a]}
"""
POOL = "Authorizers: {A: {UserPoolArn: x}}"
JWT = "JwtConfiguration: {issuer: x, audience: [y]}, IdentitySource: z"
TOKENS = f"Authorizers: {{A: {{{JWT}}}}}"
REQUEST = "FunctionArn: x, FunctionPayloadType: REQUEST"
LAMBDA = 'FunctionArn: x, AuthorizerPayloadFormatVersion: "2.0"'


def template(kind, auth, event="", more="", owner="Function"):
    """Returns a template with an API, its ``Auth``, and a function with an event, and its ``Auth``."""
    name = "RestApiId" if kind == "Api" else "ApiId"
    event = f", Auth: {event}" if event else ""
    return f"""{HEAD}Resources:
  Pets:
    Type: AWS::Serverless::{kind}
    Properties:
      {"StageName: prod" if kind == "Api" else "StageName: $default"}
      {more}
      {f"Auth: {auth}" if auth else ""}
  List:
    Type: AWS::Serverless::{owner}
    Properties:
      Events: {{List: {{Type: {kind}, Properties: {{Path: /pets, Method: get, {name}: !Ref Pets{event}}}}}}}
"""


def rest(auth, event="", more="", owner="Function"):
    return template("Api", auth, event, more, owner)


def http(auth, event="", more=""):
    return template("HttpApi", auth, event, more)


def request(identity):
    return f"{{Authorizers: {{A: {{{REQUEST}, Identity: {identity}}}}}}}"


@pytest.mark.parametrize(
    ("auth", "places"),
    [
        ("{ApiKeysRequired: true}", ["ApiKeysRequired"]),
        ("!If [C, {}, {}]", ["!If [C, {}, {}]"]),
        ("!Ref Name", ["!Ref Name"]),
        ("{Authorizers: [a]}", ["[a]"]),
        ("{Authorizers: !If [C, {}, {}]}", ["!If [C, {}, {}]"]),
        ("{Authorizers: {A: null, B: [x], C: x}}", ["A", "[x]", "x"]),
        ("{Authorizers: {A: {FunctionArn: x, FunctionPayloadType: request}}}", ["request"]),
        ("{Authorizers: {A: {FunctionArn: x, FunctionPayloadType: !If [C, TOKEN, REQUEST]}}}", ["!If [C, TOKEN, REQUEST]"]),
        (f"{{Authorizers: {{A: {{{REQUEST}}}}}}}", ["A"]),
        (request('""'), ["A"]),
        (request("foo"), ["foo"]),
        (request("[a]"), ["[a]"]),
        (request("!If [C, {}, {}]"), ["!If [C, {}, {}]"]),
        (request("{Header: X}"), ["Identity"]),
        (request("{Headers: [], ReauthorizeEvery: 1}"), ["Identity"]),
        (request("{ReauthorizeEvery: !If [C, 0, 1]}"), ["Identity"]),
        (request("{ReauthorizeEvery: often}"), ["Identity"]),
        (request("{Headers: X}"), ["X"]),
        (request("{QueryStrings: !If [C, [a], [b]]}"), ["!If [C, [a], [b]]"]),
        (request("{Headers: [X, 1, !GetAtt A.B]}"), ["1", "!GetAtt A.B"]),
        ("{Authorizers: {A: {UserPoolArn: x, Identity: foo}}}", ["foo"]),
        ("{Authorizers: {A: {UserPoolArn: x, AuthorizationScopes: read}}}", ["read"]),
        ("{Authorizers: {A: {FunctionArn: x, DisableFunctionDefaultPermissions: 'true'}}}", ["'true'"]),
        ("{Authorizers: {A: {FunctionArn: x, DisableFunctionDefaultPermissions: !Ref Unknown}}}", ["!Ref Unknown"]),
        ("{Authorizers: {A: {FunctionArn: x, DisableFunctionDefaultPermissions: {Ref: null}}}}", ["{Ref: null}"]),
        (f"{{{POOL}, DefaultAuthorizer: B}}", ["B"]),
        (f"{{{POOL}, DefaultAuthorizer: NONE}}", ["NONE"]),
        (f"{{{POOL}, DefaultAuthorizer: [A]}}", ["[A]"]),
        (f"{{{POOL}, DefaultAuthorizer: !If [C, A, B]}}", ["!If [C, A, B]"]),
        (f"{{{POOL}, DefaultAuthorizer: !Ref Pets}}", ["!Ref Pets"]),
        ("{UsagePlan: x}", ["x"]),
        ("{UsagePlan: {Description: x}}", ["UsagePlan"]),
        ("{UsagePlan: {CreateUsagePlans: PER_API}}", ["CreateUsagePlans"]),
        ("{UsagePlan: {CreateUsagePlan: PER_APIS}}", ["PER_APIS"]),
        ("{UsagePlan: {CreateUsagePlan: !If [C, PER_API, NONE], Name: x}}", ["!If [C, PER_API, NONE]", "Name"]),
        ("{ResourcePolicy: x}", ["x"]),
        ("{ResourcePolicy: {AwsAccountWhitelist: 111122223333}}", ["111122223333"]),
        ("{ResourcePolicy: {SourceVpcWhitelist: [vpc-1, !GetAtt V.Id, 1], SourceVpcBlacklist: 1}}", ["!GetAtt V.Id", "1", "1"]),
    ],
)
def test_authorization_of_rest_apis_that_sam_refuses(auth, places):
    assert sorted(places) == sorted(found(API, rest(auth)))
    assert {"rejected"} == set(consequences(API, rest(auth)))


@pytest.mark.parametrize(
    "auth",
    [
        "",
        "{}",
        "!Ref AWS::NoValue",
        f"{{{POOL}, DefaultAuthorizer: A, AddDefaultAuthorizerToCorsPreflight: false, ApiKeyRequired: true}}",
        f"{{{POOL}, DefaultAuthorizer: AWS_IAM}}",
        f"{{{POOL}, DefaultAuthorizer: !Ref Unknown}}",
        f"{{{POOL}, DefaultAuthorizer: !Ref Name}}",
        "{Authorizers: {B: {UserPoolArn: x}}, DefaultAuthorizer: !Ref Name}",
        "{Authorizers: !Ref Unknown, DefaultAuthorizer: A}",
        "{Authorizers: {A: !If [C, {UserPoolArn: x}, {UserPoolArn: y}]}, DefaultAuthorizer: A}",
        "{Authorizers: {'Fn::Transform': {Name: AWS::Include}}, DefaultAuthorizer: A}",
        "{Authorizers: {A: {UserPoolArn: x, FunctionPayloadType: !Ref Unknown, AuthorizationScopes: !Ref Unknown}}}",
        "{Authorizers: {A: {'Fn::Transform': {Name: AWS::Include}, FunctionPayloadType: REQUEST}}}",
        request("{ReauthorizeEvery: 0}"),
        request('{ReauthorizeEvery: "0"}'),
        request("{ReauthorizeEvery: !Ref Unknown}"),
        request("{Context: [identity.sourceIp]}"),
        request("{Headers: [!Ref Unknown]}"),
        request("{Headers: !Ref Unknown}"),
        request("!Ref Unknown"),
        "{UsagePlan: {CreateUsagePlan: !Ref Unknown}}",
        "{UsagePlan: !Ref Unknown}",
        "{ResourcePolicy: !If [C, {}, {}]}",
        "{ResourcePolicy: {AwsAccountWhitelist: ['1'], IpRangeBlacklist: 1.2.3.4, SourceVpcWhitelist: [!Ref Unknown]}}",
        "{ResourcePolicy: {AwsAccountWhitelist: !Ref Unknown, SourceVpcWhitelist: !Ref Unknown}}",
        "{InvokeRole: [x]}",
    ],
)
def test_authorization_of_rest_apis_that_sam_may_take(auth):
    assert [] == found(API, rest(auth))


@pytest.mark.parametrize(
    ("auth", "places"),
    [
        ("{DefaultAuthorizer: A}", ["A"]),
        ("{ResourcePolicy: {IpRangeWhiteList: [1.2.3.4]}}", ["IpRangeWhiteList"]),
        ("{ResourcePolicy: {SourceVpcWhitelist: vpc-1}}", ["vpc-1"]),
        ("{Authorizers: {A: {FunctionArn: x, Identity: {Headers: X}}}}", ["Headers"]),
        (f"{{Authorizers: {{A: {{{REQUEST}, UserPoolArn: x, Identity: {{Headers: X}}}}}}}}", ["Headers"]),
        (
            "{Authorizers: {A: {FunctionArn: x, Type: TOKEN, Identity: {Header: X, ReauthorizeEveryInSeconds: 3}}}}",
            ["ReauthorizeEveryInSeconds", "Type"],
        ),
        ("{Authorizers: {A: {FunctionArn: x, FunctionPayloadType: TOKEN, Identity: {Headers: [X]}}}}", ["Headers"]),
        (request("{Header: X, Headers: [X]}"), ["Header"]),
        ("{Authorizers: {A: {UserPoolArn: x, AuthorizerResultTtlInSeconds: 3}}}", ["AuthorizerResultTtlInSeconds"]),
    ],
)
def test_authorization_of_rest_apis_that_sam_leaves_out(auth, places):
    assert sorted(places) == sorted(found(API, rest(auth)))
    assert {"ignored"} == set(consequences(API, rest(auth)))


@pytest.mark.parametrize(
    ("auth", "places"),
    [
        ("{ApiKeyRequired: true}", ["ApiKeyRequired"]),
        ("!Ref Unknown", ["!Ref Unknown"]),
        ("{Authorizers: !Ref Unknown}", ["!Ref Unknown"]),
        ("{Authorizers: {A: !Ref Unknown, B: x}}", ["!Ref Unknown", "x"]),
        ("{Authorizers: {A: {}}}", ["A"]),
        (f"{{Authorizers: {{A: {{OpenIdConnectUrl: x, {JWT}}}}}}}", ["OpenIdConnectUrl"]),
        ("{Authorizers: {A: {JwtConfiguration: x}}}", ["x"]),
        ("{Authorizers: {A: {JwtConfiguration: {issuer: x}}}}", ["A"]),
        (f"{{Authorizers: {{A: {{{JWT}, FunctionArn: x, Identity: {{}}}}}}}}", ["FunctionArn", "Identity"]),
        (f"{{Authorizers: {{A: {{{JWT}, AuthorizationScopes: x}}}}}}", ["x"]),
        (f"{{Authorizers: {{A: {{{JWT}, AuthorizationScopes: !Ref Name}}}}}}", ["!Ref Name"]),
        ("{Authorizers: {A: {IdentitySource: x, JwtConfiguration: {}}}}", ["A"]),
        ("{Authorizers: {A: {FunctionArn: x}}}", ["A"]),
        ("{Authorizers: {A: {AuthorizerPayloadFormatVersion: '2.0'}}}", ["A"]),
        (f"{{Authorizers: {{A: {{{LAMBDA}, IdentitySource: x}}}}}}", ["IdentitySource"]),
        (f"{{Authorizers: {{A: {{{LAMBDA}, AuthorizationScopes: [x]}}}}}}", ["AuthorizationScopes"]),
        (f"{{Authorizers: {{A: {{{LAMBDA}, EnableFunctionDefaultPermissions: !Ref Unknown}}}}}}", ["!Ref Unknown"]),
        (f"{{Authorizers: {{A: {{{LAMBDA}, Identity: x}}}}}}", ["x"]),
        (f"{{Authorizers: {{A: {{{LAMBDA}, Identity: {{Headers: [!Ref Unknown, 1, X]}}}}}}}}", ["!Ref Unknown", "1"]),
        (f"{{{TOKENS}, DefaultAuthorizer: B}}", ["B"]),
        (f"{{{TOKENS}, DefaultAuthorizer: !Ref Unknown}}", ["!Ref Unknown"]),
        (f"{{{TOKENS}, DefaultAuthorizer: !Ref Name}}", ["!Ref Name"]),
        (f"{{{TOKENS}, DefaultAuthorizer: AWS_IAM}}", ["AWS_IAM"]),
        ("{DefaultAuthorizer: A}", ["A"]),
    ],
)
def test_authorization_of_http_apis_that_sam_refuses(auth, places):
    assert sorted(places) == sorted(found(API, http(auth)))
    assert {"rejected"} == set(consequences(API, http(auth)))


@pytest.mark.parametrize(
    "auth",
    [
        f"{{{TOKENS}, DefaultAuthorizer: A}}",
        f"{{{TOKENS}, DefaultAuthorizer: !Ref AWS::NoValue}}",
        "{EnableIamAuthorizer: true, DefaultAuthorizer: AWS_IAM}",
        "{Authorizers: {A: {JwtConfiguration: !If [C, {issuer: x}, {issuer: y}], IdentitySource: z}}}",
        "{Authorizers: {A: {JwtConfiguration: {'Fn::Transform': {Name: AWS::Include}}, FunctionArn: x}}}",
        f"{{Authorizers: {{A: {{{LAMBDA}, Identity: !If [C, {{Headers: x}}, {{}}], EnableSimpleResponses: x}}}}}}",
        f"{{Authorizers: {{A: {{{LAMBDA}, Identity: {{Headers: [X], ReauthorizeEvery: !Ref Unknown}}}}}}}}",
        "{Authorizers: {A: {FunctionArn: !If [C, x, y], AuthorizerPayloadFormatVersion: !Ref Unknown}}}",
    ],
)
def test_authorization_of_http_apis_that_sam_may_take(auth):
    assert [] == found(API, http(auth))


def test_settings_of_http_authorizers_that_sam_leaves_out():
    lambdas = "FunctionArn: x, AuthorizerPayloadFormatVersion: '2.0', EnableSimpleResponses: true"
    auth = f"{{Authorizers: {{A: {{{lambdas}, AuthorizerResultTtlInSeconds: 3, Identity: {{Headers: [X], Header: X}}}}}}}}"
    assert ["AuthorizerResultTtlInSeconds", "Header"] == sorted(found(API, http(auth)))
    assert {"ignored"} == set(consequences(API, http(auth)))


def test_what_switches_iam_on():
    for_text = "{EnableIamAuthorizer: 'true', DefaultAuthorizer: AWS_IAM}"

    assert ["'true'", "AWS_IAM"] == found(API, http(for_text))
    assert ["ignored", "rejected"] == consequences(API, http(for_text))
    assert ["!If [C, true, false]"] == found(API, http("{EnableIamAuthorizer: !If [C, true, false]}"))


def test_a_parameter_may_be_put_in_by_a_transform_that_runs_before():
    text = http(f"{{{TOKENS}, DefaultAuthorizer: !Ref Name}}")
    earlier = text.replace("AWS::Serverless-2016-10-31", "[AWS::LanguageExtensions, AWS::Serverless-2016-10-31]")

    assert [] == found(API, earlier)


def test_what_was_meant():
    assert "DefaultAuthorizer: Users" in fixed(API, rest("{Authorizers: {Users: {UserPoolArn: x}}, DefaultAuthorizer: User}"))
    assert "FunctionPayloadType: TOKEN" in fixed(API, rest("{Authorizers: {A: {FunctionArn: x, FunctionPayloadType: token}}}"))
    assert "IpRangeWhitelist" in fixed(API, rest("{ResourcePolicy: {IpRangeWhiteList: [1.2.3.4]}}"))
    assert "Authorizer: Users" in fixed(EVENT, rest("{Authorizers: {Users: {UserPoolArn: x}}}", "{Authorizer: users}"))


@pytest.mark.parametrize(
    ("auth", "event", "places"),
    [
        ("", "{Authorizer: A}", ["A"]),
        (f"{{{POOL}}}", "{Authorizer: B}", ["B"]),
        (f"{{{POOL}}}", "{Authorizer: none}", ["none"]),
        (f"{{{POOL}}}", "{Authorizer: !Ref Unknown}", ["!Ref Unknown"]),
        (f"{{{POOL}}}", "{Authorizer: !Ref Name}", ["!Ref Name"]),
        (f"{{{POOL}}}", "{Authorizer: [A]}", ["[A]"]),
        (f"{{{POOL}}}", "{Authorizer: NONE}", ["NONE"]),
        ("{Authorizers: {A: {}}}", "{Authorizer: A}", ["A"]),
        (f"{{{POOL}, DefaultAuthorizer: A}}", "{AuthorizationScopes: [x]}", ["AuthorizationScopes"]),
        ("", "{ApiKeyRequired: false}", ["false"]),
        ("{ApiKeyRequired: false}", "{ApiKeyRequired: false}", ["false"]),
        ("", "{OverrideApiAuth: true}", ["OverrideApiAuth"]),
        ("", "{OverrideApiAuth: !Ref Unknown}", ["OverrideApiAuth"]),
    ],
)
def test_authorization_of_events_of_rest_apis_that_sam_refuses(auth, event, places):
    assert places == found(EVENT, rest(auth, event))
    assert ["rejected"] == consequences(EVENT, rest(auth, event))
    if "Override" not in event:
        assert places == found(EVENT, rest(auth, event, owner="StateMachine"))


@pytest.mark.parametrize(
    ("auth", "event"),
    [
        ("", "{Authorizer: AWS_IAM}"),
        ("", "{Authorizer: ''}"),
        ("", "{ApiKeyRequired: true}"),
        ("", "{ApiKeyRequired: !Ref Unknown}"),
        ("{ApiKeyRequired: true}", "{ApiKeyRequired: false}"),
        ("{ApiKeyRequired: !Ref Unknown}", "{ApiKeyRequired: false}"),
        (f"{{{POOL}}}", "{Authorizer: A, AuthorizationScopes: [x]}"),
        (f"{{{POOL}, DefaultAuthorizer: A}}", "{Authorizer: NONE}"),
        (f"{{{POOL}, DefaultAuthorizer: !Ref Unknown}}", "{Authorizer: NONE}"),
        ("{Authorizers: !Ref Unknown}", "{Authorizer: A}"),
        ("{Authorizers: {A: !If [C, {UserPoolArn: x}, {UserPoolArn: y}]}}", "{Authorizer: A}"),
        ("!Ref Unknown", "{Authorizer: A}"),
        ("", "{OverrideApiAuth: true, ApiKeyRequired: true}"),
        ("", "{OverrideApiAuth: false}"),
    ],
)
def test_authorization_of_events_of_rest_apis_that_sam_may_take(auth, event):
    assert [] == found(EVENT, rest(auth, event))


@pytest.mark.parametrize(
    ("auth", "event", "places"),
    [
        ("", "{Authorizer: A}", ["A"]),
        (f"{{{TOKENS}}}", "{Authorizer: B}", ["B"]),
        (f"{{{TOKENS}}}", "{Authorizer: AWS_IAM}", ["AWS_IAM"]),
        (f"{{{TOKENS}}}", "{Authorizer: NONE}", ["NONE"]),
        (f"{{{TOKENS}}}", "{Authorizer: !Ref Unknown}", ["!Ref Unknown"]),
        (f"{{{TOKENS}}}", "{AuthorizationScopes: [x]}", ["Auth"]),
        ("null", "{Authorizer: NONE}", ["Auth"]),
        ("{EnableIamAuthorizer: !Ref Unknown}", "{Authorizer: AWS_IAM}", ["AWS_IAM"]),
    ],
)
def test_authorization_of_events_of_http_apis_that_sam_refuses(auth, event, places):
    assert places == found(EVENT, http(auth, event))
    assert ["rejected"] == consequences(EVENT, http(auth, event))


@pytest.mark.parametrize(
    ("auth", "event"),
    [
        (f"{{{TOKENS}}}", "{}"),
        (f"{{{TOKENS}}}", "{Authorizer: A}"),
        (f"{{{TOKENS}, DefaultAuthorizer: A}}", "{Authorizer: NONE}"),
        (f"{{{TOKENS}, DefaultAuthorizer: A}}", "{AuthorizationScopes: [x]}"),
        ("{EnableIamAuthorizer: true}", "{Authorizer: AWS_IAM}"),
        ("!Ref Unknown", "{Authorizer: A}"),
    ],
)
def test_authorization_of_events_of_http_apis_that_sam_may_take(auth, event):
    assert [] == found(EVENT, http(auth, event))


def test_the_shape_of_an_events_authorization():
    scopes = "{Authorizer: A, AuthorizationScopes: !If [C, [x], [y]]}"

    assert ["!If [C, [x], [y]]"] == found(API, rest(f"{{{POOL}}}", scopes))
    assert ["!If [C, [x], [y]]"] == found(API, http(f"{{{TOKENS}}}", scopes))
    assert ["x"] == found(API, rest("", "{ResourcePolicy: x}"))
    assert ["!Ref Unknown"] == found(API, rest("", "{ResourcePolicy: {SourceVpcWhitelist: [!Ref Unknown]}}"))
    assert [] == found(API, http(f"{{{TOKENS}}}", "{Authorizer: A, ResourcePolicy: x}"))


SWAGGER = 'DefinitionBody: {swagger: "2.0", paths: {/pets: {get: {}}}}'


@pytest.mark.parametrize(
    ("more", "event", "count"),
    [
        ("", "{Authorizer: A}", 1),
        (SWAGGER, "{Authorizer: A}", 0),
        (SWAGGER, "{Authorizer: A, OverrideApiAuth: true}", 1),
        (SWAGGER + "\n      MergeDefinitions: true", "{Authorizer: A}", 1),
        ("DefinitionUri: s3://definitions/pets.yaml", "{Authorizer: A}", 0),
        ("DefinitionBody: !Ref Unknown", "{Authorizer: A}", 0),
        ("DefinitionUri: !Ref Unknown", "{Authorizer: A}", 0),
    ],
)
def test_where_sam_puts_an_events_authorization(more, event, count):
    assert count == len(found(EVENT, rest("", event, more)))


def test_authorization_of_http_apis_with_a_document_of_their_own():
    document = "DefinitionBody: {openapi: 3.0.1, paths: {/pets: {get: {}}}}"

    assert ["A"] == found(EVENT, http("", "{Authorizer: A}", document))
    assert [] == found(EVENT, http("", "{Authorizer: A}", "DefinitionUri: s3://definitions/pets.yaml"))


def implicit(kind, shared, event):
    return f"""{HEAD}Globals: {{{shared}}}
Resources:
  List:
    Type: AWS::Serverless::Function
    Properties:
      Events: {{List: {{Type: {kind}, Properties: {{Path: /pets, Method: get, Auth: {event}}}}}}}
"""


def test_globals_count_for_the_apis_that_sam_makes():
    assert ["A"] == found(EVENT, implicit("Api", "", "{Authorizer: A}"))
    assert ["B"] == found(EVENT, implicit("Api", f"Api: {{Auth: {{{POOL}}}}}", "{Authorizer: B}"))
    assert [] == found(EVENT, implicit("Api", f"Api: {{Auth: {{{POOL}}}}}", "{Authorizer: A}"))
    assert ["B"] == found(EVENT, implicit("HttpApi", f"HttpApi: {{Auth: {{{TOKENS}}}}}", "{Authorizer: B}"))
    assert [] == found(EVENT, implicit("HttpApi", f"HttpApi: {{Auth: {{{TOKENS}}}}}", "{Authorizer: A}"))
    assert ["B"] == found(API, implicit("Api", f"Api: {{Auth: {{{POOL}, DefaultAuthorizer: B}}}}", "{Authorizer: A}"))


def test_globals_and_the_authorization_of_an_api_are_one():
    text = rest("{DefaultAuthorizer: B}", "{Authorizer: A}").replace("Resources:", f"Globals: {{Api: {{Auth: {{{POOL}}}}}}}\nResources:")

    assert ["B"] == found(API, text)
    assert [] == found(EVENT, text)


def test_a_finding_says_which_api_it_is():
    finding = report(EVENT, rest("", "{Authorizer: A}"))[0]

    assert "the API has no Authorizers" == finding.message
    assert ["Pets"] == [related.span.text for related in finding.related]


def test_what_is_in_json():
    text = """{"Transform": "AWS::Serverless-2016-10-31", "Resources": {"Pets": {"Type": "AWS::Serverless::HttpApi", "Properties": {
      "Auth": {"EnableIamAuthorizer": true, "DefaultAuthorizer": {"Ref": "Pets"}}}}}}"""

    assert ['{"Ref": "Pets"}'] == found(API, text)


@pytest.mark.parametrize(
    ("uri", "places"),
    [
        ("https://pets.example.com/openapi.yaml", ["https://pets.example.com/openapi.yaml"]),
        ("s3://definitions", ["s3://definitions"]),
        ("!Sub s3://${Name}/pets.yaml", ["!Sub s3://${Name}/pets.yaml"]),
        ("!Ref Unknown", ["!Ref Unknown"]),
        ("{Bucket: definitions}", ["DefinitionUri"]),
        ("{Bucket: definitions, Key: ''}", ["DefinitionUri"]),
        ("[definitions]", ["[definitions]"]),
        ("s3://definitions/pets.yaml?versionId=1", []),
        ("openapi/pets.yaml", []),
        ("''", []),
        ("{Bucket: !Ref Unknown, Key: !Sub '${Name}.yaml'}", []),
        ("{'Fn::Transform': {Name: AWS::Include}}", []),
    ],
)
def test_where_a_document_is(uri, places):
    assert places == found(URI, rest("", more=f"DefinitionUri: {uri}"))
    assert places == found(URI, http("", more=f"DefinitionUri: {uri}"))
    assert [] == found(URI, rest("", more=f"DefinitionUri: {uri}\n      DefinitionBody: {{openapi: 3.0.1}}"))


NAME = "invalid-sam-name"


@pytest.mark.parametrize(
    ("auth", "places"),
    [
        ("{Authorizers: {a-b: {FunctionArn: x}, a_c: {UserPoolArn: x}}}", ["a-b"]),
        ("{Authorizers: {a-b: {FunctionArn: !GetAtt Check.Arn}}}", ["a-b"]),
        ("{Authorizers: {a-b: {FunctionArn: x, DisableFunctionDefaultPermissions: true}}}", []),
        ("{Authorizers: {a-b: {FunctionArn: x, DisableFunctionDefaultPermissions: !Ref Unknown}}}", []),
        ("{Authorizers: {A1: {FunctionArn: x}}}", []),
    ],
)
def test_names_of_authorizers_of_rest_apis(auth, places):
    assert places == found(NAME, rest(auth))


def test_names_of_authorizers_of_http_apis():
    assert ["a-b"] == found(NAME, http(f"{{Authorizers: {{a-b: {{{LAMBDA}, EnableFunctionDefaultPermissions: true}}}}}}"))
    assert [] == found(NAME, http(f"{{Authorizers: {{a-b: {{{LAMBDA}}}}}}}"))
    assert [] == found(NAME, http(f"{{Authorizers: {{a-b: {{{JWT}}}}}}}"))


def test_names_of_events():
    assert ["list_pets"] == found(NAME, rest("").replace("{List:", "{list_pets:"))
    assert ["list-pets"] == found(NAME, rest("", owner="StateMachine").replace("{List:", "{list-pets:"))
    assert [] == found(NAME, http("").replace("{List:", "{'1':"))


def test_what_a_function_stands_for_in_json():
    head = '{"Transform": "AWS::Serverless-2016-10-31", "Parameters": {"P": {"Type": "String", "Default": "A"}}, "Resources": {"Pets": '
    api = '{"Type": "AWS::Serverless::Api", "Properties": {"StageName": "x", "Auth": {"UsagePlan": {"Fn::Sub": "${P}"}}}}}}'

    assert ['{"Fn::Sub": "${P}"}'] == found(API, head + api)


@pytest.mark.parametrize(("named", "safe"), [("users", True), ("Usres", False)])
def test_another_authorizer_is_only_a_guess(named, safe):
    (finding,) = report(API, rest(f"{{DefaultAuthorizer: {named}, Authorizers: {{Users: {{UserPoolArn: x}}}}}}"))

    assert finding.fix is not None
    assert safe is finding.fix.safe
