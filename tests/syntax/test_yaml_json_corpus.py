"""Spans and places hold for every scalar of every YAML and JSON file of the corpus."""

import json

import pytest
import yaml
from support import CORPUS, needs_corpus

from apigw_lint.source import Source
from apigw_lint.syntax import reading
from apigw_lint.syntax.tree import Mapping, Scalar, Sequence

FILES = sorted(path for path in CORPUS.rglob("*") if path.suffix in (".yaml", ".yml", ".json")) if CORPUS.is_dir() else []


def scalars(node, seen):
    """Yields every scalar of a tree once, keys too."""
    if id(node) in seen:
        return
    seen.add(id(node))
    if isinstance(node, Scalar):
        yield node
    elif isinstance(node, Mapping):
        for key, value in node.entries:
            yield from scalars(key, seen)
            yield from scalars(value, seen)
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from scalars(item, seen)


def parsed_alone(node):
    """Returns what PyYAML or the standard library makes of the text under a scalar's span."""
    text = node.span.text
    if not hasattr(node, "style"):
        return json.loads(text)
    if node.style in ("|", ">"):
        ends = node.source.text[node.end : node.end + 1]
        return yaml.compose("a:\n- " + text + ends).value[0][1].value[0].value
    plain = yaml.compose("- " + text.replace("\n", "\n ")).value[0]
    return plain.value if node.tag or node.style or isinstance(node.value, str) else yaml.safe_load(text)


def wrong_places(node):
    """Yields the indexes of simple characters that do not stand where their place says."""
    for index, character in enumerate(node.value):
        source, offset = node.place(index)
        if character not in " \n\t\"'\\" and source.text[offset] != character and source.text[offset] != "\\":
            yield index, character, source.text[offset]


@needs_corpus
@pytest.mark.parametrize("folder", sorted({path.parent for path in FILES}), ids=lambda folder: str(folder.relative_to(CORPUS)))
def test_text_under_a_span_is_the_value(folder):
    wrong = []
    for path in (path for path in FILES if path.parent == folder):
        source = Source(path.name, path.read_text(encoding="utf-8"))
        node, problems = reading.parse(source)

        assert [] == problems
        for scalar in scalars(node, set()):
            if parsed_alone(scalar) != scalar.value:
                wrong.append((scalar.span, scalar.value, parsed_alone(scalar)))
            if isinstance(scalar.value, str):
                wrong.extend((scalar.span, *places) for places in wrong_places(scalar))
                assert len(scalar.value) == 0 or scalar.place(len(scalar.value))[1] > scalar.place(0)[1]

    assert [] == wrong
