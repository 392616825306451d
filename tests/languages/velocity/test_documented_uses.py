"""Templates that use what AWS documents, each in its own way: none of them has a mistake."""

import pytest

from apigw_lint.languages.velocity.checker import Surroundings, check
from apigw_lint.languages.velocity.json_text import judge
from apigw_lint.languages.velocity.parser import parse

TEMPLATES = {
    "the whole body": "$input.json('$')",
    "a field": "{\"name\": $input.json('$.name')}",
    "a list renamed": """\
#set($root = $input.path('$'))
{
  "animals": [
#foreach($animal in $root.pets)
    {"kind": "$util.escapeJavaScript($animal.type).replaceAll("\\\\'", "'")"}#if($foreach.hasNext),#end
#end
  ]
}""",
    "all parameters": """\
#set($all = $input.params())
{
#foreach($type in $all.keySet())
  #set($params = $all.get($type))
  "$type": {
    #foreach($name in $params.keySet())
    "$name": "$util.escapeJavaScript($params.get($name)).replaceAll("\\\\'", "'")"#if($foreach.hasNext),#end
    #end
  }#if($foreach.hasNext),#end
#end
}""",
    "where the call comes from": """\
{
  "stage": "$context.stage",
  "request": "$context.requestId",
  "ip": "$context.identity.sourceIp",
  "agent": "$util.escapeJavaScript($context.identity.userAgent).replaceAll("\\\\'", "'")",
  "version": "$stageVariables.version"
}""",
    "a form": "Action=SendMessage&MessageBody=$util.urlEncode($input.body)",
    "an override": """\
#if($input.path('$.errorMessage').toString().contains('missing'))
#set($context.responseOverride.status = 404)
#set($context.responseOverride.header.X-Reason = "missing")
#end
$input.json('$')""",
    "a default": """\
#set($size = $input.params('size'))
#if(!$size || $size == "")#set($size = 10)#end
{"size": $size}""",
    "a parsed string": """\
#set($inner = $util.parseJson($input.path('$.body')))
{"id": "$util.escapeJavaScript($inner.id).replaceAll("\\\\'", "'")"}""",
    "base64": '{"data": "$util.base64Encode($input.body)", "back": "$util.base64Decode($input.params(\'d\'))"}',
}


@pytest.mark.parametrize("text", TEMPLATES.values(), ids=TEMPLATES)
def test_there_is_no_mistake(text: str) -> None:
    template, errors = parse(text)

    assert [] == errors
    assert [] == [mistake.message for mistake in check(template, text, Surroundings("REST"))]


@pytest.mark.parametrize("name", [name for name in TEMPLATES if name != "a form"])
def test_some_input_makes_it_json(name: str) -> None:
    text = TEMPLATES[name]

    assert "none" != judge(parse(text)[0], text).verdict
