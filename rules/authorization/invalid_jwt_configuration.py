"""The rule invalid-jwt-configuration."""

from __future__ import annotations

import re

from apigw_lint.languages.authorizers import is_empty, type_of
from apigw_lint.regexp import regexp
from apigw_lint.rule import Consequence, Fix, Rule
from apigw_lint.value import Absent, Answer, Known, List, masked, starts_with

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Authorizer
    from apigw_lint.rule import Finding
    from apigw_lint.source import Span

_COGNITO = regexp(r"https://cognito-idp\..*/$")


class InvalidJwtConfiguration(Rule):
    """
    JWT authorizer whose issuer or audience cannot be used.

    ## What it does
    Finds JWT authorizers without an issuer or an audience, and issuers that are no `https://` URL. An issuer of Amazon Cognito that
    ends in a slash is found too: it equals no token's `iss`.

    ## Why is this bad?
    API Gateway refuses the authorizer with `Invalid issuer: Issuer is not a valid URL for JWT Authorizer` or
    `JwtConfiguration must not be null for JWT Authorizer`. With an issuer that no token has, every call is answered with 401.

    ## Example
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    components:
      securitySchemes:
        callers:
          type: oauth2
          x-amazon-apigateway-authorizer:
            type: jwt
            identitySource: $request.header.Authorization
            jwtConfiguration: {issuer: pets.example.com, audience: [pets]}
    paths:
      /pets:
        get:
          security: [{callers: []}]
          x-amazon-apigateway-integration:
            {type: http_proxy, httpMethod: GET, uri: "https://pets.example.com/", payloadFormatVersion: "1.0"}
    ```

    ## Use instead
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    components:
      securitySchemes:
        callers:
          type: oauth2
          x-amazon-apigateway-authorizer:
            type: jwt
            identitySource: $request.header.Authorization
            jwtConfiguration: {issuer: "https://pets.example.com", audience: [pets]}
    paths:
      /pets:
        get:
          security: [{callers: []}]
          x-amazon-apigateway-integration:
            {type: http_proxy, httpMethod: GET, uri: "https://pets.example.com/", payloadFormatVersion: "1.0"}
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
    """

    consequence = Consequence.REJECTED
    kinds = ("HTTP",)

    def check_authorizer(self, authorizer: Authorizer) -> Iterator[Finding]:
        """Looks at the configuration of a JWT authorizer."""
        if type_of(authorizer) != "JWT":
            return
        issuer, audience = authorizer.jwt_issuer, authorizer.jwt_audience
        if is_empty(issuer) and isinstance(audience, Absent):
            yield self.finding(authorizer.name_span, "a JWT authorizer needs a JWT configuration with an issuer and an audience")
            return
        if is_empty(issuer):
            yield self.finding(
                _place(authorizer, issuer), "a JWT authorizer needs an issuer, such as https://cognito-idp.{region}.amazonaws.com/{pool}"
            )
        elif starts_with(issuer, "https://") is Answer.NO:
            yield self.finding(issuer.span, "the issuer is no https:// URL", fix=_fix(issuer))
        elif _COGNITO.match(masked(issuer) or ""):
            edit = issuer.replaced(issuer.value.rstrip("/")) if isinstance(issuer, Known) else None
            yield self.finding(
                issuer.span,
                "an issuer of Cognito has no slash at its end: every token is answered with 401",
                consequence=Consequence.BROKEN,
                fix=Fix("take the slash away", [edit]) if edit else None,
            )
        if is_empty(audience):
            yield self.finding(_place(authorizer, audience), "a JWT authorizer needs at least one audience")


def _place(authorizer: Authorizer, value: object) -> Span:
    return value.span if isinstance(value, (Known, List)) else authorizer.name_span


def _fix(issuer: object) -> Fix | None:
    """Returns what writes ``https://`` before an issuer that is a name of a host."""
    if not isinstance(issuer, Known) or not re.match(r"[\w.-]+\.[a-z]+(/|$)", str(issuer.value)):
        return None
    edit = issuer.replaced(f"https://{issuer.value}")
    return Fix("write https:// before it", [edit], safe=False) if edit else None
