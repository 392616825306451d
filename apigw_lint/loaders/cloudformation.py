"""CloudFormation templates, YAML and JSON: one definition for each combination of the conditions that matter to API Gateway."""

from __future__ import annotations

import os

from apigw_lint.errors import Problem
from apigw_lint.loaders import cloudformation_around, cloudformation_rest, cloudformation_stages, cloudformation_v2
from apigw_lint.loaders.cloudformation_parts import ADDRESSED, Made, Scene, open_up, referred
from apigw_lint.loaders.cloudformation_unresolved import unresolved_references
from apigw_lint.loaders.conditions import Conditions, in_words
from apigw_lint.loaders.intrinsics import RESOURCES, Evaluator
from apigw_lint.loaders.loaded import Loaded
from apigw_lint.loaders.template import (
    CONSTRUCT,
    Template,
    asset_of,
    branches,
    conditions_used,
    is_template,
    references_in,
    section,
    text_of,
)
from apigw_lint.model import Definition, Order, Parts, Resource
from apigw_lint.syntax.reading import parse
from apigw_lint.syntax.tree import Mapping
from apigw_lint.value import Absent, Known, Reference, Table, Text, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.files import Files
    from apigw_lint.loaders.constructs import Constructs
    from apigw_lint.loaders.intrinsics import Declaration
    from apigw_lint.loaders.loaded import Options
    from apigw_lint.loaders.sam import Expanded
    from apigw_lint.source import Source, Span
    from apigw_lint.syntax.tree import Node
    from apigw_lint.value import Value

_OWN = "AWS::ApiGateway"
_NESTED = {"AWS::CloudFormation::Stack": "TemplateURL", "AWS::Serverless::Application": "Location"}
"""Types of resources that are templates, and the property that says which."""
_REST_API, _V2_API, _RESOURCE = "AWS::ApiGateway::RestApi", "AWS::ApiGatewayV2::Api", "AWS::ApiGateway::Resource"
_BUILDERS = {
    **cloudformation_rest.BUILDERS,
    **cloudformation_v2.BUILDERS,
    **cloudformation_stages.BUILDERS,
    **cloudformation_around.BUILDERS,
}
_DEEPEST = 8
"""Templates inside templates."""
_MOST_DEFINITIONS = 64
_MOST_STACKS = 200
"""Templates in a template, with all those in them."""
_STORED = "AWS::SSM::Parameter"
_SERVERLESS = "AWS::Serverless::"
_MADE_BY_SAM = ("permissions", "usage_plans", "usage_plan_keys", "api_keys")
"""What SAM makes of events, connectors and its APIs' settings without a resource being written."""
_OUTSIDE = ("Custom::", "AWS::CloudFormation::", "AWS::Serverless::Application")
"""Types that may add to an API whose id they are given."""


def recognise(tree: Node | None) -> bool:
    """Returns whether a tree is a CloudFormation template."""
    return is_template(tree)


def load(tree: Node, source: Source, files: Files, options: Options) -> Loaded:
    """Returns the definitions of a template and of the local templates in it."""
    loaded = Loaded()
    given = {name: Known(text, tree.span) for name, text in options.parameters.items()}
    _Stack(_Run(files, loaded), tree, source, dict(given), ()).load()
    return loaded


class _Run:
    """The files of one call of :func:`load`, each read and parsed once, and what has come of them."""

    def __init__(self, files: Files, loaded: Loaded) -> None:
        self.loaded = loaded
        self.done: set[tuple[str, str]] = set()
        """Templates that are loaded, with their parameters."""
        self._stacks = 0
        self._files = files
        self._trees: dict[str, tuple[Source, Node] | None] = {}

    def tree(self, path: str, span: Span) -> tuple[Source, Node] | None:
        """Returns a local file and its tree; ``None`` where it is not there or cannot be read."""
        if path not in self._trees:
            self._trees[path] = self._parsed(path, span) if self._files.exists(path) else None
        return self._trees[path]

    def constructs(self, source: Source, tree: Node) -> Constructs | None:
        """Returns what tells the constructs of a template, with those of all that are loaded with it; ``None`` where CDK made none."""
        if CONSTRUCT in source.text:
            from apigw_lint.loaders.constructs import Constructs

            self.loaded.constructs = self.loaded.constructs or Constructs()
            self.loaded.constructs.add(source, tree)
        return self.loaded.constructs

    def may_open(self, span: Span) -> bool:
        """Returns whether another template may be opened; notes the first that may not."""
        self._stacks += 1
        if self._stacks == _MOST_STACKS + 1:
            self.loaded.problems.append(Problem("limit-exceeded", f"more than {_MOST_STACKS} nested templates; no more are read", span))
        return self._stacks <= _MOST_STACKS

    def _parsed(self, path: str, span: Span) -> tuple[Source, Node] | None:
        try:
            source = self._files.read(path, span)
        except Problem as problem:
            self.loaded.problems.append(problem)
            return None
        node, problems = parse(source)
        self.loaded.problems += problems
        self.loaded.files.append(source.path)
        return (source, node) if node is not None else None


