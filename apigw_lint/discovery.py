"""What is linted together: units, found from paths and loaded by what their files say, not by how they are called."""

from __future__ import annotations

import os

from apigw_lint.errors import Problem
from apigw_lint.loaders.loaded import Loaded
from apigw_lint.record import Record, made
from apigw_lint.regexp import regexp

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from apigw_lint.files import Files
    from apigw_lint.loaders.loaded import Options
    from apigw_lint.model import Definition
    from apigw_lint.source import Source
    from apigw_lint.syntax.tree import Node

SKIPPED_DIRECTORIES = frozenset(
    {".aws-sam", ".eggs", ".git", ".hg", ".mypy_cache", ".nox", ".pytest_cache", ".ruff_cache", ".svn", ".terraform", ".tox", ".venv"}
    | {"__pycache__", "build", "cdk.out", "dist", "node_modules", "site-packages", "venv"}
)
"""Not walked into; each may be named."""

_BUILT, _BUILD = ".aws-sam", "build"
"""Where ``sam build`` writes, and the directory in it that has the templates."""
_ASSEMBLY, _MANIFEST = "cdk.out", "manifest.json"
"""Where ``cdk synth`` writes, and what says that a directory is a cloud assembly."""
_DOCUMENTS = (".yaml", ".yml", ".json", ".template")
_TERRAFORM = (".tf", ".tf.json")
_VARIABLES = (".tfvars", ".tfvars.json")
_HINT = regexp(r"AWS::|swagger|openapi|aws_api")
"""What every definition has in its text: without it nothing is parsed."""
_SURE = regexp(r"AWS::(?:ApiGateway|Serverless::(?:Http|WebSocket)?Api)|x-amazon-apigateway|aws_api_?gateway")
"""What only a definition has: with it, a file that cannot be read is worth a word although nobody named it."""
_MODULE = regexp(r"""source["']?\s*[=:]\s*["']\.\.?/""")
NOTHING = "no API Gateway definition"


class Unit(Record):
    """A file, or a Terraform directory.

    ``wanted``: the files to report on, ``None`` for all; ``named``: it was asked for; ``assembly``: the cloud assembly that it is part of,
    and ``problems``: what that names in vain.
    """

    path: str
    terraform: bool = False
    named: bool = False
    wanted: set[str] | None = None
    assembly: str = ""
    problems: list[Problem] = made(lambda _: [])


class Units(Record):
    """The units of a run, in order of their paths.

    Then what was named and cannot be linted, with the reason; what is linted only if it is named; and what is no path at all.
    """

    items: list[Unit] = made(lambda _: [])
    skipped: list[tuple[str, str]] = made(lambda _: [])
    passed: list[tuple[str, str]] = made(lambda _: [])
    missing: list[str] = made(lambda _: [])


def find(paths: Iterable[str], excluded: Callable[[str], bool], overlay: Iterable[str] = ()) -> Units:
    """Returns the units of the paths. Directories are walked; a file is the unit that it belongs to."""
    found = Units()
    units: dict[tuple[str, bool], Unit] = {}
    virtual = {os.path.abspath(path) for path in overlay}
    for path in paths:
        named = os.path.abspath(path) in virtual or os.path.isfile(path)
        if not named and not os.path.isdir(path):
            found.missing.append(path)
        elif excluded(path):
            found.skipped.append((shown(path), "excluded by the configuration"))
        else:
            for unit in [of_file(path)] if named else walk(path, excluded, found.passed):
                _add(units, unit)
    found.items = [units[key] for key in sorted(units)]
    return found


def _add(units: dict[tuple[str, bool], Unit], unit: Unit) -> None:
    """Adds a unit, or joins it with the one that is there."""
    other = units.setdefault((shown(unit.path), unit.terraform), unit)
    if other is not unit:
        other.named = other.named or unit.named
        other.wanted = None if other.wanted is None or unit.wanted is None else other.wanted | unit.wanted


def of_file(path: str) -> Unit:
    """Returns the unit of a file that was named."""
    if path.endswith((*_TERRAFORM, *_VARIABLES)):
        return Unit(path=os.path.dirname(path) or os.curdir, terraform=True, named=True, wanted={shown(path)})
    return Unit(path=path, named=True)


def walk(directory: str, excluded: Callable[[str], bool], passed: list[tuple[str, str]]) -> Iterator[Unit]:
    """Yields what may be a unit below a directory. Links are not followed. Adds to ``passed`` what is linted only if it is named."""
    named = os.path.basename(os.path.abspath(directory))
    assets = named == _ASSEMBLY
    skipped = SKIPPED_DIRECTORIES - {_BUILD} if named == _BUILT else SKIPPED_DIRECTORIES
    for folder, folders, names in os.walk(directory):
        found = _assembled(folder, excluded) if _MANIFEST in names else None
        if found is not None:
            folders.clear()
            yield from found
            continue
        output = os.path.join(folder, _ASSEMBLY)
        if _ASSEMBLY in folders and os.path.exists(os.path.join(output, _MANIFEST)) and not excluded(output):
            passed.append((shown(output), "output of cdk synth is linted where it is named"))
        if _BUILT in folders and not excluded(os.path.join(folder, _BUILT)):
            passed.append((shown(os.path.join(folder, _BUILT)), "output of sam build is linted where it is named"))
        folders[:] = sorted(
            name
            for name in folders
            if name not in skipped
            and "{{" not in name  # the templates of cookiecutter: no template before it ran
            and not (assets and name.startswith("asset."))
            and not excluded(os.path.join(folder, name))
        )
        files = [name for name in names if not excluded(os.path.join(folder, name))]
        if any(name.endswith(_TERRAFORM) for name in files):
            yield Unit(path=folder, terraform=True)
        for name in sorted(files):
            if name.endswith(_DOCUMENTS) and not name.endswith((*_TERRAFORM, *_VARIABLES)):
                yield Unit(path=os.path.join(folder, name))


