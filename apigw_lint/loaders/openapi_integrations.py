"""Integrations: what stands under ``x-amazon-apigateway-integration``."""

from __future__ import annotations

from apigw_lint.loaders.openapi_document import last_name, reference_of
from apigw_lint.loaders.openapi_kind import INTEGRATION
from apigw_lint.loaders.openapi_values import Shape, boolean, known_entries, number, payload_version, table_of, text_of, upper
from apigw_lint.model import Integration, IntegrationResponse, Parts
from apigw_lint.value import Absent, Table, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from apigw_lint.loaders.openapi_document import Document
    from apigw_lint.model import Method
    from apigw_lint.source import Span
    from apigw_lint.value import Entry, Known, Value

_SHARED = f"#/components/{INTEGRATION}s/"


def read_integration(document: Document, method: Method, operation: Table) -> None:
    """Gives a method the integration of its operation."""
    written = operation.get(INTEGRATION)
    seen = document.shape(written)
    if seen.table is None:
        method.integration_complete = seen.complete
        document.api.integrations.complete = document.api.integrations.complete and seen.complete
        return
    shared = document.shared_integrations.get(id(seen.table))
    method.integration = shared or _integration(document, method, operation, seen)
    if shared is None:
        document.api.integrations.add(method.integration)
        if reference_of(written) is not None:
            document.shared_integrations[id(seen.table)] = method.integration
    method.integration_complete = seen.certain or seen.complete
    if document.is_http:
        method.target = Unknown(method.integration.span, why="the integration that the import makes")


def _integration(document: Document, method: Method, operation: Table, seen: Shape) -> Integration:
    table = seen.table or Table([], operation.span)
    address, span, name_span = _place(method, operation, table)
    tls = table_of(table.get("tlsConfig"))
    integration = Integration(
        address=address,
        span=span,
        name_span=name_span,
        certain=method.certain and seen.certain,
        method=method,
        api=document.api,
        type=upper(document.field(table, "type")),
        http_method=document.field(table, "httpMethod"),
        uri=document.field(table, "uri"),
        credentials=document.field(table, "credentials"),
        connection_type=document.field(table, "connectionType"),
        connection_id=document.field(table, "connectionId"),
        integration_target=document.field(table, "integrationTarget"),
        passthrough_behavior=upper(document.field(table, "passthroughBehavior")),
        content_handling=document.field(table, "contentHandling"),
        request_parameters=document.mapping_field(table, "requestParameters"),
        request_templates=document.verbatim(table, "requestTemplates"),
        timeout=number(document.field(table, "timeoutInMillis")),
        cache_namespace=document.field(table, "cacheNamespace"),
        cache_key_parameters=document.field(table, "cacheKeyParameters"),
        tls_insecure_skip_verification=boolean(document.field(tls, "insecureSkipVerification")),
        tls_server_name=document.field(tls, "serverNameToVerify"),
        response_transfer_mode=document.field(table, "responseTransferMode"),
        subtype=document.field(table, "integrationSubtype"),
        payload_format_version=payload_version(document.field(table, "payloadFormatVersion")),
        response_parameters=document.mapping_field(table, "responseParameters"),
    )
    if not document.is_http:
        integration.responses = _responses(document, integration, table.get("responses"))
    return integration


def _place(method: Method, operation: Table, table: Table) -> tuple[str, Span, Span]:
    """Returns address, span and name span of an integration; one of the components stands there, not where it is referred to."""
    entry = operation.entry(INTEGRATION)
    if entry is not None and reference_of(entry.value) is None:
        return f"{method.address}.{INTEGRATION}", entry.span, entry.key.span
    name = last_name(reference_of(entry.value), _SHARED) if entry is not None else None
    address = f"components.{INTEGRATION}s.{name}" if name else f"{method.address}.{INTEGRATION}"
    return address, table.span, table.span.first_line()


def _responses(document: Document, integration: Integration, written: Value) -> Parts[IntegrationResponse]:
    seen = document.shape(written)
    responses: Parts[IntegrationResponse] = Parts(complete=seen.complete)
    for key, entry in known_entries(seen.table):
        response = document.shape(entry.value)
        table = response.table or Table([], entry.value.span, response.complete)
        responses.add(_response(document, integration, key, entry, table, seen.certain and response.certain))
    return responses


def _response(
    document: Document, integration: Integration, key: Known[str], entry: Entry, table: Table, certain: bool
) -> IntegrationResponse:
    return IntegrationResponse(
        address=f"{integration.address}.responses.{key.value}",
        span=entry.span,
        name_span=key.span,
        certain=certain and integration.certain,
        integration=integration,
        selection_pattern=Absent(key.span) if key.value == "default" else document.substituted(key),
        status_code=text_of(document.field(table, "statusCode")),
        response_parameters=document.mapping_field(table, "responseParameters"),
        response_templates=document.verbatim(table, "responseTemplates"),
        content_handling=document.field(table, "contentHandling"),
    )
