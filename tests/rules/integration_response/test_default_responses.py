import pytest
from definitions import INVOKE, QUEUE, cloudformation, found, openapi, report, terraform

MISSING = "missing-default-integration-response"
SEVERAL = "several-default-integration-responses"
DUPLICATE = "duplicate-integration-response"
SUCCESS = "backend-errors-answered-as-success"

OK = 'responses: {"200": {description: ok}}'
HTTP = "type: http\nhttpMethod: GET\nuri: https://pets.example.com/\n"
FUNCTION = f"type: aws\nhttpMethod: POST\nuri: {INVOKE}\n"
SERVICE = f"type: aws\nhttpMethod: POST\nuri: {QUEUE}\n"


def responses(*pairs):
    return "responses:\n" + "\n".join(f"  '{pattern}': {{statusCode: \"{status}\"}}" for pattern, status in pairs)


@pytest.mark.parametrize(
    ("backend", "pairs", "left"),
    [
        (HTTP, [(r"2\d{2}", 200)], "status 400"),
        (HTTP, [(r"4\d{2}", 400), (r"5\d{2}", 502)], "status 200"),
        (HTTP, [(r"2\d{2}", 200), (r"4\d{2}", 400)], None),
        (HTTP, [(r"2\d{2}", 200), ("default", 500)], None),
        (HTTP, [(".*", 200)], None),
        (HTTP, [("200", 200), ("400", 400)], None),
        (SERVICE, [("200", 200)], "status 400"),
        (FUNCTION, [(".*Error.*", 500)], "success"),
        (FUNCTION, [(".*", 200)], None),
        (FUNCTION, [("default", 200)], None),
        ("type: aws\nhttpMethod: POST\nuri: ${Backend}\n", [("200", 200)], None),
        ("type: mock\n", [("200", 200)], None),
        (HTTP.replace("http\n", "http_proxy\n", 1), [("200", 200)], None),
    ],
)
def test_what_no_response_takes(backend, pairs, left):
    findings = report(MISSING, openapi(backend + responses(*pairs), OK))

    expected = [f"no default integration response: {left} matches none of the selection patterns and ends in 500"] if left else []
    assert expected == [finding.message for finding in findings]


@pytest.mark.parametrize(
    ("backend", "expected"), [(HTTP, 1), (FUNCTION, 1), ("type: mock\n", 0), (HTTP.replace("http\n", "http_proxy\n", 1), 0)]
)
def test_no_response_at_all(backend, expected):
    assert expected == len(found(MISSING, openapi(backend, OK)))


def test_responses_of_a_variable_are_not_known():
    text = terraform(
        'type = "HTTP"\nuri = "https://pets.example.com/"\nintegration_http_method = "GET"',
        more="""
        variable "statuses" { type = set(string) }
        resource "aws_api_gateway_integration_response" "all" {
          for_each          = var.statuses
          rest_api_id       = aws_api_gateway_rest_api.api.id
          resource_id       = aws_api_gateway_rest_api.api.root_resource_id
          http_method       = aws_api_gateway_method.pets.http_method
          status_code       = each.key
          selection_pattern = each.key
        }
        """,
    )

    assert [] == found(MISSING, text)


@pytest.mark.parametrize(
    ("patterns", "expected"),
    [
        (["", "SelectionPattern: '404'"], []),
        (["", ""], ["StatusCode: 401"]),
        (["", "SelectionPattern: ''"], ["StatusCode: 401"]),
        (["", "", ""], ["StatusCode: 401", "StatusCode: 402"]),
        (["", "SelectionPattern: !Ref Pattern"], []),
        (["", "SelectionPattern: !If [Odd, '404', '405']"], []),
    ],
)
def test_several_defaults(patterns, expected):
    lines = [f"  - StatusCode: 40{number}\n    {pattern}".rstrip() for number, pattern in enumerate(patterns)]
    text = cloudformation(
        "Type: MOCK\nIntegrationResponses:\n" + "\n".join(lines),
        head="Parameters: {Pattern: {Type: String}, Size: {Type: String}}\nConditions: {Odd: !Equals [!Ref Size, odd]}",
    )

    assert expected == found(SEVERAL, text)


