"""The rule missing-property."""

from __future__ import annotations

from apigw_lint.languages.resource_properties import MISSING, faults
from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import Table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Definition
    from apigw_lint.rule import Finding

_NAMED_BY_OTHERS = frozenset(
    [
        ("AWS::ApiGateway::Authorizer", "Type"),
        ("AWS::ApiGatewayV2::Authorizer", "AuthorizerType"),
        ("aws_apigatewayv2_authorizer", "authorizer_type"),
    ]
)
"""Properties whose absence has a rule of its own."""
_API = "AWS::ApiGatewayV2::Api"
_KINDS = ("ProtocolType", "Body", "BodyS3Location")
"""Of these one says of which kind the API is."""


class MissingProperty(Rule):
    """
    Resource without a property that its type requires.

    ## What it does
    Finds resources of CloudFormation and Terraform that lack a property, argument or block which their type requires. Where a transform or
    a `dynamic` block may add it, nothing is said.

    ## Why is this bad?
    CloudFormation refuses the resource (`required key [...] not found`), Terraform the whole configuration (`Missing required argument`).

    ## Example
    ```yaml
    Resources:
      Api:
        Type: AWS::ApiGateway::RestApi
        Properties: {Name: pets}
      Pets:
        Type: AWS::ApiGateway::Resource
        Properties:
          RestApiId: !Ref Api
          PathPart: pets
    ```

    ```hcl
    resource "aws_api_gateway_rest_api" "pets" {
      name = "pets"
      endpoint_configuration {
        ip_address_type = "dualstack"
      }
    }
    ```

    ## Use instead
    ```yaml
    Resources:
      Api:
        Type: AWS::ApiGateway::RestApi
        Properties: {Name: pets}
      Pets:
        Type: AWS::ApiGateway::Resource
        Properties:
          RestApiId: !Ref Api
          ParentId: !GetAtt Api.RootResourceId
          PathPart: pets
    ```

    ```hcl
    resource "aws_api_gateway_rest_api" "pets" {
      name = "pets"
      endpoint_configuration {
        types           = ["REGIONAL"]
        ip_address_type = "dualstack"
      }
    }
    ```

    ## References
    - https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/AWS_ApiGateway.html
    - https://registry.terraform.io/providers/hashicorp/aws/latest/docs
    """

    consequence = Consequence.REJECTED
    kinds = ("REST", "HTTP", "WEBSOCKET")
    needs = ("definition.resources", "definition.serverless")

    def check_definition(self, definition: Definition) -> Iterator[Finding]:
        """Looks at what every resource of API Gateway lacks."""
        for fault in faults(definition):
            if fault.kind == MISSING and (fault.resource.type, fault.name) not in _NAMED_BY_OTHERS:
                owner = f"{fault.owner} of {fault.resource.type}" if fault.owner else fault.resource.type
                block = " block" if isinstance(fault.shape, dict) and "block" in fault.shape else ""
                yield self.finding(fault.span, f"{owner} needs {fault.name}{block}", about=fault.resource)
        for resource in definition.resources:
            properties = resource.properties
            if resource.type == _API and isinstance(properties, Table) and all(properties.lacks(name) for name in _KINDS):
                yield self.finding(resource.name_span, f"{_API} without a body needs ProtocolType", about=resource)
