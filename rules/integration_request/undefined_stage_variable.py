"""The rule undefined-stage-variable."""

from __future__ import annotations

from apigw_lint.languages.stage_variables import ADDRESS, defined, uses
from apigw_lint.languages.stages import is_extra
from apigw_lint.rule import Consequence, Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.languages.stage_variables import Use
    from apigw_lint.model import Api, Stage
    from apigw_lint.rule import Finding


class UndefinedStageVariable(Rule):
    """
    Stage variable that no stage, or not every stage, defines.

    ## What it does
    Finds stage variables that URIs, credentials, connections, authorizers, mappings and templates read, and that a stage of the API does
    not define. A template that asks whether the variable is there is let be.

    ## Why is this bad?
    In a URI or an ARN nothing stands in the variable's place: each call is answered with 500 (`Execution failed due to configuration error:
    Invalid endpoint address`). In mappings and templates it is an empty text.

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

    consequence = Consequence.BROKEN
    kinds = ("REST", "HTTP", "WEBSOCKET")
    needs = ("api.stages",)
    stage = "integration request"

    def check_api(self, api: Api) -> Iterator[Finding]:
        """Looks at the variables that an API reads, where all its stages are here."""
        if not api.declared or not api.stages.complete:
            return
        asked = [stage for stage in api.stages if not is_extra(stage)]
        stages = [(stage, names) for stage in asked if (names := defined(stage)) is not None]
        if not stages or len(stages) < len(asked):
            return
        for use in uses(api):
            lacking = [stage for stage, names in stages if use.name and use.name not in names]
            nowhere = len(lacking) == len(stages)
            certain = [stage for stage in lacking if stage.certain]
            if certain and not use.asked and (nowhere or len(certain) == len(lacking)):
                yield self._undefined(use, certain, nowhere)

    def _undefined(self, use: Use, stages: list[Stage], nowhere: bool) -> Finding:
        where = "no stage defines it" if nowhere else "not every stage defines it"
        what = "calls fail" if use.kind == ADDRESS else "an empty text stands in its place"
        return self.finding(
            use.span,
            f"stage variable {use.name}: {where}, and {what}",
            related=[(stage.name_span, "a stage without it") for stage in stages[:3]],
            consequence=Consequence.BROKEN if use.kind == ADDRESS else Consequence.MISLEADING,
            about=use.method,
        )
