"""Settings: what ``[tool.apigw-lint]`` in ``pyproject.toml``, or ``.apigw-lint.toml``, says.

The file that counts for a definition is the nearest one upwards from it, up to the root of its repository. Unknown keys, rules and values
are errors at their line. Rules never come from a path in a configuration: only installed packages have them.
"""

from __future__ import annotations

import os
import re

from apigw_lint.errors import UsageError, nearest
from apigw_lint.record import Record, made

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from typing import Any

    from apigw_lint.rule import Rule

OWN_FILE = ".apigw-lint.toml"
LEVELS = ("error", "warning", "note")
_TABLE = "tool.apigw-lint"


class Config(Record):
    """The settings of one file. ``path`` is the file, empty where there is none; globs and paths in it are relative to ``directory``."""

    path: str = ""
    directory: str = ""
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    per_file_ignores: dict[str, tuple[str, ...]] = made(lambda _: {})
    fail_level: str = ""
    parameters: dict[str, str] = made(lambda _: {})
    variables: dict[str, str] = made(lambda _: {})
    var_files: tuple[str, ...] = ()
    rules: dict[str, dict[str, Any]] = made(lambda _: {})
    """Options by rule name."""

    def ignored_in(self, path: str) -> tuple[str, ...]:
        """Returns the selectors that ``per-file-ignores`` has for a file."""
        return tuple(word for pattern, words in self.per_file_ignores.items() if self._matches(pattern, path) for word in words)

    def excludes(self, path: str) -> bool:
        """Returns whether a file or directory is excluded, itself or with a directory above it."""
        return any(self._matches(pattern, path) for pattern in self.exclude)

    def _matches(self, pattern: str, path: str) -> bool:
        relative = os.path.relpath(os.path.abspath(path), self.directory or os.curdir).replace(os.sep, "/")
        return _fits(pattern, relative)


class Settings(Config):
    """What the command line or another front end asks for, on top of the configuration files.

    ``config``: one file that counts for everything instead of the nearest ones; ``isolated``: none counts. ``debug``: crashes are shown
    with their traceback.
    """

    config: str = ""
    isolated: bool = False
    debug: bool = False

    def over(self, config: Config) -> Config:
        """Returns the settings of a configuration file with these on top. Which rules run is chosen from both, see ``Registry.choose``."""
        return Config(
            path=config.path,
            directory=config.directory,
            exclude=config.exclude,
            per_file_ignores=config.per_file_ignores,
            fail_level=self.fail_level or config.fail_level or "note",
            parameters={**config.parameters, **self.parameters},
            variables={**config.variables, **self.variables},
            var_files=config.var_files + self.var_files,
            rules={**config.rules, **self.rules},
        )


def _fits(pattern: str, path: str) -> bool:
    """Returns whether a pattern means a path or a directory above it.

    ``*`` stays in a name, ``**`` does not; without a slash it is a name at any depth. All ways to read the pattern are followed at once:
    a configuration comes with the repository that is linted, and must not be able to make this slow.
    """
    names = pattern.removeprefix("./").rstrip("/").split("/")
    parts = names if len(names) > 1 else ["**", *names]
    at = _behind_stars({0}, parts, "**")
    for name in path.split("/"):
        if len(parts) in at:
            break
        at = {number if parts[number] == "**" else number + 1 for number in at if parts[number] == "**" or _fits_name(parts[number], name)}
        at = _behind_stars(at, parts, "**")
    return len(parts) in at


def _fits_name(pattern: str, name: str) -> bool:
    at = _behind_stars({0}, pattern, "*")
    for char in name:
        at = {n if pattern[n] == "*" else n + 1 for n in at if n < len(pattern) and pattern[n] in ("*", "?", char)}
        at = _behind_stars(at, pattern, "*")
    return len(pattern) in at


def _behind_stars(at: set[int], pattern: Sequence[str], star: str) -> set[int]:
    """Returns the places in a pattern, and those that are reached where a star stands for nothing."""
    reached = set(at)
    for number in sorted(at):
        while number < len(pattern) and pattern[number] == star:
            number += 1
            reached.add(number)
    return reached


def find(directory: str) -> str | None:
    """Returns the configuration file for a directory: the nearest upwards, and none beyond the root of the repository."""
    directory = os.path.abspath(directory)
    while True:
        own = os.path.join(directory, OWN_FILE)
        if os.path.isfile(own):
            return own
        project = os.path.join(directory, "pyproject.toml")
        if os.path.isfile(project) and _TABLE in _read(project):
            return project
        parent = os.path.dirname(directory)
        if parent == directory or os.path.exists(os.path.join(directory, ".git")):
            return None
        directory = parent


def load(path: str, rules: Mapping[str, type[Rule]], selectors: Collection[str]) -> Config:
    """Returns the checked settings of a file. What is wrong in it is a :class:`UsageError` that names the line."""
    text = _read(path)
    table = _parse(path, text)
    name = _TABLE
    if os.path.basename(path) == "pyproject.toml":
        table = table.get("tool", {}).get("apigw-lint", {})
    else:
        name = ""
    return _Reader(path, text, name, rules, selectors).read(table)


def _read(path: str) -> str:
    try:
        with open(path, encoding="utf-8-sig") as file:
            return file.read()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{_shown(path)}: cannot be read: {getattr(error, 'strerror', None) or error}") from None


