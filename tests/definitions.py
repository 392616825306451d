"""Small definitions for the tests of rules, in each format, and what one rule finds in them."""

from __future__ import annotations

import os
import uuid
from textwrap import dedent, indent

from apigw_lint.fixes import apply
from apigw_lint.lint import Settings, lint_text

INVOKE = "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:123456789012:function:pets/invocations"
QUEUE = "arn:aws:apigateway:eu-west-1:sqs:path/123456789012/pets"
ROLE = "arn:aws:iam::123456789012:role/pets"


def openapi(integration: str, method: str = "", verb: str = "get", path: str = "/pets", more: str = "") -> str:
    """Returns a document with one operation: the fields of its integration, its own, and further ones of the document."""
    return "\n".join(
        [
            "openapi: 3.0.1",
            'info: {title: pets, version: "1"}',
            dedent(more).strip(),
            "paths:",
            f"  {path}:",
            f"    {verb}:",
            indent(dedent(method).strip(), " " * 6),
            "      x-amazon-apigateway-integration:",
            indent(dedent(integration).strip(), " " * 8),
        ]
    )


def cloudformation(integration: str, method: str = "", verb: str = "GET", more: str = "", head: str = "") -> str:
    """Returns a template with one method: the properties of its integration, its own, further resources and further sections."""
    return "\n".join(
        [
            dedent(head).strip(),
            "Resources:",
            "  Api:",
            "    Type: AWS::ApiGateway::RestApi",
            "    Properties: {Name: pets}",
            "  Pets:",
            "    Type: AWS::ApiGateway::Method",
            "    Properties:",
            "      RestApiId: !Ref Api",
            "      ResourceId: !GetAtt Api.RootResourceId",
            f"      HttpMethod: {verb}",
            "      AuthorizationType: NONE",
            indent(dedent(method).strip(), " " * 6),
            "      Integration:",
            indent(dedent(integration).strip(), " " * 8),
            indent(dedent(more).strip(), " " * 2),
        ]
    )


def terraform(integration: str, method: str = "", verb: str = "GET", more: str = "") -> str:
    """Returns a configuration with one method: the arguments of its integration, its own, and further blocks."""
    return "\n".join(
        [
            'resource "aws_api_gateway_rest_api" "api" {',
            '  name = "pets"',
            "}",
            'resource "aws_api_gateway_method" "pets" {',
            "  rest_api_id   = aws_api_gateway_rest_api.api.id",
            "  resource_id   = aws_api_gateway_rest_api.api.root_resource_id",
            f'  http_method   = "{verb}"',
            '  authorization = "NONE"',
            indent(dedent(method).strip(), "  "),
            "}",
            'resource "aws_api_gateway_integration" "pets" {',
            "  rest_api_id = aws_api_gateway_rest_api.api.id",
            "  resource_id = aws_api_gateway_rest_api.api.root_resource_id",
            "  http_method = aws_api_gateway_method.pets.http_method",
            indent(dedent(integration).strip(), "  "),
            "}",
            dedent(more).strip(),
        ]
    )


def report(rule: str, text: str) -> list:
    """Returns the findings of a rule in a text, which stands in a directory of its own that is not there."""
    path = os.path.join(
        f"nowhere-{uuid.uuid4().hex}", "main.tf" if text.lstrip().startswith(("resource ", "variable ", "data ")) else "api.yaml"
    )
    found = lint_text(text, path, Settings(isolated=True, select=(rule,), debug=True))
    assert [] == found.errors
    assert found.checked, found.skipped
    unread = [finding for finding in found.findings if finding.rule != rule]
    assert [] == unread
    return found.findings


def found(rule: str, text: str) -> list[str]:
    """Returns the texts that the findings of a rule stand at."""
    return [finding.span.text for finding in report(rule, text)]


def consequences(rule: str, text: str) -> list[str]:
    """Returns what the findings of a rule say will happen."""
    return [finding.consequence.value for finding in report(rule, text)]


def fixed(rule: str, text: str) -> str:
    """Returns the text with the fixes of a rule in it, the unsafe ones too."""
    texts = apply(report(rule, text), unsafe=True).texts
    return next(iter(texts.values()), text)
