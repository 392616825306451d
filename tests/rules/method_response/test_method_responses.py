import pytest
from definitions import cloudformation, consequences, fixed, found, openapi, report, terraform

WITHOUT = "non-proxy-method-without-method-response"
UNUSED = "unused-method-response"
MODEL = "response-model-not-found"
PARAMETER = "invalid-response-parameter"
UNMAPPED = "response-header-never-mapped"
REMAPPED = "remapped-response-header"

HEAD = "Parameters: {Name: {Type: String}, Size: {Type: String}}\nConditions: {Odd: !Equals [!Ref Size, odd]}"
MOCK = 'type: mock\nresponses: {default: {statusCode: "200"}}'


@pytest.mark.parametrize(
    ("integration", "method", "expected"),
    [
        (MOCK, "", ["get"]),
        (MOCK, "responses: {}", ["get"]),
        (MOCK, 'responses: {"200": {description: ok}}', []),
        (MOCK, "responses: {default: {description: ok}}", []),
        ("type: mock", "", []),
        (MOCK.replace("mock", "aws_proxy"), "", []),
        (MOCK.replace("mock", "'${Kind}'"), "", []),
    ],
)
def test_methods_without_responses(integration, method, expected):
    assert expected == found(WITHOUT, openapi(integration, method))


def test_a_mapped_header_makes_it_refused():
    mapped = """type: mock\nresponses: {default: {statusCode: "200", responseParameters: {method.response.header.X: "'x'"}}}"""

    assert ["broken"] == consequences(WITHOUT, openapi(MOCK))
    assert ["rejected"] == consequences(WITHOUT, openapi(mapped))


def test_responses_of_a_variable_are_not_known():
    more = """
    variable "statuses" { type = set(string) }
    resource "aws_api_gateway_integration_response" "ok" {
      rest_api_id = aws_api_gateway_rest_api.api.id
      resource_id = aws_api_gateway_rest_api.api.root_resource_id
      http_method = aws_api_gateway_method.pets.http_method
      status_code = "200"
    }
    """
    declared = """
    resource "aws_api_gateway_method_response" "all" {
      for_each    = var.statuses
      rest_api_id = aws_api_gateway_rest_api.api.id
      resource_id = aws_api_gateway_rest_api.api.root_resource_id
      http_method = aws_api_gateway_method.pets.http_method
      status_code = each.key
    }
    """

    assert 1 == len(found(WITHOUT, terraform('type = "MOCK"', more=more)))
    assert [] == found(WITHOUT, terraform('type = "MOCK"', more=more + declared))


@pytest.mark.parametrize(
    ("integration", "expected"),
    [
        (MOCK, ['"404"']),
        ('type: mock\nresponses: {default: {statusCode: "200"}, "404": {statusCode: "404"}}', []),
        ('type: mock\nresponses: {default: {statusCode: "200"}, "404": {statusCode: "${Status}"}}', []),
        ("type: http_proxy", []),
        ("type: mock", []),
        (
            MOCK.replace('"}}', '", responseTemplates: {a/b: "#set($context.responseOverride.status = 404)"}}}'),
            [],
        ),
    ],
)
def test_unused_responses(integration, expected):
    assert expected == found(UNUSED, openapi(integration, 'responses: {"200": {description: ok}, "404": {description: none}}'))


def with_model(name, declared="Pet", api="!Ref Api"):
    model = "" if declared is None else f"Name: {declared}"
    return cloudformation(
        "Type: MOCK",
        f"MethodResponses:\n  - StatusCode: 200\n    ResponseModels: {{application/json: {name}}}",
        head=HEAD,
        more=f"""
        Pet:
          Type: AWS::ApiGateway::Model
          Properties:
            RestApiId: {api}
            Schema: {{type: object}}
            {model}
        Other:
          Type: AWS::ApiGateway::RestApi
          Properties: {{Name: others}}
        """,
    )


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Pet", []),
        ("Empty", []),
        ("Error", []),
        ("Pets", ["Pets"]),
        ("!Ref Pet", []),
        ("!Ref Name", []),
        ("!If [Odd, Pet, Cat]", ["Cat"]),
        ("!Sub '${Name}Pet'", []),
    ],
)
def test_models(name, expected):
    assert expected == found(MODEL, with_model(name))


@pytest.mark.parametrize(("declared", "expected"), [("!Ref Name", []), (None, ["Pets"]), ("Pets", [])])
def test_names_of_models_that_are_not_known(declared, expected):
    assert expected == found(MODEL, with_model("Pets", declared))


def test_a_model_of_another_api():
    findings = report(MODEL, with_model("!Ref Pet", api="!Ref Other"))

    assert ["Resources/Pet is a model of another API"] == [finding.message for finding in findings]


def test_the_fix_is_the_nearest_name():
    assert "application/json: Pet}" in fixed(MODEL, with_model("Pets"))


def test_an_api_of_other_files_is_let_be():
    text = with_model("Pets").replace("RestApiId: !Ref Api", "RestApiId: !Ref Name")

    assert [] == found(MODEL, text)


