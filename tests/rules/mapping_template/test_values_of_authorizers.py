"""The rule on values that a method's authorization never fills."""

import pytest
from definitions import cloudformation, consequences, found, openapi, terraform

RULE = "authorizer-value-without-authorizer"


def template(body, authorization="NONE", method="", head=""):
    """Returns a template with one method, its request template and its authorization."""
    text = cloudformation(f"Type: HTTP\nRequestTemplates:\n  application/json: '{body}'", method=method, head=head)
    return text.replace("AuthorizationType: NONE", f"AuthorizationType: {authorization}")


@pytest.mark.parametrize(
    ("name", "filled", "empty"),
    [
        ("authorizer.principalId", ("CUSTOM", "COGNITO_USER_POOLS"), ("NONE", "AWS_IAM")),
        ("authorizer.claims.sub", ("COGNITO_USER_POOLS",), ("NONE", "AWS_IAM", "CUSTOM")),
        ("identity.userArn", ("AWS_IAM",), ("NONE", "CUSTOM", "COGNITO_USER_POOLS")),
        ("identity.cognitoIdentityId", ("AWS_IAM", "aws_iam"), ("NONE", "none")),
        ("identity.sourceIp", ("NONE", "AWS_IAM"), ()),
    ],
)
def test_what_fills_what(name, filled, empty):
    text = f'{{"a": "$context.{name}"}}'

    assert [] == [kind for kind in filled if found(RULE, template(text, kind))]
    assert [[f"$context.{name}"]] * len(empty) == [found(RULE, template(text, kind)) for kind in empty]


def test_api_keys():
    text = '{"a": "$context.identity.apiKey"}'

    assert 1 == len(found(RULE, template(text)))
    assert 1 == len(found(RULE, template(text, method="ApiKeyRequired: false")))
    assert [] == found(RULE, template(text, method="ApiKeyRequired: true"))
    assert [] == found(RULE, template(text, method="ApiKeyRequired: !Ref Asked", head="Parameters: {Asked: {Type: String}}"))


@pytest.mark.parametrize(
    "body",
    [
        '{"a": "$!context.authorizer.principalId"}',
        '#if($context.authorizer.principalId){"a": "$context.authorizer.principalId"}#end',
        '{"a": "$context.authorizer.principalId", "b": "$context.identity.caller", "c": "$context.identity.apiKey"}',
        '{"a": "$context.identity.user", "c": "$context.identity.apiKey"}',
    ],
    ids=["quiet", "asked", "everything", "of several kinds"],
)
def test_templates_that_do_not_rely_on_it(body):
    assert [] == found(RULE, template(body))


def test_an_authorization_that_is_not_known():
    text = '{"a": "$context.authorizer.principalId"}'

    assert [] == found(RULE, template(text, "!Ref Kind", head="Parameters: {Kind: {Type: String}}"))
    assert ["misleading"] == consequences(RULE, template(text))


def test_a_template_that_several_methods_share():
    body = 'request_templates = {\n  "application/json" = local.all\n}'
    shared = 'locals {\n  all = "{\\"a\\": \\"$context.authorizer.principalId\\"}"\n}'
    other = """
resource "aws_api_gateway_method" "other" {
  rest_api_id   = aws_api_gateway_rest_api.api.id
  resource_id   = aws_api_gateway_rest_api.api.root_resource_id
  http_method   = "PUT"
  authorization = "CUSTOM"
  authorizer_id = "abc"
}
resource "aws_api_gateway_integration" "other" {
  rest_api_id       = aws_api_gateway_rest_api.api.id
  resource_id       = aws_api_gateway_rest_api.api.root_resource_id
  http_method       = aws_api_gateway_method.other.http_method
  type              = "HTTP"
  request_templates = { "application/json" = local.all }
}
"""

    assert 1 == len(found(RULE, terraform(f'type = "HTTP"\n{body}', more=shared)))
    assert [] == found(RULE, terraform(f'type = "HTTP"\n{body}', more=shared + other))


def test_a_document():
    text = 'type: http\nuri: https://a/\nrequestTemplates: {application/json: \'{"a": "$context.authorizer.claims.sub"}\'}'

    assert 1 == len(found(RULE, openapi(text)))


def web_socket(connect):
    """Returns a configuration whose route for messages reads what the authorizer of ``$connect`` found."""
    return f"""\
resource "aws_apigatewayv2_api" "api" {{
  name          = "pets"
  protocol_type = "WEBSOCKET"
}}
resource "aws_apigatewayv2_integration" "i" {{
  api_id            = aws_apigatewayv2_api.api.id
  integration_type  = "MOCK"
  request_templates = {{ "200" = "{{\\"statusCode\\": 200, \\"a\\": \\"$context.authorizer.principalId\\"}}" }}
}}
resource "aws_apigatewayv2_route" "message" {{
  api_id    = aws_apigatewayv2_api.api.id
  route_key = "$default"
  target    = "integrations/${{aws_apigatewayv2_integration.i.id}}"
}}
resource "aws_apigatewayv2_route" "connect" {{
  api_id             = aws_apigatewayv2_api.api.id
  route_key          = "$connect"
  authorization_type = "{connect}"
}}
"""


def test_a_web_socket_keeps_what_its_connection_was_opened_with():
    assert [] == found(RULE, web_socket("CUSTOM"))
    assert ["$context.authorizer.principalId"] == found(RULE, web_socket("NONE"))
