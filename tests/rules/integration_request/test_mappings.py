"""The rules on parameter mappings of integration requests."""

import pytest
from definitions import INVOKE, QUEUE, ROLE, cloudformation, consequences, fixed, found, openapi, terraform

URL = "https://pets.example.com/"


def document(mappings, kind="http_proxy", method="", uri=URL, **more):
    """Returns an OpenAPI document whose integration has some mappings, written as a flow mapping."""
    return openapi(f"type: {kind}\nhttpMethod: POST\nuri: {uri}\nrequestParameters: {mappings}", method, **more)


def template(mappings, kind="HTTP", method="", head=""):
    return cloudformation(f"Type: {kind}\nIntegrationHttpMethod: GET\nUri: {URL}\nRequestParameters: {mappings}", method, head=head)


def configuration(mappings, method="", more="", uri=URL):
    return terraform(
        f'type = "HTTP"\nintegration_http_method = "GET"\nuri = "{uri}"\nrequest_parameters = {mappings}', method, verb="GET", more=more
    )


# invalid-mapping-expression


@pytest.mark.parametrize(
    ("key", "value", "place"),
    [
        ("integration.request.header.X-A", "gateway", "gateway"),
        ("integration.request.header.X-A", "method.request.headers.a", "headers"),
        ("integration.request.header.X-A", "method.request.header.a+'x'", "+'x'"),
        ("integration.request.header.X-A", "integration.request.header.a", "integration.request."),
        ("integration.request.headers.X-A", "'a'", "headers"),
        ("header.X-A", "'a'", "header.X-A"),
    ],
)
def test_a_mapping_outside_the_grammar(key, value, place):
    for text in (
        document(f'{{{key}: "{value}"}}'),
        template(f'{{{key}: "{value}"}}'),
        configuration(f'{{ "{key}" = "{value}" }}'),
    ):
        assert [place] == [t.strip('"') for t in found("invalid-mapping-expression", text)]
        assert ["rejected"] == consequences("invalid-mapping-expression", text)


def test_static_text_is_quoted():
    assert document("{integration.request.header.X-A: \"'gateway'\"}") == fixed(
        "invalid-mapping-expression", document("{integration.request.header.X-A: gateway}")
    ).replace(": '''gateway'''", ": \"'gateway'\"")
    assert configuration('{ "integration.request.header.X-A" = "\'gateway\'" }') == fixed(
        "invalid-mapping-expression", configuration('{ "integration.request.header.X-A" = "gateway" }')
    )


def test_the_dollar_of_templates_is_not_said_to_be_refused():
    """AWS's pages contradict each other."""
    text = template("{integration.request.header.X-A: $context.requestId}")

    assert ["broken"] == consequences("invalid-mapping-expression", text)
    assert template("{integration.request.header.X-A: context.requestId}") == fixed("invalid-mapping-expression", text)


@pytest.mark.parametrize("value", ["true", "5"])
def test_a_value_that_is_no_string(value):
    """The importer drops it; CloudFormation makes it a text without quotes."""
    mappings = f"{{integration.request.header.X-A: {value}}}"

    assert ["ignored"] == consequences("invalid-mapping-expression", document(mappings))
    assert ["rejected"] == consequences("invalid-mapping-expression", template(mappings))


@pytest.mark.parametrize(
    "text",
    [
        document("{integration.request.header.X-A: \"'a'\", integration.request.querystring.b: context.requestId}"),
        document("{integration.request.header.X-A: stageVariables.a, integration.request.path.b: method.request.body.c}"),
        document("{integration.request.header.X-A: ''}"),
        template("{integration.request.header.X-A: !Sub \"'${AWS::Region}'\"}"),
        template("{integration.request.header.X-A: !Ref Value}", head="Parameters: {Value: {Type: String}}"),
        template("{integration.request.header.X-A: !Sub '${Value}'}", head="Parameters: {Value: {Type: String}}"),
        configuration("var.mappings", more='variable "mappings" {}'),
        configuration("merge({}, var.mappings)", more='variable "mappings" {}'),
        configuration('{ "integration.request.header.X-A" = var.value }', more='variable "value" {}'),
        configuration("{ (var.key) = \"'a'\" }", more='variable "key" {}'),
    ],
)
def test_a_mapping_that_is_right_or_not_known(text):
    assert [] == found("invalid-mapping-expression", text)


