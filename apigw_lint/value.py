"""What is known of a value before deployment.

A value is never ``None`` and never guessed:

========== ============================================== =======================================
class      is                                             example
========== ============================================== =======================================
Known      a literal                                      ``NEVER``
Text       a string of literal parts and holes            ``"integrations/${x.id}"``
Unknown    not known before deployment                    ``!Ref Param``, ``var.x``
Reference  an Unknown that names another resource         ``!Ref Api``, ``aws_lambda_function.f.arn``
Absent     not written                                    (its span is of what lacks it)
Table      keys and values                                a mapping, an object, blocks
List       values in order                                a sequence, a tuple, repeated blocks
========== ============================================== =======================================

The short way to write a check is the safe way: :func:`literals` yields what is written and nothing for the unknown, and
:meth:`Table.lacks` is true only where nothing unknown can supply the key.
"""

from __future__ import annotations

from bisect import bisect_right
from enum import Enum

from apigw_lint.source import Places, Source, Span
from apigw_lint.typed import Generic, Protocol, TypeVar, overload

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

HOLE = "\ue000"
"""Stands for a hole where a Text is written as one string (a private-use character, so that no literal contains it by accident)."""


class Answer(Enum):
    """Yes, no, or not known before deployment. It has no truth value: ask for ``is Answer.YES`` or ``is Answer.NO``."""

    YES = "yes"
    NO = "no"
    MAYBE = "maybe"

    def __bool__(self) -> bool:
        raise TypeError("an Answer is YES, NO or MAYBE: compare it")

    @classmethod
    def of(cls, truth: bool) -> Answer:
        """Returns YES for true and NO for false."""
        return cls.YES if truth else cls.NO


class Edit:
    """A replacement of the text under a span; an empty span inserts, an empty text deletes."""

    __slots__ = ("span", "text")

    def __init__(self, span: Span, text: str) -> None:
        self.span = span
        self.text = text

    def __repr__(self) -> str:
        return f"Edit({self.span!r}, {self.text!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Edit) and (self.span, self.text) == (other.span, other.text)

    def __hash__(self) -> int:
        return hash((self.span, self.text))


class Writer(Protocol):
    """The node that a value was read from, as one who knows how its format is written. All methods return ``None`` where they cannot."""

    def replacement(self, value: str | int | float | bool) -> Edit | None:
        """Returns the edit that writes another scalar in this node's place, in its style of quoting."""

    def insertion(self, key: str, value: Any) -> Edit | None:
        """Returns the edit that adds an entry to this mapping; ``value`` is plain data: dicts, lists and scalars."""

    def addition(self, value: Any) -> Edit | None:
        """Returns the edit that adds an item to the end of this sequence."""

    def removal(self, key: str) -> Edit | None:
        """Returns the edit that takes an entry out of this mapping."""


class Value:
    """The base of everything a property can be. ``span`` is the place of the written value, ``writer`` its node if it has one."""

    __slots__ = ("span", "writer")

    def __init__(self, span: Span, writer: Writer | None = None) -> None:
        self.span = span
        self.writer = writer


class Known(Value, Generic[T_co]):
    """A literal: a string, number, boolean or null, known before deployment.

    ``places`` maps indexes of a string to the file; without it the whole span stands for every part of the string.
    """

    __slots__ = ("places", "value")

    def __init__(self, value: T_co, span: Span, places: Places | None = None, writer: Writer | None = None) -> None:
        self.span = span
        self.writer = writer
        self.value = value
        self.places = places

    def __repr__(self) -> str:
        return f"Known({self.value!r})"

    def at(self, start: int, end: int) -> Span:
        """Returns the place in the file of the characters ``start`` to ``end`` of this string."""
        return _slice(self.places, self.span, start, end)

    def replaced(self, value: str | int | float | bool) -> Edit | None:
        """Returns the edit that writes another literal here, or ``None`` where the text cannot simply be replaced."""
        return self.writer.replacement(value) if self.writer else None


class Text(Value):
    """A string of which only some parts are known. ``parts`` are Known strings and Unknowns; at least one is Unknown."""

    __slots__ = ("parts",)

    def __init__(self, parts: Sequence[Known[str] | Unknown], span: Span, writer: Writer | None = None) -> None:
        super().__init__(span, writer)
        self.parts = tuple(parts)

    def __repr__(self) -> str:
        return f"Text({list(self.parts)!r})"

    @property
    def masked(self) -> str:
        """Returns the string with :data:`HOLE` for each unknown part."""
        return "".join(part.value if isinstance(part, Known) else HOLE for part in self.parts)

    @property
    def places(self) -> Pieces:
        """Returns the places of the characters of :attr:`masked`."""
        return Pieces(self.parts)

    def at(self, start: int, end: int) -> Span:
        """Returns the place in the file of the characters ``start`` to ``end`` of :attr:`masked`."""
        return _slice(self.places, self.span, start, end)


