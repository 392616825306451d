"""Placeholders of documents that something outside fills in before they are imported: ``${x}``, ``{{ x }}``."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def may_be_filled_in(written: Any) -> bool:
    """Returns whether a literal has a placeholder, so that it is not known. API Gateway's own ``${stageVariables.x}`` is none."""
    if not isinstance(written, str) or ("${" not in written and "{{" not in written):
        return False
    rest = written.replace("${stageVariables.", "")
    return "${" in rest or "{{" in rest
