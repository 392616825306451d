"""The rules on request templates, passthrough and mocks."""

import pytest
from definitions import INVOKE, QUEUE, ROLE, cloudformation, consequences, fixed, found, openapi, terraform

SERVICE = f"type: aws\nhttpMethod: POST\nuri: {QUEUE}\ncredentials: {ROLE}\n"
TEMPLATE = "requestTemplates: {application/json: $input.body}"


def service(fields, verb="post"):
    return openapi(SERVICE + fields, verb=verb)


def mock(fields):
    return openapi(f"type: mock\n{fields}")


def mock_template(template, responses="{default: {statusCode: '200'}}"):
    return mock(f"requestTemplates: {{application/json: '{template}'}}\nresponses: {responses}")


# invalid-passthrough-behavior, invalid-content-handling


@pytest.mark.parametrize(
    ("written", "right"),
    [("WHEN_NO_TEMPLATE", "WHEN_NO_TEMPLATES"), ("when_no_match", "WHEN_NO_MATCH"), ("WHEN-NO-MATCH", "WHEN_NO_MATCH"), ("ALWAYS", None)],
)
def test_a_passthrough_behavior_that_is_none(written, right):
    for text in (
        cloudformation(f"Type: MOCK\nPassthroughBehavior: {written}"),
        terraform(f'type = "MOCK"\npassthrough_behavior = "{written}"'),
    ):
        assert [written] == [t.strip('"') for t in found("invalid-passthrough-behavior", text)]
        assert text.replace(written, right or written) == fixed("invalid-passthrough-behavior", text)


@pytest.mark.parametrize(
    "text",
    [
        mock("passthroughBehavior: when_no_match"),
        cloudformation("Type: MOCK\nPassthroughBehavior: !Ref P", head="Parameters: {P: {Type: String}}"),
        terraform('type = "MOCK"\npassthrough_behavior = var.p', more='variable "p" {}'),
        terraform('type = "MOCK"\npassthrough_behavior = "WHEN_NO_${var.p}"', more='variable "p" {}'),
    ],
)
def test_a_passthrough_behavior_that_is_one_or_not_known(text):
    assert [] == found("invalid-passthrough-behavior", text)


def test_each_written_alternative_is_judged():
    text = cloudformation(
        "Type: MOCK\nPassthroughBehavior: !If [C, NEVER, SOMETIMES]",
        head="Parameters: {P: {Type: String}}\nConditions: {C: !Equals [!Ref P, a]}",
    )

    assert ["SOMETIMES"] == found("invalid-passthrough-behavior", text)


def test_content_handling():
    text = cloudformation(
        "Type: MOCK\nContentHandling: CONVERT_TO_TEXT\nIntegrationResponses: [{StatusCode: 200, ContentHandling: CONVERT_TO_BINARY}]"
    )

    assert [] == found("invalid-content-handling", text)
    assert ["CONVERT_TO_STRING"] == found("invalid-content-handling", text.replace("CONVERT_TO_TEXT", "CONVERT_TO_STRING"))
    assert ["CONVERT_TO_BIN"] == found("invalid-content-handling", text.replace("CONVERT_TO_BINARY", "CONVERT_TO_BIN"))
    assert ["convert_to_text"] == found("invalid-content-handling", text.replace("CONVERT_TO_TEXT", "convert_to_text"))
    assert [] == found("invalid-content-handling", mock("contentHandling: convert_to_text"))
    assert [] == found("invalid-content-handling", text.replace("CONVERT_TO_TEXT", "!Ref AWS::StackName"))


# template-bypassed-by-passthrough, passthrough-never-without-templates


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (service(TEMPLATE), "application/json"),
        (service(f"passthroughBehavior: when_no_match\n{TEMPLATE}"), "when_no_match"),
        (openapi(f"type: http\nhttpMethod: PUT\nuri: https://a/\n{TEMPLATE}", verb="put"), "application/json"),
        (openapi(f"type: http\nhttpMethod: PUT\nuri: https://a/\n{TEMPLATE}", verb="x-amazon-apigateway-any-method"), "application/json"),
        (
            terraform('type = "HTTP"\nuri = "https://a/"\nrequest_templates = { "application/json" = "x" }', verb="POST"),
            '"application/json"',
        ),
    ],
)
def test_a_template_that_another_content_type_passes_by(text, place):
    assert [place] == found("template-bypassed-by-passthrough", text)


def test_never_is_written_in_its_place():
    text = cloudformation(
        "Type: HTTP\nUri: https://a/\nPassthroughBehavior: WHEN_NO_MATCH\nRequestTemplates: {application/json: x}", verb="POST"
    )

    assert text.replace("WHEN_NO_MATCH", "NEVER") == fixed("template-bypassed-by-passthrough", text)