def test_a_default_that_is_there_under_a_condition():
    text = cloudformation(
        "Type: MOCK\nIntegrationResponses:\n  - !If [Odd, {StatusCode: 200}, {StatusCode: 201}]",
        head="Parameters: {Size: {Type: String}}\nConditions: {Odd: !Equals [!Ref Size, odd]}",
    )

    assert [] == found(SEVERAL, text)
    assert [] == found(DUPLICATE, text)


def test_one_status_twice():
    (finding,) = report(DUPLICATE, openapi(FUNCTION + responses(("default", 200), (".*A.*", 500), (".*B.*", 500)), OK))

    assert ('"500"', 15) == (finding.span.text, finding.span.first.line)
    assert [14] == [related.span.first.line for related in finding.related]


def test_one_status_twice_in_terraform():
    block = """
    resource "aws_api_gateway_integration_response" "{0}" {{
      rest_api_id       = aws_api_gateway_rest_api.api.id
      resource_id       = aws_api_gateway_rest_api.api.root_resource_id
      http_method       = aws_api_gateway_method.pets.http_method
      status_code       = "500"
      selection_pattern = ".*{0}.*"
      {1}
    }}
    variable "on_{0}" {{ type = bool }}
    """
    integration = 'type = "MOCK"'

    assert ['"500"'] == found(DUPLICATE, terraform(integration, more=block.format("a", "") + block.format("b", "")))
    unsure = block.format("a", "") + block.format("b", "count = var.on_b ? 1 : 0")
    assert [] == found(DUPLICATE, terraform(integration, more=unsure))


@pytest.mark.parametrize(
    ("backend", "pairs", "words"),
    [
        (HTTP, [("default", 200)], "4xx and 5xx of the backend are answered with 200"),
        (SERVICE, [("default", 200), ("201", 201)], "4xx and 5xx of the backend are answered with 200"),
        (FUNCTION, [("default", 200)], "failures of the function are answered with 200"),
        (HTTP, [("default", 200), (r"5\d{2}", 502)], None),
        (HTTP, [("default", 500), (r"2\d{2}", 200)], None),
        (HTTP, [("default", 302)], None),
        ("type: mock\n", [("default", 200)], None),
        (HTTP.replace("http\n", "http_proxy\n", 1), [("default", 200)], None),
    ],
)
def test_errors_answered_as_success(backend, pairs, words):
    findings = report(SUCCESS, openapi(backend + responses(*pairs), OK))

    assert ([f"{words}: no integration response is for errors"] if words else []) == [finding.message for finding in findings]


@pytest.mark.parametrize(
    ("kind", "expected"), [("'Event'", 0), ("'RequestResponse'", 1), ("method.request.header.X-Kind", 0), ("'${Kind}'", 0)]
)
def test_nobody_waits_for_an_asynchronous_function(kind, expected):
    mapping = f'requestParameters: {{integration.request.header.X-Amz-Invocation-Type: "{kind}"}}\n'

    assert expected == len(found(SUCCESS, openapi(FUNCTION + mapping + responses(("default", 200)), OK)))


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("$input.json('$')", 1),
        ("#set($context.responseOverride.status = 404)", 0),
        ("!Ref Template", 0),
        ('!Sub \'{"stage": "${Template}"}\'', 0),
    ],
)
def test_a_template_that_may_set_the_status(template, expected):
    text = cloudformation(
        f"""
        Type: HTTP
        IntegrationHttpMethod: GET
        Uri: https://pets.example.com/
        IntegrationResponses:
          - StatusCode: 200
            ResponseTemplates:
              application/json: {template if template.startswith("!") else repr(template).replace(chr(92) + "'", "''")}
        """,
        head="Parameters: {Template: {Type: String}}",
    )

    assert expected == len(found(SUCCESS, text))
