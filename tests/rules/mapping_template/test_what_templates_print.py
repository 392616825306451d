"""The rules on the syntax of templates and on what they print, in every way that a template is written in."""

import json
import time
from textwrap import indent

import pytest
from definitions import INVOKE, ROLE, cloudformation, consequences, found, openapi, report, terraform

SYNTAX, JSON, MAP = "template-syntax-error", "template-prints-broken-json", "object-printed-as-java-map"
UNESCAPED, UNREPAIRED, FORM = "unescaped-value-in-json-template", "escape-without-quote-repair", "unencoded-form-template"
HTTP = "type: http\nhttpMethod: POST\nuri: https://a/\n"


def request(template, key="application/json", more="", method="", verb="post"):
    """Returns a document whose request template, a block scalar, is this."""
    return openapi(f"{HTTP}{more}requestTemplates:\n  {key}: |\n{indent(template, '    ')}", method, verb=verb)


def answer(template, key="application/json"):
    """Returns a document with this response template."""
    return openapi(
        f"{HTTP}responses:\n  default:\n    statusCode: '200'\n    responseTemplates:\n      {key}: |\n{indent(template, ' ' * 8)}"
    )


# The places of findings.

BAD = '#set($x = "é")\n{"a": "$x"\n "b": 1}'
"""No comma before the last line's first quote."""


def block(style):
    return cloudformation(f"Type: HTTP\nRequestTemplates:\n  application/json: {style}\n{indent(BAD, '    ')}")


WRITTEN = {
    "literal block": block("|"),
    "literal block, stripped": block("|-"),
    "double quotes": cloudformation(f"Type: HTTP\nRequestTemplates: {{application/json: {json.dumps(BAD, ensure_ascii=False)}}}"),
    "double quotes with escapes": cloudformation(f"Type: HTTP\nRequestTemplates: {{application/json: {json.dumps(BAD)}}}"),
    "single quotes": cloudformation("Type: HTTP\nRequestTemplates: {application/json: '" + BAD.replace("\n", " ") + "'}"),
    "Fn::Join": cloudformation(
        "Type: HTTP\nRequestTemplates:\n  application/json: !Join\n"
        "    - ''\n    - - '#set($x = 1)'\n      - '{\"a\": \"$x\"'\n      - ' \"b\": 1}'"
    ),
    "Fn::Sub": cloudformation(
        f"Type: HTTP\nRequestTemplates:\n  application/json: !Sub |\n{indent(BAD.replace('é', '${AWS::Region}'), '    ')}"
    ),
    "OpenAPI": request(BAD),
    "heredoc": terraform(f'type = "HTTP"\nrequest_templates = {{\n  "application/json" = <<EOF\n{BAD}\nEOF\n}}'),
    "indented heredoc": terraform(
        f'type = "HTTP"\nrequest_templates = {{\n  "application/json" = <<-EOF\n{indent(BAD, "    ")}\n  EOF\n}}'
    ),
    "quoted in HCL": terraform('type = "HTTP"\nrequest_templates = { "application/json" = ' + json.dumps(BAD) + " }"),
}


@pytest.mark.parametrize("text", WRITTEN.values(), ids=WRITTEN)
def test_a_finding_stands_at_its_line_and_column(text):
    (finding,) = report(JSON, text)

    line = text.split("\n")[finding.span.first.line - 1]
    assert line[finding.span.first.column - 1 :].startswith(('"b"', '\\"b\\"'))
    assert finding.message.endswith('no comma before "')


def test_a_finding_in_a_json_document():
    document = json.dumps(
        {
            "AWSTemplateFormatVersion": "2010-09-09",
            "Resources": {
                "Api": {"Type": "AWS::ApiGateway::RestApi", "Properties": {"Name": "pets"}},
                "Pets": {
                    "Type": "AWS::ApiGateway::Method",
                    "Properties": {
                        "RestApiId": {"Ref": "Api"},
                        "ResourceId": {"Fn::GetAtt": ["Api", "RootResourceId"]},
                        "HttpMethod": "POST",
                        "Integration": {"Type": "HTTP", "RequestTemplates": {"application/json": BAD}},
                    },
                },
            },
        }
    )
    (finding,) = report(JSON, document)

    assert document.index('\\"b\\"') == finding.span.start


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_an_error_of_syntax_stands_where_it_is(end):
    text = request('{\n  #if($a == )\n  "a": 1\n  #end\n}').replace("\n", end)
    (finding,) = report(SYNTAX, text)

    assert "#if($a == )" in text.split(end)[finding.span.first.line - 1]
    assert ")" == finding.span.text


# What is judged.


