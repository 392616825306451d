"""The rule stage-without-web-acl."""

from __future__ import annotations

from apigw_lint.languages.endpoints import is_private
from apigw_lint.languages.stages import is_set_elsewhere
from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import Absent, Answer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Stage
    from apigw_lint.rule import Finding


class StageWithoutWebAcl(Rule):
    """
    Stage without a firewall.

    ## What it does
    Finds stages of public REST APIs without a web ACL of AWS WAF.

    ## Why is this bad?
    Known attacks and floods reach the backend as they come.

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
      Association:
        Type: AWS::WAFv2::WebACLAssociation
        Properties:
          ResourceArn: !Sub arn:aws:apigateway:${AWS::Region}::/restapis/${Api}/stages/live
          WebACLArn: arn:aws:wafv2:eu-west-1:123456789012:regional/webacl/pets/8a0c3ab9-2c56-4e75-9a07-6a3c0dfbbd62
    ```

    ## References
    - https://docs.aws.amazon.com/securityhub/latest/userguide/apigateway-controls.html
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-control-access-aws-waf.html
    """

    consequence = Consequence.EXPOSED
    opt_in = True

    def check_stage(self, stage: Stage) -> Iterator[Finding]:
        """Looks for a web ACL of a stage."""
        seen = stage.certain and stage.api.declared and stage.api.definition.resources.complete and not is_set_elsewhere(stage)
        if seen and isinstance(stage.web_acl, Absent) and is_private(stage.api) is Answer.NO:
            yield self.finding(stage.name_span, "no web ACL stands before the stage")
