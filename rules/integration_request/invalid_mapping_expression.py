"""The rule invalid-mapping-expression."""

from __future__ import annotations

from apigw_lint.languages import mapping, mapping_v2
from apigw_lint.languages.mapping import MappingError
from apigw_lint.rule import Consequence, Fix, Rule
from apigw_lint.value import Absent, Known, Table, Text, masked, scalar_text, tables

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from apigw_lint.languages.mapping import MappingSource
    from apigw_lint.model import Api, Integration
    from apigw_lint.rule import Finding
    from apigw_lint.value import Value


class InvalidMappingExpression(Rule):
    """
    Parameter mapping that API Gateway does not understand.

    ## What it does
    Finds keys and values of an integration's parameter mappings outside the grammar of this kind of API: static text without single
    quotes, `$context.requestId` with the dollar sign of templates, several values in one, places that do not exist. On HTTP APIs it also
    finds several variables in one value that stand in no braces, and paths into the body that descend recursively or filter.

    ## Why is this bad?
    API Gateway refuses the integration with `Invalid mapping expression specified`. What it takes and cannot read, it sends without the
    value.

    ## Example
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    paths:
      /pets:
        get:
          x-amazon-apigateway-integration:
            type: http_proxy
            httpMethod: GET
            uri: https://pets.example.com/
            requestParameters:
              integration.request.header.X-Source: gateway
    ```

    ## Use instead
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    paths:
      /pets:
        get:
          x-amazon-apigateway-integration:
            type: http_proxy
            httpMethod: GET
            uri: https://pets.example.com/
            requestParameters:
              integration.request.header.X-Source: "'gateway'"
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/request-response-data-mappings.html
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-parameter-mapping.html
    """

    consequence = Consequence.REJECTED
    kinds = ("REST", "HTTP", "WEBSOCKET")
    needs = ("integration.request_parameters", "integration.response_parameters")
    stage = "integration request"

    def check_integration(self, integration: Integration) -> Iterator[Finding]:
        """Looks at the mappings of an integration."""
        kind = integration.api.kind if integration.api is not None else "REST"
        if kind == "HTTP":
            yield from self._http(integration)
            return
        read = mapping.request_value if kind == "REST" else mapping_v2.websocket_value
        for table in tables(integration.request_parameters):
            for entry in table.entries:
                if not isinstance(entry.value, Absent):
                    yield from self._side(entry.key, mapping.request_key)
                    yield from self._scalar(entry.value, integration.api)
                    yield from self._side(entry.value, read)

    def _http(self, integration: Integration) -> Iterator[Finding]:
        for table in tables(integration.request_parameters):
            for entry in table.entries:
                if isinstance(integration.subtype, Absent):
                    yield from self._side(entry.key, mapping_v2.http_request_key)
                yield from self._http_value(entry.value, "request")
        for table in tables(integration.response_parameters):
            for entry in table.entries:
                yield from self._status(entry.key)
                for inner in entry.value.entries if isinstance(entry.value, Table) else ():
                    yield from self._side(inner.key, mapping_v2.http_response_key)
                    yield from self._http_value(inner.value, "response")

    def _http_value(self, value: Value, side: str) -> Iterator[Finding]:
        refused = list(self._side(value, lambda text: mapping_v2.http_value(text, side)))
        yield from refused or self._side(value, mapping_v2.http_broken_value, Consequence.BROKEN)

    def _status(self, key: Value) -> Iterator[Finding]:
        if isinstance(key, Known) and not (key.value.isdigit() and 200 <= int(key.value[:9]) <= 599):
            yield self.finding(key.span, f"{key.value or 'an empty text'} is no status to map the response of: 200 to 599")

    def _scalar(self, value: Value, api: Api | None) -> Iterator[Finding]:
        """Looks at a number or boolean: the importer drops it, and elsewhere it becomes a text without quotes."""
        if not isinstance(value, Known) or not isinstance(value.value, (bool, int, float)):
            return
        text = scalar_text(value.value)
        if api is not None and (api.format == "openapi" or not isinstance(api.body, Absent)):
            words = f"{text} is no string: the importer drops the mapping"
            yield self.finding(value.span, words, consequence=Consequence.IGNORED, fix=_replaced(value, f"'{text}'"))
        else:
            yield self.finding(value.span, f"static value {text} needs single quotes: '{text}'", fix=_replaced(value, f"'{text}'"))

    def _side(
        self, value: Value, read: Callable[[str], MappingSource | MappingError | None], certain: Consequence = Consequence.REJECTED
    ) -> Iterator[Finding]:
        text = masked(value)
        if text is None or not isinstance(value, (Known, Text)):
            return
        error = read(text)
        # What AWS's own pages contradict each other on is not said to be refused; an empty value may have been meant.
        if isinstance(error, MappingError) and (error.certain or error.suggestion not in (None, "''")):
            place = value.at(error.start, error.end) if error.end > error.start else value.span
            consequence = certain if error.certain else Consequence.BROKEN
            yield self.finding(place, error.message, consequence=consequence, fix=_replaced(value, error.suggestion))


def _replaced(value: Value, suggestion: str | None) -> Fix | None:
    edit = value.replaced(suggestion) if suggestion is not None and isinstance(value, Known) else None
    return Fix(f"write {suggestion}", [edit]) if edit else None
