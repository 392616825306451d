"""Conditions judged together: one definition for each combination that they can have, with its scenario in words."""

import pytest
from models import plain_value
from templates import load, raw

from apigw_lint.model import Definition
from apigw_lint.value import Unknown

RESOURCE = "  Thing:\n    Type: AWS::ApiGateway::Account\n    Properties:\n"


def scenarios(
    conditions: str, properties: str, parameters: str = "  P: {Type: String}\n  Q: {Type: String}\n", **given: str
) -> dict[str, object]:
    """Returns the properties of a resource in each scenario."""
    lines = "".join(f"  {line.strip()}\n" for line in conditions.strip().splitlines())
    written = "".join(f"      {line.strip()}\n" for line in properties.strip().splitlines())
    text = f"Parameters:\n{parameters}Conditions:\n{lines}Resources:\n{RESOURCE}{written}"
    return {one.scenario: plain_value(raw(one).properties) for one in load(text, **given).definitions}


def names(definition: Definition) -> list[str]:
    return [resource.address for resource in definition.resources]


def test_each_branch_is_a_scenario() -> None:
    found = scenarios("IsProd: !Equals [!Ref P, prod]", "A: !If [IsProd, x, y]\nB: !If [IsProd, 1, !Ref AWS::NoValue]")

    assert {"IsProd is true": {"A": "x", "B": 1}, "IsProd is false": {"A": "y"}} == found


@pytest.mark.parametrize(
    ("parameter", "given", "expected"),
    [
        ("{Type: String, Default: prod}", {}, "x"),
        ("{Type: String, Default: dev}", {}, "y"),
        ("{Type: String, Default: dev}", {"P": "prod"}, "x"),
        ("{Type: String}", {"P": "prod"}, "x"),
        ("{Type: String}", {"P": "Prod"}, "y"),
        ("{Type: String, AllowedValues: [dev, test]}", {}, "y"),
        ("{Type: String, AllowedValues: [prod]}", {}, "x"),
        ("{Type: String, AllowedValues: [dev, prod], Default: prod}", {}, "x"),
    ],
)
def test_what_the_parameters_decide_is_one_definition(parameter: str, given: dict[str, str], expected: str) -> None:
    found = scenarios("IsProd: !Equals [!Ref P, prod]", "A: !If [IsProd, x, y]", f"  P: {parameter}\n", **given)

    assert [expected] == [table["A"] for table in found.values()]  # type: ignore[index]
    assert [""] == list(found)


@pytest.mark.parametrize(
    ("conditions", "expected"),
    [
        ("A: !Equals [!Ref P, a]\nB: !Equals [!Ref P, b]", ["A1B0", "A0B1", "A0B0"]),
        ("A: !Equals [!Ref P, a]\nB: !Equals [a, !Ref P]", ["A1B1", "A0B0"]),
        ("A: !Equals [!Ref P, a]\nB: !Not [!Equals [!Ref P, a]]", ["A1B0", "A0B1"]),
        ("A: !Equals [!Ref P, a]\nB: !Not [!Condition A]", ["A1B0", "A0B1"]),
        ("A: !Equals [!Ref P, a]\nB: {Fn::Not: [{Condition: A}]}", ["A1B0", "A0B1"]),
        ("A: !Equals [!Ref P, a]\nB: !Equals [!Ref Q, a]", ["A1B1", "A1B0", "A0B1", "A0B0"]),
        ("A: !Equals [!Ref P, a]\nB: !And [!Condition A, !Equals [!Ref Q, b]]", ["A1B1", "A1B0", "A0B0"]),
        ("A: !Equals [!Ref P, a]\nB: !Or [!Condition A, !Equals [!Ref Q, b]]", ["A1B1", "A0B1", "A0B0"]),
        ("A: !Equals [!Ref P, !Ref Q]\nB: !Equals [!Ref Q, !Ref P]", ["A1B1", "A0B0"]),
        ("A: !Equals [!Ref P, !Ref P]\nB: !Equals [x, x]", ["A1B1"]),
        (
            "A: !Equals [!Select [0, !Split [x, !Ref P]], a]\nB: {Fn::Equals: [a, {Fn::Select: [0, {Fn::Split: [x, {Ref: P}]}]}]}",
            ["A1B1", "A0B0"],
        ),
        ("A: !Equals [!Ref AWS::Region, a]\nB: !Equals [!Ref AWS::Region, b]", ["A1B0", "A0B1", "A0B0"]),
        ("A: !Condition B\nB: !Condition A", ["A1B1", "A0B0"]),
        ("A: !And [!Equals [!Ref P, a], !Equals [!Ref P, b]]\nB: !Equals [x, y]", ["A0B0"]),
        ("A: text\nB: [text]", ["A1B1", "A1B0", "A0B1", "A0B0"]),
    ],
)
def test_combinations(conditions: str, expected: list[str]) -> None:
    found = scenarios(conditions, "Value: !Join ['', [A, !If [A, 1, 0], B, !If [B, 1, 0]]]")

    assert sorted(expected) == sorted(table["Value"] for table in found.values())  # type: ignore[index]


