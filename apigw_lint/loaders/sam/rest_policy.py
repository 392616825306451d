"""``ResourcePolicy`` of a REST API and of its events: the resource policy in the document."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from apigw_lint.loaders.sam.macro import Macro, Resource
    from apigw_lint.loaders.sam.rest_document import RestDocument


def apply(macro: Macro, api: Resource, document: RestDocument) -> None:
    """Adds the resource policy of an API to its document. It is called after the authorization."""
