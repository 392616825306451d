"""The rule invalid-response-mapping."""

from __future__ import annotations

from apigw_lint.languages.mapping import MappingError, quoted, response_key, response_value
from apigw_lint.languages.responses import is_imported, maps_responses
from apigw_lint.rule import Consequence, Fix, Rule
from apigw_lint.value import Absent, Known, Text, literals, masked, scalar_text, tables

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from apigw_lint.languages.mapping import MappingSource
    from apigw_lint.model import IntegrationResponse
    from apigw_lint.rule import Finding
    from apigw_lint.value import Value


class InvalidResponseMapping(Rule):
    """
    Response parameter mapping that API Gateway does not understand.

    ## What it does
    Finds keys of an integration response's parameter mappings other than `method.response.header.X`, and values other than
    `integration.response.header.X`, `integration.response.multivalueheader.X`, `integration.response.body` with a JSONPath,
    `stageVariables.x`, `context.x` and static text in single quotes.

    ## Why is this bad?
    API Gateway refuses the integration response with `Invalid mapping expression specified`.

    ## Example
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    paths:
      /pets:
        get:
          responses:
            "200": {description: all pets, headers: {Cache-Control: {schema: {type: string}}}}
          x-amazon-apigateway-integration:
            type: mock
            requestTemplates: {application/json: '{"statusCode": 200}'}
            responses:
              default:
                statusCode: "200"
                responseParameters:
                  method.response.header.Cache-Control: no-store
    ```

    ## Use instead
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    paths:
      /pets:
        get:
          responses:
            "200": {description: all pets, headers: {Cache-Control: {schema: {type: string}}}}
          x-amazon-apigateway-integration:
            type: mock
            requestTemplates: {application/json: '{"statusCode": 200}'}
            responses:
              default:
                statusCode: "200"
                responseParameters:
                  method.response.header.Cache-Control: "'no-store'"
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/request-response-data-mappings.html
    """

    consequence = Consequence.REJECTED
    kinds = ("REST", "WEBSOCKET")
    needs = ("integration_response.response_parameters",)
    stage = "integration response"

    def check_integration_response(self, response: IntegrationResponse) -> Iterator[Finding]:
        """Looks at the mappings of a response."""
        if response.integration is None or not maps_responses(response.integration):
            return
        for table in tables(response.response_parameters):
            for entry in table.entries:
                if not isinstance(entry.value, Absent):
                    yield from self._side(entry.key, response_key)
                    yield from self._value(entry.value, is_imported(response.integration.api))

    def _value(self, value: Value, imported: bool) -> Iterator[Finding]:
        for scalar in literals(value):
            if isinstance(scalar.value, (bool, int, float)):
                text = scalar_text(scalar.value)
                words = f"{text} is no string: the importer drops the mapping" if imported else _unquoted(text)
                consequence = Consequence.IGNORED if imported else self.consequence
                yield self.finding(scalar.span, words, consequence=consequence, fix=_replaced(scalar, quoted(text)))
            elif isinstance(scalar.value, str):
                yield from self._side(scalar, response_value)
        if isinstance(value, Text):
            yield from self._side(value, response_value)

    def _side(self, value: Value, read: Callable[[str], MappingSource | MappingError]) -> Iterator[Finding]:
        text = masked(value)
        # AWS's pages on WebSocket APIs write route where the service model writes method.
        if text is None or not isinstance(value, (Known, Text)) or text.startswith("route."):
            return
        error = read(text)
        # Not certain: a dollar sign before context and stageVariables, which one of AWS's pages allows, and an empty value.
        if isinstance(error, MappingError) and error.certain:
            place = value.at(error.start, error.end) if error.end > error.start else value.span
            yield self.finding(place, error.message, fix=_replaced(value, error.suggestion))


def _unquoted(text: str) -> str:
    return f"static value {text} needs single quotes: {quoted(text)}"


def _replaced(value: Value, suggestion: str | None) -> Fix | None:
    edit = value.replaced(suggestion) if suggestion is not None and isinstance(value, Known) else None
    return Fix(f"write {suggestion}", [edit]) if edit else None
