"""A tree of Terraform modules: what each name in a module stands for, and the instances of all resources in it."""

from __future__ import annotations

import os

from apigw_lint.errors import Problem
from apigw_lint.loaders.terraform.blocks import resource_instance
from apigw_lint.loaders.terraform.configuration import Configuration, read_directory
from apigw_lint.loaders.terraform.expansion import Expansion, Member, expand
from apigw_lint.loaders.terraform.expressions import Budget, Evaluator
from apigw_lint.loaders.terraform.instance import Instance, Instances, Vain
from apigw_lint.loaders.terraform.references import References
from apigw_lint.loaders.terraform.resource import Resource
from apigw_lint.loaders.terraform.types import convert, read_type
from apigw_lint.loaders.terraform.values import Exhausted, Object, string_of
from apigw_lint.loaders.terraform.variables import given_values
from apigw_lint.syntax.hcl_nodes import Attribute, Block
from apigw_lint.value import Known, Unknown, Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from apigw_lint.files import Files
    from apigw_lint.loaders.loaded import Options
    from apigw_lint.source import Span
    from apigw_lint.syntax.hcl_nodes import Expression

STEPS = 1_000_000
"""Steps that the evaluation of one configuration may take."""
MOST_NESTED = 20
_OTHER_ROOTS = frozenset(["action", "count", "each", "ephemeral", "provider", "self", "terraform"])
"""Roots of references that stand for no resource of the configuration."""
_CALL_ARGUMENTS = frozenset(["source", "version", "count", "for_each", "providers", "depends_on"])


def evaluate(directory: str, files: Files, options: Options) -> tuple[Instances, list[Problem]]:
    """Returns the instances of the configuration in a directory, its modules included, and what is wrong in its files."""
    project = Project(directory, files)
    root = Module(project, project.configuration(directory, None), None, "", "")
    root.given = given_values(root, files, options)
    items = root.instances()
    told = frozenset().union(*(project.references.of(root, block) for block in root.configuration.outputs.values()))
    return Instances(items=items, complete=project.complete, vain=list(project.vain.values()), told=told), project.problems


class Project:
    """What all modules of a configuration share."""

    def __init__(self, directory: str, files: Files) -> None:
        self.directory = directory
        self.files = files
        self.budget = Budget(STEPS)
        self.problems: list[Problem] = []
        self.complete = True
        self.references = References()
        self.vain: dict[Span, Vain] = {}
        self._configurations: dict[str, Configuration] = {}
        self._noted: set[tuple[str, str, Span]] = set()

    def configuration(self, directory: str, request: Span | None) -> Configuration:
        """Returns what a directory declares, read once."""
        path = os.path.abspath(directory)
        found = self._configurations.get(path)
        if found is None:
            found = self._configurations[path] = read_directory(directory, self.files, request)
            self.complete = self.complete and found.complete
            for problem in found.problems:
                self.problem(problem)
        return found

    def problem(self, problem: Problem) -> None:
        """Notes a problem once."""
        key = (problem.code, problem.message, problem.span)
        if key not in self._noted:
            self._noted.add(key)
            self.problems.append(problem)

    def isolated(self, compute: Callable[[], Value], span: Span) -> Value:
        """Returns a value whose failures are its own: a ``try`` around a reference to it does not see them."""
        budget = self.budget
        doubts, failures, quiet, budget.quiet = budget.doubts, budget.failures, budget.quiet, 0
        try:
            return compute()
        except (Exhausted, RecursionError) as limit:
            self.complete = False
            message = str(limit) if isinstance(limit, Exhausted) else "a value is nested too deep; it is not read"
            if not any(problem.message == message for problem in self.problems):
                self.problem(Problem("limit-exceeded", message, span))
            return Unknown(span, why="not evaluated")
        finally:
            budget.doubts, budget.failures, budget.quiet = doubts, failures, quiet


