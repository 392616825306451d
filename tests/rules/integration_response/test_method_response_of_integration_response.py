from textwrap import dedent

import pytest
from definitions import cloudformation, consequences, fixed, found, openapi, report, terraform

RULE = "integration-response-without-method-response"
HEADER = "response-header-without-method-response-header"

HTTP = """
    type: http
    httpMethod: GET
    uri: https://pets.example.com/
    responses:
      default: {statusCode: "200"}
      "404": {statusCode: 404}
"""
OK = 'responses: {"200": {description: ok}}'


def resource(kind, name, arguments):
    return "\n".join(
        [
            f'resource "aws_api_gateway_{kind}_response" "{name}" {{',
            "  rest_api_id = aws_api_gateway_rest_api.api.id",
            "  resource_id = aws_api_gateway_rest_api.api.root_resource_id",
            "  http_method = aws_api_gateway_method.pets.http_method",
            dedent(arguments),
            "}",
        ]
    )


def test_openapi():
    (finding,) = report(RULE, openapi(HTTP, OK))

    assert ("404", "no method response for status 404: calls that end here are answered with 500") == (finding.span.text, finding.message)
    assert ["declares 200"] == [related.message for related in finding.related]
    assert ("GET /pets", "integration response") == (finding.method, finding.stage)
    assert finding.address.endswith(".responses.404")


def test_terraform():
    responses = [
        resource("method", "ok", 'status_code = "200"'),
        resource("integration", "ok", "status_code = aws_api_gateway_method_response.ok.status_code"),
        resource("integration", "missing", 'status_code = "404"\nselection_pattern = "404"'),
    ]
    text = terraform('type = "HTTP"\nuri = "https://pets.example.com/"\nintegration_http_method = "GET"', more="\n".join(responses))

    assert ['"404"'] == found(RULE, text)


def test_cloudformation():
    text = cloudformation(
        "{Type: MOCK, IntegrationResponses: [{StatusCode: 200}, {StatusCode: '404', SelectionPattern: '404'}]}".replace(
            ", Integration", ",\nIntegration"
        ),
        "MethodResponses: [{StatusCode: '200'}, {StatusCode: 201}]",
    )

    assert ["'404'"] == found(RULE, text)


@pytest.mark.parametrize("kind", ["aws_proxy", "http_proxy", "${Kind}"])
def test_proxies_and_unknown_types_are_let_be(kind):
    assert [] == found(RULE, openapi(HTTP.replace("type: http\n", f'type: "{kind}"\n'), OK))


def test_responses_that_may_be_elsewhere_are_let_be():
    assert [] == found(RULE, openapi(HTTP, 'responses: {"200": {description: ok}, default: {description: all others}}'))


@pytest.mark.parametrize(
    ("status", "expected"),
    [("404", []), ("!Ref Status", []), ("!If [Odd, 404, 405]", []), ("!If [Odd, 403, 405]", ["404"]), ("405", ["404"])],
)
def test_what_the_method_declares_counts_once_it_is_known(status, expected):
    text = cloudformation(
        "Type: MOCK\nIntegrationResponses:\n  - StatusCode: 200\n  - StatusCode: 404\n    SelectionPattern: '404'",
        f"MethodResponses:\n  - StatusCode: 200\n  - StatusCode: {status}",
        head="Parameters: {Status: {Type: String}, Size: {Type: String}}\nConditions: {Odd: !Equals [!Ref Size, odd]}",
    )

    assert expected == found(RULE, text)


@pytest.mark.parametrize(("status", "expected"), [("404", ["404"]), ("!Ref Status", []), ("200", [])])
def test_a_status_that_is_not_known_is_let_be(status, expected):
    text = cloudformation(
        f"Type: MOCK\nIntegrationResponses:\n  - StatusCode: {status}",
        "MethodResponses:\n  - StatusCode: 200",
        head="Parameters: {Status: {Type: String}}",
    )

    assert expected == found(RULE, text)


def test_a_mapped_header_makes_it_refused():
    mapped = HTTP.replace("{statusCode: 404}", """{statusCode: 404, responseParameters: {method.response.header.X: "'x'"}}""")

    assert ["broken"] == consequences(RULE, openapi(HTTP, OK))
    assert ["rejected"] == consequences(RULE, openapi(mapped, OK))


