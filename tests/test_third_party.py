"""A distribution of somebody else adds a rule through the entry point."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from engine_support import OPENAPI

PROJECT = Path(__file__).parent / "third_party"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """Returns a directory into which pip has installed the distribution, without a network."""
    pytest.importorskip("pip")
    target = tmp_path_factory.mktemp("third-party")
    options = [
        "--quiet",
        "--no-deps",
        "--no-index",
        "--no-build-isolation",
        "--no-compile",
        "--disable-pip-version-check",
        "--target",
        str(target),
    ]
    subprocess.run([sys.executable, "-m", "pip", "install", *options, str(PROJECT)], check=True, stdin=subprocess.DEVNULL)
    return target


@pytest.fixture
def run(site, tmp_path):
    (tmp_path / "api.yaml").write_text(OPENAPI.replace("/pets:", "/getPets:"))

    def ran(*words, path=site):
        environment = {**os.environ, "PYTHONPATH": str(path)}
        return subprocess.run(
            [sys.executable, "-m", "apigw_lint", *words], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
        )

    return ran


def test_its_rule_is_listed_and_explained(run):
    assert "verb-in-path" in {rule["name"] for rule in json.loads(run("rules", "--output-format", "json").stdout)}
    assert run("rule", "verb-in-path").stdout.startswith("verb-in-path (nouns, advised: ")
    assert "verb-in-path" not in run("rules", path="").stdout


def test_its_rule_runs_beside_the_built_in_ones(run):
    ended = run("check", "--isolated", "--output-format", "json")
    found = [finding for finding in json.loads(ended.stdout)["findings"] if finding["rule"] == "verb-in-path"]

    assert (1, "") == (ended.returncode, ended.stderr)
    assert [("the path /getPets has the verb get", 6)] == [(finding["message"], finding["start"]["line"]) for finding in found]


def test_its_rule_is_selected_and_configured_like_any_other(run, tmp_path):
    assert 1 == run("check", "--isolated", "--select", "nouns").returncode
    assert 0 == run("check", "--isolated", "--select", "nouns", "--ignore", "verb-in-path").returncode
    (tmp_path / ".apigw-lint.toml").write_text('select = ["verb-in-path"]\n[rules.verb-in-path]\nverbs = ["put"]\n')
    assert 0 == run("check").returncode


def test_a_plug_in_that_cannot_be_loaded_is_named_and_the_others_run(run, tmp_path):
    metadata = tmp_path / "bad" / "bad_rules-1.dist-info"
    metadata.mkdir(parents=True)
    (metadata / "entry_points.txt").write_text("[apigw_lint.rules]\nx = no_such_module:RULES\n")
    ended = run("check", "--isolated", "--select", "all", path=f"{tmp_path / 'bad'}")

    assert 2 == ended.returncode
    assert "the rules of bad-rules (no_such_module:RULES) cannot be loaded: ModuleNotFoundError" in ended.stderr
    assert "checked)" in ended.stdout
