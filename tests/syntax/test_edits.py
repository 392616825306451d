"""Edits of YAML and JSON: what is read afterwards is what was meant, and all else is what it was."""

import copy
import json

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from apigw_lint.source import Source
from apigw_lint.syntax import json_tree, yaml_tree
from apigw_lint.syntax.tree import Mapping, Scalar

STRINGS = st.one_of(
    st.sampled_from(
        ["200", "yes", "", "~", "a: b", "a #b", "- a", "{x}", "'q'", '"q"', "é\U0001f600", "a\nb", "a\nb\n", "  a", "1.5", "&a", "*", "y"]
    ),
    st.text("ab: '\"\n#-{}[],\\0é", max_size=12),
)
SCALARS = st.one_of(STRINGS, st.integers(-5, 500), st.booleans(), st.sampled_from([1.5, 1e30, -0.25]))
KEYS = st.one_of(st.sampled_from(["a", "b", "200", "a b", "x/y", "no", "#c", "{d}"]), STRINGS)
DATA = st.recursive(SCALARS, lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(KEYS, inner, max_size=3)), max_leaves=8)
ROOTS = st.dictionaries(KEYS, DATA, min_size=1, max_size=4)


def data_of(node):
    if isinstance(node, Scalar):
        return node.value
    if isinstance(node, Mapping):
        return {key.value: data_of(value) for key, value in node.entries}
    return [data_of(item) for item in node.items]


def nodes(node, path=()):
    """Yields each node that is no key, with the path to it."""
    yield path, node
    if isinstance(node, Mapping):
        for key, value in node.entries:
            yield from nodes(value, (*path, key.value))
    elif not isinstance(node, Scalar):
        for number, item in enumerate(node.items):
            yield from nodes(item, (*path, number))


def parsed(tree, text):
    node, problems = tree.parse(Source("t", text))

    assert [] == problems, text
    return node


def applied(edit):
    source, start, end = edit.span.source, edit.span.start, edit.span.end
    return source.text[:start] + edit.text + source.text[end:]


def changed(data, path, change):
    """Returns a copy of data with a change at a path."""
    data = {"root": copy.deepcopy(data)}
    holder, key = data, "root"
    for step in path:
        holder, key = holder[key], step
    holder[key] = change(holder[key])
    return data["root"]


def without(mapping, key):
    return {name: value for name, value in mapping.items() if name != key}


def dump(data, layout):
    """Returns data as JSON or as YAML in one of many layouts."""
    if layout["json"]:
        return json.dumps(data, indent=layout["indent"], ensure_ascii=layout["ascii"])

    class Styled(yaml.SafeDumper):
        pass

    Styled.add_representer(str, lambda self, value: self.represent_scalar("tag:yaml.org,2002:str", value, style=layout["style"]))
    how = {"default_flow_style": layout["flow"], "indent": layout["indent"], "allow_unicode": not layout["ascii"]}
    return yaml.dump(data, Dumper=Styled, width=60, sort_keys=False, line_break=layout["line_break"], **how)


LAYOUTS = st.fixed_dictionaries(
    {
        "json": st.booleans(),
        "flow": st.sampled_from([True, False, None]),
        "indent": st.sampled_from([None, 2, 4]),
        "ascii": st.booleans(),
        "style": st.sampled_from(["", "|", ">", "'", '"']),
        "line_break": st.sampled_from(["\n", "\r\n"]),
    }
)


def edits(root, data, value):
    """Yields every edit that the nodes of a tree offer, with the data that is expected after it."""
    for path, node in nodes(root):
        if isinstance(node, Scalar):
            if isinstance(value, (str, int, float)):
                yield node.replacement(value), changed(data, path, lambda _: value)
        elif isinstance(node, Mapping):
            yield node.insertion("new key", value), changed(data, path, lambda old: {**old, "new key": value})
            yield node.insertion("404", value), changed(data, path, lambda old: {**old, "404": value}) if node.get("404") is None else None
            for key, _ in node.entries:
                yield node.removal(key.value), changed(data, path, lambda old, name=key.value: without(old, name))
        else:
            yield node.addition(value), changed(data, path, lambda old: [*old, value])


@settings(max_examples=250, deadline=None)
@given(data=ROOTS, value=DATA, layout=LAYOUTS)
def test_every_edit_of_a_dumped_document(data, value, layout):
    tree = json_tree if layout["json"] else yaml_tree
    text = dump(data, layout)
    root = parsed(tree, text)
    read = data_of(root)

    assert layout["json"] or layout["style"] in ("|", ">") or read == data
    for edit, expected in edits(root, read, value):
        if edit is not None:
            assert repr(expected) == repr(data_of(parsed(tree, applied(edit)))), (text, edit)


TEMPLATE = """\
# head
Get:  # the method
  Type: X   # kind
  Uri: !Sub 'a/${B}'
  Text: |
    one
    two

  List:
  - a
  - b: 1  # first
    c: 2

  Flow: {a: 1, "b": [x, y]}
  Empty: {}
  Nothing:
Put:
    Deep:
        - p: "q"
    Folded: >-
        words that
        go on
"""


