"""The rule invalid-stage-variable."""

from __future__ import annotations

from apigw_lint.facts.stages import LONGEST_VARIABLE_NAME, LONGEST_VARIABLE_VALUE, MOST_VARIABLES
from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import HOLE, Known, Table, literals, masked, tables

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Stage
    from apigw_lint.rule import Finding
    from apigw_lint.value import Value


class InvalidStageVariable(Rule):
    """
    Stage variable that API Gateway does not take.

    ## What it does
    Finds names of stage variables that are not made of letters, digits and `_`, or are longer than 64 characters; values with characters
    other than letters, digits, blanks and `-._~:/?#&=,`, or longer than 512; and more than 100 variables of one stage. Variables that a
    canary overrides count too.

    ## Why is this bad?
    API Gateway refuses the stage: `Invalid stage variable name: X. Please use names with only word characters.`

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
          Integration: {Type: HTTP_PROXY, IntegrationHttpMethod: GET, Uri: "https://${stageVariables.host}/"}
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
          Variables:
            backend-host: pets.example.com
            host: "*.example.com"
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
          Integration: {Type: HTTP_PROXY, IntegrationHttpMethod: GET, Uri: "https://${stageVariables.host}/"}
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
          Variables:
            host: pets.example.com
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/stage-variables.html
    - https://docs.aws.amazon.com/apigateway/latest/api/API_CreateStage.html
    """

    consequence = Consequence.REJECTED
    kinds = ("REST", "HTTP", "WEBSOCKET")

    def check_stage(self, stage: Stage) -> Iterator[Finding]:
        """Looks at the variables of a stage."""
        for table in tables(stage.variables):
            yield from self._variables(table)
        if stage.canary_settings is not None:
            for table in tables(stage.canary_settings.stage_variable_overrides):
                yield from self._variables(table)

    def _variables(self, table: Table) -> Iterator[Finding]:
        names = {entry.name for entry in table.entries if entry.name is not None}
        if len(names) > MOST_VARIABLES:
            yield self.finding(table.span.first_line(), f"the stage has {len(names)} variables, more than {MOST_VARIABLES}")
        for key, value in table.known():
            yield from self._name(key)
            yield from self._value(value)

    def _name(self, key: Known[str]) -> Iterator[Finding]:
        name = key.value
        wrong = next((number for number, letter in enumerate(name) if not _is_word(letter)), None)
        if wrong is not None:
            yield self.finding(key.span, f"{name[wrong]!r} cannot be in the name of the stage variable {name}: letters, digits and _ can")
        elif len(name) > LONGEST_VARIABLE_NAME:
            yield self.finding(key.span, f"the stage variable's name has {len(name)} characters, more than {LONGEST_VARIABLE_NAME}")
        elif not name:
            yield self.finding(key.span, "the name of the stage variable is empty")

    def _value(self, value: Value) -> Iterator[Finding]:
        for one in [value, *literals(value)] if not isinstance(value, Known) else [value]:
            text = masked(one)
            if text is None:
                continue
            wrong = next((number for number, letter in enumerate(text) if letter != HOLE and not _is_of_value(letter)), None)
            if wrong is not None:
                place = one.at(wrong, wrong + 1)  # type: ignore[attr-defined]
                yield self.finding(place, f"{text[wrong]!r} cannot be in the value of a stage variable")
            elif len(text.replace(HOLE, "")) > LONGEST_VARIABLE_VALUE:
                yield self.finding(one.span, f"the value has {len(text)} characters, more than {LONGEST_VARIABLE_VALUE}")


def _is_word(letter: str) -> bool:
    return letter.isascii() and (letter.isalnum() or letter == "_")


def _is_of_value(letter: str) -> bool:
    return letter.isascii() and (letter.isalnum() or letter in "-._~:/?#&=, ")
