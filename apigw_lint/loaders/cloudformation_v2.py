"""HTTP and WebSocket APIs: the ``AWS::ApiGatewayV2::*`` resources that make up an API. A route is a method whose key is split."""

from __future__ import annotations

from apigw_lint.loaders.cloudformation_parts import UNKNOWN_KIND, open_up
from apigw_lint.loaders.cloudformation_rest import MODEL
from apigw_lint.loaders.openapi_values import boolean, payload_version
from apigw_lint.loaders.properties import as_is, number, read, string, strings, table_or_none
from apigw_lint.loaders.route_key import split
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
    Stage,
)
from apigw_lint.value import Absent, Entry, Known, List, Table, Text, Unknown, known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from apigw_lint.loaders.cloudformation_parts import Made, Scene
    from apigw_lint.loaders.properties import Spec
    from apigw_lint.value import Value

_API: Spec = {
    "name": "Name",
    "description": "Description",
    "version": "Version",
    "disable_execute_api_endpoint": ("DisableExecuteApiEndpoint", boolean),
    "disable_schema_validation": ("DisableSchemaValidation", boolean),
    "fail_on_warnings": ("FailOnWarnings", boolean),
    "route_selection_expression": "RouteSelectionExpression",
    "api_key_selection_expression": "ApiKeySelectionExpression",
    "credentials_arn": "CredentialsArn",
    "route_key": "RouteKey",
    "target": "Target",
    "body_location": ("BodyS3Location", as_is),
}
_CORS: Spec = {
    "allow_credentials": ("AllowCredentials", boolean),
    "allow_headers": ("AllowHeaders", strings),
    "allow_methods": ("AllowMethods", strings),
    "allow_origins": ("AllowOrigins", strings),
    "expose_headers": ("ExposeHeaders", strings),
    "max_age": ("MaxAge", number),
}
_ROUTE: Spec = {
    "route_key": "RouteKey",
    "operation_name": "OperationName",
    "authorization_type": "AuthorizationType",
    "authorization_scopes": ("AuthorizationScopes", strings),
    "authorizer_id": "AuthorizerId",
    "api_key_required": ("ApiKeyRequired", boolean),
    "request_models": ("RequestModels", strings),
    "model_selection_expression": "ModelSelectionExpression",
    "route_response_selection_expression": "RouteResponseSelectionExpression",
    "target": "Target",
}
_ROUTE_RESPONSE: Spec = {
    "key": "RouteResponseKey",
    "response_models": ("ResponseModels", strings),
    "model_selection_expression": "ModelSelectionExpression",
}
_INTEGRATION: Spec = {
    "type": "IntegrationType",
    "http_method": "IntegrationMethod",
    "uri": "IntegrationUri",
    "credentials": "CredentialsArn",
    "connection_type": "ConnectionType",
    "connection_id": "ConnectionId",
    "passthrough_behavior": "PassthroughBehavior",
    "content_handling": "ContentHandlingStrategy",
    "request_parameters": ("RequestParameters", strings),
    "request_templates": ("RequestTemplates", strings),
    "timeout": ("TimeoutInMillis", number),
    "subtype": "IntegrationSubtype",
    "payload_format_version": ("PayloadFormatVersion", payload_version),
    "template_selection_expression": "TemplateSelectionExpression",
    "description": "Description",
}
_INTEGRATION_RESPONSE: Spec = {
    "key": "IntegrationResponseKey",
    "response_parameters": ("ResponseParameters", strings),
    "response_templates": ("ResponseTemplates", strings),
    "content_handling": "ContentHandlingStrategy",
    "template_selection_expression": "TemplateSelectionExpression",
}
_AUTHORIZER: Spec = {
    "name": "Name",
    "type": "AuthorizerType",
    "uri": "AuthorizerUri",
    "credentials": "AuthorizerCredentialsArn",
    "identity_source": ("IdentitySource", strings),
    "identity_validation_expression": "IdentityValidationExpression",
    "result_ttl": ("AuthorizerResultTtlInSeconds", number),
    "payload_format_version": ("AuthorizerPayloadFormatVersion", payload_version),
    "enable_simple_responses": ("EnableSimpleResponses", boolean),
}
_OVERRIDES: Spec = {
    "description": "Description",
    "http_method": "IntegrationMethod",
    "payload_format_version": ("PayloadFormatVersion", payload_version),
    "timeout": ("TimeoutInMillis", number),
}
_ROUTE_OVERRIDES: Spec = {
    name: _ROUTE[name] for name in ("operation_name", "authorization_type", "authorization_scopes", "authorizer_id", "target")
}

_WEBSOCKET_TYPES = ("IntegrationResponse", "RouteResponse", "Model")
_WEBSOCKET_ROUTES = ("$connect", "$disconnect")
_WEBSOCKET_INTEGRATIONS = ("AWS", "HTTP", "MOCK")


