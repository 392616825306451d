"""Every installed rule: documented in one form, named as its file and class, sorted, listed, and true to its own examples."""

import re
import runpy
from pathlib import Path

import pytest

from apigw_lint import checks, examples, fixes, model, registry
from apigw_lint.lint import Settings, lint_paths
from apigw_lint.notices import NOTICES
from apigw_lint.rule import Rule

ROOT = Path(__file__).resolve().parent.parent
RULES = {name: rule for name, rule in registry.load().rules.items() if rule.__module__.startswith("apigw_lint_rules.")}
LEVELS = {check[6:]: getattr(model, check[6:].title().replace("_", "")) for check in vars(Rule) if check.startswith("check_")}
FENCES = {"yaml": (".yaml", ".yml"), "json": (".json",), "hcl": (".tf",)}


def cases(heading):
    return [
        pytest.param(name, example.files, id=f"{name}-{number}")
        for name, rule in RULES.items()
        for number, example in enumerate(examples.examples(rule, heading), 1)
    ]


def settings(name):
    """Returns what runs by default, and a rule: its examples need not have what opt-in rules ask for."""
    return Settings(isolated=True, extend_select=(name,))


def findings(name, files):
    """Returns what is found in an example of a rule, which stands alone in a directory that does not exist."""
    overlay = {f"example/{file}": text for file, text in files.items()}
    report = lint_paths(list(overlay), settings(name), overlay)
    assert [] == report.errors
    assert report.checked, report.skipped
    return report.findings


def shown(found):
    return [f"{finding.rule} at {finding.span!r}: {finding.message}" for finding in found]


def test_there_are_rules():
    assert len(RULES) >= 30


@pytest.mark.parametrize(("name", "files"), cases("Example"))
def test_an_example_is_found_by_its_rule_and_no_other(name, files):
    found = findings(name, files)

    assert {name} == {finding.rule for finding in found}, shown(found)


def format_of(name, text):
    """Returns the format that an example is written in."""
    if name.endswith(".tf"):
        return "terraform"
    if "AWS::Serverless" in text:
        return "sam"
    return "openapi" if re.match(r"\s*(openapi|swagger):", text) else "cloudformation"


@pytest.mark.parametrize("name", [name for name, rule in RULES.items() if rule.group in ("http_api", "websocket")])
def test_rules_of_http_and_websocket_apis_have_examples_in_two_formats(name):
    files = [file for example in examples.examples(RULES[name], "Example") for file in example.files.items()]

    assert len({format_of(*file) for file in files}) >= 2


@pytest.mark.parametrize(("name", "files"), cases("Use instead"))
def test_what_to_use_instead_is_found_by_none(name, files):
    assert [] == shown(findings(name, files))


def mended(name, files, unsafe):
    """Returns what is found in an example after its fixes, applied until nothing changes."""
    overlay = {f"example/{file}": text for file, text in files.items()}
    for _ in range(10):
        found = lint_paths(list(overlay), settings(name), overlay).findings
        applied = fixes.apply(found, unsafe)
        if not applied.findings:
            return found
        overlay.update(applied.texts)
    raise AssertionError("fixes make each other necessary for ever")


@pytest.mark.parametrize(("name", "files"), cases("Example"))
def test_a_safe_fix_cures_and_makes_nothing_else_wrong(name, files):
    found = mended(name, files, unsafe=False)

    assert {name} >= {finding.rule for finding in found}, shown(found)
    assert not any(fixes.is_fixable(finding, unsafe=False) for finding in found)


@pytest.mark.parametrize(("name", "files"), cases("Example"))
def test_an_unsafe_fix_cures_and_leaves_a_file_that_can_be_read(name, files):
    found = mended(name, files, unsafe=True)

    assert not any(finding.rule in NOTICES for finding in found), shown(found)
    assert not any(finding.fix for finding in found if finding.rule == name), shown(found)


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_a_rule_is_documented(rule):
    written = examples.headings(rule)

    assert [heading for heading in examples.HEADINGS if heading in written] == written
    assert set(examples.HEADINGS) - {"References"} <= set(written)
    assert re.fullmatch(r"[A-Z][^\n]*\.", examples.summary(rule))
    for heading in written:
        assert examples.section(rule, heading).strip(), heading
    for heading in ("Example", "Use instead"):
        assert examples.examples(rule, heading), heading


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_a_rule_is_named_as_its_file_and_its_class(rule):
    module = rule.__module__.split(".")

    assert [rule.name.replace("-", "_")] == module[2:]
    assert rule.name == re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", rule.__name__).lower()
    assert (ROOT / "rules" / module[1] / f"{module[2]}.py").is_file()


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_a_name_reads_after_ignore(rule):
    assert not rule.name.startswith(("no-", "disallow-", "check-", "must-", "require-"))
    assert rule.name not in NOTICES


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_options_have_types_that_a_configuration_can_write(rule):
    from apigw_lint.config import _KINDS

    kinds = [
        str(cls.__annotations__[field]) for field in rule.fields for cls in rule.__mro__ if field in getattr(cls, "__annotations__", {})
    ]

    assert set(kinds) <= set(_KINDS)


def test_the_index_and_the_table_of_rules_are_fresh():
    generate = runpy.run_path(str(ROOT / "docs" / "generate.py"))
    readme = (ROOT / "README.md").read_text(encoding="utf-8")

    assert generate["index"]() == (ROOT / "rules" / "__init__.py").read_text(encoding="utf-8")
    assert generate["readme"](readme) == readme


@pytest.mark.parametrize("notice", NOTICES.values(), ids=NOTICES)
def test_a_notice_is_documented(notice):
    assert ["What it does", "Why is this bad?"] == examples.headings(notice)


def test_every_problem_that_is_raised_is_a_notice():
    written = set()
    for path in (ROOT / "apigw_lint").rglob("*.py"):
        written |= set(re.findall(r"""Problem\(\s*["']([\w-]+)["']""", path.read_text()))

    assert written <= set(NOTICES)
    assert "syntax-error" in written


@pytest.mark.parametrize("name", RULES)
def test_what_a_rule_needs_is_a_field_of_what_it_looks_at(name):
    for word in RULES[name].needs:
        level, _, attribute = word.partition("=")[0].partition(".")

        assert attribute in LEVELS[level].fields
        assert word.partition("=")[2] == word.partition("=")[2].upper()


@pytest.mark.parametrize("group", sorted({rule.group for rule in RULES.values()}))
def test_where_there_is_nothing_that_a_rule_needs_it_has_nothing_to_say(group, monkeypatch):
    for name in (name for name, rule in RULES.items() if rule.group == group):
        for heading in ("Example", "Use instead"):
            for example in examples.examples(RULES[name], heading):
                found = everything(example.files)
                with monkeypatch.context() as patch:
                    patch.setattr(checks._Check, "has_something_in", lambda *_: True)

                    assert shown(everything(example.files)) == shown(found)


def everything(files):
    """Returns what all rules find in an example."""
    overlay = {f"example/{file}": text for file, text in files.items()}
    return lint_paths(list(overlay), Settings(isolated=True, extend_select=("posture",)), overlay).findings
