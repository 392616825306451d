"""Regular expressions of Terraform (RE2), where Python's engine surely finds the same in good time."""

from __future__ import annotations

import re

from apigw_lint.loaders.terraform.function_call import Fails
from apigw_lint.regexp import regexp
from apigw_lint.value import Entry, Known, List, Table, Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from apigw_lint.source import Span

_TOKEN = regexp(
    r"""(?P<escape>\\[dwDW.\-/{}()\[\]+*?|^$\\nrt_:"'])|(?P<space>\\s)
    |(?P<set>\[\^?(?:\\[dw.\-/\]\[\\^]|[^\]\[\\&|~-]|-)+\])
    |(?P<open>\((?:\?:|\?P<[A-Za-z_]\w*>|(?!\?)))|(?P<close>\))
    |(?P<many>[*+]\??|\{[0-9]{1,2}(?:,[0-9]{0,2})?\}\??)|(?P<maybe>\?\??)
    |(?P<end>\$)|(?P<plain>[^\\\[\](){}*+?$])""",
    re.VERBOSE,
)
LONGEST = 20_000


def _translated(pattern: str) -> re.Pattern[str] | None:
    """Returns Python's form of a pattern that means the same in both and cannot backtrack without end."""
    out: list[str] = []
    at = 0
    groups: list[bool] = []
    after_group = repeats = False
    while at < len(pattern):
        match = _TOKEN.match(pattern, at)
        if match is None or not pattern.isascii():
            return None
        kind, text, at = match.lastgroup, match.group(), match.end()
        if kind == "many" and after_group and repeats:
            return None
        after_group = kind == "close"
        if kind == "open":
            groups.append(False)
        elif kind == "close":
            if not groups:
                return None
            repeats = groups.pop()
            if groups:
                groups[-1] = groups[-1] or repeats
        elif kind in ("many", "maybe") and groups:
            groups[-1] = True
        out.append({"space": r"[\t\n\f\r ]", "end": r"\Z"}.get(kind or "", text))
    if sum(text in ("*", "+") or text.startswith("{") for text in out) > 6:
        return None
    try:
        return re.compile("".join(out), re.ASCII)
    except (re.error, OverflowError):
        return None


def replaced(text: str, pattern: str, replacement: str) -> str | None:
    """Returns the text with each match replaced; nothing where it is not sure what Terraform makes of it."""
    compiled = _translated(pattern)
    if compiled is None or len(text) > LONGEST or compiled.search("") or "\\" in replacement:
        return None
    parts = re.split(r"\$([0-9]+)(?!\w)", re.sub(r"\$\{([0-9]+)\}(?!\w)", r"$\1", replacement))
    if any("$" in part for part in parts[::2]) or any(int(group) > compiled.groups for group in parts[1::2]):
        return None
    if any(not match.group() for match in compiled.finditer(text)):
        return None

    def insert(match: re.Match[str]) -> str:
        return "".join((match.group(int(part)) or "") if at % 2 else part for at, part in enumerate(parts))

    return compiled.sub(insert, text)


def first_match(pattern: str, text: str, span: Span) -> Value | None:
    """Returns what ``regex`` finds; fails where nothing matches."""
    compiled = _translated(pattern)
    if compiled is None or len(text) > LONGEST:
        return None
    match = compiled.search(text)
    if match is None:
        raise Fails("the pattern does not match")
    return _captured(match, span)


def all_matches(pattern: str, text: str, span: Span) -> Value | None:
    """Returns what ``regexall`` finds."""
    compiled = _translated(pattern)
    if compiled is None or len(text) > LONGEST or compiled.search(""):
        return None
    found = list(compiled.finditer(text))
    if any(not match.group() for match in found):
        return None
    return List([_captured(match, span) for match in found], span)


def _captured(match: re.Match[str], span: Span) -> Value:
    if match.re.groupindex:
        if len(match.re.groupindex) != match.re.groups:
            return Table([], span, False)
        return Table([Entry(Known(name, span), Known(text, span)) for name, text in match.groupdict().items()], span)
    if match.re.groups:
        return List([Known(text, span) for text in match.groups()], span)
    return Known(match.group(), span)
