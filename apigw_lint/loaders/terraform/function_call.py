"""The arguments of a function call."""

from __future__ import annotations

from apigw_lint.loaders.terraform.values import string_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from apigw_lint.loaders.terraform.expressions import Evaluator
    from apigw_lint.source import Span
    from apigw_lint.value import Value


class Fails(Exception):
    """Arguments that Terraform certainly refuses."""


class Arguments:
    """Evaluated arguments, none of them Failed, and where the call stands."""

    __slots__ = ("evaluator", "span", "values")

    def __init__(self, values: list[Value], span: Span, evaluator: Evaluator) -> None:
        self.values = values
        self.span = span
        self.evaluator = evaluator

    def one(self) -> Value:
        """Returns the only argument."""
        if len(self.values) != 1:
            raise Fails("takes one argument")
        return self.values[0]

    def many(self, least: int, most: int | None = None) -> list[Value]:
        """Returns the arguments, of which there are so many."""
        if not least <= len(self.values) <= (least if most is None else most):
            raise Fails("wrong number of arguments")
        return self.values

    def strings(self, least: int, most: int | None = None) -> list[str] | None:
        """Returns the arguments as strings, or nothing where one of them is not known."""
        found = [string_of(value) for value in self.many(least, most)]
        known = [text for text in found if text is not None]
        return known if len(known) == len(found) else None
