"""The function that an API is made for which names it as its target must let API Gateway in."""

import pytest
from definitions import found

RULE = "missing-lambda-permission"
FUNCTION = "  Fn: {Type: AWS::Lambda::Function, Properties: {Runtime: python3.12, Handler: a.b, Role: x, Code: {ZipFile: x}}}\n"


def template(source="", key="", more="", target="!GetAtt Fn.Arn"):
    """Returns a template with a quick-created API, and a permission for a source ARN."""
    permission = f"""\
  Permission:
    Type: AWS::Lambda::Permission
    Properties:
      Action: lambda:InvokeFunction
      FunctionName: !Ref Fn
      Principal: apigateway.amazonaws.com
      SourceArn: !Sub 'arn:aws:execute-api:${{AWS::Region}}:${{AWS::AccountId}}:{source}'
"""
    route = f", RouteKey: {key}" if key else ""
    api = f"  Api: {{Type: AWS::ApiGatewayV2::Api, Properties: {{Name: a, ProtocolType: HTTP, Target: {target}{route}{more}}}}}\n"
    return f"Resources:\n{FUNCTION}{api}{permission if source else ''}"


@pytest.mark.parametrize(
    ("text", "places"),
    [
        (template(), ["!GetAtt Fn.Arn"]),
        (template("${Api}/*/*"), []),
        (template("${Api}/*"), []),
        (template("${Api}/*/$default"), []),
        (template("${Api}/*/GET/pets"), ["!GetAtt Fn.Arn"]),
        (template("${Api}/*/GET/pets", "GET /pets"), []),
        (template("${Api}/*/*/pets", "ANY /pets"), []),
        (template("${Api}/*/POST/pets", "GET /pets"), ["!GetAtt Fn.Arn"]),
        (template("${Api}/live/*", "GET /pets"), ["!GetAtt Fn.Arn"]),
        (template("", "!ImportValue key"), []),
        (template(more=", CredentialsArn: 'arn:aws:iam::123456789012:role/pets'"), []),
        (template(target="https://pets.example.com"), []),
        (template(target="!ImportValue target"), []),
    ],
)
def test_permissions_of_a_template(text, places):
    assert places == found(RULE, text)


def test_permissions_of_a_configuration():
    text = """\
resource "aws_lambda_function" "pets" {
  function_name = "pets"
  role          = "arn:aws:iam::123456789012:role/pets"
}
resource "aws_apigatewayv2_api" "pets" {
  name          = "pets"
  protocol_type = "HTTP"
  target        = aws_lambda_function.pets.arn
}
"""
    permission = """\
resource "aws_lambda_permission" "pets" {
  function_name = aws_lambda_function.pets.function_name
  action        = "lambda:InvokeFunction"
  principal     = "apigateway.amazonaws.com"
  source_arn    = "${aws_apigatewayv2_api.pets.execution_arn}/*/*"
}
"""
    assert ["aws_lambda_function.pets.arn"] == found(RULE, text)
    assert [] == found(RULE, text + permission)
