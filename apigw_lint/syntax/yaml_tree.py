"""YAML text into the neutral tree, out of libyaml's events."""

from __future__ import annotations

from apigw_lint.errors import Problem
from apigw_lint.regexp import compiled_later, regexp
from apigw_lint.source import Span
from apigw_lint.syntax.resolving import converted, resolved
from apigw_lint.syntax.yaml_nodes import YamlMapping, YamlScalar, YamlSequence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, NoReturn

    from apigw_lint.source import Source
    from apigw_lint.syntax.tree import Node, Scalar

with compiled_later():  # half of PyYAML's import are expressions of its readers in Python, which only the tab below needs
    import yaml
    from yaml.events import (
        AliasEvent,
        DocumentEndEvent,
        MappingEndEvent,
        MappingStartEvent,
        ScalarEvent,
        SequenceEndEvent,
        SequenceStartEvent,
    )
try:
    from yaml._yaml import CParser as _Parser
except ImportError:  # PyYAML built without libyaml
    from yaml import SafeLoader as _Parser  # type: ignore[assignment]


DEPTH_LIMIT = 200
"""Levels of nesting, those that aliases bring included."""
ALIAS_LIMIT = 100_000
"""Nodes that aliases may repeat in one file."""

_ANCHOR = regexp("&[^\\s,\\[\\]{}]*(?:\\s|#[^\r\n\x85\u2028\u2029]*)*")
_BLOCK = ("|", ">")
_STANDARD = "tag:yaml.org,2002:"


def parse(source: Source) -> tuple[Node | None, list[Problem]]:
    """Returns the first document of a text, ``None`` where it is empty or broken, and what is wrong with it."""
    if source.text.startswith("\ufeff"):
        # libyaml drops the mark without counting it, so that no place would be right.
        return None, [Problem("syntax-error", "a byte order mark cannot stand here", Span(source, 0, 1))]
    node, problems, error = _read(source, _Parser)
    if error is not None and "tab character" in str(error):
        # libyaml refuses a tab in a blank line at the head of a block scalar; the readers that AWS uses do not.
        node, problems, error = _read(source, yaml.SafeLoader)
    if error is not None:
        from apigw_lint.syntax.yaml_errors import explained

        problems.append(explained(error, source))
    return node, problems


def _read(source: Source, parser: Any) -> tuple[Node | None, list[Problem], Exception | None]:
    builder = _Builder(source)
    try:
        return builder.document(parser(source.text).get_event), builder.problems, None
    except Problem as problem:
        return None, [*builder.problems, problem], None
    except (yaml.YAMLError, UnicodeEncodeError) as error:
        return None, builder.problems, error


class _Frame:
    """A collection that is still open: its children so far, and what its first event said."""

    __slots__ = ("anchor", "children", "counted", "flow", "height", "start", "tag")

    def __init__(self, start: int, anchor: str | None, tag: str, flow: bool, counted: int) -> None:
        self.start = start
        self.anchor = anchor
        self.tag = tag
        self.flow = flow
        self.counted = counted
        self.children: list[Any] = []
        self.height = 0


class _Anchored:
    """A node with a name, how many nodes it holds and how deep it is."""

    __slots__ = ("height", "node", "size")

    def __init__(self, node: Node, size: int, height: int) -> None:
        self.node = node
        self.size = size
        self.height = height


