"""The rule duplicate-path."""

from __future__ import annotations

from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Api, Resource
    from apigw_lint.rule import Finding


class DuplicatePath(Rule):
    """
    Two resources with one path.

    ## What it does
    Finds two resources with the same path part below one parent.

    ## Why is this bad?
    API Gateway refuses the second: another resource with the same parent already has this name.

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
          ParentId: !GetAtt Api.RootResourceId
          PathPart: pets
      Animals:
        Type: AWS::ApiGateway::Resource
        Properties:
          RestApiId: !Ref Api
          ParentId: !GetAtt Api.RootResourceId
          PathPart: pets
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
      Animals:
        Type: AWS::ApiGateway::Resource
        Properties:
          RestApiId: !Ref Api
          ParentId: !GetAtt Api.RootResourceId
          PathPart: animals
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-settings-method-request.html
    """

    consequence = Consequence.REJECTED
    needs = ("api.resources",)

    def check_api(self, api: Api) -> Iterator[Finding]:
        """Looks at the parts below each path."""
        first: dict[tuple[int, str], Resource] = {}
        for resource in api.resources:
            part = known(resource.path_part, str)
            if part is None or resource.parent is None or not resource.certain:
                continue
            other = first.setdefault((id(resource.parent), part), resource)
            if other is not resource:
                yield self.finding(
                    resource.path_part.span,
                    f"a second resource {part} below one parent: API Gateway refuses it",
                    related=[(other.path_part.span, "the first")],
                )
