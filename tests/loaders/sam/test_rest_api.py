"""SAM's REST APIs: properties, documents, deployments and stages, each at the place of what the author wrote."""

import pytest
from models import plain, plain_value
from templates import api, definition, load, raw, written

from apigw_lint.value import Absent, Known, Table

SAM = "Transform: AWS::Serverless-2016-10-31\n"


def rest_api(properties: str, more: str = "") -> str:
    """Returns a template with an API of some properties, which are written at four spaces."""
    return f"{SAM}Resources:\n  Api:\n    Type: AWS::Serverless::Api\n    Properties:\n      StageName: live\n{properties}\n{more}"


def test_an_api_without_a_document_has_the_skeleton() -> None:
    found = api(rest_api(""))
    assert {"swagger": "2.0", "info": {"version": "1.0", "title": "<unknown>"}, "paths": {}} == plain_value(found.body)
    assert found.declared
    assert found.methods.complete


def test_properties_are_handed_on_at_their_places() -> None:
    found = api(rest_api("      Name: pets\n      MinimumCompressionSize: 0\n      FailOnWarnings: false\n      ApiKeySourceType: HEADER"))
    assert ("pets", 0, "HEADER") == (
        plain_value(found.name),
        plain_value(found.minimum_compression_size),
        plain_value(found.api_key_source),
    )
    assert "pets" == written(found.name)
    assert isinstance(found.fail_on_warnings, Absent)


@pytest.mark.parametrize(
    ("configuration", "expected"),
    [
        ("REGIONAL", {"types": ["REGIONAL"]}),
        ("{Type: PRIVATE, VPCEndpointIds: [vpce-1]}", {"types": ["PRIVATE"], "vpc_endpoint_ids": ["vpce-1"]}),
        ("{Type: REGIONAL, IpAddressType: dualstack}", {"types": ["REGIONAL"], "ip_address_type": "dualstack"}),
        ("!Ref Kind", {"types": ["<unknown>"]}),
    ],
)
def test_endpoints_in_their_forms(configuration: str, expected: object) -> None:
    more = "Parameters:\n  Kind: {Type: String}"
    assert expected == plain(api(rest_api(f"      EndpointConfiguration: {configuration}", more)).endpoint_configuration)


def test_media_types_have_slashes_in_the_document_where_the_author_wrote_them_apart() -> None:
    template = "      BinaryMediaTypes: [image~1png, text/css, !Ref Type]"
    body = plain_value(api(rest_api(template, "Parameters:\n  Type: {Type: String, Default: a~1b}")).body)
    assert ["image/png", "text/css", "a/b"] == body["x-amazon-apigateway-binary-media-types"]


@pytest.mark.parametrize("version", ["3.0.1", "3.0", '"3.0.1"'])
def test_the_version_of_openapi_is_that_which_is_wanted(version: str) -> None:
    found = definition(rest_api(f"      OpenApiVersion: {version}"))
    (one,) = found.apis
    assert plain_value(one.body)["openapi"] == version.strip('"')
    assert "swagger" not in plain_value(one.body)
    assert ["live"] == [plain_value(stage.name) for stage in one.stages]


def test_a_deployment_makes_a_stage_of_its_own_unless_a_version_is_wanted() -> None:
    assert ["Stage", "live"] == sorted(str(plain_value(stage.name)) for stage in api(rest_api("")).stages)


def test_the_deployment_is_another_one_when_the_document_changes() -> None:
    first = api(rest_api("      DefinitionBody: {swagger: '2.0', paths: {/a: {}}}"))
    second = api(rest_api("      DefinitionBody: {swagger: '2.0', paths: {/b: {}}}"))
    (one,), (other,) = first.deployments, second.deployments
    assert one.address != other.address
    assert one.address.startswith("Resources/ApiDeployment")


@pytest.mark.parametrize(
    ("name", "address"),
    [("live", "Resources/ApiliveStage"), ("not-alnum", "Resources/ApiStage18fd92ddce"), ("!Ref AWS::StackName", "Resources/ApiStage")],
)
def test_names_of_stages(name: str, address: str) -> None:
    found = api(rest_api("").replace("StageName: live", f"StageName: {name}"))
    assert [address] == [stage.address for stage in found.stages if not stage.made_by_deployment]


