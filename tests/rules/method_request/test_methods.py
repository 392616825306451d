"""The rules on a method's verb."""

import pytest
from definitions import cloudformation, fixed, found, openapi, report, terraform

SECOND = """
Second:
  Type: AWS::ApiGateway::Method
  Properties:
    RestApiId: !Ref Api
    ResourceId: !GetAtt Api.RootResourceId
    HttpMethod: VERB
    AuthorizationType: NONE
    Integration: {Type: MOCK}
"""


def twice(verb="GET", head="", **other):
    """Returns a template with two methods on the root; ``other`` are properties of the second with other values."""
    second = SECOND.replace("VERB", verb)
    for name, value in other.items():
        second = "\n".join(f"    {name}: {value}" if line.startswith(f"    {name}:") else line for line in second.splitlines())
    return cloudformation("Type: MOCK", more=second, head=head)


def test_one_verb_twice_on_one_path():
    text = twice()
    (finding,) = report("duplicate-method", text)

    assert "Second" == finding.span.text
    assert ["Pets"] == [related.span.text for related in finding.related]
    assert "GET /" == finding.method


@pytest.mark.parametrize(
    "text",
    [
        twice("POST"),
        twice("ANY"),
        twice("!Ref Verb", head="Parameters: {Verb: {Type: String}}"),
        twice(ResourceId="!ImportValue other"),
        twice(RestApiId="!ImportValue other"),
        twice(head="Parameters: {P: {Type: String}}\nConditions: {C: !Equals [!Ref P, a], D: !Not [!Condition C]}")
        .replace("Second:\n", "Second:\n    Condition: C\n")
        .replace("  Pets:\n", "  Pets:\n    Condition: D\n"),
        openapi("type: mock"),
    ],
)
def test_verbs_that_are_two_or_may_be(text):
    assert [] == found("duplicate-method", text)


def test_two_blocks_with_one_verb():
    second = """
resource "aws_api_gateway_method" "second" {
  rest_api_id   = aws_api_gateway_rest_api.api.id
  resource_id   = aws_api_gateway_rest_api.api.root_resource_id
  http_method   = "GET"
  authorization = "NONE"
}
"""
    text = terraform('type = "MOCK"', more=second)

    assert 1 == len(found("duplicate-method", text))
    assert [] == found("duplicate-method", text.replace('second" {', 'second" {\n  count = var.n') + '\nvariable "n" {}')
    assert [] == found(
        "duplicate-method",
        text.replace('"GET"', "each.key")
        .replace('pets" {', 'pets" {\n  for_each = toset(["GET"])')
        .replace('second" {', 'second" {\n  for_each = toset(["PUT"])')
        .replace("aws_api_gateway_method.pets.", 'aws_api_gateway_method.pets["GET"].'),
    )


@pytest.mark.parametrize(("written", "right"), [("get", "GET"), ("TRACE", None), ("OPTION", "OPTIONS"), ("'*'", None)])
def test_a_verb_that_is_none(written, right):
    text = cloudformation("Type: MOCK", verb=written)

    assert [written] == found("invalid-http-method", text)
    if right:
        assert text.replace(f"HttpMethod: {written}", f"HttpMethod: {right}") == fixed("invalid-http-method", text)


@pytest.mark.parametrize(
    "text",
    [
        *(cloudformation("Type: MOCK", verb=verb) for verb in ("GET", "ANY", "OPTIONS", "HEAD")),
        openapi("type: mock", verb="trace"),
        openapi("type: mock", verb="x-amazon-apigateway-any-method"),
        cloudformation("Type: MOCK", verb="!Ref Verb", head="Parameters: {Verb: {Type: String}}"),
        terraform('type = "MOCK"', more='variable "verb" {}').replace('"GET"', "var.verb"),
    ],
)
def test_a_verb_that_is_one_or_not_known(text):
    assert [] == found("invalid-http-method", text)
