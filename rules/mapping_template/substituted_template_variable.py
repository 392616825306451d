"""The rule substituted-template-variable."""

from __future__ import annotations

from apigw_lint.regexp import regexp
from apigw_lint.rule import Consequence, Fix, Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Definition
    from apigw_lint.rule import Finding

_REST = regexp(r"[^}\n]{0,60}")


class SubstitutedTemplateVariable(Rule):
    """
    Variable of API Gateway that CloudFormation or Terraform takes for one of its own.

    ## What it does
    Finds `${stageVariables.x}`, `${context.x}`, `${input...}`, `${util...}` and variables of mapping templates in an `Fn::Sub` or in a
    string of Terraform, where nothing of such a name is declared.

    ## Why is this bad?
    `Fn::Sub` and Terraform fill in every `${...}` before API Gateway sees the text. They find no resource of this name, and refuse the
    whole template.

    ## Example
    ```yaml
    Resources:
      Pets:
        Type: AWS::ApiGateway::RestApi
        Properties: {Name: pets}
      GetPets:
        Type: AWS::ApiGateway::Method
        Properties:
          RestApiId: !Ref Pets
          ResourceId: !GetAtt Pets.RootResourceId
          HttpMethod: GET
          AuthorizationType: NONE
          MethodResponses: [{StatusCode: 200}]
          Integration:
            Type: MOCK
            RequestTemplates: {application/json: '{"statusCode": 200}'}
            IntegrationResponses:
              - StatusCode: 200
                ResponseTemplates:
                  application/json: !Sub '{"id": "${context.requestId}", "region": "${AWS::Region}"}'
    ```

    ```hcl
    resource "aws_api_gateway_rest_api" "pets" {
      name = "pets"
    }

    resource "aws_api_gateway_method" "pets" {
      rest_api_id   = aws_api_gateway_rest_api.pets.id
      resource_id   = aws_api_gateway_rest_api.pets.root_resource_id
      http_method   = "GET"
      authorization = "NONE"
    }

    resource "aws_api_gateway_integration" "pets" {
      rest_api_id             = aws_api_gateway_rest_api.pets.id
      resource_id             = aws_api_gateway_rest_api.pets.root_resource_id
      http_method             = aws_api_gateway_method.pets.http_method
      type                    = "HTTP_PROXY"
      integration_http_method = "GET"
      uri                     = "https://${stageVariables.host}/pets"
    }
    ```

    ## Use instead
    ```yaml
    Resources:
      Pets:
        Type: AWS::ApiGateway::RestApi
        Properties: {Name: pets}
      GetPets:
        Type: AWS::ApiGateway::Method
        Properties:
          RestApiId: !Ref Pets
          ResourceId: !GetAtt Pets.RootResourceId
          HttpMethod: GET
          AuthorizationType: NONE
          MethodResponses: [{StatusCode: 200}]
          Integration:
            Type: MOCK
            RequestTemplates: {application/json: '{"statusCode": 200}'}
            IntegrationResponses:
              - StatusCode: 200
                ResponseTemplates:
                  application/json: !Sub '{"id": "${!context.requestId}", "region": "${AWS::Region}"}'
    ```

    ```hcl
    resource "aws_api_gateway_rest_api" "pets" {
      name = "pets"
    }

    resource "aws_api_gateway_method" "pets" {
      rest_api_id   = aws_api_gateway_rest_api.pets.id
      resource_id   = aws_api_gateway_rest_api.pets.root_resource_id
      http_method   = "GET"
      authorization = "NONE"
    }

    resource "aws_api_gateway_integration" "pets" {
      rest_api_id             = aws_api_gateway_rest_api.pets.id
      resource_id             = aws_api_gateway_rest_api.pets.root_resource_id
      http_method             = aws_api_gateway_method.pets.http_method
      type                    = "HTTP_PROXY"
      integration_http_method = "GET"
      uri                     = "https://$${stageVariables.host}/pets"
    }
    ```

    ## References
    - https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-sub.html
    - https://developer.hashicorp.com/terraform/language/expressions/strings
    """

    consequence = Consequence.REJECTED
    kinds = ("REST", "HTTP", "WEBSOCKET")
    needs = ("definition.unresolved", "definition.format=TERRAFORM")

    def check_definition(self, definition: Definition) -> Iterator[Finding]:
        """Looks at what the loader could not resolve."""
        if not len(definition.unresolved) and definition.format != "terraform":
            return
        from apigw_lint.languages.substitution import substituted

        terraform = definition.format == "terraform"
        who, escape = ("Terraform", "$${") if terraform else ("Fn::Sub", "${!")
        for place, edit in substituted(definition).items():
            text = _REST.match(place.source.text, place.start + 2 * (not terraform))[0].strip()  # type: ignore[index]
            yield self.finding(
                place,
                f"{who} looks for something called {text}, and there is none: {escape}{text}}} leaves it to API Gateway",
                fix=Fix(f"write {escape}", [edit]),
            )
