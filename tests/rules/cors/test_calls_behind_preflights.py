"""The rules that hold a preflight against the calls behind it, and the answers against both."""

import pytest
from browsers import BACKEND, ORIGIN, PREFLIGHT, answering, paths
from definitions import INVOKE, consequences, fixed, found, report

POOL = "arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_a"
SCHEMES = f"""\
components:
  securitySchemes:
    key: {{type: apiKey, name: x-api-key, in: header}}
    iam: {{type: apiKey, name: Authorization, in: header, x-amazon-apigateway-authtype: awsSigv4}}
    pool:
      type: apiKey
      name: Authorization
      in: header
      x-amazon-apigateway-authtype: cognito_user_pools
      x-amazon-apigateway-authorizer: {{type: cognito_user_pools, providerARNs: ['{POOL}']}}
    session:
      type: apiKey
      name: unused
      in: header
      x-amazon-apigateway-authtype: custom
      x-amazon-apigateway-authorizer:
        type: request
        authorizerUri: '{INVOKE}'
        identitySource: method.request.header.X-Session, method.request.header.Cookie, method.request.querystring.q
"""


def allowing(**headers):
    """Returns a preflight that allows everything but what is said otherwise; ``None`` leaves a header out."""
    values = {"Origin": "'*'", "Methods": "'OPTIONS,PUT'", "Headers": "'Content-Type'", **headers}
    return answering({name: value for name, value in values.items() if value is not None}, declared=values)


def secured(scheme, **preflight):
    text = paths(get_pets=ORIGIN.replace("{", f"{{security: [{{{scheme}: []}}], ", 1), options_pets=allowing(**preflight))
    return text + SCHEMES


# preflight-does-not-allow-method


@pytest.mark.parametrize(
    ("verb", "methods", "said"),
    [
        ("delete", "'GET,PUT'", "a browser that sends DELETE /pets is refused: OPTIONS /pets allows only GET, PUT"),
        (
            "put",
            "'get, put'",
            "a browser that sends PUT /pets is refused: OPTIONS /pets allows get, put, and verbs are compared with their case",
        ),
        ("patch", "''", "a browser that sends PATCH /pets is refused: OPTIONS /pets allows no verb"),
    ],
)
def test_a_verb_that_a_preflight_does_not_allow(verb, methods, said):
    text = paths(**{f"{verb}_pets": ORIGIN, "options_pets": allowing(Methods=methods)})
    (finding,) = report("preflight-does-not-allow-method", text)

    assert said == finding.message
    assert "OPTIONS /pets" == finding.method
    assert f'"{methods}"' == finding.span.text
    assert [verb] == [related.span.text for related in finding.related]


def test_a_wildcard_does_not_count_with_credentials():
    text = paths(put_pets=ORIGIN, options_pets=allowing(Origin="'https://a.example'", Methods="'*'", Credentials="'true'"))

    assert ["\"'*'\""] == found("preflight-does-not-allow-method", text)
    assert [] == found("preflight-does-not-allow-method", text.replace("'true'", "'false'"))
    assert [] == found("preflight-does-not-allow-method", text.replace("'true'", "integration.response.header.c"))


@pytest.mark.parametrize(
    "text",
    [
        paths(put_pets=ORIGIN, options_pets=PREFLIGHT),
        paths(get_pets=ORIGIN, head_pets=ORIGIN, post_pets=ORIGIN, options_pets=allowing(Methods="'OPTIONS'")),
        paths(any_pets=ORIGIN, options_pets=allowing(Methods="'GET'")),
        paths(delete_pets=ORIGIN, options_pets=allowing(Methods="'*'")),
        paths(delete_pets=ORIGIN, options_pets=allowing(Methods="integration.response.header.Allow")),
        paths(delete_pets=ORIGIN, options_pets=allowing(Methods=None)),
        paths(delete_pets=ORIGIN, options_pets=allowing(Methods="'GET'").replace("mock", "http_proxy")),
        paths(delete_pets=ORIGIN, options_cats=allowing(Methods="'GET'")),
    ],
)
def test_a_verb_that_passes_or_is_not_known_to_be_refused(text):
    assert [] == found("preflight-does-not-allow-method", text)


