"""What the importer of HTTP APIs leaves out of a document."""

from textwrap import indent

from definitions import consequences, found, report

INTEGRATION = 'x-amazon-apigateway-integration: {type: %s, httpMethod: GET, uri: "https://pets.example.com/"%s}'
PROXY = INTEGRATION % ("http_proxy", ', payloadFormatVersion: "1.0"')


def imported(operation, more=""):
    """Returns a template and a configuration whose HTTP API has a document as its body."""
    text = "\n".join(["openapi: 3.0.1", 'info: {title: pets, version: "1"}', *more.splitlines(), "paths:", "  /pets:", "    get:"])
    text += "\n" + indent(operation, " " * 6) + "\n"
    return (
        f"Resources:\n  Api:\n    Type: AWS::ApiGatewayV2::Api\n    Properties:\n      Body:\n{indent(text, ' ' * 8)}",
        f'resource "aws_apigatewayv2_api" "api" {{\n  name = "pets"\n  protocol_type = "HTTP"\n'
        f"  body = <<-EOT\n{indent(text, '    ')}  EOT\n}}\n",
    )


def test_an_integration_that_is_no_proxy_is_left_out():
    for text in imported(INTEGRATION % ("http", "")):
        assert ["broken"] == consequences("invalid-integration-type", text)


def test_each_part_is_found_once():
    for text in imported(INTEGRATION % ("http_proxy", ", requestTemplates: {application/json: '{}'}"), "x-amazon-apigateway-policy: {}"):
        assert [] == found("unknown-extension", text)
        assert ["application/json"] == found("template-on-unsupported-api", text)
        assert ["x-amazon-apigateway-policy"] == found("invalid-resource-policy", text)


def test_messages_say_what_drops_it():
    for text in imported(PROXY, "x-amazon-apigateway-api-key-source: HEADER"):
        assert ["x-amazon-apigateway-api-key-source is for REST APIs: an HTTP API drops it"] == [
            finding.message for finding in report("unknown-extension", text)
        ]


def test_nothing_checks_api_keys():
    keys = "components: {securitySchemes: {keys: {type: apiKey, name: x-api-key, in: header}}}"
    for text in imported(f"security: [{{keys: []}}]\n{PROXY}", keys):
        assert ["keys"] == found("security-scheme-ignored", text)
        other = text.replace("AWS::ApiGatewayV2::Api", "AWS::ApiGateway::RestApi").replace(
            "aws_apigatewayv2_api", "aws_api_gateway_rest_api"
        )
        assert [] == found("security-scheme-ignored", other)
