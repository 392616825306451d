"""What silences a finding: comments in YAML and HCL, ``Metadata`` in CloudFormation, ``x-apigw-lint-ignore`` in OpenAPI.

A comment covers the line that it stands on, or, alone on a line, the next line that is no comment; with a line it covers a block scalar or
heredoc that starts there. A key covers the mapping that it stands in.
"""

from __future__ import annotations

import re

from apigw_lint.errors import nearest
from apigw_lint.notices import SuppressionWithoutRule, UnknownRuleInSuppression, UnusedSuppression
from apigw_lint.regexp import regexp
from apigw_lint.rule import Finding
from apigw_lint.syntax.tree import Mapping, Node, Scalar, Sequence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from apigw_lint.rule import Rule
    from apigw_lint.source import Source, Span

MARK = "apigw-lint"
_DIRECTIVE = regexp(r"(?:#|//)[ \t]*apigw-lint[ \t]*:[ \t]*(?P<verb>[\w-]*)[ \t]*(?P<names>\[[^\]\r\n]*\])?[^\r\n]*")
_NAME = regexp(r"[^\s,\[\]]+")
_HCL = regexp(
    r"(?P<heredoc><<[-~]?(?P<end>[\w-]+)[ \t]*\r?\n(?:.*\n)*?(?:[ \t]*(?P=end)\b|.*\Z))"
    r'|"(?:\\.|[^"\\\r\n])*"'
    r"|/\*[\s\S]*?(?:\*/|\Z)"
    r"|(?P<comment>(?:#|//)[^\r\n]*)"
)
"""What is not closed goes on to the end: so each character is looked at once."""


class Suppression:
    """Rules that are silent in some places. ``names`` have their own places; ``address`` is of the resource that it belongs to."""

    __slots__ = ("address", "names", "ranges", "source", "used")

    def __init__(self, source: Source, names: list[tuple[str, Span]], ranges: list[tuple[int, int]], address: str = "") -> None:
        self.source = source
        self.names = names
        self.ranges = ranges
        self.address = address
        self.used: set[str] = set()

    def silences(self, finding: Finding) -> bool:
        """Returns whether it covers a finding; if so, remembers that it was of use."""
        if not any(name == finding.rule for name, _ in self.names) or not self._covers(finding):
            return False
        self.used.add(finding.rule)
        return True

    def _covers(self, finding: Finding) -> bool:
        if self.address and finding.definition == self.source.path and (finding.address + "/").startswith(self.address + "/"):
            return True
        here = finding.span.source.path == self.source.path
        return here and any(start <= finding.span.start <= end for start, end in self.ranges)


class Suppressions:
    """All suppressions of one file, and the findings about those that cannot be read."""

    __slots__ = ("findings", "items", "source")

    def __init__(self, source: Source) -> None:
        self.source = source
        self.items: list[Suppression] = []
        self.findings: list[Finding] = []

    def remarks(self, rules: Collection[str], active: Collection[str], all_known: bool = True) -> Iterator[Finding]:
        """Yields what is wrong with them after all findings were asked: unreadable ones, unknown names, and those of no use.

        ``active`` are the rules that ran; ``all_known`` is false where a plug-in could not be loaded, so that names may be its own.
        """
        yield from self.findings
        for item in self.items:
            for name, span in item.names:
                if name not in rules:
                    if all_known:
                        yield _finding(UnknownRuleInSuppression, span, f"there is no rule {name!r}{nearest(name, rules)}")
                elif name in active and name not in item.used:
                    yield _finding(UnusedSuppression, span, f"no finding of {name} to silence here")


def _finding(notice: type[Rule], span: Span, message: str) -> Finding:
    return Finding(notice.name, notice.consequence, span, message)


def read(source: Source) -> Suppressions:
    """Returns the suppressions of a file: none where it cannot be parsed, so that nothing is said of what could not be used."""
    found = Suppressions(source)
    if source.path.endswith((".tf", ".tfvars")):
        _read_hcl(found)
        return found
    from apigw_lint.syntax import reading

    tree, _ = reading.parse(source)
    if tree is not None:
        _read_tree(found, tree)
    return found


def _read_hcl(found: Suppressions) -> None:
    heredocs, comments = [], []
    for match in _HCL.finditer(found.source.text):
        if match["heredoc"]:
            heredocs.append(match.span())
        elif match["comment"]:
            comments.append(match.start())
    _read_comments(found, comments, heredocs)


def _read_tree(found: Suppressions, tree: Node) -> None:
    text = found.source.text
    scalars: list[tuple[int, int]] = []
    for node, key, address in _nodes(tree, len(text)):
        if isinstance(node, Mapping):
            whole = (0, len(text)) if node is tree else (key, node.end)
            _read_keys(found, node, whole, address)
        elif isinstance(node, Scalar) and node.source is found.source:
            scalars.append((node.start, node.end))
    scalars.sort()
    inside = _Inside(text, scalars)
    starts = [match.start() for match in re.finditer(r"(?<![^\s])#", text) if match.start() not in inside]
    _read_comments(found, starts, [(start, end) for start, end in scalars if "\n" in text[start:end]])


