"""Every configuration of the corpus loads, with its parts linked."""

from collections import Counter

import pytest
from support import CORPUS, needs_corpus

from apigw_lint.files import Files
from apigw_lint.loaders import terraform
from apigw_lint.loaders.loaded import Options
from apigw_lint.model import Part, Parts
from apigw_lint.value import Unknown

COLLECTIONS = ("resources", "methods", "integrations", "models", "authorizers", "deployments", "stages", "gateway_responses")


def load(directory):
    return terraform.load(str(directory), Files(str(directory)), Options())


def count(definition, found):
    for api in definition.apis:
        found[api.kind] += 1
        for name in COLLECTIONS:
            found[name] += len(getattr(api, name))
        for method in api.methods:
            found["methods with an integration"] += method.integration is not None
            found["method responses"] += len(method.responses)
            found["methods of an unknown path"] += isinstance(method.path, Unknown)
        for integration in api.integrations:
            found["integrations with a method"] += integration.method is not None
            found["integration responses"] += len(integration.responses)
        found["undeclared"] += not api.declared
        found["incomplete"] += any(not getattr(api, name).complete for name in COLLECTIONS)
        found["method settings"] += sum(len(stage.method_settings) for stage in api.stages)


@needs_corpus
def test_counts_over_the_corpus():
    found = Counter()
    problems = []
    for directory in sorted((CORPUS / "terraform").iterdir()):
        if directory.is_dir():
            loaded = load(directory)
            problems += loaded.problems
            for definition in loaded.definitions:
                found["definitions"] += 1
                count(definition, found)

    assert [] == problems
    assert {
        "definitions": 199,
        "REST": 123,
        "HTTP": 30,
        "WEBSOCKET": 34,
        "resources": 103,
        "methods": 119,
        "methods with an integration": 98,
        "method responses": 61,
        "integrations": 112,
        "integrations with a method": 98,
        "integration responses": 58,
        "models": 6,
        "authorizers": 20,
        "deployments": 78,
        "stages": 96,
        "gateway_responses": 1,
        "method settings": 20,
        "incomplete": 1,
    } == {name: number for name, number in found.items() if number}


@needs_corpus
@pytest.mark.parametrize("name", ["v1-Integration-update", "v2-RouteResponse-model", "v1-RestAPI-policyOverrideBody"])
def test_pointers_lead_back(name):
    """Every part that hangs under an API or a method says so itself."""
    definition = load(CORPUS / "terraform" / name).definitions[0]
    seen = 0
    for api in definition.apis:
        assert definition is api.definition
        for collection in (getattr(api, field) for field in api.fields):
            for part in collection if isinstance(collection, Parts) else ():
                assert isinstance(part, Part)
                assert api is part.api
                seen += 1
        for method in api.methods:
            assert all(method is response.method for response in method.responses)
            assert method.integration is None or method is method.integration.method
        for integration in api.integrations:
            assert all(integration is response.integration for response in integration.responses)
    assert seen


@pytest.mark.parametrize("text", ['resource "aws_s3_bucket" "b" {}', "", 'data "aws_api_gateway_rest_api" "a" {\n  name = "a"\n}'])
def test_a_directory_without_api_gateway_resources_has_no_definition(tmp_path, text):
    (tmp_path / "main.tf").write_text(text)

    assert [] == load(tmp_path).definitions
