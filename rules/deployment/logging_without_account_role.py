"""The rule logging-without-account-role."""

from __future__ import annotations

from apigw_lint.languages.serverless import IMPLICIT, is_of_sam
from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import Absent, Known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Account, Definition, Stage
    from apigw_lint.rule import Finding
    from apigw_lint.value import Value


class LoggingWithoutAccountRole(Rule):
    """
    Execution logs that nobody may write.

    ## What it does
    Finds stages with execution logs where the files give the account no role for CloudWatch logs although they set up the account, or give
    it at a time that has nothing to do with the stage's. An account that other files set up is not known, and nothing is said.

    ## Why is this bad?
    The role is a setting of the whole account and region. Where nobody has set it, API Gateway refuses the stage: CloudWatch Logs role ARN
    must be set in account settings to enable logging.

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
            - {ResourcePath: /*, HttpMethod: "*", LoggingLevel: INFO}
      Account:
        Type: AWS::ApiGateway::Account
        Properties: {CloudWatchRoleArn: "arn:aws:iam::123456789012:role/logs"}
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
        DependsOn: Account
        Properties:
          RestApiId: !Ref Api
          DeploymentId: !Ref Deployment
          StageName: live
          MethodSettings:
            - {ResourcePath: /*, HttpMethod: "*", LoggingLevel: INFO}
      Account:
        Type: AWS::ApiGateway::Account
        Properties: {CloudWatchRoleArn: "arn:aws:iam::123456789012:role/logs"}
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html
    - https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-apigateway-account.html
    """

    consequence = Consequence.MISLEADING
    needs = ("api.stages",)

    def check_definition(self, definition: Definition) -> Iterator[Finding]:
        """Looks at the stages that log, and at the account."""
        logging = [(stage, level) for api in definition.apis if api.kind != "HTTP" for stage in api.stages for level in _levels(stage)]
        if not logging or definition.format == "openapi" or not definition.accounts.complete:
            return
        level = logging[0][1]
        roles = [account for account in definition.accounts if not _is_empty(account.cloudwatch_role_arn)]
        if roles:
            yield from self._early(definition, roles, logging)
        elif len(definition.accounts):
            account = definition.accounts[0]
            words = "execution logs are on, and the account is given no role that may write them"
            yield self.finding(level.span, words, related=[(account.name_span, "sets no role")])

    def _early(self, definition: Definition, roles: list[Account], logging: list[tuple[Stage, Known[str]]]) -> Iterator[Finding]:
        order = definition.order
        if order is None or not all(account.certain for account in roles):
            return
        for stage, level in logging:
            made = (stage.address, _settings(level, stage))
            waits = any(order.waits(address, account.address) for account in roles for address in made)
            if not waits and stage.certain:
                yield self.finding(
                    level.span,
                    "the stage does not wait for the account's role: where it is made first, API Gateway refuses its logs",
                    related=[(roles[0].name_span, "sets the role")],
                    help=_advice(stage, roles[0]),
                )


def _advice(stage: Stage, account: Account) -> str:
    """Returns how an API of SAM waits; one that SAM makes of events alone has no place to say it."""
    if not is_of_sam(stage.api):
        return ""
    wanted = f"DependsOn: {account.address.rpartition('/')[2]}"
    if stage.api.address in (f"Resources/{name}" for name in IMPLICIT.values()):
        return f"write the API as a resource of its own, with {wanted}, and name it in the events"
    return f"write {wanted} at the API"


def _levels(stage: Stage) -> Iterator[Known[str]]:
    """Yields the first level of a stage at which it certainly logs."""
    for setting in [*stage.method_settings, *([stage.default_route_settings] if stage.default_route_settings is not None else [])]:
        if isinstance(setting.logging_level, Known) and setting.logging_level.value in ("INFO", "ERROR") and setting.certain:
            yield setting.logging_level
            return


def _settings(level: Known[str], stage: Stage) -> str:
    """Returns the address of what sets a level: in Terraform a resource of its own."""
    return next((setting.address for setting in stage.method_settings if setting.logging_level is level), stage.address)


def _is_empty(role: Value) -> bool:
    return isinstance(role, Absent) or (isinstance(role, Known) and role.value in ("", None))