class _Inside:
    """The offsets that lie inside a scalar, so that a ``#`` there starts no comment; behind a block scalar's ``|`` it does."""

    def __init__(self, text: str, scalars: list[tuple[int, int]]) -> None:
        self._text = text
        self._scalars = scalars
        self._starts = [start for start, _ in scalars]

    def __contains__(self, offset: int) -> bool:
        from bisect import bisect_right

        number = bisect_right(self._starts, offset) - 1
        if number < 0 or offset >= self._scalars[number][1]:
            return False
        start = self._starts[number]
        return self._text[start] not in "|>" or "\n" in self._text[start:offset]


def _nodes(tree: Node, end: int) -> Iterator[tuple[Node, int, str]]:
    """Yields each node once, with the offset at which its key starts, and the address of the resource that it is."""
    stack: list[tuple[Node, int, tuple[str, ...]]] = [(tree, 0, ())]
    seen: set[int] = set()
    while stack:
        node, key, path = stack.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        yield node, key, "/".join(path) if len(path) == 2 and path[0] == "Resources" else ""
        if isinstance(node, Mapping):
            for name, value in node.entries:
                stack.append((name, name.start, ("", "", "")))
                stack.append((value, name.start, (*path, str(name.value)) if len(path) < 3 else path))
        elif isinstance(node, Sequence):
            stack.extend((item, item.start, ("", "", "")) for item in node.items)


def _read_keys(found: Suppressions, node: Mapping, whole: tuple[int, int], address: str) -> None:
    value = node.get("x-apigw-lint-ignore")
    metadata = node.get("Metadata")
    own = metadata.get(MARK) if isinstance(metadata, Mapping) else None
    if own is not None:
        value = own.get("ignore") if isinstance(own, Mapping) else None
        if value is None:
            found.findings.append(_finding(SuppressionWithoutRule, own.span, "write ignore: {rule-name: reason}"))
    if value is None:
        return
    names = [key for key, _ in value.entries] if isinstance(value, Mapping) else value.items if isinstance(value, Sequence) else [value]
    texts = [(name.value, name.span) for name in names if isinstance(name, Scalar) and isinstance(name.value, str)]
    if not texts or len(texts) < len(names):
        found.findings.append(_finding(SuppressionWithoutRule, value.span.first_line(), "write rule names: {rule-name: reason}"))
    if texts:
        found.items.append(Suppression(found.source, texts, [whole], address))


def _read_comments(found: Suppressions, starts: Iterable[int], blocks: list[tuple[int, int]]) -> None:
    """Reads the comments that start at some offsets. ``blocks`` are the multi-line strings."""
    lines = _Lines(found.source, blocks)
    for start in starts:
        match = _DIRECTIVE.match(found.source.text, start)
        if match is None:
            continue
        names = _names(found.source, match) if match["verb"] == "ignore" else []
        if names:
            found.items.append(Suppression(found.source, names, lines.covered(start)))
        else:
            span = found.source.span(match.start(), match.start() + len(match[0].rstrip()))
            found.findings.append(_finding(SuppressionWithoutRule, span, "write ignore[rule-name] reason"))


def _names(source: Source, match: re.Match[str]) -> list[tuple[str, Span]]:
    """Returns the rule names in the brackets of a directive, with their places."""
    start, end = match.span("names")
    if start < 0:
        return []
    return [(name[0], source.span(*name.span())) for name in _NAME.finditer(source.text, start + 1, end - 1)]


class _Lines:
    """The lines of a file as comments cover them."""

    def __init__(self, source: Source, blocks: list[tuple[int, int]]) -> None:
        self._source = source
        self._count = len(source.line_starts)
        self._next: dict[int, int] = {}
        self._blocks: dict[int, list[tuple[int, int]]] = {}
        for block in blocks:
            self._blocks.setdefault(source.position(block[0]).line, []).append(block)

    def covered(self, comment: int) -> list[tuple[int, int]]:
        """Returns the offsets that a comment covers: a line, and the blocks that start on it."""
        source = self._source
        line = source.position(comment).line
        if not source.line(line)[: comment - source.line_starts[line - 1]].strip():
            line = self._next_code(line + 1)
        if line > self._count:
            return []
        start = source.line_starts[line - 1]
        return [(start, start + len(source.line(line))), *self._blocks.get(line, ())]

    def _next_code(self, line: int) -> int:
        """Returns the first line from a line on that is neither empty nor a comment; remembered for each line on the way."""
        passed = []
        while line <= self._count and line not in self._next:
            text = self._source.line(line).lstrip()
            if text and not text.startswith(("#", "//")):
                break
            passed.append(line)
            line += 1
        line = self._next.get(line, line)
        self._next.update(dict.fromkeys(passed, line))
        return line
