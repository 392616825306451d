"""The rules on what browsers ask before and read after a call."""

import pytest
from browsers import ALLOWED, BACKEND, ORIGIN, PREFLIGHT, answering, paths
from definitions import INVOKE, consequences, fixed, found, report

# missing-preflight


@pytest.mark.parametrize(
    ("text", "verb"),
    [
        (paths(put_pets=ORIGIN), "put"),
        (paths(get_pets=ORIGIN, delete_pets=ORIGIN), "delete"),
        (paths(post_pets=ORIGIN), "post"),
        (paths(options_pets=PREFLIGHT, put_pets_id=BACKEND), "put"),
        (paths(options_pets_id=PREFLIGHT, put_pets=BACKEND), "put"),
        (paths(options_pets_id=PREFLIGHT, patch_pets_count=BACKEND), None),
        (paths(options_pets_a=PREFLIGHT, patch_pets_b=BACKEND), "patch"),
    ],
)
def test_a_path_for_browsers_without_options(text, verb):
    assert ([verb] if verb else []) == found("missing-preflight", text)


@pytest.mark.parametrize(
    "text",
    [
        paths(put_pets=ORIGIN, options_pets=PREFLIGHT),
        paths(put_pets=ORIGIN, any_pets=BACKEND),
        paths(put_pets=ORIGIN, any_proxy=BACKEND),
        paths(put_pets_a=ORIGIN, options_pets_proxy=PREFLIGHT),
        paths(put_pets_a=ORIGIN, options_pets_id=PREFLIGHT),
        paths(get_pets=ORIGIN),
        paths(put_pets=BACKEND),
        paths(options_pets=PREFLIGHT, put_cats=BACKEND),
        paths(options_pets=PREFLIGHT, get_pets_id=BACKEND, post_pets_id_a=BACKEND),
        paths(any_pets=ORIGIN),
        paths(get_=ORIGIN),
    ],
)
def test_a_path_that_is_served_or_that_browsers_ask_no_leave_for(text):
    assert [] == found("missing-preflight", text)


def test_calls_with_a_token_or_key_are_asked_leave_for():
    schemes = """\
components:
  securitySchemes:
    key: {type: apiKey, name: x-api-key, in: header}
    pool:
      type: apiKey
      name: Authorization
      in: header
      x-amazon-apigateway-authtype: cognito_user_pools
      x-amazon-apigateway-authorizer: {type: cognito_user_pools, providerARNs: ['arn:aws:cognito-idp:eu-west-1:1:userpool/a']}
"""
    plain = paths(get_pets=ORIGIN) + schemes
    for name in ("key", "pool"):
        assert ["get"] == found("missing-preflight", plain.replace("get: {", f"get: {{security: [{{{name}: []}}], "))


TEMPLATE = """\
Parameters: {Verb: {Type: String}, Id: {Type: String}}
Resources:
  Api: {Type: AWS::ApiGateway::RestApi, Properties: {Name: pets}}
  Put:
    Type: AWS::ApiGateway::Method
    Properties:
      RestApiId: !Ref Api
      ResourceId: !GetAtt Api.RootResourceId
      HttpMethod: PUT
      AuthorizationType: NONE
      MethodResponses: [{StatusCode: 200, ResponseParameters: {method.response.header.Access-Control-Allow-Origin: true}}]
      Integration:
        Type: MOCK
        IntegrationResponses: [{StatusCode: 200, ResponseParameters: {method.response.header.Access-Control-Allow-Origin: "'*'"}}]
  Other:
    Type: AWS::ApiGateway::Method
    Properties: {RestApiId: !Ref Api, ResourceId: RESOURCE, HttpMethod: VERB, AuthorizationType: NONE, Integration: {Type: MOCK}}
"""


