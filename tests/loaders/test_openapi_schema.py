import pytest
from openapi_reading import api_of, body_into, method, plain, unknown, value, written

from apigw_lint.value import Entry, Table

DOCUMENT = """\
openapi: 3.0.1
x-amazon-apigateway-policy: {}
paths:
  /a:
    post:
      requestBody:
        content:
          application/json:
            schema: {type: object, title: "${x}"}
      responses:
        "200": {content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}, text/xml: {}}}
        "201": {content: {application/json: {schema: {$ref: "#/components/schemas/Pet/properties/name"}}}}
        "202": {content: {application/json: {schema: {$ref: "pets.yaml#/Pet"}}}}
components:
  schemas:
    Pet: {type: object, description: a pet, properties: {name: {type: string}}}
    Loop: {$ref: "#/components/schemas/Loop"}
"""


def test_models_are_the_schemas_of_the_components():
    api = api_of(DOCUMENT)
    pet = api.models[0]

    assert {
        "name": "Pet",
        "content_type": "application/json",
        "description": "a pet",
        "schema": {"type": "object", "description": "a pet", "properties": {"name": {"type": "string"}}},
    } == written(pet)
    assert ("components.schemas.Pet", "Pet") == (pet.address, pet.name_span.text)
    assert ["Pet", "Loop", "?"] == [plain(model.name) for model in api.models]
    assert api.models.complete


def test_a_schema_in_place_is_a_model_of_unknown_name():
    api = api_of(DOCUMENT)
    inline = api.models[2]

    assert {"application/json": "?"} == plain(api.methods[0].request_models)
    assert {"type": "object", "title": "${x}"} == plain(inline.schema)
    assert "paths./a.post.requestBody.schema" == inline.address
    assert '{type: object, title: "${x}"}' == inline.span.text


def test_only_a_reference_to_a_schema_is_the_name_of_a_model():
    post = method(api_of(DOCUMENT), "paths./a.post")

    assert [{"application/json": "Pet"}, {"application/json": "?"}, {"application/json": "?"}] == [
        plain(response.response_models) for response in post.responses
    ]


def test_the_models_of_version_2_are_its_definitions():
    api = api_of("swagger: '2.0'\ndefinitions: {Pet: {type: object}}\ncomponents: {schemas: {Other: {}}}")

    assert [("definitions.Pet", "Pet")] == [(model.address, plain(model.name)) for model in api.models]


@pytest.mark.parametrize("key", ["components", "schemas"])
def test_unknown_schemas_leave_the_models_incomplete(key):
    document = value("openapi: 3.0.1\ncomponents: {schemas: {Pet: {}}}")
    assert isinstance(document, Table)
    holder = document if key == "components" else document.get("components")
    assert isinstance(holder, Table)
    holder.entries[-1].value = unknown(document)

    assert not body_into(document).models.complete


def test_an_http_api_has_no_models():
    api = api_of("openapi: 3.0.1\nx-amazon-apigateway-cors: {}\ncomponents: {schemas: {Pet: {}}}")

    assert api.models.lacking()


def test_a_schema_in_place_that_several_responses_share_is_one_model():
    api = api_of(
        """\
openapi: 3.0.1
paths:
  /a:
    get: {responses: {"200": {$ref: "#/components/responses/r"}, "201": {$ref: "#/components/responses/r"}}}
components: {responses: {r: {content: {application/json: {schema: {type: object}}}}}}
"""
    )

    assert 1 == len(api.models)


def test_unknown_content_leaves_the_models_of_a_method_incomplete():
    document = value("openapi: 3.0.1\npaths: {/a: {post: {requestBody: {content: {a/b: {schema: {}}}}}}}")
    assert isinstance(document, Table)
    body = document.get("paths").get("/a").get("post").entries[0]  # type: ignore[attr-defined]
    body.value = Table([Entry(body.value.entries[0].key, unknown(document))], document.span)

    assert {"...": "?"} == plain(body_into(document).methods[0].request_models)
