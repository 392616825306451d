"""Deployments and stages of both versions, and what is written about stages elsewhere."""

from __future__ import annotations

from apigw_lint.loaders.cloudformation_parts import referred
from apigw_lint.loaders.cloudformation_v2 import owner_of
from apigw_lint.loaders.intrinsics import RESOURCES
from apigw_lint.loaders.openapi_values import boolean
from apigw_lint.loaders.properties import number, read, strings, table_or_none
from apigw_lint.model import AccessLogSettings, CanarySettings, Deployment, MethodSetting, Parts, Stage
from apigw_lint.value import Absent, Answer, Known, Reference, Table, Text, Unknown, equals, known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from apigw_lint.loaders.cloudformation_parts import Made, Scene
    from apigw_lint.loaders.properties import Spec
    from apigw_lint.value import Value

_STAGE: Spec = {
    "name": "StageName",
    "api_id": "RestApiId",
    "deployment_id": "DeploymentId",
    "description": "Description",
    "variables": ("Variables", strings),
    "cache_cluster_enabled": ("CacheClusterEnabled", boolean),
    "cache_cluster_size": "CacheClusterSize",
    "client_certificate_id": "ClientCertificateId",
    "documentation_version": "DocumentationVersion",
    "tracing_enabled": ("TracingEnabled", boolean),
}
_DEPLOYED_STAGE: Spec = {field: source for field, source in _STAGE.items() if field not in ("name", "api_id", "deployment_id")}
V2_STAGE: Spec = {
    "name": "StageName",
    "api_id": "ApiId",
    "deployment_id": "DeploymentId",
    "description": "Description",
    "auto_deploy": ("AutoDeploy", boolean),
    "variables": ("StageVariables", strings),
    "client_certificate_id": "ClientCertificateId",
}
_ACCESS_LOG: Spec = {"destination_arn": "DestinationArn", "format": "Format"}
_CANARY: Spec = {
    "deployment_id": "DeploymentId",
    "percent_traffic": ("PercentTraffic", number),
    "stage_variable_overrides": ("StageVariableOverrides", strings),
    "use_stage_cache": ("UseStageCache", boolean),
}
_VALUES: Spec = {
    "caching_enabled": ("CachingEnabled", boolean),
    "cache_ttl": ("CacheTtlInSeconds", number),
    "cache_data_encrypted": ("CacheDataEncrypted", boolean),
    "data_trace_enabled": ("DataTraceEnabled", boolean),
    "logging_level": "LoggingLevel",
    "metrics_enabled": ("MetricsEnabled", boolean),
    "throttling_burst_limit": ("ThrottlingBurstLimit", number),
    "throttling_rate_limit": ("ThrottlingRateLimit", number),
}
_SETTING: Spec = {"resource_path": "ResourcePath", "http_method": "HttpMethod", **_VALUES}
_ROUTE_SETTING: Spec = {
    "data_trace_enabled": ("DataTraceEnabled", boolean),
    "logging_level": "LoggingLevel",
    "metrics_enabled": ("DetailedMetricsEnabled", boolean),
    "throttling_burst_limit": ("ThrottlingBurstLimit", number),
    "throttling_rate_limit": ("ThrottlingRateLimit", number),
}


def deployment(scene: Scene, made: Made) -> None:
    """Adds an ``AWS::ApiGateway::Deployment``, and the stage that it makes where it names one."""
    owner = scene.api_of(made)
    spec: Spec = {"api_id": "RestApiId", "stage_name": "StageName", "description": "Description"}
    found = Deployment(api=owner, **made.part(), **_deployed(scene, made), **read(made.table, spec))
    found.canary_settings = made.single(CanarySettings, "DeploymentCanarySettings", _CANARY)
    about = table_or_none(made.table.get("StageDescription"))
    if about is not None:
        found.stage_description = about.get("Description")
    owner.deployments.add(scene.keep(found))
    if isinstance(found.stage_name, Absent) or equals(found.stage_name, "") is Answer.YES:
        return
    written = about or Table([], made.span, isinstance(made.table.get("StageDescription"), Absent))
    fields: dict[str, Any] = {**made.part(), "certain": made.certain and isinstance(found.stage_name, (Known, Text))}
    stage = Stage(api=owner, made_by_deployment=True, **fields, **read(written, _DEPLOYED_STAGE))
    stage.name, stage.api_id, stage.depends_on = found.stage_name, found.api_id, found.depends_on
    stage.deployment_id = Reference(made.address, "Ref", made.name_span)
    stage.access_log_settings = made.single(AccessLogSettings, "AccessLogSetting", _ACCESS_LOG, written)
    stage.canary_settings = made.single(CanarySettings, "CanarySetting", _CANARY, written) or found.canary_settings
    stage.method_settings = made.parts_of(MethodSetting, written.get("MethodSettings"), _SETTING)
    if any(name in _GENERAL for name in (entry.name for entry in written.entries)):
        fields = {**made.inner(written), "resource_path": Known("/*", written.span), "http_method": Known("*", written.span)}
        stage.method_settings.add(MethodSetting(**fields, **read(written, _VALUES)))
    owner.stages.add(stage)


