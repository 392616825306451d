"""The rule invalid-cors-origin."""

from __future__ import annotations

import re

from apigw_lint.languages.cors import GATEWAY_RESPONSE, ORIGIN, RESPONSE, response_headers
from apigw_lint.regexp import regexp
from apigw_lint.rule import Consequence, Fix, Rule
from apigw_lint.value import HOLE, Known, items, masked

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Api, GatewayResponse, IntegrationResponse
    from apigw_lint.rule import Finding
    from apigw_lint.value import Value

_SCHEME = regexp(r"[A-Za-z][A-Za-z0-9+.-]*://")
_DEFAULT_PORTS = {"https": ":443", "http": ":80"}


class InvalidCorsOrigin(Rule):
    """
    Allowed origin that is none.

    ## What it does
    Finds values of `Access-Control-Allow-Origin`, and origins in the CORS configuration of HTTP APIs, that no browser's origin can be
    equal to: a list with commas, a path or a slash at the end, no scheme, a `*` inside, upper case, a default port; and for HTTP APIs an
    origin in quotes of its own.

    ## Why is this bad?
    A browser compares the value with the origin of the page, character by character. It is never equal, and every answer is kept from
    the page.

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
                responseParameters:
                  method.response.header.Access-Control-Allow-Origin: "'https://pets.example,https://admin.pets.example'"
    ```

    ```yaml
    Resources:
      Api:
        Type: AWS::ApiGatewayV2::Api
        Properties:
          Name: pets
          ProtocolType: HTTP
          CorsConfiguration: {AllowOrigins: ["https://pets.example/"]}
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
                responseParameters:
                  method.response.header.Access-Control-Allow-Origin: "'https://pets.example'"
    ```

    ```yaml
    Resources:
      Api:
        Type: AWS::ApiGatewayV2::Api
        Properties:
          Name: pets
          ProtocolType: HTTP
          CorsConfiguration: {AllowOrigins: ["https://pets.example"]}
    ```

    ## References
    - https://fetch.spec.whatwg.org/#cors-check
    - https://html.spec.whatwg.org/multipage/browsers.html#ascii-serialisation-of-an-origin
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html
    """

    consequence = Consequence.BROKEN
    kinds = ("REST", "HTTP")
    needs = (
        "api.cors",
        "gateway_response.response_parameters",
        "integration_response.response_parameters=METHOD.RESPONSE.HEADER.ACCESS-CONTROL-ALLOW-ORIGIN",
    )
    stage = "integration response"

    def check_api(self, api: Api) -> Iterator[Finding]:
        """Looks at the origins that an HTTP API allows."""
        if api.kind == "HTTP" and api.cors is not None:
            for origin in items(api.cors.allow_origins):
                yield from self._configured(origin)

    def check_integration_response(self, response: IntegrationResponse) -> Iterator[Finding]:
        """Looks at the header of an integration response."""
        yield from self._mapped(response.response_parameters, RESPONSE)

    def check_gateway_response(self, response: GatewayResponse) -> Iterator[Finding]:
        """Looks at the header of a gateway response."""
        yield from self._mapped(response.response_parameters, GATEWAY_RESPONSE)

    def _mapped(self, parameters: Value, prefix: str) -> Iterator[Finding]:
        headers = response_headers(parameters, prefix)
        value = headers[ORIGIN][1] if ORIGIN in headers else None
        text = masked(value) if value is not None else None
        if value is None or text is None or len(text) < 3 or text[0] != "'" or text[-1] != "'":
            return
        fault, right = _fault(text[1:-1], wildcards=False)
        if fault:
            yield self._finding(value, text[1:-1], fault, f"'{right}'" if right is not None else None)

    def _configured(self, value: Value) -> Iterator[Finding]:
        text = masked(value)
        if text is None or not text:
            return
        if text[0] in "'\"" and text[-1] == text[0] and len(text) > 2:
            yield self._finding(value, text, "here quotes are a part of the value", text[1:-1])
            return
        fault, right = _fault(text, wildcards=True)
        if fault:
            yield self._finding(value, text, fault, right)

    def _finding(self, value: Value, text: str, fault: str, right: str | None) -> Finding:
        edit = value.replaced(right) if isinstance(value, Known) and right is not None else None
        return self.finding(
            value.span,
            f"no browser's origin is {text.replace(HOLE, '…')}: {fault}",
            fix=Fix(f"write {right}", [edit], safe=False) if edit is not None else None,
        )


def _fault(text: str, wildcards: bool) -> tuple[str, str | None]:
    """Returns why a text is no origin, empty where it may be one, and the origin that was meant. HTTP APIs match
    wildcards themselves, and in any case.
    """
    if text in ("*", "null") or text != text.strip():
        return "", None
    if "," in text or " " in text:
        return "the header holds one origin, or *", None
    scheme = _SCHEME.match(text)
    if scheme is None:
        return ("", None) if HOLE in text or (wildcards and text.endswith("*")) else ("an origin starts with its scheme", f"https://{text}")
    rest = text[scheme.end() :]
    host, slash, _ = rest.partition("/")
    right = (scheme[0] + host).lower() if HOLE not in text else None
    if slash:
        return "an origin has no path, and no slash at its end", right
    if "*" in host:
        return ("", None) if wildcards else ("browsers know no * inside of an origin", None)
    name = scheme[0].removesuffix("://").lower()
    if name in _DEFAULT_PORTS and host.endswith(_DEFAULT_PORTS[name]):
        return "browsers leave the default port out", right.removesuffix(_DEFAULT_PORTS[name]) if right else None
    if not wildcards and re.search(r"[A-Z]", text):
        return "browsers write origins in lower case", right
    return "", None
