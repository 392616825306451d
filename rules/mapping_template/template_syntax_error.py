"""The rule template-syntax-error."""

from __future__ import annotations

from apigw_lint.languages.velocity.reading import MAX_SIZE, requests, responses
from apigw_lint.regexp import regexp
from apigw_lint.rule import Consequence, Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.languages.velocity.reading import Reading
    from apigw_lint.model import Integration, IntegrationResponse
    from apigw_lint.rule import Finding

_PLACEHOLDER = regexp(r"\$\{[^{}$#\n]*\}")


class TemplateSyntaxError(Rule):
    """
    Mapping template that is not Velocity.

    ## What it does
    Finds directives without their end or their parentheses, quotes, brackets and comments that are never closed, expressions that are
    none, and nesting that no engine follows, at their line and column. A template with parts that are not known before deployment is
    not judged.

    ## Why is this bad?
    API Gateway takes any text for a template. It fails when the template is run: every call is answered with 500.

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
            requestTemplates:
              application/json: |
                  {
                    #if ($input.path('$.name') != "")
                    "name": $input.json('$.name'),
                    "id": $input.json('$.id')
                  }
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
            requestTemplates:
              application/json: |
                  {
                    #if ($input.path('$.name') != "")
                    "name": $input.json('$.name'),
                    #end
                    "id": $input.json('$.id')
                  }
            responses: {default: {statusCode: "200"}, '[45]\\d{2}': {statusCode: "502"}}
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/models-mappings.html
    - https://velocity.apache.org/engine/1.7/user-guide.html
    """

    consequence = Consequence.BROKEN
    kinds = ("REST", "WEBSOCKET")
    needs = ("integration.request_templates", "integration_response.response_templates")

    def check_integration(self, integration: Integration) -> Iterator[Finding]:
        """Looks at the request templates."""
        for template in requests(integration):
            yield from self._template(template)

    def check_integration_response(self, response: IntegrationResponse) -> Iterator[Finding]:
        """Looks at the response templates."""
        for template in responses(response):
            yield from self._template(template)

    def _template(self, template: Reading) -> Iterator[Finding]:
        if template.size > MAX_SIZE:
            return
        for error in template.parsed()[1]:
            if error.certain and not _is_placeholder(template, error.start):
                yield self.finding(template.at(error.start, error.end), f"no Velocity: {error.message}")


def _is_placeholder(template: Reading, at: int) -> bool:
    """Returns whether what stands here may be filled in before API Gateway reads it, as ``${AWS::Region}`` in an OpenAPI document."""
    api = template.integration.api
    return api is not None and api.format == "openapi" and bool(_PLACEHOLDER.match(template.text, at))
