"""The rule method-settings-for-nothing."""

from __future__ import annotations

from apigw_lint.languages.settings import EVERY, setting_path
from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import Absent, Known, known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Api, MethodSetting, Stage
    from apigw_lint.rule import Finding

_SETTINGS = (
    "caching_enabled",
    "cache_ttl",
    "cache_data_encrypted",
    "require_authorization_for_cache_control",
    "unauthorized_cache_control_header_strategy",
    "data_trace_enabled",
    "logging_level",
    "metrics_enabled",
    "throttling_burst_limit",
    "throttling_rate_limit",
)
_VERBS = ("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT")


class MethodSettingsForNothing(Rule):
    """
    Method settings that are for no method, or set nothing.

    ## What it does
    Finds settings of a stage's methods for a path or verb that the API certainly has not, settings that set nothing, and caching that is
    switched on for methods of a stage without a cache.

    ## Why is this bad?
    API Gateway accepts them and they have no effect: what should be throttled, logged or cached is not.

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
          MethodSettings:
            - ResourcePath: /~1pets
              HttpMethod: GET
              ThrottlingRateLimit: 10
              ThrottlingBurstLimit: 10
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
          MethodSettings:
            - ResourcePath: /
              HttpMethod: GET
              ThrottlingRateLimit: 10
              ThrottlingBurstLimit: 10
    ```

    ## References
    - https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-apigateway-stage-methodsetting.html
    """

    consequence = Consequence.IGNORED

    def check_stage(self, stage: Stage) -> Iterator[Finding]:
        """Looks at the settings of a stage's methods."""
        verbs = _verbs(stage.api)
        cached = stage.cache_cluster_enabled
        without_cache = isinstance(cached, Absent) or known(cached, bool) is False
        for setting in stage.method_settings:
            if verbs is not None:
                yield from self._method(setting, verbs)
            if all(isinstance(getattr(setting, name), Absent) for name in _SETTINGS):
                yield self.finding(setting.name_span, "these method settings set nothing")
            if known(setting.caching_enabled, bool) is True and without_cache:
                yield self.finding(
                    setting.caching_enabled.span,
                    "caching is on for methods, and the stage has no cache",
                    related=[(stage.name_span, "the stage")],
                )

    def _method(self, setting: MethodSetting, verbs: dict[str, set[str]]) -> Iterator[Finding]:
        written, verb = setting.resource_path, known(setting.http_method, str)
        text = known(written, str)
        path = setting_path(text) if text is not None else None
        if not isinstance(path, str) or path == EVERY or "*" in path:
            return
        here = verbs.get(path.strip("/"), set())
        if not here:
            yield self.finding(written.span, f"settings for {path}: the API has no method there")
        elif verb in _VERBS and verb not in here and "ANY" not in here:
            yield self.finding(setting.http_method.span, f"settings for {verb} {path}: the API has only {', '.join(sorted(here))} there")


def _verbs(api: Api) -> dict[str, set[str]] | None:
    """Returns the verbs that an API has at each path, without the slashes around it; ``None`` where not all are known."""
    if not api.declared or not api.methods.complete or not len(api.methods):
        return None
    found: dict[str, set[str]] = {}
    for method in api.methods:
        if not isinstance(method.path, Known) or not isinstance(method.http_method, Known):
            return None
        found.setdefault(str(method.path.value).strip("/"), set()).add(str(method.http_method.value).upper())
    return found
