"""The rule invalid-http-method."""

from __future__ import annotations

from apigw_lint.facts.enums import METHODS, nearest
from apigw_lint.rule import Consequence, Fix, Rule
from apigw_lint.value import Absent, literals

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Method
    from apigw_lint.rule import Finding


class InvalidHttpMethod(Rule):
    """
    Verb that API Gateway has not.

    ## What it does
    Finds methods of REST APIs with another verb than `GET`, `POST`, `PUT`, `PATCH`, `DELETE`, `HEAD`, `OPTIONS` and `ANY`, in capitals.

    ## Why is this bad?
    API Gateway refuses the method.

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
          HttpMethod: get
          AuthorizationType: NONE
          Integration: {Type: HTTP_PROXY, IntegrationHttpMethod: GET, Uri: https://pets.example.com/}
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
          AuthorizationType: NONE
          Integration: {Type: HTTP_PROXY, IntegrationHttpMethod: GET, Uri: https://pets.example.com/}
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/api/API_PutMethod.html
    """

    consequence = Consequence.REJECTED
    stage = "method request"

    def check_method(self, method: Method) -> Iterator[Finding]:
        """Looks at the verb. What an importer makes of odd verbs in OpenAPI is recorded nowhere."""
        if method.api is not None and (method.api.format == "openapi" or not isinstance(method.api.body, Absent)):
            return
        for verb in literals(method.http_method, str):
            if verb.value not in METHODS:
                near = nearest(verb.value, METHODS)
                edit = verb.replaced(near) if near else None
                yield self.finding(
                    verb.span,
                    f"HTTP method {verb.value or 'is empty: it'} is none that API Gateway has: {', '.join(METHODS)}",
                    fix=Fix(f"write {near}", [edit]) if edit else None,
                )
