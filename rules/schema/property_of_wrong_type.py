"""The rule property-of-wrong-type."""

from __future__ import annotations

from apigw_lint.languages.resource_properties import TYPE, faults, is_bounded
from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import Known, scalar_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Definition
    from apigw_lint.rule import Finding

_NAMED_BY_OTHERS = frozenset(
    [
        "BurstLimit",
        "ContentHandling",
        "KeyType",
        "Limit",
        "Offset",
        "PassthroughBehavior",
        "PercentTraffic",
        "RateLimit",
        "ResponseTransferMode",
        "RoutingMode",
        "ThrottlingBurstLimit",
        "ThrottlingRateLimit",
        "TimeoutInMillis",
    ]
)
"""Properties whose values have rules of their own. Here only their types count."""
_TYPE_OF_INTEGRATION = "Integration.Type"
_UPLOADED = "BodyS3Location"
"""May be the path of a file: packaging puts the file into a bucket and says where it is."""


class PropertyOfWrongType(Rule):
    """
    Property of another type than its resource type wants.

    ## What it does
    Finds lists where a map is wanted, text where a number is, values that are none of those there are, and, in Terraform, blocks that are
    written as arguments and arguments that are written as blocks. Text that says a number or a boolean counts as one, as CloudFormation and
    Terraform convert it.

    ## Why is this bad?
    CloudFormation refuses the resource (`expected type: JSONArray, found: String`), Terraform the whole configuration
    (`Inappropriate value for attribute`, `Unsupported block type`).

    ## Example
    ```yaml
    Resources:
      Api:
        Type: AWS::ApiGateway::RestApi
        Properties:
          Name: pets
          EndpointConfiguration:
            Types: REGIONAL
    ```

    ```hcl
    resource "aws_api_gateway_rest_api" "pets" {
      name = "pets"
      tags {
        team = "pets"
      }
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
      name = "pets"
      tags = {
        team = "pets"
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
        """Looks at the values of every resource of API Gateway."""
        for fault in faults(definition):
            if fault.kind != TYPE:
                continue
            if is_bounded(fault) and (fault.name in _NAMED_BY_OTHERS or fault.owner == _TYPE_OF_INTEGRATION):
                continue
            if fault.name == _UPLOADED and isinstance(fault.value, Known) and isinstance(fault.value.value, str):
                continue
            found = f", and {_shown(fault.value)} is none" if isinstance(fault.value, Known) and fault.value.value is not None else ""
            yield self.finding(fault.span, f"{fault.owner} of {fault.resource.type} must be {fault.wanted}{found}", about=fault.resource)


def _shown(value: Known[object]) -> str:
    text = scalar_text(value.value)
    return repr(text) if len(text) <= 40 else f"{text[:40]!r}..."
