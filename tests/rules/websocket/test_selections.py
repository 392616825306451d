"""The rules on what selects routes, templates and models of WebSocket APIs."""

import pytest
from chats import HTTP, MOCK, MOCKED, PROXY, answer, backend, chat, route, terraform_chat
from definitions import consequences, fixed, found, report

from apigw_lint import fixes

# missing-route-selection-expression


def test_an_api_says_how_routes_are_selected():
    rule = "missing-route-selection-expression"

    assert ["Api"] == found(rule, chat(api="Description: none"))
    assert ["rejected"] == consequences(rule, chat(api="Description: none"))
    assert ['""'] == found(rule, chat(api='RouteSelectionExpression: ""'))
    assert ['resource "aws_apigatewayv2_api" "chat"'] == found(rule, terraform_chat("", api=""))
    assert [] == found(rule, fixed(rule, chat(api="Description: none")))
    assert [] == found(rule, fixed(rule, terraform_chat("", api="")))
    assert [] == found(rule, chat(api="Description: none").replace("WEBSOCKET", "HTTP"))


@pytest.mark.parametrize(
    "written", ["$request.body.action", "${request.body.action}", "${request.body.a}.${request.body.b}", "!Ref P", '!Sub "$request.${P}"']
)
def test_expressions_that_read_a_message(written):
    assert [] == found("missing-route-selection-expression", chat(backend(), route(), api=f"RouteSelectionExpression: {written}"))


@pytest.mark.parametrize(
    ("written", "place"),
    [
        ("request.body.action", "request.body.action"),
        ("$.action", "$.action"),
        ("action", "action"),
        ("$request.header.action", "$request.header.action"),
        ("${request.body.action", "${request.body.action"),
    ],
)
def test_expressions_that_read_nothing_of_a_message(written, place):
    text = chat(backend(), route(), api=f"RouteSelectionExpression: {written}")

    assert [place] == found("missing-route-selection-expression", text)
    assert ["broken"] == consequences("missing-route-selection-expression", text)


def test_a_text_may_be_the_key_of_a_route():
    api = "RouteSelectionExpression: %s"

    assert [] == found("missing-route-selection-expression", chat(backend(), route("RouteKey: all"), api=api % "all"))
    assert [] == found("missing-route-selection-expression", chat(backend(), route(), api=api % "$default"))
    assert [] == found("missing-route-selection-expression", chat(backend(), route("RouteKey: !Ref P"), api=api % "all"))
    assert [] == found("missing-route-selection-expression", chat(api=api % "all"))


def test_what_was_meant_is_written():
    text = chat(backend(), route(), api="RouteSelectionExpression: %s")

    assert "$request.body.action" in fixed("missing-route-selection-expression", text % "request.body.action")
    assert "$request.body.action" in fixed("missing-route-selection-expression", text % "$.action")


def test_where_an_api_key_is():
    rule, api = "missing-route-selection-expression", "RouteSelectionExpression: $request.body.a\nApiKeySelectionExpression: %s"

    assert ["$request.header.api-key"] == found(rule, chat(api=api % "$request.header.api-key"))
    assert "$request.header.x-api-key" in fixed(rule, chat(api=api % "$request.header.api-key"))
    assert ["rejected"] == consequences(rule, chat(api=api % "$request.body.key"))
    for right in ("$request.header.x-api-key", "$context.authorizer.usageIdentifierKey", "${request.header.x-api-key}", "!Ref P"):
        assert [] == found(rule, chat(api=api % right))


# missing-default-route


