"""An API as API Gateway sees it, whatever it was written in.

One model for REST, HTTP and WebSocket APIs, in AWS's own terms (botocore's names in snake_case)::

    client -> method request -> integration request -> backend
    client <- method response <- integration response <- backend

Every field that a user writes is a :class:`~apigw_lint.value.Value`; what is made of several resources (an API's methods, a method's
responses) is a :class:`Parts`, which says whether there may be more than is seen. Every part knows its ``address`` in the terms of its
format, its ``span``, and ``certain``: whether it is certainly deployed (a resource with an unknown ``count`` is not).
"""

from __future__ import annotations

from apigw_lint.record import Factory, Record
from apigw_lint.typed import Generic, TypeVar
from apigw_lint.value import Absent, Known, Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any

    from apigw_lint.source import Span

P = TypeVar("P")


class Parts(Generic[P]):
    """Parts of one kind. ``complete`` is false where there may be others that are not seen: in another file, behind an unknown id."""

    __slots__ = ("_items", "complete")

    def __init__(self, items: Iterable[P] = (), complete: bool = True) -> None:
        self._items = list(items)
        self.complete = complete

    def __iter__(self) -> Iterator[P]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def __getitem__(self, index: int) -> P:
        return self._items[index]

    def __repr__(self) -> str:
        return f"Parts({self._items!r}{'' if self.complete else ', incomplete'})"

    def add(self, item: P) -> None:
        """Adds a part."""
        self._items.append(item)

    def lacking(self) -> bool:
        """Returns whether there is certainly none."""
        return not self._items and self.complete


ABSENT: Any = Factory(lambda part: Absent(part.span))
"""The default of a value: not written."""
PARTS: Any = Factory(lambda part: Parts())
"""The default of a collection: none, and complete."""


class Part(Record):
    """The base of everything in the model."""

    address: str
    span: Span
    name_span: Any = Factory(lambda part: part.span.first_line())
    """The place that stands for the whole part in a message: the logical id, the block's header, the path or verb key."""
    certain: bool = True

    def __repr__(self) -> str:
        # Parts point at each other: showing their fields would never end.
        return f"{type(self).__name__}({self.address!r})"


class EndpointConfiguration(Part):
    """Where an API or a domain name is reached. All values; ``types`` and ``vpc_endpoint_ids`` are lists."""

    types: Value = ABSENT
    vpc_endpoint_ids: Value = ABSENT
    ip_address_type: Value = ABSENT


class CorsConfiguration(Part):
    """The CORS configuration of an HTTP API."""

    allow_credentials: Value = ABSENT
    allow_headers: Value = ABSENT
    allow_methods: Value = ABSENT
    allow_origins: Value = ABSENT
    expose_headers: Value = ABSENT
    max_age: Value = ABSENT


class Resource(Part):
    """A path part of a REST API, below its parent. ``path`` is the whole path, such as ``/pets/{id}``, where it is known."""

    path: Value
    path_part: Value = ABSENT
    parent: Resource | None = None
    parent_id: Value = ABSENT
    api: Any = None


class MethodResponse(Part):
    """What a REST method declares to answer with one status; also a WebSocket route response (``key``)."""

    status_code: Value = ABSENT
    response_parameters: Value = ABSENT
    response_models: Value = ABSENT
    key: Value = ABSENT
    """WebSocket: the route response key."""
    model_selection_expression: Value = ABSENT
    method: Any = None


class IntegrationResponse(Part):
    """What a backend's answer becomes: chosen by ``selection_pattern`` (REST) or by ``key`` (WebSocket)."""

    status_code: Value = ABSENT
    selection_pattern: Value = ABSENT
    response_parameters: Value = ABSENT
    response_templates: Value = ABSENT
    content_handling: Value = ABSENT
    key: Value = ABSENT
    template_selection_expression: Value = ABSENT
    integration: Any = None


class Integration(Part):
    """The backend of a method, and what is sent to it."""

    type: Value = ABSENT
    http_method: Value = ABSENT
    uri: Value = ABSENT
    credentials: Value = ABSENT
    connection_type: Value = ABSENT
    connection_id: Value = ABSENT
    integration_target: Value = ABSENT
    passthrough_behavior: Value = ABSENT
    content_handling: Value = ABSENT
    request_parameters: Value = ABSENT
    request_templates: Value = ABSENT
    timeout: Value = ABSENT
    """Milliseconds."""
    cache_namespace: Value = ABSENT
    cache_key_parameters: Value = ABSENT
    tls_insecure_skip_verification: Value = ABSENT
    tls_server_name: Value = ABSENT
    response_transfer_mode: Value = ABSENT
    subtype: Value = ABSENT
    """HTTP API: ``integrationSubtype``."""
    payload_format_version: Value = ABSENT
    template_selection_expression: Value = ABSENT
    response_parameters: Value = ABSENT
    """HTTP API: a table of status code -> table of mapping key -> value, in every format."""
    description: Value = ABSENT
    responses: Parts[IntegrationResponse] = PARTS
    method: Any = None
    """The :class:`Method` it serves; of an HTTP or WebSocket API the first of its routes, or ``None``."""
    api: Any = None

    def __iter__(self) -> Iterator[IntegrationResponse]:
        return iter(self.responses)


