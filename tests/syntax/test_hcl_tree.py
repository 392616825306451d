import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import CORPUS, needs_corpus

from apigw_lint.source import Source, Span
from apigw_lint.syntax import hcl_tree
from apigw_lint.syntax.hcl_nodes import (
    Attribute,
    Binary,
    Block,
    Call,
    Conditional,
    ForDirective,
    ForExpr,
    GetAttr,
    IfDirective,
    Index,
    Interpolation,
    Literal,
    ObjectCons,
    Piece,
    Splat,
    Template,
    TupleCons,
    Unary,
    Variable,
)
from apigw_lint.syntax.hcl_text import hcl, quoted
from apigw_lint.syntax.hcl_tree import parse, parse_expression, parse_template
from apigw_lint.syntax.tree import Node, Scalar


def read(text, path="main.tf"):
    return parse(Source(path, text))


def expression(text):
    source = Source("main.tf", f"x = {text}\n")
    body, problems = parse(source)

    assert problems == []
    return body.items[0].expression


def applied(edit):
    text = edit.span.source.text
    return text[: edit.span.start] + edit.text + text[edit.span.end :]


def nodes(node):
    stack = [node]
    while stack:
        item = stack.pop()
        yield item
        names = [name for base in type(item).__mro__ for name in getattr(base, "__slots__", ())]
        for name in names:
            inner = getattr(item, name, None)
            if isinstance(inner, list):
                stack.extend(part for one in inner for part in ([one] if isinstance(one, Node) else parts_of(one)))
            elif isinstance(inner, Node):
                stack.append(inner)


def parts_of(item):
    return [item.key, item.value] if type(item).__name__ == "ObjectItem" else []


def test_a_block_has_type_labels_body_and_places():
    body, problems = read('resource "aws_x" name {\n  a = 1\n\n  nested {\n    b = "c"\n  }\n}\n')
    block = body.items[0]

    assert problems == []
    assert isinstance(block, Block)
    assert (block.type, [label.value for label in block.labels]) == ("resource", ["aws_x", "name"])
    assert block.header_span.text == 'resource "aws_x" name'
    assert [label.span.text for label in block.labels] == ['"aws_x"', "name"]
    assert [item.span.text for item in block.body.items] == ["a = 1", 'nested {\n    b = "c"\n  }']
    assert block.body.attribute("a").name_span.text == "a"
    assert block.body.block("nested").body.attribute("b").expression.value == "c"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("1", Literal),
        ("null", Literal),
        ('"a${b}"', Template),
        ("{ a = 1 }", ObjectCons),
        ("[1]", TupleCons),
        ("f(1, x...)", Call),
        ("[for x in y : x]", ForExpr),
        ("{for k, v in y : k => v... if v}", ForExpr),
        ("a ? b : c", Conditional),
        ("a + b", Binary),
        ("-a", Unary),
        ("a[0]", Index),
        ("a.b", GetAttr),
        ("a.0", Index),
        ("a[*].b", Splat),
        ("a.*.b", Splat),
        ("a", Variable),
        ("provider::x::f(1)", Call),
        ("1e3", Literal),
    ],
)
def test_each_form_of_expression_has_its_node_and_its_place(text, kind):
    node = expression(text)

    assert type(node) is kind
    assert node.span.text == text


def test_chained_conditionals_are_read_from_the_right():
    node = expression("a ? b : c ? d : e ? f : g")

    assert node.condition.span.text == "a"
    assert node.otherwise.span.text == "c ? d : e ? f : g"
    assert node.otherwise.otherwise.span.text == "e ? f : g"


def test_all_that_follows_a_full_splat_is_of_each_item_and_only_attributes_of_an_old_one():
    assert expression("a[*].b[0][*].c").collection.span.text == "a"
    assert type(expression("a.*.b[0]")) is Index


