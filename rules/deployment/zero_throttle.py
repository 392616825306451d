"""The rule zero-throttle."""

from __future__ import annotations

from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import Absent, entries, literals, tables

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Definition, MethodSetting, Stage
    from apigw_lint.rule import Finding
    from apigw_lint.value import Value


class ZeroThrottle(Rule):
    """
    Throttle that lets nobody through.

    ## What it does
    Finds rate and burst limits of 0: of method settings, route settings, usage plans and their methods. In Terraform also
    `default_route_settings` without both limits: the provider sends 0 for each one that is not written.

    ## Why is this bad?
    API Gateway answers every call with 429 `Too Many Requests`.

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
          MethodSettings:
            - ResourcePath: /*
              HttpMethod: "*"
              ThrottlingRateLimit: 0
              ThrottlingBurstLimit: 100
    ```

    ```hcl
    resource "aws_apigatewayv2_api" "pets" {
      name          = "pets"
      protocol_type = "HTTP"
    }
    resource "aws_apigatewayv2_stage" "live" {
      api_id      = aws_apigatewayv2_api.pets.id
      name        = "$default"
      auto_deploy = true
      default_route_settings {
        throttling_burst_limit = 100
      }
    }
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
            - ResourcePath: /*
              HttpMethod: "*"
              ThrottlingRateLimit: 50
              ThrottlingBurstLimit: 100
    ```

    ```hcl
    resource "aws_apigatewayv2_api" "pets" {
      name          = "pets"
      protocol_type = "HTTP"
    }
    resource "aws_apigatewayv2_stage" "live" {
      api_id      = aws_apigatewayv2_api.pets.id
      name        = "$default"
      auto_deploy = true
      default_route_settings {
        throttling_burst_limit = 100
        throttling_rate_limit  = 50
      }
    }
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html
    - https://github.com/hashicorp/terraform-provider-aws/pull/43307
    """

    consequence = Consequence.BROKEN
    kinds = ("REST", "HTTP", "WEBSOCKET")
    needs = ("definition.usage_plans",)

    def check_stage(self, stage: Stage) -> Iterator[Finding]:
        """Looks at the settings of a stage's methods and routes."""
        default = stage.default_route_settings
        for setting in [*stage.method_settings, *([default] if default is not None else [])]:
            yield from self._limits((("rate", setting.throttling_rate_limit), ("burst", setting.throttling_burst_limit)))
        if default is not None and default.certain and stage.api.format == "terraform":
            yield from self._default(default)

    def check_definition(self, definition: Definition) -> Iterator[Finding]:
        """Looks at usage plans."""
        for plan in definition.usage_plans:
            yield from self._limits((("rate", plan.throttle_rate_limit), ("burst", plan.throttle_burst_limit)))
            for one in plan.api_stages:
                for _, value in entries(one.throttle):
                    for limits in tables(value):
                        yield from self._limits((("rate", limits.get("rate_limit")), ("burst", limits.get("burst_limit"))))

    def _limits(self, limits: tuple[tuple[str, Value], ...]) -> Iterator[Finding]:
        for name, value in limits:
            for limit in literals(value, (int, float)):
                if limit.value == 0:
                    yield self.finding(limit.span, f"a {name} limit of 0 lets no call through: all are answered with 429")

    def _default(self, setting: MethodSetting) -> Iterator[Finding]:
        limits = {"throttling_rate_limit": setting.throttling_rate_limit, "throttling_burst_limit": setting.throttling_burst_limit}
        missing = [name for name, value in limits.items() if isinstance(value, Absent)]
        if missing:
            yield self.finding(
                setting.name_span,
                f"without {' and '.join(missing)} the provider sends 0: all calls are answered with 429",
            )
