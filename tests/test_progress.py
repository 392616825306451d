"""A long run says on the terminal how far it is; a short one, and one that nobody watches, says nothing."""

import io

import pytest

from apigw_lint import progress
from apigw_lint.progress import Progress


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.mark.parametrize(
    ("terminal", "seconds", "quiet", "shown"),
    [(True, 5, False, True), (True, 0.1, False, False), (True, 5, True, False), (False, 5, False, False)],
    ids=["long", "short", "quiet", "no-terminal"],
)
def test_progress_is_shown_where_somebody_waits(monkeypatch, terminal, seconds, quiet, shown):
    stream = Terminal() if terminal else io.StringIO()
    monkeypatch.setattr("sys.stderr", stream)
    monkeypatch.setenv("TERM", "xterm")
    clock = iter([0, seconds, seconds])
    monkeypatch.setattr(progress, "monotonic", lambda: next(clock))
    with Progress(quiet) as told:
        told(3, 9)

    assert shown == ("linted 3 of 9" in stream.getvalue())
