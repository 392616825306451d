"""The mapping templates of an integration and of its responses, each parsed once for all rules."""

from __future__ import annotations

from apigw_lint.languages.velocity.reading import MAX_SIZE, Reading
from apigw_lint.model import Integration
from apigw_lint.record import Row
from apigw_lint.regexp import regexp
from apigw_lint.value import Edit, Known, Reference, Table, Text, Unknown, masked

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.languages.velocity.checker import Mistake
    from apigw_lint.languages.velocity.nodes import Template, VelocityError
    from apigw_lint.model import IntegrationResponse
    from apigw_lint.source import Span
    from apigw_lint.value import Value

EVALUATING = ("AWS", "HTTP", "MOCK")
"""The types of integration whose templates are evaluated; proxies send everything on as it is."""
_SCRIPTED = regexp(r"(?i)html|javascript|ecmascript")
"""Content types in whose texts ``$name`` and ``${name}`` have a meaning of their own."""


class WrittenTemplate(Row):
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

    def replaced(self, start: int, end: int, text: str) -> Edit | None:
        """Returns the edit that writes something else, letters and dots, in place of a piece; ``None`` where the piece has escapes."""
        span = self.at(start, end)
        return Edit(span, text) if span.text == self.text[start:end] else None


def templates_of(part: Integration | IntegrationResponse) -> list[WrittenTemplate]:
    """Returns the templates of an integration or an integration response, each written alternative too, that say something.

    Those that are larger than API Gateway takes are not among them.
    """
    found: list[WrittenTemplate] | None = part.__dict__.get("_parsed_templates")
    if found is None:
        written = part.request_templates if isinstance(part, Integration) else part.response_templates
        found = part.__dict__["_parsed_templates"] = list(_parsed(written, part))
    return found


def is_evaluated(part: Integration | IntegrationResponse) -> bool:
    """Returns whether templates of a part are certainly evaluated when they are chosen."""
    integration = part if isinstance(part, Integration) else part.integration
    kind = integration.type if integration is not None else None
    return isinstance(kind, Known) and str(kind.value).upper() in EVALUATING


def _parsed(value: Value, part: Integration | IntegrationResponse) -> Iterator[WrittenTemplate]:
    if isinstance(value, Unknown):
        for candidate in value.candidates:
            yield from _parsed(candidate, part)
    integration: Integration = part if isinstance(part, Integration) else part.integration
    for key, template in value.known() if isinstance(value, Table) else ():
        for one in _texts(template):
            reading = Reading(key, one, masked(one) or "", integration, part is integration)
            if reading.size <= MAX_SIZE:
                yield WrittenTemplate(key, one, *reading.parsed())


def _texts(value: Value) -> Iterator[Known[str] | Text]:
    if isinstance(value, Text) or (isinstance(value, Known) and isinstance(value.value, str) and value.value.strip()):
        yield value
    elif isinstance(value, Unknown):
        for candidate in value.candidates:
            yield from _texts(candidate)


def mistakes_of(part: Integration | IntegrationResponse) -> list[tuple[WrittenTemplate, Mistake]]:
    """Returns what the templates of a part do wrong with variables and members, checked once for all rules."""
    found: list[tuple[WrittenTemplate, Mistake]] | None = part.__dict__.get("_template_mistakes")
    if found is None:
        found = part.__dict__["_template_mistakes"] = list(_checked(part)) if is_evaluated(part) else []
    return found


def _checked(part: Integration | IntegrationResponse) -> Iterator[tuple[WrittenTemplate, Mistake]]:
    templates = templates_of(part)
    if not any("$" in template.text for template in templates):
        return
    from apigw_lint.languages.velocity.checker import Surroundings, check

    integration: Integration = part if isinstance(part, Integration) else part.integration
    api, names = integration.api, _context_names(integration)
    for template in templates:
        around = Surroundings(
            api.kind if api is not None else "REST",
            closed=not template.errors and not _may_hold_directives(template.value),
            literal=bool(_SCRIPTED.search(template.key.value)),
            placeholders=api is not None and api.format == "openapi",
            context=names,
        )
        for mistake in check(template.tree, template.text, around):
            yield template, mistake


def _may_hold_directives(value: Known[str] | Text) -> bool:
    """Returns whether a hole may hold more than a name or an ARN, and so set variables too."""
    parts = value.parts if isinstance(value, Text) else ()
    return any(isinstance(part, Unknown) and not isinstance(part, Reference) and not part.why.startswith("AWS::") for part in parts)


def _context_names(integration: Integration) -> frozenset[str]:
    """Returns the names that the templates of an integration set under ``$context``: what one sets, a later one can read."""
    found: frozenset[str] | None = integration.__dict__.get("_context_names")
    if found is None:
        templates = [template for part in (integration, *integration.responses) for template in templates_of(part)]
        setting = [template for template in templates if "#set" in template.text and "context" in template.text]
        found = integration.__dict__["_context_names"] = _names_set(setting) if setting else frozenset()
    return found


def _names_set(templates: list[WrittenTemplate]) -> frozenset[str]:
    from apigw_lint.languages.velocity.checker import context_name
    from apigw_lint.languages.velocity.nodes import Set
    from apigw_lint.languages.velocity.walking import nodes_of

    return frozenset(
        name for template in templates for node in nodes_of(template.tree.body) if isinstance(node, Set) for name in context_name(node)
    )