@pytest.mark.parametrize(
    "text",
    [
        service(f"passthroughBehavior: never\n{TEMPLATE}"),
        service(f"passthroughBehavior: when_no_templates\n{TEMPLATE}"),
        service(TEMPLATE, verb="get"),
        service(""),
        service("requestTemplates: {}"),
        service("requestTemplates: {application/json: ''}"),
        openapi(f"type: http_proxy\nhttpMethod: POST\nuri: https://a/\n{TEMPLATE}", verb="post"),
        openapi(f"type: mock\n{TEMPLATE}", verb="post"),
        cloudformation(
            "Type: HTTP\nUri: https://a/\nPassthroughBehavior: !Ref P\nRequestTemplates: {application/json: x}",
            verb="POST",
            head="Parameters: {P: {Type: String}}",
        ),
        cloudformation(
            "Type: HTTP\nUri: https://a/\nRequestTemplates: {application/json: !Ref P}", verb="POST", head="Parameters: {P: {Type: String}}"
        ),
        cloudformation(
            "Type: HTTP\nUri: https://a/\nRequestTemplates: {application/json: x}", verb="!Ref P", head="Parameters: {P: {Type: String}}"
        ),
        terraform('type = "HTTP"\nuri = "https://a/"\nrequest_templates = var.t', verb="POST", more='variable "t" {}'),
        terraform(
            'type = "HTTP"\nuri = "https://a/"\npassthrough_behavior = var.t\nrequest_templates = { "application/json" = "x" }',
            verb="POST",
            more='variable "t" {}',
        ),
    ],
)
def test_nothing_passes_by_or_it_is_not_known(text):
    assert [] == found("template-bypassed-by-passthrough", text)


@pytest.mark.parametrize("templates", ["", "requestTemplates: {}", "requestTemplates: {application/json: }"])
def test_never_lets_a_body_through_by_a_template_only(templates):
    assert ["never"] == found("passthrough-never-without-templates", service(f"passthroughBehavior: never\n{templates}"))


@pytest.mark.parametrize(
    "text",
    [
        service(f"passthroughBehavior: never\n{TEMPLATE}"),
        service("passthroughBehavior: never", verb="get"),
        service("passthroughBehavior: when_no_templates"),
        mock("passthroughBehavior: never"),
        openapi(f"type: aws_proxy\nhttpMethod: POST\npassthroughBehavior: never\nuri: {INVOKE}", verb="post"),
        cloudformation(
            "Type: HTTP\nUri: https://a/\nPassthroughBehavior: NEVER\nRequestTemplates: !Ref P",
            verb="POST",
            head="Parameters: {P: {Type: String}}",
        ),
        terraform(
            'type = "HTTP"\nuri = "https://a/"\npassthrough_behavior = "NEVER"\nrequest_templates = var.t',
            verb="POST",
            more='variable "t" {}',
        ),
        terraform(
            'type = "HTTP"\nuri = "https://a/"\npassthrough_behavior = "NEVER"\nrequest_templates = merge({}, var.t)',
            verb="POST",
            more='variable "t" {}',
        ),
    ],
)
def test_never_with_a_template_or_where_one_may_come(text):
    assert [] == found("passthrough-never-without-templates", text)


# template-for-content-type-never-sent


def test_the_keys_of_templates_are_content_types():
    text = service("requestTemplates: {KEY: $input.body}")

    assert [] == found("template-for-content-type-never-sent", text.replace("KEY", "application/vnd.api+json"))
    assert ["application/json;charset=utf-8"] == found(
        "template-for-content-type-never-sent", text.replace("KEY", "application/json;charset=utf-8")
    )
    assert ["broken"] == consequences("template-for-content-type-never-sent", text.replace("KEY", "application/json;charset=utf-8"))
    assert ["rejected"] == consequences("template-for-content-type-never-sent", text.replace("KEY", "json"))
    assert text.replace("KEY", "application/json") == fixed(
        "template-for-content-type-never-sent", text.replace("KEY", "application/json;charset=utf-8")
    )


def test_a_mock_has_a_template_for_calls_without_a_type():
    text = mock("requestTemplates: {application/xml: '{\"statusCode\": 200}'}")

    assert ["application/xml"] == found("template-for-content-type-never-sent", text)
    assert [] == found("template-for-content-type-never-sent", text.replace("application/xml", "application/json"))
    assert [] == found("template-for-content-type-never-sent", text.replace("type: mock", "type: http"))


def test_a_template_that_may_come():
    text = terraform('type = "MOCK"\nrequest_templates = merge(var.t, { "application/xml" = "x" })', more='variable "t" {}')

    assert [] == found("template-for-content-type-never-sent", text)


# proxy-integration-with-mappings


@pytest.mark.parametrize(
    ("fields", "places"),
    [
        ("requestTemplates: {application/json: x, text/plain: y}", ["application/json", "text/plain"]),
        ("passthroughBehavior: never", ["never"]),
        ("passthroughBehavior: when_no_match", []),
        ("requestParameters: {integration.request.header.a: \"'b'\"}", ["integration.request.header.a"]),
        ("responses: {default: {statusCode: '200'}, '4..': {statusCode: '400'}}", ["default", "'4..'"]),
        ("responses: {}", []),
        ("cacheKeyParameters: [method.request.path.a]", []),
    ],
)
def test_what_a_lambda_proxy_does_not_read(fields, places):
    assert places == found("proxy-integration-with-mappings", openapi(f"type: aws_proxy\nhttpMethod: POST\nuri: {INVOKE}\n{fields}"))


