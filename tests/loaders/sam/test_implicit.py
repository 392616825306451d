"""The API that SAM makes for events that name none, and the conditions of functions."""

import pytest
from models import plain_value
from templates import definition, load

HEAD = "Transform: AWS::Serverless-2016-10-31\n"


def function(name: str, path: str, method: str = "get", condition: str = "", api: str = "") -> str:
    """Returns a function with an event."""
    lines = [f"  {name}:", "    Type: AWS::Serverless::Function", f"    Condition: {condition}" if condition else ""]
    lines += ["    Properties:", "      Events:", "        Call:", "          Type: Api", "          Properties:"]
    lines += [f"            Path: {path}", f"            Method: {method}", f"            RestApiId: {api}" if api else ""]
    return "\n".join(line for line in lines if line) + "\n"


def template(*functions: str, more: str = "") -> str:
    """Returns a template with functions."""
    return HEAD + more + "Resources:\n" + "".join(functions)


def test_an_api_is_made_for_events_that_name_none() -> None:
    found = definition(template(function("Get", "/pets"), function("Put", "/pets", "PUT")))
    (api,) = found.apis
    assert "Resources/ServerlessRestApi" == api.address
    assert [("/pets", "GET"), ("/pets", "PUT")] == sorted((plain_value(one.path), plain_value(one.http_method)) for one in api.methods)
    assert ["Prod", "Stage"] == sorted(str(plain_value(stage.name)) for stage in api.stages)
    assert "Call" == api.name_span.text


def test_globals_are_for_the_implicit_api_too() -> None:
    (api,) = definition(template(function("Get", "/pets"), more="Globals:\n  Api: {Name: pets, TracingEnabled: true}\n")).apis
    (stage,) = [stage for stage in api.stages if not stage.made_by_deployment]
    assert ("pets", True) == (plain_value(api.name), plain_value(stage.tracing_enabled))


def test_none_is_made_where_all_events_name_their_api() -> None:
    own = "  Own: {Type: AWS::Serverless::Api, Properties: {StageName: live}}\n"
    (api,) = definition(template(own, function("Get", "/pets", api="!Ref Own"))).apis
    assert "Resources/Own" == api.address


def test_it_takes_the_place_of_a_resource_of_its_name() -> None:
    own = "  ServerlessRestApi: {Type: AWS::Serverless::Api, Properties: {StageName: live, Name: own}}\n"
    (api,) = definition(template(own, function("Get", "/pets"))).apis
    assert (1, "<unknown>") == (len(api.methods), plain_value(api.name))
    (kept,) = definition(template(own)).apis
    assert "own" == plain_value(kept.name)


CONDITIONS = "Parameters:\n  P: {Type: String}\nConditions:\n  One: !Equals [!Ref P, one]\n  Two: !Equals [!Ref P, two]\n"


def scenarios(*functions: str) -> dict[str, list[str]]:
    """Returns the paths of each combination of conditions; of an API that is not there, none."""
    found = load(template(*functions, more=CONDITIONS)).definitions
    return {one.scenario: sorted(str(plain_value(method.path)) for api in one.apis for method in api.methods) for one in found}


def test_the_api_is_there_when_one_of_its_functions_is() -> None:
    found = scenarios(function("A", "/a", condition="One"), function("B", "/b", condition="Two"))
    assert [[], ["/a"], ["/b"]] == sorted(found.values())


def test_a_function_without_condition_keeps_the_api() -> None:
    found = scenarios(function("A", "/a", condition="One"), function("B", "/b"))
    assert [["/a", "/b"], ["/b"]] == sorted(found.values())


def test_a_path_is_there_when_one_of_its_methods_is() -> None:
    found = load(
        template(function("A", "/a", condition="One"), function("B", "/a", "put", condition="Two"), function("C", "/c"), more=CONDITIONS)
    ).definitions
    seen = [sorted(plain_value(next(iter(one.apis)).body)["paths"]) for one in found]
    assert [["/a", "/c"], ["/a", "/c"], ["/c"]] == sorted(seen)


@pytest.mark.parametrize("count", [2, 10, 11, 25])
def test_many_conditions_are_joined_in_tens(count: int) -> None:
    conditions = "Parameters:\n  P: {Type: String}\nConditions:\n" + "".join(f"  C{i}: !Equals [!Ref P, p]\n" for i in range(count))
    functions = [function(f"F{i}", f"/{i}", condition=f"C{i}") for i in range(count)]
    found = load(template(*functions, more=conditions)).definitions
    assert [0, count] == sorted(sum(len(api.methods) for api in one.apis) for one in found)
