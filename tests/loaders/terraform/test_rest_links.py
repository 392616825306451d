"""How the resources of REST APIs find each other, on instances made by hand."""

import pytest
from terraform_made import API, AT_PETS, PETS, definition, made, value

from apigw_lint.loaders.terraform.links import base, without_keys
from apigw_lint.value import Absent, Unknown, masked

GET = made("aws_api_gateway_method.get", http_method="GET", authorization="NONE", **AT_PETS)


def one(parts):
    assert len(parts) == 1
    return parts[0]


def test_a_method_with_its_four_stages():
    found = definition(
        API,
        PETS,
        GET,
        made("aws_api_gateway_method_response.ok", http_method="GET", status_code="200", **AT_PETS),
        made("aws_api_gateway_integration.get", http_method="GET", type="MOCK", **AT_PETS),
        made("aws_api_gateway_integration_response.ok", http_method="GET", status_code=200, **AT_PETS),
    )
    api = one(found.apis)
    method = one(api.methods)

    assert ("REST", True, "terraform") == (api.kind, api.declared, api.format)
    assert "/pets" == method.path.value
    assert method.integration is one(api.integrations)
    assert method is method.integration.method
    assert method is one(method.responses).method
    assert "200" == one(method.integration.responses).status_code.value
    assert method.integration is one(method.integration.responses).integration
    assert [True] * 6 == [
        api.methods.complete,
        api.integrations.complete,
        api.resources.complete,
        method.integration_complete,
        method.responses.complete,
        method.integration.responses.complete,
    ]


def resource(name, parent, path_part, api="aws_api_gateway_rest_api.a"):
    return made(f"aws_api_gateway_resource.{name}", rest_api_id=f"-> {api}.id", parent_id=parent, path_part=path_part)


def paths(*instances):
    return {part.address.rpartition(".")[2]: masked(part.path) for api in definition(*instances).apis for part in api.resources}


def test_paths_follow_the_chain_of_parents():
    found = paths(
        API,
        resource("owner", "-> aws_api_gateway_resource.pet.id", "owner"),
        resource("pet", "-> aws_api_gateway_resource.pets.id", "{id}"),
        PETS,
    )

    assert {"pets": "/pets", "pet": "/pets/{id}", "owner": "/pets/{id}/owner"} == found


def test_paths_below_something_unknown_have_a_hole():
    found = paths(
        resource("pets", "? var.resource_id", "pets"), resource("pet", "-> aws_api_gateway_resource.pets.id", value("? var.verb")), API
    )

    assert {"pets": "\ue000/pets", "pet": "\ue000/pets/\ue000"} == found


def test_a_circle_of_parents_has_no_paths():
    found = paths(
        API,
        resource("a", "-> aws_api_gateway_resource.b.id", "a"),
        resource("b", "-> aws_api_gateway_resource.a.id", "b"),
        resource("below", "-> aws_api_gateway_resource.a.id", "below"),
    )

    assert {"a": None, "b": None, "below": "\ue000/below"} == found


def test_a_chain_deeper_than_the_interpreter_s_stack():
    chain = [resource(f"r{i}", f"-> aws_api_gateway_resource.r{i - 1}.id", "x") for i in range(3000, 0, -1)]
    found = paths(API, resource("r0", "-> aws_api_gateway_rest_api.a.root_resource_id", "x"), *chain)

    assert "/x" * 3001 == found["r3000"]


def test_a_method_of_the_root():
    root = {"rest_api_id": "-> aws_api_gateway_rest_api.a.id", "resource_id": "-> aws_api_gateway_rest_api.a.root_resource_id"}
    found = definition(
        API,
        made("aws_api_gateway_method.root", http_method="ANY", **root),
        made("aws_api_gateway_integration.root", http_method="ANY", type="MOCK", **root),
    )
    method = one(one(found.apis).methods)

    assert ("/", "MOCK") == (method.path.value, method.integration.type.value)


def test_an_api_made_elsewhere_is_one_for_each_way_to_name_it():
    found = definition(
        *(
            made(f"aws_api_gateway_model.m{number}", rest_api_id=api, name="M")
            for number, api in enumerate(
                ["abc123", "abc123", "xyz", "? var.api_id", "? var.api_id", "-> data.aws_api_gateway_rest_api.x.id"]
            )
        )
    )

    assert [2, 1, 2, 1] == [len(api.models) for api in found.apis]
    assert not any(api.declared or api.models.complete or api.methods.complete for api in found.apis)
    assert all(isinstance(api.binary_media_types, Unknown) for api in found.apis)


@pytest.mark.parametrize(
    ("api_id", "complete"),
    [("abc123", True), ("? var.api_id", False), ("-> data.aws_api_gateway_rest_api.x.id", False)],
    ids=["another API by id", "a variable", "a data source"],
)
def test_what_may_belong_to_any_api_leaves_its_collection_incomplete(api_id, complete):
    found = definition(API, made("aws_api_gateway_model.m", rest_api_id=api_id, name="M"))
    api = next(api for api in found.apis if api.declared)

    assert complete == api.models.complete
    assert api.methods.complete


