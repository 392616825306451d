"""The rule unsupported-schema-feature."""

from __future__ import annotations

from apigw_lint.languages.openapi import document_of
from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import Known, List, Table, Unknown, known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Api
    from apigw_lint.rule import Finding
    from apigw_lint.value import Value

_FEATURES = {
    "nullable": "a request with null is refused",
    "readOnly": "a request with it is let through",
    "writeOnly": "it means nothing to the validator",
    "discriminator": "no schema is chosen by it",
}
_LIVES_IN_DATA = frozenset(["example", "examples", "enum", "default"])
_MAPS = frozenset(["properties", "definitions", "patternProperties"])


class UnsupportedSchemaFeature(Rule):
    """
    Feature of OpenAPI schemas that models do not have.

    ## What it does
    Finds `nullable`, `readOnly`, `writeOnly` and `discriminator` in the schemas of documents that validate request bodies.

    ## Why is this bad?
    Models are JSON Schema draft 4, which has none of them. The importer drops them, and the validator judges without: null is refused where
    `nullable` allows it, and read-only fields are taken from callers.

    ## Example
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    x-amazon-apigateway-request-validators:
      body: {validateRequestBody: true}
    paths:
      /pets:
        post:
          x-amazon-apigateway-request-validator: body
          requestBody: {content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}}}
          x-amazon-apigateway-integration: {type: http_proxy, httpMethod: POST, uri: "https://pets.example.com/"}
    components:
      schemas:
        Pet:
          type: object
          properties:
            name: {type: string, nullable: true}
    ```

    ## Use instead
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    x-amazon-apigateway-request-validators:
      body: {validateRequestBody: true}
    paths:
      /pets:
        post:
          x-amazon-apigateway-request-validator: body
          requestBody: {content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}}}
          x-amazon-apigateway-integration: {type: http_proxy, httpMethod: POST, uri: "https://pets.example.com/"}
    components:
      schemas:
        Pet:
          type: object
          properties:
            name: {type: [string, "null"]}
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html
    """

    consequence = Consequence.IGNORED
    needs = ("api.models",)

    def check_api(self, api: Api) -> Iterator[Finding]:
        """Looks at the models of a document that validates bodies."""
        if document_of(api) is None or not any(known(v.validate_request_body, bool) for v in api.request_validators):
            return
        for model in api.models:
            if model.address.startswith(("components.", "definitions.", "paths.")):
                yield from self._schema(model.schema)

    def _schema(self, root: Value) -> Iterator[Finding]:
        stack: list[tuple[Value, bool]] = [(root, True)]
        while stack:
            value, is_schema = stack.pop()
            if isinstance(value, Table):
                for key, inner in value.known():
                    said = _FEATURES.get(key.value) if is_schema else None
                    if said is not None and not (isinstance(inner, Known) and inner.value is False):
                        yield self.finding(key.span, f"models have no {key.value}: it is dropped, and {said}")
                    elif not (is_schema and key.value in _LIVES_IN_DATA):
                        stack.append((inner, not (is_schema and key.value in _MAPS)))
            elif isinstance(value, List):
                stack.extend((item, is_schema) for item in value.items)
            elif isinstance(value, Unknown):
                stack.extend((candidate, is_schema) for candidate in value.candidates)
