"""SAM's own pairs of templates and what it makes of them: both are one model."""

from __future__ import annotations

import pytest
from sam_models import differences, models
from support import SHARED

PAIRS = SHARED / "corpus" / "sam-translated"
NAMES = sorted(path.parent.name for path in PAIRS.glob("*/output.json")) if PAIRS.is_dir() else []
DIFFERENT: dict[str, str] = {}
"""Pairs whose models differ, and why."""


@pytest.mark.parametrize("name", NAMES)
def test_a_template_and_what_sam_makes_of_it_are_one_model(name: str) -> None:
    folder = PAIRS / name

    found = list(differences(models(folder / "input.yaml"), models(folder / "output.json")))

    assert (name in DIFFERENT) == bool(found), found


@pytest.mark.skipif(not PAIRS.is_dir(), reason="the corpus is not here")
def test_nearly_all_of_many_pairs_are_equal() -> None:
    assert set(DIFFERENT) <= set(NAMES)
    assert len(DIFFERENT) <= 0.03 * len(NAMES)
    assert len(NAMES) > 170
