"""The predefined classes and properties of Java's regular expressions."""

from __future__ import annotations

from apigw_lint.languages.charset import BEYOND_ASCII, EVERYTHING, CharSet, between, of, union

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

DIGITS = between(0x30, 0x39)
LOWER = between(0x61, 0x7A)
UPPER = between(0x41, 0x5A)
WORD = LOWER | UPPER | DIGITS | of("_")
SPACE = of(" \t\n\x0b\f\r")
HORIZONTAL = of(" \t\xa0\u1680\u180e\u202f\u205f\u3000") | between(0x2000, 0x200A)
VERTICAL = of("\n\x0b\f\r\x85\u2028\u2029")
LINE_ENDS = of("\n\r\x85\u2028\u2029")
ANY = CharSet(EVERYTHING)
UNKNOWN = CharSet((), EVERYTHING)

_SHORTHANDS = {"d": DIGITS, "w": WORD, "s": SPACE, "h": HORIZONTAL, "v": VERTICAL}

_POSIX = {
    "ASCII": between(0, 0x7F),
    "Alnum": LOWER | UPPER | DIGITS,
    "Alpha": LOWER | UPPER,
    "Blank": of(" \t"),
    "Cntrl": between(0, 0x1F) | between(0x7F, 0x7F),
    "Digit": DIGITS,
    "Graph": between(0x21, 0x7E),
    "Lower": LOWER,
    "Print": between(0x20, 0x7E),
    "Punct": of("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"),
    "Space": SPACE,
    "Upper": UPPER,
    "XDigit": DIGITS | between(0x41, 0x46) | between(0x61, 0x66),
}

_CATEGORIES = frozenset(
    [
        "Cn",
        "Lu",
        "Ll",
        "Lt",
        "Lm",
        "Lo",
        "Mn",
        "Me",
        "Mc",
        "Nd",
        "Nl",
        "No",
        "Zs",
        "Zl",
        "Zp",
        "Cc",
        "Cf",
        "Co",
        "Cs",
        "Pd",
        "Ps",
        "Pe",
        "Pc",
        "Po",
        "Sm",
        "Sc",
        "Sk",
        "So",
        "Pi",
        "Pf",
        "L",
        "M",
        "N",
        "Z",
        "C",
        "P",
        "S",
        "LC",
        "LD",
    ]
)
_GROUPS = {"LC": ("Lu", "Ll", "Lt"), "LD": ("L", "Nd")}

_JAVA = frozenset(
    [
        "javaLowerCase",
        "javaUpperCase",
        "javaAlphabetic",
        "javaIdeographic",
        "javaTitleCase",
        "javaDigit",
        "javaDefined",
        "javaLetter",
        "javaLetterOrDigit",
        "javaJavaIdentifierStart",
        "javaJavaIdentifierPart",
        "javaUnicodeIdentifierStart",
        "javaUnicodeIdentifierPart",
        "javaIdentifierIgnorable",
        "javaSpaceChar",
        "javaWhitespace",
        "javaISOControl",
        "javaMirrored",
    ]
)

_UNICODE = {
    "ALPHABETIC": _POSIX["Alpha"],
    "LETTER": _POSIX["Alpha"],
    "LOWERCASE": _POSIX["Lower"],
    "UPPERCASE": _POSIX["Upper"],
    "DIGIT": DIGITS,
    "ALNUM": _POSIX["Alnum"],
}


def shorthand(letter: str, unicode: bool) -> CharSet:
    """Returns the class of ``\\d \\w \\s \\h \\v`` and of their capitals."""
    found = _SHORTHANDS[letter.lower()]
    if unicode and letter in "dwsDWS":
        found = _beyond_too(found)
    return ~found if letter.isupper() else found


def property_set(name: str, unicode: bool) -> CharSet | None:
    """Returns the class of ``\\p{name}``; ``None`` where Java knows no such property.

    Names of scripts and blocks are all taken: their lists grow with each version of Java.
    """
    key, equals, value = name.partition("=")
    if equals:
        return _assigned(key.lower(), value)
    if name.startswith("In"):
        return UNKNOWN if name[2:] else None
    if name.startswith("Is"):
        return _prefixed(name[2:]) if name[2:] else None
    if name in _POSIX:
        return _beyond_too(_POSIX[name]) if unicode and name != "Punct" else UNKNOWN if unicode else _POSIX[name]
    return _category(name) or (UNKNOWN if name in _JAVA else None)


def _assigned(key: str, value: str) -> CharSet | None:
    if key in ("gc", "general_category"):
        return _category(value) or _POSIX.get(value) or (UNKNOWN if value in _JAVA else None)
    return UNKNOWN if key in ("sc", "script", "blk", "block") and value else None


def _prefixed(name: str) -> CharSet:
    found = _UNICODE.get(name.upper())
    return _beyond_too(found) if found else _category(name) or UNKNOWN


def _category(name: str) -> CharSet | None:
    """Returns the characters of a general category."""
    if name == "L1":
        return between(0, 0xFF)
    if name == "all":
        return ANY
    if name not in _CATEGORIES:
        return None
    from unicodedata import category

    wanted = _GROUPS.get(name, (name,))
    return _beyond_too(_codes(code for code in range(0x80) if category(chr(code)).startswith(wanted)))


def _codes(codes: Iterable[int]) -> CharSet:
    return CharSet(union(*(((code, code),) for code in codes)))


def _beyond_too(known: CharSet) -> CharSet:
    """Returns a class that is known for ASCII and may hold anything beyond."""
    return CharSet(known.sure, union(known.possible, BEYOND_ASCII))
