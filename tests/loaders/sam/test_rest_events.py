"""Events of type ``Api``: methods at the places of what they are made of, on the conditions of their functions, and permissions."""

import pytest
from models import plain_value
from templates import api, definition, load, written

from apigw_lint.model import Api, Method
from apigw_lint.value import Reference, Unknown

HEAD = """
Transform: AWS::Serverless-2016-10-31
Parameters:
  Bare: {Type: String}
  Word: {Type: String, Default: pets}
Conditions:
  IsProd: !Equals [!Ref Bare, prod]
Resources:
"""
API = "  Api: {Type: AWS::Serverless::Api, Properties: {StageName: live%s}}\n"


def function(event: str, more: str = "", name: str = "F") -> str:
    """Returns a function with an event of some properties."""
    events = f"{{Get: {{Type: Api, Properties: {{{event}}}}}}}"
    return f"  {name}:\n    Type: AWS::Serverless::Function\n    Properties: {{Events: {events}{more}}}\n"


def with_event(event: str, settings: str = "", more: str = "") -> str:
    """Returns a template with an API of some settings and a function with an event of it."""
    return HEAD + API % settings + function(f"RestApiId: !Ref Api, {event}", more)


def the_method(found: Api) -> Method:
    (only,) = found.methods
    return only


def test_a_method_stands_where_its_event_says_it() -> None:
    found = api(with_event("Path: /pets, Method: GET"))
    method = the_method(found)
    assert ("GET", "GET") == (plain_value(method.http_method), written(method.http_method))
    assert "/pets" == written(method.resource.path)
    (integration,) = found.integrations
    assert ("AWS_PROXY", "POST") == (plain_value(integration.type), plain_value(integration.http_method))
    assert "Get" == written(integration.type)
    assert found.methods.complete


def test_a_permission_is_for_all_stages_and_named_after_one() -> None:
    (permission,) = definition(with_event("Path: '/pets/{id}/', Method: get")).permissions
    assert "Resources/FGetPermissionlive" == permission.address
    assert "Get" == permission.name_span.text
    assert plain_value(permission.source_arn).endswith("/*/GET/pets/*")


@pytest.mark.parametrize(
    ("stage", "address"),
    [("live", "FGetPermissionlive"), ("!Ref Bare", "FGetPermissionStage"), ("!Sub '${Word}'", "FGetPermissionStage")],
)
def test_permissions_are_named_after_stages_that_are_written_plainly(stage: str, address: str) -> None:
    text = HEAD + f"  Api: {{Type: AWS::Serverless::Api, Properties: {{StageName: {stage}}}}}\n"
    (permission,) = definition(text + function("RestApiId: !Ref Api, Path: /a, Method: any")).permissions
    assert f"Resources/{address}" == permission.address
    assert plain_value(permission.source_arn).endswith("/*/*/a")


def test_an_event_of_an_api_elsewhere_has_its_permission() -> None:
    text = HEAD + API % "" + function("RestApiId: !ImportValue far, Path: /a, Method: get")
    found = definition(text)
    assert ["Resources/FGetPermissionAllStages"] == [permission.address for permission in found.permissions]
    assert not list(found.apis[0].methods)


def test_an_alias_is_called_instead_of_its_function() -> None:
    found = definition(with_event("Path: /a, Method: get", more=", AutoPublishAlias: live-1_x"))
    assert "Resources/FAliasliveD1Ux" in [one.address for one in found.functions]
    (permission,) = found.permissions
    assert isinstance(permission.function_name, Reference)
    assert "Resources/FAliasliveD1Ux" == permission.function_name.target


def test_an_alias_that_is_not_known_leaves_the_uri_open() -> None:
    found = definition(with_event("Path: /a, Method: get", more=", AutoPublishAlias: !Ref Bare"))
    (one,) = found.apis
    assert isinstance(one.integrations[0].uri, Unknown)
    assert not found.permissions.complete


def test_a_path_that_is_not_known_hides_methods() -> None:
    found = api(with_event("Path: !Ref Bare, Method: get"))
    assert not list(found.methods)
    assert not found.methods.complete


def test_a_path_out_of_a_parameter() -> None:
    assert "/pets" == plain_value(the_method(api(with_event("Path: !Sub '/${Word}', Method: get"))).resource.path)


def test_settings_of_the_integration() -> None:
    found = api(with_event("Path: /a, Method: get, TimeoutInMillis: 3000, ResponseTransferMode: RESPONSE_STREAM"))
    (integration,) = found.integrations
    assert (3000, "3000") == (plain_value(integration.timeout), written(integration.timeout))
    assert "STREAM" == plain_value(integration.response_transfer_mode)
    assert plain_value(integration.uri).endswith("/response-streaming-invocations")


def test_a_transfer_mode_that_is_not_known_leaves_the_uri_open() -> None:
    (integration,) = api(with_event("Path: /a, Method: get, ResponseTransferMode: !Ref Bare")).integrations
    assert isinstance(integration.uri, Unknown)
    assert isinstance(integration.response_transfer_mode, Unknown)