class Unknown(Value):
    """Not known before deployment.

    ``candidates`` are the written alternatives (``Fn::If`` branches, a parameter's ``AllowedValues``); empty where anything may come.
    ``why`` says in a few words where the value comes from: ``parameter Stage``, ``var.name``, ``attribute of aws_lambda_function.f``.
    """

    __slots__ = ("candidates", "why")

    def __init__(self, span: Span, candidates: Sequence[Value] = (), why: str = "", writer: Writer | None = None) -> None:
        super().__init__(span, writer)
        self.candidates = tuple(candidates)
        self.why = why

    def __repr__(self) -> str:
        return f"Unknown({self.why!r}{', ' + repr(list(self.candidates)) if self.candidates else ''})"


class Reference(Unknown):
    """Another resource of the same files, named but not known: ``!Ref Api``, ``aws_api_gateway_rest_api.api.id``.

    ``target`` is the other resource's address (``Resources/GetPets``, or a Terraform one with its module path and key) and ``attribute``
    what of it is meant: ``Ref``, ``Arn``, ``id``, ``invoke_arn``. Two references with equal target and attribute are the same value.
    """

    __slots__ = ("attribute", "target")

    def __init__(self, target: str, attribute: str, span: Span, writer: Writer | None = None) -> None:
        super().__init__(span, (), f"{target}.{attribute}", writer)
        self.target = target
        self.attribute = attribute

    def __repr__(self) -> str:
        return f"Reference({self.target}.{self.attribute})"


class Absent(Value):
    """Not written. The span is of what it is missing from."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "Absent()"


class Entry:
    """A key and its value. ``key`` is a Known string, or a Text or Unknown where the key is not known."""

    __slots__ = ("key", "value")

    def __init__(self, key: Known[str] | Text | Unknown, value: Value) -> None:
        self.key = key
        self.value = value

    def __repr__(self) -> str:
        return f"{self.key!r}: {self.value!r}"

    @property
    def name(self) -> str | None:
        """Returns the key where it is known."""
        return self.key.value if isinstance(self.key, Known) else None

    @property
    def span(self) -> Span:
        """Returns the place of the key and its value where both stand in one file one after the other, else of the key."""
        key, value = self.key.span, self.value.span
        return key.to(value) if key.source is value.source and key.start <= value.end else key


class Table(Value):
    """Keys and values. It is complete when nothing unknown can add a key: no transform, no ``dynamic``, no ``merge(var.x)``."""

    __slots__ = ("_index", "complete", "entries")

    def __init__(self, entries: Sequence[Entry], span: Span, complete: bool = True, writer: Writer | None = None) -> None:
        self.span = span
        self.writer = writer
        self.entries = tuple(entries)
        for entry in self.entries if complete else ():
            if not isinstance(entry.key, Known):
                complete = False
        self.complete = complete
        self._index: dict[str, Entry] | None = None

    def __repr__(self) -> str:
        return f"Table({list(self.entries)!r}{'' if self.complete else ', incomplete'})"

    def entry(self, key: str) -> Entry | None:
        """Returns the entry that is written under a key. Of duplicates it is the last, as in YAML, JSON and HCL."""
        if self._index is None:
            self._index = {entry.key.value: entry for entry in self.entries if isinstance(entry.key, Known)}
        return self._index.get(key)

    def get(self, key: str) -> Value:
        """Returns the value of a key: Absent where it is certainly not there, Unknown where something unknown may supply it."""
        entry = self.entry(key)
        if entry is not None:
            return entry.value
        return Absent(self.span, self.writer) if self.complete else Unknown(self.span, why="may be supplied elsewhere")

    def lacks(self, key: str) -> bool:
        """Returns whether the key is certainly not there."""
        return isinstance(self.get(key), Absent)

    def known(self) -> list[tuple[Known[str], Value]]:
        """Returns each entry whose key is known and whose value is not certainly absent."""
        return [(entry.key, entry.value) for entry in self.entries if isinstance(entry.key, Known) and not isinstance(entry.value, Absent)]


class List(Value):
    """Values in order. It is complete when nothing unknown can add an item."""

    __slots__ = ("complete", "items")

    def __init__(self, items: Sequence[Value], span: Span, complete: bool = True, writer: Writer | None = None) -> None:
        super().__init__(span, writer)
        self.items = tuple(items)
        self.complete = complete

    def __repr__(self) -> str:
        return f"List({list(self.items)!r}{'' if self.complete else ', incomplete'})"


class Pieces:
    """Places of a string put together from parts that stand in different places (``Fn::Join``, ``templatefile``, interpolation)."""

    __slots__ = ("_parts", "_starts")

    def __init__(self, parts: Sequence[Known[str] | Unknown]) -> None:
        self._parts = [part for part in parts if not isinstance(part, Known) or part.value]
        self._starts: list[int] = []
        at = 0
        for part in self._parts:
            self._starts.append(at)
            at += len(part.value) if isinstance(part, Known) else 1

    def _part(self, index: int) -> tuple[Known[str] | Unknown, int]:
        """Returns the part that has the character at an index, and the character's index in it."""
        if not self._parts:
            raise IndexError("no pieces")
        number = max(bisect_right(self._starts, index) - 1, 0)
        return self._parts[number], index - self._starts[number]

    def after(self, index: int) -> tuple[Source, int]:
        """Returns where the character at an index ends: of a hole, the end of what is written there."""
        part, inside = self._part(index)
        if isinstance(part, Known) and part.places is not None:
            span = _slice(part.places, part.span, inside, inside + 1)
            return span.source, span.end
        return part.span.source, part.span.end

    def before(self, index: int) -> tuple[Source, int]:
        """Returns where the character at an index begins: of a part without places of its own, where all of it begins."""
        part, inside = self._part(index)
        if isinstance(part, Known) and (part.places is not None or inside >= len(part.value)):
            return self.place(index)
        return part.span.source, part.span.start

    def place(self, index: int) -> tuple[Source, int]:
        """Returns where the character at an index stands."""
        part, inside = self._part(index)
        if isinstance(part, Known) and part.places is not None:
            return part.places.place(min(inside, len(part.value)))
        return part.span.source, part.span.start if inside == 0 else part.span.end


