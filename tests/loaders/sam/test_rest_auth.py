"""``Auth`` of REST APIs and of their events: authorizers, defaults, keys, and who has them not."""

import pytest
from models import plain, plain_value
from templates import api, definition, written

from apigw_lint.model import Api
from apigw_lint.value import Unknown

HEAD = "Transform: AWS::Serverless-2016-10-31\nParameters:\n  Bare: {Type: String}\n  Wanted: {Type: String, Default: 'true'}\nResources:\n"
TWO = "Authorizers: {C: {UserPoolArn: pool, AuthorizationScopes: [a]}, T: {FunctionArn: !GetAtt F.Arn}}"


def template(auth: str, event: str = "", more: str = "") -> str:
    """Returns a template with an API of some authorization, whose event has its own."""
    own = f", Auth: {{{event}}}" if event else ""
    return (
        f"{HEAD}  Api:\n    Type: AWS::Serverless::Api\n    Properties:\n      StageName: live\n      Auth: {auth}\n{more}"
        "  F:\n    Type: AWS::Serverless::Function\n    Properties:\n      Events:\n"
        f"        Get: {{Type: Api, Properties: {{RestApiId: !Ref Api, Path: /a, Method: get{own}}}}}\n"
    )


def security(found: Api, verb: str = "get") -> object:
    return plain_value(found.body)["paths"]["/a"][verb].get("security")  # type: ignore[index]


def test_authorizers_of_user_pools_and_functions() -> None:
    settings = """{Authorizers: {
        C: {UserPoolArn: [one, two], Identity: {Header: X-Auth, ValidationExpression: ^x$}},
        T: {FunctionArn: f, FunctionInvokeRole: role, Identity: {ReauthorizeEvery: 0, ValidationExpression: ^y$}},
        R: {FunctionArn: f, FunctionPayloadType: REQUEST, FunctionInvokeRole: NONE,
            Identity: {Headers: [A, B], QueryStrings: [q], StageVariables: [v], Context: [identity.sourceIp]}}}}"""
    found = api(template(settings))
    uri = "arn:aws:apigateway:<unknown>:lambda:path/2015-03-31/functions/f/invocations"
    expected = {
        "C": {"type": "cognito_user_pools", "providerARNs": ["one", "two"], "identityValidationExpression": "^x$"},
        "T": {
            "type": "token",
            "authorizerUri": uri,
            "authorizerResultTtlInSeconds": 0,
            "authorizerCredentials": "role",
            "identityValidationExpression": "^y$",
        },
        "R": {
            "type": "request",
            "authorizerUri": uri,
            "identitySource": "method.request.header.A, method.request.header.B, method.request.querystring.q, "
            "stageVariables.v, context.identity.sourceIp",
        },
    }
    definitions = plain_value(found.body)["securityDefinitions"]
    assert expected == {name: one["x-amazon-apigateway-authorizer"] for name, one in definitions.items()}
    assert {"C": "X-Auth", "T": "Authorization", "R": "Unused"} == {name: one["name"] for name, one in definitions.items()}
    assert {"C": "C", "T": "T", "R": "R"} == {str(plain_value(one.name)): written(one.name) for one in found.authorizers}
    assert "0" == next(written(one.result_ttl) for one in found.authorizers if plain_value(one.name) == "T")


def test_identities_that_are_not_known() -> None:
    settings = "{Authorizers: {R: {FunctionArn: f, FunctionPayloadType: !Ref Bare, Identity: {Headers: [!Ref Bare]}}}}"
    (authorizer,) = api(template(settings)).authorizers
    assert isinstance(authorizer.type, Unknown)
    assert isinstance(authorizer.identity_source, Unknown)


