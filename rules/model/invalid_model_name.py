"""The rule invalid-model-name."""

from __future__ import annotations

from apigw_lint.regexp import regexp
from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import Known, known, strings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Api, Model
    from apigw_lint.rule import Finding

_NAME = regexp(r"[a-zA-Z0-9]+")


class InvalidModelName(Rule):
    """
    Name of a model that API Gateway does not accept.

    ## What it does
    Finds names with other characters than letters and digits, empty names, and names that two models of one API have.

    ## Why is this bad?
    API Gateway refuses the model: `Model name must be alphanumeric`, or `Model name already exists for this REST API`.

    ## Example
    ```yaml
    Resources:
      Api:
        Type: AWS::ApiGateway::RestApi
        Properties: {Name: pets}
      Pet:
        Type: AWS::ApiGateway::Model
        Properties:
          RestApiId: !Ref Api
          Name: new-pet
          ContentType: application/json
          Schema: {type: object, additionalProperties: false, properties: {name: {type: string}}}
      Validator:
        Type: AWS::ApiGateway::RequestValidator
        Properties: {RestApiId: !Ref Api, ValidateRequestBody: true}
      AddPet:
        Type: AWS::ApiGateway::Method
        Properties:
          RestApiId: !Ref Api
          ResourceId: !GetAtt Api.RootResourceId
          HttpMethod: POST
          AuthorizationType: NONE
          RequestValidatorId: !Ref Validator
          RequestModels: {application/json: !Ref Pet}
          Integration: {Type: HTTP_PROXY, IntegrationHttpMethod: POST, Uri: https://pets.example.com/}
    ```

    ## Use instead
    ```yaml
    Resources:
      Api:
        Type: AWS::ApiGateway::RestApi
        Properties: {Name: pets}
      Pet:
        Type: AWS::ApiGateway::Model
        Properties:
          RestApiId: !Ref Api
          Name: NewPet
          ContentType: application/json
          Schema: {type: object, additionalProperties: false, properties: {name: {type: string}}}
      Validator:
        Type: AWS::ApiGateway::RequestValidator
        Properties: {RestApiId: !Ref Api, ValidateRequestBody: true}
      AddPet:
        Type: AWS::ApiGateway::Method
        Properties:
          RestApiId: !Ref Api
          ResourceId: !GetAtt Api.RootResourceId
          HttpMethod: POST
          AuthorizationType: NONE
          RequestValidatorId: !Ref Validator
          RequestModels: {application/json: !Ref Pet}
          Integration: {Type: HTTP_PROXY, IntegrationHttpMethod: POST, Uri: https://pets.example.com/}
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/api/API_CreateModel.html
    """

    consequence = Consequence.REJECTED
    kinds = ("REST", "WEBSOCKET")
    needs = ("api.models",)

    def check_model(self, model: Model) -> Iterator[Finding]:
        """Looks at the characters of a name."""
        for name in strings(model.name):
            if not name.value:
                yield self.finding(name.span, "the name of a model is empty")
                continue
            wrong = next((index for index, character in enumerate(name.value) if not _NAME.fullmatch(character)), None)
            if wrong is not None:
                character = "a blank" if name.value[wrong] == " " else name.value[wrong]
                yield self.finding(
                    name.at(wrong, wrong + 1),
                    f"{character} is not allowed in the model name {name.value}: letters and digits only",
                )

    def check_api(self, api: Api) -> Iterator[Finding]:
        """Looks for two models with one name."""
        if api.kind != "REST":
            return
        first: dict[str, Model] = {}
        for model in api.models:
            name = known(model.name, str)
            if not name or not model.certain:
                continue
            other = first.setdefault(name, model)
            if other is not model and isinstance(other.name, Known):
                finding = self.finding(
                    model.name.span, f"the API has a model {name} already", related=[(other.name.span, "the first with this name")]
                )
                finding.address = model.address
                yield finding