def api(scene: Scene, made: Made) -> None:
    """Adds an ``AWS::ApiGatewayV2::Api``, with what its body defines."""
    table = made.table
    protocol, body = string(table.get("ProtocolType")), scene.body_of(made)
    kind = known(protocol, str) or UNKNOWN_KIND
    if isinstance(protocol, Absent) and not isinstance(body, Absent):
        kind = "HTTP"
    found = Api(kind=kind, format="cloudformation", **made.part(), **read(table, _API))
    found.cors = made.single(CorsConfiguration, "CorsConfiguration", _CORS)
    address_type = table.get("IpAddressType")
    if not isinstance(address_type, Absent):
        span = address_type.span
        found.endpoint_configuration = EndpointConfiguration(address=made.address, span=span, ip_address_type=address_type)
    if not isinstance(found.target, Absent):
        open_up(found, ("methods", "integrations", "stages", "deployments"))
    scene.add_api(found)
    scene.read_body(found, body, table.get("BasePath"))


def owner_of(scene: Scene, made: Made) -> Api:
    """Returns the API of a resource. One that is made elsewhere is of the kind that its parts show."""
    owner = scene.api_of(made, "ApiId")
    if owner.kind == UNKNOWN_KIND and not owner.declared:
        owner.kind = _shown_kind(made)
    return owner


def _shown_kind(made: Made) -> str:
    """Returns the kind of API that a resource can belong to, where only one can have it."""
    table = made.table
    route_key = known(table.get("RouteKey"), str) or ""
    integration_type = known(table.get("IntegrationType"), str)
    kind = made.declaration.type.rpartition("::")[2]
    if kind in _WEBSOCKET_TYPES or route_key in _WEBSOCKET_ROUTES or integration_type in _WEBSOCKET_INTEGRATIONS:
        return "WEBSOCKET"
    version = payload_version(table.get("PayloadFormatVersion" if kind == "Integration" else "AuthorizerPayloadFormatVersion"))
    if " /" in route_key or known(table.get("AuthorizerType"), str) == "JWT" or known(version, str) == "2.0":
        return "HTTP"
    return UNKNOWN_KIND


def authorizer(scene: Scene, made: Made) -> None:
    """Adds an ``AWS::ApiGatewayV2::Authorizer``."""
    owner = owner_of(scene, made)
    found = Authorizer(api=owner, **made.part(), **read(made.table, _AUTHORIZER))
    jwt = table_or_none(made.table.get("JwtConfiguration"))
    if jwt is not None:
        found.jwt_issuer, found.jwt_audience = string(jwt.get("Issuer")), strings(jwt.get("Audience"))
    owner.authorizers.add(scene.keep(found))


def model(scene: Scene, made: Made) -> None:
    """Adds an ``AWS::ApiGatewayV2::Model``."""
    owner = owner_of(scene, made)
    fields = read(made.table, MODEL)
    fields["schema"] = scene.opened(fields["schema"])
    owner.models.add(scene.keep(Model(api=owner, **made.part(), **fields)))


def integration(scene: Scene, made: Made) -> None:
    """Adds an ``AWS::ApiGatewayV2::Integration``."""
    owner = owner_of(scene, made)
    found = Integration(api=owner, **made.part(), **read(made.table, _INTEGRATION))
    found.response_parameters = _response_parameters(made.table.get("ResponseParameters"))
    tls = table_or_none(made.table.get("TlsConfig"))
    if tls is not None:
        found.tls_server_name = string(tls.get("ServerNameToVerify"))
    owner.integrations.add(scene.keep(found))


def _response_parameters(written: Value) -> Value:
    """Returns the response parameters of an HTTP API's integration as a table of tables, however they are written."""
    if not isinstance(written, Table):
        return written
    entries = []
    for entry in written.entries:
        content = entry.value
        if isinstance(content, Table) and content.entry("ResponseParameters") is not None:
            content = content.get("ResponseParameters")
        entries.append(Entry(entry.key, _mappings(content) if isinstance(content, List) else strings(content)))
    return Table(entries, written.span, written.complete, written.writer)


def _mappings(pairs: List) -> Value:
    """Returns a list of ``Destination`` and ``Source`` as a table."""
    entries = []
    complete = pairs.complete
    for pair in pairs.items:
        key = string(pair.get("Destination")) if isinstance(pair, Table) else pair
        if isinstance(pair, Table) and isinstance(key, (Known, Text, Unknown)) and isinstance(getattr(key, "value", ""), str):
            entries.append(Entry(key, string(pair.get("Source"))))
        else:
            complete = False
    return Table(entries, pairs.span, complete)


