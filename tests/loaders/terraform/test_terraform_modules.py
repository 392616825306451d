import pytest
from terraform_oracle import plain

from apigw_lint.files import Files
from apigw_lint.loaders.loaded import Options
from apigw_lint.loaders.terraform.instance import blocks
from apigw_lint.loaders.terraform.modules import evaluate
from apigw_lint.loaders.terraform.values import Encoded
from apigw_lint.value import Absent, Known, List, Reference, Table, Text, Unknown, literals


@pytest.fixture
def project(tmp_path):
    def write(main="", options=None, **files):
        for name, text in {"main.tf": main, **files}.items():
            path = tmp_path / name.replace("__", "/").replace("_json", ".json")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        instances, problems = evaluate(str(tmp_path), Files(str(tmp_path)), options or Options())
        return Project(instances, problems)

    return write


class Project:
    def __init__(self, instances, problems):
        self.items = {instance.address: instance for instance in instances.items}
        self.complete = instances.complete
        self.problems = problems

    def value(self, address, name):
        return self.items[address].values.get(name)

    def plain(self, address, name):
        return plain(self.value(address, name))


def test_arguments_blocks_and_places(project):
    found = project('resource "t" "n" {\n  a = "x"\n  b = null\n  c {\n    d = 1\n  }\n  c {\n    d = 2\n  }\n}\n')
    instance = found.items["t.n"]

    assert (instance.type, instance.name, instance.module, instance.data, instance.certain) == ("t", "n", "", False, True)
    assert instance.name_span.text == 'resource "t" "n"'
    assert found.value("t.n", "a").span.text == '"x"'
    assert isinstance(found.value("t.n", "b"), Absent)
    assert isinstance(found.value("t.n", "z"), Absent)
    assert [plain(block.get("d")) for block in blocks(instance.values, "c").items] == [1, 2]
    assert blocks(instance.values, "c").items[0].span.text == "c {\n    d = 1\n  }"
    assert found.complete


def test_arguments_of_others_are_values_where_written_and_references_where_not(project):
    found = project(
        'variable "u" {}\n'
        'resource "t" "a" {\n  name = "x"\n  far = var.u\n  text = "a${var.u}"\n  gone = null\n  b {\n    c = ["y"]\n  }\n}\n'
        'resource "t" "b" {\n  id = t.a.id\n  name = t.a.name\n  far = t.a.far\n  text = t.a.text\n  gone = t.a.gone\n  c = t.a.b[0].c[0]\n'
        "  none = t.zzz.id\n  whole = t.a\n}\n"
    )

    assert found.plain("t.b", "name") == "x"
    assert found.value("t.b", "name").span.text == '"x"'
    assert [(found.value("t.b", name).target, found.value("t.b", name).attribute) for name in ("id", "far", "gone")] == [
        ("t.a", "id"),
        ("t.a", "far"),
        ("t.a", "gone"),
    ]
    assert found.value("t.b", "id").span.text == "t.a.id"
    assert isinstance(found.value("t.b", "text"), Text)
    assert found.plain("t.b", "c") == "y"
    assert type(found.value("t.b", "none")) is Unknown
    assert isinstance(found.value("t.b", "whole"), Unknown)


