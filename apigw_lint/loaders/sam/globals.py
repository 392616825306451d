"""The ``Globals`` section: what it says goes into every resource of a type, unless the resource says otherwise."""

from __future__ import annotations

from apigw_lint.loaders.sam.nodes import Grown, is_call, mapping
from apigw_lint.loaders.template import text_of
from apigw_lint.syntax.tree import Mapping, Sequence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from apigw_lint.syntax.tree import Node

_REPLACED = frozenset({"Architectures"})
"""Lists that a resource's own replaces; others are joined."""


def with_globals(properties: Mapping, section: Mapping | None, ignored: Node | None) -> Mapping:
    """Returns the properties of a resource with those that its type's section of the globals adds.

    ``ignored`` is the resource's ``IgnoreGlobals``: names, or ``*`` for all.
    """
    if section is None or text_of(ignored) == "*":
        return properties
    names = {text_of(item) for item in ignored.items} if isinstance(ignored, Sequence) else set()
    entries = [(key, value) for key, value in section.entries if key.value not in names]
    if not entries:
        return properties
    given = Mapping(section.source, section.start, section.end, entries)
    return _joined(given, properties)


def _joined(given: Mapping, own: Mapping) -> Mapping:
    """Returns what both mappings say; the own one goes first, and its place is the place of the whole."""
    found = Grown(own, own)
    for key, value in given.entries:
        name = str(key.value)
        written = own.get(name)
        if written is None:
            found.put(key, value)
        else:
            found.put(found.key(name) or key, _merged(value, written, name))
    return found


def _merged(given: Node, own: Node, name: str) -> Node:
    first, second = mapping(given), mapping(own)
    if first is not None and second is not None:
        return _joined(first, second)
    if isinstance(given, Sequence) and isinstance(own, Sequence) and not is_call(given) and not is_call(own) and name not in _REPLACED:
        return Sequence(own.source, own.start, own.end, [*given.items, *own.items])
    return own
