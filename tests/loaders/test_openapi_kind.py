import pytest
from openapi_reading import api_of, value

from apigw_lint.loaders import openapi
from apigw_lint.source import Source
from apigw_lint.syntax.reading import parse


def operation(text: str) -> str:
    return f"openapi: 3.0.0\npaths: {{/a: {{get: {{{text}}}}}}}"


def integration(text: str) -> str:
    return operation(f"x-amazon-apigateway-integration: {{{text}}}")


def authorizer(text: str) -> str:
    return f"openapi: 3.0.0\ncomponents: {{securitySchemes: {{s: {{x-amazon-apigateway-authorizer: {{{text}}}}}}}}}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("swagger: '2.0'\nx-amazon-apigateway-importexport-version: '1.0'", "REST"),
        ("openapi: 3.0.0", "REST"),
        ("openapi: 3.0.0\nx-amazon-apigateway-cors: {}", "HTTP"),
        ("openapi: 3.0.0\nx-amazon-apigateway-cors: {}\nx-amazon-apigateway-policy: {}", "REST"),
        ("openapi: 3.0.0\nx-amazon-apigateway-importexport-version: '1.0'\nx-amazon-apigateway-policy: {}", "HTTP"),
        ("openapi: 3.0.0\ntags: [{name: t, x-amazon-apigateway-tag-value: v}]", "HTTP"),
        ("openapi: 3.0.0\ncomponents: {x-amazon-apigateway-integrations: {}}", "HTTP"),
        ("openapi: 3.0.0\npaths: {/$default: {}}", "HTTP"),
        (operation("isDefaultRoute: true"), "HTTP"),
        (operation("x-amazon-apigateway-request-validator: v"), "REST"),
        (integration("type: aws_proxy"), "REST"),
        (integration("type: aws_proxy, payloadFormatVersion: '2.0'"), "HTTP"),
        (integration("type: AWS_PROXY, payloadFormatVersion: '1.0', passthroughBehavior: never"), "REST"),
        (integration("type: mock, payloadFormatVersion: '1.0'"), "REST"),
        (integration("type: AWS, payloadFormatVersion: '1.0'"), "REST"),
        (integration("type: aws_proxy, integrationSubtype: SQS-SendMessage, responses: {}"), "HTTP"),
        (authorizer("type: jwt"), "HTTP"),
        (authorizer("type: request, authorizerPayloadFormatVersion: '2.0'"), "HTTP"),
        (authorizer("type: token, authorizerPayloadFormatVersion: '2.0'"), "REST"),
        (authorizer("type: Cognito_User_Pools"), "REST"),
        (authorizer("type: request"), "REST"),
    ],
)
def test_kind(text, expected):
    assert expected == api_of(text).kind


def test_a_referred_integration_tells_the_kind():
    integration = "x-amazon-apigateway-integration: {integrationSubtype: s}"
    text = f"openapi: 3.0.0\npaths: {{/a: {{$ref: '#/x-items/a'}}}}\nx-items: {{a: {{get: {{{integration}}}}}}}"

    assert "HTTP" == api_of(text).kind


@pytest.mark.parametrize(
    ("text", "is_document", "is_definition"),
    [
        ("openapi: 3.0.0", True, False),
        ("swagger: 2.0\npaths: {/a: {get: {x-amazon-apigateway-integration: {}}}}", True, True),
        ("openapi: 3.0.0\nservers: [{x-amazon-apigateway-endpoint-configuration: {}}]", True, True),
        ("openapi: {a: b}", False, False),
        ("[openapi]", False, False),
        ("openapi", False, False),
        ("x-amazon-apigateway-policy: {}", False, True),
        ("openapi: 3.0.0\na: &a {b: 1}\nc: [*a, *a]", True, False),
    ],
)
def test_recognise(text, is_document, is_definition):
    tree, _ = parse(Source("a.yaml", text))

    assert tree is not None
    assert is_document == openapi.recognise(tree)
    assert is_definition == openapi.is_definition(tree)


def test_anchors_upon_anchors_are_searched_in_no_time():
    lines = ["openapi: 3.0.0", "a0: &a0 [1]"] + [f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}, *a{n - 1}]" for n in range(1, 6)]
    tree, _ = parse(Source("a.yaml", "\n".join(lines)))

    assert tree is not None
    assert not openapi.is_definition(tree)


def test_the_api_stands_at_the_version():
    api = api_of("info: {title: t}\nopenapi: 3.0.1\n")

    assert "openapi: 3.0.1" == api.name_span.text
    assert ("openapi", "openapi") == (api.address, api.format)
    assert value("info: {title: t}\nopenapi: 3.0.1\n").span.text == api.span.text
