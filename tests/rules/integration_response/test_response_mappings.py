import pytest
from definitions import cloudformation, consequences, fixed, found, openapi, report

MAPPING = "invalid-response-mapping"
STATUS = "invalid-status-code"
TEMPLATE = "response-template-key"

HEAD = "Parameters: {Origin: {Type: String}, Size: {Type: String}}\nConditions: {Odd: !Equals [!Ref Size, odd]}"


def mapped(value, key="method.response.header.X", kind="MOCK"):
    return cloudformation(
        f"Type: {kind}\nIntegrationResponses:\n  - StatusCode: 200\n    ResponseParameters:\n      {key}: {value}",
        head=HEAD,
    )


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("'*'", ["*"]),
        ("\"'*'\"", []),
        ("integration.response.headers.X", ["headers"]),
        ("integration.response.header.X", []),
        ("integration.response.body.a.b", []),
        ("method.request.header.Origin", ["method.request."]),
        ("true", ["true"]),
        ("!Ref Origin", []),
        ("!Sub \"'${Origin}'\"", []),
        ("!Sub 'https://${Origin}'", ["https://${Origin}"]),
        ("!Sub '${Origin}/x'", []),
        ("!If [Odd, \"'a'\", b]", ["b"]),
        ("!Join ['', [\"'\", !Ref Origin, \"'\"]]", []),
        ("!Ref AWS::NoValue", []),
    ],
)
def test_values(value, expected):
    assert expected == [place.strip("'\"") for place in found(MAPPING, mapped(value))]


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("method.response.header.X-Total", []),
        ("method.response.headers.X", ["headers"]),
        ("method.response.body", ["body"]),
        ("X-Total", ["X-Total"]),
        ("integration.response.header.X", ["integration.response.header.X"]),
    ],
)
def test_keys(key, expected):
    assert expected == found(MAPPING, mapped("\"'x'\"", key))


def test_static_text_is_quoted_by_the_fix():
    text = mapped("no-store")

    assert ["static value no-store needs single quotes: 'no-store'"] == [finding.message for finding in report(MAPPING, text)]
    assert "method.response.header.X: '''no-store'''\n" in fixed(MAPPING, text)
    assert [] == found(MAPPING, fixed(MAPPING, text))


@pytest.mark.parametrize(("value", "expected"), [("*", ["rejected"]), ("$context.requestId", []), ("context.requestId", []), ("''", [])])
def test_what_the_sources_contradict_each_other_on_is_not_said(value, expected):
    assert expected == consequences(MAPPING, mapped(f'"{value}"'))


def test_the_importer_drops_what_is_no_text():
    text = openapi('type: mock\nresponses:\n  default: {statusCode: "200", responseParameters: {method.response.header.X: true}}')

    assert ["ignored"] == consequences(MAPPING, text)


def test_proxies_are_let_be():
    assert [] == found(MAPPING, mapped("'*'", kind="AWS_PROXY"))
    assert [] == found(MAPPING, mapped("'*'", kind="!Ref Origin"))


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("200", []),
        ("'599'", []),
        ("600", ["600"]),
        ("99", ["99"]),
        ("2XX", ["2XX"]),
        ("''", ["''"]),
        ("!Ref Origin", []),
        ("!If [Odd, 200, 2000]", ["2000"]),
        ("!Sub '${Origin}00'", []),
    ],
)
def test_status_codes(status, expected):
    text = cloudformation(
        f"Type: MOCK\nIntegrationResponses:\n  - StatusCode: {status}", f"MethodResponses:\n  - StatusCode: {status}", head=HEAD
    )

    assert expected * 2 == found(STATUS, text)


def test_a_status_belongs_to_its_stage():
    text = cloudformation("Type: MOCK\nIntegrationResponses:\n  - StatusCode: 600", "MethodResponses:\n  - StatusCode: 700")

    assert [("700", "method response"), ("600", "integration response")] == [(f.span.text, f.stage) for f in report(STATUS, text)]


def test_keys_of_documents_that_are_no_status_are_let_be():
    assert [] == found(STATUS, openapi("type: mock", 'responses: {default: {description: ok}, "4XX": {description: bad}}'))


@pytest.mark.parametrize(
    ("templates", "expected"),
    [
        ("{application/json: '[]'}", []),
        ("{application/json: ''}", []),
        ("{application/vnd.pets+json; charset=utf-8: x}", []),
        ("{}", []),
        ("{json: '[]'}", ["json"]),
        ("{'123': x}", ["'123'"]),
        ("{'': x}", ["''"]),
        ("{application/json: {a: b}}", ["application/json"]),
        ("{application/json: [a]}", ["application/json"]),
        ("{application/json: !Ref Origin}", []),
        ("!Ref Origin", []),
        ("!If [Odd, {json: x}, !Ref AWS::NoValue]", ["json"]),
    ],
)
def test_template_keys(templates, expected):
    text = cloudformation(f"Type: MOCK\nIntegrationResponses:\n  - StatusCode: 200\n    ResponseTemplates: {templates}", head=HEAD)

    assert expected == found(TEMPLATE, text)
