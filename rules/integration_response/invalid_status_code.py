"""The rule invalid-status-code."""

from __future__ import annotations

from apigw_lint.regexp import regexp
from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import strings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import IntegrationResponse, MethodResponse
    from apigw_lint.rule import Finding
    from apigw_lint.value import Value

_STATUS = regexp(r"[1-5][0-9][0-9]")


class InvalidStatusCode(Rule):
    """
    Status code that is none.

    ## What it does
    Finds status codes of method responses and integration responses that are not three digits from 100 to 599.

    ## Why is this bad?
    API Gateway refuses the response.

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
            - StatusCode: 4XX
          Integration:
            Type: HTTP
            IntegrationHttpMethod: GET
            Uri: https://pets.example.com/
            IntegrationResponses:
              - StatusCode: 200
              - StatusCode: 4XX
                SelectionPattern: 4\\d{2}
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
            - StatusCode: 400
          Integration:
            Type: HTTP
            IntegrationHttpMethod: GET
            Uri: https://pets.example.com/
            IntegrationResponses:
              - StatusCode: 200
              - StatusCode: 400
                SelectionPattern: 4\\d{2}
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/api/API_PutIntegrationResponse.html
    - https://docs.aws.amazon.com/apigateway/latest/api/API_PutMethodResponse.html
    """

    consequence = Consequence.REJECTED

    def check_integration_response(self, response: IntegrationResponse) -> Iterator[Finding]:
        """Looks at the status of an integration response."""
        yield from self._status(response.status_code)

    def check_method_response(self, response: MethodResponse) -> Iterator[Finding]:
        """Looks at the status of a method response."""
        yield from self._status(response.status_code)

    def _status(self, value: Value) -> Iterator[Finding]:
        for status in strings(value):
            if not _STATUS.fullmatch(status.value):
                yield self.finding(status.span, f"{status.value or 'an empty text'} is no status code: 100 to 599")
