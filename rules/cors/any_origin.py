"""The rule any-origin."""

from __future__ import annotations

from apigw_lint.languages.authorizers import authorization
from apigw_lint.languages.backend import PROXIES, backend
from apigw_lint.languages.cors import ORIGIN, response_headers
from apigw_lint.languages.preflight import preflights
from apigw_lint.model import method_label
from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import items, known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Api, Method
    from apigw_lint.rule import Finding


class AnyOrigin(Rule):
    """
    Pages from everywhere may call methods with authorization.

    ## What it does
    Finds `*` as the allowed origin of methods with authorization or an API key: in their preflight, in their own answers, and in the CORS
    configuration of HTTP APIs.

    ## Why is this bad?
    Any page that comes by a token or key of a user can use it from the user's browser. Where the pages that call the API are known, naming
    them costs nothing.

    ## Example
    ```yaml
    Resources:
      Api:
        Type: AWS::ApiGatewayV2::Api
        Properties:
          Name: pets
          ProtocolType: HTTP
          CorsConfiguration: {AllowOrigins: ["*"], AllowHeaders: [Authorization]}
      Backend:
        Type: AWS::ApiGatewayV2::Integration
        Properties:
          ApiId: !Ref Api
          IntegrationType: HTTP_PROXY
          IntegrationMethod: GET
          IntegrationUri: https://backend.example/
          PayloadFormatVersion: "1.0"
      Route:
        Type: AWS::ApiGatewayV2::Route
        Properties: {ApiId: !Ref Api, RouteKey: GET /pets, AuthorizationType: AWS_IAM, Target: !Sub "integrations/${Backend}"}
    ```

    ## Use instead
    ```yaml
    Resources:
      Api:
        Type: AWS::ApiGatewayV2::Api
        Properties:
          Name: pets
          ProtocolType: HTTP
          CorsConfiguration: {AllowOrigins: ["https://pets.example"], AllowHeaders: [Authorization]}
      Backend:
        Type: AWS::ApiGatewayV2::Integration
        Properties:
          ApiId: !Ref Api
          IntegrationType: HTTP_PROXY
          IntegrationMethod: GET
          IntegrationUri: https://backend.example/
          PayloadFormatVersion: "1.0"
      Route:
        Type: AWS::ApiGatewayV2::Route
        Properties: {ApiId: !Ref Api, RouteKey: GET /pets, AuthorizationType: AWS_IAM, Target: !Sub "integrations/${Backend}"}
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-cors.html
    """

    consequence = Consequence.EXPOSED
    kinds = ("REST", "HTTP")
    opt_in = True

    def check_api(self, api: Api) -> Iterator[Finding]:
        """Looks at preflights and the methods behind them."""
        for preflight in preflights(api):
            method = next((method for method in preflight.about if _is_protected(method)), None)
            for origin in (preflight.origin, *items(preflight.origin)) if method is not None else ():
                if method is not None and known(origin, str) in ("*", "'*'"):
                    yield self.finding(
                        origin.span,
                        f"pages from everywhere may call {method_label(method)}, which has authorization",
                        related=[(method.authorization_type.span, "for known callers only")],
                        about=preflight.method,
                    )

    def check_method(self, method: Method) -> Iterator[Finding]:
        """Looks at what a method with authorization answers itself; behind a proxy the backend says all headers."""
        integration = method.integration
        maps = integration is not None and backend(integration).type not in (None, *PROXIES)
        for response in integration.responses if integration is not None and maps and _is_protected(method) else ():
            headers = response_headers(response.response_parameters)
            if ORIGIN in headers and known(headers[ORIGIN][1], str) == "'*'":
                yield self.finding(headers[ORIGIN][1].span, f"pages from everywhere may read what {method_label(method)} answers")


def _is_protected(method: Method) -> bool:
    return authorization(method) not in ("NONE", None) or known(method.api_key_required, bool) is True
