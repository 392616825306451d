"""Regular expressions in the dialect of ``java.util.regex.Pattern``: a tree with places, or what is wrong and where.

It refuses what Java 17 refuses. Where versions of Java differ (unbounded look-behinds, names of scripts, blocks and characters), it
refuses nothing.
"""

from __future__ import annotations

import re

from apigw_lint.languages import regex_classes
from apigw_lint.languages.charset import CharSet, between, union
from apigw_lint.languages.regex_quotes import QUOTED
from apigw_lint.languages.regex_reader import TOO_MANY, Reader
from apigw_lint.languages.regex_tree import Anchor, Chars, Choice, Group, Look, Node, Opaque, RegexError, Repeat, Sequence

_NAMES = {"?": "question mark", "*": "asterisk", "+": "plus sign"}


def parse_regex(text: str) -> Node:
    """Returns the tree of a pattern; raises :class:`RegexError`."""
    parser = _Parser(text)
    try:
        root = parser.whole()
    except RegexError as error:
        error.certain = error.certain and not parser.comments
        raise
    # With comments on, versions of Java differ on blanks, marks and quotes inside of classes and comments.
    return Opaque(0, len(text), 0, None) if parser.comments and re.search(r"[\[#]|\\Q", text) else root


def _boundless(node: Node) -> bool:
    """Returns whether a part refers to a group: Java knows no greatest length of it."""
    if isinstance(node, Opaque):
        return node.maximum is None and not node.minimum
    if isinstance(node, (Repeat, Group)):
        return _boundless(node.item)
    return any(map(_boundless, node.items if isinstance(node, Sequence) else node.options if isinstance(node, Choice) else ()))


