"""The rule content-conversion-with-template."""

from __future__ import annotations

from apigw_lint.languages.backend import backend, templates
from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import Answer, equals

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Integration, IntegrationResponse
    from apigw_lint.rule import Finding
    from apigw_lint.value import Value


class ContentConversionWithTemplate(Rule):
    """
    Conversion to binary together with a mapping template.

    ## What it does
    Finds integrations and integration responses with the content handling `CONVERT_TO_BINARY` and a template.

    ## Why is this bad?
    A template reads and writes text. Calls that the template applies to are answered with 500.

    ## Example
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    paths:
      /pets:
        post:
          responses: {"200": {description: ok}, "502": {description: it failed}}
          x-amazon-apigateway-integration:
            type: http
            httpMethod: POST
            uri: https://pets.example.com/
            contentHandling: CONVERT_TO_BINARY
            passthroughBehavior: never
            requestTemplates: {application/json: $input.body}
            responses: {default: {statusCode: "200"}, '[45]\\d{2}': {statusCode: "502"}}
    ```

    ## Use instead
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    paths:
      /pets:
        post:
          responses: {"200": {description: ok}, "502": {description: it failed}}
          x-amazon-apigateway-integration:
            type: http
            httpMethod: POST
            uri: https://pets.example.com/
            contentHandling: CONVERT_TO_TEXT
            passthroughBehavior: never
            requestTemplates: {application/json: $input.body}
            responses: {default: {statusCode: "200"}, '[45]\\d{2}': {statusCode: "502"}}
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-payload-encodings-workflow.html
    """

    consequence = Consequence.BROKEN
    needs = ("integration.content_handling", "integration_response.content_handling")
    stage = "integration request"

    def check_integration(self, integration: Integration) -> Iterator[Finding]:
        """Looks at the conversion of requests."""
        if backend(integration).type in ("AWS", "HTTP"):
            yield from self._conversion(integration.content_handling, integration.request_templates, "requests")

    def check_integration_response(self, response: IntegrationResponse) -> Iterator[Finding]:
        """Looks at the conversion of responses."""
        if response.integration is not None and backend(response.integration).type in ("AWS", "HTTP"):
            yield from self._conversion(response.content_handling, response.response_templates, "responses")

    def _conversion(self, handling: Value, written: Value, what: str) -> Iterator[Finding]:
        applying = templates(written)
        if applying and equals(handling, "CONVERT_TO_BINARY") is Answer.YES:
            key = applying[0][0]
            yield self.finding(
                handling.span,
                f"CONVERT_TO_BINARY and a template do not go together: {what} of type {key.value} fail with 500",
                related=[(key.span, "the template")],
            )
