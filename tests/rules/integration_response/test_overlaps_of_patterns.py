"""Selection patterns of one integration that match the same texts."""

import pytest
from definitions import INVOKE, cloudformation, found, openapi, report, terraform
from steps import steps

RULE = "unreachable-selection-pattern"
OK = 'responses: {"200": {description: ok}}'
FUNCTION = f"type: aws\nhttpMethod: POST\nuri: {INVOKE}"
HTTP = "type: http\nhttpMethod: GET\nuri: https://pets.example.com/"


def responses(backend, *patterns):
    """Returns a document whose integration has a default response and one for each pattern, each of another status."""
    lines = [backend, "responses:", '  default: {statusCode: "200"}']
    return openapi("\n".join([*lines, *(f"  '{pattern}': {{statusCode: \"{400 + n}\"}}" for n, pattern in enumerate(patterns))]), OK)


def test_a_pattern_inside_another_says_what_both_match():
    (finding,) = report(RULE, responses(FUNCTION, ".*error.*", ".*error: timeout.*"))

    assert "'.*error: timeout.*'" == finding.span.text
    assert "such as error: timeout, is matched by .*error.* of status 400 too" in finding.message
    assert ["'.*error.*'"] == [related.span.text for related in finding.related]
    assert ("GET /pets", "integration response") == (finding.method, finding.stage)


def test_status_codes_that_two_patterns_take():
    (finding,) = report(RULE, responses(HTTP, r"4\d{2}", "404", r"5\d{2}"))

    assert "all that selection pattern 404 matches, such as 404, is matched by 4\\d{2} of status 400 too" in finding.message


@pytest.mark.parametrize(
    "text",
    [
        responses(FUNCTION, ".*Bad.*", ".*Missing.*", ".+"),
        responses(FUNCTION, *(rf".*\[{code}\].*" for code in range(400, 420))),
        responses(HTTP, r"4\d{2}", r"5\d{2}"),
        responses("type: http_proxy\nhttpMethod: GET\nuri: https://pets.example.com/", r"4\d{2}", "404"),
        responses("type: aws\nhttpMethod: POST\nuri: ${Backend}", r"4\d{2}", "404"),
        responses(HTTP, r"4\d{2}").replace("responses:\n", "responses:\n          '': {statusCode: \"404\"}\n", 1),
    ],
)
def test_patterns_that_may_stand_beside_each_other(text):
    assert [] == found(RULE, text)


HTTP_CFN = """
Type: HTTP
IntegrationHttpMethod: GET
Uri: https://pets.example.com/
IntegrationResponses:
  - {StatusCode: 200}
  - {StatusCode: 404, SelectionPattern: "404"}
  - {StatusCode: 400, SelectionPattern: PATTERN}
"""


@pytest.mark.parametrize(
    ("pattern", "head", "expected"),
    [
        (r"'4\d{2}'", "", ['"404"']),
        ("!Ref P", "Parameters: {P: {Type: String}}", []),
        ("!Ref P", "Parameters: {P: {Type: String, Default: '4..'}}", ['"404"']),
        ("!If [C, 4.., 5..]", "Parameters: {P: {Type: String}}\nConditions: {C: !Equals [!Ref P, a]}", []),
    ],
)
def test_patterns_in_a_template(pattern, head, expected):
    assert expected == found(RULE, cloudformation(HTTP_CFN.replace("PATTERN", pattern), head=head))


def test_patterns_in_a_configuration():
    block = """
resource "aws_api_gateway_integration_response" "{name}" {{
  rest_api_id       = aws_api_gateway_rest_api.api.id
  resource_id       = aws_api_gateway_rest_api.api.root_resource_id
  http_method       = aws_api_gateway_method.pets.http_method
  status_code       = "{name}"
  selection_pattern = "{pattern}"
}}
"""
    integration = 'type = "HTTP"\nintegration_http_method = "GET"\nuri = "https://pets.example.com/"'
    own = terraform(
        integration, more=block.format(name="404", pattern="404") + block.format(name="400", pattern=r"4\\d{2}") + 'variable "p" {}'
    )

    assert ['"404"'] == found(RULE, own)
    assert [] == found(RULE, own.replace(r'"4\\d{2}"', "var.p"))


def test_many_hostile_patterns_cost_little():
    def work(count):
        hostile = [f".*(a|b|{count}|{n}).{{60}}(a|{n}).*" for n in range(count)]
        found(RULE, responses(FUNCTION, *hostile))

    # Each pair of patterns is one more; what they may cost together does not grow.
    assert steps(lambda: work(100)) < 1.5 * steps(lambda: work(25)) < 8_000_000
