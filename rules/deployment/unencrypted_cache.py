"""The rule unencrypted-cache."""

from __future__ import annotations

from apigw_lint.rule import Consequence, Fix, Rule
from apigw_lint.value import Absent, Known, known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Stage
    from apigw_lint.rule import Finding
    from apigw_lint.value import Value


class UnencryptedCache(Rule):
    """
    Cache in clear text.

    ## What it does
    Finds method settings that turn caching on and do not encrypt what is cached.

    ## Why is this bad?
    Answers with personal data lie in the cache as they are.

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
          CacheClusterEnabled: true
          CacheClusterSize: "0.5"
          MethodSettings:
            - {ResourcePath: /*, HttpMethod: "*", CachingEnabled: true}
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
          CacheClusterEnabled: true
          CacheClusterSize: "0.5"
          MethodSettings:
            - {ResourcePath: /*, HttpMethod: "*", CachingEnabled: true, CacheDataEncrypted: true}
    ```

    ## References
    - https://docs.aws.amazon.com/securityhub/latest/userguide/apigateway-controls.html
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-caching.html
    """

    consequence = Consequence.EXPOSED
    opt_in = True

    def check_stage(self, stage: Stage) -> Iterator[Finding]:
        """Looks at the settings that turn caching on, where there is a cache."""
        if isinstance(stage.cache_cluster_enabled, Absent) or known(stage.cache_cluster_enabled, bool) is False:
            return
        for setting in stage.method_settings:
            encrypted = setting.cache_data_encrypted
            if known(setting.caching_enabled, bool) is True and (isinstance(encrypted, Absent) or known(encrypted, bool) is False):
                place = setting.caching_enabled.span if isinstance(encrypted, Absent) else encrypted.span
                yield self.finding(place, "what is cached is not encrypted", fix=_fix(encrypted))


def _fix(encrypted: Value) -> Fix | None:
    edit = encrypted.replaced(True) if isinstance(encrypted, Known) else None
    return Fix("encrypt the cache", [edit], safe=False) if edit is not None else None
