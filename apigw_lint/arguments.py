"""The options of the command line, and the settings that they make."""

from __future__ import annotations

import argparse
import os
from typing import TYPE_CHECKING, Any

from apigw_lint import __version__
from apigw_lint.config import LEVELS, Settings
from apigw_lint.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

COMMANDS = ("check", "rule", "rules")
FORMATS = ("text", "json", "sarif", "github")


class _Formatter(argparse.HelpFormatter):
    """Has a fixed width: asking the terminal for it costs an import at every start."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=30, width=110)


class _Parser(argparse.ArgumentParser):
    """Ends with a :class:`UsageError` instead of a usage text of forty lines."""

    def __init__(self, prog: str, **settings: Any) -> None:
        super().__init__(prog, formatter_class=_Formatter, allow_abbrev=False, **settings)

    def error(self, message: str) -> Any:
        raise UsageError(f"{message} (see {self.prog} --help)")


class _Output(argparse.Action):
    """Collects ``--output-format`` and the ``--output-file`` that follows it."""

    def __call__(self, parser: argparse.ArgumentParser, namespace: argparse.Namespace, values: Any, option: str | None = None) -> None:
        outputs: list[tuple[str, str]] = list(namespace.outputs)
        if option == "--output-format":
            outputs.append((values, ""))
        elif outputs and not outputs[-1][1]:
            outputs[-1] = (outputs[-1][0], values)
        else:
            outputs.append(("text", values))
        namespace.outputs = outputs


class _Words(argparse.Action):
    """Collects words that are written one after the other or with commas between."""

    def __call__(self, parser: argparse.ArgumentParser, namespace: argparse.Namespace, values: Any, option: str | None = None) -> None:
        words = [word.strip() for word in str(values).split(",") if word.strip()]
        setattr(namespace, self.dest, (*getattr(namespace, self.dest), *words))


def with_hint(words: list[str]) -> list[str]:
    """Returns the words; a path or option where the command should stand is an error that says how it is written."""
    if words and words[0] not in (*COMMANDS, "-h", "--help", "--version", "-V"):
        if words[0].startswith("-") or os.path.exists(words[0]):
            raise UsageError(f"write: apigw-lint check {' '.join(words)}")
        from apigw_lint.errors import nearest

        raise UsageError(f"unknown command {words[0]!r}{nearest(words[0], COMMANDS)} (commands: {', '.join(COMMANDS)})")
    return words


def parsed(words: list[str]) -> argparse.Namespace:
    """Returns the options that the words of a command line give. For ``check`` no other command's are made: each looks for translations."""
    if words[:1] != ["check"]:
        return parser().parse_args(with_hint(words))
    check = _Parser("apigw-lint check")
    _add_check(check)
    return check.parse_args(words[1:], argparse.Namespace(command="check"))


def parser() -> argparse.ArgumentParser:
    """Returns the parser of the command line."""
    top = _Parser("apigw-lint", description="Finds what API Gateway will refuse, break or ignore.")
    top.add_argument("-V", "--version", action="version", version=f"apigw-lint {__version__}")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND", prog="apigw-lint")
    _add_check(commands.add_parser("check", help="lint files and directories"))
    rule = commands.add_parser("rule", help="say what a rule finds, and why")
    rule.add_argument("name", metavar="NAME")
    rules = commands.add_parser("rules", help="list all rules")
    for command in (rule, rules):
        command.add_argument("--output-format", choices=("text", "json"), default="text")
    return top


def _add_check(check: argparse.ArgumentParser) -> None:
    check.add_argument("paths", nargs="*", metavar="PATH", help="files and directories; - for the standard input (default: .)")
    check.add_argument("--stdin-filename", metavar="PATH", help="the path that the standard input stands for")
    _add_selection(check.add_argument_group("rules (by name, folder or consequence; also all and posture)"))
    _add_values(check.add_argument_group("values"))
    _add_output(check.add_argument_group("output"))
    fixes = check.add_argument_group("fixes")
    fixes.add_argument("--fix", action="store_true", help="write the fixes that cannot change what works")
    fixes.add_argument("--unsafe-fixes", action="store_true", help="take the others too")
    fixes.add_argument("--diff", action="store_true", help="print what --fix would change, and write nothing")
    config = check.add_argument_group("configuration")
    config.add_argument("--config", metavar="FILE", default="", help="the one configuration file that counts")
    config.add_argument("--isolated", action="store_true", help="no configuration file counts")
    config.add_argument("--exclude", action=_Words, default=(), metavar="PATTERN", help="paths to leave out")
    config.add_argument("--show-settings", action="store_true", help="print the settings for each path, and end")
    config.add_argument("--show-files", action="store_true", help="print the files that are linted, and end")


def _add_selection(group: Any) -> None:
    group.add_argument("--select", action=_Words, default=(), metavar="RULE", help="run these only")
    group.add_argument("--extend-select", action=_Words, default=(), metavar="RULE", help="run these too")
    group.add_argument("--ignore", action=_Words, default=(), metavar="RULE", help="do not run these")


def _add_values(group: Any) -> None:
    group.add_argument("--parameter", action="append", default=[], metavar="NAME=VALUE", help="a CloudFormation parameter")
    group.add_argument("--var", action="append", default=[], metavar="NAME=VALUE", help="a Terraform variable")
    group.add_argument("--var-file", action="append", default=[], metavar="FILE", help="a file of Terraform variables")


def _add_output(group: Any) -> None:
    group.add_argument("--output-format", action=_Output, choices=FORMATS, dest="outputs", default=(), help="may be given several times")
    group.add_argument("--output-file", action=_Output, dest="outputs", metavar="FILE", help="where the format before it goes")
    group.add_argument("--color", choices=("auto", "always", "never"), default="auto")
    group.add_argument("--statistics", action="store_true", help="count the findings of each rule")
    group.add_argument("--fail-level", choices=LEVELS, default="", help="the lowest severity that makes the exit code 1 (default: note)")
    group.add_argument("--exit-zero", action="store_true", help="the exit code is 0 whatever is found")
    group.add_argument("-q", "--quiet", action="store_true", help="findings only")
    group.add_argument("--debug", action="store_true", help="show where the linter crashed")


def settings_of(options: argparse.Namespace) -> Settings:
    """Returns the settings that the options of ``check`` make."""
    if options.config and options.isolated:
        raise UsageError("--config and --isolated exclude each other")
    for path in (options.config, *options.var_file):
        if path and not os.path.isfile(path):
            raise UsageError(f"no such file: {path}")
    return Settings(
        select=options.select,
        extend_select=options.extend_select,
        ignore=options.ignore,
        exclude=options.exclude,
        fail_level=options.fail_level,
        parameters=_pairs("--parameter", options.parameter),
        variables=_pairs("--var", options.var),
        var_files=tuple(options.var_file),
        config=options.config,
        isolated=options.isolated,
        debug=options.debug or bool(os.environ.get("APIGW_LINT_DEBUG")),
    )


def _pairs(option: str, written: Sequence[str]) -> dict[str, str]:
    pairs = {}
    for pair in written:
        name, sign, value = pair.partition("=")
        if not sign or not name.strip():
            raise UsageError(f"{option} {pair!r} is not written NAME=VALUE")
        pairs[name.strip()] = value
    return pairs
