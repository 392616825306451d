"""``Cors`` of a REST API: an ``OPTIONS`` method for every path that has none."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from apigw_lint.loaders.sam.macro import Macro, Resource
    from apigw_lint.loaders.sam.rest_document import RestDocument


def apply(macro: Macro, api: Resource, document: RestDocument) -> None:
    """Adds the methods that answer preflight requests to the document of an API. It is called when the events are in it."""
