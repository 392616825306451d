import pytest
from openapi_reading import api_of, body_into, plain, unknown, value, written

from apigw_lint.loaders import openapi
from apigw_lint.model import EndpointConfiguration
from apigw_lint.value import Absent, Known, Table

REST = """\
swagger: "2.0"
info: {title: pets, description: all of them, version: 1.0}
x-amazon-apigateway-api-key-source: AUTHORIZER
x-amazon-apigateway-binary-media-types: [image/png]
x-amazon-apigateway-minimum-compression-size: "1024"
x-amazon-apigateway-security-policy: SecurityPolicy_TLS13_1_3_2025_09
x-amazon-apigateway-endpoint-access-mode: STRICT
x-amazon-apigateway-policy: {Statement: [{Resource: "arn:${AWS::Partition}:x"}]}
x-amazon-apigateway-endpoint-configuration: {disableExecuteApiEndpoint: "true", vpcEndpointIds: [vpce-1]}
x-amazon-apigateway-cors: {allowOrigins: ["*"]}
x-amazon-apigateway-gateway-responses:
  DEFAULT_4XX:
    statusCode: 418
    responseParameters: {gatewayresponse.header.A: "'a'"}
    responseTemplates: {application/json: "${x}"}
x-amazon-apigateway-documentation:
  version: "1"
  documentationParts:
    - {location: {type: API}, properties: {description: d}}
"""


def test_settings_of_a_rest_api():
    api = api_of(REST)

    assert {
        "name": "pets",
        "description": "all of them",
        "version": "1",
        "api_key_source": "AUTHORIZER",
        "binary_media_types": ["image/png"],
        "minimum_compression_size": 1024,
        "security_policy": "SecurityPolicy_TLS13_1_3_2025_09",
        "endpoint_access_mode": "STRICT",
        "policy": {"Statement": [{"Resource": "arn:?:x"}]},
        "disable_execute_api_endpoint": True,
    } == {name: found for name, found in written(api).items() if name != "body"}
    assert {"vpc_endpoint_ids": ["vpce-1"]} == written(api.endpoint_configuration)
    assert api.cors is None


def test_gateway_responses():
    response = api_of(REST).gateway_responses[0]

    assert {
        "response_type": "DEFAULT_4XX",
        "status_code": "418",
        "response_parameters": {"gatewayresponse.header.A": "'a'"},
        "response_templates": {"application/json": "${x}"},
    } == written(response)
    assert "DEFAULT_4XX" == response.name_span.text
    assert "x-amazon-apigateway-gateway-responses.DEFAULT_4XX" == response.address


def test_documentation_parts():
    assert [{"location": {"type": "API"}, "properties": {"description": "d"}}] == [
        written(part) for part in api_of(REST).documentation_parts
    ]


HTTP = """\
openapi: 3.0.1
servers:
  - url: https://a.example.com
  - {url: https://b.example.com, x-amazon-apigateway-endpoint-configuration: {disableExecuteApiEndpoint: true, ipAddressType: dualstack}}
x-amazon-apigateway-importexport-version: "1.0"
x-amazon-apigateway-policy: {}
x-amazon-apigateway-cors:
  allowOrigins: [https://example.com]
  allowCredentials: "true"
  allowMethods: [GET]
  allowHeaders: ["*"]
  exposeHeaders: [a]
  maxAge: "60"
"""


def test_settings_of_an_http_api():
    api = api_of(HTTP)

    assert {
        "allow_origins": ["https://example.com"],
        "allow_credentials": True,
        "allow_methods": ["GET"],
        "allow_headers": ["*"],
        "expose_headers": ["a"],
        "max_age": 60,
    } == written(api.cors)
    assert "x-amazon-apigateway-cors" == api.cors.name_span.text
    assert {"ip_address_type": "dualstack"} == written(api.endpoint_configuration)
    assert (True, None) == (plain(api.disable_execute_api_endpoint), plain(api.policy))


def test_the_endpoint_configuration_at_the_root_of_version_3_is_not_read():
    api = api_of("openapi: 3.0.1\nx-amazon-apigateway-endpoint-configuration: {disableExecuteApiEndpoint: true}")

    assert None is plain(api.disable_execute_api_endpoint)


def test_what_the_outer_format_writes_stands():
    document = value(REST)
    endpoint = EndpointConfiguration(address="Api", span=document.span, types=Known("PRIVATE", document.span))
    api = body_into(
        document,
        name=Known("outer", document.span),
        policy=unknown(document),
        endpoint_configuration=endpoint,
    )

    assert ("outer", "?", "all of them") == (plain(api.name), plain(api.policy), plain(api.description))
    assert endpoint is api.endpoint_configuration
    assert {"types": "PRIVATE", "vpc_endpoint_ids": ["vpce-1"]} == written(endpoint)
    assert document is api.body


