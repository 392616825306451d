"""One combination of a template's conditions while its resources become parts of the model."""

from __future__ import annotations

from apigw_lint.loaders.intrinsics import RESOURCES
from apigw_lint.loaders.literal import value_of
from apigw_lint.loaders.properties import read
from apigw_lint.loaders.template import asset_of, fingerprint, references_in
from apigw_lint.model import Api, EndpointConfiguration, Parts, RawResource, Resource
from apigw_lint.source import Span
from apigw_lint.syntax.tree import Mapping
from apigw_lint.typed import TypeVar
from apigw_lint.value import Absent, Known, List, Reference, Table, Text, Unknown, known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from apigw_lint.errors import Problem
    from apigw_lint.loaders.intrinsics import Declaration, Evaluator
    from apigw_lint.loaders.properties import Spec
    from apigw_lint.model import Definition, Part
    from apigw_lint.value import Value

P = TypeVar("P", bound="Part")

UNKNOWN_KIND = "UNKNOWN"
"""The kind of a version 2 API of which it is not known whether it is an HTTP or a WebSocket API."""
ADDRESSED = ("deployments", "stages", "models", "request_validators", "authorizers", "gateway_responses", "documentation_parts")
"""What can be added to an API by who knows its id."""
COLLECTIONS = (*ADDRESSED, "resources", "methods", "integrations")
_VALUES = """
    name description version api_key_source binary_media_types minimum_compression_size policy disable_execute_api_endpoint
    route_selection_expression api_key_selection_expression disable_schema_validation body
"""


def depends_on(evaluator: Evaluator, declaration: Declaration) -> Value:
    """Returns the logical ids under ``DependsOn`` as a list."""
    node = declaration.node.get("DependsOn")
    if node is None:
        return Absent(declaration.node.span, declaration.node)
    value = evaluator.within(declaration.bound, node)
    return List([value], value.span) if isinstance(value, Known) else value


def referred(evaluator: Evaluator, declaration: Declaration) -> list[str]:
    """Returns the logical ids of the resources that must be there before one is made."""
    value = depends_on(evaluator, declaration)
    names = [item.value for item in value.items if isinstance(item, Known)] if isinstance(value, List) else []
    names += references_in(declaration.node)
    for variable, text in declaration.bound.items():
        names = [name.replace(f"${{{variable}}}", text).replace(f"&{{{variable}}}", text) for name in names]
    names = [evaluator.generated.get(name, name) for name in names]
    return [name for name in dict.fromkeys(names) if name in evaluator.declarations]