def test_a_stage_has_what_the_api_says_of_it() -> None:
    properties = (
        "      TracingEnabled: true\n      Variables: {a: b}\n      CacheClusterSize: '0.5'\n"
        "      MethodSettings: [{ResourcePath: /*, HttpMethod: '*', LoggingLevel: INFO}]\n"
        "      AccessLogSetting: {DestinationArn: arn, Format: $context.requestId}\n      Tags: {team: pets}"
    )
    found = definition(rest_api(properties))
    (one,) = found.apis
    (stage,) = [stage for stage in one.stages if not stage.made_by_deployment]
    assert (True, {"a": "b"}, "0.5") == (
        plain_value(stage.tracing_enabled),
        plain_value(stage.variables),
        plain_value(stage.cache_cluster_size),
    )
    assert ["INFO"] == [plain_value(setting.logging_level) for setting in stage.method_settings]
    assert stage.access_log_settings is not None
    assert "$context.requestId" == written(stage.access_log_settings.format)
    assert [{"Key": "team", "Value": "pets"}] == plain_value(raw(found, stage.address).properties.get("Tags"))


def test_names_of_what_is_made_can_be_referred_to() -> None:
    more = "  Map:\n    Type: AWS::ApiGateway::BasePathMapping\n    Properties: {RestApiId: !Ref Api, Stage: !Ref Api.Stage}"
    (mapping,) = definition(rest_api("", more)).base_path_mappings
    assert "Resources/ApiliveStage" == getattr(mapping.stage, "target", None)


def test_the_document_is_read_from_a_local_file() -> None:
    others = {"api.yaml": "swagger: '2.0'\ninfo: {title: a, version: '1'}\npaths: {/pets: {get: {}}}\n"}
    found = api(rest_api("      DefinitionUri: ./api.yaml"), others=others)
    assert ["/pets"] == [plain_value(method.path) for method in found.methods]
    assert "api.yaml" == next(iter(found.methods)).span.source.path


@pytest.mark.parametrize("place", ["s3://bucket/dir/api.yaml?versionId=7", "{Bucket: bucket, Key: dir/api.yaml, Version: '7'}"])
def test_a_document_in_a_bucket_is_not_known(place: str) -> None:
    found = api(rest_api(f"      DefinitionUri: {place}"))
    assert {"Bucket": "bucket", "Key": "dir/api.yaml", "Version": "7"} == plain_value(found.body_location)
    assert not found.methods.complete


def test_the_authors_document_keeps_its_places() -> None:
    body = "      DefinitionBody:\n        swagger: '2.0'\n        paths:\n          /pets:\n            get: {operationId: getPets}"
    (method,) = api(rest_api(body)).methods
    assert "getPets" == written(method.operation_name)
    assert 11 == method.name_span.first.line


def test_an_included_document_is_there_before_settings_are_added() -> None:
    others = {"api.yaml": "swagger: '2.0'\npaths: {/pets: {get: {}}}\n"}
    body = "      DefinitionBody: {Fn::Transform: {Name: AWS::Include, Parameters: {Location: api.yaml}}}\n      BinaryMediaTypes: [a/b]"
    found = plain_value(api(rest_api(body), others=others).body)
    assert (["/pets"], ["a/b"]) == (list(found["paths"]), found["x-amazon-apigateway-binary-media-types"])


def test_included_keys_stand_beside_those_of_the_document() -> None:
    others = {"paths.yaml": "paths: {/pets: {get: {}}}\n"}
    body = "      DefinitionBody:\n        swagger: '2.0'\n        Fn::Transform: {Name: AWS::Include, Parameters: {Location: paths.yaml}}"
    (method,) = api(rest_api(body), others=others).methods
    assert "/pets" == plain_value(method.path)


