"""The rule reserved-header-mapping."""

from __future__ import annotations

from apigw_lint.languages.mapping import MappingSource
from apigw_lint.languages.mapping_v2 import http_request_key, http_response_key
from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import Absent, Known, Text, masked, tables

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from apigw_lint.languages.mapping import MappingError
    from apigw_lint.model import Integration
    from apigw_lint.rule import Finding
    from apigw_lint.value import Entry


class ReservedHeaderMapping(Rule):
    """
    Parameter mapping that writes or removes a header which API Gateway keeps for itself.

    ## What it does
    Finds parameter mappings of HTTP APIs, of requests and of responses, into reserved headers: `Authorization`, `Connection`,
    `Content-Length`, `Forwarded`, `Via`, those that start with `access-control-`, `apigw-`, `x-amz-` or `x-amzn-`, and others.

    ## Why is this bad?
    API Gateway refuses the integration: operations on these headers are restricted. CORS headers come from the CORS configuration of the
    API.

    ## Example
    ```yaml
    Resources:
      Api:
        Type: AWS::ApiGatewayV2::Api
        Properties: {Name: pets, ProtocolType: HTTP}
      Backend:
        Type: AWS::ApiGatewayV2::Integration
        Properties:
          ApiId: !Ref Api
          IntegrationType: HTTP_PROXY
          IntegrationMethod: GET
          IntegrationUri: https://pets.example.com/
          PayloadFormatVersion: "1.0"
          RequestParameters:
            overwrite:header.Authorization: $request.header.X-Token
    ```

    ```hcl
    resource "aws_apigatewayv2_api" "pets" {
      name          = "pets"
      protocol_type = "HTTP"
    }
    resource "aws_apigatewayv2_integration" "pets" {
      api_id             = aws_apigatewayv2_api.pets.id
      integration_type   = "HTTP_PROXY"
      integration_method = "GET"
      integration_uri    = "https://pets.example.com/"
      response_parameters {
        status_code = 200
        mappings    = { "overwrite:header.Access-Control-Allow-Origin" = "*" }
      }
    }
    ```

    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    paths:
      /pets:
        get:
          x-amazon-apigateway-integration:
            type: http_proxy
            httpMethod: GET
            uri: https://pets.example.com/
            payloadFormatVersion: "1.0"
            requestParameters: {remove:header.X-Amzn-Trace-Id: "''"}
    ```

    ## Use instead
    ```yaml
    Resources:
      Api:
        Type: AWS::ApiGatewayV2::Api
        Properties: {Name: pets, ProtocolType: HTTP}
      Backend:
        Type: AWS::ApiGatewayV2::Integration
        Properties:
          ApiId: !Ref Api
          IntegrationType: HTTP_PROXY
          IntegrationMethod: GET
          IntegrationUri: https://pets.example.com/
          PayloadFormatVersion: "1.0"
          RequestParameters:
            overwrite:header.X-Authorization: $request.header.X-Token
    ```

    ```hcl
    resource "aws_apigatewayv2_api" "pets" {
      name          = "pets"
      protocol_type = "HTTP"
      cors_configuration {
        allow_origins = ["https://www.example.com"]
        allow_methods = ["GET"]
      }
    }
    resource "aws_apigatewayv2_integration" "pets" {
      api_id             = aws_apigatewayv2_api.pets.id
      integration_type   = "HTTP_PROXY"
      integration_method = "GET"
      integration_uri    = "https://pets.example.com/"
    }
    ```

    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    paths:
      /pets:
        get:
          x-amazon-apigateway-integration:
            type: http_proxy
            httpMethod: GET
            uri: https://pets.example.com/
            payloadFormatVersion: "1.0"
            requestParameters: {remove:header.X-Trace: "''"}
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-parameter-mapping.html
    """

    consequence = Consequence.REJECTED
    kinds = ("HTTP",)
    needs = ("integration.request_parameters", "integration.response_parameters")
    stage = "integration request"

    def check_integration(self, integration: Integration) -> Iterator[Finding]:
        """Looks at the mappings of an integration. Those of a service integration are its parameters."""
        if isinstance(integration.subtype, Absent):
            for table in tables(integration.request_parameters):
                for entry in table.entries:
                    yield from self._entry(entry, http_request_key)
        for statuses in tables(integration.response_parameters):
            for status in statuses.entries:
                for table in tables(status.value):
                    for entry in table.entries:
                        yield from self._entry(entry, http_response_key)

    def _entry(self, entry: Entry, read: Callable[[str], MappingSource | MappingError]) -> Iterator[Finding]:
        key, text = entry.key, masked(entry.key)
        if text is None or not isinstance(key, (Known, Text)) or isinstance(entry.value, Absent):
            return
        source = read(text)
        if isinstance(source, MappingSource) and source.location == "header" and source.name and _is_reserved(source.name):
            cors = source.name.lower().startswith("access-control-")
            yield self.finding(
                key.at(source.start, source.end),
                f"{source.name} is reserved: API Gateway refuses to map it",
                help="CORS headers come from the CORS configuration of the API" if cors else "",
            )


def _is_reserved(name: str) -> bool:
    from apigw_lint.facts.http_api import RESERVED_HEADERS, RESERVED_PREFIXES

    return name.lower() in RESERVED_HEADERS or name.lower().startswith(RESERVED_PREFIXES)
