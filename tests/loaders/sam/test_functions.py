"""Functions of SAM and what comes with them."""

import pytest
from templates import definition, expanded, written

from apigw_lint.value import Reference

HEAD = "Transform: AWS::Serverless-2016-10-31\nConditions:\n  IsProd: !Equals [!Ref AWS::Region, a]\nResources:\n"


def resources(properties: str) -> dict[str, str]:
    """Returns the types of the resources that a function makes, by their logical ids."""
    return expanded(f"{HEAD}  F:\n    Type: AWS::Serverless::Function\n    Properties: {{{properties}}}\n")


def test_a_function_has_a_role_unless_it_names_one() -> None:
    assert {"F": "AWS::Lambda::Function", "FRole": "AWS::IAM::Role"}.items() <= resources("").items()
    assert "FRole" not in resources("Role: arn")
    assert "FRole" not in resources("Role: !If [IsProd, a, b]")


@pytest.mark.parametrize("role", ["!If [IsProd, !Ref AWS::NoValue, arn]", "!If [IsProd, arn, !Ref AWS::NoValue]"])
def test_a_role_that_is_left_out_on_a_condition_is_made(role: str) -> None:
    assert "FRole" in resources(f"Role: {role}")


def test_an_alias_comes_with_a_version() -> None:
    found = resources("AutoPublishAlias: live")
    (version,) = [name for name in found if name.startswith("FVersion")]
    assert "AWS::Lambda::Alias" == found["FAliaslive"]
    assert 10 == len(version.removeprefix("FVersion"))
    assert version not in resources("AutoPublishAlias: live, CodeUri: s3://other/code")


def test_names_of_generated_resources_can_be_referred_to() -> None:
    text = (
        f"{HEAD}  F:\n    Type: AWS::Serverless::Function\n    Properties: {{AutoPublishAlias: live, Timeout: 20}}\n"
        "  P:\n    Type: AWS::Lambda::Permission\n    Properties: {FunctionName: !Ref F.Alias, Action: a, Principal: b}\n"
        "  Api: {Type: AWS::ApiGateway::RestApi}\n"
    )
    found = definition(text)
    (permission,) = found.permissions
    assert isinstance(permission.function_name, Reference)
    assert "Resources/FAliaslive" == permission.function_name.target
    assert "20" in [written(one.timeout) for one in found.functions]
