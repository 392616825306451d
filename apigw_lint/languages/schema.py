"""Models: JSON Schema draft 4 as API Gateway reads it.

A model is walked keyword by keyword, so that what is wrong is said at its place; of what is not known before deployment nothing is said.
What API Gateway refuses beyond the meta-schema of draft 4 are keywords that draft 4 does not have and references in other forms than its
own. Sources: the meta-schema of draft 4, the developer guide's pages on models and its important notes, and error messages of AWS.
"""

from __future__ import annotations

import re

from apigw_lint.languages.placeholders import may_be_filled_in
from apigw_lint.record import Row
from apigw_lint.regexp import regexp
from apigw_lint.value import HOLE, Absent, Entry, Known, List, Reference, Table, Text, Unknown, masked

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from apigw_lint.model import Api, Model
    from apigw_lint.source import Span
    from apigw_lint.value import Value

TYPES = ("array", "boolean", "integer", "null", "number", "object", "string")
_TABLES = ("properties", "patternProperties", "definitions")
_LISTS = ("allOf", "anyOf", "oneOf")
_SCHEMAS = ("not", "additionalProperties", "additionalItems")
_COUNTS = ("minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties")
_TEXTS = ("title", "description", "format", "pattern", "id", "$schema")

LATER = frozenset(
    (
        *("const", "contains", "maxContains", "minContains", "propertyNames", "if", "then", "else", "examples", "prefixItems"),
        *("$id", "$defs", "$anchor", "$comment", "$recursiveRef", "$dynamicRef", "dependentRequired", "dependentSchemas"),
        *("unevaluatedItems", "unevaluatedProperties", "contentEncoding", "contentMediaType", "divisibleBy", "disallow", "extends"),
    )
)
"""Keywords of other drafts than the fourth."""
OPENAPI = frozenset(["nullable", "readOnly", "writeOnly", "discriminator", "xml", "externalDocs", "deprecated"])
"""Keywords of OpenAPI's schemas. AWS's sources differ on what becomes of them; nothing is validated by them."""
REFUSED = frozenset({"example"})
"""Keywords of OpenAPI's schemas that a model is refused for."""

IMPORTED_FOLDERS = ("components.schemas.", "definitions.", "paths.")
_REFERENCE = regexp(r"https://apigateway\.amazonaws\.com/restapis/(?P<api>[^/]+)/models/(?P<name>.+)")
_MOST_SCHEMAS = 5_000


class Fault(Row):
    """What is wrong with a schema: where, which keyword, and in words. ``near`` is the keyword or type that was most likely meant."""

    span: Span
    keyword: str
    message: str
    written: Known[str] | None = None
    near: str | None = None


def is_imported(model: Model) -> bool:
    """Returns whether a model comes from an OpenAPI document, whose importer reads schemas its own way."""
    return model.address.startswith(IMPORTED_FOLDERS) or (model.api is not None and model.api.format == "openapi")


def is_json(model: Model) -> bool:
    """Returns whether a model is certainly a JSON Schema: for JSON bodies."""
    return isinstance(model.content_type, Known) and str(model.content_type.value).split(";")[0].strip().lower() == "application/json"


def keywords() -> frozenset[str]:
    """Returns the keywords of draft 4."""
    return frozenset(_CHECKS) | {"$ref", "default"}


def subschemas(root: Table) -> Iterator[Table]:
    """Yields a schema and all schemas inside of it, in the order in which they are written. A reference is not followed."""
    waiting: list[Table] = [root]
    seen = 0
    while waiting and seen < _MOST_SCHEMAS:
        schema = waiting.pop()
        seen += 1
        yield schema
        waiting += reversed([] if schema.entry("$ref") else list(_inside(schema)))


def _inside(schema: Table) -> Iterator[Table]:
    for entry in schema.entries:
        value = entry.value
        if entry.name in (*_TABLES, "dependencies") and isinstance(value, Table):
            yield from (inner.value for inner in value.entries if isinstance(inner.value, Table))
        elif entry.name in (*_LISTS, "items") and isinstance(value, List):
            yield from (item for item in value.items if isinstance(item, Table))
        elif entry.name in (*_SCHEMAS, "items") and isinstance(value, Table):
            yield value


def faults(root: Table) -> Iterator[Fault]:
    """Yields what is wrong with a schema by the meta-schema of draft 4."""
    for schema in subschemas(root):
        if not schema.entry("$ref"):
            for entry in schema.entries:
                check = _CHECKS.get(entry.name or "")
                if check is not None and not isinstance(entry.value, Absent):
                    yield from check(entry)
            yield from _lone_limits(schema)


def _lone_limits(schema: Table) -> Iterator[Fault]:
    """Yields the switches of limits that are not there."""
    for limit, switch in (("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")):
        entry = schema.entry(switch)
        if entry is not None and _kind(entry.value) == "boolean" and schema.lacks(limit):
            yield Fault(entry.key.span, switch, f"{switch} stands beside {limit} in draft 4, which is not there")


