"""The rule unknown-template-variable."""

from __future__ import annotations

from apigw_lint.languages.templates import mistakes_of
from apigw_lint.rule import Consequence, Fix, Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Integration, IntegrationResponse
    from apigw_lint.rule import Finding


class UnknownTemplateVariable(Rule):
    """
    Variable in a mapping template that nothing sets.

    ## What it does
    Finds references to variables that neither API Gateway has (`$input`, `$util`, `$context`, `$stageVariables`) nor a `#set` or `#foreach`
    of the same template sets. Tests such as `#if($x)` and `$x == $null`, quiet references (`$!x`), and names that are meant as text
    (`"$schema":`, the variables of a GraphQL query, scripts in HTML) are let be.

    ## Why is this bad?
    Velocity does not fail: it has no value for the variable, in every request, and what the backend or the caller gets is not what was
    meant.

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
                    {"id": "$contxt.requestId"}
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
                    {"id": "$context.requestId"}
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html
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
            if mistake.kind == "variable":
                edit = template.replaced(mistake.start, mistake.end, mistake.replacement) if mistake.replacement else None
                fix = Fix(f"write {mistake.replacement}", [edit], safe=mistake.certain) if edit else None
                yield self.finding(template.at(mistake.start, mistake.end), mistake.message, fix=fix)
