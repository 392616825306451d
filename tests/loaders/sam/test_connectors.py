"""Connectors of SAM as far as they let APIs call functions."""

import pytest
from models import plain_value
from templates import definition

HEAD = "Transform: AWS::Serverless-2016-10-31\nResources:\n  F: {Type: AWS::Lambda::Function}\n  G: {Type: AWS::Lambda::Function}\n"
ARN = "arn:<unknown>:execute-api:<unknown>:<unknown>:<unknown>/"
APIS = {
    "AWS::ApiGateway::RestApi": "{Name: a}",
    "AWS::ApiGatewayV2::Api": "{Name: a, ProtocolType: HTTP}",
    "AWS::Serverless::Api": "{StageName: live}",
    "AWS::Serverless::HttpApi": "{StageName: live}",
    "AWS::Serverless::WebSocketApi": "{RouteSelectionExpression: $request.body.a, Routes: {}}",
}


def permissions(text: str) -> list[tuple[str, object, str]]:
    """Returns the logical ids of the permissions of a template, what may call, and what stands at their places."""
    found = definition(HEAD + text).permissions
    return [(one.address.rpartition("/")[2], plain_value(one.source_arn), one.name_span.text) for one in found]


def connector(source: str, destination: str, allowed: str = "[Write]", condition: str = "") -> str:
    """Returns a connector that is a resource of its own."""
    lines = ["  Con:", "    Type: AWS::Serverless::Connector", condition, "    Properties:", f"      Source: {source}"]
    return "\n".join(line for line in [*lines, f"      Destination: {destination}", f"      Permissions: {allowed}", ""] if line)


@pytest.mark.parametrize("kind", APIS)
def test_an_api_may_call_the_function_that_it_is_connected_with(kind: str) -> None:
    api = f"  Api: {{Type: {kind}, Properties: {APIS[kind]}}}\n"
    assert [("ConWriteLambdaPermission", ARN + "*", "Con")] == permissions(api + connector("{Id: Api}", "{Id: F}"))


def test_a_qualifier_says_what_may_call() -> None:
    api = "  Api: {Type: AWS::ApiGateway::RestApi}\n"
    assert [("ConWriteLambdaPermission", ARN + "live/GET/pets", "Con")] == permissions(
        api + connector("{Id: Api, Qualifier: live/GET/pets}", "{Id: F}")
    )


def test_several_destinations_make_several_permissions() -> None:
    api = "  Api: {Type: AWS::ApiGateway::RestApi}\n"
    assert ["ConWriteLambdaPermissionDestination0", "ConWriteLambdaPermissionDestination1"] == [
        name for name, _, _ in permissions(api + connector("{Id: Api}", "[{Id: F}, {Id: G}]"))
    ]


def test_ends_that_are_described_instead_of_named() -> None:
    api = "  Api: {Type: AWS::Serverless::HttpApi}\n"
    source = "{Type: AWS::Serverless::HttpApi, ResourceId: !Ref Api, Qualifier: live/GET/a}"
    assert [("ConWriteLambdaPermission", ARN + "live/GET/a", "Con")] == permissions(
        api + connector(source, "{Type: AWS::Serverless::Function, Arn: !GetAtt F.Arn}")
    )


def test_a_connector_in_an_api() -> None:
    text = (
        "  Api:\n    Type: AWS::ApiGateway::RestApi\n    Connectors:\n      Calls:\n        Properties:\n"
        "          SourceReference: {Qualifier: live/GET/a}\n          Destination: {Id: F}\n          Permissions: [Write]\n"
    )
    assert [("ApiCallsWriteLambdaPermission", ARN + "live/GET/a", "Calls")] == permissions(text)


@pytest.mark.parametrize(
    ("source", "destination", "allowed"),
    [
        ("{Id: Api}", "{Id: F}", "[Read]"),
        ("{Id: Api}", "{Id: Table}", "[Write]"),
        ("{Id: F}", "{Id: G}", "[Write]"),
        ("{Id: Topic}", "{Id: F}", "[Write]"),
        ("{Id: Nobody}", "{Id: F}", "[Write]"),
        ("{Type: AWS::Serverless::HttpApi}", "{Id: F}", "[Write]"),
    ],
)
def test_other_connectors_give_no_permission(source: str, destination: str, allowed: str) -> None:
    more = "  Api: {Type: AWS::ApiGateway::RestApi}\n  Table: {Type: AWS::DynamoDB::Table}\n  Topic: {Type: AWS::SNS::Topic}\n"
    assert [] == permissions(more + connector(source, destination, allowed))


def test_a_connector_on_a_condition_that_never_holds_gives_none() -> None:
    text = "  Api: {Type: AWS::ApiGateway::RestApi}\n" + connector("{Id: Api}", "{Id: F}", condition="    Condition: Never")
    assert [] == permissions(text + "\nConditions: {Never: !Equals [a, b]}\n")
