"""SAM's HTTP APIs: the routes that events make, settings and stages, each at the place of what the author wrote."""

import pytest
from models import plain, plain_value
from templates import api, definition, load, raw, written

from apigw_lint.model import Definition

HEAD = "Transform: AWS::Serverless-2016-10-31\n"
DOCUMENT = "openapi: 3.0.1\ninfo: {title: t, version: '1'}\npaths:\n  /b:\n    get:\n      x-amazon-apigateway-integration: {type: mock}\n"


def http_api(properties: str = "", condition: str = "") -> str:
    """Returns an API with some properties, which are written at six spaces."""
    lines = ["  Api:", "    Type: AWS::Serverless::HttpApi", condition and f"    Condition: {condition}", "    Properties:", properties]
    return "\n".join(line for line in lines if line) + "\n"


def function(*events: str, name: str = "F", condition: str = "", more: str = "") -> str:
    """Returns a function with events, each the properties of one in the flow style."""
    lines = [f"  {name}:", "    Type: AWS::Serverless::Function", condition and f"    Condition: {condition}", "    Properties:", more]
    lines += ["      Events:", *(f"        E{index}: {{Type: HttpApi, Properties: {event}}}" for index, event in enumerate(events))]
    return "\n".join(line for line in lines if line) + "\n"


def template(*resources: str, more: str = "") -> str:
    """Returns a template with resources."""
    return HEAD + more + "Resources:\n" + "".join(resources)


def sources(found: Definition) -> list[object]:
    """Returns what the permissions of a definition are for."""
    return [plain_value(permission.source_arn) for permission in found.permissions]


CONDITIONS = "Parameters:\n  P: {Type: String}\nConditions:\n  C: !Equals [!Ref P, x]\n  D: !Equals [!Ref P, y]\n"
ON_API = "{Path: /pets, Method: GET, ApiId: !Ref Api}"


def test_an_event_is_a_route_at_its_own_place() -> None:
    (method,) = api(template(http_api(), function(ON_API))).methods
    assert ("GET /pets", "GET") == (plain_value(method.route_key), written(method.http_method))
    assert "E0" == method.integration.name_span.text
    assert {
        "type": "AWS_PROXY",
        "http_method": "POST",
        "payload_format_version": "2.0",
        "uri": "arn:<unknown>:apigateway:<unknown>:lambda:path/2015-03-31/functions/<unknown>/invocations",
    } == plain(method.integration)


def test_a_function_may_be_called_after_the_event_that_is_written() -> None:
    found = definition(template(http_api(), function(ON_API)))
    (permission,) = found.permissions
    assert "Resources/FE0Permission" == permission.address
    assert "arn:<unknown>:execute-api:<unknown>:<unknown>:<unknown>/*/GET/pets" == plain_value(permission.source_arn)
    assert "E0" == permission.name_span.text


@pytest.mark.parametrize(
    ("event", "route", "source"),
    [
        ("{ApiId: !Ref Api}", "$default", "/*/*"),
        ("{ApiId: Api, Path: /a/, Method: any}", "ANY /a/", "/*/*/a"),
        ("{ApiId: Api, Path: '/a/{b}', Method: PUT}", "PUT /a/{b}", "/*/PUT/a/*"),
        ("{ApiId: Api, Path: '/{p+}', Method: PUT}", "PUT /{p+}", "/*/PUT/{p+}"),
        ("{ApiId: Api, Path: '/{proxy+}', Method: x-amazon-apigateway-any-method}", "ANY /{proxy+}", "/*/*/*"),
    ],
)
def test_routes_and_what_may_call_the_function(event: str, route: str, source: str) -> None:
    found = definition(template(http_api(), function(event)))
    (method,) = found.apis[0].methods
    assert route == plain_value(method.route_key)
    assert str(sources(found)[0]).endswith(source)


def test_the_permission_of_the_default_route_is_for_all_routes_of_the_function() -> None:
    resources = (http_api(), function(ON_API, "{ApiId: !Ref Api}"), function("{Path: /z, Method: GET, ApiId: !Ref Api}", name="G"))
    assert ["Resources/FE1Permission", "Resources/GE0Permission"] == [one.address for one in definition(template(*resources)).permissions]


