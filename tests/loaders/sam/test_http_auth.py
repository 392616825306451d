"""Authorizers of SAM's HTTP APIs, what routes are protected by, and CORS."""

import pytest
from models import plain, plain_value
from templates import api, definition, load, written

from apigw_lint.model import Api
from apigw_lint.value import Table

HEAD = "Transform: AWS::Serverless-2016-10-31\n"
EVENT = "Path: /pets, Method: GET, ApiId: !Ref Api"
JWT = """
          Token:
            AuthorizationScopes: [read]
            IdentitySource: $request.header.Authorization
            JwtConfiguration: {Issuer: 'https://a.example', audience: [pets]}
"""
LAMBDA = """
          Check:
            FunctionArn: !GetAtt F.Arn
            AuthorizerPayloadFormatVersion: 2.0
            EnableSimpleResponses: true
            Identity: {Headers: [X-Key], QueryStrings: [q], StageVariables: [v], Context: [c], ReauthorizeEvery: 0}
"""


def template(properties: str, event: str = EVENT) -> str:
    """Returns a template with an API of some properties, which are written at six spaces, and a function with an event."""
    lines = [HEAD, "Resources:", "  Api:", "    Type: AWS::Serverless::HttpApi", "    Properties:", properties]
    lines += ["  F:", "    Type: AWS::Serverless::Function", "    Properties:", "      Events:"]
    return "\n".join([*lines, f"        Get: {{Type: HttpApi, Properties: {{{event}}}}}", ""])


def protected(authorizers: str = "", event: str = EVENT, **settings: str) -> Api:
    """Returns an API whose ``Auth`` has some authorizers and settings."""
    lines = ["      Auth:", *(f"        {name}: {value}" for name, value in settings.items())]
    return api(template("\n".join([*lines, *(["        Authorizers:", authorizers.strip("\n")] if authorizers else [])]), event))


def test_an_authorizer_of_tokens() -> None:
    (found,) = protected(JWT).authorizers
    assert {
        "name": "Token",
        "type": "JWT",
        "identity_source": ["$request.header.Authorization"],
        "jwt_issuer": "https://a.example",
        "jwt_audience": ["pets"],
    } == plain(found)
    assert "'https://a.example'" == written(found.jwt_issuer)


def test_an_authorizer_with_a_function() -> None:
    (found,) = protected(LAMBDA).authorizers
    assert {
        "name": "Check",
        "type": "REQUEST",
        "identity_source": ["$request.header.X-Key", "$request.querystring.q", "$stageVariables.v", "$context.c"],
        "payload_format_version": "2.0",
        "enable_simple_responses": True,
        "result_ttl": 0,
        "uri": "arn:aws:apigateway:<unknown>:lambda:path/2015-03-31/functions/<unknown>/invocations",
    } == plain(found)


def test_characters_after_what_sam_writes_are_at_their_places() -> None:
    (found,) = protected(LAMBDA).authorizers
    source = found.identity_source.items[0]  # type: ignore[union-attr]
    assert "X-Key" == source.at(len("$request.header."), len("$request.header.X-Key")).text
    assert "Key" == source.at(len("$request.header.X-"), len("$request.header.X-Key")).text


@pytest.mark.parametrize(
    ("event", "default", "expected"),
    [
        ("", "Token", [{"Token": ["read"]}]),
        ("Auth: {Authorizer: Token}", "", [{"Token": ["read"]}]),
        ("Auth: {Authorizer: Token, AuthorizationScopes: [write]}", "", [{"Token": ["write"]}]),
        ("Auth: {AuthorizationScopes: [write]}", "Token", [{"Token": ["write"]}]),
        ("Auth: {Authorizer: NONE}", "Token", [{"NONE": []}]),
        ("", "!If [C, Token, Other]", "<unknown>"),
        ("", "!Ref AWS::NoValue", None),
        ("", "", None),
    ],
)
def test_what_a_route_is_protected_by(event: str, default: str, expected: object) -> None:
    settings = {"DefaultAuthorizer": default} if default else {}
    found = protected(JWT, f"{EVENT}, {event}" if event else EVENT, **settings)
    assert expected == plain_value(found.body)["paths"]["/pets"]["get"].get("security")


def test_iam_protects_where_it_is_enabled() -> None:
    (method,) = protected(EnableIamAuthorizer="true", DefaultAuthorizer="AWS_IAM").methods
    assert "AWS_IAM" == plain_value(method.authorization_type)


