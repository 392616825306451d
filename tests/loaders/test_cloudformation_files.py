"""Bodies, includes and nested templates: what a template says in other places, and what is unknown there."""

import pytest
from models import plain_value
from templates import api, definition, load

from apigw_lint.value import Text, Unknown, masked

DOCUMENT = """
openapi: 3.0.1
info: {title: pets, version: "1"}
paths:
  /pets:
    get:
      responses: {"200": {description: ok}}
      x-amazon-apigateway-integration: {type: aws_proxy, httpMethod: POST, uri: URI}
"""
BODY = "".join(f"        {line}\n" for line in DOCUMENT.strip().splitlines())
REST = "Resources:\n  Fn: {Type: AWS::Lambda::Function}\n  Api:\n    Type: AWS::ApiGateway::RestApi\n    Properties:\n"


def test_a_body_is_read_with_its_functions_and_places() -> None:
    found = api(REST + "      Body:\n" + BODY.replace("URI", "!Sub 'arn:aws:x/${Fn.Arn}/invocations'"))
    (method,) = found.methods

    assert ("GET", "/pets") == (plain_value(method.http_method), plain_value(method.path))
    assert method.integration is not None
    assert isinstance(method.integration.uri, Text)
    assert "${Fn.Arn}" == method.integration.uri.parts[1].span.text
    assert found.methods.complete
    assert "/pets" == method.path.span.text


def test_a_body_and_resources_add_up() -> None:
    more = """
  Root:
    Type: AWS::ApiGateway::Method
    Properties: {RestApiId: !Ref Api, ResourceId: !GetAtt Api.RootResourceId, HttpMethod: GET}
"""
    found = api(REST + "      Body:\n" + BODY + more)

    assert {("GET", "/pets"), ("GET", "/")} == {(plain_value(one.http_method), plain_value(one.path)) for one in found.methods}


@pytest.mark.parametrize(
    "body",
    [
        "Body: !Ref P",
        "Body: {Fn::Transform: {Name: AWS::Include, Parameters: {Location: s3://bucket/key}}}",
        "BodyS3Location: {Bucket: b, Key: k}",
        "BodyS3Location: missing.yaml",
        "BodyS3Location: s3://b/k",
        "Body: !If [Undeclared, {}, {}]",
    ],
)
def test_of_an_unknown_body_nothing_is_missing(body: str) -> None:
    found = api(f"Parameters: {{P: {{Type: String}}}}\n{REST}      {body}\n")

    assert not any(parts.complete for parts in (found.methods, found.resources, found.models, found.authorizers, found.gateway_responses))
    assert isinstance(found.policy, Unknown)
    assert found.declared


@pytest.mark.parametrize("kind", ["ApiGateway::RestApi", "ApiGatewayV2::Api"])
def test_a_local_body_location_is_read(kind: str) -> None:
    text = f"Resources:\n  Api: {{Type: AWS::{kind}, Properties: {{BodyS3Location: ./api/pets.yaml}}}}\n"
    loaded = load(text, "infra/template.yaml", {"infra/api/pets.yaml": DOCUMENT})
    (found,) = loaded.definitions[0].apis

    assert ["/pets"] == [plain_value(method.path) for method in found.methods]
    assert "infra/api/pets.yaml" == found.methods[0].span.source.path
    assert ["infra/template.yaml", "infra/api/pets.yaml"] == sorted(loaded.files, reverse=True)
    assert found.methods.complete
    assert ("REST" if kind.endswith("RestApi") else "HTTP") == found.kind


def test_an_included_body_is_read_with_its_functions() -> None:
    include = "      Body: {Fn::Transform: {Name: AWS::Include, Parameters: {Location: pets.yaml}}}\n"
    found = api(REST + include, others={"pets.yaml": DOCUMENT.replace("URI", "{Fn::Sub: 'arn/${Fn.Arn}/x'}")})
    (method,) = found.methods

    assert "pets.yaml" == method.span.source.path
    assert method.integration is not None
    assert isinstance(method.integration.uri, Text)


def test_a_broken_file_is_a_problem_at_its_place() -> None:
    loaded = load(REST + "      BodyS3Location: pets.yaml\n", others={"pets.yaml": "a: [b\nc: d\n"})

    assert [("pets.yaml", "syntax-error")] == [(problem.span.source.path, problem.code) for problem in loaded.problems]
    assert not loaded.definitions[0].apis[0].methods.complete


PARENT = """
Parameters: {Name: {Type: String}, Given: {Type: String, Default: from-parent}}
Resources:
  Api: {Type: AWS::ApiGateway::RestApi}
  Nested:
    Type: AWS::CloudFormation::Stack
    Properties:
      TemplateURL: nested/child.yaml
      Parameters: {Stage: live, Name: !Ref Name, Joined: !Sub "a-${Given}", Api: !Ref Api, Root: !GetAtt Api.RootResourceId}
  Own: {Type: AWS::ApiGateway::ApiKey, Properties: {Name: !GetAtt Nested.Outputs.Text, Description: !GetAtt Nested.Outputs.Key}}
"""
CHILD = """
Parameters:
  Stage: {Type: String, Default: test}
  Name: {Type: String, Default: default}
  Joined: {Type: String}
  Api: {Type: String}
  Root: {Type: String}
Resources:
  Key: {Type: AWS::ApiGateway::ApiKey, Properties: {Name: !Ref Stage, Description: !Ref Name, CustomerId: !Ref Joined}}
  Method: {Type: AWS::ApiGateway::Method, Properties: {RestApiId: !Ref Api, ResourceId: !Ref Root, HttpMethod: GET}}
Outputs:
  Text: {Value: !Sub "${Stage}!"}
  Key: {Value: !Ref Key}
"""


