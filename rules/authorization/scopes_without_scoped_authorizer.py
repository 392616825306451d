"""The rule scopes-without-scoped-authorizer."""

from __future__ import annotations

from apigw_lint.languages.authorizers import authorization
from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import Absent, List

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Method
    from apigw_lint.rule import Finding


class ScopesWithoutScopedAuthorizer(Rule):
    """
    Scopes where nothing reads them.

    ## What it does
    Finds authorization scopes on methods whose type is not `COGNITO_USER_POOLS`, and on routes whose type is not `JWT`, which those of
    WebSocket APIs never are.

    ## Why is this bad?
    API Gateway refuses the method with `Authorization Scopes are only valid for COGNITO_USER_POOLS authorization type`.

    ## Example
    ```yaml
    Resources:
      Api:
        Type: AWS::ApiGateway::RestApi
        Properties: {Name: pets}
      GetPets:
        Type: AWS::ApiGateway::Method
        Properties:
          RestApiId: !Ref Api
          ResourceId: !GetAtt Api.RootResourceId
          HttpMethod: GET
          AuthorizationType: AWS_IAM
          AuthorizationScopes: [pets/read]
          Integration: {Type: HTTP_PROXY, IntegrationHttpMethod: GET, Uri: "https://pets.example.com/"}
    ```

    ## Use instead
    ```yaml
    Resources:
      Api:
        Type: AWS::ApiGateway::RestApi
        Properties: {Name: pets}
      GetPets:
        Type: AWS::ApiGateway::Method
        Properties:
          RestApiId: !Ref Api
          ResourceId: !GetAtt Api.RootResourceId
          HttpMethod: GET
          AuthorizationType: AWS_IAM
          Integration: {Type: HTTP_PROXY, IntegrationHttpMethod: GET, Uri: "https://pets.example.com/"}
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/api/API_PutMethod.html
    - https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-routes.html
    """

    consequence = Consequence.REJECTED
    kinds = ("REST", "HTTP", "WEBSOCKET")
    needs = ("method.authorization_scopes",)
    stage = "method request"

    def check_method(self, method: Method) -> Iterator[Finding]:
        """Looks at scopes beside the type of a method. What the importer of OpenAPI documents makes of them is not recorded."""
        scopes, kind = method.authorization_scopes, authorization(method)
        if not isinstance(scopes, List) or not scopes.items or method.address.startswith("paths."):
            return
        wanted = "COGNITO_USER_POOLS" if method.api.kind == "REST" else "JWT"
        if kind is None or kind == wanted or kind not in ("NONE", "AWS_IAM", "CUSTOM"):
            return
        place = method.authorization_type
        related = [] if isinstance(place, Absent) else [(place.span, "its authorization type")]
        words = f"scopes are read with authorization type {wanted} only, and this is {kind}"
        # What API Gateway says to a WebSocket API's route is not recorded.
        consequence = Consequence.IGNORED if method.api.kind == "WEBSOCKET" else None
        yield self.finding(scopes.span, words, related=related, consequence=consequence)
