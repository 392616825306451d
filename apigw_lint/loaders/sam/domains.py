"""Custom domains of SAM's APIs: the domain name and the base paths that lead to a stage."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from apigw_lint.loaders.sam.macro import Macro, Resource


def expand(macro: Macro, api: Resource, kind: str) -> None:
    """Makes what the ``Domain`` of an API stands for. ``kind`` is ``Api``, ``HttpApi`` or ``WebSocketApi``.

    It is called when the stage of the API is made, since mappings refer to ``macro.references["<ApiId>.Stage"]``.
    """
