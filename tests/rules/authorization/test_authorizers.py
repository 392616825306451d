"""The rules on what methods ask for and on authorizers."""

import pytest
from definitions import INVOKE, ROLE, cloudformation, consequences, fixed, found, openapi, terraform

PROXY = "Type: HTTP_PROXY\nIntegrationHttpMethod: GET\nUri: https://pets.example.com/"
BACKEND = 'type = "HTTP_PROXY"\nintegration_http_method = "GET"\nuri = "https://pets.example.com/"'
LAMBDA = f"Type: TOKEN\nAuthorizerUri: {INVOKE}\nIdentitySource: method.request.header.Authorization"


def authorizer(properties=LAMBDA, method="AuthorizationType: CUSTOM\nAuthorizerId: !Ref Callers", api="!Ref Api", head="", more=""):
    """Returns a template with an authorizer, and a method with some properties."""
    lines = "\n    ".join(properties.splitlines())
    resource = f"Callers:\n  Type: AWS::ApiGateway::Authorizer\n  Properties:\n    RestApiId: {api}\n    Name: callers\n    {lines}\n{more}"
    text = cloudformation(PROXY, method, more=resource, head=head)
    return text.replace("      AuthorizationType: NONE\n", "", 1) if "AuthorizationType" in method else text


def in_terraform(arguments, method="authorizer_id = aws_api_gateway_authorizer.callers.id", more=""):
    """Returns a configuration with an authorizer, and a method of type CUSTOM that names it."""
    head = 'rest_api_id = aws_api_gateway_rest_api.api.id\n  name = "callers"'
    block = f'resource "aws_api_gateway_authorizer" "callers" {{\n  {head}\n{arguments}\n}}'
    return terraform(BACKEND, method, more=f"{block}\n{more}").replace('authorization = "NONE"', 'authorization = "CUSTOM"')


def http(properties, kind="HTTP"):
    """Returns a template with an authorizer of an HTTP or WebSocket API."""
    return f"""
Resources:
  Api: {{Type: AWS::ApiGatewayV2::Api, Properties: {{Name: pets, ProtocolType: {kind}}}}}
  Callers:
    Type: AWS::ApiGatewayV2::Authorizer
    Properties: {{ApiId: !Ref Api, Name: callers, {properties}}}
"""


# invalid-authorization-type


@pytest.mark.parametrize("written", ["CUSTOM", "none", "None", "aws_iam", "!Ref Type", "!If [C, NONE, CUSTOM]"])
def test_types_that_rest_apis_take(written):
    head = "Parameters: {Type: {Type: String}}\nConditions: {C: !Equals [!Ref Type, a]}"

    assert [] == found("invalid-authorization-type", authorizer(method=f"AuthorizationType: {written}", head=head))


def test_types_that_no_api_has():
    assert ["COGNITO"] == found("invalid-authorization-type", authorizer(method="AuthorizationType: COGNITO"))
    named = authorizer(method="AuthorizationType: COGNITO\nAuthorizerId: !Ref Callers")
    assert "AuthorizationType: COGNITO_USER_POOLS" in fixed("invalid-authorization-type", named)
    assert ['"JWT"'] == found("invalid-authorization-type", terraform(BACKEND).replace('"NONE"', '"JWT"'))
    assert [] == found("invalid-authorization-type", 'variable "t" {}\n' + terraform(BACKEND).replace('"NONE"', "var.t"))


def test_types_of_routes():
    route = "\n  Route: {Type: AWS::ApiGatewayV2::Route, Properties: {ApiId: !Ref Api, RouteKey: GET /, AuthorizationType: %s}}"
    text = http("AuthorizerType: REQUEST")

    assert ["COGNITO_USER_POOLS"] == found("invalid-authorization-type", text + route % "COGNITO_USER_POOLS")
    assert ["aws_iam"] == found("invalid-authorization-type", text + route % "aws_iam")
    assert [] == found("invalid-authorization-type", text + route % "JWT")
    assert [] == found("invalid-authorization-type", text.replace("ProtocolType: HTTP", "ProtocolType: !ImportValue x") + route % "LAMBDA")


# authorizer-not-found


def test_a_custom_method_names_an_authorizer():
    assert ["CUSTOM"] == found("authorizer-not-found", authorizer(method="AuthorizationType: CUSTOM"))
    assert ["COGNITO_USER_POOLS"] == found("authorizer-not-found", authorizer(method="AuthorizationType: COGNITO_USER_POOLS"))
    assert [] == found("authorizer-not-found", authorizer())
    assert [] == found("authorizer-not-found", authorizer(method="AuthorizationType: AWS_IAM"))
    assert ['"CUSTOM"'] == found("authorizer-not-found", in_terraform("", method=""))
    assert [] == found("authorizer-not-found", in_terraform(""))


