"""The rule preflight-does-not-allow-method."""

from __future__ import annotations

from apigw_lint.languages.preflight import Allowed, preflights, verbs_refused
from apigw_lint.model import method_label
from apigw_lint.rule import Consequence, Fix, Rule
from apigw_lint.value import Absent, Answer, Known, List, known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.languages.preflight import Preflight
    from apigw_lint.model import Api, Method
    from apigw_lint.rule import Finding
    from apigw_lint.value import Edit


class PreflightDoesNotAllowMethod(Rule):
    """
    Preflight that does not allow a verb of its path.

    ## What it does
    Finds preflights, and CORS configurations of HTTP APIs, whose list of verbs lacks PUT, PATCH or DELETE where a method behind them has
    it: left out, written in lower case, or covered only by a `*` that does not count where credentials are allowed. GET, HEAD and POST
    need not be listed: browsers allow them anyway.

    ## Why is this bad?
    A browser refuses the call after the preflight: it is never made.

    ## Example
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    paths:
      /pets:
        put:
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
                Access-Control-Allow-Methods: {schema: {type: string}}
                Access-Control-Allow-Headers: {schema: {type: string}}
          x-amazon-apigateway-integration:
            type: mock
            requestTemplates: {application/json: '{"statusCode": 204}'}
            responses:
              default:
                statusCode: "204"
                responseParameters:
                  method.response.header.Access-Control-Allow-Origin: "'*'"
                  method.response.header.Access-Control-Allow-Methods: "'GET,OPTIONS'"
                  method.response.header.Access-Control-Allow-Headers: "'Content-Type'"
    ```

    ```yaml
    Resources:
      Api:
        Type: AWS::ApiGatewayV2::Api
        Properties:
          Name: pets
          ProtocolType: HTTP
          CorsConfiguration: {AllowOrigins: ["https://pets.example"], AllowMethods: [GET, POST]}
      Backend:
        Type: AWS::ApiGatewayV2::Integration
        Properties:
          ApiId: !Ref Api
          IntegrationType: HTTP_PROXY
          IntegrationMethod: DELETE
          IntegrationUri: https://backend.example/
          PayloadFormatVersion: "1.0"
      Route:
        Type: AWS::ApiGatewayV2::Route
        Properties: {ApiId: !Ref Api, RouteKey: DELETE /pets, Target: !Sub "integrations/${Backend}"}
    ```

    ## Use instead
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    paths:
      /pets:
        put:
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
                Access-Control-Allow-Methods: {schema: {type: string}}
                Access-Control-Allow-Headers: {schema: {type: string}}
          x-amazon-apigateway-integration:
            type: mock
            requestTemplates: {application/json: '{"statusCode": 204}'}
            responses:
              default:
                statusCode: "204"
                responseParameters:
                  method.response.header.Access-Control-Allow-Origin: "'*'"
                  method.response.header.Access-Control-Allow-Methods: "'PUT,OPTIONS'"
                  method.response.header.Access-Control-Allow-Headers: "'Content-Type'"
    ```

    ## References
    - https://fetch.spec.whatwg.org/#cors-preflight-fetch
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-cors.html
    """

    consequence = Consequence.BROKEN
    kinds = ("REST", "HTTP")
    needs = ("api.cors", "method.http_method=OPTIONS")
    stage = "integration response"

    def check_api(self, api: Api) -> Iterator[Finding]:
        """Looks at what preflights allow."""
        for preflight in preflights(api):
            refused = verbs_refused(preflight)
            if refused and preflight.methods is not None:
                yield self._refused(preflight, preflight.methods, refused)

    def _refused(self, preflight: Preflight, allowed: Allowed, refused: list[Method]) -> Finding:
        verbs = list(dict.fromkeys(str(known(method.http_method, str)) for method in refused))
        calls = " or ".join(f"{verb} {known(refused[0].path, str) or ''}".strip() for verb in verbs)
        if len({known(method.path, str) for method in refused}) > 1:
            calls = method_label(refused[0])
        place = preflight.place if isinstance(allowed.value, Absent) else allowed.value.span
        return self.finding(
            place,
            f"a browser that sends {calls} is refused: {preflight.label} allows {_only(allowed, verbs)}",
            related=[(method.name_span, "is never called") for method in refused[:3]],
            fix=_fix(allowed, verbs),
            about=preflight.method,
        )


def _only(allowed: Allowed, verbs: list[str]) -> str:
    if allowed.lists("*") is Answer.YES:
        return "*, which does not count together with credentials"
    if any(allowed.lists(verb, any_case=True) is Answer.YES for verb in verbs):
        return f"{allowed.text}, and verbs are compared with their case"
    return f"only {allowed.text}" if allowed.names else "no verb"


def _fix(allowed: Allowed, verbs: list[str]) -> Fix | None:
    """Returns what adds the verbs to the list, in place of what they are written as now."""
    value = allowed.value
    message = f"allow {' and '.join(verbs)}"
    edit: Edit | None = None
    if isinstance(value, Known):
        names = [name for name in allowed.names if name.upper() not in verbs and name != "*"] + verbs
        edit = value.replaced(f"'{','.join(names)}'")
    elif isinstance(value, List) and value.writer is not None and len(verbs) == 1:
        edit = value.writer.addition(verbs[0])
    return Fix(message, [edit], safe=False) if edit is not None else None