def test_count_and_for_each_make_instances(project):
    found = project(
        'resource "t" "c" {\n  count = 2\n  n = "c${count.index}"\n}\n'
        'resource "t" "e" {\n  for_each = { a = { v = 1 }, b = { v = 2 } }\n  k = each.key\n  v = each.value.v\n}\n'
        'resource "t" "s" {\n  for_each = toset(["x", "y"])\n  k = "${each.key}${each.value}"\n}\n'
        'resource "t" "none" {\n  count = 0\n}\n'
        'resource "t" "chain" {\n  for_each = t.e\n  id = each.value.id\n  v = t.e[each.key].v\n}\n'
        'resource "t" "uses" {\n  one = t.c[1].n\n  ids = t.c[*].id\n'
        '  vs = values(t.e)[*].v\n  key = t.e["a"].id\n  map = { for k, r in t.e : k => r.id }\n}\n'
    )

    assert list(found.items) == [
        "t.c[0]", "t.c[1]", 't.e["a"]', 't.e["b"]', 't.s["x"]', 't.s["y"]', 't.chain["a"]', 't.chain["b"]', "t.uses",
    ]  # fmt: skip
    assert found.plain("t.c[1]", "n") == "c1"
    assert (found.plain('t.e["b"]', "k"), found.plain('t.e["b"]', "v")) == ("b", 2)
    assert found.plain('t.s["x"]', "k") == "xx"
    assert found.value('t.chain["a"]', "id").target == 't.e["a"]'
    assert found.plain('t.chain["b"]', "v") == 2
    assert found.plain("t.uses", "one") == "c1"
    assert [item.target for item in found.value("t.uses", "ids").items] == ["t.c[0]", "t.c[1]"]
    assert found.plain("t.uses", "vs") == [1, 2]
    assert found.value("t.uses", "key").target == 't.e["a"]'
    assert found.value("t.uses", "map").get("b").target == 't.e["b"]'


UNKNOWN_EACH = """
variable "u" {}
resource "t" "a" {
  for_each = var.u
  k = each.key
  v = each.value.x
}
resource "t" "b" {
  for_each = var.u
  same = t.a[each.key].id
  other = t.a["x"].id
}
resource "t" "c" {
  for_each = t.a
  same = each.value.id
  too = t.a[each.key].id
}
resource "t" "d" {
  for_each = var.w
  not = t.a[each.key].id
}
"""


def test_an_unknown_for_each_is_one_uncertain_instance(project):
    found = project(UNKNOWN_EACH)

    assert {address: instance.certain for address, instance in found.items.items()} == dict.fromkeys(
        ["t.a[*]", "t.b[*]", "t.c[*]", "t.d[*]"], False
    )
    assert isinstance(found.value("t.a[*]", "k"), Unknown)
    for address, name in (("t.b[*]", "same"), ("t.c[*]", "same"), ("t.c[*]", "too")):
        assert (found.value(address, name).target, found.value(address, name).attribute) == ("t.a[*]", "id")
    assert not isinstance(found.value("t.b[*]", "other"), Reference)
    assert not isinstance(found.value("t.d[*]", "not"), Reference)


def test_the_whole_of_unknown_instances_is_unknown(project):
    found = project(
        UNKNOWN_EACH
        + 'resource "t" "z" {\n  a = values(t.a)[*].id\n  b = length(t.a)\n  c = try(t.a["x"].id, "none")\n  d = [for r in t.a : r.id]\n}\n'
    )

    for name in "abcd":
        assert not isinstance(found.value("t.z", name), (Known, List, Reference))


def test_a_switch_makes_an_instance_that_may_not_be(project):
    found = project(
        'variable "on" {}\nresource "t" "a" {\n  count = var.on ? 1 : 0\n  n = "x"\n}\n'
        'resource "t" "b" {\n  for_each = var.on ? { k = 1 } : {}\n}\n'
        'resource "t" "c" {\n  id = t.a[0].id\n  n = t.a[0].n\n  tried = try(t.a[0].n, "none")\n  all = t.a[*].id\n  b = t.b["k"].id\n}\n'
    )

    assert {address: instance.certain for address, instance in found.items.items()} == {"t.a[0]": False, 't.b["k"]': False, "t.c": True}
    assert found.value("t.c", "id").target == "t.a[0]"
    assert found.plain("t.c", "n") == "x"
    assert {item.value for item in literals(found.value("t.c", "tried"))} == {"x", "none"}
    assert not isinstance(found.value("t.c", "all"), List)
    assert found.value("t.c", "b").target == 't.b["k"]'


