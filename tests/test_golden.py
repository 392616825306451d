"""Whole runs: what the command line prints for a directory is what ``out.txt`` beside its files says, to the letter.

``APIGW_LINT_WRITE_GOLDEN=1 pytest tests/test_golden.py`` writes them anew; read what it changed.
"""

import os
from pathlib import Path

import pytest

from apigw_lint import cli

GOLDEN = Path(__file__).parent / "golden"
CASES = sorted(path.name for path in GOLDEN.iterdir() if path.is_dir())


@pytest.mark.parametrize("case", CASES)
def test_a_directory_is_reported_as_it_was(case, monkeypatch, capsys):
    monkeypatch.chdir(GOLDEN / case)
    monkeypatch.setenv("NO_COLOR", "1")
    code = cli.main(["check", ".", "--isolated"])
    captured = capsys.readouterr()
    printed = f"{captured.out}{captured.err}exit code {code}\n"
    expected = GOLDEN / case / "out.txt"
    if os.environ.get("APIGW_LINT_WRITE_GOLDEN"):
        expected.write_text(printed)

    assert expected.read_text() == printed
