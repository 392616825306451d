"""The rules on what WebSocket APIs answer."""

import pytest
from chats import HTTP, LAMBDA, MOCK, MOCKED, PROXY, answer, backend, chat, reply, resource, route, terraform_chat
from definitions import consequences, fixed, found

TWO_WAY = "RouteKey: %s\nRouteResponseSelectionExpression: %s"
REPLY = """
resource "aws_apigatewayv2_route_response" "reply" {
  api_id             = aws_apigatewayv2_api.chat.id
  route_id           = aws_apigatewayv2_route.route.id
  route_response_key = "%s"
}
"""
ANSWER = """
resource "aws_apigatewayv2_integration_response" "answer" {
  api_id                   = aws_apigatewayv2_api.chat.id
  integration_id           = aws_apigatewayv2_integration.backend.id
  integration_response_key = "%s"
}
"""

# route-without-response


def test_a_route_that_selects_a_response_has_one():
    rule = "route-without-response"

    assert ["$default"] == found(rule, chat(backend(), route(TWO_WAY % ("$default", "$default"))))
    assert ["ignored"] == consequences(rule, chat(backend(), route(TWO_WAY % ("send", "$default"))))
    assert [] == found(rule, chat(backend(), route(TWO_WAY % ("$default", "$default")), reply()))
    assert [] == found(rule, chat(backend(), route(TWO_WAY % ("$connect", "$default"))))
    assert [] == found(rule, chat(backend(), route(TWO_WAY % ("$default", "!Ref P"))))
    assert [] == found(rule, chat(backend(), route(TWO_WAY % ("!Ref P", "$default"))))
    assert [] == found(rule, chat(backend(), route()))
    elsewhere = reply().replace("!Ref Route", "!If [C, !Ref Route, !Ref P]")
    assert [] == found(rule, chat(backend(), route(TWO_WAY % ("$default", "$default")), elsewhere))


def test_answers_that_go_to_nobody():
    rule = "route-without-response"

    assert ["Answer"] == found(rule, chat(backend(MOCK), route(), answer()))
    assert [] == found(rule, chat(backend(MOCK), route(), answer(), reply()))
    assert [] == found(rule, chat(backend(MOCK), route("RouteKey: $connect"), answer()))
    assert [] == found(rule, chat(backend(MOCK), route("RouteKey: !Ref P"), answer()))
    assert [] == found(rule, chat(backend(MOCK), answer()))
    connect = route("RouteKey: $connect", "Connect")
    assert [] == found(rule, chat(backend(MOCK), route(), connect, answer()))


def test_answers_in_terraform():
    rule, blocks = "route-without-response", MOCKED % ("", "%s")
    expression = 'route_response_selection_expression = "$default"'

    assert ['"$default"'] == found(rule, terraform_chat(blocks % expression))
    assert ['resource "aws_apigatewayv2_integration_response" "answer"'] == found(rule, terraform_chat(blocks % "" + ANSWER % "$default"))
    assert [] == found(rule, terraform_chat(blocks % expression + ANSWER % "$default" + REPLY % "$default"))
    assert [] == found(rule, terraform_chat(blocks % "" + ANSWER.replace("aws_apigatewayv2_integration.backend.id", "var.v") % "$default"))


def test_a_reply_needs_an_answer():
    rule = "route-without-response"

    assert ["Backend"] == found(rule, chat(backend(HTTP), route(), reply()))
    assert ["broken"] == consequences(rule, chat(backend(HTTP), route(TWO_WAY % ("$default", "$default")), reply()))
    assert [] == found(rule, chat(backend(HTTP), route(), reply(), answer()))
    assert [] == found(rule, chat(backend(PROXY), route(), reply()))
    assert [] == found(rule, chat(backend("IntegrationType: !Ref P"), route(), reply()))
    assert [] == found(rule, chat(backend(HTTP), route(), reply(), answer().replace("!Ref Backend", "!If [C, !Ref Backend, !Ref P]")))


