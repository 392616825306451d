"""Security: what a method asks of its callers."""

from __future__ import annotations

from apigw_lint.loaders.openapi_authorizers import schemes_of
from apigw_lint.loaders.openapi_kind import AUTHORIZER
from apigw_lint.loaders.openapi_values import is_absent, known_entries, upper
from apigw_lint.record import Row
from apigw_lint.value import Absent, Known, List, Reference, Table, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from apigw_lint.loaders.openapi_document import Document
    from apigw_lint.model import Authorizer, Method
    from apigw_lint.value import Value

_AUTH = "x-amazon-apigateway-auth"
_AUTHTYPE = "x-amazon-apigateway-authtype"
_METHOD_TYPES = {"TOKEN": "CUSTOM", "REQUEST": "CUSTOM", "COGNITO_USER_POOLS": "COGNITO_USER_POOLS", "JWT": "JWT"}


class _Claim(Row):
    """One requirement that API Gateway enforces: the key that names its scheme, what that makes of the method, and its scopes."""

    name: Known[str]
    type: Value
    authorizer: Authorizer | None
    scopes: Value

    @property
    def identity(self) -> object:
        """Returns what tells two claims apart."""
        return self.authorizer.address if self.authorizer is not None else getattr(self.type, "value", "")


class _Demand:
    """The requirements of an operation. ``known`` is false where there may be others than the claims."""

    def __init__(self, known: bool) -> None:
        self.claims: list[_Claim] = []
        self.api_key: Known[str] | None = None
        self.known = known


def read_security(document: Document, method: Method, operation: Table) -> None:
    """Gives a method its authorization: by its own requirements, else by those of the whole document.

    A requirement behind whose scheme there is no authorizer, API key or IAM leaves the method open, as the importer does. Of several
    different ones it is not recorded which the importer takes.
    """
    requirements = operation.get("security")
    if is_absent(requirements):
        requirements = document.root.get("security")
    demand = _demand(document, requirements)
    if demand.api_key is not None:
        method.api_key_required = Known(True, demand.api_key.span)
    elif not demand.known:
        method.api_key_required = Unknown(requirements.span, why="security that is not known")
    claims = {claim.identity: claim for claim in demand.claims}
    if not demand.known or len(claims) > 1:
        _set_unknown(method, requirements, list(claims.values()))
    elif claims:
        _set(method, demand.claims[0])
    _read_extension(document, method, operation)


def _set(method: Method, claim: _Claim) -> None:
    method.authorization_type = claim.type
    method.authorizer = claim.authorizer
    if claim.authorizer is not None:
        method.authorizer_id = Reference(claim.authorizer.address, "id", claim.name.span)
    if not is_absent(claim.scopes) and not (isinstance(claim.scopes, List) and claim.scopes.complete and not claim.scopes.items):
        method.authorization_scopes = claim.scopes


def _set_unknown(method: Method, requirements: Value, claims: list[_Claim]) -> None:
    why = "one of several security requirements" if claims else "security that is not known"
    method.authorization_type = Unknown(requirements.span, [claim.type for claim in claims], why)
    method.authorizer_id = Unknown(requirements.span, why=why)
    method.authorization_scopes = Unknown(requirements.span, why=why)


def _read_extension(document: Document, method: Method, operation: Table) -> None:
    """Reads ``x-amazon-apigateway-auth``, which says the type itself."""
    written = operation.get(_AUTH)
    if is_absent(written):
        return
    kind = upper(document.field(written, "type")) if isinstance(written, Table) else Unknown(written.span)
    if not isinstance(kind, Absent) and method.authorizer is None:
        method.authorization_type = kind


def _demand(document: Document, requirements: Value) -> _Demand:
    items, complete = document.items(requirements)
    demand = _Demand(complete)
    for item in items:
        seen = document.shape(item)
        demand.known = demand.known and seen.complete
        for name, entry in known_entries(seen.table):
            _add(document, demand, name, entry.value)
    return demand


def _add(document: Document, demand: _Demand, name: Known[str], scopes: Value) -> None:
    scheme = document.shape(document.member(schemes_of(document), name.value))
    if scheme.table is None or not scheme.certain:
        demand.known = demand.known and scheme.table is None and scheme.complete
        return
    authorizer = document.authorizers.get(name.value)
    if authorizer is not None and authorizer.certain == document.api.certain:
        demand.claims.append(_Claim(name, _method_type(authorizer, name), authorizer, scopes))
    elif not is_absent(scheme.table.get(AUTHORIZER)):
        demand.known = False
    elif _is_iam(document, scheme.table):
        demand.claims.append(_Claim(name, Known("AWS_IAM", name.span), None, Absent(name.span)))
    elif _is_api_key(document, scheme.table):
        demand.api_key = name
    elif not scheme.table.complete:
        demand.known = False


def _method_type(authorizer: Authorizer, name: Known[str]) -> Value:
    kind = authorizer.type.value if isinstance(authorizer.type, Known) else None
    if isinstance(kind, str) and kind in _METHOD_TYPES:
        return Known(_METHOD_TYPES[kind], name.span)
    return Unknown(name.span, why="depends on the type of the authorizer")


def _is_iam(document: Document, scheme: Table) -> bool:
    kind = document.field(scheme, _AUTHTYPE)
    return isinstance(kind, Known) and str(kind.value).lower() == "awssigv4"


def _is_api_key(document: Document, scheme: Table) -> bool:
    kind, name = document.field(scheme, "type"), document.field(scheme, "name")
    return isinstance(kind, Known) and kind.value == "apiKey" and isinstance(name, Known) and str(name.value).lower() == "x-api-key"
