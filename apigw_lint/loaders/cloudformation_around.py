"""What stands around APIs: usage plans and keys, domain names, links into VPCs, functions, roles, permissions, log groups."""

from __future__ import annotations

from apigw_lint.loaders.cloudformation_rest import ENDPOINT
from apigw_lint.loaders.openapi_values import boolean
from apigw_lint.loaders.properties import as_is, number, read, renamed, string, strings, table_or_none
from apigw_lint.model import (
    Account,
    ApiKey,
    BasePathMapping,
    ClientCertificate,
    DocumentationVersion,
    DomainName,
    EndpointConfiguration,
    Function,
    LogGroup,
    Part,
    Permission,
    Role,
    UsagePlan,
    UsagePlanKey,
    UsagePlanStage,
    VpcLink,
)
from apigw_lint.record import Row
from apigw_lint.value import Absent, Answer, Entry, Known, List, Reference, Table, Unknown, same

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from apigw_lint.loaders.cloudformation_parts import Made, Scene
    from apigw_lint.loaders.properties import Spec
    from apigw_lint.value import Value


class _Plain(Row):
    """A type whose resources each become one part of the definition: its class, where it goes, and its fields."""

    part: type[Part]
    collection: str
    fields: Spec
    constants: dict[str, Any] = {}


_PLAIN = {
    "AWS::ApiGateway::Account": _Plain(Account, "accounts", {"cloudwatch_role_arn": "CloudWatchRoleArn"}),
    "AWS::ApiGateway::ApiKey": _Plain(
        ApiKey,
        "api_keys",
        {
            "name": "Name",
            "value": "Value",
            "enabled": ("Enabled", boolean),
            "description": "Description",
            "customer_id": "CustomerId",
            "stage_keys": ("StageKeys", as_is),
        },
    ),
    "AWS::ApiGateway::BasePathMapping": _Plain(
        BasePathMapping,
        "base_path_mappings",
        {"domain_name": "DomainName", "base_path": "BasePath", "api_id": "RestApiId", "stage": "Stage"},
    ),
    "AWS::ApiGateway::BasePathMappingV2": _Plain(
        BasePathMapping,
        "base_path_mappings",
        {"domain_name": "DomainNameArn", "base_path": "BasePath", "api_id": "RestApiId", "stage": "Stage"},
    ),
    "AWS::ApiGatewayV2::ApiMapping": _Plain(
        BasePathMapping,
        "base_path_mappings",
        {"domain_name": "DomainName", "base_path": "ApiMappingKey", "api_id": "ApiId", "stage": "Stage"},
        {"version": 2},
    ),
    "AWS::ApiGateway::ClientCertificate": _Plain(ClientCertificate, "client_certificates", {"description": "Description"}),
    "AWS::ApiGateway::DocumentationVersion": _Plain(
        DocumentationVersion, "documentation_versions", {"api_id": "RestApiId", "version": "DocumentationVersion"}
    ),
    "AWS::ApiGateway::UsagePlanKey": _Plain(
        UsagePlanKey, "usage_plan_keys", {"key_id": "KeyId", "key_type": "KeyType", "usage_plan_id": "UsagePlanId"}
    ),
    "AWS::ApiGateway::VpcLink": _Plain(
        VpcLink, "vpc_links", {"name": "Name", "description": "Description", "target_arns": ("TargetArns", strings)}
    ),
    "AWS::ApiGatewayV2::VpcLink": _Plain(
        VpcLink,
        "vpc_links",
        {"name": "Name", "subnet_ids": ("SubnetIds", strings), "security_group_ids": ("SecurityGroupIds", strings)},
        {"version": 2},
    ),
    "AWS::Lambda::Permission": _Plain(
        Permission,
        "permissions",
        {
            "action": "Action",
            "function_name": "FunctionName",
            "principal": "Principal",
            "source_arn": "SourceArn",
            "source_account": "SourceAccount",
        },
    ),
    "AWS::Logs::LogGroup": _Plain(LogGroup, "log_groups", {"name": "LogGroupName", "retention": ("RetentionInDays", number)}),
}
_DOMAIN: Spec = {
    "domain_name": "DomainName",
    "certificate_arn": "CertificateArn",
    "regional_certificate_arn": "RegionalCertificateArn",
    "security_policy": "SecurityPolicy",
    "ownership_verification_certificate_arn": "OwnershipVerificationCertificateArn",
    "policy": ("Policy", as_is),
    "routing_mode": "RoutingMode",
}
_DOMAIN_V2: Spec = {"domain_name": "DomainName", "routing_mode": "RoutingMode"}
_CONFIGURATION: Spec = {
    "certificate_arn": "CertificateArn",
    "security_policy": "SecurityPolicy",
    "ownership_verification_certificate_arn": "OwnershipVerificationCertificateArn",
}
_TRUSTSTORE: Spec = {"mutual_tls_truststore_uri": "TruststoreUri", "mutual_tls_truststore_version": "TruststoreVersion"}
_LIMITS = renamed({"BurstLimit": "burst_limit", "RateLimit": "rate_limit"}, number)
_PLAN: Spec = {"name": "UsagePlanName", "description": "Description"}
_QUOTA: Spec = {"quota_limit": ("Limit", number), "quota_offset": ("Offset", number), "quota_period": "Period"}
_THROTTLE: Spec = {"throttle_burst_limit": ("BurstLimit", number), "throttle_rate_limit": ("RateLimit", number)}


