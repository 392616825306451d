"""The rule unresolved-reference."""

from __future__ import annotations

from apigw_lint.rule import Consequence, Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Definition
    from apigw_lint.rule import Finding


class UnresolvedReference(Rule):
    """
    Reference to something that is not there.

    ## What it does
    Finds references from resources of API Gateway to resources, parameters, variables, locals, modules and outputs that the files do not
    declare, and to attributes that a resource of API Gateway has not. Where a transform, a macro, a loop or a file that is not seen may
    declare it, nothing is said.

    ## Why is this bad?
    CloudFormation refuses the template (`Unresolved resource dependencies`), Terraform the whole configuration (`Reference to undeclared
    resource`).

    ## Example
    ```yaml
    Resources:
      PetsApi:
        Type: AWS::ApiGateway::RestApi
        Properties: {Name: pets}
      Pets:
        Type: AWS::ApiGateway::Resource
        Properties:
          RestApiId: !Ref PetsApi
          ParentId: !GetAtt PetApi.RootResourceId
          PathPart: pets
    ```

    ```hcl
    resource "aws_api_gateway_rest_api" "pets" {
      name = "pets-${var.stage}"
    }
    ```

    ## Use instead
    ```yaml
    Resources:
      PetsApi:
        Type: AWS::ApiGateway::RestApi
        Properties: {Name: pets}
      Pets:
        Type: AWS::ApiGateway::Resource
        Properties:
          RestApiId: !Ref PetsApi
          ParentId: !GetAtt PetsApi.RootResourceId
          PathPart: pets
    ```

    ```hcl
    variable "stage" {
      type = string
    }

    resource "aws_api_gateway_rest_api" "pets" {
      name = "pets-${var.stage}"
    }
    ```

    ## References
    - https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-ref.html
    - https://developer.hashicorp.com/terraform/language/expressions/references
    """

    consequence = Consequence.REJECTED
    kinds = ("REST", "HTTP", "WEBSOCKET")
    needs = ("definition.unresolved",)

    def check_definition(self, definition: Definition) -> Iterator[Finding]:
        """Looks at what the loader could not resolve. What was meant for API Gateway is another rule's."""
        if not len(definition.unresolved):
            return
        from apigw_lint.languages.substitution import substituted

        others = substituted(definition)
        for reference in definition.unresolved:
            if reference.span in others:
                continue
            near = f"; did you mean {reference.near}?" if reference.near else ""
            yield self.finding(reference.span, f"there is no {reference.what}{near}", about=reference)