class Module:
    """An instance of a module. ``address`` is its path with keys, ``plain`` without; both end in a dot unless empty."""

    def __init__(self, project: Project, configuration: Configuration, parent: Call | None, address: str, plain: str) -> None:
        self.project = project
        self.budget = project.budget
        self.files = project.files
        self.configuration = configuration
        self.parent = parent
        self.address = address
        self.plain = plain
        self.certain = True
        self.given: dict[str, Value] = {}
        self.names: dict[object, Value] = {}
        self._memo: dict[tuple[str, str], Value | None] = {}
        self._resources: dict[tuple[bool, str, str], Resource] = {}
        self._calls: dict[str, Call] = {}
        self._after: tuple[str, ...] | None = None
        self.evaluator = Evaluator(self)

    @property
    def after(self) -> tuple[str, ...]:
        """Returns the addresses of the resources that the calls of this module and of those around it wait for."""
        if self.parent is None:
            return ()
        if self._after is None:
            outer, body = self.parent.module, self.parent.block.body
            attributes = [body.attribute(name) for name in ("depends_on", "count", "for_each")]
            found = [self.project.references.of(outer, attribute.expression) for attribute in attributes if attribute is not None]
            self._after = tuple(sorted({*outer.after, *(address for one in found for address in one)}))
        return self._after

    def root(self, name: str, span: Span) -> Value | None:
        """Returns what a bare name stands for: nothing that has a value by itself."""
        return None

    def member(self, root: str, name: str, span: Span) -> Value | None:
        """Returns ``var.name``, ``local.name``, ``module.name``, ``path.name``, or a resource."""
        if root == "var":
            self.require(name, self.configuration.variables, "variable", span)
            return self._remembered("var", name, span, self._variable)
        if root == "local":
            self.require(name, self.configuration.locals, "local value", span)
            return self._remembered("local", name, span, self._local)
        if root == "module":
            self.require(name, self.configuration.modules, "module", span)
            return self.call(name).whole(span) if name in self.configuration.modules else Unknown(span, why=f"module.{name}")
        if root == "path":
            return self._path(name, span)
        if (root, name) in self.configuration.resources:
            return self.resource(root, name).whole(span)
        if root == "data":
            return None
        if root not in _OTHER_ROOTS:
            self._vain(f"{root}.{name}", "resource", [".".join(names) for names in self.configuration.resources], span)
        return Unknown(span, why=f"{root}.{name}")

    def require(self, name: str, declared: Collection[str], kind: str, span: Span) -> None:
        """Notes a reference to what the module does not declare."""
        if name not in declared:
            self._vain(name, kind, declared, span)

    def require_near(self, name: str, known: Collection[str], kind: str, span: Span) -> None:
        """Notes a reference to an attribute that is written almost as another; what is like no other may be of a newer provider."""
        from apigw_lint.facts.enums import nearest

        if nearest(name, known) is not None:
            self._vain(name, kind, known, span)

    def _vain(self, name: str, kind: str, declared: Collection[str], span: Span) -> None:
        """Notes a reference in vain, unless a file of the module could not be read."""
        if self.configuration.complete and span not in self.project.vain:
            self.project.vain[span] = Vain(span=span, kind=kind, name=name, declared=declared)

    def data(self, type: str, name: str, span: Span) -> Value:
        """Returns a data source."""
        if (type, name) in self.configuration.data:
            return self.resource(type, name, data=True).whole(span)
        self._vain(f"{type}.{name}", "data source", [".".join(names) for names in self.configuration.data], span)
        return Unknown(span, why=f"data.{type}.{name}")

    def file_path(self, path: str) -> str:
        """Returns the path to open: Terraform runs in the root module's directory."""
        return os.path.join(self.project.directory, path)

    def problem(self, problem: Problem) -> None:
        """Notes what is certainly wrong, where this module is certainly used."""
        if self.certain:
            self.project.problem(problem)

    def isolated(self, compute: Callable[[], Value], span: Span) -> Value:
        """Returns a value whose failures are its own."""
        return self.project.isolated(compute, span)

    def resource(self, type: str, name: str, data: bool = False) -> Resource:
        """Returns a resource or data source that is declared."""
        key = (data, type, name)
        if key not in self._resources:
            table = self.configuration.data if data else self.configuration.resources
            self._resources[key] = Resource(self, table[type, name], type, name, data)
        return self._resources[key]

    def call(self, name: str) -> Call:
        """Returns a call of a module that is declared."""
        if name not in self._calls:
            self._calls[name] = Call(self, self.configuration.modules[name], name)
        return self._calls[name]

    def expression(self, node: Expression, names: dict[object, Value] | None = None) -> Value:
        """Returns the value of an expression of this module, with its failures its own."""
        evaluator = Evaluator(self, names) if names else self.evaluator
        return self.project.isolated(lambda: evaluator.evaluate(node), node.span)

    def output(self, name: str, span: Span) -> Value:
        """Returns the value of an output."""
        self.require(name, self.configuration.outputs, f"output of {self.plain.removesuffix('.')}:", span)
        return self._remembered("output", name, span, self._output)

    def _remembered(self, kind: str, name: str, span: Span, compute: Callable[[str, Span], Value]) -> Value:
        key = (kind, name)
        if key in self._memo:
            found = self._memo[key]
            return Unknown(span, why="refers to itself") if found is None else found
        self._memo[key] = None
        self._memo[key] = value = compute(name, span)
        return value

    def _local(self, name: str, span: Span) -> Value:
        attribute = self.configuration.locals.get(name)
        return Unknown(span, why=f"local.{name}") if attribute is None else self.expression(attribute.expression)

    def _output(self, name: str, span: Span) -> Value:
        block = self.configuration.outputs.get(name)
        attribute = block.body.attribute("value") if block else None
        return Unknown(span, why=f"output {name}") if attribute is None else self.expression(attribute.expression)

    def _path(self, name: str, span: Span) -> Value:
        if name == "root":
            return Known(".", span)
        if name == "module":
            directory = os.path.relpath(self.configuration.directory, self.project.directory)
            return Known(directory.replace(os.sep, "/"), span)
        return Unknown(span, why=f"path.{name}")

    def _variable(self, name: str, span: Span) -> Value:
        block = self.configuration.variables.get(name)
        if block is None:
            return Unknown(span, why=f"var.{name}")
        given = self._given(name)
        nullable = block.body.attribute("nullable")
        keeps_null = nullable is None or _truth(self.expression(nullable.expression)) is not False
        default = block.body.attribute("default")
        if given is None or (not keeps_null and default is not None and isinstance(given, Known) and given.value is None):
            given = Unknown(block.header_span, why=f"var.{name}") if default is None else self.expression(default.expression)
        constraint = block.body.attribute("type")
        kind = read_type(constraint.expression if constraint else None)
        found = given
        return self.project.isolated(lambda: convert(found, kind, self.expression, self.budget.spend), span)

    def _given(self, name: str) -> Value | None:
        if self.parent is None:
            return self.given.get(name)
        attribute = self.parent.block.body.attribute(name)
        return None if attribute is None else self.parent.module.expression(attribute.expression, self.names)

    def instances(self) -> list[Instance]:
        """Returns the instances of all resources of this module and of those that it calls."""
        found: list[Instance] = []
        for data, table in ((False, self.configuration.resources), (True, self.configuration.data)):
            for kind, name in table:
                resource = self.resource(kind, name, data)
                found.extend(resource_instance(resource, member) for member in resource.expansion.members)
        for name in self.configuration.modules:
            for child in self.call(name).children():
                found.extend(child.instances())
        return found


