"""The rule mapping-from-undeclared-parameter."""

from __future__ import annotations

from apigw_lint.languages.mapping import MappingError, request_value
from apigw_lint.languages.routes import served_by
from apigw_lint.model import method_label
from apigw_lint.regexp import regexp
from apigw_lint.rule import Consequence, Fix, Rule
from apigw_lint.value import Absent, Known, Table, Text, entries, known, masked

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

    from apigw_lint.model import Integration, Method
    from apigw_lint.rule import Finding
    from apigw_lint.value import Value


_READ = regexp(r"\$\{?request\.path\.([A-Za-z0-9_-]+)")
_VARIABLE = regexp(r"\{([^{}+]+)\+?\}")
_SHOWN = 3
"""So many routes are named."""


class MappingFromUndeclaredParameter(Rule):
    """
    Mapping from a request parameter that the method does not declare.

    ## What it does
    Finds integration request mappings from `method.request.{path,querystring,header}.{name}` where the method's request parameters have
    no such entry. Where the name is declared in another location the mapping is accepted, and reads another value than it says. On HTTP
    APIs, where nothing is declared, it finds `$request.path.{name}` where no route of the integration has such a variable.

    ## Why is this bad?
    API Gateway refuses the integration: `Invalid mapping expression parameter specified: method.request.querystring.name`. An HTTP API
    takes the mapping, and maps nothing.

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
    kinds = ("REST", "HTTP")
    needs = ("integration.request_parameters",)
    stage = "integration request"

    def check_integration(self, integration: Integration) -> Iterator[Finding]:
        """Looks at what the mappings of an integration read."""
        if integration.api is not None and integration.api.kind == "HTTP":
            yield from self._variables(integration)
            return
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

    def _variables(self, integration: Integration) -> Iterator[Finding]:
        """Looks at the path variables that an HTTP API's mappings read."""
        reads = [read for _, value in entries(integration.request_parameters) for read in _path_variables(value)]
        routes = served_by(integration) if reads else None
        paths = [_path(route) for route in routes or ()]
        if not routes or None in paths:
            return
        has = {name for path in paths for name in _VARIABLE.findall(path or "")}
        for written, match in reads:
            if match[1] not in has:
                labels = ", ".join(method_label(route) for route in routes[:_SHOWN])
                yield self.finding(
                    written.at(match.start(), match.end()),
                    f"{labels}: no path variable {match[1]}, so that the mapping reads nothing",
                    related=[(route.name_span, "the route") for route in routes[:_SHOWN]],
                    consequence=Consequence.MISLEADING,
                )

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


def _path(route: Method) -> str | None:
    """Returns the path of a route, empty for the one that takes what is left; ``None`` where it is not known."""
    return "" if known(route.route_key, str) == "$default" else known(route.path, str)


def _path_variables(value: Value) -> Iterator[tuple[Known[str], re.Match[str]]]:
    """Yields the path variables that a value reads."""
    if isinstance(value, Known) and isinstance(value.value, str):
        for match in _READ.finditer(value.value):
            yield value, match


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
