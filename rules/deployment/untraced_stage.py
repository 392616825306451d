"""The rule untraced-stage."""

from __future__ import annotations

from apigw_lint.rule import Consequence, Fix, Rule
from apigw_lint.value import Absent, Known, known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Stage
    from apigw_lint.rule import Finding


class UntracedStage(Rule):
    """
    Stage without traces.

    ## What it does
    Finds stages of REST APIs that do not trace calls with X-Ray.

    ## Why is this bad?
    Calls are traced only where the caller asks for it: what API Gateway adds to a slow call is not seen.

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
          TracingEnabled: true
    ```

    ## References
    - https://docs.aws.amazon.com/securityhub/latest/userguide/apigateway-controls.html
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-xray.html
    """

    consequence = Consequence.ADVISED
    opt_in = True

    def check_stage(self, stage: Stage) -> Iterator[Finding]:
        """Looks at the tracing of a stage."""
        off = isinstance(stage.tracing_enabled, Absent) or known(stage.tracing_enabled, bool) is False
        if off and stage.certain and not stage.made_by_deployment:
            place = stage.name_span if isinstance(stage.tracing_enabled, Absent) else stage.tracing_enabled.span
            yield self.finding(place, "the stage does not trace calls", fix=_fix(stage))


def _fix(stage: Stage) -> Fix | None:
    edit = stage.tracing_enabled.replaced(True) if isinstance(stage.tracing_enabled, Known) else None
    return Fix("trace calls", [edit], safe=False) if edit is not None else None
