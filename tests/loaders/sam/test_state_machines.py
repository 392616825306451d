"""State machines behind methods of REST APIs."""

import pytest
from models import plain, plain_value
from templates import api, definition, expanded

from apigw_lint.model import Integration
from apigw_lint.value import Reference, Unknown

HEAD = "Transform: AWS::Serverless-2016-10-31\nParameters:\n  Bare: {Type: String}\nResources:\n"


def template(event: str = "", more: str = "") -> str:
    """Returns a template with a state machine that an event starts."""
    return (
        f"{HEAD}  SM:\n    Type: AWS::Serverless::StateMachine\n    Properties:\n      DefinitionUri: s3://a/b\n{more}"
        f"      Events:\n        Go: {{Type: Api, Properties: {{Path: /go, Method: post{event}}}}}\n"
    )


def integration(text: str) -> Integration:
    (only,) = api(text).integrations
    return only


def test_a_method_starts_an_execution() -> None:
    found = api(template())
    (method,) = found.methods
    (one,) = found.integrations
    assert ("AWS", "POST") == (plain_value(one.type), plain_value(one.http_method))
    assert plain_value(one.uri).endswith(":states:action/StartExecution")
    assert ["200", "400"] == sorted(plain_value(response.status_code) for response in method.responses)
    assert ["200", "400"] == sorted(plain_value(response.status_code) for response in one.responses)
    assert "Go" == one.name_span.text or "Go" in one.span.text


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        ("", "$util.escapeJavaScript($input.json('$'))"),
        (", UnescapeMappingTemplate: true", """$util.escapeJavaScript($input.json('$')).replaceAll("\\\\'","'")"""),
    ],
)
def test_the_body_is_the_input(event: str, expected: str) -> None:
    template_text = plain_value(integration(template(event)).request_templates)["application/json"]
    assert f'{{"input": "{expected}", "stateMachineArn": "<unknown>"}}' == template_text


def test_a_template_that_is_not_known() -> None:
    assert {"application/json": "<unknown>"} == plain_value(integration(template(", UnescapeMappingTemplate: !Ref Bare")).request_templates)


def test_the_role_that_starts_executions() -> None:
    one = integration(template())
    assert isinstance(one.credentials, Reference)
    assert ("Resources/SMGoRole", "Arn") == (one.credentials.target, one.credentials.attribute)
    (role,) = [role for role in definition(template()).roles if role.address == "Resources/SMGoRole"]
    assert "states:StartExecution" in str(plain(role))
    (trusted,) = plain_value(role.assume_role_policy)["Statement"]
    assert {"Action": ["sts:AssumeRole"], "Effect": "Allow", "Principal": {"Service": ["apigateway.amazonaws.com"]}} == trusted


def test_an_alias_is_started_instead() -> None:
    more = "      AutoPublishAlias: live\n      UseAliasAsEventTarget: true\n"
    body = integration(template(more=more)).request_templates
    assert not isinstance(body, Unknown)
    assert {"SMAliaslive", "SMVersion", "SM", "SMRole", "SMGoRole"} <= set(expanded(template(more=more)))


def test_no_permission_is_needed() -> None:
    assert not list(definition(template()).permissions)


def test_documents_that_the_author_wrote_get_no_method() -> None:
    text = template(", RestApiId: !Ref Api") + (
        "  Api:\n    Type: AWS::Serverless::Api\n    Properties:\n      StageName: live\n      MergeDefinitions: true\n"
        "      DefinitionBody: {swagger: '2.0', info: {}, paths: {/a: {}}}\n"
    )
    found = definition(text)
    assert not list(found.apis[0].methods)
    assert "Resources/SMGoRole" in {role.address for role in found.roles}
