"""A word on the terminal while a run is long."""

from __future__ import annotations

import sys
from time import monotonic

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import TracebackType
    from typing import Any

PATIENCE = 1.0
"""Seconds before anything is shown."""


class Progress:
    """Is called with the units that are done and with all of them, and shows them on a terminal once the run is long."""

    def __init__(self, quiet: bool) -> None:
        self._started = monotonic()
        self._shows = not quiet and sys.stderr.isatty()
        self._status: Any = None

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._status is not None:
            self._status.stop()

    def __call__(self, done: int, total: int) -> None:
        """Shows that ``done`` of ``total`` units are done."""
        if not self._shows or monotonic() - self._started < PATIENCE:
            return
        if self._status is None:
            from rich.console import Console

            self._status = Console(stderr=True).status("")
            self._status.start()
        self._status.update(f"linted {done} of {total}")