@pytest.mark.parametrize(
    ("resource", "verb", "number"),
    [
        ("!GetAtt Api.RootResourceId", "GET", 1),
        ("!GetAtt Api.RootResourceId", "OPTIONS", 0),
        ("!GetAtt Api.RootResourceId", "!Ref Verb", 0),
        ("!Ref Id", "OPTIONS", 0),
        ("!Ref Id", "!Ref Verb", 0),
        ("!Ref Id", "DELETE", 1),
    ],
)
def test_a_preflight_that_may_be_there(resource, verb, number):
    assert number == len(found("missing-preflight", TEMPLATE.replace("RESOURCE", resource).replace("VERB", verb)))


def test_an_api_of_other_files_is_not_seen_whole():
    text = (
        TEMPLATE.replace("RESOURCE", "!Ref Id")
        .replace("VERB", "DELETE")
        .replace("!Ref Api", "!Ref Id")
        .replace("!GetAtt Api.RootResourceId", "!Ref Id")
    )

    assert [] == found("missing-preflight", text.replace("  Api: {Type: AWS::ApiGateway::RestApi, Properties: {Name: pets}}\n", ""))


# authorized-preflight


def options(properties):
    return f"""\
Parameters: {{P: {{Type: String}}}}
Resources:
  Api: {{Type: AWS::ApiGateway::RestApi, Properties: {{Name: pets}}}}
  Options:
    Type: AWS::ApiGateway::Method
    Properties:
      RestApiId: !Ref Api
      ResourceId: !GetAtt Api.RootResourceId
      HttpMethod: OPTIONS
      Integration: {{Type: MOCK}}
      {properties}
"""


def test_a_preflight_has_no_credentials():
    assert ["AWS_IAM"] == found("authorized-preflight", options("AuthorizationType: AWS_IAM"))
    assert ["true"] == found("authorized-preflight", options("AuthorizationType: NONE\n      ApiKeyRequired: true"))
    assert options("AuthorizationType: NONE") == fixed("authorized-preflight", options("AuthorizationType: AWS_IAM"))


@pytest.mark.parametrize(
    "text",
    [
        options("AuthorizationType: none"),
        options("AuthorizationType: !Ref P"),
        options("AuthorizationType: NONE\n      ApiKeyRequired: !Ref P"),
        options("AuthorizationType: AWS_IAM").replace("OPTIONS", "ANY"),
        options("AuthorizationType: AWS_IAM").replace("OPTIONS", "!Ref P"),
    ],
)
def test_an_open_preflight_or_one_that_is_not_known(text):
    assert [] == found("authorized-preflight", text)


def test_a_default_authorizer_covers_preflights_too():
    text = paths(options_pets=PREFLIGHT) + (
        "security: [{who: []}]\n"
        "components: {securitySchemes: {who: {type: apiKey, name: Authorization, in: header, x-amazon-apigateway-authtype: custom,\n"
        f"  x-amazon-apigateway-authorizer: {{type: token, authorizerUri: '{INVOKE}'}}}}}}}}\n"
    )

    assert ["CUSTOM" in finding.message for finding in report("authorized-preflight", text)] == [True]
    assert None is report("authorized-preflight", text)[0].fix


HTTP_API = """\
Resources:
  Api:
    Type: AWS::ApiGatewayV2::Api
    Properties:
      Name: pets
      ProtocolType: HTTP
      CorsConfiguration: {AllowOrigins: [https://a.example], AllowCredentials: true}
  Route:
    Type: AWS::ApiGatewayV2::Route
    Properties: {ApiId: !Ref Api, RouteKey: $default, AuthorizationType: AWS_IAM}
"""


def test_a_route_for_everything_catches_preflights():
    assert ["AWS_IAM"] == found("authorized-preflight", HTTP_API)
    assert ["AWS_IAM"] == found("authorized-preflight", HTTP_API.replace("$default", "'ANY /{proxy+}'"))
    assert [] == found("authorized-preflight", HTTP_API.replace("$default", "GET /pets"))
    assert [] == found("authorized-preflight", HTTP_API.replace("AWS_IAM", "NONE"))
    assert [] == found("authorized-preflight", HTTP_API.replace("      CorsConfiguration", "      Tags"))
    more = "  Options:\n    Type: AWS::ApiGatewayV2::Route\n    Properties: {ApiId: !Ref Api, RouteKey: 'OPTIONS /{proxy+}'}\n"
    assert [] == found("authorized-preflight", HTTP_API + more)