def test_a_greedy_preflight_answers_for_what_has_none():
    below = paths(delete_pets_id=ORIGIN, options_pets_proxy=allowing(Methods="'GET'"))
    (finding,) = report("preflight-does-not-allow-method", below.replace("{id}", "toys"))

    assert finding.message.startswith("a browser that sends DELETE /pets/toys is refused: OPTIONS /pets/{proxy+} allows only GET")
    own = paths(delete_pets_id=ORIGIN, options_pets_id=PREFLIGHT.replace("PUT", "DELETE"), options_pets_proxy=allowing(Methods="'GET'"))
    assert [] == found("preflight-does-not-allow-method", own.replace("{id}", "toys"))


def test_the_fix_allows_the_verb():
    text = paths(delete_pets=ORIGIN, options_pets=allowing(Methods="'get,delete'"))

    assert text.replace("'get,delete'", "'get,DELETE'") == fixed("preflight-does-not-allow-method", text)


HTTP_API = """\
Parameters: {P: {Type: String}}
Resources:
  Api:
    Type: AWS::ApiGatewayV2::Api
    Properties:
      Name: pets
      ProtocolType: HTTP
      CorsConfiguration:
        AllowOrigins: ["https://a.example"]
        AllowMethods: METHODS
        AllowHeaders: HEADERS
  Callers:
    Type: AWS::ApiGatewayV2::Authorizer
    Properties:
      ApiId: !Ref Api
      Name: callers
      AuthorizerType: JWT
      IdentitySource: [$request.header.Authorization]
      JwtConfiguration: {Audience: [pets], Issuer: "https://issuer.example"}
  Route:
    Type: AWS::ApiGatewayV2::Route
    Properties: {ApiId: !Ref Api, RouteKey: DELETE /pets, AuthorizationType: JWT, AuthorizerId: !Ref Callers, Target: !Ref P}
"""


def http_api(methods="[DELETE]", headers="[authorization]"):
    return HTTP_API.replace("METHODS", methods).replace("HEADERS", headers)


@pytest.mark.parametrize(
    ("methods", "number"), [("[GET]", 1), ("!Ref AWS::NoValue", 1), ("[delete]", 0), ("['*']", 0), ("[!Ref P]", 0), ("!Ref P", 0)]
)
def test_verbs_of_a_cors_configuration(methods, number):
    assert number == len(found("preflight-does-not-allow-method", http_api(methods=methods)))


@pytest.mark.parametrize(
    ("headers", "number"),
    [("[content-type]", 1), ("['*']", 1), ("!Ref AWS::NoValue", 1), ("['*', Authorization]", 0), ("[!Ref P]", 0), ("!Ref P", 0)],
)
def test_headers_of_a_cors_configuration(headers, number):
    assert number == len(found("preflight-does-not-allow-header", http_api(headers=headers)))


def test_the_fix_adds_to_the_configuration():
    assert http_api(headers="[content-type, Authorization]") == fixed("preflight-does-not-allow-header", http_api(headers="[content-type]"))
    assert http_api("[GET, DELETE]") == fixed("preflight-does-not-allow-method", http_api("[GET]"))


# preflight-does-not-allow-header


@pytest.mark.parametrize(
    ("scheme", "header"), [("key", "X-Api-Key"), ("iam", "Authorization"), ("pool", "Authorization"), ("session", "X-Session")]
)
def test_a_header_that_a_preflight_does_not_allow(scheme, header):
    (finding,) = report("preflight-does-not-allow-header", secured(scheme))

    assert f"a browser that sends {header} to GET /pets is refused: OPTIONS /pets allows only Content-Type" == finding.message
    assert [] == found("preflight-does-not-allow-header", secured(scheme, Headers=f"'{header.lower()}'"))
    assert secured(scheme, Headers=f"'Content-Type,{header}'") == fixed("preflight-does-not-allow-header", secured(scheme))


def test_a_wildcard_covers_all_but_authorization():
    assert [] == found("preflight-does-not-allow-header", secured("key", Headers="'*'"))
    assert [] == found("preflight-does-not-allow-header", secured("pool", Headers="'*,Authorization'"))
    (finding,) = report("preflight-does-not-allow-header", secured("pool", Headers="'*'"))
    assert finding.message.endswith("allows *, which does not cover Authorization")
    credentials = secured("key", Headers="'*'", Origin="'https://a.example'", Credentials="'true'")
    assert 1 == len(found("preflight-does-not-allow-header", credentials))


