"""The rule invalid-response-parameter."""

from __future__ import annotations

from apigw_lint.languages.mapping import MappingError, response_key, response_value
from apigw_lint.languages.responses import is_imported
from apigw_lint.rule import Consequence, Fix, Rule
from apigw_lint.value import Absent, Known, Text, masked, strings, tables

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import MethodResponse
    from apigw_lint.rule import Finding
    from apigw_lint.value import Value


class InvalidResponseParameter(Rule):
    """
    Response parameter that is no declaration of a header.

    ## What it does
    Finds response parameters of method responses whose key is not `method.response.header.X`, and values that are neither true nor false.

    ## Why is this bad?
    API Gateway refuses the method response. A method response only declares the header; what is sent in it stands in the integration
    response.

    ## Example
    ```yaml
    Resources:
      Pets:
        Type: AWS::ApiGateway::RestApi
        Properties:
          Name: pets
      GetPets:
        Type: AWS::ApiGateway::Method
        Properties:
          RestApiId: !Ref Pets
          ResourceId: !GetAtt Pets.RootResourceId
          HttpMethod: GET
          AuthorizationType: NONE
          MethodResponses:
            - StatusCode: 200
              ResponseParameters:
                method.response.header.Cache-Control: "'no-store'"
          Integration:
            Type: MOCK
    ```

    ## Use instead
    ```yaml
    Resources:
      Pets:
        Type: AWS::ApiGateway::RestApi
        Properties:
          Name: pets
      GetPets:
        Type: AWS::ApiGateway::Method
        Properties:
          RestApiId: !Ref Pets
          ResourceId: !GetAtt Pets.RootResourceId
          HttpMethod: GET
          AuthorizationType: NONE
          MethodResponses:
            - StatusCode: 200
              ResponseParameters:
                method.response.header.Cache-Control: true
          Integration:
            Type: MOCK
            RequestTemplates: {application/json: '{"statusCode": 200}'}
            IntegrationResponses:
              - StatusCode: 200
                ResponseParameters:
                  method.response.header.Cache-Control: "'no-store'"
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/api/API_PutMethodResponse.html
    """

    consequence = Consequence.REJECTED
    needs = ("method_response.response_parameters",)
    stage = "method response"

    def check_method_response(self, response: MethodResponse) -> Iterator[Finding]:
        """Looks at the declared headers of a method response."""
        # A document declares headers by their names: whatever the importer makes of an odd one is recorded nowhere.
        if response.method is None or is_imported(response.method.api):
            return
        for table in tables(response.response_parameters):
            for entry in table.entries:
                if not isinstance(entry.value, Absent):
                    yield from self._key(entry.key)
                    yield from self._value(entry.value)

    def _key(self, key: Value) -> Iterator[Finding]:
        text = masked(key)
        error = response_key(text) if text is not None and isinstance(key, (Known, Text)) else None
        if isinstance(error, MappingError) and isinstance(key, (Known, Text)):
            place = key.at(error.start, error.end) if error.end > error.start else key.span
            edit = key.replaced(error.suggestion) if error.suggestion and isinstance(key, Known) else None
            yield self.finding(place, error.message, fix=Fix(f"write {error.suggestion}", [edit]) if edit else None)

    def _value(self, value: Value) -> Iterator[Finding]:
        for text in strings(value):
            if text.value.lower() not in ("true", "false"):
                mapping = not isinstance(response_value(text.value), MappingError)
                words = "; what is sent in the header stands in the integration response" if mapping else ""
                yield self.finding(text.span, f"{text.value or 'an empty text'} is neither true nor false{words}")
