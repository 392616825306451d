"""What a CDK app made: which files of a cloud assembly are linted, and which construct a finding is in."""

import json
import re
import shutil
from pathlib import Path

import pytest

from apigw_lint import cli
from apigw_lint.lint import Settings, lint_paths, lint_text
from apigw_lint.reporters import github, sarif
from apigw_lint.reporters import json as as_json

ASSEMBLY = Path(__file__).parent / "golden" / "cdk"
README = Path(__file__).resolve().parents[1] / "README.md"
ISOLATED = Settings(isolated=True)
OPENAPI = (ASSEMBLY / "asset.02c4.yaml").read_text()


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NO_COLOR", "1")
    shutil.copytree(ASSEMBLY, tmp_path / "cdk.out")
    (tmp_path / "cdk.out" / "out.txt").unlink()
    return tmp_path


def changed(file, *pairs):
    """Writes other texts in a file."""
    text = file.read_text()
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    file.write_text(text)


def found(*paths, settings=ISOLATED):
    """Returns rule, file and construct of each finding."""
    return [(f.rule, f.span.source.path.removeprefix("cdk.out/"), f.construct) for f in lint_paths(paths, settings).findings]


IN_ROOT = ("lambda-integration-not-post", "Pets.template.json", "Pets/Api/Default/GET/Resource")
IN_NESTED = ("integration-timeout-out-of-range", "PetsOrders77AA.nested.template.json", "Pets/Orders/Api/Default/GET/Resource")
IN_STAGE = ("wildcard-origin-with-credentials", "assembly-Prod/ProdPets.template.json", "Prod/Pets/Http/Resource")
IN_BODY = ("unmapped-uri-variable", "asset.02c4.yaml", "Pets/Spec/Resource")
ALL = [IN_ROOT, IN_NESTED, IN_STAGE, IN_BODY]


def test_an_assembly_is_what_its_manifest_names(here):
    report = lint_paths(["cdk.out"], ISOLATED)

    assert ALL == found("cdk.out")
    assert sorted(f"cdk.out/{file}" for _, file, _ in ALL) == report.checked
    assert ([], []) == (report.skipped, report.errors)


def test_an_assembly_may_be_named_from_anywhere(here, monkeypatch, tmp_path_factory):
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))

    assert [one[2] for one in ALL] == [construct for *_, construct in found(str(here / "cdk.out"))]


def test_the_assembly_in_an_assembly_may_be_named(here):
    assert [IN_STAGE] == found("cdk.out/assembly-Prod")


def test_one_template_of_an_assembly_is_linted_with_what_it_names(here):
    assert [IN_ROOT, IN_NESTED, IN_BODY] == found("cdk.out/Pets.template.json")


def test_a_plain_run_passes_over_the_output_and_says_so_where_it_finds_nothing(here, capsys):
    assert 0 == cli.main(["check", "--isolated"])
    captured = capsys.readouterr()

    assert "No API Gateway definition found.\n" == captured.out
    assert "apigw-lint: skipped cdk.out: output of cdk synth is linted where it is named\n" == captured.err

    (here / "api.yaml").write_text(OPENAPI)
    report = lint_paths(["."], ISOLATED)

    assert (["api.yaml"], []) == (report.checked, report.skipped)


def test_an_assembly_under_another_name_is_walked_into_as_one(here):
    (here / "infra").mkdir()
    (here / "cdk.out").rename(here / "infra" / "output")

    assert [f"infra/output/{file}" for _, file, _ in ALL] == [file for _, file, _ in found(".")]


def test_without_asset_metadata_the_files_are_linted_on_their_own(here):
    for file in (here / "cdk.out").glob("*.template.json"):
        file.write_text(re.sub(r',\s*"aws:asset:(?:path|property)": "[^"]*"', "", file.read_text()))

    assert [IN_ROOT, IN_STAGE, (*IN_BODY[:2], "")] == found("cdk.out")
    assert "cdk.out/PetsOrders77AA.nested.template.json" in lint_paths(["cdk.out"], ISOLATED).checked


