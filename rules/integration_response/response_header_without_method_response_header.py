"""The rule response-header-without-method-response-header."""

from __future__ import annotations

from apigw_lint.languages.mapping import MappingSource, response_key
from apigw_lint.languages.responses import declared, maps_responses, maps_to, status_of
from apigw_lint.rule import Consequence, Fix, Rule
from apigw_lint.value import Absent, Answer, Table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import IntegrationResponse, Method, MethodResponse
    from apigw_lint.rule import Finding
    from apigw_lint.value import Known


class ResponseHeaderWithoutMethodResponseHeader(Rule):
    """
    Mapping to a response header that the method response does not declare.

    ## What it does
    Finds integration responses that map to `method.response.header.X` where the method response of the same status has no `X`.

    ## Why is this bad?
    API Gateway refuses the integration response: `Invalid mapping expression parameter specified: method.response.header.X`.

    ## Example
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    paths:
      /pets:
        get:
          responses:
            "200": {description: all pets}
          x-amazon-apigateway-integration:
            type: mock
            requestTemplates: {application/json: '{"statusCode": 200}'}
            responses:
              default:
                statusCode: "200"
                responseParameters:
                  method.response.header.X-Total: integration.response.header.X-Total
    ```

    ```hcl
    resource "aws_api_gateway_rest_api" "pets" {
      name = "pets"
    }

    resource "aws_api_gateway_method" "get" {
      rest_api_id   = aws_api_gateway_rest_api.pets.id
      resource_id   = aws_api_gateway_rest_api.pets.root_resource_id
      http_method   = "GET"
      authorization = "NONE"
    }

    resource "aws_api_gateway_integration" "get" {
      rest_api_id       = aws_api_gateway_rest_api.pets.id
      resource_id       = aws_api_gateway_rest_api.pets.root_resource_id
      http_method       = aws_api_gateway_method.get.http_method
      type              = "MOCK"
      request_templates = { "application/json" = "{\\"statusCode\\": 200}" }
    }

    resource "aws_api_gateway_method_response" "ok" {
      rest_api_id = aws_api_gateway_rest_api.pets.id
      resource_id = aws_api_gateway_rest_api.pets.root_resource_id
      http_method = aws_api_gateway_method.get.http_method
      status_code = "200"
      response_parameters = {
        "method.response.header.X-Total" = true
      }
    }

    resource "aws_api_gateway_integration_response" "ok" {
      rest_api_id = aws_api_gateway_rest_api.pets.id
      resource_id = aws_api_gateway_rest_api.pets.root_resource_id
      http_method = aws_api_gateway_method.get.http_method
      status_code = aws_api_gateway_method_response.ok.status_code
      response_parameters = {
        "method.response.header.X-Total" = "integration.response.header.X-Total"
        "method.response.header.X-Pages" = "integration.response.header.X-Pages"
      }
    }
    ```

    ## Use instead
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    paths:
      /pets:
        get:
          responses:
            "200":
              description: all pets
              headers:
                X-Total: {schema: {type: string}}
          x-amazon-apigateway-integration:
            type: mock
            requestTemplates: {application/json: '{"statusCode": 200}'}
            responses:
              default:
                statusCode: "200"
                responseParameters:
                  method.response.header.X-Total: integration.response.header.X-Total
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/request-response-data-mappings.html
    """

    consequence = Consequence.REJECTED
    needs = ("integration_response.response_parameters",)
    stage = "integration response"

    def check_method(self, method: Method) -> Iterator[Finding]:
        """Compares the headers of the two sides of a method."""
        integration = method.integration
        if integration is None or not maps_responses(integration):
            return
        for response in integration.responses:
            status = status_of(response)
            others = declared(method, status) if status is not None else []
            for key, _ in maps_to(response) if others else ():
                if all(_declares(other, key.value) is Answer.NO for other in others):
                    yield self._undeclared(response, key, others[-1])

    def _undeclared(self, response: IntegrationResponse, key: Known[str], other: MethodResponse) -> Finding:
        header = key.value.removeprefix("method.response.header.")
        table = other.response_parameters
        edit = table.writer.insertion(key.value, True) if isinstance(table, Table) and table.writer else None
        finding = self.finding(
            key.span,
            f"the method response for {status_of(other)} does not declare {header}: API Gateway refuses the mapping",
            related=[(other.name_span, "declares the headers of this status")],
            fix=Fix(f"declare {header} for {status_of(other)}", [edit]) if edit else None,
            help=f"declare {key.value} in the method response for {status_of(other)}",
        )
        finding.address = response.address
        return finding


def _declares(response: MethodResponse, key: str) -> Answer:
    """Returns whether a method response declares a header; one written in another case is not told apart."""
    source = response_key(key)
    if not isinstance(source, MappingSource) or source.name is None:
        return Answer.MAYBE
    headers = response.response_parameters
    if isinstance(headers, Absent):
        return Answer.NO
    if not isinstance(headers, Table) or not headers.complete:
        return Answer.MAYBE
    names = {name.value.lower() for name, _ in headers.known()}
    return Answer.MAYBE if key.lower() in names else Answer.NO
