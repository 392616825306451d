"""``Cors`` of REST APIs: methods that answer preflight requests."""

import pytest
from models import plain_value
from templates import api

HEAD = "Transform: AWS::Serverless-2016-10-31\nResources:\n  Api:\n    Type: AWS::Serverless::Api\n    Properties:\n      StageName: live\n"
BODY = """
        swagger: '2.0'
        info: {}
        paths:
          /a: {get: {}, put: {}}
          /any: {x-amazon-apigateway-any-method: {}}
          /own: {options: {summary: mine}}
          /both: {get: {}}
          /both/: {get: {}}
          /maybe: !If [IsProd, {get: {}}, !Ref AWS::NoValue]
"""


def paths(cors: str) -> dict[str, dict[str, dict[str, object]]]:
    """Returns the paths of an API with some CORS settings."""
    text = f"{HEAD}      Cors: {cors}\n      DefinitionBody:{BODY}"
    found = plain_value(api(text).body)
    return found["paths"]  # type: ignore[no-any-return,call-overload,index]


def headers(operation: dict[str, object]) -> dict[str, object]:
    """Returns the headers of an answer without what they all begin with."""
    response = operation["x-amazon-apigateway-integration"]["responses"]["default"]  # type: ignore[index]
    return {name.rpartition("Access-Control-")[2]: value for name, value in response["responseParameters"].items()}


@pytest.mark.parametrize(
    ("cors", "expected"),
    [
        ("\"'*'\"", {"Allow-Origin": "'*'", "Allow-Methods": "'GET,OPTIONS,PUT'"}),
        ("!Ref Origin", {"Allow-Origin": "<unknown>", "Allow-Methods": "'GET,OPTIONS,PUT'"}),
        ("{AllowHeaders: \"'X'\"}", {"Allow-Origin": "'*'", "Allow-Headers": "'X'", "Allow-Methods": "'GET,OPTIONS,PUT'"}),
        (
            "{AllowOrigin: \"'https://a.b'\", AllowMethods: \"'GET'\", MaxAge: 0, AllowCredentials: true}",
            {"Allow-Origin": "'https://a.b'", "Allow-Methods": "'GET'", "Max-Age": 0, "Allow-Credentials": "'true'"},
        ),
    ],
)
def test_forms_of_the_settings(cors: str, expected: dict[str, object]) -> None:
    assert expected == headers(paths(cors)["/a"]["options"])


def test_which_paths_get_a_method() -> None:
    found = paths("\"'*'\"")
    made = {path for path in found if path != "/maybe" and "x-amazon-apigateway-integration" in found[path].get("options", {})}
    assert {"/a", "/any", "/both"} == made
    assert {"summary": "mine"} == found["/own"]["options"]
    assert "'DELETE,GET,HEAD,OPTIONS,PATCH,POST,PUT'" == headers(found["/any"]["options"])["Allow-Methods"]


@pytest.mark.parametrize("cors", ["''", "{}", "null"])
def test_settings_that_say_nothing(cors: str) -> None:
    assert "options" not in paths(cors)["/a"]


def test_the_method_stands_where_the_author_says_cors() -> None:
    text = f"{HEAD}      Cors: \"'*'\"\n      DefinitionBody:{BODY}"
    methods = [one for one in api(text).methods if plain_value(one.http_method) == "OPTIONS" and one.integration is not None]
    assert {"\"'*'\""} == {one.integration.span.text for one in methods if one.integration is not None}