@pytest.mark.parametrize(
    ("text", "value"), [("1", 1), ("1.5", 1.5), ("1e3", 1000), ("2.50", 2.5), ("1.0", 1), ("1.5e-7", 1.5e-7), ("0.1", 0.1)]
)
def test_numbers(text, value):
    found = expression(text).value

    assert (type(found), found) == (type(value), value)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        (r'"a\nb\t\"\\"', 'a\nb\t"\\'),
        (r'"\u00e9\U0001F600"', "\u00e9\U0001f600"),
        ('"$${a} %%{b} $x 100% $"', "${a} %{b} $x 100% $"),
        ('"$$${a}"', "$${a}"),
        ('""', ""),
        ("<<EOT\na\n  b\nEOT", "a\n  b\n"),
        ("<<-EOT\n    a\n      b\n\n    c\n  EOT", "a\n  b\n\nc\n"),
        ("<<EOT\nEOT", ""),
        ('<<EOT\n\\n "q" $${x}\nEOT', '\\n "q" ${x}\n'),
        ("<<-EOT\n\ta\n\tb\n\tEOT", "a\nb\n"),
    ],
)
def test_strings_and_heredocs_have_their_value_and_each_character_its_place(written, value):
    node = expression(written)

    assert type(node) is Literal
    assert node.value == value
    assert node.span.text == written
    for at, character in enumerate(value):
        source, offset = node.place(at)
        if source.text[offset] != character:
            assert source.text[offset] in "\\$%"


def test_a_template_has_its_parts_at_their_places():
    node = expression('"a ${b} c%{ if d ~}  e %{ else }f%{ endif }${ g }"')
    kinds = [type(part) for part in node.parts]

    assert kinds == [Piece, Interpolation, Piece, IfDirective, Interpolation]
    assert [part.span.text for part in node.parts] == ["a ", "${b}", " c", "%{ if d ~}  e %{ else }f%{ endif }", "${ g }"]
    assert [part.value for part in node.parts[3].then] == ["e "]
    assert [part.value for part in node.parts[3].otherwise] == ["f"]


def test_directives_nest():
    node = expression('"%{ for k, v in x }%{ if v }${k}%{ endif }%{ endfor }"')
    loop = node.parts[0]

    assert type(loop) is ForDirective
    assert (loop.key, loop.value, loop.collection.span.text) == ("k", "v", "x")
    assert type(loop.parts[0]) is IfDirective


@pytest.mark.parametrize(
    ("text", "message", "marked"),
    [
        ("x = 1 y = 2\n", "expected a new line after the attribute x", "y"),
        ("a {\n  b = 1 }\n", "expected a new line before the closing } of the block a", "}"),
        ("a { b = 1\n}\n", "expected a new line after the opening { of the block a", "b"),
        ("a {\n  b { c = 1 } d = 1\n}\n", "expected a new line after the block b", "d"),
        ("x = { a = 1 b = 2 }\n", "expected a comma or a new line between the items of this object", "b"),
        ('x = "abc\ny = 1\n', "the quote is not closed on its line", '"abc'),
        ('x = "a\ny = "b"\n', "the quote is not closed on its line", '"a'),
        ("a {\n  b = 1\n", "{ is not closed", "{"),
        ("a {\n  b = [1, 2\n}\n", "[ is not closed before the }", "["),
        ("a {\n  b = 1\n}}\n", "} closes nothing", "}"),
        ("x = <<EOT\nabc\n", "the heredoc is not ended: no line holds EOT alone", "<<EOT"),
        ('x = "${a"\n', "the template sequence ${ is not closed", "${"),
        ('x = "\\d"\n', "\\d is no escape of HCL; a backslash itself is written \\\\", "\\d"),
        ("x = a ?\n  1 : 2\n", "a new line ends the expression inside this conditional; put the expression in parentheses", "\n"),
        ("x = [1]\n  [0]\n", "a new line ends the expression before this; put the expression in parentheses", "["),
        ("x = { a =\n 1 }\n", "an item of an object stands on one line with its key", "="),
        ("x = 0x10\n", "numbers are written in decimal, not as 0x10", "0x10"),
        ("x = 'a'\n", "strings are written in double quotes", "'"),
        ("x = 1 +\n  2\n", "a new line ends the expression inside this operator; put the expression in parentheses", "\n"),
    ],
)
def test_what_terraform_refuses_is_a_problem_in_words_at_its_place(text, message, marked):
    _, problems = read(text)

    assert [problem.code for problem in problems] == ["syntax-error"]
    assert (problems[0].message, problems[0].span.text) == (message, marked)


