"""Fields of OpenAPI documents: those that the version has not, and what becomes of them."""

import pytest
from definitions import consequences, fixed, found

RULE = "unknown-openapi-field"
OPERATION = 'x-amazon-apigateway-integration: {type: http_proxy, httpMethod: GET, uri: "https://pets.example.com/"}'
DOCUMENT = f"""\
openapi: 3.0.1
info: {{title: pets, version: "1"}}
paths:
  /pets:
    get:
      {OPERATION}
"""


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("tag: []\n", ["tag"]),
        ("components: {schema: {}, x-shared: {}}\n", ["schema"]),
        ("      summery: all pets\n", ["summery"]),
        ("    parameter: []\n", ["parameter"]),
        ("    any: {}\n", []),
        ("      isDefaultRoute: true\n", []),
        ("x-more: {}\nservers: []\n", []),
        ("Fn::Transform: {Name: AWS::Include, Parameters: {Location: s3://a/b}}\n", []),
    ],
)
def test_fields_that_objects_have_not(more: str, expected: list[str]) -> None:
    assert expected == found(RULE, DOCUMENT + more)


def test_each_version_has_its_own_fields() -> None:
    assert ["consumes"] == found(RULE, DOCUMENT + "      consumes: [application/json]\n")
    assert ["requestBody"] == found(RULE, DOCUMENT.replace("openapi: 3.0.1", 'swagger: "2.0"') + "      requestBody: {}\n")


@pytest.mark.parametrize(
    ("warnings", "field", "expected"),
    [
        ("true", "component", "rejected"),
        ("false", "component", "ignored"),
        ("!Ref Strict", "component", "ignored"),
        ("true", "definitions", "ignored"),
    ],
)
def test_warnings_refuse_what_the_importer_is_known_to_warn_of(warnings: str, field: str, expected: str) -> None:
    document = f"{{openapi: 3.0.1, info: {{title: pets}}, {field}: {{}}, paths: {{/pets: {{get: {{{OPERATION}}}}}}}}}"
    api = f"Type: AWS::ApiGateway::RestApi\n    Properties:\n      FailOnWarnings: {warnings}\n      Body: {document}\n"
    text = f"Parameters:\n  Strict: {{Type: String}}\nResources:\n  Api:\n    {api}"

    assert [expected] == consequences(RULE, text)


def test_a_fix_writes_what_was_meant() -> None:
    assert fixed(RULE, DOCUMENT + "component: {}\n").endswith("\ncomponents: {}\n")
    assert fixed(RULE, DOCUMENT + "component: {}\ncomponents: {}\n").endswith("\ncomponent: {}\ncomponents: {}\n")


def test_what_sam_makes_is_no_field_of_the_author():
    text = """\
Transform: AWS::Serverless-2016-10-31
Parameters: {Stage: {Type: String}}
Conditions: {C: !Equals [!Ref Stage, prod]}
Resources:
  Pets:
    Type: AWS::Serverless::Api
    Properties: {StageName: prod, OpenApiVersion: 3.0.1, Cors: "'*'"}
  List:
    Type: AWS::Serverless::Function
    Condition: C
    Properties:
      Events: {List: {Type: Api, Properties: {Path: /pets, Method: get, RestApiId: !Ref Pets}}}
"""
    own = "DefinitionBody: {openapi: 3.0.1, info: {title: a, version: '1'}, consumes: [a], paths: {}}}"

    assert [] == found(RULE, text)
    assert ["consumes"] == found(RULE, text.replace("Cors: \"'*'\"}", own))
