"""The rule several-security-requirements."""

from __future__ import annotations

from apigw_lint.languages.openapi import document_of, places
from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import List, Table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Api
    from apigw_lint.rule import Finding


class SeveralSecurityRequirements(Rule):
    """
    Operation of an HTTP API with several security requirements.

    ## What it does
    Finds operations of HTTP APIs, and documents, whose `security` names more than one scheme.

    ## Why is this bad?
    A route of an HTTP API has one authorizer. API Gateway refuses the import.

    ## Example
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    x-amazon-apigateway-importexport-version: "1.0"
    paths:
      /pets:
        get:
          security:
            - users: []
            - staff: []
          x-amazon-apigateway-integration:
            type: http_proxy
            httpMethod: GET
            uri: https://pets.example.com/
            payloadFormatVersion: "1.0"
    components:
      securitySchemes:
        users: &scheme
          type: oauth2
          flows: {}
          x-amazon-apigateway-authorizer:
            type: jwt
            identitySource: $request.header.Authorization
            jwtConfiguration: {issuer: "https://id.example.com", audience: [pets]}
        staff: *scheme
    ```

    ## Use instead
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    x-amazon-apigateway-importexport-version: "1.0"
    paths:
      /pets:
        get:
          security:
            - users: []
          x-amazon-apigateway-integration:
            type: http_proxy
            httpMethod: GET
            uri: https://pets.example.com/
            payloadFormatVersion: "1.0"
    components:
      securitySchemes:
        users:
          type: oauth2
          flows: {}
          x-amazon-apigateway-authorizer:
            type: jwt
            identitySource: $request.header.Authorization
            jwtConfiguration: {issuer: "https://id.example.com", audience: [pets]}
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-open-api.html
    """

    consequence = Consequence.REJECTED
    kinds = ("HTTP",)

    def check_api(self, api: Api) -> Iterator[Finding]:
        """Looks at the requirements of the document and of its operations."""
        document = document_of(api)
        for place in places(document) if document is not None else ():
            requirements = place.table.get("security")
            if place.kind not in ("root", "operation") or not isinstance(requirements, List):
                continue
            named = [key for item in requirements.items if isinstance(item, Table) for key, _ in item.known()]
            if len(named) > 1:
                names = ", ".join(key.value for key in named)
                words = f"{place.name} names {len(named)} security schemes, {names}: an HTTP API takes one"
                yield self.finding(named[1].span, words, related=[(named[0].span, "the first")])
