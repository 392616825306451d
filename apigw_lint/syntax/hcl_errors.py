"""Says in words why a text is no HCL."""

from __future__ import annotations

import re

from apigw_lint.regexp import regexp
from apigw_lint.syntax.hcl_template import Fault

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_TOKEN = regexp(
    r"""(?P<comment>\#[^\n]*|//[^\n]*|/\*.*?(?:\*/|\Z))
    |(?P<heredoc><<-?(?P<mark>[^\W\d][\w-]*)[ \t]*\r?\n)
    |(?P<open>[(\[{])|(?P<close>[)\]}])|(?P<quote>")""",
    re.VERBOSE | re.DOTALL,
)
_INSIDE = regexp(r'(?P<escape>\\[^nrt"\\uU])|\\.|\$\$\{|%%\{|(?P<sequence>[$%]\{)|(?P<end>")|(?P<line>\n)', re.DOTALL)
_PAIRS = {")": "(", "]": "[", "}": "{"}
_SHOWN = {"EQ": "=", "LBRACE": "{", "RBRACE": "}", "LSQB": "[", "RSQB": "]", "LPAR": "(", "RPAR": ")", "COMMA": ",", "COLON": ":"}
_SHOWN |= {"DBLQUOTE": '"', "NAME": "a name", "NL_OR_COMMENT": "a new line", "__ANON_0": "a new line", "QMARK": "?", "DOT": "."}


def explain(text: str) -> Fault | None:
    """Returns the first fault of a text that is known to have one, or nothing where none is found."""
    return _Scan(text).run() or _expectation(text)


def explain_template(text: str) -> Fault:
    """Returns the first fault of a template's text."""
    for match in re.finditer(r"(?<!\$)\$\{|(?<!%)%\{", text):
        if _Scan(text).sequence_end(match.end()) is None:
            return Fault(match.start(), match.end(), f"the template sequence {match.group()} is not closed")
    return Fault(0, len(text.split("\n", 1)[0]), "this is not a template: a directive has no end, or an expression cannot be read")