def test_events_that_name_no_api_make_one() -> None:
    shared = "Globals:\n  HttpApi: {FailOnWarnings: true, CorsConfiguration: true}\n"
    found = api(template(function("{Path: /pets, Method: GET}"), more=shared))
    assert ("Resources/ServerlessHttpApi", True, {"allow_origins": ["*"]}) == (
        found.address,
        plain_value(found.fail_on_warnings),
        plain(found.cors),
    )


def test_an_alias_is_called_where_one_is_published() -> None:
    found = definition(template(http_api(), function(ON_API, more="      AutoPublishAlias: live")))
    (permission,) = found.permissions
    assert "Resources/FAliaslive" == getattr(permission.function_name, "target", "")


def test_what_an_event_says_of_its_integration() -> None:
    event = "{Path: '/a/{b}', Method: GET, ApiId: !Ref Api, TimeoutInMillis: 1000, PayloadFormatVersion: '1.0'}"
    (method,) = api(template(http_api(), function(event))).methods
    assert (1000, "1.0") == (plain_value(method.integration.timeout), plain_value(method.integration.payload_format_version))
    assert "1000" == written(method.integration.timeout)


def test_settings_of_routes_are_those_of_the_event_before_those_of_the_api() -> None:
    properties = "      RouteSettings: {GET /pets: {ThrottlingBurstLimit: 1, ThrottlingRateLimit: 2}}"
    event = "{Path: /pets, Method: GET, ApiId: !Ref Api, RouteSettings: {ThrottlingBurstLimit: 7}}"
    (stage,) = api(template(http_api(properties), function(event))).stages
    (setting,) = stage.method_settings
    assert (7, 2) == (plain_value(setting.throttling_burst_limit), plain_value(setting.throttling_rate_limit))
    assert "7" == written(setting.throttling_burst_limit)


@pytest.mark.parametrize(
    ("name", "address", "value"),
    [
        ("", "Resources/ApiApiGatewayDefaultStage", "$default"),
        ("      StageName: prod", "Resources/ApiprodStage", "prod"),
        ("      StageName: my-stage", "Resources/ApiStagea9d64949ee", "my-stage"),
        ("      StageName: !Ref AWS::StackName", "Resources/ApiStage", "<unknown>"),
    ],
)
def test_names_of_stages(name: str, address: str, value: str) -> None:
    (stage,) = api(template(http_api(name))).stages
    assert (address, value, True) == (stage.address, plain_value(stage.name), plain_value(stage.auto_deploy))


def test_a_name_and_a_description_go_into_the_document_where_it_has_none() -> None:
    found = api(template(http_api("      Name: pets\n      Description: about pets")))
    assert ("pets", "about pets") == (plain_value(found.name), plain_value(found.description))
    assert "about pets" == written(found.description)


def test_the_default_endpoint_is_closed_where_it_is_said() -> None:
    found = api(template(http_api("      DisableExecuteApiEndpoint: true")))
    assert plain_value(found.disable_execute_api_endpoint) is True
    assert "true" == written(found.disable_execute_api_endpoint)


def test_the_path_of_the_default_route_has_a_slash_where_warnings_fail() -> None:
    found = api(template(http_api("      FailOnWarnings: true"), function("{ApiId: !Ref Api}")))
    assert ["/$default"] == list(plain_value(found.body)["paths"])


def test_an_own_document_is_added_to_where_it_has_no_integration() -> None:
    body = (
        "      DefinitionBody: {openapi: 3.0.1, paths: {/pets: {get: {operationId: a}, put: {x-amazon-apigateway-integration: {type: x}}}}}"
    )
    events = (ON_API, "{Path: /pets, Method: PUT, ApiId: !Ref Api}", "{Path: /new, Method: GET, ApiId: !Ref Api}")
    found = api(template(http_api(body), function(*events)))
    assert [("GET /pets", "AWS_PROXY"), ("PUT /pets", "X"), ("GET /new", "AWS_PROXY")] == [
        (plain_value(method.route_key), plain_value(method.integration.type)) for method in found.methods
    ]


