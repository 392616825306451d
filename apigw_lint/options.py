"""The options of ``check``, read without ``argparse``: its import, with the translations that it looks for, is a twentieth of a small run.

What is not written plainly (an error, ``--help``, ``-q`` joined with another) is left to :mod:`apigw_lint.arguments`, which makes a parser
out of the same table.
"""

from __future__ import annotations

import os
from types import SimpleNamespace

from apigw_lint.config import LEVELS, Settings
from apigw_lint.errors import UsageError
from apigw_lint.record import Row

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

FORMATS = ("text", "json", "sarif", "github")


class Option(Row):
    """An option. ``kind`` is what it does with what follows it: ``flag`` (nothing), ``value``, ``words``, ``append`` or ``output``."""

    group: str
    flags: str
    kind: str
    help: str
    metavar: str = ""
    default: Any = ""
    choices: tuple[str, ...] = ()

    @property
    def dest(self) -> str:
        """Returns the name that its value has among the options."""
        return "outputs" if self.kind == "output" else self.flags.split()[-1].lstrip("-").replace("-", "_")


_RULES, _VALUES, _OUTPUT = "rules (by name, folder or consequence; also all and posture)", "values", "output"
_FIXES, _CONFIGURATION = "fixes", "configuration"
CHECK = (
    Option("", "--stdin-filename", "value", "the path that the standard input stands for", "PATH", None),
    Option(_RULES, "--select", "words", "run these only", "RULE", ()),
    Option(_RULES, "--extend-select", "words", "run these too", "RULE", ()),
    Option(_RULES, "--ignore", "words", "do not run these", "RULE", ()),
    Option(_VALUES, "--parameter", "append", "a CloudFormation parameter", "NAME=VALUE", ()),
    Option(_VALUES, "--var", "append", "a Terraform variable", "NAME=VALUE", ()),
    Option(_VALUES, "--var-file", "append", "a file of Terraform variables", "FILE", ()),
    Option(_OUTPUT, "--output-format", "output", "may be given several times", default=(), choices=FORMATS),
    Option(_OUTPUT, "--output-file", "output", "where the format before it goes", "FILE", ()),
    Option(_OUTPUT, "--color", "value", "", default="auto", choices=("auto", "always", "never")),
    Option(_OUTPUT, "--statistics", "flag", "count the findings of each rule", default=False),
    Option(_OUTPUT, "--fail-level", "value", "the lowest severity that makes the exit code 1 (default: note)", choices=LEVELS),
    Option(_OUTPUT, "--exit-zero", "flag", "the exit code is 0 whatever is found", default=False),
    Option(_OUTPUT, "-q --quiet", "flag", "findings only", default=False),
    Option(_OUTPUT, "--debug", "flag", "show where the linter crashed", default=False),
    Option(_FIXES, "--fix", "flag", "write the fixes that cannot change what works", default=False),
    Option(_FIXES, "--unsafe-fixes", "flag", "take the others too", default=False),
    Option(_FIXES, "--diff", "flag", "print what --fix would change, and write nothing", default=False),
    Option(_CONFIGURATION, "--config", "value", "the one configuration file that counts", "FILE"),
    Option(_CONFIGURATION, "--isolated", "flag", "no configuration file counts", default=False),
    Option(_CONFIGURATION, "--exclude", "words", "paths to leave out", "PATTERN", ()),
    Option(_CONFIGURATION, "--show-settings", "flag", "print the settings for each path, and end", default=False),
    Option(_CONFIGURATION, "--show-files", "flag", "print the files that are linted, and end", default=False),
)


def defaults() -> dict[str, Any]:
    """Returns the options of ``check`` where none is given."""
    return {"command": "check", "paths": [], **{option.dest: option.default for option in CHECK}}


def taken(option: Option, flag: str, value: str, before: Any) -> Any:
    """Returns what an option's value is after ``flag value``, with what it was before."""
    if option.kind == "append":
        return (*before, value)
    if option.kind == "words":
        return (*before, *(word.strip() for word in value.split(",") if word.strip()))
    if option.kind == "value":
        return value
    if flag == "--output-format":
        return (*before, (value, ""))
    if before and not before[-1][1]:  # the file of the format before it
        return (*before[:-1], (before[-1][0], value))
    return (*before, ("text", value))


def plain(words: list[str]) -> SimpleNamespace | None:
    """Returns the options that words behind ``check`` give, ``None`` where they are not written plainly."""
    flags = {flag: option for option in CHECK for flag in option.flags.split()}
    found = defaults()
    ended = False
    rest = iter(words)
    for word in rest:
        if word == "-" or not word.startswith("-"):
            if ended:
                return None
            found["paths"].append(word)
            continue
        ended = bool(found["paths"])
        flag, sign, value = word.partition("=")
        option = flags.get(flag)
        if option is None or (option.kind == "flag" and sign):
            return None
        if option.kind == "flag":
            found[option.dest] = True
            continue
        value = value if sign else next(rest, "-")
        if (not sign and value.startswith("-")) or (option.choices and value not in option.choices):
            return None
        found[option.dest] = taken(option, flag, value, found[option.dest])
    return SimpleNamespace(**found)


def settings_of(options: SimpleNamespace) -> Settings:
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
