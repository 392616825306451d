"""The rule unknown-extension."""

from __future__ import annotations

import re

from apigw_lint.facts.openapi_extensions import ONLY, PLACES, PREFIX, SHAPES
from apigw_lint.languages.openapi import ANY_METHOD, document_of, is_version_2, places, tells_kind
from apigw_lint.regexp import regexp
from apigw_lint.rule import Consequence, Fix, Rule
from apigw_lint.value import List, Table, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from apigw_lint.languages.openapi import Place
    from apigw_lint.model import Api
    from apigw_lint.rule import Finding
    from apigw_lint.value import Known, Value

_LIKE_OURS = regexp(r"x[-_]?(amazon|amzn|aws)[-_.]?api[-_.]?gateway", re.IGNORECASE)
_FREE = frozenset(["$ref", "description", "openIdConnectUrl"])
"""Fields that mean nothing and mislead nobody."""


_SAID_BY_OTHERS = frozenset({("HTTP", "policy"), ("HTTP", "requestTemplates")})
"""What rules of their own find in the documents of a kind of API."""


class UnknownExtension(Rule):
    """
    Extension of OpenAPI that API Gateway does not read.

    ## What it does
    Finds extensions `x-amazon-apigateway-...` that are misspelt, that stand in the wrong place or belong to another kind of API, and fields
    in them that the extension has not, each with the nearest right one. Also `any` as a verb, which is `x-amazon-apigateway-any-method`.

    ## Why is this bad?
    The importer drops what it does not know without a word: the policy, the validator or the integration is not there.

    ## Example
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    x-amazon-apigateway-binary-media-type: [image/png]
    paths:
      /pets:
        get:
          x-amazon-apigateway-integration:
            type: http_proxy
            httpMethod: GET
            uri: https://pets.example.com/
            timeoutInMilliseconds: 1000
    ```

    ## Use instead
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    x-amazon-apigateway-binary-media-types: [image/png]
    paths:
      /pets:
        get:
          x-amazon-apigateway-integration:
            type: http_proxy
            httpMethod: GET
            uri: https://pets.example.com/
            timeoutInMillis: 1000
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions.html
    """

    consequence = Consequence.IGNORED
    kinds = ("REST", "HTTP")
    needs = ("api.body",)

    def check_api(self, api: Api) -> Iterator[Finding]:
        """Looks at the extensions of a document."""
        document = document_of(api)
        if document is None:
            return
        kind = api.kind if tells_kind(api, document) else ""
        for place in places(document):
            for key, value in place.table.known():
                if _LIKE_OURS.match(key.value):
                    yield from self._extension(key, value, place, kind, is_version_2(document))
                elif place.kind == "path item" and key.value.lower() == "any":
                    yield self._named(key, f"{key.value} is no verb that the importer knows", ANY_METHOD)
                elif place.kind == "operation" and key.value == "isDefaultRoute" and kind == "REST":
                    yield self.finding(key.span, "isDefaultRoute is for HTTP APIs: a REST API has no default route")

    def _extension(self, key: Known[str], value: Value, place: Place, kind: str, version_2: bool) -> Iterator[Finding]:
        name = key.value.removeprefix(PREFIX)
        if not key.value.startswith(PREFIX) or name not in PLACES:
            yield self._named(key, f"{key.value} is no extension of API Gateway: it is dropped", _nearest(key.value, place))
            return
        where, kinds = PLACES[name]
        if place.kind not in where or (name == "endpoint-configuration" and (place.kind == "root") is not version_2):
            yield self._misplaced(key, name, place, version_2)
        elif kind and kind not in kinds:
            if (kind, name) not in _SAID_BY_OTHERS:
                yield self.finding(key.span, f"{key.value} is for {kinds[0]} APIs: {_an(kind)} API drops it")
        else:
            yield from self._fields(name, name, value, SHAPES.get(name), kind)

    def _misplaced(self, key: Known[str], name: str, place: Place, version_2: bool) -> Finding:
        near = _nearest(key.value, place)
        if near is not None:
            return self._named(key, f"{key.value} has no meaning in a {place.kind}: it is dropped", near)
        right = PLACES[name][0]
        if name == "endpoint-configuration":
            right = right[:1] if version_2 else right[1:]
        return self.finding(key.span, f"{key.value} has no meaning here: it belongs to the {' or the '.join(right)}, and is dropped")

    def _fields(self, extension: str, owner: str, value: Value, shape: Any, kind: str) -> Iterator[Finding]:
        """Looks at the fields of an extension and of the objects in it."""
        if isinstance(value, Unknown):
            for candidate in value.candidates:
                yield from self._fields(extension, owner, candidate, shape, kind)
        elif isinstance(shape, list) and isinstance(value, List):
            for item in value.items:
                yield from self._fields(extension, owner, item, shape[0], kind)
        elif isinstance(shape, dict) and isinstance(value, Table) and value.entry("$ref") is None:
            for key, inner in value.known():
                if "*" in shape:
                    yield from self._fields(extension, owner, inner, shape["*"], kind)
                elif key.value in shape:
                    only = ONLY.get((extension.removesuffix("s"), key.value), kind)
                    if kind and only != kind and owner == extension and (kind, key.value) not in _SAID_BY_OTHERS:
                        yield self.finding(key.span, f"{key.value} is for {only} APIs: {_an(kind)} API drops it")
                    yield from self._fields(extension, key.value, inner, shape[key.value], kind)
                elif not key.value.startswith("x-") and key.value not in _FREE:
                    words = f"{PREFIX}{extension} has no field {key.value}{'' if owner == extension else f' in {owner}'}: it is dropped"
                    yield self._named(key, words, _nearest_of(key.value, shape))

    def _named(self, key: Known[str], words: str, near: str | None) -> Finding:
        """Returns the finding that a key is none, with the one that was meant."""
        edit = key.replaced(near) if near else None
        said = f"{words}; it is written {near}" if near else words
        return self.finding(key.span, said, fix=Fix(f"write {near}", [edit], safe=False) if edit else None)


def _an(kind: str) -> str:
    return f"{'an' if kind == 'HTTP' else 'a'} {kind}"


def _nearest(written: str, place: Place) -> str | None:
    """Returns the extension of a place that was most likely meant."""
    return _nearest_of(written, (PREFIX + name for name, (where, _) in PLACES.items() if place.kind in where))


def _nearest_of(written: str, names: Iterable[str]) -> str | None:
    from difflib import get_close_matches

    plain = {_plain(name): name for name in names}
    matches = get_close_matches(_plain(written), list(plain), 1, 0.85 if _LIKE_OURS.match(written) else 0.7)
    return plain[matches[0]] if matches else None


def _plain(name: str) -> str:
    return _LIKE_OURS.sub("x-amazon-apigateway", name).lower().replace("_", "").replace("-", "")
