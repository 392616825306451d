"""Makes the inputs of the benchmark: one correct REST API of any number of methods, in each format.

    python benchmarks/generate.py DIRECTORY [METHODS ...]

A method is a non-proxy one with a request template, two method responses, two integration responses and a mapped header, so that
about a kilobyte of text stands behind each, as in real definitions. Every resource has two methods and an OPTIONS preflight is left out.

SAM makes methods of another kind: an event of a function is one, on the API that SAM makes by itself (``sam``) or on an HTTP API that is
written (``sam-http``). Each function has ten events.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

URI = "arn:aws:apigateway:eu-west-1:dynamodb:action/GetItem"
ROLE = "arn:aws:iam::123456789012:role/api"
TEMPLATE = """{
  "TableName": "items",
  "Key": {"id": {"S": "$util.escapeJavaScript($input.params('id')).replaceAll("\\\\'", "'")"}}
}
"""
RESPONSE = "{\"item\": $input.json('$.Item')}"


def openapi(methods: int) -> dict[str, Any]:
    """Returns the API as an OpenAPI 3.0 document."""
    paths: dict[str, Any] = {}
    for number in range(methods):
        resource, verb = number // 2, ("get", "delete")[number % 2]
        paths.setdefault(f"/items{resource}/{{id}}", {})[verb] = {
            "operationId": f"{verb}Item{resource}",
            "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}],
            "responses": {
                "200": {"description": "the item", "headers": {"X-Kind": {"schema": {"type": "string"}}}},
                "500": {"description": "the table failed"},
            },
            "x-amazon-apigateway-integration": {
                "type": "aws",
                "httpMethod": "POST",
                "uri": URI,
                "credentials": ROLE,
                "passthroughBehavior": "never",
                "requestTemplates": {"application/json": TEMPLATE},
                "responses": {
                    "default": {
                        "statusCode": "200",
                        "responseParameters": {"method.response.header.X-Kind": "'item'"},
                        "responseTemplates": {"application/json": RESPONSE},
                    },
                    "[45]\\d{2}": {"statusCode": "500"},
                },
            },
        }
    return {"openapi": "3.0.1", "info": {"title": "items", "version": "1"}, "paths": paths}


def cloudformation(methods: int) -> dict[str, Any]:
    """Returns the API as a CloudFormation template."""
    resources: dict[str, Any] = {"Api": {"Type": "AWS::ApiGateway::RestApi", "Properties": {"Name": "items"}}}
    for number in range(methods):
        resource, verb = number // 2, ("GET", "DELETE")[number % 2]
        if number % 2 == 0:
            resources[f"Items{resource}"] = _cfn_resource({"Fn::GetAtt": ["Api", "RootResourceId"]}, f"items{resource}")
            resources[f"Item{resource}"] = _cfn_resource({"Ref": f"Items{resource}"}, "{id}")
        resources[f"{verb.title()}Item{resource}"] = {
            "Type": "AWS::ApiGateway::Method",
            "Properties": {
                "RestApiId": {"Ref": "Api"},
                "ResourceId": {"Ref": f"Item{resource}"},
                "HttpMethod": verb,
                "AuthorizationType": "NONE",
                "RequestParameters": {"method.request.path.id": True},
                "Integration": {
                    "Type": "AWS",
                    "IntegrationHttpMethod": "POST",
                    "Uri": {"Fn::Sub": "arn:aws:apigateway:${AWS::Region}:dynamodb:action/GetItem"},
                    "Credentials": ROLE,
                    "PassthroughBehavior": "NEVER",
                    "RequestTemplates": {"application/json": TEMPLATE},
                    "IntegrationResponses": [
                        {
                            "StatusCode": "200",
                            "ResponseParameters": {"method.response.header.X-Kind": "'item'"},
                            "ResponseTemplates": {"application/json": RESPONSE},
                        },
                        {"StatusCode": "500", "SelectionPattern": "[45]\\d{2}"},
                    ],
                },
                "MethodResponses": [
                    {"StatusCode": "200", "ResponseParameters": {"method.response.header.X-Kind": True}},
                    {"StatusCode": "500"},
                ],
            },
        }
    return {"AWSTemplateFormatVersion": "2010-09-09", "Resources": resources}


def _cfn_resource(parent: dict[str, Any], part: str) -> dict[str, Any]:
    properties = {"RestApiId": {"Ref": "Api"}, "ParentId": parent, "PathPart": part}
    return {"Type": "AWS::ApiGateway::Resource", "Properties": properties}


def cdk(methods: int) -> dict[str, Any]:
    """Returns the API as CDK writes templates: with metadata, hashed logical ids and joined strings."""
    template = cloudformation(methods)
    for logical_id, resource in template["Resources"].items():
        resource["Metadata"] = {"aws:cdk:path": f"stack/api/{logical_id}/Resource"}
        integration = resource["Properties"].get("Integration")
        if integration:
            parts = ["arn:", {"Ref": "AWS::Partition"}, ":apigateway:", {"Ref": "AWS::Region"}, ":dynamodb:action/GetItem"]
            integration["Uri"] = {"Fn::Join": ["", parts]}
    template["Parameters"] = {"BootstrapVersion": {"Type": "AWS::SSM::Parameter::Value<String>", "Default": "/cdk/version"}}
    return template


def sam(methods: int, http: bool = False) -> dict[str, Any]:
    """Returns the API as a template of SAM: the implicit REST API, or a written HTTP API."""
    resources: dict[str, Any] = {}
    if http:
        resources["Api"] = {
            "Type": "AWS::Serverless::HttpApi",
            "Properties": {"CorsConfiguration": {"AllowOrigins": ["https://example.com"], "AllowMethods": ["GET", "DELETE"]}},
        }
    for first in range(0, methods, _EVENTS):
        events = {}
        for number in range(first, min(first + _EVENTS, methods)):
            properties = {"Path": f"/items{number // 2}/{{id}}", "Method": ("GET", "DELETE")[number % 2]}
            if http:
                properties["ApiId"] = {"Ref": "Api"}
            events[f"Event{number}"] = {"Type": "HttpApi" if http else "Api", "Properties": properties}
        resources[f"Function{first // _EVENTS}"] = {
            "Type": "AWS::Serverless::Function",
            "Properties": {
                "Handler": "app.handler",
                "Runtime": "python3.13",
                "CodeUri": "src/",
                "Policies": [{"DynamoDBCrudPolicy": {"TableName": "items"}}],
                "Environment": {"Variables": {"TABLE": "items"}},
                "Events": events,
            },
        }
    return {
        "AWSTemplateFormatVersion": "2010-09-09",
        "Transform": "AWS::Serverless-2016-10-31",
        "Globals": {"Function": {"Timeout": 10, "MemorySize": 256}},
        "Resources": resources,
    }


_EVENTS = 10


def terraform(methods: int) -> str:
    """Returns the API as a Terraform configuration."""
    blocks = ['resource "aws_api_gateway_rest_api" "api" {\n  name = "items"\n}\n']
    for number in range(methods):
        resource, verb = number // 2, ("GET", "DELETE")[number % 2]
        if number % 2 == 0:
            blocks.append(_tf_resource(f"items{resource}", "aws_api_gateway_rest_api.api.root_resource_id", f"items{resource}"))
            blocks.append(_tf_resource(f"item{resource}", f"aws_api_gateway_resource.items{resource}.id", "{id}"))
        blocks.append(_tf_method(f"{verb.lower()}{resource}", f"item{resource}", verb))
    return "\n".join(blocks)


def _tf_resource(name: str, parent: str, part: str) -> str:
    return f"""resource "aws_api_gateway_resource" "{name}" {{
  rest_api_id = aws_api_gateway_rest_api.api.id
  parent_id   = {parent}
  path_part   = "{part}"
}}
"""


def _tf_method(name: str, resource: str, verb: str) -> str:
    template = "".join(f"    {line}\n" for line in TEMPLATE.splitlines())
    place = f"""  rest_api_id = aws_api_gateway_rest_api.api.id
  resource_id = aws_api_gateway_resource.{resource}.id
  http_method = aws_api_gateway_method.{name}.http_method
