"""The command line: what it prints, and how it ends."""

import io
import json
import os
import subprocess
import sys

import pytest
from engine_support import OPENAPI, CrashingRule, PlainHttp, SlowBackend, without_escapes

from apigw_lint import __version__, cli

CLEAN = OPENAPI.replace("5000", "500")


@pytest.fixture(autouse=True)
def rules(install, monkeypatch):
    install(SlowBackend, PlainHttp)
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def run(here, capsys):
    """Returns a function that runs the command line and returns exit code, output and errors."""

    def ran(*words):
        try:
            code = cli.main(words)
        except SystemExit as end:
            code = end.code
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return ran


def write(directory, **texts):
    for name, text in texts.items():
        (directory / f"{name}.yaml").write_text(text)


def process(*words, **settings):
    return subprocess.run([sys.executable, "-m", "apigw_lint", *words], capture_output=True, text=True, check=False, **settings)


def test_a_clean_file(here, run):
    write(here, api=CLEAN)

    assert (0, "No findings (1 file checked).\n", "") == run("check", "api.yaml")
    assert (0, "", "") == run("check", "-q", "api.yaml")


def test_the_current_directory_is_linted_by_default(here, run):
    write(here, api=OPENAPI)
    code, out, err = run("check")

    assert (1, "") == (code, err)
    assert "--> api.yaml:15:26" in out
    assert out.endswith("\nFound 1 error in 1 file (1 checked); 1 fixable with --fix.\n")


def test_nothing_to_lint(run):
    assert (0, "No API Gateway definition found.\n", "") == run("check")


def test_what_was_named_and_skipped_is_said(here, run):
    write(here, **{f"f{number}": "a: 1" for number in range(7)}, api=CLEAN)
    code, out, err = run("check", *[f"f{number}.yaml" for number in range(7)], "api.yaml")

    assert (0, "No findings (1 file checked).\n") == (code, out)
    assert "apigw-lint: skipped f0.yaml: no API Gateway definition\n" in err
    assert err.endswith("apigw-lint: skipped 2 more (--show-files names them)\n")
    assert "" == run("check", "-q", "f0.yaml")[2]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["chek"], "unknown command 'chek'; did you mean 'check'? (commands: check, rule, rules)"),
        (["--fix"], "write: apigw-lint check --fix"),
        ([".", "x"], "write: apigw-lint check . x"),
        (["check", "nowhere.yaml"], "no such file or directory: nowhere.yaml"),
        (["check", "--fx"], "unrecognized arguments: --fx (see apigw-lint check --help)"),
        (["check", "--select", "slow-backnd"], "unknown rule 'slow-backnd'; did you mean 'slow-backend'?"),
        (["check", "--output-format", "xml"], "argument --output-format: invalid choice: 'xml'"),
        (["check", "--output-format", "json", "--output-format", "text"], "two output formats for the standard output"),
        (["check", "--output-format", "json", "--output-file", "no/such/file"], "cannot write no/such/file: No such file or directory"),
        (["check", "--config", "nowhere.toml"], "no such file: nowhere.toml"),
        (["check", "--var-file", "nowhere.tfvars"], "no such file: nowhere.tfvars"),
        (["check", "--config", "x", "--isolated"], "--config and --isolated exclude each other"),
        (["check", "--parameter", "Stage"], "--parameter 'Stage' is not written NAME=VALUE"),
        (["check", "--var", "=x"], "--var '=x' is not written NAME=VALUE"),
        (["check", "-", "x"], "- (standard input) cannot be linted together with other paths"),
        (["check", "--fail-level", "warn"], "argument --fail-level: invalid choice: 'warn'"),
        (["rule", "slow"], "unknown rule 'slow'"),
        (["rule"], "the following arguments are required: NAME"),
        ([], "the following arguments are required: COMMAND"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_cannot_be_run_ends_with_2_and_one_line(run, words, message):
    code, _, err = run(*words)

    assert 2 == code
    assert err.startswith(f"apigw-lint: {message}")
    assert 1 == err.count("\n")


def test_a_bad_configuration(here, run):
    write(here, api=OPENAPI)
    (here / "pyproject.toml").write_text('[tool.apigw-lint]\nignore = ["slow"]\n')

    assert (2, "apigw-lint: pyproject.toml:2: unknown rule 'slow' in ignore\n") == run("check", "-q")[::2]
    assert 1 == run("check", "--isolated")[0]


def test_one_configuration_for_all(here, run):
    write(here, api=OPENAPI)
    (here / ".apigw-lint.toml").write_text("nonsense")
    (here / "mine.toml").write_text('ignore = ["broken"]')

    assert (0, "No findings (1 file checked).\n", "") == run("check", "--config", "mine.toml")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["--exit-zero"], 0),
        (["--fail-level", "error"], 1),
        (["--ignore", "broken"], 0),
        (["--select", "exposed"], 1),
        (["--select", "exposed", "--fail-level", "error"], 0),
        (["--select", "plain-http,slow-backend", "--ignore", "plain-http"], 1),
        (["--exclude", "*.yaml"], 0),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_exit_codes(here, run, words, code):
    write(here, api=OPENAPI)

    assert code == run("check", ".", *words)[0]