def unknown_keywords(root: Table) -> Iterator[Entry]:
    """Yields the entries of a schema whose key is no keyword of draft 4; those that start with ``x-`` are let be."""
    known = keywords()
    for schema in subschemas(root):
        if not schema.entry("$ref"):
            yield from (e for e in schema.entries if e.name is not None and e.name not in known and not e.name.startswith("x-"))


# Keywords


def _kind(value: Value) -> str | None:
    """Returns what a value is, in JSON's words; ``None`` where it is not known."""
    if isinstance(value, Known) and may_be_filled_in(value.value):
        return None
    if isinstance(value, Known):
        literal = value.value
        if literal is None:
            return "null"
        if isinstance(literal, bool):
            return "boolean"
        return "number" if isinstance(literal, (int, float)) else "string"
    if isinstance(value, Text):
        return "string"
    return "object" if isinstance(value, Table) else "array" if isinstance(value, List) else None


def _shown(value: Value) -> str:
    if isinstance(value, Known):
        return f"{_kind(value)} {value.span.text}" if len(value.span.text) <= 40 else str(_kind(value))
    return f"an {_kind(value)}"


def _expect(entry: Entry, kinds: tuple[str, ...], words: str) -> Iterator[Fault]:
    kind = _kind(entry.value)
    if kind is not None and kind not in kinds:
        yield Fault(entry.value.span, entry.name or "", f"{entry.name} is {words}, not {_shown(entry.value)}")


def _of(*kinds: str, words: str) -> Callable[[Entry], Iterator[Fault]]:
    return lambda entry: _expect(entry, kinds, words)


def _count(entry: Entry) -> Iterator[Fault]:
    value = entry.value
    fits = isinstance(value, Known) and isinstance(value.value, (int, float)) and value.value >= 0 and value.value % 1 == 0
    if _kind(value) not in (None, "number"):
        yield from _expect(entry, ("number",), "a whole number")
    elif isinstance(value, Known) and not fits:
        yield Fault(value.span, entry.name or "", f"{entry.name} is a whole number of 0 or more, not {value.value}")


def _multiple(entry: Entry) -> Iterator[Fault]:
    value = entry.value
    yield from _expect(entry, ("number",), "a number")
    if isinstance(value, Known) and isinstance(value.value, (int, float)) and not isinstance(value.value, bool) and value.value <= 0:
        yield Fault(value.span, entry.name or "", f"multipleOf is a number above 0, not {value.value}")


def _type(entry: Entry) -> Iterator[Fault]:
    value = entry.value
    if isinstance(value, List) and value.complete and not value.items:
        yield Fault(value.span, "type", f"the list of types is empty; types are {', '.join(TYPES)}")
    seen: set[object] = set()
    for item in value.items if isinstance(value, List) else [value]:
        if isinstance(item, Known) and item.value in seen:
            yield Fault(item.span, "type", f"the list of types has {item.value} twice")
        elif isinstance(item, Known) and item.value not in TYPES and not may_be_filled_in(item.value):
            from apigw_lint.facts.enums import nearest

            text = item.value if isinstance(item.value, str) else item.span.text
            near = nearest(text, (name.upper() for name in TYPES)) if isinstance(item.value, str) else None
            message = f"{text or 'an empty text'} is no type: types are {', '.join(TYPES)}"
            yield Fault(item.span, "type", message, item if isinstance(item.value, str) else None, near.lower() if near else None)
        elif isinstance(item, (Table, List)):
            yield Fault(item.span, "type", f"type is a name or a list of names, not {_shown(item)}")
        if isinstance(item, Known):
            seen.add(item.value)


def _required(entry: Entry) -> Iterator[Fault]:
    value = entry.value
    if _kind(value) == "boolean":
        yield Fault(
            value.span, "required", "required is a list of property names, which stands beside properties; on a property it means nothing"
        )
    else:
        yield from _expect(entry, ("array",), "a list of property names")
    yield from _names(entry, value)


def _names(entry: Entry, value: Value) -> Iterator[Fault]:
    """Yields what is wrong with a list of names that has to have some, each once."""
    if not isinstance(value, List):
        return
    if value.complete and not value.items:
        yield Fault(value.span, entry.name or "", f"{entry.name} is empty: draft 4 takes a list with at least one name")
    seen: set[str] = set()
    for item in value.items:
        if _kind(item) not in (None, "string"):
            yield Fault(item.span, entry.name or "", f"{entry.name} has names of properties in it, not {_shown(item)}")
        elif isinstance(item, Known) and item.value in seen:
            yield Fault(item.span, entry.name or "", f"{entry.name} names {item.value} twice")
        elif isinstance(item, Known):
            seen.add(item.value)


