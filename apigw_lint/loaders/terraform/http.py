"""HTTP and WebSocket APIs: the ``aws_apigatewayv2_*`` resources that make up an API. A route is a method whose key is split."""

from __future__ import annotations

from apigw_lint.loaders.route_key import split
from apigw_lint.loaders.terraform.apis import UNKNOWN_KIND, V2
from apigw_lint.loaders.terraform.fields import as_is, block_table, boolean, number, part, read, read_single, single_part, string, strings
from apigw_lint.model import (
    Api,
    Authorizer,
    CorsConfiguration,
    EndpointConfiguration,
    Integration,
    IntegrationResponse,
    Method,
    MethodResponse,
    Model,
)
from apigw_lint.value import Absent, Known, Text, Unknown, known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from apigw_lint.loaders.terraform.apis import Apis
    from apigw_lint.loaders.terraform.data import Documents
    from apigw_lint.loaders.terraform.fields import Spec
    from apigw_lint.loaders.terraform.instance import Instance
    from apigw_lint.value import Table, Value

_API: Spec = {
    "name": "name",
    "description": "description",
    "version": "version",
    "disable_execute_api_endpoint": ("disable_execute_api_endpoint", boolean),
    "fail_on_warnings": ("fail_on_warnings", boolean),
    "route_selection_expression": "route_selection_expression",
    "api_key_selection_expression": "api_key_selection_expression",
    "credentials_arn": "credentials_arn",
    "route_key": "route_key",
    "target": "target",
    "body": ("body", as_is),
}
_CORS: Spec = {
    "allow_credentials": ("allow_credentials", boolean),
    "allow_headers": ("allow_headers", strings),
    "allow_methods": ("allow_methods", strings),
    "allow_origins": ("allow_origins", strings),
    "expose_headers": ("expose_headers", strings),
    "max_age": ("max_age", number),
}
_ROUTE: Spec = {
    "route_key": "route_key",
    "operation_name": "operation_name",
    "authorization_type": "authorization_type",
    "authorization_scopes": ("authorization_scopes", strings),
    "authorizer_id": "authorizer_id",
    "api_key_required": ("api_key_required", boolean),
    "request_models": ("request_models", strings),
    "model_selection_expression": "model_selection_expression",
    "route_response_selection_expression": "route_response_selection_expression",
    "target": "target",
}
_ROUTE_RESPONSE: Spec = {
    "key": "route_response_key",
    "response_models": ("response_models", strings),
    "model_selection_expression": "model_selection_expression",
}
_INTEGRATION: Spec = {
    "type": "integration_type",
    "http_method": "integration_method",
    "uri": "integration_uri",
    "credentials": "credentials_arn",
    "connection_type": "connection_type",
    "connection_id": "connection_id",
    "passthrough_behavior": "passthrough_behavior",
    "content_handling": "content_handling_strategy",
    "request_parameters": ("request_parameters", strings),
    "request_templates": ("request_templates", strings),
    "timeout": ("timeout_milliseconds", number),
    "subtype": "integration_subtype",
    "payload_format_version": "payload_format_version",
    "template_selection_expression": "template_selection_expression",
    "description": "description",
}
_INTEGRATION_RESPONSE: Spec = {
    "key": "integration_response_key",
    "response_templates": ("response_templates", strings),
    "content_handling": "content_handling_strategy",
    "template_selection_expression": "template_selection_expression",
}
_AUTHORIZER: Spec = {
    "name": "name",
    "type": "authorizer_type",
    "uri": "authorizer_uri",
    "credentials": "authorizer_credentials_arn",
    "identity_source": ("identity_sources", strings),
    "result_ttl": ("authorizer_result_ttl_in_seconds", number),
    "payload_format_version": "authorizer_payload_format_version",
    "enable_simple_responses": ("enable_simple_responses", boolean),
}
_TLS: Spec = {"tls_server_name": "server_name_to_verify"}
_JWT: Spec = {"jwt_issuer": "issuer", "jwt_audience": ("audience", strings)}
_MODEL: Spec = {"name": "name", "content_type": "content_type", "description": "description", "schema": ("schema", as_is)}

_WEBSOCKET_TYPES = ("aws_apigatewayv2_integration_response", "aws_apigatewayv2_route_response", "aws_apigatewayv2_model")
_WEBSOCKET_ROUTES = ("$connect", "$disconnect")
_WEBSOCKET_INTEGRATIONS = ("AWS", "HTTP", "MOCK")


