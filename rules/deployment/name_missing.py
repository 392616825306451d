"""The rule name-missing."""

from __future__ import annotations

from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import Absent, Table, literals

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Definition
    from apigw_lint.rule import Finding

_APIS = ("AWS::ApiGateway::RestApi", "AWS::ApiGatewayV2::Api")


class NameMissing(Rule):
    """
    API without a name.

    ## What it does
    Finds APIs in CloudFormation that have neither a name nor an OpenAPI document, whose title would be the name, and names that are empty.

    ## Why is this bad?
    API Gateway refuses the API: `Invalid API name specified`.

    ## Example
    ```yaml
    Resources:
      Api:
        Type: AWS::ApiGateway::RestApi
        Properties:
          Description: All about pets
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
    - https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-apigateway-restapi.html
    """

    consequence = Consequence.REJECTED
    kinds = ("REST", "HTTP", "WEBSOCKET")
    needs = ("definition.resources",)

    def check_definition(self, definition: Definition) -> Iterator[Finding]:
        """Looks at APIs as they are written."""
        for resource in definition.resources:
            properties = resource.properties
            if resource.type not in _APIS or not isinstance(properties, Table) or not resource.certain:
                continue
            others = [properties.get(name) for name in ("Body", "BodyS3Location", "CloneFrom")]
            if not all(isinstance(value, Absent) for value in others):
                continue
            name = properties.get("Name")
            if isinstance(name, Absent):
                yield self.finding(resource.name_span, "the API has neither a name nor a body: API Gateway refuses it")
            for text in literals(name, str):
                if not text.value:
                    yield self.finding(text.span, "the name of the API is empty: API Gateway refuses it")
