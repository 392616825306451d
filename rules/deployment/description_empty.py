"""The rule description-empty."""

from __future__ import annotations

from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import Table, literals

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Definition
    from apigw_lint.rule import Finding


class DescriptionEmpty(Rule):
    """
    REST API with an empty description.

    ## What it does
    Finds `Description: ""` of REST APIs in CloudFormation. Terraform leaves an empty description out.

    ## Why is this bad?
    API Gateway refuses the API: `Description cannot be an empty string`.

    ## Example
    ```yaml
    Resources:
      Api:
        Type: AWS::ApiGateway::RestApi
        Properties:
          Name: pets
          Description: ""
    ```

    ## Use instead
    ```yaml
    Resources:
      Api:
        Type: AWS::ApiGateway::RestApi
        Properties:
          Name: pets
          Description: All about pets
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/api/API_CreateRestApi.html
    """

    consequence = Consequence.REJECTED
    needs = ("api.description",)

    def check_definition(self, definition: Definition) -> Iterator[Finding]:
        """Looks at REST APIs as they are written."""
        for resource in definition.resources:
            if resource.type == "AWS::ApiGateway::RestApi" and isinstance(resource.properties, Table) and resource.certain:
                for text in literals(resource.properties.get("Description"), str):
                    if not text.value:
                        yield self.finding(text.span, "the description is empty: API Gateway refuses the API; leave it out")
