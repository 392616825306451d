"""What rules for REST APIs say of WebSocket APIs, whose refusals are seldom recorded."""

import pytest
from chats import HTTP, MOCK, PROXY, answer, backend, chat, reply, resource, route
from definitions import INVOKE, QUEUE, consequences, fixed, found

SERVICE = f"IntegrationType: AWS\nIntegrationMethod: POST\nIntegrationUri: {QUEUE}"
DEFAULT = "TemplateSelectionExpression: \\$default\nRequestTemplates: {$default: '%s'}"
MODEL = "Name: %s\nContentType: application/json\nSchema: %s"
AUTHORIZER = f"Name: callers\nAuthorizerType: REQUEST\nAuthorizerUri: {INVOKE}\nIdentitySource: [route.request.header.Auth]\n"


@pytest.mark.parametrize(
    ("rule", "consequence", "resources"),
    [
        ("lambda-integration-not-post", "broken", [backend(PROXY.replace("POST", "GET")), route()]),
        ("proxy-integration-of-other-service", "rejected", [backend(SERVICE.replace("AWS\n", "AWS_PROXY\n")), route()]),
        ("service-integration-without-credentials", "broken", [backend(SERVICE), route()]),
        ("proxy-integration-with-mappings", "ignored", [backend(f"{PROXY}\n{DEFAULT % '{}'}"), route()]),
        ("proxy-integration-with-mappings", "ignored", [backend(), route(), answer(), reply()]),
        ("passthrough-never-without-templates", "broken", [backend(f"{HTTP}\nPassthroughBehavior: NEVER"), route()]),
        ("vpc-link-without-connection-id", "broken", [backend(f"{HTTP}\nConnectionType: VPC_LINK"), route()]),
        ("unmapped-uri-variable", "broken", [backend(f"{HTTP}{{id}}"), route()]),
        ("unused-path-mapping", "ignored", [backend(f"{HTTP}\nRequestParameters: {{integration.request.path.id: \"'1'\"}}"), route()]),
        ("mock-without-status-code", "broken", [backend(f"{MOCK}\n{DEFAULT % '{}'}"), route()]),
        ("integration-timeout-out-of-range", "rejected", [backend(f"{PROXY}\nTimeoutInMillis: 29001"), route()]),
        ("invalid-content-handling", "rejected", [backend(f"{HTTP}\nContentHandlingStrategy: TEXT"), route()]),
        ("unknown-context-variable", "broken", [backend(f"{HTTP}\n{DEFAULT % '$context.resourcePath'}"), route()]),
        (
            "invalid-response-mapping",
            "rejected",
            [backend(HTTP), route(), answer(properties="ResponseParameters: {method.response.header.X: plain}"), reply()],
        ),
        (
            "invalid-request-parameter",
            "broken",
            [backend(), route("RouteKey: $connect\nRequestParameters: {method.request.header.X: {Required: true}}")],
        ),
        (
            "request-model-not-found",
            "broken",
            [backend(), route("RouteKey: $default\nModelSelectionExpression: a\nRequestModels: {a: message}")],
        ),
        ("response-model-not-found", "broken", [backend(), route(), reply(properties="ResponseModels: {a: message}")]),
        ("invalid-model-name", "rejected", [resource("M", "Model", MODEL % ("my-message", "{type: object}"))]),
        ("invalid-model-schema", "broken", [resource("M", "Model", MODEL % ("message", "{type: objekt}"))]),
        ("ignored-schema-keyword", "ignored", [resource("M", "Model", MODEL % ("message", "{type: object, const: 1}"))]),
        ("unused-model", "advised", [backend(), route(), resource("M", "Model", MODEL % ("message", "{type: object}"))]),
        ("ignored-authorizer-setting", "ignored", [resource("A", "Authorizer", AUTHORIZER + "AuthorizerResultTtlInSeconds: 300")]),
        ("ignored-authorizer-setting", "ignored", [resource("A", "Authorizer", AUTHORIZER + "EnableSimpleResponses: true")]),
        ("invalid-identity-source", "rejected", [resource("A", "Authorizer", AUTHORIZER.replace("header", "path"))]),
        ("invalid-authorization-type", "rejected", [backend(), route("RouteKey: $connect\nAuthorizationType: JWT")]),
    ],
)
def test_what_is_wrong_there_is_wrong_here(rule, consequence, resources):
    assert [consequence] == consequences(rule, chat(*resources))


@pytest.mark.parametrize(
    ("rule", "resources"),
    [
        ("lambda-integration-not-post", [backend(PROXY.replace("POST", "!Ref P")), route()]),
        ("service-integration-without-credentials", [backend(f"{SERVICE}\nCredentialsArn: !Ref P"), route()]),
        ("proxy-integration-with-mappings", [backend("IntegrationType: !Ref P"), route(), answer(), reply()]),
        ("proxy-integration-with-mappings", [backend(f"{PROXY}\nRequestParameters: {{integration.request.header.X: \"'1'\"}}"), route()]),
        ("passthrough-never-without-templates", [backend(f"{HTTP}\nPassthroughBehavior: NEVER"), route("RouteKey: $connect")]),
        ("passthrough-never-without-templates", [backend(f"{HTTP}\nPassthroughBehavior: NEVER"), route("RouteKey: !Ref P")]),
        ("vpc-link-without-connection-id", [backend(f"{HTTP}\nConnectionType: VPC_LINK\nConnectionId: !Ref P"), route()]),
        ("mock-without-status-code", [backend(MOCK), route()]),
        ("mock-without-status-code", [backend(f"{MOCK}\n{DEFAULT % '{statusCode: 200}'}"), route()]),
        ("unknown-context-variable", [backend(f"{HTTP}\n{DEFAULT % '$context.connectionId $context.routeKey'}"), route()]),
        (
            "invalid-response-mapping",
            [backend(HTTP), route(), answer(properties="ResponseParameters: {route.response.header.X: \"'1'\"}"), reply()],
        ),
        (
            "invalid-request-parameter",
            [backend(), route("RouteKey: $connect\nRequestParameters: {route.request.querystring.id: {Required: true}}")],
        ),
        (
            "request-model-not-found",
            [backend(), route("RouteKey: $default\nModelSelectionExpression: a\nRequestModels: {a: !Ref P}")],
        ),
        (
            "unused-model",
            [backend(), route("RouteKey: !Ref P\nRequestModels: !Ref P"), resource("M", "Model", MODEL % ("a", "{type: object}"))],
        ),
        ("ignored-authorizer-setting", [resource("A", "Authorizer", AUTHORIZER + "AuthorizerResultTtlInSeconds: 0")]),
        ("ignored-authorizer-setting", [resource("A", "Authorizer", AUTHORIZER + "EnableSimpleResponses: false")]),
    ],
)
def test_what_is_right_or_not_known(rule, resources):
    assert [] == found(rule, chat(*resources))


def test_a_parameter_written_as_on_rest_apis_becomes_one_of_a_route():
    rule = "invalid-request-parameter"
    text = chat(backend(), route("RouteKey: $connect\nRequestParameters: {method.request.header.Key: {Required: true}}"))

    assert ["method.request.header.Key"] == found(rule, text)
    assert text.replace("method.request", "route.request") == fixed(rule, text)
    assert [] == found(rule, fixed(rule, text))
    other = text.replace("method.request.header.Key", "word")
    assert other == fixed(rule, other)
