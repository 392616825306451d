"""What keeps the house in order: the linters, the types and the contracts of imports."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
HERE = Path(sys.executable).parent


@pytest.mark.parametrize(
    "command",
    [["ruff", "check", "."], ["ruff", "format", "--check", "."], ["mypy"], ["lint-imports"]],
    ids=["ruff check", "ruff format", "mypy", "import contracts"],
)
def test_nothing_is_out_of_order(command: list[str]) -> None:
    if not (HERE / command[0]).exists():
        pytest.skip(f"{command[0]} is not installed")
    environment = {**os.environ, "PATH": f"{HERE}{os.pathsep}{os.environ['PATH']}"}

    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, env=environment, timeout=300, check=False)

    assert (0, "") == (result.returncode, result.stdout + result.stderr if result.returncode else "")


def test_typing_is_imported_for_type_checkers_alone() -> None:
    files = [path for folder in ("apigw_lint", "rules") for path in (ROOT / folder).rglob("*.py")]
    at_run_time = re.compile(r"^(from typing |import typing\b)", re.MULTILINE)

    assert [] == [str(path.relative_to(ROOT)) for path in files if at_run_time.search(path.read_text(encoding="utf-8"))]
