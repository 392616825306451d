"""The options of ``check`` are read twice: plainly, and by the parser that knows help and errors. Both say the same."""

import contextlib
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apigw_lint import arguments
from apigw_lint.errors import UsageError
from apigw_lint.options import CHECK, plain

FLAGS = [flag for option in CHECK for flag in option.flags.split()]
VALUES = ["a.yaml", "-", "--", "", "text", "sarif", "a, b,", "error", "auto", "x=1", "-x", "-1", "-qq", "--help", "--nope", "a b", "- x"]
WORDS = st.sampled_from([*FLAGS, *VALUES]) | st.builds(
    "{}={}".format, st.sampled_from(FLAGS), st.sampled_from(VALUES).filter(lambda value: value != "--")
)
"""The parser of Python 3.11 breaks at ``--config=--``."""


def parsed(words):
    """Returns what the parser makes of the words, ``None`` where it ends otherwise."""
    with contextlib.redirect_stdout(io.StringIO()):
        try:
            return vars(arguments.parsed(["check", *words]))
        except (UsageError, SystemExit):
            return None


@given(st.lists(WORDS, max_size=6))
def test_what_is_read_plainly_is_what_the_parser_reads(words):
    found = plain(words)
    if found is not None:
        assert parsed(words) == vars(found)


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["a.yaml", "b.yaml"],
        ["--isolated", "-q", "a.yaml", "--exit-zero"],
        ["--output-format", "json", "--output-file=out.json", "--output-file", "again.txt", "--output-format=github", "."],
        ["--select", "a,b", "--select=c", "--ignore", "posture", "--var", "x=1", "--var", "y=2", "--fail-level", "error"],
        ["-", "--stdin-filename", "main.tf"],
    ],
    ids=" ".join,
)
def test_what_people_write_is_read_plainly(words):
    assert parsed(words) == vars(plain(words))


@pytest.mark.parametrize(
    "words",
    [["--nope"], ["-h"], ["-qq"], ["--config"], ["--color", "red"], ["--config", "-"], ["--fix=yes"], ["a", "-q", "b"], ["--", "a"]],
    ids=" ".join,
)
def test_everything_else_is_left_to_the_parser(words):
    assert plain(words) is None
