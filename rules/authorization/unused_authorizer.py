"""The rule unused-authorizer."""

from __future__ import annotations

from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import Answer, Reference, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Api, Authorizer, Method
    from apigw_lint.rule import Finding


class UnusedAuthorizer(Rule):
    """
    Authorizer that no method uses.

    ## What it does
    Finds authorizers that no method or route of their API names.

    ## Why is this bad?
    Nothing asks the authorizer. Where it was meant to protect methods, these are open.

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
          AuthorizationType: AWS_IAM
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
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-use-lambda-authorizer.html
    """

    consequence = Consequence.ADVISED
    kinds = ("REST", "HTTP", "WEBSOCKET")
    needs = ("api.authorizers",)

    def check_api(self, api: Api) -> Iterator[Finding]:
        """Looks at the authorizers that no method names."""
        if not api.declared or not api.methods.complete or not len(api.methods):
            return
        for authorizer in api.authorizers:
            if all(_uses(method, authorizer) is Answer.NO for method in api.methods):
                words = f"no {'method' if api.kind == 'REST' else 'route'} uses this authorizer"
                yield self.finding(authorizer.name_span, words, about=authorizer)


def _uses(method: Method, authorizer: Authorizer) -> Answer:
    if method.authorizer is not None:
        return Answer.of(method.authorizer is authorizer)
    named = method.authorizer_id
    if isinstance(named, Reference):
        return Answer.MAYBE if named.target.split("[")[0] == authorizer.address.split("[")[0] else Answer.NO
    return Answer.MAYBE if isinstance(named, Unknown) else Answer.NO
