"""Terraform's functions on strings."""

from __future__ import annotations

from apigw_lint.loaders.terraform.encoding import part_of
from apigw_lint.loaders.terraform.function_call import Arguments, Fails
from apigw_lint.loaders.terraform.values import Typed, as_text, number_of, ordered, string_of
from apigw_lint.value import HOLE, Known, List, Text, Unknown, Value, joined

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

_SPACE = "\t\n\v\f\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
LONGEST = 5_000_000
"""Characters of a string that a function makes."""


def _computed(function: Callable[[str], str | bool | None]) -> Callable[[Arguments], Value | None]:
    """Returns the function of one known string."""

    def call(given: Arguments) -> Value | None:
        texts = given.strings(1)
        if texts is None:
            return None
        found = function(texts[0])
        return None if found is None else Known(found, given.span)

    return call


def _upper(text: str) -> str | None:
    return text.upper() if text.isascii() else None


def _lower(text: str) -> str | None:
    return text.lower() if text.isascii() else None


def _title(text: str) -> str | None:
    import re

    return re.sub(r"(?<![A-Za-z0-9_'])[a-z]", lambda match: match.group().upper(), text) if text.isascii() and "'" not in text else None


def _reversed(text: str) -> str | None:
    return text[::-1] if text.isascii() and "\r\n" not in text else None


def _digest(name: str, base64: bool = False) -> Callable[[Arguments], Value | None]:
    def digest(text: str) -> str:
        import hashlib

        found = hashlib.new(name, text.encode(), usedforsecurity=False)
        if not base64:
            return found.hexdigest()
        from base64 import b64encode

        return b64encode(found.digest()).decode()

    return _computed(digest)


def _base64_encode(text: str) -> str:
    from base64 import b64encode

    return b64encode(text.encode()).decode()


def _base64_decode(text: str) -> str | None:
    from base64 import b64decode

    try:
        return b64decode(text, validate=True).decode()
    except ValueError:
        return None


def _url_encode(text: str) -> str:
    from urllib.parse import quote_plus

    return quote_plus(text, safe="~")


def _base_name(text: str) -> str | None:
    stripped = text.rstrip("/")
    return stripped.rpartition("/")[2] if stripped else None


def _dir_name(text: str) -> str | None:
    import posixpath

    if not text or text.endswith("/"):
        return None
    return posixpath.normpath(posixpath.dirname(text) or ".")


def _trim_space(given: Arguments) -> Value | None:
    return _trimmed(given, lambda text, _: (len(text) - len(text.lstrip(_SPACE)), len(text.rstrip(_SPACE))), 1)


def _chomp(given: Arguments) -> Value | None:
    return _trimmed(given, lambda text, _: (0, len(text.rstrip("\r\n"))), 1)


def _trim(given: Arguments) -> Value | None:
    def bounds(text: str, other: str) -> tuple[int, int]:
        return (len(text) - len(text.lstrip(other)), len(text.rstrip(other))) if other else (0, len(text))

    return _trimmed(given, bounds, 2)


def _trim_prefix(given: Arguments) -> Value | None:
    return _trimmed(given, lambda text, other: (len(other) if text.startswith(other) else 0, len(text)), 2)


def _trim_suffix(given: Arguments) -> Value | None:
    return _trimmed(given, lambda text, other: (0, len(text) - len(other) if text.endswith(other) else len(text)), 2)


def _trimmed(given: Arguments, bounds: Callable[[str, str], tuple[int, int]], count: int) -> Value | None:
    """Returns a part of a string, at its place."""
    first, *rest = given.many(count)
    text, other = as_text(first), string_of(rest[0]) if rest else ""
    if not isinstance(text, Known) or other is None:
        return _string_unknown(given)
    start, end = bounds(text.value, other)
    return part_of(text, start, max(start, end))


def _string_unknown(given: Arguments) -> Value | None:
    return Typed("string", given.span, "text") if any(isinstance(value, (Text, Typed)) for value in given.values) else None


def _replace(given: Arguments) -> Value | None:
    first, old, new = given.many(3)
    text, pattern, replacement = as_text(first), string_of(old), as_text(new)
    if not isinstance(text, Known) or not pattern:
        return None
    if len(pattern) > 1 and pattern[0] == pattern[-1] == "/":
        return _replace_regex(given, text.value, pattern[1:-1], replacement)
    pieces: list[Value] = []
    at = 0
    while (found := text.value.find(pattern, at)) >= 0:
        pieces += [part_of(text, at, found), replacement]
        at = found + len(pattern)
        given.evaluator.budget.spend(1)
    if not pieces:
        return text
    pieces.append(part_of(text, at, len(text.value)))
    if isinstance(replacement, Known) and len(pieces) // 2 * len(replacement.value) > LONGEST:
        return None
    return joined(pieces, given.span)


def _replace_regex(given: Arguments, text: str, pattern: str, replacement: Value) -> Value | None:
    from apigw_lint.loaders.terraform.regexes import replaced

    if not isinstance(replacement, Known):
        return None
    found = replaced(text, pattern, replacement.value)
    return None if found is None else Known(found, given.span)


def _regex(given: Arguments) -> Value | None:
    from apigw_lint.loaders.terraform.regexes import first_match

    texts = given.strings(2)
    return None if texts is None else first_match(texts[0], texts[1], given.span)


def _regex_all(given: Arguments) -> Value | None:
    from apigw_lint.loaders.terraform.regexes import all_matches

    texts = given.strings(2)
    return None if texts is None else all_matches(texts[0], texts[1], given.span)


