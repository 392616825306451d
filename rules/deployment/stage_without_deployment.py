"""The rule stage-without-deployment."""

from __future__ import annotations

from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import Absent, Answer, Known, is_written, known, same

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Stage
    from apigw_lint.rule import Finding
    from apigw_lint.value import Value


class StageWithoutDeployment(Rule):
    """
    Stage of a version 2 API that serves nothing.

    ## What it does
    Finds stages of HTTP and WebSocket APIs that neither deploy by themselves nor have a deployment, and those that have both.

    ## Why is this bad?
    `AutoDeploy` is off unless it is switched on: a stage without it and without a deployment answers every call with 404. With both API
    Gateway refuses the stage.

    ## Example
    ```yaml
    Resources:
      Api:
        Type: AWS::ApiGatewayV2::Api
        Properties: {Name: pets, ProtocolType: HTTP}
      Backend:
        Type: AWS::ApiGatewayV2::Integration
        Properties:
          ApiId: !Ref Api
          IntegrationType: HTTP_PROXY
          IntegrationMethod: GET
          IntegrationUri: https://pets.example.com/
          PayloadFormatVersion: "1.0"
      GetPets:
        Type: AWS::ApiGatewayV2::Route
        Properties:
          ApiId: !Ref Api
          RouteKey: GET /pets
          Target: !Sub integrations/${Backend}
      Live:
        Type: AWS::ApiGatewayV2::Stage
        DependsOn: GetPets
        Properties:
          ApiId: !Ref Api
          StageName: $default
          Description: live
    ```

    ## Use instead
    ```yaml
    Resources:
      Api:
        Type: AWS::ApiGatewayV2::Api
        Properties: {Name: pets, ProtocolType: HTTP}
      Backend:
        Type: AWS::ApiGatewayV2::Integration
        Properties:
          ApiId: !Ref Api
          IntegrationType: HTTP_PROXY
          IntegrationMethod: GET
          IntegrationUri: https://pets.example.com/
          PayloadFormatVersion: "1.0"
      GetPets:
        Type: AWS::ApiGatewayV2::Route
        Properties:
          ApiId: !Ref Api
          RouteKey: GET /pets
          Target: !Sub integrations/${Backend}
      Live:
        Type: AWS::ApiGatewayV2::Stage
        DependsOn: GetPets
        Properties:
          ApiId: !Ref Api
          StageName: $default
          AutoDeploy: true
    ```

    ## References
    - https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-apigatewayv2-stage.html
    """

    consequence = Consequence.BROKEN
    kinds = ("HTTP", "WEBSOCKET")

    def check_stage(self, stage: Stage) -> Iterator[Finding]:
        """Looks at how an API comes to a stage."""
        automatic, deployment = stage.auto_deploy, stage.deployment_id
        if known(automatic, bool) is True and is_written(deployment):
            yield self.finding(
                deployment.span,
                "a stage that deploys by itself cannot have a deployment: API Gateway refuses it",
                related=[(automatic.span, "deploys by itself")],
                consequence=Consequence.REJECTED,
            )
        off = _is_nothing(automatic) or known(automatic, bool) is False
        if off and _is_nothing(deployment) and stage.certain and stage.api.declared and stage.api.deployments.complete:
            others = [one for one in stage.api.deployments if same(one.stage_name, stage.name) is not Answer.NO]
            if all(isinstance(one.stage_name, Absent) for one in others):
                yield self.finding(stage.name_span, "the stage has no deployment and does not deploy by itself: it serves nothing")


def _is_nothing(value: Value) -> bool:
    return isinstance(value, Absent) or (isinstance(value, Known) and value.value in (None, ""))
