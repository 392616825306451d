"""What templates do wrong with variables and members, and what is let be."""

import re
import time

import pytest

from apigw_lint.languages.velocity.checker import Surroundings, check
from apigw_lint.languages.velocity.parser import parse
from apigw_lint.value import HOLE


def mistakes(text, kind="REST", **around):
    """Returns the mistakes in a template, by the text that they point at."""
    tree, _ = parse(text)
    return [(mistake.kind, text[mistake.start : mistake.end]) for mistake in check(tree, text, Surroundings(kind, **around))]


def replaced(text):
    """Returns the template with every mistake that has a replacement cured."""
    tree, _ = parse(text)
    for mistake in reversed(check(tree, text, Surroundings("REST"))):
        if mistake.replacement:
            text = text[: mistake.start] + mistake.replacement + text[mistake.end :]
    return text


# Every name in double angle brackets is a mistake; nothing else is.
WRONG = [
    "$<<inputs>>.params('x')",
    "#if($<<inputs>>.params('x') == 'a')a#end",
    '{"id": "$<<petId>>"}',
    '{"id": $util.escapeJavaScript($<<petId>>)}',
    "#set($a = $<<b>>)$a",
    "#set($a = $<<total>> + 1)$a",
    "#set($total = 1)${<<totl>>}",
    "#foreach($x in $<<xs>>)$x#end",
    "#foreach($x in [1])$x#end $<<foreach>>.index",
    "#foreach($x in [1])$velocityCount#end $<<velocityCount>>",
    '#set($x = "in a string: $<<petId>>")$x',
    "$<<utils>>.toJson($input.body)",
    "$<<ctx>>.args.id",
    "$util.<<toJson>>($input.body)",
    "$util.<<escapeJavascript>>($input.body)",
    "$util.<<time>>.nowISO8601()",
    "$input.<<header>>('x')",
    "$input.<<param>>('x')",
    "$input.<<params>>.x",
    "$input.<<path>>",
    "$input.<<json>>()",
    "$input.<<path>>('$.a', '$.b')",
    "$input.params().<<headers>>",
    "$input.params().get('<<headers>>')",
    "$input.body.<<name>>",
    "$input.json('$.a').<<name>>",
    "$input.params('x').<<size>>()",
    '#set($s = "a")$s.<<length>>',
    '#set($s = "a")$s.trim().<<foo>>()',
    '#set($s = "a")$s.<<replaceAll>>("a")',
    "#set($l = [])$l.<<push>>(1)",
    "#set($l = [1..3])$l.<<length>>",
    "#set($m = {})$m.<<set>>('a', 1)",
    "#set($n = 1)$n.<<foo>>()",
    "#foreach($x in [1])$foreach.<<idx>>#end",
    "$stageVariables.host.<<name>>",
    "$context.<<foo>>",
    "$context.identity.<<sourceIP>>",
    "$context.identity.get('<<sourceIP>>')",
    "$context['<<foo>>']",
    "$context.<<integrationLatency>>",
    "$context.<<integration>>.latency",
    "$context.<<error>>.message",
    "$context.<<arguments>>.id",
    "#set($context.<<responsOverride>>.status = 400)",
]


@pytest.mark.parametrize("marked", WRONG)
def test_a_mistake_is_found_at_its_name(marked):
    text = marked.replace("<<", "").replace(">>", "")

    assert re.findall(r"<<(\w+)>>", marked) == [name for _, name in mistakes(text)]


RIGHT = [
    "$input.params('x') $input.params().header.get('x') $input.params().querystring.x.trim() $input.body $input.json('$')",
    "$input.path('$').foo.bar.size().anything(1, 2, 3) $input.path('$')[0].x $util.parseJson($input.body).a.b",
    "#foreach($t in $input.params().keySet())#set($p = $input.params().get($t))#foreach($n in $p.keySet())$p.get($n)#end#end",
    "#foreach($x in [1])$foreach.index $foreach.count $foreach.hasNext $foreach.parent.index $foreach.last() $foreach.stop()#end",
    "#if($x)a#end #if($x == $null)b#elseif(!$y && $z != '')c#end #set($null = $whatever) #set($y = $null) $!quiet",
    "#if($late)$late.name.foo()#end#set($late = 1)#set($late = 'a')",
    "#if($input.body.length() > 0)#set($only = 1)#end$only",
    "#set($stage = 'a')$context.authorizer.anything.x $context.authorizer.claims.x $context.authorizer.get($stage)",
    "$context.authorizer.claims['custom:role']",
    '$context["requestOverride"] $context.identity.keySet() $context.requestOverride.header.put("a", "b") $context.get("stage")',
    "#set($context.foo = 1)$context.foo",
    "#set($s = 'a')$s.split(',')[0].foo $s.empty $s.format('%s', 1) $s.isEmpty() $s[0] $s.getClass()",
    "#set($Integer = 0)$Integer.parseInt('5') $Integer.MAX_VALUE",
    "#set($m = {'a': 1})$m.a.b $m.size() $m.entrySet() $m.containsKey('a') #set($m.b = 2) #set($m['c'] = 3)",
    "#set($l = [])#set($x = $l.add(1))$l.get(0).foo $l.isEmpty() $l.contains(1) #set($y = $l.remove(0))",
    "#set($v = 'a')#if(1)#set($v = [])#end$v.size() $v.length()",
    "#set($a = $b)#set($b = $a)$a.foo()",
    "#set($input = 'x')$input.foo",
    '{"$schema": "http://json-schema.org/", "$ref": "$name"}',
    '{"query": "query($id: ID!, $n: [Int!]) { pet(id: $id, n: $n) { name } }"}',
    "#define($loop)x#end $loop $other",
    "#macro(row $x)$x#end #row('a') $other",
    "costs $5 or US$ 5, pa$$word, \\$escaped ## $comment\n#* $comment *#",
    "$stageVariables.x $stageVariables['x'] ${stageVariables.x} $stageVariables.get('x').length()",
    '$method.request.path.id $util.urlEncode("$method.request.querystring.message")',
    "$context.operationName $context.isCanaryRequest $context.deploymentId",
    "#[[ $raw ]]#",
]


