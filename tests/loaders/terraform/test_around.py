"""What stands around APIs: usage plans, domains, functions, roles, bodies."""

from models import UNKNOWN, plain
from terraform_made import API, SPAN, definition, made, value

from apigw_lint.value import Absent, Known, Reference, Table, Unknown

API_ID = {"rest_api_id": "-> aws_api_gateway_rest_api.a.id"}


def one(parts):
    assert len(parts) == 1
    return parts[0]


def test_usage_plans_with_keys():
    plan = made(
        "aws_api_gateway_usage_plan.p",
        name="gold",
        api_stages=[
            {
                "api_id": "-> aws_api_gateway_rest_api.a.id",
                "stage": "prod",
                "throttle": [{"path": "/pets/GET", "burst_limit": 1, "rate_limit": "2"}],
            }
        ],
        quota_settings=[{"limit": "100", "period": "DAY"}],
        throttle_settings=[{"burst_limit": 5, "rate_limit": 2.5}],
    )
    key = made("aws_api_gateway_api_key.k", name="k", enabled="false")
    link = made(
        "aws_api_gateway_usage_plan_key.l",
        key_id="-> aws_api_gateway_api_key.k.id",
        key_type="API_KEY",
        usage_plan_id="-> aws_api_gateway_usage_plan.p.id",
    )
    found = definition(API, plan, key, link)

    assert {
        "name": "gold",
        "quota_limit": 100,
        "quota_period": "DAY",
        "throttle_burst_limit": 5,
        "throttle_rate_limit": 2.5,
        "api_stages": [{"api_id": UNKNOWN, "stage": "prod", "throttle": {"/pets/GET": {"burst_limit": 1, "rate_limit": 2}}}],
    } == plain(one(found.usage_plans))
    assert [{"name": "k", "enabled": False}] == plain(found.api_keys)
    assert [{"key_id": UNKNOWN, "key_type": "API_KEY", "usage_plan_id": UNKNOWN}] == plain(found.usage_plan_keys)


def test_domain_names_and_mappings_of_both_versions():
    found = definition(
        made(
            "aws_api_gateway_domain_name.a",
            domain_name="a.example.com",
            regional_certificate_arn="arn:cert",
            endpoint_configuration=[{"types": ["REGIONAL"]}],
            mutual_tls_authentication=[{"truststore_uri": "s3://a/b"}],
        ),
        made(
            "aws_apigatewayv2_domain_name.b",
            domain_name="b.example.com",
            domain_name_configuration=[{"certificate_arn": "arn:cert", "endpoint_type": "REGIONAL", "security_policy": "TLS_1_2"}],
        ),
        made("aws_api_gateway_base_path_mapping.a", domain_name="a.example.com", base_path="v1", api_id="abc", stage_name="prod"),
        made("aws_apigatewayv2_api_mapping.b", domain_name="b.example.com", api_mapping_key="v1", api_id="abc", stage="prod"),
    )

    assert [
        {
            "domain_name": "a.example.com",
            "endpoint_configuration": {"types": ["REGIONAL"]},
            "mutual_tls_truststore_uri": "s3://a/b",
            "regional_certificate_arn": "arn:cert",
            "version": 1,
        },
        {
            "certificate_arn": "arn:cert",
            "domain_name": "b.example.com",
            "endpoint_configuration": {"types": ["REGIONAL"]},
            "security_policy": "TLS_1_2",
            "version": 2,
        },
    ] == sorted(plain(found.domain_names), key=lambda item: item["version"])
    assert [(1, "v1"), (2, "v1")] == [(item.version, item.base_path.value) for item in found.base_path_mappings]


def test_functions_and_their_aliases():
    function = made("aws_lambda_function.f", function_name="f", timeout="30")
    by_reference = made("aws_lambda_alias.a", name="live", function_name="-> aws_lambda_function.f.arn")
    by_name = made("aws_lambda_alias.b", name="live", function_name="f")
    other = made("aws_lambda_alias.c", name="live", function_name="other")
    found = definition(API, function, by_reference, by_name, other)

    assert [("f", 30), ("f", 30), ("f", 30), ("other", UNKNOWN)] == [(one.name.value, plain(one.timeout)) for one in found.functions]
    assert "aws_lambda_alias.a" in found.function_addresses


ROLE = made("aws_iam_role.r", name="r", assume_role_policy="-> data.aws_iam_policy_document.d.json")
TRUST = made(
    "data.aws_iam_policy_document.d",
    statement=[
        {
            "actions": ["sts:AssumeRole"],
            "principals": [{"type": "Service", "identifiers": ["apigateway.amazonaws.com", "lambda.amazonaws.com"]}],
        }
    ],
)


def test_roles_with_what_is_attached_to_them():
    policy = made("aws_iam_role_policy.p", name="p", role="-> aws_iam_role.r.id", policy='{"Version": "2012-10-17"}')
    managed = made("aws_iam_role_policy_attachment.m", role="r", policy_arn="arn:aws:iam::aws:policy/x")
    role = one(definition(API, ROLE, TRUST, policy, managed).roles)

    assert {
        "assume_role_policy": {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Action": "sts:AssumeRole",
                    "Effect": "Allow",
                    "Principal": {"Service": ["apigateway.amazonaws.com", "lambda.amazonaws.com"]},
                }
            ],
        },
        "policies": [{"PolicyName": "p", "PolicyDocument": {"Version": "2012-10-17"}}],
        "managed_policy_arns": ["arn:aws:iam::aws:policy/x"],
    } == plain(role)


