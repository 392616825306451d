"""What is wrong with a YAML text, in words for people and at the place where they made the mistake."""

from __future__ import annotations

from apigw_lint.errors import Problem
from apigw_lint.regexp import regexp
from apigw_lint.source import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from apigw_lint.source import Source

TABS = "tabs cannot indent YAML: use spaces"

_FORBIDDEN = regexp("[^\t\n\r -~\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_AT_PROBLEM = {
    "mapping values are not allowed in this context": "a second ': ' cannot follow here: quote the value, or check the indentation",
    "mapping keys are not allowed in this context": "a key cannot start here: check the indentation",
    "block sequence entries are not allowed in this context": "a list item '- ' cannot start here: put it on a line of its own",
    "did not find expected '-' indicator": "expected a list item '- ' here, or less indentation",
    "did not find expected ',' or ']'": "expected ',' or ']' here",
    "did not find expected ',' or '}'": "expected ',' or '}' here",
    "did not find expected node content": "expected a value here",
    "did not find expected <document start>": "expected the end of the document here",
    "found unknown escape character": "a double-quoted string does not know this escape: write \\\\ for a backslash, or use single quotes",
    "did not find expected hexdecimal number": "expected hexadecimal digits in this escape",
    "found invalid Unicode character escape code": "this escape is no character",
    "found undefined tag handle": "this tag's handle is not declared",
    "found unexpected document indicator": "a document marker stands inside a quoted string: a quote before it is not closed",
    "did not find expected comment or line break": "expected the end of the line behind '|' or '>'",
    "found an indentation indicator equal to 0": "the indentation behind '|' or '>' cannot be 0",
    "found a tab character where an indentation space is expected": TABS,
    "found a tab character where an intendation space is expected": TABS,
    "found a tab character that violates indentation": TABS,
    "found a tab character that violates intendation": TABS,
    "found incompatible YAML document": "YAML versions other than 1.x cannot be read",
}


def explained(error: Exception, source: Source) -> Problem:
    """Returns the problem that an error of PyYAML tells of."""
    if isinstance(error, UnicodeEncodeError):
        return _problem(source, error.start, "half of a surrogate pair is no character")
    problem: str | None = getattr(error, "problem", None)
    if problem is None:
        return _unreadable(error, source)
    mark: Any = getattr(error, "problem_mark", None)
    context: Any = getattr(error, "context_mark", None)
    at = mark.index if mark else 0
    if "alias" in (getattr(error, "context", None) or "") or "anchor" in (getattr(error, "context", None) or ""):
        return _problem(source, context.index if context else at, "a value that starts with * or & is an alias or an anchor: quote it")
    if problem == "found unexpected end of stream" and context:
        return _problem(source, context.index, "this quote is never closed")
    if problem == "could not find expected ':'" and context:
        return _problem(source, context.index, "expected ':' behind this key", _line_end(source.text, context.index))
    return _problem(source, *_worded(source.text, at, problem, context.index if context else at))


def _worded(text: str, at: int, problem: str, context: int) -> tuple[int, str]:
    """Returns the place of a problem, and its words."""
    character = text[at : at + 1]
    if "cannot start any token" in problem:
        return at, TABS if character == "\t" else f"a value cannot start with {character}: quote it"
    if problem == "did not find expected key":
        return at, "expected a key here: check the indentation" if character else "expected a key before the end"
    if not text[at:].strip() and problem.startswith("did not find expected ','"):
        return context, f"this {text[context : context + 1]} is never closed"
    return at, _AT_PROBLEM.get(problem, problem.lower())


def _unreadable(error: Exception, source: Source) -> Problem:
    match = _FORBIDDEN.search(source.text)
    if match is None:
        return _problem(source, 0, str(error).splitlines()[0].lower())
    return _problem(source, match.start(), f"control character U+{ord(match.group()):04X} is not allowed in YAML")


def _line_end(text: str, at: int) -> int:
    end = at
    while end < len(text) and text[end] not in "\r\n":
        end += 1
    return end


def _problem(source: Source, start: int, message: str, end: int | None = None) -> Problem:
    start = min(start, len(source.text))
    return Problem("syntax-error", message, Span(source, start, min(start + 1, len(source.text)) if end is None else end))