class _Scan:
    """Follows brackets, quotes and heredocs through a text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.fault: Fault | None = None

    def run(self) -> Fault | None:
        """Returns an unclosed quote, heredoc or bracket, or a bracket that closes nothing."""
        self._brackets(0, [])
        return self.fault

    def sequence_end(self, at: int) -> int | None:
        """Returns the end of a template sequence whose inside starts at an offset."""
        return self._brackets(at, [("{", at - 1)])

    def _brackets(self, at: int, stack: list[tuple[str, int]]) -> int | None:
        inside = bool(stack)
        while match := _TOKEN.search(self.text, at):
            at = match.end()
            if match["quote"]:
                end = self._quote(at)
                if end is None:
                    return None
                at = end
            elif match["heredoc"]:
                end = self._heredoc(match)
                if end is None:
                    return None
                at = end
            elif match["open"]:
                stack.append((match["open"], match.start()))
            elif match["close"]:
                if not self._close(match, stack):
                    return None
                if inside and not stack:
                    return at
        if stack:
            bracket, start = stack[-1]
            self.fault = Fault(start, start + 1, f"{bracket} is not closed")
        return None if inside else at

    def _close(self, match: re.Match[str], stack: list[tuple[str, int]]) -> bool:
        bracket = match["close"]
        if stack and stack[-1][0] == _PAIRS[bracket]:
            stack.pop()
            return True
        start = match.start()
        if stack and any(opened == _PAIRS[bracket] for opened, _ in stack):
            opened, start = stack[-1]
            self.fault = Fault(start, start + 1, f"{opened} is not closed before the {bracket}")
        else:
            self.fault = Fault(start, start + 1, f"{bracket} closes nothing")
        return False

    def _quote(self, at: int) -> int | None:
        """Returns the end of a quoted string whose inside starts at an offset; nested templates are followed without recursion."""
        opened = at - 1
        depth: list[tuple[str, int]] = []
        while match := _INSIDE.search(self.text, at):
            at = match.end()
            if match["end"]:
                return at
            if match["line"]:
                break
            if match["escape"]:
                message = f"{match['escape']} is no escape of HCL; a backslash itself is written \\\\"
                self.fault = Fault(match.start(), match.end(), message)
                return None
            if match["sequence"]:
                end = self._skip(at, match.start(), depth)
                if end is None:
                    return None
                at = end
        line = self.text.find("\n", opened)
        self.fault = Fault(opened, len(self.text) if line < 0 else line, "the quote is not closed on its line")
        return None

    def _skip(self, at: int, start: int, depth: list[tuple[str, int]]) -> int | None:
        """Returns the end of a sequence inside a quoted string; what is nested in it is followed on a stack of our own."""
        kinds = ["sequence"]
        starts = [start]
        pattern = re.compile(r'\\.|(?P<open>[{])|(?P<close>\})|(?P<quote>")|(?P<sequence>[$%]\{)', re.DOTALL)
        while match := pattern.search(self.text, at):
            at = match.end()
            if kinds[-1] == "quote":
                if match["quote"]:
                    kinds.pop()
                    starts.pop()
                elif match["sequence"]:
                    kinds.append("sequence")
                    starts.append(match.start())
                continue
            if match["quote"]:
                kinds.append("quote")
                starts.append(match.start())
            elif match["open"] or match["sequence"]:
                kinds.append("sequence")
                starts.append(match.start())
            elif match["close"]:
                kinds.pop()
                starts.pop()
                if not kinds:
                    return at
        self.fault = Fault(start, start + 2, f"the template sequence {self.text[start : start + 2]} is not closed")
        return None

    def _heredoc(self, match: re.Match[str]) -> int | None:
        end = re.compile(rf"^[ \t]*{re.escape(match['mark'])}[ \t]*\r?$", re.MULTILINE).search(self.text, match.end())
        if end is None:
            self.fault = Fault(match.start(), match.end("mark"), f"the heredoc is not ended: no line holds {match['mark']} alone")
            return None
        return end.end()


def _expectation(text: str) -> Fault | None:
    """Returns the place where python-hcl2 stops and what it expects there."""
    try:
        import hcl2
        from lark.exceptions import UnexpectedCharacters, UnexpectedEOF, UnexpectedToken
    except ImportError:
        return None
    try:
        # It does not know strip markers; a blank in their place keeps every offset.
        hcl2.parses_to_tree(re.sub(r"(?<=[$%]\{)~|~(?=\})", " ", text) + "\n")
    except (UnexpectedToken, UnexpectedCharacters, UnexpectedEOF) as error:
        return _worded(text, error)
    except (RecursionError, ValueError):
        return None
    return None


def _worded(text: str, error: Any) -> Fault:
    at = getattr(error, "pos_in_stream", None)
    if not isinstance(at, int) or at < 0 or at > len(text):
        at = len(text)
    found = str(getattr(error, "token", "") or text[at : at + 1])
    blanks = len(found) - len(found.lstrip(" \t"))
    at, found = at + blanks, found[blanks:]
    if found.startswith("'"):
        return Fault(at, min(at + 1, len(text)), "strings are written in double quotes")
    end = at + max(len(found.split("\n", 1)[0]), 1)
    names = sorted(getattr(error, "expected", None) or getattr(error, "allowed", None) or getattr(error, "accepts", None) or ())
    shown = [_SHOWN[name] for name in names if name in _SHOWN]
    wanted = f"; expected {' or '.join(dict.fromkeys(shown))}" if 0 < len(shown) <= 3 and len(names) <= 4 else ""
    what = "the end of the line" if found.startswith("\n") else found.split("\n", 1)[0] or "the end of the text"
    return Fault(at, min(end, max(len(text), at)), f"unexpected {what} here{wanted}")