"""
    text = f"""resource "aws_api_gateway_method" "{name}" {{
  rest_api_id   = aws_api_gateway_rest_api.api.id
  resource_id   = aws_api_gateway_resource.{resource}.id
  http_method   = "{verb}"
  authorization = "NONE"
  request_parameters = {{
    "method.request.path.id" = true
  }}
}}

resource "aws_api_gateway_integration" "{name}" {{
{place}  type                    = "AWS"
  integration_http_method = "POST"
  uri                     = "{URI}"
  credentials             = "{ROLE}"
  passthrough_behavior    = "NEVER"
  request_templates = {{
    "application/json" = <<-EOT
{template}    EOT
  }}
}}
"""
    for status, pattern in (("200", ""), ("500", "[45]\\\\d{2}")):
        text += f"""
resource "aws_api_gateway_method_response" "{name}_{status}" {{
{place}  status_code = "{status}"
{_HEADER if status == "200" else ""}}}

resource "aws_api_gateway_integration_response" "{name}_{status}" {{
{place}  status_code = aws_api_gateway_method_response.{name}_{status}.status_code
{f'  selection_pattern = "{pattern}"' if pattern else _MAPPED}
  depends_on = [aws_api_gateway_integration.{name}]
}}
"""
    return text


_HEADER = """  response_parameters = {
    "method.response.header.X-Kind" = true
  }
"""
_MAPPED = """  response_parameters = {
    "method.response.header.X-Kind" = "'item'"
  }
  response_templates = {
    "application/json" = "{\\"item\\": $input.json('$.Item')}"
  }"""


def write(directory: Path, methods: int) -> dict[str, Path]:
    """Writes the inputs for a number of methods and returns their paths by format."""
    import yaml

    def text(value: Any) -> str:
        return str(yaml.dump(value, sort_keys=False, width=200))

    files = {
        "cloudformation": (f"cfn{methods}/template.yaml", text(cloudformation(methods))),
        "cdk": (f"cdk{methods}/template.json", json.dumps(cdk(methods), indent=1)),
        "terraform": (f"tf{methods}/main.tf", terraform(methods)),
        "openapi": (f"openapi{methods}/openapi.yaml", text(openapi(methods))),
        "sam": (f"sam{methods}/template.yaml", text(sam(methods))),
        "sam-http": (f"sam-http{methods}/template.yaml", text(sam(methods, http=True))),
    }
    paths = {}
    for name, (path, content) in files.items():
        paths[name] = directory / path
        paths[name].parent.mkdir(parents=True, exist_ok=True)
        paths[name].write_text(content)
    return paths


if __name__ == "__main__":
    for count in sys.argv[2:] or ["10", "100", "1000"]:
        for path in write(Path(sys.argv[1]), int(count)).values():
            print(path, path.stat().st_size)
