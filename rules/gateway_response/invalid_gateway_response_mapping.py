"""The rule invalid-gateway-response-mapping."""

from __future__ import annotations

from apigw_lint.languages import mapping
from apigw_lint.regexp import regexp
from apigw_lint.rule import Consequence, Fix, Rule
from apigw_lint.value import Known, Text, Value, entries, literals, masked, scalar_text

_STATUS = regexp(r"[1-5]\d\d")

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import GatewayResponse
    from apigw_lint.rule import Finding


class InvalidGatewayResponseMapping(Rule):
    """
    Gateway response that API Gateway cannot read.

    ## What it does
    Finds gateway responses whose parameters are no `gatewayresponse.header.name`, whose values are neither a mapping expression nor a text
    in single quotes, whose values are empty, or whose status is none.

    ## Why is this bad?
    API Gateway refuses it.

    ## Example
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    x-amazon-apigateway-gateway-responses:
      DEFAULT_4XX:
        responseParameters:
          gatewayresponse.header.Access-Control-Allow-Origin: "*"
    paths:
      /pets:
        get:
          x-amazon-apigateway-integration: {type: http_proxy, httpMethod: GET, uri: "https://pets.example.com/"}
    ```

    ## Use instead
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    x-amazon-apigateway-gateway-responses:
      DEFAULT_4XX:
        responseParameters:
          gatewayresponse.header.Access-Control-Allow-Origin: "'*'"
    paths:
      /pets:
        get:
          x-amazon-apigateway-integration: {type: http_proxy, httpMethod: GET, uri: "https://pets.example.com/"}
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html
    """

    consequence = Consequence.REJECTED

    def check_gateway_response(self, response: GatewayResponse) -> Iterator[Finding]:
        """Looks at status, parameters and templates."""
        for status in literals(response.status_code):
            if not _STATUS.fullmatch(scalar_text(status.value)):
                yield self.finding(status.span, f"{scalar_text(status.value)} is no status code: three digits, the first from 1 to 5")
        for key, value in entries(response.response_parameters):
            yield from self._key(key)
            yield from self._value(value)
        for key, value in entries(response.response_templates):
            for template in literals(value):
                if template.value in ("", None):
                    yield self.finding(template.span, f"the template for {key.value} is empty, which gateway responses cannot have")

    def _key(self, key: Known[str]) -> Iterator[Finding]:
        error = mapping.gateway_response_key(key.value)
        if isinstance(error, mapping.MappingError) and error.certain:
            yield self.finding(key.at(error.start, error.end), error.message)

    def _value(self, value: Value) -> Iterator[Finding]:
        text = masked(value)
        if text is None or not isinstance(value, (Known, Text)):
            return
        if text == "":
            yield self.finding(value.span, "an empty value, which gateway responses cannot have")
            return
        error = mapping.request_value(text)
        if isinstance(error, mapping.MappingError) and error.certain:
            edit = value.replaced(error.suggestion) if isinstance(value, Known) and error.suggestion else None
            fix = Fix(f"write {error.suggestion}", [edit], safe=False) if edit else None
            yield self.finding(value.at(error.start, error.end), error.message, fix=fix)