def test_a_variable_in_quotes_is_one_static_text():
    text = configuration('{ "integration.request.header.X-A" = "\'${var.value}\'" }', more='variable "value" {}')

    assert [] == found("invalid-mapping-expression", text)
    assert ["bad "] == [t[:4] for t in found("invalid-mapping-expression", text.replace("'${var.value}'", "bad ${var.value}"))]


HTTP_API = """\
openapi: 3.0.1
info: {title: pets, version: "1"}
paths:
  /pets:
    get:
      x-amazon-apigateway-integration:
        type: http_proxy
        httpMethod: GET
        uri: https://pets.example.com/
        payloadFormatVersion: "1.0"
        requestParameters: {KEY: VALUE}
"""


@pytest.mark.parametrize(
    ("key", "value", "place"),
    [
        ("integration.request.header.a", "x", "integration.request.header.a"),
        ("overwrite:body", "x", "overwrite:body"),
        ("append:path", "x", "append:path"),
        ("overwrite:header.a", "$request.headers.b", "$request.headers.b"),
        ("overwrite:header.a", "$response.header.b", "$response.header.b"),
        ("overwrite:header.a", "$method.request.header.b", "$method.request.header.b"),
    ],
)
def test_a_mapping_of_an_http_api_outside_the_grammar(key, value, place):
    text = HTTP_API.replace("KEY", f'"{key}"').replace("VALUE", f'"{value}"')

    assert [place] == [t.strip('"') for t in found("invalid-mapping-expression", text)]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("overwrite:header.a", "plain text"),
        ("overwrite:header.a", "$request.header.b"),
        ("append:querystring.a", "$request.path"),
        ("overwrite:path", "/a/$request.path.b"),
        ("remove:header.a", "''"),
        ("overwrite:header.a", "${context.requestId}-${request.body.a[0].b}"),
        ("overwrite:header.a", "5 $ a piece"),
    ],
)
def test_a_mapping_of_an_http_api_within_it(key, value):
    assert [] == found("invalid-mapping-expression", HTTP_API.replace("KEY", f'"{key}"').replace("VALUE", f'"{value}"'))


def test_the_mappings_of_an_http_api_s_responses():
    text = HTTP_API.replace("requestParameters: {KEY: VALUE}", "responseParameters: {'STATUS': {KEY: VALUE}}")
    right = text.replace("STATUS", "200").replace("KEY", '"overwrite:statuscode"').replace("VALUE", '"$response.header.a"')

    assert [] == found("invalid-mapping-expression", right)
    assert ["'700'"] == found("invalid-mapping-expression", right.replace("200", "700"))
    assert ["append:querystring.a"] == found("invalid-mapping-expression", right.replace("overwrite:statuscode", "append:querystring.a"))
    assert ["$request.header.a"] == found("invalid-mapping-expression", right.replace("$response.header", "$request.header"))


def test_websocket_routes_have_their_own_source():
    text = """\
Resources:
  Api: {Type: AWS::ApiGatewayV2::Api, Properties: {Name: c, ProtocolType: WEBSOCKET, RouteSelectionExpression: $request.body.action}}
  Backend:
    Type: AWS::ApiGatewayV2::Integration
    Properties:
      ApiId: !Ref Api
      IntegrationType: HTTP
      IntegrationMethod: POST
      IntegrationUri: https://pets.example.com/
      RequestParameters: {integration.request.header.a: VALUE}
"""
    assert [] == found("invalid-mapping-expression", text.replace("VALUE", "route.request.querystring.a"))
    assert [] == found("invalid-mapping-expression", text.replace("VALUE", "route.request.body.a.b"))
    assert ["plain"] == found("invalid-mapping-expression", text.replace("VALUE", "plain"))
    assert ["route.request.path.a"] == found("invalid-mapping-expression", text.replace("VALUE", "route.request.path.a"))


