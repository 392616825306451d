"""Which reader a text gets."""

import pytest

from apigw_lint.source import Source
from apigw_lint.syntax import reading
from apigw_lint.syntax.json_nodes import JsonMapping
from apigw_lint.syntax.yaml_nodes import YamlMapping


@pytest.mark.parametrize(
    ("path", "text", "kind"),
    [
        ("a.json", '{"a": 1}', JsonMapping),
        ("a.JSON", '{"a": 1}', JsonMapping),
        ("a.yaml", '{"a": 1}', JsonMapping),
        ("a.template", '\n\t{"a": 1}', JsonMapping),
        ("a.template", "a: 1", YamlMapping),
        ("a.yaml", "{a: 1}", YamlMapping),
        ("a.yaml", '{"a": "\\ud83d\\ude00"}', JsonMapping),
    ],
)
def test_the_kind_of_a_text(path, text, kind):
    node, problems = reading.parse(Source(path, text))

    assert [] == problems
    assert kind is type(node)


def test_yaml_in_a_json_file_is_an_error():
    node, problems = reading.parse(Source("a.json", "a: 1"))

    assert None is node
    assert ["syntax-error"] == [problem.code for problem in problems]


def test_a_duplicate_key_of_json_in_a_yaml_file_is_reported_once():
    _, problems = reading.parse(Source("a.yaml", '{"a": 1, "a": 2}'))

    assert ["duplicate-key"] == [problem.code for problem in problems]
