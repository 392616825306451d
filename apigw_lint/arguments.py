"""The parser of the command line, for every command and for what is written wrongly."""

from __future__ import annotations

import argparse
import os
from types import SimpleNamespace

from apigw_lint import __version__
from apigw_lint.errors import UsageError
from apigw_lint.options import CHECK, taken

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from apigw_lint.options import Option

COMMANDS = ("check", "rule", "rules")


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


class _Taken(argparse.Action):
    """Adds the value of an option to what it was before."""

    def __init__(self, *, option: Option, **settings: Any) -> None:
        super().__init__(**settings)
        self._option = option

    def __call__(
        self, parser: argparse.ArgumentParser, namespace: argparse.Namespace, values: Any, option_string: str | None = None
    ) -> None:
        before = getattr(namespace, self.dest)
        setattr(namespace, self.dest, taken(self._option, str(option_string), values, before))


def with_hint(words: list[str]) -> list[str]:
    """Returns the words; a path or option where the command should stand is an error that says how it is written."""
    if words and words[0] not in (*COMMANDS, "-h", "--help", "--version", "-V"):
        if words[0].startswith("-") or os.path.exists(words[0]):
            raise UsageError(f"write: apigw-lint check {' '.join(words)}")
        from apigw_lint.errors import nearest

        raise UsageError(f"unknown command {words[0]!r}{nearest(words[0], COMMANDS)} (commands: {', '.join(COMMANDS)})")
    return words


def parsed(words: list[str]) -> SimpleNamespace:
    """Returns the options that the words of a command line give. For ``check`` no other command's are made: each looks for translations."""
    options = SimpleNamespace()
    if words[:1] != ["check"]:
        return parser().parse_args(with_hint(words), options)
    options.command = "check"
    check = _Parser("apigw-lint check")
    _add_check(check)
    return check.parse_args(words[1:], options)


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
    groups: dict[str, Any] = {"": check}
    for option in CHECK:
        if option.group not in groups:
            groups[option.group] = check.add_argument_group(option.group)
        flags, settings = option.flags.split(), {"dest": option.dest, "default": option.default, "help": option.help}
        if option.kind == "flag":
            groups[option.group].add_argument(*flags, action="store_true", **settings)
        else:
            groups[option.group].add_argument(
                *flags, action=_Taken, choices=option.choices or None, metavar=option.metavar or None, option=option, **settings
            )
