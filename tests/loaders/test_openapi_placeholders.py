import pytest
from openapi_reading import api_of, body_into, plain, value

from apigw_lint.value import Text

INTEGRATION = "swagger: '2.0'\npaths:\n  /a:\n    get:\n      x-amazon-apigateway-integration:\n        uri: %s\n"
PARTLY = "arn:aws:apigateway:${AWS::Region}:lambda:path/${stageVariables.fn}/${function}"


def test_placeholders_of_a_file_are_holes():
    uri = api_of(INTEGRATION % PARTLY).integrations[0].uri

    assert "arn:aws:apigateway:?:lambda:path/${stageVariables.fn}/?" == plain(uri)


def test_in_a_body_only_the_variables_of_the_importer_are_holes():
    uri = body_into(value(INTEGRATION % PARTLY)).integrations[0].uri

    assert "arn:aws:apigateway:?:lambda:path/${stageVariables.fn}/${function}" == plain(uri)


def test_parts_keep_their_places():
    uri = api_of(INTEGRATION % f'"\\u0061{PARTLY}"').integrations[0].uri
    assert isinstance(uri, Text)
    before, region, middle, function = uri.parts

    assert "aarn:aws:apigateway:" == before.value
    assert "arn" == before.at(1, 4).text
    assert ("${AWS::Region}", "${function}") == (region.span.text, function.span.text)
    assert "stageVariables" == middle.at(15, 29).text
    assert "placeholder ${function}" == function.why


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("${uri}", "?"),
        ("https://{{host}}/{id}", "https://?/{id}"),
        ("https://a/$${b}", "https://a/?"),
        ("https://a/{b}", "https://a/{b}"),
        ("https://a/${b", "https://a/${b"),
    ],
)
def test_kinds_of_placeholders(text, expected):
    assert expected == plain(api_of(INTEGRATION % f"'{text}'").integrations[0].uri)


def test_placeholders_everywhere_but_in_templates():
    api = api_of(
        """\
swagger: "2.0"
info: {title: "pets-${stage}"}
x-amazon-apigateway-policy: {Statement: [{Resource: "arn:${AWS::Partition}:execute-api"}]}
paths:
  /${version}/a:
    get:
      x-amazon-apigateway-integration:
        type: ${type}
        timeoutInMillis: ${timeout}
        requestParameters: {integration.request.header.A: "'${a}'"}
        requestTemplates: {application/json: "${x}"}
        responses: {default: {statusCode: "${status}", responseTemplates: {application/json: "${x}"}}}
securityDefinitions:
  pool:
    x-amazon-apigateway-authorizer: {type: cognito_user_pools, providerARNs: ["${pool}"], authorizerUri: "${uri}"}
"""
    )
    integration = api.integrations[0]

    assert ("pets-?", "?", "?", {"integration.request.header.A": "'?'"}) == tuple(
        map(plain, (api.name, integration.type, integration.timeout, integration.request_parameters))
    )
    assert {"Statement": [{"Resource": "arn:?:execute-api"}]} == plain(api.policy)
    assert (["?"], "?") == (plain(api.authorizers[0].provider_arns), plain(api.authorizers[0].uri))
    assert {"application/json": "${x}"} == plain(integration.request_templates)
    assert {"application/json": "${x}"} == plain(integration.responses[0].response_templates)
    assert "?" == plain(integration.responses[0].status_code)
    assert "/?/a" == plain(api.methods[0].path)
    assert (None, False) == (api.methods[0].resource, api.resources.complete)


def test_mappings_of_an_http_api_have_variables_of_their_own():
    api = api_of(
        """\
openapi: 3.0.1
x-amazon-apigateway-cors: {}
paths:
  /a:
    get:
      x-amazon-apigateway-integration:
        requestParameters:
          "overwrite:path": "/${request.path.a}/${context.stage}/${stageVariables.b}/${c}"
        responseParameters: {"200": {"append:header.a": "${response.header.b} ${c}"}}
"""
    )

    assert {"overwrite:path": "/${request.path.a}/${context.stage}/${stageVariables.b}/?"} == plain(api.integrations[0].request_parameters)
    assert {"200": {"append:header.a": "${response.header.b} ?"}} == plain(api.integrations[0].response_parameters)
