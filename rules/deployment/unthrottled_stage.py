"""The rule unthrottled-stage."""

from __future__ import annotations

from apigw_lint.languages.plans import names, plans_of
from apigw_lint.languages.stages import is_set_elsewhere
from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import Absent, Answer, known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import MethodSetting, Stage
    from apigw_lint.rule import Finding


class UnthrottledStage(Rule):
    """
    Stage without limits of its own.

    ## What it does
    Finds stages of REST and HTTP APIs that limit no calls: neither by method settings or route settings, nor by a usage plan of the stage.

    ## Why is this bad?
    The stage shares the limit of the account with every API of the region: a flood of calls to one takes the others down.

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
          MethodSettings:
            - {ResourcePath: /*, HttpMethod: "*", ThrottlingRateLimit: 100, ThrottlingBurstLimit: 50}
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html
    """

    consequence = Consequence.ADVISED
    kinds = ("REST", "HTTP")
    opt_in = True

    def check_stage(self, stage: Stage) -> Iterator[Finding]:
        """Looks for any limit of a stage."""
        if (
            stage.certain
            and stage.method_settings.complete
            and not any(_limits(one) for one in _settings(stage))
            and not _is_planned(stage)
            and not is_set_elsewhere(stage)
        ):
            yield self.finding(stage.name_span, "the stage has no limits of its own: it takes what the account allows, and from all others")


def _settings(stage: Stage) -> list[MethodSetting]:
    return [*stage.method_settings, *([stage.default_route_settings] if stage.default_route_settings is not None else [])]


def _limits(setting: MethodSetting) -> bool:
    """Returns whether a setting limits calls, or may; -1 is Terraform's word for no limit."""
    limits = (setting.throttling_rate_limit, setting.throttling_burst_limit)
    return any(not isinstance(limit, Absent) and known(limit, int) != -1 for limit in limits)


def _is_planned(stage: Stage) -> bool:
    """Returns whether a usage plan with limits, for all methods or for some, covers the stage, or may."""
    plans, whole = plans_of(stage.api) if stage.api.kind == "REST" else ([], True)
    covered = [one for plan in plans for one in plan.api_stages if names(one.api_id, stage.api) is not Answer.NO]
    limits = [limit for plan in plans for limit in (plan.throttle_rate_limit, plan.throttle_burst_limit)] + [
        one.throttle for one in covered
    ]
    return not whole or any(not isinstance(limit, Absent) for limit in limits)
