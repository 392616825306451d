"""Types of what stands in mapping templates, and what a property, a call or an index makes of them.

A type is certain or ``unknown``, and whatever is done with an unknown one is right.
"""

from __future__ import annotations

from apigw_lint.facts.context import IN_EVENTS, OVERRIDES, VARIABLES, in_logs, in_templates
from apigw_lint.facts.velocity import APPSYNC, APPSYNC_CONTEXT, members
from apigw_lint.languages.velocity.nodes import Call, Index, Property, String
from apigw_lint.regexp import regexp
from apigw_lint.value import HOLE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from apigw_lint.facts.velocity import Member
    from apigw_lint.languages.velocity.nodes import Access


class Type:
    """A type by name; of ``context`` also how far into it: ``("identity",)`` for ``$context.identity``.

    Names are ``string``, ``json`` (text that is JSON), ``number``, ``boolean``, ``list``, ``map``, ``unknown``, and those of API Gateway's
    own objects: ``input``, ``params``, ``names``, ``util``, ``context``, ``stage variables``, ``foreach``.
    """

    __slots__ = ("name", "path")

    def __init__(self, name: str, path: tuple[str, ...] = ()) -> None:
        self.name = name
        self.path = path

    def __repr__(self) -> str:
        return f"Type({'.'.join((self.name, *self.path))})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Type) and (self.name, self.path) == (other.name, other.path)

    def __hash__(self) -> int:
        return hash((self.name, self.path))


UNKNOWN = Type("unknown")
STRING = Type("string")
NUMBER = Type("number")
BOOLEAN = Type("boolean")
LIST = Type("list")
MAP = Type("map")
ROOT_TYPES = {"input": Type("input"), "util": Type("util"), "context": Type("context"), "stageVariables": Type("stage variables")}

_CALLED = {"string": "text", "json": "JSON text", "list": "a list", "map": "a map", "number": "a number", "boolean": "a boolean"}
_ELSEWHERE = {
    "list": {"append": "add", "count": "size", "length": "size", "push": "add"},
    "map": {"add": "put", "count": "size", "has": "containsKey", "keys": "keySet", "length": "size", "set": "put"},
    "string": {"includes": "contains", "size": "length", "count": "length", "toLower": "toLowerCase", "toUpper": "toUpperCase"},
    "util": {"escapeJson": "escapeJavaScript", "escape": "escapeJavaScript", "fromJson": "parseJson", "jsonParse": "parseJson"},
    "params": {"headers": "header", "query": "querystring", "queryString": "querystring", "queryStringParameters": "querystring"},
}
_ELSEWHERE["json"] = _ELSEWHERE["string"]
"""What people call a member that has another name."""
_GETTERS = {
    "string": frozenset({"blank", "bytes", "class", "empty"}),
    "list": frozenset({"class", "empty", "first", "last"}),
    "number": frozenset({"class"}),
    "boolean": frozenset({"class"}),
}
"""Properties that Velocity finds as ``getBytes()`` or ``isEmpty()``."""
_GETTER = regexp(r"(?:get|is|has)([A-Z]\w*)")


class Fault:
    """What an access does wrong. ``kind`` is ``member`` or ``context``; ``replacement`` is what its name should be."""

    __slots__ = ("kind", "message", "replacement")

    def __init__(self, kind: str, message: str, replacement: str | None = None) -> None:
        self.kind = kind
        self.message = message
        self.replacement = replacement


def common(types: Iterable[Type]) -> Type:
    """Returns the one type that all are, else unknown."""
    found = set(types)
    return found.pop() if len(found) == 1 else UNKNOWN


def near(name: str, names: Iterable[str], cutoff: float = 0.75) -> str | None:
    """Returns the name that was most likely meant, ``None`` where none is near."""
    from difflib import SequenceMatcher

    best, score = None, cutoff
    for other in names:
        matcher = SequenceMatcher(None, name.lower(), other.lower())
        if matcher.quick_ratio() > score and matcher.ratio() > score:
            best, score = other, matcher.ratio()
    return best