class _Stack:
    """A template with the parameters that it is given. ``chain`` are the paths of the templates around it."""

    def __init__(self, run: _Run, tree: Node, source: Source, given: dict[str, Value], chain: tuple[str, ...]) -> None:
        self.run = run
        self.source = source
        self.given = given
        self.chain = (*chain, os.path.abspath(source.path))
        self._constructs = run.constructs(source, tree)
        self._children: dict[str, _Stack | None] = {}
        self._read(tree)
        self.serverless: Expanded | None = None
        """SAM's resources as written; what SAM makes of them stands in the template in their place."""
        if any(self._is_serverless(declaration) for declaration in self.evaluator.declarations.values()):
            self._expand()
            self._children.clear()
        self._tables: dict[str, Table] | None = None
        self._conditional: set[str] = set()
        self._unresolved: dict[str, list[tuple[str, str, Span]]] = {}
        self._order = Order(self._referred)

    def _read(self, tree: Node) -> None:
        self.template = Template(tree)
        self.evaluator = Evaluator(self.template, self.given, self._include, self._output)
        self.conditions = Conditions(self.template.conditions, self._unconditional)
        self.evaluator.decided = self.conditions.decided

    def _is_serverless(self, declaration: Declaration) -> bool:
        """Returns whether SAM makes something of a resource: of one of its own, or of the connectors in any other."""
        return declaration.type.startswith(_SERVERLESS) or (self.template.sam and declaration.node.get("Connectors") is not None)

    def _expand(self) -> None:
        """Puts what SAM makes of the template in its place."""
        from apigw_lint.loaders.sam import expand

        self.serverless = expanded = expand(self.template, self.evaluator)
        self._read(expanded.tree)
        self.evaluator.generated = expanded.references
        self.evaluator.serverless += tuple(expanded.unseen())

    def load(self) -> None:
        """Adds the definitions of this template and of those in it."""
        loaded = self.run.loaded
        if self.source.path not in loaded.files:
            loaded.files.append(self.source.path)
        touched = self._touched() if self.template.conditions is not None else []
        varying = [name for name in touched if self.conditions.decided(name) is None]
        combinations = (self.conditions.combinations(varying) if varying else None) or [{}]
        if len(combinations) > 1:
            self._tables = {}
            self._conditional = {name for name, declaration in self.evaluator.declarations.items() if conditions_used(declaration.node)}
        for combination in combinations:
            if len(loaded.definitions) < _MOST_DEFINITIONS:
                self.evaluator.truth = combination
                definition = self._definition(in_words(combination, varying) if len(combinations) > 1 else "")
                if len(combinations) > 1:
                    definition.left_out = tuple(self._left_out())
                loaded.definitions.append(definition)
        self.evaluator.truth = {}
        for name, declaration in self.evaluator.declarations.items():
            child = self._child(name) if declaration.type in _NESTED else None
            key = (child.source.path, repr(child.given)) if child is not None else ("", "")
            if child is not None and key not in self.run.done:
                self.run.done.add(key)
                child.load()

    def _touched(self) -> list[str]:
        """Returns the conditions that resources of API Gateway depend on, in the order written."""
        found: dict[str, None] = {}
        for declaration in self.evaluator.declarations.values():
            if declaration.type.startswith(_OWN):
                names = [declaration.condition] if declaration.condition else []
                found.update(dict.fromkeys([*names, *conditions_used(declaration.node)]))
        section = self.template.conditions
        return [name for name in found if section is not None and section.get(name) is not None]

    def _left_out(self) -> Iterator[Span]:
        """Yields the places of what the conditions, as they are now, leave out."""
        for declaration in self.evaluator.declarations.values():
            if declaration.condition and self.evaluator.is_true(declaration.condition) is False:
                yield declaration.key.span.to(declaration.node.span)
            for name, then, otherwise in branches(declaration.node):
                truth = self.evaluator.is_true(name)
                if truth is not None:
                    yield (otherwise if truth else then).span
        for resource in self.serverless.resources if self.serverless is not None else ():
            # What SAM makes of it stands at parts of it only.
            if resource.condition is not None and self.evaluator.is_true(text_of(resource.condition) or "") is False:
                yield resource.key.span.to(resource.attributes.span)

    def _definition(self, scenario: str) -> Definition:
        definition = Definition(format="cloudformation", path=self.source.path, scenario=scenario, order=self._order)
        scene = Scene(self.evaluator, definition, self.run.loaded.problems)
        by_type: dict[str, list[Made]] = {}
        for made in self._made():
            by_type.setdefault(made.declaration.type, []).append(made)
            if made.declaration.type.startswith(_OWN):
                definition.resources.add(made.raw(self.evaluator))
                unresolved_references(self.template, self.evaluator, definition, made, self._unresolved.get(made.declaration.id, ()))
        if self.serverless is not None:
            from apigw_lint.loaders.cloudformation_serverless import add_serverless

            add_serverless(self.evaluator, definition, self.serverless)
        for made in by_type.get(_REST_API, ()):
            cloudformation_rest.api(scene, made)
        for made in by_type.get(_V2_API, ()):
            cloudformation_v2.api(scene, made)
        cloudformation_rest.resources(scene, by_type.get(_RESOURCE, ()))
        for kind, build in _BUILDERS.items():
            for made in by_type.get(kind, ()):
                build(scene, made)
        self._open(scene)
        return definition

    def _referred(self, address: str) -> list[str]:
        """Returns the addresses of the resources that one refers to, in any branch of a condition."""
        declaration = self.evaluator.declarations.get(address.removeprefix(RESOURCES))
        if declaration is None:
            return []
        return [RESOURCES + name for name in referred(self.evaluator, declaration)]

    def _made(self) -> Iterator[Made]:
        """Yields the resources that the model is made of and that may be deployed, evaluated."""
        for declaration in self.evaluator.declarations.values():
            kind = declaration.type
            if kind not in _BUILDERS and not kind.startswith(_OWN):
                continue
            truth = self.evaluator.is_true(declaration.condition) if declaration.condition else True
            if truth is not False:
                yield Made(declaration, self._properties(declaration), truth is True)

    def _properties(self, declaration: Declaration) -> Table:
        """Returns the properties of a resource; those without conditions are the same in each combination."""
        if self._tables is None or declaration.id in self._conditional:
            return self._evaluated(declaration)
        table = self._tables.get(declaration.id)
        if table is None:
            table = self._tables[declaration.id] = self._evaluated(declaration)
        return table

    def _evaluated(self, declaration: Declaration) -> Table:
        node = declaration.node.get("Properties")
        if node is None:
            return Table([], declaration.key.span)
        needed = cloudformation_around.NEEDED.get(declaration.type)
        if needed is not None and isinstance(node, Mapping) and not node.tag and len(node.entries) > 1:
            entries = [(key, value) for key, value in node.entries if key.value in needed]
            node = Mapping(node.source, node.start, node.end, entries) if len(entries) != 1 else node
        before = len(self.evaluator.unresolved)
        value = self.evaluator.within(declaration.bound, node)
        if len(self.evaluator.unresolved) > before:
            self._unresolved[declaration.id] = self.evaluator.unresolved[before:]
            del self.evaluator.unresolved[before:]
        return value if isinstance(value, Table) else Table([], value.span, complete=False)

    def _open(self, scene: Scene) -> None:
        """Says which APIs and collections may have more than is seen."""
        if not self.evaluator.complete or self.template.has_macros or any(kind.endswith("::MODULE") for kind in self._types()):
            for api in scene.all_apis():
                open_up(api)
            for field in Definition.fields:
                parts = getattr(scene.definition, field)
                if isinstance(parts, Parts):
                    parts.complete = False
            return
        if (self.serverless is not None and not self.serverless.complete) or "AWS::Serverless::Application" in self._types():
            for name in _MADE_BY_SAM:
                getattr(scene.definition, name).complete = False
        if scene.apis:
            self._open_to_outputs(scene)
            for declaration in self.evaluator.declarations.values():
                if declaration.type.startswith(_OUTSIDE):
                    self._open_to(scene, references_in(declaration.node))
                elif declaration.type == _STORED:
                    self._open_to_readers(scene, self._evaluated(declaration).get("Value"), True)

    def _types(self) -> set[str]:
        return {declaration.type for declaration in self.evaluator.declarations.values()}

    def _open_to(self, scene: Scene, names: list[str]) -> None:
        """Opens the APIs that something outside is told of."""
        for name in names:
            part = scene.found.get(RESOURCES + name)
            api = part.api if isinstance(part, Resource) else scene.apis.get(RESOURCES + name)
            if api is not None:
                open_up(api)

    def _open_to_outputs(self, scene: Scene) -> None:
        """Opens the APIs to which other stacks can add because an output tells them the id."""
        for _, output in self.template.outputs.entries if self.template.outputs is not None else ():
            node = output.get("Value") if isinstance(output, Mapping) else None
            if node is not None and isinstance(output, Mapping):
                for name in references_in(node):
                    part = scene.apis.get(RESOURCES + name) or getattr(scene.found.get(RESOURCES + name), "api", None)
                    if part is not None:
                        part.told = True
                read = output.get("Export") is not None or len(self.chain) > 1
                self._open_to_readers(scene, self.evaluator.value(node), read)

    def _open_to_readers(self, scene: Scene, value: Value, read: bool) -> None:
        """Opens the API whose id a value tells; ``read``: another stack can surely read it."""
        if not isinstance(value, Reference):
            return
        api = scene.apis.get(value.target)
        if isinstance(scene.found.get(value.target), Resource) or value.attribute == "RootResourceId":
            self._open_to(scene, [value.target.removeprefix(RESOURCES)])
        elif api is not None and value.attribute in ("Ref", "ApiId", "RestApiId") and read:
            open_up(api, ADDRESSED if api.kind == "REST" else (*ADDRESSED, "methods", "integrations"))

    def _unconditional(self, node: Node) -> Value:
        """Returns the value of a node of a condition."""
        return self.evaluator.within({}, node)

    def _beside(self, path: str) -> str | None:
        """Returns the path of a local file that this template names; ``None`` for a bucket, an address and the like."""
        if "://" in path or "\0" in path or not path:
            return None
        return os.path.normpath(os.path.join(os.path.dirname(self.source.path), path)).replace(os.sep, "/")

    def _include(self, path: str, span: Span) -> Node | None:
        local = self._beside(path)
        found = self.run.tree(local, span) if local is not None else None
        if found is not None and self._constructs is not None:
            self._constructs.add_file(found[0], span)
        return found[1] if found is not None else None

    def _output(self, name: str, output: str) -> Value | None:
        """Returns an output of a nested template where it is known without deploying."""
        declaration = self.evaluator.declarations[name]
        child = self._child(name) if declaration.type in _NESTED else None
        node = section(child.template.outputs, output) if child is not None else None
        written = node.get("Value") if node is not None else None
        if child is None or written is None or child.template.outputs is None:
            return None
        value = child.evaluator.value(written)
        return value if isinstance(value, (Known, Text)) else None

    def _child(self, name: str) -> _Stack | None:
        """Returns the template that a resource is, if it is a local one."""
        if name not in self._children:
            self._children[name] = None
            outer, self.evaluator.truth = self.evaluator.truth, {}
            self._children[name] = self._opened(self.evaluator.declarations[name])
            self.evaluator.truth = outer
        return self._children[name]

    def _opened(self, declaration: Declaration) -> _Stack | None:
        properties = self._evaluated(declaration)
        name = _NESTED[declaration.type]
        asset = asset_of(declaration.node, name)
        location = Known(asset.value, asset.span) if asset is not None else properties.get(name)
        if not isinstance(location, Known) or not isinstance(location.value, str) or len(self.chain) > _DEEPEST:
            return None
        path = self._beside(location.value)
        if path is None or os.path.abspath(path) in self.chain:
            return None
        found = self.run.tree(path, location.span)
        if found is None or not is_template(found[1]) or not self.run.may_open(location.span):
            return None
        template, given = Template(found[1]), properties.get("Parameters")
        passed = {entry.name: entry.value for entry in given.entries if entry.name} if isinstance(given, Table) else {}
        if not isinstance(given, Absent) and not (isinstance(given, Table) and given.complete):
            names = [key.value for key, _ in template.parameters.entries] if template.parameters is not None else []
            passed = {**{str(key): Unknown(given.span, why=f"parameter {key}") for key in names}, **passed}
        return _Stack(self.run, found[1], found[0], passed, self.chain)
