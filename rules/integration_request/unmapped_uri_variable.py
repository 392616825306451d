"""The rule unmapped-uri-variable."""

from __future__ import annotations

from apigw_lint.languages.backend import backend
from apigw_lint.languages.uri import SPECIAL, AwsUri, HttpUri, path_variables
from apigw_lint.rule import Consequence, Fix, Rule
from apigw_lint.value import Absent, Known, Table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.languages.backend import Backend
    from apigw_lint.languages.uri import Piece
    from apigw_lint.model import Integration
    from apigw_lint.rule import Finding
    from apigw_lint.value import Value

_PREFIX = "integration.request.path."


class UnmappedUriVariable(Rule):
    """
    Variable in a URI that no mapping fills.

    ## What it does
    Finds `{name}` in the URI of an HTTP integration, or of an AWS service's path, without a mapping to `integration.request.path.name`,
    and `{proxy+}`, whose place in a URI is written `{proxy}`.

    ## Why is this bad?
    The variables of a method's path do not reach the URI by themselves: the backend is called with the braces in its path, and fails.

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
            uri: https://pets.example.com/pets/{id}
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

    consequence = Consequence.BROKEN
    kinds = ("REST", "WEBSOCKET")
    needs = ("integration.uri",)
    stage = "integration request"

    def check_integration(self, integration: Integration) -> Iterator[Finding]:
        """Looks at the variables of the URI."""
        called, mapped = backend(integration), _mapped(integration.request_parameters)
        if called.view is None or mapped is None:
            return
        for variable in _variables(called):
            name, place = variable.text, called.view.at(variable.start - 1, variable.end + 1)
            if name.endswith("+"):
                yield self.finding(place, f"{{{name}}} is not filled in: a greedy variable is written {{{name[:-1]}}} in a URI")
            elif name not in mapped:
                words = f"nothing maps {_PREFIX}{name}: the backend is called with {{{name}}} as it stands"
                yield self.finding(place, words, fix=_mapping(integration, name))


def _variables(called: Backend) -> Iterator[Piece]:
    """Yields the variables whose whole name is written."""
    text = called.view.text if called.view else ""
    start = len(text)
    if called.type in ("HTTP", "HTTP_PROXY") and isinstance(called.http, HttpUri):
        start = 0
    elif called.type == "AWS" and isinstance(called.aws, AwsUri) and called.aws.form.text == "path":
        start = called.aws.target.start
    for variable in path_variables(text):
        if variable.start > start and variable.text and not set(variable.text) & set(SPECIAL):
            yield variable


def _mapped(mappings: Value) -> set[str] | None:
    """Returns the names that the mappings fill; ``None`` where there may be others."""
    if isinstance(mappings, Absent):
        return set()
    if not isinstance(mappings, Table) or not mappings.complete:
        return None
    return {entry.name[len(_PREFIX) :] for entry in mappings.entries if entry.name and entry.name.startswith(_PREFIX)}


def _mapping(integration: Integration, name: str) -> Fix | None:
    """Returns what maps a variable of the method's path that the method declares."""
    method, table, source = integration.method, integration.request_parameters, f"method.request.path.{name}"
    declared = method.request_parameters if method is not None else None
    if not isinstance(table, Table) or table.writer is None or not isinstance(declared, Table) or declared.entry(source) is None:
        return None
    path = method.path if method is not None else None
    if not isinstance(path, Known) or f"{{{name}" not in str(path.value):
        return None
    edit = table.writer.insertion(_PREFIX + name, source)
    return Fix(f"map it from {source}", [edit], safe=False) if edit else None
