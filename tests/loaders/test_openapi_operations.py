import json

import pytest
from openapi_reading import api_of, body_into, method, plain, unknown, value, written

from apigw_lint.value import Entry, List, Reference, Table

VERSION_2 = """\
swagger: "2.0"
consumes: [application/json, text/xml]
produces: [application/json]
parameters:
  Trace: {name: X-Trace, in: header, type: string}
paths:
  /pets/{id}:
    parameters:
      - {name: limit, in: query, required: true, type: integer}
      - {name: page, in: query, type: integer}
    post:
      parameters:
        - name: limit
          in: query
          required: false
          type: integer
        - $ref: "#/parameters/Trace"
        - {name: pet, in: body, schema: {$ref: "#/definitions/Pet"}}
        - {name: file, in: formData, type: file}
      responses:
        "200":
          description: ok
          schema: {$ref: "#/definitions/Pet"}
          headers:
            X-Kind: {type: string}
        404:
          description: none
          schema: {type: string}
definitions:
  Pet: {type: object}
"""

VERSION_3 = """\
openapi: 3.0.1
x-amazon-apigateway-policy: {}
paths:
  /pets/{id}:
    parameters:
      - {name: limit, in: query, required: true, schema: {type: integer}}
      - {name: page, in: query, schema: {type: integer}}
    post:
      parameters:
        - {name: limit, in: query, required: false, schema: {type: integer}}
        - $ref: "#/components/parameters/Trace"
        - {name: session, in: cookie, schema: {type: string}}
      requestBody: {$ref: "#/components/requestBodies/Pet"}
      responses:
        "200": {$ref: "#/components/responses/Pet"}
        404:
          description: none
          content: {application/json: {schema: {type: string}}}
components:
  parameters:
    Trace: {name: X-Trace, in: header, schema: {type: string}}
  requestBodies:
    Pet:
      content:
        application/json: {schema: {$ref: "#/components/schemas/Pet"}}
        text/xml: {schema: {$ref: "#/components/schemas/Pet"}}
  responses:
    Pet:
      description: ok
      headers:
        X-Kind: {schema: {type: string}}
      content:
        application/json: {schema: {$ref: "#/components/schemas/Pet"}}
  schemas:
    Pet: {type: object}
"""


def as_json(text: str) -> str:
    return json.dumps(plain(value(text)), indent=1)


DOCUMENTS = pytest.mark.parametrize(
    ("text", "path"),
    [
        (VERSION_2, "a.yaml"),
        (as_json(VERSION_2), "a.json"),
        (VERSION_3, "a.yaml"),
        (as_json(VERSION_3), "a.json"),
    ],
    ids=["2.0 yaml", "2.0 json", "3.0 yaml", "3.0 json"],
)


@DOCUMENTS
def test_method_request(text, path):
    post = method(api_of(text, path), "paths./pets/{id}.post")

    assert {
        "method.request.querystring.limit": False,
        "method.request.querystring.page": False,
        "method.request.header.X-Trace": False,
        "method.request.path.id": True,
    } == plain(post.request_parameters)
    assert {"application/json": "Pet", "text/xml": "Pet"} == plain(post.request_models)


@DOCUMENTS
def test_method_responses(text, path):
    post = method(api_of(text, path), "paths./pets/{id}.post")

    assert [
        {
            "status_code": "200",
            "response_parameters": {"method.response.header.X-Kind": False},
            "response_models": {"application/json": "Pet"},
        },
        {"status_code": "404", "response_models": {"application/json": "?"}},
    ] == [written(response) for response in post.responses]
    assert post.responses.complete
    assert [post, post] == [response.method for response in post.responses]


def test_a_parameter_stands_where_it_is_named():
    post = api_of(VERSION_2).methods[0]
    assert isinstance(post.request_parameters, Table)
    limit, page, trace, variable = post.request_parameters.entries

    assert ["limit", "page", "X-Trace", "id"] == [entry.key.span.text for entry in (limit, page, trace, variable)]
    assert 13 == limit.key.span.first.line
    assert "false" == limit.value.span.text
    assert 15 == limit.value.span.first.line
    assert "limit\n          in: query\n          required: false" == limit.span.text
    assert (7, 10) == variable.key.span.first
    assert "{name: X-Trace, in: header, type: string}" == trace.value.span.text
    assert post.request_parameters.span.text.startswith("- name: limit")


def test_responses_models_and_headers_stand_at_their_keys():
    api = api_of(VERSION_2)
    ok, missing = api.methods[0].responses
    assert isinstance(ok.response_parameters, Table)
    assert isinstance(ok.response_models, Table)

    assert ('"200"', "404") == (ok.name_span.text, missing.name_span.text)
    assert ok.span.text.startswith('"200":\n          description')
    assert ok.span.text.endswith("X-Kind: {type: string}")
    assert "paths./pets/{id}.post.responses.404" == missing.address
    assert "X-Kind" == ok.response_parameters.entries[0].key.span.text
    assert '"#/definitions/Pet"' == ok.response_models.entries[0].value.span.text


def test_path_variables_are_declared_by_themselves_greedy_ones_too():
    api = api_of("swagger: '2.0'\npaths:\n  /a/{b}/c-{d}/{proxy+}:\n    get: {}\n")

    assert {"method.request.path.b": True, "method.request.path.d": True, "method.request.path.proxy": True} == plain(
        api.methods[0].request_parameters
    )


