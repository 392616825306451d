"""The rule template-too-large."""

from __future__ import annotations

from apigw_lint.languages.velocity.reading import MAX_SIZE, requests, responses
from apigw_lint.rule import Consequence, Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.languages.velocity.reading import Reading
    from apigw_lint.model import Integration, IntegrationResponse
    from apigw_lint.rule import Finding


class TemplateTooLarge(Rule):
    """
    Mapping template above 300 KB.

    ## What it does
    Finds templates whose text is larger than API Gateway takes. What is not known of a template does not count.

    ## Why is this bad?
    AWS refuses the deployment.

    ## Example
    ```hcl
    locals {
      line = "## A comment in a template counts like all that it prints, and so does the indentation of each of its lines"
      page = join("\\n", [for number in range(60) : local.line])
      book = join("\\n", [for number in range(60) : local.page])
    }

    resource "aws_api_gateway_rest_api" "api" {
      name = "pets"
    }

    resource "aws_api_gateway_method" "pets" {
      rest_api_id   = aws_api_gateway_rest_api.api.id
      resource_id   = aws_api_gateway_rest_api.api.root_resource_id
      http_method   = "GET"
      authorization = "NONE"
    }

    resource "aws_api_gateway_integration" "pets" {
      rest_api_id       = aws_api_gateway_rest_api.api.id
      resource_id       = aws_api_gateway_rest_api.api.root_resource_id
      http_method       = aws_api_gateway_method.pets.http_method
      type              = "MOCK"
      request_templates = { "application/json" = "${local.book}\\n{\\"statusCode\\": 200}" }
    }

    resource "aws_api_gateway_method_response" "pets" {
      rest_api_id = aws_api_gateway_rest_api.api.id
      resource_id = aws_api_gateway_rest_api.api.root_resource_id
      http_method = aws_api_gateway_method.pets.http_method
      status_code = "200"
    }

    resource "aws_api_gateway_integration_response" "pets" {
      rest_api_id = aws_api_gateway_rest_api.api.id
      resource_id = aws_api_gateway_rest_api.api.root_resource_id
      http_method = aws_api_gateway_method.pets.http_method
      status_code = aws_api_gateway_method_response.pets.status_code
      depends_on  = [aws_api_gateway_integration.pets]
    }
    ```

    ## Use instead
    ```hcl
    locals {
      line = "## A comment in a template counts like all that it prints, and so does the indentation of each of its lines"
      page = join("\\n", [for number in range(60) : local.line])
    }

    resource "aws_api_gateway_rest_api" "api" {
      name = "pets"
    }

    resource "aws_api_gateway_method" "pets" {
      rest_api_id   = aws_api_gateway_rest_api.api.id
      resource_id   = aws_api_gateway_rest_api.api.root_resource_id
      http_method   = "GET"
      authorization = "NONE"
    }

    resource "aws_api_gateway_integration" "pets" {
      rest_api_id       = aws_api_gateway_rest_api.api.id
      resource_id       = aws_api_gateway_rest_api.api.root_resource_id
      http_method       = aws_api_gateway_method.pets.http_method
      type              = "MOCK"
      request_templates = { "application/json" = "${local.page}\\n{\\"statusCode\\": 200}" }
    }

    resource "aws_api_gateway_method_response" "pets" {
      rest_api_id = aws_api_gateway_rest_api.api.id
      resource_id = aws_api_gateway_rest_api.api.root_resource_id
      http_method = aws_api_gateway_method.pets.http_method
      status_code = "200"
    }

    resource "aws_api_gateway_integration_response" "pets" {
      rest_api_id = aws_api_gateway_rest_api.api.id
      resource_id = aws_api_gateway_rest_api.api.root_resource_id
      http_method = aws_api_gateway_method.pets.http_method
      status_code = aws_api_gateway_method_response.pets.status_code
      depends_on  = [aws_api_gateway_integration.pets]
    }
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html
    """

    consequence = Consequence.REJECTED
    kinds = ("REST", "WEBSOCKET")
    needs = ("integration.request_templates", "integration_response.response_templates")

    def check_integration(self, integration: Integration) -> Iterator[Finding]:
        """Looks at the request templates."""
        for template in requests(integration):
            yield from self._template(template)

    def check_integration_response(self, response: IntegrationResponse) -> Iterator[Finding]:
        """Looks at the response templates."""
        for template in responses(response):
            yield from self._template(template)

    def _template(self, template: Reading) -> Iterator[Finding]:
        if template.size > MAX_SIZE:
            place = template.at(0, 1)
            yield self.finding(place, f"this template has {template.size} bytes: API Gateway takes at most {MAX_SIZE}")
