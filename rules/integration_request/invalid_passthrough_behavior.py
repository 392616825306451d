"""The rule invalid-passthrough-behavior."""

from __future__ import annotations

from apigw_lint.facts.enums import PASSTHROUGH_BEHAVIORS, nearest
from apigw_lint.rule import Consequence, Fix, Rule
from apigw_lint.value import literals

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Integration
    from apigw_lint.rule import Finding


class InvalidPassthroughBehavior(Rule):
    """
    Passthrough behavior that API Gateway has not.

    ## What it does
    Finds passthrough behaviors other than `WHEN_NO_MATCH`, `WHEN_NO_TEMPLATES` and `NEVER`.

    ## Why is this bad?
    API Gateway refuses the integration.

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
            passthroughBehavior: when_no_template
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
            passthroughBehavior: when_no_templates
            requestTemplates: {application/json: '{"statusCode": 200}'}
            responses: {default: {statusCode: "200"}}
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/integration-passthrough-behaviors.html
    """

    consequence = Consequence.REJECTED
    kinds = ("REST", "WEBSOCKET")
    needs = ("integration.passthrough_behavior",)
    stage = "integration request"

    def check_integration(self, integration: Integration) -> Iterator[Finding]:
        """Looks at the passthrough behavior."""
        for written in literals(integration.passthrough_behavior, str):
            if written.value not in PASSTHROUGH_BEHAVIORS:
                near = nearest(written.value, PASSTHROUGH_BEHAVIORS)
                edit = written.replaced(near) if near else None
                yield self.finding(
                    written.span,
                    f"passthrough behavior {written.value or 'is empty: it'} is none of {', '.join(PASSTHROUGH_BEHAVIORS)}",
                    fix=Fix(f"write {near}", [edit], safe=False) if edit else None,
                )
