"""What findings advise where SAM makes what is wrong: SAM's own properties, which its authors write."""

import pytest

from apigw_lint.lint import Settings, lint_text

HEAD = """\
Transform: AWS::Serverless-2016-10-31
Resources:
  Pool: {Type: AWS::Cognito::UserPool}
  F:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.13
      Handler: a.b
      CodeUri: .
      Events:
        E: {Type: TYPE, Properties: {Path: "/pets/{id}", Method: METHOD, EVENT}}
  Api:
    Type: AWS::Serverless::KIND
    Properties:
      StageName: live
"""
CORS = "Cors: {AllowOrigin: \"'*'\", AllowMethods: \"'*'\"}"
COGNITO = "Authorizers: {C: {UserPoolArn: !GetAtt Pool.Arn}}, DefaultAuthorizer: C"
CACHED = "CacheClusterEnabled: true, CacheClusterSize: '0.5', MethodSettings: [{ResourcePath: /*, HttpMethod: '*', CachingEnabled: true}]"
BODY = """{swagger: "2.0", basePath: /shop, info: {title: a, version: "1"}, paths: {/pets: {get: {x-amazon-apigateway-integration: {
  type: aws_proxy, httpMethod: POST,
  uri: !Sub "arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${F.Arn}/invocations"}}}}}"""


def advice(rule: str, api: str, event: str = "", kind: str = "Api", method: str = "get") -> list[str]:
    """Returns the advice of the findings of a rule about an API with an event that names it."""
    named = "ApiId" if kind == "HttpApi" else "RestApiId"
    own = event or f"{named}: !Ref Api"
    text = HEAD.replace("TYPE", kind).replace("KIND", kind).replace("METHOD", method).replace("EVENT", own)
    text += "".join(f"      {line}\n" for line in api.splitlines())
    return [finding.help for finding in lint_text(text, settings=Settings(isolated=True, select=[rule])).findings]


@pytest.mark.parametrize(
    ("rule", "api", "event", "expected"),
    [
        ("authorized-preflight", f"{CORS}\nAuth: {{{COGNITO}}}", "", "write AddDefaultAuthorizerToCorsPreflight: false in Auth of the API"),
        (
            "authorized-preflight",
            f"{CORS}\nAuth: {{ApiKeyRequired: true}}",
            "",
            "write AddApiKeyRequiredToCorsPreflight: false in Auth of the API",
        ),
        ("preflight-without-cors-headers", CORS, "", "write AllowHeaders in Cors, as text in single quotes"),
        (
            "gateway-errors-without-cors-headers",
            CORS,
            "",
            "write DEFAULT_4XX and DEFAULT_5XX below GatewayResponses, with Access-Control-Allow-Origin in ResponseParameters.Headers",
        ),
        (
            "api-key-required-without-usage-plan",
            "Auth: {ApiKeyRequired: true}",
            "",
            "Auth of the API has UsagePlan: CreateUsagePlan: PER_API makes a plan and a key",
        ),
        (
            "usage-plan-without-effect",
            "Auth: {UsagePlan: {CreateUsagePlan: PER_API}}",
            "",
            "ApiKeyRequired: true in Auth of the API, or of an event, asks for one",
        ),
        (
            "private-api-without-policy",
            "EndpointConfiguration: PRIVATE",
            "",
            "Auth.ResourcePolicy of the API has IntrinsicVpcWhitelist and IntrinsicVpceWhitelist",
        ),
        (
            "unenforced-request-model",
            "Models: {Pet: {type: object}}",
            "RestApiId: !Ref Api, RequestModel: {Model: Pet}",
            "write ValidateBody: true in RequestModel",
        ),
        (
            "cached-method-without-cache-keys",
            "\n".join(CACHED.split(", ", 2)),
            "",
            "write them in RequestParameters of the event: method.request.path.id: {Caching: true}",
        ),
        (
            "binary-preflight",
            f"{CORS}\nBinaryMediaTypes: ['*~1*']",
            "",
            "SAM's Cors makes no preflight that takes binary bodies: name the types, such as image~1png",
        ),
        ("missing-lambda-permission", "", "RestApiId: Api", "SAM lets in the API with the id Api: write !Ref Api"),
    ],
)
def test_advice_of_rest_apis(rule: str, api: str, event: str, expected: str) -> None:
    assert [expected] == advice(rule, api, event)


def test_a_preflight_that_is_an_event_is_opened_there() -> None:
    expected = "write Authorizer: NONE in Auth of the event"
    assert [expected] == advice("authorized-preflight", f"Auth: {{{COGNITO}}}", method="options")


def test_an_http_api_that_an_event_names_as_text() -> None:
    expected = "SAM lets in the API with the id Api: write !Ref Api"
    assert [expected] == advice("missing-lambda-permission", "", "ApiId: Api", "HttpApi")


def test_a_path_without_an_event_has_no_permission_of_sams() -> None:
    (said,) = advice("missing-lambda-permission", f"DefinitionBody: {BODY}", "RestApiId: !Ref Other")
    assert said.startswith("an event of type Api in the function for GET /pets, or a Lambda permission for principal apigateway")
    assert said.endswith("<api id>/live/GET/pets")


def test_sam_cannot_be_told_of_base_paths() -> None:
    (said,) = advice("base-path-surprise", f"DefinitionBody: {BODY}")
    assert said.startswith("SAM has no import parameters")