class RequestValidator(Part):
    """What of a request is validated before the integration is called."""

    name: Value = ABSENT
    validate_request_body: Value = ABSENT
    validate_request_parameters: Value = ABSENT
    api: Any = None


class Model(Part):
    """A JSON Schema for bodies. ``schema`` is a Table where it was written as data or could be read as JSON, else the string."""

    name: Value = ABSENT
    content_type: Value = ABSENT
    schema: Value = ABSENT
    description: Value = ABSENT
    api: Any = None


class Authorizer(Part):
    """An authorizer of any kind of API. ``type``: TOKEN, REQUEST, COGNITO_USER_POOLS (REST), REQUEST, JWT (v2)."""

    name: Value = ABSENT
    type: Value = ABSENT
    uri: Value = ABSENT
    credentials: Value = ABSENT
    identity_source: Value = ABSENT
    """A string (REST) or a list of strings (v2)."""
    identity_validation_expression: Value = ABSENT
    provider_arns: Value = ABSENT
    result_ttl: Value = ABSENT
    """Seconds."""
    auth_type: Value = ABSENT
    jwt_audience: Value = ABSENT
    jwt_issuer: Value = ABSENT
    payload_format_version: Value = ABSENT
    enable_simple_responses: Value = ABSENT
    api: Any = None


class Method(Part):
    """A method of a REST API, or a route of an HTTP or WebSocket API whose route key its loader has split.

    ``http_method`` and ``path`` are Known wherever the files tell. A route ``$default`` has both Absent and only a ``route_key``.
    """

    http_method: Value = ABSENT
    path: Value = ABSENT
    resource: Resource | None = None
    route_key: Value = ABSENT
    operation_name: Value = ABSENT
    authorization_type: Value = ABSENT
    """As API Gateway will see it. OpenAPI writes no type: its loader gives the Known type at the place of the security requirement."""
    authorization_scopes: Value = ABSENT
    authorizer_id: Value = ABSENT
    authorizer: Authorizer | None = None
    api_key_required: Value = ABSENT
    request_parameters: Value = ABSENT
    """A table: ``method.request.header.X`` -> boolean."""
    parameters: Value = ABSENT
    """OpenAPI: a list of the parameter objects that apply, those of the path included."""
    request_models: Value = ABSENT
    request_validator_id: Value = ABSENT
    request_validator: RequestValidator | None = None
    model_selection_expression: Value = ABSENT
    route_response_selection_expression: Value = ABSENT
    target: Value = ABSENT
    """HTTP and WebSocket: ``integrations/<id>``."""
    integration: Integration | None = None
    integration_complete: bool = True
    """Whether an ``integration`` of ``None`` means that there certainly is none."""
    responses: Parts[MethodResponse] = PARTS
    api: Any = None


class GatewayResponse(Part):
    """What API Gateway itself answers when it cannot serve a request."""

    response_type: Value = ABSENT
    status_code: Value = ABSENT
    response_parameters: Value = ABSENT
    response_templates: Value = ABSENT
    api: Any = None


class AccessLogSettings(Part):
    """Where and how a stage logs accesses."""

    destination_arn: Value = ABSENT
    format: Value = ABSENT


class MethodSetting(Part):
    """Settings for some methods of a stage (REST), or for a route (v2, ``route_key``).

    ``resource_path`` is written as CloudFormation writes it (``/*``, ``/~1pets``) and ``http_method`` as a verb or ``*``; Terraform's
    ``method_path`` is split by its loader.
    """

    resource_path: Value = ABSENT
    http_method: Value = ABSENT
    route_key: Value = ABSENT
    """HTTP and WebSocket; Absent for the stage's default route settings."""
    caching_enabled: Value = ABSENT
    cache_ttl: Value = ABSENT
    cache_data_encrypted: Value = ABSENT
    require_authorization_for_cache_control: Value = ABSENT
    unauthorized_cache_control_header_strategy: Value = ABSENT
    data_trace_enabled: Value = ABSENT
    logging_level: Value = ABSENT
    metrics_enabled: Value = ABSENT
    throttling_burst_limit: Value = ABSENT
    throttling_rate_limit: Value = ABSENT


