import pytest
from definitions import INVOKE, QUEUE, cloudformation, consequences, fixed, found, openapi, report, terraform

OK = 'responses: {"200": {description: ok}, "500": {description: it failed}}'
BACKENDS = {
    "http": "type: http\nuri: https://pets.example.com/",
    "queue": f"type: aws\nuri: {QUEUE}\ncredentials: arn:aws:iam::123456789012:role/pets",
    "mock": "type: mock",
    "function": f"type: aws\nuri: {INVOKE}",
    "unknown": "type: aws\nuri: ${Backend}",
    "proxy": "type: http_proxy\nuri: https://pets.example.com/",
}
ON_STATUS = ("http", "queue", "mock")


def with_patterns(backend, *patterns):
    """Returns a document whose integration has a default response and one for each pattern, all for 500."""
    lines = [BACKENDS[backend], "httpMethod: POST", "responses:", '  default: {statusCode: "200"}']
    return openapi("\n".join([*lines, *(f"  '{pattern}': {{statusCode: \"500\"}}" for pattern in patterns)]), OK)


def rules_that_find(backend, pattern):
    text = with_patterns(backend, pattern)
    names = (
        "invalid-selection-pattern",
        "status-pattern-on-lambda",
        "text-pattern-on-http-backend",
        "glob-used-as-selection-pattern",
        "unreachable-selection-pattern",
    )
    return [name for name in names if found(name, text)]


@pytest.mark.parametrize("backend", ["http", "queue", "mock", "function", "unknown"])
@pytest.mark.parametrize("pattern", ["*", "*Error*", "(", "[4", r"\q", "{x}"])
def test_invalid_patterns(backend, pattern):
    assert ["invalid-selection-pattern"] == rules_that_find(backend, pattern)


@pytest.mark.parametrize("pattern", ["*", "404", "5xx", "Not Found", ".*"])
def test_proxies_are_let_be(pattern):
    assert [] == rules_that_find("proxy", pattern)


@pytest.mark.parametrize("backend", ON_STATUS)
@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        (r"4\d{2}", []),
        ("404", []),
        ("[45][0-9]{2}", []),
        ("4..", []),
        (r"(?!2)\d+", []),
        ("Not Found", ["text-pattern-on-http-backend"]),
        (".*rror.*", ["text-pattern-on-http-backend"]),
        (r"4\d", ["text-pattern-on-http-backend"]),
        ("600", ["text-pattern-on-http-backend"]),
        ("5xx", ["glob-used-as-selection-pattern"]),
        ("4XX", ["glob-used-as-selection-pattern"]),
        ("5*", ["glob-used-as-selection-pattern"]),
        ("40x", ["glob-used-as-selection-pattern"]),
        ("Invalid*", ["glob-used-as-selection-pattern"]),
        (".*", ["unreachable-selection-pattern"]),
        (r"\d{3}", ["unreachable-selection-pattern"]),
    ],
)
def test_patterns_that_meet_a_status_code(backend, pattern, expected):
    assert expected == rules_that_find(backend, pattern)


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        (".*Not Found.*", []),
        ("Not Found", []),
        (r".*\[404\].*", []),
        (".+", []),
        (r"(\n|.)+", []),
        ("[^0](.|\\n)*", []),
        ("404", ["status-pattern-on-lambda"]),
        (r"4\d{2}", ["status-pattern-on-lambda"]),
        ("^(400|422)$", ["status-pattern-on-lambda"]),
        ("5xx", ["glob-used-as-selection-pattern"]),
        ("Invalid*", ["glob-used-as-selection-pattern"]),
        (".*", ["unreachable-selection-pattern"]),
        ("(?s).*", ["unreachable-selection-pattern"]),
    ],
)
def test_patterns_that_meet_an_error_message(pattern, expected):
    assert expected == rules_that_find("function", pattern)


@pytest.mark.parametrize("pattern", ["404", "Not Found", ".*"])
def test_a_backend_that_is_not_known_is_let_be(pattern):
    assert [] == rules_that_find("unknown", pattern)


def test_the_place_and_the_words():
    (finding,) = report("invalid-selection-pattern", with_patterns("http", "4[0"))

    expected = "selection pattern 4[0 is no regular expression: a character class is never closed with ]"
    assert ("[0", expected) == (finding.span.text, finding.message)