@pytest.mark.parametrize("text", RIGHT)
def test_what_is_right_or_not_known_is_let_be(text):
    assert [] == mistakes(text)


def test_web_socket_apis_have_other_variables():
    assert [("context", "httpMethod")] == mistakes("$context.connectionId $context.httpMethod $context.routeKey", "WEBSOCKET")
    assert [("context", "connectionId"), ("context", "routeKey")] == mistakes("$context.connectionId $context.httpMethod $context.routeKey")


def test_what_stands_around_a_template():
    assert [] == mistakes("$name", closed=False)
    assert [("variable", "inputs")] == mistakes("$inputs.body", closed=False)
    assert [] == mistakes("${name}", placeholders=True)
    assert [("variable", "name")] == mistakes("$name", placeholders=True)
    assert [] == mistakes("<script>$.get(x); $name.load(y); `${name}`</script>", literal=True)
    assert [] == mistakes("$context.mine", context={"mine"})


def test_a_hole_may_be_anything():
    assert [] == mistakes(f"$a{HOLE} $input.{HOLE}('x') $context.{HOLE} $context.a{HOLE}.b ${{{HOLE}}} $input.path('{HOLE}')")
    assert [] == mistakes(f"#set($a{HOLE} = 1)$abc")


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("$inputs.body", "$input.body"),
        ("$util.escapeJavascript('a')", "$util.escapeJavaScript('a')"),
        ("#set($s = 'a')$s.length", "#set($s = 'a')$s.length()"),
        ("#set($l = [])$l.length", "#set($l = [])$l.size()"),
        ("$context.identity.sourceIP", "$context.identity.sourceIp"),
        ("$context.identity['sourceIP']", "$context.identity['sourceIp']"),
        ("#set($context.responsOverride.status = 1)", "#set($context.responseOverride.status = 1)"),
        ("$context.foo", "$context.foo"),
    ],
)
def test_what_should_stand_there(text, right):
    assert right == replaced(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("$util.toJson('a')", "helper of AWS AppSync"),
        ("$input.body.name", "$input.path('$.name') reads it"),
        ("$context.integrationLatency", "access logs only"),
        ("$context.error.message", "gateway responses and access logs"),
        ("$context.connectionId", "REST APIs have no"),
        ("$context.sourceIp", "did you mean $context.identity.sourceIp?"),
        ("$input.json()", "json takes 1 argument, not 0"),
    ],
)
def test_what_is_said(text, words):
    tree, _ = parse(text)

    assert words in check(tree, text, Surroundings("REST"))[0].message


@pytest.mark.parametrize(
    "text",
    [
        "$a" * 100_000,
        "".join(f"$name{number} " for number in range(30_000)),
        "".join(f"#set($a{number} = $a{number + 1})" for number in range(20_000)) + "$a0.foo()",
        "#set($a = 'x')" * 20_000 + "$a.foo()",
        "$input.body" + ".trim()" * 20_000 + ".foo",
        "#if($a)" * 190 + "$inputs.body" + "#end" * 190,
        "#set($x = " + "(" * 50 + "$inputs.body" + ")" * 50 + ")",
        "$context.foo " * 50_000,
    ],
    ids=["references", "names", "chain", "sets", "calls", "blocks", "parentheses", "context"],
)
def test_hostile_templates_end_soon(text):
    tree, _ = parse(text)
    started = time.process_time()

    assert len(check(tree, text, Surroundings("REST"))) <= 100
    assert time.process_time() - started < 5