class CanarySettings(Part):
    """A canary of a stage or of a deployment."""

    deployment_id: Value = ABSENT
    percent_traffic: Value = ABSENT
    stage_variable_overrides: Value = ABSENT
    use_stage_cache: Value = ABSENT


class Stage(Part):
    """A stage. A stage that a Deployment makes (``StageName``) is one too, with ``made_by_deployment``."""

    name: Value = ABSENT
    api_id: Value = ABSENT
    deployment_id: Value = ABSENT
    description: Value = ABSENT
    auto_deploy: Value = ABSENT
    variables: Value = ABSENT
    cache_cluster_enabled: Value = ABSENT
    cache_cluster_size: Value = ABSENT
    client_certificate_id: Value = ABSENT
    documentation_version: Value = ABSENT
    tracing_enabled: Value = ABSENT
    access_log_settings: AccessLogSettings | None = None
    canary_settings: CanarySettings | None = None
    method_settings: Parts[MethodSetting] = PARTS
    default_route_settings: MethodSetting | None = None
    depends_on: Value = ABSENT
    made_by_deployment: bool = False
    web_acl: Value = ABSENT
    api: Any = None


class Renewal(Record):
    """What makes Terraform replace a deployment: all that its triggers and other arguments that force a new one speak of.

    ``attributes`` are pairs of a resource's address, without keys, and the attribute that is read of it, empty for the whole resource.
    ``calls`` are functions with the places of their calls, ``names`` the addresses of locals. Locals, variables and modules that are read
    are followed; ``others`` is true where they lead to what is not known here: root variables, data sources, modules that are not read.
    ``ignores_changes``: the lifecycle lets some of these change without a new deployment.
    """

    attributes: tuple[tuple[str, str], ...] = ()
    calls: tuple[tuple[str, Span], ...] = ()
    names: tuple[str, ...] = ()
    others: bool = False
    ignores_changes: bool = False


class Deployment(Part):
    """A deployment of an API."""

    api_id: Value = ABSENT
    stage_name: Value = ABSENT
    stage_description: Value = ABSENT
    description: Value = ABSENT
    canary_settings: CanarySettings | None = None
    depends_on: Value = ABSENT
    """A list: logical ids (CloudFormation) or References (Terraform)."""
    references: tuple[str, ...] = ()
    """Addresses of the resources that it refers to, ``depends_on`` and ``triggers`` included, as written."""
    triggers: Value = ABSENT
    """Terraform."""
    create_before_destroy: Value = ABSENT
    """Terraform: as it is written here, or in a resource that depends on the deployment."""
    renewal: Renewal | None = None
    """Terraform; not known of a plan."""
    api: Any = None


class ApiKey(Part):
    """An API key."""

    name: Value = ABSENT
    value: Value = ABSENT
    enabled: Value = ABSENT
    description: Value = ABSENT
    customer_id: Value = ABSENT
    stage_keys: Value = ABSENT


class UsagePlanStage(Part):
    """A stage that a usage plan covers."""

    api_id: Value = ABSENT
    stage: Value = ABSENT
    throttle: Value = ABSENT
    """A table: ``/path/METHOD`` -> table with ``burst_limit`` and ``rate_limit``."""


class UsagePlan(Part):
    """A usage plan. Names of quota and throttle fields are the same in every format."""

    name: Value = ABSENT
    api_stages: Parts[UsagePlanStage] = PARTS
    quota_limit: Value = ABSENT
    quota_offset: Value = ABSENT
    quota_period: Value = ABSENT
    throttle_burst_limit: Value = ABSENT
    throttle_rate_limit: Value = ABSENT
    description: Value = ABSENT


class UsagePlanKey(Part):
    """What puts an API key into a usage plan."""

    key_id: Value = ABSENT
    key_type: Value = ABSENT
    usage_plan_id: Value = ABSENT


class BasePathMapping(Part):
    """A base path of a domain name and the API stage behind it, of either version (an ApiMapping has an ``api_mapping_key``)."""

    domain_name: Value = ABSENT
    domain_name_id: Value = ABSENT
    base_path: Value = ABSENT
    api_id: Value = ABSENT
    stage: Value = ABSENT
    version: int = 1


class DomainName(Part):
    """A custom domain name of either version."""

    domain_name: Value = ABSENT
    certificate_arn: Value = ABSENT
    regional_certificate_arn: Value = ABSENT
    endpoint_configuration: EndpointConfiguration | None = None
    security_policy: Value = ABSENT
    ownership_verification_certificate_arn: Value = ABSENT
    mutual_tls_truststore_uri: Value = ABSENT
    mutual_tls_truststore_version: Value = ABSENT
    policy: Value = ABSENT
    routing_mode: Value = ABSENT
    version: int = 1