@pytest.mark.parametrize(
    ("authorizer", "expected"),
    [
        ("{FunctionArn: !GetAtt F.Arn}", ["Resources/ApiTAuthorizerPermission"]),
        ("{FunctionArn: !GetAtt F.Arn, DisableFunctionDefaultPermissions: true}", []),
        ("{UserPoolArn: pool}", []),
    ],
)
def test_permissions_to_call_the_functions_of_authorizers(authorizer: str, expected: list[str]) -> None:
    found = definition(template(f"{{Authorizers: {{T: {authorizer}}}}}")).permissions
    made = [one for one in found if "Authorizer" in one.address]
    assert expected == [one.address for one in made]
    assert all(plain_value(one.source_arn).endswith("/authorizers/*") and one.name_span.text == "T" for one in made)


@pytest.mark.parametrize(
    ("default", "event", "expected"),
    [
        ("C", "", [{"C": ["a"]}]),
        ("C", "Authorizer: T", [{"T": []}]),
        ("T", "Authorizer: C, AuthorizationScopes: [b]", [{"C": ["b"]}]),
        ("C", "Authorizer: AWS_IAM", [{"AWS_IAM": []}]),
        ("C", "ApiKeyRequired: true", [{"api_key": []}, {"C": ["a"]}]),
        ("AWS_IAM", "", [{"AWS_IAM": []}]),
        ("!Ref Bare", "Authorizer: T", [{"T": []}]),
        ("!Ref Bare", "", "<unknown>"),
        ("Nobody", "", "<unknown>"),
    ],
)
def test_the_default_authorizer_and_what_events_say(default: str, event: str, expected: object) -> None:
    assert expected == security(api(template(f"{{{TWO}, DefaultAuthorizer: {default}}}", event)))


def test_an_event_that_wants_no_authorizer() -> None:
    found = api(template(f"{{{TWO}, DefaultAuthorizer: C}}", "Authorizer: NONE"))
    (method,) = found.methods
    assert [{"NONE": []}] == security(found)
    assert method.authorizer is None


def test_the_default_stands_where_the_author_names_it() -> None:
    (method,) = api(template(f"{{{TWO}, DefaultAuthorizer: T}}")).methods
    assert method.authorizer is not None
    assert "T" == written(method.authorization_type)


@pytest.mark.parametrize(
    ("wanted", "event", "expected"),
    [
        ("true", "", [{"api_key": []}]),
        ("true", "ApiKeyRequired: false", []),
        ("true", "Authorizer: AWS_IAM", [{"AWS_IAM": []}, {"api_key": []}]),
        ("false", "ApiKeyRequired: true", [{"api_key": []}]),
        ("!Ref Bare", "", "<unknown>"),
        ("!Ref Wanted", "", [{"api_key": []}]),
        ("!Ref Bare", "ApiKeyRequired: false", []),
    ],
)
def test_keys_that_methods_need(wanted: str, event: str, expected: object) -> None:
    found = api(template(f"{{ApiKeyRequired: {wanted}}}", event))
    assert expected == security(found)


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ("", [{"C": ["a"]}, {"api_key": []}]),
        (", AddDefaultAuthorizerToCorsPreflight: false", [{"api_key": []}]),
        (", AddDefaultAuthorizerToCorsPreflight: false, AddApiKeyRequiredToCorsPreflight: false", None),
        (", AddDefaultAuthorizerToCorsPreflight: !Ref Bare, AddApiKeyRequiredToCorsPreflight: false", "<unknown>"),
    ],
)
def test_what_preflight_requests_need(settings: str, expected: object) -> None:
    auth = f"{{{TWO}, DefaultAuthorizer: C, ApiKeyRequired: true{settings}}}"
    assert expected == security(api(template(auth, more="      Cors: \"'*'\"\n")), "options")


def test_authorization_that_is_not_known_may_have_permissions() -> None:
    assert not definition(template("!If [A, B, C]")).permissions.complete
    assert not definition(template("{Authorizers: !If [A, B, C]}")).permissions.complete


def test_what_an_event_needs_that_is_not_known() -> None:
    found = api(template("{ApiKeyRequired: false}").replace("Method: get", "Method: get, Auth: !If [A, B, C]"))
    assert "<unknown>" == security(found)
    assert plain(found.methods[0])
