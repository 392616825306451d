"""Rules run over a definition: each part is shown to the checks of its level, and a crash stays with the rule that it happened in."""

from __future__ import annotations

from apigw_lint.model import Method, Parts, method_label
from apigw_lint.notices import InternalError
from apigw_lint.rule import Consequence, Deferred, Finding, Rule
from apigw_lint.value import Absent, Known, Table, Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from typing import Any

    from apigw_lint.model import Api, Definition, Integration, Part
    from apigw_lint.source import Span

_COLLECTIONS = {
    "resource": "resources",
    "authorizer": "authorizers",
    "model": "models",
    "gateway_response": "gateway_responses",
    "deployment": "deployments",
    "stage": "stages",
}
_STAGES = {
    "method": "method request",
    "integration": "integration request",
    "integration_response": "integration response",
    "method_response": "method response",
}
_LEVELS = ("definition", "api", *_COLLECTIONS, *_STAGES)


class Checks:
    """The checks of some rules with their options, by the kind of API and the level that they look at.

    A rule that is only listed is imported when there is a part for it to look at. ``crashes`` has the exceptions that were contained.
    """

    def __init__(self, rules: Iterable[tuple[type[Rule] | Deferred, Mapping[str, Any]]]) -> None:
        self.crashes: list[BaseException] = []
        self._levels: dict[tuple[str, str], _Level] = {}
        self._words: dict[str, dict[str, tuple[str, str]]] = {level: {} for level in _LEVELS}
        self._of_sam: set[str] = set()
        for rule, options in rules:
            if rule.group == "sam":
                self._of_sam.add(rule.name)
            waiting = _Waiting(rule, options)
            looked_at = rule.levels if isinstance(rule, Deferred) else levels(rule)
            for word in rule.needs:
                level, _, asked = word.partition(".")
                self._words[level][word] = asked.partition("=")[::2]
            for level in looked_at:
                needs = {word for word in rule.needs if (own := word.partition(".")[0]) == level or own not in looked_at}
                check = _Check(waiting, level, needs)
                for kind in [""] if level == "definition" else rule.kinds:
                    self._levels.setdefault((kind, level), _Level()).checks.append(check)

    def run(self, definition: Definition, sources: set[str]) -> list[Finding]:
        """Returns what the rules find. Adds the paths of the files in which the parts of the definition stand to ``sources``."""
        found: list[Finding] = []
        parts = [(self._levels.get((kind, level)), level, part, self._said(level, part)) for kind, level, part in _parts(definition)]
        somewhere = frozenset().union(*{said for _, _, _, said in parts})
        for checks, level, part, said in parts:
            if level != "definition":
                sources.add(part.span.source.path)
            for check in checks.chosen(said, somewhere) if checks is not None else ():
                try:
                    look = check.look or check.made()
                    for finding in look(part):
                        _place(finding, check.rule, level, part)
                        finding.definition = definition.path
                        found.append(finding)
                except Exception as error:  # noqa: PERF203 - a crash stays with its check
                    self.crashes.append(error)
                    found.append(_crash(check.rule, error, level, part))
        return self._first_refused(found) if len(definition.serverless) else found

    def _first_refused(self, found: list[Finding]) -> list[Finding]:
        """Returns findings without those at a place where SAM refuses something: of what else is wrong there nothing is ever made."""
        of_sam = [finding for finding in found if finding.rule in self._of_sam]
        refused = [finding.span for finding in of_sam if finding.consequence is Consequence.REJECTED]
        return [finding for finding in found if finding.rule in self._of_sam or not any(_inside(finding.span, span) for span in refused)]

    def _said(self, level: str, part: Any) -> frozenset[str]:
        """Returns which of the words by which rules say what they need are true of a part."""
        said = []
        for word, (field, wanted) in self._words[level].items():
            value = getattr(part, field)
            kind = type(value)
            if value is None or kind is Absent or (kind is Parts and not len(value)):
                continue
            if not wanted or _may_be(value, wanted):
                said.append(word)
        return frozenset(said)


def _may_be(value: object, wanted: str) -> bool:
    """Returns whether a field may be something, or a table have it as a key; both in capitals."""
    if isinstance(value, Known):
        return str(value.value).upper() == wanted
    if isinstance(value, Table):
        return not value.complete or any(entry.name is None or entry.name.upper() == wanted for entry in value.entries)
    return isinstance(value, Value) or str(value).upper() == wanted


class _Level:
    """The checks of one level of one kind of API, and those of them that have something to look at, by what is said in a part."""

    __slots__ = ("_chosen", "checks")

    def __init__(self) -> None:
        self.checks: list[_Check] = []
        self._chosen: dict[tuple[frozenset[str], frozenset[str]], list[_Check]] = {}

    def chosen(self, said: frozenset[str], somewhere: frozenset[str]) -> list[_Check]:
        """Returns the checks to run on a part. ``somewhere``: what is said in any part of its definition."""
        found = self._chosen.get((said, somewhere))
        if found is None:
            found = [check for check in self.checks if check.has_something_in(said, somewhere)]
            self._chosen[said, somewhere] = found
        return found


