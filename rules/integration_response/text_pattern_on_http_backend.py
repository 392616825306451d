"""The rule text-pattern-on-http-backend."""

from __future__ import annotations

from apigw_lint.languages.globs import looks_like_glob
from apigw_lint.languages.responses import STATUS, compared, patterns
from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import Answer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import IntegrationResponse
    from apigw_lint.rule import Finding


class TextPatternOnHttpBackend(Rule):
    """
    Selection pattern that no status code matches.

    ## What it does
    Finds selection patterns on HTTP backends, mocks and AWS services other than Lambda that match none of the status codes 100 to 599:
    `Not Found`, `.*error.*`, `4\\d`.

    ## Why is this bad?
    There the pattern is compared with the status code of the backend's answer, and has to match the whole of it. This one never selects
    anything: what it is for is answered by the default response.

    ## Example
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    paths:
      /pets/{id}:
        get:
          responses:
            "200": {description: the pet}
            "404": {description: no such pet}
          x-amazon-apigateway-integration:
            type: http
            httpMethod: GET
            uri: https://pets.example.com/
            responses:
              default: {statusCode: "200"}
              .*Not Found.*: {statusCode: "404"}
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
          x-amazon-apigateway-integration:
            type: http
            httpMethod: GET
            uri: https://pets.example.com/
            responses:
              default: {statusCode: "200"}
              "404": {statusCode: "404"}
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/api/API_IntegrationResponse.html
    """

    consequence = Consequence.BROKEN
    needs = ("integration_response.selection_pattern",)
    stage = "integration response"

    def check_integration_response(self, response: IntegrationResponse) -> Iterator[Finding]:
        """Looks at the pattern of a response."""
        if response.integration is None or compared(response.integration) != STATUS:
            return
        for written, pattern in patterns(response):
            if pattern.some_status() is Answer.NO and not looks_like_glob(written.value):
                yield self.finding(
                    written.span,
                    f"selection pattern {written.value} is matched against the status code of the backend, and matches none",
                    related=[(response.integration.type.span, "answers with a status code")],
                )