def test_messages_that_no_route_takes():
    rule = "missing-default-route"

    assert ["Api"] == found(rule, chat(backend(), route("RouteKey: send")))
    assert [] == found(rule, chat(backend(), route("RouteKey: send"), route(name="Other")))
    assert [] == found(rule, chat(backend(), route("RouteKey: send"), route("RouteKey: !Ref P", "Other")))
    assert [] == found(rule, chat(backend(), route("RouteKey: $connect"), route("RouteKey: $disconnect", "Other")))
    assert [] == found(rule, chat())
    assert [] == found(rule, chat(backend(), route("RouteKey: send")).replace("!Ref Api", "!ImportValue api"))
    blocks = MOCKED % ("", "")
    assert [] == found(rule, terraform_chat(blocks))
    assert ['resource "aws_apigatewayv2_api" "chat"'] == found(rule, terraform_chat(blocks.replace("$default", "send")))
    assert [] == found(rule, terraform_chat(blocks.replace('"$default"', "var.v")))


def test_a_default_route_that_depends_on_a_condition():
    other = route(name="Other").replace("Properties:", "Condition: C\n    Properties:")

    assert [] == found("missing-default-route", chat(backend(), route("RouteKey: send"), other))
    assert [] == found("missing-default-route", chat(backend(), route("RouteKey: !If [C, $default, !Ref P]")))


# unmatched-template-key


def templates(expression, keys, kind=HTTP):
    entries = "".join(f"\n  {key}: '{{\"statusCode\": 200}}'" for key in keys)
    return chat(backend(f"{kind}\nTemplateSelectionExpression: {expression}\nRequestTemplates:{entries}"), route())


@pytest.mark.parametrize(
    ("expression", "keys"),
    [
        ("200", ['"200"']),
        (r"\$default", ["$default"]),
        ("$default", ["$default"]),
        (r"\$default", [r"\$default"]),
        ("$request.body.kind", ["pet", "food"]),
        ("$request.body.contentType", ["application/json"]),
        ("$request.body.kind", ["application/json", "text/plain"]),
        ("${request.body.version}-beta", ["v1-beta"]),
        ("$request.body.kind", ["application/json", "$default"]),
        ("!Ref P", ["application/json"]),
        ('!Sub "${P}"', ["application/json"]),
    ],
)
def test_templates_that_are_selected(expression, keys):
    assert [] == found("unmatched-template-key", templates(expression, keys))


def test_templates_that_are_not_known():
    text = templates("200", []).replace("RequestTemplates:", "RequestTemplates: !Ref P")

    assert [] == found("unmatched-template-key", text)


@pytest.mark.parametrize(
    ("expression", "keys", "says"),
    [
        ("200", ["application/json"], ["broken"]),
        (r"\$default", ["application/json"], ["broken"]),
        ("${request.body.version}-beta", ["v1"], ["broken"]),
        ("$integration.response.statuscode", ["pet"], ["broken"]),
        ("send", ["send", "sent"], ["ignored"]),
        ("send", ["$default", "sent"], ["ignored"]),
        ("${request.body.kind", ["pet"], ["broken"]),
    ],
)
def test_templates_that_are_never_selected(expression, keys, says):
    assert says == consequences("unmatched-template-key", templates(expression, keys))


@pytest.mark.parametrize(
    ("expression", "keys", "says"),
    [
        ("200", ["pet"], "always yields 200, never pet: with no $default beside it, no template is used"),
        ("send", ["send", "sent"], "always yields send, never sent: the template is never used"),
        ("${request.body.version}-beta", ["v1"], "yields what request.body.version is, never v1: with no $default beside it"),
    ],
)
def test_a_finding_says_what_is_selected_instead(expression, keys, says):
    (finding,) = report("unmatched-template-key", templates(expression, keys))

    assert says in finding.message


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("missing-route-selection-expression", chat(api="Description: none")),
        ("missing-route-selection-expression", chat(backend(), route(), api="RouteSelectionExpression: $.action")),
        ("unmatched-template-key", templates("200", ["pet"])),
    ],
)
def test_what_is_guessed_is_only_written_where_that_is_asked_for(rule, text):
    assert text != fixed(rule, text)
    assert not any(fixes.is_fixable(finding, unsafe=False) for finding in report(rule, text))