@pytest.mark.parametrize(
    "text",
    [
        secured("key", Headers="integration.response.header.Allow"),
        secured("key", Headers=None),
        secured("key") + "x-amazon-apigateway-api-key-source: AUTHORIZER\n",
        secured("key") + 'x-amazon-apigateway-api-key-source: "${source}"\n',
        secured("unknown"),
        secured("session", Headers="'X-Session'"),
    ],
)
def test_a_header_that_passes_or_is_not_known_to_be_refused(text):
    assert [] == found("preflight-does-not-allow-header", text)


def test_json_and_required_parameters_are_headers_too():
    body = "requestBody: {content: {application/json: {schema: {type: object}}}}"
    tenant = (
        "parameters: [{name: X-Tenant, in: header, required: true, schema: {type: string}}, {name: Accept, in: header, required: true}]"
    )
    text = paths(post_pets=ORIGIN.replace("{", f"{{{body}, {tenant}, ", 1), options_pets=allowing(Headers="'X-Other'"))
    (finding,) = report("preflight-does-not-allow-header", text)

    assert "a browser that sends Content-Type and X-Tenant to POST /pets is refused: OPTIONS /pets allows only X-Other" == finding.message
    assert [] == found("preflight-does-not-allow-header", text.replace("post:", "get:").replace("required: true", "required: false"))


TERRAFORM = """\
variable "allowed" {}
resource "aws_api_gateway_rest_api" "api" { name = "pets" }
resource "aws_api_gateway_method" "get" {
  rest_api_id      = aws_api_gateway_rest_api.api.id
  resource_id      = aws_api_gateway_rest_api.api.root_resource_id
  http_method      = "GET"
  authorization    = "NONE"
  api_key_required = KEY
}
resource "aws_api_gateway_method" "options" {
  rest_api_id   = aws_api_gateway_rest_api.api.id
  resource_id   = aws_api_gateway_rest_api.api.root_resource_id
  http_method   = "OPTIONS"
  authorization = "NONE"
}
resource "aws_api_gateway_integration" "options" {
  rest_api_id = aws_api_gateway_rest_api.api.id
  resource_id = aws_api_gateway_rest_api.api.root_resource_id
  http_method = aws_api_gateway_method.options.http_method
  type        = "MOCK"
}
resource "aws_api_gateway_integration_response" "options" {
  rest_api_id = aws_api_gateway_rest_api.api.id
  resource_id = aws_api_gateway_rest_api.api.root_resource_id
  http_method = aws_api_gateway_method.options.http_method
  status_code = "200"
  response_parameters = {
    "method.response.header.Access-Control-Allow-Origin"  = "'*'"
    "method.response.header.Access-Control-Allow-Headers" = ALLOWED
  }
}
"""


@pytest.mark.parametrize(
    ("key", "allowed", "number"),
    [
        ("true", "\"'Content-Type'\"", 1),
        ("false", "\"'Content-Type'\"", 0),
        ("var.allowed", "\"'Content-Type'\"", 0),
        ("true", "\"'Content-Type,X-Api-Key'\"", 0),
        ("true", "\"'Content-Type,${var.allowed}'\"", 0),
        ("true", "var.allowed", 0),
    ],
)
def test_a_header_in_terraform(key, allowed, number):
    text = TERRAFORM.replace("KEY", key).replace("ALLOWED", allowed)

    assert number == len(found("preflight-does-not-allow-header", text))


# response-without-cors-header


def test_an_answer_that_the_page_never_sees():
    text = paths(get_pets=answering({}, declared={}), options_pets=PREFLIGHT)
    (finding,) = report("response-without-cors-header", text)

    assert "the 200 answer of GET /pets has no Access-Control-Allow-Origin: browsers keep it from the page" == finding.message
    assert ["broken"] == consequences("response-without-cors-header", text)
    assert ["misleading"] == consequences("response-without-cors-header", text.replace("'200'", "'404'", 2))


def test_a_header_that_is_declared_and_never_mapped():
    text = paths(get_pets=answering({}, declared={"Origin": ""}))

    assert 1 == len(found("response-without-cors-header", text))
    assert [] == found("response-without-cors-header", text.replace("get:", "options:"))
    with_preflight = paths(get_pets=answering({"X": "'a'"}, declared={"Origin": "", "X": ""}), options_pets=PREFLIGHT)
    mapped = fixed("response-without-cors-header", with_preflight)
    assert [] == found("response-without-cors-header", mapped)
    assert len(with_preflight.splitlines()) == len(mapped.splitlines())