@pytest.mark.parametrize(
    ("text", "places"),
    [
        (request('{"a": 1,}'), ["}"]),
        (answer('{"a": 1,}'), ["}"]),
        (request('{"a": 1,}', "application/vnd.pets+json"), ["}"]),
        (request('{"a": 1,}', "application/xml"), []),
        (request('{"a": 1,}', more="requestParameters: {integration.request.header.Content-Type: \"'text/plain'\"}\n"), []),
        (request('{"a": 1,}', more="requestParameters: {integration.request.header.Content-Type: method.request.header.x}\n"), []),
        (request('{"a": 1,}', more="requestParameters: {integration.request.header.content-type: \"'application/json'\"}\n"), ["}"]),
        (request('{"a": 1,}').replace("type: http", "type: http_proxy"), []),
        (request("{statusCode: 200}").replace("type: http", "type: mock"), []),
        (request("Action=SendMessage&MessageBody=$input.body"), []),
        (request("<a>$input.body</a>"), []),
        (request("{query}"), ["query"]),
        (request('{"a": ${value}}'), []),
        (request('{"a": $value}'), ["}"]),
        (request('{"a": "$input.json(\'$.a\')"}'), ["$input.json('$.a')"]),
        (request('{"a": {"N": "$input.json(\'$.a\')"}}'), []),
        (answer('{"a": "$input.json(\'$.a\')"}'), []),
        (answer('{"a": "$input.json(\'$\')"}'), ["$input.json('$')"]),
        (request('{"a": $util.escapeJavaScript($input.json("$"))}'), ['$util.escapeJavaScript($input.json("$"))']),
        (request('{"a": $util.escapeJavaScript($input.params("n"))}'), []),
    ],
)
def test_broken_json(text, places):
    assert places == found(JSON, text)


def test_what_is_not_known_before_deployment_is_silent():
    parameter = "Parameters: {P: {Type: String}}"
    for template in ("!Ref P", '!Sub \'{"a": ${P} "b" }\'', "!Sub '${P}{\"a\": 1,}'"):
        assert [] == found(JSON, cloudformation(f"Type: HTTP\nRequestTemplates: {{application/json: {template}}}", head=parameter))
    assert ["}"] == found(JSON, cloudformation('Type: HTTP\nRequestTemplates: {application/json: !Sub \'{"a": "${P}",}\'}', head=parameter))
    assert [] == found(JSON, cloudformation("Type: !Ref P\nRequestTemplates: {application/json: '{\"a\": 1,}'}", head=parameter))
    assert [] == found(SYNTAX, cloudformation("Type: HTTP\nRequestTemplates: {application/json: !Sub '#if($a)${P}'}", head=parameter))
    assert [] == found(JSON, terraform('type = "HTTP"\nrequest_templates = { "application/json" = var.t }', more='variable "t" {}'))
    heredoc = 'type = "HTTP"\nrequest_templates = {\n  "application/json" = <<EOF\n{"a": ${var.t} "b"}\nEOF\n}'
    assert [] == found(JSON, terraform(heredoc, more='variable "t" {}'))


def test_each_written_alternative_is_judged():
    head = "Parameters: {P: {Type: String}}\nConditions: {C: !Equals [!Ref P, a]}"
    text = cloudformation("Type: HTTP\nRequestTemplates: {application/json: !If [C, '{\"a\": 1}', '{\"a\": 1,}']}", head=head)

    assert ["}"] == found(JSON, text)


TWO = """\
{
#if($input.path('$.error') != "")
  "error": "x"
#end
#if($input.path('$.result') != "")
  "result": "y"
#end
}"""


def test_two_conditions_on_an_answer_need_never_meet():
    assert ['"'] == found(JSON, request(TWO))
    assert [] == found(JSON, answer(TWO))
    assert [] == found(JSON, request(TWO, method="requestBody: {content: {application/json: {schema: {type: object}}}}"))


def test_the_message_shows_what_is_printed():
    text = request("{\"pets\": [\n#foreach($p in $input.path('$.pets'))\n  $input.json('$.x'),\n#end\n]}")

    assert ["when $input.path('$.pets') has one item, this prints {\"pets\": [ …, »]«: a comma before ]"] == [
        finding.message for finding in report(JSON, text)
    ]


