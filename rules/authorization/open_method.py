"""The rule open-method."""

from __future__ import annotations

from apigw_lint.languages.authorizers import authorization, is_empty
from apigw_lint.languages.endpoints import is_private
from apigw_lint.model import method_label
from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import Absent, Answer, Known, known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Api, Method
    from apigw_lint.rule import Finding


class OpenMethod(Rule):
    """
    Method that everybody on the internet can call.

    ## What it does
    Finds methods and routes without authorization and without an API key, in APIs that are neither private nor have a resource policy.
    `OPTIONS` is left out: browsers send preflights without credentials.

    ## Why is this bad?
    Whoever knows the address can call it. Where that is meant, it is worth a line that says so.

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
          AuthorizationType: NONE
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
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-control-access-to-api.html
    - https://docs.aws.amazon.com/securityhub/latest/userguide/apigateway-controls.html
    """

    consequence = Consequence.EXPOSED
    kinds = ("REST", "HTTP")
    opt_in = True
    stage = "method request"

    def check_method(self, method: Method) -> Iterator[Finding]:
        """Looks at what stands before a method. An OpenAPI document alone does not say whether its API is private or has a policy."""
        if authorization(method) != "NONE" or not _asks_for_no_key(method) or not _is_reachable(method.api):
            return
        if not is_empty(method.authorizer_id):
            return  # That it reads as if it were protected is worse: another rule says so.
        verb = known(method.http_method, str) or known(method.route_key, str)
        if verb is not None and verb.upper() != "OPTIONS":
            written = method.authorization_type
            place = method.name_span if isinstance(written, Absent) else written.span
            yield self.finding(place, f"everybody can call {method_label(method)}: it has no authorization")


def _asks_for_no_key(method: Method) -> bool:
    asked = method.api_key_required
    return isinstance(asked, Absent) or (isinstance(asked, Known) and asked.value in (None, False))


def _is_reachable(api: Api) -> bool:
    """Returns whether an API certainly takes calls from everywhere, without a policy or a client's certificate."""
    if not api.declared or api.format == "openapi" or (api.kind == "REST" and is_private(api) is not Answer.NO):
        return False
    domains = api.definition.domain_names
    if not (isinstance(api.disable_execute_api_endpoint, Absent) or known(api.disable_execute_api_endpoint, bool) is False):
        return False
    return is_empty(api.policy) and domains.complete
