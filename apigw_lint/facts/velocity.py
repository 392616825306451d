"""What mapping templates can call: members of ``$input``, ``$util`` and ``$foreach``, and of the Java values that they return.

Source: the developer guide's mapping template reference (REST and WebSocket) for API Gateway's own; the Velocity 1.7 user guide for
``$foreach``; Java's documentation of ``String``, ``List``, ``Map``, ``Integer``, ``Long``, ``Double`` and ``Boolean``, of every version
up to 21: which one API Gateway runs is documented nowhere.

A member is written ``name(least-most arguments): type  documentation``; without parentheses it is a property. Types are those of
:mod:`apigw_lint.languages.velocity.types`.
"""

from __future__ import annotations

from functools import cache

from apigw_lint.record import Row
from apigw_lint.regexp import regexp


class Member(Row):
    """A property (``least`` is -1) or a method that takes ``least`` to ``most`` arguments, and the name of the type that it returns."""

    name: str
    least: int
    most: int
    type: str
    doc: str

    @property
    def is_method(self) -> bool:
        """Returns whether it is called with parentheses."""
        return self.least >= 0


_INPUT = """
body: string                payload as text, {} where there is none
json(1-1): json             result of a JSONPath as JSON text, "" where nothing is found
params(0-1): params         parameter of the request: path, then query string, then header; without a name all of them
path(1-1): unknown          result of a JSONPath as a value, to navigate further
"""
_PARAMS = """
path: names                 path variables by name
querystring: names          query parameters by name
header: names               headers by name
"""
_UTIL = """
escapeJavaScript(1-1): string  text with quotes and line ends escaped; \\' needs .replaceAll("\\\\'", "'") to be JSON
parseJson(1-1): unknown     value of a JSON text
urlEncode(1-1): string      text encoded for URLs and forms, a space as +
urlDecode(1-1): string      text of a URL-encoded one
base64Encode(1-1): string   data as Base64
base64Decode(1-1): unknown  data of a Base64 text
"""
_FOREACH = """
index: number               number of this turn, from 0
count: number               number of this turn, from 1
hasNext: boolean            whether another item follows
first: boolean              whether this is the first item
last: boolean               whether this is the last item
parent: foreach             loop around this one
topmost: foreach            outermost loop
stop: unknown               ends the loop
"""
_OBJECT = """
equals(1-1): boolean        whether two values are equal
getClass(0-0): unknown      Java class
hashCode(0-0): number       hash
toString(0-0): string       value as text
notify(0-0): unknown
notifyAll(0-0): unknown
wait(0-2): unknown
"""
_STRING = """
charAt(1-1): unknown        character at an index
chars(0-0): unknown
codePointAt(1-1): number
codePointBefore(1-1): number
codePointCount(2-2): number
codePoints(0-0): unknown
compareTo(1-1): number
compareToIgnoreCase(1-1): number
concat(1-1): string         text with another behind it
contains(1-1): boolean      whether it contains a text
contentEquals(1-1): boolean
copyValueOf(1-3): string
describeConstable(0-0): unknown
endsWith(1-1): boolean      whether it ends with a text
equalsIgnoreCase(1-1): boolean  whether it is a text, in any case
format(1-99): string
formatted(0-99): string
getBytes(0-4): unknown
getChars(4-4): unknown
indent(1-1): string
indexOf(1-3): number        index of a text, -1 where it is not found
intern(0-0): string
isBlank(0-0): boolean       whether it is empty or blank
isEmpty(0-0): boolean       whether it is empty
join(1-99): string
lastIndexOf(1-2): number    last index of a text, -1 where it is not found
length(0-0): number         number of characters
lines(0-0): unknown
matches(1-1): boolean       whether the whole text matches a regular expression
offsetByCodePoints(2-2): number
regionMatches(4-5): boolean
repeat(1-1): string
replace(2-2): string        text with every occurrence replaced
replaceAll(2-2): string     text with every match of a regular expression replaced
replaceFirst(2-2): string   text with the first match of a regular expression replaced
resolveConstantDesc(1-1): unknown
split(1-2): unknown         parts between matches of a regular expression
splitWithDelimiters(2-2): unknown
startsWith(1-2): boolean    whether it starts with a text
strip(0-0): string
stripIndent(0-0): string
stripLeading(0-0): string
stripTrailing(0-0): string
subSequence(2-2): unknown
substring(1-2): string      text from an index, or between two
toCharArray(0-0): unknown
toLowerCase(0-1): string    text in lower case
toUpperCase(0-1): string    text in upper case
transform(1-1): unknown
translateEscapes(0-0): string
trim(0-0): string           text without blanks at its ends
valueOf(1-3): string
"""
_COLLECTION = """
contains(1-1): boolean      whether it has an item
containsAll(1-1): boolean
clear(0-0): unknown
forEach(1-1): unknown
isEmpty(0-0): boolean       whether it has no items
iterator(0-0): unknown
parallelStream(0-0): unknown
remove(1-1): unknown
removeAll(1-1): boolean
removeIf(1-1): boolean
retainAll(1-1): boolean
size(0-0): number           number of items
spliterator(0-0): unknown
stream(0-0): unknown
toArray(0-1): unknown
"""
_LIST = """
add(1-2): unknown           adds an item, at an index if one is given
addAll(1-2): boolean        adds all items of another list
addFirst(1-1): unknown
addLast(1-1): unknown
clone(0-0): unknown
ensureCapacity(1-1): unknown
get(1-1): unknown           item at an index
getFirst(0-0): unknown
getLast(0-0): unknown
indexOf(1-1): number        index of an item, -1 where it is not there
lastIndexOf(1-1): number
listIterator(0-1): unknown
removeFirst(0-0): unknown
removeLast(0-0): unknown
replaceAll(1-1): unknown
reversed(0-0): unknown
set(2-2): unknown           replaces the item at an index
sort(1-1): unknown
subList(2-2): list          items between two indexes
trimToSize(0-0): unknown
"""
_MAP = """
clear(0-0): unknown
clone(0-0): unknown
compute(2-2): unknown
computeIfAbsent(2-2): unknown
computeIfPresent(2-2): unknown
containsKey(1-1): boolean   whether it has a key
containsValue(1-1): boolean whether it has a value
entrySet(0-0): unknown      entries, each with a key and a value
firstEntry(0-0): unknown
forEach(1-1): unknown
get(1-1): unknown           value of a key
getOrDefault(2-2): unknown  value of a key, or another where it is not there
isEmpty(0-0): boolean       whether it has no keys
keySet(0-0): unknown        keys
lastEntry(0-0): unknown
merge(3-3): unknown
pollFirstEntry(0-0): unknown
pollLastEntry(0-0): unknown
put(2-2): unknown           sets the value of a key
putAll(1-1): unknown        sets all keys of another map
putFirst(2-2): unknown
putIfAbsent(2-2): unknown
putLast(2-2): unknown
remove(1-2): unknown        takes a key away
replace(2-3): unknown
replaceAll(1-1): unknown
reversed(0-0): unknown
sequencedEntrySet(0-0): unknown
sequencedKeySet(0-0): unknown
sequencedValues(0-0): unknown
size(0-0): number           number of keys
values(0-0): unknown        values
"""
_NUMBER_AND_BOOLEAN_NAMES = {
    "number": (
        "MAX_VALUE MIN_VALUE SIZE BYTES TYPE NaN POSITIVE_INFINITY NEGATIVE_INFINITY",
        "bitCount byteValue compare compareTo compareUnsigned decode describeConstable divideUnsigned doubleToLongBits doubleToRawLongBits "
        "doubleValue floatValue getInteger getLong highestOneBit intValue isFinite isInfinite isNaN longBitsToDouble longValue "
        "lowestOneBit max min numberOfLeadingZeros numberOfTrailingZeros parseDouble parseInt parseLong parseUnsignedInt "
        "parseUnsignedLong remainderUnsigned resolveConstantDesc reverse reverseBytes rotateLeft rotateRight shortValue signum sum "
        "toBinaryString toHexString toOctalString toString toUnsignedLong toUnsignedString valueOf compress expand",
    ),
    "boolean": (
        "TRUE FALSE TYPE",
        "booleanValue compare compareTo describeConstable getBoolean logicalAnd logicalOr logicalXor parseBoolean toString valueOf",
    ),
}
_DOCUMENTED_NUMBER = """
doubleValue(0-0): number    number as a double
intValue(0-0): number       number as an integer
parseInt(1-2): number       integer that a text writes
toString(0-2): string       number as text
"""
_TEXTS = {
    "input": _INPUT,
    "params": _PARAMS + _MAP,
    "names": _MAP,
    "util": _UTIL,
    "foreach": _FOREACH,
    "string": _STRING,
    "json": _STRING,
    "list": _COLLECTION + _LIST,
    "map": _MAP,
    "number": _DOCUMENTED_NUMBER,
    "boolean": "",
}
_ROW = regexp(r"(\w+)(?:\((\d+)-(\d+)\))?: (\w+)(?: +(.+))?")

