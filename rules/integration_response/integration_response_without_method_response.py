"""The rule integration-response-without-method-response."""

from __future__ import annotations

from apigw_lint.languages.responses import lacks_status, maps_responses, maps_to, status_of
from apigw_lint.rule import Consequence, Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import IntegrationResponse, Method
    from apigw_lint.rule import Finding


class IntegrationResponseWithoutMethodResponse(Rule):
    """
    Integration response for a status that the method does not declare.

    ## What it does
    Finds integration responses whose status code no method response of the same method has. Proxy integrations, which pass answers on as
    they are, are let be.

    ## Why is this bad?
    It deploys. A call whose answer is mapped to that status then ends in 500 `Internal server error`, with `Output mapping refers to an
    invalid method response` in the log. Where the integration response also maps a header, API Gateway refuses it.

    ## Example
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    paths:
      /pets/{id}:
        get:
          responses:
            "200": {description: the pet}
          x-amazon-apigateway-integration:
            type: http
            httpMethod: GET
            uri: https://pets.example.com/
            responses:
              default: {statusCode: "200"}
              "404": {statusCode: "404"}
              5\\d{2}: {statusCode: "500"}
    ```

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
          Integration:
            Type: HTTP
            IntegrationHttpMethod: GET
            Uri: https://pets.example.com/
            IntegrationResponses:
              - StatusCode: 200
              - StatusCode: 404
                SelectionPattern: "404"
    ```

    ## Use instead
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    paths:
      /pets/{id}:
        get:
          responses:
            "200": {description: the pet}
            "404": {description: no such pet}
            "500": {description: the backend failed}
          x-amazon-apigateway-integration:
            type: http
            httpMethod: GET
            uri: https://pets.example.com/
            responses:
              default: {statusCode: "200"}
              "404": {statusCode: "404"}
              5\\d{2}: {statusCode: "500"}
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-integration-settings-integration-response.html
    """

    consequence = Consequence.BROKEN
    stage = "integration response"

    def check_method(self, method: Method) -> Iterator[Finding]:
        """Compares the statuses of the two sides of a method."""
        integration = method.integration
        # A method without any response is the matter of non-proxy-method-without-method-response.
        if integration is None or not len(method.responses) or not maps_responses(integration):
            return
        for response in integration.responses:
            status = status_of(response)
            if status is not None and lacks_status(method, status):
                yield self._missing(method, response, status)

    def _missing(self, method: Method, response: IntegrationResponse, status: str) -> Finding:
        header = next((key for key, _ in maps_to(response) if key.value.startswith("method.response.header.")), None)
        words = f"no method response for status {status}: "
        finding = self.finding(
            response.status_code.span,
            words + (f"API Gateway refuses the mapping to {header.value}" if header else "calls that end here are answered with 500"),
            related=[(other.name_span, f"declares {status_of(other)}") for other in method.responses],
            help=f"declare a method response for {status}",
            consequence=Consequence.REJECTED if header else Consequence.BROKEN,
        )
        finding.address = response.address
        return finding
