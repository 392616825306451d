"""The one way in for every front end: paths or a text in, a report out."""

from __future__ import annotations

import gc
import os

from apigw_lint import discovery
from apigw_lint.checks import Checks
from apigw_lint.config import Config, Settings
from apigw_lint.config import find as find_config
from apigw_lint.config import load as load_config
from apigw_lint.errors import Problem, UsageError, nearest
from apigw_lint.files import Files
from apigw_lint.loaders.loaded import Loaded, Options
from apigw_lint.notices import NOTICES, DuplicateKey, InternalError, LimitExceeded, of_problem
from apigw_lint.record import Record, made
from apigw_lint.registry import Registry, Selection, matches
from apigw_lint.registry import load as load_registry
from apigw_lint.rule import Consequence, Finding, Severity
from apigw_lint.source import Source

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from apigw_lint.discovery import Unit
    from apigw_lint.model import Definition
    from apigw_lint.source import Span
    from apigw_lint.suppress import Suppressions

__all__ = ["Report", "Settings", "lint_paths", "lint_text", "registry", "settings_for"]

_RANKS = {Severity.NOTE: 0, Severity.WARNING: 1, Severity.ERROR: 2}
_ENOUGH_TO_COLLECT = 8_000_000
"""Characters after which memory is given back before more is read: a model is full of cycles, and the collector is off during a run."""
_NAMED = 3
"""How many methods more a finding names that is about several."""
_registry: Registry | None = None


class Report(Record):
    """What a run found.

    ``findings`` in order of path and place; ``checked`` are the files that were read; ``skipped`` was named and is no definition;
    ``errors`` are what kept parts of the run from running (exit code 2); ``failed`` is whether a finding reaches the fail level.
    """

    findings: list[Finding] = made(lambda _: [])
    checked: list[str] = made(lambda _: [])
    skipped: list[tuple[str, str]] = made(lambda _: [])
    errors: list[str] = made(lambda _: [])
    failed: bool = False

    @property
    def exit_code(self) -> int:
        """Returns 2 where something could not run, 1 where findings reach the fail level, else 0."""
        return 2 if self.errors else int(self.failed)

    def count(self, severity: Severity) -> int:
        """Returns how many findings have a severity."""
        return sum(finding.consequence.severity is severity for finding in self.findings)


def registry() -> Registry:
    """Returns the installed rules, loaded once."""
    global _registry
    if _registry is None:
        _registry = load_registry()
    return _registry


def lint_text(text: str, path: str = "template.yaml", settings: Settings | None = None) -> Report:
    """Returns what is found in a text that stands at a path, with the files around it as they are on disk."""
    return lint_paths([path], settings, {path: text})


