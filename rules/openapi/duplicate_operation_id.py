"""The rule duplicate-operation-id."""

from __future__ import annotations

from apigw_lint.languages.openapi import document_of, operations
from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Api
    from apigw_lint.rule import Finding
    from apigw_lint.source import Span


class DuplicateOperationId(Rule):
    """
    Operation id that two operations have.

    ## What it does
    Finds a second operation with the `operationId` of another.

    ## Why is this bad?
    The id becomes the name of the operation, and of the function in the SDKs that API Gateway generates: two of one name make one of them
    unreachable. OpenAPI asks for unique ids.

    ## Example
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    paths:
      /pets:
        get:
          operationId: pets
          x-amazon-apigateway-integration: {type: http_proxy, httpMethod: GET, uri: "https://pets.example.com/"}
        delete:
          operationId: pets
          x-amazon-apigateway-integration: {type: http_proxy, httpMethod: DELETE, uri: "https://pets.example.com/"}
    ```

    ## Use instead
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    paths:
      /pets:
        get:
          operationId: listPets
          x-amazon-apigateway-integration: {type: http_proxy, httpMethod: GET, uri: "https://pets.example.com/"}
        delete:
          operationId: deletePets
          x-amazon-apigateway-integration: {type: http_proxy, httpMethod: DELETE, uri: "https://pets.example.com/"}
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-generate-sdk.html
    """

    consequence = Consequence.ADVISED
    kinds = ("REST", "HTTP")
    opt_in = True

    def check_api(self, api: Api) -> Iterator[Finding]:
        """Looks at the ids of a document's operations."""
        document = document_of(api)
        first: dict[str, tuple[Span, str]] = {}
        for operation in operations(document) if document is not None else ():
            value = operation.table.get("operationId")
            name = known(value, str)
            if name is None:
                continue
            if name in first:
                span, other = first[name]
                yield self.finding(value.span, f"{operation.name} has the operation id of {other}, {name}", related=[(span, "the first")])
            else:
                first[name] = (value.span, operation.name)
