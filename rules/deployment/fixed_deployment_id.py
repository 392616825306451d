"""The rule fixed-deployment-id."""

from __future__ import annotations

from apigw_lint.regexp import regexp
from apigw_lint.rule import Consequence, Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Deployment
    from apigw_lint.rule import Finding

_CHANGES = regexp(r"[0-9]")


class FixedDeploymentId(Rule):
    """
    CloudFormation deployment whose logical id never changes.

    ## What it does
    Finds deployments with a logical id in which no number or hash stands.

    ## Why is this bad?
    A deployment is made once. CloudFormation updates methods and leaves it as it is, and callers get what was there before. Only a
    deployment with another logical id is made anew: SAM and the CDK write a hash of the API into it, by hand a date or a version does.

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
          Integration: {Type: HTTP_PROXY, IntegrationHttpMethod: GET, Uri: "https://pets.example.com/"}
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
          Integration: {Type: HTTP_PROXY, IntegrationHttpMethod: GET, Uri: "https://pets.example.com/"}
      Deployment20240501:
        Type: AWS::ApiGateway::Deployment
        DependsOn: GetRoot
        Properties: {RestApiId: !Ref Api}
    ```

    ## References
    - https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-apigateway-deployment.html
    """

    consequence = Consequence.MISLEADING
    opt_in = True
    kinds = ("REST", "HTTP", "WEBSOCKET")

    def check_deployment(self, deployment: Deployment) -> Iterator[Finding]:
        """Looks at the logical id."""
        name = deployment.address.removeprefix("Resources/")
        if name != deployment.address and not _CHANGES.search(name):
            yield self.finding(
                deployment.name_span,
                f"the id {name} stays the same: changes of the API are not deployed until it is another one",
            )
