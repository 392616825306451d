"""Plain data written as HCL."""

from __future__ import annotations

from apigw_lint.regexp import regexp

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_NAME = regexp(r"[A-Za-z_][A-Za-z0-9_-]*\Z")
_SPECIAL = regexp(r'[\\"\n\r\t\x00-\x1f]|\$(?=\{)|%(?=\{)')
_WRITTEN = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "$": "$$", "%": "%%"}


def quoted(value: str) -> str:
    """Returns a string in quotes, with ``${`` and ``%{`` escaped."""
    return '"' + _SPECIAL.sub(lambda match: _WRITTEN.get(match.group()) or f"\\u{ord(match.group()):04x}", value) + '"'


def key_text(key: str) -> str:
    """Returns a key of an object: bare where it is a name."""
    return key if _NAME.match(key) else quoted(key)


def hcl(value: Any, indent: str = "") -> str:
    """Returns plain data as an expression whose further lines stand at an indentation."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return "null"
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, dict):
        if not value:
            return "{}"
        lines = [f"{indent}  {key_text(str(key))} = {hcl(item, indent + '  ')}\n" for key, item in value.items()]
        return "{\n" + "".join(lines) + indent + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(hcl(item, indent) for item in value) + "]"
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def indentation(text: str, offset: int) -> str:
    """Returns the blanks that the line of an offset starts with."""
    start = text.rfind("\n", 0, offset) + 1
    at = start
    while at < len(text) and text[at] in " \t":
        at += 1
    return text[start:at]
