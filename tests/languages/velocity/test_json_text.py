"""Whether what templates print is JSON, for which inputs, and where it is not."""

import pytest

from apigw_lint.languages.velocity.form_text import values
from apigw_lint.languages.velocity.json_text import judge
from apigw_lint.languages.velocity.parser import parse
from apigw_lint.languages.velocity.printer import ways
from apigw_lint.value import HOLE


def judged(text):
    template, errors = parse(text)
    assert [] == errors
    return judge(template, text)


def broken(text):
    """Returns the ways that are broken: what must hold, what is printed, what is wrong, and the text at its place."""
    return [(way.when, way.shown, way.message, text[way.start : way.end]) for way in judged(text).broken]


ITEMS = "$input.path('$.items')"


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ('{"a": [1, -2.5e3, true, null, "x\\n"]}', "every"),
        ("", "every"),
        ("OK", "some"),
        ("{\"a\": $input.json('$.a')}", "every"),
        ('{"a": "$input.params(\'a\')"}', "some"),
        ("{\"a\": $input.params('a')}", "some"),
        ("{\"a\": $input.path('$.a')}", "some"),
        ('{"a": $nothing}', "none"),
        ('{"a": 1,}', "none"),
        ('{"a": 1', "none"),
        ('{"a": "1}', "none"),
        ("{a: 1}", "none"),
        ("{'a': 1}", "none"),
        ('{"a": 01}', "none"),
        ('{"a": tru}', "none"),
        ('{"a" 1}', "none"),
        ('{"a": 1}}', "none"),
        ('{"a": [1}', "none"),
        ('{"a": "b" "c"}', "none"),
        ('{"a": "\\q"}', "none"),
        ('{"a": "b\nc"}', "none"),
        (f'{{"a": "{HOLE}"}}', "some"),
        (f'{{"a": {HOLE} ]', "some"),
        ("#if($input.body == '')[]#else{}#end", "every"),
        ("#if($input.body == '')[#else{}#end", "some"),
        ("#if(false)[#end{}", "every"),
        (f"[#foreach($i in {ITEMS})$i#if($foreach.hasNext),#end#end]", "some"),
        (f'[#foreach($i in {ITEMS})"$util.urlEncode($i)"#if($foreach.hasNext),#end#end]', "every"),
        ("[#foreach($i in [1..3])$i#if($foreach.hasNext),#end#end]", "every"),
        ("[#foreach($i in ['a', 'b'])$i,#end]", "none"),
        ('#set($s = "")#foreach($i in [1, 2])#set($s = "$s$i,")#end[${s}3]', "every"),
        ('{"a": 1}#stop }', "every"),
        ("[#foreach($i in [1..9])$i#break#end]", "every"),
        ('{"a": "$util.base64Encode($input.body)", "b": $input.path("$.list").size()}', "every"),
        ("#macro(x)#end{", "unknown"),
        ("#if($a)" * 150 + "#end" * 150, "every"),
    ],
)
def test_for_which_inputs_a_template_prints_json(text, verdict):
    assert verdict == judged(text).verdict


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"a": 1,}', [("", '{"a": 1, »}«', "a comma before }", "}")]),
        ('{"a": [1, ]}', [("", '{"a": [1, »]«', "a comma before ]", "]")]),
        ('{"a": 1 "b": 2}', [("", '{"a": 1 »"«', 'no comma before "', '"')]),
        ('{"a": $context.httpMethod}', [("", '{"a": »…«', "text without quotes, which is no JSON value", "$context.httpMethod")]),
        ('{"a": $input.json("$.a") $input.json("$.b")}', [("", '{"a": … »…«', "no comma before this value", '$input.json("$.b")')]),
        ('{"a": $nothing}', [("", '{"a": »}«', "} where a value is expected", "}")]),
        ('#set($x = "[1,]")$x', [("", "[1, »]«", "a comma before ]", "]")]),
        ('{"a": [1', [("", '{"a": [1', "the text ends inside an array", "")]),
        (
            f'[#foreach($i in {ITEMS}){{"id": "$i"}},#end]',
            [(f"{ITEMS} has one item", '[{"id": "…"}, »]«', "a comma before ]", "]")],
        ),
        (
            f'[#foreach($i in {ITEMS}){{"id": "$i"}}#end]',
            [(f"{ITEMS} has two items", '[{"id": "…"} »{«', "no comma before {", "{")],
        ),
        (
            '{"a": 1,#if($input.params("b") != "") "b": "$input.params("b")"#end}',
            [('not $input.params("b") != ""', '{"a": 1, »}«', "a comma before }", "}")],
        ),
        (
            '{#if($input.params("a") && $input.params("a") != "")"a": 1,#end}',
            [('$input.params("a") is true and $input.params("a") != ""', '{"a": 1, »}«', "a comma before }", "}")],
        ),
    ],
)
def test_a_way_that_is_broken_is_shown(text, expected):
    assert expected == broken(text)


