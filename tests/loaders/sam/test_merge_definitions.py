"""Events that go into a document which the author wrote."""

from models import plain_value
from templates import api

HEAD = "Transform: AWS::Serverless-2016-10-31\nParameters:\n  P: {Type: String}\n"


def template(paths: str, merge: str = "true", method: str = "GET") -> str:
    """Returns a template with an event for ``/pets`` and a document."""
    return HEAD + (
        "Resources:\n  Pets:\n    Type: AWS::Serverless::Api\n    Properties:\n      StageName: live\n"
        f"      MergeDefinitions: {merge}\n      DefinitionBody: {{swagger: '2.0', paths: {paths}}}\n"
        "  Get:\n    Type: AWS::Serverless::Function\n    Properties:\n      Events:\n        Call:\n          Type: Api\n"
        f"          Properties: {{Path: /pets, Method: {method}, RestApiId: !Ref Pets}}\n"
    )


def test_an_event_becomes_a_method() -> None:
    paths = plain_value(api(template("{/other: {put: {}}}")).body)["paths"]
    assert ["/other", "/pets"] == sorted(paths)
    assert "aws_proxy" == paths["/pets"]["get"]["x-amazon-apigateway-integration"]["type"]


def test_what_is_made_goes_before_what_is_written() -> None:
    written = "{/pets: {get: {operationId: getPets, x-amazon-apigateway-integration: {type: mock}}}}"
    operation = plain_value(api(template(written)).body)["paths"]["/pets"]["get"]
    assert ("getPets", "aws_proxy") == (operation["operationId"], operation["x-amazon-apigateway-integration"]["type"])


def test_events_are_lost_where_the_document_has_no_paths() -> None:
    assert not plain_value(api(template("null")).body)["paths"]


def test_without_it_the_document_is_the_authors() -> None:
    assert {"/other": {}} == plain_value(api(template("{/other: {}}", "false")).body)["paths"]


def test_where_it_is_not_known_the_document_is_not() -> None:
    found = api(template("{/other: {}}", "!Ref P"))
    assert not found.methods.complete


def test_any_goes_beside_the_methods_of_a_document_that_sam_makes() -> None:
    text = template("{}", method="any").replace("DefinitionBody: {swagger: '2.0', paths: {}}", "Name: pets")
    item = plain_value(api(text).body)["paths"]["/pets"]
    assert ({}, "aws_proxy") == (item["x-amazon-apigateway-any-method"], item["any"]["x-amazon-apigateway-integration"]["type"])
