"""The rule invalid-authorization-type."""

from __future__ import annotations

from apigw_lint.facts.enums import AUTHORIZATION_TYPES, nearest
from apigw_lint.languages.authorizers import is_empty
from apigw_lint.rule import Consequence, Fix, Rule
from apigw_lint.value import strings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Method
    from apigw_lint.rule import Finding


class InvalidAuthorizationType(Rule):
    """
    Authorization type that this kind of API has not.

    ## What it does
    Finds methods whose authorization type is not `NONE`, `AWS_IAM`, `CUSTOM` or `COGNITO_USER_POOLS`, in any case, and routes of HTTP and
    WebSocket APIs whose type is not one of theirs: `JWT` belongs to HTTP APIs, `COGNITO_USER_POOLS` to REST APIs.

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
          HttpMethod: GET
          AuthorizationType: IAM
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
    stage = "method request"

    def check_method(self, method: Method) -> Iterator[Finding]:
        """Looks at the type, and at each written alternative."""
        kind = method.api.kind
        types = AUTHORIZATION_TYPES[kind]
        for written in strings(method.authorization_type):
            text = written.value
            if text in types or (kind == "REST" and text.upper() in types):
                continue
            near = _OTHER_NAMES[kind].get(text.upper()) or nearest(text, types)
            edit = written.replaced(near) if near and (near not in _WITH_AUTHORIZER or not is_empty(method.authorizer_id)) else None
            hint = f"; {near} is the nearest" if near else f"; it has {', '.join(types)}"
            yield self.finding(
                written.span,
                f"{text or 'an empty text'} is no authorization type of {_NAMES[kind]}{hint}",
                fix=Fix(f"write {near}", [edit], safe=False) if edit else None,
            )


_WITH_AUTHORIZER = ("COGNITO_USER_POOLS", "CUSTOM", "JWT")
"""Types that need more than a name."""
_NAMES = {"REST": "a REST API", "HTTP": "an HTTP API", "WEBSOCKET": "a WebSocket API"}
_OTHER_NAMES = {
    "REST": {"COGNITO": "COGNITO_USER_POOLS", "IAM": "AWS_IAM"},
    "HTTP": {"COGNITO_USER_POOLS": "JWT", "IAM": "AWS_IAM", "LAMBDA": "CUSTOM"},
    "WEBSOCKET": {"IAM": "AWS_IAM", "LAMBDA": "CUSTOM"},
}
"""What people call a type."""
