"""The rule unencoded-form-template."""

from __future__ import annotations

from apigw_lint.languages.velocity.reading import is_of_request, requests
from apigw_lint.rule import Consequence, Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Integration
    from apigw_lint.rule import Finding


class UnencodedFormTemplate(Rule):
    """
    Value in a form-encoded template that is not encoded.

    ## What it does
    Finds values of the request in templates that print a form, such as `Action=SendMessage&MessageBody=...`, without `$util.urlEncode`.

    ## Why is this bad?
    An `&`, a `+` or a `%` in the value cuts or changes it, and a caller who writes `&QueueUrl=...` adds fields to the call.

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
            requestParameters: {integration.request.header.Content-Type: "'application/x-www-form-urlencoded'"}
            requestTemplates:
              application/json: |
                  Action=SendMessage&MessageBody=$input.body
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
            requestParameters: {integration.request.header.Content-Type: "'application/x-www-form-urlencoded'"}
            requestTemplates:
              application/json: |
                  Action=SendMessage&MessageBody=$util.urlEncode($input.body)
            responses: {default: {statusCode: "200"}, '[45]\\d{2}': {statusCode: "502"}}
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html
    """

    consequence = Consequence.MISLEADING
    kinds = ("REST", "WEBSOCKET")
    needs = ("integration.request_templates",)

    def check_integration(self, integration: Integration) -> Iterator[Finding]:
        """Looks at the request templates."""
        for template in requests(integration):
            if "=" not in template.text or "$" not in template.text or not template.is_sound:
                continue
            for hole, name in template.form_values():
                if hole.kind in ("json", "escaped", "repaired") or is_of_request(hole.origin, hole.kind):
                    text = template.text[hole.start : hole.end]
                    yield self.finding(
                        template.at(hole.start, hole.end),
                        f"{text} stands unencoded in the form{f' as {name}' if name else ''}: an & in it starts another field",
                        help=f"write $util.urlEncode({text})",
                    )
