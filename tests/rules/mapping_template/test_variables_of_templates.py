"""The rules on variables, members and JSONPaths of mapping templates, at their places in every format."""

import json

import pytest
from definitions import cloudformation, consequences, fixed, found, openapi, report, terraform

RULES = ("unknown-template-variable", "unknown-template-method", "unknown-context-variable", "invalid-json-path")
BLOCK = """\
Type: HTTP
IntegrationHttpMethod: POST
Uri: https://pets.example.com/
RequestTemplates:
  application/json: |
    #set($id = $input.params('id'))
    {"id": "$inputs.params('id')",
     "pet": $util.toJson($input.body), "at": "$context.integrationLatency", "all": $input.json('$.pets[')}
"""
EXPECTED = {
    "unknown-template-variable": "inputs",
    "unknown-template-method": "toJson",
    "unknown-context-variable": "integrationLatency",
    "invalid-json-path": "[",
}
LINES = ["#set($id = $input.params('id'))", *(line.strip() for line in BLOCK.splitlines()[-2:])]


def heredoc(text):
    """Returns a configuration with a request template."""
    return terraform(
        f'type = "HTTP"\nintegration_http_method = "POST"\nuri = "https://a/"\nrequest_templates = {{\n  "application/json" = {text}\n}}'
    )


def place(rule, text):
    """Returns the line of the one finding, and the text before it on this line."""
    (finding,) = report(rule, text)
    line, column = finding.span.first
    return text.splitlines()[line - 1][: column - 1].strip(), finding.span.text


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize(
    "text",
    [
        cloudformation(BLOCK),
        cloudformation(BLOCK.replace("json: |", "json: !Sub |")),
        openapi(
            "type: http\nhttpMethod: POST\nuri: https://a/\nrequestTemplates:\n  application/json: |\n"
            + "\n".join(f"    {line}" for line in LINES)
        ),
        heredoc("<<EOT\n" + "\n".join(LINES) + "\nEOT"),
        heredoc("<<-EOT\n      " + "\n      ".join(LINES) + "\n    EOT"),
    ],
    ids=["block scalar", "sub", "openapi", "heredoc", "indented heredoc"],
)
def test_a_finding_in_a_block_stands_on_its_line(rule, text):
    before, written = place(rule, text)
    expected = next(line for line in LINES if EXPECTED[rule] in line and ("inputs" in line) == (rule == "unknown-template-variable"))

    assert EXPECTED[rule] == written
    assert expected.startswith(before)
    assert before == expected[: expected.rindex(written) if written != "[" else expected.index("$.pets[") + 6].strip()


ONE_LINE = '{"a": "$id", "b": "$inputs.body"}'
QUOTED = json.dumps('#set($id = "1")\n\t' + ONE_LINE)


@pytest.mark.parametrize(
    "text",
    [
        cloudformation(f"Type: HTTP\nRequestTemplates: {{application/json: {QUOTED}}}"),
        cloudformation(f"Type: HTTP\nRequestTemplates:\n  application/json: '#set($id = ''1''){ONE_LINE}'"),
        cloudformation(f'Type: HTTP\nRequestTemplates:\n  application/json:\n    Fn::Join: ["", ["#set($id = 1)", {QUOTED}, !Ref Api]]'),
        heredoc(QUOTED),
    ],
    ids=["escapes", "single quotes", "join", "hcl string"],
)
def test_a_finding_in_quotes_stands_at_its_column(text):
    before, written = place("unknown-template-variable", text)

    assert "inputs" == written
    assert before.endswith('"$')
    assert text.replace("inputs", "input") == fixed("unknown-template-variable", text)


def test_a_finding_in_a_json_template():
    template = {"Type": "HTTP", "RequestTemplates": {"application/json": '#set($id = "ü")\n' + ONE_LINE}}
    method = {"RestApiId": {"Ref": "Api"}, "ResourceId": "r", "HttpMethod": "GET", "Integration": template}
    text = json.dumps(
        {
            "Resources": {
                "Api": {"Type": "AWS::ApiGateway::RestApi", "Properties": {"Name": "pets"}},
                "Pets": {"Type": "AWS::ApiGateway::Method", "Properties": method},
            }
        },
        indent=1,
    )
    before, written = place("unknown-template-variable", text)

    assert "inputs" == written
    assert before.endswith('\\"$')


