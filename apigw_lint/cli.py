"""The command line: ``check``, ``rule`` and ``rules``. Exit codes are 0 for clean, 1 for findings, 2 for could not run."""

from __future__ import annotations

import os
import sys

from apigw_lint import __version__

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import SimpleNamespace
    from typing import Any, NoReturn, TextIO

    from apigw_lint.config import Settings
    from apigw_lint.lint import Report

ROUNDS = 10
"""Fixes are applied again while they make new ones possible, this many times at most."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command line and returns the exit code."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    if words in (["--version"], ["-V"]):
        print(f"apigw-lint {__version__}")
        return 0
    from apigw_lint.errors import UsageError

    if arguments is None:  # the process is our own and ends soon: what lint_paths frees between units is enough
        import gc

        gc.disable()
    try:
        return _run(words)
    except UsageError as error:
        print(f"apigw-lint: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # The reader has gone (head, less): nothing is left to say, and Python must not say it at exit either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141


def run() -> NoReturn:
    """Runs the command line as a process, which ends without taking the model apart: that costs more than the rules."""
    code = main()
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:
        code = code or 141
    os._exit(code)


def _run(words: list[str]) -> int:
    from apigw_lint.options import plain

    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    options = plain(words[1:]) if words[:1] == ["check"] else None
    if options is None:
        from apigw_lint.arguments import parsed

        options = parsed(words)
    code: int = {"check": _check, "rule": _rule, "rules": _rules}[options.command](options)
    sys.stdout.flush()
    return code


def _check(options: SimpleNamespace) -> int:
    from apigw_lint.options import settings_of

    outputs = _outputs(options)
    settings = settings_of(options)
    paths, overlay = _inputs(options)
    if options.show_settings:
        return _show_settings(paths, settings)
    if options.show_files:
        return _show_files(paths, settings, overlay)
    report, texts, fixed = _lint(paths, settings, overlay, options)
    if options.diff:
        return _show_difference(texts, overlay, report)
    if texts and not overlay:
        from apigw_lint.fixes import write

        for path, text in texts.items():
            write(path, text)
    elif options.fix and overlay:
        sys.stdout.write(next(iter(texts.values()), "") or next(iter(overlay.values())))
    _say(report, options)
    for name, path in outputs:
        _write(report, name, path, options, fixed)
    return report.exit_code if report.errors or not options.exit_zero else 0


def _outputs(options: SimpleNamespace) -> list[tuple[str, str]]:
    """Returns formats and their files, an empty name for the standard output, which one format can have."""
    outputs: list[tuple[str, str]] = options.outputs or [("text", "")]
    if sum(not path for _, path in outputs) > 1:
        from apigw_lint.errors import UsageError

        raise UsageError("two output formats for the standard output: give all but one an --output-file")
    return outputs


def _inputs(options: SimpleNamespace) -> tuple[list[str], dict[str, str]]:
    """Returns the paths to lint, and the text of the standard input under its name."""
    if "-" not in options.paths:
        return options.paths or [os.curdir], {}
    from apigw_lint.errors import UsageError

    if len(options.paths) > 1:
        raise UsageError("- (standard input) cannot be linted together with other paths")
    name = options.stdin_filename or "template.yaml"
    data = sys.stdin.buffer.read()
    try:
        return [name], {name: data.decode("utf-8-sig")}
    except UnicodeDecodeError as error:
        raise UsageError(f"the standard input is not UTF-8: byte 0x{data[error.start]:02x} at offset {error.start}") from None


def _lint(paths: list[str], settings: Settings, overlay: dict[str, str], options: SimpleNamespace) -> tuple[Report, dict[str, str], int]:
    """Returns the report, the mended texts by path, and how many fixes are in them."""
    from apigw_lint.lint import lint_paths
    from apigw_lint.progress import Progress

    texts: dict[str, str] = {}
    fixed = 0
    with Progress(options.quiet) as progress:
        report = lint_paths(paths, settings, overlay, progress)
        for _ in range(ROUNDS if options.fix or options.diff else 0):
            from apigw_lint.fixes import apply

            applied = apply(report.findings, options.unsafe_fixes)
            if not applied.findings:
                break
            texts.update(applied.texts)
            fixed += len(applied.findings)
            report = lint_paths(paths, settings, {**overlay, **texts}, progress)
    return report, texts, fixed


def _say(report: Report, options: SimpleNamespace) -> None:
    """Says on the standard error what was skipped and what could not run."""
    for error in report.errors:
        print(f"apigw-lint: {error}", file=sys.stderr)
    if options.quiet:
        return
    for path, reason in report.skipped[:5]:
        print(f"apigw-lint: skipped {path}: {reason}", file=sys.stderr)
    if len(report.skipped) > 5:
        print(f"apigw-lint: skipped {len(report.skipped) - 5} more (--show-files names them)", file=sys.stderr)


def _write(report: Report, name: str, path: str, options: SimpleNamespace, fixed: int) -> None:
    """Writes the report in one format, to a file or to the standard output (the standard error where fixed text goes there)."""
    if not path:
        stream = sys.stderr if options.fix and "-" in options.paths else sys.stdout
        _render(report, name, stream, options, fixed)
        return
    try:
        with open(path, "w", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
            _render(report, name, file, options, fixed)
    except OSError as error:
        from apigw_lint.errors import UsageError

        raise UsageError(f"cannot write {path}: {error.strerror}") from None


def _render(report: Report, name: str, stream: TextIO, options: SimpleNamespace, fixed: int) -> None:
    if name == "text":
        _render_text(report, stream, options, fixed)
    elif name == "json":
        from apigw_lint.reporters import json

        stream.write(json.report(report))
    elif name == "sarif":
        from apigw_lint.reporters import sarif

        stream.write(sarif.report(report))
    else:
        from apigw_lint.reporters import github

        stream.write(github.report(report))


def _render_text(report: Report, stream: TextIO, options: SimpleNamespace, fixed: int) -> None:
    from apigw_lint.reporters import text

    if options.statistics:
        stream.write(text.statistics(report))
    else:
        text.write(report, stream, _coloured(stream, options.color), not options.quiet, options.unsafe_fixes)
    if fixed and not options.quiet:
        stream.write(f"Fixed {fixed}.\n")


def _coloured(stream: TextIO, wish: str) -> bool:
    """Returns whether to colour: what was asked for, then NO_COLOR and FORCE_COLOR, then whether it is a terminal."""
    if wish != "auto":
        return wish == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def _show_difference(texts: dict[str, str], overlay: dict[str, str], report: Report) -> int:
    """Prints what --fix would change; the exit code is 1 where it would change something."""
    from apigw_lint.files import Files
    from apigw_lint.fixes import difference

    for path, text in sorted(texts.items()):
        old = next(iter(overlay.values())) if overlay else Files(os.path.dirname(path) or os.curdir).read(path).text
        sys.stdout.write(difference(path, old, text))
    for error in report.errors:
        print(f"apigw-lint: {error}", file=sys.stderr)
    return 2 if report.errors else int(bool(texts))


def _show_settings(paths: list[str], settings: Settings) -> int:
    """Prints the settings that count for each path, and which rules run."""
    from apigw_lint.lint import settings_for

    for path in paths:
        config, active = settings_for(path, settings)
        print(f"# {path}: {config.path or 'no configuration file'}")
        for name in config.fields:
            if name not in ("path", "directory", "select", "ignore", "extend_select"):
                print(f"{name.replace('_', '-')} = {getattr(config, name)!r}")
        print("active = [" + "".join(f"\n  {name!r}," for name in sorted(active)) + "\n]")
    return 0


def _show_files(paths: list[str], settings: Settings, overlay: dict[str, str]) -> int:
    """Prints every file that is linted, and on the standard error every named one that is not."""
    from apigw_lint.lint import lint_paths

    report = lint_paths(paths, settings, overlay)
    for path in report.checked:
        print(path)
    for path, reason in report.skipped:
        print(f"apigw-lint: skipped {path}: {reason}", file=sys.stderr)
    for error in report.errors:
        print(f"apigw-lint: {error}", file=sys.stderr)
    return 2 if report.errors else 0


def _rule(options: SimpleNamespace) -> int:
    """Prints what a rule is about."""
    from apigw_lint.examples import documentation
    from apigw_lint.lint import registry

    rule = registry().get(options.name)
    if options.output_format == "json":
        _print_json(_described(rule))
        return 0
    print(f"{rule.name} ({_where(rule)})\n")
    print(documentation(rule), end="")
    if rule.fields:
        print("\n## Options\n")
        for name in rule.fields:
            print(f"- `{name.replace('_', '-')}`: {getattr(rule, name, '')!r}")
    return 0


def _where(rule: Any) -> str:
    return f"{rule.group}, {rule.consequence.value}: {rule.consequence.meaning}{', opt-in' if rule.opt_in else ''}"


def _rules(options: SimpleNamespace) -> int:
    """Prints every rule in one line each."""
    from apigw_lint.examples import summary
    from apigw_lint.lint import registry

    known = registry()
    for failure in known.failures:
        print(f"apigw-lint: {failure}", file=sys.stderr)
    if options.output_format == "json":
        _print_json([_described(rule) for rule in known.rules.values()])
    else:
        rows = [(rule.name, rule.group, rule.consequence.value, summary(rule)) for rule in known.rules.values()]
        widths = [max((len(row[column]) for row in rows), default=0) for column in range(3)]
        for row in sorted(rows, key=lambda row: (row[1], row[0])):
            print("  ".join(word.ljust(width) for word, width in zip(row[:3], widths, strict=True)) + "  " + row[3])
    return 2 if known.failures else 0


def _described(rule: Any) -> dict[str, Any]:
    from apigw_lint.examples import documentation, summary

    return {
        "name": rule.name,
        "group": rule.group,
        "consequence": rule.consequence.value,
        "severity": rule.consequence.severity.value,
        "opt_in": rule.opt_in,
        "kinds": list(rule.kinds),
        "summary": summary(rule),
        "documentation": documentation(rule),
        "options": {name.replace("_", "-"): getattr(rule, name, None) for name in rule.fields},
    }


def _print_json(data: Any) -> None:
    import json

    print(json.dumps(data, indent=2))
