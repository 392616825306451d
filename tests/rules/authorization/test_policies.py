"""The rules on resource policies and on methods that everybody can call."""

import json

import pytest
from definitions import cloudformation, consequences, found, openapi, report, terraform

PROXY = "Type: HTTP_PROXY\nIntegrationHttpMethod: GET\nUri: https://pets.example.com/"
BACKEND = 'type = "HTTP_PROXY"\nintegration_http_method = "GET"\nuri = "https://pets.example.com/"'
ALLOW = {"Effect": "Allow", "Principal": "*", "Action": "execute-api:Invoke", "Resource": "execute-api:/*"}
DENY = {**ALLOW, "Effect": "Deny"}
SUBNET = {"IpAddress": {"aws:SourceIp": "192.0.2.0/24"}}
VPC = {"StringEquals": {"aws:SourceVpce": "vpce-1"}}
NOT_VPC = {"StringNotEquals": {"aws:SourceVpce": "vpce-1"}}
ROOT = {"AWS": "arn:aws:iam::123456789012:root"}


def api(*statements, types="[REGIONAL]", method="", policy=None, head="", verb="GET"):
    """Returns a template whose API has a policy of some statements."""
    policy = policy if policy is not None else json.dumps({"Version": "2012-10-17", "Statement": list(statements)})
    endpoint = f", EndpointConfiguration: {{Types: {types}}}" if types else ""
    text = cloudformation(PROXY, method, verb=verb, head=head)
    text = text.replace("      AuthorizationType: NONE\n", "", 1) if "AuthorizationType" in method else text
    return text.replace("Properties: {Name: pets}", f"Properties: {{Name: pets{endpoint}{', Policy: ' + policy if policy else ''}}}")


def in_terraform(document, endpoint=""):
    """Returns a configuration whose API has a policy that a data source writes."""
    return terraform(
        BACKEND,
        more=f"""
        data "aws_iam_policy_document" "p" {{
        {document}
        }}
        resource "aws_api_gateway_rest_api_policy" "p" {{
          rest_api_id = aws_api_gateway_rest_api.api.id
          policy      = data.aws_iam_policy_document.p.json
        }}
        """,
    ).replace('name = "pets"\n', f'name = "pets"\n  {endpoint}\n', 1)


# invalid-resource-policy


@pytest.mark.parametrize(
    ("statement", "count"),
    [
        (ALLOW, 0),
        ({**ALLOW, "Effect": "allow"}, 1),
        ({name: value for name, value in ALLOW.items() if name != "Principal"}, 1),
        ({"Resource": "*"}, 3),
        ({"Effect": "Deny", "NotPrincipal": ROOT, "NotAction": "x", "Resource": "*"}, 0),
        ({"effect": "Deny", "principal": "*", "action": "*"}, 0),
    ],
)
def test_statements(statement, count):
    assert count == len(found("invalid-resource-policy", api(statement)))


def test_policies_that_are_none():
    assert ["[]"] == found("invalid-resource-policy", api())
    assert ['{"Version": "2012-10-17"}'] == found("invalid-resource-policy", api(policy='{"Version": "2012-10-17"}'))
    assert ["'2012-10-18'"] == found(
        "invalid-resource-policy", api(policy="{Version: '2012-10-18', Statement: [" + json.dumps(ALLOW) + "]}")
    )
    assert ["'{'"] == found("invalid-resource-policy", api(policy="'{'"))
    assert [] == found("invalid-resource-policy", api(policy="''"))
    assert [] == found("invalid-resource-policy", api(policy="!ImportValue x"))
    assert [] == found("invalid-resource-policy", api(policy="{Statement: !ImportValue x}"))
    assert [] == found("invalid-resource-policy", api(policy="{Statement: [{'Fn::Transform': {Name: M}}]}"))
    assert [] == found("invalid-resource-policy", api(policy="!Sub '{\"Statement\": ${x}}'", head="Parameters: {x: {Type: String}}"))