def test_a_module_of_its_own_links_by_its_variables():
    place = {"rest_api_id": "? var.api_id", "resource_id": "? var.resource_id", "http_method": "OPTIONS"}
    found = definition(
        made("aws_api_gateway_method.m", **place),
        made("aws_api_gateway_integration.m", type="MOCK", **place),
        made("aws_api_gateway_method_response.m", status_code="200", **place),
        made("aws_api_gateway_integration_response.m", status_code="200", **place),
    )
    method = one(one(found.apis).methods)

    assert isinstance(method.path, Unknown)
    assert method.integration_complete
    assert "MOCK" == method.integration.type.value
    assert ("200", "200") == (one(method.responses).status_code.value, one(method.integration.responses).status_code.value)


@pytest.mark.parametrize(
    ("place", "complete"),
    [
        ({**AT_PETS, "http_method": "? var.verb"}, False),
        ({**AT_PETS, "resource_id": "? var.resource_id", "http_method": "GET"}, False),
        ({**AT_PETS, "resource_id": "? var.resource_id", "http_method": "POST"}, True),
        ({"rest_api_id": "? var.api_id", "resource_id": "? var.resource_id", "http_method": "GET"}, False),
        ({"rest_api_id": "abc123", "resource_id": "? var.resource_id", "http_method": "GET"}, True),
        ({**AT_PETS, "resource_id": "abc123", "http_method": "GET"}, False),
        ({**AT_PETS, "http_method": "POST"}, True),
    ],
    ids=["any verb", "any resource", "another verb", "any API", "another API", "a resource by id", "no such method"],
)
def test_what_may_belong_to_a_method_leaves_it_incomplete(place, complete):
    found = definition(
        API,
        PETS,
        GET,
        made("aws_api_gateway_integration.x", type="MOCK", **place),
        made("aws_api_gateway_method_response.x", status_code="200", **place),
    )
    method = next(api for api in found.apis if api.declared).methods[0]

    assert method.integration is None
    assert (complete, complete) == (method.integration_complete, method.responses.complete)


@pytest.mark.parametrize(("place", "complete"), [({"http_method": "? var.verb"}, False), ({"http_method": "POST"}, True)])
def test_what_may_answer_an_integration_leaves_its_responses_incomplete(place, complete):
    found = definition(
        API,
        PETS,
        GET,
        made("aws_api_gateway_integration.get", http_method="GET", type="MOCK", **AT_PETS),
        made("aws_api_gateway_integration_response.x", status_code="200", **{**AT_PETS, **place}),
    )

    assert complete == one(one(found.apis).integrations).responses.complete


def test_a_method_whose_own_place_is_unknown_may_have_what_has_no_method():
    soft = made("aws_api_gateway_method.soft", http_method="? var.verb", **AT_PETS)
    found = definition(API, PETS, soft, made("aws_api_gateway_integration.post", http_method="POST", type="MOCK", **AT_PETS))
    method = one(one(found.apis).methods)

    assert method.integration is None
    assert not method.integration_complete
    assert method.responses.complete


def test_alternatives_by_count_are_told_apart_by_references():
    both = [
        made(f"aws_api_gateway_integration.{name}[*]", certain=False, http_method="GET", type=kind, **AT_PETS)
        for name, kind in (("mock", "MOCK"), ("real", "HTTP"))
    ]
    response = {**AT_PETS, "http_method": "GET", "status_code": "200"}
    found = definition(
        API,
        PETS,
        GET,
        *both,
        made("aws_api_gateway_integration_response.real", references=["aws_api_gateway_integration.real"], **response),
    )
    mock, real = one(found.apis).integrations

    assert (0, 1) == (len(mock.responses), len(real.responses))
    assert mock.responses.complete
    assert not mock.certain


def test_alternatives_that_cannot_be_told_apart_are_incomplete():
    both = [made(f"aws_api_gateway_integration.{name}[*]", certain=False, http_method="GET", type="MOCK", **AT_PETS) for name in "ab"]
    found = definition(
        API, PETS, GET, *both, made("aws_api_gateway_integration_response.x", http_method="GET", status_code="200", **AT_PETS)
    )

    assert [(0, False), (0, False)] == [(len(item.responses), item.responses.complete) for item in one(found.apis).integrations]


def test_a_certain_integration_goes_before_one_that_may_not_be_there():
    found = definition(
        API,
        PETS,
        GET,
        made("aws_api_gateway_integration.a[*]", certain=False, http_method="GET", type="MOCK", **AT_PETS),
        made("aws_api_gateway_integration.b", http_method="GET", type="HTTP", **AT_PETS),
    )

    assert "HTTP" == one(one(found.apis).methods).integration.type.value


