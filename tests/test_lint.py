"""Units are found, loaded by what they say, linted once, and what goes wrong stays where it is."""

import gc
import os

import pytest
from engine_support import OPENAPI, CrashingRule, PlainHttp, SlowBackend, line_of, names

from apigw_lint import discovery, lint
from apigw_lint.errors import Problem, UsageError
from apigw_lint.lint import Settings, lint_paths, lint_text
from apigw_lint.rule import Consequence, Rule

SLOW = line_of(OPENAPI, "timeoutInMillis")


@pytest.fixture(autouse=True)
def rules(install):
    install(SlowBackend, PlainHttp)


def write(directory, **texts):
    for name, text in texts.items():
        (directory / f"{name}.yaml").write_text(text)


def test_a_text_is_linted(here):
    report = lint_text(OPENAPI, "api.yaml")

    assert [("slow-backend", SLOW)] == names(report)
    assert (["api.yaml"], [], [], 1) == (report.checked, report.skipped, report.errors, report.exit_code)


def test_a_finding_says_what_it_is_about(here):
    finding = lint_text(OPENAPI, "api.yaml").findings[0]

    assert ("GET /pets", "integration request") == (finding.method, finding.stage)
    assert finding.address


def test_directories_are_walked(here):
    (here / "a" / "b").mkdir(parents=True)
    for directory in ("node_modules", ".terraform", ".git", "cdk.out", "build", ".aws-sam", "{{cookiecutter.name}}"):
        (here / directory).mkdir(exist_ok=True)
        write(here / directory, api=OPENAPI)
    write(here / "a" / "b", api=OPENAPI)
    write(here, other="name: no definition\n", empty="", broken="a: [\n")

    report = lint_paths(["."])

    assert (["a/b/api.yaml"], []) == (report.checked, report.skipped)
    assert ["{{cookiecutter.name}}/api.yaml"] == lint_paths(["{{cookiecutter.name}}"]).checked


def test_a_directory_that_is_not_walked_into_may_be_named(here):
    (here / "cdk.out" / "asset.1").mkdir(parents=True)
    write(here / "cdk.out", api=OPENAPI)
    write(here / "cdk.out" / "asset.1", api=OPENAPI)

    assert ["cdk.out/api.yaml"] == lint_paths(["cdk.out"]).checked


def test_what_sam_built_is_linted_where_it_is_named(here):
    (here / "app" / ".aws-sam" / "build").mkdir(parents=True)
    write(here / "app" / ".aws-sam" / "build", template=OPENAPI)

    report = lint_paths(["app"])
    assert ([], [("app/.aws-sam", "output of sam build is linted where it is named")]) == (report.checked, report.skipped)
    assert ["app/.aws-sam/build/template.yaml"] == lint_paths(["app/.aws-sam"]).checked == lint_paths(["app/.aws-sam/build"]).checked

    write(here / "app", template=OPENAPI)
    report = lint_paths(["app"])
    assert (["app/template.yaml"], []) == (report.checked, report.skipped)


def test_what_was_named_and_is_no_definition_is_said_with_the_reason(here):
    write(here, other="name: openapi is mentioned\n", plain="a: 1\n", empty="\n", bare="openapi: 3.0.1\npaths: {}\n")
    report = lint_paths(["other.yaml", "plain.yaml", "empty.yaml", "bare.yaml"])

    expected = [
        ("bare.yaml", "OpenAPI without x-amazon-apigateway extensions"),
        ("empty.yaml", "empty"),
        ("other.yaml", "no API Gateway definition"),
        ("plain.yaml", "no API Gateway definition"),
    ]
    assert (expected, 0) == (sorted(report.skipped), report.exit_code)


def test_the_name_of_a_file_does_not_matter(here):
    (here / "definition.txt").write_text(OPENAPI)

    assert [("slow-backend", SLOW)] == names(lint_paths(["definition.txt"]))


def test_a_missing_path_leaves_the_others_alone(here):
    write(here, api=OPENAPI)
    report = lint_paths(["nowhere.yaml", "api.yaml"])

    assert ([("slow-backend", SLOW)], ["no such file or directory: nowhere.yaml"]) == (names(report), report.errors)
    assert 2 == report.exit_code


