"""The rule empty-resource."""

from __future__ import annotations

from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Api
    from apigw_lint.rule import Finding


class EmptyResource(Rule):
    """
    Resource that nothing is on.

    ## What it does
    Finds resources without a method and without a resource below them.

    ## Why is this bad?
    Calls of the path are answered with 403 as if it were not there. It is left over, or its method is on another path than was meant.

    ## Example
    ```yaml
    Resources:
      Api:
        Type: AWS::ApiGateway::RestApi
        Properties: {Name: pets}
      Pets:
        Type: AWS::ApiGateway::Resource
        Properties: {RestApiId: !Ref Api, ParentId: !GetAtt Api.RootResourceId, PathPart: pets}
    ```

    ## Use instead
    ```yaml
    Resources:
      Api:
        Type: AWS::ApiGateway::RestApi
        Properties: {Name: pets}
      Pets:
        Type: AWS::ApiGateway::Resource
        Properties: {RestApiId: !Ref Api, ParentId: !GetAtt Api.RootResourceId, PathPart: pets}
      GetPets:
        Type: AWS::ApiGateway::Method
        Properties:
          RestApiId: !Ref Api
          ResourceId: !Ref Pets
          HttpMethod: GET
          AuthorizationType: NONE
          Integration: {Type: HTTP_PROXY, IntegrationHttpMethod: GET, Uri: "https://pets.example.com/"}
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-method-settings.html
    """

    consequence = Consequence.ADVISED
    opt_in = True

    def check_api(self, api: Api) -> Iterator[Finding]:
        """Looks for resources that no method and no other resource needs."""
        if not api.declared or not api.methods.complete or not api.resources.complete:
            return
        if any(method.resource is None or known(method.path, str) is None for method in api.methods):
            return
        used = {id(method.resource) for method in api.methods} | {id(resource.parent) for resource in api.resources}
        for resource in api.resources:
            if id(resource) not in used:
                path = known(resource.path, str)
                yield self.finding(resource.name_span, f"no method and no resource is on {path or 'this path'}")
