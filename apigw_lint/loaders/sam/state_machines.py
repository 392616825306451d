"""State machines and their events of type ``Api``."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from apigw_lint.loaders.sam.events import Event
    from apigw_lint.loaders.sam.macro import Macro, Resource
    from apigw_lint.loaders.sam.rest_document import RestDocument


def expand(macro: Macro) -> None:
    """Makes what the state machines of a template stand for."""


def add(macro: Macro, api: Resource, document: RestDocument, event: Event) -> None:
    """Adds an event of a state machine to the document of its API, and makes the role that starts executions."""