_GENERAL = frozenset(source if isinstance(source, str) else source[0] for source in _VALUES.values())
"""Settings of a StageDescription that are for all methods."""


def deployment_v2(scene: Scene, made: Made) -> None:
    """Adds an ``AWS::ApiGatewayV2::Deployment``."""
    owner = owner_of(scene, made)
    spec: Spec = {"api_id": "ApiId", "stage_name": "StageName", "description": "Description"}
    owner.deployments.add(scene.keep(Deployment(api=owner, **made.part(), **_deployed(scene, made), **read(made.table, spec))))


def _deployed(scene: Scene, made: Made) -> dict[str, Any]:
    """Returns what every deployment says of other resources."""
    references = tuple(RESOURCES + name for name in referred(scene.evaluator, made.declaration))
    return {"depends_on": made.depends_on(scene.evaluator), "references": references}


def stage(scene: Scene, made: Made) -> None:
    """Adds an ``AWS::ApiGateway::Stage``."""
    owner = scene.api_of(made)
    found = Stage(api=owner, depends_on=made.depends_on(scene.evaluator), **made.part(), **read(made.table, _STAGE))
    found.access_log_settings = made.single(AccessLogSettings, "AccessLogSetting", _ACCESS_LOG)
    found.canary_settings = made.single(CanarySettings, "CanarySetting", _CANARY)
    found.method_settings = made.parts(MethodSetting, "MethodSettings", _SETTING)
    owner.stages.add(scene.keep(found))


def stage_v2(scene: Scene, made: Made) -> None:
    """Adds an ``AWS::ApiGatewayV2::Stage`` with its route settings."""
    owner = owner_of(scene, made)
    found = Stage(api=owner, depends_on=made.depends_on(scene.evaluator), **made.part(), **read(made.table, V2_STAGE))
    read_v2_settings(made, found, made.table)
    owner.stages.add(scene.keep(found))


def read_v2_settings(made: Made, stage: Stage, table: Table) -> None:
    """Gives a stage its log and route settings."""
    stage.access_log_settings = made.single(AccessLogSettings, "AccessLogSettings", _ACCESS_LOG, table)
    stage.default_route_settings = made.single(MethodSetting, "DefaultRouteSettings", _ROUTE_SETTING, table)
    routes = table_or_none(table.get("RouteSettings"))
    stage.method_settings = Parts(complete=routes is None or routes.complete)
    for entry in routes.entries if routes is not None else ():
        if isinstance(entry.value, Table):
            fields = made.inner(entry.value, entry.key.span)
            stage.method_settings.add(MethodSetting(route_key=entry.key, **fields, **read(entry.value, _ROUTE_SETTING)))
        else:
            stage.method_settings.complete = False


def web_acl(scene: Scene, made: Made, name: str = "WebACLArn") -> None:
    """Gives a stage its web ACL; one that is associated with something unknown may be any stage's."""
    acl, resource_arn = made.table.get(name), made.table.get("ResourceArn")
    parts = resource_arn.parts if isinstance(resource_arn, Text) else (resource_arn,)
    named = {part.target for part in parts if isinstance(part, Reference)}
    stages = [stage for api in scene.all_apis() if api.kind in ("REST", "HTTP") for stage in api.stages]
    meant = [stage for stage in stages if stage.address in named] or [
        stage for stage in stages if stage.api.address in named and _ends_with(resource_arn, stage.name)
    ]
    if len(meant) == 1 and made.certain:
        meant[0].web_acl = acl
    elif not isinstance(resource_arn, Known):
        for stage in meant or stages:
            stage.web_acl = Unknown(acl.span, [acl], "web ACL of a stage")


def classic_web_acl(scene: Scene, made: Made) -> None:
    """Gives a stage its web ACL of AWS WAF Classic, which is named by its id."""
    web_acl(scene, made, "WebACLId")


def _ends_with(arn: Value, name: Value) -> bool:
    """Returns whether an ARN of a stage is certainly that of a name."""
    last = arn.parts[-1] if isinstance(arn, Text) else arn
    text = known(name, str)
    return text is not None and (known(last, str) or "").endswith(f"/stages/{text}")


BUILDERS: dict[str, Callable[[Scene, Made], None]] = {
    "AWS::ApiGateway::Deployment": deployment,
    "AWS::ApiGateway::Stage": stage,
    "AWS::ApiGatewayV2::Deployment": deployment_v2,
    "AWS::ApiGatewayV2::Stage": stage_v2,
    "AWS::WAFv2::WebACLAssociation": web_acl,
    "AWS::WAFRegional::WebACLAssociation": classic_web_acl,
}
"""What is made once all methods are there, in this order."""