def test_a_file_that_is_named_twice_is_linted_once(here):
    write(here, api=OPENAPI)

    assert [("slow-backend", SLOW)] == names(lint_paths(["api.yaml", "./api.yaml", str(here / "api.yaml"), "."]))


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (b"openapi: 3.0.1\nx-amazon-apigateway-x: [1\npaths: {}\n", "syntax-error"),
        (b'{"openapi": "3.0.1", "x-amazon-apigateway-x": [}', "syntax-error"),
        (b"openapi: 3.0.1\nx-amazon-apigateway-x:\n\tpaths: 1\n", "syntax-error"),
        (b"openapi: 3.0.1\nx-amazon-apigateway-x: \xff\n", "unreadable-file"),
        (b"openapi: 3.0.1\nx-amazon-apigateway-x: \0\n", "unreadable-file"),
    ],
    ids=["yaml", "json", "tab", "encoding", "nul"],
)
def test_a_file_that_cannot_be_read_is_a_finding_and_the_rest_is_linted(here, content, rule):
    (here / "broken.yaml").write_bytes(content)
    write(here, sound=OPENAPI)
    report = lint_paths(["."])

    assert [rule, "slow-backend"] == [finding.rule for finding in report.findings]
    assert ["broken.yaml", "sound.yaml"] == [finding.span.source.path for finding in report.findings]
    assert 1 == report.exit_code


def test_a_broken_file_of_something_else_is_a_finding_only_where_it_was_named(here):
    write(here, mkdocs="plugins: [openapi\n")

    assert [] == names(lint_paths(["."]))
    assert ["syntax-error"] == [finding.rule for finding in lint_paths(["mkdocs.yaml"]).findings]


def test_a_duplicate_key_is_a_finding(here):
    report = lint_text(OPENAPI.replace("        httpMethod: GET\n", "        httpMethod: GET\n        httpMethod: POST\n"), "api.yaml")

    assert ["duplicate-key", "slow-backend"] == sorted(finding.rule for finding in report.findings)


def test_too_deep_a_file_is_a_finding(here):
    report = lint_text('{"openapi": ' + "[" * 100_000 + "]" * 100_000 + "}", "deep.json")

    assert ["limit-exceeded"] == [finding.rule for finding in report.findings]


@pytest.mark.parametrize("error", [RecursionError, MemoryError])
def test_running_out_of_something_is_a_finding(here, monkeypatch, error):
    def load(*_):
        raise error

    monkeypatch.setattr(discovery, "load", load)

    assert [("limit-exceeded", 1)] == names(lint_text(OPENAPI, "api.yaml"))


def test_a_crash_of_a_loader_is_a_finding_and_the_rest_is_linted(here, monkeypatch):
    write(here, a=OPENAPI, b=OPENAPI)
    original = discovery.load
    monkeypatch.setattr(discovery, "load", lambda unit, *rest: 1 / 0 if "a.yaml" in unit.path else original(unit, *rest))
    report = lint_paths(["."])

    assert [("internal-error", 1), ("slow-backend", SLOW)] == names(report)
    assert "the linter crashed on this: ZeroDivisionError: division by zero" == report.findings[0].message
    assert (["a rule or the linter crashed (internal-error)"], 2) == (report.errors, report.exit_code)


def test_a_problem_that_a_loader_raises_is_a_finding(here, monkeypatch):
    def load(unit, files, _):
        raise Problem("limit-exceeded", "too many aliases", files.read(unit.path).span(0, 7))

    monkeypatch.setattr(discovery, "load", load)
    finding = lint_text(OPENAPI, "api.yaml").findings[0]

    assert ("limit-exceeded", "too many aliases", "openapi") == (finding.rule, finding.message, finding.span.text)


