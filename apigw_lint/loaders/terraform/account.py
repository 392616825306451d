"""What stands around APIs: usage plans and keys, domain names and their mappings, links into VPCs, documentation, the account."""

from __future__ import annotations

from apigw_lint.loaders.terraform.fields import (
    as_is,
    block_table,
    boolean,
    nested,
    number,
    part,
    read,
    read_single,
    single,
    single_part,
    strings,
)
from apigw_lint.loaders.terraform.instance import blocks
from apigw_lint.model import (
    Account,
    ApiKey,
    BasePathMapping,
    ClientCertificate,
    DocumentationPart,
    DocumentationVersion,
    DomainName,
    EndpointConfiguration,
    LogGroup,
    Part,
    Permission,
    UsagePlan,
    UsagePlanKey,
    UsagePlanStage,
    VpcLink,
)
from apigw_lint.record import Row
from apigw_lint.value import Entry, Known, List, Table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from apigw_lint.loaders.terraform.apis import Apis
    from apigw_lint.loaders.terraform.data import Documents
    from apigw_lint.loaders.terraform.fields import Spec
    from apigw_lint.loaders.terraform.instance import Instance
    from apigw_lint.value import Value


class _Plain(Row):
    """A type whose instances each become one part of the definition: its class, where it goes, and its fields."""

    part: type[Part]
    collection: str
    fields: Spec
    constants: dict[str, Any] = {}


PLAIN = {
    "aws_api_gateway_account": _Plain(Account, "accounts", {"cloudwatch_role_arn": "cloudwatch_role_arn"}),
    "aws_api_gateway_api_key": _Plain(
        ApiKey,
        "api_keys",
        {
            "name": "name",
            "value": "value",
            "enabled": ("enabled", boolean),
            "description": "description",
            "customer_id": "customer_id",
        },
    ),
    "aws_api_gateway_base_path_mapping": _Plain(
        BasePathMapping,
        "base_path_mappings",
        {
            "domain_name": "domain_name",
            "domain_name_id": "domain_name_id",
            "base_path": "base_path",
            "api_id": "api_id",
            "stage": "stage_name",
        },
    ),
    "aws_apigatewayv2_api_mapping": _Plain(
        BasePathMapping,
        "base_path_mappings",
        {"domain_name": "domain_name", "base_path": "api_mapping_key", "api_id": "api_id", "stage": "stage"},
        {"version": 2},
    ),
    "aws_api_gateway_client_certificate": _Plain(ClientCertificate, "client_certificates", {"description": "description"}),
    "aws_api_gateway_documentation_version": _Plain(
        DocumentationVersion, "documentation_versions", {"api_id": "rest_api_id", "version": "version"}
    ),
    "aws_api_gateway_usage_plan_key": _Plain(
        UsagePlanKey, "usage_plan_keys", {"key_id": "key_id", "key_type": "key_type", "usage_plan_id": "usage_plan_id"}
    ),
    "aws_api_gateway_vpc_link": _Plain(
        VpcLink, "vpc_links", {"name": "name", "description": "description", "target_arns": ("target_arns", strings)}
    ),
    "aws_apigatewayv2_vpc_link": _Plain(
        VpcLink,
        "vpc_links",
        {"name": "name", "subnet_ids": ("subnet_ids", strings), "security_group_ids": ("security_group_ids", strings)},
        {"version": 2},
    ),
    "aws_lambda_permission": _Plain(
        Permission,
        "permissions",
        {
            "action": "action",
            "function_name": "function_name",
            "qualifier": "qualifier",
            "principal": "principal",
            "source_arn": "source_arn",
            "source_account": "source_account",
        },
    ),
    "aws_cloudwatch_log_group": _Plain(LogGroup, "log_groups", {"name": "name", "retention": ("retention_in_days", number)}),
}


def _listed(value: Value) -> Value:
    """Returns the one type of an endpoint as the list of types that REST APIs have."""
    return List([value], value.span) if isinstance(value, Known) else value


