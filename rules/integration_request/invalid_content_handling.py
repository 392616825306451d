"""The rule invalid-content-handling."""

from __future__ import annotations

from apigw_lint.facts.enums import CONTENT_HANDLING, nearest
from apigw_lint.rule import Consequence, Fix, Rule
from apigw_lint.value import Absent, literals

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Api, Integration, IntegrationResponse
    from apigw_lint.rule import Finding
    from apigw_lint.value import Value


class InvalidContentHandling(Rule):
    """
    Content handling that API Gateway has not.

    ## What it does
    Finds content handling of integrations and integration responses other than `CONVERT_TO_BINARY` and `CONVERT_TO_TEXT`.
    To pass bodies on as they are, leave it out.

    ## Why is this bad?
    API Gateway refuses the integration or the integration response.

    ## Example
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    paths:
      /pets:
        post:
          x-amazon-apigateway-integration:
            type: http_proxy
            httpMethod: POST
            uri: https://pets.example.com/
            contentHandling: PASSTHROUGH
    ```

    ## Use instead
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    paths:
      /pets:
        post:
          x-amazon-apigateway-integration:
            type: http_proxy
            httpMethod: POST
            uri: https://pets.example.com/
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-payload-encodings-workflow.html
    """

    consequence = Consequence.REJECTED
    kinds = ("REST", "WEBSOCKET")
    needs = ("integration.content_handling", "integration_response.content_handling")
    stage = "integration request"

    def check_integration(self, integration: Integration) -> Iterator[Finding]:
        """Looks at the content handling of an integration."""
        yield from self._value(integration.content_handling, integration.api)

    def check_integration_response(self, response: IntegrationResponse) -> Iterator[Finding]:
        """Looks at the content handling of an integration response."""
        yield from self._value(response.content_handling, response.integration.api if response.integration else None)

    def _value(self, value: Value, api: Api | None) -> Iterator[Finding]:
        for written in literals(value, str):
            if not _is_allowed(written.value, api):
                near = nearest(written.value, CONTENT_HANDLING)
                edit = written.replaced(near) if near else None
                yield self.finding(
                    written.span,
                    f"content handling {written.value or 'is empty: it'} is none of {', '.join(CONTENT_HANDLING)}",
                    fix=Fix(f"write {near}", [edit], safe=False) if edit else None,
                )


def _is_allowed(value: str, api: Api | None) -> bool:
    # The importer takes other names in either case; what it does with these is recorded nowhere.
    from_document = api is not None and (api.format == "openapi" or not isinstance(api.body, Absent))
    return (value.upper() if from_document else value) in CONTENT_HANDLING
