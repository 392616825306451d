"""Deployments, stages and what is written about them elsewhere."""

import pytest
from models import UNKNOWN, plain
from terraform_made import API, SPAN, definition, made, value

from apigw_lint.loaders.terraform.stages import method_path
from apigw_lint.value import Absent, Known, List, Text, Unknown, masked

API_ID = {"rest_api_id": "-> aws_api_gateway_rest_api.a.id"}
STAGE = made("aws_api_gateway_stage.s", stage_name="prod", deployment_id="-> aws_api_gateway_deployment.d.id", **API_ID)
HOLE = Unknown(SPAN, why="var.x")


def one(parts):
    assert len(parts) == 1
    return parts[0]


@pytest.mark.parametrize(
    ("written", "path", "verb"),
    [
        ("*/*", "/*", "*"),
        ("pets/GET", "/~1pets", "GET"),
        ("pets/{id}/GET", "/~1pets~1{id}", "GET"),
        ("/pets/GET", "/~1pets", "GET"),
        ("~1pets~1{id}/GET", "/~1pets~1{id}", "GET"),
        ("~1/GET", "/", "GET"),
        ("/GET", "/", "GET"),
        (Text([Known("pets/", SPAN), HOLE], SPAN), "/~1pets", None),
        (Text([HOLE, Known("/GET", SPAN)], SPAN), None, "GET"),
        (HOLE, None, None),
    ],
)
def test_method_paths_as_cloudformation_writes_them(written, path, verb):
    found = method_path(value(written))

    assert [path, verb] == [masked(part) for part in found]
    assert not any(isinstance(part, Absent) for part in found)


def settings(stage_name="prod", **place):
    block = {"logging_level": "INFO", "throttling_burst_limit": "5"}
    return made("aws_api_gateway_method_settings.m", stage_name=stage_name, method_path="*/*", settings=[block], **{**API_ID, **place})


def test_method_settings_find_their_stage():
    stage = one(definition(API, STAGE, settings()).apis).stages[0]

    assert [{"resource_path": "/*", "http_method": "*", "logging_level": "INFO", "throttling_burst_limit": 5}] == plain(
        stage.method_settings
    )


@pytest.mark.parametrize(
    ("place", "complete"),
    [
        ({"stage_name": "? var.verb"}, False),
        ({"rest_api_id": "? var.api_id", "stage_name": "? var.verb"}, False),
        ({"stage_name": "test"}, True),
        ({"rest_api_id": "abc123", "stage_name": "? var.verb"}, True),
    ],
    ids=["any stage", "any stage of any API", "another stage", "another API"],
)
def test_method_settings_of_something_unknown(place, complete):
    stage = next(stage for api in definition(API, STAGE, settings(**place)).apis for stage in api.stages)

    assert (0, complete) == (len(stage.method_settings), complete if len(stage.method_settings) else stage.method_settings.complete)


def test_a_deployment_makes_the_stage_that_it_names():
    deployment = made(
        "aws_api_gateway_deployment.d", stage_name="test", stage_description="for tests", variables={"a": 1}, description="first", **API_ID
    )
    api = one(definition(API, deployment).apis)
    stage = one(api.stages)

    assert {
        "api_id": UNKNOWN,
        "deployment_id": UNKNOWN,
        "description": "for tests",
        "made_by_deployment": True,
        "name": "test",
        "variables": {"a": "1"},
    } == plain(stage)
    assert "aws_api_gateway_deployment.d" == stage.deployment_id.target
    assert "first" == one(api.deployments).description.value


@pytest.mark.parametrize("stage_name", [{}, {"stage_name": ""}], ids=["none", "empty"])
def test_a_deployment_without_a_stage_name_makes_none(stage_name):
    api = one(definition(API, made("aws_api_gateway_deployment.d", **stage_name, **API_ID)).apis)

    assert (0, True) == (len(api.stages), api.stages.complete)


def test_a_deployment_whose_stage_name_is_unknown_may_make_one():
    stage = one(one(definition(API, made("aws_api_gateway_deployment.d", stage_name="? var.verb", **API_ID)).apis).stages)

    assert not stage.certain


def test_a_deployment_knows_what_it_refers_to():
    deployment = made("aws_api_gateway_deployment.d", references=["aws_api_gateway_method.m"], triggers={"a": "b"}, **API_ID)
    found = one(one(definition(API, deployment).apis).deployments)

    assert (("aws_api_gateway_method.m",), {"a": "b"}) == (found.references, plain(found.triggers))


def test_settings_of_a_stage():
    stage = made(
        "aws_api_gateway_stage.s",
        stage_name="prod",
        cache_cluster_enabled="true",
        cache_cluster_size=0.5,
        xray_tracing_enabled=True,
        access_log_settings=[{"destination_arn": "arn:aws:logs:x", "format": "$context.requestId"}],
        canary_settings=[{"percent_traffic": "10.5", "use_stage_cache": "false"}],
        **API_ID,
    )
    found = plain(one(definition(API, stage).apis).stages[0])

    assert {
        "access_log_settings": {"destination_arn": "arn:aws:logs:x", "format": "$context.requestId"},
        "api_id": UNKNOWN,
        "cache_cluster_enabled": True,
        "cache_cluster_size": "0.5",
        "canary_settings": {"percent_traffic": 10.5, "use_stage_cache": False},
        "made_by_deployment": False,
        "name": "prod",
        "tracing_enabled": True,
    } == found


def test_route_settings():
    stage = made(
        "aws_apigatewayv2_stage.s",
        api_id="-> aws_apigatewayv2_api.a.id",
        name="$default",
        auto_deploy=True,
        stage_variables={"a": "b"},
        default_route_settings=[{"detailed_metrics_enabled": True}],
        route_settings=List([value({"route_key": "GET /", "throttling_burst_limit": 3})], SPAN, complete=False),
    )
    api = one(definition(made("aws_apigatewayv2_api.a", name="a", protocol_type="HTTP"), stage).apis)
    found = one(api.stages)

    assert {"metrics_enabled": True} == plain(found.default_route_settings)
    assert {"route_key": "GET /", "throttling_burst_limit": 3} == plain(found.method_settings[0])
    assert (False, False) == (found.method_settings.complete, found.method_settings[0].certain)


@pytest.mark.parametrize(
    ("resource_arn", "expected"),
    [
        ("-> aws_api_gateway_stage.s.arn", "arn:acl"),
        ("-> aws_lb.x.arn", UNKNOWN),
        ("? var.api_id", UNKNOWN),
        ("arn:aws:elasticloadbalancing:x", None),
    ],
)
def test_web_acls(resource_arn, expected):
    association = made("aws_wafv2_web_acl_association.w", resource_arn=resource_arn, web_acl_arn="arn:acl")
    stage = one(definition(API, STAGE, association).apis).stages[0]

    assert expected == plain(stage.web_acl)
