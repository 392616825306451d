"""The rule invalid-usage-plan."""

from __future__ import annotations

from apigw_lint.facts.enums import nearest
from apigw_lint.languages.settings import SettingFault, ThrottleKey, throttle_key
from apigw_lint.languages.stages import api_of, lacks_stage, stage_of
from apigw_lint.rule import Consequence, Fix, Rule
from apigw_lint.value import Absent, Known, Reference, entries, known, literals, scalar_text, strings

_OFFSETS = {"DAY": 0, "WEEK": 6, "MONTH": 27}
"""The periods of a quota, and the latest day on which each can start."""
_KEY_TYPE = "API_KEY"

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Api, Definition, UsagePlan, UsagePlanKey, UsagePlanStage
    from apigw_lint.rule import Finding
    from apigw_lint.value import Value


class InvalidUsagePlan(Rule):
    """
    Usage plan that API Gateway does not take.

    ## What it does
    Finds usage plans with a stage that the API has not, with a quota without a period or of an unknown one, a limit below one, an offset
    that the period has not, throttles under a key that is no method, and plans that are made before the stage that they name. Of what puts
    keys into plans it finds unknown types, and one key in two plans of one stage.

    ## Why is this bad?
    API Gateway refuses the plan, or the key in it. A plan that does not wait for its stage is refused where it happens to be made first.

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
          ApiKeyRequired: true
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
      Plan:
        Type: AWS::ApiGateway::UsagePlan
        Properties:
          ApiStages:
            - ApiId: !Ref Api
              Stage: !Ref Live
          Quota: {Limit: 1000, Period: YEAR}
      Key:
        Type: AWS::ApiGateway::ApiKey
        Properties: {Enabled: true}
      PlanKey:
        Type: AWS::ApiGateway::UsagePlanKey
        Properties: {KeyId: !Ref Key, KeyType: API_KEY, UsagePlanId: !Ref Plan}
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
          ApiKeyRequired: true
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
      Plan:
        Type: AWS::ApiGateway::UsagePlan
        Properties:
          ApiStages:
            - ApiId: !Ref Api
              Stage: !Ref Live
          Quota: {Limit: 1000, Period: MONTH}
      Key:
        Type: AWS::ApiGateway::ApiKey
        Properties: {Enabled: true}
      PlanKey:
        Type: AWS::ApiGateway::UsagePlanKey
        Properties: {KeyId: !Ref Key, KeyType: API_KEY, UsagePlanId: !Ref Plan}
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/api/API_CreateUsagePlan.html
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-usage-plans.html
    """

    consequence = Consequence.REJECTED
    needs = ("definition.usage_plans", "definition.usage_plan_keys")

    def check_definition(self, definition: Definition) -> Iterator[Finding]:
        """Looks at plans, their stages and their keys."""
        for plan in definition.usage_plans:
            yield from self._quota(plan)
            for one in plan.api_stages:
                yield from self._stage(plan, one, definition)
                yield from self._throttles(one, definition)
        for join in definition.usage_plan_keys:
            for kind in strings(join.key_type):
                if kind.value != _KEY_TYPE:
                    yield self.finding(kind.span, f"key type {kind.value}: only {_KEY_TYPE} is one", fix=_fix(kind, _KEY_TYPE))
        yield from self._shared_keys(definition)

    def _quota(self, plan: UsagePlan) -> Iterator[Finding]:
        for limit in literals(plan.quota_limit, (int, float)):
            if limit.value < 1:
                yield self.finding(limit.span, f"a quota of {scalar_text(limit.value)} calls: it must let one through")
        if isinstance(plan.quota_period, Absent) and isinstance(plan.quota_limit, Known):
            yield self.finding(plan.quota_limit.span, f"a quota without a period: {', '.join(_OFFSETS)}")
        for period in strings(plan.quota_period):
            if period.value not in _OFFSETS:
                right = nearest(period.value, _OFFSETS)
                yield self.finding(period.span, f"period {period.value} is none of {', '.join(_OFFSETS)}", fix=_fix(period, right))
        most = _OFFSETS.get(known(plan.quota_period, str) or "")
        for offset in literals(plan.quota_offset, (int, float)):
            if most is not None and not 0 <= offset.value <= most:
                days = "0" if most == 0 else f"0 to {most}"
                words = f"offset {scalar_text(offset.value)}: a period of a {known(plan.quota_period, str)} takes {days}"
                yield self.finding(offset.span, words, related=[(plan.quota_period.span, "the period")])

    def _stage(self, plan: UsagePlan, one: UsagePlanStage, definition: Definition) -> Iterator[Finding]:
        api = api_of(one.api_id, definition)
        if api is None:
            return
        if lacks_stage(one.stage, api):
            names = [name for stage in api.stages if (name := known(stage.name, str))]
            near = nearest(str(known(one.stage, str)), names)
            words = f"the API has no stage {known(one.stage, str)}{f': it has {chr(44).join(names)}' if names else ''}"
            yield self.finding(one.stage.span, words, related=[(api.name_span, "the API")], fix=_fix(one.stage, near))
        stage = stage_of(one.stage, api)
        if stage is not None and definition.order is not None and plan.certain and not definition.order.waits(plan.address, stage.address):
            yield self.finding(
                one.stage.span,
                "the plan does not wait for the stage: it is refused where it is made first",
                related=[(stage.name_span, "the stage")],
                help="refer to the stage, or name it among what the plan depends on",
                consequence=Consequence.BROKEN,
            )

    def _throttles(self, one: UsagePlanStage, definition: Definition) -> Iterator[Finding]:
        api = api_of(one.api_id, definition)
        for key, _ in entries(one.throttle):
            found = throttle_key(key.value)
            if isinstance(found, SettingFault):
                yield self.finding(key.at(found.start, found.end), found.message)
            elif found is not None and api is not None and _lacks_method(api, found):
                yield self.finding(key.span, f"the API has no {found.method} {found.path}", consequence=Consequence.IGNORED)

    def _shared_keys(self, definition: Definition) -> Iterator[Finding]:
        stages = {plan.address: _stages_of(plan, definition) for plan in definition.usage_plans}
        seen: dict[tuple[str, str], UsagePlanKey] = {}
        for join in definition.usage_plan_keys:
            if not join.certain or not isinstance(join.key_id, Reference) or not isinstance(join.usage_plan_id, Reference):
                continue
            for stage in stages.get(join.usage_plan_id.target, ()):
                other = seen.setdefault((join.key_id.target, stage), join)
                if other is not join:
                    yield self.finding(
                        join.key_id.span,
                        "the key is in two plans of one stage: API Gateway takes one",
                        related=[(other.name_span, "puts it into the other plan")],
                    )


def _stages_of(plan: UsagePlan, definition: Definition) -> list[str]:
    """Returns the addresses of the stages that a plan certainly covers."""
    found = []
    for one in plan.api_stages:
        api = api_of(one.api_id, definition)
        stage = stage_of(one.stage, api) if api is not None and one.certain and plan.certain else None
        if stage is not None:
            found.append(stage.address)
    return found


def _lacks_method(api: Api, key: ThrottleKey) -> bool:
    """Returns whether an API certainly has no method that a throttle could be for."""
    if not api.declared or not api.methods.complete:
        return False
    for method in api.methods:
        path, verb = known(method.path, str), known(method.http_method, str)
        if path is None or (path == key.path and verb in (None, "ANY", key.method)):
            return False
    return True


def _fix(written: Value, right: str | None) -> Fix | None:
    edit = written.replaced(right) if right and isinstance(written, Known) else None
    return Fix(f"write {right}", [edit], safe=False) if edit is not None else None
