"""Deployments and stages, with the settings of a stage's methods that Terraform writes as resources of their own."""

from __future__ import annotations

from apigw_lint.loaders.terraform.apis import REST
from apigw_lint.loaders.terraform.fields import boolean, nested, number, part, read, read_single, single_part, string, strings
from apigw_lint.loaders.terraform.instance import blocks
from apigw_lint.model import AccessLogSettings, CanarySettings, Deployment, MethodSetting, Stage
from apigw_lint.value import HOLE, Absent, Answer, Known, Reference, Table, Text, Unknown, cut, equals, known, same

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from apigw_lint.loaders.terraform.apis import Apis
    from apigw_lint.loaders.terraform.fields import Spec
    from apigw_lint.loaders.terraform.instance import Instance
    from apigw_lint.value import Value

_DEPLOYMENT: Spec = {
    "api_id": "rest_api_id",
    "stage_name": "stage_name",
    "stage_description": "stage_description",
    "description": "description",
    "triggers": ("triggers", strings),
}
_DEPLOYMENT_V2: Spec = {"api_id": "api_id", "description": "description", "triggers": ("triggers", strings)}
_DEPLOYED_STAGE: Spec = {
    "name": "stage_name",
    "api_id": "rest_api_id",
    "description": "stage_description",
    "variables": ("variables", strings),
}
_STAGE: Spec = {
    "name": "stage_name",
    "api_id": "rest_api_id",
    "deployment_id": "deployment_id",
    "description": "description",
    "variables": ("variables", strings),
    "cache_cluster_enabled": ("cache_cluster_enabled", boolean),
    "cache_cluster_size": "cache_cluster_size",
    "client_certificate_id": "client_certificate_id",
    "documentation_version": "documentation_version",
    "tracing_enabled": ("xray_tracing_enabled", boolean),
}
_STAGE_V2: Spec = {
    "name": "name",
    "api_id": "api_id",
    "deployment_id": "deployment_id",
    "description": "description",
    "auto_deploy": ("auto_deploy", boolean),
    "variables": ("stage_variables", strings),
    "client_certificate_id": "client_certificate_id",
}
_ACCESS_LOG: Spec = {"destination_arn": "destination_arn", "format": "format"}
_CANARY: Spec = {
    "deployment_id": "deployment_id",
    "percent_traffic": ("percent_traffic", number),
    "stage_variable_overrides": ("stage_variable_overrides", strings),
    "use_stage_cache": ("use_stage_cache", boolean),
}
_SETTINGS: Spec = {
    "caching_enabled": ("caching_enabled", boolean),
    "cache_ttl": ("cache_ttl_in_seconds", number),
    "cache_data_encrypted": ("cache_data_encrypted", boolean),
    "require_authorization_for_cache_control": ("require_authorization_for_cache_control", boolean),
    "unauthorized_cache_control_header_strategy": "unauthorized_cache_control_header_strategy",
    "data_trace_enabled": ("data_trace_enabled", boolean),
    "logging_level": "logging_level",
    "metrics_enabled": ("metrics_enabled", boolean),
    "throttling_burst_limit": ("throttling_burst_limit", number),
    "throttling_rate_limit": ("throttling_rate_limit", number),
}
_ROUTE_SETTINGS: Spec = {
    "data_trace_enabled": ("data_trace_enabled", boolean),
    "logging_level": "logging_level",
    "metrics_enabled": ("detailed_metrics_enabled", boolean),
    "throttling_burst_limit": ("throttling_burst_limit", number),
    "throttling_rate_limit": ("throttling_rate_limit", number),
}