@pytest.mark.parametrize(
    "text", ["x = \n", "x = 1 +\n", "@\n", "x = [1 2]\n", "= 1\n", "a b c\n", 'resource "a" {{\n}\n', "x = f(\n", "\x00", "{}\n"]
)
def test_garbage_is_one_problem_and_no_crash(text):
    _, problems = read(text)

    assert [problem.code for problem in problems] == ["syntax-error"]
    assert problems[0].message == problems[0].message.strip()
    assert problems[0].span.start <= len(text)


def test_the_other_blocks_of_a_broken_file_are_read():
    body, problems = read(
        'resource "a" "b" {\n  x = foo(1,\n}\n\nresource "c" "d" {\n  y = 2\n}\n\nlocals {\n  z = "q\n}\n\noutput "o" {\n  value = 1\n}\n'
    )

    assert [block.labels[0].value for block in body.blocks] == ["c", "o"]
    assert [problem.span.first.line for problem in problems] == [2, 10]


def test_new_lines_are_free_inside_of_brackets():
    _, problems = read('x = (\n  a\n  ? 1\n  : 2\n)\ny = [\n  1,\n  2,\n]\nz = f(\n  a &&\n  b\n)\n"${\n1\n}"\n'.replace('"${', 'w = "${'))

    assert problems == []


def test_comments_and_odd_but_right_texts_are_read():
    text = (
        "/* a\n b */ # c\n// d\nx = 1 # e\ny = { # f\n  a = 1, // g\n  b = 2\n}\na {} # h\nb { c = 1 }\r\n"
        'd = <<EOT  \ntext\n  EOT  \ne = "${"${"x"}"}"\nf = a.b.0.c[*][0].d\ng = [\n  # only\n]\nh = !a\n\u00fcber = "\u00fc"\n'
    )
    _, problems = read(text)

    assert problems == []


@pytest.mark.parametrize(
    "text",
    ["[" * 3000 + "]" * 3000, "(" * 3000 + "1" + ")" * 3000, "!" * 3000 + "a", " + ".join(["1"] * 3000), '"${' * 500 + "1" + '}"' * 500],
)
def test_deep_nesting_is_a_problem_and_no_crash(text):
    _, problems = read(f"x = {text}\n")

    assert {problem.code for problem in problems} <= {"limit-exceeded", "syntax-error"}
    assert problems


def test_deeply_nested_blocks_are_a_problem_and_no_crash():
    _, problems = read("a {\n" * 2000 + "}\n" * 2000)

    assert [problem.code for problem in problems] == ["limit-exceeded"]


def test_a_template_of_a_file_keeps_its_places():
    source = Source("t.tpl", "a\n${x}\n%{ for y in z ~}\n- ${y}\n%{ endfor ~}\nend\n")
    node, problems = parse_template(source.text, source)

    assert problems == []
    assert [part.span.text for part in node.parts] == ["a\n", "${x}", "\n", "%{ for y in z ~}\n- ${y}\n%{ endfor ~}", "end\n"]
    at = source.text.index("- ${y}") + 4

    assert node.parts[3].parts[1].expression.span == Span(source, at, at + 1)


@pytest.mark.parametrize("text", ["${a", "%{ if x }", "%{ endif }", "${}", "%{ for }x%{ endfor }", "a ${ b } ${"])
def test_a_broken_template_is_a_problem(text):
    node, problems = parse_template(text, Source("t.tpl", text))

    assert node is None
    assert [problem.code for problem in problems] == ["syntax-error"]


@given(st.text(alphabet='ab ${}%~\n"\\é😀', max_size=40))
def test_text_without_sequences_is_its_own_template(text):
    plain = text.replace("${", "").replace("%{", "")
    if "${" in plain or "%{" in plain:
        return
    node, problems = parse_template(plain, Source("t", plain))

    assert problems == []
    assert node.value == plain


@given(st.text(max_size=30))
def test_any_string_can_be_written_and_read_back(text):
    if any(0xD800 <= ord(character) < 0xE000 for character in text):
        return
    node = expression(quoted(text))

    assert node.value == text


@given(st.text(max_size=80) | st.text(alphabet='ab={}[]()"$%~\n#<>-_1.,:? \\E', max_size=60))
def test_no_text_crashes(text):
    body, problems = read(text)

    assert all(0 <= problem.span.start <= problem.span.end <= len(text) for problem in problems)
    assert all(0 <= node.start <= node.end <= len(text) for node in nodes(body))


