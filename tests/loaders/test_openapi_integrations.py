import pytest
from openapi_reading import api_of, plain, written

INTEGRATION = """\
swagger: "2.0"
paths:
  /a:
    get:
      x-amazon-apigateway-integration:
        type: aws
        httpMethod: POST
        uri: arn:aws:apigateway:eu-west-1:sqs:path/1/q
        credentials: arn:aws:iam::123456789012:role/r
        connectionType: VPC_LINK
        connectionId: link
        integrationTarget: arn
        passthroughBehavior: when_no_templates
        contentHandling: CONVERT_TO_TEXT
        timeoutInMillis: "1000"
        cacheNamespace: n
        cacheKeyParameters: [method.request.path.id]
        responseTransferMode: BUFFERED
        tlsConfig: {insecureSkipVerification: "true", serverNameToVerify: s}
        requestParameters: {integration.request.header.A: "'a'"}
        requestTemplates:
          application/json: |
            #set($x = "${stageVariables.x}")
            ${x}
        responses:
          default:
            statusCode: 200
            contentHandling: CONVERT_TO_BINARY
            responseParameters: {method.response.header.A: "'a'"}
            responseTemplates: {application/json: "${x}"}
          "5\\\\d{2}": {statusCode: "500"}
          404: {}
"""


def test_every_field_of_an_integration():
    api = api_of(INTEGRATION)
    integration = api.integrations[0]

    assert {
        "type": "AWS",
        "http_method": "POST",
        "uri": "arn:aws:apigateway:eu-west-1:sqs:path/1/q",
        "credentials": "arn:aws:iam::123456789012:role/r",
        "connection_type": "VPC_LINK",
        "connection_id": "link",
        "integration_target": "arn",
        "passthrough_behavior": "WHEN_NO_TEMPLATES",
        "content_handling": "CONVERT_TO_TEXT",
        "timeout": 1000,
        "cache_namespace": "n",
        "cache_key_parameters": ["method.request.path.id"],
        "response_transfer_mode": "BUFFERED",
        "tls_insecure_skip_verification": True,
        "tls_server_name": "s",
        "request_parameters": {"integration.request.header.A": "'a'"},
        "request_templates": {"application/json": '#set($x = "${stageVariables.x}")\n${x}\n'},
    } == written(integration)
    assert integration is api.methods[0].integration
    assert api.methods[0] is integration.method
    assert api is integration.api


def test_integration_responses():
    integration = api_of(INTEGRATION).integrations[0]

    assert [
        {
            "status_code": "200",
            "content_handling": "CONVERT_TO_BINARY",
            "response_parameters": {"method.response.header.A": "'a'"},
            "response_templates": {"application/json": "${x}"},
        },
        {"selection_pattern": "5\\d{2}", "status_code": "500"},
        {"selection_pattern": "404"},
    ] == [written(response) for response in integration.responses]
    assert integration.responses.complete
    assert all(response.integration is integration for response in integration.responses)


def test_places_of_an_integration():
    integration = api_of(INTEGRATION).integrations[0]
    default, fault, _ = integration.responses

    assert "paths./a.get.x-amazon-apigateway-integration" == integration.address
    assert "x-amazon-apigateway-integration" == integration.name_span.text
    assert integration.span.text.startswith("x-amazon-apigateway-integration:\n        type")
    assert integration.span.text.endswith("404: {}")
    assert ("aws", "when_no_templates", '"1000"') == (
        integration.type.span.text,
        integration.passthrough_behavior.span.text,
        integration.timeout.span.text,
    )
    assert "paths./a.get.x-amazon-apigateway-integration.responses.default" == default.address
    assert ("default", "200") == (default.name_span.text, default.status_code.span.text)
    assert '"5\\\\d{2}"' == fault.name_span.text


def test_the_type_in_capitals_can_still_be_replaced_where_it_stands():
    kind = api_of(INTEGRATION).integrations[0].type

    assert "aws" == kind.writer.span.text
    assert "w" == kind.at(1, 2).text


def test_an_operation_without_integration_has_none_for_certain():
    get = api_of("swagger: '2.0'\npaths: {/a: {get: {}, put: {x-amazon-apigateway-integration: null}}}")

    assert [(None, True), (None, True)] == [(found.integration, found.integration_complete) for found in get.methods]
    assert get.integrations.lacking()


HTTP = """\
openapi: 3.0.1
paths:
  /a:
    get:
      x-amazon-apigateway-integration: {$ref: "#/components/x-amazon-apigateway-integrations/shared"}
    put:
      x-amazon-apigateway-integration: {$ref: "#/components/x-amazon-apigateway-integrations/shared"}
    post:
      x-amazon-apigateway-integration:
        type: aws_proxy
        integrationSubtype: SQS-SendMessage
        payloadFormatVersion: 1.0
        requestParameters: {QueueUrl: $request.header.queue}
        responseParameters: {"404": {"overwrite:statuscode": "410"}}
        responses: {default: {statusCode: "200"}}
components:
  x-amazon-apigateway-integrations:
    shared: {type: http_proxy, payloadFormatVersion: "1.0"}
"""


def test_routes_share_an_integration_of_the_components():
    api = api_of(HTTP)
    get, put, post = api.methods

    assert get.integration is put.integration
    assert [get.integration, post.integration] == list(api.integrations)
    assert get is get.integration.method
    assert "components.x-amazon-apigateway-integrations.shared" == get.integration.address
    assert '{type: http_proxy, payloadFormatVersion: "1.0"}' == get.integration.span.text
    assert "?" == plain(get.target)


def test_an_integration_of_an_http_api():
    post = api_of(HTTP).integrations[1]

    assert {
        "type": "AWS_PROXY",
        "subtype": "SQS-SendMessage",
        "payload_format_version": "1.0",
        "request_parameters": {"QueueUrl": "$request.header.queue"},
        "response_parameters": {"404": {"overwrite:statuscode": "410"}},
    } == written(post)
    assert post.responses.lacking()


@pytest.mark.parametrize(("text", "expected"), [("2.0", "2.0"), ("2", "2.0"), ("'2.0'", "2.0"), ("'2'", "2"), ("true", True)])
def test_payload_format_version(text, expected):
    document = "openapi: 3.0.1\npaths: {/a: {get: {x-amazon-apigateway-integration: {payloadFormatVersion: %s}}}}"

    assert expected == plain(api_of(document % text).integrations[0].payload_format_version)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("timeoutInMillis: 29000.0", 29000),
        ("timeoutInMillis: soon", "soon"),
        ("timeoutInMillis: [1]", [1]),
        ("timeoutInMillis: null", None),
    ],
)
def test_numbers(text, expected):
    document = "swagger: '2.0'\npaths: {/a: {get: {x-amazon-apigateway-integration: {%s}}}}"

    assert expected == plain(api_of(document % text).integrations[0].timeout)
