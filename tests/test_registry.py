"""Rules are found through entry points, without importlib.metadata, and selected by words."""

import sys

import pytest
from engine_support import CrashingRule, PlainHttp, SlowBackend

from apigw_lint import registry
from apigw_lint.errors import UsageError
from apigw_lint.registry import Registry, Rules, Selection


def distribution(directory, name, entry_points, folder="{}-1.0.dist-info"):
    metadata = directory / folder.format(name)
    metadata.mkdir(parents=True)
    (metadata / "entry_points.txt").write_text(entry_points)


@pytest.fixture
def site(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(str(tmp_path))
    return tmp_path


RULE = "from apigw_lint.rule import Consequence, Rule\nclass {0}(Rule):\n    consequence = Consequence.BROKEN\n"


def test_entry_points_are_read_from_dist_info_and_egg_info(tmp_path):
    distribution(tmp_path, "second", "[apigw_lint.rules]\nb = second.rules:RULES\na = second:One\n")
    distribution(
        tmp_path, "first", "[console_scripts]\nx = y:z\n\n[ apigw_lint.rules ]\r\nc=first:R # all\r\n[other]\nd = e:f\n", "{}.egg-info"
    )
    distribution(tmp_path, "third", "[apigw_lint.rules.other]\nx = y:z\n")

    expected = [("first", "c", "first:R"), ("second", "a", "second:One"), ("second", "b", "second.rules:RULES")]
    assert expected == [(e.distribution, e.name, e.value) for e in registry.entry_points([str(tmp_path), str(tmp_path / "nowhere")])]


def test_a_distribution_that_is_found_twice_counts_once(tmp_path):
    distribution(tmp_path / "a", "my_rules", "[apigw_lint.rules]\nx = new:RULES\n")
    distribution(tmp_path / "b", "my_rules", "[apigw_lint.rules]\nx = old:RULES\n")

    assert ["new:RULES"] == [entry.value for entry in registry.entry_points([str(tmp_path / "a"), str(tmp_path / "b")])]


def test_a_class_or_a_collection_may_be_named(site):
    (site / "one_rule_of_a_test.py").write_text(RULE.format("OneBadThing"))
    (site / "two_rules_of_a_test.py").write_text(RULE.format("Zebra") + RULE.format("Antelope") + "RULES = {Zebra, Antelope}\n")
    distribution(site, "one", "[apigw_lint.rules]\nx = one_rule_of_a_test:OneBadThing [extra]\n")
    distribution(site, "two", "[apigw_lint.rules]\nx = two_rules_of_a_test:RULES\n")
    loaded = registry.load([str(site)])

    assert ["antelope", "one-bad-thing", "zebra"] == list(loaded.rules)
    assert [] == loaded.failures


@pytest.mark.parametrize(
    ("module", "words"),
    [
        ("raise RuntimeError('broken')", "the rules of bad (bad_rules_of_a_test:RULES) cannot be loaded: RuntimeError: broken"),
        ("", "AttributeError"),
        ("RULES = [int]", "TypeError: <class 'int'> is no Rule class"),
        ("from apigw_lint.rule import Rule\nclass A(Rule): pass\nRULES = A", "TypeError: A has no consequence"),
        (RULE.format("SyntaxError") + "RULES = SyntaxError", "the name 'syntax-error' is the engine's own"),
    ],
    ids=["crashes", "has-no-attribute", "is-no-rule", "has-no-consequence", "takes-an-engine-name"],
)
def test_a_plug_in_that_fails_leaves_the_others_alone(site, module, words):
    sys.modules.pop("bad_rules_of_a_test", None)
    (site / "bad_rules_of_a_test.py").write_text(module)
    (site / "good_rules_of_a_test.py").write_text(RULE.format("Good"))
    distribution(site, "bad", "[apigw_lint.rules]\nx = bad_rules_of_a_test:RULES\n")
    distribution(site, "good", "[apigw_lint.rules]\nx = good_rules_of_a_test:Good\n")
    loaded = registry.load([str(site)])

    assert ["good"] == list(loaded.rules)
    assert 1 == len(loaded.failures)
    assert words in loaded.failures[0]


def test_two_rules_of_one_name_are_an_error(site):
    for module in ("clash_a_of_a_test", "clash_b_of_a_test"):
        (site / f"{module}.py").write_text(RULE.format("Same"))
        distribution(site, module, f"[apigw_lint.rules]\nx = {module}:Same\n")

    with pytest.raises(UsageError, match="two rules are named 'same': clash_a_of_a_test and clash_b_of_a_test"):
        registry.load([str(site)])


def test_the_built_in_rules_come_through_the_same_door():
    assert registry.load().failures == []
    assert any(rule.__module__.startswith("apigw_lint_rules.") for rule in registry.load().rules.values())


ALL = {"crashing-rule", "plain-http", "slow-backend"}


@pytest.mark.parametrize(
    ("levels", "on"),
    [
        ([], {"crashing-rule", "slow-backend"}),
        ([Selection(select=("all",))], ALL),
        ([Selection(select=("slow-backend",))], {"slow-backend"}),
        ([Selection(select=("exposed",))], {"plain-http"}),
        ([Selection(select=("posture",))], {"plain-http"}),
        ([Selection(extend_select=("posture",))], ALL),
        ([Selection(ignore=("broken",))], {"crashing-rule"}),
        ([Selection(select=("all",), ignore=("exposed", "broken"))], {"crashing-rule"}),
        ([Selection(extend_select=("slow-backend",), ignore=("all",))], {"slow-backend"}),
        ([Selection(ignore=("slow-backend",)), Selection(select=("slow-backend",))], {"slow-backend"}),
        ([Selection(ignore=("slow-backend",)), Selection(select=("broken",))], set()),
        ([Selection(select=("plain-http",)), Selection(select=("broken",))], {"plain-http", "slow-backend"}),
        ([Selection(select=("advised",), ignore=("advised",))], set()),
    ],
)
def test_the_most_specific_word_decides(levels, on):
    rules = Registry(rules=Rules({rule.name: rule for rule in (CrashingRule, PlainHttp, SlowBackend)}))

    assert on == {name for name, chosen in rules.choose(levels).items() if chosen}


def test_an_unknown_rule_is_an_error_that_offers_the_nearest():
    with pytest.raises(UsageError, match="unknown rule 'slow-backnd'; did you mean 'slow-backend'"):
        Registry(rules=Rules({"slow-backend": SlowBackend})).get("slow-backnd")