def test_without_path_metadata_nothing_is_said_of_constructs(here):
    for file in (here / "cdk.out").rglob("*.template.json"):
        file.write_text(file.read_text().replace("aws:cdk:path", "aws:cdk:other"))

    assert [(rule, file, "") for rule, file, _ in ALL] == found("cdk.out")
    assert all(not f["construct"] for f in json.loads(as_json.report(lint_paths(["cdk.out"], ISOLATED)))["findings"])


def test_assets_of_a_stage_stand_beside_its_assembly(here):
    inner = here / "cdk.out" / "assembly-Prod" / "ProdPets.template.json"
    spec = {
        "Type": "AWS::ApiGateway::RestApi",
        "Properties": {"Name": "Spec", "BodyS3Location": {"Bucket": "assets", "Key": "77.yaml"}},
        "Metadata": {"aws:cdk:path": "Prod/Spec", "aws:asset:path": "../asset.77.yaml", "aws:asset:property": "BodyS3Location"},
    }
    inner.write_text(json.dumps({"Resources": {"Spec": spec}}))
    (here / "cdk.out" / "asset.77.yaml").write_text(OPENAPI)

    assert ("unmapped-uri-variable", "asset.77.yaml", "Prod/Spec") in found("cdk.out")


@pytest.mark.parametrize(
    ("kind", "document"),
    [("AWS::ApiGateway::RestApi", OPENAPI), ("AWS::ApiGatewayV2::Api", OPENAPI.replace("http_proxy", "nothing"))],
)
def test_yaml_with_such_metadata_is_read_in_the_same_way(here, kind, document):
    (here / "api.yaml").write_text(document)
    template = f"""
Resources:
  Other: {{Type: AWS::SNS::Topic, Metadata: {{aws:cdk:path: App/Other}}}}
  Api:
    Type: {kind}
    Properties: {{BodyS3Location: {{Bucket: b, Key: k}}}}
    Metadata: {{aws:cdk:path: App/Api, "aws:asset:path": api.yaml, "aws:asset:property": BodyS3Location}}
"""
    report = lint_text(template, "template.yaml", ISOLATED)

    assert ["api.yaml", "template.yaml"] == report.checked
    assert {("api.yaml", "App/Api")} == {(finding.span.source.path, finding.construct) for finding in report.findings}


def test_a_place_in_no_resource_has_no_construct(here):
    resources = '{"Api": {"Type": "AWS::ApiGateway::RestApi", "Metadata": {"aws:cdk:path": ["no text"]}, "Properties": {"Name": ""}}}'
    findings = lint_text(f'{{"Resources": {resources}, "Resources": {resources}}}', "t.json", ISOLATED).findings

    assert {"duplicate-key", "name-missing"} <= {finding.rule for finding in findings}
    assert {""} == {finding.construct for finding in findings}


def test_every_output_says_the_construct(here):
    report = lint_paths(["cdk.out/assembly-Prod"], ISOLATED)
    (finding,) = json.loads(as_json.report(report))["findings"]
    (result,) = json.loads(sarif.report(report))["runs"][0]["results"]

    assert ("Prod/Pets/Http/Resource", "Resources/Http") == (finding["construct"], finding["address"])
    assert [
        {"fullyQualifiedName": "Resources/Http"},
        {"fullyQualifiedName": "Prod/Pets/Http/Resource", "kind": "construct"},
    ] == result["locations"][0]["logicalLocations"]
    assert github.report(report).endswith("%0Aconstruct: Prod/Pets/Http/Resource\n")


def test_what_is_generated_is_not_mended(here, capsys):
    before = {file: file.read_bytes() for file in (here / "cdk.out").rglob("*") if file.is_file()}

    assert 1 == cli.main(["check", "--isolated", "--fix", "--unsafe-fixes", "cdk.out"])
    assert before == {file: file.read_bytes() for file in before}
    assert "fix: invoke it with POST" in (printed := capsys.readouterr().out)
    assert "fixable" not in printed


IGNORE = '"apigw-lint": {"ignore": {"%s": "as it must be"}}, "aws:cdk:path": "%s"'


def test_metadata_that_the_app_adds_silences(here):
    for file, (rule, _, construct) in (("Pets.template.json", IN_ROOT), ("assembly-Prod/ProdPets.template.json", IN_STAGE)):
        changed(here / "cdk.out" / file, (f'"aws:cdk:path": "{construct}"', IGNORE % (rule, construct)))

    assert [IN_NESTED, IN_BODY] == found("cdk.out")


