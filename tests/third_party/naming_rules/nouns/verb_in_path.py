"""Verb in a path."""

from collections.abc import Iterator

from apigw_lint.model import Method
from apigw_lint.rule import Consequence, Finding, Rule
from apigw_lint.value import strings


class VerbInPath(Rule):
    """
    Path that says what the method already says.

    ## What it does
    Reports a path segment that starts with a verb.

    ## Why is this bad?
    `GET /getPets` says it twice.
    """

    consequence = Consequence.ADVISED
    kinds = ("REST", "HTTP")
    verbs: tuple[str, ...] = ("get", "create", "delete")

    def check_method(self, method: Method) -> Iterator[Finding]:
        """Yields a finding for each path with a verb."""
        for path in strings(method.path):
            for verb in self.verbs:
                if f"/{verb}" in path.value:
                    yield self.finding(path.span, f"the path {path.value} has the verb {verb}")


RULES = [VerbInPath]
