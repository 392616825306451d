"""Keys of settings are read."""

import pytest

from apigw_lint.languages.settings import EVERY, SettingFault, ThrottleKey, setting_method, setting_path, throttle_key
from apigw_lint.value import HOLE


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("/*", EVERY),
        ("/", "/"),
        ("/~1", "/"),
        ("/~1pets", "/pets"),
        ("/~1pets~1{id}", "/pets/{id}"),
        ("/pets/{id}", "/pets/{id}"),
        (f"/~1{HOLE}", None),
        (HOLE, None),
    ],
)
def test_paths(text, path):
    assert path == setting_path(text)


@pytest.mark.parametrize(("text", "right"), [("*", "/*"), ("~1pets", "/~1pets"), ("pets", "/~1pets"), ("", None)])
def test_paths_that_are_none(text, right):
    fault = setting_path(text)

    assert isinstance(fault, SettingFault)
    assert (0, len(text), right) == (fault.start, fault.end, fault.suggestion)


@pytest.mark.parametrize("text", ["GET", "ANY", "*", HOLE])
def test_verbs(text):
    assert setting_method(text) is None


@pytest.mark.parametrize(("text", "right"), [("get", "GET"), ("ALL", None), ("", None)])
def test_verbs_that_are_none(text, right):
    fault = setting_method(text)

    assert isinstance(fault, SettingFault)
    assert right == fault.suggestion


@pytest.mark.parametrize(
    ("text", "path", "verb"), [("/pets/{id}/GET", "/pets/{id}", "GET"), ("//GET", "/", "GET"), ("/pets/ANY", "/pets", "ANY")]
)
def test_throttles(text, path, verb):
    key = throttle_key(text)

    assert isinstance(key, ThrottleKey)
    assert (path, verb) == (key.path, key.method)
    assert verb == text[key.method_start :]


@pytest.mark.parametrize(("text", "part"), [("pets/GET", "pets/GET"), ("/pets", "pets"), ("/pets/get", "get"), ("", "")])
def test_throttles_that_are_none(text, part):
    fault = throttle_key(text)

    assert isinstance(fault, SettingFault)
    assert part == text[fault.start : fault.end]


def test_throttles_that_are_not_known():
    assert throttle_key(f"/pets/{HOLE}") is None
