"""A text into the neutral tree, by what it is: JSON or YAML."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from apigw_lint.errors import Problem
    from apigw_lint.source import Source
    from apigw_lint.syntax.tree import Node


def parse(source: Source) -> tuple[Node | None, list[Problem]]:
    """Returns the tree of a text and what is wrong with it.

    A ``.json`` file is JSON. Any other text is JSON when it starts like JSON and is without fault, else YAML.
    """
    named_json = source.path.lower().endswith(".json")
    if named_json or source.text.lstrip()[:1] in ("{", "["):
        from apigw_lint.syntax import json_tree

        node, problems = json_tree.parse(source)
        if named_json or not any(problem.code == "syntax-error" for problem in problems):
            return node, problems
    from apigw_lint.syntax import yaml_tree

    return yaml_tree.parse(source)
