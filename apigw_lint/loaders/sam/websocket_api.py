"""AWS::Serverless::WebSocketApi."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from apigw_lint.loaders.sam.macro import Macro


def expand(macro: Macro) -> None:
    """Makes the APIs of a template."""
