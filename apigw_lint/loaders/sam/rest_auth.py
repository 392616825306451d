"""``Auth`` of a REST API: authorizers as security definitions, and what the methods need of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from apigw_lint.loaders.sam.macro import Macro, Resource
    from apigw_lint.loaders.sam.rest_document import RestDocument


def apply(macro: Macro, api: Resource, document: RestDocument) -> None:
    """Adds what an API says of authorization to its document, and makes the permissions of its authorizers.

    It is called when the events and the CORS methods are in the document.
    """