def test_a_crash_of_a_rule_is_a_finding_and_the_other_rules_run(here, install):
    install(CrashingRule, SlowBackend)
    report = lint_text(OPENAPI, "api.yaml")
    crash = report.findings[0]

    assert ["internal-error", "slow-backend"] == [finding.rule for finding in report.findings]
    assert ("the rule crashing-rule crashed here: ValueError: no such luck", "GET /pets") == (crash.message, crash.method)
    assert 2 == report.exit_code
    assert 'raise ValueError("no such\\nluck")' in lint_text(OPENAPI, "api.yaml", Settings(debug=True)).errors[0]


def test_a_crash_of_one_run_is_forgotten_in_the_next(here, install):
    install(CrashingRule)
    lint_text(OPENAPI, "api.yaml")

    assert 0 == lint_text("openapi: 3.0.1\nx-amazon-apigateway-x: 1\ninfo: {}\npaths: {}\n", "api.yaml").exit_code


class Twice(Rule):
    """Says everything twice, in the wrong order."""

    consequence = Consequence.ADVISED

    def check_method(self, method):
        for _ in range(2):
            for response in method.responses:
                yield self.finding(response.span, "response")
            yield self.finding(method.path.span, "path")


def test_findings_are_sorted_and_equal_ones_dropped(here, install):
    install(Twice)

    assert ["path", "response"] == [finding.message for finding in lint_text(OPENAPI, "api.yaml").findings]


def test_a_shared_integration_is_looked_at_once_and_kinds_are_kept_apart(here, install):
    seen = []

    class Looking(Rule):
        consequence = Consequence.ADVISED

        def check_integration(self, integration):
            seen.append(integration.address)
            yield from ()

        def check_definition(self, definition):
            seen.append("definition")
            yield from ()

    class LookingAtHttp(Rule):
        consequence = Consequence.ADVISED
        kinds = ("HTTP",)

        def check_method(self, method):
            seen.append("http")
            yield from ()

    install(Looking, LookingAtHttp)
    lint_text(OPENAPI, "api.yaml")

    assert 2 == len(seen)
    assert "definition" in seen


def test_rules_are_selected_and_have_options(here):
    (here / ".apigw-lint.toml").write_text("[rules.slow-backend]\nlimit = 5000\n")

    assert [] == names(lint_text(OPENAPI, "api.yaml"))
    assert [("slow-backend", SLOW)] == names(lint_text(OPENAPI, "api.yaml", Settings(isolated=True)))
    assert ["plain-http"] == [finding.rule for finding in lint_text(OPENAPI, "api.yaml", Settings(select=("all",))).findings]


def test_an_unknown_rule_is_an_error():
    with pytest.raises(UsageError, match="unknown rule 'slow-backends'; did you mean 'slow-backend'"):
        lint_text(OPENAPI, "api.yaml", Settings(ignore=("slow-backends",)))


def test_files_are_excluded_and_rules_are_ignored_in_files(here):
    for directory in ("old", "new", "odd"):
        (here / directory).mkdir()
        write(here / directory, api=OPENAPI)
    (here / ".apigw-lint.toml").write_text('exclude = ["old"]\n[per-file-ignores]\n"odd/*" = ["broken"]\n')
    report = lint_paths([".", "old/api.yaml"])

    assert ["new/api.yaml"] == [finding.span.source.path for finding in report.findings]
    assert [("old/api.yaml", "excluded by the configuration")] == report.skipped
    assert [] == names(lint_paths(["."], Settings(exclude=("new",))))


def test_each_file_has_its_nearest_configuration(here):
    (here / "a").mkdir()
    (here / "a" / ".apigw-lint.toml").write_text('fail-level = "error"\nextend-select = ["posture"]\n')
    write(here / "a", api=OPENAPI)
    write(here, api=OPENAPI)

    assert ["plain-http", "slow-backend", "slow-backend"] == sorted(finding.rule for finding in lint_paths(["."]).findings)


def test_a_bad_configuration_stops_what_it_counts_for_and_nothing_else(here):
    (here / "a").mkdir()
    (here / "a" / ".apigw-lint.toml").write_text('\nfail-levl = "error"\n')
    write(here / "a", api=OPENAPI, other=OPENAPI)
    write(here, api=OPENAPI)
    report = lint_paths(["."])

    assert ["api.yaml"] == report.checked
    assert [f"{os.path.join('a', '.apigw-lint.toml')}:2: unknown key 'fail-levl'; did you mean 'fail-level'?"] == report.errors
    assert 2 == report.exit_code


