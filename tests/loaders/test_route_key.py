import pytest

from apigw_lint.loaders.route_key import split
from apigw_lint.source import Source, Span
from apigw_lint.value import Absent, Known, Text, Unknown, masked

SOURCE = Source("x.tf", '"GET /pets/{id}"')
SPAN = Span(SOURCE, 0, 16)


def at(text: str) -> Known[str]:
    return Known(text, SPAN)


HOLE = Unknown(SPAN, why="var.x")


@pytest.mark.parametrize(
    ("key", "verb", "path"),
    [
        (at("GET /pets/{id}"), "GET", "/pets/{id}"),
        (at("ANY /"), "ANY", "/"),
        (Text([at("GET /a/"), HOLE], SPAN), "GET", "/a/\ue000"),
        (Text([at("GET "), HOLE], SPAN), "GET", None),
        (Text([HOLE, at(" /pets")], SPAN), None, "/pets"),
        (Text([HOLE, at("/pets")], SPAN), None, None),
    ],
    ids=["known", "root", "hole in the path", "path unknown", "verb unknown", "no space written"],
)
def test_verb_and_path(key, verb, path):
    found = split(key)

    assert [verb, path] == [masked(value) for value in found]
    assert not any(isinstance(value, Absent) for value in found)


@pytest.mark.parametrize("key", ["$default", "$connect", "sendMessage", "say hello"])
def test_keys_without_verb_have_neither(key):
    verb, path = split(at(key))

    assert isinstance(verb, Absent)
    assert isinstance(path, Absent)


def test_alternatives_are_split_one_by_one():
    verb, path = split(Unknown(SPAN, [at("GET /a"), at("POST /a")]))

    assert isinstance(verb, Unknown)
    assert ["GET", "POST"] == [one.value for one in verb.candidates]
    assert ["/a", "/a"] == [one.value for one in path.candidates]


def test_places_are_kept():
    class Inside:
        def place(self, index):
            return SOURCE, 1 + index

    verb, path = split(Known("GET /pets/{id}", SPAN, Inside()))

    assert ["GET", "/pets/{id}"] == [verb.span.text, path.span.text]
    assert "{id}" == path.at(6, 10).text