def test_metadata_silences_in_its_own_stack_only(here):
    root, nested = (here / "cdk.out" / file for file in ("Pets.template.json", "PetsOrders77AA.nested.template.json"))
    changed(
        nested,
        (
            '"TimeoutInMillis"',
            '"Type": "AWS_PROXY", "Uri": "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/f/invocations", "X"',
        ),
    )
    assert {"lambda-integration-not-post"} <= {rule for rule, file, _ in found("cdk.out") if file == nested.name}

    changed(root, ('"aws:cdk:path": "Pets/Api/Default/GET/Resource"', IGNORE % (IN_ROOT[0], IN_ROOT[2])))
    files = [file for rule, file, _ in found("cdk.out") if rule == "lambda-integration-not-post"]

    assert [nested.name] == files


def test_the_configuration_counts_for_what_a_manifest_names(here):
    (here / ".apigw-lint.toml").write_text(
        'exclude = ["cdk.out/assembly-*"]\n[per-file-ignores]\n"cdk.out/*.nested.template.json" = ["integration-timeout-out-of-range"]\n'
    )

    assert [IN_ROOT, IN_BODY] == found("cdk.out", settings=Settings())


STACK = {"type": "aws:cloudformation:stack"}
INNER = {"type": "cdk:cloud-assembly"}


def manifest(*artifacts, version="48.0.0"):
    return json.dumps({"version": version, "artifacts": {f"a{number}": one for number, one in enumerate(artifacts)}})


@pytest.mark.parametrize(
    ("artifact", "message"),
    [
        ({**STACK, "properties": {"templateFile": "../secret.json"}}, "../secret.json is no file in this cloud assembly"),
        ({**STACK, "properties": {"templateFile": "../../../../../../etc/passwd"}}, "no file in this cloud assembly"),
        ({**STACK, "properties": {"templateFile": "/etc/passwd"}}, "/etc/passwd is no file in this cloud assembly"),
        ({**STACK, "properties": {"templateFile": "gone.template.json"}}, "gone.template.json is no file in this cloud assembly"),
        ({**STACK, "properties": {"templateFile": "a\0b"}}, "no file in this cloud assembly"),
        ({**STACK, "properties": {"templateFile": "linked.json"}}, "linked.json is no file in this cloud assembly"),
        ({**STACK, "properties": {"templateFile": "."}}, ". is no file in this cloud assembly"),
        ({**INNER, "properties": {"directoryName": ".."}}, ".. is no cloud assembly in this cloud assembly"),
        ({**INNER, "properties": {"directoryName": "/"}}, "/ is no cloud assembly in this cloud assembly"),
        ({**INNER, "properties": {"directoryName": "gone"}}, "gone is no cloud assembly in this cloud assembly"),
        ({**INNER, "properties": {"directoryName": "asset.1f0c"}}, "asset.1f0c is no cloud assembly in this cloud assembly"),
        ({**INNER, "properties": {"directoryName": "."}}, ""),
        ({**INNER, "properties": {"directoryName": "assembly-Prod/.."}}, ""),
        ({**INNER, "properties": {"directoryName": "loop"}}, ""),
        ({"type": "cdk:asset-manifest", "properties": {"file": "../secret.json"}}, ""),
        ({"type": "cdk:asset-manifest", "properties": {"file": "bad.assets.json"}}, ""),
        ({"type": "cdk:asset-manifest", "properties": {"file": "Pets.template.json"}}, ""),
        ({**STACK, "properties": {"templateFile": 1}}, ""),
        ({**STACK, "properties": {"templateFile": ""}}, ""),
        ({**STACK, "properties": []}, ""),
        ({"type": ["aws:cloudformation:stack"], "properties": {"templateFile": "gone"}}, ""),
        (STACK, ""),
        ("aws:cloudformation:stack", ""),
        ({"type": "cdk:from-the-future", "properties": {"templateFile": "gone"}}, ""),
    ],
)
def test_a_hostile_manifest_reads_nothing_outside_and_loses_nothing_else(here, artifact, message):
    output = here / "cdk.out"
    (here / "secret.json").write_text((output / "Old.template.json").read_text())
    (output / "linked.json").symlink_to(here / "secret.json")
    (output / "loop").symlink_to(output)
    (output / "bad.assets.json").write_text(
        '{"files": {"a": {"source": {"path": "../secret.json"}}, "b": 1, "c": {"source": {"path": 2}}}}'
    )
    sound = json.loads((output / "manifest.json").read_text())["artifacts"]
    (output / "manifest.json").write_text(manifest(artifact, *sound.values()))
    report = lint_paths(["cdk.out"], ISOLATED)
    problems = [finding for finding in report.findings if finding.rule == "unreadable-file"]

    assert bool(message) == bool(problems)
    assert len(problems) <= 1
    assert all(finding.message.endswith(message) and finding.span.source.path == "cdk.out/manifest.json" for finding in problems)
    assert ALL == [one for one in found("cdk.out") if one[0] != "unreadable-file"]
    assert [] == report.errors