class Stages:
    """What is made of deployments, stages and what is written about stages elsewhere."""

    def __init__(self, apis: Apis) -> None:
        self._apis = apis
        self._stages: dict[str, Stage] = {}

    def deployment(self, instance: Instance) -> None:
        """Adds an ``aws_api_gateway_deployment``, and the stage that it makes where it names one."""
        api, _ = self._apis.owner(instance, ("deployments",))
        found = Deployment(api=api, **_deployed(instance), **read(instance.values, _DEPLOYMENT))
        found.canary_settings = single_part(CanarySettings, instance, "canary_settings", _CANARY)
        api.deployments.add(found)
        stage_name = found.stage_name
        if equals(stage_name, "") is Answer.YES or instance.values.lacks("stage_name"):
            return
        self._apis.owner(instance, ("stages",))
        fields = {**part(instance), "certain": instance.certain and known(stage_name, str) is not None}
        deployment_id = Reference(instance.address, "id", instance.name_span)
        stage = Stage(api=api, made_by_deployment=True, **fields, **read(instance.values, _DEPLOYED_STAGE))
        stage.deployment_id, stage.canary_settings = deployment_id, found.canary_settings
        api.stages.add(stage)

    def deployment_v2(self, instance: Instance) -> None:
        """Adds an ``aws_apigatewayv2_deployment``."""
        api, _ = self._apis.owner(instance, ("deployments",))
        api.deployments.add(Deployment(api=api, **_deployed(instance), **read(instance.values, _DEPLOYMENT_V2)))

    def stage(self, instance: Instance) -> None:
        """Adds an ``aws_api_gateway_stage``."""
        self._add(instance, _STAGE).canary_settings = single_part(CanarySettings, instance, "canary_settings", _CANARY)

    def stage_v2(self, instance: Instance) -> None:
        """Adds an ``aws_apigatewayv2_stage`` with its route settings."""
        stage = self._add(instance, _STAGE_V2)
        stage.default_route_settings = single_part(MethodSetting, instance, "default_route_settings", _ROUTE_SETTINGS)
        written = blocks(instance.values, "route_settings")
        stage.method_settings.complete = written.complete
        for block in written.items:
            if isinstance(block, Table):
                fields = read(block, _ROUTE_SETTINGS)
                part_of = nested(instance, block, written.complete)
                stage.method_settings.add(MethodSetting(route_key=string(block.get("route_key")), **part_of, **fields))

    def method_settings(self, instance: Instance) -> None:
        """Adds an ``aws_api_gateway_method_settings`` to its stage."""
        api, firm = self._apis.owner(instance)
        stage_name = instance.values.get("stage_name")
        certain = sorted((one for one in api.stages if same(one.name, stage_name) is Answer.YES), key=lambda one: one.made_by_deployment)
        if not certain:
            for stage in api.stages if firm else self._all(REST):
                if same(stage.name, stage_name) is Answer.MAYBE:
                    stage.method_settings.complete = False
        for stage in certain[:1]:
            stage.method_settings.add(_setting(instance))

    def web_acl(self, instance: Instance) -> None:
        """Gives a stage its web ACL; one that is associated with something unknown may be any stage's."""
        acl = instance.values.get("web_acl_arn" if instance.type == "aws_wafv2_web_acl_association" else "web_acl_id")
        resource_arn = instance.values.get("resource_arn")
        target = self._apis.addresses.instance(resource_arn)
        if target is not None:
            found = [self._stages[target.address]] if target.address in self._stages else []
        else:
            found = list(self._all("")) if not isinstance(resource_arn, Known) else []
        for stage in found:
            stage.web_acl = acl if target is not None and instance.certain else Unknown(acl.span, [acl], "web ACL of a stage")

    def close(self, complete: bool) -> None:
        """Marks what may have more parts than are seen."""
        for stage in self._all("") if not complete else ():
            stage.method_settings.complete = False

    def _add(self, instance: Instance, spec: Spec) -> Stage:
        api, _ = self._apis.owner(instance, ("stages",))
        found = Stage(api=api, depends_on=instance.depends_on, **part(instance), **read(instance.values, spec))
        found.access_log_settings = single_part(AccessLogSettings, instance, "access_log_settings", _ACCESS_LOG)
        self._stages[instance.address] = found
        api.stages.add(found)
        return found

    def _all(self, type: str) -> Iterator[Stage]:
        for api in self._apis.definition.apis:
            if not type or api.kind == "REST":
                yield from api.stages


def _deployed(instance: Instance) -> dict[str, Any]:
    """Returns what every deployment takes from its instance."""
    return {
        **part(instance),
        "depends_on": instance.depends_on,
        "references": instance.references,
        "create_before_destroy": instance.create_before_destroy,
        "renewal": instance.renewal,
    }


def _setting(instance: Instance) -> MethodSetting:
    path, verb = method_path(string(instance.values.get("method_path")))
    return MethodSetting(resource_path=path, http_method=verb, **part(instance), **read_single(instance.values, "settings", _SETTINGS))


def method_path(value: Value) -> tuple[Value, Value]:
    """Returns path and verb of ``pets/{id}/GET``, the path as CloudFormation writes it: ``/~1pets~1{id}``; without a slash, no verb."""
    if isinstance(value, Known) and isinstance(value.value, str) and value.value and "/" not in value.value:
        return Known(_resource_path(value.value), value.span), Absent(value.span)
    text = value.value if isinstance(value, Known) else value.masked if isinstance(value, Text) else None
    if not isinstance(text, str) or "/" not in text:
        why = "part of a method path"
        return (
            (value, value)
            if text is None and not isinstance(value, Unknown)
            else (Unknown(value.span, why=why), Unknown(value.span, why=why))
        )
    path, _, verb = text.rpartition("/")
    verb_value: Value = Unknown(value.span, why="verb of a method path")
    if HOLE not in verb:
        at = len(path) + 1
        verb_value = cut(value, at, len(text)) if isinstance(value, Known) else Known(verb, value.at(at, len(text)))  # type: ignore[attr-defined]
    if HOLE in path:
        return Unknown(value.span, why="path of a method path"), verb_value
    return Known(_resource_path(path), value.at(0, len(path))), verb_value  # type: ignore[attr-defined]


def _resource_path(path: str) -> str:
    if path in ("", "~1"):
        return "/"
    if path.startswith("~1") or path == "*":
        return f"/{path}"
    return "/~1" + path.removeprefix("/").replace("/", "~1")
