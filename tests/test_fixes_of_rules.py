"""Fixes of rules, in YAML, JSON and HCL: the finding goes, none comes, and the rest of the file stays byte for byte as it was."""

from __future__ import annotations

import inspect
import json
import re
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from fix_cases import CANNOT, CASES
from rewritten import as_json, as_terraform

from apigw_lint import examples, registry
from apigw_lint.cli import main
from apigw_lint.fixes import apply
from apigw_lint.lint import Settings, lint_paths

if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.rule import Finding

RULES = {name: rule for name, rule in registry.load().rules.items() if rule.__module__.startswith("apigw_lint_rules.")}
FIXING = [name for name, rule in RULES.items() if re.search(r"\bFix\(|\bfix=(?!None)", inspect.getsource(inspect.getmodule(rule)))]
_ONLY_HTTP = re.compile(r"payloadFormatVersion|type: jwt|x-amazon-apigateway-cors")
NOTATIONS = ("yaml", "json", "hcl")
NAMES = {"yaml": "template.yaml", "json": "template.json", "hcl": "main.tf"}


def texts(rule: str, notation: str) -> Iterator[dict[str, str]]:
    """Yields the definitions of a rule in a notation: its own examples and cases, and those of others rewritten."""
    written = [example.files for example in examples.examples(RULES[rule], "Example")]
    written += [{NAMES["hcl" if text.lstrip().startswith(("resource", "variable")) else "yaml"]: text} for text in CASES.get(rule, ())]
    for files in written:
        (name, text), *others = files.items()
        own = {"yaml": "yaml", "yml": "yaml", "json": "json", "tf": "hcl"}[name.rsplit(".", 1)[1]]
        if own == notation:
            yield files
        elif own == "yaml" and not others and notation == "json":
            yield {NAMES["json"]: as_json(text)}
        elif own == "yaml" and not others and re.search(r"^(openapi|swagger):", text, re.MULTILINE):
            yield {NAMES["hcl"]: as_terraform(text, 2 if _ONLY_HTTP.search(text) else 1)}


def findings(rule: str, files: dict[str, str]) -> list[Finding]:
    report = lint_paths(list(files), Settings(isolated=True, debug=True, extend_select=(rule,)), files)
    assert [] == report.errors
    return report.findings


def of(rule: str, found: list[Finding]) -> list[Finding]:
    """Returns the findings of a rule that have a fix."""
    return [finding for finding in found if finding.rule == rule and finding.fix is not None and finding.fix.edits]


@pytest.mark.parametrize("notation", NOTATIONS)
@pytest.mark.parametrize("rule", FIXING)
def test_a_fix_takes_its_finding_away_and_adds_none(rule: str, notation: str) -> None:
    fixed = 0
    for files in texts(rule, notation):
        here = {f"nowhere/{name}": text for name, text in files.items()}
        before = findings(rule, here)
        for finding in of(rule, before):
            fixed += 1
            applied = apply([finding], unsafe=True)
            after = findings(rule, {**here, **applied.texts})
            gone, come = Counter(one.rule for one in before), Counter(one.rule for one in after)

            assert [finding] == applied.findings
            assert not any("\n" in edit.span.text for edit in finding.fix.edits)
            assert gone[rule] > come[rule], applied.texts
            assert Counter() == come - gone, applied.texts

    assert bool(fixed) is ((rule, notation) not in CANNOT)


def spliced(text: str, found: list[dict]) -> str:
    """Returns a text with the edits of some findings in it, found by line and column: what a tool that reads the report would write."""
    lines = text.splitlines(keepends=True)

    def offset(place: dict) -> int:
        return sum(len(line) for line in lines[: place["line"] - 1]) + place["column"] - 1

    edits = [(offset(edit["start"]), offset(edit["end"]), edit["text"]) for finding in found for edit in finding["fix"]["edits"]]
    for start, end, new in sorted(set(edits), reverse=True):
        new = new.replace("\r\n", "\n").replace("\n", "\r\n" if "\r\n" in text else "\n")
        text = text[:start] + new + text[end:]
    return text


def patched(text: str, difference: str) -> str:
    """Returns a text with a unified difference in it, which must fit."""
    old, new, at = text.splitlines(keepends=True), [], 0
    lines = difference.splitlines(keepends=True)[2:]
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        if following.startswith("\\"):
            line = line.removesuffix("\n")
        hunk = re.match(r"@@ -(\d+)", line)
        if hunk:
            start = int(hunk[1]) - 1
            new += old[at:start]
            at = start
        elif line.startswith("+"):
            new.append(line[1:])
        elif not line.startswith("\\"):
            assert old[at] == line[1:]
            new += [line[1:]] if line.startswith(" ") else []
            at += 1
    return "".join(new + old[at:])


@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["lf", "crlf"])
@pytest.mark.parametrize("notation", NOTATIONS)
@pytest.mark.parametrize("rule", FIXING)
def test_the_rest_of_a_file_stays_as_it_was(rule, notation, newline, tmp_path, monkeypatch, capsys) -> None:
    monkeypatch.chdir(tmp_path)
    for number, files in enumerate(texts(rule, notation)):
        (tmp_path / str(number)).mkdir()
        for name, text in files.items():
            (tmp_path / str(number) / name).write_bytes(text.replace("\n", newline).encode())
        if len(files) > 1:
            continue
        path = f"{number}/{name}"
        run = ["check", "--isolated", "--select", rule, "--unsafe-fixes", path]
        main([*run, "--output-format", "json"])
        found = [finding for finding in json.loads(capsys.readouterr().out)["findings"] if finding.get("fix")]
        if len(found) != 1:
            continue  # The edits of several may touch, and are then applied one after the other.
        before = (tmp_path / path).read_bytes()
        expected = spliced(before.decode(), found).encode()
        main([*run, "--diff"])
        difference = capsys.readouterr().out
        main([*run, "--fix"])
        capsys.readouterr()

        assert expected == (tmp_path / path).read_bytes()
        assert expected == patched(before.decode(), difference).encode()