def test_an_id_that_is_written_out_is_of_no_authorizer_made_here():
    method = "AuthorizationType: CUSTOM\nAuthorizerId: abc123"

    assert ["abc123"] == found("authorizer-not-found", authorizer(method=method))
    assert [] == found("authorizer-not-found", authorizer(method=method).replace("!Ref Api", "!ImportValue api"))
    assert [] == found("authorizer-not-found", authorizer(method="AuthorizationType: CUSTOM\nAuthorizerId: !ImportValue a"))


def test_an_authorizer_of_another_api_or_something_else():
    other = "Other: {Type: AWS::ApiGateway::RestApi, Properties: {Name: other}}\nFn: {Type: AWS::Lambda::Function}"

    assert ["!Ref Callers"] == found("authorizer-not-found", authorizer(api="!Ref Other", more=other))
    assert ["!Ref Fn"] == found("authorizer-not-found", authorizer(method="AuthorizationType: CUSTOM\nAuthorizerId: !Ref Fn", more=other))
    pool = in_terraform("", method="authorizer_id = aws_cognito_user_pool.p.id", more='resource "aws_cognito_user_pool" "p" {}')
    assert ["aws_cognito_user_pool.p.id"] == found("authorizer-not-found", pool)
    data, named = 'data "aws_api_gateway_authorizer" "callers" {}', "data.aws_api_gateway_authorizer.callers.id"
    assert [] == found("authorizer-not-found", in_terraform("", method=f"authorizer_id = {named}", more=data))


# authorizer-of-other-type


def test_the_type_of_a_method_goes_with_that_of_its_authorizer():
    method = "AuthorizationType: COGNITO_USER_POOLS\nAuthorizerId: !Ref Callers"

    assert ["COGNITO_USER_POOLS"] == found("authorizer-of-other-type", authorizer(method=method))
    assert [] == found("authorizer-of-other-type", fixed("authorizer-of-other-type", authorizer(method=method)))
    assert [] == found("authorizer-of-other-type", authorizer())
    assert [] == found("authorizer-of-other-type", authorizer("Type: !ImportValue x", method=method))
    cognito = in_terraform('type = "COGNITO_USER_POOLS"\nprovider_arns = []')
    assert ['"CUSTOM"'] == found("authorizer-of-other-type", cognito)
    assert [] == found("authorizer-of-other-type", in_terraform(""))


def test_websocket_apis_have_no_jwt_authorizers():
    assert ["JWT"] == found("authorizer-of-other-type", http("AuthorizerType: JWT", "WEBSOCKET"))
    assert [] == found("authorizer-of-other-type", http("AuthorizerType: JWT"))


# ignored-authorizer


def test_an_authorizer_beside_none_is_dropped():
    method = "AuthorizationType: %s\nAuthorizerId: !Ref Callers"

    assert ["exposed"] == consequences("ignored-authorizer", authorizer(method=method % "NONE"))
    assert ["ignored"] == consequences("ignored-authorizer", authorizer(method=method % "AWS_IAM"))
    assert [] == consequences("ignored-authorizer", authorizer())
    assert [] == consequences("ignored-authorizer", authorizer(method=method % "!ImportValue x"))
    assert "AuthorizationType: CUSTOM" in fixed("ignored-authorizer", authorizer(method=method % "NONE"))


def test_an_authorizer_without_a_type_is_dropped():
    text = authorizer(method="AuthorizationType: NONE\nAuthorizerId: !Ref Callers").replace("      AuthorizationType: NONE\n", "")

    assert ["!Ref Callers"] == found("ignored-authorizer", text)
    assert [] == found("ignored-authorizer", in_terraform("", method="authorizer_id = null").replace('"CUSTOM"', '"NONE"'))


# invalid-authorizer-type, invalid-authorizer-uri, invalid-authorizer, ignored-authorizer-setting


def test_types_of_authorizers():
    assert ["Lambda"] == found("invalid-authorizer-type", authorizer("Type: Lambda"))
    assert ["Callers"] == found("invalid-authorizer-type", authorizer("AuthType: custom"))
    assert [] == found("invalid-authorizer-type", authorizer("Type: !ImportValue x"))
    assert [] == found("invalid-authorizer-type", in_terraform(""))
    assert ["TOKEN"] == found("invalid-authorizer-type", http("AuthorizerType: TOKEN"))
    assert [] == found("invalid-authorizer-type", http("AuthorizerType: JWT"))
    assert [] == found("invalid-authorizer-type", http("AuthorizerType: JWT", "WEBSOCKET"))