# mapping-from-undeclared-parameter


QUERY = "{integration.request.querystring.a: method.request.querystring.b}"


def test_what_is_mapped_is_declared():
    for text in (
        document(QUERY),
        document(QUERY, method="parameters: [{name: c, in: query}]"),
        template(QUERY),
        template(QUERY, method="RequestParameters: {method.request.querystring.c: true}"),
    ):
        assert ["method.request.querystring.b"] == found("mapping-from-undeclared-parameter", text)
        assert ["rejected"] == consequences("mapping-from-undeclared-parameter", text)


def test_the_case_of_a_name_counts_where_it_is_known_to():
    text = template(QUERY, method="RequestParameters: {method.request.querystring.B: true}")

    assert ["rejected"] == consequences("mapping-from-undeclared-parameter", text)
    assert [] == found(
        "mapping-from-undeclared-parameter",
        text.replace("querystring.B", "header.B").replace("method.request.querystring.b", "method.request.header.b"),
    )


def test_a_parameter_is_declared_beside_the_others():
    text = template(QUERY, method="RequestParameters:\n  method.request.querystring.c: true")

    assert "  method.request.querystring.c: true\n        method.request.querystring.b: false\n" in fixed(
        "mapping-from-undeclared-parameter", text
    )


def test_a_name_that_is_declared_elsewhere_reads_the_wrong_place():
    for text in (
        document(QUERY, method="parameters: [{name: b, in: header}]"),
        configuration(
            '{ "integration.request.querystring.a" = "method.request.querystring.b" }',
            'request_parameters = { "method.request.header.b" = true }',
        ),
    ):
        assert ["misleading"] == consequences("mapping-from-undeclared-parameter", text)


@pytest.mark.parametrize(
    "text",
    [
        document(QUERY, method="parameters: [{name: b, in: query}]"),
        document("{integration.request.path.a: method.request.path.id}", path="/pets/{id}"),
        document("{integration.request.path.a: method.request.path.proxy}", path="/{proxy+}"),
        document(
            "{integration.request.querystring.a: method.request.multivaluequerystring.b}", method="parameters: [{name: b, in: query}]"
        ),
        document("{integration.request.header.a: method.request.body.b}"),
        document(
            "{integration.request.header.a: method.request.header.content-type}", method="parameters: [{name: Content-Type, in: header}]"
        ),
        document(
            QUERY, method="parameters: [{$ref: '#/components/parameters/B'}]", more="components: {parameters: {B: {name: b, in: query}}}"
        ),
        template(QUERY, method="RequestParameters: {Fn::Transform: {Name: Other}}"),
        template(
            "{integration.request.querystring.a: !Sub 'method.request.querystring.${Name}'}", head="Parameters: {Name: {Type: String}}"
        ),
        configuration(
            '{ "integration.request.querystring.a" = "method.request.querystring.b" }', "request_parameters = var.p", 'variable "p" {}'
        ),
        configuration(
            '{ "integration.request.querystring.a" = "method.request.querystring.b" }',
            'request_parameters = merge({ "method.request.querystring.c" = true }, var.p)',
            'variable "p" {}',
        ),
    ],
)
def test_a_parameter_that_is_declared_or_may_be(text):
    assert [] == found("mapping-from-undeclared-parameter", text)


# quoted-expression


