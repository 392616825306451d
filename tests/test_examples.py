"""Docstrings of rules are read: summary, sections, and examples of one or several files."""

from apigw_lint import examples
from apigw_lint.rule import Consequence, Rule


class Documented(Rule):
    """
    One bad thing.

    ## What it does
    Reports it.

    ## Example
    ```yaml
    a: 1
    ## no heading
    b:
      - 2
    ```

    ```hcl main.tf
    body = file("api.json")
    ```

    ```json api.json
    {}
    ```

    Or, alone:

    ```hcl main.tf
    x = 1
    ```

    ## Use instead
    ```json
    {"a": 1}
    ```
    """

    consequence = Consequence.BROKEN


def test_summary_and_headings():
    assert "One bad thing." == examples.summary(Documented)
    assert ["What it does", "Example", "Use instead"] == examples.headings(Documented)
    assert "Reports it.\n" == examples.section(Documented, "What it does")
    assert "" == examples.section(Documented, "References")


def test_blocks_with_names_that_follow_each_other_are_one_example():
    expected = [
        {"template.yaml": "a: 1\n## no heading\nb:\n  - 2\n"},
        {"main.tf": 'body = file("api.json")\n', "api.json": "{}\n"},
        {"main.tf": "x = 1\n"},
    ]

    assert expected == [example.files for example in examples.examples(Documented, "Example")]
    assert [{"template.json": '{"a": 1}\n'}] == [example.files for example in examples.examples(Documented, "Use instead")]


def test_the_documentation_has_no_indentation():
    assert examples.documentation(Documented).startswith("One bad thing.\n\n## What it does\nReports it.\n\n## Example\n```yaml\na: 1\n")
