"""What a foretold error is, and the parts that its definitions are made of."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import dedent, indent

FORMATS = ("cloudformation", "terraform", "openapi")

NOT_IN_OPENAPI = "an OpenAPI document has no such resources"
DROPPED_BY_IMPORT = "the importer of OpenAPI documents warns, and goes on without it"


@dataclass(frozen=True)
class Cannot:
    """Why a format cannot express what AWS refuses."""

    reason: str


@dataclass(frozen=True)
class Foretold:
    """An error of AWS, the rule that foretells it, and a definition in each format that makes it.

    ``consequence`` is what the rule says: ``rejected``, or else what AWS says at another time.
    """

    row: str
    message: str
    rule: str
    cloudformation: str | Cannot
    terraform: str | Cannot
    openapi: str | Cannot
    consequence: str = "rejected"

    def definitions(self) -> dict[str, str | Cannot]:
        """Returns what stands for each format."""
        return {name: getattr(self, name) for name in FORMATS}


def template(resources: str, api: str = "Name: pets", kind: str = "AWS::ApiGateway::RestApi") -> str:
    """Returns a template with an API of some properties, and further resources."""
    lines = ["Resources:", "  Api:", f"    Type: {kind}", "    Properties:", indent(dedent(api).strip(), " " * 6)]
    return "\n".join([*lines, indent(dedent(resources).strip(), " " * 2)]) + "\n"


def configuration(blocks: str, api: str = 'name = "pets"', kind: str = "aws_api_gateway_rest_api") -> str:
    """Returns a configuration with an API of some arguments, and further blocks."""
    lines = [f'resource "{kind}" "api" {{', indent(dedent(api).strip(), "  "), "}"]
    return "\n".join([*lines, dedent(blocks).strip()]) + "\n"


def document(text: str) -> str:
    """Returns an OpenAPI document with some fields, and a path where it has none of its own."""
    text = dedent(text).strip()
    if "paths:" not in text:
        text += "\npaths: {/pets: {get: {x-amazon-apigateway-integration: {type: mock}}}}"
    return "\n".join(["openapi: 3.0.1", 'info: {title: pets, version: "1"}', text]) + "\n"


def authorizer(cloudformation: str, terraform: str, openapi: str | Cannot) -> dict[str, str | Cannot]:
    """Returns the definitions of one authorizer: its properties, arguments, and fields."""
    return {
        "cloudformation": template(
            "Callers:\n  Type: AWS::ApiGateway::Authorizer\n  Properties:\n    RestApiId: !Ref Api\n    Name: callers\n"
            + indent(dedent(cloudformation).strip(), " " * 4)
        ),
        "terraform": configuration(
            'resource "aws_api_gateway_authorizer" "callers" {\n  rest_api_id = aws_api_gateway_rest_api.api.id\n  name = "callers"\n'
            + indent(dedent(terraform).strip(), "  ")
            + "\n}"
        ),
        "openapi": openapi
        if isinstance(openapi, Cannot)
        else document(
            "components:\n  securitySchemes:\n    callers:\n      type: apiKey\n      name: Authorization\n      in: header\n"
            + indent(dedent(openapi).strip(), " " * 6)
        ),
    }


def model(cloudformation: str, terraform: str, openapi: str | Cannot) -> dict[str, str | Cannot]:
    """Returns the definitions of one model: its properties, arguments, and the schemas of a document."""
    return {
        "cloudformation": template(
            "Pet:\n  Type: AWS::ApiGateway::Model\n  Properties:\n    RestApiId: !Ref Api\n"
            + indent(dedent(cloudformation).strip(), " " * 4)
        ),
        "terraform": configuration(
            'resource "aws_api_gateway_model" "pet" {\n  rest_api_id = aws_api_gateway_rest_api.api.id\n'
            + indent(dedent(terraform).strip(), "  ")
            + "\n}"
        ),
        "openapi": openapi
        if isinstance(openapi, Cannot)
        else document("components:\n  schemas:\n" + indent(dedent(openapi).strip(), " " * 4)),
    }


def paths(*written: str) -> dict[str, str]:
    """Returns the definitions of an API with some paths, each of which is also made resource by resource."""
    made: dict[str, str] = {}
    resources, blocks = [], []
    for path in written:
        parent = ""
        for part in path.strip("/").split("/"):
            whole = f"{parent}/{part}"
            # Two paths of one name are two resources: that is what some errors are about.
            if whole not in made or (path == whole and written.count(path) > 1):
                name = f"Part{len(resources)}"
                above = made.get(parent, "")
                resources.append(
                    f"{name}:\n  Type: AWS::ApiGateway::Resource\n  Properties:\n    RestApiId: !Ref Api\n"
                    f"    ParentId: {f'!Ref {above}' if above else '!GetAtt Api.RootResourceId'}\n    PathPart: '{part}'\n"
                )
                over = f"aws_api_gateway_resource.{above.lower()}.id" if above else "aws_api_gateway_rest_api.api.root_resource_id"
                blocks.append(
                    f'resource "aws_api_gateway_resource" "{name.lower()}" {{\n  rest_api_id = aws_api_gateway_rest_api.api.id\n'
                    f'  parent_id   = {over}\n  path_part   = "{part}"\n}}\n'
                )
                made[whole] = name
            parent = whole
    operations = [f"  '{path}':\n    get:\n      x-amazon-apigateway-integration: {{type: mock}}" for path in written]
    return {
        "cloudformation": template("".join(resources)),
        "terraform": configuration("".join(blocks)),
        "openapi": document("\n".join(["paths:", *operations])),
    }
