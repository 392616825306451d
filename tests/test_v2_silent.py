"""Ordinary, correct HTTP and WebSocket APIs, as people write them: no rule that runs by default has a word to say."""

from pathlib import Path

import pytest

from apigw_lint.lint import Settings, lint_paths

HERE = Path(__file__).parent / "v2_silent"
CASES = sorted(
    [str(path.relative_to(HERE)) for folder in ("cloudformation", "openapi") for path in (HERE / folder).iterdir()]
    + [str(path.relative_to(HERE)) for path in (HERE / "terraform").iterdir()]
)


@pytest.mark.parametrize("case", CASES)
def test_nothing_is_found(case: str) -> None:
    report = lint_paths([str(HERE / case)], Settings(isolated=True, debug=True))

    assert report.checked
    assert ([], []) == (report.errors, [f"{finding.rule}: {finding.message}" for finding in report.findings])
