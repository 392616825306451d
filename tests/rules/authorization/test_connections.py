"""The rules on who may connect to a WebSocket API."""

import pytest
from chats import EXPRESSION, HTTP, MOCKED, PROXY, backend, chat, route, terraform_chat
from definitions import consequences, fixed, found

# connect-only-setting


def test_authorization_is_for_connections():
    rule = "connect-only-setting"

    for kind in ("AWS_IAM", "CUSTOM"):
        assert [kind] == found(rule, chat(backend(), route(f"RouteKey: send\nAuthorizationType: {kind}")))
        assert [] == found(rule, chat(backend(), route(f"RouteKey: $connect\nAuthorizationType: {kind}")))
    assert ["rejected"] == consequences(rule, chat(backend(), route("RouteKey: $disconnect\nAuthorizationType: AWS_IAM")))
    assert [] == found(rule, chat(backend(), route("RouteKey: send\nAuthorizationType: NONE")))
    assert [] == found(rule, chat(backend(), route("RouteKey: send\nAuthorizationType: !Ref P")))
    assert [] == found(rule, chat(backend(), route("RouteKey: !Ref P\nAuthorizationType: AWS_IAM")))
    assert "NONE" in fixed(rule, chat(backend(), route("RouteKey: send\nAuthorizationType: AWS_IAM")))
    blocks = MOCKED % ("", 'authorization_type = "%s"')
    assert ['"AWS_IAM"'] == found(rule, terraform_chat(blocks % "AWS_IAM"))
    assert [] == found(rule, terraform_chat(blocks % "${var.v}"))


def test_keys_are_looked_for_in_connections():
    rule, text = "connect-only-setting", "RouteKey: %s\nApiKeyRequired: %s"

    assert ["true"] == found(rule, chat(backend(), route(text % ("$default", "true"))))
    assert ["ignored"] == consequences(rule, chat(backend(), route(text % ("$default", "true"))))
    assert [] == found(rule, chat(backend(), route(text % ("$default", "false"))))
    assert [] == found(rule, chat(backend(), route(text % ("$connect", "true"))))


def test_parameters_are_those_of_connections():
    rule, text = "connect-only-setting", "RouteKey: %s\nRequestParameters: {route.request.header.Auth: {Required: true}}"

    assert ["route.request.header.Auth"] == found(rule, chat(backend(), route(text % "$default")))
    assert ["rejected"] == consequences(rule, chat(backend(), route(text % "$default")))
    assert [] == found(rule, chat(backend(), route(text % "$connect")))
    assert [] == found(rule, chat(backend(), route(text % "!Ref P")))


def test_messages_have_no_headers():
    rule, mapping = "connect-only-setting", f"{HTTP}\nRequestParameters: {{integration.request.header.X: %s}}"

    assert ["route.request.header.X"] == found(rule, chat(backend(mapping % "route.request.header.X"), route()))
    assert ["ignored"] == consequences(rule, chat(backend(mapping % "route.request.querystring.X"), route()))
    assert [] == found(rule, chat(backend(mapping % "route.request.header.X"), route("RouteKey: $connect")))
    assert [] == found(rule, chat(backend(mapping % "route.request.header.X"), route(), route("RouteKey: $connect", "Connect")))
    assert [] == found(rule, chat(backend(mapping % "route.request.header.X"), route("RouteKey: !Ref P")))
    assert [] == found(rule, chat(backend(mapping % "route.request.body.name"), route()))
    assert [] == found(rule, chat(backend(mapping % "route.request.header.X")))


# open-connect


@pytest.mark.parametrize(
    ("properties", "places"),
    [
        ("RouteKey: $connect", ["Route"]),
        ("RouteKey: $connect\nAuthorizationType: NONE", ["NONE"]),
        ("RouteKey: $connect\nAuthorizationType: AWS_IAM", []),
        ("RouteKey: $connect\nApiKeyRequired: true", []),
        ("RouteKey: $connect\nAuthorizationType: !Ref P", []),
        ("RouteKey: $connect\nAuthorizerId: !Ref P", []),
        ("RouteKey: $default", ["Api"]),
        ("RouteKey: !Ref P", []),
    ],
)
def test_who_may_connect(properties, places):
    assert places == found("open-connect", chat(backend(), route(properties)))
    assert ["exposed"] * len(places) == consequences("open-connect", chat(backend(), route(properties)))


def test_apis_that_nobody_reaches_or_that_are_not_seen():
    connect = route("RouteKey: $connect")

    assert [] == found("open-connect", chat(backend(PROXY), connect, api=EXPRESSION + "\nDisableExecuteApiEndpoint: true"))
    assert [] == found("open-connect", chat(backend(PROXY), connect, api=EXPRESSION + "\nDisableExecuteApiEndpoint: !Ref P"))
    assert [] == found("open-connect", chat())
    assert [] == found("open-connect", chat(backend(), connect).replace("!Ref Api", "!ImportValue api"))
    blocks = (MOCKED % ("", "")).replace('"$default"', '"$connect"')
    assert ['resource "aws_apigatewayv2_route" "route"'] == found("open-connect", terraform_chat(blocks))
    assert [] == found("open-connect", terraform_chat(blocks.replace('"$connect"', "var.v")))