def _slice(places: Places | None, whole: Span, start: int, end: int) -> Span:
    if places is None:
        return whole
    source, first = places.place(start)
    if end <= start:
        return Span(source, first, first)
    if isinstance(places, Pieces):
        source, first = places.before(start)
        last_source, after = places.after(end - 1)
        return Span(source, first, after if last_source is source and after > first else first + 1)
    # The end is where the last character stands plus one: the next character may stand lines further on, or in another file.
    last_source, last = places.place(end - 1)
    after_source, after = places.place(end)
    if last_source is not source or last < first:
        return Span(source, first, first + 1)
    if after_source is source and last < after <= last + 12 and "\n" not in source.text[last:after]:
        return Span(source, first, after)
    return Span(source, first, last + 1)


class _Shifted:
    """Places of a string that is cut out of another, ``offset`` characters from its start."""

    __slots__ = ("_offset", "_places")

    def __init__(self, places: Places, offset: int) -> None:
        self._places = places
        self._offset = offset

    def place(self, index: int) -> tuple[Source, int]:
        """Returns where the character at an index stands."""
        return self._places.place(index + self._offset)


def cut(text: Known[str], start: int, end: int) -> Known[str]:
    """Returns the characters ``start`` to ``end`` of a string, each still with its place."""
    places = _Shifted(text.places, start) if text.places is not None else None
    return Known(text.value[start:end], text.at(start, end), places)


def joined(parts: Sequence[Value], span: Span, writer: Writer | None = None) -> Known[str] | Text | Unknown:
    """Returns the string that the parts make one after the other, keeping the place of each.

    Known numbers and booleans are written as CloudFormation and Terraform write them. A part that is no scalar makes a hole.
    """
    flat: list[Known[str] | Unknown] = []
    for part in parts:
        if isinstance(part, Text):
            flat.extend(part.parts)
        elif isinstance(part, Known):
            flat.append(_as_string(part))
        elif isinstance(part, Unknown):
            flat.append(part)
        else:
            flat.append(Unknown(part.span, why="no string"))
    if not any(isinstance(part, Unknown) for part in flat):
        known = [part for part in flat if isinstance(part, Known)]
        if len(known) == 1:
            return known[0]
        return Known("".join(part.value for part in known), span, Pieces(known) if known else None, writer)
    if len(flat) == 1 and isinstance(flat[0], Unknown):
        return flat[0]
    return Text(flat, span, writer)


def _as_string(part: Known[Any]) -> Known[str]:
    if isinstance(part.value, str):
        return part
    return Known(scalar_text(part.value), part.span, None, part.writer)