@pytest.mark.parametrize(("on", "addresses"), [("true", ["t.a[0]"]), ("false", [])])
def test_the_switch_set_makes_it_certain(project, on, addresses):
    found = project('variable "on" {}\nresource "t" "a" {\n  count = var.on ? 1 : 0\n}\n', Options(variables={"on": on}))

    assert [address for address, instance in found.items.items() if instance.certain] == addresses


def test_partly_known_keys(project):
    found = project(
        'variable "u" {}\n'
        'resource "t" "a" {\n  for_each = toset(["x", var.u])\n}\n'
        'resource "t" "b" {\n  for_each = merge({ x = 1 }, var.u)\n  v = each.value\n}\n'
    )

    assert {address: instance.certain for address, instance in found.items.items()} == {
        't.a["x"]': True, "t.a[*]": False, 't.b["x"]': True, "t.b[*]": False,
    }  # fmt: skip
    assert not isinstance(found.value('t.b["x"]', "v"), Known)


def test_dynamic_blocks(project):
    found = project(
        'variable "u" {}\n'
        'resource "t" "a" {\n'
        '  dynamic "b" {\n    for_each = { x = 1, y = 2 }\n    content {\n      k = b.key\n      v = b.value\n    }\n  }\n'
        '  dynamic "c" {\n    for_each = ["p", "q"]\n    iterator = it\n    content {\n'
        '      v = "${it.key}${it.value}"\n      d {\n        e = it.value\n      }\n    }\n  }\n'
        '  dynamic "u" {\n    for_each = var.u\n    content {\n      fixed = 1\n      v = u.value\n    }\n  }\n'
        '  dynamic "none" {\n    for_each = []\n    content {}\n  }\n  b {\n    k = "z"\n  }\n}\n'
    )
    values = found.items["t.a"].values

    assert [plain(item.get("k")) for item in blocks(values, "b").items] == ["x", "y", "z"]
    assert [plain(item.get("v")) for item in blocks(values, "c").items] == ["0p", "1q"]
    assert plain(blocks(blocks(values, "c").items[1], "d").items[0].get("e")) == "q"
    assert not blocks(values, "u").complete
    assert plain(blocks(values, "u").items[0].get("fixed")) == 1
    assert isinstance(blocks(values, "u").items[0].get("v"), Unknown)
    assert (blocks(values, "none").items, blocks(values, "none").complete) == ((), True)


VARIABLES = """
variable "a" { default = "default" }
variable "n" { type = number }
variable "l" { type = list(string) }
variable "o" {
  type = map(object({ method = string, timeout = optional(number, 29), gone = optional(string) }))
}
variable "unset" {}
variable "b" {
  type    = bool
  default = "true"
}
resource "t" "r" {
  a = var.a
  n = var.n
  l = var.l
  o = var.o
  unset = var.unset
  b = var.b
}
"""


def test_variables_take_the_last_value_given_and_its_type(project):
    files = {
        "terraform.tfvars": 'a = "tfvars"\nn = "5"\n',
        "b.auto.tfvars": 'a = "b"\nl = [1, true]\n',
        "a.auto.tfvars": 'a = "a"\n',
        "c.auto.tfvars_json": '{"o": {"x": {"method": "GET", "extra": 1}}}',
    }
    found = project(VARIABLES, **files)

    assert [found.plain("t.r", name) for name in "anlob"] == [
        "b", 5, ["1", "true"], {"x": {"method": "GET", "timeout": 29, "gone": None}}, True,
    ]  # fmt: skip
    assert isinstance(found.value("t.r", "unset"), Unknown)


def test_variables_given_by_file_and_by_hand_win(project, tmp_path):
    (tmp_path / "more.hcl").write_text('a = "file"\nn = 1\n')
    options = Options(variables={"n": "7", "l": '["z"]'}, var_files=(str(tmp_path / "more.hcl"),))
    found = project(VARIABLES, options)

    assert [found.plain("t.r", name) for name in "anl"] == ["file", 7, ["z"]]


