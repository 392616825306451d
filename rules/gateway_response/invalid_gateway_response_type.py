"""The rule invalid-gateway-response-type."""

from __future__ import annotations

from apigw_lint.facts.enums import GATEWAY_RESPONSE_TYPES, nearest
from apigw_lint.rule import Consequence, Fix, Rule
from apigw_lint.value import strings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import GatewayResponse
    from apigw_lint.rule import Finding


class InvalidGatewayResponseType(Rule):
    """
    Gateway response of a type that API Gateway has not.

    ## What it does
    Finds gateway responses whose type is none of the 21 that there are.

    ## Why is this bad?
    API Gateway refuses the resource. In an OpenAPI document it is never used: there is no error that it would answer.

    ## Example
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    x-amazon-apigateway-gateway-responses:
      BAD_REQUEST:
        statusCode: 400
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
      BAD_REQUEST_BODY:
        statusCode: 400
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
        """Looks at the type."""
        for written in strings(response.response_type):
            if written.value not in GATEWAY_RESPONSE_TYPES:
                near = nearest(written.value, GATEWAY_RESPONSE_TYPES)
                edit = written.replaced(near) if near else None
                hint = f"; {near} is the nearest" if near else ""
                # What the importer of documents does with it is not recorded: it may drop it.
                in_document = response.address.startswith("x-amazon-apigateway-gateway-responses")
                yield self.finding(
                    written.span,
                    f"{written.value} is no type of gateway response{hint}",
                    consequence=Consequence.IGNORED if in_document else None,
                    fix=Fix(f"write {near}", [edit], safe=False) if edit else None,
                )
