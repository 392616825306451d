"""What SAM refuses in the ``Auth`` of an HTTP API. It does not put the values of parameters in there."""

from __future__ import annotations

from apigw_lint.languages.serverless_auth import (
    IAM,
    OF_REQUEST,
    SOURCES,
    Fault,
    authorizers_of,
    list_of_text,
    must_be,
    no_such_authorizer,
    text_of,
    unknown_keys,
    unknown_settings,
)
from apigw_lint.languages.serverless_values import is_empty, is_function, is_missing, is_other, is_there, value_at
from apigw_lint.value import Known, Table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.value import Value

_KEYS = ("Authorizers", "DefaultAuthorizer", "EnableIamAuthorizer")
_OF_LAMBDA = (
    "FunctionArn",
    "FunctionInvokeRole",
    "Identity",
    "AuthorizerPayloadFormatVersion",
    "EnableSimpleResponses",
    "EnableFunctionDefaultPermissions",
)
_OF_JWT = ("AuthorizationScopes", "IdentitySource")
_AUTHORIZER_KEYS = ("JwtConfiguration", *_OF_JWT, *_OF_LAMBDA)


def http_faults(auth: Table) -> Iterator[Fault]:
    """Yields what is wrong with the ``Auth`` of an HTTP API."""
    yield from unknown_keys(auth, _KEYS, "Auth of an HTTP API")
    for found in authorizers_of(auth, False):
        if isinstance(found, Fault):
            yield found
        elif isinstance(found[1], Table):
            yield from _authorizer(found[0], found[1])
        elif is_function(found[1], False):
            words = f"the authorizer {found[0].value} must be written out: SAM takes no function here"
            yield Fault(found[1].span, words)
    yield from _default(auth)


def takes_iam(auth: Table) -> bool:
    """Returns whether the authorizer ``AWS_IAM`` is there, or may be."""
    switch = value_at(auth, "EnableIamAuthorizer")
    return not (is_empty(switch) or is_other(switch, False, "boolean"))


def _default(auth: Table) -> Iterator[Fault]:
    switch, default = value_at(auth, "EnableIamAuthorizer"), value_at(auth, "DefaultAuthorizer")
    if is_there(switch, False) and is_other(switch, False, "boolean"):
        yield Fault(switch.span, "EnableIamAuthorizer has no effect: SAM takes nothing but true, written out", dropped=True)
    if is_there(default, False):
        yield from must_be(default, "string", "DefaultAuthorizer", False)
    authorizers, name = value_at(auth, "Authorizers"), text_of(default)
    if name is None or (name.value == IAM and takes_iam(auth)):
        return
    if is_empty(authorizers) or (isinstance(authorizers, Table) and authorizers.lacks(name.value)):
        if name.value == IAM:
            yield Fault(default.span, "DefaultAuthorizer is AWS_IAM, which needs EnableIamAuthorizer: true")
        else:
            yield no_such_authorizer(name, auth)


def _authorizer(name: Known[str], authorizer: Table) -> Iterator[Fault]:
    entry = authorizer.entry("OpenIdConnectUrl")
    if entry is not None and isinstance(entry.key, Known):
        words = "OpenIdConnectUrl is not supported any more: JwtConfiguration with issuer and audience is"
        yield Fault(entry.key.span, words)
        return
    yield from unknown_settings(authorizer, _AUTHORIZER_KEYS, "an authorizer of an HTTP API")
    switch = "EnableFunctionDefaultPermissions"
    yield from must_be(value_at(authorizer, switch), "boolean", switch, False)
    yield from must_be(value_at(authorizer, "AuthorizationScopes"), "list", "AuthorizationScopes", False)
    jwt = value_at(authorizer, "JwtConfiguration")
    if isinstance(jwt, Table):
        if jwt.entries:
            yield from _jwt(name, authorizer)
        elif jwt.complete:
            yield from _lambda(name, authorizer)
    elif is_there(jwt, False):
        if is_function(jwt, False):
            yield from _jwt(name, authorizer)
        else:
            yield Fault(jwt.span, "JwtConfiguration must be a map with issuer and audience")
    elif is_empty(jwt):
        yield from _lambda(name, authorizer)


def _jwt(name: Known[str], authorizer: Table) -> Iterator[Fault]:
    if is_missing(authorizer, "IdentitySource"):
        words = f"the JWT authorizer {name.value} needs IdentitySource, such as $request.header.Authorization"
        yield Fault(name.span, words)
    yield from _not_for(authorizer, _OF_LAMBDA, "a JWT authorizer", "Lambda authorizers")


def _lambda(name: Known[str], authorizer: Table) -> Iterator[Fault]:
    needed = [each for each in ("FunctionArn", "AuthorizerPayloadFormatVersion") if is_missing(authorizer, each)]
    if len(needed) == 2 or (needed == ["FunctionArn"] and not authorizer.lacks("IdentitySource")):
        words = f"the authorizer {name.value} needs JwtConfiguration, or FunctionArn and AuthorizerPayloadFormatVersion"
        yield Fault(name.span, words)
        return
    for each in needed:
        yield Fault(name.span, f"the Lambda authorizer {name.value} needs {each}")
    yield from _not_for(authorizer, _OF_JWT, "a Lambda authorizer", "JWT authorizers")
    yield from _identity(value_at(authorizer, "Identity"))


def _not_for(authorizer: Table, names: tuple[str, ...], owner: str, others: str) -> Iterator[Fault]:
    """Yields what an authorizer must not have."""
    for name in names:
        entry = authorizer.entry(name)
        if entry is not None and not _is_null(entry.value):
            other = ": it has Identity" if name == "IdentitySource" else ""
            yield Fault(entry.key.span, f"{owner} has no {name}, which {others} have{other}")


def _is_null(value: Value) -> bool:
    return isinstance(value, Known) and value.value is None


def _identity(identity: Value) -> Iterator[Fault]:
    if not isinstance(identity, Table):
        if is_there(identity, False):
            yield from must_be(identity, "map", "Identity", False)
        return
    yield from unknown_keys(identity, OF_REQUEST, "Identity", dropped=True)
    for source in SOURCES:
        value = value_at(identity, source)
        if is_there(value, False):
            yield from list_of_text(value, source, False)
