"""Each intrinsic function in its short form, its long form and in JSON, with the places of what it gives."""

import json

import pytest
from models import plain_value
from templates import definition, raw, value

from apigw_lint.value import Absent, Known, List, Reference, Table, Text, Unknown, Value, literals

PARAMETERS = """
    Parameters:
      Stage: {Type: String, Default: dev}
      Open: {Type: String}
      Choice: {Type: String, AllowedValues: [a, b]}
      Count: {Type: Number, Default: 3}
      Names: {Type: CommaDelimitedList, Default: "x, y,z"}
      Subnets: {Type: "List<AWS::EC2::Subnet::Id>", Default: "subnet-1,subnet-2"}
      Image: {Type: "AWS::SSM::Parameter::Value<String>", Default: /some/name}
    Mappings:
      Sizes:
        dev: {Cache: "0.5", Names: [p, q]}
        prod: {Cache: "1.6", Names: [r]}
"""


def evaluated(expression: str, **parameters: str) -> Value:
    return value(expression, PARAMETERS, **parameters)


def in_json(expression: object, **parameters: str) -> Value:
    text = json.dumps(
        {
            "Parameters": {
                "Stage": {"Type": "String", "Default": "dev"},
                "Open": {"Type": "String"},
                "Names": {"Type": "CommaDelimitedList", "Default": "x, y,z"},
            },
            "Mappings": {"Sizes": {"dev": {"Cache": "0.5", "Names": ["p", "q"]}, "prod": {"Cache": "1.6", "Names": ["r"]}}},
            "Resources": {
                "Fn": {"Type": "AWS::Lambda::Function"},
                "Thing": {"Type": "AWS::ApiGateway::Account", "Properties": {"Value": expression}},
            },
        },
        indent=1,
    )
    return raw(definition(text, "template.json", **parameters)).properties.get("Value")  # type: ignore[attr-defined,no-any-return]


FORMS = [
    ("!Ref Stage", "{Ref: Stage}", {"Ref": "Stage"}, "dev"),
    ("!GetAtt Fn.Arn", "{Fn::GetAtt: [Fn, Arn]}", {"Fn::GetAtt": ["Fn", "Arn"]}, "<unknown>"),
    ("!Sub 'a-${Stage}'", "{Fn::Sub: 'a-${Stage}'}", {"Fn::Sub": "a-${Stage}"}, "a-dev"),
    ("!Sub ['${A}b', {A: x}]", "{Fn::Sub: ['${A}b', {A: x}]}", {"Fn::Sub": ["${A}b", {"A": "x"}]}, "xb"),
    ("!Sub '${!Stage}-${Open}'", "{Fn::Sub: '${!Stage}-${Open}'}", {"Fn::Sub": "${!Stage}-${Open}"}, "${Stage}-<unknown>"),
    ("!Join ['-', [a, !Ref Stage]]", "{Fn::Join: ['-', [a, {Ref: Stage}]]}", {"Fn::Join": ["-", ["a", {"Ref": "Stage"}]]}, "a-dev"),
    ("!Select [1, [a, b]]", "{Fn::Select: ['1', [a, b]]}", {"Fn::Select": ["1", ["a", "b"]]}, "b"),
    ("!Split [/, a/b]", "{Fn::Split: [/, a/b]}", {"Fn::Split": ["/", "a/b"]}, ["a", "b"]),
    (
        "!FindInMap [Sizes, !Ref Stage, Cache]",
        "{Fn::FindInMap: [Sizes, {Ref: Stage}, Cache]}",
        {"Fn::FindInMap": ["Sizes", {"Ref": "Stage"}, "Cache"]},
        "0.5",
    ),
    ("!ImportValue name", "{Fn::ImportValue: name}", {"Fn::ImportValue": "name"}, "<unknown>"),
    ("!Base64 text", "{Fn::Base64: text}", {"Fn::Base64": "text"}, "dGV4dA=="),
    ("!Cidr [10.0.0.0/8, 2, 8]", "{Fn::Cidr: [10.0.0.0/8, 2, 8]}", {"Fn::Cidr": ["10.0.0.0/8", 2, 8]}, "<unknown>"),
    ("!GetAZs ''", "{Fn::GetAZs: ''}", {"Fn::GetAZs": ""}, "<unknown>"),
    ("!Length [a, b]", "{Fn::Length: [a, b]}", {"Fn::Length": ["a", "b"]}, 2),
    ("!ToJsonString {a: [1, x]}", "{Fn::ToJsonString: {a: [1, x]}}", {"Fn::ToJsonString": {"a": [1, "x"]}}, '{"a":[1,"x"]}'),
]