class Http:
    """What is made of the resources of HTTP and WebSocket APIs, in the order in which they need each other."""

    def __init__(self, apis: Apis, documents: Documents) -> None:
        self._apis = apis
        self._documents = documents
        self._authorizers: dict[str, Authorizer] = {}
        self._integrations: dict[str, Integration] = {}
        self._routes: dict[str, Method] = {}
        self._responses_open = False
        self._route_responses_open = False

    def api(self, instance: Instance) -> None:
        """Adds an ``aws_apigatewayv2_api``."""
        values = instance.values
        kind = known(values.get("protocol_type"), str) or UNKNOWN_KIND
        api = Api(kind=kind, format=self._apis.format, definition=self._apis.definition, **part(instance), **read(values, _API))
        api.cors = single_part(CorsConfiguration, instance, "cors_configuration", _CORS)
        if not values.lacks("ip_address_type"):
            address_type = values.get("ip_address_type")
            api.endpoint_configuration = EndpointConfiguration(address=api.address, span=address_type.span, ip_address_type=address_type)
        if not isinstance(api.target, Absent):
            for parts in (api.methods, api.integrations, api.stages, api.deployments):
                parts.complete = False
        self._apis.add(api, V2)

    def authorizer(self, instance: Instance) -> None:
        """Adds an ``aws_apigatewayv2_authorizer``."""
        api = self._owner(instance, "authorizers")
        jwt = read_single(instance.values, "jwt_configuration", _JWT)
        found = Authorizer(api=api, **part(instance), **read(instance.values, _AUTHORIZER), **jwt)
        self._authorizers[instance.address] = found
        api.authorizers.add(found)

    def model(self, instance: Instance) -> None:
        """Adds an ``aws_apigatewayv2_model``."""
        api = self._owner(instance, "models")
        fields = read(instance.values, _MODEL)
        fields["schema"] = self._documents.opened(fields["schema"])
        api.models.add(Model(api=api, **part(instance), **fields))

    def integration(self, instance: Instance) -> None:
        """Adds an ``aws_apigatewayv2_integration``."""
        api = self._owner(instance, "integrations")
        tls = read_single(instance.values, "tls_config", _TLS)
        found = Integration(api=api, **part(instance), **read(instance.values, _INTEGRATION), **tls)
        mappings = block_table(instance.values, "response_parameters", "status_code", lambda item: strings(item.get("mappings")))
        if not isinstance(mappings, Absent):
            found.response_parameters = mappings
        self._integrations[instance.address] = found
        api.integrations.add(found)

    def integration_response(self, instance: Instance) -> None:
        """Adds an ``aws_apigatewayv2_integration_response`` to its integration."""
        self._owner(instance)
        integration_id = instance.values.get("integration_id")
        integration = self._integrations.get(self._address(integration_id, "aws_apigatewayv2_integration"))
        if integration is not None:
            fields = read(instance.values, _INTEGRATION_RESPONSE)
            integration.responses.add(IntegrationResponse(integration=integration, **part(instance), **fields))
        elif not isinstance(integration_id, Known):
            self._responses_open = True

    def route(self, instance: Instance) -> None:
        """Adds an ``aws_apigatewayv2_route``, with the integration that its target names."""
        api = self._owner(instance, "methods")
        found = Method(api=api, **part(instance), **read(instance.values, _ROUTE))
        if api.kind != "WEBSOCKET":
            found.http_method, found.path = split(found.route_key)
        found.authorizer = self._authorizers.get(self._address(found.authorizer_id, "aws_apigatewayv2_authorizer"))
        parameters = block_table(instance.values, "request_parameter", "request_parameter_key", lambda item: boolean(item.get("required")))
        if not isinstance(parameters, Absent):
            found.request_parameters = parameters
        found.integration = self._target(found.target)
        found.integration_complete = found.integration is not None or isinstance(found.target, Absent)
        if found.integration is not None and found.integration.method is None:
            found.integration.method = found
        self._routes[instance.address] = found
        api.methods.add(found)

    def route_response(self, instance: Instance) -> None:
        """Adds an ``aws_apigatewayv2_route_response`` to its route."""
        self._owner(instance)
        route_id = instance.values.get("route_id")
        route = self._routes.get(self._address(route_id, "aws_apigatewayv2_route"))
        if route is not None:
            route.responses.add(MethodResponse(method=route, **part(instance), **read(instance.values, _ROUTE_RESPONSE)))
        elif not isinstance(route_id, Known):
            self._route_responses_open = True

    def close(self, complete: bool) -> None:
        """Marks what may have more parts than are seen."""
        for integration in self._integrations.values() if self._responses_open or not complete else ():
            integration.responses.complete = False
        for route in self._routes.values() if self._route_responses_open or not complete else ():
            route.responses.complete = False

    def _owner(self, instance: Instance, collection: str = "") -> Api:
        """Returns the API of an instance. One that is made elsewhere is of the kind that its parts show."""
        api, _ = self._apis.owner(instance, (collection,) if collection else ())
        if api.kind == UNKNOWN_KIND and not api.declared:
            api.kind = _shown_kind(instance)
        return api

    def _address(self, value: Value, type: str) -> str:
        instance = self._apis.addresses.instance(value, type)
        return instance.address if instance is not None else ""

    def _target(self, target: Value) -> Integration | None:
        """Returns the integration of ``integrations/${aws_apigatewayv2_integration.x.id}``."""
        if isinstance(target, Unknown) and target.candidates:
            found = {id(one): one for one in map(self._target, target.candidates)}
            return next(iter(found.values())) if len(found) == 1 else None
        if not isinstance(target, Text) or len(target.parts) != 2:
            return None
        head, named = target.parts
        if known(head, str) != "integrations/":
            return None
        return self._integrations.get(self._address(named, "aws_apigatewayv2_integration"))


def _shown_kind(instance: Instance) -> str:
    """Returns the kind of API that a resource can belong to, where only one can have it."""
    values = instance.values
    route_key = known(values.get("route_key"), str) or ""
    integration_type = known(values.get("integration_type"), str)
    if instance.type in _WEBSOCKET_TYPES or route_key in _WEBSOCKET_ROUTES or integration_type in _WEBSOCKET_INTEGRATIONS:
        return "WEBSOCKET"
    if " /" in route_key or known(values.get("authorizer_type"), str) == "JWT" or _version_2(values):
        return "HTTP"
    return UNKNOWN_KIND


def _version_2(values: Table) -> bool:
    versions = (string(values.get(name)) for name in ("payload_format_version", "authorizer_payload_format_version"))
    return any(known(version, str) == "2.0" for version in versions)
