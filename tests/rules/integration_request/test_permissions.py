"""The rule missing-lambda-permission: which calls the permissions of a function cover."""

import pytest
from definitions import cloudformation, found, report, terraform

RULE = "missing-lambda-permission"
URI = "arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/%s/invocations"
ARN = "arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:%s"
FUNCTION = "Fn: {Type: AWS::Lambda::Function, Properties: {FunctionName: %s}}\n"


def permission(source="${Api}/*", function="!Ref Fn", principal="apigateway.amazonaws.com", more=""):
    """Returns a permission; ``source`` is the resource of its ARN, empty for none."""
    arn = f", SourceArn: !Sub '{ARN % source}'" if source else ""
    properties = f"FunctionName: {function}, Action: lambda:InvokeFunction, Principal: {principal}{arn}"
    return f"Permission: {{Type: AWS::Lambda::Permission, {more}Properties: {{{properties}}}}}\n"


def api(*more, verb="GET", function="${Fn.Arn}", credentials="", head="", path="{id}", name="!ImportValue name"):
    """Returns a template with a method at ``/{id}`` that invokes a function, and further resources."""
    place = "RestApiId: !Ref Api, ParentId: !GetAtt Api.RootResourceId"
    resource = f"Id: {{Type: AWS::ApiGateway::Resource, Properties: {{{place}, PathPart: '{path}'}}}}\n"
    integration = f"Type: AWS_PROXY\nIntegrationHttpMethod: POST\nUri: !Sub {URI % function}\n{credentials}"
    text = cloudformation(integration, verb=verb, more=FUNCTION % name + resource + "".join(more), head=head)
    return text.replace("ResourceId: !GetAtt Api.RootResourceId", "ResourceId: !Ref Id")


def refused(text):
    """Returns whether the rule finds something, which is then at the URI."""
    places = found(RULE, text)
    assert all("apigateway" in place or "invoke_arn" in place or "Arn" in place for place in places)
    return bool(places)


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ([], True),
        ([permission()], False),
        ([permission("")], False),
        ([permission("${Api}/*/GET/*")], False),
        ([permission("${Api}/*/*/*")], False),
        ([permission("${Api}/*/GET/{id}")], True),
        ([permission("${Api}/*/POST/*")], True),
        ([permission("${Api}")], True),
        ([permission("${Other}/*"), "Other: {Type: AWS::ApiGateway::RestApi, Properties: {Name: o}}"], True),
        ([permission("abc123/*")], False),
        ([permission("${X}/*")], False),
        ([permission(principal="events.amazonaws.com")], True),
        ([permission(principal="!ImportValue p")], False),
        ([permission(function="!GetAtt Fn.Arn")], False),
        ([permission(function="!ImportValue f")], False),
        ([permission(function="!Ref Fn2"), "Fn2: {Type: AWS::Lambda::Function}"], True),
        ([permission(more="Condition: C, ")], False),
    ],
)
def test_permissions_of_a_method(more, expected):
    head = "Parameters: {X: {Type: String}}\nConditions: {C: !Equals [!Ref X, a]}"

    assert expected == refused(api(*more, head=head))


def test_any_needs_each_verb():
    assert refused(api(permission("${Api}/*/ANY/*"), verb="ANY"))
    assert not refused(api(permission("${Api}/*/*/*"), verb="ANY"))
    (only,) = report(RULE, api(permission("${Api}/*/GET/*"), verb="ANY"))
    assert "for DELETE, HEAD, OPTIONS, PATCH, POST, PUT" in only.message
    assert ["this permission covers something else"] == [related.message for related in only.related]
    assert only.help.endswith(":<api id>/*/*/*")


def test_stages():
    stage = "Stage: {Type: AWS::ApiGateway::Stage, Properties: {RestApiId: !Ref Api, StageName: %s}}\n"

    assert not refused(api(permission("${Api}/live/GET/*")))
    assert not refused(api(permission("${Api}/live/GET/*"), stage % "live"))
    assert not refused(api(permission("${Api}/${Stage}/GET/*"), stage % "live"))
    assert refused(api(permission("${Api}/live/GET/*"), stage % "test"))
    assert not refused(api(permission("${Api}/live/GET/*"), stage % "!ImportValue s"))


def test_aliases_need_their_own():
    alias = "Live: {Type: AWS::Lambda::Alias, Properties: {Name: live, FunctionName: !Ref Fn, FunctionVersion: '1'}}\n"

    assert refused(api(permission(), alias, function="${Live}"))
    assert not refused(api(permission(function="!Ref Live"), alias, function="${Live}"))
    assert refused(api(permission(function="!Ref Live"), alias))
    assert refused(api(permission(), function="${Fn.Arn}:live"))
    assert not refused(api(permission(function="!Sub '${Fn}:live'"), function="${Fn.Arn}:live"))
    assert not refused(api(permission(function="!Ref Live"), alias, function="${Fn.Arn}:live"))
    assert not refused(api(permission(), function="${Fn.Arn}:${stageVariables.alias}"))