# preflight-without-cors-headers


def preflight(*missing, verb="put", declared=None, **more):
    headers = {name: value for name, value in ALLOWED.items() if name not in missing}
    return paths(**{f"{verb}_pets": BACKEND, "options_pets": answering(headers, declared=declared, **more)})


@pytest.mark.parametrize(
    ("missing", "verb"), [(("Origin",), "put"), (("Methods",), "delete"), (("Headers",), "get"), (("Methods", "Headers"), "any")]
)
def test_a_preflight_that_does_not_answer(missing, verb):
    text = preflight(*missing, verb=verb)
    (finding,) = report("preflight-without-cors-headers", text)

    assert "default" == finding.span.text
    assert "OPTIONS /pets" == finding.method
    assert all(f"Access-Control-Allow-{name}" in finding.message for name in missing)
    assert len(missing) == len(finding.related)


@pytest.mark.parametrize(
    "text",
    [
        preflight(),
        preflight("Methods", verb="get"),
        preflight("Headers", verb="delete"),
        preflight("Headers", template='#set($context.responseOverride.header.Access-Control-Allow-Headers = "*")'),
        preflight("Origin", "Methods", "Headers", declared={}),
        paths(put_pets=BACKEND, options_pets=BACKEND),
        paths(put_pets=BACKEND, options_pets=answering({}, "204", {})),
    ],
)
def test_a_preflight_that_answers_or_is_none(text):
    assert [] == found("preflight-without-cors-headers", text)


def test_a_bare_options_of_a_path_for_browsers():
    assert ["default"] == found("preflight-without-cors-headers", paths(put_pets=ORIGIN, options_pets=answering({}, "204", {})))


def test_headers_that_may_be_mapped():
    text = """\
variable "more" {}
resource "aws_api_gateway_rest_api" "api" { name = "pets" }
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
  rest_api_id         = aws_api_gateway_rest_api.api.id
  resource_id         = aws_api_gateway_rest_api.api.root_resource_id
  http_method         = aws_api_gateway_method.options.http_method
  status_code         = "200"
  response_parameters = MAPPED
}
"""
    mapped = '{ "method.response.header.Access-Control-Allow-Origin" = "\'*\'" }'

    assert 1 == len(found("preflight-without-cors-headers", text.replace("MAPPED", mapped)))
    assert [] == found("preflight-without-cors-headers", text.replace("MAPPED", f"merge({mapped}, var.more)"))
    assert [] == found("preflight-without-cors-headers", text.replace("MAPPED", mapped).replace('"200"', "var.more"))
    assert [] == found("preflight-without-cors-headers", text.replace("MAPPED", mapped).replace('"MOCK"', "var.more"))


# wildcard-origin-with-credentials


def test_any_origin_with_credentials():
    text = paths(get_pets=answering({"Origin": "'*'", "Credentials": "'true'"}, declared={"Origin": "", "Credentials": ""}))

    assert ["\"'*'\""] == found("wildcard-origin-with-credentials", text)
    assert ["broken"] == consequences("wildcard-origin-with-credentials", text)
    assert [] == found("wildcard-origin-with-credentials", text.replace("'*'", "'https://a.example'"))
    assert [] == found("wildcard-origin-with-credentials", text.replace("'true'", "'false'"))
    assert [] == found("wildcard-origin-with-credentials", text.replace("\"'*'\"", "integration.response.header.origin"))


def test_any_origin_with_credentials_of_an_http_api():
    text = HTTP_API.replace("https://a.example", "'*'")

    assert ["'*'"] == found("wildcard-origin-with-credentials", text)
    assert ["rejected"] == consequences("wildcard-origin-with-credentials", text)
    assert [] == found("wildcard-origin-with-credentials", HTTP_API)
    assert [] == found("wildcard-origin-with-credentials", text.replace("Credentials: true", "Credentials: !Ref AWS::StackName"))
    assert [] == found("wildcard-origin-with-credentials", text.replace("'*'", "!Ref AWS::StackName"))
