"""Fixes applied to texts, and texts written back as they were: same encoding, same line ends, all or nothing."""

from __future__ import annotations

import os

from apigw_lint.record import Record, made

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from apigw_lint.rule import Finding
    from apigw_lint.source import Source
    from apigw_lint.value import Edit


class Applied(Record):
    """New texts by path, and the findings whose fix is in them."""

    texts: dict[str, str] = made(lambda _: {})
    findings: list[Finding] = made(lambda _: [])


def is_fixable(finding: Finding, unsafe: bool) -> bool:
    """Returns whether a finding has a fix that may be applied: not in what a CDK app makes, and makes again from the code."""
    return not finding.construct and finding.fix is not None and bool(finding.fix.edits) and (finding.fix.safe or unsafe)


def apply(findings: Iterable[Finding], unsafe: bool) -> Applied:
    """Returns the texts with as many fixes as do not touch each other; the others want another round."""
    applied = Applied()
    edits: dict[str, list[Edit]] = {}
    for finding in findings:
        if finding.fix is None or not is_fixable(finding, unsafe):
            continue
        new = list(dict.fromkeys(finding.fix.edits))
        if any(_touch(one, other) for number, one in enumerate(new) for other in new[:number]):
            continue
        if any(_touch(one, other) for one in new for other in edits.get(one.span.source.path, ())):
            continue
        for edit in new:
            edits.setdefault(edit.span.source.path, []).append(edit)
        applied.findings.append(finding)
    for path, changes in edits.items():
        applied.texts[path] = _edited(changes[0].span.source, changes)
    return applied


def _touch(one: Edit, other: Edit) -> bool:
    """Returns whether two edits change, or write at, one place."""
    if one.span.source.path != other.span.source.path:
        return False
    return one.span.start <= other.span.end and other.span.start <= one.span.end


def _edited(source: Source, edits: list[Edit]) -> str:
    text = source.text
    windows = "\r\n" in text
    for edit in sorted(edits, key=lambda edit: edit.span.start, reverse=True):
        new = edit.text.replace("\r\n", "\n").replace("\n", "\r\n") if windows else edit.text
        text = text[: edit.span.start] + new + text[edit.span.end :]
    return text


def write(path: str, text: str) -> None:
    """Writes a text over a file: in its encoding, with its byte order mark and permissions, and at once or not at all."""
    target = os.path.realpath(path)
    with open(target, "rb") as file:
        head = file.read(3)
    temporary = f"{target}.apigw-lint.{os.getpid()}"
    try:
        with open(temporary, "wb") as file:
            file.write(_encoded(text, head))
        os.chmod(temporary, os.stat(target).st_mode & 0o7777)
        os.replace(temporary, target)
    finally:
        if os.path.exists(temporary):
            os.unlink(temporary)


def _encoded(text: str, head: bytes) -> bytes:
    if head.startswith(b"\xff\xfe"):
        return b"\xff\xfe" + text.encode("utf-16-le")
    if head.startswith(b"\xfe\xff"):
        return b"\xfe\xff" + text.encode("utf-16-be")
    return (b"\xef\xbb\xbf" if head == b"\xef\xbb\xbf" else b"") + text.encode("utf-8")


def difference(path: str, old: str, new: str) -> str:
    """Returns the unified difference of two texts of a file."""
    from difflib import unified_diff

    lines = unified_diff(old.splitlines(keepends=True), new.splitlines(keepends=True), path, path)
    return "".join(line if line.endswith("\n") else line + "\n\\ No newline at end of file\n" for line in lines)
