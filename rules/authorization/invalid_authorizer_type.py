"""The rule invalid-authorizer-type."""

from __future__ import annotations

from apigw_lint.facts.enums import AUTHORIZER_TYPES, nearest
from apigw_lint.languages.authorizers import has_defaults, kind_of
from apigw_lint.rule import Consequence, Fix, Rule
from apigw_lint.value import Absent, strings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Authorizer
    from apigw_lint.rule import Finding


class InvalidAuthorizerType(Rule):
    """
    Authorizer of no type, or of one that this kind of API has not.

    ## What it does
    Finds authorizers of REST APIs that are not `TOKEN`, `REQUEST` or `COGNITO_USER_POOLS`, of HTTP APIs that are not `REQUEST` or
    `JWT`, and of WebSocket APIs that are not `REQUEST`.

    ## Why is this bad?
    API Gateway refuses the authorizer.

    ## Example
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    components:
      securitySchemes:
        callers:
          type: apiKey
          name: Authorization
          in: header
          x-amazon-apigateway-authtype: custom
          x-amazon-apigateway-authorizer:
            type: lambda
            authorizerUri:
              arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:123456789012:function:auth/invocations
    paths:
      /pets:
        get:
          security: [{callers: []}]
          x-amazon-apigateway-integration: {type: http_proxy, httpMethod: GET, uri: "https://pets.example.com/"}
    ```

    ## Use instead
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    components:
      securitySchemes:
        callers:
          type: apiKey
          name: Authorization
          in: header
          x-amazon-apigateway-authtype: custom
          x-amazon-apigateway-authorizer:
            type: token
            authorizerUri:
              arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:123456789012:function:auth/invocations
    paths:
      /pets:
        get:
          security: [{callers: []}]
          x-amazon-apigateway-integration: {type: http_proxy, httpMethod: GET, uri: "https://pets.example.com/"}
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/api/API_CreateAuthorizer.html
    - https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-authorizers.html
    """

    consequence = Consequence.REJECTED
    kinds = ("REST", "HTTP", "WEBSOCKET")

    def check_authorizer(self, authorizer: Authorizer) -> Iterator[Finding]:
        """Looks at the type. A JWT authorizer of a WebSocket API is left to another rule."""
        kind = kind_of(authorizer)
        types = AUTHORIZER_TYPES[kind]
        if isinstance(authorizer.type, Absent) and not has_defaults(authorizer):
            yield self.finding(authorizer.name_span, f"the authorizer has no type: {_listed(types)}")
        for written in strings(authorizer.type):
            if written.value in types or (kind == "WEBSOCKET" and written.value == "JWT"):
                continue
            near = _OTHER_NAMES[kind].get(written.value.upper()) or nearest(written.value, types)
            edit = written.replaced(near) if near else None
            yield self.finding(
                written.span,
                f"{written.value or 'an empty text'} is no type of authorizer here: {_listed(types)}",
                fix=Fix(f"write {near}", [edit], safe=False) if edit and near else None,
            )


_OTHER_NAMES = {
    "REST": {"COGNITO": "COGNITO_USER_POOLS", "JWT": "COGNITO_USER_POOLS", "LAMBDA": "REQUEST"},
    "HTTP": {"COGNITO_USER_POOLS": "JWT", "COGNITO": "JWT", "LAMBDA": "REQUEST", "TOKEN": "REQUEST"},
    "WEBSOCKET": {"LAMBDA": "REQUEST", "TOKEN": "REQUEST"},
}
"""What people call a type."""


def _listed(types: tuple[str, ...]) -> str:
    return f"it is {' or '.join(types)}"
