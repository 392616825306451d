"""The rule invalid-integration-uri."""

from __future__ import annotations

from apigw_lint.languages import uri
from apigw_lint.languages.backend import Backend, backend
from apigw_lint.rule import Consequence, Fix, Rule
from apigw_lint.source import Span
from apigw_lint.value import Absent, Edit, Known, Reference, Text, known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Integration
    from apigw_lint.rule import Finding

_CALL = "arn:aws:apigateway:{region}:{service}:path/... or action/..."


class InvalidIntegrationUri(Rule):
    """
    URI of an AWS integration that API Gateway does not take.

    ## What it does
    Finds URIs of `AWS` and `AWS_PROXY` integrations that are not `arn:aws:apigateway:{region}:{service}:path/...` or `...:action/...`:
    the ARN of a function, queue or state machine itself, a region left as `{region}`, a Lambda path without `/invocations`.
    An HTTP API also takes the ARN of a function.

    ## Why is this bad?
    API Gateway refuses the integration with `Invalid ARN specified in the request` or
    `AWS ARN for integration must contain path or action`.

    ## Example
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    paths:
      /pets:
        get:
          x-amazon-apigateway-integration:
            type: aws_proxy
            httpMethod: POST
            uri: arn:aws:lambda:eu-west-1:123456789012:function:pets
    ```
    ```hcl
    resource "aws_lambda_function" "pets" {
      function_name = "pets"
      role          = "arn:aws:iam::123456789012:role/pets"
    }
    resource "aws_lambda_permission" "pets" {
      function_name = aws_lambda_function.pets.function_name
      action        = "lambda:InvokeFunction"
      principal     = "apigateway.amazonaws.com"
      source_arn    = "${aws_api_gateway_rest_api.api.execution_arn}/*/*"
    }
    resource "aws_api_gateway_rest_api" "api" {
      name = "pets"
    }
    resource "aws_api_gateway_method" "get" {
      rest_api_id   = aws_api_gateway_rest_api.api.id
      resource_id   = aws_api_gateway_rest_api.api.root_resource_id
      http_method   = "GET"
      authorization = "NONE"
    }
    resource "aws_api_gateway_integration" "get" {
      rest_api_id             = aws_api_gateway_rest_api.api.id
      resource_id             = aws_api_gateway_rest_api.api.root_resource_id
      http_method             = aws_api_gateway_method.get.http_method
      type                    = "AWS_PROXY"
      integration_http_method = "POST"
      uri                     = aws_lambda_function.pets.arn
    }
    ```

    ## Use instead
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    paths:
      /pets:
        get:
          x-amazon-apigateway-integration:
            type: aws_proxy
            httpMethod: POST
            uri: arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:123456789012:function:fn/invocations
    ```
    In Terraform, `aws_lambda_function.pets.invoke_arn` is that URI.

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/api/API_PutIntegration.html
    """

    consequence = Consequence.REJECTED
    kinds = ("REST", "HTTP", "WEBSOCKET")
    stage = "integration request"

    def check_integration(self, integration: Integration) -> Iterator[Finding]:
        """Looks at the URI of an AWS integration."""
        called = backend(integration)
        if called.type not in ("AWS", "AWS_PROXY") or not isinstance(integration.subtype, Absent):
            return
        http_api = integration.api is not None and integration.api.kind == "HTTP"
        if called.view is None:
            if not http_api and _is_function_arn(integration):
                words = f"the URI is the ARN of a Lambda function; API Gateway takes the URI of its invocation: {_CALL}"
                yield self.finding(integration.uri.span, words, fix=_reference_fix(integration.uri))
            elif not http_api and isinstance(integration.uri, Reference) and uri.is_resource_arn(integration.uri):
                words = f"the URI is the ARN of {integration.uri.target}; API Gateway takes {_CALL}"
                yield self.finding(
                    integration.uri.span, words, fix=_reference_fix(integration.uri) if _is_lambda(integration.uri) else None
                )
        elif called.view.raw and not (http_api and _may_be_function(called.view)):
            yield from self._text(integration, called, called.view)

    def _text(self, integration: Integration, called: Backend, text: uri.View) -> Iterator[Finding]:
        fault = called.aws
        if isinstance(fault, uri.AwsUri):
            wrong = uri.lambda_fault(fault)
            if wrong is not None and (called.type == "AWS_PROXY" or _is_post(integration)):
                consequence = Consequence.REJECTED if called.type == "AWS_PROXY" else Consequence.BROKEN
                place = text.at(wrong.start, wrong.end)
                yield self.finding(place, f"the Lambda URI {wrong.message}", consequence=consequence, fix=_suffix_fix(text, wrong))
        elif fault is not None:
            words = f"the URI {fault.message}" if fault.code in ("bare-arn", "no-arn") else f"in the URI, {fault.message}"
            if fault.code == "no-path-or-action":
                words = f"the URI {fault.message}"
            new = uri.invocation_uri(text) if fault.code == "bare-arn" else None
            edit = text.value.replaced(new) if new and isinstance(text.value, Known) else None
            fix = Fix("write the URI that invokes the function", [edit]) if edit else None
            yield self.finding(text.at(fault.start, fault.end), f"{words}; API Gateway takes {_CALL}", fix=fix)