def _parse(path: str, text: str) -> dict[str, Any]:
    try:
        import tomllib  # type: ignore[import-not-found,unused-ignore]
    except ImportError:  # Python 3.10
        import tomli as tomllib  # type: ignore[no-redef,import-not-found,unused-ignore]
    try:
        table: dict[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        message, _, place = str(error).partition(" (at ")
        found = re.match(r"line (\d+), column (\d+)", place)
        where = f"{found[1]}:{found[2]}" if found else text.count("\n") + 1
        raise UsageError(f"{_shown(path)}:{where}: no TOML: {message[:1].lower()}{message[1:]}") from None
    return table


def _shown(path: str) -> str:
    relative = os.path.relpath(path)
    return path if relative.startswith("..") else relative


class _Reader:
    """Reads the table of a file, key by key."""

    def __init__(self, path: str, text: str, table: str, rules: Mapping[str, type[Rule]], selectors: Collection[str]) -> None:
        self._path = path
        self._text = text
        self._table = table
        self._rules = rules
        self._selectors = selectors

    def read(self, table: Any) -> Config:
        """Returns the settings of a table, all keys checked."""
        readers: dict[str, Callable[[str, Any], object]] = {
            "select": self._rule_words,
            "ignore": self._rule_words,
            "extend-select": self._rule_words,
            "exclude": self._strings,
            "per-file-ignores": self._per_file_ignores,
            "fail-level": self._fail_level,
            "parameters": self._texts,
            "variables": self._texts,
            "var-files": self._paths,
            "rules": self._options,
        }
        if not isinstance(table, dict):
            raise self._error("", f"[{_TABLE}] must be a table")
        values: dict[str, Any] = {}
        for key, value in table.items():
            if key not in readers:
                raise self._error(key, f"unknown key {key!r}{nearest(key, readers)}")
            values[key.replace("-", "_")] = readers[key](key, value)
        return Config(path=self._path, directory=os.path.dirname(os.path.abspath(self._path)), **values)

    def _strings(self, key: str, value: Any) -> tuple[str, ...]:
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self._error(key, f"{key} must be a list of strings")
        return tuple(value)

    def _paths(self, key: str, value: Any) -> tuple[str, ...]:
        directory = os.path.dirname(os.path.abspath(self._path))
        return tuple(os.path.join(directory, path) for path in self._strings(key, value))

    def _rule_words(self, key: str, value: Any) -> tuple[str, ...]:
        words = self._strings(key, value)
        for word in words:
            if word not in self._selectors:
                raise self._error(word, f"unknown rule {word!r} in {key}{nearest(word, self._selectors)}")
        return words

    def _per_file_ignores(self, key: str, value: Any) -> dict[str, tuple[str, ...]]:
        if not isinstance(value, dict):
            raise self._error(key, f"{key} must be a table of patterns")
        return {pattern: self._rule_words(pattern, words) for pattern, words in value.items()}

    def _fail_level(self, key: str, value: Any) -> str:
        if value not in LEVELS:
            raise self._error(key, f"{key} must be one of {', '.join(LEVELS)}, not {value!r}{nearest(str(value), LEVELS)}")
        return str(value)

    def _texts(self, key: str, value: Any) -> dict[str, str]:
        if not isinstance(value, dict) or not all(isinstance(item, (str, int, float, list, dict)) for item in value.values()):
            raise self._error(key, f"{key} must be a table of names and values")
        return {name: _text(item) for name, item in value.items()}

    def _options(self, key: str, value: Any) -> dict[str, dict[str, Any]]:
        if not isinstance(value, dict):
            raise self._error(key, f"{key} must be a table of rule names")
        checked: dict[str, dict[str, Any]] = {}
        for name, options in value.items():
            rule = self._rules.get(name)
            if rule is None:
                raise self._error(name, f"unknown rule {name!r} in rules{nearest(name, self._rules)}")
            if not isinstance(options, dict):
                raise self._error(name, f"rules.{name} must be a table of options")
            checked[name] = {field: self._option(rule, field, item) for field, item in options.items()}
        return checked

    def _option(self, rule: type[Rule], key: str, value: Any) -> Any:
        """Returns the value of a rule's option, which must be of the type that its field is annotated with."""
        field = key.replace("-", "_")
        if field not in rule.fields:
            options = ", ".join(name.replace("_", "-") for name in rule.fields) or "none"
            raise self._error(key, f"{rule.name} has no option {key!r}{nearest(field, rule.fields)} (options: {options})")
        kind = next(c.__annotations__[field] for c in rule.__mro__ if field in getattr(c, "__annotations__", {}))
        wanted = kind.__name__ if kind in (int, float, bool, str) else str(kind)
        fits, words = _KINDS.get(wanted, (lambda _: True, ""))
        if not fits(value):
            raise self._error(key, f"{key} of {rule.name} must be {words}, not {value!r}")
        return tuple(value) if isinstance(value, list) else value

    def _error(self, key: str, message: str) -> UsageError:
        """Returns an error at the line on which a key or word is first written in the table."""
        start = self._text.find(f"[{self._table}") if self._table else 0
        place = re.compile(rf"""(?<![\w.-])["']?{re.escape(key)}["']?(?![\w-])""").search(self._text, max(start, 0))
        line = self._text.count("\n", 0, place.start() if place else max(start, 0)) + 1
        return UsageError(f"{_shown(self._path)}:{line}: {message}")


def _text(value: Any) -> str:
    """Returns a value as the command line would write it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, dict)):
        import json

        return json.dumps(value)
    return str(value)


def _integer(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


_KINDS: dict[str, tuple[Callable[[Any], bool], str]] = {
    "int": (_integer, "a whole number"),
    "float": (lambda value: _integer(value) or isinstance(value, float), "a number"),
    "bool": (lambda value: isinstance(value, bool), "true or false"),
    "str": (lambda value: isinstance(value, str), "a string"),
    "tuple[str, ...]": (lambda value: isinstance(value, list) and all(isinstance(i, str) for i in value), "a list of strings"),
    "tuple[int, ...]": (lambda value: isinstance(value, list) and all(_integer(i) for i in value), "a list of whole numbers"),
}
"""The types that an option may be annotated with, and their names in a message."""
