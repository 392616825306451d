"""The rule route-settings-for-no-route."""

from __future__ import annotations

from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import Known, known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Method, Order, Stage
    from apigw_lint.rule import Finding


class RouteSettingsForNoRoute(Rule):
    """
    Route settings for a route that the API has not.

    ## What it does
    Finds settings of a stage of an HTTP or WebSocket API whose key is no route of the API, and settings of routes that the stage does not
    wait for. `$default`, `$connect` and `$disconnect` are taken without a route.

    ## Why is this bad?
    API Gateway refuses the stage: `Unable to find Route by key X within the provided RouteSettings`. A stage that does not wait for its
    routes is refused in some runs and made in others.

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
          AutoDeploy: true
          RouteSettings:
            GET /cats: {ThrottlingRateLimit: 10, ThrottlingBurstLimit: 10}
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
          RouteSettings:
            GET /pets: {ThrottlingRateLimit: 10, ThrottlingBurstLimit: 10}
    ```

    ## References
    - https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-apigatewayv2-stage.html
    """

    consequence = Consequence.REJECTED
    kinds = ("HTTP", "WEBSOCKET")

    def check_stage(self, stage: Stage) -> Iterator[Finding]:
        """Looks at the keys of a stage's settings."""
        api = stage.api
        if not stage.certain or not api.declared or not api.methods.complete:
            return
        if any(not isinstance(method.route_key, Known) for method in api.methods):
            return
        routes = {str(method.route_key.value): method for method in api.methods}
        order, made = api.definition.order, api.definition.written
        for setting in stage.method_settings:
            key = known(setting.route_key, str)
            if key is None or key.startswith("$") or not setting.certain:
                continue
            route = routes.get(key)
            if route is None:
                yield self.finding(setting.route_key.span, f"the API has no route {key}: API Gateway refuses the stage")
            elif order is not None and route.address in made and route.address != api.address and _race(stage, route, order):
                yield self.finding(
                    setting.route_key.span,
                    f"the stage does not wait for the route {key}: where it is made first, API Gateway refuses it",
                    related=[(route.name_span, "the route")],
                    consequence=Consequence.BROKEN,
                )


def _race(stage: Stage, route: Method, order: Order) -> bool:
    """Returns whether nothing says which of the two is made first."""
    return not order.waits(stage.address, route.address) and not order.waits(route.address, stage.address)
