"""The rule invalid-extension-value."""

from __future__ import annotations

from apigw_lint.facts.enums import nearest
from apigw_lint.facts.openapi_extensions import LOCATIONS, PLACES, PREFIX, SHAPES
from apigw_lint.languages.openapi import document_of, is_version_2, places, tells_kind
from apigw_lint.languages.placeholders import is_function, may_be_filled_in
from apigw_lint.rule import Consequence, Fix, Rule
from apigw_lint.value import Absent, Known, List, Table, Text, Unknown, items, known, scalar_text, tables

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from apigw_lint.model import Api
    from apigw_lint.rule import Finding
    from apigw_lint.value import Value

_DROPPED = frozenset(["binary-media-types", "cors", "endpoint-configuration", "request-validators", "tag-value"])
"""Extensions whose wrong values are not known to stop the import."""


class InvalidExtensionValue(Rule):
    """
    Value that an extension of OpenAPI cannot have.

    ## What it does
    Finds values of another type than an extension wants, such as a text for a list or a mapping, values that are none of those there are,
    and documentation parts whose location has fields that its type has not.

    ## Why is this bad?
    API Gateway refuses the import of a malformed integration, authorizer or documentation part, and drops other values.

    ## Example
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    paths:
      /pets/{id}:
        get:
          x-amazon-apigateway-integration:
            type: http
            httpMethod: GET
            uri: https://pets.example.com/{id}
            requestParameters: {integration.request.path.id: method.request.path.id}
            cacheKeyParameters: method.request.path.id
            responses: {default: {statusCode: "200"}, "4..": {statusCode: "404"}}
          responses: {"200": {description: found}, "404": {description: none}}
    ```

    ## Use instead
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    paths:
      /pets/{id}:
        get:
          x-amazon-apigateway-integration:
            type: http
            httpMethod: GET
            uri: https://pets.example.com/{id}
            requestParameters: {integration.request.path.id: method.request.path.id}
            cacheKeyParameters: [method.request.path.id]
            responses: {default: {statusCode: "200"}, "4..": {statusCode: "404"}}
          responses: {"200": {description: found}, "404": {description: none}}
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions.html
    - https://docs.aws.amazon.com/apigateway/latest/api/API_DocumentationPartLocation.html
    """

    consequence = Consequence.REJECTED
    kinds = ("REST", "HTTP")
    needs = ("api.body",)

    def check_api(self, api: Api) -> Iterator[Finding]:
        """Looks at the values of a document's extensions."""
        document = document_of(api)
        if document is None:
            return
        kind = api.kind if tells_kind(api, document) else ""
        for place in places(document):
            for key, value in place.table.known():
                name = key.value.removeprefix(PREFIX)
                where, kinds = PLACES.get(name, ((), ())) if key.value.startswith(PREFIX) else ((), ())
                misplaced = name == "endpoint-configuration" and (place.kind == "root") is not is_version_2(document)
                if place.kind in where and not misplaced and (not kind or kind in kinds):
                    yield from self._value(name, "", value, SHAPES.get(name, "any"))
                    if name == "documentation":
                        yield from self._documentation(value)

    def _value(self, extension: str, path: str, value: Value, shape: Any) -> Iterator[Finding]:
        if (
            isinstance(value, Absent)
            or shape == "any"
            or (isinstance(value, Known) and (value.value is None or may_be_filled_in(value.value)))
            or is_function(value)
        ):
            return
        if isinstance(value, Unknown) and not isinstance(value, Text):
            for candidate in value.candidates:
                yield from self._value(extension, path, candidate, shape)
        elif isinstance(shape, dict):
            if isinstance(value, Table):
                yield from self._fields(extension, path, value, shape)
            else:
                yield self._wrong(extension, path, value, "an object")
        elif isinstance(shape, list):
            if not isinstance(value, List):
                yield self._wrong(extension, path, value, "a list")
            for item in items(value):
                yield from self._value(extension, path, item, shape[0])
        elif isinstance(value, (Table, List)):
            yield self._wrong(extension, path, value, _WANTED.get(shape, "text") if isinstance(shape, str) else "text")
        elif isinstance(value, Known):
            yield from self._scalar(extension, path, value, shape)

    def _fields(self, extension: str, path: str, value: Table, shape: dict[str, Any]) -> Iterator[Finding]:
        if value.entry("$ref") is None:
            for key, inner in value.known():
                found = shape.get(key.value, shape.get("*"))
                if found is not None and not (key.value.startswith("x-") and key.value not in shape):
                    yield from self._value(extension, f"{path}.{key.value}" if path else key.value, inner, found)

    def _scalar(self, extension: str, path: str, value: Known[Any], shape: Any) -> Iterator[Finding]:
        text = scalar_text(value.value)
        if isinstance(shape, tuple):
            if text not in shape:
                near = nearest(text, shape)
                edit = value.replaced(near) if near else None
                yield self._wrong(extension, path, value, " or ".join(shape), Fix(f"write {near}", [edit]) if edit else None)
        elif (shape == "boolean" and text.lower() not in ("true", "false")) or (shape == "integer" and not _is_whole(text)):
            yield self._wrong(extension, path, value, _WANTED[shape])

    def _wrong(self, extension: str, path: str, value: Value, wanted: str, fix: Fix | None = None) -> Finding:
        found = f", and {scalar_text(value.value)} is none" if isinstance(value, Known) else ""
        consequence = Consequence.IGNORED if extension in _DROPPED else Consequence.REJECTED
        owner = f"{path} of {PREFIX}{extension}" if path else f"{PREFIX}{extension}"
        return self.finding(value.span, f"{owner} must be {wanted}{found}", consequence=consequence, fix=fix)

    def _documentation(self, value: Value) -> Iterator[Finding]:
        for documentation in tables(value):
            for part in items(documentation.get("documentationParts")):
                for table in tables(part):
                    for location in tables(table.get("location")):
                        yield from self._location(location)

    def _location(self, location: Table) -> Iterator[Finding]:
        written = location.get("type")
        kind = known(written, str)
        if kind is None:
            return
        fields = LOCATIONS.get(kind)
        if fields is None:
            near = nearest(kind, LOCATIONS)
            yield self.finding(written.span, f"{kind} is no type of a documentation part{f': it is written {near}' if near else ''}")
            return
        for key, inner in location.known():
            if key.value in ("path", "method", "statusCode", "name") and key.value not in fields and known(inner, str) not in (None, ""):
                have = f"has {', '.join(fields)}" if fields else "has no other fields"
                yield self.finding(key.span, f"the location of a documentation part of type {kind} cannot have {key.value}: it {have}")


_WANTED = {"string": "text", "boolean": "true or false", "integer": "an integer"}


def _is_whole(text: str) -> bool:
    return text.lstrip("+-").removesuffix(".0").isdigit()