@pytest.mark.parametrize(
    "text",
    [
        paths(get_pets=ORIGIN, options_pets=PREFLIGHT),
        paths(get_pets=BACKEND, options_pets=PREFLIGHT),
        paths(get_pets=answering({}, declared={}), options_cats=PREFLIGHT),
        paths(get_pets=answering({}, declared={}, template="#set($context.responseOverride.status = 200)"), options_pets=PREFLIGHT),
        paths(get_pets=answering({}, declared={}).replace("mock", '"${type}"'), options_pets=PREFLIGHT),
        paths(
            get_pets=answering({}, declared={}).replace("responseParameters: {}", 'responseParameters: "${more}"'), options_pets=PREFLIGHT
        ),
    ],
)
def test_an_answer_with_the_header_or_one_that_a_backend_writes(text):
    assert [] == found("response-without-cors-header", text)


# gateway-errors-without-cors-headers

CALLED = paths(put_pets=BACKEND, options_pets=PREFLIGHT)


def errors(*kinds, header="gatewayresponse.header.Access-Control-Allow-Origin"):
    lines = "".join(f"  {kind}: {{responseParameters: {{{header}: \"'*'\"}}}}\n" for kind in kinds)
    return f"x-amazon-apigateway-gateway-responses:\n{lines}"


def test_errors_that_the_page_never_sees():
    (finding,) = report("gateway-errors-without-cors-headers", CALLED)

    assert "API Gateway's own 4xx and 5xx errors" in finding.message
    assert ["answers 504 when its backend is slow"] == [related.message for related in finding.related]
    assert "own 5xx errors" in report("gateway-errors-without-cors-headers", CALLED + errors("DEFAULT_4XX"))[0].message
    assert "own 4xx errors" in report("gateway-errors-without-cors-headers", CALLED + errors("INTEGRATION_TIMEOUT"))[0].message
    assert 1 == len(
        found("gateway-errors-without-cors-headers", CALLED + errors("DEFAULT_4XX", "DEFAULT_5XX", header="gatewayresponse.header.X"))
    )


@pytest.mark.parametrize(
    "text",
    [
        CALLED + errors("DEFAULT_4XX", "DEFAULT_5XX"),
        CALLED + errors("UNAUTHORIZED", "INTEGRATION_TIMEOUT"),
        CALLED + 'x-amazon-apigateway-gateway-responses: "${responses}"\n',
        CALLED
        + 'x-amazon-apigateway-gateway-responses: {DEFAULT_4XX: {responseParameters: "${a}"}, DEFAULT_5XX: {responseParameters: "${a}"}}\n',
        paths(put_pets=ORIGIN, options_pets=PREFLIGHT),
        paths(put_pets=BACKEND),
        paths(put_pets=BACKEND, options_pets=BACKEND),
    ],
)
def test_errors_that_the_page_sees_or_that_are_not_known(text):
    assert [] == found("gateway-errors-without-cors-headers", text)


# invalid-cors-origin


@pytest.mark.parametrize(
    ("origin", "right"),
    [
        ("https://a.example,https://b.example", None),
        ("https://a.example https://b.example", None),
        ("https://a.example/", "https://a.example"),
        ("https://a.example/app", "https://a.example"),
        ("a.example", "https://a.example"),
        ("https://*.a.example", None),
        ("https://A.example", "https://a.example"),
        ("https://a.example:443", "https://a.example"),
    ],
)
def test_what_no_origin_is_equal_to(origin, right):
    text = paths(get_pets=answering({"Origin": f"'{origin}'"}))

    assert [f"\"'{origin}'\""] == found("invalid-cors-origin", text)
    assert (text.replace(origin, right) if right else text) == fixed("invalid-cors-origin", text)


@pytest.mark.parametrize(
    "value",
    ["'*'", "'null'", "'https://a.example'", "'http://localhost:3000'", "'capacitor://localhost'", "integration.response.header.o", "''"],
)
def test_what_an_origin_may_be_equal_to(value):
    assert [] == found("invalid-cors-origin", paths(get_pets=answering({"Origin": value})))


