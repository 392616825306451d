"""What the README says works as it is written there."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

README = Path(__file__).resolve().parents[1] / "README.md"
BROKEN = """\
openapi: 3.0.1
info: {title: "pets \U0001f600", version: "1"}
paths:
  /pets:
    get:
      x-amazon-apigateway-integration: {type: http_proxy, httpMethod: GET, uri: "https://pets.example.com/{id}"}
"""
NEOVIM = """
package.preload["lint"] = function() return { linters = {} } end
%s
local linter = require("lint").linters.apigw_lint
vim.cmd("edit api.yaml")
local command = { linter.cmd }
for _, argument in ipairs(linter.args) do
  table.insert(command, type(argument) == "function" and argument() or argument)
end
local text = table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), "\\n") .. "\\n"
for _, d in ipairs(linter.parser(vim.fn.system(command, text), 0)) do
  io.stdout:write(string.format("%%d:%%d-%%d:%%d %%d %%s\\n", d.lnum, d.col, d.end_lnum, d.end_col, d.severity, d.code))
end
"""


def block(language: str, contains: str) -> str:
    """Returns the code block in a language that has some text in it."""
    blocks = re.findall(rf"```{language}\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    (found,) = [text for text in blocks if contains in text]
    return str(found)


def command(name: str) -> str:
    return str(Path(sys.executable).with_name(name))


def run(directory: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([command("apigw-lint"), *arguments], cwd=directory, capture_output=True, text=True, timeout=60, check=False)


def test_vs_code_reads_the_annotations(tmp_path: Path) -> None:
    task = json.loads(block("json", "problemMatcher"))["tasks"][0]
    (tmp_path / "api.yaml").write_text(BROKEN)

    result = run(tmp_path, *task["command"].split()[1:])
    pattern = task["problemMatcher"]["pattern"]
    matches = [match for line in result.stdout.splitlines() if (match := re.match(pattern["regexp"], line))]

    assert 0 == result.returncode
    names = ("severity", "file", "line", "column", "endLine", "endColumn", "code")
    assert [("error", "api.yaml", "6", "107", "6", "111", "unmapped-uri-variable (broken)")] == [
        tuple(match[pattern[name]] for name in names) for match in matches
    ]


@pytest.mark.skipif(shutil.which("nvim") is None, reason="needs Neovim")
def test_neovim_reads_the_json(tmp_path: Path) -> None:
    (tmp_path / "api.yaml").write_text(BROKEN)
    script = NEOVIM % block("lua", "apigw_lint").replace('"apigw-lint",\n  stdin', f'"{command("apigw-lint")}",\n  stdin')
    (tmp_path / "try.lua").write_text(script)

    arguments = ["nvim", "--headless", "-u", "NONE", "-c", "luafile try.lua", "-c", "qa!"]
    result = subprocess.run(arguments, cwd=tmp_path, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60, check=False)

    assert "5:106-5:110 1 unmapped-uri-variable" in result.stdout + result.stderr


def test_the_configuration_is_taken(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(block("toml", "[tool.apigw-lint]"))
    (tmp_path / "api.yaml").write_text(BROKEN)

    result = run(tmp_path, "check")

    assert (1, "") == (result.returncode, result.stderr)


def test_github_actions_run_the_commands_that_are_there(tmp_path: Path) -> None:
    (tmp_path / "api.yaml").write_text(BROKEN)
    (line,) = [text for text in block("yaml", "upload-sarif").splitlines() if "apigw-lint check" in text]

    result = run(tmp_path, *line.split("apigw-lint ", 1)[1].split())

    assert 1 == result.returncode
    assert result.stdout.startswith("::error file=api.yaml,line=6,")
    assert "2.1.0" == json.loads((tmp_path / "apigw-lint.sarif").read_text())["version"]
    assert "sarif_file: apigw-lint.sarif" in block("yaml", "upload-sarif")


def test_gitlab_runs_the_command_that_is_there(tmp_path: Path) -> None:
    (tmp_path / "api.yaml").write_text(BROKEN)
    (line,) = [text for text in block("yaml", "before_script").splitlines() if "apigw-lint check" in text]

    result = run(tmp_path, *line.split("apigw-lint ", 1)[1].split())

    assert 1 == result.returncode
    assert "error[unmapped-uri-variable]" in result.stdout
    assert 1 == json.loads((tmp_path / "apigw-lint.json").read_text())["summary"]["error"]
