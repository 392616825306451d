"""The JSON text that ``Fn::ToJsonString`` makes of a value."""

from __future__ import annotations

import json

from apigw_lint.value import Known, List, Table, Text, Unknown, joined

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.source import Span
    from apigw_lint.value import Value


LONGEST = 1_000_000
"""Characters of a string that functions make of others: quotes in quotes double with each level."""


def json_text(value: Value, span: Span) -> Value:
    """Returns a value as JSON text, with holes for what is not known."""
    parts: list[Value] = []
    literal: list[str] = []
    length = 0
    for piece in _pieces(value):
        if isinstance(piece, str):
            literal.append(piece)
            length += len(piece)
            if length > LONGEST:
                return Unknown(span, why="Fn::ToJsonString")
        else:
            parts += [Known("".join(literal), span), piece] if literal else [piece]
            literal = []
    if literal:
        parts.append(Known("".join(literal), span))
    return joined(parts, span)


def _pieces(value: Value) -> Iterator[str | Unknown]:
    """Yields the text piece by piece. A hole stands for all of an unknown value, its quotes included."""
    if isinstance(value, Known):
        yield json.dumps(value.value, ensure_ascii=False)
    elif isinstance(value, Text):
        yield '"'
        for part in value.parts:
            yield json.dumps(part.value, ensure_ascii=False)[1:-1] if isinstance(part, Known) else part
        yield '"'
    elif isinstance(value, Table) and value.complete:
        yield "{"
        for number, (key, content) in enumerate(value.known()):
            yield ("," if number else "") + json.dumps(key.value, ensure_ascii=False) + ":"
            yield from _pieces(content)
        yield "}"
    elif isinstance(value, List) and value.complete:
        yield "["
        for number, item in enumerate(value.items):
            yield "," if number else ""
            yield from _pieces(item)
        yield "]"
    else:
        yield value if isinstance(value, Unknown) else Unknown(value.span, why="not known")