def test_origins_of_gateway_responses_and_unknown_parts():
    text = """\
Parameters: {Domain: {Type: String}}
Resources:
  Api: {Type: AWS::ApiGateway::RestApi, Properties: {Name: pets}}
  Errors:
    Type: AWS::ApiGateway::GatewayResponse
    Properties:
      RestApiId: !Ref Api
      ResponseType: DEFAULT_4XX
      ResponseParameters: {gatewayresponse.header.Access-Control-Allow-Origin: !Sub "ORIGIN"}
"""

    assert 1 == len(found("invalid-cors-origin", text.replace("ORIGIN", "'https://${Domain}/'")))
    assert 1 == len(found("invalid-cors-origin", text.replace("ORIGIN", "'${Domain},https://b.example'")))
    assert [] == found("invalid-cors-origin", text.replace("ORIGIN", "'https://${Domain}'"))
    assert [] == found("invalid-cors-origin", text.replace("ORIGIN", "'${Domain}'"))
    assert [] == found("invalid-cors-origin", text.replace("ORIGIN", "${Domain}"))


@pytest.mark.parametrize(
    ("origin", "number"),
    [
        ("\"'https://a.example'\"", 1),
        ("https://a.example/", 1),
        ("a.example", 1),
        ("https://*", 0),
        ("https://*.a.example", 0),
        ("HTTP://A.EXAMPLE", 0),
        ("!Ref P", 0),
    ],
)
def test_origins_of_a_cors_configuration(origin, number):
    assert number == len(found("invalid-cors-origin", http_api().replace('"https://a.example"', origin)))


# binary-preflight, cors-max-age-out-of-range, shadowed-preflight-route, any-origin


@pytest.mark.parametrize(
    ("types", "integration", "number"),
    [
        ('["*/*"]', "type: mock", 1),
        ('["*/*"]', "type: mock, contentHandling: CONVERT_TO_BINARY", 1),
        ('["*/*"]', "type: mock, contentHandling: CONVERT_TO_TEXT", 0),
        ('["*/*"]', 'type: mock, contentHandling: "${handling}"', 0),
        ('["image/*"]', "type: mock", 0),
        ('["${type}"]', "type: mock", 0),
        ('["*/*"]', 'type: "${type}"', 0),
    ],
)
def test_a_preflight_where_everything_is_binary(types, integration, number):
    text = paths(options_pets=PREFLIGHT.replace("type: mock", integration)) + f"x-amazon-apigateway-binary-media-types: {types}\n"

    assert number == len(found("binary-preflight", text))


@pytest.mark.parametrize(("age", "number"), [("86401", 1), ("-2", 1), ("86400", 0), ("-1", 0), ("!Ref P", 0)])
def test_the_age_of_preflights(age, number):
    assert number == len(found("cors-max-age-out-of-range", http_api().replace("AllowMethods", f"MaxAge: {age}\n        AllowMethods")))


OPTIONS = (
    "  Options:\n    Type: AWS::ApiGatewayV2::Route\n    Properties: {ApiId: !Ref Api, RouteKey: 'OPTIONS /{proxy+}', Target: !Ref P}\n"
)


def test_a_route_that_browsers_never_reach():
    assert ["Options"] == found("shadowed-preflight-route", http_api() + OPTIONS)
    assert [] == found("shadowed-preflight-route", http_api().replace("DELETE /pets", "$default") + OPTIONS)
    assert [] == found("shadowed-preflight-route", http_api().replace("DELETE /pets", "!Ref P") + OPTIONS)
    assert [] == found("shadowed-preflight-route", http_api())


def test_websocket_apis_have_no_cors():
    text = http_api().replace("HTTP\n", "WEBSOCKET\n      RouteSelectionExpression: $request.body.action\n").split("  Callers:")[0]

    assert ["rejected"] == consequences("shadowed-preflight-route", text)


def test_any_origin_of_known_callers():
    assert ['"*"'] == found("any-origin", http_api().replace('"https://a.example"', '"*"'))
    assert [] == found("any-origin", http_api().replace('"https://a.example"', '"*"').replace("JWT, AuthorizerId: !Ref Callers", "NONE"))
    assert 2 == len(found("any-origin", secured("key")))
    assert 1 == len(found("any-origin", secured("key").replace("type: mock", f"type: aws_proxy, httpMethod: POST, uri: '{INVOKE}'", 1)))
    assert 1 == len(found("any-origin", secured("key").replace("type: mock", 'type: "${type}"', 1)))
    assert [] == found("any-origin", paths(get_pets=ORIGIN, options_pets=PREFLIGHT))
