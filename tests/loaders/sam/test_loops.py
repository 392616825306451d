"""Functions of SAM in loops: each turn has its events, and a loop whose turns are not known leaves the API open."""

from __future__ import annotations

import pytest
from loading import load

from apigw_lint.value import known

TEMPLATE = """\
Transform: [AWS::LanguageExtensions, AWS::Serverless-2016-10-31]
Parameters: {Names: {Type: CommaDelimitedList}}
Resources:
  Api: {Type: AWS::Serverless::Api, Properties: {StageName: prod}}
  Fn::ForEach::Functions:
  - Name
  - %s
  - "Function${Name}":
      Type: AWS::Serverless::Function
      Properties:
        CodeUri: src
        Handler: !Sub "${Name}.handler"
        Runtime: python3.13
        Events:
          Event: {Type: Api, Properties: {RestApiId: !Ref Api, Path: !Sub "/${Name}", Method: get}}
"""


@pytest.mark.parametrize("path", ['!Sub "/${Name}"', '{"Fn::Sub": "/${Name}"}'])
@pytest.mark.parametrize(("names", "paths", "complete"), [("[a, b]", ["/a", "/b"], True), ("!Ref Names", [], False)])
def test_a_loop(names, paths, complete, path, tmp_path):
    file = tmp_path / "template.yaml"
    file.write_text(TEMPLATE.replace('!Sub "/${Name}"', path) % names)

    (definition,) = load(file).definitions
    (api,) = definition.apis

    assert paths == [known(method.path, str) for method in api.methods]
    assert complete is api.methods.complete
    assert [f"Resources/Function{path[1:]}EventPermissionprod" for path in paths] == [one.address for one in definition.permissions]
    assert complete is definition.permissions.complete


@pytest.mark.parametrize("method", ["!Ref Name", '{"Ref": "Name"}', "${Name}"])
def test_a_turn_has_the_name_of_the_loop(method, tmp_path):
    file = tmp_path / "template.yaml"
    file.write_text(TEMPLATE.replace("Method: get", f"Method: {method}" if "Ref" in method else f'Method: "{method}"') % "[get, put]")

    (definition,) = load(file).definitions

    assert ["GET", "PUT"] == [known(method.http_method, str) for method in definition.apis[0].methods]
