"""Plans: the same model as the configuration that they were made from, and no more than they tell."""

import json
from pathlib import Path

import pytest
from models import UNKNOWN, differences, plain

from apigw_lint.files import Files
from apigw_lint.loaders import terraform
from apigw_lint.loaders.loaded import Options
from apigw_lint.source import Source
from apigw_lint.syntax import json_tree
from apigw_lint.value import Absent, Known, List, Reference, Table, Text, Unknown

PLANS = Path(__file__).resolve().parents[2] / "data" / "plans"


def load(text):
    source = Source("plan.json", text)
    tree, problems = json_tree.parse(source)
    assert problems == []
    assert terraform.recognise_plan(tree)
    return terraform.load_plan(tree, source)


@pytest.mark.parametrize("name", ["shop", "shop-deployed"])
def test_a_plan_is_the_model_of_its_configuration(name):
    planned = load((PLANS / f"{name}.json").read_text("utf-8"))
    written = terraform.load(str(PLANS / "shop"), Files(str(PLANS / "shop")), Options())

    assert [] == [*planned.problems, *written.problems]
    first, second = (plain(one.definitions[0], certain=True, addresses=True) for one in (written, planned))
    assert [] == differences(first, second)
    shop = second["apis"]["aws_api_gateway_rest_api.shop"]
    assert (4, 4) == (len(shop["methods"]), sum("responses" in method["integration"] for method in shop["methods"].values()))
    assert all("integration" in route for route in second["apis"]["aws_apigatewayv2_api.notes"]["methods"].values())
    assert {"plan"} == {api.format for api in planned.definitions[0].apis}


def scalars(value):
    if isinstance(value, Known):
        yield value
    for inner in value.items if isinstance(value, List) else ():
        yield from scalars(inner)
    for entry in value.entries if isinstance(value, Table) else ():
        if not isinstance(entry.value, (Unknown, Text)):  # what is not known is written nowhere
            yield from scalars(entry.key)
            yield from scalars(entry.value)


def test_places_are_places_in_the_plan():
    definition = load((PLANS / "shop.json").read_text("utf-8")).definitions[0]
    found = [one for raw in definition.resources for one in scalars(raw.properties)]

    assert len(found) > 200
    assert all(json.loads(one.span.text) == one.value for one in found)
    assert all(json.loads(raw.name_span.text) == raw.address for raw in definition.resources)


def resource(address, unknown=(), **values):
    kind, name = address.rpartition("module.x.")[2].split("[")[0].split(".")[-2:]
    node = {"address": address, "mode": "managed", "type": kind, "name": name, "values": values}
    if "[" in address:
        node["index"] = json.loads(address.partition("[")[2][:-1])
    return node, {"address": address, "change": {"actions": ["create"], "after_unknown": unknown or {}}}


def written(address, each=None, **expressions):
    node = {"address": address, "mode": "managed", "expressions": expressions}
    if each:
        node["for_each_expression"] = refers(*each)
    return node


def refers(*names):
    return {"references": list(names)}


def plan(resources, configuration, modules=None, child=(), **more):
    text = {
        "format_version": "1.2",
        "terraform_version": "1.11.4",
        "planned_values": {
            "root_module": {
                "resources": [node for node, _ in resources],
                "child_modules": [{"address": "module.x", "resources": [node for node, _ in child]}],
            }
        },
        "resource_changes": [change for _, change in [*resources, *child]],
        "configuration": {"root_module": {"resources": configuration, "module_calls": modules or {}}},
        **more,
    }
    loaded = load(json.dumps(text))
    return loaded.definitions[0] if loaded.definitions else None


API = resource("aws_api_gateway_rest_api.a", {"id": True, "root_resource_id": True}, name="a")
API_WRITTEN = written("aws_api_gateway_rest_api.a", name={"constant_value": "a"})
API_ID = refers("aws_api_gateway_rest_api.a.id", "aws_api_gateway_rest_api.a")
MODEL = resource("aws_api_gateway_model.m", {"rest_api_id": True}, name="M")


def model_of(*names, others=(), configuration=()):
    definition = plan([API, MODEL, *others], [API_WRITTEN, written("aws_api_gateway_model.m", rest_api_id=refers(*names)), *configuration])
    return next(raw for raw in definition.resources if raw.type == "aws_api_gateway_model").properties.get("rest_api_id")


OTHER = resource("aws_api_gateway_rest_api.b", {"id": True}, name="b")
OTHER_WRITTEN = written("aws_api_gateway_rest_api.b", name={})
STAGE = resource("aws_api_gateway_stage.s", {"rest_api_id": True}, stage_name="s")
STAGE_WRITTEN = written("aws_api_gateway_stage.s", rest_api_id=API_ID, stage_name={"constant_value": "s"})


