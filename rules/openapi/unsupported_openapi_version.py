"""The rule unsupported-openapi-version."""

from __future__ import annotations

from apigw_lint.languages.openapi import document_of, tells_kind
from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import Known, literals, scalar_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Api
    from apigw_lint.rule import Finding
    from apigw_lint.value import Table


class UnsupportedOpenapiVersion(Rule):
    """
    OpenAPI document of a version that API Gateway does not import.

    ## What it does
    Finds documents that are neither Swagger 2.0 nor OpenAPI 3.0, and Swagger 2.0 documents of HTTP APIs, which take OpenAPI 3.0.

    ## Why is this bad?
    API Gateway refuses the import: `Invalid OpenAPI input`.

    ## Example
    ```yaml
    openapi: 3.1.0
    info: {title: pets, version: "1"}
    paths:
      /pets:
        get:
          x-amazon-apigateway-integration: {type: http_proxy, httpMethod: GET, uri: "https://pets.example.com/"}
    ```

    ## Use instead
    ```yaml
    openapi: 3.0.3
    info: {title: pets, version: "1"}
    paths:
      /pets:
        get:
          x-amazon-apigateway-integration: {type: http_proxy, httpMethod: GET, uri: "https://pets.example.com/"}
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-import-api.html
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-open-api.html
    """

    consequence = Consequence.REJECTED
    kinds = ("REST", "HTTP")
    needs = ("api.body",)

    def check_api(self, api: Api) -> Iterator[Finding]:
        """Looks at the version of an API's document."""
        document = document_of(api)
        if document is not None:
            yield from self._swagger(api, document)
            for version in literals(document.get("openapi")):
                text = _written(version)
                if not (text == "3.0" or text.startswith("3.0.")):
                    yield self.finding(version.span, f"OpenAPI {text} is not imported: API Gateway reads Swagger 2.0 and OpenAPI 3.0")

    def _swagger(self, api: Api, document: Table) -> Iterator[Finding]:
        for version in literals(document.get("swagger")):
            text = _written(version)
            if text not in ("2.0", "2"):
                yield self.finding(version.span, f"Swagger {text} is not imported: API Gateway reads Swagger 2.0 and OpenAPI 3.0")
            elif api.kind == "HTTP" and tells_kind(api, document):
                yield self.finding(version.span, "an HTTP API is not imported from Swagger 2.0: it takes OpenAPI 3.0")


def _written(version: Known[object]) -> str:
    """Returns a version as it is written: ``3.0`` and not ``3``."""
    return version.span.text if isinstance(version.value, float) and version.span.text[:1].isdigit() else scalar_text(version.value)