def test_functions_by_name():
    named = "arn:aws:lambda:eu-west-1:123456789012:function:pets"

    assert refused(api(function=named, name="pets"))
    assert not refused(api(permission(function="pets"), function=named, name="pets"))
    assert not refused(api(permission(), function=named, name="pets"))
    assert refused(api(permission(function="dogs"), name="pets"))
    assert not refused(api(permission(function="dogs")))
    assert not refused(api(function=named, name="dogs"))
    assert not refused(api(function="arn:aws:lambda:eu-west-1:123456789012:function:${stageVariables.fn}", name="pets"))


def test_who_needs_none():
    assert not refused(api(credentials="Credentials: arn:aws:iam::123456789012:role/pets"))
    assert not refused(api(head="Transform: Macro"))
    ends = "Source: {Id: Api}, Destination: {Id: Fn}, Permissions: [%s]"
    assert refused(api(head="Transform: AWS::Serverless-2016-10-31"))
    assert not refused(api(f"Join: {{Type: AWS::Serverless::Connector, Properties: {{{ends % 'Write'}}}}}\n"))
    assert refused(api(f"Join: {{Type: AWS::Serverless::Connector, Properties: {{{ends % 'Read'}}}}}\n"))
    assert not refused(api().replace("RestApiId: !Ref Api", "RestApiId: !ImportValue api"))
    assert not refused(api(function="${X}", head="Parameters: {X: {Type: String}}"))


def test_authorizers():
    authorizer = f"""
Callers:
  Type: AWS::ApiGateway::Authorizer
  Properties: {{RestApiId: !Ref Api, Type: TOKEN, Name: callers, AuthorizerUri: !Sub '{URI % "${Auth.Arn}"}'}}
Auth: {{Type: AWS::Lambda::Function}}
"""

    def text(source):
        own = permission(source, "!Ref Auth").replace("Permission:", "Own:", 1) if source else ""
        whole = api(permission(), authorizer, own)
        return whole.replace("AuthorizationType: NONE", "AuthorizationType: CUSTOM\n      AuthorizerId: !Ref Callers")

    assert refused(text(""))
    assert not refused(text("${Api}/authorizers/*"))
    assert not refused(text("${Api}/authorizers/${Callers}"))
    assert refused(text("${Api}/*/GET/*"))
    assert not refused(text("").replace("AuthorizerId: !Ref Callers", "AuthorizerId: !ImportValue a"))


BACKEND = 'type = "AWS_PROXY"\nintegration_http_method = "POST"\nuri = aws_lambda_function.f.invoke_arn'
IN_TERRAFORM = """
resource "aws_lambda_function" "f" {
  function_name = "f"
  %s
}
resource "aws_lambda_permission" "p" {
  function_name = aws_lambda_function.f.function_name
  action        = "lambda:InvokeFunction"
  principal     = "apigateway.amazonaws.com"
  %s
}
"""


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('source_arn = "${aws_api_gateway_rest_api.api.execution_arn}/*/*"', False),
        ('source_arn = "${aws_api_gateway_rest_api.api.execution_arn}/*/GET/"', False),
        ('source_arn = "${aws_api_gateway_rest_api.api.execution_arn}/*/${aws_api_gateway_method.pets.http_method}/"', False),
        ('source_arn = "${aws_api_gateway_rest_api.api.execution_arn}/*/POST/"', True),
        ("source_arn = aws_api_gateway_rest_api.api.execution_arn", True),
        ("source_arn = aws_api_gateway_rest_api.api.arn", True),
        ('source_arn = "arn:aws:execute-api:${var.region}:${var.account}:${aws_api_gateway_rest_api.api.id}/*/GET/*"', False),
        ('source_arn = "arn:aws:execute-api:${var.region}:${var.account}:${aws_api_gateway_rest_api.api.id}/*/PUT/*"', True),
        ("source_arn = var.arn", False),
        ("source_arn = null", False),
        ('qualifier = "live"', True),
        ("qualifier = var.alias", False),
        ("count = var.wanted ? 1 : 0", False),
    ],
)
def test_source_arns_in_terraform(source, expected):
    assert expected == refused(terraform(BACKEND, more=IN_TERRAFORM % ("", source)))


def test_http_apis_take_paths_as_they_are_written():
    text = """
Resources:
  Fn: {Type: AWS::Lambda::Function}
  Api: {Type: AWS::ApiGatewayV2::Api, Properties: {Name: pets, ProtocolType: HTTP}}
  Backend:
    Type: AWS::ApiGatewayV2::Integration
    Properties: {ApiId: !Ref Api, IntegrationType: AWS_PROXY, IntegrationUri: !GetAtt Fn.Arn, PayloadFormatVersion: '2.0'}
  Route:
    Type: AWS::ApiGatewayV2::Route
    Properties: {ApiId: !Ref Api, RouteKey: %s, Target: !Sub 'integrations/${Backend}'}
  """

    def with_permission(key, source):
        return text % f"'{key}'" + permission(source)

    assert refused(text % "GET /pets")
    assert not refused(with_permission("ANY /pets/{proxy+}", "${Api}/*/*/pets/{proxy+}"))
    assert not refused(with_permission("ANY /pets/{proxy+}", "${Api}/*/*/pets/*"))
    assert refused(with_permission("GET /pets", "${Api}/*/*/dogs"))
    assert not refused(with_permission("$default", "${Api}/*/$default"))
    assert refused(with_permission("$default", "${Api}/*/*/$default"))