def test_a_body_that_is_not_known_leaves_nothing_certain():
    place = value("a: 1")
    api = body_into(unknown(place), name=Known("outer", place.span))

    assert ("outer", "?", "?", "?") == tuple(map(plain, (api.name, api.policy, api.binary_media_types, api.api_key_source)))
    assert [False] * 8 == [
        parts.complete
        for parts in (
            api.resources,
            api.methods,
            api.integrations,
            api.models,
            api.request_validators,
            api.authorizers,
            api.gateway_responses,
            api.documentation_parts,
        )
    ]
    assert {"vpc_endpoint_ids": "?", "ip_address_type": "?"} == written(api.endpoint_configuration)


def test_an_unknown_body_of_an_http_api_may_have_cors():
    api = body_into(unknown(value("a: 1")), kind="HTTP")

    assert {"?"} == set(written(api.cors).values())
    assert (False, False) == (api.methods.complete, api.authorizers.complete)
    assert api.resources.complete


@pytest.mark.parametrize("text", ["a: 1", "null"])
def test_no_body_changes_nothing(text):
    place = value(text)
    api = body_into(Absent(place.span) if text != "null" else place)

    assert api.methods.lacking()
    assert isinstance(api.body, Absent)


def test_an_incomplete_body_is_read_as_far_as_it_goes():
    document = value("swagger: '2.0'\npaths: {/a: {get: {}}}")
    assert isinstance(document, Table)
    api = body_into(Table(document.entries, document.span, complete=False))

    assert ["/a"] == [plain(found.path) for found in api.methods]
    assert api.methods.complete
    assert (False, False, False) == (api.models.complete, api.authorizers.complete, api.request_validators.complete)
    assert "?" == plain(api.policy)


def test_paths_that_are_not_all_known():
    document = value("swagger: '2.0'\npaths: {/a: {get: {}}, /b: {get: 1, put: {}}}")
    assert isinstance(document, Table)
    paths = document.get("paths")
    paths.entries[1].value.entries[0].value = unknown(document)  # type: ignore[attr-defined]
    api = body_into(document)

    assert ["paths./a.get", "paths./b.put"] == [found.address for found in api.methods]
    assert (True, False, False) == (api.resources.complete, api.methods.complete, api.integrations.complete)


def test_an_alternative_to_nothing_is_a_method_that_may_not_be_deployed():
    document = value("swagger: '2.0'\npaths: {/a: {get: {x-amazon-apigateway-integration: {type: mock, responses: {}}}}}")
    assert isinstance(document, Table)
    item = document.get("paths").entries[0]  # type: ignore[attr-defined]
    item.value = unknown(document, item.value, Absent(document.span))
    api = body_into(document)

    assert [("paths./a.get", False, False)] == [(found.address, found.certain, found.integration.certain) for found in api.methods]
    assert not api.methods.complete


def test_two_alternatives_are_not_read():
    document = value("swagger: '2.0'\npaths: {/a: {get: {}}}")
    assert isinstance(document, Table)
    item = document.get("paths").entries[0]  # type: ignore[attr-defined]
    item.value = unknown(document, item.value, item.value)
    api = body_into(document)

    assert ([], False) == (list(api.methods), api.methods.complete)


AGAIN = """\
swagger: "2.0"
paths: {/a: {get: {}}, /b: {put: {}}}
definitions: {Pet: {}}
securityDefinitions: {s: {x-amazon-apigateway-authorizer: {type: request}}}
x-amazon-apigateway-request-validators: {v: {}}
x-amazon-apigateway-gateway-responses: {DEFAULT_4XX: {}}
"""


def test_a_second_body_of_an_api_changes_what_the_first_made():
    api = body_into(value(AGAIN))
    openapi.read_into(api, value(AGAIN + "x-amazon-apigateway-request-validator: v\n"))

    assert ["paths./a.get", "paths./b.put"] == [found.address for found in api.methods]
    assert (2, 1, 1, 1, 1) == tuple(map(len, (api.resources, api.models, api.authorizers, api.request_validators, api.gateway_responses)))


def test_nothing_of_an_api_that_may_not_be_deployed_is_certain():
    api = body_into(value(AGAIN + "security: [{s: []}]\n"), certain=False)
    parts = [*api.resources, *api.methods, *api.models, *api.authorizers, *api.request_validators, *api.gateway_responses]

    assert {False} == {part.certain for part in parts}
    assert "CUSTOM" == plain(api.methods[0].authorization_type)