class Made:
    """A resource and its properties, evaluated."""

    __slots__ = ("address", "certain", "declaration", "name_span", "span", "table")

    def __init__(self, declaration: Declaration, table: Table, certain: bool) -> None:
        self.declaration = declaration
        self.table = table
        self.certain = certain
        self.address = RESOURCES + declaration.id
        key = declaration.key
        self.name_span = key.span
        self.span = Span(key.source, key.start, max(declaration.node.end, key.end))

    def part(self) -> dict[str, Any]:
        """Returns what the part that stands for the resource takes from it."""
        return {"address": self.address, "span": self.span, "name_span": self.name_span, "certain": self.certain}

    def depends_on(self, evaluator: Evaluator) -> Value:
        """Returns the logical ids under ``DependsOn`` as a list."""
        return depends_on(evaluator, self.declaration)

    def raw(self, evaluator: Evaluator) -> RawResource:
        """Returns the resource as written."""
        return RawResource(type=self.declaration.type, properties=self.table, depends_on=self.depends_on(evaluator), **self.part())

    def inner(self, table: Table, name_span: Span | None = None, certain: bool = True) -> dict[str, Any]:
        """Returns what a part that is written inside the resource takes from it."""
        found = {"address": self.address, "span": table.span, "certain": self.certain and certain}
        return found if name_span is None else {**found, "name_span": name_span}

    def single(self, cls: type[P], name: str, spec: Spec, table: Table | None = None, **links: Any) -> P | None:
        """Returns the part that a mapping among the properties stands for; with unknown fields where the mapping is not known."""
        entry = (table or self.table).entry(name)
        value = (table or self.table).get(name) if entry is None else entry.value
        if isinstance(value, Absent) or (isinstance(value, Known) and value.value is None):
            return None
        content = value if isinstance(value, Table) else Table([], value.span, complete=False)
        return cls(**self.inner(content, entry.key.span if entry else None), **read(content, spec), **links)

    def several(self, value: Value) -> tuple[list[tuple[Table, bool]], bool]:
        """Returns the mappings of a list, each with whether it is certainly there, and whether there are no others."""
        if isinstance(value, Absent):
            return [], True
        if isinstance(value, Unknown):
            branches = [self.several(candidate)[0] for candidate in value.candidates]
            return [(table, False) for branch in branches for table, _ in branch], False
        if not isinstance(value, List):
            return [], False
        found: list[tuple[Table, bool]] = []
        complete = value.complete
        for item in value.items:
            if isinstance(item, Table):
                found.append((item, True))
            else:
                complete = False
                candidates = item.candidates if isinstance(item, Unknown) else ()
                found += [(candidate, False) for candidate in candidates if isinstance(candidate, Table)]
        return found, complete

    def parts(self, cls: type[P], name: str, spec: Spec, **links: Any) -> Parts[P]:
        """Returns the parts that a list among the properties stands for."""
        return self.parts_of(cls, self.table.get(name), spec, **links)

    def parts_of(self, cls: type[P], value: Value, spec: Spec, **links: Any) -> Parts[P]:
        """Returns the parts that a list of mappings stands for."""
        tables, complete = self.several(value)
        return Parts([cls(**self.inner(table, None, certain), **read(table, spec), **links) for table, certain in tables], complete)