MODULE = """
variable "api" {}
variable "name" { default = "none" }
resource "t" "inner" {
  api  = var.api
  name = "${var.name}-${basename(path.module)}"
}
output "id" { value = t.inner.id }
output "name" { value = t.inner.name }
"""


def test_local_modules_have_inputs_outputs_and_their_own_instances(project):
    found = project(
        'resource "t" "api" {}\nmodule "m" {\n  source = "./mod"\n  for_each = toset(["x", "y"])\n  api = t.api.id\n  name = each.key\n}\n'
        'module "one" {\n  source = "./mod"\n  api = t.api.id\n}\n'
        'resource "t" "r" {\n  id = module.m["x"].id\n  name = module.m["y"].name\n'
        "  all = [for m in module.m : m.id]\n  one = module.one.name\n}\n",
        **{"mod__main.tf": MODULE},
    )

    assert set(found.items) == {"t.api", "t.r", 'module.m["x"].t.inner', 'module.m["y"].t.inner', "module.one.t.inner"}
    assert found.items['module.m["x"].t.inner'].module == 'module.m["x"]'
    assert found.value('module.m["x"].t.inner', "api").target == "t.api"
    assert found.plain('module.m["x"].t.inner', "name") == "x-mod"
    assert found.value("t.r", "id").target == 'module.m["x"].t.inner'
    assert found.plain("t.r", "name") == "y-mod"
    assert [item.target for item in found.value("t.r", "all").items] == ['module.m["x"].t.inner', 'module.m["y"].t.inner']
    assert found.plain("t.r", "one") == "none-mod"
    assert found.complete


def test_modules_nest_and_unknown_ones_are_uncertain(project):
    found = project(
        'variable "u" {}\nmodule "a" {\n  source = "./a"\n  for_each = var.u\n  v = each.key\n}\n',
        **{
            "a__main.tf": 'variable "v" {}\nmodule "b" {\n  source = "../b"\n  v = "x${var.v}"\n}\n',
            "b__main.tf": 'variable "v" {}\nresource "t" "r" {\n  v = var.v\n}\n',
        },
    )
    instance = found.items["module.a[*].module.b.t.r"]

    assert not instance.certain
    assert isinstance(instance.values.get("v"), Text)


def test_remote_modules_are_unknown(project):
    found = project('module "m" {\n  source = "terraform-aws-modules/x/aws"\n  name = "a"\n}\nresource "t" "r" {\n  v = module.m.id\n}\n')

    assert isinstance(found.value("t.r", "v"), Unknown)
    assert found.complete
    assert found.problems == []


def test_a_remote_module_that_is_given_an_api_may_add_to_it(project):
    found = project(
        'resource "aws_api_gateway_rest_api" "a" {}\n'
        "locals {\n  id = aws_api_gateway_rest_api.a.id\n}\n"
        'module "m" {\n  source = "git::https://x/y"\n  api = local.id\n}\n'
    )

    assert not found.complete


@pytest.mark.parametrize(
    ("files", "code", "words"),
    [
        ({"main": 'module "m" {\n  source = "./none"\n}\n'}, "unreadable-file", "module directory ./none does not exist"),
        ({"main": 'module "m" {\n  source = "./"\n}\n'}, "limit-exceeded", "module m calls itself, or is nested too deep"),
        ({"main": 'variable "a" {}\nvariable "a" {}\n'}, "duplicate-key", "variable a is declared twice, first on line 1 of"),
        ({"main": 'resource "a" "b" {}\nresource "a" "b" {}\n'}, "duplicate-key", "resource a b is declared twice"),
        ({"main": "locals {\n  a = 1\n}\nlocals {\n  a = 2\n}\n"}, "duplicate-key", "local a is declared twice"),
        ({"main": 'resource "a" "b" {\n  c = 1\n  c = 2\n}\n'}, "duplicate-key", "argument c is set twice, first on line 2"),
        ({"main": 'resource "a" {\n}\n'}, "syntax-error", "a resource block has a type and a name as labels"),
        ({"main": 'resource "a" "b" {\n  c = templatefile("none.tpl", {})\n}\n'}, "unreadable-file", "none.tpl does not exist"),
        (
            {"main": 'resource "a" "b" {\n  c = templatefile("t.tpl", {})\n}\n', "t.tpl": "a ${"},
            "syntax-error",
            "the template sequence ${ is not closed",
        ),
        ({"main": "locals {\n  a = {\n}\n"}, "syntax-error", "{ is not closed"),
        ({"main": "", "a.tf_json": "{"}, "syntax-error", ""),
    ],
)
def test_what_is_wrong_is_a_problem_at_its_place(project, files, code, words):
    found = project(**files)

    assert [problem.code for problem in found.problems] == [code]
    assert words in found.problems[0].message


