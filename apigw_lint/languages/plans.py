"""Usage plans: which stages of which APIs they cover, and which keys are in them."""

from __future__ import annotations

from apigw_lint.value import Answer, Known, Reference, known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from apigw_lint.model import Api, ApiKey, Definition, Part, UsagePlan, UsagePlanKey
    from apigw_lint.value import Value


def names(value: Value, part: Part) -> Answer:
    """Returns whether a value is the id of a part. An id that is written out can be anyone's."""
    if isinstance(value, Reference):
        if value.target == part.address:
            return Answer.YES
        same_block = value.target.split("[")[0] == part.address.split("[")[0]
        return Answer.MAYBE if same_block else Answer.NO
    return Answer.NO if isinstance(value, Known) and not known(value, str) else Answer.MAYBE


def covers(plan: UsagePlan, api: Api) -> Answer:
    """Returns whether a usage plan covers a stage of an API."""
    answers = [
        Answer.MAYBE if names(one.api_id, api) is Answer.YES and not one.certain else names(one.api_id, api) for one in plan.api_stages
    ]
    if Answer.YES in answers and plan.certain:
        return Answer.YES
    return Answer.NO if plan.api_stages.complete and all(answer is Answer.NO for answer in answers) else Answer.MAYBE


def plans_of(api: Api) -> tuple[list[UsagePlan], bool]:
    """Returns the usage plans that certainly cover an API, and whether no others do."""
    definition: Definition | None = api.definition
    if definition is None:
        return [], False
    answers = [(plan, covers(plan, api)) for plan in definition.usage_plans]
    whole = definition.usage_plans.complete and not any(answer is Answer.MAYBE for _, answer in answers)
    return [plan for plan, answer in answers if answer is Answer.YES], whole


def joins(join: UsagePlanKey, plan: UsagePlan) -> Answer:
    """Returns whether what puts a key into a plan means this plan."""
    return names(join.usage_plan_id, plan)


def is_joined(key: ApiKey, definition: Definition) -> bool:
    """Returns whether a key certainly is in a usage plan."""
    return any(join.certain and names(join.key_id, key) is Answer.YES for join in definition.usage_plan_keys)