@pytest.mark.parametrize(
    ("uri", "expected"),
    [
        (INVOKE, []),
        ("!Sub arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Fn.Arn}/invocations", []),
        ("!ImportValue x", []),
        ("!Sub '${x}/invocations'", []),
        ("!GetAtt Fn.Arn", ["!GetAtt Fn.Arn"]),
        ("arn:aws:lambda:eu-west-1:123456789012:function:pets", ["arn:aws:lambda:eu-west-1:123456789012:function:pets"]),
        (INVOKE.replace("/invocations", ""), ["2015-03-31/functions/arn:aws:lambda:eu-west-1:123456789012:function:pets"]),
        ("arn:aws:apigateway:eu-west-1:sqs:path/123456789012/pets", ["sqs"]),
    ],
)
def test_uris_of_authorizers(uri, expected):
    text = authorizer(
        f"Type: TOKEN\nAuthorizerUri: {uri}", more="Fn: {Type: AWS::Lambda::Function}", head="Parameters: {x: {Type: String}}"
    )

    assert expected == found("invalid-authorizer-uri", text)


def test_missing_uris_and_credentials_that_are_no_role():
    assert ["Callers"] == found("invalid-authorizer-uri", authorizer("Type: REQUEST"))
    assert [] == found("invalid-authorizer-uri", authorizer("Type: COGNITO_USER_POOLS"))
    assert ["Callers"] == found("invalid-authorizer-uri", http("AuthorizerType: REQUEST"))
    text = authorizer(f"{LAMBDA}\nAuthorizerCredentials: %s")
    assert ["broken"] == consequences("invalid-authorizer-uri", text.replace("%s", "pets"))
    assert [] == consequences("invalid-authorizer-uri", text.replace("%s", ROLE))
    assert [] == consequences("invalid-authorizer-uri", text.replace("%s", "!GetAtt Role.Arn"))
    assert INVOKE in fixed(
        "invalid-authorizer-uri", authorizer("Type: TOKEN\nAuthorizerUri: arn:aws:lambda:eu-west-1:123456789012:function:pets")
    )


@pytest.mark.parametrize(("time", "expected"), [("0", []), ("3600", []), ("3601", ["3601"]), ("-1", ["-1"]), ("!ImportValue x", [])])
def test_times(time, expected):
    assert expected == found("invalid-authorizer", authorizer(f"{LAMBDA}\nAuthorizerResultTtlInSeconds: {time}"))


def test_user_pools():
    pool = "arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_abc"
    text = "Type: COGNITO_USER_POOLS\nIdentitySource: method.request.header.Authorization\nProviderARNs: %s"

    assert [] == found("invalid-authorizer", authorizer(text % f"[{pool}]"))
    assert [] == found("invalid-authorizer", authorizer(text % "[!GetAtt Pool.Arn]"))
    assert [] == found("invalid-authorizer", authorizer(text % "!ImportValue x"))
    assert ["eu-west-1_abc"] == found("invalid-authorizer", authorizer(text % "[eu-west-1_abc]"))
    assert ["[]"] == found("invalid-authorizer", authorizer(text % "[]"))
    assert ["Callers"] == found("invalid-authorizer", authorizer("Type: COGNITO_USER_POOLS"))


def test_validation_expressions():
    text = LAMBDA + "\nIdentityValidationExpression: '%s'"

    assert ["broken"] == consequences("invalid-authorizer", authorizer(text % "Bearer (.+"))
    assert [] == consequences("invalid-authorizer", authorizer(text % "^Bearer [-0-9a-zA-Z._]*$"))
    assert [] == found("ignored-authorizer-setting", authorizer(text % ".+"))
    request = authorizer(text.replace("TOKEN", "REQUEST") % ".+")
    assert ["'.+'"] == found("ignored-authorizer-setting", request)
    assert [] == found("invalid-authorizer", authorizer(text.replace("TOKEN", "REQUEST") % "("))