def test_a_crash_ends_with_2_even_with_exit_zero(here, run, install):
    install(CrashingRule)
    write(here, api=OPENAPI)
    code, out, err = run("check", "--exit-zero")

    assert (2, "apigw-lint: a rule or the linter crashed (internal-error)\n") == (code, err)
    assert "error[internal-error]" in out
    assert "Traceback" in run("check", "--debug")[2]


def test_several_formats_at_once(here, run):
    write(here, api=OPENAPI)
    formats = ["--output-format", "json", "--output-file", "f.json", "--output-format", "sarif", "--output-file", "f.sarif"]
    code, out, _ = run("check", *formats, "--output-format", "github")

    assert 1 == code
    assert out.startswith("::error file=api.yaml,line=15,")
    assert "slow-backend" == json.loads((here / "f.json").read_text())["findings"][0]["rule"]
    assert "2.1.0" == json.loads((here / "f.sarif").read_text())["version"]


def test_text_to_a_file(here, run):
    write(here, api=OPENAPI)

    assert "" == run("check", "--output-file", "out.txt")[1]
    assert "error[slow-backend]" in (here / "out.txt").read_text()


@pytest.mark.parametrize(
    ("words", "variables", "coloured"),
    [
        ([], {}, False),
        (["--color", "always"], {}, True),
        (["--color", "always"], {"NO_COLOR": "1"}, True),
        ([], {"FORCE_COLOR": "1"}, True),
        ([], {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        (["--color", "never"], {"FORCE_COLOR": "1"}, False),
    ],
)
def test_colours(here, run, monkeypatch, words, variables, coloured):
    write(here, api=OPENAPI)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    out = run("check", *words)[1]

    assert coloured == (out != without_escapes(out))


def test_statistics(here, run):
    write(here, api=OPENAPI)

    assert "    1  exposed     plain-http\n    1  broken      slow-backend\n" == run("check", "--statistics", "--select", "all")[1]


def standard_input(monkeypatch, data):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))


def test_standard_input(here, run, monkeypatch):
    standard_input(monkeypatch, OPENAPI.encode())
    code, out, _ = run("check", "-", "--stdin-filename", "x/api.yaml")

    assert 1 == code
    assert "--> x/api.yaml:15:26" in out


def test_standard_input_that_is_no_text(run, monkeypatch):
    standard_input(monkeypatch, b"a\xff")

    assert (2, "", "apigw-lint: the standard input is not UTF-8: byte 0xff at offset 1\n") == run("check", "-")


def test_fixes_are_written(here, run):
    (here / "api.yaml").write_bytes(b"\xef\xbb\xbf" + OPENAPI.replace("\n", "\r\n").encode())

    assert (0, "No findings (1 file checked).\nFixed 1.\n", "") == run("check", "--fix")
    assert b"\xef\xbb\xbf" + OPENAPI.replace("5000", "1000").replace("\n", "\r\n").encode() == (here / "api.yaml").read_bytes()


