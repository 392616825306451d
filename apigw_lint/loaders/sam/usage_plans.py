"""Usage plans of SAM: ``Auth.UsagePlan`` makes a plan, a key and what joins them, for one API or for all that share a plan."""

from __future__ import annotations

from apigw_lint.loaders.sam.data import is_null, is_set
from apigw_lint.loaders.sam.nodes import mapping, tree
from apigw_lint.loaders.template import text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from apigw_lint.loaders.sam.macro import Macro, Resource
    from apigw_lint.syntax.tree import Mapping, Node, Scalar

_SETTINGS = ("UsagePlanName", "Description", "Quota", "Tags", "Throttle")
_CONDITION = "SharedUsagePlanCondition"


def expand(macro: Macro) -> None:
    """Makes the usage plans of the REST APIs, whose stages are made."""
    shared: list[tuple[Resource, Scalar, Mapping]] = []
    for api in macro.of_type("Api"):
        found = _plan_of(macro, api)
        if found is None:
            continue
        key, plan = found
        kind = macro.text(plan.get("CreateUsagePlan"))
        if kind == "PER_API":
            _make(macro, api.id, [api], key, plan, api)
        elif kind == "SHARED":
            shared.append((api, key, plan))
        elif kind != "NONE":
            macro.unknown = True
    if shared:
        _, key, plan = shared[-1]
        apis = [api for api, _, _ in shared]
        _make(macro, "Serverless", apis, key, plan, None, _condition(macro, apis, key))


def _plan_of(macro: Macro, api: Resource) -> tuple[Scalar, Mapping] | None:
    auth = api.get("Auth")
    if auth is None or is_null(auth):
        return None
    settings = mapping(auth)
    written = settings.get("UsagePlan") if settings is not None else None
    plan = mapping(written)
    if settings is None or (plan is None and written is not None and not is_null(written)):
        macro.unknown = True
    if settings is None or plan is None:
        return None
    return next(key for key, _ in settings.entries if key.value == "UsagePlan"), plan


def _make(
    macro: Macro, prefix: str, apis: list[Resource], place: Scalar, plan: Mapping, like: Resource | None, condition: Node | None = None
) -> None:
    """Makes a plan, its key, and what says that the key is of the plan; names begin with the prefix."""
    stages = [({"Ref": api.id}, {"Ref": f"{api.id}.Stage"}) for api in apis]
    plan_id, api_key_id, plan_key_id = f"{prefix}UsagePlan", f"{prefix}ApiKey", f"{prefix}UsagePlanKey"
    properties: dict[Any, Any] = {"ApiStages": [{"ApiId": api, "Stage": stage} for api, stage in stages]}
    properties.update({key: node for key, node in plan.entries if key.value in _SETTINGS and is_set(node)})
    both = {"Condition": condition} if condition is not None else {}
    names = [api.id for api in apis]
    macro.make(plan_id, "AWS::ApiGateway::UsagePlan", properties, place, like, DependsOn=tree(names, place), **both)
    keys = [{"RestApiId": api, "StageName": stage} for api, stage in stages]
    api_key = {"Enabled": True, "StageKeys": keys}
    macro.make(api_key_id, "AWS::ApiGateway::ApiKey", api_key, place, like, DependsOn=tree([plan_id], place), **both)
    joined = {"KeyId": {"Ref": api_key_id}, "KeyType": "API_KEY", "UsagePlanId": {"Ref": plan_id}}
    macro.make(plan_key_id, "AWS::ApiGateway::UsagePlanKey", joined, place, like, DependsOn=tree([api_key_id], place), **both)
    for name in names:
        references = {"UsagePlan": plan_id, "ApiKey": api_key_id, "UsagePlanKey": plan_key_id}
        macro.references.update({f"{name}.{kind}": made for kind, made in references.items()})


def _condition(macro: Macro, apis: list[Resource], place: Scalar) -> Node | None:
    """Returns the condition on which a shared plan is made: that one of its APIs is."""
    names = list(dict.fromkeys(text_of(api.condition) for api in apis))
    if None in names:
        return None
    written = [{"Condition": name} for name in names]
    macro.conditions[_CONDITION] = tree(written[0] if len(written) == 1 else {"Fn::Or": written}, place)
    return tree(_CONDITION, place)
