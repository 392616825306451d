"""REST APIs: the ``aws_api_gateway_*`` resources that make up an API, put together to its four stages."""

from __future__ import annotations

from apigw_lint.loaders.terraform.apis import REST, add_root
from apigw_lint.loaders.terraform.fields import as_is, boolean, booleans, number, part, read, read_single, single_part, strings
from apigw_lint.loaders.terraform.links import Index, Key, Place, Search
from apigw_lint.model import (
    Api,
    Authorizer,
    EndpointConfiguration,
    GatewayResponse,
    Integration,
    IntegrationResponse,
    Method,
    MethodResponse,
    Model,
    RequestValidator,
    Resource,
)
from apigw_lint.source import Span
from apigw_lint.typed import TypeVar
from apigw_lint.value import Absent, Known, Unknown, joined, known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from apigw_lint.loaders.terraform.apis import Apis
    from apigw_lint.loaders.terraform.data import Documents
    from apigw_lint.loaders.terraform.fields import Spec
    from apigw_lint.loaders.terraform.instance import Instance
    from apigw_lint.value import Value

P = TypeVar("P")

_RESOURCE = "aws_api_gateway_resource"
_API: Spec = {
    "name": "name",
    "description": "description",
    "api_key_source": "api_key_source",
    "binary_media_types": ("binary_media_types", strings),
    "minimum_compression_size": ("minimum_compression_size", number),
    "disable_execute_api_endpoint": ("disable_execute_api_endpoint", boolean),
    "fail_on_warnings": ("fail_on_warnings", boolean),
    "mode": "put_rest_api_mode",
    "parameters": ("parameters", strings),
    "policy": ("policy", as_is),
    "body": ("body", as_is),
}
_ENDPOINT: Spec = {
    "types": ("types", strings),
    "vpc_endpoint_ids": ("vpc_endpoint_ids", strings),
    "ip_address_type": "ip_address_type",
}
_METHOD: Spec = {
    "http_method": "http_method",
    "operation_name": "operation_name",
    "authorization_type": "authorization",
    "authorization_scopes": ("authorization_scopes", strings),
    "authorizer_id": "authorizer_id",
    "api_key_required": ("api_key_required", boolean),
    "request_parameters": ("request_parameters", booleans),
    "request_models": ("request_models", strings),
    "request_validator_id": "request_validator_id",
}
_METHOD_RESPONSE: Spec = {
    "status_code": "status_code",
    "response_parameters": ("response_parameters", booleans),
    "response_models": ("response_models", strings),
}
_INTEGRATION: Spec = {
    "type": "type",
    "http_method": "integration_http_method",
    "uri": "uri",
    "credentials": "credentials",
    "connection_type": "connection_type",
    "connection_id": "connection_id",
    "integration_target": "integration_target",
    "passthrough_behavior": "passthrough_behavior",
    "content_handling": "content_handling",
    "request_parameters": ("request_parameters", strings),
    "request_templates": ("request_templates", strings),
    "timeout": ("timeout_milliseconds", number),
    "cache_namespace": "cache_namespace",
    "cache_key_parameters": ("cache_key_parameters", strings),
    "response_transfer_mode": "response_transfer_mode",
}
_TLS: Spec = {"tls_insecure_skip_verification": ("insecure_skip_verification", boolean)}
_INTEGRATION_RESPONSE: Spec = {
    "status_code": "status_code",
    "selection_pattern": "selection_pattern",
    "response_parameters": ("response_parameters", strings),
    "response_templates": ("response_templates", strings),
    "content_handling": "content_handling",
}
_MODEL: Spec = {"name": "name", "content_type": "content_type", "description": "description", "schema": ("schema", as_is)}
_VALIDATOR: Spec = {
    "name": "name",
    "validate_request_body": ("validate_request_body", boolean),
    "validate_request_parameters": ("validate_request_parameters", boolean),
}
_AUTHORIZER: Spec = {
    "name": "name",
    "type": "type",
    "uri": "authorizer_uri",
    "credentials": "authorizer_credentials",
    "identity_source": "identity_source",
    "identity_validation_expression": "identity_validation_expression",
    "provider_arns": ("provider_arns", strings),
    "result_ttl": ("authorizer_result_ttl_in_seconds", number),
}
_GATEWAY_RESPONSE: Spec = {
    "response_type": "response_type",
    "status_code": "status_code",
    "response_parameters": ("response_parameters", strings),
    "response_templates": ("response_templates", strings),
}


