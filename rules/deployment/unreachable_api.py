"""The rule unreachable-api."""

from __future__ import annotations

from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import Absent, Known, Reference, Text, known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Api
    from apigw_lint.rule import Finding
    from apigw_lint.value import Value


class UnreachableApi(Rule):
    """
    API that nobody can call.

    ## What it does
    Finds APIs whose default endpoint is switched off and that no custom domain name leads to, where the same files make the API and its
    stages, and neither an output nor an export tells others of the API.

    ## Why is this bad?
    The default endpoint is the only way to an API without a custom domain name. Every call is answered with 403, or not at all.

    ## Example
    ```yaml
    Resources:
      Api:
        Type: AWS::ApiGateway::RestApi
        Properties: {Name: pets, DisableExecuteApiEndpoint: true}
      GetRoot:
        Type: AWS::ApiGateway::Method
        Properties:
          RestApiId: !Ref Api
          ResourceId: !GetAtt Api.RootResourceId
          HttpMethod: GET
          AuthorizationType: NONE
          Integration: {Type: HTTP_PROXY, IntegrationHttpMethod: GET, Uri: "https://pets.example.com/"}
      Deployment:
        Type: AWS::ApiGateway::Deployment
        DependsOn: GetRoot
        Properties: {RestApiId: !Ref Api}
      Live:
        Type: AWS::ApiGateway::Stage
        Properties:
          RestApiId: !Ref Api
          DeploymentId: !Ref Deployment
          StageName: live
    ```

    ## Use instead
    ```yaml
    Resources:
      Api:
        Type: AWS::ApiGateway::RestApi
        Properties: {Name: pets, DisableExecuteApiEndpoint: true}
      GetRoot:
        Type: AWS::ApiGateway::Method
        Properties:
          RestApiId: !Ref Api
          ResourceId: !GetAtt Api.RootResourceId
          HttpMethod: GET
          AuthorizationType: NONE
          Integration: {Type: HTTP_PROXY, IntegrationHttpMethod: GET, Uri: "https://pets.example.com/"}
      Deployment:
        Type: AWS::ApiGateway::Deployment
        DependsOn: GetRoot
        Properties: {RestApiId: !Ref Api}
      Live:
        Type: AWS::ApiGateway::Stage
        Properties:
          RestApiId: !Ref Api
          DeploymentId: !Ref Deployment
          StageName: live
      Mapping:
        Type: AWS::ApiGateway::BasePathMapping
        Properties:
          DomainName: pets.example.com
          RestApiId: !Ref Api
          Stage: !Ref Live
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-disable-default-endpoint.html
    """

    consequence = Consequence.BROKEN
    kinds = ("REST", "HTTP", "WEBSOCKET")
    needs = ("api.disable_execute_api_endpoint",)

    def check_api(self, api: Api) -> Iterator[Finding]:
        """Looks at the ways to an API."""
        written = api.disable_execute_api_endpoint
        definition = api.definition
        if known(written, bool) is not True or not api.declared or definition is None or api.told:
            return
        if any(resource.type.lower().replace("_", "").endswith("routingrule") for resource in definition.resources):
            return
        whole = api.stages.complete and api.deployments.complete and definition.base_path_mappings.complete
        if not whole or not any(stage.certain for stage in api.stages):
            return
        if not any(_may_lead_to(mapping.api_id, api) for mapping in definition.base_path_mappings):
            yield self.finding(written.span, "the default endpoint is off and no custom domain name leads to the API: nobody can call it")


def _may_lead_to(api_id: Value, api: Api) -> bool:
    """Returns whether the API id of a mapping may be that of an API."""
    if isinstance(api_id, Reference):
        return api_id.target.split("[")[0] == api.address.split("[")[0]
    return not isinstance(api_id, (Absent, Known, Text))
