"""Usage plans that SAM makes: for one API, for all that share one, and for none."""

import pytest
from models import plain, plain_value
from templates import definition, load

HEAD = "Transform: AWS::Serverless-2016-10-31\n"


def api(name: str, plan: str, condition: str = "") -> str:
    """Returns an API with a usage plan."""
    on = f"    Condition: {condition}\n" if condition else ""
    return (
        f"  {name}:\n    Type: AWS::Serverless::Api\n{on}    Properties:\n      StageName: live\n"
        f"      Auth:\n        ApiKeyRequired: true\n        UsagePlan: {plan}\n"
    )


def test_a_plan_for_one_api() -> None:
    plan = "{CreateUsagePlan: PER_API, UsagePlanName: small, Quota: {Limit: 10, Period: DAY}}"
    found = definition(HEAD + "Resources:\n" + api("Pets", plan))
    (one,), (key,), (joined,) = found.usage_plans, found.api_keys, found.usage_plan_keys
    assert ("Resources/PetsUsagePlan", "Resources/PetsApiKey", "Resources/PetsUsagePlanKey") == (one.address, key.address, joined.address)
    assert ("small", 10, "DAY") == (plain_value(one.name), plain_value(one.quota_limit), plain_value(one.quota_period))
    (stage,) = one.api_stages
    assert ("Resources/Pets", "Resources/PetsliveStage") == (stage.api_id.target, stage.stage.target)
    assert "UsagePlan" == one.name_span.text


def test_one_plan_for_all_that_share_it() -> None:
    shared = [api(name, f"{{CreateUsagePlan: SHARED, Description: of {name}}}") for name in ("A", "B")]
    found = definition(HEAD + "Resources:\n" + "".join(shared))
    (plan,) = found.usage_plans
    assert ["Resources/A", "Resources/B"] == [stage.api_id.target for stage in plan.api_stages]
    assert ("Resources/ServerlessUsagePlan", "of B") == (plan.address, plain_value(plan.description))
    assert 1 == len(found.api_keys) == len(found.usage_plan_keys)


def test_a_shared_plan_is_there_when_one_of_its_apis_is() -> None:
    conditions = "Parameters:\n  P: {Type: String}\nConditions:\n  One: !Equals [!Ref P, a]\n  Two: !Equals [!Ref P, b]\n"
    shared = [api(name, "{CreateUsagePlan: SHARED}", on) for name, on in (("A", "One"), ("B", "Two"))]
    found = load(HEAD + conditions + "Resources:\n" + "".join(shared)).definitions
    assert [(0, 0), (1, 1), (1, 1)] == sorted((len(one.usage_plans), len(one.apis)) for one in found)


def test_no_plan() -> None:
    found = definition(HEAD + "Resources:\n" + api("Pets", "{CreateUsagePlan: NONE}"))
    assert [] == plain(found.usage_plans)


@pytest.mark.parametrize("plan", ["{CreateUsagePlan: !Ref P}", "!If [C, {CreateUsagePlan: PER_API}, !Ref AWS::NoValue]"])
def test_plans_that_are_not_known_may_be_there(plan: str) -> None:
    found = definition(HEAD + "Parameters:\n  P: {Type: String}\nResources:\n" + api("Pets", plan))
    assert not found.usage_plans.complete
    assert not found.api_keys.complete