def test_the_place_is_a_part_of_a_written_pattern():
    text = cloudformation('Type: MOCK\nIntegrationResponses:\n  - {StatusCode: 200, SelectionPattern: "4\\u0030)"}')

    assert [")"] == found("invalid-selection-pattern", text)


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [("!Ref Pattern", []), ("!Sub '${Pattern}*Error*'", []), ("!If [Odd, '*', '4..']", ["'*'"]), ("!Ref 'AWS::NoValue'", [])],
)
def test_patterns_that_are_not_known_are_let_be(pattern, expected):
    text = cloudformation(
        f"Type: MOCK\nIntegrationResponses:\n  - StatusCode: 200\n    SelectionPattern: {pattern}",
        head="Parameters: {Pattern: {Type: String}, Size: {Type: String}}\nConditions: {Odd: !Equals [!Ref Size, odd]}",
    )

    assert [place.strip("'") for place in expected] == found("invalid-selection-pattern", text)


def test_a_pattern_from_terraform():
    text = terraform(
        'type = "HTTP"\nuri = "https://pets.example.com/"\nintegration_http_method = "GET"',
        more="""
        resource "aws_api_gateway_integration_response" "failed" {
          rest_api_id       = aws_api_gateway_rest_api.api.id
          resource_id       = aws_api_gateway_rest_api.api.root_resource_id
          http_method       = aws_api_gateway_method.pets.http_method
          status_code       = "500"
          selection_pattern = "5xx"
        }
        """,
    )

    assert ['"5xx"'] == found("glob-used-as-selection-pattern", text)
    assert 'selection_pattern = "5\\\\d{2}"' in fixed("glob-used-as-selection-pattern", text)


@pytest.mark.parametrize(("pattern", "right"), [("5xx", r"5\d{2}"), ("4*", r"4\d{2}"), ("40x", r"40\d"), ("Invalid*", "Invalid.*")])
def test_a_glob_becomes_a_regular_expression(pattern, right):
    text = cloudformation(f"Type: MOCK\nIntegrationResponses:\n  - StatusCode: 200\n    SelectionPattern: '{pattern}'")

    assert f"SelectionPattern: '{right}'" in fixed("glob-used-as-selection-pattern", text)


def test_a_status_glob_on_a_function_has_no_cure():
    (finding,) = report("glob-used-as-selection-pattern", with_patterns("function", "5xx"))

    assert finding.fix is None
    assert "a Lambda function has no status code: select a text of its error messages" == finding.help


def test_an_invalid_glob_is_put_right():
    text = cloudformation("Type: MOCK\nIntegrationResponses:\n  - StatusCode: 200\n    SelectionPattern: '*Error*'")

    assert "SelectionPattern: '.*Error.*'" in fixed("invalid-selection-pattern", text)


def statuses(*responses):
    """Returns a template whose integration has responses of some statuses with some patterns."""
    lines = [f"  - {{StatusCode: '{status}', SelectionPattern: '{pattern}'}}" for status, pattern in responses]
    return cloudformation(
        "\n".join(["Type: HTTP", "IntegrationHttpMethod: GET", "Uri: https://pets.example.com/", "IntegrationResponses:", *lines])
    )


@pytest.mark.parametrize(
    ("responses", "expected"),
    [
        ((("400", r"4\d{2}"), ("404", "4[0-9]{2}")), ["'4[0-9]{2}'"]),
        ((("400", r"4\d{2}"), ("400", "4[0-9]{2}")), []),
        ((("400", r"4\d{2}"), ("500", r"5\d{2}")), []),
        ((("400", ".*"), ("500", r"5\d{2}")), []),
        ((("200", ""), ("500", r"(.|\n)*")), [r"'(.|\n)*'"]),
        ((("200", ""), ("200", ".*")), []),
        ((("500", ".*"),), []),
    ],
)
def test_patterns_held_against_each_other(responses, expected):
    assert expected == found("unreachable-selection-pattern", statuses(*responses))


def test_what_they_lead_to():
    assert ["rejected"] == consequences("invalid-selection-pattern", with_patterns("http", "*"))
    assert ["broken"] == consequences("status-pattern-on-lambda", with_patterns("function", "404"))
    assert ["misleading"] == consequences("unreachable-selection-pattern", with_patterns("http", ".*"))
