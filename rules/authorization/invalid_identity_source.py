"""The rule invalid-identity-source."""

from __future__ import annotations

from apigw_lint.languages.authorizers import caches, has_defaults, identity_sources, is_empty, kind_of, type_of
from apigw_lint.languages.identity import GRAMMARS, SourceFault
from apigw_lint.rule import Consequence, Fix, Rule
from apigw_lint.value import Absent, Answer, Known, List, masked

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Authorizer
    from apigw_lint.rule import Finding
    from apigw_lint.value import Edit, Text


class InvalidIdentitySource(Rule):
    """
    Identity source that its kind of authorizer cannot read, or none where there must be one.

    ## What it does
    Finds identity sources outside the grammar of their authorizer: a bare header name, `$request.header.X` in a REST API,
    `method.request.header.X` in an HTTP API, several sources where one is read. It finds `TOKEN` authorizers without a source, and
    `REQUEST` authorizers that have none while their answers are cached.

    ## Why is this bad?
    API Gateway refuses the authorizer with `Invalid request identity source expression` or `IdentitySource cannot be empty`.

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
            identitySource: Authorization
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
            type: request
            identitySource: method.request.header.Authorization
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
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html
    """

    consequence = Consequence.REJECTED
    kinds = ("REST", "HTTP", "WEBSOCKET")

    def check_authorizer(self, authorizer: Authorizer) -> Iterator[Finding]:
        """Looks at each source, and at whether there is one."""
        kind, sort, source = kind_of(authorizer), type_of(authorizer), authorizer.identity_source
        grammar = GRAMMARS.get((kind, sort or ""))
        if grammar is None:
            return
        if is_empty(source):
            yield from self._missing(authorizer)
            return
        if grammar.single and isinstance(source, List) and source.complete and len(source.items) > 1:
            yield self.finding(
                source.span, f"a {sort} authorizer reads one source, such as {grammar.example}; these are {len(source.items)}"
            )
        for value, one in identity_sources(authorizer):
            if not isinstance(one, SourceFault):
                continue
            text = (masked(value) or "")[one.start : one.end]
            edit = _edit(value, one)
            place = value.at(one.start, one.end) if one.end > one.start else value.span
            shown = f"{text} " if text else ""
            yield self.finding(
                place,
                f"identity source {shown}{one.message}",
                fix=Fix(f"write {one.suggestion}", [edit], safe=False) if edit else None,
                # What the importer makes of a scheme whose header it takes for a TOKEN authorizer is not recorded.
                consequence=Consequence.BROKEN if kind == "REST" and sort == "COGNITO_USER_POOLS" else None,
            )

    def _missing(self, authorizer: Authorizer) -> Iterator[Finding]:
        kind, sort, source = kind_of(authorizer), type_of(authorizer) or "", authorizer.identity_source
        if has_defaults(authorizer) and isinstance(source, Absent):
            return
        place = authorizer.name_span if isinstance(source, Absent) else source.span
        if (kind, sort) in (("REST", "TOKEN"), ("HTTP", "JWT")):
            yield self.finding(place, f"a {sort} authorizer needs an identity source, such as {GRAMMARS[kind, sort].example}")
        elif sort == "REQUEST" and caches(authorizer) is Answer.YES:
            ttl = authorizer.result_ttl
            words = "for 300 seconds, as nothing else is written" if is_empty(ttl) else "for a time"
            yield self.finding(
                place,
                f"answers are cached {words}: that needs an identity source to tell callers apart, or a time of 0",
                related=[] if isinstance(ttl, Absent) else [(ttl.span, "answers are kept for this many seconds")],
            )


def _edit(value: Known[str] | Text, fault: SourceFault) -> Edit | None:
    """Returns what writes the source that was meant."""
    if fault.suggestion is None or not isinstance(value, Known):
        return None
    return value.replaced(value.value[: fault.start] + fault.suggestion + value.value[fault.end :])
