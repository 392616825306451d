"""The rule duplicate-gateway-response."""

from __future__ import annotations

from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Api, GatewayResponse
    from apigw_lint.rule import Finding


class DuplicateGatewayResponse(Rule):
    r"""
    Two gateway responses of one type.

    ## What it does
    Finds a second gateway response of one type for one API.

    ## Why is this bad?
    One overwrites the other, and which one is left depends on the order in which they are made.

    ## Example
    ```hcl
    resource "aws_api_gateway_rest_api" "pets" {
      name = "pets"
    }

    resource "aws_api_gateway_gateway_response" "one" {
      rest_api_id   = aws_api_gateway_rest_api.pets.id
      response_type = "THROTTLED"
      response_templates = {
        "application/json" = "{\"message\": \"slow down\"}"
      }
    }

    resource "aws_api_gateway_gateway_response" "two" {
      rest_api_id   = aws_api_gateway_rest_api.pets.id
      response_type = "THROTTLED"
      response_templates = {
        "application/json" = "{\"message\": \"later\"}"
      }
    }
    ```

    ## Use instead
    ```hcl
    resource "aws_api_gateway_rest_api" "pets" {
      name = "pets"
    }

    resource "aws_api_gateway_gateway_response" "one" {
      rest_api_id   = aws_api_gateway_rest_api.pets.id
      response_type = "THROTTLED"
      response_templates = {
        "application/json" = "{\"message\": \"slow down\"}"
      }
    }
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html
    """

    consequence = Consequence.IGNORED
    needs = ("api.gateway_responses",)

    def check_api(self, api: Api) -> Iterator[Finding]:
        """Looks at the types of an API's gateway responses."""
        first: dict[str, GatewayResponse] = {}
        for response in api.gateway_responses:
            kind = known(response.response_type, str)
            if kind is None or not response.certain:
                continue
            if kind in first:
                other = first[kind].response_type.span
                words = f"a second gateway response for {kind}: one overwrites the other"
                yield self.finding(response.response_type.span, words, related=[(other, "the first")])
            else:
                first[kind] = response
