"""The rule invalid-json-path."""

from __future__ import annotations

from functools import lru_cache

from apigw_lint.languages.templates import is_evaluated, templates_of
from apigw_lint.rule import Consequence, Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.languages.velocity.nodes import Call, Expression, Template
    from apigw_lint.model import Integration, IntegrationResponse
    from apigw_lint.rule import Finding


class InvalidJsonPath(Rule):
    """
    Argument of `$input.json` or `$input.path` that is no JSONPath.

    ## What it does
    Finds texts in `$input.json('...')` and `$input.path('...')` that are no JSONPath: brackets and quotes that are never closed, names in
    brackets without quotes, blanks in names, dots at the end.

    ## Why is this bad?
    The path is compiled when a request comes, and every request fails.

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
                    {"pets": $input.json('$.pets[0')}
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
                    {"pets": $input.json('$.pets[0]')}
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html
    - https://github.com/json-path/JsonPath
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
        if not is_evaluated(part):
            return
        for template in templates_of(part):
            if "$" in template.text:
                for start, end, message in _faults(template.tree, template.text):
                    yield self.finding(template.at(start, end), message)


@lru_cache(400)
def _faults(tree: Template, text: str) -> tuple[tuple[int, int, str], ...]:
    """Returns where a template has no JSONPath where it should, and why it is none; many methods have the same template."""
    return tuple(fault for call in _calls(tree) if (fault := _fault(call, call.arguments[0], text)) is not None)


def _fault(call: Call, argument: Expression, text: str) -> tuple[int, int, str] | None:
    from apigw_lint.languages import json_path
    from apigw_lint.languages.velocity.nodes import Boolean, ListLiteral, MapLiteral, Number, Range, String

    if isinstance(argument, (Boolean, ListLiteral, MapLiteral, Number, Range)):
        shown = text[argument.start : argument.end]
        return argument.start, argument.end, f"{call.name} takes a JSONPath in quotes, not {shown}"
    if not isinstance(argument, String) or argument.literal is None:
        return None
    error = json_path.check(argument.literal)
    if error is None:
        return None
    start = argument.start + 1
    plain = argument.literal == text[start : argument.end - 1] and error.start < error.end
    place = (start + error.start, start + error.end) if plain else (argument.start, argument.end)
    return *place, f"{argument.literal or 'an empty text'} is no JSONPath: {error.message}"


def _calls(tree: Template) -> Iterator[Call]:
    """Yields the calls of ``$input.json`` and ``$input.path`` with one argument."""
    from apigw_lint.languages.velocity.nodes import Call, Reference
    from apigw_lint.languages.velocity.walking import nodes_of

    for node in nodes_of(tree.body):
        if isinstance(node, Reference) and node.name == "input" and node.accesses:
            call = node.accesses[0]
            if isinstance(call, Call) and call.name in ("json", "path") and len(call.arguments) == 1:
                yield call
