"""The rule unknown-context-variable."""

from __future__ import annotations

from apigw_lint.facts.context import in_templates, is_variable
from apigw_lint.facts.enums import nearest
from apigw_lint.languages.templates import mistakes_of
from apigw_lint.regexp import regexp
from apigw_lint.rule import Consequence, Fix, Rule
from apigw_lint.value import entries, strings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Integration, IntegrationResponse
    from apigw_lint.rule import Finding
    from apigw_lint.value import Value

_MAPPED = regexp(r"^context\.([\w.]+)$")
_IN_HTTP_APIS = regexp(r"(?:^\$|\$\{)context\.([\w.]*\w)")
_KINDS = {"REST": "a REST API", "HTTP": "an HTTP API", "WEBSOCKET": "a WebSocket API"}


class UnknownContextVariable(Rule):
    """
    Variable under $context that mapping templates or parameter mappings do not have.

    ## What it does
    Finds names under `$context` that API Gateway does not have, that it has in access logs or gateway responses only, or that another kind
    of API has, in mapping templates and in parameter mappings. What an authorizer returns, and what templates themselves set, may have
    any name.

    ## Why is this bad?
    There is never a value: the backend or the caller gets a text without it in every request.

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
                    {"latency": "$context.integrationLatency"}
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
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-mapping-template-reference.html
    """

    consequence = Consequence.BROKEN
    kinds = ("REST", "HTTP", "WEBSOCKET")
    needs = (
        "integration.request_templates",
        "integration.request_parameters",
        "integration.response_parameters",
        "integration_response.response_templates",
        "integration_response.response_parameters",
    )

    def check_integration(self, integration: Integration) -> Iterator[Finding]:
        """Looks at the request templates, and at the mappings."""
        kind = integration.api.kind if integration.api is not None else "REST"
        yield from self._mappings(integration.request_parameters, kind)
        if kind == "HTTP":
            for _, mappings in entries(integration.response_parameters):
                yield from self._mappings(mappings, kind)
        else:
            yield from self._check(integration)

    def check_integration_response(self, response: IntegrationResponse) -> Iterator[Finding]:
        """Looks at the response templates, and at the mappings."""
        api = response.integration.api if response.integration is not None else None
        if api is not None and api.kind != "HTTP":
            yield from self._mappings(response.response_parameters, api.kind)
            yield from self._check(response)

    def _mappings(self, mappings: Value, kind: str) -> Iterator[Finding]:
        """Looks at mappings. Which variables are for logs only no table says of the mappings of HTTP APIs."""
        for _, value in entries(mappings):
            for written in strings(value):
                for match in (_IN_HTTP_APIS if kind == "HTTP" else _MAPPED).finditer(written.value):
                    if not is_variable(match[1], kind):
                        near = nearest(match[1], [variable.name for variable in in_templates(kind)])
                        yield self.finding(
                            written.at(match.start(1), match.end(1)),
                            f"context.{match[1]} is no variable of {_KINDS[kind]}{f'; {near} is close' if near else ''}",
                        )

    def _check(self, part: Integration | IntegrationResponse) -> Iterator[Finding]:
        for template, mistake in mistakes_of(part):
            if mistake.kind == "context":
                edit = template.replaced(mistake.start, mistake.end, mistake.replacement) if mistake.replacement else None
                fix = Fix(f"write {mistake.replacement}", [edit], safe=mistake.certain) if edit else None
                yield self.finding(template.at(mistake.start, mistake.end), mistake.message, fix=fix)
