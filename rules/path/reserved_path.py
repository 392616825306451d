"""The rule reserved-path."""

from __future__ import annotations

from apigw_lint.model import method_label
from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import Absent, Known, Reference, known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from apigw_lint.model import Api, BasePathMapping
    from apigw_lint.rule import Finding

_RESERVED = ("/ping", "/sping")


class ReservedPath(Rule):
    """
    Path that a custom domain keeps for itself.

    ## What it does
    Finds methods on `/ping` and `/sping` of APIs that a custom domain name maps without a base path.

    ## Why is this bad?
    API Gateway answers these paths of a custom domain itself, for its health checks: calls do not reach the API.

    ## Example
    ```yaml
    Resources:
      Api:
        Type: AWS::ApiGateway::RestApi
        Properties: {Name: pets}
      Ping:
        Type: AWS::ApiGateway::Resource
        Properties: {RestApiId: !Ref Api, ParentId: !GetAtt Api.RootResourceId, PathPart: ping}
      GetPing:
        Type: AWS::ApiGateway::Method
        Properties:
          RestApiId: !Ref Api
          ResourceId: !Ref Ping
          HttpMethod: GET
          AuthorizationType: NONE
          Integration: {Type: HTTP_PROXY, IntegrationHttpMethod: GET, Uri: "https://pets.example.com/ping"}
      Mapping:
        Type: AWS::ApiGateway::BasePathMapping
        Properties: {DomainName: api.pets.example, RestApiId: !Ref Api, Stage: live}
    ```

    ## Use instead
    ```yaml
    Resources:
      Api:
        Type: AWS::ApiGateway::RestApi
        Properties: {Name: pets}
      Health:
        Type: AWS::ApiGateway::Resource
        Properties: {RestApiId: !Ref Api, ParentId: !GetAtt Api.RootResourceId, PathPart: health}
      GetHealth:
        Type: AWS::ApiGateway::Method
        Properties:
          RestApiId: !Ref Api
          ResourceId: !Ref Health
          HttpMethod: GET
          AuthorizationType: NONE
          Integration: {Type: HTTP_PROXY, IntegrationHttpMethod: GET, Uri: "https://pets.example.com/ping"}
      Mapping:
        Type: AWS::ApiGateway::BasePathMapping
        Properties: {DomainName: api.pets.example, RestApiId: !Ref Api, Stage: live}
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html
    """

    consequence = Consequence.BROKEN
    kinds = ("REST", "WEBSOCKET")
    needs = ("definition.base_path_mappings",)

    def check_api(self, api: Api) -> Iterator[Finding]:
        """Looks at the root of an API with a custom domain."""
        methods = [method for method in api.methods if known(method.path, str) in _RESERVED or known(method.route_key, str) in _RESERVED]
        mapping = _mapping(api) if methods else None
        for method in methods if mapping is not None else ():
            if mapping is not None:
                path = method.path if isinstance(method.path, Known) else method.route_key
                yield self.finding(
                    method.name_span,
                    f"{method_label(method)} is never reached through the custom domain: API Gateway answers {known(path, str)} itself",
                    related=[(mapping.name_span, "maps the root of the domain to this API")],
                    about=method,
                )


def _mapping(api: Api) -> BasePathMapping | None:
    """Returns a mapping that certainly gives the root of a domain to the API."""
    mappings: Iterable[BasePathMapping] = api.definition.base_path_mappings
    for mapping in mappings:
        whole = isinstance(mapping.base_path, Absent) or known(mapping.base_path, str) in ("", "(none)")
        if whole and mapping.certain and isinstance(mapping.api_id, Reference) and mapping.api_id.target == api.address:
            return mapping
    return None