def _assembled(directory: str, excluded: Callable[[str], bool]) -> list[Unit] | None:
    """Returns the units of a cloud assembly; ``None`` for any other directory."""
    from apigw_lint import assembly

    found = assembly.read(directory)
    if found is None:
        return None
    paths = dict.fromkeys([*found.templates, *(path for path in found.assets if path.endswith(_DOCUMENTS))])
    units = [Unit(path=path, assembly=directory) for path in paths]
    if found.problems:
        units.append(Unit(path=os.path.join(directory, _MANIFEST), problems=found.problems))
    return [unit for unit in units if not excluded(unit.path)]


def shown(path: str) -> str:
    """Returns a path as findings show it: relative to the current directory, with ``/``."""
    try:
        return os.path.relpath(path).replace(os.sep, "/")
    except ValueError:  # Windows: another drive
        return path.replace(os.sep, "/")


def root_of(path: str) -> str:
    """Returns the directory outside of which nothing is read for a unit: its repository, else the current directory, else its own."""
    own = os.path.abspath(path)
    directory = own if os.path.isdir(own) else os.path.dirname(own)
    start = directory
    while True:
        if os.path.exists(os.path.join(directory, ".git")):
            return directory
        parent = os.path.dirname(directory)
        if parent == directory:
            break
        directory = parent
    here = os.getcwd()
    return here if start == here or start.startswith(os.path.join(here, "")) else start


def load(unit: Unit, files: Files, options: Options) -> Loaded | str:
    """Returns what a unit says, or why it is no unit."""
    if unit.problems:
        return Loaded(problems=unit.problems)
    return _load_terraform(unit, files, options) if unit.terraform else _load_document(unit, files, options)


def _load_terraform(unit: Unit, files: Files, options: Options) -> Loaded | str:
    texts = [_text(os.path.join(unit.path, name), files) for name in files.list(unit.path) if name.endswith(_TERRAFORM)]
    sure = any("aws_api" in text for text in texts)
    if not sure and not any(_MODULE.search(text) for text in texts):
        return NOTHING
    from apigw_lint.loaders import terraform

    loaded = terraform.load(unit.path, files, options)
    if _is_empty(loaded) and not (loaded.problems and (sure or unit.named)):
        return NOTHING
    return loaded


def _text(path: str, files: Files) -> str:
    """Returns the text of a file; of one that is no text, what can be made out of it."""
    try:
        return files.read(path).text
    except Problem as problem:
        return problem.span.source.text


def _load_document(unit: Unit, files: Files, options: Options) -> Loaded | str:
    try:
        source = files.read(unit.path)
    except Problem as problem:
        return Loaded(problems=[problem]) if unit.named or _sure_in_bytes(unit.path) else NOTHING
    if not _HINT.search(source.text):
        return NOTHING if source.text.strip() else "empty"
    from apigw_lint.syntax import reading

    tree, problems = reading.parse(source)
    if tree is None:
        return Loaded(problems=problems, files=[source.path]) if unit.named or _SURE.search(source.text) else NOTHING
    loaded = _load_tree(tree, source, files, options)
    if isinstance(loaded, str):
        return loaded
    if _is_empty(loaded) and not (loaded.problems and _SURE.search(source.text)):
        return "no API Gateway resource in it"
    loaded.problems = [*problems, *loaded.problems]
    return loaded


def _load_tree(tree: Node, source: Source, files: Files, options: Options) -> Loaded | str:
    """Returns what the loader of the tree's format makes of it. Loaders are imported where the text speaks of them."""
    text = source.text
    if "AWS::" in text:
        from apigw_lint.loaders import cloudformation

        if cloudformation.recognise(tree):
            return cloudformation.load(tree, source, files, options)
    if "openapi" in text or "swagger" in text:
        from apigw_lint.loaders import openapi

        if openapi.recognise(tree):
            return (
                openapi.load(tree, source, files, options)
                if openapi.is_definition(tree)
                else "OpenAPI without x-amazon-apigateway extensions"
            )
    if "aws_api" in text and "planned_values" in text:
        from apigw_lint.loaders import terraform

        if terraform.recognise_plan(tree):
            return terraform.load_plan(tree, source)
    return NOTHING


def _is_empty(loaded: Loaded) -> bool:
    """Returns whether there is nothing of API Gateway in it."""
    return not any(_has_parts(definition) for definition in loaded.definitions)


def _has_parts(definition: Definition) -> bool:
    own = (definition.apis, definition.resources, definition.domain_names, definition.usage_plans, definition.serverless)
    return any(len(kind) for kind in own)


def _sure_in_bytes(path: str) -> bool:
    """Returns whether a file that is no text, or too much of it, surely is a definition. A link may lead out of the project."""
    if os.path.islink(path):
        return False
    try:
        with open(path, "rb") as file:
            head = file.read(1_000_000)
    except OSError:
        return False
    return _SURE.search(head.replace(b"\0", b"").decode("latin-1")) is not None
