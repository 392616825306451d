"""The files of a Terraform directory, read and merged into what they declare."""

from __future__ import annotations

import os

from apigw_lint.errors import Problem
from apigw_lint.syntax import hcl_tree
from apigw_lint.syntax.hcl_nodes import Attribute, Block, Body

TYPE_CHECKING = False
if TYPE_CHECKING:
    from apigw_lint.files import Files
    from apigw_lint.source import Span


class Configuration:
    """What a directory declares. ``complete`` is false where a file could not be read, so that it may declare more."""

    def __init__(self, directory: str) -> None:
        self.directory = directory
        self.variables: dict[str, Block] = {}
        self.locals: dict[str, Attribute] = {}
        self.resources: dict[tuple[str, str], Block] = {}
        self.data: dict[tuple[str, str], Block] = {}
        self.modules: dict[str, Block] = {}
        self.outputs: dict[str, Block] = {}
        self.problems: list[Problem] = []
        self.complete = True

    def add(self, body: Body) -> None:
        """Takes in the blocks of a file; what is declared twice is a problem at the second."""
        self._check_body(body)
        for block in body.blocks:
            if block.type == "locals":
                self._add_locals(block.body)
                continue
            table, key = self._table(block)
            if table is None:
                continue
            if key in table:
                first = table[key].span.first
                message = f"{_title(block)} is declared twice, first on line {first.line} of {table[key].source.path}"
                self.problems.append(Problem("duplicate-key", message, block.header_span))
            else:
                table[key] = block

    def override(self, body: Body) -> None:
        """Takes in a file of overrides: arguments and nested blocks replace those of the same name."""
        for block in body.blocks:
            if block.type == "locals":
                self.locals.update({item.name: item for item in block.body.attributes})
                continue
            table, key = self._table(block)
            if table is not None and key in table:
                table[key] = _overridden(table[key], block)

    def _table(self, block: Block) -> tuple[dict[object, Block] | None, object]:
        names = tuple(label.value for label in block.labels)
        tables: dict[str, tuple[dict[object, Block], int]] = {
            "resource": (self.resources, 2),  # type: ignore[dict-item]
            "data": (self.data, 2),  # type: ignore[dict-item]
            "module": (self.modules, 1),  # type: ignore[dict-item]
            "variable": (self.variables, 1),  # type: ignore[dict-item]
            "output": (self.outputs, 1),  # type: ignore[dict-item]
        }
        table, count = tables.get(block.type, (None, 0))
        if table is None:
            return None, ""
        if len(names) != count:
            wanted = "a type and a name" if count == 2 else "a name"
            self.problems.append(Problem("syntax-error", f"a {block.type} block has {wanted} as labels", block.header_span))
            return None, ""
        return table, names if count == 2 else names[0]

    def _add_locals(self, body: Body) -> None:
        for item in body.attributes:
            if item.name in self.locals:
                first = self.locals[item.name]
                message = f"local {item.name} is declared twice, first on line {first.span.first.line} of {first.source.path}"
                self.problems.append(Problem("duplicate-key", message, item.name_span))
            else:
                self.locals[item.name] = item

    def _check_body(self, body: Body) -> None:
        """Notes arguments that a body has twice."""
        stack = [block.body for block in body.blocks]
        while stack:
            inner = stack.pop()
            seen: dict[str, Attribute] = {}
            for item in inner.items:
                if isinstance(item, Block):
                    stack.append(item.body)
                elif item.name in seen:
                    line = seen[item.name].span.first.line
                    self.problems.append(
                        Problem("duplicate-key", f"argument {item.name} is set twice, first on line {line}", item.name_span)
                    )
                else:
                    seen[item.name] = item


def _title(block: Block) -> str:
    return " ".join([block.type, *(label.value for label in block.labels)])


def _overridden(block: Block, other: Block) -> Block:
    names = {item.name for item in other.body.attributes}
    types = {item.type for item in other.body.blocks if item.type != "lifecycle"}
    kept = [item for item in block.body.items if (item.name not in names if isinstance(item, Attribute) else item.type not in types)]
    body = Body(block.source, block.body.start, block.body.end, [*kept, *other.body.items])
    return Block(block.source, block.start, block.end, block.type, block.labels, block.header_end, body)


def is_override(name: str) -> bool:
    """Returns whether a file holds overrides."""
    stem = name.removesuffix(".json").removesuffix(".tf")
    return stem == "override" or stem.endswith("_override")


def configuration_files(directory: str, files: Files) -> list[str]:
    """Returns the names of a directory's configuration files, overrides last."""
    names = [name for name in files.list(directory) if name.endswith((".tf", ".tf.json")) and not name.startswith((".", "#"))]
    return sorted(names, key=lambda name: (is_override(name), name))


def read_directory(directory: str, files: Files, request: Span | None = None) -> Configuration:
    """Returns what a directory declares."""
    configuration = Configuration(directory)
    for name in configuration_files(directory, files):
        path = os.path.join(directory, name)
        try:
            source = files.read(path, request)
        except Problem as problem:
            configuration.problems.append(problem)
            configuration.complete = False
            continue
        if name.endswith(".json"):
            from apigw_lint.loaders.terraform.json_configuration import parse_json

            body, problems = parse_json(source)
        else:
            body, problems = hcl_tree.parse(source)
        configuration.problems.extend(problems)
        configuration.complete = configuration.complete and not problems
        if is_override(name):
            configuration.override(body)
        else:
            configuration.add(body)
    return configuration