def test_an_http_proxy_reads_its_mappings():
    text = openapi("type: http_proxy\nhttpMethod: GET\nuri: https://a/\nrequestParameters: {integration.request.header.a: \"'b'\"}")

    assert [] == found("proxy-integration-with-mappings", text)
    assert ["application/json"] == found("proxy-integration-with-mappings", f"{text}\n        {TEMPLATE}")


def test_a_response_resource_of_a_proxy():
    response = """
resource "aws_api_gateway_integration_response" "pets" {
  rest_api_id = aws_api_gateway_rest_api.api.id
  resource_id = aws_api_gateway_rest_api.api.root_resource_id
  http_method = aws_api_gateway_method.pets.http_method
  status_code = "200"
  depends_on  = [aws_api_gateway_integration.pets]
}
variable "kind" {}
"""
    text = terraform('type = KIND\nintegration_http_method = "GET"\nuri = "https://a/"', more=response)

    assert 1 == len(found("proxy-integration-with-mappings", text.replace("KIND", '"HTTP_PROXY"')))
    assert [] == found("proxy-integration-with-mappings", text.replace("KIND", '"HTTP"'))
    assert [] == found("proxy-integration-with-mappings", text.replace("KIND", "var.kind"))


# mock-without-status-code, ignored-mock-settings


@pytest.mark.parametrize(
    ("template", "place"),
    [
        ('{"status": 200}', '{"status": 200}'),
        ('{"statuscode": 200}', '{"statuscode": 200}'),
        ("OK", "OK"),
        ('{"statusCode": ok}', "ok"),
        ('{"statusCode": }', ""),
        ('{"statusCode": 2xx}', "2xx"),
        ('{"statusCode": null, "a": 1}', "null"),
        ('#set($a = 1){"a": $a}', '#set($a = 1){"a": $a}'),
        ('#if($input.body == "")OK#{else}{"statusCode": none}#end', '#if($input.body == "")OK#{else}{"statusCode": none}#end'),
        ('#if($input.body == "")#end{"statusCode": none}', "none"),
    ],
)
def test_a_mock_whose_template_has_no_status(template, place):
    assert [place] == found("mock-without-status-code", mock_template(template))


@pytest.mark.parametrize(
    "template",
    [
        '{"statusCode": 200}',
        "{statusCode: 200}",
        '{ "statusCode" : 200 , "a": {"b": [1]}}',
        '{"statusCode": "200"}',
        "{\\n \\n}$input.body",
        '{"a": $context.requestId}',
        '{"statusCode": #if($input.body == "")404#{else}200#end}',
        '#if($input.body == "")OK#{else}{"statusCode": 200}#end',
        "#if($input.body)",
        "",
    ],
)
def test_a_mock_whose_template_has_one_or_may_have(template):
    assert [] == found("mock-without-status-code", mock_template(template))


def test_a_bare_mock_and_one_behind_a_parameter_are_let_be():
    assert [] == found("mock-without-status-code", mock("responses: {default: {statusCode: '200'}}"))
    assert [] == found(
        "mock-without-status-code",
        cloudformation("Type: MOCK\nRequestTemplates: {application/json: !Ref T}", head="Parameters: {T: {Type: String}}"),
    )
    assert [] == found("mock-without-status-code", terraform('type = "MOCK"\nrequest_templates = { "application/json" = file("x.vm") }'))


def test_a_place_inside_a_block_of_text():
    text = mock('requestTemplates:\n  application/json: |\n    {\n      "statusCode": none\n    }')

    assert ["none"] == found("mock-without-status-code", text)


def test_a_status_that_no_response_takes():
    nobody = mock_template('{"statusCode": 404}', "{'200': {statusCode: '200'}, '500': {statusCode: '500'}}")

    assert ["404"] == found("mock-without-status-code", nobody)
    assert [] == found("mock-without-status-code", nobody.replace("'500':", "'404':"))
    assert [] == found("mock-without-status-code", nobody.replace("'500':", "default:"))
    assert [] == found("mock-without-status-code", nobody.replace("'500':", "'4..':"))
    assert [] == found("mock-without-status-code", mock_template('{"statusCode": 404}', "{}"))


def test_settings_that_a_mock_does_not_have():
    text = cloudformation(
        f"Type: MOCK\nUri: {QUEUE}\nCredentials: !GetAtt Role.Arn\nConnectionType: INTERNET",
        more="Role: {Type: AWS::IAM::Role, Properties: {AssumeRolePolicyDocument: {}}}",
    )

    assert [QUEUE, "!GetAtt Role.Arn"] == found("ignored-mock-settings", text)
    assert [] == found("ignored-mock-settings", text.replace("MOCK", "AWS"))
    assert [] == found(
        "ignored-mock-settings", cloudformation("Type: MOCK\nUri: ''\nCredentials: !Ref P", head="Parameters: {P: {Type: String}}")
    )
    assert [] == found("ignored-mock-settings", mock("httpMethod: GET"))