class Call:
    """A ``module`` block: what it calls, and how often."""

    def __init__(self, module: Module, block: Block, name: str) -> None:
        self.module = module
        self.block = block
        self.name = name
        self._children: dict[Member, Module] = {}
        self._expansion: Expansion | None = None
        self.configuration = self._called()

    @property
    def expansion(self) -> Expansion:
        """Returns the instances of the module."""
        if self._expansion is None:
            self._expansion = Expansion("one", [Member(None, {}, unknown=True)], False, object())
            self._expansion = expand(self.block.body, self.module.expression, (id(self.module), "module"))
        return self._expansion

    def whole(self, span: Span) -> Value:
        """Returns what ``module.name`` stands for."""
        why = f"module.{self.name}"
        if self.configuration is None:
            return Unknown(span, why=why)
        return self.expansion.whole(lambda member: Object(span, why, self.child(member).output), span, why)

    def children(self) -> list[Module]:
        """Returns the instances of a module that is read."""
        return [] if self.configuration is None else [self.child(member) for member in self.expansion.members]

    def child(self, member: Member) -> Module:
        """Returns an instance of the module."""
        found = self._children.get(member)
        if found is None:
            assert self.configuration is not None
            address = f"{self.module.address}module.{self.name}{self.expansion.suffix(member)}."
            found = Module(self.module.project, self.configuration, self, address, f"{self.module.plain}module.{self.name}.")
            found.names = member.names
            found.certain = self.module.certain and member.certain
            self._children[member] = found
        return found

    def _called(self) -> Configuration | None:
        """Returns what the module's directory declares; nothing for a remote module and for one that cannot be read."""
        project = self.module.project
        source = self.block.body.attribute("source")
        path = string_of(self.module.expression(source.expression)) if source else None
        if path is None or (not path.startswith(("./", "../")) and path not in (".", "..")):
            project.complete = project.complete and not self._may_add()
            return None
        assert source is not None
        directory = os.path.normpath(os.path.join(self.module.configuration.directory, path))
        if self._nested_too_deep(directory):
            project.complete = False
            project.problem(Problem("limit-exceeded", f"module {self.name} calls itself, or is nested too deep", source.expression.span))
            return None
        if not project.files.is_dir(directory):
            project.complete = False
            if not os.path.exists(directory):
                project.problem(Problem("unreadable-file", f"module directory {path} does not exist", source.expression.span))
            return None
        return project.configuration(directory, source.expression.span)

    def _nested_too_deep(self, directory: str) -> bool:
        module: Module | None = self.module
        path = os.path.abspath(directory)
        depth = 0
        while module is not None:
            depth += 1
            if os.path.abspath(module.configuration.directory) == path or depth > MOST_NESTED:
                return True
            module = module.parent.module if module.parent else None
        return False

    def _may_add(self) -> bool:
        """Returns whether a module that is not read may add to our APIs: one of its arguments refers to something of API Gateway."""
        for item in self.block.body.items:
            if isinstance(item, Attribute) and item.name not in _CALL_ARGUMENTS:
                found = self.module.project.references.of(self.module, item.expression)
                if any(".aws_api_gateway" in f".{address}" or ".aws_apigatewayv2" in f".{address}" for address in found):
                    return True
        return False


def _truth(value: Value) -> bool | None:
    return value.value if isinstance(value, Known) and isinstance(value.value, bool) else None
