"""The rule several-default-integration-responses."""

from __future__ import annotations

from apigw_lint.languages.responses import is_default, maps_responses, status_of
from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import Answer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Integration, IntegrationResponse
    from apigw_lint.rule import Finding


class SeveralDefaultIntegrationResponses(Rule):
    """
    More than one integration response without a selection pattern.

    ## What it does
    Finds integrations of which several responses have no selection pattern, or an empty one.

    ## Why is this bad?
    All of them are the default. API Gateway takes one, and the others are never chosen.

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
            - StatusCode: 404
          Integration:
            Type: HTTP
            IntegrationHttpMethod: GET
            Uri: https://pets.example.com/
            IntegrationResponses:
              - StatusCode: 200
              - StatusCode: 404
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
            - StatusCode: 404
          Integration:
            Type: HTTP
            IntegrationHttpMethod: GET
            Uri: https://pets.example.com/
            IntegrationResponses:
              - StatusCode: 200
              - StatusCode: 404
                SelectionPattern: "404"
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-integration-settings-integration-response.html
    """

    consequence = Consequence.MISLEADING
    stage = "integration response"

    def check_integration(self, integration: Integration) -> Iterator[Finding]:
        """Looks for further defaults."""
        if not maps_responses(integration):
            return
        first: IntegrationResponse | None = None
        for response in integration.responses:
            if not response.certain or is_default(response) is not Answer.YES:
                continue
            if first is None:
                first = response
                continue
            status, other = status_of(response), status_of(first)
            # Two of one status are one: duplicate-integration-response speaks of them.
            if status is not None and other is not None and status != other:
                finding = self.finding(
                    response.name_span,
                    f"a second integration response without a selection pattern, for {status}: only one is ever chosen",
                    related=[(first.name_span, f"has no selection pattern either, for {other}")],
                )
                finding.address = response.address
                yield finding
