"""What is installed: every package is listed, so that a wheel has it; and every file of data goes with it."""

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def settings():
    if sys.version_info < (3, 11):
        tomllib = pytest.importorskip("tomli")
    else:
        import tomllib
    return tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]


def test_every_package_is_listed(settings):
    folders = {"apigw_lint": "apigw_lint", "rules": "apigw_lint_rules"}
    expected = [
        ".".join([package, *path.parent.relative_to(ROOT / folder).parts])
        for folder, package in folders.items()
        for path in (ROOT / folder).rglob("__init__.py")
    ]

    assert sorted(expected) == settings["packages"]


def test_every_file_of_data_is_listed(settings):
    patterns = settings["package-data"]["apigw_lint"]
    files = [path.relative_to(ROOT / "apigw_lint") for path in (ROOT / "apigw_lint").rglob("*") if path.is_file()]
    data = [path for path in files if "__pycache__" not in path.parts]
    missing = [str(path) for path in data if path.suffix != ".py" and not any(path.match(pattern) for pattern in patterns)]

    assert [] == missing