class _Parser(Reader):
    """A reader of whole expressions."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._groups = 0
        self._names: set[str] = set()
        self.comments = False
        """Whether blanks and comments are let out somewhere (the flag ``x``)."""

    # Expressions

    def whole(self) -> Node:
        root = self._choice()
        if self._at < len(self._chars):
            self._fail(self._at, "a parenthesis closes that was never opened", self._at + 1)
        return root

    def _choice(self) -> Node:
        start = self._place()
        options = [self._sequence()]
        while self._peek() == "|":
            self._at += 1
            options.append(self._sequence())
        return options[0] if len(options) == 1 else Choice(start, self._place(), options)

    def _sequence(self) -> Node:
        start = self._place()
        items: list[Node] = []
        while (character := self._peek()) not in ("", "|", ")"):
            at = self._at
            if character in ("?", "*", "+"):
                self._fail(at, f"there is nothing before the {_NAMES[character]} that it could repeat", at + 1)
            item = self._group() if character == "(" else self._atom(character)
            if item is not None:
                items.append(self._repeated(item, at))
        return items[0] if len(items) == 1 else Sequence(start, self._place(), items)

    def _atom(self, character: str) -> Node:
        start = self._place()
        if character == "[":
            return Chars(start, self._place(), self._class())
        if character == "\\":
            return self._escape()
        if character == "{":
            return Sequence(start, start, [])
        self._at += 1
        if character == ".":
            return Chars(start, self._place(), self._dot())
        if character in ("^", "$"):
            return Anchor(start, self._place(), character, "m" in self._flags)
        return Chars(start, self._place(), self._single(ord(self._chars[self._at - 1].removeprefix(QUOTED))))

    def _dot(self) -> CharSet:
        if "s" in self._flags:
            return regex_classes.ANY
        return ~between(10, 10) if "d" in self._flags else ~regex_classes.LINE_ENDS

    def _single(self, code: int) -> CharSet:
        return self._folded(between(code, code))

    def _folded(self, chars: CharSet) -> CharSet:
        return chars.folded("u" in self._flags or "U" in self._flags) if "i" in self._flags else chars

    # Repetition

    def _repeated(self, item: Node, at: int) -> Node:
        character = self._peek()
        if character in ("?", "*", "+"):
            self._at += 1
            bounds: tuple[int, int | None] = {"?": (0, 1), "*": (0, None), "+": (1, None)}[character]
        elif character == "{":
            bounds = self._bounds()
        else:
            return item
        suffix = self._peek()
        if suffix in ("?", "+"):
            self._at += 1
        return Repeat(self._place(at), self._place(), item, *bounds, suffix == "+")

    def _bounds(self) -> tuple[int, int | None]:
        at = self._at
        self._at += 1
        minimum = self._number()
        if minimum is None:
            self._fail(at, "a brace opens a number of repetitions, as in {2}; a literal brace is written \\{", at + 1)
        maximum: int | None = minimum
        if self._peek() == ",":
            self._at += 1
            maximum = None if self._peek() == "}" else self._number()
            if maximum is None and self._peek() != "}":
                self._fail(at, "a number of repetitions is written {2}, {2,} or {2,5}")
        if self._peek() != "}":
            self._fail(at, "a number of repetitions is never closed with a brace")
        self._at += 1
        if minimum >= TOO_MANY or (maximum or 0) >= TOO_MANY or (maximum is not None and maximum < minimum):
            self._fail(at, f"{self._text[self._place(at) : self._place()]} is no range of repetitions")
        return minimum, maximum

    # Groups

    def _group(self) -> Node | None:
        at = self._at
        self._enter(at)
        self._at += 1
        flags = self._flags
        node = self._special_group(at) if self._raw() == "?" else self._capture(at, "")
        self._depth -= 1
        if node is not None:
            self._flags = flags
        return node

    def _capture(self, at: int, name: str) -> Group:
        self._groups += 1
        number = self._groups
        item = self._closed(at)
        return Group(self._place(at), self._place(), item, number, name)

    def _closed(self, at: int) -> Node:
        """Returns what stands up to the closing parenthesis."""
        item = self._choice()
        if self._peek() != ")":
            self._fail(at, "a parenthesis is never closed")
        self._at += 1
        return item

    def _special_group(self, at: int) -> Node | None:
        self._at += 1
        kind = self._take()
        if kind == ":":
            return self._closed(at)
        if kind == ">":
            return Group(self._place(at), self._place(), self._closed(at), atomic=True)
        if kind in ("=", "!"):
            return self._look(at, True, kind == "!")
        if kind == "<":
            following = self._raw()
            if following in ("=", "!"):
                self._at += 1
                return self._look(at, False, following == "!")
            return self._named(at)
        self._at -= 1
        return self._flagged(at)

    def _look(self, at: int, ahead: bool, negative: bool) -> Look:
        item = self._closed(at)
        if not ahead and _boundless(item):
            self._fail(at, "a look-behind has no greatest length where it refers to a group")
        return Look(self._place(at), self._place(), item, ahead, negative)

    def _named(self, at: int) -> Group:
        name = self._group_name(at)
        if name in self._names:
            self._fail(at, f"the group name {name} is used twice")
        self._names.add(name)
        return self._capture(at, name)

    def _flagged(self, at: int) -> Node | None:
        """Reads flags, for the rest of the group (then it returns nothing) or for a group of their own."""
        on = True
        flags = set(self._flags)
        while (character := self._peek()) and (character in "imsducxU" or (character == "-" and on)):
            self._at += 1
            if character == "-":
                on = False
            elif on:
                flags.add(character)
                self.comments = self.comments or character == "x"
            else:
                flags.discard(character)
        self._flags = frozenset(flags)
        ends = self._peek()
        self._at += 1
        if ends == ")":
            return None
        if ends != ":":
            self._fail(at, f"(?{ends if ends != QUOTED else ''} opens no group that Java knows")
        return self._closed(at)

    # Escapes

    def _escape(self) -> Node:
        at = self._at
        start = self._place()
        self._at += 1
        letter = self._take()
        if letter in ("p", "P"):
            return Chars(start, self._place(), self._property(at, letter))
        if letter and letter in "dDwWsShHvV":
            return Chars(start, self._place(), regex_classes.shorthand(letter, "U" in self._flags))
        if letter and letter in "123456789":
            return self._reference(at, int(letter))
        if letter == "k":
            return self._named_reference(at)
        if letter and letter in "AbBGZzRX":
            return self._special(start, letter)
        return Chars(start, self._place(), self._single(self._code(at, letter)))

    def _special(self, start: int, letter: str) -> Node:
        if letter == "X":
            return Opaque(start, self._place(), 1, None)
        if letter == "R":
            both = Sequence(start, self._place(), [Chars(start, start, between(13, 13)), Chars(start, start, between(10, 10))])
            one = Chars(start, self._place(), regex_classes.VERTICAL)
            return Group(start, self._place(), Choice(start, self._place(), [both, one]), atomic=True)
        if letter == "b" and self._raw() == "{":
            return self._grapheme_boundary(start)
        return Anchor(start, self._place(), letter)

    def _grapheme_boundary(self, start: int) -> Node:
        if self._raw(1) == "g" and self._raw(2) == "}":
            self._at += 3
            return Opaque(start, self._place(), 0, 0)
        if self._raw(1) == "g":
            raise RegexError(start, self._place(), "\\b{g is not closed with a brace")
        return Anchor(start, self._place(), "b")

    def _reference(self, at: int, number: int) -> Node:
        while (digit := self._peek()) and digit in "0123456789" and number * 10 + int(digit) <= self._groups:
            number = number * 10 + int(digit)
            self._at += 1
        return Opaque(self._place(at), self._place(), 0, None)

    def _named_reference(self, at: int) -> Node:
        if self._raw() != "<":
            self._fail(at, "\\k is followed by a group name in angle brackets")
        self._at += 1
        name = self._group_name(at)
        if name not in self._names:
            self._fail(at, f"no group before it is named {name}")
        return Opaque(self._place(at), self._place(), 0, None)

    def _property(self, at: int, letter: str) -> CharSet:
        name = self._braced(at, f"\\{letter}") if self._peek() == "{" else self._take()
        found = regex_classes.property_set(name, "U" in self._flags)
        if found is None:
            self._fail(at, f"{name} is no property of characters" if name else f"\\{letter} names no property")
        if "i" in self._flags:
            found = CharSet(found.sure, found.folded(True).possible)
        return ~found if letter == "P" else found

    # Character classes

    def _class(self, closing: bool = True, opened: int | None = None) -> CharSet:
        """Reads a class from its bracket, or (not ``closing``) the rest of one, which was ``opened`` earlier, behind ``&&``."""
        at = self._at if opened is None else opened
        negative = False
        nested = not closing
        left: CharSet | None = None
        if closing:
            self._enter(at)
            self._at += 1
            if self._peek() == "^":
                self._at += 1
                negative = True
        singles: list[tuple[int, int]] = []
        last: CharSet | None = None
        while True:
            character = self._peek()
            if character == "[":
                nested = True
                last = self._class()
                left = last if left is None else left | last
            elif character == "&" and self._and():
                nested = True
                right = self._right(at)
                if singles:
                    own = self._folded(CharSet(union(*((single,) for single in singles))))
                    left = last = own if left is None else left | own
                    singles = []
                left, last = self._both(at, left, right, last)
            elif character == "]" and (left is not None or singles):
                break
            elif not character and self._at >= len(self._chars):
                self._fail(at, "a character class is never closed with ]")
            else:
                element = self._element()
                if isinstance(element, int):
                    singles.append((element, element))
                else:
                    last = element
                    left = element if left is None else left | element
        if closing:
            self._at += 1
            self._depth -= 1
        return self._finished(left, singles, negative, nested)

    def _and(self) -> bool:
        """Reads ``&&``."""
        if self._raw(1) != "&":
            return False
        self._at += 2
        return True

    def _right(self, at: int) -> CharSet | None:
        """Returns the class on the right side of ``&&``."""
        right: CharSet | None = None
        while (character := self._peek()) not in ("]", "&"):
            part = self._class() if character == "[" else self._class(closing=False, opened=at)
            # Versions of Java differ on what several classes side by side mean here.
            right = part if right is None else CharSet((), union(right.possible, part.possible))
        return right

    def _both(self, at: int, left: CharSet | None, right: CharSet | None, last: CharSet | None) -> tuple[CharSet, CharSet]:
        if left is None:
            if right is None:
                self._fail(at, "&& stands between two classes")
            return right, right
        if right is None:
            # Java goes on with whatever it read last.
            return CharSet((), left.possible), left
        return left & right, right

    def _finished(self, left: CharSet | None, singles: list[tuple[int, int]], negative: bool, nested: bool) -> CharSet:
        own = self._folded(CharSet(union(*((single,) for single in singles))))
        result = own if left is None else left | own if singles else left
        if negative and nested:
            # Java 8 negates the first part only, later versions the whole.
            return regex_classes.UNKNOWN
        return ~result if negative else result

    def _element(self) -> int | CharSet:
        """Returns a character, a range or a predefined class of a character class."""
        at = self._at
        if self._peek() == "\\":
            first = self._class_escape(at)
            if isinstance(first, CharSet):
                return first
        else:
            first = ord(self._take())
        if self._peek() != "-" or self._raw(1) in ("[", "]"):
            return first
        self._at += 1
        last = self._range_end(at)
        if last < first:
            self._fail(at, f"{self._text[self._place(at) : self._place()]} is no range of characters: it runs backwards")
        return self._folded(between(first, last))

    def _range_end(self, at: int) -> int:
        if self._peek() == "\\":
            last = self._class_escape(at, ending=True)
            if isinstance(last, CharSet):
                self._fail(at, "a range of characters ends with a character, not with a class")
            return last
        if self._at >= len(self._chars):
            self._fail(at, "a character class is never closed with ]")
        return ord(self._take())

    def _class_escape(self, at: int, ending: bool = False) -> int | CharSet:
        self._at += 1
        letter = self._take()
        if letter in ("p", "P") and not ending:
            return self._property(at, letter)
        if letter == "v" and (ending or self._raw() == "-"):
            return 0x0B
        if letter and letter in "dDwWsShHvV":
            return regex_classes.shorthand(letter, "U" in self._flags)
        if letter and letter in "123456789":
            self._fail(at, f"\\{letter} refers to a group; it has no place in a character class")
        return self._code(at, letter)