@pytest.mark.parametrize(
    ("path", "edit", "gone", "written"),
    [
        ("Get.Type", ("replacement", "Z"), "Type: X ", "Type: Z "),
        ("Get.Type", ("replacement", "200"), "Type: X ", "Type: '200' "),
        ("Get.Type", ("replacement", 200), "Type: X ", "Type: 200 "),
        ("Get.Uri", ("replacement", "it's"), "!Sub 'a/${B}'", "'it''s'"),
        ("Get.Text", ("replacement", "x\ny\n"), "one\n    two", "x\n    y"),
        ("Get.Text", ("replacement", "x"), "Text: |\n    one\n    two", "Text: |-\n    x"),
        ("Get.Nothing", ("replacement", "x"), "Nothing:", "Nothing: x"),
        ("Put.Folded", ("replacement", "x y"), "words that\n        go on", "x y"),
        ("Get.List.1.c", ("replacement", "a, b"), "c: 2", "c: a, b"),
        ("Get.Flow.a", ("replacement", "a, b"), "a: 1", "a: 'a, b'"),
        ("Get", ("insertion", "New", 1), "  Nothing:\n", "  Nothing:\n  New: 1\n"),
        ("Get.List.1", ("insertion", "d", "x"), "c: 2\n", "c: 2\n    d: x\n"),
        ("Get.List", ("addition", {"d": 1, "e": [2]}), "c: 2\n", "c: 2\n  - d: 1\n    e:\n      - 2\n"),
        ("Get.Flow", ("insertion", "k", ["v"]), "y]}", 'y], "k": ["v"]}'),
        ("Get.Flow.b", ("addition", "z"), "[x, y]", "[x, y, z]"),
        ("Get.Empty", ("insertion", "k", "v"), "{}", "{k: v}"),
        ("Put", ("insertion", "k", {"a": {"b": 1}}), "go on\n", "go on\n    k:\n        a:\n            b: 1\n"),
        ("Get", ("removal", "Type"), "  Type: X   # kind\n", ""),
        ("Get", ("removal", "Text"), "  Text: |\n    one\n    two\n", ""),
        ("Get.Flow", ("removal", "a"), "a: 1, ", ""),
        ("Get.Flow", ("removal", "b"), ', "b": [x, y]', ""),
        ("Put", ("removal", "Deep"), '    Deep:\n        - p: "q"\n', ""),
    ],
)
def test_edits_of_a_template_with_comments(path, edit, gone, written):
    node = parsed(yaml_tree, TEMPLATE)
    for step in path.split("."):
        node = node.items[int(step)] if step.isdigit() else node.get(step)
    name, *arguments = edit

    assert TEMPLATE.count(gone) == 1
    assert TEMPLATE.replace(gone, written) == applied(getattr(node, name)(*arguments))


@pytest.mark.parametrize(
    ("text", "edit"),
    [
        ("a: &x {k: 1}\nb: *x\n", lambda root: root.get("a").insertion("n", 1)),
        ("a: &x {k: 1}\nb: *x\n", lambda root: root.get("b").get("k").replacement(2)),
        ("a: &x {k: 1}\nb: *x\n", lambda root: root.removal("a")),
        ("a: &x {k: 1}\nb: *x\n", lambda root: root.removal("b")),
        ("a: &x {k: 1}\nb:\n  <<: *x\n  c: 1\n", lambda root: root.get("b").insertion("n", 1)),
        ("a: &x {k: 1}\nb:\n  <<: *x\n  c: 1\n", lambda root: root.get("b").removal("k")),
        ("a: 1\n", lambda root: root.insertion("a", 2)),
        ("a: 1\na: 2\n", lambda root: root.removal("a")),
        ("a: 1\n", lambda root: root.removal("b")),
        ("[a: 1]\n", lambda root: root.items[0].insertion("b", 2)),
    ],
    ids=["anchored", "aliased", "anchor-gone", "alias", "merging", "merged", "there", "twice", "not-there", "bare-pair"],
)
def test_no_edit_that_is_not_certain(text, edit):
    root, _ = yaml_tree.parse(Source("t", text))

    assert edit(root) is None


@pytest.mark.parametrize(
    ("text", "edit", "expected"),
    [
        ('{"a":1,"b":2}', lambda root: root.insertion("c", [1]), '{"a":1,"b":2,"c":[1]}'),
        ('{"a": 1}', lambda root: root.insertion("c", "x"), '{"a": 1, "c": "x"}'),
        ('{\n\t"a": {}\n}\n', lambda root: root.get("a").insertion("c", True), '{\n\t"a": {\n\t\t"c": true\n\t}\n}\n'),
        ('{\n  "a": 1\n}\n', lambda root: root.insertion("c", {"d": [1]}), '{\n  "a": 1,\n  "c": {\n    "d": [\n      1\n    ]\n  }\n}\n'),
        ('{\n  "a": 1,\n  "b": 2\n}\n', lambda root: root.removal("b"), '{\n  "a": 1\n}\n'),
        ('{\n  "a": 1,\n  "b": 2\n}\n', lambda root: root.removal("a"), '{\n  "b": 2\n}\n'),
        ('["a"]', lambda root: root.addition('"'), '["a", "\\""]'),
    ],
    ids=["compact", "line", "filled", "nested", "last", "first", "item"],
)
def test_json_edits_keep_the_layout(text, edit, expected):
    assert expected == applied(edit(parsed(json_tree, text)))
