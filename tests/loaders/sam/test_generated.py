"""Templates made by chance: what SAM's translator makes of one is the same model, and what it refuses is said to be refused."""

from __future__ import annotations

import json
import logging
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
import sam_made
from hypothesis import HealthCheck, Phase, given, seed, settings
from sam_models import REGION, differences, models

from apigw_lint.lint import Report, lint_paths
from apigw_lint.rule import Consequence

if TYPE_CHECKING:
    from pathlib import Path

translator = pytest.importorskip("samtranslator.translator.translator")
from samtranslator.model.exceptions import InvalidDocumentException  # noqa: E402
from samtranslator.parser.parser import Parser  # noqa: E402

FEW, MANY = 90, 4000
SESSION = SimpleNamespace(region_name=REGION)
"""What the translator asks for the region; it needs nothing else of AWS."""
NO_CONCERN = ("connector from", "ermissions' provided for connector")
"""What refusals speak of that have nothing to do with an API."""


@pytest.fixture(autouse=True)
def quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets the translator run without a configuration of AWS, and without its log of every refusal."""
    monkeypatch.setenv("AWS_DEFAULT_REGION", REGION)
    monkeypatch.setattr(logging.root.manager, "disable", logging.CRITICAL)


def translated(template: dict[str, Any]) -> tuple[dict[str, Any] | None, list[str]]:
    """Returns what the translator makes of a template, ``None`` where it breaks or refuses, and its refusals."""
    copied = json.loads(json.dumps(template))
    try:
        made = translator.Translator({}, Parser(), boto_session=SESSION).translate(copied, {})
    except InvalidDocumentException as error:
        return None, [cause.message for cause in error.causes]
    except Exception:
        # What it breaks at, it neither takes nor refuses.
        return None, []
    for name, condition in made.get("Conditions", {}).items():
        if isinstance(condition, str):
            # A plan that one API shares has the name of that API's condition for a condition.
            made["Conditions"][name] = {"Condition": condition}
    return made, []


def written(template: dict[str, Any], path: Path) -> Path:
    path.write_text(json.dumps(template, indent=1))
    return path


def scenarios(path: Path) -> dict[str, Any]:
    """Returns the models of a template's APIs by the conditions that hold, in no order."""
    found = {", ".join(sorted(name.split(", "))): _in_no_order({**model, "scenario": ""}) for name, model in models(path).items()}
    return found if any(model.get("apis") for model in found.values()) else {}


def _in_no_order(data: Any, key: str = "") -> Any:
    """Returns a model with the parts of its policies sorted: SAM lists them as Python 2 ordered the keys of a dictionary."""
    if isinstance(data, dict):
        return {name: _in_no_order(value, name) for name, value in data.items()}
    if isinstance(data, list):
        items = [_in_no_order(item) for item in data]
        return sorted(items, key=repr) if key in ("Statement", "Resource") else items
    return data


def rejected(report: Report) -> list[str]:
    """Returns what is said to be refused, of whatever kind."""
    assert report.errors == []
    return [f"{finding.rule}: {finding.message}" for finding in report.findings if finding.consequence is Consequence.REJECTED]


def of_sam(findings: list[str]) -> list[str]:
    """Returns the findings that say that SAM refuses something."""
    rules = ("sam-", "-sam-", "invalid-globals", "definition-given-twice", "generated-id-taken", "invalid-definition-uri")
    return [text for text in findings if any(name in text.partition(":")[0] for name in rules) or "AWS::Serverless" in text]


def check(template: dict[str, Any], folder: Path) -> None:
    """Asserts that a template and what the translator makes of it are one model, or that its refusal is foretold."""
    ours = written(template, folder / "input.json")
    made, refusals = translated(template)
    found = rejected(lint_paths([str(ours)]))
    models_of_ours = scenarios(ours)
    if made is not None:
        assert of_sam(found) == []
        assert list(differences(models_of_ours, scenarios(written(made, folder / "output.json")))) == []
    elif any(not any(words in text for words in NO_CONCERN) for text in refusals):
        assert found, refusals


def examples(number: int) -> Any:
    """Makes a test run over so many templates, the same ones each time."""
    quick = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture, HealthCheck.filter_too_much]
    phases = [Phase.generate, Phase.shrink]
    return settings(max_examples=number, deadline=None, database=None, phases=phases, suppress_health_check=quick)


@seed(7)
@examples(FEW)
@given(sam_made.templates())
def test_a_made_template_is_what_the_translator_makes_of_it(tmp_path: Path, template: dict[str, Any]) -> None:
    check(template, tmp_path)


@seed(7)
@examples(FEW)
@given(sam_made.broken())
def test_a_broken_template_is_what_the_translator_makes_of_it(tmp_path: Path, template: dict[str, Any]) -> None:
    check(template, tmp_path)


@pytest.mark.slow
@examples(MANY)
@given(sam_made.templates() | sam_made.broken())
def test_many_templates_are_what_the_translator_makes_of_them(tmp_path: Path, template: dict[str, Any]) -> None:
    check(template, tmp_path)


def test_made_templates_are_taken_and_refused() -> None:
    taken = []

    @seed(7)
    @examples(30)
    @given(sam_made.templates())
    def translate(template: dict[str, Any]) -> None:
        made, refusals = translated(template)
        taken.append(made is not None and not refusals)

    translate()

    assert sum(taken) > len(taken) / 2
    assert not all(taken)
