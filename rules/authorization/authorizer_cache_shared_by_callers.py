"""The rule authorizer-cache-shared-by-callers."""

from __future__ import annotations

from apigw_lint.languages.authorizers import all_sources_seen, caches, identity_sources, type_of
from apigw_lint.languages.identity import SourceFault
from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import Absent, Answer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.languages.identity import Source
    from apigw_lint.model import Authorizer
    from apigw_lint.rule import Finding

_COMMON_HEADERS = frozenset(
    [
        "accept",
        "accept-charset",
        "accept-encoding",
        "accept-language",
        "cache-control",
        "connection",
        "content-length",
        "content-type",
        "host",
        "origin",
        "pragma",
        "referer",
        "user-agent",
        "via",
        "x-amzn-trace-id",
        "x-forwarded-port",
        "x-forwarded-proto",
    ]
)
"""Headers that say nothing of who calls. Source: RFC 9110 and the headers that CloudFront and API Gateway add."""
_CALLERS_OWN = ("identity.", "authorizer.", "requestid", "extendedrequestid", "connectionid", "error.")
"""What of the context differs from caller to caller, or from call to call."""


class AuthorizerCacheSharedByCallers(Rule):
    """
    Cached authorizer whose identity source is the same for everybody.

    ## What it does
    Finds Lambda authorizers whose answers are cached under a key that does not tell callers apart: only stage variables, context values
    such as `context.path` and `context.httpMethod`, or headers that every caller sends alike, such as `Host` and `Accept`.

    ## Why is this bad?
    The first caller's answer is given to everybody with the same key until it expires: whoever comes after one who was let in is let in.

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
            identitySource: context.path, method.request.header.Host
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
            identitySource: context.path, method.request.header.Authorization
            authorizerUri:
              arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:123456789012:function:auth/invocations
    paths:
      /pets:
        get:
          security: [{callers: []}]
          x-amazon-apigateway-integration: {type: http_proxy, httpMethod: GET, uri: "https://pets.example.com/"}
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/configure-api-gateway-lambda-authorization.html
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html
    """

    consequence = Consequence.EXPOSED
    kinds = ("REST", "HTTP")

    def check_authorizer(self, authorizer: Authorizer) -> Iterator[Finding]:
        """Looks at what makes the key of the cache."""
        if type_of(authorizer) not in ("TOKEN", "REQUEST") or caches(authorizer) is not Answer.YES or not all_sources_seen(authorizer):
            return
        sources = [one for _, one in identity_sources(authorizer)]
        if sources and all(not isinstance(one, SourceFault) and _is_shared(one) for one in sources):
            time = authorizer.result_ttl
            related = [] if isinstance(time, Absent) else [(time.span, "answers are kept for this many seconds")]
            words = "answers are cached under a key that all callers share: whoever comes after one who was let in is let in"
            yield self.finding(authorizer.identity_source.span, words, related=related)


def _is_shared(source: Source) -> bool:
    """Returns whether a source certainly has the same value for different callers."""
    if source.name is None:
        return False
    name = source.name.lower()
    if source.location == "header":
        return name in _COMMON_HEADERS
    return source.location == "stage variable" or (source.location == "context" and not name.startswith(_CALLERS_OWN))
