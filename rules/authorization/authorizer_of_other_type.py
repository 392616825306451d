"""The rule authorizer-of-other-type."""

from __future__ import annotations

from apigw_lint.languages.authorizers import authorization, kind_of, type_of
from apigw_lint.rule import Consequence, Fix, Rule
from apigw_lint.value import Known, known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Authorizer, Method
    from apigw_lint.rule import Finding


class AuthorizerOfOtherType(Rule):
    """
    Authorizer whose type does not fit what names it.

    ## What it does
    Finds `CUSTOM` methods that name a Cognito or JWT authorizer, `COGNITO_USER_POOLS` or `JWT` ones that name a Lambda authorizer, and JWT
    authorizers of WebSocket APIs.

    ## Why is this bad?
    API Gateway refuses the method.

    ## Example
    ```yaml
    Resources:
      Api:
        Type: AWS::ApiGateway::RestApi
        Properties: {Name: pets}
      Authorizer:
        Type: AWS::ApiGateway::Authorizer
        Properties:
          RestApiId: !Ref Api
          Name: callers
          Type: TOKEN
          AuthorizerUri:
            arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:123456789012:function:auth/invocations
          IdentitySource: method.request.header.Authorization
      GetPets:
        Type: AWS::ApiGateway::Method
        Properties:
          RestApiId: !Ref Api
          ResourceId: !GetAtt Api.RootResourceId
          HttpMethod: GET
          AuthorizationType: COGNITO_USER_POOLS
          AuthorizerId: !Ref Authorizer
          Integration: {Type: HTTP_PROXY, IntegrationHttpMethod: GET, Uri: "https://pets.example.com/"}
    ```

    ## Use instead
    ```yaml
    Resources:
      Api:
        Type: AWS::ApiGateway::RestApi
        Properties: {Name: pets}
      Authorizer:
        Type: AWS::ApiGateway::Authorizer
        Properties:
          RestApiId: !Ref Api
          Name: callers
          Type: TOKEN
          AuthorizerUri:
            arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:123456789012:function:auth/invocations
          IdentitySource: method.request.header.Authorization
      GetPets:
        Type: AWS::ApiGateway::Method
        Properties:
          RestApiId: !Ref Api
          ResourceId: !GetAtt Api.RootResourceId
          HttpMethod: GET
          AuthorizationType: CUSTOM
          AuthorizerId: !Ref Authorizer
          Integration: {Type: HTTP_PROXY, IntegrationHttpMethod: GET, Uri: "https://pets.example.com/"}
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/api/API_PutMethod.html
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-lambda-auth.html
    """

    consequence = Consequence.REJECTED
    kinds = ("REST", "HTTP", "WEBSOCKET")
    needs = ("method.authorizer",)
    stage = "method request"

    def check_method(self, method: Method) -> Iterator[Finding]:
        """Looks at the type of a method and of the authorizer that it names."""
        authorizer, wanted = method.authorizer, authorization(method)
        sort = type_of(authorizer) if authorizer is not None else None
        if authorizer is None or sort is None or wanted not in _FITTING:
            return
        if sort in _FITTING[wanted] or not any(sort in types for types in _FITTING.values()):
            return
        right = next(name for name, types in _FITTING.items() if sort in types)
        edit = method.authorization_type.replaced(right) if isinstance(method.authorization_type, Known) else None
        yield self.finding(
            method.authorization_type.span,
            f"type {wanted} does not go with a {sort} authorizer: that is type {right}",
            related=[(authorizer.type.span, f"the authorizer is of type {sort}")],
            fix=Fix(f"write {right}", [edit], safe=False) if edit else None,
        )

    def check_authorizer(self, authorizer: Authorizer) -> Iterator[Finding]:
        """Looks at what a WebSocket API has for an authorizer."""
        if kind_of(authorizer) == "WEBSOCKET" and known(authorizer.type, str) == "JWT":
            yield self.finding(authorizer.type.span, "WebSocket APIs have REQUEST authorizers only")


_FITTING = {"CUSTOM": ("TOKEN", "REQUEST"), "COGNITO_USER_POOLS": ("COGNITO_USER_POOLS",), "JWT": ("JWT",)}
"""Which types of authorizers a type of authorization takes."""
