"""Comments, metadata and extensions silence findings, and say so when they do not."""

import pytest
from steps import grows_with_its_size, slowdown

from apigw_lint import suppress
from apigw_lint.notices import NOTICES
from apigw_lint.rule import Consequence, Finding
from apigw_lint.source import Source

RULES = {**dict.fromkeys(["rule-a", "rule-b"]), **NOTICES}


def read(text, path="template.yaml"):
    source = Source(path, text)
    return suppress.read(source)


def silenced(text, path="template.yaml", rule="rule-a", address=""):
    """Returns the numbers of the lines on which a finding of a rule is silenced."""
    found = read(text, path)
    lines = []
    for number, start in enumerate(found.source.line_starts, 1):
        text = found.source.line(number)
        finding = Finding(rule, Consequence.BROKEN, found.source.span(start + len(text) - len(text.lstrip()), start + len(text)), "x")
        finding.address, finding.definition = address, path
        if any(item.silences(finding) for item in found.items):
            lines.append(number)
    return lines


def remarks(text, path="template.yaml", active=("rule-a", "rule-b"), all_known=True):
    found = read(text, path)
    return [(f.rule, f.span.text, f.message) for f in found.remarks(RULES, active, all_known)]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("a: 1\nb: 2 # apigw-lint: ignore[rule-a] because\nc: 3\n", [2]),
        ("a: 1\n# apigw-lint: ignore[rule-a]\nb: 2\nc: 3\n", [3]),
        ("  # apigw-lint: ignore[rule-a]\n# another word\n\na: 1\nb: 2\n", [4]),
        ("# apigw-lint: ignore[rule-b]\n# apigw-lint: ignore[rule-a]\na: 1\n", [3]),
        ("a: 1 # apigw-lint: ignore[rule-b, rule-a]\n", [1]),
        ("a: 1 #apigw-lint:ignore[rule-a]\n", [1]),
        ("a: 1 # apigw-lint: ignore[rule-b]\n", []),
        ("a: 'x # apigw-lint: ignore[rule-a]'\n", []),
        ("a: x# apigw-lint:ignore[rule-a]\n", []),
        ("a: x# apigw-lint: ignore[rule-a]\nb: {\n", []),
        ("a: |\n  ## apigw-lint: ignore[rule-a]\n  $x\nb: 1\n", []),
        ("a: |  # apigw-lint: ignore[rule-a] the template\n  one\n  two\nb: 1\n", [1, 2, 3]),
        ("# apigw-lint: ignore[rule-a]\na: >-\n  one\n  two\nb: 1\n", [2, 3, 4]),
        ("a: 1\n# apigw-lint: ignore[rule-a]\n", []),
        ("a: 1\r\n# apigw-lint: ignore[rule-a]\r\nb: 2\r\n", [3]),
    ],
)
def test_a_comment_in_yaml(text, lines):
    assert lines == silenced(text)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("a = 1 # apigw-lint: ignore[rule-a]\nb = 2\n", [1]),
        ("// apigw-lint: ignore[rule-a] why\nb = 2\n", [2]),
        ('a = "# apigw-lint: ignore[rule-a]"\n', []),
        ('a = "http://x" // apigw-lint: ignore[rule-a]\n', [1]),
        ('a = "\\"# apigw-lint: ignore[rule-a]"\n', []),
        ("/* # apigw-lint: ignore[rule-a] */\na = 1\n", []),
        ("a = <<EOF\n# apigw-lint: ignore[rule-a]\nx\nEOF\nb = 1\n", []),
        ("# apigw-lint: ignore[rule-a]\na = <<-EOF\n  x\n  EOF\nb = 1\n", [2, 3, 4]),
    ],
)
def test_a_comment_in_hcl(text, lines):
    assert lines == silenced(text, "main.tf")


TEMPLATE = """\
Resources:
  Get:
    Type: AWS::ApiGateway::Method
    Metadata:
      apigw-lint: {ignore: {rule-a: the queue wants it}}
    Properties:
      HttpMethod: GET
  Put:
    Type: AWS::ApiGateway::Method
"""


