"""The rule stage-on-deployment-and-stage."""

from __future__ import annotations

from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import Absent, Answer, Known, Reference, Table, equals, known, same

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Api, Deployment, Stage
    from apigw_lint.rule import Finding
    from apigw_lint.value import Value


class StageOnDeploymentAndStage(Rule):
    """
    Stage that is made twice.

    ## What it does
    Finds two stages of one API with the same name, one of which may be the `StageName` of a deployment; a `StageDescription` without a
    `StageName`; and, in Terraform, the deprecated `stage_name` of a deployment, with what belongs to it.

    ## Why is this bad?
    API Gateway refuses a second stage of a name (`Stage already exists`), and a stage's settings without a stage. A stage that belongs to a
    Terraform deployment is deleted with it and made anew each time the API is deployed again, unless the new deployment comes first.

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
        Properties: {RestApiId: !Ref Api, StageName: live}
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

    ## References
    - https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-apigateway-deployment.html
    - https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/api_gateway_deployment
    """

    consequence = Consequence.REJECTED
    kinds = ("REST", "HTTP", "WEBSOCKET")
    needs = ("api.stages",)

    def check_api(self, api: Api) -> Iterator[Finding]:
        """Looks at the names of an API's stages."""
        by_name: dict[str, list[Stage]] = {}
        for stage in api.stages:
            name = known(stage.name, str)
            if stage.certain and name:
                by_name.setdefault(name, []).append(stage)
        for name, stages in by_name.items():
            own = [stage for stage in stages if not stage.made_by_deployment]
            earlier = [stage for stage in stages if stage.made_by_deployment and own and _follows(own[0], stage)]
            first = (earlier or own)[:1]
            for stage in own if earlier else own[1:]:
                yield self.finding(
                    stage.name.span,
                    f"a second stage {name} of one API: API Gateway refuses it",
                    related=[(one.name.span, "the first") for one in first],
                )

    def check_deployment(self, deployment: Deployment) -> Iterator[Finding]:
        """Looks at what a deployment says of a stage."""
        api: Api = deployment.api
        raw = api.definition.written.get(deployment.address)
        table = raw.properties if raw is not None and isinstance(raw.properties, Table) else None
        if table is None or api.kind != "REST":
            return
        entry = table.entry("StageDescription")
        if entry is not None and isinstance(entry.value, Table) and entry.value.entries and _is_nothing(deployment.stage_name):
            yield self.finding(entry.key.span, "a stage description without a stage name: API Gateway refuses the deployment")
        for name in ("stage_name", "stage_description", "canary_settings"):
            old = table.entry(name)
            if old is not None and not _is_nothing(old.value) and api.format == "terraform":
                said = f"{name} of a deployment is deprecated: {_instead(deployment)}"
                yield self.finding(old.key.span, said, consequence=Consequence.ADVISED)
                return


def _instead(deployment: Deployment) -> str:
    """Returns what is wrong with a stage that a deployment of Terraform makes or goes to, and what to write instead."""
    if any(not stage.made_by_deployment and same(stage.name, deployment.stage_name) is Answer.YES for stage in deployment.api.stages):
        return "its aws_api_gateway_stage can name the deployment, also as its canary"
    if known(deployment.create_before_destroy, bool) is False or isinstance(deployment.create_before_destroy, Absent):
        return "Terraform makes the stage anew with each deployment; use aws_api_gateway_stage"
    return "nothing but its name and variables can be set of the stage; use aws_api_gateway_stage"


def _follows(stage: Stage, other: Stage) -> bool:
    """Returns whether a stage is made after the deployment that makes another one."""
    if isinstance(stage.deployment_id, Reference) and stage.deployment_id.target == other.address:
        return True
    order = stage.api.definition.order
    return order is not None and order.waits(stage.address, other.address)


def _is_nothing(value: Value) -> bool:
    return isinstance(value, Absent) or (isinstance(value, Known) and value.value is None) or equals(value, "") is Answer.YES
