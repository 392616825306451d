"""What mapping templates override of requests and responses: ``#set($context.responseOverride.status = 404)``."""

from __future__ import annotations

from apigw_lint.facts.context import OVERRIDES
from apigw_lint.languages.velocity.nodes import Break, Directive, Foreach, If, Number, Property, Set, Stop, String
from apigw_lint.languages.velocity.walking import path_of
from apigw_lint.regexp import regexp

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from apigw_lint.languages.velocity.nodes import Node, Template

_STATUS = regexp(r"[1-5]\d\d")


class Override:
    """A ``#set`` of an override. ``shown`` is what it sets, ``root`` and ``location`` are the first names of it, ``name`` what follows.

    ``blocks`` are the blocks that it stands in, outermost first, each one as its start and its branch. ``wrong_status`` is a status, as
    written, that is none.
    """

    __slots__ = ("blocks", "end", "location", "location_end", "location_start", "name", "root", "shown", "start", "wrong_status")

    def __init__(self, node: Set, path: Sequence[str | None], blocks: tuple[tuple[int, int], ...]) -> None:
        self.start, self.end = node.target.start, node.target.end
        self.root, self.location = path[0] or "", path[1] or ""
        self.name = tuple(path[2:])
        access = node.target.accesses[1]
        self.location_start, self.location_end = access.start + isinstance(access, Property), access.end
        self.shown = ".".join(("$context", self.root, self.location, *(name or "?" for name in self.name)))
        self.blocks = blocks
        self.wrong_status = _wrong_status(node)


def _wrong_status(node: Set) -> str | None:
    value = node.value
    if isinstance(value, Number) and not (isinstance(value.value, int) and 100 <= value.value <= 599):
        return str(value.value)[:20]
    if isinstance(value, String) and value.literal is not None and not _STATUS.fullmatch(value.literal.strip()):
        return f'"{value.literal[:20]}"'
    return None


def overrides(template: Template) -> list[Override]:
    """Returns the overrides that a template sets by name, in the order of its text."""
    found: list[Override] = []
    stack: list[tuple[Node, tuple[tuple[int, int], ...]]] = [(node, ()) for node in template.body]
    while stack:
        node, blocks = stack.pop()
        if isinstance(node, Set) and node.target.name == "context" and len(node.target.accesses) > 1:
            path = path_of(node.target)
            if path[0] in OVERRIDES and path[1] is not None:
                found.append(Override(node, path, blocks))
        elif isinstance(node, If):
            stack += [(part, (*blocks, (node.start, number))) for number, branch in enumerate(node.branches) for part in branch.body]
        elif isinstance(node, Foreach):
            stack += [(part, (*blocks, (node.start, 0))) for part in node.body]
    return sorted(found, key=lambda override: override.start)


def leaves_early(template: Template) -> bool:
    """Returns whether what stands further down may not be reached, or be other than it reads: ``#stop``, ``#break``, macros."""
    stack: list[Node] = list(template.body)
    while stack:
        node = stack.pop()
        if isinstance(node, (Break, Directive, Stop)):
            return True
        if isinstance(node, If):
            stack += [part for branch in node.branches for part in branch.body]
        elif isinstance(node, Foreach):
            stack += node.body
    return False


def twice(found: Sequence[Override]) -> list[tuple[Override, Override]]:
    """Returns each override that stands on one way through a template with an earlier one of the same parameter, the earlier one first.

    One of the two stands in all blocks that the other stands in: whoever comes to the inner one has seen or will see the outer one.
    """
    pairs = []
    earlier: dict[tuple[str, ...], list[Override]] = {}
    for override in found:
        if None in override.name:
            continue
        same = earlier.setdefault((override.root, override.location, *(name or "" for name in override.name)), [])
        for first in same[:50]:
            shared = min(len(first.blocks), len(override.blocks))
            if first.blocks[:shared] == override.blocks[:shared]:
                pairs.append((first, override))
                break
        same.append(override)
    return pairs
