"""Values of CloudFormation that are written in one place and used in another."""

from __future__ import annotations

from apigw_lint.loaders.template import text_of
from apigw_lint.regexp import regexp
from apigw_lint.syntax.tree import Scalar
from apigw_lint.value import Entry, Known, List, Table, Text, Unknown, cut, joined, scalar_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from apigw_lint.source import Span
    from apigw_lint.syntax.tree import Node
    from apigw_lint.value import Value

_DYNAMIC = regexp(r"\{\{resolve:[^{}]*\}\}")
_WHOLE = regexp(r"-?(?:0|[1-9][0-9]{0,17})")
_LISTS = ("CommaDelimitedList", "List<")


def written_text(node: Node) -> str:
    """Returns a scalar of a parameter as the string that it is: ``1.0`` stays ``1.0``."""
    text = text_of(node) or ""
    if isinstance(node, Scalar) and isinstance(node.value, float):
        source = node.source.text[node.start : node.end]
        return source if source.replace(".", "", 1).isdigit() else text
    return text


def typed(value: Value, kind: str, span: Span) -> Value:
    """Returns a parameter's value as its type makes it."""
    value = moved(value, span)
    if not isinstance(value, Known):
        return value
    text = scalar_text(value.value)
    if kind.startswith(_LISTS):
        return List([Known(part.strip(), span) for part in text.split(",")] if text else [], span)
    if kind == "Number" and _WHOLE.fullmatch(text):
        return Known(int(text), span)
    return Known(text, span)


def moved(value: Value, span: Span) -> Value:
    """Returns a value that is written elsewhere in the place where it is used; what another template's resources are is Unknown."""
    if isinstance(value, Known):
        return Known(value.value, span)
    if isinstance(value, Text):
        return Text([part for each in value.parts if isinstance(part := moved(each, span), (Known, Unknown))], span)
    if isinstance(value, Unknown):
        return Unknown(span, [moved(candidate, span) for candidate in value.candidates], value.why)
    if isinstance(value, List):
        return List([moved(item, span) for item in value.items], span, value.complete)
    if isinstance(value, Table):
        return Table([Entry(entry.key, moved(entry.value, span)) for entry in value.entries], span, value.complete)
    return value


def with_holes(known: Known[str]) -> Value:
    """Returns a string whose dynamic references are holes."""
    parts: list[Value] = []
    at = 0
    for match in _DYNAMIC.finditer(known.value):
        if match.start() > at:
            parts.append(cut(known, at, match.start()))
        parts.append(Unknown(known.at(match.start(), match.end()), why=f"dynamic reference {match[0][10:-2]}"))
        at = match.end()
    if not parts:
        return known
    if at < len(known.value):
        parts.append(cut(known, at, len(known.value)))
    return joined(parts, known.span)
