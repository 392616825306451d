"""The properties of resource types, read when a rule asks for them; ``docs/schemas.py`` writes the tables and says their notation."""

from __future__ import annotations

import os
from typing import Any

_FILES = {"cloudformation": "cloudformation_schema.json", "terraform": "terraform_schema.json"}
_read: dict[str, dict[str, Any]] = {}


def resource_types(format: str) -> dict[str, Any]:
    """Returns the shape of each resource type of a format, nothing for a format without a table."""
    found = _read.get(format)
    if found is None:
        import json

        name = _FILES.get(format)
        found = {}
        if name is not None:
            with open(os.path.join(os.path.dirname(__file__), name), encoding="utf-8") as file:
                found = json.load(file)["types"]
        _read[format] = found
    return found
