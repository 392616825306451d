"""The rule invalid-cache-key-parameter."""

from __future__ import annotations

from apigw_lint.languages.mapping import MappingError, MappingSource, cache_key, shown
from apigw_lint.languages.requests import declared, is_declared
from apigw_lint.model import method_label
from apigw_lint.rule import Consequence, Fix, Rule
from apigw_lint.value import Absent, Known, Table, Text, items, masked

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Integration, Method
    from apigw_lint.rule import Finding
    from apigw_lint.value import Value


class InvalidCacheKeyParameter(Rule):
    """
    Cache key that names no parameter of the method.

    ## What it does
    Finds cache key parameters other than `method.request.{path,querystring,header}.{name}` and
    `integration.request.{path,querystring,header}.{name}`, parameters that the method does not declare, and parameters of the integration
    that it does not map.

    ## Why is this bad?
    API Gateway refuses the integration: `Invalid cache key parameter specified`.

    ## Example
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    paths:
      /pets:
        get:
          parameters:
            - {name: kind, in: query, schema: {type: string}}
          x-amazon-apigateway-integration:
            type: http_proxy
            httpMethod: GET
            uri: https://pets.example.com/
            cacheKeyParameters: [method.request.querystring.type]
    ```

    ## Use instead
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    paths:
      /pets:
        get:
          parameters:
            - {name: kind, in: query, schema: {type: string}}
          x-amazon-apigateway-integration:
            type: http_proxy
            httpMethod: GET
            uri: https://pets.example.com/
            cacheKeyParameters: [method.request.querystring.kind]
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-caching.html
    """

    consequence = Consequence.REJECTED
    needs = ("integration.cache_key_parameters",)
    stage = "integration request"

    def check_integration(self, integration: Integration) -> Iterator[Finding]:
        """Looks at each cache key."""
        for item in items(integration.cache_key_parameters):
            text = masked(item)
            if text is None or not isinstance(item, (Known, Text)):
                continue
            read = cache_key(text)
            if isinstance(read, MappingError):
                # The form for several values is documented for mappings only; whether it may be a key is recorded nowhere.
                if read.certain and ".multivalue" not in text:
                    yield self._malformed(item, text, read)
            elif text.startswith("integration."):
                yield from self._unmapped(item, read, integration)
            elif integration.method is not None and read.declaration is not None:
                yield from self._undeclared(item, read.declaration, integration.method)

    def _malformed(self, item: Known[str] | Text, text: str, error: MappingError) -> Finding:
        edit = item.replaced(error.suggestion) if error.suggestion and isinstance(item, Known) else None
        return self.finding(
            item.at(error.start, error.end) if error.start < error.end else item.span,
            f"cache key {shown(text)}: {error.message}",
            fix=Fix(f"write {error.suggestion}", [edit], safe=False) if edit else None,
        )

    def _undeclared(self, item: Known[str] | Text, key: str, method: Method) -> Iterator[Finding]:
        parameters = declared(method)
        if parameters is not None and not is_declared(key, parameters):
            from difflib import get_close_matches

            near = get_close_matches(key, list(parameters), 1, 0.8)
            edit = item.replaced(near[0]) if near and isinstance(item, Known) else None
            yield self.finding(
                item.span,
                f"{method_label(method)} does not declare {key}, which is to be a cache key",
                related=[(method.name_span, "the method")],
                fix=Fix(f"write {near[0]}", [edit], safe=False) if edit else None,
            )

    def _unmapped(self, item: Known[str] | Text, read: MappingSource, integration: Integration) -> Iterator[Finding]:
        if read.name is None or not isinstance(item, Known):
            return
        mappings: Value = integration.request_parameters
        lacks = isinstance(mappings, Absent) or (isinstance(mappings, Table) and mappings.lacks(item.value))
        if lacks:
            yield self.finding(item.span, f"the integration maps nothing to {item.value}, which is to be a cache key")
