"""The properties of resource types, read when a rule asks for them; ``docs/schemas.py`` writes the tables and says their notation."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_FILES = {
    "cloudformation": "cloudformation_schema.json",
    "serverless": "serverless_schema.json",
    "terraform": "terraform_schema.json",
}
_read: dict[str, dict[str, Any]] = {}


def resource_types(format: str) -> dict[str, Any]:
    """Returns the shape of each resource type of a format, nothing for a format without a table."""
    types: dict[str, Any] = _table(format).get("types", {})
    return types


def serverless_globals() -> dict[str, list[str]]:
    """Returns the properties that SAM's ``Globals`` may set, by the names of the sections."""
    found: dict[str, list[str]] = _table("serverless")["globals"]
    return found


def serverless_events() -> list[str]:
    """Returns the types of events that a function of SAM may have."""
    found: list[str] = _table("serverless")["events"]
    return found


def _table(format: str) -> dict[str, Any]:
    found = _read.get(format)
    if found is None:
        import json

        name = _FILES.get(format)
        found = {}
        if name is not None:
            with open(os.path.join(os.path.dirname(__file__), name), encoding="utf-8") as file:
                found = json.load(file)
        _read[format] = found
    return found
