"""Events of type ``Api``: the method that each adds to its API's document, and the permission to call the function."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apigw_lint.loaders.sam.rest_document import INTEGRATION, lambda_uri

if TYPE_CHECKING:
    from apigw_lint.loaders.sam.events import Event
    from apigw_lint.loaders.sam.macro import Macro, Resource
    from apigw_lint.loaders.sam.rest_document import RestDocument


def add(macro: Macro, api: Resource, document: RestDocument, event: Event) -> None:
    """Adds an event to the document of its API, and makes the permission that it needs."""
    path, verb = macro.text(event.path), macro.text(event.method)
    if path is None or verb is None or event.path is None or event.method is None:
        return
    if document.managed:
        operation = document.operation(path, verb, event.path, event.method)
        operation.put(INTEGRATION, {"type": "aws_proxy", "httpMethod": "POST", "uri": lambda_uri(event.owner.id, event.key)}, event.key)
        operation.put("responses", {}, event.key)
