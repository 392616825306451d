"""The rule reference-to-other-file."""

from __future__ import annotations

from apigw_lint.languages.openapi import document_of, is_version_2
from apigw_lint.languages.placeholders import may_be_filled_in
from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import Absent, Known, List, Table, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Api
    from apigw_lint.rule import Finding
    from apigw_lint.value import Value

_MODEL_REFERENCE = "https://apigateway.amazonaws.com/restapis/"
_OWN_TEXT = frozenset(["example", "examples", "x-amazon-apigateway-policy", "requestTemplates", "responseTemplates", "enum", "default"])


class ReferenceToOtherFile(Rule):
    """
    Reference in an OpenAPI document that API Gateway does not follow.

    ## What it does
    Finds `$ref` to other files, to something that the document has not, and to the root `responses` of Swagger 2.0.

    ## Why is this bad?
    API Gateway refuses a document that refers to other files. A reference to what is not there is dropped with a warning, and so is one
    to a response at the root: the method has no such model or response.

    ## Example
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    paths:
      /pets:
        post:
          requestBody:
            content:
              application/json:
                schema: {$ref: "schemas.yaml#/Pet"}
          x-amazon-apigateway-request-validator: body
          x-amazon-apigateway-integration: {type: http_proxy, httpMethod: POST, uri: "https://pets.example.com/"}
    x-amazon-apigateway-request-validators:
      body: {validateRequestBody: true}
    ```

    ## Use instead
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    paths:
      /pets:
        post:
          requestBody:
            content:
              application/json:
                schema: {$ref: "#/components/schemas/Pet"}
          x-amazon-apigateway-request-validator: body
          x-amazon-apigateway-integration: {type: http_proxy, httpMethod: POST, uri: "https://pets.example.com/"}
    x-amazon-apigateway-request-validators:
      body: {validateRequestBody: true}
    components:
      schemas:
        Pet: {type: object, properties: {name: {type: string}}}
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html
    """

    consequence = Consequence.REJECTED
    kinds = ("REST", "HTTP")
    needs = ("api.body",)

    def check_api(self, api: Api) -> Iterator[Finding]:
        """Looks at every reference of a document."""
        document = document_of(api)
        for reference, path in _references(document) if document is not None else ():
            text = reference.value
            if text.startswith(_MODEL_REFERENCE) or document is None or may_be_filled_in(text):
                continue
            file, _, pointer = text.partition("#")
            if file:
                yield self.finding(reference.span, f"API Gateway takes no reference to another file, such as {file}")
            elif api.kind == "REST" and pointer.startswith("/responses/") and "responses" in path and is_version_2(document):
                words = f"the importer takes no response from the root: write {text} out in its place"
                yield self.finding(reference.span, words, consequence=Consequence.IGNORED)
            elif not _in_a_model(path) and pointer.startswith("/") and _leads_nowhere(document, pointer):
                yield self.finding(
                    reference.span, f"{text} is not in the document: the importer drops the reference", consequence=Consequence.IGNORED
                )


def _references(document: Table) -> Iterator[tuple[Known[str], tuple[str, ...]]]:
    """Yields each reference with the keys that lead to it."""
    stack: list[tuple[Value, tuple[str, ...]]] = [(document, ())]
    seen: set[int] = set()
    while stack:
        value, path = stack.pop()
        if isinstance(value, Table):
            if id(value) in seen:
                continue
            seen.add(id(value))
            for key, inner in value.known():
                if key.value == "$ref" and isinstance(inner, Known) and isinstance(inner.value, str):
                    yield inner, path
                elif not isinstance(inner, Known) and key.value not in _OWN_TEXT:
                    stack.append((inner, (*path, key.value) if len(path) < 8 else path))
        elif isinstance(value, List):
            stack.extend((item, path) for item in value.items if not isinstance(item, Known))
        elif isinstance(value, Unknown):
            stack.extend((candidate, path) for candidate in value.candidates)


def _in_a_model(path: tuple[str, ...]) -> bool:
    """Returns whether something stands in the schema of a model."""
    return path[:1] == ("definitions",) or path[:2] == ("components", "schemas")


def _leads_nowhere(document: Table, pointer: str) -> bool:
    """Returns whether there is certainly nothing at a JSON pointer."""
    from urllib.parse import unquote

    value: Value = document
    for part in pointer.split("/")[1:]:
        name = unquote(part).replace("~1", "/").replace("~0", "~")
        if isinstance(value, List) and value.complete and name.isdigit():
            value = value.items[int(name)] if int(name) < len(value.items) else Absent(value.span)
        elif isinstance(value, Table) and value.entry("$ref") is None:
            value = value.get(name)
        else:
            return False
        if isinstance(value, Absent):
            return True
    return False