class VpcLink(Part):
    """A VPC link: version 1 has ``target_arns``, version 2 ``subnet_ids``."""

    name: Value = ABSENT
    description: Value = ABSENT
    target_arns: Value = ABSENT
    subnet_ids: Value = ABSENT
    security_group_ids: Value = ABSENT
    version: int = 1


class Account(Part):
    """The account's role for CloudWatch logs."""

    cloudwatch_role_arn: Value = ABSENT


class ClientCertificate(Part):
    """A client certificate that API Gateway shows to backends."""

    description: Value = ABSENT


class DocumentationPart(Part):
    """A piece of API documentation."""

    api_id: Value = ABSENT
    location: Value = ABSENT
    properties: Value = ABSENT


class DocumentationVersion(Part):
    """A version of an API's documentation."""

    api_id: Value = ABSENT
    version: Value = ABSENT


class Permission(Part):
    """Who may invoke a Lambda function (``AWS::Lambda::Permission``, ``aws_lambda_permission``)."""

    action: Value = ABSENT
    function_name: Value = ABSENT
    qualifier: Value = ABSENT
    principal: Value = ABSENT
    source_arn: Value = ABSENT
    source_account: Value = ABSENT


class Function(Part):
    """A Lambda function of the same files."""

    name: Value = ABSENT
    timeout: Value = ABSENT
    """Seconds."""


class Role(Part):
    """An IAM role of the same files. Policies are tables where they could be read."""

    assume_role_policy: Value = ABSENT
    policies: Value = ABSENT
    managed_policy_arns: Value = ABSENT


class LogGroup(Part):
    """A log group of the same files."""

    name: Value = ABSENT
    retention: Value = ABSENT


class Api(Part):
    """An API and all that belongs to it.

    ``kind`` is ``REST``, ``HTTP`` or ``WEBSOCKET``, and ``UNKNOWN`` where a version 2 API does not tell. ``declared`` is false for an API
    that other files make and to which these add (a REST API id from a parameter): its collections are incomplete. ``format`` is
    ``cloudformation``, ``terraform``, ``openapi`` or ``plan``: how the API itself is written, ``body`` the OpenAPI document it was
    (partly) read from.
    """

    kind: str
    format: str
    declared: bool = True
    told: bool = False
    """Whether an output tells others of it, so that other files may lead to it."""
    name: Value = ABSENT
    description: Value = ABSENT
    version: Value = ABSENT
    api_key_source: Value = ABSENT
    binary_media_types: Value = ABSENT
    minimum_compression_size: Value = ABSENT
    policy: Value = ABSENT
    endpoint_configuration: EndpointConfiguration | None = None
    disable_execute_api_endpoint: Value = ABSENT
    fail_on_warnings: Value = ABSENT
    mode: Value = ABSENT
    parameters: Value = ABSENT
    clone_from: Value = ABSENT
    security_policy: Value = ABSENT
    endpoint_access_mode: Value = ABSENT
    route_selection_expression: Value = ABSENT
    api_key_selection_expression: Value = ABSENT
    disable_schema_validation: Value = ABSENT
    credentials_arn: Value = ABSENT
    """Quick create (v2), with ``route_key`` and ``target``."""
    route_key: Value = ABSENT
    target: Value = ABSENT
    cors: CorsConfiguration | None = None
    body: Value = ABSENT
    body_location: Value = ABSENT
    root: Resource | None = None
    resources: Parts[Resource] = PARTS
    methods: Parts[Method] = PARTS
    integrations: Parts[Integration] = PARTS
    """Every integration; of a REST API each one also stands in its method."""
    models: Parts[Model] = PARTS
    request_validators: Parts[RequestValidator] = PARTS
    authorizers: Parts[Authorizer] = PARTS
    gateway_responses: Parts[GatewayResponse] = PARTS
    deployments: Parts[Deployment] = PARTS
    stages: Parts[Stage] = PARTS
    documentation_parts: Parts[DocumentationPart] = PARTS
    definition: Any = None
    """The :class:`Definition` it is part of."""


class RawResource(Part):
    """A resource as written: its type, and the whole of its properties. What rules about spelling and types read."""

    type: str
    properties: Value
    depends_on: Value = ABSENT
    ignored_globals: Value = ABSENT
    """Of a resource of SAM: the globals that it does without."""


