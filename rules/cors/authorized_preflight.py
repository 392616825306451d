"""The rule authorized-preflight."""

from __future__ import annotations

from apigw_lint.languages.backend import backend
from apigw_lint.languages.serverless import event_behind, is_made_preflight
from apigw_lint.model import method_label
from apigw_lint.rule import Consequence, Fix, Rule
from apigw_lint.value import Known, known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Api, Method
    from apigw_lint.rule import Finding

_CATCH_ALL = ("$default", "ANY /{proxy+}")


class AuthorizedPreflight(Rule):
    """
    Preflight that asks for credentials.

    ## What it does
    Finds OPTIONS methods with authorization or a required API key, those that SAM's default authorizer covers among them. On HTTP APIs
    with a CORS configuration, it finds a `$default` or `ANY /{proxy+}` route with authorization and no OPTIONS route beside it.

    ## Why is this bad?
    A browser sends a preflight without credentials. It is answered with 401 or 403, and the call itself is never made.

    ## Example
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    components:
      securitySchemes:
        key: {type: apiKey, name: x-api-key, in: header}
    paths:
      /pets:
        options:
          security: [{key: []}]
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
                  method.response.header.Access-Control-Allow-Methods: "'OPTIONS,POST'"
                  method.response.header.Access-Control-Allow-Headers: "'Content-Type'"
    ```

    ## Use instead
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    paths:
      /pets:
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
                  method.response.header.Access-Control-Allow-Methods: "'OPTIONS,POST'"
                  method.response.header.Access-Control-Allow-Headers: "'Content-Type'"
    ```

    ## References
    - https://fetch.spec.whatwg.org/#cors-preflight-fetch
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-cors.html
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html
    """

    consequence = Consequence.BROKEN
    kinds = ("REST", "HTTP")
    needs = ("api.cors", "method.http_method=OPTIONS")
    stage = "method request"

    def check_method(self, method: Method) -> Iterator[Finding]:
        """Looks at what an OPTIONS method asks for."""
        api = method.api
        # Where an HTTP API has a CORS configuration, that answers preflights, not the route.
        if known(method.http_method, str) != "OPTIONS" or (api is not None and api.kind == "HTTP" and api.cors is not None):
            return
        if _authorization(method) is not None:
            yield self.finding(
                method.authorization_type.span,
                f"a browser sends {method_label(method)} without credentials; {_authorization(method)} refuses it",
                fix=_open(method),
                help=_advice(method, "AddDefaultAuthorizerToCorsPreflight: false", "Authorizer: NONE"),
            )
        if known(method.api_key_required, bool) is True:
            yield self.finding(
                method.api_key_required.span,
                f"a browser sends {method_label(method)} without an API key: it is answered with 403",
                help=_advice(method, "AddApiKeyRequiredToCorsPreflight: false", "ApiKeyRequired: false"),
            )

    def check_api(self, api: Api) -> Iterator[Finding]:
        """Looks at the routes of an HTTP API that catch its preflights."""
        if api.kind != "HTTP" or api.cors is None or not api.methods.complete:
            return
        if any(not isinstance(method.route_key, Known) or known(method.http_method, str) == "OPTIONS" for method in api.methods):
            return
        for method in api.methods:
            if known(method.route_key, str) in _CATCH_ALL and _authorization(method) is not None:
                words = f"{method_label(method)} catches preflights too, and {_authorization(method)} refuses them"
                yield self.finding(
                    method.authorization_type.span,
                    f"{words}; add OPTIONS /{{proxy+}} without it",
                    related=[(api.cors.name_span, "browsers are to call this API")],
                    about=method,
                )


def _authorization(method: Method) -> str | None:
    """Returns the authorization that a method certainly has."""
    kind = known(method.authorization_type, str)
    return None if kind is None or kind.upper() in ("NONE", "") else kind


def _advice(method: Method, of_api: str, of_event: str) -> str:
    """Returns which setting of SAM's leaves a preflight open, that of the API or that of the event which it is."""
    if method.integration is not None and event_behind(method.integration) is not None:
        return f"write {of_event} in Auth of the event"
    return f"write {of_api} in Auth of the API" if is_made_preflight(method) else ""


def _open(method: Method) -> Fix | None:
    """Returns what opens the method, where its type is written there in so many words."""
    written = method.authorization_type
    if not isinstance(written, Known) or written.span.text.strip("\"'") != written.value:
        return None
    edit = written.replaced("NONE")
    harmless = method.integration is not None and backend(method.integration).type == "MOCK"
    return Fix("answer preflights without authorization", [edit], safe=harmless) if edit else None