@pytest.mark.parametrize(
    "said", ["DefinitionUri: api.yaml", "DefinitionBody: {Fn::Transform: {Name: AWS::Include, Parameters: {Location: api.yaml}}}"]
)
def test_a_document_in_a_local_file(said: str) -> None:
    found = api(template(http_api(f"      {said}")), others={"api.yaml": DOCUMENT})
    assert ["GET /b"] == [plain_value(method.route_key) for method in found.methods]


def test_a_document_in_a_bucket_is_not_known() -> None:
    found = api(template(http_api("      DefinitionUri: s3://bucket/some/key?versionId=3")))
    assert {"Bucket": "bucket", "Key": "some/key", "Version": "3"} == plain_value(found.body_location)
    assert not found.methods.complete


def test_tags_are_those_of_the_document_and_of_the_stage() -> None:
    found = definition(template(http_api("      Tags: {team: pets}")))
    stage = raw(found, "Resources/ApiApiGatewayDefaultStage")
    assert {"team": "pets", "httpapi:createdBy": "SAM"} == plain_value(stage.properties)["Tags"]
    assert {"name": "team", "x-amazon-apigateway-tag-value": "pets"} == plain_value(found.apis[0].body)["tags"][0]


def test_a_route_is_there_on_the_condition_of_its_function() -> None:
    text = template(http_api(), function(ON_API, condition="C"), function("{Path: /all, Method: GET, ApiId: !Ref Api}", name="G"))
    found = {one.scenario: one for one in load(CONDITIONS + text).definitions}
    assert {"C is true": ["GET /pets", "GET /all"], "C is false": ["GET /all"]} == {
        name: [plain_value(method.route_key) for method in one.apis[0].methods] for name, one in found.items()
    }
    assert {"C is true": False, "C is false": True} == {name: any(span.text for span in one.left_out) for name, one in found.items()}
    assert all(one.apis[0].methods.complete and not len(one.unresolved) for one in found.values())


@pytest.mark.parametrize(
    ("shared", "expected"),
    [
        ("      FailOnWarnings: true", {"C is true": [(7, None)], "C is false": []}),
        ("      RouteSettings: {GET /pets: {ThrottlingRateLimit: 2}}", {"C is true": [("<unknown>", 2)], "C is false": [("<unknown>", 2)]}),
    ],
)
def test_settings_of_a_route_are_there_on_the_condition_of_its_function(shared: str, expected: dict[str, list[object]]) -> None:
    event = "{Path: /pets, Method: GET, ApiId: !Ref Api, RouteSettings: {ThrottlingBurstLimit: 7}}"
    text = CONDITIONS + template(http_api(shared), function(event, condition="C"))
    found = {one.scenario: one.apis[0].stages[0].method_settings for one in load(text).definitions}
    assert expected == {
        name: [(plain(one).get("throttling_burst_limit"), plain(one).get("throttling_rate_limit")) for one in settings]
        for name, settings in found.items()
    }


@pytest.mark.parametrize("own", ["", "x-amazon-apigateway-cors: {maxAge: 5}\n"])
def test_cors_by_a_call_that_sam_leaves(own: str) -> None:
    text = http_api(
        "      CorsConfiguration: !If [C, {AllowOrigins: [a]}, {AllowOrigins: [b]}]\n      DefinitionBody:\n"
        + "".join(f"        {line}\n" for line in (own + DOCUMENT).splitlines()).rstrip()
    )
    found = {one.scenario: one.apis[0].cors for one in load(CONDITIONS + template(text)).definitions}
    origins = [plain(cors).get("allow_origins") if cors is not None else None for cors in found.values()]
    assert (["<unknown>"] if own else [["a"], ["b"]]) == origins


def test_methods_of_a_path_on_different_conditions_make_one_for_the_path() -> None:
    functions = [
        function("{Path: /pets, Method: GET, ApiId: !Ref Api}", name="F", condition="C"),
        function("{Path: /pets, Method: PUT, ApiId: !Ref Api}", name="G", condition="D"),
    ]
    found = {
        tuple(plain_value(method.route_key) for method in one.apis[0].methods)
        for one in load(CONDITIONS + template(http_api(), *functions)).definitions
    }
    assert {("GET /pets",), ("PUT /pets",), ()} <= found
