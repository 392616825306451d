"""The rule operation-without-integration."""

from __future__ import annotations

from apigw_lint.languages.openapi import document_of
from apigw_lint.model import method_label
from apigw_lint.rule import Consequence, Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Api
    from apigw_lint.rule import Finding


class OperationWithoutIntegration(Rule):
    """
    OpenAPI operation without an integration.

    ## What it does
    Finds operations without `x-amazon-apigateway-integration` in documents whose other operations have one. Where the same files deploy the
    API, `method-without-integration` says so.

    ## Why is this bad?
    The import makes a method that nothing serves, and every deployment of a REST API with such a method is refused:
    `No integration defined for method`. On an HTTP API, the route answers every call with an error.

    ## Example
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    paths:
      /pets:
        get:
          x-amazon-apigateway-integration: {type: http_proxy, httpMethod: GET, uri: "https://pets.example.com/"}
        delete:
          responses: {"204": {description: gone}}
    ```

    ## Use instead
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    paths:
      /pets:
        get:
          x-amazon-apigateway-integration: {type: http_proxy, httpMethod: GET, uri: "https://pets.example.com/"}
        delete:
          responses: {"204": {description: gone}}
          x-amazon-apigateway-integration: {type: http_proxy, httpMethod: DELETE, uri: "https://pets.example.com/"}
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-integration.html
    """

    consequence = Consequence.BROKEN
    kinds = ("REST", "HTTP")
    needs = ("api.body",)
    stage = "integration request"

    def check_api(self, api: Api) -> Iterator[Finding]:
        """Looks at the methods that a document makes."""
        if document_of(api) is None or (api.kind == "REST" and any(deployment.certain for deployment in api.deployments)):
            return
        methods = [method for method in api.methods if method.address.startswith("paths.")]
        if not any(method.integration is not None for method in methods):
            return
        said = "the API cannot be deployed with it" if api.kind == "REST" else "every call is answered with an error"
        for method in methods:
            if method.certain and method.integration is None and method.integration_complete:
                yield self.finding(method.name_span, f"{method_label(method)} has no integration: {said}", about=method)
