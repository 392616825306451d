"""Authorizers: what stands under ``x-amazon-apigateway-authorizer`` in a security scheme."""

from __future__ import annotations

from apigw_lint.loaders.openapi_kind import AUTHORIZER
from apigw_lint.loaders.openapi_values import boolean, known_entries, number, payload_version, shape, table_of, upper
from apigw_lint.model import Authorizer
from apigw_lint.value import Absent, Known, List, Unknown, cut

TYPE_CHECKING = False
if TYPE_CHECKING:
    from apigw_lint.loaders.openapi_document import Document
    from apigw_lint.value import Entry, Table, Value

_AUTHTYPE = "x-amazon-apigateway-authtype"
_LOCATIONS = {"header": "header", "query": "querystring"}


def schemes_of(document: Document) -> Value:
    """Returns the table of security schemes."""
    return document.component("securitySchemes", "securityDefinitions")


def read_authorizers(document: Document) -> None:
    """Adds the authorizer of each security scheme that has one."""
    seen = document.shape(schemes_of(document))
    folder = "securityDefinitions" if document.version_2 else "components.securitySchemes"
    document.api.authorizers.complete = document.api.authorizers.complete and seen.complete
    for name, entry in known_entries(seen.table):
        scheme = document.shape(entry.value)
        written = shape(document.member(document.resolved(entry.value), AUTHORIZER))
        if scheme.table is None or written.table is None:
            document.api.authorizers.complete = document.api.authorizers.complete and scheme.complete and written.complete
            continue
        authorizer = _authorizer(document, name, entry, f"{folder}.{name.value}", scheme.table, written.table)
        authorizer.certain = seen.certain and scheme.certain and written.certain
        document.authorizers[name.value] = authorizer
        document.add(document.api.authorizers, authorizer)


def _authorizer(document: Document, name: Known[str], entry: Entry, address: str, scheme: Table, table: Table) -> Authorizer:
    jwt = table_of(table.get("jwtConfiguration"))
    authorizer = Authorizer(
        address=address,
        span=entry.span,
        name_span=name.span,
        api=document.api,
        name=name,
        type=upper(document.field(table, "type")),
        uri=document.field(table, "authorizerUri"),
        credentials=document.field(table, "authorizerCredentials"),
        identity_validation_expression=document.verbatim(table, "identityValidationExpression"),
        provider_arns=document.field(table, "providerARNs"),
        result_ttl=number(document.field(table, "authorizerResultTtlInSeconds")),
        auth_type=document.field(scheme, _AUTHTYPE),
        jwt_audience=document.field(jwt, "audience"),
        jwt_issuer=_issuer(document, scheme, table, jwt),
        payload_format_version=payload_version(document.field(table, "authorizerPayloadFormatVersion")),
        enable_simple_responses=boolean(document.field(table, "enableSimpleResponses")),
    )
    source = document.field(table, "identitySource")
    authorizer.identity_source = _source_list(source) if document.is_http else _source_text(document, authorizer, scheme, source)
    return authorizer


def _issuer(document: Document, scheme: Table, table: Table, jwt: Table) -> Value:
    """Returns the issuer; where only an OpenID Connect address is given, what it names is not known."""
    issuer = document.field(jwt, "issuer")
    for holder in (scheme, table):
        address = document.field(holder, "openIdConnectUrl")
        if isinstance(issuer, Absent) and not isinstance(address, Absent):
            return Unknown(address.span, why="the issuer behind openIdConnectUrl")
    return issuer


def _source_text(document: Document, authorizer: Authorizer, scheme: Table, written: Value) -> Value:
    """Returns the identity source of a REST authorizer: of a TOKEN or Cognito one it is the header that its scheme names."""
    kind = authorizer.type.value if isinstance(authorizer.type, Known) else None
    if kind == "REQUEST" and not isinstance(written, Absent):
        return written
    if kind is None:
        return Unknown(written.span, why="depends on the type of the authorizer")
    name, location = document.field(scheme, "name"), document.field(scheme, "in")
    if not isinstance(name, Known):
        return name
    place = _LOCATIONS.get(str(location.value)) if isinstance(location, Known) else None
    if name.value == "Unused" and kind == "REQUEST":
        return Absent(authorizer.span)
    if place is None:
        return Unknown(scheme.span, why="where the scheme's value is sent")
    return Known(f"method.request.{place}.{name.value}", name.span)


def _source_list(written: Value) -> Value:
    """Returns the identity sources of an HTTP API's authorizer; a string lists them with commas."""
    if not (isinstance(written, Known) and isinstance(written.value, str)):
        return written
    sources = []
    at = 0
    for piece in written.value.split(","):
        start = at + len(piece) - len(piece.lstrip())
        sources.append(cut(written, start, max(start, at + len(piece.rstrip()))) if "," in written.value else written)
        at += len(piece) + 1
    return List(sources, written.span)
