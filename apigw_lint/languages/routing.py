"""Which paths of an API serve a call: trees of segments, in which variables and greedy variables catch what stands nowhere else."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


VARIABLE = "{}"
GREEDY = "{+}"


def segments(path: str) -> list[str]:
    """Returns the segments of a path with every variable written as ``{}``, every greedy one as ``{+}``."""
    return [_segment(part) for part in path.strip("/").split("/") if part]


def _segment(part: str) -> str:
    return part if not part.startswith("{") else GREEDY if part.endswith("+}") else VARIABLE


def parent(path: str) -> str:
    """Returns the path above a path."""
    return path.rpartition("/")[0] or "/"


def plant(tree: dict[str, Any], path: str) -> None:
    """Adds a path to a tree of segments; the empty segment marks where one ends."""
    for segment in segments(path):
        tree = tree.setdefault(segment, {})
    tree[""] = {}


def reaches(tree: dict[str, Any], wanted: list[str]) -> bool:
    """Returns whether calls of a path, as its segments, reach one of the tree: its own, one with variables, or a greedy one above it."""
    if not wanted:
        return "" in tree
    if "" in tree.get(GREEDY, ()):
        return True
    return any(reaches(tree[name], wanted[1:]) for name in {wanted[0], VARIABLE} if name in tree)
