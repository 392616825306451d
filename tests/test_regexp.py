import re

from apigw_lint.regexp import regexp


def test_an_expression_is_compiled_when_it_is_used(monkeypatch):
    compiled = []
    real = re.compile
    monkeypatch.setattr(re, "compile", lambda *arguments: compiled.append(arguments) or real(*arguments))
    word = regexp(r"(?P<word>\w+)", re.ASCII)

    assert [] == compiled
    assert "pets" == word.match("pets, cats")["word"]
    assert ["pets", "cats"] == word.findall("pets, cats")
    assert r"(?P<word>\w+)" == word.pattern
    assert [(r"(?P<word>\w+)", re.ASCII)] == compiled