@pytest.mark.parametrize(("short", "long", "as_json", "expected"), FORMS, ids=[form[1][1:-1] for form in FORMS])
def test_the_three_forms_give_the_same(short: str, long: str, as_json: object, expected: object) -> None:
    assert [expected] * 3 == [plain_value(evaluated(short)), plain_value(evaluated(long)), plain_value(in_json(as_json))]


@pytest.mark.parametrize(
    ("expression", "parameters", "expected"),
    [
        ("!Ref Stage", {}, "dev"),
        ("!Ref Stage", {"Stage": "prod"}, "prod"),
        ("!Ref Open", {}, "<unknown>"),
        ("!Ref Open", {"Open": "x"}, "x"),
        ("!Ref Count", {}, 3),
        ("!Ref Names", {}, ["x", "y", "z"]),
        ("!Ref Names", {"Names": "one"}, ["one"]),
        ("!Ref Subnets", {}, ["subnet-1", "subnet-2"]),
        ("!Ref Image", {}, "<unknown>"),
        ("!Ref Image", {"Image": "/other"}, "<unknown>"),
        ("!Ref AWS::Region", {}, "<unknown>"),
        ("!Ref AWS::Region", {"AWS::Region": "eu-west-1"}, "eu-west-1"),
        ("!Select [0, !Ref Names]", {}, "x"),
        ("!Join [':', !Ref Names]", {}, "x:y:z"),
        ("!Length {Ref: Names}", {}, 3),
        ("!Sub 'c${Count}'", {}, "c3"),
        ("!FindInMap [Sizes, dev, Names]", {}, ["p", "q"]),
        ("!FindInMap [Sizes, test, Cache, {DefaultValue: none}]", {}, "none"),
        ("!Select [1, !Split ['/', 'a/b/c']]", {}, "b"),
        ("!Sub 'x-{{resolve:ssm:/a/b:1}}-y'", {}, "x-<unknown>-y"),
        ("'x-{{resolve:secretsmanager:a}}'", {}, "x-<unknown>"),
        ("'{{resolve:ssm:a}}'", {}, "<unknown>"),
        ("!Sub 'v${AWS::StackName}'", {}, "v<unknown>"),
        ("!ToJsonString {a: !Ref Open, b: !Sub 'x\"${Open}'}", {}, '{"a":<unknown>,"b":"x\\"<unknown>"}'),
        ("!Base64 {'Fn::Sub': 'a${Stage}'}", {}, "YWRldg=="),
    ],
)
def test_values(expression: str, parameters: dict[str, str], expected: object) -> None:
    assert expected == plain_value(evaluated(expression, **parameters))


@pytest.mark.parametrize(
    ("expression", "why"),
    [
        ("!Ref Open", "parameter Open"),
        ("!Ref AWS::Region", "AWS::Region"),
        ("!Ref Nothing", "Nothing, which is not in the template"),
        ("!GetAtt Nothing.Arn", "Nothing.Arn, which is not in the template"),
        ("!ImportValue shared-id", "import shared-id"),
        ("'{{resolve:ssm:name}}'", "dynamic reference ssm:name"),
    ],
)
def test_an_unknown_says_where_it_comes_from(expression: str, why: str) -> None:
    found = evaluated(expression)

    assert isinstance(found, Unknown)
    assert why == found.why