class Rest:
    """What is made of the resources of REST APIs, in the order in which they need each other."""

    def __init__(self, apis: Apis, documents: Documents) -> None:
        self._apis = apis
        self._documents = documents
        self._resources: dict[str, Resource] = {}
        self._others: dict[Key, Resource] = {}
        self._authorizers: dict[str, Authorizer] = {}
        self._validators: dict[str, RequestValidator] = {}
        self._methods: Index[Method] = Index()
        self._integrations: Index[Integration] = Index()
        self._served = Search(self._methods)
        self._answered = Search(self._methods)
        self._mapped = Search(self._integrations)

    def api(self, instance: Instance) -> None:
        """Adds an ``aws_api_gateway_rest_api``."""
        fields = read(instance.values, _API)
        fields["policy"] = self._documents.opened(fields["policy"])
        api = Api(kind="REST", format=self._apis.format, definition=self._apis.definition, **part(instance), **fields)
        api.endpoint_configuration = single_part(EndpointConfiguration, instance, "endpoint_configuration", _ENDPOINT)
        add_root(api)
        self._apis.add(api, REST)

    def policy(self, instance: Instance) -> None:
        """Adds an ``aws_api_gateway_rest_api_policy``."""
        api, firm = self._apis.owner(instance)
        policy = self._documents.opened(instance.values.get("policy"))
        may_have = [api] if firm else list(self._apis.made.values())
        for one in may_have:
            if isinstance(one.policy, Absent) and one.kind == "REST":
                one.policy = policy if firm and instance.certain else Unknown(policy.span, [policy], "policy of an API")

    def validator(self, instance: Instance) -> None:
        """Adds an ``aws_api_gateway_request_validator``."""
        api, _ = self._apis.owner(instance, ("request_validators",))
        found = RequestValidator(api=api, **part(instance), **read(instance.values, _VALIDATOR))
        self._validators[instance.address] = found
        api.request_validators.add(found)

    def authorizer(self, instance: Instance) -> None:
        """Adds an ``aws_api_gateway_authorizer``."""
        api, _ = self._apis.owner(instance, ("authorizers",))
        found = Authorizer(api=api, **part(instance), **read(instance.values, _AUTHORIZER))
        self._authorizers[instance.address] = found
        api.authorizers.add(found)

    def model(self, instance: Instance) -> None:
        """Adds an ``aws_api_gateway_model``."""
        api, _ = self._apis.owner(instance, ("models",))
        fields = read(instance.values, _MODEL)
        fields["schema"] = self._documents.opened(fields["schema"])
        api.models.add(Model(api=api, **part(instance), **fields))

    def gateway_response(self, instance: Instance) -> None:
        """Adds an ``aws_api_gateway_gateway_response``."""
        api, _ = self._apis.owner(instance, ("gateway_responses",))
        api.gateway_responses.add(GatewayResponse(api=api, **part(instance), **read(instance.values, _GATEWAY_RESPONSE)))

    def resources(self, instances: list[Instance]) -> None:
        """Adds all ``aws_api_gateway_resource`` instances, and gives each its whole path."""
        for instance in instances:
            values = instance.values
            path = Unknown(instance.span, why="path")
            found = Resource(path=path, path_part=values.get("path_part"), parent_id=values.get("parent_id"), **part(instance))
            self._resources[instance.address] = found
        for instance in instances:
            found = self._resources[instance.address]
            made = self._made(found.parent_id, instance)
            found.parent = made[0] if made is not None else None
        for instance in instances:
            found = self._resources[instance.address]
            if self._apis.key(instance.values.get("rest_api_id"), REST, instance).firm:
                found.api = self._apis.owner(instance)[0]
        for instance in instances:
            found = self._resources[instance.address]
            if found.api is None:
                _inherit_api(found)
            if found.api is None:
                found.api = self._apis.owner(instance, ("resources",))[0]
            found.api.resources.add(found)
            if found.parent is None:
                found.parent = self._elsewhere(found.parent_id, instance, found.api)[0]
        done: set[int] = set()
        for resource in self._resources.values():
            _give_paths(resource, done)

    def method(self, instance: Instance) -> None:
        """Adds an ``aws_api_gateway_method``."""
        place, resource, api = self._place(instance, ("methods",))
        found = Method(api=api, resource=resource, path=resource.path, **part(instance), **read(instance.values, _METHOD))
        found.authorizer = self._linked(found.authorizer_id, "aws_api_gateway_authorizer", self._authorizers)
        found.request_validator = self._linked(found.request_validator_id, "aws_api_gateway_request_validator", self._validators)
        self._methods.add(place, found, instance)
        api.methods.add(found)

    def method_response(self, instance: Instance) -> None:
        """Adds an ``aws_api_gateway_method_response`` to its method."""
        place, _, _ = self._place(instance)
        method = self._answered.find(place, instance)
        if method is not None:
            method.responses.add(MethodResponse(method=method, **part(instance), **read(instance.values, _METHOD_RESPONSE)))

    def integration(self, instance: Instance) -> None:
        """Adds an ``aws_api_gateway_integration``, to its method too where that is certain."""
        place, _, api = self._place(instance, ("integrations",))
        tls = read_single(instance.values, "tls_config", _TLS)
        found = Integration(api=api, **part(instance), **read(instance.values, _INTEGRATION), **tls)
        self._integrations.add(place, found, instance)
        api.integrations.add(found)
        method = found.method = self._served.find(place, instance)
        if method is not None and (method.integration is None or (found.certain and not method.integration.certain)):
            method.integration = found

    def integration_response(self, instance: Instance) -> None:
        """Adds an ``aws_api_gateway_integration_response`` to its integration."""
        place, _, _ = self._place(instance)
        integration = self._mapped.find(place, instance)
        if integration is not None:
            fields = read(instance.values, _INTEGRATION_RESPONSE)
            integration.responses.add(IntegrationResponse(integration=integration, **part(instance), **fields))

    def close(self, complete: bool) -> None:
        """Marks what may have more parts than are seen."""
        for method in self._served.doubted() if complete else self._methods.items():
            method.integration_complete = False
        for method in self._answered.doubted() if complete else self._methods.items():
            method.responses.complete = False
        for integration in self._mapped.doubted() if complete else self._integrations.items():
            integration.responses.complete = False

    def _place(self, instance: Instance, collections: tuple[str, ...] = ()) -> tuple[Place, Resource, Api]:
        """Returns where an instance belongs: its method's place, resource and API. A resource made here tells the API too."""
        resource_id = instance.values.get("resource_id")
        verb = self._apis.addresses.plain_key(instance.values.get("http_method"), instance)
        made = self._made(resource_id, instance)
        if made is not None and made[0].api.declared:
            return Place(made[1], verb, made[0].api), made[0], made[0].api
        api, firm = self._apis.owner(instance, collections)
        resource, key = made or self._elsewhere(resource_id, instance, api)
        return Place(key, verb, api if firm else None), resource, api

    def _made(self, value: Value, user: Instance) -> tuple[Resource, Key] | None:
        """Returns the resource or root that an id certainly names, and its key."""
        root = self._apis.root(value, user)
        if root is not None:
            return root, Key("root" if root.api.declared else "soft", root.address)
        key = self._apis.addresses.key(value, _RESOURCE, user)
        return (self._resources[key.text], key) if key.kind == "made" else None

    def _elsewhere(self, value: Value, user: Instance, api: Api) -> tuple[Resource, Key]:
        """Returns the resource that an id names which is not made here, and its key. An id that is written may be the root's."""
        key = Key("soft", f"{api.address} {known(value, str)}") if known(value, str) else self._apis.addresses.plain_key(value, user)
        found = self._others.get(key)
        if found is None:
            source = self._apis.addresses.instance(value, _RESOURCE)
            path = source.values.get("path") if source is not None else Unknown(value.span, why="path of a resource made elsewhere")
            found = self._others[key] = Resource(address=value.span.text or user.address, span=value.span, path=path, api=api)
        return found, key

    def _linked(self, value: Value, type: str, found: dict[str, P]) -> P | None:
        instance = self._apis.addresses.instance(value, type)
        return found.get(instance.address) if instance is not None else None