def test_metadata_of_a_resource_silences_in_the_resource_and_wherever_it_is_written():
    assert [2, 3, 4, 5, 6, 7] == silenced(TEMPLATE)
    assert list(range(1, 11)) == silenced(TEMPLATE, address="Resources/Get")
    assert list(range(1, 11)) == silenced(TEMPLATE, address="Resources/Get/paths./pets.get")
    assert [2, 3, 4, 5, 6, 7] == silenced(TEMPLATE, address="Resources/GetOther")


def test_metadata_of_a_resource_silences_nothing_of_one_with_its_name_in_another_template():
    place = Source("other.yaml", TEMPLATE).span(0, 1)
    finding = Finding("rule-a", Consequence.BROKEN, place, "x")
    finding.address, finding.definition = "Resources/Get", "other.yaml"

    assert [False] == [item.silences(finding) for item in read(TEMPLATE).items]


def test_metadata_of_a_template_silences_in_the_whole_file():
    text = '{"Metadata": {"apigw-lint": {"ignore": ["rule-a"]}},\n "Resources": {\n}}'

    assert [1, 2, 3] == silenced(text, "t.json")
    assert [] == silenced(text, "t.json", "rule-b")


def test_an_extension_silences_in_its_object():
    text = "openapi: 3.0.1\npaths:\n  /a:\n    x-apigw-lint-ignore:\n      rule-a: why\n    get:\n      x: 1\n  /b:\n    get: 1\n"

    assert [3, 4, 5, 6, 7] == silenced(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1 # apigw-lint: ignore", [("suppression-without-rule", "# apigw-lint: ignore", "write ignore[rule-name] reason")]),
        ("a: 1 # apigw-lint: ignore[]", [("suppression-without-rule", "# apigw-lint: ignore[]", "write ignore[rule-name] reason")]),
        ("a: 1 # apigw-lint: off", [("suppression-without-rule", "# apigw-lint: off", "write ignore[rule-name] reason")]),
        ("a: 1 # see the apigw-lint docs", []),
        (
            "a: 1 # apigw-lint: ignore[rule-x]",
            [("unknown-rule-in-suppression", "rule-x", "there is no rule 'rule-x'; did you mean 'rule-b'?")],
        ),
        ("a: 1 # apigw-lint: ignore[rule-a]", [("unused-suppression", "rule-a", "no finding of rule-a to silence here")]),
        ("x-apigw-lint-ignore: true", [("suppression-without-rule", "true", "write rule names: {rule-name: reason}")]),
        (
            "Metadata: {apigw-lint: {ignor: {rule-a: x}}}",
            [("suppression-without-rule", "{ignor: {rule-a: x}}", "write ignore: {rule-name: reason}")],
        ),
        ("x-apigw-lint-ignore: [rule-a]", [("unused-suppression", "rule-a", "no finding of rule-a to silence here")]),
    ],
)
def test_what_does_nothing_is_reported(text, expected):
    assert expected == remarks(text)


def test_a_rule_that_did_not_run_cannot_be_unused():
    assert [] == remarks("a: 1 # apigw-lint: ignore[rule-a]", active=("rule-b",))


def test_a_name_may_be_of_a_plug_in_that_could_not_be_loaded():
    assert [] == remarks("a: 1 # apigw-lint: ignore[rule-x]", all_known=False)


def test_a_suppression_that_silenced_is_not_unused():
    found = read("a: 1 # apigw-lint: ignore[rule-a, rule-b]")
    finding = Finding("rule-a", Consequence.BROKEN, found.source.span(0, 4), "x")

    assert any(item.silences(finding) for item in found.items)
    assert ["rule-b"] == [f.span.text for f in found.remarks(RULES, ("rule-a", "rule-b"))]


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("main.tf", "/* "),
        ("main.tf", "<<A\n"),
        ("main.tf", '"'),
        ("main.tf", "# apigw-lint: ignore[rule-a]\n"),
        ("t.yaml", "# apigw-lint: ignore[rule-a]\n"),
        ("t.yaml", "- | # apigw-lint: ignore[rule-a]\n  x\n"),
    ],
)
def test_long_texts_are_read_at_once(name, unit):
    def work(count):
        read(unit * count + "# apigw-lint", name)

    assert grows_with_its_size(work, 500)
    assert slowdown(work, 1_000) < 64
