"""The rule header-that-breaks-the-integration."""

from __future__ import annotations

from apigw_lint.facts.headers import BREAKING, BREAKING_FOR_AWS
from apigw_lint.languages.backend import backend
from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import Table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Integration
    from apigw_lint.rule import Finding

_PREFIX = "integration.request.header."


class HeaderThatBreaksTheIntegration(Rule):
    """
    Mapping into a header that API Gateway writes itself.

    ## What it does
    Finds mappings into `Content-Length`, `Transfer-Encoding`, `X-Amzn-Trace-Id` and `X-Amzn-Apigateway-Api-Id`, and on `AWS` and
    `AWS_PROXY` integrations into `Authorization`, `Connection`, `Expect`, `Proxy-Authenticate` and `TE`.

    ## Why is this bad?
    API Gateway adds these headers to the call itself. With another value from a mapping it answers 500:
    `Execution failed due to configuration error`.

    ## Example
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    paths:
      /pets:
        get:
          x-amazon-apigateway-integration:
            type: http_proxy
            httpMethod: GET
            uri: https://pets.example.com/
            requestParameters:
              integration.request.header.Transfer-Encoding: "'chunked'"
    ```

    ## Use instead
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    paths:
      /pets:
        get:
          x-amazon-apigateway-integration:
            type: http_proxy
            httpMethod: GET
            uri: https://pets.example.com/
            requestParameters:
              integration.request.header.X-Encoding: "'chunked'"
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html
    """

    consequence = Consequence.BROKEN
    needs = ("integration.request_parameters",)
    stage = "integration request"

    def check_integration(self, integration: Integration) -> Iterator[Finding]:
        """Looks at the headers that the mappings write."""
        kind, mappings = backend(integration).type, integration.request_parameters
        if kind in (None, "MOCK") or not isinstance(mappings, Table):
            return
        breaking = BREAKING | BREAKING_FOR_AWS if kind in ("AWS", "AWS_PROXY") else BREAKING
        for key, _ in mappings.known():
            header = key.value[len(_PREFIX) :]
            if key.value.startswith(_PREFIX) and header.lower() in breaking:
                yield self.finding(
                    key.span,
                    f"{header} cannot be mapped into an {kind} integration: a call that gets it is answered with 500",
                )
