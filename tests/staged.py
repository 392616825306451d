"""A template and a configuration with one method, a deployment and a stage."""

HEAD = """\
Parameters: {P: {Type: String}}
Resources:
  Api: {Type: AWS::ApiGateway::RestApi, Properties: {Name: pets}}
  GetRoot:
    Type: AWS::ApiGateway::Method
    Properties:
      RestApiId: !Ref Api
      ResourceId: !GetAtt Api.RootResourceId
      HttpMethod: GET
      AuthorizationType: NONE
      ApiKeyRequired: true
      Integration: {Type: HTTP_PROXY, IntegrationHttpMethod: GET, Uri: "https://pets.example.com/"}
  Deployment:
    Type: AWS::ApiGateway::Deployment
    DependsOn: GetRoot
    Properties: {RestApiId: !Ref Api}
"""
TERRAFORM = """\
variable "p" {}
resource "aws_api_gateway_rest_api" "api" { name = "pets" }
resource "aws_api_gateway_method" "get" {
  rest_api_id      = aws_api_gateway_rest_api.api.id
  resource_id      = aws_api_gateway_rest_api.api.root_resource_id
  http_method      = "GET"
  authorization    = "NONE"
  api_key_required = true
}
resource "aws_api_gateway_deployment" "api" {
  rest_api_id = aws_api_gateway_rest_api.api.id
}
resource "aws_api_gateway_stage" "live" {
  rest_api_id   = aws_api_gateway_rest_api.api.id
  deployment_id = aws_api_gateway_deployment.api.id
  stage_name    = "live"
}
"""


def template(stage: str = "", more: str = "", attributes: str = "") -> str:
    """Returns a template: properties of its stage, further resources, and attributes of the stage such as ``DependsOn``."""
    properties = "".join(f"      {line}\n" for line in stage.strip("\n").splitlines())
    above = "".join(f"    {line}\n" for line in attributes.splitlines())
    return (
        f"{HEAD}  Live:\n    Type: AWS::ApiGateway::Stage\n{above}    Properties:\n      RestApiId: !Ref Api\n"
        f"      DeploymentId: !Ref Deployment\n      StageName: live\n{properties}"
        + "".join(f"  {line}\n" for line in more.strip("\n").splitlines())
    )


def http(stage: str = "", kind: str = "HTTP") -> str:
    """Returns a template with a version 2 API and a stage with some properties."""
    properties = "".join(f"      {line}\n" for line in stage.strip("\n").splitlines())
    selection = "\n      RouteSelectionExpression: $request.body.action" if kind == "WEBSOCKET" else ""
    return (
        f"Parameters: {{P: {{Type: String}}}}\nResources:\n  Api:\n    Type: AWS::ApiGatewayV2::Api\n    Properties:\n      Name: pets\n"
        f"      ProtocolType: {kind}{selection}\n  Live:\n    Type: AWS::ApiGatewayV2::Stage\n    Properties:\n      ApiId: !Ref Api\n"
        f"      StageName: live\n      AutoDeploy: true\n{properties}"
    )