@pytest.mark.parametrize("value", ["method.request.header.a", "context.requestId", "stageVariables.a", "method.request.body"])
def test_a_mapping_in_quotes_reads_nothing(value):
    quoted = configuration(f'{{ "integration.request.header.a" = "\'{value}\'" }}')

    assert [f"\"'{value}'\""] == found("quoted-expression", quoted)
    assert configuration(f'{{ "integration.request.header.a" = "{value}" }}') == fixed("quoted-expression", quoted)


@pytest.mark.parametrize("value", ["'a'", "'*'", "'the context.'", "method.request.header.a", "'method.request'", "'default-src ''self'''"])
def test_a_text_in_quotes_is_a_text(value):
    assert [] == found("quoted-expression", configuration(f'{{ "integration.request.header.a" = "{value}" }}'))


def test_a_mapping_in_quotes_of_a_response():
    text = openapi(
        """
        type: mock
        responses:
          default:
            statusCode: "200"
            responseParameters: {method.response.header.a: "'integration.response.header.b'"}
        """
    )

    assert ["\"'integration.response.header.b'\""] == found("quoted-expression", text)


def test_http_apis_keep_the_quotes():
    text = HTTP_API.replace("KEY", '"overwrite:header.a"').replace("VALUE", "\"'x'\"")

    assert ["\"'x'\""] == found("quoted-expression", text)
    assert [] == found("quoted-expression", text.replace("overwrite:header.a", "remove:header.a"))
    assert [] == found("quoted-expression", text.replace("\"'x'\"", "it's"))


# headers


@pytest.mark.parametrize(
    ("kind", "header"),
    [
        ("http", "Content-Length"),
        ("http_proxy", "transfer-encoding"),
        ("http", "X-Amzn-Trace-Id"),
        ("aws", "Authorization"),
        ("aws_proxy", "TE"),
    ],
)
def test_headers_that_break_the_call(kind, header):
    text = document(f"{{integration.request.header.{header}: \"'a'\"}}", kind, uri=INVOKE if "aws" in kind else URL)

    assert [f"integration.request.header.{header}"] == found("header-that-breaks-the-integration", text)


@pytest.mark.parametrize(("kind", "header"), [("http", "Authorization"), ("http", "Host"), ("aws", "Host"), ("mock", "Content-Length")])
def test_headers_that_do_not(kind, header):
    text = document(f"{{integration.request.header.{header}: \"'a'\"}}", kind)

    assert [] == found("header-that-breaks-the-integration", text)
    assert [] == found("header-that-never-arrives", text)


def test_a_query_parameter_is_no_header():
    text = document("{integration.request.querystring.Content-Length: \"'a'\", integration.request.querystring.TE: \"'a'\"}")

    assert [] == found("header-that-breaks-the-integration", text)
    assert [] == found("header-that-never-arrives", text)


def test_headers_that_never_arrive():
    to = document("{integration.request.header.Via: \"'a'\"}")
    read = document("{integration.request.header.X: method.request.multivalueheader.Upgrade}")
    answer = openapi(
        "type: mock\nresponses: {default: {statusCode: '200', responseParameters: {method.response.header.Transfer-Encoding: \"'a'\"}}}"
    )

    assert ["integration.request.header.Via"] == found("header-that-never-arrives", to)
    assert ["method.request.multivalueheader.Upgrade"] == found("header-that-never-arrives", read)
    assert ["method.response.header.Transfer-Encoding"] == found("header-that-never-arrives", answer)
    assert [] == found("header-that-never-arrives", to.replace("http_proxy", "aws").replace("Via", "X-Via"))
    assert [] == found("header-that-never-arrives", read.replace("header.Upgrade", "querystring.Upgrade"))


# variables of URIs


def test_a_variable_of_a_uri_is_mapped():
    uri = f"{URL}{{id}}/x?y={{z}}"
    text = document("{integration.request.path.z: method.request.path.z}", uri=f"'{uri}'", path="/pets/{z}")

    assert ["{id}"] == found("unmapped-uri-variable", text)
    assert [] == found("unmapped-uri-variable", text.replace("{id}", "id"))
    assert ["{proxy+}"] == found("unmapped-uri-variable", text.replace("{id}", "{proxy+}"))