def test_statements_of_policy_documents():
    assert ["statement {"] == found("invalid-resource-policy", in_terraform('statement {\n  actions = ["execute-api:Invoke"]\n}'))
    whole = 'statement {\n  actions = ["execute-api:Invoke"]\n  principals {\n    type = "*"\n    identifiers = ["*"]\n  }\n}'
    assert [] == found("invalid-resource-policy", in_terraform(whole))
    assert [] == found("invalid-resource-policy", in_terraform("source_policy_documents = [var.x]"))


def test_http_apis_have_no_policies():
    text = """
Resources:
  Api:
    Type: AWS::ApiGatewayV2::Api
    Properties:
      Body: {openapi: 3.0.1, info: {title: pets, version: '1'}, paths: {}, x-amazon-apigateway-policy: {Statement: []}}
"""

    assert ["x-amazon-apigateway-policy"] == found("invalid-resource-policy", text)
    assert ["ignored"] == consequences("invalid-resource-policy", text)


# resource-policy-that-allows-nobody


@pytest.mark.parametrize(
    ("statements", "place"),
    [
        ([ALLOW], None),
        ([DENY], '"Deny"'),
        ([{**DENY, "Condition": SUBNET}], '"Deny"'),
        ([{**ALLOW, "Action": "execute-api:ManageConnections"}], '"execute-api:ManageConnections"'),
        ([{**ALLOW, "Resource": "execute-api:/*/POST/*"}], '"execute-api:/*/POST/*"'),
        ([{**ALLOW, "Resource": "arn:aws:execute-api:eu-west-1:123456789012:abc/"}], '"arn:aws:execute-api:eu-west-1:123456789012:abc/"'),
        ([{**ALLOW, "Principal": ROOT}], json.dumps(ROOT)),
        ([{**ALLOW, "Condition": VPC}], '"aws:SourceVpce"'),
        ([{**ALLOW, "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-1"}}}], '"aws:PrincipalOrgID"'),
        ([ALLOW, {**DENY, "Condition": NOT_VPC}], '"aws:SourceVpce"'),
        ([ALLOW, {**DENY, "Condition": {"StringNotEqualsIfExists": {"aws:SourceVpce": "x"}}}], '"aws:SourceVpce"'),
        ([ALLOW, {**DENY, "Condition": SUBNET}], None),
        ([ALLOW, {**DENY, "Resource": "execute-api:/*/POST/*", "Condition": NOT_VPC}], None),
        ([ALLOW, {**DENY, "Principal": ROOT, "Condition": NOT_VPC}], None),
        ([{**ALLOW, "Principal": ROOT}, {**ALLOW, "Condition": SUBNET}], None),
        ([ALLOW, {**ALLOW, "Condition": VPC}], None),
        ([{**ALLOW, "Resource": "*"}], None),
        ([{**ALLOW, "NotAction": "x", "Action": "y"}], None),
    ],
)
def test_whom_a_policy_lets_in(statements, place):
    assert ([place] if place else []) == found("resource-policy-that-allows-nobody", api(*statements))


def test_callers_with_credentials_are_let_in_by_iam():
    iam = "AuthorizationType: AWS_IAM"

    assert [] == found("resource-policy-that-allows-nobody", api(DENY | {"Condition": SUBNET}, method=iam))
    assert [] == found("resource-policy-that-allows-nobody", api(ALLOW | {"Principal": ROOT}, method=iam))
    assert [] == found("resource-policy-that-allows-nobody", api(ALLOW | {"Principal": ROOT}, method="AuthorizationType: !ImportValue x"))
    assert ['"aws:SourceVpce"'] == found("resource-policy-that-allows-nobody", api(ALLOW, DENY | {"Condition": NOT_VPC}, method=iam))


@pytest.mark.parametrize("types", ["[PRIVATE]", "!ImportValue x", "[!ImportValue x]"])
def test_keys_of_vpcs_are_there_in_private_apis(types):
    assert [] == found("resource-policy-that-allows-nobody", api(ALLOW, DENY | {"Condition": NOT_VPC}, types=types))
    assert [] == found("resource-policy-that-allows-nobody", api(ALLOW | {"Condition": VPC}, types=types))


def test_private_apis_have_no_source_ip():
    assert ['"aws:SourceIp"'] == found("resource-policy-that-allows-nobody", api(ALLOW | {"Condition": SUBNET}, types="[PRIVATE]"))
    assert [] == found("resource-policy-that-allows-nobody", api(ALLOW | {"Condition": SUBNET}))


