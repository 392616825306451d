"""Rules by name, from the entry points of installed distributions.

``importlib.metadata`` takes longer to import than a whole run should; what is needed of it is a file to read in each ``*.dist-info``.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping

from apigw_lint.errors import UsageError, nearest
from apigw_lint.notices import GROUP, NOTICES
from apigw_lint.record import Record, made
from apigw_lint.regexp import regexp
from apigw_lint.rule import Consequence, Deferred, Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Sequence

ENTRY_POINTS = "apigw_lint.rules"
_HEADER = regexp(r"^\[\s*" + re.escape(ENTRY_POINTS) + r"\s*\]\s*$((?:\n(?!\s*\[).*)*)", re.MULTILINE)


class EntryPoint(Record):
    """An entry point of the rules' group: the distribution that has it, its name, and ``module:attribute``."""

    distribution: str
    name: str
    value: str


class Selection(Record):
    """Which rules one level, a configuration file or the command line, asks for. The words are those of :meth:`Registry.selectors`."""

    select: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()


class Rules(Mapping[str, "type[Rule]"]):
    """Rules by name, sorted. A rule that is only listed is imported when it is asked for; ``listed`` imports nothing."""

    def __init__(self, listed: Mapping[str, type[Rule] | Deferred]) -> None:
        self.listed = dict(sorted(listed.items()))

    def __getitem__(self, name: str) -> type[Rule]:
        rule = self.listed[name]
        return rule.load() if isinstance(rule, Deferred) else rule

    def __contains__(self, name: object) -> bool:
        return name in self.listed

    def __iter__(self) -> Iterator[str]:
        return iter(self.listed)

    def __len__(self) -> int:
        return len(self.listed)


class Registry(Record):
    """All rules by name, sorted. ``failures`` says which plug-ins could not be loaded, and why."""

    rules: Rules = made(lambda _: Rules({}))
    failures: list[str] = made(lambda _: [])

    def get(self, name: str) -> type[Rule]:
        """Returns a rule or notice by name; an unknown name is an error that offers the nearest."""
        rule = self.rules.get(name) or NOTICES.get(name)
        if rule is None:
            raise UsageError(f"unknown rule {name!r}{nearest(name, [*self.rules, *NOTICES])}")
        return rule

    def choose(self, levels: Sequence[Selection]) -> dict[str, bool]:
        """Returns for each rule whether it runs; later levels go before earlier ones.

        The most specific selector decides: a name before a folder, a consequence or ``posture``, and these before ``all``; among equals the
        later level, and in one level ``ignore``.
        """
        chosen = {name: not rule.opt_in for name, rule in self.rules.listed.items()}
        if any(level.select for level in levels):
            chosen = dict.fromkeys(self.rules, False)
        ranked = sorted(
            (_specificity(word, self.rules), number, ignored, word)
            for number, level in enumerate(levels)
            for words, ignored in ((level.select, False), (level.extend_select, False), (level.ignore, True))
            for word in words
        )
        for _, _, ignored, word in ranked:
            for name, rule in self.rules.listed.items():
                if matches(word, rule):
                    chosen[name] = not ignored
        return chosen

    def selectors(self) -> list[str]:
        """Returns every word by which rules can be selected: names, folders, consequences, ``all`` and ``posture``."""
        groups = {rule.group for rule in self.rules.listed.values()}
        return sorted({*self.rules, *NOTICES, *groups, *(c.value for c in Consequence), "all", "posture", GROUP})


def matches(selector: str, rule: type[Rule] | Deferred) -> bool:
    """Returns whether a selector means a rule."""
    return selector in (rule.name, rule.group, rule.consequence.value, "all") or (selector == "posture" and rule.opt_in)


def _specificity(selector: str, rules: Container[str]) -> int:
    return 2 if selector in rules else 0 if selector == "all" else 1


def load(paths: Iterable[str] | None = None) -> Registry:
    """Returns the rules of every distribution on the path (``sys.path`` by default). A plug-in that fails leaves the others alone."""
    rules: dict[str, type[Rule] | Deferred] = {}
    failures: list[str] = []
    for entry in entry_points(sys.path if paths is None else paths):
        try:
            found = list(_rules_of(entry))
        except Exception as error:
            failures.append(f"the rules of {entry.distribution} ({entry.value}) cannot be loaded: {type(error).__name__}: {error}")
            continue
        for rule in found:
            other = rules.setdefault(rule.name, rule)
            if other is not rule:
                raise UsageError(f"two rules are named {rule.name!r}: {_module(other)} and {_module(rule)} of {entry.distribution}")
    return Registry(rules=Rules(rules), failures=failures)


def _module(rule: type[Rule] | Deferred) -> str:
    return rule.module if isinstance(rule, Deferred) else rule.__module__


def _rules_of(entry: EntryPoint) -> Iterator[type[Rule] | Deferred]:
    """Yields the rules that an entry point names: one class, or an iterable of classes and of rules that are only listed."""
    module, _, attribute = entry.value.split("[")[0].strip().partition(":")
    __import__(module.strip())
    found: object = sys.modules[module.strip()]
    for name in filter(None, attribute.strip().split(".")):
        found = getattr(found, name)
    for rule in [found] if isinstance(found, type) else found:  # type: ignore[attr-defined]
        if isinstance(rule, Deferred):
            yield rule
            continue
        if not (isinstance(rule, type) and issubclass(rule, Rule)):
            raise TypeError(f"{rule!r} is no Rule class")
        if not isinstance(getattr(rule, "consequence", None), Consequence):
            raise TypeError(f"{rule.__name__} has no consequence")
        if rule.name in NOTICES:
            raise TypeError(f"the name {rule.name!r} is the engine's own")
        yield rule


def entry_points(paths: Iterable[str]) -> list[EntryPoint]:
    """Returns the entry points of the group on the path, sorted. Of a distribution that is found twice the first one counts."""
    found: dict[str, list[EntryPoint]] = {}
    for path in paths:
        for distribution, directory in _metadata(path or os.curdir):
            if distribution not in found:
                found[distribution] = _read_entry_points(distribution, os.path.join(directory, "entry_points.txt"))
    return sorted((entry for entries in found.values() for entry in entries), key=lambda entry: (entry.distribution, entry.name))


def _metadata(path: str) -> Iterator[tuple[str, str]]:
    """Yields name and directory of each distribution's metadata in a directory of the path."""
    try:
        names = sorted(os.listdir(path))
    except OSError:
        return
    for name in names:
        if name.endswith((".dist-info", ".egg-info")):
            yield name.rsplit(".", 1)[0].split("-")[0].replace("_", "-").lower(), os.path.join(path, name)


def _read_entry_points(distribution: str, path: str) -> list[EntryPoint]:
    try:
        with open(path, "rb") as file:
            content = file.read()
    except OSError:
        return []
    if ENTRY_POINTS.encode() not in content:
        return []
    section = _HEADER.search(content.decode("utf-8", "replace").replace("\r\n", "\n"))
    lines = [line.split("#")[0] for line in section[1].splitlines()] if section else []
    pairs = [line.split("=", 1) for line in lines if "=" in line]
    return [EntryPoint(distribution=distribution, name=name.strip(), value=value.strip()) for name, value in pairs]
