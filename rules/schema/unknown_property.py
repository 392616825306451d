"""The rule unknown-property."""

from __future__ import annotations

from apigw_lint.languages.resource_properties import UNKNOWN, faults, nearest_property
from apigw_lint.rule import Consequence, Fix, Rule
from apigw_lint.value import Edit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.languages.resource_properties import Fault
    from apigw_lint.model import Definition
    from apigw_lint.rule import Finding


class UnknownProperty(Rule):
    """
    Property that a resource type has not.

    ## What it does
    Finds properties of CloudFormation resources, and arguments and blocks of Terraform resources, that the type of the resource has not,
    with the nearest that it has. What an older or newer version of Terraform's AWS provider takes is known.

    ## Why is this bad?
    CloudFormation refuses the resource (`Encountered unsupported property`, `extraneous key [...] is not permitted`), Terraform the whole
    configuration (`Unsupported argument`).

    ## Example
    ```yaml
    Resources:
      Api:
        Type: AWS::ApiGateway::RestApi
        Properties:
          Name: pets
          EndpointConfiguration:
            Type: [REGIONAL]
    ```

    ```hcl
    resource "aws_api_gateway_rest_api" "pets" {
      name        = "pets"
      discription = "animals"
    }
    ```

    ## Use instead
    ```yaml
    Resources:
      Api:
        Type: AWS::ApiGateway::RestApi
        Properties:
          Name: pets
          EndpointConfiguration:
            Types: [REGIONAL]
    ```

    ```hcl
    resource "aws_api_gateway_rest_api" "pets" {
      name        = "pets"
      description = "animals"
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
        """Looks at the keys of every resource of API Gateway."""
        for fault in faults(definition):
            if fault.kind == UNKNOWN:
                yield self._found(fault)

    def _found(self, fault: Fault) -> Finding:
        owner = f"{fault.owner} of {fault.resource.type}" if fault.owner else fault.resource.type
        if not fault.owner and fault.name in fault.shape["attributes"]:
            return self.finding(fault.span, f"{fault.name} of {owner} is set by AWS and cannot be given", about=fault.resource)
        near = nearest_property(fault.name, fault.shape)
        words = f"{owner} has no {fault.name}"
        if near is None:
            known = ", ".join(sorted(fault.shape["properties"]))
            return self.finding(fault.span, words, help=f"it has {known}", about=fault.resource)
        edit = _renamed(fault, near) if fault.table.lacks(near) else None
        fix = Fix(f"write {near}", [edit], safe=near.lower() == fault.name.lower()) if edit else None
        return self.finding(fault.span, f"{words}: it has {near}", fix=fix, about=fault.resource)


def _renamed(fault: Fault, name: str) -> Edit | None:
    if fault.key is None:
        return None
    if fault.span.text == fault.name and fault.span.source.path.endswith(".tf"):
        return Edit(fault.span, name)
    return fault.key.replaced(name)