def test_an_expression_of_a_decoded_string_has_its_places():
    class Twice(Scalar):
        def place(self, index):
            return self.source, 2 * index

    source = Source("x.json", "a.b[0]" * 2)
    node, problems = parse_expression("a.b[0]", source, 0, Twice(source, 0, 12, "a.b[0]"))

    assert problems == []
    assert (node.start, node.end) == (0, 12)
    assert (node.key.start, node.key.end) == (8, 10)


class TestEdits:
    def block(self, text):
        return read(text)[0].items[0]

    def test_a_literal_is_replaced_in_its_style(self):
        assert applied(expression('"a"').replacement('x"${y}')) == 'x = "x\\"$${y}"\n'
        assert applied(expression("1").replacement(2)) == "x = 2\n"
        assert applied(expression("true").replacement(False)) == "x = false\n"
        assert applied(expression('"1"').replacement(2)) == 'x = "2"\n'

    def test_an_attribute_is_added_in_the_indentation_of_the_others(self):
        block = self.block("a {\n    b = 1\n\n    c {\n      d = 1\n    }\n}\n")

        assert applied(block.body.insertion("e", "f")) == 'a {\n    b = 1\n    e = "f"\n\n    c {\n      d = 1\n    }\n}\n'

    def test_an_attribute_is_added_to_an_empty_block_and_to_one_on_a_line(self):
        assert applied(self.block("a {}\n").body.insertion("e", 1)) == "a {\n  e = 1\n}\n"
        assert applied(self.block("a { b = 1 }\n").body.insertion("e", 1)) == "a {\n  b = 1\n  e = 1\n}\n"

    def test_an_attribute_is_removed_with_its_line(self):
        assert applied(self.block("a {\n  b = 1 # c\n  d = 2\n}\n").body.removal("b")) == "a {\n  d = 2\n}\n"
        assert applied(self.block("a {\n  b {\n    c = 1\n  }\n  d = 2\n}\n").body.removal("b")) == "a {\n  d = 2\n}\n"

    def test_an_entry_is_added_to_an_object(self):
        assert applied(expression("{}").insertion("a-b", {"c": [1, True]})) == "x = {\n  a-b = {\n    c = [1, true]\n  }\n}\n"
        assert applied(expression("{ a = 1 }").insertion("b c", None)) == 'x = { a = 1, "b c" = null }\n'
        assert applied(expression("{\n  a = 1\n}").insertion("b", 2)) == "x = {\n  a = 1\n  b = 2\n}\n"
        assert applied(expression("{\n  a = 1,\n  c = 2\n}").insertion("b", 2)) == "x = {\n  a = 1,\n  c = 2,\n  b = 2\n}\n"

    def test_an_entry_is_removed_from_an_object(self):
        assert applied(expression("{\n  a = 1\n  b = 2\n}").removal("a")) == "x = {\n  b = 2\n}\n"
        assert applied(expression("{ a = 1, b = 2 }").removal("a")) == "x = { b = 2 }\n"
        assert applied(expression("{ a = 1, b = 2 }").removal("b")) == "x = { a = 1 }\n"
        assert expression("{ a = 1 }").removal("z") is None

    def test_an_item_is_added_to_a_tuple(self):
        assert applied(expression("[]").addition("a")) == 'x = ["a"]\n'
        assert applied(expression("[1]").addition(2)) == "x = [1, 2]\n"
        assert applied(expression("[\n  1,\n  2\n]").addition(3)) == "x = [\n  1,\n  2,\n  3\n]\n"

    @given(
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.text(max_size=5),
            lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
            max_leaves=8,
        )
    )
    def test_any_data_can_be_written(self, data):
        if "\\ud" in repr(data):
            return
        _, problems = read(f"x = {hcl(data)}\n")

        assert problems == []


