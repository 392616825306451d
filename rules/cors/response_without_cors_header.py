"""The rule response-without-cors-header."""

from __future__ import annotations

from apigw_lint.languages.cors import NAMES, ORIGIN, RESPONSE, is_whole, maps_headers, may_override, response_headers
from apigw_lint.languages.preflight import preflights
from apigw_lint.languages.responses import declared, status_of
from apigw_lint.model import method_label
from apigw_lint.rule import Consequence, Fix, Rule
from apigw_lint.value import Known, Table, known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Api, IntegrationResponse, Method
    from apigw_lint.rule import Finding
    from apigw_lint.source import Span
    from apigw_lint.value import Value


class ResponseWithoutCorsHeader(Rule):
    """
    Answer that browsers keep from the page, behind a preflight that allows the call.

    ## What it does
    Finds integration responses of methods that are no proxies, which do not map `Access-Control-Allow-Origin` although a preflight allows
    calls of the method, or the method response declares the header. Answers with an error status are told apart: the page sees a network
    error in their stead.

    ## Why is this bad?
    The call is made, and the browser does not show its answer to the page that made it.

    ## Example
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    paths:
      /pets:
        get:
          responses:
            "200": {description: ok, headers: {Access-Control-Allow-Origin: {schema: {type: string}}}}
          x-amazon-apigateway-integration:
            type: mock
            requestTemplates: {application/json: '{"statusCode": 200}'}
            responses:
              default:
                statusCode: "200"
                responseParameters: {}
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
    ```

    ## Use instead
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    paths:
      /pets:
        get:
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
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-cors.html
    - https://fetch.spec.whatwg.org/#cors-check
    """

    consequence = Consequence.BROKEN
    needs = ("method.http_method=OPTIONS", "method_response.response_parameters=METHOD.RESPONSE.HEADER.ACCESS-CONTROL-ALLOW-ORIGIN")
    stage = "integration response"

    def check_api(self, api: Api) -> Iterator[Finding]:
        """Looks at the methods of which preflights allow calls, and at those that declare the header."""
        allowed = {id(method): preflight for preflight in preflights(api) for method in preflight.about}
        for method in api.methods:
            preflight = allowed.get(id(method))
            if known(method.http_method, str) in ("OPTIONS", None) or not _answers_by_itself(method):
                continue
            promise = (preflight.place, f"{preflight.label} allows calls") if preflight is not None else None
            for response in method.integration.responses if method.integration is not None else ():
                yield from self._response(method, response, promise, preflight.origin if preflight is not None else None)

    def _response(
        self, method: Method, response: IntegrationResponse, promise: tuple[Span, str] | None, origin: Value | None
    ) -> Iterator[Finding]:
        status = status_of(response)
        if status is None or not is_whole(response.response_parameters) or ORIGIN in response_headers(response.response_parameters):
            return
        own = _declaration(method, status)
        if promise is None and own is None:
            return
        is_error = status[:1] in ("4", "5")
        what = "the page sees no error" if is_error else "browsers keep it from the page"
        places = [promise] if promise is not None else []
        if own is not None:
            places.append((own.span, "declared, and never mapped"))
        finding = self.finding(
            response.status_code.span,
            f"the {status} answer of {method_label(method)} has no Access-Control-Allow-Origin: {what}",
            related=places,
            fix=_fix(response, own, origin),
            consequence=Consequence.MISLEADING if is_error else None,
            about=method,
        )
        finding.address = response.address
        yield finding


def _answers_by_itself(method: Method) -> bool:
    """Returns whether the integration responses of a method certainly write its headers, and all are seen."""
    integration = method.integration
    return integration is not None and maps_headers(method) and integration.responses.complete and not may_override(integration)


def _declaration(method: Method, status: str) -> Known[str] | None:
    """Returns where the method response of a status declares the header."""
    for response in declared(method, status):
        headers = response_headers(response.response_parameters)
        if ORIGIN in headers:
            return headers[ORIGIN][0]
    return None


def _fix(response: IntegrationResponse, own: Known[str] | None, origin: Value | None) -> Fix | None:
    """Returns what maps the header that is declared, with the origin that the preflight answers."""
    table = response.response_parameters
    text = known(origin, str) if origin is not None else None
    if own is None or text is None or not isinstance(table, Table) or table.writer is None:
        return None
    edit = table.writer.insertion(RESPONSE + own.value[len(RESPONSE) :], text)
    return Fix(f"map {NAMES[ORIGIN]}", [edit]) if edit is not None else None