def _is_function_arn(integration: Integration) -> bool:
    definition = integration.api.definition if integration.api is not None else None
    return definition is not None and uri.is_function_arn(integration.uri, definition.function_addresses)


def _is_lambda(function: Reference) -> bool:
    return "aws_lambda_" in function.target


def _is_post(integration: Integration) -> bool:
    verb = known(integration.http_method, str)
    return verb is not None and verb.upper() == "POST"


def _may_be_function(text: uri.View) -> bool:
    """Returns whether the text may be the ARN of a function, which HTTP APIs take."""
    fields = uri.arn(text.text)
    return not isinstance(fields, uri.Fault) and (fields is None or fields.service.text == "lambda" or not text.certain)


def _reference_fix(value: object) -> Fix | None:
    """Returns what writes the invocation URI of a function in the place of a reference to its ARN."""
    if not isinstance(value, Reference):
        return None
    span, attribute = value.span, value.attribute
    if span.text.endswith(f".{attribute}") and attribute in ("arn", "qualified_arn"):
        new = "invoke_arn" if attribute == "arn" else "qualified_invoke_arn"
        return Fix(f"write {new}", [Edit(Span(span.source, span.end - len(attribute), span.end), new)])
    logical_id = value.target.rpartition("/")[2]
    if span.text == f"!GetAtt {logical_id}.Arn":
        path = f"lambda:path/{uri.INVOCATION}/functions/${{{logical_id}.Arn}}/invocations"
        text = f"!Sub arn:${{AWS::Partition}}:apigateway:${{AWS::Region}}:{path}"
        return Fix("write the URI that invokes the function", [Edit(span, text)])
    return None


def _suffix_fix(text: uri.View, fault: uri.Fault) -> Fix | None:
    """Returns what writes the missing end of a Lambda URI behind what is there."""
    if fault.code != "no-invocations":
        return None
    value, end = text.value, "/invocations"
    if isinstance(value, Known):
        edit = value.replaced(f"{value.value.rstrip('/')}{end}")
        return Fix(f"end it with {end}", [edit]) if edit else None
    last = value.parts[-1].span if isinstance(value, Text) else None
    if last is not None and (place := _behind_interpolation(last)) is not None:
        return Fix(f"end it with {end}", [Edit(Span(last.source, place, place), end)])
    return None


def _behind_interpolation(span: Span) -> int | None:
    """Returns where the text goes on behind a ``${...}``, of which the span covers the whole or the inside."""
    text = span.source.text
    if span.text.startswith("${") and span.text.endswith("}"):
        return span.end
    inside = text[max(span.start - 2, 0) : span.start] == "${" and text[span.end : span.end + 1] == "}"
    return span.end + 1 if inside else None
