import pytest
from openapi_reading import api_of, body_into, load, plain, value

from apigw_lint.model import Api

MAIN = """\
openapi: 3.0.1
paths:
  /pets:
    $ref: "parts/pets.yaml#/pets"
  /gone:
    $ref: "parts/gone.yaml#/pets"
  /again:
    $ref: "parts/pets.yaml#/pets"
"""
PETS = """\
pets:
  get:
    parameters: [{$ref: "#/limit"}]
    x-amazon-apigateway-integration: {$ref: "../integration.json"}
limit: {name: limit, in: query}
"""


@pytest.fixture
def project(tmp_path, monkeypatch):
    (tmp_path / "parts").mkdir()
    (tmp_path / "openapi.yaml").write_text(MAIN)
    (tmp_path / "parts" / "pets.yaml").write_text(PETS)
    (tmp_path / "integration.json").write_text('{"type": "mock"}')
    monkeypatch.chdir(tmp_path)
    return tmp_path


def only(loaded) -> Api:
    return loaded.definitions[0].apis[0]


def test_other_files_are_read_beside_the_file_that_names_them(project):
    loaded = load(MAIN)
    get = only(loaded).methods[0]

    assert {"method.request.querystring.limit": False} == plain(get.request_parameters)
    assert "MOCK" == plain(get.integration.type)
    assert "integration.json" == get.integration.type.span.source.path
    assert "parts/pets.yaml" == get.name_span.source.path
    assert ["openapi.yaml", "parts/pets.yaml", "integration.json"] == loaded.files


def test_a_file_that_cannot_be_read_is_a_problem_at_its_reference(project):
    loaded = load(MAIN)

    assert [("unreadable-file", '"parts/gone.yaml#/pets"')] == [(problem.code, problem.span.text) for problem in loaded.problems]
    assert ["paths./pets.get", "paths./again.get"] == [found.address for found in only(loaded).methods]
    assert not only(loaded).methods.complete


def test_a_file_outside_the_root_is_not_read(project):
    (project.parent / "secret.yaml").write_text("get: {}")
    loaded = load("swagger: '2.0'\npaths: {/a: {$ref: '../secret.yaml'}}")

    assert ["unreadable-file"] == [problem.code for problem in loaded.problems]
    assert [] == list(only(loaded).methods)


def test_a_fault_in_another_file_is_a_problem_there(project):
    (project / "parts" / "pets.yaml").write_text("pets: [1\n")
    loaded = load(MAIN)

    assert ("syntax-error", "parts/pets.yaml") in [(problem.code, problem.span.source.path) for problem in loaded.problems]


def test_a_body_reads_no_files(project):
    api = body_into(value(MAIN))

    assert [] == list(api.methods)
    assert not api.methods.complete


@pytest.mark.parametrize("file", ["https://example.com/a.yaml", "a\0b.yaml", "", ".", "openapi.yaml"])
def test_references_that_lead_nowhere_leave_things_unknown(project, file):
    loaded = load(f'swagger: "2.0"\npaths: {{/a: {{$ref: "{file}#/nothing"}}}}'.replace("\0", "\\0"))

    assert ([], False) == (list(only(loaded).methods), only(loaded).methods.complete)


@pytest.mark.parametrize(
    "text",
    [
        "paths: {$ref: '#/paths'}",
        "paths: {/a: {$ref: '#/paths/~1a'}}",
        "paths: {/a: {get: {$ref: '#/paths/~1a'}}}",
        "paths: {/a: {$ref: '#/paths/~1b'}, /b: {$ref: '#/paths/~1a'}}",
        "paths: {/a: {get: {parameters: [{$ref: '#/paths/~1a/get/parameters/0'}]}}}",
        "paths: {/a: {get: {responses: {'200': {$ref: '#/paths/~1a/get/responses/200'}}}}}",
        "securityDefinitions: {a: {$ref: '#/securityDefinitions/a'}}\nsecurity: [{a: []}]\npaths: {/a: {get: {}}}",
        "paths: {/a: {$ref: 3}, /b: {$ref: [1]}, /c: {$ref: }}",
        "paths: {/a: {$ref: '#/paths/99999999999999999999'}}",
    ],
)
def test_circles_end(text):
    assert "REST" == api_of(f"swagger: '2.0'\n{text}").kind


def test_pointers_are_unescaped():
    api = api_of("swagger: '2.0'\npaths: {/a: {$ref: '#/x/~1b~0%20c/0'}}\nx: {'/b~ c': [{get: {}}]}")

    assert ["paths./a.get"] == [found.address for found in api.methods]