def test_what_is_attached_to_an_unknown_role_may_be_any_role_s():
    sure = one(definition(API, ROLE, TRUST).roles)
    unsure = one(definition(API, ROLE, TRUST, made("aws_iam_role_policy.p", name="p", role="? var.api_id", policy="{}")).roles)

    assert isinstance(sure.policies, Absent)
    assert not unsure.policies.complete
    assert not unsure.managed_policy_arns.complete


def test_a_policy_document_that_inherits_is_incomplete():
    inherits = made("data.aws_iam_policy_document.d", source_policy_documents=["{}"], statement=[{"actions": ["a", "b"], "effect": "Deny"}])
    policy = one(definition(API, ROLE, inherits).roles).assume_role_policy

    assert not policy.complete
    assert not policy.get("Statement").complete
    assert {"Action": ["a", "b"], "Effect": "Deny"} == plain(policy.get("Statement").items[0])


BODY = (
    '{"openapi": "3.0.1", "info": {"title": "from the body", "version": "2"}, "paths": {"/pets": {"get": '
    '{"x-amazon-apigateway-integration": {"type": "mock"}, "responses": {"200": {"description": "ok"}}}}}}'
)


def test_a_body_is_read_and_arguments_win_over_it():
    api = one(definition(made("aws_api_gateway_rest_api.a", name="from the argument", body=BODY)).apis)

    assert ("from the argument", "2") == (api.name.value, api.version.value)
    assert [("GET", "/pets", "MOCK")] == [(m.http_method.value, m.path.value, m.integration.type.value) for m in api.methods]
    assert isinstance(api.body, Table)


def test_resources_add_to_a_body():
    method = made("aws_api_gateway_method.m", http_method="GET", resource_id="-> aws_api_gateway_rest_api.a.root_resource_id", **API_ID)
    api = one(definition(made("aws_api_gateway_rest_api.a", name="a", body=BODY), method).apis)

    assert {"/", "/pets"} == {method.path.value for method in api.methods}


def test_an_unknown_body_leaves_the_api_incomplete():
    api = one(definition(made("aws_api_gateway_rest_api.a", name="a", body="? var.api_id")).apis)

    assert (False, False) == (api.methods.complete, api.models.complete)


def test_a_body_that_is_broken_is_a_problem_at_its_place():
    from apigw_lint.loaders.terraform.instance import Instances
    from apigw_lint.loaders.terraform.resources import build

    found, problems = build(Instances(items=[made("aws_api_gateway_rest_api.a", name="a", body='{"openapi": ')]), "main.tf")

    assert ["syntax-error"] == [problem.code for problem in problems]
    assert not found.apis[0].methods.complete


def test_a_body_that_is_put():
    put = made("aws_api_gateway_rest_api_put.p", body=BODY, fail_on_warnings=True, parameters={"basepath": "prepend"}, **API_ID)
    api = one(definition(API, put).apis)

    assert ["/pets"] == [method.path.value for method in api.methods]
    assert (True, {"basepath": "prepend"}) == (api.fail_on_warnings.value, plain(api.parameters))


def test_a_body_that_may_be_put_leaves_the_api_incomplete():
    put = made("aws_api_gateway_rest_api_put.p[*]", certain=False, body=BODY, **API_ID)
    elsewhere = made("aws_api_gateway_rest_api_put.p", rest_api_id="? var.api_id", body=BODY)

    for instance in (put, elsewhere):
        api = definition(API, instance).apis[0]
        assert (0, False) == (len(api.methods), api.methods.complete)


def test_documentation():
    location = [{"type": "METHOD", "path": "/pets", "method": "GET"}]
    part = made("aws_api_gateway_documentation_part.d", location=location, properties='{"description": "pets"}', **API_ID)
    api = one(definition(API, part).apis)

    assert {
        "api_id": UNKNOWN,
        "location": {"type": "METHOD", "path": "/pets", "method": "GET"},
        "properties": {"description": "pets"},
    } == plain(one(api.documentation_parts))


def test_what_is_plain():
    found = definition(
        made("aws_api_gateway_account.a", cloudwatch_role_arn="-> aws_iam_role.r.arn"),
        made("aws_api_gateway_vpc_link.v", name="v", target_arns=["arn:nlb"]),
        made("aws_apigatewayv2_vpc_link.w", name="w", subnet_ids=["s"], security_group_ids=[]),
        made("aws_lambda_permission.p", action="lambda:InvokeFunction", function_name="f", principal="apigateway.amazonaws.com"),
        made("aws_cloudwatch_log_group.l", name="l", retention_in_days="7"),
        made("aws_api_gateway_client_certificate.c", description="c"),
        made("aws_api_gateway_documentation_version.d", version="1", **API_ID),
    )

    assert isinstance(one(found.accounts).cloudwatch_role_arn, Reference)
    assert [("v", 1), ("w", 2)] == [(link.name.value, link.version) for link in found.vpc_links]
    assert "apigateway.amazonaws.com" == one(found.permissions).principal.value
    assert [{"name": "l", "retention": 7}] == plain(found.log_groups)
    assert (1, 1) == (len(found.client_certificates), len(found.documentation_versions))


def test_alternatives_of_a_policy_are_opened_one_by_one():
    policy = Unknown(SPAN, [Known('{"a": 1}', SPAN), value("? var.api_id")])
    found = one(definition(made("aws_api_gateway_rest_api.a", name="a", policy=policy)).apis).policy

    assert [{"a": 1}, UNKNOWN] == [plain(candidate) for candidate in found.candidates]