class Order:
    """Which resources are made before which: each waits for those that it refers to, for those that these refer to, and so on.

    ``referred`` returns the addresses that a resource refers to, ``plain`` an address as these are written.
    """

    def __init__(self, referred: Callable[[str], Iterable[str]], plain: Callable[[str], str] = str) -> None:
        self._referred = referred
        self._plain = plain
        self._before: dict[str, frozenset[str]] = {}

    def waits(self, address: str, other: str) -> bool:
        """Returns whether a resource is made after another one."""
        first = self._plain(address)
        if first not in self._before:
            self._before[first] = self._reached([first])
        return self._plain(other) in self._before[first]

    def before(self, addresses: Iterable[str]) -> frozenset[str]:
        """Returns the addresses, as those that are referred to are written, of all that is made before some of these resources."""
        return self._reached([self._plain(address) for address in addresses])

    def _reached(self, addresses: list[str]) -> frozenset[str]:
        seen: set[str] = set()
        while addresses:
            for further in self._referred(addresses.pop()):
                if further not in seen:
                    seen.add(further)
                    addresses.append(further)
        return frozenset(seen)


class UnresolvedReference(Part):
    """A reference from a resource of API Gateway to something that these files certainly have not.

    ``what`` is what is missing, as one says it: ``resource or parameter Api``, ``variable stage``, ``attribute Arn of ...``.
    ``near`` is a name that may have been meant, or empty.
    """

    what: str
    near: str = ""


class TakenId(Part):
    """A resource of a template that has the logical id of one that SAM makes. ``made_for`` is the place of what SAM makes it for."""

    type: str
    """The type of what SAM makes."""
    made_for: Span


class Definition(Record):
    """All that is linted together: one template with what it includes, one Terraform module tree, one OpenAPI document, one plan.

    A template whose unknown conditions matter is several definitions, one for each combination of them; ``scenario`` says which in words
    (empty where there is only one).
    """

    format: str
    path: str
    scenario: str = ""
    left_out: tuple[Span, ...] = ()
    """The places of what is written for other scenarios: branches not taken, resources not made."""
    apis: Parts[Api] = PARTS
    usage_plans: Parts[UsagePlan] = PARTS
    usage_plan_keys: Parts[UsagePlanKey] = PARTS
    api_keys: Parts[ApiKey] = PARTS
    domain_names: Parts[DomainName] = PARTS
    base_path_mappings: Parts[BasePathMapping] = PARTS
    vpc_links: Parts[VpcLink] = PARTS
    accounts: Parts[Account] = PARTS
    client_certificates: Parts[ClientCertificate] = PARTS
    documentation_versions: Parts[DocumentationVersion] = PARTS
    permissions: Parts[Permission] = PARTS
    functions: Parts[Function] = PARTS
    roles: Parts[Role] = PARTS
    log_groups: Parts[LogGroup] = PARTS
    resources: Parts[RawResource] = PARTS
    """Every API Gateway resource as written (CloudFormation, Terraform, plans)."""
    serverless: Parts[RawResource] = PARTS
    """SAM's resources as written, with what the globals say; what SAM makes of them is among the APIs and the resources."""
    serverless_globals: Value | None = None
    """The ``Globals`` of a template of SAM."""
    taken_ids: Parts[TakenId] = PARTS
    """What SAM would make under a logical id that the template uses for something else, and what its own APIs take the place of."""
    unresolved: Parts[UnresolvedReference] = PARTS
    """What these resources refer to, and is not there (CloudFormation, Terraform)."""
    order: Order | None = None
    """``None`` where it is not known (plans) or nothing is made one after the other (OpenAPI)."""

    @property
    def written(self) -> dict[str, RawResource]:
        """Returns the API Gateway resources as written by their addresses; asked for once the definition is whole."""
        found: dict[str, RawResource] | None = self.__dict__.get("_written")
        if found is None:
            found = self.__dict__["_written"] = {resource.address: resource for resource in self.resources}
        return found

    @property
    def function_addresses(self) -> frozenset[str]:
        """Returns the addresses of the Lambda functions of these files; asked for once the definition is whole."""
        found: frozenset[str] | None = self.__dict__.get("_function_addresses")
        if found is None:
            found = self.__dict__["_function_addresses"] = frozenset(function.address for function in self.functions)
        return found


def method_label(method: Method) -> str:
    """Returns how people call a method: ``GET /pets``, or the route key; ``?`` for what is not known."""
    if isinstance(method.route_key, Known):
        return str(method.route_key.value)
    verb = method.http_method.value if isinstance(method.http_method, Known) else "?"
    path = method.path.value if isinstance(method.path, Known) else "?"
    return f"{verb} {path}"