def _throttle(value: Value) -> Value:
    """Returns a table of limits by path and method, in the model's names."""
    if not isinstance(value, Table):
        return value
    return Table([Entry(entry.key, _LIMITS(entry.value)) for entry in value.entries], value.span, value.complete, value.writer)


_PLAN_STAGE: Spec = {"api_id": "ApiId", "stage": "Stage", "throttle": ("Throttle", _throttle)}


def plain(scene: Scene, made: Made) -> None:
    """Adds a part that has its fields as properties."""
    kind = _PLAIN[made.declaration.type]
    getattr(scene.definition, kind.collection).add(kind.part(**made.part(), **kind.constants, **read(made.table, kind.fields)))


def usage_plan(scene: Scene, made: Made) -> None:
    """Adds an ``AWS::ApiGateway::UsagePlan``."""
    found = UsagePlan(**made.part(), **read(made.table, _PLAN))
    for name, spec in (("Quota", _QUOTA), ("Throttle", _THROTTLE)):
        _give(found, made.table.get(name), spec)
    found.api_stages = made.parts(UsagePlanStage, "ApiStages", _PLAN_STAGE)
    scene.definition.usage_plans.add(found)


def domain_name(scene: Scene, made: Made) -> None:
    """Adds an ``AWS::ApiGateway::DomainName``, or a private one."""
    fields = read(made.table, _DOMAIN)
    fields["policy"] = scene.opened(fields["policy"])
    found = DomainName(**made.part(), **fields)
    found.endpoint_configuration = made.single(EndpointConfiguration, "EndpointConfiguration", ENDPOINT)
    _give(found, made.table.get("MutualTlsAuthentication"), _TRUSTSTORE)
    scene.definition.domain_names.add(found)


def domain_name_v2(scene: Scene, made: Made) -> None:
    """Adds an ``AWS::ApiGatewayV2::DomainName`` with its first configuration."""
    found = DomainName(version=2, **made.part(), **read(made.table, _DOMAIN_V2))
    written = made.table.get("DomainNameConfigurations")
    first = written.items[0] if isinstance(written, List) and written.items else written
    _give(found, first, _CONFIGURATION)
    table = None if isinstance(first, List) else table_or_none(first)
    if table is not None:
        kind = string(table.get("EndpointType"))
        types = kind if isinstance(kind, (Absent, Unknown)) else List([kind], kind.span)
        found.endpoint_configuration = EndpointConfiguration(
            types=types, ip_address_type=string(table.get("IpAddressType")), **made.inner(table)
        )
    _give(found, made.table.get("MutualTlsAuthentication"), _TRUSTSTORE)
    scene.definition.domain_names.add(found)


