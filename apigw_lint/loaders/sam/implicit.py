"""APIs that SAM makes for events that name none, and the conditions of functions as conditions of APIs and of their paths."""

from __future__ import annotations

from apigw_lint.loaders.intrinsics import Declaration
from apigw_lint.loaders.sam.document import conditional
from apigw_lint.loaders.sam.events import KINDS, events_of
from apigw_lint.loaders.sam.globals import with_globals
from apigw_lint.loaders.sam.macro import PREFIX, Resource
from apigw_lint.loaders.sam.nodes import Grown, mapping, scalar, tree
from apigw_lint.loaders.template import section, text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from apigw_lint.loaders.sam.events import Event
    from apigw_lint.loaders.sam.macro import Macro
    from apigw_lint.syntax.tree import Scalar

_MOST_IN_OR = 10
"""Conditions that ``Fn::Or`` takes."""


def add(macro: Macro, kind: str) -> None:
    """Adds the API of a kind, ``Api`` or ``HttpApi``, that SAM makes where an event names none.

    It takes the place of a resource that the author gave the same name.
    """
    _, name = KINDS[kind]
    events = [event for event in events_of(macro, kind) if event.api == name and event.path is not None and event.method is not None]
    if not events:
        return
    place = events[0].key
    written = macro.resources.get(name)
    if written is not None:
        macro.taken.append((written, PREFIX + kind, place))
    attributes = Grown(place)
    attributes.put("Type", PREFIX + kind)
    condition = _combined(macro, f"{name}Condition", _conditions(macro, events), place)
    if condition is not None:
        attributes.put("Condition", condition)
    properties = Grown(place)
    if kind == "Api":
        properties.put("StageName", "Prod")
    shared = mapping(section(section(macro.template.tree, "Globals"), kind))
    whole = with_globals(properties, shared, None)
    declaration = Declaration(name, scalar(name, place), attributes, {})
    macro.resources[name] = Resource(declaration, attributes, whole if isinstance(whole, Grown) else Grown(whole, whole))


def make_paths_conditional(macro: Macro, api: str, paths: Grown, events: Iterable[Event]) -> None:
    """Puts the paths of a document, of which all methods are of functions with conditions, on these conditions."""
    by_path: dict[str, list[Event]] = {}
    for event in events:
        path = macro.text(event.path)
        if event.api == api and path is not None:
            by_path.setdefault(path, []).append(event)
    for path, found in by_path.items():
        node, key = paths.get(path), paths.key(path)
        if node is not None and key is not None:
            word = path.replace("/", "SLASH").replace("{", "OB").replace("}", "CB")
            condition = _combined(macro, f"{api}{word}PathCondition", _conditions(macro, found), key)
            if condition is not None:
                paths.put(key, conditional(condition, node, key))


def _conditions(macro: Macro, events: Iterable[Event]) -> set[str | None]:
    """Returns the conditions of the methods that events add; one without is ``None``."""
    by_method = {(macro.text(event.path), macro.text(event.method)): text_of(event.owner.condition) for event in events}
    return set(by_method.values())


def _combined(macro: Macro, name: str, conditions: set[str | None], place: Scalar) -> str | None:
    """Returns the name of the condition that one of several holds; ``None`` where there is something without condition."""
    known = sorted(condition for condition in conditions if condition is not None)
    if len(known) < len(conditions) or not known:
        return None
    if len(known) == 1:
        return known[0]
    left = (len(known) - 2) // (_MOST_IN_OR - 1)
    while len(known) > 1:
        made = f"{name}{left}" if left > 0 else name
        left -= 1
        macro.conditions[made] = tree({"Fn::Or": [{"Condition": condition} for condition in known[:_MOST_IN_OR]]}, place)
        known = [*known[_MOST_IN_OR:], made]
    return name
