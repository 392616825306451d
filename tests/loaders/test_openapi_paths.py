import pytest
from openapi_reading import api_of, body_into, method, plain, unknown, value, written

from apigw_lint.value import Entry, Known, Table

PETS = """\
openapi: 3.0.1
info: {title: pets, version: "1"}
x-amazon-apigateway-policy: {}
paths:
  /stores/{store}/pets/{pet}:
    get: {}
    x-amazon-apigateway-any-method: {}
  /stores:
    post:
      operationId: openStore
  x-note: not a path
"""


def test_every_part_of_a_path_is_a_resource():
    api = api_of(PETS)

    assert [
        ("/stores", "stores", "/"),
        ("/stores/{store}", "{store}", "/stores"),
        ("/stores/{store}/pets", "pets", "/stores/{store}"),
        ("/stores/{store}/pets/{pet}", "{pet}", "/stores/{store}/pets"),
    ] == [(plain(resource.path), plain(resource.path_part), plain(resource.parent.path)) for resource in api.resources]
    assert api.root is not None
    assert "/" == plain(api.root.path)
    assert "-> paths./stores" == plain(api.resources[1].parent_id)
    assert api.resources.complete


def test_a_resource_stands_at_its_part_of_the_path():
    api = api_of(PETS)
    third = api.resources[2]

    assert "paths./stores/{store}/pets" == third.address
    assert "pets" == third.path_part.span.text
    assert (5, 19) == third.path_part.span.first
    assert "/stores/{store}/pets" == third.path.span.text
    assert "/stores/{store}/pets/{pet}" == third.name_span.text


def test_a_declared_path_stands_at_its_own_key():
    stores = api_of(PETS).resources[0]

    assert "paths./stores" == stores.address
    assert "/stores" == stores.name_span.text
    assert 8 == stores.name_span.first.line
    assert stores.span.text.startswith("/stores:\n    post:")
    assert stores.span.text.endswith("openStore")


def test_methods_have_verb_path_resource_and_address():
    api = api_of(PETS)

    assert [
        ("paths./stores/{store}/pets/{pet}.get", "GET", "/stores/{store}/pets/{pet}"),
        ("paths./stores/{store}/pets/{pet}.x-amazon-apigateway-any-method", "ANY", "/stores/{store}/pets/{pet}"),
        ("paths./stores.post", "POST", "/stores"),
    ] == [(found.address, plain(found.http_method), plain(found.path)) for found in api.methods]
    post = method(api, "paths./stores.post")
    assert api.resources[0] is post.resource
    assert api is post.api
    assert "openStore" == plain(post.operation_name)
    assert "post" == post.name_span.text
    assert "post:\n      operationId: openStore" == post.span.text


def test_the_root_path_is_the_root_resource():
    api = api_of("swagger: '2.0'\npaths:\n  /:\n    get: {x-amazon-apigateway-integration: {type: mock}}\n")

    assert [] == list(api.resources)
    assert api.root is api.methods[0].resource
    assert "/" == api.root.name_span.text


def test_a_slash_at_the_end_is_not_seen():
    api = api_of("swagger: '2.0'\npaths:\n  /a/:\n    get: {}\n  /a:\n    get: {}\n    put: {}\n")

    assert ["/a"] == [plain(resource.path) for resource in api.resources]
    assert [("GET", "/a"), ("PUT", "/a")] == [(plain(found.http_method), plain(found.path)) for found in api.methods]
    assert "/a" == api.methods[0].path.span.text


def test_empty_path_items_make_resources_and_no_methods():
    api = api_of("swagger: '2.0'\npaths:\n  /a:\n  /b: {}\n  /c:\n    get:\n")

    assert ["/a", "/b", "/c"] == [plain(resource.path) for resource in api.resources]
    assert api.methods.lacking()


@pytest.mark.parametrize("verb", ["GET", "any", "Post"])
def test_a_verb_in_capitals_is_no_method_for_certain_nor_certainly_none(verb):
    api = api_of(f"swagger: '2.0'\npaths:\n  /a:\n    {verb}: {{}}\n")

    assert [] == list(api.methods)
    assert not api.methods.complete


def test_trace_and_extensions_make_no_method():
    api = api_of("openapi: 3.0.0\npaths:\n  /a:\n    trace: {}\n    x-other: {}\n    summary: s\n")

    assert api.methods.lacking()


def test_routes_of_an_http_api_have_route_keys():
    api = api_of(
        """\
openapi: 3.0.1
x-amazon-apigateway-importexport-version: "1.0"
paths:
  /notes/{id}:
    get: {}
    x-amazon-apigateway-any-method: {}
  /$default:
    x-amazon-apigateway-any-method: {isDefaultRoute: true}
"""
    )

    assert [
        {"route_key": "GET /notes/{id}", "http_method": "GET", "path": "/notes/{id}"},
        {"route_key": "ANY /notes/{id}", "http_method": "ANY", "path": "/notes/{id}"},
        {"route_key": "$default"},
    ] == [written(route) for route in api.methods]
    assert api.root is None
    assert api.resources.lacking()
    assert "/$default" == api.methods[2].route_key.span.text


BASE_2 = "swagger: '2.0'\nbasePath: /v1/api/\npaths:\n  /: {get: {}}\n  /a: {get: {}}\n"
SERVERS = "openapi: 3.0.0\nservers: [{url: 'https://example.com/v1/api'}]\npaths:\n  /: {get: {}}\n  /a: {get: {}}\n"
VARIABLES = """\
openapi: 3.0.0
servers:
  - {url: "https://example.com/other", variables: {basePath: {default: v1/api}}}
paths:
  /: {get: {}}
  /a: {get: {}}
"""


@pytest.mark.parametrize("text", [BASE_2, SERVERS, VARIABLES], ids=["2.0", "url", "variable"])
@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        ("ignore", ["/", "/a"]),
        ("prepend", ["/v1/api", "/v1/api/a"]),
        ("split", ["/api", "/api/a"]),
    ],
)
def test_the_base_path_stands_before_every_path_as_the_import_says(text, mode, expected):
    document = value(text)
    api = body_into(document, parameters=value(f"{{basepath: {mode}}}"))

    assert expected == [plain(found.path) for found in api.methods]


def test_prefixed_paths_keep_the_places_of_their_parts():
    api = body_into(value(BASE_2), parameters=value("basepath: prepend"))

    assert [("/v1", 2), ("/v1/api", 2), ("/v1/api/a", 5)] == [
        (plain(resource.path), resource.path_part.span.first.line) for resource in api.resources
    ]
    assert ["v1", "api", "a"] == [resource.path_part.span.text for resource in api.resources]


def test_an_unknown_base_path_leaves_paths_unknown():
    parameters = value("basepath: x")
    mode = Table([Entry(Known("basepath", parameters.span), unknown(parameters))], parameters.span)
    api = body_into(value(BASE_2), parameters=mode)

    assert ["?", "?/a"] == [plain(found.path) for found in api.methods]
    assert not api.resources.complete
    assert [None, None] == [found.resource for found in api.methods]


def test_the_base_path_of_version_2_apis_is_given_beside_the_body():
    document = value(SERVERS)

    assert ["GET /v1/api", "GET /v1/api/a"] == [
        plain(found.route_key) for found in body_into(document, "HTTP", Known("prepend", document.span)).methods
    ]


def test_without_the_import_parameter_the_base_path_is_ignored():
    assert ["/", "/a"] == [plain(found.path) for found in body_into(value(BASE_2)).methods]
