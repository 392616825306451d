"""The rule preflight-without-cors-headers."""

from __future__ import annotations

from apigw_lint.languages.cors import (
    HEADERS,
    METHODS,
    NAMES,
    ORIGIN,
    is_whole,
    maps_headers,
    may_override,
    origin_mapping,
    response_headers,
    successes,
)
from apigw_lint.languages.serverless import is_made_preflight
from apigw_lint.model import method_label
from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import Answer, known, same

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Api, Integration, IntegrationResponse, Method
    from apigw_lint.rule import Finding
    from apigw_lint.source import Span

_SAFELISTED = ("GET", "HEAD", "POST")


class PreflightWithoutCorsHeaders(Rule):
    """
    Preflight that does not say what browsers ask.

    ## What it does
    Finds OPTIONS methods for CORS whose integration responses do not map `Access-Control-Allow-Origin`, `-Allow-Methods` and
    `-Allow-Headers`, those that are declared and not mapped among them. `-Allow-Methods` is asked for only where the path has other verbs
    than GET, HEAD and POST, which browsers always allow, and `-Allow-Headers` only where its calls can have headers of their own.

    ## Why is this bad?
    A browser refuses what the preflight does not allow: the call is never made.

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
          x-amazon-apigateway-integration:
            type: mock
            requestTemplates: {application/json: '{"statusCode": 204}'}
            responses:
              default:
                statusCode: "204"
                responseParameters:
                  method.response.header.Access-Control-Allow-Origin: "'*'"
                  method.response.header.Access-Control-Allow-Methods: "'OPTIONS,PUT'"
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
                  method.response.header.Access-Control-Allow-Methods: "'OPTIONS,PUT'"
                  method.response.header.Access-Control-Allow-Headers: "'Content-Type'"
    ```

    ## References
    - https://fetch.spec.whatwg.org/#cors-preflight-fetch
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-cors.html
    """

    consequence = Consequence.BROKEN
    needs = ("method.http_method=OPTIONS",)
    stage = "integration response"

    def check_api(self, api: Api) -> Iterator[Finding]:
        """Looks at the preflights of an API."""
        others: dict[object, list[Method]] = {}
        preflights = []
        for method in api.methods:
            path = known(method.path, str)
            if known(method.http_method, str) != "OPTIONS":
                others.setdefault(path, []).append(method)
            elif path is not None and method.integration is not None and maps_headers(method):
                preflights.append((method, path, method.integration))
        for method, path, integration in preflights:
            if _is_for_cors(method, others.get(path, [])) and integration.responses.complete and not may_override(integration):
                needed = _needed(others.get(path, []), api.methods.complete)
                for response in successes(integration):
                    yield from self._response(method, response, needed)

    def _response(self, method: Method, response: IntegrationResponse, needed: list[str]) -> Iterator[Finding]:
        if not is_whole(response.response_parameters):
            return
        mapped = response_headers(response.response_parameters)
        missing = [name for name in needed if name not in mapped]
        if not missing:
            return
        names = " and ".join(NAMES[name] for name in missing)
        refused = "calls with headers such as Content-Type" if missing == [HEADERS] else "the calls that it is asked about"
        yield self.finding(
            response.name_span,
            f"{method_label(method)} does not answer {names}: browsers refuse {refused}",
            related=[(place, "declared, and never mapped") for place in _declarations(method, response, missing)],
            help=_advice(method, missing),
            about=method,
        )


def _advice(method: Method, missing: list[str]) -> str:
    """Returns which settings of SAM's answer the headers, where SAM made the preflight."""
    if not is_made_preflight(method):
        return ""
    names = " and ".join(NAMES[name].removeprefix("Access-Control-").replace("-", "") for name in missing)
    return f"write {names} in Cors, as text in single quotes"


def _is_for_cors(method: Method, others: list[Method]) -> bool:
    """Returns whether an OPTIONS method is there for browsers: it has one of the headers, or the path's own answers do."""
    integration: Integration | None = method.integration
    mapped = [response.response_parameters for response in integration.responses] if integration is not None else []
    declared = [response.response_parameters for response in method.responses]
    if any(name in NAMES for parameters in (*mapped, *declared) for name in response_headers(parameters)):
        return True
    return any(origin_mapping(other) is not None for other in others)


def _needed(others: list[Method], complete: bool) -> list[str]:
    """Returns the headers without which some call to the path is refused."""
    verbs = [known(method.http_method, str) for method in others]
    needed = [ORIGIN]
    if any(verb is not None and verb not in _SAFELISTED for verb in verbs):
        needed.append(METHODS)
    # A preflight of GET, HEAD or POST is asked because of a header; a DELETE may have none of its own.
    if any(verb not in (None, "DELETE") for verb in verbs) or (not verbs and complete):
        needed.append(HEADERS)
    return needed


def _declarations(method: Method, response: IntegrationResponse, names: list[str]) -> Iterator[Span]:
    for declared in method.responses:
        if same(declared.status_code, response.status_code) is Answer.YES:
            headers = response_headers(declared.response_parameters)
            for name in names:
                if name in headers:
                    yield headers[name][0].span
