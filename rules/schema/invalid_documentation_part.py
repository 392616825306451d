"""The rule invalid-documentation-part."""

from __future__ import annotations

from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import Known, Table, known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Api, DocumentationPart
    from apigw_lint.rule import Finding

_METHOD = ("path", "method")
_RESPONSE = (*_METHOD, "statusCode")
_FIELDS: dict[str, tuple[str, ...]] = {
    "API": (),
    "AUTHORIZER": ("name",),
    "METHOD": _METHOD,
    "MODEL": ("name",),
    "PATH_PARAMETER": (*_METHOD, "name"),
    "QUERY_PARAMETER": (*_METHOD, "name"),
    "REQUEST_BODY": _METHOD,
    "REQUEST_HEADER": (*_METHOD, "name"),
    "RESOURCE": ("path",),
    "RESPONSE": _RESPONSE,
    "RESPONSE_BODY": _RESPONSE,
    "RESPONSE_HEADER": (*_RESPONSE, "name"),
}
"""What tells the place of documentation, by the type of what it documents."""


class InvalidDocumentationPart(Rule):
    """
    Piece of documentation whose place is none.

    ## What it does
    Finds documentation parts whose location has fields that its type has not, such as the path of an API or the name of a method, and parts
    with nothing in them. What the importer makes of such parts in an OpenAPI document is recorded nowhere.

    ## Why is this bad?
    API Gateway refuses the part: `[Location type: API cannot have path, method, statusCode or name defined.]`

    ## Example
    ```yaml
    Resources:
      Api:
        Type: AWS::ApiGateway::RestApi
        Properties: {Name: pets}
      GetPets:
        Type: AWS::ApiGateway::Method
        Properties:
          RestApiId: !Ref Api
          ResourceId: !GetAtt Api.RootResourceId
          HttpMethod: GET
          AuthorizationType: NONE
          Integration: {Type: HTTP_PROXY, IntegrationHttpMethod: GET, Uri: "https://pets.example.com/"}
      About:
        Type: AWS::ApiGateway::DocumentationPart
        Properties:
          RestApiId: !Ref Api
          Location: {Type: API, Path: /}
          Properties: '{"description": "all pets"}'
    ```

    ## Use instead
    ```yaml
    Resources:
      Api:
        Type: AWS::ApiGateway::RestApi
        Properties: {Name: pets}
      GetPets:
        Type: AWS::ApiGateway::Method
        Properties:
          RestApiId: !Ref Api
          ResourceId: !GetAtt Api.RootResourceId
          HttpMethod: GET
          AuthorizationType: NONE
          Integration: {Type: HTTP_PROXY, IntegrationHttpMethod: GET, Uri: "https://pets.example.com/"}
      About:
        Type: AWS::ApiGateway::DocumentationPart
        Properties:
          RestApiId: !Ref Api
          Location: {Type: RESOURCE, Path: /}
          Properties: '{"description": "all pets"}'
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-documenting-api-content-representation.html
    """

    consequence = Consequence.REJECTED
    needs = ("api.documentation_parts",)

    def check_api(self, api: Api) -> Iterator[Finding]:
        """Looks at each part that is a resource of its own."""
        for part in api.documentation_parts:
            if not part.address.startswith("x-amazon-apigateway-"):
                yield from self._location(part)
                if known(part.properties, str) == "":
                    yield self.finding(part.properties.span, "the documentation is empty", about=part)

    def _location(self, part: DocumentationPart) -> Iterator[Finding]:
        location = part.location
        kind = known(location.get("type"), str) if isinstance(location, Table) else None
        if kind not in _FIELDS or not isinstance(location, Table):
            return
        fields = _FIELDS[kind]
        takes = f"its place is told by {', '.join(fields)}" if fields else "it is of the whole API"
        for key, value in location.known():
            written = isinstance(value, Known) and value.value not in (None, "")
            if written and key.value != "type" and key.value not in fields:
                yield self.finding(key.span, f"documentation of type {kind} has no {key.value}: {takes}", about=part)