def test_payload_formats_of_http_apis():
    text = f"AuthorizerType: REQUEST, AuthorizerUri: '{INVOKE}'"

    assert ["Callers"] == found("invalid-authorizer", http(text))
    assert [] == found("invalid-authorizer", http(text, "WEBSOCKET"))
    assert ["'3.0'"] == found("invalid-authorizer", http(text + ", AuthorizerPayloadFormatVersion: '3.0'"))
    simple = http(text + ", AuthorizerPayloadFormatVersion: '1.0', EnableSimpleResponses: true")
    assert ["true"] == found("invalid-authorizer", simple)
    assert [] == found("invalid-authorizer", fixed("invalid-authorizer", simple))
    assert [] == found("invalid-authorizer", http(text + ", AuthorizerPayloadFormatVersion: !ImportValue x, EnableSimpleResponses: true"))


def test_settings_that_a_type_does_not_read():
    pools = authorizer(f"{LAMBDA}\nProviderARNs: [x]")

    assert ["[x]"] == found("ignored-authorizer-setting", pools)
    assert [INVOKE] == found("ignored-authorizer-setting", authorizer(f"Type: COGNITO_USER_POOLS\nAuthorizerUri: {INVOKE}"))
    assert [] == found("ignored-authorizer-setting", authorizer(f"{LAMBDA}\nProviderARNs: []"))
    variable = 'variable "pools" { default = null }\n' + in_terraform("provider_arns = var.pools\nauthorizer_uri = var.pools")
    assert [] == found("ignored-authorizer-setting", variable)


# invalid-identity-source


@pytest.mark.parametrize(
    ("properties", "expected"),
    [
        (f"Type: TOKEN\nAuthorizerUri: {INVOKE}", ["Callers"]),
        (f"Type: TOKEN\nAuthorizerUri: {INVOKE}\nIdentitySource: !ImportValue x", []),
        (f"Type: REQUEST\nAuthorizerUri: {INVOKE}", ["Callers"]),
        (f"Type: REQUEST\nAuthorizerUri: {INVOKE}\nAuthorizerResultTtlInSeconds: 0", []),
        (f"Type: REQUEST\nAuthorizerUri: {INVOKE}\nAuthorizerResultTtlInSeconds: !ImportValue x", []),
        (f"Type: REQUEST\nAuthorizerUri: {INVOKE}\nIdentitySource: 'method.request.header.A, header.B'", ["header.B"]),
        ("Type: COGNITO_USER_POOLS", []),
        ("Type: !ImportValue x\nIdentitySource: header", []),
    ],
)
def test_identity_sources(properties, expected):
    assert expected == found("invalid-identity-source", authorizer(properties))


def test_identity_sources_in_other_formats():
    assert [] == found("invalid-identity-source", in_terraform(f'type = "REQUEST"\nauthorizer_uri = "{INVOKE}"'))
    written = in_terraform(f'type = "REQUEST"\nauthorizer_uri = "{INVOKE}"\nidentity_source = "Authorization"')
    assert ["Authorization"] == found("invalid-identity-source", written)
    assert '"method.request.header.Authorization"' in fixed("invalid-identity-source", written)
    assert [] == found(
        "invalid-identity-source", 'variable "h" {}\n' + written.replace('"Authorization"', '"method.request.header.${var.h}"')
    )
    unused = f"""
    components:
      securitySchemes:
        callers:
          type: apiKey
          name: Unused
          in: header
          x-amazon-apigateway-authorizer: {{type: request, authorizerUri: "{INVOKE}", authorizerResultTtlInSeconds: 0}}
    """
    assert [] == found("invalid-identity-source", openapi("type: mock", more=unused))
    assert ["callers"] == found("invalid-identity-source", openapi("type: mock", more=unused.replace("Seconds: 0", "Seconds: 60")))


def test_identity_sources_of_http_apis():
    jwt = "AuthorizerType: JWT, IdentitySource: [%s]"

    assert [] == found("invalid-identity-source", http(jwt % "$request.header.Authorization"))
    assert ["method.request.header.X"] == found("invalid-identity-source", http(jwt % "method.request.header.X"))
    assert "[$request.header.X]" in fixed("invalid-identity-source", http(jwt % "method.request.header.X"))
    assert ["[$request.header.A, $request.header.B]"] == found(
        "invalid-identity-source", http(jwt % "$request.header.A, $request.header.B")
    )
    cached = "AuthorizerType: REQUEST, AuthorizerResultTtlInSeconds: 60"
    assert ["Callers"] == found("invalid-identity-source", http(cached))
    assert [] == found("invalid-identity-source", http(cached.replace("60", "0")))
    assert [] == found("invalid-identity-source", http("AuthorizerType: REQUEST"))


# invalid-jwt-configuration


