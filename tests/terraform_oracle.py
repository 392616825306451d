"""Asks a real Terraform, and shows our values as it shows its own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from apigw_lint.files import Files
from apigw_lint.loaders.loaded import Options
from apigw_lint.loaders.terraform.modules import evaluate
from apigw_lint.loaders.terraform.values import Encoded, Failed, Loose, Set, ordered
from apigw_lint.value import Known, List, Table, Value

if TYPE_CHECKING:
    from pathlib import Path

TERRAFORM = shutil.which("terraform")
MIRROR = os.environ.get("APIGW_LINT_TF_MIRROR", "")
FAILED = "<failed>"
needs_terraform = pytest.mark.skipif(TERRAFORM is None, reason="terraform is not installed")
needs_provider = pytest.mark.skipif(
    TERRAFORM is None or not MIRROR, reason="APIGW_LINT_TF_MIRROR names no folder with the AWS provider, or terraform is not installed"
)


class Unsure:
    """Something that is not known: it agrees with anything."""

    def __eq__(self, other):
        return True

    def __hash__(self):
        return 0

    def __repr__(self):
        return "UNSURE"


UNSURE = Unsure()


class SameText:
    """A scalar that may be of another type of the same text."""

    def __init__(self, value):
        self.text = text_of(value)

    def __eq__(self, other):
        return not isinstance(other, (list, dict)) and other is not None and self.text == text_of(other)

    def __hash__(self):
        return hash(self.text)

    def __repr__(self):
        return f"SameText({self.text})"


def text_of(value):
    return str(value).lower() if isinstance(value, bool) else str(value)


def plain(value: Value):
    """Returns a value as data, with UNSURE for what is not known."""
    if isinstance(value, Failed):
        return FAILED
    if isinstance(value, Loose):
        return SameText(value.value)
    if isinstance(value, Known):
        return value.value
    if isinstance(value, Encoded):
        return plain(value.text)
    if isinstance(value, List) and value.complete:
        items = [plain(item) for item in value.items]
        return items if ordered(value) or not isinstance(value, Set) else UNSURE
    if isinstance(value, Table) and value.complete:
        return {entry.name: plain(entry.value) for entry in value.entries}
    return UNSURE


def wholly_known(found) -> bool:
    if isinstance(found, dict):
        return all(map(wholly_known, found.values()))
    if isinstance(found, list):
        return all(map(wholly_known, found))
    return found is not UNSURE


def locals_of(directory: Path, options: Options | None = None) -> dict[str, Value]:
    """Returns the values of the locals that ``main.tf`` of a directory names ``e0``, ``e1``, ..."""
    from apigw_lint.loaders.terraform.modules import Module, Project

    project = Project(str(directory), Files(str(directory)))
    module = Module(project, project.configuration(str(directory), None), None, "", "")
    return {name: module.member("local", name, attribute.span) for name, attribute in module.configuration.locals.items()}


def write_locals(directory: Path, expressions: list[str], around: str = "") -> None:
    lines = [f"  e{at} = {expression}\n" for at, expression in enumerate(expressions)]
    (directory / "main.tf").write_text("locals {\n" + "".join(lines) + "}\n" + around, encoding="utf-8")


def ours(directory: Path, expressions: list[str], around: str = "") -> list:
    """Returns what we make of expressions."""
    write_locals(directory, expressions, around)
    found = locals_of(directory)
    return [plain(found[f"e{at}"]) for at in range(len(expressions))]


def theirs(directory: Path, expressions: list[str], around: str = "") -> list:
    """Returns what Terraform makes of expressions, FAILED for what it refuses."""
    write_locals(directory, [f'try(jsonencode({expression}), "{FAILED}")' for expression in expressions], around)
    names = ", ".join(f"local.e{at}" for at in range(len(expressions)))
    (directory / "out.tf").write_text(f"locals {{\n  all = jsonencode([{names}])\n}}\n", encoding="utf-8")
    answer = json.loads(json.loads(console(directory, "local.all")))
    return [found if found == FAILED else json.loads(found) for found in answer]


def console(directory: Path, question: str) -> str:
    settings = directory / "terraform.rc"
    settings.write_text("disable_checkpoint = true\n", encoding="utf-8")
    environment = {**os.environ, "TF_CLI_CONFIG_FILE": str(settings), "TF_IN_AUTOMATION": "1"}
    done = subprocess.run(
        [TERRAFORM, "console", "-no-color"],
        cwd=directory,
        input=question + "\n",
        capture_output=True,
        text=True,
        env=environment,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr + done.stdout
    return done.stdout


def instances_of(directory: Path, options: Options | None = None):
    return evaluate(str(directory), Files(str(directory)), options or Options())


def agrees(value: Value, truth) -> bool:
    """Returns whether what we know of a value holds of what it turns out to be."""
    from apigw_lint.value import Reference, Text, Unknown

    if isinstance(value, Failed):
        return False
    if isinstance(value, Encoded):
        return agrees(value.text, truth) and (value.format != "json" or agrees(value.content, json.loads(truth)))
    if isinstance(value, Text):
        return isinstance(truth, str) and fits(value.masked, truth)
    if isinstance(value, Unknown):
        return isinstance(value, Reference) or not value.candidates or any(agrees(item, truth) for item in value.candidates)
    if isinstance(value, Known):
        return (plain(value) == truth and isinstance(truth, bool) == isinstance(plain(value), bool)) or (
            isinstance(value, Loose) and plain(value) == truth
        )
    if isinstance(value, List):
        if not isinstance(truth, list):
            return False
        if not value.complete:
            return len(value.items) <= len(truth) and all(any(agrees(item, one) for one in truth) for item in value.items)
        if isinstance(value, Set) and not ordered(value):
            return all(any(agrees(item, one) for item in value.items) for one in truth)
        return len(value.items) == len(truth) and all(map(agrees, value.items, truth))
    names = {entry.name for entry in value.entries}
    if not isinstance(truth, dict) or (value.complete and names != truth.keys()):
        return False
    return all(entry.name in truth and agrees(entry.value, truth[entry.name]) for entry in value.entries if entry.name is not None)


def fits(masked: str, text: str) -> bool:
    """Returns whether a text with holes can become another."""
    import re

    from apigw_lint.value import HOLE

    return re.fullmatch(".*".join(map(re.escape, masked.split(HOLE))), text, re.DOTALL) is not None
