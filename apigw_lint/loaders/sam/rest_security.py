"""What the methods of a REST API need: authorizers and API keys, as their events and their API say."""

from __future__ import annotations

from apigw_lint.loaders.sam.data import is_null, is_set
from apigw_lint.loaders.sam.nodes import is_call, mapping, tree, under, unknown
from apigw_lint.loaders.template import call_of, text_of
from apigw_lint.syntax.tree import Mapping, Scalar, Sequence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from apigw_lint.loaders.sam.macro import Macro, Resource
    from apigw_lint.loaders.sam.nodes import Grown
    from apigw_lint.loaders.sam.rest_document import RestDocument
    from apigw_lint.syntax.tree import Node

IAM = "AWS_IAM"
NONE = "NONE"
"""What an event says that wants no authorizer though there is a default."""
_KEY, _NO_KEY = "api_key", "api_key_false"
"""Names of requirements; the second marks a method that wants no key though the API asks for one."""


def is_truth(macro: Macro, node: Node | None, default: bool = False) -> bool | None:
    """Returns whether SAM takes something for true, ``None`` where that is not known: calls that are not resolved are true to it."""
    if node is None:
        return default
    call = call_of(node)
    if call is None:
        return is_set(node)
    if call[0] != "Ref":
        return True
    text = macro.text(node)
    return True if text is not None and text.lower() not in ("", "false") else None


def definitions(document: RestDocument, place: Node) -> Grown | None:
    """Returns the security definitions of a document, ready to be added to; ``None`` where a function makes them."""
    return None if is_call(document.body.get("securityDefinitions")) else document.body.grow("securityDefinitions", place)


def add_iam(document: RestDocument, place: Node) -> None:
    """Adds the definition of requests that are signed, where it is not there."""
    found = definitions(document, place)
    if found is not None and found.get(IAM) is None:
        value = {"x-amazon-apigateway-authtype": "awsSigv4", "type": "apiKey", "name": "Authorization", "in": "header"}
        found.put(IAM, value, place)


def add_api_key(document: RestDocument, place: Node) -> None:
    """Adds the definition of API keys, where it is not there."""
    found = definitions(document, place)
    if found is not None and found.get(_KEY) is None:
        found.put(_KEY, {"type": "apiKey", "name": "x-api-key", "in": "header"}, place)


def lose_sight(document: RestDocument, path: str, verb: str, place: Node) -> None:
    """Notes that it is not known what a method needs."""
    for operation in document.operations(path, verb):
        operation.put("security", unknown(place), place)


def of_event(macro: Macro, api: Resource, document: RestDocument, auth: Mapping, path: str, verb: str) -> None:
    """Adds to a method what its event says it needs."""
    authorizer, key = auth.get("Authorizer"), auth.get("ApiKeyRequired")
    for operation in document.operations(path, verb):
        if authorizer is not None and is_set(authorizer):
            _add_authorizer(macro, api, document, operation, auth, authorizer)
        if key is not None and not is_null(key):
            _add_key(macro, document, operation, key)


def _add_authorizer(macro: Macro, api: Resource, document: RestDocument, operation: Grown, auth: Mapping, written: Node) -> None:
    name, existing = macro.text(written), _existing(operation)
    if name is None or existing is None:
        operation.put("security", unknown(written), written)
        return
    scopes: Any = []
    defined = mapping(under(api.get("Auth"), "Authorizers", name))
    if name != NONE and defined is not None:
        own = auth.get("AuthorizationScopes")
        found = own if not is_null(own) else defined.get("AuthorizationScopes")
        scopes = found if not is_null(found) else []
    _write(document, operation, [*existing, tree({name: scopes}, written)], written)


def _add_key(macro: Macro, document: RestDocument, operation: Grown, written: Node) -> None:
    wanted, existing = is_truth(macro, written), _existing(operation)
    if wanted is None or existing is None:
        operation.put("security", unknown(written), written)
        return
    if wanted:
        add_api_key(document, written)
    operation.put("security", tree([*existing, tree({_KEY if wanted else _NO_KEY: []}, written)], written), written)


def set_default_authorizer(document: RestDocument, name: str | None, names: Iterable[str], scopes: Any, place: Node, verbs: Any) -> None:
    """Adds the default authorizer to every method that says nothing else; ``None`` is one that is not known.

    ``names`` are those of all authorizers; ``verbs`` returns whether a verb is to have it, ``None`` where that is not known.
    """
    known = {IAM, *names}
    for path in document.names():
        for verb, operation in document.methods(path):
            wanted = verbs(verb)
            if wanted is not False:
                _set_default(document, operation, name if wanted else None, known, scopes, place)


def _set_default(document: RestDocument, operation: Grown, name: str | None, known: set[str], scopes: Any, place: Node) -> None:
    existing = _existing(operation)
    if existing is None:
        return
    own = [item for item in existing if not known.isdisjoint(_names(item))]
    others = [item for item in existing if known.isdisjoint(_names(item))]
    without = next((item for item in others if NONE in _names(item)), None)
    if without is not None:
        others.remove(without)
        own = []
    elif not own:
        if name is None:
            operation.put("security", unknown(place), place)
            return
        own = [tree({name: scopes}, place)]
    if others or own:
        _write(document, operation, [*others, *own], place)


def set_default_key(document: RestDocument, place: Node, wanted: bool | None, verbs: Any) -> None:
    """Adds the API key to every method that does not refuse it; ``wanted`` is ``None`` where it is not known whether there is one."""
    for path in document.names():
        for verb, operation in document.methods(path):
            existing = _existing(operation)
            if existing is None:
                continue
            others = [item for item in existing if not {_KEY, _NO_KEY} & set(_names(item))]
            refused = any(_NO_KEY in _names(item) for item in existing)
            needed = wanted and verbs(verb)
            if needed is None and not refused:
                operation.put("security", unknown(place), place)
                continue
            found = [*others, tree({_KEY: []}, place)] if needed and not refused else others
            if found or existing:
                operation.put("security", tree(found, place), place)


def _write(document: RestDocument, operation: Grown, security: list[Node], place: Node) -> None:
    operation.put("security", tree(security, place), place)
    if IAM in _names(security[0]):
        add_iam(document, place)


def _existing(operation: Mapping) -> list[Node] | None:
    """Returns what a method needs so far; ``None`` where that is not known."""
    node = operation.get("security")
    if node is None or (isinstance(node, Scalar) and text_of(node) is None):
        return []
    return list(node.items) if isinstance(node, Sequence) and not is_call(node) else None


def _names(requirement: Node) -> list[str]:
    return [str(key.value) for key, _ in requirement.entries] if isinstance(requirement, Mapping) else []
