"""The rule shadowed-preflight-route."""

from __future__ import annotations

from apigw_lint.languages.authorizers import authorization
from apigw_lint.model import method_label
from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import Absent, known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Api, Method
    from apigw_lint.rule import Finding

_CATCH_ALL = ("$default", "ANY /{proxy+}")


class ShadowedPreflightRoute(Rule):
    """
    OPTIONS route that browsers never reach, and CORS where there is none.

    ## What it does
    Finds OPTIONS routes with an integration in HTTP APIs with a CORS configuration, and CORS configurations of WebSocket APIs. An OPTIONS
    route without authorization is let be where a `$default` or `ANY /{proxy+}` route with authorization would catch preflights otherwise.

    ## Why is this bad?
    The configuration answers preflights, whatever the route says: its integration is never called for them. WebSocket APIs have no CORS:
    API Gateway refuses the configuration.

    ## Example
    ```yaml
    Resources:
      Api:
        Type: AWS::ApiGatewayV2::Api
        Properties:
          Name: pets
          ProtocolType: HTTP
          CorsConfiguration: {AllowOrigins: ["https://pets.example"]}
      Backend:
        Type: AWS::ApiGatewayV2::Integration
        Properties:
          ApiId: !Ref Api
          IntegrationType: HTTP_PROXY
          IntegrationMethod: OPTIONS
          IntegrationUri: https://backend.example/
          PayloadFormatVersion: "1.0"
      Options:
        Type: AWS::ApiGatewayV2::Route
        Properties: {ApiId: !Ref Api, RouteKey: OPTIONS /pets, Target: !Sub "integrations/${Backend}"}
    ```

    ## Use instead
    ```yaml
    Resources:
      Api:
        Type: AWS::ApiGatewayV2::Api
        Properties:
          Name: pets
          ProtocolType: HTTP
          CorsConfiguration: {AllowOrigins: ["https://pets.example"]}
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html
    """

    consequence = Consequence.IGNORED
    kinds = ("HTTP", "WEBSOCKET")
    needs = ("api.cors",)

    def check_api(self, api: Api) -> Iterator[Finding]:
        """Looks at the configuration and the routes beside it."""
        if api.cors is None:
            return
        if api.kind == "WEBSOCKET":
            if api.cors.certain:
                yield self.finding(
                    api.cors.name_span, "a WebSocket API has no CORS: API Gateway refuses it", consequence=Consequence.REJECTED
                )
        elif not isinstance(api.cors.allow_origins, Absent) and api.methods.complete and not _needs_a_route(api):
            for method in api.methods:
                if known(method.http_method, str) == "OPTIONS" and not isinstance(method.target, Absent):
                    yield self.finding(
                        method.name_span,
                        f"the CORS configuration answers preflights: browsers never reach {method_label(method)}",
                        related=[(api.cors.name_span, "the CORS configuration")],
                        about=method,
                    )


def _needs_a_route(api: Api) -> bool:
    """Returns whether a route may catch preflights with authorization, so that a route without it has its use."""
    return any(_may_catch(method) and authorization(method) != "NONE" for method in api.methods)


def _may_catch(method: Method) -> bool:
    key = known(method.route_key, str)
    return key is None or key in _CATCH_ALL