def test_two_parameters_compared_with_each_other_and_with_a_text() -> None:
    conditions = "A: !Equals [!Ref P, x]\nB: !Equals [!Ref Q, x]\nC: !Equals [!Ref P, !Ref Q]"
    found = scenarios(conditions, "Value: !Join ['', [!If [A, a, '-'], !If [B, b, '-'], !If [C, c, '-']]]")

    assert {"abc", "a--", "-b-", "--c", "---"} == {table["Value"] for table in found.values()}  # type: ignore[index]


def test_allowed_values_bound_the_combinations() -> None:
    conditions = "A: !Equals [!Ref P, a]\nB: !Equals [!Ref P, b]\nC: !Equals [!Ref P, c]"
    found = scenarios(
        conditions, "Value: !Join ['', [!If [A, a, ''], !If [B, b, ''], !If [C, c, '']]]", "  P: {Type: String, AllowedValues: [a, b]}\n"
    )

    assert ["a", "b"] == [table["Value"] for table in found.values()]  # type: ignore[index]


def test_conditions_that_do_not_touch_an_api_make_no_scenarios() -> None:
    text = """
        Parameters: {P: {Type: String}}
        Conditions: {IsProd: !Equals [!Ref P, prod]}
        Resources:
          Thing: {Type: AWS::ApiGateway::Account, Properties: {CloudWatchRoleArn: x}}
          Fn: {Type: AWS::Lambda::Function, Condition: IsProd, Properties: {Timeout: !If [IsProd, 10, 20]}}
    """
    (only,) = load(text).definitions

    assert "" == only.scenario
    assert [False] == [function.certain for function in only.functions]
    assert isinstance(only.functions[0].timeout, Unknown)


def test_a_conditional_resource_is_there_in_its_scenario() -> None:
    text = """
        Parameters: {P: {Type: String}}
        Conditions: {IsProd: !Equals [!Ref P, prod]}
        Resources:
          Api: {Type: AWS::ApiGateway::RestApi, Properties: {Name: x}}
          Key: {Type: AWS::ApiGateway::ApiKey, Condition: IsProd}
          Fn: {Type: AWS::Lambda::Function, Condition: IsProd}
    """
    first, second = load(text).definitions

    assert ["IsProd is true", "IsProd is false"] == [first.scenario, second.scenario]
    assert [["Resources/Api", "Resources/Key"], ["Resources/Api"]] == [names(first), names(second)]
    assert [1, 0] == [len(first.functions), len(second.functions)]
    assert all(key.certain for key in first.api_keys)


def test_beyond_the_limit_branches_are_candidates_and_resources_uncertain() -> None:
    parameters = "".join(f"  P{number}: {{Type: String}}\n" for number in range(5))
    conditions = "".join(f"  C{number}: !Equals [!Ref P{number}, x]\n" for number in range(5))
    values = "".join(f"      V{number}: !If [C{number}, a, b]\n" for number in range(5))
    text = f"Parameters:\n{parameters}Conditions:\n{conditions}Resources:\n{RESOURCE}{values}    Condition: C1\n"
    (only,) = load(text).definitions
    found = raw(only)
    branch = found.properties.get("V3")  # type: ignore[attr-defined]

    assert "" == only.scenario
    assert not found.certain
    assert isinstance(branch, Unknown)
    assert ["a", "b"] == [plain_value(candidate) for candidate in branch.candidates]


def test_sixteen_combinations_are_judged() -> None:
    conditions = "\n".join(f"C{number}: !Equals [!Ref P{number}, x]" for number in range(4))
    parameters = "".join(f"  P{number}: {{Type: String}}\n" for number in range(4))
    found = scenarios(conditions, "\n".join(f"V{number}: !If [C{number}, 1, 0]" for number in range(4)), parameters)

    assert 16 == len({repr(table) for table in found.values()})


def test_conditions_that_double_with_each_step_are_judged_in_no_time() -> None:
    chain = "\n".join(f"C{number}: !And [!Condition C{number - 1}, !Condition C{number - 1}]" for number in range(1, 45))
    found = scenarios(f"C0: !Equals [!Ref P, x]\n{chain}", "V: !If [C44, 1, 0]")

    assert {"C44 is true": {"V": 1}, "C44 is false": {"V": 0}} == found


def test_a_long_chain_of_conditions_ends() -> None:
    chain = "\n".join(f"C{number}: !Condition C{number - 1}" for number in range(1, 3000))
    found = scenarios(f"C0: !Equals [!Ref P, x]\n{chain}", "V: !If [C2999, 1, 0]")

    assert {"C2999 is true": {"V": 1}, "C2999 is false": {"V": 0}} == found
