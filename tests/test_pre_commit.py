"""The hooks, by running pre-commit in a repository."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
BROKEN = """\
openapi: 3.0.1
info: {title: pets, version: "1"}
paths:
  /pets:
    get:
      x-amazon-apigateway-integration: {type: http_proxy, httpMethod: GET, uri: "https://pets.example.com/{id}"}
"""

pytestmark = pytest.mark.skipif(shutil.which("git") is None or not (ROOT / ".git").exists(), reason="needs git and a clone")


def git(directory: Path, *arguments: str) -> str:
    identity = ["-c", "user.name=test", "-c", "user.email=test@example.invalid", "-c", "init.defaultBranch=main"]
    return subprocess.run(["git", *identity, *arguments], cwd=directory, capture_output=True, text=True, check=True).stdout.strip()


def run_hook(tmp_path: Path, hook: str) -> subprocess.CompletedProcess[str]:
    """Returns how pre-commit ended in a repository with one broken definition and one file of no interest."""
    repository = tmp_path / "repository"
    repository.mkdir()
    git(repository, "init", "-q")
    (repository / "api.yaml").write_text(BROKEN)
    (repository / "compose.yaml").write_text("services: {}\n")
    config = f"repos:\n- repo: {ROOT}\n  rev: {git(ROOT, 'rev-parse', 'HEAD')}\n  hooks: [{{id: {hook}}}]\n"
    (repository / ".pre-commit-config.yaml").write_text(config)
    git(repository, "add", "-A")
    here = str(Path(sys.executable).parent)
    environment = {**os.environ, "PRE_COMMIT_HOME": str(tmp_path / "home"), "PATH": here + os.pathsep + os.environ["PATH"]}
    environment.pop("GIT_DIR", None)
    command = [sys.executable, "-m", "pre_commit", "run", "--all-files"]
    return subprocess.run(command, cwd=repository, capture_output=True, text=True, env=environment, timeout=300, check=False)


@pytest.mark.parametrize("hook", ["apigw-lint-system", "apigw-lint"])
def test_hook_finds_what_is_broken(tmp_path: Path, hook: str) -> None:
    pytest.importorskip("pre_commit")

    result = run_hook(tmp_path, hook)

    if "CalledProcessError" in result.stdout and "pip" in result.stdout:
        pytest.skip("no packages can be installed here")
    assert 1 == result.returncode
    assert "unmapped-uri-variable" in result.stdout
    assert "api.yaml:6:" in result.stdout
    assert "compose.yaml" not in result.stdout
