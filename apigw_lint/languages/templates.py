"""The mapping templates of an integration and of its responses, each parsed once for all rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from apigw_lint.languages.velocity.parser import parse
from apigw_lint.model import Integration
from apigw_lint.value import Known, Table, Text, Unknown, masked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.languages.velocity.nodes import Template, VelocityError
    from apigw_lint.model import IntegrationResponse
    from apigw_lint.source import Span
    from apigw_lint.value import Value

EVALUATING = ("AWS", "HTTP", "MOCK")
"""The types of integration whose templates are evaluated; proxies send everything on as it is."""


class WrittenTemplate(NamedTuple):
    """A template: its key (a content type), the value it is written in, its tree, and what is wrong with it as Velocity."""

    key: Known[str]
    value: Known[str] | Text
    tree: Template
    errors: list[VelocityError]

    @property
    def text(self) -> str:
        """Returns the masked text, into which the offsets of all nodes point."""
        return self.value.value if isinstance(self.value, Known) else self.value.masked

    def at(self, start: int, end: int) -> Span:
        """Returns the place in the file of a piece of the text."""
        return self.value.at(start, end)


def templates_of(part: Integration | IntegrationResponse) -> list[WrittenTemplate]:
    """Returns the templates of an integration or an integration response, each written alternative too, that say something."""
    found: list[WrittenTemplate] | None = part.__dict__.get("_parsed_templates")
    if found is None:
        written = part.request_templates if isinstance(part, Integration) else part.response_templates
        found = part.__dict__["_parsed_templates"] = list(_parsed(written))
    return found


def is_evaluated(part: Integration | IntegrationResponse) -> bool:
    """Returns whether templates of a part are certainly evaluated when they are chosen."""
    integration = part if isinstance(part, Integration) else part.integration
    kind = integration.type if integration is not None else None
    return isinstance(kind, Known) and str(kind.value).upper() in EVALUATING


def _parsed(value: Value) -> Iterator[WrittenTemplate]:
    if isinstance(value, Unknown):
        for candidate in value.candidates:
            yield from _parsed(candidate)
    for key, template in value.known() if isinstance(value, Table) else ():
        for one in _texts(template):
            yield WrittenTemplate(key, one, *parse(masked(one) or ""))


def _texts(value: Value) -> Iterator[Known[str] | Text]:
    if isinstance(value, Text) or (isinstance(value, Known) and isinstance(value.value, str) and value.value.strip()):
        yield value
    elif isinstance(value, Unknown):
        for candidate in value.candidates:
            yield from _texts(candidate)