def test_an_escape_inside_of_a_name_is_not_edited():
    text = cloudformation('Type: HTTP\nRequestTemplates:\n  application/json: "$in\\x70uts.body"')

    assert ["in\\x70uts"] == found("unknown-template-variable", text)
    assert text == fixed("unknown-template-variable", text)


@pytest.mark.parametrize("kind", ["AWS_PROXY", "HTTP_PROXY", "!Ref Kind"])
def test_templates_that_are_not_evaluated(kind):
    text = cloudformation(
        f"Type: {kind}\nRequestTemplates: {{application/json: '$inputs.body'}}", head="Parameters: {Kind: {Type: String}}"
    )

    assert [] == found("unknown-template-variable", text)


@pytest.mark.parametrize(
    ("body", "number"),
    [
        ("!Sub '${Api} $name'", 1),
        ("!Sub '${AWS::Region} $name'", 1),
        ("!Sub '${Snippet} $name'", 0),
        ("!Sub '${Snippet} $inputs.body'", 1),
        ("!Ref Snippet", 0),
        ("!If [Some, '$name', '$input.body']", 1),
        ("'#set($a = ) $name'", 0),
    ],
)
def test_what_holes_may_hold(body, number):
    head = "Parameters: {Snippet: {Type: String}, P: {Type: String}}\nConditions: {Some: !Equals [!Ref P, a]}"
    text = cloudformation(f"Type: HTTP\nRequestTemplates: {{application/json: {body}}}", head=head)

    assert number == len(found("unknown-template-variable", text))


def test_a_document_may_have_placeholders():
    text = openapi('type: http\nuri: https://a/\nrequestTemplates: {application/json: \'{"a": "${name} $other"}\'}')

    assert ["other"] == found("unknown-template-variable", text)


def test_a_response_template_reads_what_the_request_template_set():
    text = openapi(
        "type: mock\nrequestTemplates: {application/json: '#set($context.mine = 1){\"statusCode\": 200}'}\n"
        "responses: {default: {statusCode: '200', responseTemplates: {application/json: '$context.mine $context.yours'}}}"
    )

    assert ["yours"] == found("unknown-context-variable", text)


def test_a_web_socket_api():
    text = """\
resource "aws_apigatewayv2_api" "api" {
  name          = "pets"
  protocol_type = "WEBSOCKET"
}
resource "aws_apigatewayv2_integration" "i" {
  api_id            = aws_apigatewayv2_api.api.id
  integration_type  = "MOCK"
  request_templates = { "200" = "{\\"statusCode\\": 200, \\"a\\": \\"$context.connectionId $context.resourceId $input.foo\\"}" }
}
"""

    assert ["resourceId"] == found("unknown-context-variable", text)
    assert ["foo"] == found("unknown-template-method", text)


@pytest.mark.parametrize("argument", ["1", "true", "['$.a']"])
def test_a_path_is_a_text(argument):
    text = openapi(f"type: http\nuri: https://a/\nrequestTemplates:\n  application/json: |\n    $input.json({argument})")

    assert [argument] == found("invalid-json-path", text)


@pytest.mark.parametrize("argument", ["$path", "'$.a'", '"$.items[$i].name"', '"$.a[0]"', "'body'"])
def test_a_path_that_is_one_or_not_known(argument):
    text = openapi(f"type: http\nuri: https://a/\nrequestTemplates:\n  application/json: |\n    $input.json({argument})")

    assert [] == found("invalid-json-path", text)


def test_they_break_every_call():
    assert {"broken"} == {one for rule in RULES for one in consequences(rule, cloudformation(BLOCK))}


def test_placeholders_of_documents_are_no_wrong_velocity():
    template = '\'{"a": "${AWS::Region} ${self:custom.x}"}\''

    assert [] == found("template-syntax-error", openapi(f"type: http\nuri: https://a/\nrequestTemplates: {{application/json: {template}}}"))
    assert 2 == len(found("template-syntax-error", cloudformation(f"Type: HTTP\nRequestTemplates: {{application/json: {template}}}")))


def test_a_template_larger_than_api_gateway_takes_is_not_read():
    text = "'" + "a" * 310_000 + "$inputs.body'"

    assert [] == found("unknown-template-variable", cloudformation(f"Type: HTTP\nRequestTemplates: {{application/json: {text}}}"))
