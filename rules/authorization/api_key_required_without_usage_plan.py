"""The rule api-key-required-without-usage-plan."""

from __future__ import annotations

from apigw_lint.languages.plans import is_joined, plans_of
from apigw_lint.languages.serverless import is_of_sam
from apigw_lint.model import method_label
from apigw_lint.rule import Consequence, Fix, Rule
from apigw_lint.value import Absent, known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Api, Definition, Method
    from apigw_lint.rule import Finding
    from apigw_lint.source import Span

_SHOWN = 5
"""So many methods are named beside the first."""


class ApiKeyRequiredWithoutUsagePlan(Rule):
    """
    API key that is asked for and that no usage plan can let in.

    ## What it does
    Finds APIs that are deployed with methods, or a `$connect` route, that ask for an API key, and that no usage plan covers; keys that
    are made beside the usage plan and are in none; and keys in a usage plan that are disabled because CloudFormation makes them so
    unless `Enabled` is written.

    ## Why is this bad?
    Every call with such a key is answered with 403.

    ## Example
    ```yaml
    Resources:
      Api:
        Type: AWS::ApiGateway::RestApi
        Properties: {Name: pets}
      Deployment:
        Type: AWS::ApiGateway::Deployment
        DependsOn: GetPets
        Properties: {RestApiId: !Ref Api, StageName: live}
      GetPets:
        Type: AWS::ApiGateway::Method
        Properties:
          RestApiId: !Ref Api
          ResourceId: !GetAtt Api.RootResourceId
          HttpMethod: GET
          AuthorizationType: NONE
          ApiKeyRequired: true
          Integration: {Type: HTTP_PROXY, IntegrationHttpMethod: GET, Uri: "https://pets.example.com/"}
    ```

    ## Use instead
    ```yaml
    Resources:
      Api:
        Type: AWS::ApiGateway::RestApi
        Properties: {Name: pets}
      Deployment:
        Type: AWS::ApiGateway::Deployment
        DependsOn: GetPets
        Properties: {RestApiId: !Ref Api, StageName: live}
      Plan:
        Type: AWS::ApiGateway::UsagePlan
        DependsOn: Deployment
        Properties:
          ApiStages:
            - {ApiId: !Ref Api, Stage: live}
      Key:
        Type: AWS::ApiGateway::ApiKey
        Properties: {Enabled: true}
      PlanKey:
        Type: AWS::ApiGateway::UsagePlanKey
        Properties: {KeyId: !Ref Key, KeyType: API_KEY, UsagePlanId: !Ref Plan}
      GetPets:
        Type: AWS::ApiGateway::Method
        Properties:
          RestApiId: !Ref Api
          ResourceId: !GetAtt Api.RootResourceId
          HttpMethod: GET
          AuthorizationType: NONE
          ApiKeyRequired: true
          Integration: {Type: HTTP_PROXY, IntegrationHttpMethod: GET, Uri: "https://pets.example.com/"}
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-key-source.html
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-create-usage-plans-with-rest-api.html
    """

    consequence = Consequence.BROKEN
    kinds = ("REST", "WEBSOCKET")
    needs = ("definition.api_keys", "method.api_key_required=TRUE")
    stage = "method request"

    def check_api(self, api: Api) -> Iterator[Finding]:
        """Looks at an API whose methods ask for keys, and at what covers it."""
        asking = [method for method in api.methods if method.certain and known(method.api_key_required, bool) is True and _is_asked(method)]
        if not asking or not _is_deployed(api) or _has_stage_keys(api.definition):
            return
        plans, whole = plans_of(api)
        if not plans and whole:
            yield self._finding(asking, "no usage plan covers this API: every call is answered with 403", [])
        elif plans and whole and _keys_stand_beside(api.definition):
            related = [(plan.name_span, "this usage plan has no key") for plan in plans]
            yield self._finding(asking, "no API key is in the usage plan of this API: every call is answered with 403", related)

    def _finding(self, asking: list[Method], words: str, related: list[tuple[Span, str]]) -> Finding:
        first, *others = asking
        also = [(other.api_key_required.span, f"{method_label(other)} asks for a key too") for other in others[:_SHOWN]]
        return self.finding(
            first.api_key_required.span,
            f"{method_label(first)} asks for an API key, and {words}",
            related=[*related, *also],
            help="Auth of the API has UsagePlan: CreateUsagePlan: PER_API makes a plan and a key" if _can_have_plan(first) else "",
            about=first,
        )

    def check_definition(self, definition: Definition) -> Iterator[Finding]:
        """Looks at keys that CloudFormation makes disabled."""
        for key in definition.api_keys if definition.format == "cloudformation" else ():
            if key.certain and isinstance(key.enabled, Absent) and is_joined(key, definition):
                writer = key.enabled.writer
                edit = writer.insertion("Enabled", True) if writer is not None else None
                yield self.finding(
                    key.name_span,
                    "the key is made disabled, as Enabled is not written: calls with it are answered with 403",
                    fix=Fix("enable the key", [edit], safe=False) if edit else None,
                )


def _can_have_plan(method: Method) -> bool:
    """Returns whether SAM would make a usage plan for the API of a method."""
    return method.api.kind == "REST" and is_of_sam(method.api)


def _is_asked(method: Method) -> bool:
    """Returns whether API Gateway looks at what a method asks for: of a WebSocket API's routes at that of ``$connect`` alone."""
    return method.api.kind == "REST" or known(method.route_key, str) == "$connect"


def _is_deployed(api: Api) -> bool:
    """Returns whether these files deploy the API, and nobody outside of them is told of its stages."""
    return api.declared and api.stages.complete and (len(api.stages) > 0 or len(api.deployments) > 0)


def _has_stage_keys(definition: Definition) -> bool:
    """Returns whether a key names stages itself, as it was done before there were usage plans."""
    return any(not isinstance(key.stage_keys, Absent) for key in definition.api_keys)


def _keys_stand_beside(definition: Definition) -> bool:
    """Returns whether keys are made here and nothing puts one into a plan."""
    return len(definition.api_keys) > 0 and definition.usage_plan_keys.lacking()
