"""What a user can cause: errors that end a run, and problems that are findings at their place."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
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
