"""The rule ignored-authorizer-setting."""

from __future__ import annotations

from apigw_lint.languages.authorizers import kind_of, type_of
from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import is_written, known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Authorizer
    from apigw_lint.rule import Finding


class IgnoredAuthorizerSetting(Rule):
    """
    Setting that an authorizer of this type does not read.

    ## What it does
    Finds user pools on Lambda authorizers, a URI or credentials on Cognito authorizers, and validation expressions on `REQUEST`
    authorizers and on authorizers of HTTP and WebSocket APIs.

    ## Why is this bad?
    API Gateway drops the setting. A validation expression that is not read lets tokens through that it was written against.

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
            type: request
            identitySource: method.request.header.Authorization
            identityValidationExpression: Bearer .+
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
            identityValidationExpression: Bearer .+
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
    """

    consequence = Consequence.IGNORED
    kinds = ("REST", "HTTP", "WEBSOCKET")

    def check_authorizer(self, authorizer: Authorizer) -> Iterator[Finding]:
        """Looks at what is written beside the type."""
        kind, sort = kind_of(authorizer), type_of(authorizer)
        if kind == "REST" and sort in ("TOKEN", "REQUEST") and is_written(authorizer.provider_arns):
            yield self.finding(authorizer.provider_arns.span, f"a {sort} authorizer asks a Lambda function; user pools are dropped")
        if kind == "REST" and sort == "COGNITO_USER_POOLS":
            for value, name in ((authorizer.uri, "URI"), (authorizer.credentials, "role")):
                if is_written(value):
                    yield self.finding(value.span, f"a COGNITO_USER_POOLS authorizer invokes nothing; its {name} is dropped")
        if (kind != "REST" or sort == "REQUEST") and is_written(authorizer.identity_validation_expression):
            words = "a REQUEST authorizer" if kind == "REST" else "an authorizer of this kind of API"
            yield self.finding(authorizer.identity_validation_expression.span, f"{words} reads no validation expression")
        if kind == "WEBSOCKET":
            yield from self._websocket(authorizer)

    def _websocket(self, authorizer: Authorizer) -> Iterator[Finding]:
        """Looks at what only the authorizers of HTTP APIs have."""
        for value, name in (
            (authorizer.result_ttl, "time to live: nothing is cached"),
            (authorizer.payload_format_version, "payload format version"),
            (authorizer.enable_simple_responses, "simple responses: the function answers with a policy"),
        ):
            if is_written(value) and known(value, object) not in (0, False):
                yield self.finding(value.span, f"an authorizer of a WebSocket API has no {name}")