def test_a_path_parameter_that_does_not_say_so_is_required():
    api = api_of("swagger: '2.0'\npaths:\n  /{b}:\n    get: {parameters: [{name: b, in: path}]}\n")

    assert {"method.request.path.b": True} == plain(api.methods[0].request_parameters)


def test_nothing_declared_is_absent():
    get = api_of("swagger: '2.0'\npaths: {/a: {get: {responses: {}}}}").methods[0]

    assert {"http_method": "GET", "path": "/a"} == written(get)
    assert get.responses.lacking()


@pytest.mark.parametrize("key", ["default", "2XX", "20"])
def test_a_response_key_that_is_no_status_leaves_the_responses_incomplete(key):
    get = api_of(f"swagger: '2.0'\npaths: {{/a: {{get: {{responses: {{'200': {{}}, {key}: {{}}}}}}}}}}").methods[0]

    assert ["200"] == [plain(response.status_code) for response in get.responses]
    assert not get.responses.complete


def test_extensions_among_responses_are_no_responses():
    get = api_of("swagger: '2.0'\npaths: {/a: {get: {responses: {x-note: {}}}}}").methods[0]

    assert get.responses.lacking()


@pytest.mark.parametrize(
    ("types", "expected"),
    [
        ("", {"application/json": "Pet"}),
        ("consumes: [], ", {"application/json": "Pet"}),
        ("consumes: [text/xml], ", {"text/xml": "Pet"}),
        ("consumes: text/xml, ", {"...": "?"}),
    ],
)
def test_what_an_operation_consumes_is_the_content_type_of_its_model(types, expected):
    body = "{name: b, in: body, schema: {$ref: '#/definitions/Pet'}}"
    api = api_of(f"swagger: '2.0'\npaths: {{/a: {{post: {{{types}parameters: [{body}]}}}}}}")

    assert expected == plain(api.methods[0].request_models)


VALIDATED = """\
openapi: 3.0.1
x-amazon-apigateway-request-validators:
  all: {validateRequestBody: true, validateRequestParameters: "true"}
  none: {validateRequestBody: false}
x-amazon-apigateway-request-validator: all
paths:
  /a:
    get: {}
    put: {x-amazon-apigateway-request-validator: none}
    post: {x-amazon-apigateway-request-validator: missing}
"""


def test_validators_are_inherited_and_overridden():
    api = api_of(VALIDATED)
    get, put, post = api.methods
    all_, none = api.request_validators

    assert {"name": "all", "validate_request_body": True, "validate_request_parameters": True} == written(all_)
    assert {"name": "none", "validate_request_body": False} == written(none)
    assert (all_, none, None) == (get.request_validator, put.request_validator, post.request_validator)
    assert isinstance(get.request_validator_id, Reference)
    assert all_.address == get.request_validator_id.target
    assert "all" == get.request_validator_id.span.text
    assert 5 == get.request_validator_id.span.first.line
    assert "missing" == plain(post.request_validator_id)


def test_a_validator_among_unseen_ones_is_unknown():
    document = value(VALIDATED)
    assert isinstance(document, Table)
    entries = [
        Entry(entry.key, unknown(entry.value)) if entry.name == "x-amazon-apigateway-request-validators" else entry
        for entry in document.entries
    ]
    api = body_into(Table(entries, document.span))

    assert ["?", "?", "?"] == [plain(found.request_validator_id) for found in api.methods]
    assert not api.request_validators.complete


def test_unknown_parameters_leave_the_declarations_incomplete():
    document = value("swagger: '2.0'\npaths: {/a: {get: {parameters: [{name: b, in: query}, {in: query}, {name: c}]}}}")
    api = body_into(document)

    assert {"method.request.querystring.b": False, "...": "?"} == plain(api.methods[0].request_parameters)


def test_an_incomplete_list_of_parameters_leaves_the_declarations_incomplete():
    document = value("swagger: '2.0'\npaths: {/a: {get: {parameters: []}}}")
    assert isinstance(document, Table)
    operation = document.get("paths").get("/a").get("get")  # type: ignore[attr-defined]
    operation.entries[0].value.complete = False
    get = body_into(document).methods[0]

    assert {"...": "?"} == plain(get.request_parameters)
    assert "?" == plain(get.request_models)


def test_an_operation_with_unseen_fields_is_unknown_where_they_could_be():
    document = value("openapi: 3.0.1\npaths: {/a: {get: {operationId: o}}}")
    assert isinstance(document, Table)
    document.get("paths").get("/a").get("get").complete = False  # type: ignore[attr-defined]
    get = body_into(document).methods[0]

    assert "o" == plain(get.operation_name)
    assert {"...": "?"} == plain(get.request_parameters)
    assert {"...": "?"} == plain(get.request_models)
    assert ("?", "?", "?", "?") == tuple(
        map(plain, (get.authorization_type, get.authorizer_id, get.api_key_required, get.request_validator_id))
    )
    assert (False, None, False) == (get.responses.complete, get.integration, get.integration_complete)


def test_parameters_of_unknown_items():
    document = value("swagger: '2.0'\npaths: {/a: {get: {parameters: []}}}")
    assert isinstance(document, Table)
    operation = document.get("paths").get("/a").get("get")  # type: ignore[attr-defined]
    operation.entries[0].value = List([unknown(document)], document.span)

    assert {"...": "?"} == plain(body_into(document).methods[0].request_parameters)
