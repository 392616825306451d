"""REST APIs: the ``AWS::ApiGateway::*`` resources that make up an API, put together to its four stages."""

from __future__ import annotations

from apigw_lint.loaders.cloudformation_parts import add_root
from apigw_lint.loaders.openapi_values import boolean
from apigw_lint.loaders.properties import as_is, each, number, read, renamed, string, strings
from apigw_lint.model import (
    Api,
    Authorizer,
    DocumentationPart,
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
from apigw_lint.value import Absent, Known, Table, Unknown, joined, known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from apigw_lint.loaders.cloudformation_parts import Made, Scene
    from apigw_lint.loaders.properties import Spec
    from apigw_lint.value import Value

booleans = each(boolean)

_API: Spec = {
    "name": "Name",
    "description": "Description",
    "version": "Version",
    "api_key_source": "ApiKeySourceType",
    "binary_media_types": ("BinaryMediaTypes", strings),
    "minimum_compression_size": ("MinimumCompressionSize", number),
    "policy": ("Policy", as_is),
    "disable_execute_api_endpoint": ("DisableExecuteApiEndpoint", boolean),
    "fail_on_warnings": ("FailOnWarnings", boolean),
    "mode": "Mode",
    "parameters": ("Parameters", strings),
    "clone_from": "CloneFrom",
    "security_policy": "SecurityPolicy",
    "endpoint_access_mode": "EndpointAccessMode",
    "body_location": ("BodyS3Location", as_is),
}
ENDPOINT: Spec = {
    "types": ("Types", strings),
    "vpc_endpoint_ids": ("VpcEndpointIds", strings),
    "ip_address_type": "IpAddressType",
}
_METHOD: Spec = {
    "http_method": "HttpMethod",
    "operation_name": "OperationName",
    "authorization_type": "AuthorizationType",
    "authorization_scopes": ("AuthorizationScopes", strings),
    "authorizer_id": "AuthorizerId",
    "api_key_required": ("ApiKeyRequired", boolean),
    "request_parameters": ("RequestParameters", booleans),
    "request_models": ("RequestModels", strings),
    "request_validator_id": "RequestValidatorId",
}
_METHOD_RESPONSE: Spec = {
    "status_code": "StatusCode",
    "response_parameters": ("ResponseParameters", booleans),
    "response_models": ("ResponseModels", strings),
}
_INTEGRATION: Spec = {
    "type": "Type",
    "http_method": "IntegrationHttpMethod",
    "uri": "Uri",
    "credentials": "Credentials",
    "connection_type": "ConnectionType",
    "connection_id": "ConnectionId",
    "integration_target": "IntegrationTarget",
    "passthrough_behavior": "PassthroughBehavior",
    "content_handling": "ContentHandling",
    "request_parameters": ("RequestParameters", strings),
    "request_templates": ("RequestTemplates", strings),
    "timeout": ("TimeoutInMillis", number),
    "cache_namespace": "CacheNamespace",
    "cache_key_parameters": ("CacheKeyParameters", strings),
    "response_transfer_mode": "ResponseTransferMode",
}
_INTEGRATION_RESPONSE: Spec = {
    "status_code": "StatusCode",
    "selection_pattern": "SelectionPattern",
    "response_parameters": ("ResponseParameters", strings),
    "response_templates": ("ResponseTemplates", strings),
    "content_handling": "ContentHandling",
}
MODEL: Spec = {"name": "Name", "content_type": "ContentType", "description": "Description", "schema": ("Schema", as_is)}
_VALIDATOR: Spec = {
    "name": "Name",
    "validate_request_body": ("ValidateRequestBody", boolean),
    "validate_request_parameters": ("ValidateRequestParameters", boolean),
}
_AUTHORIZER: Spec = {
    "name": "Name",
    "type": "Type",
    "uri": "AuthorizerUri",
    "credentials": "AuthorizerCredentials",
    "identity_source": "IdentitySource",
    "identity_validation_expression": "IdentityValidationExpression",
    "provider_arns": ("ProviderARNs", strings),
    "result_ttl": ("AuthorizerResultTtlInSeconds", number),
    "auth_type": "AuthType",
}
_GATEWAY_RESPONSE: Spec = {
    "response_type": "ResponseType",
    "status_code": "StatusCode",
    "response_parameters": ("ResponseParameters", strings),
    "response_templates": ("ResponseTemplates", strings),
}
_LOCATION = {"Type": "type", "Path": "path", "Method": "method", "StatusCode": "statusCode", "Name": "name"}
_DOCUMENTATION: Spec = {
    "api_id": "RestApiId",
    "location": ("Location", renamed(_LOCATION, string)),
    "properties": ("Properties", as_is),
}


def api(scene: Scene, made: Made) -> None:
    """Adds an ``AWS::ApiGateway::RestApi``, with what its body defines."""
    fields = read(made.table, _API)
    fields["policy"] = scene.opened(fields["policy"])
    found = Api(kind="REST", format="cloudformation", **made.part(), **fields)
    found.endpoint_configuration = made.single(EndpointConfiguration, "EndpointConfiguration", ENDPOINT)
    add_root(found)
    scene.add_api(found)
    scene.read_body(found, scene.body_of(made))


def resources(scene: Scene, all_made: Iterable[Made]) -> None:
    """Adds all ``AWS::ApiGateway::Resource``, and gives each its whole path."""
    found: list[tuple[Made, Resource]] = []
    for made in all_made:
        owner = scene.api_of(made)
        path = Unknown(made.span, why="path")
        parts = read(made.table, {"path_part": "PathPart", "parent_id": "ParentId"})
        resource = Resource(api=owner, path=path, **parts, **made.part())
        scene.found[made.address] = resource
        owner.resources.add(resource)
        found.append((made, resource))
    for made, resource in found:
        resource.parent = scene.resource_of(made, "ParentId", resource.api)
    done: set[int] = set()
    for _, resource in found:
        _give_paths(resource, done)


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


def model(scene: Scene, made: Made) -> None:
    """Adds an ``AWS::ApiGateway::Model``."""
    owner = scene.api_of(made)
    fields = read(made.table, MODEL)
    fields["schema"] = scene.opened(fields["schema"])
    owner.models.add(scene.keep(Model(api=owner, **made.part(), **fields)))


def validator(scene: Scene, made: Made) -> None:
    """Adds an ``AWS::ApiGateway::RequestValidator``."""
    owner = scene.api_of(made)
    owner.request_validators.add(scene.keep(RequestValidator(api=owner, **made.part(), **read(made.table, _VALIDATOR))))


def authorizer(scene: Scene, made: Made) -> None:
    """Adds an ``AWS::ApiGateway::Authorizer``."""
    owner = scene.api_of(made)
    owner.authorizers.add(scene.keep(Authorizer(api=owner, **made.part(), **read(made.table, _AUTHORIZER))))


def gateway_response(scene: Scene, made: Made) -> None:
    """Adds an ``AWS::ApiGateway::GatewayResponse``."""
    owner = scene.api_of(made)
    owner.gateway_responses.add(GatewayResponse(api=owner, **made.part(), **read(made.table, _GATEWAY_RESPONSE)))


def documentation_part(scene: Scene, made: Made) -> None:
    """Adds an ``AWS::ApiGateway::DocumentationPart``."""
    owner = scene.api_of(made)
    fields = read(made.table, _DOCUMENTATION)
    fields["properties"] = scene.opened(fields["properties"])
    owner.documentation_parts.add(DocumentationPart(**made.part(), **fields))


def method(scene: Scene, made: Made) -> None:
    """Adds an ``AWS::ApiGateway::Method``, with its integration and its responses."""
    owner = scene.api_of(made)
    resource = scene.resource_of(made, "ResourceId", owner)
    found = Method(api=owner, resource=resource, path=resource.path, **made.part(), **read(made.table, _METHOD))
    found.authorizer = scene.linked(found.authorizer_id, Authorizer)
    found.request_validator = scene.linked(found.request_validator_id, RequestValidator)
    found.responses = made.parts(MethodResponse, "MethodResponses", _METHOD_RESPONSE, method=found)
    integration = made.table.get("Integration")
    if isinstance(integration, Table):
        _add_integration(made, found, integration)
    else:
        found.integration_complete = isinstance(integration, Absent)
        owner.integrations.complete = owner.integrations.complete and found.integration_complete
    owner.methods.add(scene.keep(found))


def _add_integration(made: Made, method: Method, table: Table) -> None:
    entry = made.table.entry("Integration")
    fields = made.inner(table, entry.key.span if entry else None)
    found = Integration(method=method, api=method.api, **fields, **read(table, _INTEGRATION))
    responses = table.get("IntegrationResponses")
    found.responses = made.parts_of(IntegrationResponse, responses, _INTEGRATION_RESPONSE, integration=found)
    method.integration = found
    method.api.integrations.add(found)


BUILDERS: dict[str, Callable[[Scene, Made], None]] = {
    "AWS::ApiGateway::Model": model,
    "AWS::ApiGateway::RequestValidator": validator,
    "AWS::ApiGateway::Authorizer": authorizer,
    "AWS::ApiGateway::GatewayResponse": gateway_response,
    "AWS::ApiGateway::DocumentationPart": documentation_part,
    "AWS::ApiGateway::Method": method,
}
"""What is made once all APIs and their resources are there, in this order."""
