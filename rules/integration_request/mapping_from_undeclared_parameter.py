"""The rule mapping-from-undeclared-parameter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apigw_lint.languages.mapping import MappingError, request_value
from apigw_lint.model import method_label
from apigw_lint.rule import Consequence, Fix, Rule
from apigw_lint.value import Absent, Known, Table, Text, masked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Integration, Method
    from apigw_lint.rule import Finding
    from apigw_lint.value import Value


class MappingFromUndeclaredParameter(Rule):
    """
    Mapping from a request parameter that the method does not declare.

    ## What it does
    Finds integration request mappings from `method.request.{path,querystring,header}.{name}` where the method's request parameters have
    no such entry. Where the name is declared in another location the mapping is accepted, and reads another value than it says.

    ## Why is this bad?
    API Gateway refuses the integration: `Invalid mapping expression parameter specified: method.request.querystring.name`.

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
              integration.request.querystring.kind: method.request.querystring.type
    ```

    ## Use instead
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    paths:
      /pets:
        get:
          parameters:
            - {name: type, in: query, schema: {type: string}}
          x-amazon-apigateway-integration:
            type: http_proxy
            httpMethod: GET
            uri: https://pets.example.com/
            requestParameters:
              integration.request.querystring.kind: method.request.querystring.type
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/request-response-data-mappings.html
    """

    consequence = Consequence.REJECTED
    needs = ("integration.request_parameters",)
    stage = "integration request"

    def check_integration(self, integration: Integration) -> Iterator[Finding]:
        """Looks at what the mappings of an integration read."""
        method, mappings = integration.method, integration.request_parameters
        if method is None or not isinstance(mappings, Table):
            return
        declared = _declared(method)
        for entry in mappings.entries if declared is not None else ():
            text = masked(entry.value)
            source = request_value(text) if text is not None else None
            if source is None or isinstance(source, MappingError) or source.declaration is None:
                continue
            if declared is not None and not _is_declared(source.declaration, declared):
                yield from self._undeclared(entry.value, method, source.declaration, declared)

    def _undeclared(self, value: Value, method: Method, key: str, declared: dict[str, Known[str]]) -> Iterator[Finding]:
        location, name = key.split(".", 3)[2:]
        others = [found for other, found in declared.items() if other.split(".", 3)[-1] == name]
        place = value.at(0, len(value.masked)) if isinstance(value, Text) else value.span
        if others:
            yield self.finding(
                place,
                f"{method_label(method)} declares {others[0].value}, not {key}: the mapping reads the wrong place",
                related=[(others[0].span, "declared here")],
                consequence=Consequence.MISLEADING,
            )
        else:
            fix = _declaration(method, key) if location != "path" else None
            yield self.finding(place, f"{method_label(method)} does not declare {key}", related=[(method.name_span, "the method")], fix=fix)


def _declared(method: Method) -> dict[str, Known[str]] | None:
    """Returns the declared parameters by key; ``None`` where there may be others."""
    written = method.request_parameters
    if isinstance(written, Absent):
        return {}
    if not isinstance(written, Table) or not written.complete:
        return None
    return {entry.name: entry.key for entry in written.entries if entry.name is not None and isinstance(entry.key, Known)}


def _is_declared(key: str, declared: dict[str, Known[str]]) -> bool:
    """Returns whether a parameter is declared. Whether the case of a header's name counts is recorded nowhere."""
    return key in declared or (key.startswith("method.request.header.") and key.lower() in (other.lower() for other in declared))


def _declaration(method: Method, key: str) -> Fix | None:
    """Returns what declares a parameter, as one that need not be sent."""
    table = method.request_parameters
    edit = table.writer.insertion(key, False) if isinstance(table, Table) and table.writer is not None else None
    return Fix(f"declare {key}", [edit]) if edit else None
