"""What is known of mapping templates, against the facts that it was written from."""

import json
import re

import pytest
from support import SHARED

from apigw_lint.facts.context import LETTERS, OVERRIDES, VARIABLES, in_logs, in_templates
from apigw_lint.facts.velocity import APPSYNC, completions, members

FACTS = SHARED / "facts"
needs_facts = pytest.mark.skipif(not FACTS.is_dir(), reason="the facts are not here")
IN_TEMPLATES = {"mapping template or parameter mapping", "request mapping template", "response mapping template"}


@needs_facts
def test_context_variables_are_those_of_the_tables():
    expected = {}
    for variable in json.loads((FACTS / "context_variables.json").read_text())["variables"]:
        name = re.sub(r"\{\w+\}", "{name}", variable["name"].removeprefix("$context."))
        where = variable["available"]
        templates = "".join(letter for kind, letter in LETTERS.items() if IN_TEMPLATES & set(where.get(kind, ())))
        logs = "".join(letter for kind, letter in LETTERS.items() if "access log" in where.get(kind, ()))
        if templates or logs:
            expected[name] = (templates, logs)

    assert expected == {variable.name: (variable.templates, variable.logs) for variable in VARIABLES}


@needs_facts
def test_functions_are_those_of_the_reference():
    facts = json.loads((FACTS / "input_util_functions.json").read_text())
    functions = {re.sub(r".*\.(\w+)\(.*", r"\1", one["fn"]): one["args"] for one in facts["util"]}
    ours = {name: member.most for name, member in members("util").items() if member.doc and name not in members("map")}

    assert functions == {name: most for name, most in ours.items() if name not in ("equals", "getClass", "hashCode", "toString")}
    for one in facts["util_not_in_api_gateway"]:
        name = re.match(r"\$util\.(\w+)", one)
        assert name is None or name[1] in APPSYNC
    for one in facts["input"]:
        name = re.match(r"\$input\.(\w+)", one["member"])
        assert name is not None
        assert name[1] in members("input")


@pytest.mark.parametrize("kind", ["REST", "WEBSOCKET"])
def test_completions_have_one_line_each(kind):
    found = completions(kind)

    assert {"input", "input.params()", "util", "context", "stageVariables", "foreach", "string", "list", "map"} == set(found)
    for entries in found.values():
        assert entries
        assert all(name and doc and "\n" not in doc for name, doc in entries)
        assert len(entries) == len({name for name, _ in entries})


def test_completions_are_of_the_kind_of_api():
    assert "connectionId" in dict(completions("WEBSOCKET")["context"])
    assert "connectionId" not in dict(completions("REST")["context"])
    assert "integrationLatency" not in dict(completions("REST")["context"])
    assert "json(x)" in dict(completions("REST")["input"])


def test_overrides_are_variables_of_templates():
    names = {variable.name.removesuffix(".{name}") for variable in in_templates("REST")}

    assert {f"{root}.{location}" for root, locations in OVERRIDES.items() for location in locations} <= names
    assert not {variable.name for variable in in_logs("REST")} & {f"{root}.{name}" for root in OVERRIDES for name in OVERRIDES[root]}
