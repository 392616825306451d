"""The rule ignored-authorizer."""

from __future__ import annotations

from apigw_lint.languages.authorizers import authorization, type_of
from apigw_lint.model import method_label
from apigw_lint.rule import Consequence, Fix, Rule
from apigw_lint.value import Absent, Known, is_written

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Method
    from apigw_lint.rule import Finding


class IgnoredAuthorizer(Rule):
    """
    Authorizer that is named where nothing asks for it.

    ## What it does
    Finds methods and routes that name an authorizer while their authorization type is `NONE` or absent, or `AWS_IAM`.

    ## Why is this bad?
    API Gateway drops the authorizer. With `NONE` the method is open to everybody, though it reads as if it were protected.

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
          AuthorizationType: NONE
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
    """

    consequence = Consequence.EXPOSED
    kinds = ("REST", "HTTP", "WEBSOCKET")
    needs = ("method.authorizer_id",)
    stage = "method request"

    def check_method(self, method: Method) -> Iterator[Finding]:
        """Looks at an authorizer beside a type that takes none."""
        if not is_written(method.authorizer_id):
            return
        label, written = method_label(method), method.authorization_type
        related = [] if isinstance(written, Absent) else [(written.span, "its authorization type")]
        if authorization(method) == "NONE":
            words = "without an authorization type" if isinstance(written, Absent) else "with authorization type NONE"
            yield self.finding(
                method.authorizer_id.span, f"the authorizer is dropped: {label}, {words}, is open", related=related, fix=_fix(method)
            )
        elif authorization(method) == "AWS_IAM":
            yield self.finding(
                method.authorizer_id.span,
                f"the authorizer is dropped: {label} is of type AWS_IAM",
                related=related,
                consequence=Consequence.IGNORED,
            )


_TYPES = {"TOKEN": "CUSTOM", "REQUEST": "CUSTOM", "COGNITO_USER_POOLS": "COGNITO_USER_POOLS", "JWT": "JWT"}


def _fix(method: Method) -> Fix | None:
    """Returns what makes the authorizer count."""
    kind = type_of(method.authorizer) if method.authorizer is not None else None
    right, written = _TYPES.get(kind or ""), method.authorization_type
    edit = written.replaced(right) if right and isinstance(written, Known) else None
    return Fix(f"write {right}", [edit], safe=False) if edit else None
