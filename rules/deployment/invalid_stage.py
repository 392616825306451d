"""The rule invalid-stage."""

from __future__ import annotations

from apigw_lint.facts.enums import nearest
from apigw_lint.facts.stages import CACHE_CONTROL_STRATEGIES, CACHE_SIZES, LOGGING_LEVELS, LONGEST_CACHE_TTL, LONGEST_STAGE_NAME
from apigw_lint.languages.settings import SettingFault, setting_method, setting_path
from apigw_lint.rule import Consequence, Fix, Rule
from apigw_lint.value import HOLE, Absent, Answer, Known, Reference, known, literals, masked, same, scalar_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import CanarySettings, Deployment, MethodSetting, Stage
    from apigw_lint.rule import Finding
    from apigw_lint.value import Value


class InvalidStage(Rule):
    """
    Stage that API Gateway does not take.

    ## What it does
    Finds names of stages with characters other than letters, digits, `_` and `-`, or with more than 128 of them (version 2 APIs have
    `$default` too); stages without a deployment, or with one of another API; canary traffic outside 0 to 100 percent; sizes of caches that
    there are none of; cache TTLs above 3600 seconds; log levels, strategies, paths and verbs of method settings that API Gateway has not.

    ## Why is this bad?
    API Gateway refuses the stage.

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
          StageName: live!
          MethodSettings:
            - ResourcePath: /*
              HttpMethod: "*"
              LoggingLevel: DEBUG
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
            - ResourcePath: /*
              HttpMethod: "*"
              LoggingLevel: "OFF"
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/api/API_CreateStage.html
    - https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-apigateway-stage-methodsetting.html
    """

    consequence = Consequence.REJECTED
    kinds = ("REST", "HTTP", "WEBSOCKET")

    def check_stage(self, stage: Stage) -> Iterator[Finding]:
        """Looks at a stage, its canary and its settings."""
        yield from self._name(stage)
        yield from self._deployment(stage)
        if stage.canary_settings is not None:
            yield from self._canary(stage.canary_settings, stage)
        for size in literals(stage.cache_cluster_size):
            if not _is_size(scalar_text(size.value)):
                yield self.finding(size.span, f"there is no cache of {scalar_text(size.value)} GB: {', '.join(CACHE_SIZES)}")
        for setting in [*stage.method_settings, *([stage.default_route_settings] if stage.default_route_settings else [])]:
            yield from self._setting(setting, stage)

    def check_deployment(self, deployment: Deployment) -> Iterator[Finding]:
        """Looks at the canary of a deployment, which needs a stage that is there."""
        canary, name = deployment.canary_settings, deployment.stage_name
        if canary is None or not canary.certain:
            return
        if isinstance(name, Absent) or known(name, str) == "":
            yield self.finding(canary.name_span, "a canary without the name of a stage: API Gateway refuses the deployment")
        elif _is_first(deployment):
            yield self.finding(name.span, f"a canary into stage {known(name, str)}, which is not there: API Gateway refuses it")

    def _name(self, stage: Stage) -> Iterator[Finding]:
        text = masked(stage.name)
        if text is None or (stage.api.kind != "REST" and text == "$default"):
            return
        wrong = next((number for number, letter in enumerate(text) if letter != HOLE and not _is_of_name(letter)), None)
        if wrong is not None:
            place = stage.name.at(wrong, wrong + 1)  # type: ignore[attr-defined]
            yield self.finding(place, f"{text[wrong]!r} cannot be in the name of a stage: letters, digits, _ and - can")
        elif len(text) > LONGEST_STAGE_NAME:
            yield self.finding(stage.name.span, f"the name of the stage has {len(text)} characters, more than {LONGEST_STAGE_NAME}")
        elif not text:
            yield self.finding(stage.name.span, "the name of the stage is empty")

    def _deployment(self, stage: Stage) -> Iterator[Finding]:
        written = stage.deployment_id
        if stage.api.kind == "REST" and stage.api.format == "cloudformation" and not stage.made_by_deployment:
            for name, value in (("deployment", written), ("name", stage.name)):
                if isinstance(value, Absent):
                    yield self.finding(stage.name_span, f"the stage has no {name}: API Gateway refuses it")
        yield from self._of_another_api(written, stage)

    def _canary(self, canary: CanarySettings, stage: Stage) -> Iterator[Finding]:
        for percent in literals(canary.percent_traffic, (int, float)):
            if not 0 <= percent.value <= 100:
                yield self.finding(percent.span, f"{scalar_text(percent.value)} percent of the traffic: 0 to 100 can go to a canary")
        yield from self._of_another_api(canary.deployment_id, stage)

    def _of_another_api(self, written: Value, stage: Stage) -> Iterator[Finding]:
        if not isinstance(written, Reference) or not stage.api.declared:
            return
        for api in stage.api.definition.apis:
            for deployment in api.deployments if api is not stage.api and api.declared else ():
                if deployment.address == written.target:
                    yield self.finding(
                        written.span,
                        "the deployment is of another API than the stage",
                        related=[(deployment.name_span, "the deployment"), (api.name_span, "its API")],
                    )

    def _setting(self, setting: MethodSetting, stage: Stage) -> Iterator[Finding]:
        if stage.api.kind == "REST":
            yield from self._key(setting)
        for ttl in literals(setting.cache_ttl, (int, float)):
            if not 0 <= ttl.value <= LONGEST_CACHE_TTL:
                yield self.finding(ttl.span, f"a cache TTL of {scalar_text(ttl.value)} seconds: 0 to {LONGEST_CACHE_TTL} are taken")
        yield from self._one_of(setting.logging_level, "logging level", LOGGING_LEVELS)
        yield from self._one_of(setting.unauthorized_cache_control_header_strategy, "strategy", CACHE_CONTROL_STRATEGIES)

    def _one_of(self, value: Value, what: str, allowed: tuple[str, ...]) -> Iterator[Finding]:
        for written in literals(value, str):
            if written.value and written.value.upper() not in allowed:
                near = nearest(written.value, allowed)
                yield self.finding(
                    written.span,
                    f"{what} {written.value} is none of {', '.join(allowed)}",
                    fix=_fix(written, near),
                )

    def _key(self, setting: MethodSetting) -> Iterator[Finding]:
        for name, value in (("path", setting.resource_path), ("verb", setting.http_method)):
            if isinstance(value, Absent):
                yield self.finding(setting.span.first_line(), f"method settings without a {name}: API Gateway refuses them")
            text = masked(value)
            fault = None if text is None else setting_path(text) if name == "path" else setting_method(text)
            if isinstance(fault, SettingFault) and isinstance(value, Known):
                yield self.finding(value.span, fault.message, fix=_fix(value, fault.suggestion))


def _is_first(deployment: Deployment) -> bool:
    """Returns whether certainly no other stage or deployment makes the stage into which one deploys."""
    api, name = deployment.api, deployment.stage_name
    others = [stage for stage in api.stages if stage.address != deployment.address]
    seen = api.declared and api.stages.complete and api.deployments.complete
    return seen and known(name, str) is not None and all(same(stage.name, name) is Answer.NO for stage in others)


def _fix(written: Known[str], right: str | None) -> Fix | None:
    edit = written.replaced(right) if right else None
    return Fix(f"write {right}", [edit], safe=False) if edit else None


def _is_of_name(letter: str) -> bool:
    return letter.isascii() and (letter.isalnum() or letter in "_-")


def _is_size(text: str) -> bool:
    return text in CACHE_SIZES or (text.endswith(".0") and text[:-2] in CACHE_SIZES)
