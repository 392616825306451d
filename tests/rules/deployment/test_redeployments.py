"""What makes Terraform and CloudFormation deploy again."""

import pytest
from definitions import found, report
from deployed import REST, deployed

NEVER, ALWAYS, KEPT = "deployment-never-changes", "deployment-always-changes", "deployment-without-create-before-destroy"
GET, BACKEND = "aws_api_gateway_method.get", "aws_api_gateway_integration.get"


def related(findings):
    return [(one.span.text.split('"')[1].removeprefix("aws_api_gateway_"), one.message) for finding in findings for one in finding.related]


def test_without_triggers():
    findings = report(NEVER, deployed(""))

    assert ['resource "aws_api_gateway_deployment" "pets"'] == [finding.span.text for finding in findings]


@pytest.mark.parametrize(
    "triggers",
    [
        f"sha1(jsonencode([{GET}, {BACKEND}]))",
        f'sha1(join(",", [jsonencode({GET}), jsonencode({BACKEND})]))',
        f"sha1(jsonencode([{GET}.authorization, {BACKEND}.uri]))",
        'filesha1("main.tf")',
        'sha1(join("", [for name in fileset(path.module, "*.tf") : file(name)]))',
        "var.release",
        "data.external.hash.result.sha",
        "terraform_data.hash.output",
        '"7"',
    ],
    ids=["whole", "each encoded", "settings", "file", "files", "variable", "data source", "other resource", "by hand"],
)
def test_triggers_that_change(triggers):
    more = """
        variable "release" {}
        data "external" "hash" {}
        resource "terraform_data" "hash" {}
        """

    assert [] == found(NEVER, deployed(f"triggers = {{ redeployment = {triggers} }}", more))


@pytest.mark.parametrize(
    ("triggers", "expected"),
    [
        (
            f"sha1(jsonencode([{GET}.id, {BACKEND}.id]))",
            [("method", "only its id is read, which stays the same"), ("integration", "only its id is read, which stays the same")],
        ),
        (f"sha1(jsonencode([{GET}]))", [("integration", "is not read")]),
        (f"sha1(jsonencode([{GET}[*].id, {BACKEND}]))", [("method", "only its id is read, which stays the same")]),
        (f"sha1(jsonencode([aws_api_gateway_rest_api.pets, {BACKEND}]))", [("method", "is not read")]),
        ("aws_lambda_function.pets.source_code_hash", [("method", "is not read"), ("integration", "is not read")]),
    ],
    ids=["ids", "one of two", "splat of ids", "the API", "a function"],
)
def test_triggers_that_miss_something(triggers, expected):
    findings = report(NEVER, deployed(f"triggers = {{ redeployment = {triggers} }}", 'resource "aws_lambda_function" "pets" {}'))

    assert expected == related(findings)
    assert [f"{{ redeployment = {triggers} }}"] == [finding.span.text for finding in findings]


def test_locals_are_followed():
    through = "triggers = { redeployment = local.hash }"

    assert [] == found(NEVER, deployed(through, f"locals {{\n  hash = sha1(jsonencode([{GET}, {BACKEND}]))\n}}"))
    assert 1 == len(found(NEVER, deployed(through, f"locals {{\n  hash = sha1(jsonencode([{GET}, {BACKEND}.id]))\n}}")))


def test_lifecycles_replace_too():
    assert [] == found(NEVER, deployed(f"lifecycle {{\n  replace_triggered_by = [{GET}, {BACKEND}]\n}}"))
    assert 1 == len(found(NEVER, deployed(f"lifecycle {{\n  replace_triggered_by = [{GET}.id, {BACKEND}]\n}}")))


BODY = """\
resource "aws_api_gateway_rest_api" "pets" {
  name = "pets"
  body = jsonencode(local.document)
}
locals {
  document = { openapi = "3.0.1", info = { title = "pets", version = "1" }, paths = {} }
}
resource "aws_api_gateway_deployment" "pets" {
  rest_api_id = aws_api_gateway_rest_api.pets.id
  triggers    = { redeployment = TRIGGER }
}
"""


@pytest.mark.parametrize(
    ("trigger", "number"),
    [
        ("sha1(aws_api_gateway_rest_api.pets.body)", 0),
        ("sha1(jsonencode(aws_api_gateway_rest_api.pets))", 0),
        ("sha1(jsonencode(local.document))", 0),
        ("aws_api_gateway_rest_api.pets.id", 1),
    ],
)
def test_bodies(trigger, number):
    assert number == len(found(NEVER, BODY.replace("TRIGGER", trigger)))


def test_a_policy_needs_a_deployment():
    policy = """
        resource "aws_api_gateway_rest_api_policy" "pets" {
          rest_api_id = aws_api_gateway_rest_api.pets.id
          policy      = "{}"
        }
        """
    triggers = f"triggers = {{ redeployment = sha1(jsonencode([{GET}, {BACKEND}])) }}"

    assert [("rest_api_policy", "is not read")] == related(report(NEVER, deployed(triggers, policy)))
    assert [] == found(NEVER, deployed(triggers.replace(GET, f"{GET}, aws_api_gateway_rest_api_policy.pets"), policy))


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ("triggers = { redeployment = timestamp() }", ["timestamp()"]),
        ("triggers = { redeployment = md5(uuid()) }", ["uuid()"]),
        ("variables = { at = local.now }", ["timestamp()"]),
        ("description = timestamp()", []),
        ("triggers = { redeployment = timestamp() }\nlifecycle {\n  ignore_changes = [triggers]\n}", []),
        ('triggers = { redeployment = filesha1("main.tf") }', []),
    ],
    ids=["timestamp", "inside", "local", "description", "ignored", "file"],
)
def test_another_value_in_each_run(arguments, expected):
    assert expected == found(ALWAYS, deployed(arguments, "locals {\n  now = timestamp()\n}"))


STAGE = """
    resource "aws_api_gateway_stage" "live" {
      rest_api_id   = aws_api_gateway_rest_api.pets.id
      deployment_id = aws_api_gateway_deployment.pets.id
      stage_name    = "live"
      LIFECYCLE
    }
    """
CHANGING = f"triggers = {{ redeployment = sha1(jsonencode({GET})) }}"


def kept(arguments, lifecycle=""):
    return found(KEPT, deployed(arguments, STAGE.replace("LIFECYCLE", lifecycle)))


def test_deployments_that_stages_hold():
    off = "lifecycle {\n  create_before_destroy = false\n}"

    assert ['resource "aws_api_gateway_deployment" "pets"'] == kept(CHANGING)
    assert ["false"] == kept(f"{CHANGING}\n{off}")
    assert [] == kept(f"{CHANGING}\n{off}".replace("false", "true"))
    assert [] == kept("")
    assert [] == found(KEPT, deployed(CHANGING))


def test_create_before_destroy_of_the_stage_is_passed_on():
    assert [] == kept(CHANGING, "lifecycle {\n    create_before_destroy = true\n  }")


def test_fixed_ids_in_cloudformation():
    deployment = "Resources:\n  DEPLOYMENT:\n    Type: AWS::ApiGateway::Deployment\n    Properties: {RestApiId: abc}\n"

    assert ["Live"] == found("fixed-deployment-id", deployment.replace("DEPLOYMENT", "Live"))
    assert [] == found("fixed-deployment-id", deployment.replace("DEPLOYMENT", "Live20240501"))
    assert [] == found("fixed-deployment-id", REST)
