"""The rule secret-in-stage-variable."""

from __future__ import annotations

import re

from apigw_lint.regexp import regexp
from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import Known, entries, known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Definition, Stage
    from apigw_lint.rule import Finding
    from apigw_lint.value import Value

_NAMES = regexp(r"passw(?:or)?d|secret|token|api_?key|private_?key|access_?key|credential", re.IGNORECASE)
_ABOUT = regexp(
    r"(?:name|arn|id|ur[il]|path|table|bucket|host|endpoint|header|type|version|ttl|enabled|expiry|function|queue|topic)$", re.IGNORECASE
)
"""Ends of names that say something about a secret."""
_SHAPES = regexp(r"(?:AKIA|ASIA)[0-9A-Z]{16}\Z|gh[pousr]_[A-Za-z0-9]{36}|xox[abprs]-|sk_live_|eyJ[\w-]{10,}\.eyJ")
"""Access keys of AWS, tokens of GitHub, Slack and Stripe, and JSON web tokens."""
_PLACES = regexp(
    r"arn:|https?:|/|\w+://|(?:change|replace)[-_ ]?me|your[-_ ]|example|placeholder|none|null|true|false|to-?do|xxx", re.IGNORECASE
)
"""Starts of texts that say where a secret is, or stand in for one."""


class SecretInStageVariable(Rule):
    """
    Secret that is written out.

    ## What it does
    Finds stage variables that are called a password, secret, token or key and whose value is written in these files, values that look like
    the access keys and tokens of well-known services, and API keys whose value is written out.

    ## Why is this bad?
    Who may read the repository, or the stage in the console, has the secret. Stage variables are not meant for secrets: they are not
    encrypted, and Lambda functions and logs get them as they are.

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
          Integration: {Type: HTTP_PROXY, IntegrationHttpMethod: GET, Uri: "https://pets.example.com/?key=${stageVariables.dbPassword}"}
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
          Variables: {dbPassword: correct-horse-battery}
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
          Integration: {Type: HTTP_PROXY, IntegrationHttpMethod: GET, Uri: "https://pets.example.com/?key=${stageVariables.dbSecretName}"}
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
          Variables: {dbSecretName: prod/pets/db}
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/stage-variables.html
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-usage-plans.html
    """

    consequence = Consequence.EXPOSED
    kinds = ("REST", "HTTP", "WEBSOCKET")
    needs = ("definition.api_keys",)

    def check_stage(self, stage: Stage) -> Iterator[Finding]:
        """Looks at the variables of a stage and of its canary."""
        canary = stage.canary_settings
        for table in (stage.variables, *([canary.stage_variable_overrides] if canary is not None else [])):
            for key, value in entries(table):
                text = _written(value)
                if text and (_SHAPES.match(text) or (_is_secret(key.value) and _is_value(text))):
                    yield self.finding(value.span, f"the stage variable {key.value} is a secret that is written out")

    def check_definition(self, definition: Definition) -> Iterator[Finding]:
        """Looks at API keys."""
        for key in definition.api_keys:
            if _written(key.value):
                yield self.finding(key.value.span, "the value of an API key is written out; without one API Gateway makes it")


def _written(value: Value) -> str:
    """Returns a text that stands in the place where it is used, not in a parameter."""
    text = known(value, str) or ""
    return text if isinstance(value, Known) and text in value.span.text else ""


def _is_secret(name: str) -> bool:
    return bool(_NAMES.search(name)) and not _ABOUT.search(name)


def _is_value(text: str) -> bool:
    """Returns whether a text can be a secret itself, and not where one is kept, or a stand-in."""
    return len(text) >= 8 and not _PLACES.match(text)
