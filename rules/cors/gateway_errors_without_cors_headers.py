"""The rule gateway-errors-without-cors-headers."""

from __future__ import annotations

from apigw_lint.languages.authorizers import authorization
from apigw_lint.languages.backend import backend
from apigw_lint.languages.cors import GATEWAY_RESPONSE, ORIGIN, is_whole, response_headers
from apigw_lint.languages.preflight import preflights
from apigw_lint.languages.serverless import is_of_sam
from apigw_lint.model import method_label
from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Api, Method
    from apigw_lint.rule import Finding

_SERVER_ERRORS = frozenset(
    {
        "API_CONFIGURATION_ERROR",
        "AUTHORIZER_CONFIGURATION_ERROR",
        "AUTHORIZER_FAILURE",
        "DEFAULT_5XX",
        "INTEGRATION_FAILURE",
        "INTEGRATION_TIMEOUT",
    }
)


class GatewayErrorsWithoutCorsHeaders(Rule):
    """
    Errors of API Gateway that browsers keep from the page.

    ## What it does
    Finds APIs with preflights whose gateway responses send no `Access-Control-Allow-Origin`: neither DEFAULT_4XX or another 4xx type, nor
    DEFAULT_5XX or another 5xx type. Methods that answer by themselves, open mocks, are not counted.

    ## Why is this bad?
    What API Gateway answers instead of the backend, such as 401, 403, 429 or 504, comes without CORS headers. The page sees a network
    error, cannot tell an expired token from a broken connection, and developers take it for a CORS problem.

    ## Example
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    paths:
      /pets:
        put:
          x-amazon-apigateway-integration: {type: http_proxy, httpMethod: PUT, uri: "https://pets.example.com/"}
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
                  method.response.header.Access-Control-Allow-Methods: "'OPTIONS,PUT'"
                  method.response.header.Access-Control-Allow-Headers: "'Content-Type'"
    ```

    ## Use instead
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    paths:
      /pets:
        put:
          x-amazon-apigateway-integration: {type: http_proxy, httpMethod: PUT, uri: "https://pets.example.com/"}
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
                  method.response.header.Access-Control-Allow-Methods: "'OPTIONS,PUT'"
                  method.response.header.Access-Control-Allow-Headers: "'Content-Type'"
    x-amazon-apigateway-gateway-responses:
      DEFAULT_4XX: {responseParameters: {gatewayresponse.header.Access-Control-Allow-Origin: "'*'"}}
      DEFAULT_5XX: {responseParameters: {gatewayresponse.header.Access-Control-Allow-Origin: "'*'"}}
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-gatewayResponse-definition.html
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-cors.html
    """

    consequence = Consequence.MISLEADING
    needs = ("method.http_method=OPTIONS",)

    def check_api(self, api: Api) -> Iterator[Finding]:
        """Looks at the gateway responses of an API that browsers call."""
        if not api.declared or not api.gateway_responses.complete:
            return
        lacking = _lacking(api)
        for preflight in preflights(api) if lacking else ():
            method = next((method for method in preflight.about if _can_fail(method)), None)
            if method is not None:
                errors = f"{' and '.join(lacking)} errors"
                yield self.finding(
                    preflight.origin.span,
                    f"browsers call {method_label(method)}, and API Gateway's own {errors} have no Access-Control-Allow-Origin: "
                    f"the page never sees them",
                    related=[(method.name_span, _for_example(method))],
                    help=_advice(api, " and ".join(f"DEFAULT_{kind.upper()}" for kind in lacking)),
                    about=preflight.method,
                )
                return


def _lacking(api: Api) -> list[str]:
    """Returns which errors certainly have no gateway response with the header: ``4xx``, ``5xx``."""
    sent = set()
    for response in api.gateway_responses:
        kind = known(response.response_type, str)
        if ORIGIN in response_headers(response.response_parameters, GATEWAY_RESPONSE) or not is_whole(response.response_parameters):
            sent |= {"4xx", "5xx"} if kind is None else {"5xx" if kind.upper() in _SERVER_ERRORS else "4xx"}
    return [kind for kind in ("4xx", "5xx") if kind not in sent]


def _advice(api: Api, names: str) -> str:
    if is_of_sam(api):
        return f"write {names} below GatewayResponses, with Access-Control-Allow-Origin in ResponseParameters.Headers"
    return f"add gateway responses of type {names} with gatewayresponse.header.Access-Control-Allow-Origin"


def _can_fail(method: Method) -> bool:
    """Returns whether API Gateway itself certainly answers some calls: it asks for something, or calls something that can be away."""
    calls = method.integration is not None and backend(method.integration).type not in ("MOCK", None)
    return calls or authorization(method) not in ("NONE", None) or known(method.api_key_required, bool) is True


def _for_example(method: Method) -> str:
    if authorization(method) not in ("NONE", None):
        return "answers 401 and 403 to callers without leave"
    if known(method.api_key_required, bool) is True:
        return "answers 403 to callers without a key"
    return "answers 504 when its backend is slow"