def test_the_path_of_a_service_has_variables_too():
    text = openapi(f"type: aws\nhttpMethod: GET\ncredentials: {ROLE}\nuri: 'arn:aws:apigateway:eu-west-1:s3:path/pets/{{key}}'")

    assert ["{key}"] == found("unmapped-uri-variable", text)
    assert [] == found("unmapped-uri-variable", text.replace("path/pets", "action/pets"))


def test_a_variable_is_mapped_from_the_path():
    text = """\
Resources:
  Api: {Type: AWS::ApiGateway::RestApi, Properties: {Name: pets}}
  Pet: {Type: AWS::ApiGateway::Resource, Properties: {RestApiId: !Ref Api, ParentId: !GetAtt Api.RootResourceId, PathPart: '{id}'}}
  GetPet:
    Type: AWS::ApiGateway::Method
    Properties:
      RestApiId: !Ref Api
      ResourceId: !Ref Pet
      HttpMethod: GET
      AuthorizationType: NONE
      RequestParameters: {method.request.path.id: true}
      Integration:
        Type: HTTP_PROXY
        IntegrationHttpMethod: GET
        Uri: https://pets.example.com/{id}
        RequestParameters:
          integration.request.header.a: "'b'"
"""

    assert [] == found("unmapped-uri-variable", fixed("unmapped-uri-variable", text))
    assert "integration.request.path.id: method.request.path.id" in fixed("unmapped-uri-variable", text)


@pytest.mark.parametrize(
    "text",
    [
        document("{}", uri="https://${stageVariables.host}/"),
        document("{}", kind="aws_proxy", uri=INVOKE),
        configuration("var.p", more='variable "p" {}', uri="https://a/{b}"),
        configuration("{}", more='variable "b" {}', uri="https://a/{${var.b}}"),
        cloudformation("Type: !Ref Kind\nIntegrationHttpMethod: GET\nUri: https://a/{b}", head="Parameters: {Kind: {Type: String}}"),
    ],
)
def test_a_variable_that_is_none_or_may_be_mapped(text):
    assert [] == found("unmapped-uri-variable", text)


def test_a_path_mapping_is_used():
    text = document("{integration.request.path.a: \"'x'\", integration.request.header.b: \"'x'\"}", uri=f"'{URL}{{a}}'")

    assert [] == found("unused-path-mapping", text)
    assert ["integration.request.path.a"] == found("unused-path-mapping", text.replace("{a}", ""))
    assert [] == found("unused-path-mapping", text.replace("{a}", "{a+}"))


@pytest.mark.parametrize(
    "text",
    [
        document("{integration.request.path.a: \"'x'\"}", uri="${base}/x"),
        document("{integration.request.path.a: \"'x'\"}\ncacheKeyParameters: [integration.request.path.a]"),
        document("{integration.request.path.a: \"'x'\"}", kind="aws_proxy", uri=INVOKE),
        document("{integration.request.path.a: \"'x'\"}", kind="aws", uri=QUEUE.replace("path/", "action/")),
        configuration('{ "integration.request.path.a" = "\'x\'" }', more='variable "u" {}', uri="https://a/${var.u}"),
    ],
)
def test_a_path_mapping_that_may_be_used(text):
    assert [] == found("unused-path-mapping", text)


# async-invocation-on-proxy


def test_a_proxy_waits():
    text = document("{integration.request.header.x-amz-invocation-type: \"'Event'\"}", "aws_proxy", uri=INVOKE)

    assert ["integration.request.header.x-amz-invocation-type"] == found("async-invocation-on-proxy", text)
    assert [] == found("proxy-integration-with-mappings", text)
    assert [] == found("async-invocation-on-proxy", text.replace("aws_proxy", "aws"))