def accessed(of: Type, access: Access, shown: str, kind: str) -> Type | Fault:
    """Returns the type of a property, call or index of a value, or what is wrong with it.

    ``shown`` is the value as the template writes it, ``kind`` the kind of the API.
    """
    name = _name(access)
    if of.name == "unknown" or (name is not None and HOLE in name):
        return UNKNOWN
    if of.name == "context":
        return _of_context(of, access, name, shown, kind)
    if of.name in ("names", "stage variables", "map"):
        return _of_map(of, access, name, shown)
    if of.name == "params" and not _is_call(access):
        return _property(of, name, shown) if name is not None else UNKNOWN
    if isinstance(access, Call):
        return _call(of, access, shown)
    return _property(of, access.name, shown) if isinstance(access, Property) else UNKNOWN


def _name(access: Access) -> str | None:
    """Returns the name that an access asks for: ``.x``, ``.x()``, ``['x']`` and ``.get('x')`` all ask for ``x``."""
    if isinstance(access, Property):
        return access.name
    key = access.expression if isinstance(access, Index) else access.arguments[0] if _is_get(access) else None
    if isinstance(key, String):
        return key.literal
    return access.name if isinstance(access, Call) and not _is_get(access) else None


def _is_get(access: Access) -> bool:
    return isinstance(access, Call) and access.name == "get" and len(access.arguments) == 1


def _is_call(access: Access) -> bool:
    return isinstance(access, Call) and not _is_get(access)


def _of_map(of: Type, access: Access, name: str | None, shown: str) -> Type | Fault:
    if _is_call(access) and isinstance(access, Call):
        return _call(Type("map"), access, shown)
    return STRING if of.name in ("names", "stage variables") else UNKNOWN


def _call(of: Type, call: Call, shown: str) -> Type | Fault:
    known = members(of.name)
    member = known.get(call.name)
    if member is None and of.name == "foreach":
        return _getter(call)
    if member is None:
        return _missing(of, call.name, shown, [name for name in known if known[name].is_method])
    if not member.is_method:
        if of.name in ("foreach", "number", "boolean"):
            return UNKNOWN
        return Fault("member", f"{shown}.{call.name} is read without parentheses")
    count = len(call.arguments)
    if not member.least <= count <= member.most:
        return Fault("member", f"{call.name} takes {_counted(member.least, member.most)}, not {count}")
    if of.name == "input" and call.name == "params":
        return STRING if count else Type("params")
    return Type(member.type)


def _getter(call: Call) -> Type | Fault:
    getter = _GETTER.fullmatch(call.name)
    name = getter[1][0].lower() + getter[1][1:] if getter else ""
    if name in members("foreach") or call.name in ("getInfo", "isStopped", "getReplaced"):
        return UNKNOWN
    return Fault("member", f"$foreach has no {call.name}: it has index, count, hasNext, first, last, parent and topmost")


def _counted(least: int, most: int) -> str:
    if most >= 99:
        return f"{least} or more arguments"
    numbers = str(least) if least == most else f"{least} to {most}"
    return f"{numbers if most else 'no'} argument{'' if least == most == 1 else 's'}"


def _property(of: Type, name: str, shown: str) -> Type | Fault:
    known = members(of.name)
    lower = name[:1].lower() + name[1:]
    if lower in _GETTERS.get("string" if of.name == "json" else of.name, ()):
        return UNKNOWN
    member = known.get(name) or known.get(lower)
    if member is None:
        return UNKNOWN if of.name in ("number", "boolean") else _as_property(_missing(of, name, shown, known), known)
    if not member.is_method:
        return Type(member.type)
    if of.name == "foreach":
        return UNKNOWN
    arguments = "()" if member.most == 0 or member.least == 0 else "(...)"
    replacement = member.name + "()" if arguments == "()" and of.name != "input" else None
    return Fault("member", f"{name} is a method: {shown}.{member.name}{arguments}", replacement)


def _as_property(fault: Fault, known: Mapping[str, Member]) -> Fault:
    """Returns a fault whose replacement is called where it is a method; without one where that needs arguments."""
    member = known.get(fault.replacement or "")
    if member is not None and member.is_method:
        fault.replacement = f"{member.name}()" if member.least == 0 else None
    return fault


