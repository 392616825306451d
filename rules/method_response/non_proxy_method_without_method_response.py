"""The rule non-proxy-method-without-method-response."""

from __future__ import annotations

from apigw_lint.languages.responses import maps_responses, maps_to, status_of
from apigw_lint.rule import Consequence, Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Method
    from apigw_lint.rule import Finding


class NonProxyMethodWithoutMethodResponse(Rule):
    """
    Method that declares no response, though its integration is no proxy.

    ## What it does
    Finds methods without any method response whose integration has integration responses that API Gateway reads.

    ## Why is this bad?
    It deploys. Every call then ends in 500, also where the backend answered well: there is no method response to map the answer to. Where
    an integration response also maps a header, API Gateway refuses it: `No method response exists for method`.

    ## Example
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    paths:
      /pets:
        get:
          x-amazon-apigateway-integration:
            type: mock
            requestTemplates: {application/json: '{"statusCode": 200}'}
            responses:
              default: {statusCode: "200"}
    ```

    ## Use instead
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    paths:
      /pets:
        get:
          responses:
            "200": {description: all pets}
          x-amazon-apigateway-integration:
            type: mock
            requestTemplates: {application/json: '{"statusCode": 200}'}
            responses:
              default: {statusCode: "200"}
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-settings-method-response.html
    """

    consequence = Consequence.BROKEN
    stage = "method response"

    def check_method(self, method: Method) -> Iterator[Finding]:
        """Compares the two response stages of a method."""
        integration = method.integration
        if integration is None or not method.responses.lacking() or not len(integration.responses) or not maps_responses(integration):
            return
        headers = [key for response in integration.responses for key, _ in maps_to(response)]
        mapped = next((key for key in headers if key.value.startswith("method.response.header.")), None)
        yield self.finding(
            method.name_span,
            "the method declares no response: "
            + (f"API Gateway refuses the mapping to {mapped.value}" if mapped else "every call is answered with 500"),
            related=[(r.name_span, f"an integration response for {status_of(r) or 'some status'}") for r in integration.responses],
            help="declare a method response for each status of the integration responses",
            consequence=Consequence.REJECTED if mapped else Consequence.BROKEN,
        )
