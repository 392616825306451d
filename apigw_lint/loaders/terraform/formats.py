"""``format``: Go's verbs, as far as Terraform's numbers and strings make sure text of them."""

from __future__ import annotations

import re

from apigw_lint.loaders.terraform.encoding import escaped, json_text, part_of
from apigw_lint.loaders.terraform.function_call import Fails
from apigw_lint.loaders.terraform.values import Loose, as_text, number_of, scalar
from apigw_lint.regexp import regexp
from apigw_lint.value import Known, List, Table, Text, Unknown, Value, joined

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from apigw_lint.source import Span

_VERB = regexp(r"%(?:%|([-+ #0]*)([0-9]*)(?:\.([0-9]*))?(?:\[([0-9]+)\])?(.))", re.DOTALL)
WIDEST = 1000


def formatted(pattern: Known[str], values: list[Value], span: Span) -> Value | None:
    """Returns the text of a format and its values, with holes for unknown ones; nothing where it is not sure."""
    pieces: list[Value] = []
    at = following = highest = 0
    for match in _VERB.finditer(pattern.value):
        if "%" in pattern.value[at : match.start()]:
            return None
        pieces.append(part_of(pattern, at, match.start()))
        at = match.end()
        flags, width, precision, index, verb = match.groups()
        if verb is None:
            pieces.append(Known("%", span))
            continue
        following = int(index) if index else following + 1
        highest = max(highest, following)
        if following > len(values):
            raise Fails("not enough arguments to format")
        piece = _piece(verb, flags, width, precision, values[following - 1])
        if piece is None:
            return None
        pieces.append(piece)
    if "%" in pattern.value[at:]:
        return None
    if highest < len(values):
        raise Fails("too many arguments to format")
    pieces.append(part_of(pattern, at, len(pattern.value)))
    found = joined(pieces, span)
    return Text([Known("", span), found], span) if isinstance(found, Unknown) else found


def _piece(verb: str, flags: str, width: str, precision: str | None, value: Value) -> Value | None:
    if width and int(width) > WIDEST:
        return None
    if not flags and not width and precision is None:
        return _plain(verb, value)
    if not isinstance(value, Known) or value.value is None:
        return Unknown(value.span, why="format") if isinstance(value, (Unknown, Text)) else None
    text = _padded(verb, flags, width, precision, value)
    return None if text is None else Known(text, value.span)


def _plain(verb: str, value: Value) -> Value | None:
    if isinstance(value, (Table, List)):
        text = json_text(value, value.span) if verb == "v" else None
        return text if isinstance(text, Known) else None
    if not isinstance(value, Known):
        return as_text(value) if verb in "sv" else Unknown(value.span, why="format")
    if value.value is None:
        return None
    if verb == "s" or (verb == "v" and not isinstance(value, Loose)):
        return as_text(value)
    if verb == "q" and scalar(value.value).isascii() and scalar(value.value).isprintable():
        inside = escaped(scalar(value.value))
        return Known(f'"{inside}"', value.span) if "\\u" not in inside else None
    if verb == "d":
        found = number_of(value)
        return Known(str(found), value.span) if isinstance(found, int) else None
    if verb == "t" and isinstance(value.value, bool):
        return as_text(value)
    return None


def _padded(verb: str, flags: str, width: str, precision: str | None, value: Known[Any]) -> str | None:
    if verb == "s" and precision is None and not set(flags) - {"-"}:
        text = scalar(value.value)
        if not text.isascii() or "\r\n" in text:
            return None
        return text.ljust(int(width or 0)) if "-" in flags else text.rjust(int(width or 0))
    found = number_of(value)
    if verb == "d" and isinstance(found, int) and precision is None and flags in ("", "0", "-"):
        size = int(width or 0)
        return str(found).ljust(size) if flags == "-" else str(found).zfill(size) if flags else str(found).rjust(size)
    if verb == "f" and found is not None and not flags and not width and precision and int(precision) <= 20:
        return _fixed(found, int(precision))
    return None


def _fixed(found: int | float, places: int) -> str | None:
    from decimal import Decimal

    exact = Decimal(repr(found))
    exponent = exact.as_tuple().exponent
    return f"{exact:.{places}f}" if isinstance(exponent, int) and -exponent <= places else None