def _missing(of: Type, name: str, shown: str, known: Iterable[str]) -> Fault:
    other = _ELSEWHERE.get(of.name, {}).get(name) or near(name, known)
    meant = f"; did you mean {other}?" if other else ""
    if of.name == "util":
        if name in APPSYNC and not (other and other.lower() == name.lower()):
            return Fault("member", f"$util.{name} is a helper of AWS AppSync: API Gateway has none of this name{meant}", other)
        has = "escapeJavaScript, parseJson, urlEncode, urlDecode, base64Encode and base64Decode"
        return Fault("member", f"$util has no {name}{meant or f': it has {has}'}", other)
    if of.name == "input":
        return Fault("member", f"$input has no {name}{meant or ': it has body, json(), params() and path()'}", other)
    if of.name == "params":
        return Fault("member", f"$input.params() has no {name}{meant or ': it has path, querystring and header'}", other)
    if of.name == "foreach":
        has = "index, count, hasNext, first, last, parent and topmost"
        return Fault("member", f"$foreach has no {name}{meant or f': it has {has}'}", other)
    read = ""
    if of.name == "string" and shown.endswith("input.body"):
        read = f": $input.path('$.{name}') reads it"
    elif of.name == "json":
        read = ": $input.path(...) gives a value whose fields can be read"
    return Fault("member", f"{shown} is {_CALLED[of.name]}, which has no {name}{read or meant}", None if read else other)


def _of_context(of: Type, access: Access, name: str | None, shown: str, kind: str) -> Type | Fault:
    if _is_call(access) and isinstance(access, Call):
        return _call(Type("map"), access, shown)
    if name is None:
        return UNKNOWN
    path = (*of.path, name)
    if path[0] in ("authorizer", *OVERRIDES) or name in IN_EVENTS.get(kind, ()):
        return UNKNOWN if len(path) > 1 or path[0] != "authorizer" else Type("context", path)
    dotted = ".".join(path)
    known = {variable.name: variable for variable in in_templates(kind)}
    if dotted in known:
        return STRING if known[dotted].type == "string" else UNKNOWN
    if any(other.startswith(dotted + ".") for other in known):
        return Type("context", path)
    return _no_context(path, known, kind)


def _no_context(path: tuple[str, ...], known: Iterable[str], kind: str) -> Fault:
    dotted = ".".join(path)
    called = {"REST": "REST", "HTTP": "HTTP", "WEBSOCKET": "WebSocket"}.get(kind, kind)
    if path[0] == "error":
        where = "gateway responses and access logs" if kind == "REST" else "access logs"
        return Fault("context", f"$context.{dotted} is there in {where}, not in mapping templates")
    if _named(dotted, (variable.name for variable in in_logs(kind))):
        return Fault("context", f"$context.{dotted} is there in access logs only, not in mapping templates")
    if _named(dotted, (variable.name for variable in VARIABLES)):
        return Fault("context", f"{called} APIs have no $context.{dotted} in mapping templates")
    if path[0] in APPSYNC_CONTEXT:
        return Fault("context", f"$context.{dotted} is a variable of AWS AppSync: API Gateway has none of this name")
    meant = _meant(path, known)
    other = meant[-1] if meant is not None and meant[:-1] == path[:-1] else None
    return Fault("context", f"there is no $context.{dotted}" + (f"; did you mean $context.{'.'.join(meant)}?" if meant else ""), other)


def _meant(path: tuple[str, ...], known: Iterable[str]) -> tuple[str, ...] | None:
    """Returns the path that was most likely meant: one beside it but for case, one of the same name elsewhere, or one that is near."""
    depth = len(path)
    splits = [tuple(name.split(".")) for name in known]
    siblings = {parts[depth - 1] for parts in splits if parts[: depth - 1] == path[:-1] and len(parts) >= depth}
    for name in siblings:
        if name.lower() == path[-1].lower():
            return (*path[:-1], name)
    moved = [parts for parts in splits if parts[-1].lower() == path[-1].lower()]
    if len(moved) == 1:
        return moved[0]
    other = near(path[-1], sorted(siblings))
    return (*path[:-1], other) if other is not None else None


def _named(dotted: str, names: Iterable[str]) -> bool:
    return any(name == dotted or name.startswith(dotted + ".") for name in names)
