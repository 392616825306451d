"""The rule unsupported-parameter-constraint."""

from __future__ import annotations

from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import Known, List, Table, items, known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Method
    from apigw_lint.rule import Finding
    from apigw_lint.value import Entry

_CONSTRAINTS = (
    *("enum", "pattern", "default", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"),
    *("minLength", "maxLength", "minItems", "maxItems", "uniqueItems"),
)
_TYPES = ("type", "format")


class UnsupportedParameterConstraint(Rule):
    """
    Constraint on an OpenAPI parameter that API Gateway does not keep.

    ## What it does
    Finds `enum`, `pattern`, `default`, `minimum`, `maxLength` and other such keywords on the path, query and header parameters of an
    OpenAPI document, and parameters in cookies and form data. With the option `types` also each `format`, and each `type` but `string`.

    ## Why is this bad?
    The importer keeps a parameter's name, its place and whether it is required. A validator looks for required parameters and never at
    what they say, no default is filled in, and parameters in cookies and form data are dropped: any value goes on to the backend.

    ## Example
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    paths:
      /pets:
        get:
          parameters:
            - {name: kind, in: query, schema: {type: string, enum: [cat, dog]}}
          x-amazon-apigateway-integration:
            type: http_proxy
            httpMethod: GET
            uri: https://pets.example.com/
    ```

    ## Use instead
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    paths:
      /pets:
        get:
          parameters:
            - {name: kind, in: query, description: cat or dog; the backend checks it, schema: {type: string}}
          x-amazon-apigateway-integration:
            type: http_proxy
            httpMethod: GET
            uri: https://pets.example.com/
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-request-validation.html
    """

    consequence = Consequence.IGNORED
    needs = ("method.parameters",)
    stage = "method request"

    types: bool = False

    def check_method(self, method: Method) -> Iterator[Finding]:
        """Looks at the parameter objects of an operation."""
        for item in items(method.parameters):
            if isinstance(item, Table):
                yield from self._parameter(item)

    def _parameter(self, parameter: Table) -> Iterator[Finding]:
        location, name = known(parameter.get("in"), str), known(parameter.get("name"), str)
        if location in ("cookie", "formData"):
            place = parameter.get("in").span
            yield self.finding(place, f"{'a cookie' if location == 'cookie' else 'form data'} is no place of parameters: {name} is dropped")
        elif location in ("path", "query", "header"):
            found = [entry for table in _schemas(parameter) for entry in table.entries if self._constrains(entry)]
            if found:
                words = ", ".join(f"{entry.name} {_shown(entry)}".strip() for entry in found)
                have = "has" if len(found) == 1 else "have"
                yield self.finding(
                    found[0].span,
                    f"{words} of the {location} parameter {name} {have} no effect: any value is let through",
                    related=[(entry.key.span, "no effect either") for entry in found[1:]],
                )

    def _constrains(self, entry: Entry) -> bool:
        if entry.name in _CONSTRAINTS:
            return True
        return self.types and entry.name in _TYPES and known(entry.value, str) not in ("string", None)


def _schemas(parameter: Table) -> Iterator[Table]:
    """Yields where a parameter says what it may be: itself in Swagger 2.0, its schema since."""
    yield parameter
    schema = parameter.get("schema")
    if isinstance(schema, Table):
        yield schema


def _shown(entry: Entry) -> str:
    """Returns a short value as it is written."""
    value = entry.value
    if isinstance(value, Known):
        return value.span.text if len(value.span.text) <= 40 and "\n" not in value.span.text else ""
    if isinstance(value, List) and value.items and all(isinstance(item, Known) for item in value.items):
        text = ", ".join(str(item.value) for item in value.items if isinstance(item, Known))
        return text if len(text) <= 60 else ""
    return ""
