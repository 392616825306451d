"""The rule usage-plan-without-effect."""

from __future__ import annotations

from apigw_lint.languages.plans import names
from apigw_lint.languages.serverless import is_of_sam
from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import Absent, Answer, Known, known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Api, Definition, Method
    from apigw_lint.rule import Finding


_PARTS = {"REST": "method", "WEBSOCKET": "route"}
"""What asks for an API key, by the kind of API."""


class UsagePlanWithoutEffect(Rule):
    """
    Usage plan that limits nobody.

    ## What it does
    Finds usage plans that cover no stage, and usage plans on APIs none of whose methods or routes asks for an API key.

    ## Why is this bad?
    A usage plan counts and limits calls with API keys to methods that ask for one. Its throttling and quota touch no other call.

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
      Plan:
        Type: AWS::ApiGateway::UsagePlan
        DependsOn: Deployment
        Properties:
          ApiStages:
            - {ApiId: !Ref Api, Stage: live}
          Throttle: {RateLimit: 10, BurstLimit: 20}
      GetPets:
        Type: AWS::ApiGateway::Method
        Properties:
          RestApiId: !Ref Api
          ResourceId: !GetAtt Api.RootResourceId
          HttpMethod: GET
          AuthorizationType: AWS_IAM
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
          Throttle: {RateLimit: 10, BurstLimit: 20}
      GetPets:
        Type: AWS::ApiGateway::Method
        Properties:
          RestApiId: !Ref Api
          ResourceId: !GetAtt Api.RootResourceId
          HttpMethod: GET
          AuthorizationType: AWS_IAM
          ApiKeyRequired: true
          Integration: {Type: HTTP_PROXY, IntegrationHttpMethod: GET, Uri: "https://pets.example.com/"}
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-usage-plans.html
    """

    consequence = Consequence.IGNORED
    needs = ("definition.usage_plans",)

    def check_definition(self, definition: Definition) -> Iterator[Finding]:
        """Looks at each usage plan and the APIs that it names."""
        for plan in definition.usage_plans:
            if plan.api_stages.lacking():
                yield self.finding(plan.name_span, "the usage plan covers no stage: it limits nobody")
            seen: list[Api] = []
            for stage in plan.api_stages:
                api = next((one for one in definition.apis if one.declared and names(stage.api_id, one) is Answer.YES), None)
                if api is not None and api.kind in _PARTS and api not in seen and _asks_for_no_key(api):
                    seen.append(api)
                    yield self.finding(
                        stage.api_id.span,
                        f"no {_PARTS[api.kind]} of this API asks for an API key: the usage plan limits none of its calls",
                        related=[(api.name_span, "the API")],
                        help="ApiKeyRequired: true in Auth of the API, or of an event, asks for one" if is_of_sam(api) else "",
                    )


def _asks_for_no_key(api: Api) -> bool:
    return api.methods.complete and len(api.methods) > 0 and all(_is_free(method) for method in api.methods)


def _is_free(method: Method) -> bool:
    """Returns whether a method certainly asks for no key."""
    asked = method.api_key_required
    return isinstance(asked, Absent) or (isinstance(asked, Known) and known(asked, bool) is not True and asked.value in (None, False))