@pytest.mark.parametrize(
    "expression",
    [
        'try(templatefile("none.tpl", {}), "")',
        'false ? templatefile("none.tpl", {}) : ""',
        'fileexists("none.tpl") ? file("none.tpl") : ""',
        'file("built.zip")',
        'templatefile("/etc/passwd", {})',
        'file("../../../../etc/passwd")',
        "templatefile(var.u, {})",
    ],
)
def test_a_file_that_may_not_be_needed_is_no_problem(project, expression):
    found = project(f'variable "u" {{}}\nresource "a" "b" {{\n  c = {expression}\n}}\n')

    assert found.problems == []
    assert "root:" not in repr(found.value("a.b", "c"))


def test_templatefile_keeps_the_places_of_its_file(project):
    text = "openapi: 3\n%{ for p in paths ~}\n${p}: ${u}\n%{ endfor ~}\nend\n"
    found = project(
        'variable "u" {}\n'
        'resource "t" "r" {\n  body = templatefile("${path.module}/api.tpl", { paths = ["/a", "/b"], u = var.u })\n'
        '  known = templatefile("api.tpl", { paths = [], u = 1 })\n}\n',
        **{"api.tpl": text},
    )
    body, known = found.value("t.r", "body"), found.value("t.r", "known")

    assert body.masked == "openapi: 3\n/a: \ue000\n/b: \ue000\nend\n"
    assert body.at(0, 7).text == "openapi"
    assert body.at(0, 7).source.path.endswith("api.tpl")
    assert body.span.text.startswith("templatefile(")
    assert known.value == "openapi: 3\nend\n"
    assert known.at(11, 14).text == "end"
    assert known.at(11, 14).source.path.endswith("api.tpl")


def test_file_and_encodings_can_be_opened(project):
    found = project(
        'resource "t" "r" {\n  a = file("a.txt")\n  b = jsonencode({ x = { y = "z" } })\n  c = jsondecode(file("d.json")).k[1]\n}\n',
        **{"a.txt": "caf\u00e9\n", "d_json": '{"k": [1, "two"]}'},
    )
    body = found.value("t.r", "b")

    assert found.plain("t.r", "a") == "caf\u00e9\n"
    assert found.value("t.r", "a").at(0, 4).source.path.endswith("a.txt")
    assert isinstance(body, Encoded)
    assert isinstance(body.content, Table)
    assert body.content.get("x").get("y").span.text == '"z"'
    assert body.text.value == '{"x":{"y":"z"}}'
    assert found.plain("t.r", "c") == "two"
    assert found.value("t.r", "c").span.text == '"two"'


def test_overrides_replace_arguments_and_blocks(project):
    found = project(

            'resource "t" "r" {\n  a = 1\n  b = 2\n  c {\n    d = 1\n  }\n}\n'
            'locals {\n  l = 1\n}\n'
            'variable "v" {\n  default = 1\n}\n'
            'resource "t" "s" {\n  l = local.l\n  v = var.v\n}\n'
        , **{"x_override.tf":
            'resource "t" "r" {\n  a = 3\n  c {\n    d = 4\n  }\n}\n'
            'locals {\n  l = 5\n}\n'
            'variable "v" {\n  default = 6\n}\n'
        },
    )  # fmt: skip

    assert [found.plain("t.r", name) for name in ("a", "b")] == [3, 2]
    assert [plain(block.get("d")) for block in blocks(found.items["t.r"].values, "c").items] == [4]
    assert [found.plain("t.s", name) for name in ("l", "v")] == [5, 6]


