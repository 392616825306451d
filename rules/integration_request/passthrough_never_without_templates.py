"""The rule passthrough-never-without-templates."""

from __future__ import annotations

from apigw_lint.languages.backend import backend, lacks_templates, takes_body
from apigw_lint.languages.routes import LIFECYCLE, key_of
from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import Known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Integration
    from apigw_lint.rule import Finding


class PassthroughNeverWithoutTemplates(Rule):
    """
    Integration that takes no body, on a method that is sent one.

    ## What it does
    Finds the passthrough behavior `NEVER` without any request template, on methods that take a body.

    ## Why is this bad?
    `NEVER` lets a body through by a template only; without one, every call with a body is answered with 415.

    ## Example
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    paths:
      /pets:
        post:
          responses: {"200": {description: ok}, "502": {description: the backend fails}}
          x-amazon-apigateway-integration:
            type: http
            httpMethod: POST
            uri: https://pets.example.com/
            passthroughBehavior: never
            responses: {default: {statusCode: "200"}, '[45]\\d{2}': {statusCode: "502"}}
    ```

    ## Use instead
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    paths:
      /pets:
        post:
          responses: {"200": {description: ok}, "502": {description: the backend fails}}
          x-amazon-apigateway-integration:
            type: http
            httpMethod: POST
            uri: https://pets.example.com/
            passthroughBehavior: never
            requestTemplates: {application/json: "$input.json('$')"}
            responses: {default: {statusCode: "200"}, '[45]\\d{2}': {statusCode: "502"}}
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/integration-passthrough-behaviors.html
    """

    consequence = Consequence.BROKEN
    kinds = ("REST", "WEBSOCKET")
    needs = ("integration.passthrough_behavior=NEVER",)
    stage = "integration request"

    def check_integration(self, integration: Integration) -> Iterator[Finding]:
        """Looks for templates where nothing else is let through."""
        behavior = integration.passthrough_behavior
        if not isinstance(behavior, Known) or behavior.value != "NEVER" or backend(integration).type not in ("AWS", "HTTP"):
            return
        if not lacks_templates(integration.request_templates):
            return
        if takes_body(integration.method):
            yield self.finding(behavior.span, "NEVER without a request template: every call with a body is answered with 415")
        elif integration.api is not None and integration.api.kind == "WEBSOCKET" and _takes_messages(integration):
            yield self.finding(behavior.span, "NEVER without a request template: every message is refused")


def _takes_messages(integration: Integration) -> bool:
    """Returns whether an integration of a WebSocket API certainly serves a route that messages come to."""
    route = integration.method
    return route is not None and key_of(route) not in (None, *LIFECYCLE)