def test_what_a_function_returns_is_no_error():
    rule = "route-without-response"

    assert ["Backend"] == found(rule, chat(backend(LAMBDA), route(), reply(), answer("/.*Not Found.*/")))
    assert [] == found(rule, chat(backend(LAMBDA), route(), reply(), answer("/.*Not Found.*/"), answer(name="Other")))
    assert [] == found(rule, chat(backend(LAMBDA), route(), reply(), answer("/.*/")))
    assert [] == found(rule, chat(backend(HTTP), route(), reply(), answer("/404/")))
    assert [] == found(rule, chat(backend(LAMBDA), route(), reply(), answer("!Ref P")))


# invalid-route-response


@pytest.mark.parametrize(("key", "places"), [("$default", []), ("pong", ["pong"]), ('"200"', ['"200"']), ("!Ref P", [])])
def test_the_key_of_a_route_response(key, places):
    rule, text = "invalid-route-response", chat(backend(), route(), reply(key))

    assert places == found(rule, text)
    assert ["rejected"] * len(places) == consequences(rule, text)
    assert [] == found(rule, fixed(rule, text))


def test_the_key_of_a_route_response_in_terraform():
    blocks = MOCKED % ("", "") + ANSWER % "$default" + REPLY

    assert ['"pong"'] == found("invalid-route-response", terraform_chat(blocks % "pong"))
    assert [] == found("invalid-route-response", terraform_chat(blocks % "${var.v}"))
    assert [] == found("invalid-route-response", terraform_chat(blocks % "$default"))


def test_what_selects_a_route_response():
    rule = "invalid-route-response"

    assert ["pong"] == found(rule, chat(backend(), route(TWO_WAY % ("$default", "pong")), reply()))
    assert ["ignored"] == consequences(rule, chat(backend(), route(TWO_WAY % ("$default", "$request.body.a")), reply()))
    assert [] == found(rule, chat(backend(), route(TWO_WAY % ("$default", r"\$default")), reply()))
    assert [] == found(rule, chat(backend(), route(TWO_WAY % ("$default", "!Ref P")), reply()))


def test_a_route_response_selects_no_model():
    rule = "invalid-route-response"

    assert ["action"] == found(rule, chat(backend(), route(), reply(properties="ModelSelectionExpression: action")))
    assert ["ignored"] == consequences(rule, chat(backend(), route(), reply(properties="ModelSelectionExpression: action")))


@pytest.mark.parametrize("kind", [HTTP, LAMBDA, MOCK], ids=["HTTP", "LAMBDA", "MOCK"])
@pytest.mark.parametrize("key", ["$default", r"\$default", "/[45][0-9][0-9]/", r"/4\d\d/", "!Ref P", "/.*/", "/404/"])
def test_keys_that_an_answer_can_have(kind, key):
    assert [] == found("invalid-route-response", chat(backend(kind), route(), reply(), answer(key)))


@pytest.mark.parametrize(
    ("kind", "key"),
    [
        (HTTP, '"200"'),
        (HTTP, "default"),
        (HTTP, "/(/"),
        (HTTP, "/Not Found/"),
        (HTTP, "/5xx/"),
        (MOCK, "/OK/"),
        (LAMBDA, "/200/"),
        (LAMBDA, r"/2\d{2}/"),
    ],
)
def test_keys_that_no_answer_has(kind, key):
    text = chat(backend(kind), route(), reply(), answer(key))

    assert [key] == found("invalid-route-response", text)
    assert ["broken"] == consequences("invalid-route-response", text)


def test_a_key_gets_its_slashes():
    assert "/200/" in fixed("invalid-route-response", chat(backend(HTTP), route(), reply(), answer('"200"')))


def test_models_are_held_against_messages_by_an_expression():
    models = "RouteKey: $default\nRequestModels: {$default: message}"
    rule = "unenforced-request-model"

    assert ["$default"] == found(rule, chat(backend(), route(models)))
    assert [] == found(rule, chat(backend(), route(models + "\nModelSelectionExpression: $request.body.action")))
    assert [] == found(rule, chat(backend(), route(models + "\nModelSelectionExpression: !Ref P")))
    assert [] == found(rule, chat(backend(), resource("M", "Model", "Name: message\nSchema: {type: object}"), route()))
