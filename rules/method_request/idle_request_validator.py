"""The rule idle-request-validator."""

from __future__ import annotations

from apigw_lint.languages.requests import body_models, declared, is_on, validates_body, validates_parameters
from apigw_lint.model import method_label
from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import Absent, Answer, Known, Table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Api, Method, RequestValidator
    from apigw_lint.rule import Finding


class IdleRequestValidator(Rule):
    """
    Request validator that validates nothing.

    ## What it does
    Finds request validators with both of their switches off, request validators that no method uses, and request validators that a method
    names itself and that find nothing to check on it: no model for the body, no required parameter.

    ## Why is this bad?
    It reads as if requests were validated. Any request goes on to the backend.

    ## Example
    ```yaml
    Resources:
      Api:
        Type: AWS::ApiGateway::RestApi
        Properties: {Name: pets}
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
          Integration: {Type: HTTP_PROXY, IntegrationHttpMethod: POST, Uri: https://pets.example.com/}
    ```

    ## Use instead
    ```yaml
    Resources:
      Api:
        Type: AWS::ApiGateway::RestApi
        Properties: {Name: pets}
      Validator:
        Type: AWS::ApiGateway::RequestValidator
        Properties: {RestApiId: !Ref Api, ValidateRequestBody: true}
      Pet:
        Type: AWS::ApiGateway::Model
        Properties:
          RestApiId: !Ref Api
          Name: Pet
          ContentType: application/json
          Schema: {type: object, additionalProperties: false, properties: {name: {type: string}}}
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

    consequence = Consequence.IGNORED
    needs = ("api.request_validators", "method.request_validator")
    stage = "method request"

    def check_api(self, api: Api) -> Iterator[Finding]:
        """Looks at the validators of an API."""
        used = _used(api)
        for validator in api.request_validators:
            if _is_off(validator):
                yield self._found(validator, "validates neither bodies nor parameters")
            elif used is not None and id(validator) not in used and validator.certain:
                yield self._found(validator, "no method uses this request validator")

    def check_method(self, method: Method) -> Iterator[Finding]:
        """Looks at what the method's own validator can check."""
        validator, written = method.request_validator, method.request_validator_id
        # A validator for all methods has nothing to do on some.
        if validator is None or _is_off(validator) or not method.span.covers(written.span):
            return
        lacking = []
        for validates, nothing, words in (
            (validates_body(method), _has_no_model(method), "no model for the body"),
            (validates_parameters(method), _requires_nothing(method), "no required parameter"),
        ):
            if validates is Answer.MAYBE or (validates is Answer.YES and not nothing):
                return
            if validates is Answer.YES:
                lacking.append(words)
        yield self.finding(
            written.span,
            f"request validator has nothing to check: {method_label(method)} has {' and '.join(lacking)}",
            related=[(validator.name_span, "the validator")],
        )

    def _found(self, validator: RequestValidator, message: str) -> Finding:
        finding = self.finding(validator.name_span, message)
        finding.address = validator.address
        return finding


def _used(api: Api) -> set[int] | None:
    """Returns the validators that methods use; ``None`` where another may be meant, or other methods may use one."""
    if not (api.declared and api.methods.complete):
        return None
    used = set()
    for method in api.methods:
        written = method.request_validator_id
        if method.request_validator is not None:
            used.add(id(method.request_validator))
        elif not (isinstance(written, Absent) or (isinstance(written, Known) and written.value in (None, ""))):
            return None
    return used


def _is_off(validator: RequestValidator) -> bool:
    return is_on(validator.validate_request_body) is is_on(validator.validate_request_parameters) is Answer.NO


def _has_no_model(method: Method) -> bool:
    written = method.request_models
    if isinstance(written, Table):
        return written.complete and not list(body_models(method))
    return isinstance(written, Absent)


def _requires_nothing(method: Method) -> bool:
    parameters = declared(method)
    return parameters is not None and all(isinstance(e.value, Known) and e.value.value is not True for e in parameters.values())
