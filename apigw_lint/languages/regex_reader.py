"""The characters of a regular expression, and the small forms among them: escapes, numbers, names."""

from __future__ import annotations

from apigw_lint.languages.charset import LAST
from apigw_lint.languages.regex_quotes import QUOTED, unquoted
from apigw_lint.languages.regex_tree import RegexError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn

DEEPEST = 100
"""How deep groups and classes may nest here; Java goes further, so deeper patterns are not judged."""

_BLANKS = frozenset("\t\n\x0b\f\r ")
_HEXADECIMAL = frozenset("0123456789abcdefABCDEF")
_CONTROLS = {"a": 7, "e": 0x1B, "f": 0x0C, "n": 0x0A, "r": 0x0D, "t": 9}
TOO_MANY = 2**31
"""A number of repetitions that Java does not take."""


class Reader:
    """A reader that goes once over the characters of a pattern, quotes (``\\Q..\\E``) resolved."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._chars, self._places = unquoted(text)
        self._at = 0
        self._flags: frozenset[str] = frozenset()
        self._depth = 0

    def _peek(self) -> str:
        """Returns the next character, behind blanks and comments where the flag ``x`` is on; a quoted one as QUOTED, the end as nothing."""
        if "x" in self._flags:
            self._skip_blanks()
        return self._raw()

    def _raw(self, ahead: int = 0) -> str:
        at = self._at + ahead
        if at >= len(self._chars):
            return ""
        character = self._chars[at]
        return QUOTED if character.startswith(QUOTED) else character

    def _skip_blanks(self) -> None:
        while (character := self._raw()) in _BLANKS or character == "#":
            if character == "#":
                while self._raw() not in ("", "\n", "\r", "\x85", "\u2028", "\u2029"):
                    self._at += 1
            else:
                self._at += 1

    def _take(self) -> str:
        """Returns the next character itself, quoted or not."""
        character = self._chars[self._at] if self._at < len(self._chars) else ""
        self._at += 1
        return character.removeprefix(QUOTED)

    def _place(self, at: int | None = None) -> int:
        return self._places[min(self._at if at is None else at, len(self._chars))]

    def _fail(self, start: int, message: str, end: int | None = None) -> NoReturn:
        first = self._place(start)
        raise RegexError(first, max(self._place(min(self._at, len(self._chars)) if end is None else end), first), message)

    def _enter(self, at: int) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise RegexError(self._place(at), self._place(at + 1), f"groups nest deeper than {DEEPEST} levels", certain=False)

    def _number(self) -> int | None:
        digits = ""
        while (character := self._peek()) and character in "0123456789":
            digits += character
            self._at += 1
        # Python refuses to read numbers of thousands of digits; any of more than ten is too large for Java.
        return int(digits[:11]) if len(digits.lstrip("0")) < 12 and digits else TOO_MANY if digits else None

    def _group_name(self, at: int) -> str:
        name = ""
        while (character := self._raw()) and character.isascii() and character.isalnum():
            name += character
            self._at += 1
        if not name or name[0].isdigit():
            self._fail(at, "a group name starts with a letter", self._at + 1)
        if self._raw() != ">":
            self._fail(at, f"the group name {name} is not closed with >", self._at + 1)
        self._at += 1
        return name

    def _code(self, at: int, letter: str) -> int:
        """Returns the character that an escape stands for."""
        if letter == "0":
            return self._octal(at)
        if letter == "x":
            return self._hexadecimal(at)
        if letter == "u":
            return self._unicode(at)
        if letter == "c":
            if self._at >= len(self._chars):
                self._fail(at, "\\c is followed by a character")
            return ord(self._take()) ^ 64
        if letter == "N":
            return self._character_name(at)
        if letter in _CONTROLS:
            return _CONTROLS[letter]
        if not letter:
            self._fail(at, "the pattern ends with a backslash", len(self._chars))
        if letter.isascii() and letter.isalpha():
            self._fail(at, f"\\{letter} is no escape sequence")
        return ord(letter)

    def _octal(self, at: int) -> int:
        digits = ""
        while len(digits) < (3 if digits[:1] < "4" else 2) and (digit := self._peek()) and digit in "01234567":
            digits += digit
            self._at += 1
        if not digits:
            self._fail(at, "\\0 is followed by an octal number")
        return int(digits, 8)

    def _hexadecimal(self, at: int) -> int:
        digits = ""
        if self._peek() == "{":
            self._at += 1
            while (digit := self._peek()) in _HEXADECIMAL and digit:
                digits += digit
                self._at += 1
            if not digits or self._peek() != "}" or len(digits.lstrip("0")) > 6 or int(digits, 16) > LAST:
                self._fail(at, "\\x{ is followed by the hexadecimal number of a character and a closing brace")
            self._at += 1
            return int(digits, 16)
        return int(self._digits(at, 2, "\\x"), 16)

    def _unicode(self, at: int) -> int:
        code = int(self._digits(at, 4, "\\u"), 16)
        if 0xD800 <= code < 0xDC00 and self._raw() == "\\" and self._raw(1) == "u":
            before = self._at
            self._at += 2
            low = int(self._digits(before, 4, "\\u"), 16)
            if 0xDC00 <= low < 0xE000:
                return 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00)
            self._at = before
        return code

    def _digits(self, at: int, count: int, escape: str) -> str:
        digits = ""
        while len(digits) < count and (digit := self._raw()) in _HEXADECIMAL and digit:
            digits += digit
            self._at += 1
        if len(digits) < count:
            self._fail(at, f"{escape} is followed by {count} hexadecimal digits")
        return digits

    def _character_name(self, at: int) -> int:
        from unicodedata import lookup

        name = self._braced(at, "\\N")
        try:
            return ord(lookup(name))
        except (KeyError, TypeError):
            raise RegexError(self._place(at), self._place(), f"no character is named {name}", certain=False) from None

    def _braced(self, at: int, escape: str) -> str:
        if self._raw() != "{":
            self._fail(at, f"{escape} is followed by a name in braces")
        self._at += 1
        name = ""
        while self._raw() not in ("", "}"):
            name += self._take()
        if self._raw() != "}":
            self._fail(at, f"{escape}{{ is never closed")
        self._at += 1
        return name