@pytest.mark.parametrize(
    "text",
    [
        # Two conditions on one value are never both taken to hold, nor one against itself.
        '{#if($input.params("a") == "x")"a": 1#end #if($input.params("a") == "y")"b": 1#end}',
        '{#if($input.params("a") != "")"a": 1,#end #if($input.params("a") == "")"b": 1#else"c": 2#end}',
        '#set($a = $input.path("$.a")){"x": 1#if($a),#end #if($a != "" && $a)"a": "$a"#end}',
        '{#if($input.path("$.a.b"))"a": 1,#end #if(!$input.path("$.a"))"c": 1#else"d": 1#end}',
        '#set($n = $input.path("$.l").size())[#foreach($i in $input.path("$.l"))"$i"#if($foreach.count < $n),#end#end]',
        '{#if($input.params("a") && $input.params("a") != "")"a": 1#{else}"b": 1#end}',
        '#set($c = false){#if($input.params("a"))"a": 1#set($c = true)#end #if($input.params("b"))#if($c),#end"b": 1#end}',
        '{"l": #if($input.path("$.l").size() > 0)[#foreach($i in $input.path("$.l"))"$i"#if($foreach.hasNext),#end#end]#{else}null#end}',
        # What is known at deployment, or not known at all, is no input.
        '{"a": 1#if($stageVariables.a == "x"),#end}',
        '{"a": 1#if($context.stage == "prod"),#end}',
        f'{{"a": 1{HOLE}, }}',
        '#set($m = {})$m.put("a", 1){"a": 1#if($m.get("a")),#end}',
        # Engines differ on the truth of empty strings.
        '#set($a = ""){"a": 1#if($a),#end}',
        "[#foreach($i in $input.path('$.a')) $i.b #end]",
        '{"a": 1}\n{"a": 2}',
        "$input.json('$.a') $input.json('$.b')",
    ],
)
def test_what_no_input_need_do_is_no_fault(text):
    assert [] == broken(text)


def test_a_condition_that_makes_no_difference_is_not_named():
    text = '{#if($input.params("a") == "x")"a": 1#{else}"a": 2#end, #if($input.body == "")"b": 3#{else}"b": 4#end, }'

    assert [""] == [when for when, *_ in broken(text)]


def test_many_independent_conditions_are_followed():
    fields = "".join(f'#if($input.params("p{n}") == "x")"p{n}": "y",#end ' for n in range(11))

    assert [] == broken(f'{{{fields}"z": 1}}')
    assert "every" == judged(f'{{{fields}"z": 1}}').verdict
    assert {("a comma before }", "}")} == {(message, place) for _, _, message, place in broken(f"{{{fields}}}")}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"a": "$input.body"}', ("body", "", True, "a")),
        ('{"a": "x $util.escapeJavaScript($input.body)"}', ("escaped", "body", True, "")),
        ('{"a": "$util.escapeJavaScript($input.body).replaceAll("\\\\\'", "\'")"}', ("repaired", "body", True, "a")),
        ('{"N": "$input.path("$.a")"}', ("any", "", True, "N")),
        ('#set($x = $input.json("$"))[{"b": 1, "a": $x}]', ("json", "", False, "a")),
        ('{"a": $input.params()}', ("map", "", False, "a")),
    ],
)
def test_holes_are_known_by_kind_and_place(text, expected):
    assert [expected] == [(p.hole.kind, p.hole.inner, p.in_string, p.key) for p in judged(text).placements]


def test_objects_are_what_members_are_read_of():
    assert ("body",) in judged('#set($r = $input.path("$")){"a": "$r.a", "r": $r}').objects
    assert frozenset() == judged('#set($r = $input.path("$")){#if($r.a)"a": "$r.a"#else"r": "$r"#end}').objects


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Action=Send&Body=$input.body&N=$util.urlEncode($x)", [("body", "Body"), ("encoded", "N")]),
        ("Action=$input.params('a')", [("text", "Action")]),
        ("#set($a = 1)\nA=$a&B=$util.urlEncode($input.body)", [("encoded", "B")]),
        ('{"a=": "$input.body"}', []),
        ("$input.body&a=$input.body", []),
    ],
)
def test_values_of_a_form(text, expected):
    found = [(hole.kind, name) for hole, name in values(parse(text)[0], text) if hole.kind != "undefined"]

    assert expected == found


def test_the_ways_of_a_template():
    text = "a#if($input.params('x') == 'q')b$input.body#{else}c#end"
    found = ways(parse(text)[0], text)

    assert [f"ab{HOLE}", "ac"] == [way.text for way in found]
    assert [text.index("b$"), text.index("c#end")] == [way.place(1) for way in found]
    assert ["$input.params('x') == 'q'", "not $input.params('x') == 'q'"] == [way.words for way in found]
