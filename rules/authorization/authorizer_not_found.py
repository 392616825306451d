"""The rule authorizer-not-found."""

from __future__ import annotations

from apigw_lint.languages.authorizers import authorization, is_empty
from apigw_lint.model import method_label
from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import Known, Reference

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Api, Method
    from apigw_lint.rule import Finding


class AuthorizerNotFound(Rule):
    """
    Method that asks for an authorizer which its API has not.

    ## What it does
    Finds methods of type `CUSTOM` or `COGNITO_USER_POOLS`, and routes of type `CUSTOM` or `JWT`, without an authorizer, or with one that
    belongs to another API or is something else, such as a function or a user pool.

    ## Why is this bad?
    API Gateway refuses the method with `Invalid authorizer ID specified`, or the route because its type "requires a valid authorizer".

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
          AuthorizationType: CUSTOM
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
    - https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-routes.html
    """

    consequence = Consequence.REJECTED
    kinds = ("REST", "HTTP", "WEBSOCKET")
    needs = ("method.authorization_type=CUSTOM", "method.authorization_type=COGNITO_USER_POOLS", "method.authorization_type=JWT")
    stage = "method request"

    def check_method(self, method: Method) -> Iterator[Finding]:
        """Looks at what a method that needs an authorizer has for one."""
        kind = authorization(method)
        if kind not in _NEEDING.get(method.api.kind, ()) or method.address.startswith("paths."):
            return
        named = method.authorizer_id
        if is_empty(named):
            yield self.finding(method.authorization_type.span, f"{method_label(method)} is of type {kind} and names no authorizer")
        elif method.authorizer is not None:
            owner = method.authorizer.api
            if owner is not method.api and owner.declared and method.api.declared:
                yield self.finding(
                    named.span,
                    f"{_name(method.authorizer.address)} is an authorizer of another API",
                    related=[
                        (owner.name_span, "the authorizer belongs to this API"),
                        (method.api.name_span, "the method belongs to this one"),
                    ],
                )
        elif isinstance(named, Known):
            if method.api.declared and method.api.certain and method.api.authorizers.complete:
                words = f"{named.value} is the id of no authorizer of this API"
                yield self.finding(named.span, words, related=[(method.api.name_span, "the API is made here, and so are its authorizers")])
        elif isinstance(named, Reference) and _is_something_else(named, method.api):
            yield self.finding(named.span, f"{_name(named.target)} is no authorizer")


_NEEDING = {"REST": ("CUSTOM", "COGNITO_USER_POOLS"), "HTTP": ("CUSTOM", "JWT"), "WEBSOCKET": ("CUSTOM",)}
_TERRAFORM_TYPES = ("aws_api_gateway_authorizer", "aws_apigatewayv2_authorizer")


def _is_something_else(named: Reference, api: Api) -> bool:
    """Returns whether a reference certainly is to something that is no authorizer."""
    definition = api.definition
    if definition is not None and (
        named.target in definition.function_addresses or any(named.target == one.address for one in definition.apis)
    ):
        return True
    words = named.target.split("[")[0].split(".")
    return len(words) >= 2 and words[-2].startswith("aws_") and words[-2] not in _TERRAFORM_TYPES and "data" not in words[:-2]


def _name(address: str) -> str:
    return address.removeprefix("Resources/")
