"""The rule api-without-methods."""

from __future__ import annotations

from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import Absent

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Deployment
    from apigw_lint.rule import Finding


class ApiWithoutMethods(Rule):
    """
    Deployment of an API that has no methods or routes.

    ## What it does
    Finds deployments of APIs that certainly have no method or route, neither as resources nor in an OpenAPI document.

    ## Why is this bad?
    API Gateway refuses it: `The REST API doesn't contain any methods`, or of the other kinds
    `Unable to deploy API because no routes exist in this API` and `At least one route is required before deploying the Api`.

    ## Example
    ```yaml
    Resources:
      Api:
        Type: AWS::ApiGateway::RestApi
        Properties: {Name: pets}
      Deployment:
        Type: AWS::ApiGateway::Deployment
        Properties: {RestApiId: !Ref Api}
    ```

    ## Use instead
    ```yaml
    Resources:
      Api:
        Type: AWS::ApiGateway::RestApi
        Properties: {Name: pets}
      GetRoot:
        Type: AWS::ApiGateway::Method
        Properties:
          RestApiId: !Ref Api
          ResourceId: !GetAtt Api.RootResourceId
          HttpMethod: GET
          AuthorizationType: NONE
          Integration: {Type: HTTP_PROXY, IntegrationHttpMethod: GET, Uri: "https://pets.example.com/"}
      Deployment:
        Type: AWS::ApiGateway::Deployment
        DependsOn: GetRoot
        Properties: {RestApiId: !Ref Api}
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-deployments.html
    """

    consequence = Consequence.REJECTED
    kinds = ("REST", "HTTP", "WEBSOCKET")

    def check_deployment(self, deployment: Deployment) -> Iterator[Finding]:
        """Looks at the API that is deployed."""
        api = deployment.api
        if not deployment.certain or not api.declared or not api.certain or not api.definition.resources.complete:
            return
        empty = api.methods.lacking() and api.resources.complete
        if empty and all(isinstance(value, Absent) for value in (api.body, api.body_location, api.clone_from)):
            yield self.finding(
                deployment.name_span,
                f"the API has no {'methods' if api.kind == 'REST' else 'routes'}: API Gateway refuses to deploy it",
                related=[(api.name_span, "the API")],
            )
