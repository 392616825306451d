"""What a document says of the API as a whole."""

from __future__ import annotations

from apigw_lint.loaders.openapi_values import boolean, is_absent, known_entries, number, shape, table_of, text_of
from apigw_lint.model import CorsConfiguration, DocumentationPart, EndpointConfiguration, GatewayResponse, RequestValidator
from apigw_lint.value import Absent, List, Table, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from apigw_lint.loaders.openapi_document import Document
    from apigw_lint.model import Part
    from apigw_lint.value import Entry, Known, Value

_PREFIX = "x-amazon-apigateway-"
_ENDPOINT = _PREFIX + "endpoint-configuration"
_REST_SETTINGS = {
    "api_key_source": "api-key-source",
    "binary_media_types": "binary-media-types",
    "policy": "policy",
    "security_policy": "security-policy",
    "endpoint_access_mode": "endpoint-access-mode",
}
_CORS = {
    "allow_credentials": "allowCredentials",
    "allow_headers": "allowHeaders",
    "allow_methods": "allowMethods",
    "allow_origins": "allowOrigins",
    "expose_headers": "exposeHeaders",
    "max_age": "maxAge",
}
_NORMAL = {"allow_credentials": boolean, "max_age": number}


def fill(part: Part, name: str, value: Value) -> None:
    """Gives a part a value unless it has one already: what is written outside of the document stands."""
    if isinstance(getattr(part, name), Absent) and not isinstance(value, Absent):
        setattr(part, name, value)


def read_settings(document: Document) -> None:
    """Fills in the API's own fields, validators, gateway responses and documentation."""
    info = table_of(document.root.get("info"))
    for name, key in (("name", "title"), ("description", "description"), ("version", "version")):
        fill(document.api, name, text_of(document.field(info, key)))
    _read_endpoint(document)
    if document.is_http:
        _read_cors(document)
    else:
        _read_rest(document)


def _read_rest(document: Document) -> None:
    for name, key in _REST_SETTINGS.items():
        fill(document.api, name, document.field(document.root, _PREFIX + key))
    fill(document.api, "minimum_compression_size", number(document.field(document.root, _PREFIX + "minimum-compression-size")))
    _read_validators(document)
    _read_gateway_responses(document)
    _read_documentation(document)


def _read_validators(document: Document) -> None:
    seen = shape(document.root.get(_PREFIX + "request-validators"))
    document.api.request_validators.complete = document.api.request_validators.complete and seen.complete
    for name, entry in known_entries(seen.table):
        table = table_of(entry.value)
        validator = RequestValidator(
            address=f"{_PREFIX}request-validators.{name.value}",
            span=entry.span,
            name_span=name.span,
            certain=seen.certain,
            name=name,
            validate_request_body=boolean(document.field(table, "validateRequestBody")),
            validate_request_parameters=boolean(document.field(table, "validateRequestParameters")),
            api=document.api,
        )
        document.validators[name.value] = validator
        document.add(document.api.request_validators, validator)


def _read_gateway_responses(document: Document) -> None:
    seen = shape(document.root.get(_PREFIX + "gateway-responses"))
    document.api.gateway_responses.complete = document.api.gateway_responses.complete and seen.complete
    for key, entry in known_entries(seen.table):
        table = table_of(document.resolved(entry.value))
        document.add(document.api.gateway_responses, _gateway_response(document, key, entry, table, seen.certain))


def _gateway_response(document: Document, key: Known[str], entry: Entry, table: Table, certain: bool) -> GatewayResponse:
    return GatewayResponse(
        address=f"{_PREFIX}gateway-responses.{key.value}",
        span=entry.span,
        name_span=key.span,
        certain=certain,
        response_type=key,
        status_code=text_of(document.field(table, "statusCode")),
        response_parameters=document.field(table, "responseParameters"),
        response_templates=document.verbatim(table, "responseTemplates"),
        api=document.api,
    )


def _read_documentation(document: Document) -> None:
    parts = table_of(document.root.get(_PREFIX + "documentation")).get("documentationParts")
    if not is_absent(parts) and not (isinstance(parts, List) and parts.complete):
        document.api.documentation_parts.complete = False
    for number_, item in enumerate(parts.items if isinstance(parts, List) else ()):
        table = table_of(item)
        part = DocumentationPart(
            address=f"{_PREFIX}documentation.documentationParts[{number_}]",
            span=item.span,
            location=document.verbatim(table, "location"),
            properties=document.verbatim(table, "properties"),
        )
        document.api.documentation_parts.add(part)


def _read_cors(document: Document) -> None:
    entry = document.root.entry(_PREFIX + "cors")
    written = document.root.get(_PREFIX + "cors")
    if is_absent(written) or document.api.cors is not None:
        return
    table = table_of(written)
    span, name_span = (entry.span, entry.key.span) if entry is not None else (written.span, written.span.first_line())
    cors = CorsConfiguration(address=_PREFIX + "cors", span=span, name_span=name_span)
    for name, key in _CORS.items():
        setattr(cors, name, _NORMAL.get(name, _as_written)(document.field(table, key)))
    document.api.cors = cors


def _as_written(value: Value) -> Value:
    return value


def _read_endpoint(document: Document) -> None:
    """Reads the endpoint configuration: at the root of Swagger 2.0, with a server in OpenAPI 3."""
    written = document.root.get(_ENDPOINT) if document.version_2 else _server_endpoint(document)
    if is_absent(written):
        return
    table = table_of(written)
    fill(document.api, "disable_execute_api_endpoint", boolean(document.field(table, "disableExecuteApiEndpoint")))
    endpoints, addresses = document.field(table, "vpcEndpointIds"), document.field(table, "ipAddressType")
    if isinstance(endpoints, Absent) and isinstance(addresses, Absent):
        return
    if document.api.endpoint_configuration is None:
        document.api.endpoint_configuration = EndpointConfiguration(address=_ENDPOINT, span=written.span)
    fill(document.api.endpoint_configuration, "vpc_endpoint_ids", endpoints)
    fill(document.api.endpoint_configuration, "ip_address_type", addresses)


def _server_endpoint(document: Document) -> Value:
    servers = document.root.get("servers")
    for server in servers.items if isinstance(servers, List) else ():
        if isinstance(server, Table) and not is_absent(server.get(_ENDPOINT)):
            return server.get(_ENDPOINT)
        if not isinstance(server, Table):
            return Unknown(server.span, why="a server that is not known")
    if is_absent(servers) or (isinstance(servers, List) and servers.complete):
        return Absent(servers.span)
    return Unknown(servers.span, why="servers that are not known")
