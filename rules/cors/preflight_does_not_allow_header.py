"""The rule preflight-does-not-allow-header."""

from __future__ import annotations

from apigw_lint.languages.preflight import Allowed, headers_refused, preflights
from apigw_lint.model import method_label
from apigw_lint.rule import Consequence, Fix, Rule
from apigw_lint.value import Absent, Answer, Known, List

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.languages.preflight import Asked, Preflight
    from apigw_lint.model import Api, Method
    from apigw_lint.rule import Finding
    from apigw_lint.value import Edit


class PreflightDoesNotAllowHeader(Rule):
    """
    Preflight that does not allow a header of the call.

    ## What it does
    Finds preflights, and CORS configurations of HTTP APIs, whose list of headers lacks one that calls behind them carry: the header that
    the authorizer reads, Authorization of signed calls, X-Api-Key, Content-Type of JSON, and headers that a method requires. A `*` does
    not cover Authorization, and nothing where credentials are allowed.

    ## Why is this bad?
    A browser refuses the call after the preflight: it is never made.

    ## Example
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    components:
      securitySchemes:
        key: {type: apiKey, name: x-api-key, in: header}
    paths:
      /pets:
        get:
          security: [{key: []}]
          responses:
            "200": {description: ok, headers: {Access-Control-Allow-Origin: {schema: {type: string}}}}
          x-amazon-apigateway-integration:
            type: mock
            requestTemplates: {application/json: '{"statusCode": 200}'}
            responses:
              default:
                statusCode: "200"
                responseParameters: {method.response.header.Access-Control-Allow-Origin: "'*'"}
        options:
          responses:
            "204":
              description: ok
              headers:
                Access-Control-Allow-Origin: {schema: {type: string}}
                Access-Control-Allow-Headers: {schema: {type: string}}
          x-amazon-apigateway-integration:
            type: mock
            requestTemplates: {application/json: '{"statusCode": 204}'}
            responses:
              default:
                statusCode: "204"
                responseParameters:
                  method.response.header.Access-Control-Allow-Origin: "'*'"
                  method.response.header.Access-Control-Allow-Headers: "'Content-Type'"
    x-amazon-apigateway-gateway-responses:
      DEFAULT_4XX: {responseParameters: {gatewayresponse.header.Access-Control-Allow-Origin: "'*'"}}
      DEFAULT_5XX: {responseParameters: {gatewayresponse.header.Access-Control-Allow-Origin: "'*'"}}
    ```

    ## Use instead
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    components:
      securitySchemes:
        key: {type: apiKey, name: x-api-key, in: header}
    paths:
      /pets:
        get:
          security: [{key: []}]
          responses:
            "200": {description: ok, headers: {Access-Control-Allow-Origin: {schema: {type: string}}}}
          x-amazon-apigateway-integration:
            type: mock
            requestTemplates: {application/json: '{"statusCode": 200}'}
            responses:
              default:
                statusCode: "200"
                responseParameters: {method.response.header.Access-Control-Allow-Origin: "'*'"}
        options:
          responses:
            "204":
              description: ok
              headers:
                Access-Control-Allow-Origin: {schema: {type: string}}
                Access-Control-Allow-Headers: {schema: {type: string}}
          x-amazon-apigateway-integration:
            type: mock
            requestTemplates: {application/json: '{"statusCode": 204}'}
            responses:
              default:
                statusCode: "204"
                responseParameters:
                  method.response.header.Access-Control-Allow-Origin: "'*'"
                  method.response.header.Access-Control-Allow-Headers: "'Content-Type,X-Api-Key'"
    x-amazon-apigateway-gateway-responses:
      DEFAULT_4XX: {responseParameters: {gatewayresponse.header.Access-Control-Allow-Origin: "'*'"}}
      DEFAULT_5XX: {responseParameters: {gatewayresponse.header.Access-Control-Allow-Origin: "'*'"}}
    ```

    ## References
    - https://fetch.spec.whatwg.org/#cors-non-wildcard-request-header-name
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-cors.html
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html
    """

    consequence = Consequence.BROKEN
    kinds = ("REST", "HTTP")
    needs = ("api.cors", "method.http_method=OPTIONS")
    stage = "integration response"

    def check_api(self, api: Api) -> Iterator[Finding]:
        """Looks at what preflights allow."""
        for preflight in preflights(api):
            refused = headers_refused(preflight)
            if refused and preflight.headers is not None:
                yield self._refused(preflight, preflight.headers, refused)

    def _refused(self, preflight: Preflight, allowed: Allowed, refused: list[tuple[Method, Asked]]) -> Finding:
        names = [asked.name for _, asked in refused]
        place = preflight.place if isinstance(allowed.value, Absent) else allowed.value.span
        call = method_label(refused[0][0])
        return self.finding(
            place,
            f"a browser that sends {' and '.join(names)} to {call} is refused: {preflight.label} allows {_only(allowed, preflight)}",
            related=[(asked.place, f"{asked.name}: {asked.words}") for _, asked in refused],
            fix=_fix(allowed, names),
            about=preflight.method,
        )


def _only(allowed: Allowed, preflight: Preflight) -> str:
    if allowed.lists("*") is Answer.YES:
        return f"*, which does not cover {'it where credentials are allowed' if preflight.credentials is Answer.YES else 'Authorization'}"
    return f"only {allowed.text}" if allowed.names else "no header"


def _fix(allowed: Allowed, names: list[str]) -> Fix | None:
    """Returns what adds the headers to the list."""
    value = allowed.value
    edit: Edit | None = None
    if isinstance(value, Known):
        edit = value.replaced(f"'{','.join([*allowed.names, *names])}'")
    elif isinstance(value, List) and value.writer is not None and len(names) == 1:
        edit = value.writer.addition(names[0])
    return Fix(f"allow {' and '.join(names)}", [edit]) if edit is not None else None