class _Builder:
    """Turns the events of one text into nodes."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.text = source.text
        self.problems: list[Problem] = []
        self.end = 0
        self._anchors: dict[str, _Anchored | None] = {}
        self._open_anchors = 0
        self._open_flows = 0
        self._aliased = 0
        self._count = 0
        self._stack: list[_Frame] = []

    def document(self, next_event: Callable[[], Any]) -> Node | None:
        """Returns the first document's root. A second document is not read, but what stands behind the first one must be YAML."""
        source, plain = self.source, _Plain()
        frame = root = _Frame(0, None, "", False, 0)
        self._stack.append(root)
        children, flow, shared = root.children, False, False
        while True:
            event = next_event()
            kind = type(event)
            if kind is ScalarEvent:
                style, text = event.style or "", event.value
                if not text or style in _BLOCK or event.tag is not None or event.anchor is not None:
                    children.append(self._scalar(event, style))
                else:
                    value = text if style else plain[text]
                    children.append(YamlScalar(source, event.start_mark.index, event.end_mark.index, value, "", style, flow, shared))
                continue
            if kind is AliasEvent:
                children.append(self._alias(event))
                continue
            if kind is MappingStartEvent or kind is SequenceStartEvent:
                frame = self._opened(event)
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                frame = self._closed(event, kind)
            elif kind is DocumentEndEvent:
                next_event()
                return _unless_empty(root.children[0])
            elif event is None:
                return None
            children, flow, shared = frame.children, self._open_flows > 0, self._open_anchors > 0

    def _problem(self, code: str, message: str, start: int, end: int) -> Problem:
        return Problem(code, message, Span(self.source, start, end))

    def _fail(self, code: str, message: str, event: Any) -> NoReturn:
        start = event.start_mark.index
        raise self._problem(code, message, start, max(event.end_mark.index, start + 1))

    def _begin(self, event: Any) -> int:
        start: int = event.start_mark.index
        if event.anchor is None or self.text[start] != "&":
            return start
        match = _ANCHOR.match(self.text, start)
        return match.end() if match else start

    def _scalar(self, event: Any, style: str) -> YamlScalar:
        """Returns a scalar that is not simple: it has a tag or an anchor, or is empty or a block."""
        start, end = event.start_mark.index, event.end_mark.index
        if start == end and self.text[start - 1 : start] not in (":", "-"):
            start = end = min(start, max(self._end_of(self._stack[-1]), self._stack[-1].start))
        if style in _BLOCK:
            end = _block_end(self.text, start, end, event.value)
        start = min(self._begin(event), end) if event.anchor else start
        tag, value = self._meaning(event, style)
        shared = self._open_anchors > 0 or event.anchor is not None
        node = YamlScalar(self.source, start, end, value, tag, style, self._open_flows > 0, shared)
        if event.anchor is not None:
            self._anchors[event.anchor] = _Anchored(node, 1, 0)
        return node

    def _end_of(self, frame: _Frame) -> int:
        """Returns where what is read ends. A child that is an alias ends elsewhere, and has set the end itself."""
        if frame.children:
            self.end = max(self.end, frame.children[-1].end)
        return self.end

    def _meaning(self, event: Any, style: str) -> tuple[str, Any]:
        tag, value = event.tag, event.value
        if tag is None:
            return "", value if style else resolved(value)
        if tag == "!":
            return "", value
        if not tag.startswith(_STANDARD):
            return tag, value
        kind = tag[len(_STANDARD) :]
        if kind in ("str", "int", "float", "bool", "null"):
            return "", converted(value, kind)
        return f"!!{kind}", value

    def _opened(self, event: Any) -> _Frame:
        if len(self._stack) > DEPTH_LIMIT:
            self._fail("limit-exceeded", f"nested more than {DEPTH_LIMIT} levels deep", event)
        anchor, tag, flow = event.anchor, event.tag, event.flow_style
        start = event.start_mark.index if anchor is None else self._begin(event)
        frame = _Frame(start, anchor, _tag(tag) if tag else "", flow, self._count)
        if anchor is not None:
            self._anchors[anchor] = None
            self._open_anchors += 1
        if flow:
            self._open_flows += 1
        self._stack.append(frame)
        return frame

    def _closed(self, event: Any, kind: type) -> _Frame:
        """Makes the node of the innermost open collection, and returns the one around it."""
        stack = self._stack
        frame = stack.pop()
        self._count += len(frame.children)
        self._end_of(frame)
        if frame.flow:
            self._open_flows -= 1
            end = event.end_mark.index
            if end > event.start_mark.index and self.text[end - 1] in "]}":
                self.end = end
        shared, height = self._open_anchors > 0, frame.height + 1
        node: Node
        if kind is MappingEndEvent:
            node = self._mapping(frame, shared)
        else:
            node = YamlSequence(self.source, frame.start, self.end, frame.children, frame.tag, frame.flow, shared)
        if frame.anchor is not None:
            self._open_anchors -= 1
            self._anchors[frame.anchor] = _Anchored(node, self._count - frame.counted + 1, height)
        outer = stack[-1]
        if outer.height < height:
            outer.height = height
        outer.children.append(node)
        return outer

    def _alias(self, event: Any) -> Node:
        """Returns the anchored node itself; how often and how deep it is repeated has limits."""
        name = event.anchor
        if name not in self._anchors:
            self._fail("syntax-error", f"alias *{name} has no anchor &{name} before it", event)
        anchored = self._anchors[name]
        if anchored is None:
            self._fail("syntax-error", f"alias *{name} stands inside the node that it names", event)
        self._aliased += anchored.size
        self._count += anchored.size - 1
        if self._aliased > ALIAS_LIMIT:
            self._fail("limit-exceeded", f"aliases repeat more than {ALIAS_LIMIT} nodes", event)
        if len(self._stack) + anchored.height > DEPTH_LIMIT:
            self._fail("limit-exceeded", f"nested more than {DEPTH_LIMIT} levels deep", event)
        self.end = event.end_mark.index
        frame = self._stack[-1]
        frame.height = max(frame.height, anchored.height)
        return anchored.node

    def _mapping(self, frame: _Frame, shared: bool) -> YamlMapping:
        children = iter(frame.children)
        entries = list(zip(children, children, strict=True))
        merged = 0
        try:
            names = {key.value for key, _ in entries}
            plain = len(names) == len(entries) and "<<" not in names
        except AttributeError:
            plain = False
        if not plain:
            entries, merged = self._checked(entries)
        return YamlMapping(self.source, frame.start, self.end, entries, frame.tag, frame.flow, shared, merged)

    def _checked(self, entries: list[tuple[Any, Node]]) -> tuple[list[tuple[Scalar, Node]], int]:
        """Returns the entries with merge keys resolved to the front, and how many those are; says what is wrong with keys."""
        own: list[tuple[Scalar, Node]] = []
        merges: list[Node] = []
        first: dict[tuple[type, Any], Scalar] = {}
        for key, value in entries:
            if not isinstance(key, YamlScalar):
                self.problems.append(self._problem("syntax-error", "a key must be a scalar", key.start, key.end))
            elif key.value == "<<" and not key.style and not key.tag:
                merges.extend(value.items if isinstance(value, YamlSequence) else [value])
            else:
                self._duplicate(first.setdefault((type(key.value), key.value), key), key)
                own.append((key, value))
        merged = self._merged(merges, {key.value for key, _ in own})
        return merged + own, len(merged)

    def _duplicate(self, first: Scalar, key: Scalar) -> None:
        if first is not key:
            line = self.source.position(first.start).line
            self.problems.append(
                self._problem("duplicate-key", f"key {key.value} is written twice; the first is on line {line}", key.start, key.end)
            )

    def _merged(self, sources: list[Node], taken: set[Any]) -> list[tuple[Scalar, Node]]:
        entries: list[tuple[Scalar, Node]] = []
        for node in sources:
            if not isinstance(node, YamlMapping):
                self.problems.append(
                    self._problem("syntax-error", "a merge key << takes a mapping or a list of them", node.start, node.end)
                )
                continue
            new = [(key, value) for key, value in node.entries if key.value not in taken]
            taken.update(key.value for key, _ in new)
            entries.extend(new)
        return entries


class _Plain(dict[str, "Any"]):
    """The values of plain scalars: each text is resolved once."""

    def __missing__(self, text: str) -> Any:
        value = self[text] = resolved(text)
        return value


def _unless_empty(node: Node) -> Node | None:
    return None if isinstance(node, YamlScalar) and node.value is None and node.start == node.end else node


def _tag(tag: str) -> str:
    if tag.startswith(_STANDARD):
        kind = tag[len(_STANDARD) :]
        return "" if kind in ("map", "seq") else f"!!{kind}"
    return "" if tag == "!" else tag


def _block_end(text: str, start: int, end: int, value: str) -> int:
    """Returns the end of a block scalar before its last line break, and before blank lines behind it that are not part of its value."""
    if value.endswith("\n\n") or value == "\n":
        return end - (2 if text.endswith("\r\n", start, end) else 1 if text.endswith(("\n", "\r"), start, end) else 0)
    stripped = text[start:end].rstrip("\r\n" if value.rstrip("\n").endswith((" ", "\t")) else " \t\r\n")
    return start + len(stripped)