def _join(given: Arguments) -> Value | None:
    separator, *lists = given.many(2, 50)
    between = as_text(separator)
    pieces: list[Value] = []
    for value in lists:
        if not isinstance(value, List):
            return None
        if not value.complete or not ordered(value):
            return Typed("string", given.span, "join()")
        for item in value.items:
            text = as_text(item)
            if isinstance(item, Known) and item.value is None:
                raise Fails("join of null")
            given.evaluator.budget.spend(1)
            pieces += [between, text] if pieces else [text]
    if not pieces:
        return Known("", given.span)
    found = joined(pieces, given.span)
    return Text([Known("", given.span), found], given.span) if isinstance(found, Unknown) else found


def _split(given: Arguments) -> Value | None:
    separator, value = given.many(2)
    between, text = string_of(separator), as_text(value)
    if not between or not isinstance(text, Known):
        return None
    items: list[Value] = []
    at = 0
    while (found := text.value.find(between, at)) >= 0:
        items.append(part_of(text, at, found))
        at = found + len(between)
        given.evaluator.budget.spend(1)
    return List([*items, part_of(text, at, len(text.value))], given.span)


def _substr(given: Arguments) -> Value | None:
    value, first, count = given.many(3)
    text, start, length = as_text(value), number_of(first), number_of(count)
    if not isinstance(text, Known) or not isinstance(start, int) or not isinstance(length, int):
        return None
    size = len(text.value)
    if not text.value.isascii() or "\r\n" in text.value or length < -1 or (start < 0 and -start > size):
        return None
    start = start + size if start < 0 else min(start, size)
    return part_of(text, start, size if length == -1 else min(start + length, size))


def _starts_with(given: Arguments) -> Value | None:
    return _headed(given, True)


def _ends_with(given: Arguments) -> Value | None:
    return _headed(given, False)


def _headed(given: Arguments, start: bool) -> Value | None:
    value, wanted = given.many(2)
    text, part = as_text(value), string_of(wanted)
    if part is None:
        return None
    if isinstance(text, Known):
        return Known(text.value.startswith(part) if start else text.value.endswith(part), given.span)
    if isinstance(text, Text):
        known = text.masked.split(HOLE)[0 if start else -1]
        if known.startswith(part) if start else known.endswith(part):
            return Known(True, given.span)
        size = min(len(known), len(part))
        if size and (known[:size] != part[:size] if start else known[-size:] != part[-size:]):
            return Known(False, given.span)
    return Typed("bool", given.span, "text")


def _contains(given: Arguments) -> Value | None:
    value, wanted = given.many(2)
    text, part = as_text(value), string_of(wanted)
    if part is None:
        return None
    if isinstance(text, Known):
        return Known(part in text.value, given.span)
    if isinstance(text, Text) and any(isinstance(piece, Known) and part in piece.value for piece in text.parts):
        return Known(True, given.span)
    return Typed("bool", given.span, "text")


def _indent(given: Arguments) -> Value | None:
    spaces, value = given.many(2)
    count, text = number_of(spaces), as_text(value)
    if not isinstance(count, int) or not 0 <= count <= 1000 or not isinstance(text, Known):
        return None
    lines = text.value.count("\n")
    if lines * count > LONGEST:
        return None
    pieces: list[Value] = []
    at = 0
    while (found := text.value.find("\n", at)) >= 0:
        pieces += [part_of(text, at, found + 1), Known(" " * count, given.span)]
        at = found + 1
    pieces.append(part_of(text, at, len(text.value)))
    given.evaluator.budget.spend(len(pieces))
    return joined(pieces, given.span)


def _format(given: Arguments) -> Value | None:
    from apigw_lint.loaders.terraform.formats import formatted

    if not given.values:
        raise Fails("format takes a format")
    pattern = as_text(given.values[0])
    return formatted(pattern, given.values[1:], given.span) if isinstance(pattern, Known) else _string_unknown(given)


def _format_list(given: Arguments) -> Value | None:
    from apigw_lint.loaders.terraform.formats import formatted

    pattern = as_text(given.values[0]) if given.values else None
    lists = [value for value in given.values[1:] if isinstance(value, List)]
    if not isinstance(pattern, Known) or not lists or any(not items.complete or not ordered(items) for items in lists):
        return None
    if any(isinstance(value, Unknown) and not isinstance(value, (Text, Typed)) for value in given.values[1:]):
        return None
    size = len(lists[0].items)
    if any(len(items.items) != size for items in lists):
        raise Fails("lists of different length")
    rows: list[Value] = []
    for at in range(size):
        row = [value.items[at] if isinstance(value, List) else value for value in given.values[1:]]
        text = formatted(pattern, row, given.span)
        if text is None:
            return None
        rows.append(text)
    return List(rows, given.span)


TEXTS: dict[str, Callable[[Arguments], Value | None]] = {
    "base64decode": _computed(_base64_decode),
    "base64encode": _computed(_base64_encode),
    "base64sha256": _digest("sha256", True),
    "base64sha512": _digest("sha512", True),
    "basename": _computed(_base_name),
    "chomp": _chomp,
    "dirname": _computed(_dir_name),
    "endswith": _ends_with,
    "format": _format,
    "formatlist": _format_list,
    "indent": _indent,
    "join": _join,
    "lower": _computed(_lower),
    "md5": _digest("md5"),
    "regex": _regex,
    "regexall": _regex_all,
    "replace": _replace,
    "sha1": _digest("sha1"),
    "sha256": _digest("sha256"),
    "sha512": _digest("sha512"),
    "split": _split,
    "startswith": _starts_with,
    "strcontains": _contains,
    "strrev": _computed(_reversed),
    "substr": _substr,
    "title": _computed(_title),
    "trim": _trim,
    "trimprefix": _trim_prefix,
    "trimspace": _trim_space,
    "trimsuffix": _trim_suffix,
    "upper": _computed(_upper),
    "urlencode": _computed(_url_encode),
}
