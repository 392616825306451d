"""The rule request-parameter-in-two-locations."""

from __future__ import annotations

from apigw_lint.languages.mapping import MappingSource, parameter_declaration
from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import Known, Table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Method
    from apigw_lint.rule import Finding


class RequestParameterInTwoLocations(Rule):
    """
    One name of a request parameter in two locations.

    ## What it does
    Finds names that a method declares as more than one of path variable, query parameter and header.

    ## Why is this bad?
    API Gateway refuses the method: `Parameter names must be unique across querystring, header and path`.

    ## Example
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    paths:
      /pets/{id}:
        get:
          parameters:
            - {name: id, in: path, required: true, schema: {type: string}}
            - {name: id, in: query, schema: {type: string}}
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
      /pets/{id}:
        get:
          parameters:
            - {name: id, in: path, required: true, schema: {type: string}}
            - {name: other, in: query, schema: {type: string}}
          x-amazon-apigateway-integration:
            type: http_proxy
            httpMethod: GET
            uri: https://pets.example.com/
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/api/API_PutMethod.html
    """

    consequence = Consequence.REJECTED
    needs = ("method.request_parameters",)
    stage = "method request"

    def check_method(self, method: Method) -> Iterator[Finding]:
        """Looks for names that come again in another location."""
        written = method.request_parameters
        first: dict[str, tuple[str, Known[str]]] = {}
        for key, value in written.known() if isinstance(written, Table) else ():
            source = parameter_declaration(key.value)
            if not isinstance(source, MappingSource) or source.name is None or not isinstance(value, Known):
                continue
            location, other = first.setdefault(source.name, (source.location, key))
            if location != source.location:
                yield self.finding(
                    key.span,
                    f"{source.name} is declared in {location} and in {source.location}: a name may stand in one location only",
                    related=[(other.span, f"declared in {location}")],
                )
