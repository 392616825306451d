"""The rule method-without-integration."""

from __future__ import annotations

from apigw_lint.model import method_label
from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import Absent

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Api, Deployment, Method
    from apigw_lint.rule import Finding


class MethodWithoutIntegration(Rule):
    """
    Method without an integration in an API that is deployed.

    ## What it does
    Finds methods of REST APIs that no integration serves, where the same files deploy the API.

    ## Why is this bad?
    A deployment takes all methods or none: API Gateway refuses it with `No integration defined for method`. One that does not wait for
    the method may come before it; then the next one is refused.

    ## Example
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
      Deployment:
        Type: AWS::ApiGateway::Deployment
        DependsOn: GetRoot
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
          Integration:
            Type: HTTP_PROXY
            IntegrationHttpMethod: GET
            Uri: https://pets.example.com/
      Deployment:
        Type: AWS::ApiGateway::Deployment
        DependsOn: GetRoot
        Properties: {RestApiId: !Ref Api}
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-deployments.html
    """

    consequence = Consequence.REJECTED
    needs = ("api.deployments",)
    stage = "integration request"

    def check_api(self, api: Api) -> Iterator[Finding]:
        """Looks at the methods of an API that these files deploy."""
        deployments = [deployment for deployment in api.deployments if deployment.certain]
        for method in api.methods if deployments else ():
            if method.certain and method.integration is None and method.integration_complete:
                waiting = [deployment for deployment in deployments if _waits(deployment, method, api)]
                yield self.finding(
                    method.name_span,
                    f"{method_label(method)} has no integration: the API cannot be deployed with it",
                    related=[((waiting or deployments)[0].name_span, "deploys the API")],
                    consequence=Consequence.REJECTED if waiting else Consequence.BROKEN,
                    about=method,
                )


def _waits(deployment: Deployment, method: Method, api: Api) -> bool:
    """Returns whether the method is certainly there when the API is deployed: a deployment that does not wait for it may come first."""
    if not (isinstance(api.body, Absent) and isinstance(api.body_location, Absent)):
        return True
    return any(method.address == name or method.address.startswith(f"{name}[") for name in deployment.references)