def test_unknown_keys_link_to_the_instance_that_stands_for_all():
    pets = made(
        "aws_api_gateway_resource.r[*]", certain=False, **{k: PETS.values.get(k) for k in ("rest_api_id", "parent_id", "path_part")}
    )
    place = {"rest_api_id": "-> aws_api_gateway_rest_api.a.id", "resource_id": "-> aws_api_gateway_resource.r[0].id", "http_method": "GET"}
    method = one(one(definition(API, pets, made("aws_api_gateway_method.get", **place)).apis).methods)

    assert ("/pets", False) == (method.path.value, method.resource.certain)


def test_the_resource_tells_the_api_where_its_id_does_not():
    place = {**AT_PETS, "rest_api_id": "? var.api_id", "http_method": "GET"}
    found = definition(API, PETS, made("aws_api_gateway_method.get", **place))

    assert "aws_api_gateway_rest_api.a" == one(found.apis).address
    assert one(found.apis).methods.complete


def test_the_parent_tells_the_api_of_a_resource_where_its_id_does_not():
    below = [
        made("aws_api_gateway_resource.two", rest_api_id="? var.api_id", parent_id="-> aws_api_gateway_resource.one.id", path_part="two"),
        made("aws_api_gateway_resource.one", rest_api_id="? var.api_id", parent_id="-> aws_api_gateway_resource.pets.id", path_part="one"),
    ]
    api = one(definition(API, PETS, *below).apis)

    assert {"/pets", "/pets/one", "/pets/one/two"} == {part.path.value for part in api.resources}
    assert api.resources.complete


def test_a_module_that_cannot_be_read_may_add_anything():
    found = definition(API, PETS, GET, made("aws_api_gateway_integration.get", http_method="GET", type="MOCK", **AT_PETS), complete=False)
    api = one(found.apis)
    method = one(api.methods)

    assert [False] * 6 == [
        api.methods.complete,
        api.models.complete,
        api.resources.complete,
        method.integration_complete,
        method.responses.complete,
        method.integration.responses.complete,
    ]


def test_authorizer_and_validator_by_reference():
    api_id = "-> aws_api_gateway_rest_api.a.id"
    ids = {"authorizer_id": "-> aws_api_gateway_authorizer.x.id", "request_validator_id": "-> aws_api_gateway_request_validator.x.id"}
    found = definition(
        API,
        PETS,
        made("aws_api_gateway_method.get", http_method="GET", authorization="CUSTOM", **AT_PETS, **ids),
        made("aws_api_gateway_authorizer.x", rest_api_id=api_id, name="tokens", authorizer_result_ttl_in_seconds="60"),
        made("aws_api_gateway_request_validator.x", rest_api_id=api_id, name="all", validate_request_body="true"),
    )
    method = one(one(found.apis).methods)

    assert ("tokens", 60) == (method.authorizer.name.value, method.authorizer.result_ttl.value)
    assert ("all", True) == (method.request_validator.name.value, method.request_validator.validate_request_body.value)


def test_a_policy_is_opened_and_a_broken_one_is_left_a_string():
    policies = ['{"Version": "2012-10-17"}', '{"Version": ']
    found = [one(definition(made("aws_api_gateway_rest_api.a", name="a", policy=policy)).apis).policy for policy in policies]

    assert "2012-10-17" == found[0].get("Version").value
    assert policies[1] == found[1].value


def test_a_policy_resource_gives_the_api_its_policy():
    policy = made("aws_api_gateway_rest_api_policy.p", rest_api_id="-> aws_api_gateway_rest_api.a.id", policy='{"Version": "2012-10-17"}')
    maybe = made("aws_api_gateway_rest_api_policy.p", rest_api_id="? var.api_id", policy='{"Version": "2012-10-17"}')

    assert isinstance(one(definition(API).apis).policy, Absent)
    assert "2012-10-17" == one(definition(API, policy).apis).policy.get("Version").value
    assert isinstance(definition(API, maybe).apis[0].policy, Unknown)


def test_every_api_gateway_resource_is_kept_as_written():
    found = definition(API, PETS, GET, made("aws_lambda_function.f", function_name="f"), made("data.aws_api_gateway_rest_api.d", name="d"))

    assert ["aws_api_gateway_rest_api", "aws_api_gateway_resource", "aws_api_gateway_method"] == [raw.type for raw in found.resources]
    assert "GET" == found.resources[2].properties.get("http_method").value


@pytest.mark.parametrize(
    ("address", "without_last", "without_all"),
    [
        ("aws_x.y", "aws_x.y", "aws_x.y"),
        ("aws_x.y[0]", "aws_x.y", "aws_x.y"),
        ("aws_x.y[*]", "aws_x.y", "aws_x.y"),
        ('aws_x.y["GET /a[b]/{c}.d"]', "aws_x.y", "aws_x.y"),
        (r'module.m["a\"]"].aws_x.y["b"]', r'module.m["a\"]"].aws_x.y', "module.m.aws_x.y"),
    ],
)
def test_addresses_without_keys(address, without_last, without_all):
    assert (without_last, without_all) == (base(address), without_keys(address))
