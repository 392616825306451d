"""The rule open-model."""

from __future__ import annotations

from apigw_lint.languages.requests import body_models, model_of, validates_body
from apigw_lint.model import method_label
from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import Absent, Answer, Table, equals

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Api
    from apigw_lint.rule import Finding

_ELSEWHERE = ("$ref", "allOf", "anyOf", "oneOf", "patternProperties", "not")


class OpenModel(Rule):
    """
    Model that lets properties through which it does not name.

    ## What it does
    Finds models of objects that bodies are validated against and that say nothing of `additionalProperties`.

    ## Why is this bad?
    A validated body may have any other property beside those of the model, and all of them go to the backend.

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
          Name: Pet
          ContentType: application/json
          Schema: {type: object, required: [name], properties: {name: {type: string}}}
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
          Name: Pet
          ContentType: application/json
          Schema: {type: object, required: [name], additionalProperties: false, properties: {name: {type: string}}}
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
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-request-validation.html
    """

    consequence = Consequence.ADVISED
    opt_in = True

    def check_api(self, api: Api) -> Iterator[Finding]:
        """Looks at the models that bodies are validated against."""
        seen: set[int] = set()
        for method in api.methods:
            if validates_body(method) is not Answer.YES:
                continue
            for _, value in body_models(method):
                model = model_of(api, value)
                if model is None or id(model) in seen or not isinstance(model.schema, Table):
                    continue
                seen.add(id(model))
                if _is_open(model.schema):
                    finding = self.finding(
                        model.name_span,
                        f"bodies of {method_label(method)} may have properties that the model does not name",
                        help="write additionalProperties: false",
                    )
                    finding.address = model.address
                    yield finding


def _is_open(schema: Table) -> bool:
    """Returns whether a schema is certainly one of an object, and closes nothing."""
    if not schema.complete or any(schema.entry(keyword) for keyword in _ELSEWHERE):
        return False
    of_object = equals(schema.get("type"), "object") is Answer.YES
    return of_object and isinstance(schema.get("additionalProperties"), Absent)
