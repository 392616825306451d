"""The rule invalid-authorizer."""

from __future__ import annotations

import re

from apigw_lint.languages.authorizers import is_empty, kind_of, type_of
from apigw_lint.languages.uri import SPECIAL, view
from apigw_lint.regexp import regexp
from apigw_lint.rule import Consequence, Fix, Rule
from apigw_lint.value import Known, List, items, known, literals, strings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Authorizer
    from apigw_lint.rule import Finding

_LONGEST = 3600
_VERSIONS = ("1.0", "2.0")
_POOL = regexp(rf"arn:[^:]*:cognito-idp:[^:]*:[^:]*:userpool/[^/:]+$|.*[{SPECIAL}].*", re.DOTALL)
_POOL_FORM = "arn:aws:cognito-idp:{region}:{account}:userpool/{pool id}"


class InvalidAuthorizer(Rule):
    """
    Authorizer with a setting that API Gateway does not take.

    ## What it does
    Finds Cognito authorizers without user pools, or with ARNs that are none of one; cache times outside 0 to 3600 seconds; Lambda
    authorizers of HTTP APIs without a payload format version, or with another than `1.0` and `2.0`; simple responses with version
    `1.0`; and validation expressions that are no regular expression.

    ## Why is this bad?
    API Gateway refuses the authorizer with `ProviderARNs cannot be empty`,
    `AuthorizerPayloadFormatVersion is a required parameter for REQUEST authorizer` and the like. A validation expression that cannot be
    read lets no token through.

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
            type: token
            authorizerUri:
              arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:123456789012:function:auth/invocations
            authorizerResultTtlInSeconds: 7200
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
            authorizerResultTtlInSeconds: 3600
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
        """Looks at the settings that the type of an authorizer has."""
        kind, sort = kind_of(authorizer), type_of(authorizer)
        yield from self._times(authorizer)
        if kind == "REST" and sort == "COGNITO_USER_POOLS":
            yield from self._pools(authorizer)
        if kind == "REST" and sort in ("TOKEN", "COGNITO_USER_POOLS"):
            yield from self._expression(authorizer)
        if kind == "HTTP" and sort == "REQUEST":
            yield from self._payload(authorizer)

    def _times(self, authorizer: Authorizer) -> Iterator[Finding]:
        for time in literals(authorizer.result_ttl, int):
            if not 0 <= time.value <= _LONGEST:
                yield self.finding(time.span, f"answers of an authorizer are cached for 0 to {_LONGEST} seconds, not {time.value}")

    def _pools(self, authorizer: Authorizer) -> Iterator[Finding]:
        arns = authorizer.provider_arns
        if is_empty(arns):
            place = arns.span if isinstance(arns, List) else authorizer.name_span
            yield self.finding(place, f"a COGNITO_USER_POOLS authorizer needs the ARN of a user pool: {_POOL_FORM}")
        for item in items(arns):
            seen = view(item)
            if seen is not None and not _POOL.match(seen.text):
                yield self.finding(item.span, f"{seen.raw} is no ARN of a user pool: {_POOL_FORM}")

    def _expression(self, authorizer: Authorizer) -> Iterator[Finding]:
        from apigw_lint.languages.selection import PatternError, parse

        for written in strings(authorizer.identity_validation_expression):
            found = parse(written.value)
            if "${" in written.value:
                continue  # A placeholder that is filled in elsewhere.
            if isinstance(found, PatternError) and found.certain:
                place = written.at(found.start, found.end)
                yield self.finding(
                    place, f"the validation expression is no regular expression: {found.message}", consequence=Consequence.BROKEN
                )

    def _payload(self, authorizer: Authorizer) -> Iterator[Finding]:
        version, simple = authorizer.payload_format_version, authorizer.enable_simple_responses
        if is_empty(version):
            yield self.finding(authorizer.name_span, "a REQUEST authorizer of an HTTP API needs a payload format version: 1.0 or 2.0")
        for written in strings(version):
            if written.value not in _VERSIONS:
                yield self.finding(written.span, f"{written.value} is no payload format version of an authorizer: 1.0 or 2.0")
        if known(simple, bool) is True and known(version, str) == "1.0" and isinstance(version, Known):
            edit = version.replaced("2.0")
            yield self.finding(
                simple.span,
                "simple responses need payload format version 2.0",
                related=[(version.span, "this is 1.0")],
                fix=Fix("write 2.0", [edit], safe=False) if edit else None,
            )
