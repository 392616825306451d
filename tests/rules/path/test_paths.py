"""The rules on paths that nothing answers, that are kept, that go in circles, or that are empty."""

import pytest
from browsers import BACKEND, ORIGIN, PREFLIGHT, paths
from definitions import found, report


def test_a_greedy_path_does_not_take_its_parent():
    text = paths(get_pets_proxy=BACKEND, put_pets_proxy=BACKEND)
    (finding,) = report("unreachable-parent-of-greedy-path", text)

    assert "nothing answers /pets: /pets/{proxy+} takes only what stands below it" == finding.message
    assert "{proxy+}" == finding.span.text
    assert 1 == len(found("unreachable-parent-of-greedy-path", paths(get_pets_proxy=BACKEND, options_pets=PREFLIGHT)))


@pytest.mark.parametrize(
    "text",
    [
        paths(get_proxy=BACKEND),
        paths(get_pets_proxy=BACKEND, get_pets=BACKEND),
        paths(get_pets_proxy=BACKEND, get_proxy=BACKEND),
        paths(get_pets_proxy=BACKEND, get_id=BACKEND),
        paths(options_pets_proxy=PREFLIGHT),
        paths(get_pets_proxy=BACKEND).replace("paths:\n", "paths:\n  '/${base}': {get: {}}\n"),
    ],
)
def test_a_parent_that_is_answered_or_may_be(text):
    assert [] == found("unreachable-parent-of-greedy-path", text)


TEMPLATE = """\
Parameters: {P: {Type: String}, Other: {Type: String}}
Resources:
  Api: {Type: AWS::ApiGateway::RestApi, Properties: {Name: pets}}
  Ping:
    Type: AWS::ApiGateway::Resource
    Properties: {RestApiId: !Ref Api, ParentId: PARENT, PathPart: PART}
  Get:
    Type: AWS::ApiGateway::Method
    Properties: {RestApiId: !Ref Api, ResourceId: RESOURCE, HttpMethod: GET, AuthorizationType: NONE, Integration: {Type: MOCK}}
  Mapping:
    Type: AWS::ApiGateway::BasePathMapping
    Properties: {DomainName: api.pets.example, RestApiId: MAPPED, BasePath: BASE}
"""


def template(parent="!GetAtt Api.RootResourceId", part="ping", resource="!Ref Ping", mapped="!Ref Api", base="''"):
    words = {"PARENT": parent, "PART": part, "RESOURCE": resource, "MAPPED": mapped, "BASE": base}
    text = TEMPLATE
    for word, value in words.items():
        text = text.replace(word, value)
    return text


@pytest.mark.parametrize(
    ("changes", "number"),
    [
        ({}, 1),
        ({"part": "sping"}, 1),
        ({"base": "(none)"}, 1),
        ({"base": "!Ref AWS::NoValue"}, 1),
        ({"base": "v1"}, 0),
        ({"base": "!Ref P"}, 0),
        ({"part": "pong"}, 0),
        ({"part": "!Ref P"}, 0),
        ({"mapped": "!Ref P"}, 0),
    ],
)
def test_a_path_that_the_domain_keeps(changes, number):
    assert number == len(found("reserved-path", template(**changes)))


def test_resources_in_a_circle():
    text = template(parent="!Ref Below") + (
        "  Below:\n    Type: AWS::ApiGateway::Resource\n    Properties: {RestApiId: !Ref Api, ParentId: !Ref Ping, PathPart: b}\n"
        "  Outside:\n    Type: AWS::ApiGateway::Resource\n    Properties: {RestApiId: !Ref Api, ParentId: !Ref Below, PathPart: c}\n"
    )
    (finding,) = report("cyclic-resources", text)

    assert "Ping is below Below is below Ping: resources cannot be cyclical" == finding.message
    assert ["Below"] == [related.span.text for related in finding.related]
    itself = report("cyclic-resources", template(parent="!Ref Ping"))
    assert ["Ping is below Ping: resources cannot be cyclical"] == [finding.message for finding in itself]


def test_a_parent_of_another_api():
    second = "  Second: {Type: AWS::ApiGateway::RestApi, Properties: {Name: second}}\n"

    assert ["!GetAtt Second.RootResourceId"] == found("cyclic-resources", template(parent="!GetAtt Second.RootResourceId") + second)
    assert [] == found("cyclic-resources", template() + second)
    assert [] == found("cyclic-resources", template(parent="!Ref P") + second)


TERRAFORM = """\
variable "id" {}
resource "aws_api_gateway_rest_api" "api" { name = "pets" }
resource "aws_api_gateway_rest_api" "second" { name = "second" }
resource "aws_api_gateway_resource" "pets" {
  rest_api_id = aws_api_gateway_rest_api.api.id
  parent_id   = PARENT
  path_part   = "pets"
}
"""


@pytest.mark.parametrize(
    ("parent", "number"),
    [
        ("aws_api_gateway_rest_api.second.root_resource_id", 1),
        ("aws_api_gateway_rest_api.api.root_resource_id", 0),
        ("var.id", 0),
    ],
)
def test_a_parent_of_another_api_in_terraform(parent, number):
    assert number == len(found("cyclic-resources", TERRAFORM.replace("PARENT", parent)))


@pytest.mark.parametrize(("changes", "number"), [({}, 0), ({"resource": "!GetAtt Api.RootResourceId"}, 1), ({"resource": "!Ref P"}, 0)])
def test_a_resource_that_nothing_is_on(changes, number):
    assert ["Ping"] * number == found("empty-resource", template(**changes))


def test_a_resource_with_another_below_is_not_empty():
    below = "  Below:\n    Type: AWS::ApiGateway::Resource\n    Properties: {RestApiId: !Ref Api, ParentId: !Ref Ping, PathPart: b}\n"

    assert ["Below"] == found("empty-resource", template(resource="!GetAtt Api.RootResourceId") + below)
    assert [] == found("empty-resource", paths(get_pets_id=ORIGIN))
