"""The rule unused-path-mapping."""

from __future__ import annotations

from apigw_lint.languages.backend import backend
from apigw_lint.languages.uri import AwsUri, HttpUri, path_variables
from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import Absent, List, Table, known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.languages.backend import Backend
    from apigw_lint.model import Integration
    from apigw_lint.rule import Finding
    from apigw_lint.value import Value

_PREFIX = "integration.request.path."


class UnusedPathMapping(Rule):
    """
    Path mapping for a variable that the URI has not.

    ## What it does
    Finds mappings to `integration.request.path.{name}` whose `{name}` does not stand in the integration's URI and is no cache key.

    ## Why is this bad?
    The value goes nowhere: the backend is called with the same path whatever the caller sends.

    ## Example
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    paths:
      /pets/{id}:
        get:
          x-amazon-apigateway-integration:
            type: http_proxy
            httpMethod: GET
            uri: https://pets.example.com/pets
            requestParameters:
              integration.request.path.id: method.request.path.id
    ```

    ## Use instead
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    paths:
      /pets/{id}:
        get:
          x-amazon-apigateway-integration:
            type: http_proxy
            httpMethod: GET
            uri: https://pets.example.com/pets/{id}
            requestParameters:
              integration.request.path.id: method.request.path.id
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/setup-http-integrations.html
    """

    consequence = Consequence.IGNORED
    kinds = ("REST", "WEBSOCKET")
    needs = ("integration.request_parameters",)
    stage = "integration request"

    def check_integration(self, integration: Integration) -> Iterator[Finding]:
        """Looks at the path mappings."""
        called, mappings = backend(integration), integration.request_parameters
        if not isinstance(mappings, Table) or not _is_read(called) or called.view is None:
            return
        used = {piece.text.rstrip("+") for piece in path_variables(called.view.raw)}
        for key, _ in mappings.known():
            name = key.value[len(_PREFIX) :]
            if key.value.startswith(_PREFIX) and name not in used and _is_no_cache_key(integration.cache_key_parameters, key.value):
                yield self.finding(
                    key.span,
                    f"the URI has no {{{name}}}: the mapping goes nowhere",
                    related=[(integration.uri.span, "the URI")],
                )


def _is_read(called: Backend) -> bool:
    """Returns whether the whole URI is known, of a kind that has path variables."""
    if called.view is None or not called.view.certain:
        return False
    if called.type in ("HTTP", "HTTP_PROXY"):
        return isinstance(called.http, HttpUri)
    return called.type == "AWS" and isinstance(called.aws, AwsUri) and called.aws.form.text == "path"


def _is_no_cache_key(keys: Value, name: str) -> bool:
    """Returns whether a mapping is certainly not there to be a cache key."""
    if isinstance(keys, Absent):
        return True
    if not isinstance(keys, List) or not keys.complete:
        return False
    names = [known(item, str) for item in keys.items]
    return None not in names and name not in names