def test_json_configurations_are_read_as_terraform_reads_them(project):
    found = project(
        **{
            "main.tf_json": """{
  "//": "a comment",
  "variable": {"u": {}, "d": {"default": "dd", "type": "string"}},
  "locals": {"l": "x-${var.d}"},
  "resource": {"t": {
    "a": {"n": "${local.l}", "plain": "y", "esc": "q\\"${var.d}", "num": 1, "lit": "$${x}", "list": ["${var.d}", true, null]},
    "b": [{"for_each": "${toset([\\"k\\"])}", "v": "${each.key}", "id": "${t.a.id}", "depends_on": ["t.a"],
      "lifecycle": {"create_before_destroy": true},
      "blk": {"z": 1},
      "dynamic": {"dyn": {"for_each": [1, 2], "content": {"w": "${dyn.value}"}}}}]
  }},
  "module": {"m": {"source": "./mod", "v": "${t.a.id}"}},
  "output": {"o": {"value": "${local.l}"}}
}""",
            "mod__x.tf": 'variable "v" {}\nresource "t" "c" {\n  v = var.v\n}\n',
        }
    )
    instance = found.items['t.b["k"]']

    assert found.problems == []
    assert [found.plain("t.a", name) for name in ("n", "plain", "esc", "num", "lit", "list")] == [
        "x-dd", "y", 'q"dd', 1, "${x}", ["dd", True, None],
    ]  # fmt: skip
    assert found.value("t.a", "plain").span.text == '"y"'
    assert found.value("t.a", "esc").at(0, 2).text == 'q\\"'
    assert found.plain('t.b["k"]', "v") == "k"
    assert found.value('t.b["k"]', "id").target == "t.a"
    assert found.value('t.b["k"]', "id").span.text == "t.a.id"
    assert [item.target for item in instance.depends_on.items] == ["t.a"]
    assert plain(instance.create_before_destroy) is True
    assert [plain(item.get("z")) for item in blocks(instance.values, "blk").items] == [1]
    assert [plain(item.get("w")) for item in blocks(instance.values, "dyn").items] == [1, 2]
    assert instance.references == ("t.a",)
    assert found.value("module.m.t.c", "v").target == "t.a"


def test_references_go_through_locals_variables_and_modules(project):
    found = project(
        'resource "t" "a" {}\n'
        'data "d" "x" {}\n'
        "locals {\n  one = t.a.id\n  two = { k = local.one }\n}\n"
        'module "m" {\n  source = "./mod"\n  v = local.two\n}\n'
        'resource "t" "b" {\n  x = sha1(jsonencode([local.two, module.m.out, data.d.x.id]))\n  depends_on = [module.m, t.a]\n}\n',
        **{"mod__x.tf": 'variable "v" {}\nresource "t" "c" {\n  v = var.v.k\n}\noutput "out" {\n  value = "${var.v.k}${t.c.id}"\n}\n'},
    )

    assert found.items["t.b"].references == ("data.d.x", "module.m.t.c", "t.a")
    assert found.items["module.m.t.c"].references == ("t.a",)
    assert [item.target for item in found.items["t.b"].depends_on.items] == ["module.m", "t.a"]
    assert found.items["data.d.x"].data


