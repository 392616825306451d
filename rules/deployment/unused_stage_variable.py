"""The rule unused-stage-variable."""

from __future__ import annotations

from apigw_lint.languages.stage_variables import may_read_others, uses, uses_in_logs
from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import tables

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Api
    from apigw_lint.rule import Finding


class UnusedStageVariable(Rule):
    """
    Stage variable that nothing reads.

    ## What it does
    Finds stage variables that no URI, ARN, mapping, template or access log of the API reads. Lambda functions behind proxy integrations get
    all variables: an API that has one is let be, and so is one with values that are not known before deployment.

    ## Why is this bad?
    A variable that nothing reads is what is left of a change, or a misspelt name.

    ## Example
    ```yaml
    Resources:
      Api:
        Type: AWS::ApiGateway::RestApi
        Properties: {Name: pets}
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
          Variables: {host: pets.example.com}
    ```

    ## Use instead
    ```yaml
    Resources:
      Api:
        Type: AWS::ApiGateway::RestApi
        Properties: {Name: pets}
      GetRoot:
        Type: AWS::ApiGateway::Method
        Properties:
          RestApiId: !Ref Api
          ResourceId: !GetAtt Api.RootResourceId
          HttpMethod: GET
          AuthorizationType: NONE
          Integration: {Type: HTTP_PROXY, IntegrationHttpMethod: GET, Uri: "https://${stageVariables.host}/"}
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
          Variables: {host: pets.example.com}
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/stage-variables.html
    """

    consequence = Consequence.ADVISED
    kinds = ("REST", "HTTP", "WEBSOCKET")
    needs = ("api.stages",)

    def check_api(self, api: Api) -> Iterator[Finding]:
        """Looks at the variables of an API that is seen whole."""
        whole = all(parts.complete for parts in (api.methods, api.integrations, api.authorizers, api.gateway_responses, api.stages))
        defined = [(stage, key) for stage in api.stages for table in tables(stage.variables) for key, _ in table.known()]
        if not defined or not whole or not api.declared or not len(api.methods) or may_read_others(api):
            return
        read = {use.name for use in [*uses(api), *uses_in_logs(api)]}
        for stage, key in defined if "" not in read else ():
            if key.value not in read and key.value.isidentifier():
                yield self.finding(key.span, f"nothing reads the stage variable {key.value}", about=stage)
