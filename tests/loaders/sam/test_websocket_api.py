"""SAM's WebSocket APIs: routes with integrations and permissions, stages and what protects the connection."""

import pytest
from models import plain_value
from templates import api, definition, raw, written

from apigw_lint.value import Absent, Known

HEAD = "Transform: AWS::Serverless-2016-10-31\n"
FUNCTIONS = "  F: {Type: AWS::Lambda::Function}\n  Check: {Type: AWS::Lambda::Function}\n"
CONNECT = "$connect: {FunctionArn: !GetAtt F.Arn}"


def template(properties: str = "", routes: str = CONNECT, head: str = "", attributes: str = "") -> str:
    """Returns a template with an API of some routes and properties, both in the flow style."""
    lines = [HEAD + head + "Resources:", FUNCTIONS.rstrip("\n"), "  Api:", "    Type: AWS::Serverless::WebSocketApi", attributes]
    lines += ["    Properties:", "      RouteSelectionExpression: $request.body.action", f"      Routes: {{{routes}}}"]
    return "\n".join(line for line in [*lines, *(f"      {line}" for line in properties.splitlines()), ""] if line) + "\n"


def test_the_api_itself() -> None:
    found = api(template("DisableSchemaValidation: true\nDescription: chats"))
    assert ("WEBSOCKET", "Api", "$request.body.action", True, "chats") == (
        found.kind,
        plain_value(found.name),
        plain_value(found.route_selection_expression),
        plain_value(found.disable_schema_validation),
        plain_value(found.description),
    )


def test_each_route_has_an_integration_and_a_permission() -> None:
    found = definition(template(routes=CONNECT + ", sendMessage: {FunctionArn: !GetAtt F.Arn, IntegrationTimeout: 1000}"))
    connect, send = found.apis[0].methods
    assert ["Resources/ApiConnectRoute", "Resources/ApiSendmessageRoute"] == [connect.address, send.address]
    assert ("sendMessage", "sendMessage") == (plain_value(send.route_key), written(send.route_key))
    assert ("AWS_PROXY", 1000) == (plain_value(send.integration.type), plain_value(send.integration.timeout))
    assert [
        "arn:<unknown>:execute-api:<unknown>:<unknown>:<unknown>/default/$connect",
        "arn:<unknown>:execute-api:<unknown>:<unknown>:<unknown>/default/sendMessage",
    ] == [plain_value(permission.source_arn) for permission in found.permissions]


def test_properties_of_a_route_are_handed_on() -> None:
    routes = "send: {FunctionArn: !GetAtt F.Arn, OperationName: talk, ApiKeyRequired: true, RouteResponseSelectionExpression: $default}"
    (route,) = api(template(routes=routes)).methods
    assert ("talk", True, "$default") == (
        plain_value(route.operation_name),
        plain_value(route.api_key_required),
        plain_value(route.route_response_selection_expression),
    )


@pytest.mark.parametrize(
    ("name", "address", "source"),
    [
        ("", "Resources/ApiDefaultStage", "/default/$connect"),
        ("StageName: prod", "Resources/ApiprodStage", "/prod/$connect"),
        ("StageName: !Ref AWS::StackName", "Resources/ApiStage", "/<unknown>/$connect"),
    ],
)
def test_stages(name: str, address: str, source: str) -> None:
    found = definition(template(name))
    (stage,) = found.apis[0].stages
    assert (address, True) == (stage.address, plain_value(stage.auto_deploy))
    assert str(plain_value(next(iter(found.permissions)).source_arn)).endswith(source)


def test_settings_of_routes_wait_for_the_routes() -> None:
    found = definition(template("RouteSettings: {$connect: {ThrottlingBurstLimit: 1}}"))
    (stage,) = found.apis[0].stages
    assert ["ApiConnectRoute"] == plain_value(stage.depends_on)


def test_tags_of_the_stage_are_those_of_the_api_where_they_are_propagated() -> None:
    def tags(*more: str) -> object:
        found = definition(template("\n".join(["Tags: {team: pets}", *more])))
        return plain_value(raw(found, "Resources/ApiDefaultStage").properties)["Tags"]

    assert {"websocketapi:createdBy": "SAM"} == tags()
    assert {"websocketapi:createdBy": "SAM", "team": "pets"} == tags("PropagateTags: true")


def test_an_authorizer_protects_the_connection() -> None:
    found = definition(template("Auth: {AuthType: CUSTOM, AuthArn: !GetAtt Check.Arn, IdentitySource: [route.request.header.a]}"))
    (route,), (authorizer,) = found.apis[0].methods, found.apis[0].authorizers
    assert ("CUSTOM", "CUSTOM") == (plain_value(route.authorization_type), written(route.authorization_type))
    assert route.authorizer is authorizer
    assert ("REQUEST", ["route.request.header.a"]) == (plain_value(authorizer.type), plain_value(authorizer.identity_source))
    assert "Resources/ApiAuthorizerPermission" in {permission.address for permission in found.permissions}


def test_a_role_that_calls_the_authorizer_needs_no_permission() -> None:
    auth = "Auth: {AuthType: CUSTOM, AuthArn: !GetAtt Check.Arn, InvokeRole: 'arn:aws:iam::123456789012:role/calls', Name: mine}"
    found = definition(template(auth))
    (authorizer,) = found.apis[0].authorizers
    assert ("mine", "arn:aws:iam::123456789012:role/calls") == (plain_value(authorizer.name), plain_value(authorizer.credentials))
    assert ["Resources/ApiConnectPermission"] == [permission.address for permission in found.permissions]


@pytest.mark.parametrize("kind", ["AWS_IAM", "NONE"])
def test_other_kinds_of_protection(kind: str) -> None:
    (route,) = api(template(f"Auth: {{AuthType: {kind}}}")).methods
    assert kind == plain_value(route.authorization_type)
    assert isinstance(route.authorizer_id, Absent)


def test_only_the_connection_is_protected() -> None:
    _, send = api(template("Auth: {AuthType: AWS_IAM}", CONNECT + ", send: {FunctionArn: !GetAtt F.Arn}")).methods
    assert isinstance(send.authorization_type, Absent)


def test_a_kind_that_only_the_deployment_tells_leaves_the_permissions_open() -> None:
    found = definition(template("Auth: {AuthType: !Ref Kind, AuthArn: !GetAtt Check.Arn}", head="Parameters: {Kind: {Type: String}}\n"))
    assert not found.permissions.complete
    assert not isinstance(next(iter(found.apis[0].methods)).authorization_type, (Absent, Known))


def test_sam_makes_the_api_whatever_its_condition_says() -> None:
    head = "Conditions: {Never: !Equals [a, b]}\n"
    assert ["Resources/Api"] == [one.address for one in definition(template(head=head, attributes="    Condition: Never")).apis]


def test_globals_are_for_websocket_apis_too() -> None:
    found = api(template(head="Globals: {WebSocketApi: {DisableExecuteApiEndpoint: true}}\n"))
    assert plain_value(found.disable_execute_api_endpoint) is True