def _enum(entry: Entry) -> Iterator[Fault]:
    yield from _expect(entry, ("array",), "a list of values")
    if isinstance(entry.value, List) and entry.value.complete and not entry.value.items:
        yield Fault(entry.value.span, "enum", "enum is empty: draft 4 takes a list with at least one value")
    seen: set[tuple[str | None, object]] = set()
    for item in entry.value.items if isinstance(entry.value, List) else ():
        if isinstance(item, Known):
            if (_kind(item), item.value) in seen:
                yield Fault(item.span, "enum", f"enum has {item.value} twice")
            seen.add((_kind(item), item.value))


def _table(entry: Entry) -> Iterator[Fault]:
    yield from _expect(entry, ("object",), "an object of schemas")
    for inner in entry.value.entries if isinstance(entry.value, Table) else ():
        yield from _schema(inner.value, f"{entry.name} {inner.name or ''}".strip())


def _schema(value: Value, words: str) -> Iterator[Fault]:
    if _kind(value) not in (None, "object"):
        yield Fault(value.span, words.split()[0], f"{words} is a schema: an object, not {_shown(value)}")


def _list(entry: Entry) -> Iterator[Fault]:
    yield from _expect(entry, ("array",), "a list of schemas")
    if isinstance(entry.value, List):
        if entry.value.complete and not entry.value.items:
            yield Fault(entry.value.span, entry.name or "", f"{entry.name} is empty: draft 4 takes a list with at least one schema")
        for item in entry.value.items:
            yield from _schema(item, f"an item of {entry.name}")


def _items(entry: Entry) -> Iterator[Fault]:
    yield from _list(entry) if isinstance(entry.value, List) else _schema(entry.value, "items")


def _dependencies(entry: Entry) -> Iterator[Fault]:
    yield from _expect(entry, ("object",), "an object")
    for inner in entry.value.entries if isinstance(entry.value, Table) else ():
        if _kind(inner.value) not in (None, "object", "array"):
            yield Fault(inner.value.span, "dependencies", f"a dependency is a schema or a list of names, not {_shown(inner.value)}")
        yield from _names(entry, inner.value)


_CHECKS: dict[str, Callable[[Entry], Iterator[Fault]]] = {
    "type": _type,
    "required": _required,
    "enum": _enum,
    "multipleOf": _multiple,
    "items": _items,
    "dependencies": _dependencies,
    "not": _of("object", words="a schema"),
    "uniqueItems": _of("boolean", words="true or false"),
    **dict.fromkeys(("exclusiveMinimum", "exclusiveMaximum"), _of("boolean", words="true or false in draft 4, beside minimum or maximum")),
    **dict.fromkeys(("minimum", "maximum"), _of("number", words="a number")),
    **dict.fromkeys(("additionalProperties", "additionalItems"), _of("boolean", "object", words="true, false or a schema")),
    **dict.fromkeys(_COUNTS, _count),
    **dict.fromkeys(_TEXTS, _of("string", words="a text")),
    **dict.fromkeys(_TABLES, _table),
    **dict.fromkeys(_LISTS, _list),
}


# References


class ModelReference(Row):
    """A ``$ref`` of a schema. ``name`` is the model it names, ``None`` where that is not known or it stays inside of the schema."""

    value: Known[str] | Text
    text: str
    name: str | None
    inside: bool

    @property
    def canonical(self) -> bool:
        """Returns whether it is, or may be, of one of the two forms that a model takes."""
        head = self.text.split(HOLE, 1)[0]
        outside = HOLE in self.text and "https://apigateway.amazonaws.com/".startswith(head)
        return self.inside or outside or bool(re.match(r"https?://apigateway\.", self.text))


def references(root: Table) -> Iterator[ModelReference]:
    """Yields the references in a schema."""
    for schema in subschemas(root):
        entry = schema.entry("$ref")
        text = masked(entry.value) if entry is not None else None
        if entry is not None and text is not None and isinstance(entry.value, (Known, Text)):
            match = _REFERENCE.fullmatch(text)
            name = match["name"] if match is not None and HOLE not in match["name"] else None
            yield ModelReference(entry.value, text, name, text.startswith("#"))


def leads_somewhere(root: Table, pointer: str) -> bool:
    """Returns whether a reference that stays inside of a schema finds something there, or may."""
    at: Value = root
    for part in pointer.removeprefix("#").split("/")[1:]:
        key = part.replace("~1", "/").replace("~0", "~")
        if isinstance(at, Table):
            at = at.get(key)
        elif isinstance(at, List) and key.isdigit():
            at = at.items[int(key[:6])] if int(key[:6]) < len(at.items) else Absent(at.span)
        else:
            return isinstance(at, Unknown)
        if isinstance(at, Absent):
            return False
    return True


def names_other_api(reference: ModelReference, api: Api) -> bool:
    """Returns whether a reference certainly names a model of another API of the same files."""
    parts = reference.value.parts if isinstance(reference.value, Text) else ()
    others = (
        {other.address for other in api.definition.apis if other is not api and other.declared} if api.definition is not None else set()
    )
    return any(isinstance(part, Reference) and part.target in others for part in parts)