def test_unsafe_fixes_are_written_when_asked_for(here, run):
    write(here, api=OPENAPI)

    assert 1 == run("check", "--fix", "--select", "plain-http")[0]
    assert 0 == run("check", "--fix", "--unsafe-fixes", "--select", "plain-http")[0]
    assert "https://example.com" in (here / "api.yaml").read_text()


def test_a_difference_is_printed_and_nothing_written(here, run):
    write(here, api=OPENAPI)
    code, out, _ = run("check", "--diff")

    assert 1 == code
    assert out.startswith("--- api.yaml\n+++ api.yaml\n")
    assert "-        timeoutInMillis: 5000\n+        timeoutInMillis: 1000\n" in out
    assert OPENAPI == (here / "api.yaml").read_text()
    write(here, api=CLEAN)
    assert (0, "", "") == run("check", "--diff")


def test_fixed_standard_input_goes_to_the_standard_output(run, monkeypatch):
    standard_input(monkeypatch, OPENAPI.encode())
    code, out, err = run("check", "--fix", "-", "--stdin-filename", "api.yaml")

    assert (0, OPENAPI.replace("5000", "1000")) == (code, out)
    assert "Fixed 1." in err
    standard_input(monkeypatch, CLEAN.encode())
    assert CLEAN == run("check", "--fix", "-")[1]


def test_settings_are_shown(here, run):
    (here / ".apigw-lint.toml").write_text('fail-level = "error"\n')
    code, out, _ = run("check", "--show-settings", "--parameter", "Stage=a=b")

    assert 0 == code
    assert out.startswith(f"# .: {here / '.apigw-lint.toml'}\n")
    assert "fail-level = 'error'\n" in out
    assert "parameters = {'Stage': 'a=b'}\n" in out
    assert "\n  'slow-backend',\n" in out
    assert "plain-http" not in out


def test_files_are_shown(here, run):
    write(here, api=OPENAPI, other="a: 1")

    assert (0, "api.yaml\n", "apigw-lint: skipped other.yaml: no API Gateway definition\n") == run(
        "check", "--show-files", ".", "other.yaml"
    )


def test_a_rule_is_explained(run):
    code, out, _ = run("rule", "slow-backend")

    assert 0 == code
    assert out.startswith("slow-backend (engine_support, broken: it deploys, and requests then fail)\n\nTimeout above a limit.\n")
    assert out.endswith("- `limit`: 1000\n")


def test_rules_are_listed(run):
    assert (
        0,
        "plain-http    engine_support  exposed  Backend without encryption.\n"
        "slow-backend  engine_support  broken   Timeout above a limit.\n",
        "",
    ) == run("rules")
    data = json.loads(run("rules", "--output-format", "json")[1])
    assert [("plain-http", True), ("slow-backend", False)] == [(rule["name"], rule["opt_in"]) for rule in data]
    assert {"limit": 1000} == json.loads(run("rule", "slow-backend", "--output-format", "json")[1])["options"]


def test_the_version():
    ended = process("--version")

    assert (0, f"apigw-lint {__version__}\n", "") == (ended.returncode, ended.stdout, ended.stderr)


def test_a_reader_that_has_gone_is_no_error(here):
    write(here, api=OPENAPI)
    command = f'"{sys.executable}" -m apigw_lint check --output-format json . 2>errors | true; echo "${{PIPESTATUS[0]}}"'
    for _ in range(3):
        subprocess.run(["bash", "-c", command], check=True, capture_output=True)

        assert "" == (here / "errors").read_text()


def test_an_interruption_is_no_traceback(monkeypatch):
    def interrupted(_):
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "_run", interrupted)

    assert 130 == cli.main(["check"])


def test_a_terminal_that_cannot_show_a_character(here):
    write(here, api=OPENAPI.replace("http://example.com/pets", "http://example.com/é"))
    ended = process("check", "api.yaml", "--isolated", env={**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"})

    assert "Traceback" not in ended.stderr
    assert ended.returncode in (0, 1)
