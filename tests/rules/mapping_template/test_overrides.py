"""The rule on overrides, and the ways through a template."""

import pytest
from definitions import cloudformation, consequences, fixed, found, openapi, report, terraform

RULE = "override-in-wrong-place"
REQUEST = "$context.requestOverride"
RESPONSE = "$context.responseOverride"


def response(*lines):
    """Returns a document whose response template has these lines."""
    template = "\n".join(f"        {line}" for line in lines)
    return openapi(
        "type: mock\nrequestTemplates: {application/json: '{\"statusCode\": 200}'}\n"
        f"responses:\n  default:\n    statusCode: '200'\n    responseTemplates:\n      application/json: |\n{template}"
    )


def request(*lines):
    """Returns a document whose request template has these lines."""
    template = "\n".join(f"    {line}" for line in lines)
    return openapi(f"type: http\nhttpMethod: POST\nuri: https://a/\nrequestTemplates:\n  application/json: |\n{template}")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (response(f"#set({REQUEST}.header.X-A = 'a')"), [f"{REQUEST}.header.X-A"]),
        (response(f"#set({RESPONSE}.header.X-A = 'a')"), []),
        (response(f"$a {REQUEST}.path.id"), []),
        (request(f"#set({REQUEST}.header.X-A = 'a')"), []),
        (request(f"#set({RESPONSE}.header.X-A = 'a')"), []),
        (request(f"#set({REQUEST}.headers.X-A = 'a')"), [f"{REQUEST}.headers.X-A"]),
        (request(f"#set({REQUEST}.status = 1)"), [f"{REQUEST}.status"]),
        (response(f"#set({RESPONSE}.path.id = 'a')"), [f"{RESPONSE}.path.id"]),
        (response(f"#set({RESPONSE}[$x].id = 'a')"), []),
        (response(f"#set({RESPONSE} = {{}})"), []),
    ],
)
def test_what_can_be_overridden_where(text, expected):
    assert expected == found(RULE, text)


def test_what_was_meant_is_offered():
    text = request(f"#set({REQUEST}.headers.X-A = 'a')")

    assert text.replace("headers", "header") == fixed(RULE, text)
    assert ["ignored"] == consequences(RULE, text)


@pytest.mark.parametrize(
    ("status", "number"),
    [
        ("404", 0),
        ('"404"', 0),
        ("100", 0),
        ("599", 0),
        ("99", 1),
        ("600", 1),
        ("4.5", 1),
        ('"not found"', 1),
        ("$x", 0),
        ('"$x"', 0),
        ("-1", 0),
    ],
)
def test_statuses(status, number):
    assert number == len(found(RULE, response(f"#set({RESPONSE}.status = {status})")))


STATUS = f"#set({RESPONSE}.status = 400)"
OTHER = f"#set({RESPONSE}['status'] = 500)"


@pytest.mark.parametrize(
    "lines",
    [
        (STATUS, OTHER),
        (STATUS, "#if($x)", OTHER, "#end"),
        ("#if($x)", STATUS, "#end", OTHER),
        ("#if($x)", "#if($y)", STATUS, "#end", OTHER, "#else", "a", "#end"),
        ("#foreach($x in $y)", STATUS, OTHER, "#end"),
    ],
)
def test_one_way_overrides_twice(lines):
    (finding,) = report(RULE, response(*lines))

    assert f"{RESPONSE}['status']" in (finding.span.text, finding.related[0].span.text)
    assert "broken" == finding.consequence.value
    assert finding.span.start > finding.related[0].span.start


@pytest.mark.parametrize(
    "lines",
    [
        ("#if($x)", STATUS, "#else", OTHER, "#end"),
        ("#if($x)", STATUS, "#elseif($y)", OTHER, "#end"),
        ("#if($x)", STATUS, "#end", "#if(!$x)", OTHER, "#end"),
        ("#if($x)", STATUS, "#stop", "#end", OTHER),
        (f"#set({RESPONSE}.header.X-A = 1)", f"#set({RESPONSE}.header.X-B = 1)"),
        (f"#set({RESPONSE}.header[$a] = 1)", f"#set({RESPONSE}.header[$a] = 1)"),
        (STATUS, f"#set($x = {RESPONSE}.status)"),
    ],
)
def test_no_way_certainly_overrides_twice(lines):
    assert [] == found(RULE, response(*lines))


def test_every_format():
    template = f"#set({REQUEST}.headers.X-A = 'a')"
    with_type = 'type = "HTTP"\nintegration_http_method = "POST"\nuri = "https://a/"\n'

    assert 1 == len(found(RULE, cloudformation(f'Type: HTTP\nRequestTemplates: {{application/json: "{template}"}}')))
    assert 1 == len(found(RULE, terraform(f'{with_type}request_templates = {{\n  "application/json" = "{template}"\n}}')))
    assert [] == found(RULE, cloudformation(f'Type: AWS_PROXY\nRequestTemplates: {{application/json: "{template}"}}'))