@pytest.mark.parametrize(
    ("rule", "template", "places"),
    [
        (MAP, '{"a": $input.params()}', ["$input.params()"]),
        (MAP, '{"a": "$input.params().header"}', ["$input.params().header"]),
        (MAP, '{"a": "$input.params().header.get(\'x\')"}', []),
        (MAP, '#set($r = $input.path("$")){"a": "$r.b", "r": $r}', ["$r"]),
        (MAP, '#set($r = $input.path("$.list")){"n": $r.size(), "r": $r}', []),
        (MAP, '{"a": $input.path("$")}', []),
        (UNESCAPED, '{"a": "$input.params(\'a\')"}', ["$input.params('a')"]),
        (UNESCAPED, '{"a": "$input.body", "$input.params().path.x": 1}', ["$input.body", "$input.params().path.x"]),
        (UNESCAPED, '#set($x = $input.path("$.a"))#set($y = "($x)"){"a": "$y"}', ["$x"]),
        (UNESCAPED, '{"a": "$context.stage $stageVariables.b", "c": $input.params("a"), "N": "$input.path(\'$.n\')"}', []),
        (UNESCAPED, '#if($input.params("a") == "x"){"a": "$input.params("a")"}#end', []),
        (UNESCAPED, '{"a": "$util.urlEncode($input.params(\'a\'))", "b": "$util.base64Encode($input.body)"}', []),
        (UNREPAIRED, '{"a": "$util.escapeJavaScript($input.body)"}', ["$util.escapeJavaScript($input.body)"]),
        (UNREPAIRED, '#set($e = $util.escapeJavaScript($input.body)){"a": "$e"}', ["$e"]),
        (UNREPAIRED, """{"a": "$util.escapeJavaScript($input.body).replaceAll("\\\\'", "'")"}""", []),
        (UNREPAIRED, """{"a": "$util.escapeJavaScript($input.body).replace("\\'", "'")"}""", []),
        (UNREPAIRED, '{"a": "$util.escapeJavaScript($context.requestId)"}', []),
        (UNREPAIRED, "<a>$util.escapeJavaScript($input.body)</a>", []),
        (FORM, "Action=Send&Body=$input.body&A=$util.urlEncode($input.body)", ["$input.body"]),
        (FORM, "Action=Send&Body=$input.json('$')", ["$input.json('$')"]),
        (FORM, "Action=Send&Body=$context.requestId&Url=$stageVariables.queue", []),
        (FORM, "#set($b = $util.urlEncode($input.body))\nAction=Send&Body=$b", []),
        (FORM, "a: b=$input.body", []),
        ("loop-over-limit", "[#foreach($i in [1..1001])$i#end]", ["[1..1001]"]),
        ("loop-over-limit", "#set($n = 500)#set($m = $n * 3)[#foreach($i in [0..$m])$i#end]", ["[0..$m]"]),
        ("loop-over-limit", "[#foreach($i in [1..$input.path('$.n')])$i#end]", []),
        ("loop-over-limit", "#if($input.body == 'x')#foreach($i in [1..2000])#end#end", []),
        ("template-too-large", "a" * (300 * 1024), []),
        ("template-too-large", "é" * (150 * 1024 + 1), ["é"]),
    ],
)
def test_values_in_templates(rule, template, places):
    assert places == found(rule, request(template))


def test_templates_of_a_websocket_api():
    text = """
Resources:
  Api:
    Type: AWS::ApiGatewayV2::Api
    Properties: {Name: a, ProtocolType: WEBSOCKET, RouteSelectionExpression: $request.body.action}
  Integration:
    Type: AWS::ApiGatewayV2::Integration
    Properties:
      ApiId: !Ref Api
      IntegrationType: HTTP
      IntegrationUri: https://a/
      RequestTemplates: {$default: '{"a": 1,}'}
"""
    assert ["}"] == found(JSON, text)
    assert [] == found("template-on-unsupported-api", text)
    http = text.replace("WEBSOCKET", "HTTP").replace(", RouteSelectionExpression: $request.body.action", "")
    assert ["$default"] == found("template-on-unsupported-api", http)
    assert [] == found(JSON, http)


@pytest.mark.parametrize(
    ("template", "places"),
    [
        ('{"message": $context.error.messageString, "path": "$method.request.path.a", "b": "$stageVariables.b"}', []),
        ("Costs $5 #1 #if you like", []),
        ('#if ($a)"x"#end', ["#if ("]),
        ('{"a": "$input.params(\'a\')"}', ["$input.params"]),
    ],
)
def test_templates_of_gateway_responses(template, places):
    more = f"x-amazon-apigateway-gateway-responses:\n  DEFAULT_4XX:\n    responseTemplates: {{application/json: {json.dumps(template)}}}"

    assert places == found("template-on-unsupported-api", openapi(HTTP, more=more))


HOSTILE = {
    "nested": "#if($a)" * 40_000,
    "references": '{"a": [' + "$a" * 140_000,
    "unclosed": '#set($a = "$b[(' * 20_000,
    "conditions": "{" + "#if($input.params('a') == 'b')\"a\": 1,#end" * 7_000,
    "loops": "[" + "#foreach($a in $input.path('$.a'))1" * 150 + "#end" * 150,
    "doubled": '#set($a = "ab")' + '#set($a = "$a$a")' * 2_000 + '{"a": "$a",}',
    "large": '{"a": 1,' * 100_000,
}


@pytest.mark.parametrize("template", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_template_is_judged_in_bounded_time(template):
    started = time.perf_counter()
    rules = (SYNTAX, JSON, UNESCAPED, "template-too-large")
    names = {rule for rule in rules if found(rule, request(template))}

    assert time.perf_counter() - started < 20
    assert bool(names) is (template not in (HOSTILE["references"], HOSTILE["loops"], HOSTILE["doubled"])), names


def test_a_condition_names_what_an_author_wrote():
    text = cloudformation(
        f"Type: AWS\nIntegrationHttpMethod: POST\nCredentials: {ROLE}\nUri: {INVOKE}\nRequestTemplates:\n  application/json: |\n"
        '    {"a": 1\n    #if($input.params("x") == "y"),#end }'
    )

    assert ['when $input.params("x") == "y", this prints {"a": 1 , »}«: a comma before }'] == [f.message for f in report(JSON, text)]
    assert ["broken"] == consequences(JSON, text)
