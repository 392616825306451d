"""The rule on variables of API Gateway that the format of the definition takes for its own."""

import json

import pytest
from definitions import cloudformation, consequences, fixed, found, openapi, terraform

RULE = "substituted-template-variable"


def sub(text, head="", more=""):
    """Returns a template whose request template is a substituted string."""
    return cloudformation(f"Type: HTTP\nRequestTemplates:\n  application/json: !Sub |\n    {text}", head=head, more=more)


@pytest.mark.parametrize("name", ["stageVariables.x", "context.identity.sourceIp", "input.body", "util", "input.params(1)"])
def test_a_variable_in_a_sub(name):
    text = sub(f'{{"a": "${{{name}}}", "b": "${{AWS::Region}}${{Api}}"}}')

    assert [f"${{{name}}}"] == found(RULE, text)
    assert ["rejected"] == consequences(RULE, text)
    assert text.replace(f"${{{name}}}", f"${{!{name}}}") == fixed(RULE, text)
    assert [] == found("unresolved-reference", text)


def test_what_is_left_alone():
    assert [] == found(RULE, sub("${!stageVariables.x} $stageVariables.x"))
    assert [] == found(RULE, sub("${context}", head="Parameters: {context: {Type: String}}"))
    assert [] == found(RULE, sub("${context.Arn}", more="context: {Type: 'AWS::SQS::Queue'}"))
    assert [] == found(RULE, cloudformation("Type: HTTP\nUri: 'https://${stageVariables.host}/'"))
    assert [] == found(RULE, sub("${context.x}", head="Transform: Other"))
    assert [] == found(RULE, cloudformation("Type: HTTP\nUri: !Sub ['https://${context.x}/', {context.x: a}]"))


def test_a_variable_that_the_template_sets():
    text = sub("#set($pet = 1)#foreach($item in [1])${item}#end${pet}${other}")

    assert ["${item}", "${pet}"] == found(RULE, text)
    assert ["${other}"] == found("unresolved-reference", text)


def test_it_stands_anywhere_and_in_sam_too():
    uri = cloudformation(
        "Type: HTTP\nUri: !Sub 'https://${stageVariables.host}/${ApiStage.x}'", head="Transform: AWS::Serverless-2016-10-31"
    )

    assert ["${stageVariables.host}"] == found(RULE, uri)


def test_a_template_in_json():
    integration = {"Type": "HTTP", "RequestTemplates": {"application/json": {"Fn::Sub": '{"a": "${context.stage}"}'}}}
    method = {"RestApiId": {"Ref": "Api"}, "ResourceId": "r", "HttpMethod": "GET", "Integration": integration}
    api = {"Type": "AWS::ApiGateway::RestApi", "Properties": {"Name": "pets"}}
    text = json.dumps({"Resources": {"Api": api, "Pets": {"Type": "AWS::ApiGateway::Method", "Properties": method}}}, indent=1)

    assert ["${context.stage}"] == found(RULE, text)
    assert text.replace("${", "${!") == fixed(RULE, text)


HEREDOC = 'type = "HTTP"\nrequest_templates = {\n  "application/json" = <<EOT\n{"a": "%s"}\nEOT\n}'


@pytest.mark.parametrize("name", ["stageVariables.x", "context.stage", "~ input.body ~"])
def test_a_variable_in_a_heredoc(name):
    text = terraform(HEREDOC % f"${{{name}}}")

    assert [name.strip("~ ")] == found(RULE, text)
    assert text.replace("${", "$${") == fixed(RULE, text)
    assert [] == found("unresolved-reference", text)


@pytest.mark.parametrize(
    "text",
    [
        terraform(HEREDOC % "$${stageVariables.x} ${aws_api_gateway_rest_api.api.id}"),
        terraform("type = context.stage"),
        terraform(HEREDOC % '${[for context in [{a = "b"}] : context.a][0]}'),
        openapi("type: http\nuri: 'https://${stageVariables.host}/'"),
    ],
)
def test_what_is_left_alone_elsewhere(text):
    assert [] == found(RULE, text)