def lint_paths(
    paths: Iterable[str],
    settings: Settings | None = None,
    overlay: Mapping[str, str] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Report:
    """Returns what is found below the paths. ``overlay``: texts that stand in for files. ``progress`` is told units done, and all."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        return _Run(settings or Settings(), overlay or {}).lint(paths, progress)
    finally:
        if collecting:
            gc.enable()


def settings_for(path: str, settings: Settings) -> tuple[Config, set[str]]:
    """Returns the settings that count for a path, and the names of the rules that run."""
    scope = _Run(settings, {}).scope(path)
    return scope.config, scope.active


class _Scope(Record):
    """What counts for the units below one configuration file: the settings, the rules that run, and their checks."""

    config: Config
    active: set[str]
    checks: Checks


class _Outcome(Record):
    """What a unit gave: its findings, the files it read, and those in which parts of it stand."""

    unit: Unit
    scope: _Scope
    findings: list[Finding] = made(lambda _: [])
    files: list[str] = made(lambda _: [])
    sources: set[str] = made(lambda _: set())
    suppressions: dict[str, Suppressions] = made(lambda _: {})
    whole: bool = True
    """Whether everything could be read, so that what silences nothing is of no use."""


class _Run:
    """One run over some paths."""

    def __init__(self, settings: Settings, overlay: Mapping[str, str]) -> None:
        self._settings = settings
        self._overlay = dict(overlay)
        self._registry = registry()
        self._scopes: dict[str, _Scope] = {}
        self._directories: dict[str, str] = {}
        self._read = 0
        self._report = Report(errors=list(self._registry.failures))
        self._selectors = self._registry.selectors()
        for word in (*settings.select, *settings.ignore, *settings.extend_select):
            if word not in self._selectors:
                raise UsageError(f"unknown rule {word!r}{nearest(word, self._selectors)}")

    def lint(self, paths: Iterable[str], progress: Callable[[int, int], None] | None) -> Report:
        """Returns the report."""
        units = discovery.find(paths, self._excludes, self._overlay)
        report = self._report
        report.skipped = units.skipped
        report.errors += [f"no such file or directory: {path}" for path in units.missing]
        outcomes = []
        for number, unit in enumerate(units.items):
            if self._read > _ENOUGH_TO_COLLECT:
                self._read = 0
                gc.collect()
            if progress is not None:
                progress(number, len(units.items))
            outcome = self._unit(unit)
            if outcome is not None:
                outcomes.append(outcome)
        self._finish(_uncovered(outcomes))
        if not outcomes and not report.skipped:
            report.skipped = units.passed
        return report

    def _excludes(self, path: str) -> bool:
        """Returns whether the settings, or the configuration that counts for a path, exclude it."""
        if self._settings.excludes(path):
            return True
        try:
            return self.scope(path).config.excludes(path)
        except UsageError:
            return False

    def scope(self, path: str) -> _Scope:
        """Returns what counts for a path; raises :class:`UsageError` for a configuration that cannot be used."""
        file = self._settings.config or ("" if self._settings.isolated else self._config_file(path))
        scope = self._scopes.get(file)
        if scope is None:
            config = load_config(file, self._registry.rules, self._selectors) if file else Config()
            scope = self._scopes[file] = self._scope_of(config)
        return scope

    def _config_file(self, path: str) -> str:
        absolute = os.path.abspath(path)
        directory = absolute if os.path.isdir(absolute) else os.path.dirname(absolute)
        if directory not in self._directories:
            self._directories[directory] = find_config(directory) or ""
        return self._directories[directory]

    def _scope_of(self, config: Config) -> _Scope:
        settings = self._settings
        levels = [Selection(select=c.select, extend_select=c.extend_select, ignore=c.ignore) for c in (config, settings)]
        chosen = self._registry.choose(levels)
        ignored = {*config.ignore, *settings.ignore}
        merged = settings.over(config)
        active = {name for name, on in chosen.items() if on}
        listed = self._registry.rules.listed
        rules = [(listed[name], merged.rules.get(name, {})) for name in sorted(active)]
        active |= {name for name, notice in NOTICES.items() if not any(matches(word, notice) for word in ignored)} | {InternalError.name}
        return _Scope(config=merged, active=active, checks=Checks(rules))

    def _unit(self, unit: Unit) -> _Outcome | None:
        """Returns what a unit gives; ``None`` where it is none, or nothing is known of how to lint it."""
        try:
            scope = self.scope(unit.path)
        except UsageError as error:
            if str(error) not in self._report.errors:
                self._report.errors.append(str(error))
            return None
        outcome = _Outcome(unit=unit, scope=scope)
        files = Files(discovery.root_of(unit.assembly or unit.path), self._overlay)
        try:
            loaded = discovery.load(unit, files, _options(scope.config))
            if isinstance(loaded, str):
                if unit.named:
                    named = sorted(unit.wanted or {discovery.shown(unit.path)})
                    self._report.skipped += [(path, loaded) for path in named]
                return None
            self._run(loaded, outcome, files)
        except (RecursionError, MemoryError):
            outcome.findings.append(_at_start(unit, LimitExceeded.name, "nested too deeply, or too large, to be linted"))
        except Problem as problem:
            outcome.findings.append(of_problem(problem))
        except Exception as error:
            self._crashed(error)
            message = f"the linter crashed on this: {type(error).__name__}: {' '.join(str(error).split())}"
            outcome.findings.append(_at_start(unit, InternalError.name, message))
        outcome.whole = not any(finding.rule in NOTICES and finding.rule != DuplicateKey.name for finding in outcome.findings)
        return outcome

    def _run(self, loaded: Loaded, outcome: _Outcome, files: Files) -> None:
        """Runs the rules over what a unit says, and reads the suppressions of its files."""
        outcome.findings += [of_problem(problem) for problem in loaded.problems]
        checks = outcome.scope.checks
        found = [(definition, checks.run(definition, outcome.sources)) for definition in loaded.definitions]
        outcome.findings += _said_once(_in_every_scenario(found))
        if loaded.constructs is not None:
            for finding in outcome.findings:
                finding.construct = loaded.constructs.of(finding.span)
        for crash in checks.crashes:
            self._crashed(crash)
        checks.crashes.clear()
        outcome.files = sorted(set(files.seen))
        for path in outcome.files:
            source = files.read(path)
            self._read += len(source.text)
            if "apigw-lint" in source.text:
                from apigw_lint import suppress

                outcome.suppressions[path] = suppress.read(source)
        loaded.definitions.clear()

    def _crashed(self, error: BaseException) -> None:
        """Remembers a crash: it is a finding, and the exit code is 2."""
        message = "a rule or the linter crashed (internal-error)"
        if self._settings.debug:
            from traceback import format_exception

            message = "".join(format_exception(error)).rstrip()
        if message not in self._report.errors:
            self._report.errors.append(message)

    def _finish(self, outcomes: list[_Outcome]) -> None:
        """Silences, filters, sorts and counts what the units found."""
        report = self._report
        suppressions: dict[str, Suppressions] = {}
        for outcome in outcomes:
            report.checked += outcome.files
            for path, found in outcome.suppressions.items():
                suppressions.setdefault(path, found)
        report.checked = sorted(set(report.checked))
        for outcome in outcomes:
            self._add([f for f in outcome.findings if not _silenced(f, suppressions)], outcome)
        for outcome in outcomes:
            for path in outcome.suppressions if outcome.whole else ():
                if path in suppressions:
                    remarks = suppressions.pop(path).remarks(
                        [*self._registry.rules, *NOTICES], outcome.scope.active, not self._registry.failures
                    )
                    self._add(remarks, outcome)
        report.findings = _sorted(report.findings)

    def _add(self, findings: Iterable[Finding], outcome: _Outcome) -> None:
        """Adds those findings of a unit that are to be reported."""
        config, wanted = outcome.scope.config, outcome.unit.wanted
        least = _RANKS[Severity(config.fail_level)]
        for finding in findings:
            path = finding.span.source.path
            if finding.rule not in outcome.scope.active and finding.rule in NOTICES:
                continue
            if (wanted is not None and path not in wanted) or self._ignored_in_file(finding, config):
                continue
            self._report.findings.append(finding)
            self._report.failed = self._report.failed or _RANKS[finding.consequence.severity] >= least

    def _ignored_in_file(self, finding: Finding, config: Config) -> bool:
        if not config.per_file_ignores:
            return False
        rule = self._registry.rules.get(finding.rule) or NOTICES.get(finding.rule)
        return rule is not None and any(matches(word, rule) for word in config.ignored_in(finding.span.source.path))


def _in_every_scenario(found: list[tuple[Definition, list[Finding]]]) -> Iterator[Finding]:
    """Yields the findings that no unknown condition can take away.

    A template is loaded once for each combination of its unknown conditions. A finding counts when each combination that has its place
    at all has the finding too: a wrong value in a branch of ``Fn::If`` is wrong whenever it is taken, but a reference that only one
    combination leaves dangling depends on what is not known before deployment.
    """
    scenarios: dict[str, list[tuple[Definition, set[tuple[str, Span]]]]] = {}
    for definition, findings in found:
        if definition.scenario:
            named = {(finding.rule, finding.span) for finding in findings}
            scenarios.setdefault(definition.path, []).append((definition, named))
    for definition, findings in found:
        others = scenarios.get(definition.path, []) if definition.scenario else []
        for finding in findings:
            key = (finding.rule, finding.span)
            if all(key in named or any(place.covers(finding.span) for place in other.left_out) for other, named in others):
                yield finding


def _said_once(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Yields findings, one where the same is true of several methods at the same place: of all that one setting of SAM's made."""
    groups: dict[tuple[str, Span, str], dict[str, Finding]] = {}
    for finding in findings:
        fact = finding.message.replace(finding.method, "\0") if finding.method else finding.message
        groups.setdefault((finding.rule, finding.span, fact), {}).setdefault(finding.message, finding)
    for group in groups.values():
        first, *others = group.values()
        if others:
            named = [finding.method for finding in others[:_NAMED]]
            if len(others) > _NAMED:
                named[-1] = f"{len(others) - _NAMED + 1} more"
            first.message += f"; likewise {' and '.join(word for word in (', '.join(named[:-1]), named[-1]) if word)}"
        yield first


def _silenced(finding: Finding, suppressions: Mapping[str, Suppressions]) -> bool:
    return any(item.silences(finding) for found in suppressions.values() for item in found.items)


def _options(config: Config) -> Options:
    return Options(parameters=config.parameters, variables=config.variables, var_files=config.var_files)


def _at_start(unit: Unit, name: str, message: str) -> Finding:
    consequence: Consequence = NOTICES[name].consequence
    return Finding(name, consequence, Source(discovery.shown(unit.path), "").span(0, 0), message)


def _uncovered(outcomes: list[_Outcome]) -> list[_Outcome]:
    """Returns the units without those whose parts another unit has too: nested templates, bodies, local modules."""
    own = {id(outcome): _own_files(outcome) for outcome in outcomes}
    wide = [outcome for outcome in outcomes if not outcome.sources <= own[id(outcome)]]
    covered: set[int] = set()
    for outcome in outcomes:
        files = own[id(outcome)]
        if files and any(other is not outcome and id(other) not in covered and files <= other.sources for other in wide):
            covered.add(id(outcome))
    return [outcome for outcome in outcomes if id(outcome) not in covered]


def _own_files(outcome: _Outcome) -> set[str]:
    """Returns the file that a unit is, or those of a Terraform directory in which parts stand."""
    path = discovery.shown(outcome.unit.path)
    if not outcome.unit.terraform:
        return {path}
    return {source for source in outcome.sources if (os.path.dirname(source) or os.curdir) == path}


def _sorted(findings: Iterable[Finding]) -> list[Finding]:
    """Returns findings in order of path and place, equal ones once."""
    unique = {(f.span.source.path, f.span.start, f.span.end, f.rule, f.message): f for f in findings}
    return [unique[key] for key in sorted(unique)]