def scalar_text(value: Any) -> str:
    """Returns a scalar as CloudFormation and Terraform write it in a string: ``true``, ``1``, ``1.5``, and null as nothing."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)


@overload
def literals(value: Value) -> Iterator[Known[Any]]: ...
@overload
def literals(value: Value, kind: type[T] | tuple[type[T], ...]) -> Iterator[Known[T]]: ...
def literals(value: Value, kind: Any = object) -> Iterator[Known[Any]]:
    """Yields each literal of a kind that the value is or may be: the literal itself, or each written alternative.

    Nothing for what is not known. ``bool`` does not count as ``int``.
    """
    if isinstance(value, Known):
        if isinstance(value.value, kind) and not (isinstance(value.value, bool) and kind in (int, float)):
            yield value
    elif isinstance(value, Unknown):
        for candidate in value.candidates:
            yield from literals(candidate, kind)


def known(value: Value, kind: type[T]) -> T | None:
    """Returns the one literal of a kind that the value certainly is, else ``None``."""
    return value.value if isinstance(value, Known) and isinstance(value.value, kind) else None


def strings(value: Value) -> Iterator[Known[str]]:
    """Yields each literal string that the value is or may be."""
    return literals(value, str)


def masked(value: Value) -> str | None:
    """Returns a string value with :data:`HOLE` for each unknown part; ``None`` where it is wholly unknown, absent or no string."""
    if isinstance(value, Known) and isinstance(value.value, str):
        return value.value
    return value.masked if isinstance(value, Text) else None


def tables(value: Value) -> Iterator[Table]:
    """Yields the table that the value is, or each written alternative that is one."""
    if isinstance(value, Table):
        yield value
    elif isinstance(value, Unknown):
        for candidate in value.candidates:
            yield from tables(candidate)


def entries(value: Value) -> Iterator[tuple[Known[str], Value]]:
    """Yields the known entries of a table, and of each written alternative."""
    for table in tables(value):
        yield from table.known()


def items(value: Value) -> Iterator[Value]:
    """Yields the items of a list, and of each written alternative."""
    if isinstance(value, List):
        yield from value.items
    elif isinstance(value, Unknown):
        for candidate in value.candidates:
            yield from items(candidate)


def is_written(value: Value) -> bool:
    """Returns whether something certainly is there: not what is empty or null, and no unknown that may be null.

    Of the unknown, references to other resources and what a template is given are something.
    """
    if isinstance(value, Unknown):
        return isinstance(value, Reference) or (not value.candidates and value.why.startswith(("parameter ", "import ")))
    if isinstance(value, List):
        return bool(value.items)
    return not isinstance(value, Absent) and not (isinstance(value, Known) and (value.value is None or str(value.value).strip() == ""))


def same(first: Value, second: Value) -> Answer:
    """Returns whether two values are the same thing after deployment."""
    if isinstance(first, Known) and isinstance(second, Known):
        return Answer.of(scalar_text(first.value) == scalar_text(second.value))
    if isinstance(first, Reference) and isinstance(second, Reference):
        if (first.target, first.attribute) == (second.target, second.attribute):
            return Answer.YES
        return Answer.MAYBE
    if isinstance(first, Absent) or isinstance(second, Absent):
        return (
            Answer.of(isinstance(first, Absent) and isinstance(second, Absent))
            if not (isinstance(first, Unknown) or isinstance(second, Unknown))
            else Answer.MAYBE
        )
    return Answer.MAYBE


def equals(value: Value, text: str) -> Answer:
    """Returns whether the value, as a string, is a given text."""
    if isinstance(value, Known):
        return Answer.of(scalar_text(value.value) == text)
    if isinstance(value, Absent):
        return Answer.NO
    if isinstance(value, Unknown) and value.candidates and all(equals(c, text) is Answer.NO for c in value.candidates):
        return Answer.NO
    if isinstance(value, Text) and not _may_be(value.masked, text):
        return Answer.NO
    return Answer.MAYBE


def starts_with(value: Value, prefix: str) -> Answer:
    """Returns whether a string value starts with a text."""
    text = masked(value)
    if text is None:
        return Answer.NO if isinstance(value, Absent) else Answer.MAYBE
    head = text.split(HOLE, 1)[0] if isinstance(value, Text) else text
    if head.startswith(prefix):
        return Answer.YES
    if isinstance(value, Text) and prefix.startswith(head):
        return Answer.MAYBE
    return Answer.NO


def contains(value: Value, part: str) -> Answer:
    """Returns whether a string value contains a text."""
    text = masked(value)
    if text is None:
        return Answer.NO if isinstance(value, Absent) else Answer.MAYBE
    if part in text:
        return Answer.YES
    return Answer.MAYBE if isinstance(value, Text) else Answer.NO


def _may_be(text: str, wanted: str) -> bool:
    """Returns whether a masked text can become the wanted one."""
    head, *rest = text.split(HOLE)
    if not rest:
        return head == wanted
    if not wanted.startswith(head) or not wanted.endswith(rest[-1]) or len(head) + len(rest[-1]) > len(wanted):
        return False
    at = len(head)
    for piece in rest[:-1]:
        found = wanted.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    return at <= len(wanted) - len(rest[-1])