_DOMAIN: Spec = {
    "domain_name": "domain_name",
    "certificate_arn": "certificate_arn",
    "regional_certificate_arn": "regional_certificate_arn",
    "security_policy": "security_policy",
    "ownership_verification_certificate_arn": "ownership_verification_certificate_arn",
    "policy": ("policy", as_is),
    "routing_mode": "routing_mode",
}
_DOMAIN_V2: Spec = {
    "certificate_arn": "certificate_arn",
    "security_policy": "security_policy",
    "ownership_verification_certificate_arn": "ownership_verification_certificate_arn",
}
_ENDPOINT: Spec = {"types": ("types", strings), "ip_address_type": "ip_address_type"}
_ENDPOINT_V2: Spec = {"types": ("endpoint_type", _listed), "ip_address_type": "ip_address_type"}
_TRUSTSTORE: Spec = {"mutual_tls_truststore_uri": "truststore_uri", "mutual_tls_truststore_version": "truststore_version"}
_PLAN: Spec = {"name": "name", "description": "description"}
_PLAN_STAGE: Spec = {"api_id": "api_id", "stage": "stage"}
_QUOTA: Spec = {"quota_limit": ("limit", number), "quota_offset": ("offset", number), "quota_period": "period"}
_THROTTLE: Spec = {"throttle_burst_limit": ("burst_limit", number), "throttle_rate_limit": ("rate_limit", number)}
_LOCATION = {"type": "type", "path": "path", "method": "method", "status_code": "statusCode", "name": "name"}


class Around:
    """What is made of resources that stand beside APIs."""

    def __init__(self, apis: Apis, documents: Documents) -> None:
        self._apis = apis
        self._documents = documents
        self._definition = apis.definition

    def plain(self, instance: Instance) -> None:
        """Adds a part that has its fields as arguments."""
        made = PLAIN[instance.type]
        getattr(self._definition, made.collection).add(made.part(**part(instance), **made.constants, **read(instance.values, made.fields)))

    def usage_plan(self, instance: Instance) -> None:
        """Adds an ``aws_api_gateway_usage_plan``."""
        values = instance.values
        found = UsagePlan(**part(instance), **read(values, _PLAN))
        for name, spec in (("quota_settings", _QUOTA), ("throttle_settings", _THROTTLE)):
            for field, value in read_single(values, name, spec).items():
                setattr(found, field, value)
        written = blocks(values, "api_stages")
        found.api_stages.complete = written.complete and all(isinstance(block, Table) for block in written.items)
        for item in written.items:
            if isinstance(item, Table):
                stage = UsagePlanStage(**nested(instance, item, written.complete), **read(item, _PLAN_STAGE))
                stage.throttle = block_table(item, "throttle", "path", _limits)
                found.api_stages.add(stage)
        self._definition.usage_plans.add(found)

    def domain_name(self, instance: Instance) -> None:
        """Adds an ``aws_api_gateway_domain_name``."""
        fields = read(instance.values, _DOMAIN)
        fields["policy"] = self._documents.opened(fields["policy"])
        found = DomainName(**part(instance), **fields, **read_single(instance.values, "mutual_tls_authentication", _TRUSTSTORE))
        found.endpoint_configuration = single_part(EndpointConfiguration, instance, "endpoint_configuration", _ENDPOINT)
        self._definition.domain_names.add(found)

    def domain_name_v2(self, instance: Instance) -> None:
        """Adds an ``aws_apigatewayv2_domain_name``."""
        values = instance.values
        fields = {
            **read(values, {"domain_name": "domain_name"}),
            **read_single(values, "domain_name_configuration", _DOMAIN_V2),
            **read_single(values, "mutual_tls_authentication", _TRUSTSTORE),
        }
        found = DomainName(version=2, **part(instance), **fields)
        found.endpoint_configuration = single_part(EndpointConfiguration, instance, "domain_name_configuration", _ENDPOINT_V2)
        self._definition.domain_names.add(found)

    def documentation_part(self, instance: Instance) -> None:
        """Adds an ``aws_api_gateway_documentation_part``."""
        api, _ = self._apis.owner(instance, ("documentation_parts",))
        found = DocumentationPart(**part(instance), api_id=instance.values.get("rest_api_id"))
        found.properties = self._documents.opened(instance.values.get("properties"))
        block, certain = single(instance.values, "location")
        if block is not None:
            written = [(key, block.get(argument)) for argument, key in _LOCATION.items() if not block.lacks(argument)]
            found.location = Table([Entry(Known(key, value.span), value) for key, value in written], block.span, block.complete and certain)
        api.documentation_parts.add(found)


def _limits(block: Table) -> Value:
    limits = [(name, block.get(name)) for name in ("burst_limit", "rate_limit") if not block.lacks(name)]
    return Table([Entry(Known(name, value.span), number(value)) for name, value in limits], block.span, block.complete)