def _inherit_api(resource: Resource) -> None:
    """Gives a resource, and those above it, the API of a parent that these files make, which tells what their own id does not."""
    chain: list[Resource] = []
    seen: set[int] = set()
    at: Resource | None = resource
    while at is not None and at.api is None and id(at) not in seen:
        seen.add(id(at))
        chain.append(at)
        at = at.parent
    for one in chain if at is not None and at.api is not None and at.api.declared else ():
        one.api = at.api  # type: ignore[union-attr]


def _give_paths(resource: Resource, done: set[int]) -> None:
    """Gives a resource and those above it their paths. A circle of parents has none."""
    chain: list[Resource] = []
    seen: set[int] = set()
    at: Resource | None = resource
    while at is not None and at.parent is not None and id(at) not in done and id(at) not in seen:
        seen.add(id(at))
        chain.append(at)
        at = at.parent
    if at is not None and id(at) in seen:
        done.update(seen)
        return
    for one in reversed(chain):
        one.path = _below(one)
        done.add(id(one))


def _below(resource: Resource) -> Value:
    parent, own = resource.parent, resource.path_part
    if parent is None or isinstance(own, Absent):
        return resource.path
    slash = Known("/", Span(own.span.source, own.span.start, own.span.start))
    above = [] if known(parent.path, str) == "/" else [parent.path]
    return joined([*above, slash, own], own.span)