@pytest.mark.parametrize(
    "text",
    [
        'locals {\n  a = local.b\n  b = local.a\n}\nresource "t" "r" {\n  x = local.a\n}\n',
        'resource "t" "r" {\n  x = t.s.x\n}\nresource "t" "s" {\n  x = t.r.x\n}\n',
        'resource "t" "r" {\n  for_each = t.s\n  x = each.key\n}\nresource "t" "s" {\n  for_each = t.r\n}\n',
        'resource "t" "r" {\n  count = length(t.r)\n  x = t.r[0].x\n}\n',
        'variable "x" {\n  default = var.x\n}\nresource "t" "r" {\n  x = var.x\n}\n',
        'locals {\n  a = { for k in [1] : k => local.a }\n}\nresource "t" "r" {\n  x = local.a\n}\n',
    ],
)
def test_cycles_end_and_are_not_known(project, text):
    found = project(text)

    assert all(not isinstance(instance.values.get("x"), Known) for instance in found.items.values())


@pytest.mark.parametrize(
    "text",
    [
        "locals {\n" + "".join(f"  a{at} = local.a{at + 1}\n" for at in range(3000)) + "  a3000 = 1\n}\n",
        "locals {\n" + "".join(f"  a{at} = [local.a{at + 1}, local.a{at + 1}]\n" for at in range(60)) + "  a60 = 1\n}\n",
        "locals {\n" + "".join(f'  a{at} = "${{local.a{at + 1}}}${{local.a{at + 1}}}"\n' for at in range(60)) + '  a60 = "x"\n}\n',
        "locals {\n  r = range(1024)\n  a0 = [for x in local.r : [for y in local.r : [for z in local.r : x]]]\n}\n",
        'locals {\n  a0 = format("%999999999d", 1)\n}\n',
        "locals {\n" + "".join(f"  a{at} = var.u ? local.a{at + 1} : [local.a{at + 1}]\n" for at in range(60)) + "  a60 = 1\n}\n",
        'locals {\n  a0 = replace(join("", [for x in range(1000) : "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"]), "/(a*)*b/", "")\n}\n',
        "".join(
            f'locals {{\n  a{at} = [local.a{at + 1}]\n}}\nresource "t" "x{at}" {{\n  y = local.a{at}\n}}\n' for at in range(800, -1, -1)
        ),
        "locals {\n  a0 = 9" + "9" * 100000 + " * 9e999999\n}\n",
    ],
    ids=["chain", "doubling", "text", "loops", "width", "alternatives", "regex", "upwards", "numbers"],
)
def test_hostile_configurations_end(project, text):
    found = project(text + 'resource "t" "r" {\n  x = jsonencode(local.a0)\n  y = local.a0\n  z = md5(jsonencode(local.a0))\n}\n')

    assert not isinstance(found.value("t.r", "z"), Known)


def test_data_sources_are_instances_and_references(project):
    found = project(
        'data "aws_region" "here" {}\nresource "t" "r" {\n  x = "arn:${data.aws_region.here.name}"\n  y = data.aws_region.here.name\n}\n'
    )

    assert found.value("t.r", "y").target == "data.aws_region.here"
    assert isinstance(found.value("t.r", "x"), Text)


def test_a_broken_file_leaves_the_others_and_is_not_complete(project):
    found = project('resource "t" "r" {\n  x = 1\n}\n', **{"bad.tf": 'resource "t" "s" {\n  x = "a\n}\n'})

    assert list(found.items) == ["t.r"]
    assert not found.complete
    assert [problem.code for problem in found.problems] == ["syntax-error"]


FLIP = """
variable "stage" {
  type = string
  %s
}
resource "t" "r" {
  uri  = "arn:aws:x:${var.stage}"
  verb = var.stage == "prod" ? "GET" : "POST"
  m    = { for k in ["a"] : k => var.stage }
}
"""


def test_a_variable_without_a_value_decides_nothing(project):
    unknown = project(FLIP % "")

    assert not isinstance(unknown.value("t.r", "uri"), Known)
    assert {item.value for item in literals(unknown.value("t.r", "verb"))} == {"GET", "POST"}
    for value, verb in (("prod", "GET"), ("dev", "POST")):
        known = project(FLIP % f'default = "{value}"')

        assert (known.plain("t.r", "uri"), known.plain("t.r", "verb")) == (f"arn:aws:x:{value}", verb)
