"""Fixes are applied where they do not touch, and files keep their encoding and line ends."""

import os
import stat

import pytest

from apigw_lint import fixes
from apigw_lint.rule import Consequence, Finding, Fix
from apigw_lint.source import Source
from apigw_lint.value import Edit


def finding(source, *edits, safe=True):
    fix = Fix("x", [Edit(source.span(start, end), text) for start, end, text in edits], safe)
    return Finding("r", Consequence.BROKEN, source.span(0, 0), "m", fix=fix)


@pytest.mark.parametrize(
    ("edits", "expected"),
    [
        ([[(0, 1, "x")], [(2, 3, "y")]], "xbydef"),
        ([[(2, 3, "y")], [(0, 1, "x")]], "xbydef"),
        ([[(0, 3, "x")], [(2, 4, "y")]], "xdef"),
        ([[(0, 1, "x")], [(1, 1, "y")]], "xbcdef"),
        ([[(1, 1, "x")], [(1, 1, "y")]], "axbcdef"),
        ([[(0, 1, "x"), (3, 4, "z")], [(3, 3, "y")]], "xbczef"),
        ([[(0, 2, "x"), (1, 3, "z")], [(4, 5, "y")]], "abcdyf"),
        ([[(0, 1, "x"), (0, 1, "x")]], "xbcdef"),
        ([[(6, 6, "!")]], "abcdef!"),
    ],
    ids=["two", "backwards", "overlap", "beside", "same-place", "half-of-one", "with-itself", "twice", "end"],
)
def test_a_fix_is_applied_whole_or_not_at_all(edits, expected):
    source = Source("f", "abcdef")

    assert {"f": expected} == fixes.apply([finding(source, *each) for each in edits], unsafe=False).texts


def test_unsafe_fixes_are_asked_for():
    unsafe = finding(Source("f", "abc"), (0, 1, "x"), safe=False)

    assert {} == fixes.apply([unsafe], unsafe=False).texts
    assert {"f": "xbc"} == fixes.apply([unsafe], unsafe=True).texts


def test_one_fix_may_change_several_files():
    one, other = Source("one", "a"), Source("other", "b")
    fix = Fix("x", [Edit(one.span(0, 1), "A"), Edit(other.span(0, 1), "B")])

    assert {"one": "A", "other": "B"} == fixes.apply([Finding("r", Consequence.BROKEN, one.span(0, 0), "m", fix=fix)], unsafe=False).texts


def test_line_ends_stay_as_they_are():
    assert {"f": "a\r\nb\r\nc\r\n"} == fixes.apply([finding(Source("f", "a\r\nc\r\n"), (3, 3, "b\n"))], unsafe=False).texts


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("ä".encode(), "ö\n".encode()),
        (b"\xef\xbb\xbfa", b"\xef\xbb\xbf" + "ö\n".encode()),
        (b"\xff\xfea\0", b"\xff\xfe" + "ö\n".encode("utf-16-le")),
        (b"\xfe\xff\0a", b"\xfe\xff" + "ö\n".encode("utf-16-be")),
        (b"", "ö\n".encode()),
    ],
)
def test_a_file_keeps_its_encoding_and_permissions(tmp_path, before, after):
    file = tmp_path / "f"
    file.write_bytes(before)
    file.chmod(0o640)
    (tmp_path / "link").symlink_to(file)
    fixes.write(str(tmp_path / "link"), "ö\n")

    assert (after, 0o640, True) == (file.read_bytes(), stat.S_IMODE(file.stat().st_mode), (tmp_path / "link").is_symlink())
    assert ["f", "link"] == sorted(os.listdir(tmp_path))


def test_a_file_that_cannot_be_written_stays_as_it_was(tmp_path, monkeypatch):
    file = tmp_path / "f"
    file.write_text("before")

    def replace(*_):
        raise OSError("no")

    monkeypatch.setattr(os, "replace", replace)
    with pytest.raises(OSError, match="no"):
        fixes.write(str(file), "after")

    assert (["f"], "before") == (os.listdir(tmp_path), file.read_text())


def test_a_difference_says_where_no_line_end_is():
    expected = "--- f\n+++ f\n@@ -1,2 +1,2 @@\n-a\n+A\n b\n\\ No newline at end of file\n"

    assert expected == fixes.difference("f", "a\nb", "A\nb")
