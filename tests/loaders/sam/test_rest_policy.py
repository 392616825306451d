"""``ResourcePolicy`` of REST APIs and of their events."""

import pytest
from models import plain_value
from templates import api

HEAD = "Transform: AWS::Serverless-2016-10-31\nResources:\n"
OWN = "{Effect: Deny, Principal: '*', Action: 'execute-api:Invoke', Resource: ['execute-api:/x']}"


def statements(auth: str = "", event: str = "") -> object:
    """Returns the statements of an API whose authorization and whose event's say something."""
    text = (
        f"{HEAD}  Api:\n    Type: AWS::Serverless::Api\n    Properties: {{StageName: live, Auth: {{{auth}}}}}\n"
        "  F:\n    Type: AWS::Serverless::Function\n    Properties:\n      Events:\n"
        f"        Get: {{Type: Api, Properties: {{RestApiId: !Ref Api, Path: '/a/{{id}}', Method: get, Auth: {{{event}}}}}}}\n"
        "        Any: {Type: Api, Properties: {RestApiId: !Ref Api, Path: /b, Method: any}}\n"
    )
    policy = plain_value(api(text).body).get("x-amazon-apigateway-policy", {})  # type: ignore[union-attr]
    return policy.get("Statement")


def said(effect: str, principal: object, *paths: str, **more: object) -> dict[str, object]:
    """Returns a statement on some methods."""
    resources = [f"execute-api:/live/{path}" for path in paths]
    return {"Effect": effect, "Action": "execute-api:Invoke", "Resource": resources, "Principal": principal, **more}


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        ("AwsAccountWhitelist: ['1']", said("Allow", {"AWS": ["1"]}, "GET/a/*")),
        ("AwsAccountBlacklist: ['1']", said("Deny", {"AWS": ["1"]}, "GET/a/*")),
        (
            "IpRangeWhitelist: [1.2.3.4]",
            [said("Allow", "*", "GET/a/*"), said("Deny", "*", "GET/a/*", Condition={"NotIpAddress": {"aws:SourceIp": ["1.2.3.4"]}})],
        ),
        (
            "IpRangeBlacklist: [1.2.3.4]",
            [said("Allow", "*", "GET/a/*"), said("Deny", "*", "GET/a/*", Condition={"IpAddress": {"aws:SourceIp": ["1.2.3.4"]}})],
        ),
        (
            "SourceVpcWhitelist: [vpc-1, vpce-2], IntrinsicVpceWhitelist: [!Ref E]",
            [
                said("Allow", "*", "GET/a/*"),
                said(
                    "Deny",
                    "*",
                    "GET/a/*",
                    Condition={"StringNotEquals": {"aws:SourceVpc": ["vpc-1"], "aws:SourceVpce": ["vpce-2", "<unknown>"]}},
                ),
            ],
        ),
        (
            "IntrinsicVpcBlacklist: [!Ref V]",
            [said("Allow", "*", "GET/a/*"), said("Deny", "*", "GET/a/*", Condition={"StringEquals": {"aws:SourceVpc": ["<unknown>"]}})],
        ),
        (
            f"CustomStatements: [{OWN}]",
            [{"Effect": "Deny", "Principal": "*", "Action": "execute-api:Invoke", "Resource": ["execute-api:/x"]}],
        ),
    ],
)
def test_policies_of_events(policy: str, expected: object) -> None:
    assert expected == statements(event=f"ResourcePolicy: {{{policy}}}")


def test_the_policy_of_an_api_is_for_each_path() -> None:
    assert [said("Deny", {"AWS": ["1"]}, "GET/a/*"), said("Deny", {"AWS": ["1"]}, "*/b")] == statements(
        "ResourcePolicy: {AwsAccountBlacklist: ['1']}"
    )


def test_a_statement_is_written_once() -> None:
    found = statements("ResourcePolicy: {IpRangeWhitelist: [1.2.3.4]}", "ResourcePolicy: {IpRangeWhitelist: [1.2.3.4]}")
    assert isinstance(found, list)
    assert 4 == len(found)


def test_statements_of_the_author_beside_others() -> None:
    found = statements(f"ResourcePolicy: {{CustomStatements: {OWN}}}", "ResourcePolicy: {AwsAccountWhitelist: ['1']}")
    assert isinstance(found, list)
    assert ["Allow", "Deny"] == [one["Effect"] for one in found]


@pytest.mark.parametrize("policy", ["{}", "null", "''"])
def test_policies_that_say_nothing(policy: str) -> None:
    assert statements(f"ResourcePolicy: {policy}", f"ResourcePolicy: {policy}") is None