@pytest.mark.parametrize(
    ("names", "others", "configuration", "target"),
    [
        (API_ID["references"], (), (), "aws_api_gateway_rest_api.a"),
        (["var.create", *API_ID["references"], "path.module"], (), (), "aws_api_gateway_rest_api.a"),
        (["data.aws_api_gateway_rest_api.d.id", "data.aws_api_gateway_rest_api.d"], (), (), "data.aws_api_gateway_rest_api.d"),
        (["aws_api_gateway_stage.s.rest_api_id", "aws_api_gateway_stage.s"], (STAGE,), (STAGE_WRITTEN,), "aws_api_gateway_rest_api.a"),
        (["local.api_id"], (), (), None),
        ([*API_ID["references"], "aws_api_gateway_rest_api.b.id", "aws_api_gateway_rest_api.b"], (OTHER,), (OTHER_WRITTEN,), None),
        ([*API_ID["references"], "local.other"], (), (), None),
        (["each.value.api_id", "each.value"], (), (), None),
        ([], (), (), None),
    ],
    ids=["an attribute", "one of several that is not known", "data", "an argument", "a local", "two", "one and a local", "each", "none"],
)
def test_an_unknown_id_is_what_it_certainly_refers_to(names, others, configuration, target):
    found = model_of(*names, others=others, configuration=configuration)

    assert isinstance(found, Unknown)
    assert target == (found.target if isinstance(found, Reference) else None)


def keyed(*each, references, keys=("a", "b"), of=("a", "b")):
    resources = [resource(f'aws_api_gateway_resource.r["{key}"]', {"id": True}, path_part=key) for key in of]
    methods = [resource(f'aws_api_gateway_method.m["{key}"]', {"resource_id": True}, http_method="GET") for key in keys]
    configuration = [
        written("aws_api_gateway_resource.r", path_part=refers("each.key")),
        written("aws_api_gateway_method.m", each, resource_id=refers(*references), http_method={"constant_value": "GET"}),
    ]
    definition = plan([API, *resources, *methods], [API_WRITTEN, *configuration])
    ids = [raw.properties.get("resource_id") for raw in definition.resources if raw.type == "aws_api_gateway_method"]
    return [one.target[-3:-2] if isinstance(one, Reference) else None for one in ids]


def test_instances_by_key():
    resources = "aws_api_gateway_resource.r"

    assert ["a", "b"] == keyed("var.x", references=[resources, "each.key"])
    assert ["a", "b"] == keyed(resources, references=["each.value.id", "each.value"])
    assert ["a", None] == keyed("var.x", references=[resources, "each.key"], of=("a", "c"))
    assert ["c", "c"] == keyed("var.x", references=[resources], of=("c",))
    assert [None, None] == keyed("var.x", references=[resources])
    assert [None, None] == keyed("local.x", references=[resources, "each.value.path", "each.value"])
    assert ["b", "b"] == keyed("var.x", references=[f'{resources}["b"].id', f'{resources}["b"]', resources])


def test_ids_through_the_inputs_and_outputs_of_modules():
    inner = {
        "module": {
            "resources": [written("aws_api_gateway_model.m", rest_api_id=refers("var.api"), name={"constant_value": "M"})],
            "outputs": {"model": {"expression": refers("aws_api_gateway_model.m.id", "aws_api_gateway_model.m")}},
        },
        "expressions": {"api": API_ID},
    }
    child = resource("module.x.aws_api_gateway_model.m", {"rest_api_id": True, "id": True}, name="M")
    deployment = resource("aws_api_gateway_deployment.d", {"rest_api_id": True, "triggers": True})
    of_deployment = written("aws_api_gateway_deployment.d", rest_api_id=API_ID, triggers=refers("module.x.model", "module.x"))
    api = plan([API, deployment], [API_WRITTEN, of_deployment], {"x": inner}, [child]).apis[0]

    assert ["M"] == [model.name.value for model in api.models]
    assert ("aws_api_gateway_rest_api.a", "module.x.aws_api_gateway_model.m") == tuple(sorted(api.deployments[0].references))
    assert isinstance(api.deployments[0].create_before_destroy, Unknown)


def test_a_deployment_that_goes_through_a_local_may_refer_to_everything():
    deployment = resource("aws_api_gateway_deployment.d", {"rest_api_id": True, "triggers": True})
    of_deployment = written("aws_api_gateway_deployment.d", rest_api_id=API_ID, triggers=refers("local.hash"))
    of_model = written("aws_api_gateway_model.m", rest_api_id=API_ID)
    api = plan([API, deployment, MODEL], [API_WRITTEN, of_deployment, of_model]).apis[0]

    assert "aws_api_gateway_model.m" in api.deployments[0].references


def test_targets_of_routes():
    api = resource("aws_apigatewayv2_api.a", {"id": True}, name="a", protocol_type="HTTP")
    integration = resource("aws_apigatewayv2_integration.i", {"id": True, "api_id": True}, integration_type="HTTP_PROXY")
    route = resource("aws_apigatewayv2_route.r", {"api_id": True, "target": True}, route_key="GET /")
    api_id = refers("aws_apigatewayv2_api.a.id", "aws_apigatewayv2_api.a")
    configuration = [
        written("aws_apigatewayv2_api.a", name={}, protocol_type={}),
        written("aws_apigatewayv2_integration.i", api_id=api_id, integration_type={}),
        written(
            "aws_apigatewayv2_route.r",
            api_id=api_id,
            route_key={},
            target=refers("aws_apigatewayv2_integration.i.id", "aws_apigatewayv2_integration.i"),
        ),
    ]
    method = plan([api, integration, route], configuration).apis[0].methods[0]

    assert isinstance(method.target, Text)
    assert "HTTP_PROXY" == method.integration.type.value


