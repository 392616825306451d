"""References of CloudFormation and Terraform that were meant for API Gateway: ``${stageVariables.host}`` in an ``Fn::Sub`` or a heredoc."""

from __future__ import annotations

import re

from apigw_lint.facts.velocity import ROOTS
from apigw_lint.model import Integration
from apigw_lint.regexp import regexp
from apigw_lint.value import Edit, Text, Unknown, entries

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Definition, IntegrationResponse, UnresolvedReference
    from apigw_lint.source import Span

_SUBSTITUTED = regexp(r"\$\{\s*(\w+)")
_NAME = regexp(r"\w+")
_NOT_GIVEN = regexp(r"(\w+) is not given to the template")
"""Why a call of ``templatefile`` fails, in the words of the loader."""
_OPENED = regexp(r"\$\{~?\s*$")


def substituted(definition: Definition) -> dict[Span, Edit]:
    """Returns the places of references that are not there and that API Gateway should read, with the edit that leaves them to it."""
    found: dict[Span, Edit] | None = definition.__dict__.get("_substituted")
    if found is None:
        found = definition.__dict__["_substituted"] = dict(_substituted(definition))
    return found


def _substituted(definition: Definition) -> Iterator[tuple[Span, Edit]]:
    others: list[tuple[UnresolvedReference, str, Edit]] = []
    for reference in definition.unresolved:
        name, edit = _read(reference.span, definition.format)
        if edit is None:
            continue
        if name in ROOTS:
            yield reference.span, edit
        else:
            others.append((reference, name, edit))
    if definition.format == "terraform":
        yield from _in_template_files(definition)
    if others:
        variables = _variables(definition)
        for reference, name, edit in others:
            if name in variables.get(reference.span, ()):
                yield reference.span, edit


def _read(span: Span, format: str) -> tuple[str, Edit | None]:
    """Returns the first name of a reference, and the edit that takes its meaning away, ``None`` where it stands in no string."""
    if format == "terraform":
        opened = _OPENED.search(span.source.text, max(0, span.start - 40), span.start)
        name = _NAME.match(span.text)
        at = opened.start() if opened else 0
        return name[0] if name else "", Edit(span.source.span(at, at), "$") if opened else None
    match = _SUBSTITUTED.match(span.text)
    at = span.start + 2
    return (match[1], Edit(span.source.span(at, at), "!")) if match else ("", None)


def _variables(definition: Definition) -> dict[Span, set[str]]:
    """Returns the variables that mapping templates set, by the places of the references that stand in the same template."""
    from apigw_lint.languages.templates import templates_of
    from apigw_lint.languages.velocity.nodes import Foreach, Set
    from apigw_lint.languages.velocity.walking import nodes_of

    found: dict[Span, set[str]] = {}
    for part in _parts(definition):
        for template in templates_of(part):
            if isinstance(template.value, Text) and "#" in template.text:
                names = {
                    node.target.name if isinstance(node, Set) else node.variable.name
                    for node in nodes_of(template.tree.body)
                    if isinstance(node, (Foreach, Set))
                }
                for piece in template.value.parts:
                    if isinstance(piece, Unknown):
                        found.setdefault(piece.span, set()).update(names)
    return found


def _parts(definition: Definition) -> Iterator[Integration | IntegrationResponse]:
    for api in definition.apis:
        for integration in [*api.integrations, *(method.integration for method in api.methods)]:
            if integration is not None:
                yield from (integration, *integration.responses)


def _in_template_files(definition: Definition) -> Iterator[tuple[Span, Edit]]:
    """Yields the variables in files of mapping templates that ``templatefile`` reads and does not give what they ask for."""
    for part in _parts(definition):
        written = part.request_templates if isinstance(part, Integration) else part.response_templates
        for _, value in entries(written):
            lacking = _NOT_GIVEN.fullmatch(value.why) if isinstance(value, Unknown) else None
            if lacking is not None and lacking[1] in ROOTS:
                source = value.span.source
                for match in re.finditer(rf"(?<!\$)\$\{{~?\s*(?P<path>{lacking[1]}\b[\w.]*)", source.text):
                    yield source.span(*match.span("path")), Edit(source.span(match.start(), match.start()), "$")