def test_a_nested_template_is_a_definition_with_its_parameters() -> None:
    loaded = load(PARENT, others={"nested/child.yaml": CHILD})
    parent, child = loaded.definitions
    (key,) = child.api_keys
    (foreign,) = child.apis

    assert ["template.yaml", "nested/child.yaml"] == [one.path for one in loaded.definitions] == loaded.files
    assert "live" == plain_value(key.name)
    assert isinstance(key.description, Unknown)
    assert "a-from-parent" == plain_value(key.customer_id)
    assert not foreign.declared
    assert isinstance(foreign.methods[0].path, Unknown)
    assert not parent.apis[0].methods.complete


def test_an_output_of_a_nested_template_is_known_where_it_is_a_text() -> None:
    own = load(PARENT, others={"nested/child.yaml": CHILD}).definitions[0].api_keys[0]

    assert "live!" == plain_value(own.name)
    assert isinstance(own.description, Unknown)


def test_parameters_of_the_command_line_are_the_root_template_s() -> None:
    _, child = load(PARENT, others={"nested/child.yaml": CHILD}, Name="n", Stage="other", Given="g").definitions

    assert ("live", "n", "a-g") == tuple(
        plain_value(one) for one in (child.api_keys[0].name, child.api_keys[0].description, child.api_keys[0].customer_id)
    )


@pytest.mark.parametrize(
    "url", ["https://s3.amazonaws.com/b/child.yaml", "missing.yaml", "../../../../../outside.yaml", "/etc/hostname", "!Ref Name"]
)
def test_a_nested_template_that_is_not_here_is_left_out(url: str) -> None:
    loaded = load(PARENT.replace("nested/child.yaml", url), others={"nested/child.yaml": CHILD})

    assert ["template.yaml"] == loaded.files
    assert [] == loaded.problems
    assert isinstance(loaded.definitions[0].api_keys[0].name, Unknown)


def test_templates_in_a_circle_end() -> None:
    stack = "Resources:\n  S: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: %s, Parameters: {P: !GetAtt S.Outputs.A}}}\n"
    loaded = load(stack % "b.yaml", "a.yaml", {"b.yaml": stack % "a.yaml"})

    assert ["a.yaml", "b.yaml"] == [one.path for one in loaded.definitions]


def test_one_template_twice_with_equal_parameters_is_one_definition() -> None:
    stack = "  {name}: {{Type: AWS::CloudFormation::Stack, Properties: {{TemplateURL: b.yaml, Parameters: {{P: {value}}}}}}}\n"
    text = "Resources:\n" + "".join(stack.format(name=name, value=value) for name, value in (("A", "x"), ("B", "x"), ("C", "y")))
    loaded = load(text, "a.yaml", {"b.yaml": "Parameters: {P: {Type: String}}\nResources:\n  K: {Type: AWS::ApiGateway::ApiKey}\n"})

    assert ["a.yaml", "b.yaml", "b.yaml"] == [one.path for one in loaded.definitions]


def test_templates_without_end_are_stopped_with_a_word() -> None:
    def template(number: int) -> str:
        stack = "  S{0}: {{Type: AWS::CloudFormation::Stack, Properties: {{TemplateURL: t{1}.yaml, Parameters: {{P: x{0}}}}}}}\n"
        return "Resources:\n" + "".join(stack.format(each, number + 1) for each in range(20))

    loaded = load(template(0), "t0.yaml", {f"t{number}.yaml": template(number) for number in range(1, 9)})

    assert ["limit-exceeded"] == [problem.code for problem in loaded.problems]


def test_serverless_applications_are_nested_templates() -> None:
    text = "Transform: AWS::Serverless-2016-10-31\nResources:\n  A: {Type: AWS::Serverless::Application, Properties: {Location: b.yaml}}\n"

    assert ["a.yaml", "b.yaml"] == [
        one.path for one in load(text, "a.yaml", {"b.yaml": "Resources:\n  K: {Type: AWS::ApiGateway::ApiKey}\n"}).definitions
    ]


def test_what_would_grow_without_end_is_unknown() -> None:
    doubled = "z" * 40
    for _ in range(60):
        doubled = f"!Sub ['${{A}}${{A}}', {{A: {doubled}}}]"
    loops = "{'R${D}${C}${B}${A}': {Type: AWS::ApiGateway::ApiKey}}"
    for variable in "ABCD":
        loops = f"{{'Fn::ForEach::{variable}{variable}': [{variable}, [{', '.join(f'i{number}' for number in range(50))}], {loops}]}}"
    found = definition(f"Resources:\n  Fn::Transform: x\n  Key: {{Type: AWS::ApiGateway::ApiKey, Properties: {{Name: {doubled}}}}}\n")
    looped = definition("Resources: " + loops + "\n")

    assert len(masked(found.api_keys[0].name) or "") < 2_000_000
    assert not looped.api_keys.complete


@pytest.mark.parametrize("opening", ["[", "{a: ", "!If [c, x, ", "!Join ['', [", "{Fn::ToJsonString: ", "{Fn::Base64: "])
def test_deep_nesting_is_read(opening: str) -> None:
    closing = {"[": "]", "{": "}"}
    depth = 170 // sum(opening.count(bracket) for bracket in closing)
    end = "".join(closing[character] for character in reversed(opening) if character in closing)
    text = f"Resources:\n  Key: {{Type: AWS::ApiGateway::ApiKey, Properties: {{Name: {opening * depth}x{end * depth}}}}}\n"

    assert 1 == len(definition(text).api_keys)
