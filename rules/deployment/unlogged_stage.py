"""The rule unlogged-stage."""

from __future__ import annotations

from apigw_lint.languages.stages import is_set_elsewhere
from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import Absent, known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Stage
    from apigw_lint.rule import Finding


class UnloggedStage(Rule):
    """
    Stage without logs.

    ## What it does
    Finds stages that write neither access logs nor, on REST and WebSocket APIs, execution logs.

    ## Why is this bad?
    Nothing tells who called the API, and why calls failed.

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
      Live:
        Type: AWS::ApiGateway::Stage
        Properties:
          RestApiId: !Ref Api
          DeploymentId: !Ref Deployment
          StageName: live
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
      Live:
        Type: AWS::ApiGateway::Stage
        Properties:
          RestApiId: !Ref Api
          DeploymentId: !Ref Deployment
          StageName: live
          AccessLogSetting:
            DestinationArn: arn:aws:logs:eu-west-1:123456789012:log-group:pets
            Format: '{"id": "$context.requestId", "status": "$context.status"}'
    ```

    ## References
    - https://docs.aws.amazon.com/securityhub/latest/userguide/apigateway-controls.html
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html
    """

    consequence = Consequence.EXPOSED
    kinds = ("REST", "HTTP", "WEBSOCKET")
    opt_in = True

    def check_stage(self, stage: Stage) -> Iterator[Finding]:
        """Looks for any log of a stage."""
        if stage.access_log_settings is None and stage.certain and not _may_log(stage) and not is_set_elsewhere(stage):
            yield self.finding(stage.name_span, "the stage writes no logs")


def _may_log(stage: Stage) -> bool:
    """Returns whether execution logs may be on."""
    settings = [*stage.method_settings, *([stage.default_route_settings] if stage.default_route_settings is not None else [])]
    return not stage.method_settings.complete or any(
        not isinstance(one.logging_level, Absent) and known(one.logging_level, str) != "OFF" for one in settings
    )