def test_models_of_a_document_are_let_be():
    assert [] == found(MODEL, openapi(MOCK, 'responses: {"200": {content: {a/b: {schema: {$ref: "#/components/schemas/Pet"}}}}}'))


@pytest.mark.parametrize(
    ("parameter", "expected"),
    [
        ("method.response.header.X: true", []),
        ("method.response.header.X: 'false'", []),
        ("method.response.header.X: !Ref Name", []),
        ("method.response.header.X: \"'*'\"", ["\"'*'\""]),
        ("method.response.header.X: !If [Odd, true, maybe]", ["maybe"]),
        ("method.response.headers.X: true", ["headers"]),
        ("method.request.header.X: true", ["method.request.header.X"]),
        ("X: true", ["X"]),
    ],
)
def test_parameters(parameter, expected):
    text = cloudformation("Type: MOCK", f"MethodResponses:\n  - StatusCode: 200\n    ResponseParameters:\n      {parameter}", head=HEAD)

    assert expected == found(PARAMETER, text)


def test_a_misspelt_key_is_put_right():
    text = cloudformation("Type: MOCK", "MethodResponses:\n  - {StatusCode: 200, ResponseParameters: {method.response.headers.X: true}}")

    assert "{method.response.header.X: true}" in fixed(PARAMETER, text)


def test_a_mapping_in_the_wrong_place_is_told_where_it_belongs():
    text = cloudformation(
        "Type: MOCK", "MethodResponses:\n  - StatusCode: 200\n    ResponseParameters: {method.response.header.X: \"'*'\"}"
    )

    assert ["'*' is neither true nor false; what is sent in the header stands in the integration response"] == [
        finding.message for finding in report(PARAMETER, text)
    ]


@pytest.mark.parametrize(
    ("header", "mapping", "expected"),
    [
        ("X-Total", "", ["X-Total"]),
        ("X-Total", "responseParameters: {method.response.header.x-total: integration.response.header.X}", []),
        ("X-Total", "responseParameters: {method.response.header.X: integration.response.header.X}", ["X-Total"]),
        ("X-Total", 'responseTemplates: {a/b: "#set($context.responseOverride.header.X-Total = 1)"}', []),
        ("Content-Type", "", []),
        ("Access-Control-Allow-Origin", "", []),
    ],
)
def test_headers_that_nothing_is_mapped_to(header, mapping, expected):
    integration = f'type: mock\nresponses:\n  default:\n    statusCode: "200"\n    {mapping}'
    method = f'responses: {{"200": {{description: ok, headers: {{{header}: {{schema: {{type: string}}}}}}}}}}'

    assert expected == found(UNMAPPED, openapi(integration, method))
    assert [] == found(UNMAPPED, openapi(integration.replace("mock", "http_proxy"), method))


@pytest.mark.parametrize("mappings", ["!Ref Name", "{Fn::Transform: {Name: Mappings}}"])
def test_mappings_that_are_not_known(mappings):
    text = cloudformation(
        f"Type: MOCK\nIntegrationResponses:\n  - StatusCode: 200\n    ResponseParameters: {mappings}",
        "MethodResponses:\n  - StatusCode: 200\n    ResponseParameters: {method.response.header.X: true}",
        head=HEAD,
    )

    assert [] == found(UNMAPPED, text)


def test_a_status_that_nothing_leads_to_is_another_rule():
    method = 'responses: {"200": {description: ok}, "404": {description: no, headers: {X: {schema: {type: string}}}}}'

    assert [] == found(UNMAPPED, openapi(MOCK, method))


MAPPED = """
    type: mock
    responses:
      default: {statusCode: "200", responseParameters: {method.response.header.Date: integration.response.header.Date}}
"""


@pytest.mark.parametrize(
    ("integration", "header", "expected"),
    [
        ("type: http_proxy", "WWW-Authenticate", ["WWW-Authenticate"]),
        ("type: aws_proxy", "server", ["server"]),
        ("type: http_proxy", "ETag", []),
        ("type: http_proxy", "Date", []),
        (MAPPED, "Date", ["Date"]),
        (MOCK, "WWW-Authenticate", []),
        ("type: '${Kind}'", "WWW-Authenticate", []),
    ],
)
def test_headers_that_are_renamed(integration, header, expected):
    method = f'responses: {{"200": {{description: ok, headers: {{{header}: {{schema: {{type: string}}}}}}}}}}'

    assert expected == found(REMAPPED, openapi(integration, method))


def test_a_gateway_response_sends_headers_as_they_are():
    method = 'responses: {"401": {description: who, headers: {WWW-Authenticate: {schema: {type: string}}}}}'
    more = """
    x-amazon-apigateway-gateway-responses:
      UNAUTHORIZED:
        responseParameters: {gatewayresponse.header.WWW-Authenticate: "'Bearer'"}
    """

    assert [] == found(REMAPPED, openapi("type: http_proxy", method, more=more))
