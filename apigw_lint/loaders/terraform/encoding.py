"""``jsonencode``, ``yamlencode`` and their way back, with the place of each scalar kept."""

from __future__ import annotations

import json

from apigw_lint.loaders.terraform.values import (
    Encoded,
    Failed,
    Loose,
    Set,
    Typed,
    as_text,
    decimal,
    kind_of,
    number_text,
    ordered,
    weigh,
)
from apigw_lint.regexp import regexp
from apigw_lint.source import Source
from apigw_lint.syntax.tree import Mapping, Scalar, Sequence
from apigw_lint.value import Entry, Known, List, Reference, Table, Text, Unknown, Value, joined

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from apigw_lint.source import Span
    from apigw_lint.syntax.tree import Node

_HTML = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029", "\x7f": "\x7f"}


def encode(value: Value, format: str, span: Span, spend: Callable[[int], None]) -> Value:
    """Returns the encoding of a value, which can be opened again as data."""
    if isinstance(value, Failed):
        return value
    weigh(value, spend)
    return Encoded(content(value), format, span)


def content(value: Value) -> Value:
    """Returns a value as data: scalars whose type is not sure are unknown."""
    if isinstance(value, Loose):
        return Unknown(value.span, (Known(value.value, value.span, value.places, value.writer),), "a string or a number", value.writer)
    if isinstance(value, List):
        items = [content(item) for item in value.items]
        return List(items, value.span, value.complete, value.writer)
    if isinstance(value, Table):
        return Table([Entry(entry.key, content(entry.value)) for entry in value.entries], value.span, value.complete, value.writer)
    if type(value) is Unknown and value.candidates:
        return Unknown(value.span, [content(item) for item in value.candidates], value.why, value.writer)
    return value


def json_text(value: Value, span: Span) -> Value:
    """Returns a value as Terraform's JSON: no blanks, keys sorted, ``<``, ``>`` and ``&`` escaped."""
    parts: list[Value] = []
    if not _json(value, parts):
        return Typed("string", span, "jsonencode")
    return joined(_merged(parts, span), span)


def _merged(parts: list[Value], span: Span) -> list[Value]:
    """Returns the parts with neighboring punctuation in one."""
    merged: list[Value] = []
    run: list[str] = []
    for part in parts:
        if isinstance(part, Known) and part.places is None:
            run.append(part.value)
            continue
        if run:
            merged.append(Known("".join(run), span))
            run = []
        merged.append(part)
    if run:
        merged.append(Known("".join(run), span))
    return merged


def _json(value: Value, parts: list[Value]) -> bool:
    """Adds the text of a value; returns false where not even its shape is known."""
    if isinstance(value, Known) and not isinstance(value, Loose):
        _json_scalar(value, parts)
    elif isinstance(value, Text):
        parts.append(Known('"', value.span))
        for part in value.parts:
            if isinstance(part, Known):
                parts.append(_escaped(part))
            else:
                parts.append(part)
        parts.append(Known('"', value.span))
    elif isinstance(value, Encoded):
        return _json(value.text, parts)
    elif isinstance(value, List):
        return _json_list(value, parts)
    elif isinstance(value, Table):
        return _json_table(value, parts)
    else:
        parts.append(Unknown(value.span, why="a string or a number") if isinstance(value, Known) else value)
    return True


def _json_scalar(value: Known[Any], parts: list[Value]) -> None:
    if isinstance(value.value, str):
        parts.extend([Known('"', value.span), _escaped(value), Known('"', value.span)])
        return
    plain = value.value
    text = "null" if plain is None else ("true" if plain else "false") if isinstance(plain, bool) else number_text(plain)
    parts.append(Known(text, value.span))


def _json_list(value: List, parts: list[Value]) -> bool:
    if not value.complete or not ordered(value):
        return False
    parts.append(Known("[", value.span))
    for at, item in enumerate(value.items):
        if at:
            parts.append(Known(",", value.span))
        if not _json(item, parts):
            return False
    parts.append(Known("]", value.span))
    return True


def _json_table(value: Table, parts: list[Value]) -> bool:
    if not value.complete:
        return False
    parts.append(Known("{", value.span))
    for at, entry in enumerate(sorted(value.entries, key=lambda entry: entry.name or "")):
        parts.append(Known((", " if at else "").strip() + '"' + escaped(entry.name or "") + '":', entry.key.span))
        if not _json(entry.value, parts):
            return False
    parts.append(Known("}", value.span))
    return True


def _escaped(value: Known[str]) -> Known[str] | Unknown:
    text = value.value
    if "\b" in text or "\f" in text:
        return Unknown(value.span, why="control character")  # Terraform's versions write these in two ways
    written = escaped(text)
    return Known(written, value.span, value.places if written == text else None, value.writer)


