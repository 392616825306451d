"""The rule invalid-payload-format-version."""

from __future__ import annotations

from apigw_lint.languages.backend import backend
from apigw_lint.rule import Consequence, Fix, Rule
from apigw_lint.value import Absent, Known, scalar_text, strings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Integration
    from apigw_lint.rule import Finding

_VERSIONS = ("1.0", "2.0")


class InvalidPayloadFormatVersion(Rule):
    """
    Payload format version that an integration of this kind has not.

    ## What it does
    Finds payload format versions other than `1.0` and `2.0`, and any but `1.0` on integrations that call no Lambda function and on
    WebSocket APIs. On Lambda functions behind HTTP APIs it also says where none is written, unless the format has a default.

    ## Why is this bad?
    API Gateway refuses the integration with `Unsupported PayloadFormatVersion: 2`, or `PayloadFormatVersion 2.0 is not supported for
    integration of type HTTP_PROXY`. The two formats hand a function different events: one that is written for the one breaks with the
    other, so that what it is called with had better be written.

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
          PayloadFormatVersion: "2.0"
    ```

    ```hcl
    resource "aws_apigatewayv2_api" "pets" {
      name          = "pets"
      protocol_type = "HTTP"
    }
    resource "aws_apigatewayv2_integration" "pets" {
      api_id                 = aws_apigatewayv2_api.pets.id
      integration_type       = "AWS_PROXY"
      integration_uri        = "arn:aws:lambda:eu-west-1:123456789012:function:pets"
      payload_format_version = "v2"
      credentials_arn        = "arn:aws:iam::123456789012:role/pets"
    }
    ```

    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    paths:
      /pets:
        get:
          x-amazon-apigateway-integration:
            {type: http_proxy, httpMethod: GET, uri: "https://pets.example.com/", payloadFormatVersion: "2.0"}
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
    ```

    ```hcl
    resource "aws_apigatewayv2_api" "pets" {
      name          = "pets"
      protocol_type = "HTTP"
    }
    resource "aws_apigatewayv2_integration" "pets" {
      api_id                 = aws_apigatewayv2_api.pets.id
      integration_type       = "AWS_PROXY"
      integration_uri        = "arn:aws:lambda:eu-west-1:123456789012:function:pets"
      payload_format_version = "2.0"
      credentials_arn        = "arn:aws:iam::123456789012:role/pets"
    }
    ```

    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    paths:
      /pets:
        get:
          x-amazon-apigateway-integration:
            {type: http_proxy, httpMethod: GET, uri: "https://pets.example.com/", payloadFormatVersion: "1.0"}
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
    - https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-integrations.html
    """

    consequence = Consequence.REJECTED
    kinds = ("HTTP", "WEBSOCKET")
    stage = "integration request"

    def check_integration(self, integration: Integration) -> Iterator[Finding]:
        """Looks at the version of the payload format."""
        kind = integration.api.kind if integration.api is not None else ""
        only, why = _only_first(integration, kind)
        for written in strings(integration.payload_format_version):
            if written.value not in _VERSIONS or (only and written.value != "1.0"):
                yield self._wrong(written, only, why)
        if kind == "HTTP" and not only and isinstance(integration.payload_format_version, Absent):
            yield from self._missing(integration)

    def _wrong(self, written: Known[str], only: bool, why: str) -> Finding:
        right = "1.0" if only else _near(written.value)
        edit = written.replaced(right) if right else None
        # Of a number Terraform makes a text without the zero.
        number = f"{written.span.text} without quotes" if written.span.text in _VERSIONS and written.span.text != written.value else ""
        return self.finding(
            written.span,
            f"payload format version {written.value or 'is empty: it'}{f', which {number} becomes,' if number else ''} is "
            + (f"none of {why} which has 1.0 only" if only else f"none: there are {' and '.join(_VERSIONS)}"),
            fix=Fix(f"write {right}", [edit], safe=only or bool(number)) if edit else None,
        )

    def _missing(self, integration: Integration) -> Iterator[Finding]:
        """Looks for the version with which a function is called. Terraform writes 1.0 where none is written."""
        if backend(integration).type != "AWS_PROXY" or integration.api.definition.format not in ("cloudformation", "openapi"):
            return
        yield self.finding(
            integration.name_span,
            "no payload format version: it says with which event the function is called, and HTTP APIs require it by their documentation",
            consequence=Consequence.ADVISED,
        )


def _only_first(integration: Integration, kind: str) -> tuple[bool, str]:
    """Returns whether an integration has the first version only, and what it is."""
    if kind == "WEBSOCKET":
        return True, "a WebSocket API,"
    if not isinstance(integration.subtype, Absent):
        certain = isinstance(integration.subtype, Known)
        return certain, "an integration with a subtype," if certain else ""
    return backend(integration).type == "HTTP_PROXY", "an HTTP_PROXY integration,"


def _near(version: str) -> str | None:
    """Returns the version that a text was most likely meant for."""
    text = scalar_text(version).strip().lower().lstrip("v")
    return {"1": "1.0", "2": "2.0", "1.0": "1.0", "2.0": "2.0"}.get(text)
