"""What a user can cause: errors that end a run, and problems that are findings at their place."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from apigw_lint.source import Span


class UsageError(Exception):
    """A command line, configuration or path that cannot be used. Its text is the whole message; the run ends with exit code 2."""


class Problem(Exception):
    """Text that cannot be read as what it should be. It becomes a finding at its place, and the rest is still linted.

    ``code`` names it as a rule would be named: ``syntax-error``, ``duplicate-key``, ``unreadable-file``, ``limit-exceeded``.
    """

    def __init__(self, code: str, message: str, span: Span) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.span = span

    def __repr__(self) -> str:
        return f"Problem({self.code}: {self.message!r} at {self.span!r})"


def nearest(word: str, words: Iterable[str]) -> str:
    """Returns ``; did you mean 'x'?`` for the word that is nearest to one that is wrong, or nothing where none is near."""
    from difflib import get_close_matches

    matches = get_close_matches(word, list(words), 1, 0.6)
    return f"; did you mean {matches[0]!r}?" if matches else ""
