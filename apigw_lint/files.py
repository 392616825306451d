"""The files of a run: read once, inside the root only, and decoded or refused with a clear problem."""

from __future__ import annotations

import os
import stat

from apigw_lint.errors import Problem
from apigw_lint.source import Source, Span

SIZE_LIMIT = 20 * 1024 * 1024
"""Bytes of a file that is still read."""


class Files:
    """Reads files below ``root``, links resolved. ``overlay``: texts that stand in for files (standard input, unsaved editors)."""

    def __init__(self, root: str, overlay: dict[str, str] | None = None) -> None:
        self.root = os.path.realpath(root)
        self.seen: list[str] = []
        self._overlay = {os.path.abspath(path): text for path, text in (overlay or {}).items()}
        self._cache: dict[str, Source] = {}

    def read(self, path: str, span_of_request: Span | None = None) -> Source:
        """Returns the text of a file; raises :class:`Problem` at the request, or in the file where the fault lies in its bytes."""
        absolute = os.path.abspath(path)
        source = self._cache.get(absolute)
        if source is None:
            source = self._load(absolute, span_of_request)
            self._cache[absolute] = source
            self.seen.append(source.path)
        return source

    def exists(self, path: str) -> bool:
        """Returns whether there is a file or directory that may be read."""
        return os.path.abspath(path) in self._overlay or (self._inside(path) and os.path.exists(path))

    def is_dir(self, path: str) -> bool:
        """Returns whether there is a directory that may be read."""
        return self._inside(path) and os.path.isdir(path)

    def list(self, directory: str) -> list[str]:
        """Returns the sorted names in a directory, those of the overlay with them; none where it cannot be read."""
        absolute = os.path.abspath(directory)
        names = {os.path.basename(path) for path in self._overlay if os.path.dirname(path) == absolute}
        if self._inside(directory):
            try:  # noqa: SIM105 - contextlib would be imported for this alone
                names.update(os.listdir(directory))
            except OSError:
                pass
        return sorted(names)

    def _inside(self, path: str) -> bool:
        if "\0" in path:
            return False
        real = os.path.realpath(path)
        return real == self.root or real.startswith(os.path.join(self.root, ""))

    def _load(self, path: str, request: Span | None) -> Source:
        shown = _shown(path)
        if path in self._overlay:
            return Source(shown, self._overlay[path].lstrip("\ufeff"))
        place = request or Span(Source(shown, ""), 0, 0)
        if not self._inside(path):
            raise Problem("unreadable-file", f"{shown} lies outside the project and is not read", place)
        return Source(shown, _decoded(_bytes(path, shown, place), shown, place))


def _shown(path: str) -> str:
    try:
        shown = os.path.relpath(path)
    except ValueError:  # Windows: another drive than the current directory's
        shown = path
    return shown.replace(os.sep, "/")


def _bytes(path: str, shown: str, place: Span) -> bytes:
    try:
        status = os.stat(path)
        if not stat.S_ISREG(status.st_mode):
            what = "a directory" if stat.S_ISDIR(status.st_mode) else "no regular file"
            raise Problem("unreadable-file", f"{shown} is {what}", place)
        if status.st_size > SIZE_LIMIT:
            raise Problem("limit-exceeded", f"{shown} has {status.st_size} bytes; at most {SIZE_LIMIT} are read", place)
        with open(path, "rb") as file:
            return file.read(SIZE_LIMIT)
    except FileNotFoundError:
        raise Problem("unreadable-file", f"{shown} does not exist", place) from None
    except PermissionError:
        raise Problem("unreadable-file", f"{shown} cannot be read: permission denied", place) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise Problem("unreadable-file", f"{shown} cannot be read: {reason.lower()}", place) from None


def _decoded(data: bytes, shown: str, place: Span) -> str:
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _undecodable(data, encoding, error, shown) from None
    if "\0" in text:
        raise Problem("unreadable-file", f"{shown} is no text: it has a NUL character", place)
    return text.lstrip("\ufeff")


def _undecodable(data: bytes, encoding: str, error: UnicodeDecodeError, shown: str) -> Problem:
    if b"\0" in data and encoding == "utf-8":
        return Problem("unreadable-file", f"{shown} is no text: it has NUL bytes", Span(Source(shown, ""), 0, 0))
    source = Source(shown, data.decode(encoding, "replace").lstrip("\ufeff"))
    offset = len(data[: error.start].decode(encoding, "ignore").lstrip("\ufeff"))
    line = source.position(offset).line
    message = f"not {encoding.upper()}: byte 0x{data[error.start]:02x} on line {line} cannot be decoded"
    return Problem("unreadable-file", message, Span(source, offset, offset + 1))
