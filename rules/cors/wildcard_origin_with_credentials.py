"""The rule wildcard-origin-with-credentials."""

from __future__ import annotations

from apigw_lint.languages.cors import CREDENTIALS, GATEWAY_RESPONSE, ORIGIN, RESPONSE, response_headers
from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import items, known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Api, GatewayResponse, IntegrationResponse
    from apigw_lint.rule import Finding
    from apigw_lint.value import Value


class WildcardOriginWithCredentials(Rule):
    """
    Any origin allowed together with credentials.

    ## What it does
    Finds responses that send `Access-Control-Allow-Origin: *` and `Access-Control-Allow-Credentials: true`, and HTTP APIs whose CORS
    configuration allows credentials from `*`.

    ## Why is this bad?
    Browsers refuse the combination: a call with cookies or an Authorization header is answered, and its answer kept from the page.
    For HTTP APIs, API Gateway refuses the configuration itself.

    ## Example
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    paths: {}
    x-amazon-apigateway-gateway-responses:
      UNAUTHORIZED:
        responseParameters:
          gatewayresponse.header.Access-Control-Allow-Origin: "'*'"
          gatewayresponse.header.Access-Control-Allow-Credentials: "'true'"
    ```

    ## Use instead
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    paths: {}
    x-amazon-apigateway-gateway-responses:
      UNAUTHORIZED:
        responseParameters:
          gatewayresponse.header.Access-Control-Allow-Origin: "'https://pets.example.com'"
          gatewayresponse.header.Access-Control-Allow-Credentials: "'true'"
    ```

    ## References
    - https://fetch.spec.whatwg.org/#cors-protocol-and-credentials
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html
    """

    consequence = Consequence.BROKEN
    kinds = ("REST", "HTTP")
    needs = (
        "api.cors",
        "gateway_response.response_parameters",
        "integration_response.response_parameters=METHOD.RESPONSE.HEADER.ACCESS-CONTROL-ALLOW-ORIGIN",
    )
    stage = "integration response"

    def check_api(self, api: Api) -> Iterator[Finding]:
        """Looks at the CORS configuration of an HTTP API."""
        cors = api.cors
        if cors is None or known(cors.allow_credentials, bool) is not True:
            return
        for origin in items(cors.allow_origins):
            if known(origin, str) == "*":
                yield self.finding(
                    origin.span,
                    "credentials cannot be allowed from *: name the origins",
                    related=[(cors.allow_credentials.span, "allows credentials")],
                    consequence=Consequence.REJECTED,
                )

    def check_integration_response(self, response: IntegrationResponse) -> Iterator[Finding]:
        """Looks at the headers of an integration response."""
        yield from self._headers(response.response_parameters, RESPONSE)

    def check_gateway_response(self, response: GatewayResponse) -> Iterator[Finding]:
        """Looks at the headers of a gateway response."""
        yield from self._headers(response.response_parameters, GATEWAY_RESPONSE)

    def _headers(self, parameters: Value, prefix: str) -> Iterator[Finding]:
        headers = response_headers(parameters, prefix)
        origin, credentials = headers.get(ORIGIN), headers.get(CREDENTIALS)
        if origin is None or credentials is None:
            return
        if known(origin[1], str) == "'*'" and known(credentials[1], str) == "'true'":
            yield self.finding(
                origin[1].span,
                "browsers refuse * together with credentials: name one origin",
                related=[(credentials[1].span, "allows credentials")],
            )
