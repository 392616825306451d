"""The rule ignored-mock-settings."""

from __future__ import annotations

from apigw_lint.languages.backend import backend
from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import Known, Reference, Text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Integration
    from apigw_lint.rule import Finding


class IgnoredMockSettings(Rule):
    """
    Mock integration with settings of a backend.

    ## What it does
    Finds a URI, credentials or a connection on `MOCK` integrations.

    ## Why is this bad?
    A mock calls nothing. API Gateway drops these settings, and what reads like a call to a backend is none.

    ## Example
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    paths:
      /pets:
        get:
          responses: {"200": {description: ok}}
          x-amazon-apigateway-integration:
            type: mock
            uri: https://pets.example.com/
            requestTemplates: {application/json: '{"statusCode": 200}'}
            responses: {default: {statusCode: "200"}}
    ```

    ## Use instead
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    paths:
      /pets:
        get:
          responses: {"200": {description: ok}}
          x-amazon-apigateway-integration:
            type: mock
            requestTemplates: {application/json: '{"statusCode": 200}'}
            responses: {default: {statusCode: "200"}}
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-mock-integration.html
    """

    consequence = Consequence.IGNORED
    needs = ("integration.type=MOCK",)
    stage = "integration request"

    def check_integration(self, integration: Integration) -> Iterator[Finding]:
        """Looks at the settings of a mock."""
        if backend(integration).type != "MOCK":
            return
        settings = (
            ("URI", integration.uri),
            ("credentials", integration.credentials),
            ("connection type", integration.connection_type),
            ("connection id", integration.connection_id),
        )
        for name, value in settings:
            written = isinstance(value, (Text, Reference)) or (isinstance(value, Known) and value.value not in (None, "", "INTERNET"))
            if written:
                verb = "have" if name == "credentials" else "has"
                yield self.finding(value.span, f"{name} of a mock {verb} no effect: it calls nothing")