def test_what_protects_a_route_stands_at_what_says_so() -> None:
    (method,) = protected(JWT, f"{EVENT}, Auth: {{Authorizer: Token}}").methods
    assert ("Token", "JWT") == (written(method.authorization_type), plain_value(method.authorization_type))


@pytest.mark.parametrize(("wanted", "count"), [("true", 1), ("false", 0)])
def test_the_permission_to_call_the_function_of_an_authorizer(wanted: str, count: int) -> None:
    found = definition(
        template(f"      Auth:\n        Authorizers:\n{LAMBDA.strip(chr(10))}\n            EnableFunctionDefaultPermissions: {wanted}")
    )
    made = [permission for permission in found.permissions if permission.address == "Resources/ApiCheckAuthorizerPermission"]
    assert count == len(made)
    assert ["arn:<unknown>:execute-api:<unknown>:<unknown>:<unknown>/authorizers/*"] * count == [
        plain_value(one.source_arn) for one in made
    ]


def test_a_route_in_a_branch_has_the_default_authorizer_too() -> None:
    operation = "{get: {x-amazon-apigateway-integration: {type: http_proxy, httpMethod: GET, uri: 'https://a.example'}}}"
    properties = (
        f"      DefinitionBody: {{openapi: 3.0.1, paths: {{/own: !If [C, {operation}, !Ref AWS::NoValue]}}}}\n"
        f"      Auth:\n        DefaultAuthorizer: Token\n        Authorizers:\n{JWT.strip(chr(10))}"
    )
    conditions = "Parameters: {P: {Type: String}}\nConditions: {C: !Equals [!Ref P, x]}\n"
    first, second = load(conditions + template(properties)).definitions
    assert [("GET /own", "JWT"), ("GET /pets", "JWT")] == [
        (plain_value(method.route_key), plain_value(method.authorization_type)) for method in first.apis[0].methods
    ]
    assert ["GET /pets"] == [plain_value(method.route_key) for method in second.apis[0].methods]


@pytest.mark.parametrize(
    ("configuration", "expected"),
    [
        ("true", {"allow_origins": ["*"]}),
        ("false", None),
        ("!Ref Open", {"allow_origins": ["*"]}),
        ("{AllowOrigins: ['*'], AllowCredentials: false, MaxAge: 0}", {"allow_origins": ["*"], "max_age": 0}),
        ("{AllowHeaders: [a], AllowCredentials: true}", {"allow_headers": ["a"], "allow_credentials": True}),
        ("{AllowMethods: [GET], ExposeHeaders: [b]}", {"allow_methods": ["GET"], "expose_headers": ["b"]}),
    ],
)
def test_cors_in_its_forms(configuration: str, expected: object) -> None:
    found = api("Parameters: {Open: {Type: String, Default: 'true'}}\n" + template(f"      CorsConfiguration: {configuration}"))
    assert expected == (plain(found.cors) if found.cors is not None else None)


def test_cors_stands_where_it_is_written() -> None:
    found = api(template("      CorsConfiguration: {AllowOrigins: ['https://a.example']}"))
    assert found.cors is not None
    assert "['https://a.example']" == written(found.cors.allow_origins)


def test_a_call_in_place_of_cors_chooses_between_configurations() -> None:
    conditions = "Parameters: {P: {Type: String}}\nConditions: {C: !Equals [!Ref P, x]}\n"
    choice = "!If [C, {AllowOrigins: ['https://a.example']}, {AllowMethods: [GET]}]"
    first, second = load(conditions + template(f"      CorsConfiguration: {choice}")).definitions
    assert [{"allow_origins": ["https://a.example"]}, {"allow_methods": ["GET"]}] == [plain(one.apis[0].cors) for one in (first, second)]


def test_settings_stand_where_they_are_written() -> None:
    cors = api(template("      CorsConfiguration: {AllowOrigins: [a], AllowCredentials: true}"))
    assert isinstance(cors.body, Table)
    configured = cors.body.get("x-amazon-apigateway-cors")
    assert isinstance(configured, Table)
    assert ["AllowOrigins", "AllowCredentials"] == [entry.key.span.text for entry in configured.entries]


def test_a_route_for_signed_calls_has_no_scopes() -> None:
    event = EVENT + ", Auth: {Authorizer: AWS_IAM, AuthorizationScopes: [read]}"
    (route,) = protected(event=event, EnableIamAuthorizer="true").methods
    assert "AWS_IAM" == plain_value(route.authorization_type)
    assert not plain_value(route.authorization_scopes)