def escaped(text: str) -> str:
    """Returns the inside of a JSON string."""
    written = json.dumps(text, ensure_ascii=False)[1:-1]
    for character, escape in _HTML.items():
        if character in written:
            written = written.replace(character, escape)
    return written


def yaml_text(value: Value, span: Span) -> Value:
    """Returns a value as Terraform's YAML where it is a flat string or number; of the rest only the content is known."""
    return Typed("string", span, "yamlencode")


_CLEAR = regexp(r"[A-Za-z_/{][^\n:#]*|true|false|0|-?[1-9][0-9]{0,14}|-?[0-9]{1,9}\.[0-9]{1,5}|~|null")
_BOOLEANS = frozenset(["y", "n", "yes", "no", "on", "off"])


class Inside:
    """Places of a part of a string."""

    __slots__ = ("at", "value")

    def __init__(self, value: Known[str], at: int) -> None:
        self.value = value
        self.at = at

    def place(self, index: int) -> tuple[Source, int]:
        """Returns where the character at an index stands."""
        places = self.value.places
        return places.place(self.at + index) if places else (self.value.span.source, self.value.span.start)


def part_of(value: Known[str], start: int, end: int) -> Known[str]:
    """Returns a part of a string at its place."""
    if start == 0 and end == len(value.value):
        return value
    return Known(value.value[start:end], value.span, Inside(value, start) if value.places else None)


def decode(value: Value, format: str, span: Span) -> Value | None:
    """Returns the data that a JSON or YAML string holds, ``None`` where it is not known, Failed where it is none."""
    if isinstance(value, Encoded):
        return _as_decoded(value.content)
    text = as_text(value)
    if not isinstance(text, Known):
        return None
    node, problems = _tree(Source(span.source.path, text.value), format)
    if node is None or problems:
        return Failed(span, why=f"no {format.upper()}") if format == "json" and problems else None
    return _value(node, text, format)


def _tree(source: Source, format: str) -> tuple[Node | None, list[Any]]:
    if format == "json":
        from apigw_lint.syntax.json_tree import parse
    else:
        from apigw_lint.syntax.yaml_tree import parse  # type: ignore[assignment]
    return parse(source)


def _as_decoded(value: Value) -> Value:
    if isinstance(value, Set):
        return List([_as_decoded(item) for item in value.items], value.span, ordered(value), value.writer)
    if isinstance(value, List):
        return List([_as_decoded(item) for item in value.items], value.span, value.complete, value.writer)
    if isinstance(value, Table):
        return Table([Entry(entry.key, _as_decoded(entry.value)) for entry in value.entries], value.span, value.complete, value.writer)
    if isinstance(value, Encoded):
        return value.text
    if type(value) is Known or kind_of(value) == "string" or isinstance(value, Reference):
        return value
    return Unknown(value.span, [_as_decoded(item) for item in value.candidates], value.why) if isinstance(value, Unknown) else value


def _value(node: Node, text: Known[str], format: str) -> Value:
    """Returns a tree that was read out of a string, at the places of that string in its file."""
    span = text.at(node.start, node.end) if text.places else text.span
    if isinstance(node, Mapping):
        entries = [Entry(_key(key, text, format), _value(value, text, format)) for key, value in node.entries]
        return Table(entries, span)
    if isinstance(node, Sequence):
        return List([_value(item, text, format) for item in node.items], span)
    if isinstance(node, Scalar) and not node.tag and not _ambiguous(node, format):
        if isinstance(node.value, float):
            return decimal(Known(node.value, span))
        return Known(node.value, span, _Nested(node, text) if isinstance(node.value, str) and text.places else None)
    return Unknown(span, why="tag")


def _key(key: Scalar, text: Known[str], format: str) -> Known[str] | Unknown:
    span = text.at(key.start, key.end) if text.places else text.span
    if isinstance(key.value, str) and not _ambiguous(key, format):
        return Known(key.value, span, _Nested(key, text) if text.places else None)
    return Unknown(span, why="no string key")


def _ambiguous(node: Scalar, format: str) -> bool:
    """Returns whether a plain scalar of YAML may be something else for Terraform than for others, as ``yes`` and ``0x1`` may."""
    if format == "json":
        return False
    written = node.source.text[node.start : node.end]
    return written[:1] not in ("'", '"', "|", ">") and not (_CLEAR.fullmatch(written) and written.lower() not in _BOOLEANS)


class _Nested:
    """Places of a scalar in a string in a file."""

    __slots__ = ("node", "text")

    def __init__(self, node: Scalar, text: Known[str]) -> None:
        self.node = node
        self.text = text

    def place(self, index: int) -> tuple[Source, int]:
        """Returns where the character at an index stands."""
        _, at = self.node.place(index)
        places = self.text.places
        return places.place(min(at, len(self.text.value))) if places else (self.text.span.source, self.text.span.start)