class _Waiting:
    """A rule that is made when it is first needed, once for all levels."""

    def __init__(self, rule: type[Rule] | Deferred, options: Mapping[str, Any]) -> None:
        self._listed = rule
        self._options = options
        self._made: Rule | None = None

    def rule(self) -> Rule:
        """Returns the rule."""
        if self._made is None:
            found = self._listed.load() if isinstance(self._listed, Deferred) else self._listed
            self._made = found(**self._options)
        return self._made


class _Check:
    """What a rule does at one level. ``look`` is there when it was first made."""

    __slots__ = ("_elsewhere", "_level", "_needs", "_waiting", "look")

    def __init__(self, waiting: _Waiting, level: str, needs: Iterable[str]) -> None:
        self._waiting = waiting
        self._level = level
        self._needs = frozenset(word for word in needs if word.startswith(f"{level}."))
        self._elsewhere = frozenset(needs) - self._needs
        self.look: Callable[[Any], Iterable[Finding]] | None = None

    def has_something_in(self, said: frozenset[str], somewhere: frozenset[str]) -> bool:
        """Returns whether something of what it needs is said in the part or, of other levels, in any part of the definition."""
        if not self._needs and not self._elsewhere:
            return True
        return not self._needs.isdisjoint(said) or not self._elsewhere.isdisjoint(somewhere)

    @property
    def rule(self) -> Rule:
        """Returns the rule."""
        return self._waiting.rule()

    def made(self) -> Callable[[Any], Iterable[Finding]]:
        """Returns the method of the rule."""
        self.look = getattr(self.rule, f"check_{self._level}")
        return self.look


def levels(rule: type[Rule]) -> list[str]:
    """Returns the levels that a rule looks at: those whose check it overrides."""
    return [level for level in _LEVELS if getattr(rule, f"check_{level}") is not getattr(Rule, f"check_{level}")]


def _inside(span: Span, whole: Span) -> bool:
    return span.source is whole.source and whole.start <= span.start and span.end <= whole.end


def _place(finding: Finding, rule: Rule, level: str, part: Any) -> None:
    """Fills in what a finding is about, from what the rule was looking at. A response is of its own stage, whatever the rule's is."""
    if not finding.address:
        finding.address = part.address if level != "definition" else _resource_at(finding.span, part)
    own = _STAGES.get(level, "") if level.endswith("response") else ""
    finding.stage = finding.stage or own or rule.stage or _STAGES.get(level, "")
    if not finding.method and level in _STAGES:
        method = _method_of(part)
        finding.method = method_label(method) if method is not None else ""


def _resource_at(span: Span, definition: Definition) -> str:
    """Returns the address of the resource that a place is in, empty where it is in none."""
    for resource in definition.resources:
        whole = resource.span
        if whole.source is span.source and whole.start <= span.start and span.end <= whole.end:
            return resource.address
    return ""


def _method_of(part: Any) -> Method | None:
    """Returns the method that a part belongs to."""
    if isinstance(part, Method):
        return part
    owner = part.integration if hasattr(part, "integration") else part
    method = getattr(owner, "method", None)
    return method if isinstance(method, Method) else None


def _crash(rule: Rule, error: Exception, level: str, part: Any) -> Finding:
    message = f"the rule {rule.name} crashed here: {type(error).__name__}: {' '.join(str(error).split())}"
    if level == "definition":
        from apigw_lint.source import Source

        span = Source(part.path, "").span(0, 0)
    else:
        span = part.name_span
    finding = Finding(InternalError.name, InternalError.consequence, span, message)
    _place(finding, rule, level, part)
    return finding


def _parts(definition: Definition) -> Iterator[tuple[str, str, Any]]:
    """Yields every part that a rule can look at, with the kind of its API and its level."""
    yield "", "definition", definition
    for api in definition.apis:
        yield api.kind, "api", api
        for level, collection in _COLLECTIONS.items():
            for part in getattr(api, collection):
                yield api.kind, level, part
        for level, part in _stages(api):
            yield api.kind, level, part


def _stages(api: Api) -> Iterator[tuple[str, Part]]:
    """Yields the methods of an API and their four stages; integrations that several methods share, once."""
    seen: set[int] = set()
    for method in api.methods:
        yield "method", method
        if method.integration is not None:
            yield from _integration(method.integration, seen)
        for response in method.responses:
            yield "method_response", response
    for integration in api.integrations:
        yield from _integration(integration, seen)


def _integration(integration: Integration, seen: set[int]) -> Iterator[tuple[str, Part]]:
    if id(integration) not in seen:
        seen.add(id(integration))
        yield "integration", integration
        for response in integration.responses:
            yield "integration_response", response
