"""The rule duplicate-method."""

from __future__ import annotations

from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Api, Method
    from apigw_lint.rule import Finding


class DuplicateMethod(Rule):
    """
    One verb twice on one path.

    ## What it does
    Finds a second method with the same verb on the same path, whichever way the two are written.

    ## Why is this bad?
    The second one is refused: `Method already exists for this resource`.

    ## Example
    ```yaml
    Resources:
      Api:
        Type: AWS::ApiGateway::RestApi
        Properties: {Name: pets}
      ListPets:
        Type: AWS::ApiGateway::Method
        Properties:
          RestApiId: !Ref Api
          ResourceId: !GetAtt Api.RootResourceId
          HttpMethod: GET
          AuthorizationType: NONE
          Integration: {Type: HTTP_PROXY, IntegrationHttpMethod: GET, Uri: https://pets.example.com/}
      FindPets:
        Type: AWS::ApiGateway::Method
        Properties:
          RestApiId: !Ref Api
          ResourceId: !GetAtt Api.RootResourceId
          HttpMethod: GET
          AuthorizationType: NONE
          Integration: {Type: HTTP_PROXY, IntegrationHttpMethod: GET, Uri: https://pets.example.com/find}
    ```

    ## Use instead
    ```yaml
    Resources:
      Api:
        Type: AWS::ApiGateway::RestApi
        Properties: {Name: pets}
      ListPets:
        Type: AWS::ApiGateway::Method
        Properties:
          RestApiId: !Ref Api
          ResourceId: !GetAtt Api.RootResourceId
          HttpMethod: GET
          AuthorizationType: NONE
          Integration: {Type: HTTP_PROXY, IntegrationHttpMethod: GET, Uri: https://pets.example.com/}
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/api/API_PutMethod.html
    """

    consequence = Consequence.REJECTED
    stage = "method request"

    def check_api(self, api: Api) -> Iterator[Finding]:
        """Looks at the verbs of each path."""
        first: dict[tuple[str, str], Method] = {}
        for method in api.methods:
            verb, path = known(method.http_method, str), known(method.path, str)
            if verb is None or path is None or not method.certain:
                continue
            other = first.setdefault((path, verb), method)
            # Two resources with one path are what duplicate-path speaks of.
            if other is not method and other.resource is method.resource:
                yield self.finding(
                    method.name_span,
                    f"{verb} {path} is there already: AWS refuses the second",
                    related=[(other.name_span, f"the first {verb} {path}")],
                    about=method,
                )