APPSYNC = frozenset(
    {
        *("appendError", "autoId", "autoKsuid", "autoUlid", "defaultIfNull", "defaultIfNullOrBlank", "defaultIfNullOrEmpty", "dynamodb"),
        *("error", "escapeJavascript", "http", "isBoolean", "isList", "isMap", "isNull", "isNullOrBlank", "isNullOrEmpty", "isNumber"),
        *("isString", "list", "log", "map", "matches", "math", "qr", "quiet", "rds", "str", "time", "toJson", "transform", "typeOf"),
        *("unauthorized", "validate", "xml"),
    }
)
"""Helpers that ``$util`` has in AWS AppSync and not in API Gateway."""
APPSYNC_CONTEXT = frozenset({"args", "arguments", "env", "error", "info", "outErrors", "prev", "request", "result", "source", "stash"})
"""What ``$context`` has in AWS AppSync and not in API Gateway (templates have no ``error`` either)."""
ROOTS = ("context", "input", "stageVariables", "util")
"""The variables that API Gateway sets."""
UNDOCUMENTED_ROOTS = ("integration", "method")
"""No documentation of templates has them, but ``$method.request.path.id`` stands in many that work."""


@cache
def members(type_name: str) -> dict[str, Member]:
    """Returns the members of a type by name; those that every Java object has are among them, except of API Gateway's own."""
    found = {member.name: member for member in _read(_TEXTS.get(type_name, ""))}
    constants, methods = _NUMBER_AND_BOOLEAN_NAMES.get(type_name, ("", ""))
    for name in constants.split():
        found.setdefault(name, Member(name, -1, -1, "number", ""))
    for name in methods.split():
        found.setdefault(name, Member(name, 0, 4, "unknown", ""))
    for member in _read(_OBJECT):
        found.setdefault(member.name, member)
    return found