@pytest.mark.parametrize(
    ("auth", "settings", "expected"),
    [
        ("{Authorizer: AWS_IAM}", "", "arn:aws:iam::*:user/*"),
        ("{Authorizer: AWS_IAM, InvokeRole: NONE}", "", None),
        ("{Authorizer: AWS_IAM, InvokeRole: 'arn:aws:iam::123456789012:role/r'}", "", "arn:aws:iam::123456789012:role/r"),
        ("{Authorizer: AWS_IAM, InvokeRole: CALLER_CREDENTIALS}", ", Auth: {InvokeRole: NONE}", "arn:aws:iam::*:user/*"),
        ("{Authorizer: AWS_IAM}", ", Auth: {InvokeRole: NONE}", None),
        ("{Authorizer: NONE}", ", Auth: {DefaultAuthorizer: AWS_IAM}", None),
        ("{}", ", Auth: {DefaultAuthorizer: AWS_IAM}", "arn:aws:iam::*:user/*"),
        ("{Authorizer: !Ref Bare}", "", "<unknown>"),
    ],
)
def test_the_role_of_callers_who_sign(auth: str, settings: str, expected: str | None) -> None:
    (integration,) = api(with_event(f"Path: /a, Method: get, Auth: {auth}", settings)).integrations
    assert expected == plain_value(integration.credentials)


def test_the_region_says_which_partition_arns_are_of() -> None:
    text = with_event("Path: /a, Method: get, Auth: {Authorizer: AWS_IAM}")
    (integration,) = api(text, **{"AWS::Region": "cn-north-1"}).integrations
    assert "arn:aws-cn:iam::*:user/*" == plain_value(integration.credentials)


def test_the_first_of_two_events_for_a_method_counts() -> None:
    text = with_event("Path: /a, Method: get") + function("RestApiId: !Ref Api, Path: /a, Method: GET, TimeoutInMillis: 5", name="G")
    found = api(text)
    assert [None] == [plain_value(one.timeout) for one in found.integrations]


def test_a_method_is_there_on_the_condition_of_its_function() -> None:
    text = with_event("Path: /a, Method: get").replace(
        "Type: AWS::Serverless::Function\n", "Type: AWS::Serverless::Function\n    Condition: IsProd\n"
    )
    found = {
        one.scenario: [plain_value(method.http_method) for api in one.apis for method in api.methods] for one in load(text).definitions
    }
    assert {"IsProd is true": ["GET"], "IsProd is false": []} == found


def test_a_model_of_the_body_with_its_validator() -> None:
    models = ", Models: {User: {type: object}}"
    event = "Path: /a, Method: post, RequestModel: {Model: User, Required: true, ValidateBody: true}"
    body = plain_value(api(with_event(event, models)).body)
    operation = body["paths"]["/a"]["post"]
    assert [{"in": "body", "name": "user", "schema": {"$ref": "#/definitions/user"}, "required": True}] == operation["parameters"]
    assert "body-only" == operation["x-amazon-apigateway-request-validator"]
    assert {"body-only": {"validateRequestBody": True, "validateRequestParameters": False}} == body[
        "x-amazon-apigateway-request-validators"
    ]


def test_a_model_in_a_document_of_openapi_3() -> None:
    event = "Path: /a, Method: post, RequestModel: {Model: User, Required: true}"
    body = plain_value(api(with_event(event, ", OpenApiVersion: 3.0.1, Models: {User: {type: object}}")).body)
    schema = {"application/json": {"schema": {"$ref": "#/components/schemas/user"}}}
    assert {"content": schema, "required": True} == body["paths"]["/a"]["post"]["requestBody"]


def test_a_validation_that_is_not_known() -> None:
    event = "Path: /a, Method: post, RequestModel: {Model: User, ValidateBody: !Ref Bare}"
    method = the_method(api(with_event(event, ", Models: {User: {type: object}}")))
    assert isinstance(method.request_validator_id, Unknown)


def test_parameters_of_requests_with_those_that_responses_are_kept_by() -> None:
    parameters = "[method.request.header.X, {method.request.querystring.q.r: {Required: true, Caching: true}}]"
    body = plain_value(api(with_event(f"Path: /a, Method: get, RequestParameters: {parameters}")).body)
    operation = body["paths"]["/a"]["get"]
    assert [
        {"in": "header", "name": "X", "required": False, "type": "string"},
        {"in": "query", "name": "q.r", "required": True, "type": "string"},
    ] == operation["parameters"]
    assert ["method.request.querystring.q.r"] == operation["x-amazon-apigateway-integration"]["cacheKeyParameters"]


def test_what_an_event_says_again_of_a_method_that_the_author_wrote() -> None:
    body = "{swagger: '2.0', info: {}, paths: {/a: {get: {x-amazon-apigateway-integration: {type: mock}}}}}"
    settings = f", DefinitionBody: {body}, Auth: {{Authorizers: {{C: {{UserPoolArn: a}}, D: {{UserPoolArn: b}}}}, DefaultAuthorizer: C}}"
    for over, expected in (("", "C"), (", OverrideApiAuth: true", "D")):
        method = the_method(api(with_event(f"Path: /a, Method: get, Auth: {{Authorizer: D{over}}}", settings)))
        assert method.authorizer is not None
        assert expected == plain_value(method.authorizer.name)