ACCEPTED = [
    "{ a = (true ?\n 1 : 2) }",
    '"${true ?\n 1 : 2}"',
    "[true ?\n1 : 2]",
    "{for k in [1] : k =>\n 2}",
    "max(1 +\n2)",
    "[1][\n0\n]",
    "{ a = [1\n,2] }",
    "{ a = 1,\n\n b = 2,\n}",
    "max(1,)",
    "1 /* x\n */",
    "- -1",
    "a.*",
    "[<<EOT\nx\nEOT\n,1]",
    "{ a = <<EOT\nx\nEOT\n b = 1 }",
    "a.b-c",
    "ä",
    "a::b(1)",
    "a == b == c",
    "1.a",
    '"a".b',
    "(a).b",
    "f(1)[*].b",
    "{1:2}",
    "{f(a)=1}",
]
REFUSED = [
    "{ a = true ?\n 1 : 2 }",
    "({ a = true ?\n 1 : 2 })",
    "{ a = 1 +\n 2 }",
    "{ a\n= 1 }",
    "true ? 1\n : 2",
    "[1]\n[0]",
    "{a=1}\n.a",
    "{,}",
    "[,]",
    "max(,1)",
    "[1,,2]",
    "{a=1,,b=2}",
    "{ a = 1; b = 2 }",
    "[for x in [1] : x,]",
    '"a" "b"',
    "f(a..., b)",
    "0x10",
    "1_000",
    ".5",
    "5.",
    '"\\u00e"',
    "a:b",
    "$a",
    "a ? b",
    "a ?: b",
    "a = b",
    "{ a b = 1 }",
]
"""What `terraform fmt` makes of each as the value of a local."""


@pytest.mark.parametrize("text", ACCEPTED)
def test_what_terraform_reads_is_read(text):
    _, problems = read(f"locals {{\n  x = {text}\n}}\n")

    assert problems == []


@pytest.mark.parametrize("text", REFUSED)
def test_what_terraform_does_not_read_is_a_problem(text):
    _, problems = read(f"locals {{\n  x = {text}\n}}\n")

    assert [problem.code for problem in problems] == ["syntax-error"]


@needs_corpus
def test_each_scalar_of_the_corpus_parses_back_to_its_value():
    seen = 0
    for path in sorted(CORPUS.glob("terraform*/**/*.tf")):
        source = Source(path.name, path.read_text("utf-8"))
        body, problems = parse(source)

        assert problems == []
        for node in nodes(body):
            if isinstance(node, Literal) and not isinstance(node, Piece):
                seen += 1
                text = node.span.text
                if isinstance(node.value, str) and not text.startswith(('"', "<<")):
                    assert text == node.value
                else:
                    again, wrong = parse_expression(text + "\n", Source("x", text))

                    assert (wrong, again.value) == ([], node.value)
                if isinstance(node.value, str) and node.value.isprintable():
                    first = node.place(0)[1]

                    assert source.text[first : first + len(node.value)] == node.value or "\\" in text or "$${" in text
            if isinstance(node, Attribute):
                assert source.text[node.start : node.name_end] == node.name
    assert seen > 3000


def shape(node):
    """Returns a node as plain data, without its source."""
    if isinstance(node, (list, tuple)):
        return [shape(item) for item in node]
    if isinstance(node, Span):
        return node.start, node.end
    if not isinstance(node, Node):
        return node if isinstance(node, (str, int, float, bool, type(None))) else type(node).__name__
    slots = [slot for owner in type(node).__mro__ for slot in getattr(owner, "__slots__", ()) if slot != "source"]
    return type(node).__name__, [(slot, shape(getattr(node, slot, None))) for slot in slots]


BLOCK = """resource "aws_api_gateway_resource" "pets" {
  path_part = "pets"
}
"""
HIDDEN = f"""locals {{
  text = <<-EOT
{BLOCK}EOT
}}
/*
{BLOCK}*/
check "health" {{
data "http" "pets" {{
  url = "https://pets.example"
}}
}}
"""


@pytest.mark.parametrize("size", [1, 60, 200])
@pytest.mark.parametrize("text", [BLOCK * 9, (BLOCK + HIDDEN) * 3, HIDDEN, BLOCK * 3 + "x = 1 y = 2\n" + BLOCK * 3], ids=range(4))
def test_a_file_says_the_same_read_in_pieces(monkeypatch, text, size):
    body, problems = parse(Source("main.tf", text))
    monkeypatch.setattr(hcl_tree, "_PIECE", size)
    in_pieces, same_problems = parse(Source("main.tf", text))

    assert shape(body) == shape(in_pieces)
    assert [(p.message, p.span.start) for p in problems] == [(p.message, p.span.start) for p in same_problems]


def test_a_large_file_is_read_in_pieces():
    text = BLOCK * 2000

    assert 4 <= len(hcl_tree._pieces(text)) <= len(text) // 40_000 + 2
    assert 2000 == len(parse(Source("main.tf", text))[0].items)