def route(scene: Scene, made: Made) -> None:
    """Adds an ``AWS::ApiGatewayV2::Route``, with the integration that its target names."""
    owner = owner_of(scene, made)
    found = Method(api=owner, **made.part(), **read(made.table, _ROUTE))
    if owner.kind != "WEBSOCKET":
        found.http_method, found.path = split(found.route_key)
    found.authorizer = scene.linked(found.authorizer_id, Authorizer)
    found.request_parameters = _required(made.table.get("RequestParameters"))
    _give_integration(scene, found)
    owner.methods.add(scene.keep(found))


def _required(written: Value) -> Value:
    """Returns the request parameters of a route, each with whether it is required."""
    if not isinstance(written, Table):
        return written
    entries = [
        Entry(entry.key, boolean(entry.value.get("Required") if isinstance(entry.value, Table) else entry.value))
        for entry in written.entries
    ]
    return Table(entries, written.span, written.complete, written.writer)


def _give_integration(scene: Scene, route: Method) -> None:
    target = route.target
    if isinstance(target, Text):
        *before, named = target.parts
        if all(isinstance(part, Known) for part in before) and target.masked[:-1] == "integrations/":
            route.integration = scene.linked(named, Integration)
    route.integration_complete = isinstance(target, Absent) or route.integration is not None
    if route.integration is not None and route.integration.method is None:
        route.integration.method = route


def integration_response(scene: Scene, made: Made) -> None:
    """Adds an ``AWS::ApiGatewayV2::IntegrationResponse`` to its integration."""
    owner = owner_of(scene, made)
    integration_id = made.table.get("IntegrationId")
    found = scene.linked(integration_id, Integration)
    if found is not None:
        found.responses.add(IntegrationResponse(integration=found, **made.part(), **read(made.table, _INTEGRATION_RESPONSE)))
    elif not isinstance(integration_id, Known):
        for one in owner.integrations:
            one.responses.complete = False


def route_response(scene: Scene, made: Made) -> None:
    """Adds an ``AWS::ApiGatewayV2::RouteResponse`` to its route."""
    owner = owner_of(scene, made)
    route_id = made.table.get("RouteId")
    found = scene.linked(route_id, Method)
    if found is not None:
        response = MethodResponse(method=found, **made.part(), **read(made.table, _ROUTE_RESPONSE))
        response.response_parameters = _required(made.table.get("ResponseParameters"))
        found.responses.add(response)
    elif not isinstance(route_id, Known):
        for one in owner.methods:
            one.responses.complete = False


def overrides(scene: Scene, made: Made) -> None:
    """Adds what an ``AWS::ApiGatewayV2::ApiGatewayManagedOverrides`` says of the parts that a quick-created API has by itself."""
    from apigw_lint.loaders.cloudformation_stages import V2_STAGE, read_v2_settings

    owner = owner_of(scene, made)
    open_up(owner, ("methods", "integrations", "stages"))
    written = {name: table_or_none(made.table.get(name)) for name in ("Integration", "Route", "Stage")}
    tables = {name: Table(table.entries, table.span, complete=False) for name, table in written.items() if table is not None}
    key = Unknown(made.span, why="made by quick create") if isinstance(owner.route_key, Absent) else owner.route_key
    if "Integration" in tables:
        owner.integrations.add(Integration(api=owner, **made.part(), **{**_unknown(made), **read(tables["Integration"], _OVERRIDES)}))
    if "Route" in tables:
        verb, path = split(key)
        fields = {**_unknown_route(made), **read(tables["Route"], _ROUTE_OVERRIDES)}
        fields.update(route_key=key, http_method=verb, path=path)
        owner.methods.add(Method(api=owner, integration_complete=False, **made.part(), **fields))
    if "Stage" in tables:
        stage = Stage(api=owner, **made.part(), **{**read(tables["Stage"], V2_STAGE), "name": Known("$default", made.name_span)})
        read_v2_settings(made, stage, tables["Stage"])
        owner.stages.add(stage)


def _unknown(made: Made) -> dict[str, Value]:
    return dict.fromkeys([*_INTEGRATION, "response_parameters"], Unknown(made.span, why="made by quick create"))


def _unknown_route(made: Made) -> dict[str, Value]:
    return dict.fromkeys([*_ROUTE, "request_parameters"], Unknown(made.span, why="made by quick create"))


BUILDERS: dict[str, Callable[[Scene, Made], None]] = {
    "AWS::ApiGatewayV2::Authorizer": authorizer,
    "AWS::ApiGatewayV2::Model": model,
    "AWS::ApiGatewayV2::Integration": integration,
    "AWS::ApiGatewayV2::IntegrationResponse": integration_response,
    "AWS::ApiGatewayV2::Route": route,
    "AWS::ApiGatewayV2::RouteResponse": route_response,
    "AWS::ApiGatewayV2::ApiGatewayManagedOverrides": overrides,
}
"""What is made once all APIs are there, in this order."""