def _give(part: Part, value: Value, spec: Spec) -> None:
    """Gives a part the fields that are written in a mapping of their own."""
    table = table_or_none(value)
    for field, content in read(table, spec).items() if table is not None else ():
        setattr(part, field, content)


def function(scene: Scene, made: Made) -> None:
    """Adds an ``AWS::Lambda::Function``."""
    found = Function(**made.part(), **read(made.table, {"name": "FunctionName", "timeout": ("Timeout", number)}))
    scene.definition.functions.add(scene.keep(found))


def alias(scene: Scene, made: Made) -> None:
    """Adds an ``AWS::Lambda::Alias`` or ``Version`` as the function that it stands for."""
    name = made.table.get("FunctionName")
    target = scene.found.get(name.target) if isinstance(name, Reference) else None
    if not isinstance(target, Function):
        target = next((one for one in scene.definition.functions if same(one.name, name) is Answer.YES), None)
    timeout = target.timeout if target is not None else Unknown(name.span, why="timeout of another function")
    found = Function(**made.part(), name=target.name if target is not None else name, timeout=timeout)
    scene.definition.functions.add(scene.keep(found))


def role(scene: Scene, made: Made) -> None:
    """Adds an ``AWS::IAM::Role``."""
    spec: Spec = {
        "assume_role_policy": ("AssumeRolePolicyDocument", as_is),
        "policies": ("Policies", as_is),
        "managed_policy_arns": ("ManagedPolicyArns", strings),
    }
    fields = read(made.table, spec)
    fields["assume_role_policy"] = scene.opened(fields["assume_role_policy"])
    scene.definition.roles.add(scene.keep(Role(**made.part(), **fields)))


def policy(scene: Scene, made: Made) -> None:
    """Gives the policy of an ``AWS::IAM::Policy``, ``ManagedPolicy`` or ``RolePolicy`` to its roles."""
    names = made.table.get("Roles")
    if made.declaration.type.endswith("::RolePolicy"):
        names = made.table.get("RoleName")
    document = scene.opened(made.table.get("PolicyDocument"))
    added = Table([Entry(Known("PolicyDocument", document.span), document)], made.table.span)
    for name in names.items if isinstance(names, List) else (names,):
        target = scene.found.get(name.target) if isinstance(name, Reference) else None
        roles = [target] if isinstance(target, Role) else [] if isinstance(name, (Known, Absent, Reference)) else scene.definition.roles
        for one in roles:
            own = one.policies
            items = own.items if isinstance(own, List) else ()
            whole = made.certain and target is not None and (isinstance(own, Absent) or (isinstance(own, List) and own.complete))
            one.policies = List([*items, added], one.span, whole)


BUILDERS: dict[str, Callable[[Scene, Made], None]] = {
    **dict.fromkeys(_PLAIN, plain),
    "AWS::ApiGateway::UsagePlan": usage_plan,
    "AWS::ApiGateway::DomainName": domain_name,
    "AWS::ApiGateway::DomainNameV2": domain_name,
    "AWS::ApiGatewayV2::DomainName": domain_name_v2,
    "AWS::Lambda::Function": function,
    "AWS::Lambda::Version": alias,
    "AWS::Lambda::Alias": alias,
    "AWS::IAM::Role": role,
    "AWS::IAM::Policy": policy,
    "AWS::IAM::ManagedPolicy": policy,
    "AWS::IAM::RolePolicy": policy,
}
"""In this order: what is attached to a role comes after it."""
NEEDED = {"AWS::Lambda::Function": ("FunctionName", "Timeout")}
"""Types of which only some properties are evaluated."""
