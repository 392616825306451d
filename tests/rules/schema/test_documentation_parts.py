"""Documentation parts: which fields tell the place of which type."""

import pytest
from definitions import found

RULE = "invalid-documentation-part"


def part(location: str, properties: str = "'{}'", head: str = "") -> str:
    """Returns a template with a documentation part."""
    lines = ["Resources:", "  Api: {Type: AWS::ApiGateway::RestApi, Properties: {Name: pets}}", "  About:"]
    lines += ["    Type: AWS::ApiGateway::DocumentationPart", "    Properties:", "      RestApiId: !Ref Api"]
    return head + "\n".join([*lines, f"      Location: {{{location}}}", f"      Properties: {properties}"]) + "\n"


@pytest.mark.parametrize(
    ("location", "expected"),
    [
        ("Type: API", []),
        ("Type: API, Path: /, Method: GET", ["Path", "Method"]),
        ("Type: METHOD, Path: /pets, Method: GET", []),
        ("Type: METHOD, Path: /pets, Name: getPets", ["Name"]),
        ("Type: MODEL, Name: Pet", []),
        ("Type: RESPONSE_HEADER, Path: /, Method: GET, StatusCode: 200, Name: X-Page", []),
        ("Type: REQUEST_HEADER, Path: /, Method: GET, StatusCode: 200, Name: X-Page", ["StatusCode"]),
        ("Type: !Ref Kind, Path: /", []),
        ("Type: API, Path: !Ref Kind", []),
    ],
)
def test_fields_of_a_place(location: str, expected: list[str]) -> None:
    assert expected == found(RULE, part(location, head="Parameters: {Kind: {Type: String}}\n"))


def test_documentation_of_nothing() -> None:
    assert ["''"] == found(RULE, part("Type: API", "''"))


def test_a_place_in_terraform() -> None:
    text = """\
resource "aws_api_gateway_rest_api" "api" {
  name = "pets"
}
resource "aws_api_gateway_documentation_part" "about" {
  rest_api_id = aws_api_gateway_rest_api.api.id
  properties  = "{}"
  location {
    type = "MODEL"
    name = "Pet"
    path = "/"
  }
}
"""

    assert ['"/"'] == found(RULE, text)
    assert [] == found(RULE, text.replace('"MODEL"', "var.kind") + 'variable "kind" {}\n')