@pytest.mark.parametrize(("level", "code"), [("error", 0), ("warning", 1), ("note", 1)])
def test_the_fail_level_makes_the_exit_code(here, level, code):
    report = lint_text(OPENAPI, "api.yaml", Settings(select=("plain-http",), fail_level=level))

    assert (1, code) == (len(report.findings), report.exit_code)


def test_a_suppression_silences_and_an_unused_one_is_a_finding(here):
    text = OPENAPI.replace("Millis: 5000", "Millis: 5000  # apigw-lint: ignore[slow-backend] known").replace(
        "httpMethod: GET", "httpMethod: GET  # apigw-lint: ignore[slow-backend]"
    )

    assert [("unused-suppression", line_of(text, "httpMethod"))] == names(lint_text(text, "api.yaml"))
    assert [] == names(lint_text(text, "api.yaml", Settings(ignore=("unused-suppression",))))
    assert [] == names(lint_text(text, "api.yaml", Settings(ignore=("slow-backend",))))


def test_nothing_is_unused_in_a_file_that_could_not_be_read_whole(here, install):
    install(CrashingRule)

    assert ["internal-error"] == [f.rule for f in lint_text(OPENAPI + "# apigw-lint: ignore[crashing-rule]\nx: 1\n", "api.yaml").findings]


def test_the_collector_is_left_as_it_was(here):
    assert gc.isenabled()
    lint_text(OPENAPI, "api.yaml")
    assert gc.isenabled()


def test_progress_is_told(here):
    write(here, a=OPENAPI, b=OPENAPI)
    told = []
    lint_paths(["."], progress=lambda done, total: told.append((done, total)))

    assert [(0, 2), (1, 2)] == told


def test_the_settings_of_a_path(here):
    (here / ".apigw-lint.toml").write_text('extend-select = ["plain-http"]\n')
    config, active = lint.settings_for(str(here), Settings(ignore=("broken",)))

    assert str(here / ".apigw-lint.toml") == config.path
    assert "plain-http" in active
    assert "slow-backend" not in active


def test_a_link_to_the_outside_is_not_followed(here, tmp_path_factory):
    outside = tmp_path_factory.mktemp("outside")
    write(outside, api=OPENAPI)
    (here / "link.yaml").symlink_to(outside / "api.yaml")
    (here / "directory").symlink_to(outside)
    report = lint_paths(["link.yaml"])

    assert [("unreadable-file", 1)] == names(report)
    assert [] == names(lint_paths(["."]))


INTEGRATION = """\
resource "aws_api_gateway_rest_api" "pets" {{
  name = "pets"
}}

resource "aws_api_gateway_method" "get" {{
  rest_api_id   = aws_api_gateway_rest_api.pets.id
  resource_id   = aws_api_gateway_rest_api.pets.root_resource_id
  http_method   = "GET"
  authorization = "NONE"
}}

resource "aws_api_gateway_integration" "get" {{
  rest_api_id             = aws_api_gateway_rest_api.pets.id
  resource_id             = aws_api_gateway_rest_api.pets.root_resource_id
  http_method             = aws_api_gateway_method.get.http_method
  type                    = "HTTP_PROXY"
  integration_http_method = "GET"
  uri                     = "https://example.com"
  timeout_milliseconds    = {}
}}
"""


def test_a_terraform_directory_is_one_unit_and_a_named_file_is_what_is_reported_on(here):
    (here / "main.tf").write_text(INTEGRATION.format("var.timeout"))
    (here / "variables.tf").write_text('variable "timeout" {}\n')
    (here / "terraform.tfvars").write_text("timeout = 5000\n")

    assert [("slow-backend", 1)] == names(lint_paths(["."]))
    assert [("slow-backend", 1)] == names(lint_paths(["terraform.tfvars"]))
    assert [] == names(lint_paths(["main.tf"]))
    assert ["main.tf", "terraform.tfvars", "variables.tf"] == lint_paths(["main.tf"]).checked
    assert [("slow-backend", 1)] == names(lint_paths(["main.tf", "terraform.tfvars"]))
    assert [("slow-backend", 1)] == names(lint_paths(["main.tf", "."]))