def test_assemblies_in_each_other_end(here):
    deep = here / "deep"
    for number in range(300):
        (deep / f"a{number}").mkdir(parents=True)
        artifact = {**INNER, "properties": {"directoryName": f"../a{(number + 1) % 300}"}}
        (deep / f"a{number}" / "manifest.json").write_text(manifest(artifact))
    artifacts = [
        {**INNER, "properties": {"directoryName": "a0"}},
        *({**STACK, "properties": {"templateFile": f"t{n}"}} for n in range(500)),
    ]
    (deep / "manifest.json").write_text(manifest(*artifacts))

    assert 100 == len(lint_paths(["deep"], ISOLATED).findings)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        '{"version": "1", "artifacts": []} "cdk:',
        '{"name": "a web app", "start_url": "/"}',
        '{"artifacts": {"a": {"type": "cdk:tree"}}}',
        '{"version": "1", "artifacts": {"a": {"type": "jar"}}}',
        manifest(STACK)[:-1],
        "\0",
    ],
)
def test_another_manifest_makes_no_assembly(here, text):
    shutil.rmtree(here / "cdk.out" / "assembly-Prod")
    (here / "cdk.out" / "manifest.json").write_text(text)

    assert ["name-missing", IN_ROOT[0], IN_NESTED[0], IN_BODY[0]] == [rule for rule, *_ in found("cdk.out")]


@pytest.mark.parametrize("path", ["../../../../../etc/passwd", "/etc/passwd", "gone.json", "https://x/y", "a\\u0000b", ""])
@pytest.mark.parametrize(("asset", "rest"), [(IN_NESTED[1], [IN_ROOT, IN_BODY]), (IN_BODY[1], [IN_ROOT, IN_NESTED])])
def test_an_asset_that_cannot_be_read_is_not_known(here, asset, rest, path):
    changed(here / "cdk.out" / "Pets.template.json", (f'"aws:asset:path": "{asset}"', f'"aws:asset:path": "{path}"'))

    assert rest == found("cdk.out/Pets.template.json")
    assert sorted(f"cdk.out/{file}" for _, file, _ in rest) == lint_paths(["cdk.out/Pets.template.json"], ISOLATED).checked


def test_a_stack_that_is_in_itself_is_read_once(here):
    changed(here / "cdk.out" / "Pets.template.json", (IN_NESTED[1], "Pets.template.json"))

    assert [IN_ROOT, IN_BODY] == found("cdk.out/Pets.template.json")


def test_an_asset_that_was_not_staged_is_read_inside_the_project(here):
    (here / ".git").mkdir()
    (here / "api.yaml").write_text(OPENAPI)
    changed(here / "cdk.out" / "Pets.template.json", ('"asset.02c4.yaml"', json.dumps(str(here / "api.yaml"))))

    assert (IN_BODY[0], "api.yaml", IN_BODY[2]) in found("cdk.out/Pets.template.json")


def test_the_readme_shows_what_is_printed(here, capsys):
    (shown,) = re.findall(r"```text\n([^`]*construct: [^`]*)```", README.read_text(encoding="utf-8"))
    cli.main(["check", "--isolated", "cdk.out"])

    assert shown in capsys.readouterr().out
