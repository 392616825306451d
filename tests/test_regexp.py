import re

import pytest

from apigw_lint.regexp import compiled_later, regexp


def test_an_expression_is_compiled_when_it_is_used(monkeypatch):
    compiled = []
    real = re.compile
    monkeypatch.setattr("apigw_lint.regexp._compile", lambda *arguments: compiled.append(arguments) or real(*arguments))
    word = regexp(r"(?P<word>\w+)", re.ASCII)

    assert [] == compiled
    assert "pets" == word.match("pets, cats")["word"]
    assert ["pets", "cats"] == word.findall("pets, cats")
    assert r"(?P<word>\w+)" == word.pattern
    assert [(r"(?P<word>\w+)", re.ASCII)] == compiled


def test_what_is_compiled_later_is_an_expression_too():
    with compiled_later():
        word = re.compile(r"(\w+)", re.ASCII)

    assert (True, "ab") == (isinstance(word, regexp), word.match("ab é")[1])
    assert isinstance(re.compile("later"), re.Pattern)


def test_expressions_are_compiled_at_once_again_where_an_import_fails():
    with pytest.raises(ImportError), compiled_later():
        raise ImportError

    assert isinstance(re.compile("after"), re.Pattern)