class Scene:
    """The parts made so far, by address, and what joins them."""

    def __init__(self, evaluator: Evaluator, definition: Definition, problems: list[Problem]) -> None:
        self.evaluator = evaluator
        self.definition = definition
        self.problems = problems
        self.apis: dict[str, Api] = {}
        self.found: dict[str, Part] = {}
        self._foreign: dict[str, Api] = {}
        self._elsewhere: dict[str, Resource] = {}

    def all_apis(self) -> Iterator[Api]:
        """Yields the APIs that the template makes, and those that it adds to."""
        yield from self.apis.values()
        yield from self._foreign.values()

    def add_api(self, api: Api) -> None:
        """Adds an API that the template makes."""
        api.definition = self.definition
        self.apis[api.address] = api
        self.found[api.address] = api
        self.definition.apis.add(api)

    def keep(self, part: P) -> P:
        """Remembers the part that a resource is, for those that refer to it."""
        self.found[part.address] = part
        return part

    def linked(self, value: Value, cls: type[P]) -> P | None:
        """Returns the part that a value is the id of."""
        if isinstance(value, Reference) and (value.attribute == "Ref" or value.attribute.endswith("Id")):
            part = self.found.get(value.target)
            if isinstance(part, cls) and value.attribute != "RootResourceId":
                return part
        return None

    def api_of(self, made: Made, property: str = "RestApiId") -> Api:
        """Returns the API that a resource belongs to; one that is made elsewhere where the id tells no other."""
        value = made.table.get(property)
        if isinstance(value, Reference) and value.target in self.apis and value.attribute in ("Ref", "RestApiId", "ApiId"):
            return self.apis[value.target]
        if isinstance(value, Unknown):
            for candidate in value.candidates:
                if isinstance(candidate, Reference) and candidate.target in self.apis:
                    open_up(self.apis[candidate.target])
        kind = "REST" if property == "RestApiId" else UNKNOWN_KIND
        key = f"{kind} {self._identity(made, property, value)}"
        api = self._foreign.get(key)
        if api is None:
            api = self._foreign[key] = self._undeclared(value, made, kind)
            self.definition.apis.add(api)
        return api

    def resource_of(self, made: Made, property: str, api: Api) -> Resource:
        """Returns the resource whose id a property is; one of an unknown path where it is made elsewhere."""
        value = made.table.get(property)
        if isinstance(value, Reference) and value.attribute == "RootResourceId" and value.target in self.apis:
            root = self.apis[value.target].root
            if root is not None:
                return root
        linked = self.linked(value, Resource)
        if linked is not None:
            return linked
        key = f"{api.address} {self._identity(made, property, value)}"
        found = self._elsewhere.get(key)
        if found is None:
            path = Unknown(value.span, why="path of a resource that is made elsewhere")
            found = self._elsewhere[key] = Resource(address=made.address, span=value.span, name_span=value.span, path=path, api=api)
        return found

    def _identity(self, made: Made, property: str, value: Value) -> str:
        """Returns a text that is equal for properties that are certainly the same value."""
        if isinstance(value, Known):
            return f"= {value.value}"
        if isinstance(value, Reference):
            return f"{value.target}.{value.attribute}"
        properties = made.declaration.node.get("Properties")
        node = properties.get(property) if isinstance(properties, Mapping) else None
        return f"{fingerprint(node)} {made.declaration.bound}" if node is not None else made.address

    def _undeclared(self, value: Value, made: Made, kind: str) -> Api:
        unknown = Unknown(value.span, why="of an API that is made elsewhere")
        address = value.target if isinstance(value, Reference) else known(value, str) or value.span.text.strip()[:80] or made.address
        values: dict[str, Any] = dict.fromkeys(_VALUES.split(), unknown)
        api = Api(
            address=address,
            span=value.span,
            name_span=value.span,
            kind=kind,
            format="cloudformation",
            declared=False,
            definition=self.definition,
            endpoint_configuration=EndpointConfiguration(
                address=address, span=value.span, types=unknown, vpc_endpoint_ids=unknown, ip_address_type=unknown
            ),
            **values,
        )
        open_up(api)
        if kind == "REST":
            add_root(api)
        return api

    def read_body(self, api: Api, body: Value, *import_options: Value) -> None:
        """Adds to an API what its body defines."""
        if not isinstance(body, Absent):
            from apigw_lint.loaders.openapi import read_into

            self.problems += read_into(api, body, *import_options)

    def body_of(self, made: Made) -> Value:
        """Returns the OpenAPI document of an API: written in place, in a local file, or not known."""
        body = made.table.get("Body")
        if isinstance(body, Text) or known(body, str) is not None:
            from apigw_lint.loaders.embedded import parse_text

            document, problems = parse_text(body)
            self.problems += problems
            return document if document is not None else body
        location = made.table.get("BodyS3Location")
        if not isinstance(body, Absent) or isinstance(location, Absent):
            return body
        asset = asset_of(made.declaration.node, "BodyS3Location")
        if asset is not None:
            location = Known(asset.value, asset.span)
        node = self.evaluator.included(location.value, location.span) if isinstance(location, Known) else None
        return value_of(node) if node is not None else Unknown(location.span, why="body in another place")

    def opened(self, value: Value) -> Value:
        """Returns a document that is written as a string as data where it can be read."""
        if isinstance(value, Text) or known(value, str) is not None:
            from apigw_lint.loaders.embedded import parse_text

            document, _ = parse_text(value, only_json=True)
            return document if document is not None else value
        return value


def open_up(api: Api, collections: tuple[str, ...] = COLLECTIONS) -> None:
    """Says that more may belong to an API than is seen."""
    for collection in collections:
        getattr(api, collection).complete = False


def add_root(api: Api) -> None:
    """Gives a REST API its root resource, which every API has without being asked."""
    path = Known("/", api.name_span)
    api.root = Resource(address=api.address, span=api.span, name_span=api.name_span, certain=api.certain, path=path, api=api)