@pytest.mark.parametrize(
    ("configuration", "expected"),
    [
        ("Issuer: https://pets.example.com, Audience: [pets]", []),
        ("Issuer: !Sub 'https://cognito-idp.${AWS::Region}.amazonaws.com/${Pool}', Audience: [!Ref Client]", []),
        ("Issuer: !Sub '${Issuer}', Audience: !ImportValue x", []),
        ("Issuer: pets.example.com, Audience: [pets]", ["pets.example.com"]),
        ("Issuer: https://cognito-idp.eu-west-1.amazonaws.com/x/, Audience: [a]", ["https://cognito-idp.eu-west-1.amazonaws.com/x/"]),
        ("Issuer: https://pets.example.com, Audience: []", ["[]"]),
        ("Issuer: https://pets.example.com", ["Callers"]),
        ("Audience: [pets]", ["Callers"]),
    ],
)
def test_jwt_configurations(configuration, expected):
    assert expected == found("invalid-jwt-configuration", http(f"AuthorizerType: JWT, JwtConfiguration: {{{configuration}}}"))


def test_a_jwt_authorizer_has_a_configuration():
    assert ["Callers"] == found("invalid-jwt-configuration", http("AuthorizerType: JWT"))
    assert [] == found("invalid-jwt-configuration", http("AuthorizerType: REQUEST"))
    wrong = http("AuthorizerType: JWT, JwtConfiguration: {Issuer: pets.example.com/x, Audience: [a]}")
    assert "Issuer: 'https://pets.example.com/x'" in fixed("invalid-jwt-configuration", wrong)


# authorizer-cache-shared-by-callers, scopes-without-scoped-authorizer, unused-authorizer


@pytest.mark.parametrize(
    ("source", "shared"),
    [
        ("context.path", True),
        ("context.httpMethod,stageVariables.key", True),
        ("method.request.header.host", True),
        ("method.request.header.Host, method.request.header.Authorization", False),
        ("context.identity.sourceIp", False),
        ("method.request.querystring.token", False),
        ("!Sub 'context.${x}'", False),
    ],
)
def test_caches_that_callers_share(source, shared):
    text = f"Type: REQUEST\nAuthorizerUri: {INVOKE}\nIdentitySource: {source if source.startswith('!') else repr(source)}"
    head = "Parameters: {x: {Type: String}}"

    assert shared == bool(found("authorizer-cache-shared-by-callers", authorizer(text, head=head)))
    assert [] == found("authorizer-cache-shared-by-callers", authorizer(f"{text}\nAuthorizerResultTtlInSeconds: 0", head=head))
    assert [] == found("authorizer-cache-shared-by-callers", authorizer(f"{text}\nAuthorizerResultTtlInSeconds: !Ref x", head=head))


def test_scopes():
    scopes = "AuthorizationType: %s\nAuthorizationScopes: %s"

    assert ["[a]"] == found("scopes-without-scoped-authorizer", authorizer(method=scopes % ("NONE", "[a]")))
    assert [] == found("scopes-without-scoped-authorizer", authorizer(method=scopes % ("NONE", "[]")))
    assert [] == found("scopes-without-scoped-authorizer", authorizer(method=scopes % ("COGNITO_USER_POOLS", "[a]")))
    assert [] == found("scopes-without-scoped-authorizer", authorizer(method=scopes % ("!ImportValue x", "[a]")))
    assert [] == found("scopes-without-scoped-authorizer", authorizer(method=scopes % ("NONE", "!Split [',', !ImportValue x]")))
    route = "\n  R: {Type: AWS::ApiGatewayV2::Route, Properties: {ApiId: !Ref Api, RouteKey: GET /, AuthorizationScopes: [a]%s}}"
    assert ["[a]"] == found("scopes-without-scoped-authorizer", http("AuthorizerType: JWT") + route % "")
    assert [] == found("scopes-without-scoped-authorizer", http("AuthorizerType: JWT") + route % ", AuthorizationType: JWT")


def test_unused_authorizers():
    assert ["Callers"] == found("unused-authorizer", authorizer(method="AuthorizationType: AWS_IAM"))
    assert [] == found("unused-authorizer", authorizer())
    assert [] == found("unused-authorizer", authorizer(method="AuthorizationType: CUSTOM\nAuthorizerId: !ImportValue x"))
    assert [] == found("unused-authorizer", authorizer(method="AuthorizationType: AWS_IAM", head="Transform: Macro"))
    assert [] == found(
        "unused-authorizer", in_terraform("count = 2", method="authorizer_id = aws_api_gateway_authorizer.callers[var.n].id")
    )
    assert ['resource "aws_api_gateway_authorizer" "callers"'] == found("unused-authorizer", in_terraform("", method=""))
