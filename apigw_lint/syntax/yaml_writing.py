"""Plain data as YAML text: scalars in a style, and dicts and lists as block or flow."""

from __future__ import annotations

from apigw_lint.regexp import regexp
from apigw_lint.syntax.resolving import resolved

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_PLAIN = regexp(r"[^\s\-?:,\[\]{}#&*!|>'\"%@`=<](?:[^\r\n\t]*[^\s])?\Z")
_FLOW_MARKS = regexp(r"[,\[\]{}]")
_PRINTABLE = regexp("[\t -~\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]*\\Z")
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\0": "\\0"}
_TIME = regexp(r"\d+(?::\d|-\d\d?-\d)")


def scalar(value: str | int | float | bool | None, style: str = "", flow: bool = False) -> str:
    """Returns a scalar on one line. Strings take the quotes of ``style``, or none where the plain text would be read as it is meant."""
    if not isinstance(value, str):
        return _word(value)
    if style == "" and is_plain(value, flow):
        return value
    if style != '"' and _PRINTABLE.match(value) and "\t" not in value:
        return "'" + value.replace("'", "''") + "'"
    return '"' + "".join(_escaped(character) for character in value) + '"'


def is_plain(text: str, flow: bool = False) -> bool:
    """Returns whether a string without quotes is read back as itself."""
    if not _PLAIN.match(text) or not _PRINTABLE.match(text) or ": " in text or " #" in text or text.endswith(":"):
        return False
    if text.startswith(("---", "...")) or _TIME.match(text) or (flow and (_FLOW_MARKS.search(text) or ":" in text)):
        return False
    value = resolved(text)
    return isinstance(value, str) and text not in ("y", "Y", "n", "N")


def literal(text: str, margin: str, line_end: str) -> str | None:
    """Returns a literal block scalar with its lines behind ``margin``, without the last line end; ``None`` where it cannot be one."""
    lines = text.split("\n")
    chomping = "-"
    if lines[-1] == "":
        lines.pop()
        chomping = ""
    if not lines or not margin or lines[0][:1] in ("", " ") or lines[-1] == "":
        return None
    if not all(_PRINTABLE.match(line) and "\t" not in line[:1] and line.strip(" \t") == line.strip() for line in lines):
        return None
    if any(line and not line.strip(" \t") for line in lines):
        return None
    return line_end.join(["|" + chomping, *(margin + line if line else "" for line in lines)])


def flow(value: Any, style: str = "") -> str:
    """Returns data on one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{scalar(key, style, True)}: {flow(item, style)}" for key, item in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(flow(item, style) for item in value) + "]"
    return scalar(value, style, True)


def block(value: Any, margin: str, step: str, line_end: str, quotes: str = "") -> str:
    """Returns data as it stands behind ``key:`` or ``-`` of a line that is indented by ``margin``, with the blank or line end before it.

    ``quotes`` is the style of strings that need quotes, empty for single ones.
    """
    inner = margin + step
    if isinstance(value, dict) and value:
        lines = [f"{inner}{key_text(key, quotes)}:{block(item, inner, step, line_end, quotes)}" for key, item in value.items()]
        return line_end + line_end.join(lines)
    if isinstance(value, (list, tuple)) and value:
        return line_end + line_end.join(f"{inner}-{item_text(item, inner, step, line_end, quotes)}" for item in value)
    if isinstance(value, (dict, list, tuple)):
        return " {}" if isinstance(value, dict) else " []"
    if isinstance(value, str) and "\n" in value:
        written = literal(value, inner, line_end)
        if written is not None:
            return " " + written
    return " " + quoted_if_needed(value, quotes)


def item_text(value: Any, margin: str, step: str, line_end: str, quotes: str = "") -> str:
    """Returns data as it stands behind the ``-`` of an item: a mapping starts on the same line."""
    if isinstance(value, (dict, list, tuple)) and value:
        return " " + block(value, margin, "  ", line_end, quotes)[len(line_end) + len(margin) + 2 :]
    return block(value, margin, step, line_end, quotes)


def key_text(key: Any, quotes: str = "") -> str:
    """Returns a key."""
    return quoted_if_needed(key, quotes)


def quoted_if_needed(value: Any, quotes: str) -> str:
    """Returns a scalar that is quoted only where it must be."""
    if isinstance(value, str) and not is_plain(value):
        return scalar(value, quotes or "'")
    return scalar(value)


def _word(value: float | bool | None) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return _float(value)
    return str(value)


def _float(value: float) -> str:
    if value != value:
        return ".nan"
    if value in (float("inf"), float("-inf")):
        return ".inf" if value > 0 else "-.inf"
    mantissa, mark, exponent = repr(value).partition("e")
    if "." not in mantissa:
        mantissa += ".0"
    return mantissa + mark + ("" if not exponent or exponent[0] in "+-" else "+") + exponent


def _escaped(character: str) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    if _PRINTABLE.match(character):
        return character
    code = ord(character)
    return f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}" if code < 65536 else f"\\U{code:08x}"