@pytest.mark.parametrize(
    ("expression", "target", "attribute"),
    [
        ("!Ref Fn", "Resources/Fn", "Ref"),
        ("!GetAtt Fn.Arn", "Resources/Fn", "Arn"),
        ("!GetAtt [Fn, Arn]", "Resources/Fn", "Arn"),
        ("!GetAtt Fn.SnapStartResponse.ApplyOn", "Resources/Fn", "SnapStartResponse.ApplyOn"),
        ("!GetAtt [Fn, !Sub Arn]", "Resources/Fn", "Arn"),
        ("!Ref Live", "Resources/Live", "Arn"),
        ("!Sub '${Fn.Arn}'", "Resources/Fn", "Arn"),
        ("!Join ['', [!Ref Fn]]", "Resources/Fn", "Ref"),
    ],
)
def test_references(expression: str, target: str, attribute: str) -> None:
    found = evaluated(expression)

    assert isinstance(found, Reference)
    assert (target, attribute) == (found.target, found.attribute)


def test_allowed_values_are_candidates() -> None:
    found = evaluated("!Ref Choice")

    assert isinstance(found, Unknown)
    assert ["a", "b"] == [candidate.value for candidate in literals(found)]
    assert ["!Ref Choice"] * 2 == [candidate.span.text for candidate in literals(found)]


def test_an_unknown_first_key_of_a_map_leaves_the_values_of_all() -> None:
    assert ["0.5", "1.6"] == [candidate.value for candidate in literals(evaluated("!FindInMap [Sizes, !Ref Open, Cache]"))]


def test_no_value_takes_the_property_and_the_item_away() -> None:
    table = evaluated("{A: !Ref AWS::NoValue, B: [x, !Ref AWS::NoValue, y]}")

    assert isinstance(table, Table)
    assert table.lacks("A")
    assert {"B": ["x", "y"]} == plain_value(table)


@pytest.mark.parametrize(
    ("expression", "start", "end", "text"),
    [
        ("!Sub 'GET ${Stage}/pets'", 0, 3, "GET"),
        ("!Sub 'GET ${Stage}/pets'", 4, 7, "${Stage}"),
        ("!Sub 'GET ${Stage}/pets'", 8, 12, "pets"),
        ("!Sub 'a${!b}c'", 1, 5, "${!b}"),
        ("!Sub ['${A}/x', {A: one}]", 0, 3, "one"),
        ("{Fn::Join: ['-', [first, second]]}", 6, 12, "second"),
        ("!Select [1, !Split [/, 'a/bcd']]", 1, 3, "cd"),
        ("!Join ['', [\"tab\\tend\", x]]", 4, 7, "end"),
    ],
)
def test_places(expression: str, start: int, end: int, text: str) -> None:
    found = evaluated(expression)

    assert isinstance(found, Known)
    assert text == found.at(start, end).text


def test_places_in_a_block_scalar() -> None:
    found = evaluated("!Sub |\n  line one ${Open}\n  line two\n")

    assert isinstance(found, Text)
    at = found.masked.index("two")
    assert "two" == found.at(at, at + 3).text
    assert ["line one ", "\nline two\n"] == [part.value for part in found.parts if isinstance(part, Known)]


def test_places_in_json() -> None:
    found = in_json({"Fn::Sub": 'say \\"${Open} é\n'})

    assert isinstance(found, Text)
    at = found.masked.index("é")
    assert "\\u00e9" == found.at(at, at + 1).text


MALFORMED = [
    "!Sub {a: b}",
    "!Sub [1, 2, 3]",
    "!Sub ['${A}', text]",
    "!Sub ['${A}']",
    "!Join [a]",
    "!Join text",
    "!Join [[a], [b]]",
    "!Join ['-', !Ref Open]",
    "!Select [x, [a]]",
    "!Select [5, [a]]",
    "!Select ['²', [a]]",
    "!Select",
    "!Split [a]",
    "!Split ['', text]",
    "!Split [/, !Ref Open]",
    "!If [a]",
    "!If [Missing, a, b]",
    "!If text",
    "!FindInMap [Sizes, dev]",
    "!FindInMap [Sizes, dev, Nothing]",
    "!FindInMap [Nothing, dev, Cache]",
    "!FindInMap {a: b}",
    "!GetAtt Fn",
    "!GetAtt [Fn]",
    "!GetAtt {a: b}",
    "!GetAtt",
    "!Ref [a]",
    "!Ref",
    "!Base64 [a]",
    "!Length text",
    "!Nonsense x",
    "{Fn::Nonsense: x}",
    "{Fn::Equals: [a, b]}",
    "{Ref: {Ref: Stage}}",
    "{Fn::Sub: !Ref Stage}",
    "!ImportValue [a]",
]


