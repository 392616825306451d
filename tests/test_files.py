"""Files: what is read, what is refused, and with which words."""

import os

import pytest

from apigw_lint.errors import Problem
from apigw_lint.files import SIZE_LIMIT, Files
from apigw_lint.source import Source


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    (tmp_path / "root").mkdir()
    monkeypatch.chdir(tmp_path / "root")
    return tmp_path / "root"


def refused(path):
    with pytest.raises(Problem) as caught:
        Files(".").read(path)
    return caught.value


@pytest.mark.parametrize(
    "data",
    [b"a: \xc3\xa9\n", b"\xef\xbb\xbfa: \xc3\xa9\n", "\ufeffa: é\n".encode("utf-16-le"), "\ufeffa: é\n".encode("utf-16-be")],
    ids=["utf-8", "utf-8-bom", "utf-16-le", "utf-16-be"],
)
def test_text_is_decoded(here, data):
    (here / "a.yaml").write_bytes(data)

    assert "a: é\n" == Files(".").read("a.yaml").text


def test_a_file_is_read_once_and_named_from_here(here):
    (here / "d").mkdir()
    (here / "d" / "a.yaml").write_text("a")
    files = Files(".")

    assert files.read("d/a.yaml") is files.read(os.path.abspath("d/a.yaml"))
    assert ["d/a.yaml"] == files.seen
    assert "d/a.yaml" == files.read("d/../d/a.yaml").path


@pytest.mark.parametrize(
    ("data", "message", "line"),
    [
        (b"a: 1\nb: \xe9t\xe9\n", "not UTF-8: byte 0xe9 on line 2 cannot be decoded", 2),
        (b"\xef\xbb\xbfa\n\xff\n", "not UTF-8: byte 0xff on line 2 cannot be decoded", 2),
        (b"a\x00b", "a.yaml is no text: it has a NUL character", 1),
        (b"\x89PNG\x00\xff", "a.yaml is no text: it has NUL bytes", 1),
        ("é: 1".encode("utf-16-le"), "a.yaml is no text: it has NUL bytes", 1),
    ],
    ids=["latin-1", "bom", "nul", "binary", "utf-16-without-mark"],
)
def test_what_is_no_text_is_refused(here, data, message, line):
    (here / "a.yaml").write_bytes(data)
    problem = refused("a.yaml")

    assert ("unreadable-file", message, line) == (problem.code, problem.message, problem.span.first.line)


def test_missing_files_directories_and_pipes(here):
    (here / "d").mkdir()
    os.mkfifo(here / "pipe")

    assert "x.yaml does not exist" == refused("x.yaml").message
    assert "d is a directory" == refused("d").message
    assert "pipe is no regular file" == refused("pipe").message
    assert "unreadable-file" == refused("a\0b").code
    assert not Files(".").exists("a\0b")


def test_what_is_asked_for_elsewhere_is_refused_there():
    request = Source("asking.yaml", "x.yaml").span(0, 6)
    with pytest.raises(Problem) as caught:
        Files(".").read("x.yaml", request)

    assert request is caught.value.span


@pytest.mark.parametrize("path", ["../secret", "link", "d/../../secret", "linked/secret"])
def test_nothing_outside_the_root_is_read(here, path):
    (here.parent / "secret").write_text("x")
    (here / "d").mkdir()
    (here / "link").symlink_to(here.parent / "secret")
    (here / "linked").symlink_to(here.parent)
    files = Files(".")

    assert refused(path).message.endswith("lies outside the project and is not read")
    assert not files.exists(path)
    assert [] == files.list("..")
    assert not files.is_dir("linked")


def test_a_sibling_whose_name_starts_like_the_root_is_outside(here):
    (here.parent / "rootless").mkdir()
    (here.parent / "rootless" / "a").write_text("x")

    assert not Files(".").exists("../rootless/a")


def test_huge_files_are_refused(here):
    with open(here / "a.yaml", "wb") as file:
        file.truncate(SIZE_LIMIT + 1)

    assert "limit-exceeded" == refused("a.yaml").code


def test_the_overlay_stands_in_for_files(here):
    (here / "a.yaml").write_text("old")
    files = Files(".", {"a.yaml": "\ufeffnew", "gone/b.yaml": "b"})

    assert ["new", "b"] == [files.read("a.yaml").text, files.read("gone/b.yaml").text]
    assert files.exists("gone/b.yaml")
    assert ["a.yaml"] == files.list(".")
    assert ["b.yaml"] == files.list("gone")