def test_templates_without_an_expression_or_of_proxies_or_that_say_nothing():
    text = templates("200", ["application/json"])

    assert ["application/json"] == found("unmatched-template-key", text)
    assert [] == found("unmatched-template-key", text.replace("TemplateSelectionExpression: 200", "Description: a"))
    assert [] == found("unmatched-template-key", templates("200", ["application/json"], PROXY))
    assert [] == found("unmatched-template-key", text.replace("'{\"statusCode\": 200}'", "''"))
    assert [] == found("unmatched-template-key", fixed("unmatched-template-key", text))


def test_templates_in_terraform():
    blocks = MOCKED % ('template_selection_expression = "%s"\n  request_templates = { "%s" = "{}" }', "")

    assert ['"application/json"'] == found("unmatched-template-key", terraform_chat(blocks % ("200", "application/json")))
    assert [] == found("unmatched-template-key", terraform_chat(blocks % ("200", "200")))
    assert [] == found("unmatched-template-key", terraform_chat(blocks % (r"\\$default", "$default")))
    assert [] == found("unmatched-template-key", terraform_chat(blocks % ("${var.v}", "application/json")))
    assert [] == found("unmatched-template-key", terraform_chat(blocks % ("200", "${var.v}")))


def test_templates_of_answers():
    entry = "TemplateSelectionExpression: %s\nResponseTemplates: {%s: 'text'}"
    rule = "unmatched-template-key"

    assert ["OK"] == found(rule, chat(backend(HTTP), route(), answer(properties=entry % ('"${integration.response.statuscode}"', "OK"))))
    assert [] == found(rule, chat(backend(HTTP), route(), answer(properties=entry % ('"${integration.response.statuscode}"', '"404"'))))
    assert [] == found(rule, chat(backend(HTTP), route(), answer(properties=entry % ("$integration.response.header.Kind", "pet"))))


def test_models_that_are_never_selected():
    rule, text = "unmatched-template-key", "RouteKey: %s\nModelSelectionExpression: %s\nRequestModels: {%s: message}"

    assert ["message"] == found(rule, chat(backend(), route(text % ("$default", "action", "message"))))
    assert "every message is refused" in report(rule, chat(backend(), route(text % ("send", "action", "message"))))[0].message
    for key, expression, model in [
        ("$default", "message", "message"),
        ("$default", "$request.body.action", "send"),
        ("$default", "!Ref P", "message"),
        ("$connect", "action", "message"),
        ("!Ref P", "action", "message"),
        ("$default", "action", "$default"),
    ]:
        assert [] == found(rule, chat(backend(), route(text % (key, expression, model))))


def test_a_model_is_selected_where_there_is_none():
    rule, text = "unmatched-template-key", "RouteKey: %s\nModelSelectionExpression: $request.body.action"

    assert ["$request.body.action"] == found(rule, chat(backend(), route(text % "$default")))
    assert [] == found(rule, chat(backend(), route(text % "$connect")))
    assert [] == found(rule, chat(backend(), route(text % "$default" + "\nRequestModels: !If [C, {a: b}, !Ref AWS::NoValue]")))
    assert [] == found("missing-default-route", chat(backend(MOCK), route(text % "$default")))


# openapi-of-websocket-api


def test_openapi_has_no_websocket_apis():
    rule, api = "openapi-of-websocket-api", "RouteSelectionExpression: $request.body.action\nBody: %s"

    assert ["rejected"] == consequences(rule, chat(api=api % '{openapi: 3.0.1, info: {title: chat, version: "1"}, paths: {}}'))
    assert [] == found(rule, chat(api=api % "!Ref P"))
    assert [] == found(rule, chat())
    body = 'route_selection_expression = "$request.body.action"\n  body = %s'
    assert [] == found(rule, terraform_chat("", body % "null"))
    assert [] == found(rule, terraform_chat("", body % "var.v"))