@pytest.mark.parametrize("expression", MALFORMED)
def test_a_malformed_call_is_unknown(expression: str) -> None:
    found = evaluated(expression)

    assert isinstance(found, Unknown)
    assert not isinstance(found, Reference)


def test_a_function_among_other_keys_leaves_the_table_incomplete() -> None:
    table = evaluated("{A: x, Fn::If: [a, b, c]}")

    assert isinstance(table, Table)
    assert not table.complete
    assert "x" == plain_value(table.get("A"))


def test_an_item_that_may_not_be_there_makes_a_join_and_a_selection_unknown() -> None:
    item = "!If [Undeclared, a, !Ref AWS::NoValue]"

    assert isinstance(evaluated(f"!Join ['-', [{item}, b]]"), Unknown)
    assert isinstance(evaluated(f"!Select [1, [{item}, b, c]]"), Unknown)
    assert isinstance(evaluated(f"!Length [{item}, b]"), Unknown)
    assert "a" == plain_value(evaluated(f"!Select [0, [a, {item}]]"))
    assert "<unknown>b" == plain_value(evaluated(f"!Join ['', [{item}, b]]"))


@pytest.mark.parametrize("default", ["1.0", "'1.0'"])
def test_a_parameter_is_the_text_that_is_written(default: str) -> None:
    assert "v1.0" == plain_value(value("!Sub 'v${V}'", f"Parameters:\n  V: {{Type: String, Default: {default}}}\n"))


def test_for_each_in_properties() -> None:
    text = """
        Fn::ForEach::Headers:
          - Name
          - [X-One, X-Two]
          - 'method.request.header.${Name}': !Sub 'v-${Name}'
    """

    assert {"method.request.header.X-One": "v-X-One", "method.request.header.X-Two": "v-X-Two"} == plain_value(evaluated(text))


def test_for_each_over_what_is_not_known_leaves_the_table_incomplete() -> None:
    table = evaluated("{Fn::ForEach::Headers: [Name, !Split [',', !Ref Open], {'x${Name}': 1}], A: b}")

    assert isinstance(table, Table)
    assert not table.complete
    assert not table.lacks("B")


def test_include() -> None:
    text = "{Fn::Transform: {Name: AWS::Include, Parameters: {Location: part.yaml}}, Own: 1}"
    found = value(text, others={"part.yaml": "Given: {Ref: Fn}\nMore: [a]\n"})

    assert isinstance(found, Table)
    assert found.complete
    assert {"Given": "<unknown>", "More": ["a"], "Own": 1} == plain_value(found)
    assert "part.yaml" == found.get("More").span.source.path


@pytest.mark.parametrize("location", ["s3://bucket/key", "missing.yaml", "!Ref AWS::Region", "/etc/hostname", "../../outside.yaml"])
def test_an_include_that_is_not_here_leaves_the_table_incomplete(location: str) -> None:
    found = value(f"{{Fn::Transform: {{Name: AWS::Include, Parameters: {{Location: {location}}}}}}}")

    assert isinstance(found, Table)
    assert not found.complete


def test_an_include_that_includes_itself_ends() -> None:
    again = "{Fn::Transform: {Name: AWS::Include, Parameters: {Location: part.yaml}}, A: 1}"
    found = value(again, others={"part.yaml": again})

    assert isinstance(found, Table)
    assert not found.complete


def test_absent_is_what_is_not_written() -> None:
    assert isinstance(evaluated("{}"), Table)
    assert isinstance(evaluated("[]"), List)
    assert isinstance(evaluated("!Ref AWS::NoValue"), Absent)