@pytest.mark.parametrize(
    "body",
    [
        "{Fn::Transform: {Name: AWS::Include, Parameters: {Location: s3://bucket/api.yaml}}}",
        "!Ref Document",
        "{Fn::Transform: {Name: Other}}",
    ],
)
def test_a_document_that_is_not_known_stays_so(body: str) -> None:
    found = api(rest_api(f"      DefinitionBody: {body}\n      Cors: \"'*'\"\n      Models: {{A: {{type: object}}}}"))
    assert not found.methods.complete
    assert not isinstance(found.body, Table) or (not found.body.entries and not found.body.complete)


def test_a_document_on_a_condition_is_one_of_two() -> None:
    body = "      DefinitionBody: !If [Big, {swagger: '2.0', paths: {/a: {get: {}}}}, {swagger: '2.0', paths: {}}]"
    template = rest_api(body, "Parameters:\n  P: {Type: String}\nConditions:\n  Big: !Equals [!Ref P, x]")
    assert [1, 0] == [len(next(iter(found.apis)).methods) for found in load(template).definitions]


def test_gateway_responses() -> None:
    settings = (
        "      GatewayResponses:\n        UNAUTHORIZED:\n          StatusCode: 401\n          ResponseParameters:\n"
        "            Headers: {X-A: \"'1'\"}\n            QueryStrings: {q: method.request.querystring.q}\n"
    )
    (response,) = api(rest_api(settings)).gateway_responses
    assert ("UNAUTHORIZED", "401") == (plain_value(response.response_type), plain_value(response.status_code))
    parameters = plain_value(response.response_parameters)
    assert {"gatewayresponse.header.X-A": "'1'", "gatewayresponse.querystring.q": "method.request.querystring.q"} == parameters


def test_models_are_lower_case_and_components_in_openapi_3() -> None:
    models = "      Models: {User: {type: object}}"
    assert {"user": {"type": "object"}} == plain_value(api(rest_api(models)).body)["definitions"]
    third = plain_value(api(rest_api(f"{models}\n      OpenApiVersion: 3.0.1")).body)
    assert {"schemas": {"user": {"type": "object"}}} == third["components"]
    assert "definitions" not in third


def test_the_closed_endpoint_is_written_for_each_version() -> None:
    closed = "      DisableExecuteApiEndpoint: true"
    first = api(rest_api(closed))
    assert {"disableExecuteApiEndpoint": True} == plain_value(first.body)["x-amazon-apigateway-endpoint-configuration"]
    third = plain_value(api(rest_api(f"{closed}\n      OpenApiVersion: 3.0.1")).body)
    assert [{"x-amazon-apigateway-endpoint-configuration": {"disableExecuteApiEndpoint": True}}] == third["servers"]
    assert "true" == written(first.disable_execute_api_endpoint)


def test_preflight_methods_of_openapi_3_have_schemas_and_no_media_types() -> None:
    responses = "{'200': {headers: {X: {type: string}}}}"
    body = f"      DefinitionBody: {{openapi: 3.0.1, paths: {{/a: {{options: {{produces: [a/b], responses: {responses}}}}}}}}}"
    (operation,) = plain_value(api(rest_api(body)).body)["paths"].values()
    assert {"responses": {"200": {"headers": {"X": {"schema": {"type": "string"}}}}}} == operation["options"]


def test_what_the_globals_say_stands_where_they_say_it() -> None:
    found = api(rest_api("", "Globals:\n  Api: {Name: shared, MinimumCompressionSize: 5}"))
    assert isinstance(found.name, Known)
    assert (("shared", 9), 5) == ((found.name.value, found.name.span.first.line), plain_value(found.minimum_compression_size))


def test_the_version_in_the_document_goes_before_the_one_beside_it() -> None:
    document = "      DefinitionBody: {openapi: 3.0.1, paths: {/a: {}}, definitions: {a: {type: object}}}\n"
    found = plain_value(api(rest_api(f"{document}      OpenApiVersion: '2.0'\n      Models: {{B: {{type: object}}}}")).body)
    assert ["a", "b"] == sorted(found["components"]["schemas"])
