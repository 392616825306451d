"""The rule cached-method-without-cache-keys."""

from __future__ import annotations

from apigw_lint.languages.requests import path_variables
from apigw_lint.languages.serverless import event_behind
from apigw_lint.model import method_label
from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import Absent, Answer, Known, List, Table, equals, known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Api, Method, MethodSetting, Stage
    from apigw_lint.rule import Finding

_PREFIXES = ("method.request.querystring.", "method.request.header.", "method.request.path.")


class CachedMethodWithoutCacheKeys(Rule):
    """
    Cached method that answers all parameters alike.

    ## What it does
    Finds methods with parameters and without cache key parameters whose responses a stage caches: it has a cache cluster, and caching is
    on for the method, or for all methods where the method is a `GET`.

    ## Why is this bad?
    The first answer is given to every later call, whatever its parameters say. Behind an authorizer one caller gets what was meant for
    another.

    ## Example
    ```yaml
    Resources:
      Api:
        Type: AWS::ApiGateway::RestApi
        Properties: {Name: pets}
      FindPets:
        Type: AWS::ApiGateway::Method
        Properties:
          RestApiId: !Ref Api
          ResourceId: !GetAtt Api.RootResourceId
          HttpMethod: GET
          AuthorizationType: NONE
          RequestParameters: {method.request.querystring.kind: false}
          Integration: {Type: HTTP_PROXY, IntegrationHttpMethod: GET, Uri: https://pets.example.com/}
      Deployment:
        Type: AWS::ApiGateway::Deployment
        DependsOn: FindPets
        Properties: {RestApiId: !Ref Api}
      Live:
        Type: AWS::ApiGateway::Stage
        Properties:
          RestApiId: !Ref Api
          DeploymentId: !Ref Deployment
          StageName: live
          CacheClusterEnabled: true
          CacheClusterSize: "0.5"
          TracingEnabled: true
          AccessLogSetting:
            DestinationArn: arn:aws:logs:eu-west-1:123456789012:log-group:pets
            Format: $context.requestId $context.status
          MethodSettings:
            - ResourcePath: /*
              HttpMethod: '*'
              CachingEnabled: true
              CacheDataEncrypted: true
              ThrottlingRateLimit: 9
              ThrottlingBurstLimit: 9
    ```

    ## Use instead
    ```yaml
    Resources:
      Api:
        Type: AWS::ApiGateway::RestApi
        Properties: {Name: pets}
      FindPets:
        Type: AWS::ApiGateway::Method
        Properties:
          RestApiId: !Ref Api
          ResourceId: !GetAtt Api.RootResourceId
          HttpMethod: GET
          AuthorizationType: NONE
          RequestParameters: {method.request.querystring.kind: false}
          Integration:
            Type: HTTP_PROXY
            IntegrationHttpMethod: GET
            Uri: https://pets.example.com/
            CacheKeyParameters: [method.request.querystring.kind]
      Deployment:
        Type: AWS::ApiGateway::Deployment
        DependsOn: FindPets
        Properties: {RestApiId: !Ref Api}
      Live:
        Type: AWS::ApiGateway::Stage
        Properties:
          RestApiId: !Ref Api
          DeploymentId: !Ref Deployment
          StageName: live
          CacheClusterEnabled: true
          CacheClusterSize: "0.5"
          TracingEnabled: true
          AccessLogSetting:
            DestinationArn: arn:aws:logs:eu-west-1:123456789012:log-group:pets
            Format: $context.requestId $context.status
          MethodSettings:
            - ResourcePath: /*
              HttpMethod: '*'
              CachingEnabled: true
              CacheDataEncrypted: true
              ThrottlingRateLimit: 9
              ThrottlingBurstLimit: 9
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-caching.html
    """

    consequence = Consequence.MISLEADING
    needs = ("api.stages",)
    stage = "integration request"

    def check_api(self, api: Api) -> Iterator[Finding]:
        """Looks at the methods whose responses the stages of an API cache."""
        for method in api.methods:
            parameters = _parameters(method)
            if not parameters or not _lacks_keys(method):
                continue
            for stage in api.stages:
                setting = _caching(stage, method)
                if setting is not None:
                    yield self._cached(method, parameters, stage, setting)
                    break

    def _cached(self, method: Method, parameters: list[str], stage: Stage, setting: MethodSetting) -> Finding:
        kind = (known(method.authorization_type, str) or "NONE").upper()
        guarded = kind != "NONE"
        others = " and other callers" if guarded else ""
        return self.finding(
            method.name_span,
            f"{method_label(method)} is cached without cache keys: calls with another {', '.join(parameters)}{others} get the same answer",
            related=[(setting.caching_enabled.span, f"stage {known(stage.name, str) or stage.address} caches it")],
            help=_advice(method),
            consequence=Consequence.EXPOSED if guarded else None,
            about=method,
        )


def _parameters(method: Method) -> list[str]:
    """Returns the names of the parameters that a method certainly reads."""
    names = []
    written = method.request_parameters
    for key, _ in written.known() if isinstance(written, Table) else ():
        names += [key.value.removeprefix(prefix) for prefix in _PREFIXES if key.value.startswith(prefix)]
    path = known(method.path, str)
    return list(dict.fromkeys([*(path_variables(path) if path is not None else ()), *names]))


def _advice(method: Method) -> str:
    if method.integration is not None and event_behind(method.integration) is not None:
        return f"write them in RequestParameters of the event: {_example(method)}: {{Caching: true}}"
    return f"name them as cache key parameters, such as {_example(method)}"


def _example(method: Method) -> str:
    written = method.request_parameters
    keys = [key.value for key, _ in written.known() if key.value.startswith(_PREFIXES)] if isinstance(written, Table) else []
    return keys[0] if keys else f"method.request.path.{_parameters(method)[0]}"


def _lacks_keys(method: Method) -> bool:
    if method.integration is None or not method.certain:
        return False
    keys = method.integration.cache_key_parameters
    return isinstance(keys, Absent) or (isinstance(keys, List) and keys.complete and not keys.items)


def _caching(stage: Stage, method: Method) -> MethodSetting | None:
    """Returns the setting by which a stage certainly caches the responses of a method; the closest one counts."""
    verb, path = known(method.http_method, str), known(method.path, str)
    if equals(stage.cache_cluster_enabled, "true") is not Answer.YES or verb is None or path is None or not stage.method_settings.complete:
        return None
    closest: tuple[int, MethodSetting] | None = None
    for setting in stage.method_settings:
        rank = _rank(setting, verb, path)
        if rank is None or not setting.certain:
            return None
        if rank and (closest is None or rank > closest[0]):
            closest = (rank, setting)
    if closest is None or not (isinstance(closest[1].caching_enabled, Known) and closest[1].caching_enabled.value is True):
        return None
    return closest[1]


def _rank(setting: MethodSetting, verb: str, path: str) -> int | None:
    """Returns how closely a setting speaks of a method: 0 not at all, 1 of all methods, 2 of this one; ``None`` where it is not known."""
    written, of_verb = known(setting.resource_path, str), known(setting.http_method, str)
    if written is None or of_verb is None:
        return None
    plain = written.replace("~1", "/")
    plain = plain[1:] if plain.startswith("//") else plain
    if plain == "/*" and of_verb == "*":
        return 1 if verb == "GET" else 0
    return 2 if plain == path and of_verb in (verb, "*") else 0
