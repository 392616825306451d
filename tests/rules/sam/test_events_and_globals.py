"""The rules on the events of SAM's functions and on the globals of its templates."""

import pytest
from definitions import fixed, found, report

from apigw_lint import fixes

EVENT, GLOBALS = "invalid-sam-event", "invalid-globals"
HEAD = """\
Transform: AWS::Serverless-2016-10-31
Parameters: {Name: {Type: String, Default: A}, Unknown: {Type: String}}
"""


def globally(sections, resource="Api"):
    return f"""{HEAD}Globals: {sections}
Resources:
  Pets:
    Type: AWS::Serverless::{resource}
    Properties: {{StageName: prod}}
"""


def events(written, api="Api", more=""):
    """Returns a template with an API, and a function with some events."""
    return f"""{HEAD}Resources:
  Pets:
    Type: AWS::Serverless::{api}
    Properties:
      StageName: prod
      {more}
  List:
    Type: AWS::Serverless::Function
    Properties:
      Events: {written}
"""


@pytest.mark.parametrize(
    ("sections", "places"),
    [
        ("[a]", ["[a]"]),
        ("[]", ["[]"]),
        ("word", ["word"]),
        ("{Api: [a]}", ["[a]"]),
        ("{Api: word}", ["word"]),
        ("{Function: [a]}", ["[a]"]),
        ("{HttpApi: !Ref Name}", ["!Ref Name"]),
        ("{SimpleTable: 5}", ["5"]),
        ("{Apis: {Name: a}}", ["Apis"]),
        ("{Api: {StageName: a}}", ["StageName"]),
        ("{HttpApi: {Name: a}}", ["Name"]),
        ("{WebSocketApi: {Routes: {}}}", ["Routes"]),
        ("{}", []),
        ("{Api: {Name: a}, HttpApi: {StageVariables: {a: b}}, Function: {Timeout: 5}, SimpleTable: {}}", []),
    ],
)
def test_globals_are_maps_of_what_can_be_global(sections, places):
    assert places == found(GLOBALS, globally(sections))


@pytest.mark.parametrize(
    ("ignored", "places"),
    [
        ("'*'", []),
        ("[Cors]", []),
        ("[]", []),
        ("null", []),
        ("!Ref Unknown", ["!Ref Unknown"]),
        ("[Name]", ["Name"]),
        ("Cors", ["Cors"]),
        ("{Cors: true}", ["{Cors: true}"]),
    ],
)
def test_globals_that_are_ignored_are_there(ignored, places):
    text = globally("{Api: {Cors: a}}").replace("    Properties", f"    IgnoreGlobals: {ignored}\n    Properties")

    assert places == found(GLOBALS, text)


def test_the_name_of_a_global_is_only_a_guess():
    text = globally("{Api: {Cor: a}}")

    assert "Cors: a" in fixed(GLOBALS, text)
    assert [False] == [fixes.is_fixable(finding, unsafe=False) for finding in report(GLOBALS, text)]


@pytest.mark.parametrize(
    ("more", "places"),
    [
        ("", ["!Ref Pets"]),
        ("Cors: \"'*'\"", ["!Ref Pets"]),
        ("OpenApiVersion: 3.0.1", []),
        ("DefinitionUri: s3://bucket/key", []),
        ("DefinitionBody: {openapi: 3.0.1, paths: {}}", []),
    ],
)
def test_an_event_of_an_http_api_leads_to_a_rest_api_in_openapi_3_only(more, places):
    written = "{List: {Type: HttpApi, Properties: {Path: /pets, Method: get, ApiId: !Ref Pets}}}"

    assert places == found(EVENT, events(written, more=more))


def test_an_event_of_a_rest_api_leads_to_no_http_api():
    written = "{List: {Type: Api, Properties: {Path: /pets, Method: get, RestApiId: !Ref Pets}}}"

    assert ["!Ref Pets"] == found(EVENT, events(written, "HttpApi"))
    assert [] == found(EVENT, events(written))


@pytest.mark.parametrize(
    ("event", "places"),
    [
        ("null", ["List"]),
        ("{Type: null}", ["null"]),
        ("{Type: [Api]}", ["[Api]"]),
        ("{Type: Apis}", ["Apis"]),
        ("{Properties: {}}", ["List"]),
        ("{Type: Api, Properties: null}", ["List"]),
        ("{Type: Api, Properties: {Path: {'Fn::Transform': {Name: AWS::Include}}, Method: get}}", []),
        ("{Type: Api, Properties: {Path: !Ref Name, Method: get}}", ["!Ref Name"]),
        ("{Type: Api, Properties: {Path: /pets, Method: !Ref Unknown}}", ["!Ref Unknown"]),
        ("{Type: HttpApi, Properties: {Path: /pets}}", ["List"]),
        ("{Type: HttpApi, Properties: {Method: get}}", ["List"]),
        ("{Type: HttpApi}", []),
        ("{Type: HttpApi, Properties: {Path: /pets, Method: get, RouteSettings: null}}", ["RouteSettings"]),
        ("{Type: Schedule, Properties: {Schedule: rate(1 day)}}", []),
    ],
)
def test_events_are_maps_with_what_sam_needs(event, places):
    assert places == found(EVENT, events(f"{{List: {event}}}"))


def requests(settings):
    return events(
        f"{{List: {{Type: Api, Properties: {{Path: /pets, Method: get, RestApiId: !Ref Pets, {settings}}}}}}}", more="Models: {A: {}}"
    )


@pytest.mark.parametrize(
    ("settings", "places"),
    [
        ("RequestModel: {Model: A, ValidateBody: true, ValidateParameters: false, Required: true}", []),
        ("RequestModel: {Model: A, ValidateBody: word}", ["word"]),
        ("RequestModel: {Model: A, ValidateParameters: [true]}", ["[true]"]),
        ("RequestModel: {Model: B}", ["B"]),
        ("RequestModel: {Model: [A]}", ["[A]"]),
        ("RequestParameters: [method.request.header.A, {method.request.path.b: {Required: true, Caching: true}}]", []),
        ("RequestParameters: [header.A]", ["header.A"]),
        ("RequestParameters: [{method.request.header.A: {Cached: true}}]", ["Cached"]),
        ("RequestParameters: [{method.request.header.A: word}]", ["word"]),
        ("RequestParameters: [5]", ["5"]),
    ],
)
def test_models_and_parameters_of_requests(settings, places):
    assert places == found(EVENT, requests(settings))


def test_sam_looks_at_the_first_entry_of_a_request_parameter_only():
    assert [] == found(EVENT, requests("RequestParameters: [{method.request.header.A: {}, other: {}}]"))


def test_the_second_event_of_one_method_is_found_where_events_are_not_merged():
    one = "One: {Type: Api, Properties: {Path: /pets, Method: get, RestApiId: !Ref Pets}}"
    two = "Two: {Type: Api, Properties: {Path: /pets, Method: GET, RestApiId: !Ref Pets}}"

    assert ["Two"] == found(EVENT, events(f"{{{one}, {two}}}"))
    assert [] == found(EVENT, events(f"{{{one}, {two}}}", more="MergeDefinitions: true"))


@pytest.mark.parametrize("named", ["{Ref: null}", "[Pets]", "!ImportValue Pets", "!Ref Pots"])
def test_an_api_is_named_with_a_ref(named):
    written = f"{{List: {{Type: Api, Properties: {{Path: /pets, Method: get, RestApiId: {named}}}}}}}"

    assert [named] == found(EVENT, events(written))