def test_a_method_without_any_response_is_another_rule():
    assert [] == found(RULE, openapi(HTTP))


MAPPED = """
    type: mock
    responses:
      default:
        statusCode: "200"
        responseParameters:
          method.response.header.X-Total: integration.response.header.X-Total
"""


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ("", ["method.response.header.X-Total"]),
        (", headers: {}", ["method.response.header.X-Total"]),
        (", headers: {X-Pages: {schema: {type: string}}}", ["method.response.header.X-Total"]),
        (", headers: {X-Total: {schema: {type: string}}}", []),
        (", headers: {x-total: {schema: {type: string}}}", []),
    ],
)
def test_headers_of_a_document(headers, expected):
    assert expected == found(HEADER, openapi(MAPPED, f'responses: {{"200": {{description: ok{headers}}}}}'))


def test_further_responses_of_a_document_say_nothing_of_this_one():
    text = openapi(MAPPED, 'responses: {"200": {description: ok}, default: {description: all others}}')

    assert ["method.response.header.X-Total"] == found(HEADER, text)


def test_the_fix_declares_the_header():
    text = cloudformation(
        """
        Type: MOCK
        IntegrationResponses:
          - StatusCode: 200
            ResponseParameters:
              method.response.header.X-Total: "'1'"
        """,
        """
        MethodResponses:
          - StatusCode: 200
            ResponseParameters:
              method.response.header.X-Pages: true
        """,
    )
    cured = fixed(HEADER, text)

    assert ["method.response.header.X-Total"] == found(HEADER, text)
    assert "            method.response.header.X-Pages: true\n            method.response.header.X-Total: true\n" in cured
    assert [] == found(HEADER, cured)


def test_the_fix_declares_the_header_in_terraform():
    responses = [
        resource("method", "ok", 'status_code = "200"\nresponse_parameters = { "method.response.header.X-Pages" = true }'),
        resource("integration", "ok", 'status_code = "200"\nresponse_parameters = { "method.response.header.X-Total" = "\'1\'" }'),
    ]
    text = terraform('type = "MOCK"', more="\n".join(responses))

    assert ['"method.response.header.X-Total"'] == found(HEADER, text)
    assert [] == found(HEADER, fixed(HEADER, text))


@pytest.mark.parametrize(
    ("declared", "expected"),
    [
        ("!Ref Headers", []),
        ("{Fn::Transform: {Name: Headers}}", []),
        ("!If [Odd, {method.response.header.X-Total: true}, {method.response.header.X-Total: false}]", []),
        ("!If [Odd, {method.response.header.X-Total: true}, {}]", []),
        ("!If [Odd, {method.response.header.X-Size: true}, {}]", ["method.response.header.X-Total"]),
    ],
)
def test_headers_that_are_not_known_are_let_be(declared, expected):
    text = cloudformation(
        "Type: MOCK\nIntegrationResponses:\n  - StatusCode: 200\n    ResponseParameters: {method.response.header.X-Total: \"'1'\"}",
        f"MethodResponses:\n  - StatusCode: 200\n    ResponseParameters: {declared}",
        head="Parameters: {Headers: {Type: String}}\nConditions: {Odd: !Not [!Equals [!Ref AWS::Region, eu-west-1]]}",
    )

    assert expected == found(HEADER, text)


def test_a_mapping_left_out_under_a_condition_is_let_be():
    text = cloudformation(
        """
        Type: MOCK
        IntegrationResponses:
          - StatusCode: 200
            ResponseParameters:
              method.response.header.X-Total: !If [Odd, "'1'", !Ref AWS::NoValue]
        """,
        """
        MethodResponses:
          - StatusCode: 200
            ResponseParameters: !If [Odd, {method.response.header.X-Total: true}, !Ref AWS::NoValue]
        """,
        head="Parameters: {Size: {Type: String}}\nConditions: {Odd: !Equals [!Ref Size, odd]}",
    )

    assert [] == found(HEADER, text)


def test_a_header_of_a_proxy_is_let_be():
    assert [] == found(HEADER, openapi(MAPPED.replace("type: mock", "type: aws_proxy"), OK))