def _read(text: str) -> list[Member]:
    rows = [_ROW.fullmatch(line) for line in text.strip().split("\n") if line]
    return [
        Member(row[1], int(row[2]) if row[2] else -1, int(row[3]) if row[3] else -1, row[4], row[5] or "")
        for row in rows
        if row is not None
    ]


def completions(kind: str) -> dict[str, list[tuple[str, str]]]:
    """Returns what can stand behind each variable in templates of a kind of API: its members, each with one line on it.

    Keys are ``input``, ``input.params()``, ``util``, ``context``, ``foreach``, and ``string``, ``list`` and ``map`` for what values have.
    """
    from apigw_lint.facts.context import in_templates

    shown = {name: _shown(name) for name in ("input", "util", "foreach", "string", "list", "map")}
    shown["input.params()"] = [(member.name, member.doc) for member in _read(_PARAMS)]
    shown["context"] = [(variable.name, variable.doc) for variable in in_templates(kind)]
    shown["stageVariables"] = [("{name}", "stage variable of this name, empty where the stage has none")]
    return shown


def _shown(type_name: str) -> list[tuple[str, str]]:
    return [
        (member.name + (f"({', '.join('x' * min(member.most, 3))})" if member.is_method else ""), member.doc)
        for member in _read(_TEXTS[type_name])
        if member.doc
    ]