def test_an_unsaved_file_is_linted_with_its_directory(here):
    (here / "variables.tf").write_text('variable "timeout" {\n  default = 5000\n}\n')

    assert [] == names(lint_text(INTEGRATION.format("var.timeout"), "main.tf"))
    assert [("slow-backend", 19)] == names(lint_text(INTEGRATION.format("5000"), "main.tf"))


def test_variables_come_from_the_command_line_and_the_configuration(here):
    (here / "main.tf").write_text(INTEGRATION.format("var.timeout"))
    (here / "variables.tf").write_text('variable "timeout" {}\n')
    (here / ".apigw-lint.toml").write_text("variables = { timeout = 5000 }\n")
    (here / "slow.tfvars").write_text("timeout = 5000\n")

    assert ["slow-backend"] == [finding.rule for finding in lint_paths(["."]).findings]
    assert [] == names(lint_paths(["."], Settings(variables={"timeout": "500"})))
    assert ["slow-backend"] == [f.rule for f in lint_paths(["."], Settings(isolated=True, var_files=("slow.tfvars",))).findings]
    assert [] == names(lint_paths(["."], Settings(isolated=True)))


def test_a_local_module_is_linted_with_its_caller_once(here):
    module = here / "modules" / "api"
    module.mkdir(parents=True)
    (module / "main.tf").write_text('variable "timeout" {\n  default = 6000\n}\n\n' + INTEGRATION.format("var.timeout"))
    (here / "main.tf").write_text('module "api" {\n  source  = "./modules/api"\n  timeout = 500\n}\n')

    assert [] == names(lint_paths(["."]))
    assert [("slow-backend", 2)] == names(lint_paths(["modules"]))


def test_terraform_of_something_else_is_skipped_in_silence(here):
    (here / "main.tf").write_text('resource "aws_s3_bucket" "b" {\n')
    report = lint_paths(["."])

    assert ([], [], []) == (report.findings, report.checked, report.skipped)
    assert [("main.tf", "no API Gateway definition")] == lint_paths(["main.tf"]).skipped


PARENT = """\
Resources:
  Nested:
    Type: AWS::CloudFormation::Stack
    Properties:
      TemplateURL: ./{}
  Api:
    Type: AWS::ApiGateway::RestApi
    Properties:
      Name: parent
"""
CHILD = """\
Resources:
  Api:
    Type: AWS::ApiGateway::RestApi
    Properties:
      Body:
        x-amazon-apigateway-x: 1
"""
CHILD += "".join(f"        {line}\n" for line in OPENAPI.splitlines())


def test_a_nested_template_is_linted_once_and_with_its_parent(here, install):
    seen = []

    class Looking(Rule):
        consequence = Consequence.ADVISED

        def check_definition(self, definition):
            seen.append(definition.path)
            yield from ()

        def check_api(self, api):
            yield self.finding(api.name_span, f"{api.definition.path}")

    install(Looking)
    write(here, a_child=CHILD, parent=PARENT.format("a_child.yaml"))
    report = lint_paths(["."])

    assert ["a_child.yaml", "parent.yaml"] == report.checked
    assert {"a_child.yaml", "parent.yaml"} == {finding.span.source.path for finding in report.findings}
    assert len(report.findings) == len({finding.span for finding in report.findings})
    assert ["a_child.yaml"] == lint_paths(["a_child.yaml"]).checked


def test_templates_that_nest_each_other_are_both_linted(here):
    write(here, one=PARENT.format("two.yaml") + "  " + "\n  ".join(CHILD.splitlines()[1:]).strip().replace("Api:", "Other:", 1) + "\n")
    write(here, two=PARENT.format("one.yaml"))
    report = lint_paths(["."])

    assert ["one.yaml", "two.yaml"] == report.checked
    assert ["one.yaml"] == [finding.span.source.path for finding in report.findings if finding.rule == "slow-backend"]