def settings(expressions, **block):
    unknown = {"settings": [block.pop("unknown", {})], "rest_api_id": True}
    stage = resource("aws_api_gateway_stage.s", {"rest_api_id": True}, stage_name="s")
    setting = resource("aws_api_gateway_method_settings.x", unknown, stage_name="s", method_path="*/*", settings=[block])
    configuration = [
        API_WRITTEN,
        STAGE_WRITTEN,
        written("aws_api_gateway_method_settings.x", rest_api_id=API_ID, stage_name={}, method_path={}, **expressions),
    ]
    found = plan([API, stage, setting], configuration).apis[0].stages[0].method_settings[0]
    return {name: value for name, value in plain(found).items() if name not in ("resource_path", "http_method")}


def test_what_is_not_written_is_absent():
    block = {"logging_level": "INFO", "throttling_burst_limit": -1, "caching_enabled": None, "unknown": {"metrics_enabled": True}}

    assert {"logging_level": "INFO"} == settings({"settings": [{"logging_level": {"constant_value": "INFO"}}]}, **block)
    assert {"logging_level": "INFO", "metrics_enabled": UNKNOWN} == settings({}, **block)


def test_what_the_provider_suppresses_is_what_is_written():
    integration = resource("aws_apigatewayv2_integration.i", {"api_id": True}, integration_type="MOCK", passthrough_behavior=None)
    expressions = {"integration_type": {}, "passthrough_behavior": {"constant_value": "WHEN_NO_MATCH"}}
    definition = plan([integration], [written("aws_apigatewayv2_integration.i", **expressions)])

    assert "WHEN_NO_MATCH" == definition.apis[0].integrations[0].passthrough_behavior.value


def test_parts_of_a_map_that_are_unknown():
    stage = resource("aws_api_gateway_stage.s", {"rest_api_id": True, "variables": {"b": True}}, stage_name="s", variables={"a": "1"})
    definition = plan([API, stage], [API_WRITTEN, written("aws_api_gateway_stage.s", rest_api_id=API_ID, stage_name={}, variables={})])

    assert {"a": "1", "b": UNKNOWN} == plain(definition.apis[0].stages[0].variables)


def test_a_resource_of_which_nothing_is_known():
    policy = resource("aws_api_gateway_rest_api_policy.p", {"rest_api_id": True, "policy": True})
    del policy[0]["values"]
    definition = plan([API, policy], [API_WRITTEN, written("aws_api_gateway_rest_api_policy.p", rest_api_id=API_ID, policy=refers("x.y"))])

    assert isinstance(definition.apis[0].policy, Unknown)


def test_a_plan_without_configuration_tells_its_values():
    node, _ = resource("aws_api_gateway_rest_api.a", name="a", description=None)
    text = json.dumps({"format_version": "1.2", "planned_values": {"root_module": {"resources": [node]}}})
    api = load(text).definitions[0].apis[0]

    assert "a" == api.name.value
    assert isinstance(api.description, Absent)


@pytest.mark.parametrize(
    ("said", "complete"), [({}, True), ({"complete": True}, True), ({"complete": False}, False), ({"errored": True}, False)]
)
def test_a_plan_with_targets_shows_only_a_part(said, complete):
    assert complete == plan([API], [API_WRITTEN], **said).apis[0].methods.complete


def test_a_plan_of_other_things_has_no_definition():
    assert plan([resource("aws_s3_bucket.b", bucket="b")], []) is None


@pytest.mark.parametrize(
    "text", ["{}", "[]", '{"planned_values": {}}', '{"planned_values": 1, "terraform_version": "1"}', '{"openapi": "3.0"}']
)
def test_what_is_no_plan(text):
    tree, _ = json_tree.parse(Source("x.json", text))

    assert not terraform.recognise_plan(tree)


@pytest.mark.parametrize(
    "text",
    [
        '{"format_version": "1", "planned_values": {}}',
        '{"format_version": "1", "planned_values": {"root_module": {"resources": [1, {}, {"address": 1}], "child_modules": [2, {}]}}}',
        '{"format_version": "1", "planned_values": {"root_module": []}, "resource_changes": {"a": 1}, "configuration": []}',
        '{"format_version": "1", "planned_values": {"root_module": {"resources": [{"address": "aws_api_gateway_method.m", "type": '
        '"aws_api_gateway_method", "values": {"http_method": {"a": []}, "resource_id": [null]}}]}}}',
    ],
)
def test_odd_plans_are_read(text):
    assert [] == load(text).problems
