"""What SAM takes a value for: text, a list or a map where it is written out, and a map where a function is called.

SAM runs before CloudFormation does. In some places it puts the values of parameters in first; elsewhere a ``Ref`` is a map with the key
``Ref``. ``given`` says that it has put them in.
"""

from __future__ import annotations

from apigw_lint.regexp import regexp
from apigw_lint.syntax.tree import Mapping
from apigw_lint.value import Absent, Known, List, Reference, Table, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from apigw_lint.source import Span
    from apigw_lint.value import Value

_CALL = regexp(r"""!(\w+)(?:\s+["']?([\w:.]+))?|\{?\s*["']?(?:(Ref)|Fn::(\w+))["']?\s*:\s*["']?([\w:.]*)""")
_INCLUDED = ("Transform",)
"""Functions that are carried out before SAM runs."""
_LOOKED_UP = ("Ref", "FindInMap")
"""Functions that SAM carries out itself where it puts the values of parameters in."""
_EARLIER = "AWS::LanguageExtensions"
"""A transform that carries out functions, and may run before SAM does."""


def is_literal(value: Value) -> bool:
    """Returns whether a value is written as it is: no call of a function, and no parameter's default."""
    if isinstance(value, (Table, List)):
        return True
    return isinstance(value, Known) and value.writer is not None


def is_function(value: Value, given: bool) -> bool:
    """Returns whether a value is the call of a function that SAM certainly does not carry out."""
    if isinstance(value, (Table, List, Absent)) or (isinstance(value, Known) and value.writer is not None):
        return False
    span = value.span
    call = _CALL.match(span.source.text, span.start, span.end)
    name = (call[1] or call[3] or call[4]) if call else None
    if name in _INCLUDED or _EARLIER in span.source.text:
        return False
    if call is None:
        # The place of what stands alone in a text of ``Fn::Sub`` is within the text.
        return not given if isinstance(value, Known) else isinstance(value, Reference) and value.attribute != "Ref"
    if not given or name not in _LOOKED_UP:
        return True
    return name == "Ref" and _is_resource(value, call[2] or call[5] or "")


def _is_resource(value: Value, name: str) -> bool:
    """Returns whether what a ``Ref`` to a name gives shows that the name is no parameter's."""
    if isinstance(value, Reference):
        return value.target.rpartition("/")[2] == name
    return isinstance(value, Unknown) and (value.why == "Ref" or value.why.endswith("not in the template"))


def function_at(table: Table, name: str) -> str:
    """Returns the function that is called where a property is written, such as ``Fn::If`` or ``Ref``; empty where none is."""
    node = table.writer.get(name) if isinstance(table.writer, Mapping) else None
    if node is None:
        return ""
    if node.tag.startswith("!"):
        return node.tag[1:] if node.tag == "!Ref" else f"Fn::{node.tag[1:]}"
    if isinstance(node, Mapping) and len(node.entries) == 1:
        key = node.entries[0][0].value
        return key if isinstance(key, str) and (key == "Ref" or key.startswith("Fn::")) else ""
    return ""


def call_at(table: Table, name: str) -> Span | None:
    """Returns the place of the function that is called where a property is written, of ``AWS::NoValue`` too; ``None`` where none is."""
    node = table.writer.get(name) if function_at(table, name) and isinstance(table.writer, Mapping) else None
    return node.span if node is not None and _EARLIER not in node.source.text else None


def value_at(table: Table, name: str) -> Value:
    """Returns the value of a property as SAM sees it: the call of a function that it does not carry out, whatever that gives."""
    value, call = table.get(name), function_at(table, name)
    span = call_at(table, name) if call and call not in ("Ref", "Fn::If", "Fn::FindInMap", "Fn::Transform") else None
    return value if span is None else Unknown(span, why=call)


def is_parameter(value: Value) -> bool:
    """Returns whether a value is that of a parameter, known or not."""
    if isinstance(value, Unknown) or (isinstance(value, Known) and value.writer is None):
        call = _CALL.match(value.span.source.text, value.span.start, value.span.end)
        name = (call[2] or call[5] or "") if call is not None and "Ref" in (call[1], call[3]) else ""
        return bool(name) and (isinstance(value, Known) or value.why == f"parameter {name}")
    return False


def is_other(value: Value, given: bool, *kinds: str) -> bool:
    """Returns whether a value is certainly of none of some kinds: ``map``, ``list``, ``string``, ``boolean``, ``number``.

    A function is a map, and a parameter's value no boolean, whatever it is; what is absent or null is not asked about.
    """
    if given and kinds == ("boolean",) and is_parameter(value):
        return True
    if isinstance(value, Table):
        return "map" not in kinds and bool(value.entries or value.complete)
    if isinstance(value, List):
        return "list" not in kinds
    if isinstance(value, Known) and value.writer is not None:
        if value.value is None:
            return False
        if isinstance(value.value, bool):
            return "boolean" not in kinds
        return ("string" if isinstance(value.value, str) else "number") not in kinds
    return "map" not in kinds and is_function(value, given)


def is_nothing(value: Value) -> bool:
    """Returns whether a value is certainly nothing to SAM: not written, null, empty, false or zero."""
    if isinstance(value, Absent):
        return True
    if isinstance(value, Table):
        return value.complete and not value.entries
    if isinstance(value, List):
        return value.complete and not value.items
    return isinstance(value, Known) and not value.value


def is_empty(value: Value) -> bool:
    """Returns whether a value is certainly nothing to SAM: absent, null, false, zero or empty, and no parameter's default."""
    return is_nothing(value) and not (isinstance(value, Known) and value.writer is None)


def is_missing(table: Table, name: str) -> bool:
    """Returns whether a property is certainly nothing, and no function was called for it."""
    return call_at(table, name) is None and is_empty(table.get(name))


def is_there(value: Value, given: bool) -> bool:
    """Returns whether a value is certainly something to SAM."""
    if isinstance(value, Table):
        return bool(value.entries)
    if isinstance(value, List):
        return bool(value.items)
    return (isinstance(value, Known) and value.writer is not None and bool(value.value)) or is_function(value, given)
