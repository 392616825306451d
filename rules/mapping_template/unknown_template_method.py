"""The rule unknown-template-method."""

from __future__ import annotations

from apigw_lint.languages.templates import mistakes_of
from apigw_lint.rule import Consequence, Fix, Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Integration, IntegrationResponse
    from apigw_lint.rule import Finding


class UnknownTemplateMethod(Rule):
    """
    Member or method that a value in a mapping template does not have.

    ## What it does
    Finds members that `$input`, `$util`, `$foreach`, texts, numbers, lists and maps do not have, and calls with a wrong number of
    arguments. Values that are only known at run time, such as `$input.path(...)`, may have any.

    ## Why is this bad?
    Velocity finds nothing there and has no value, in every request. Helpers of AWS AppSync such as `$util.toJson` are the usual case: API
    Gateway does not have them.

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
            requestTemplates: {application/json: '{"statusCode": 200}'}
            responses:
              default:
                statusCode: "200"
                responseTemplates:
                  application/json: |
                    {"length": $input.body.size()}
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
            responses:
              default:
                statusCode: "200"
                responseTemplates:
                  application/json: |
                    {"length": $input.body.length()}
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-mapping-template-reference.html
    """

    consequence = Consequence.BROKEN
    kinds = ("REST", "WEBSOCKET")
    needs = ("integration.request_templates", "integration_response.response_templates")

    def check_integration(self, integration: Integration) -> Iterator[Finding]:
        """Looks at the request templates."""
        yield from self._check(integration)

    def check_integration_response(self, response: IntegrationResponse) -> Iterator[Finding]:
        """Looks at the response templates."""
        yield from self._check(response)

    def _check(self, part: Integration | IntegrationResponse) -> Iterator[Finding]:
        for template, mistake in mistakes_of(part):
            if mistake.kind == "member":
                edit = template.replaced(mistake.start, mistake.end, mistake.replacement) if mistake.replacement else None
                fix = Fix(f"write {mistake.replacement}", [edit], safe=mistake.certain) if edit else None
                yield self.finding(template.at(mistake.start, mistake.end), mistake.message, fix=fix)