def test_conditions_of_policy_documents():
    principals = 'principals {\n    type = "*"\n    identifiers = ["*"]\n  }'
    allow = f'statement {{\n  actions = ["execute-api:Invoke"]\n  {principals}\n  resources = ["*"]\n  %s\n}}'
    condition = 'condition {\n    test = "StringEquals"\n    variable = "%s"\n    values = ["x"]\n  }'

    assert ['"aws:SourceVpc"'] == found("resource-policy-that-allows-nobody", in_terraform(allow % condition % "aws:SourceVpc"))
    assert [] == found("resource-policy-that-allows-nobody", in_terraform(allow % condition % "aws:SourceIp"))
    assert [] == found("resource-policy-that-allows-nobody", in_terraform(allow % condition % "${var.key}"))
    private = 'endpoint_configuration {\n    types = ["PRIVATE"]\n  }'
    assert [] == found("resource-policy-that-allows-nobody", in_terraform(allow % condition % "aws:SourceVpc", private))


def test_what_is_not_known_lets_in():
    assert [] == found("resource-policy-that-allows-nobody", api(policy="{Statement: !ImportValue x}"))
    assert [] == found("resource-policy-that-allows-nobody", api(policy="{Statement: [{Effect: !ImportValue x, Principal: x}]}"))
    text = api(DENY).replace("Resources:", "Transform: Macro\nResources:")
    assert ['"Deny"'] == found("resource-policy-that-allows-nobody", text)


# resource-policy-that-allows-everybody, private-api-without-policy


def test_policies_that_let_everybody_in():
    name = "resource-policy-that-allows-everybody"

    assert ['"*"'] == found(name, api(ALLOW))
    assert ['"*"'] == found(name, api(ALLOW | {"Resource": "*"}, types="[PRIVATE]"))
    assert "every VPC endpoint" in report(name, api(ALLOW, types="[PRIVATE]"))[0].message
    for statements in (
        [ALLOW | {"Condition": SUBNET}],
        [ALLOW, DENY | {"Condition": SUBNET}],
        [ALLOW | {"Resource": "execute-api:/*/GET/*"}],
    ):
        assert [] == found(name, api(*statements))
    assert [] == found(name, api(ALLOW | {"Principal": ROOT}))


def test_private_apis_need_a_policy():
    name = "private-api-without-policy"

    assert ["[PRIVATE]"] == found(name, api(types="[PRIVATE]", policy=""))
    assert [] == found(name, api(types="[PRIVATE]", policy="!ImportValue x"))
    assert [] == found(name, api(types="!ImportValue x", policy=""))
    assert [] == found(name, api(types="[EDGE]", policy=""))
    private = 'endpoint_configuration {\n    types = ["PRIVATE"]\n  }'
    bare = terraform(BACKEND).replace('name = "pets"\n', f'name = "pets"\n  {private}\n', 1)
    assert ['["PRIVATE"]'] == found(name, bare)
    assert [] == found(name, in_terraform('statement {\n  actions = ["*"]\n}', private))


# open-method


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (api(types="", policy=""), ["NONE"]),
        (api(types="", policy="", verb="OPTIONS"), []),
        (api(types="[PRIVATE]", policy=""), []),
        (api(types="!ImportValue x", policy=""), []),
        (api(ALLOW), []),
        (api(types="", policy="", method="ApiKeyRequired: true"), []),
        (api(types="", policy="", method="ApiKeyRequired: !ImportValue x"), []),
        (api(types="", policy="", method="AuthorizationType: AWS_IAM"), []),
        (api(types="", policy="", method="AuthorizationType: !ImportValue x"), []),
        (api(types="", policy="").replace("{Name: pets}", "{Name: pets, DisableExecuteApiEndpoint: true}"), []),
        (api(types="", policy="").replace("!Ref Api", "!ImportValue api"), []),
        (terraform(BACKEND), ['"NONE"']),
        (openapi("type: http_proxy\nhttpMethod: GET\nuri: https://pets.example.com/"), []),
    ],
)
def test_open_methods(text, place):
    assert place == found("open-method", text)
