"""What SAM refuses in the ``Auth`` of an event that leads to an API."""

from __future__ import annotations

from apigw_lint.languages.serverless import FUNCTION, HTTP, REST, api_of
from apigw_lint.languages.serverless_auth import IAM, Fault, must_be, no_such_authorizer, policy_faults, text_of
from apigw_lint.languages.serverless_http_auth import takes_iam
from apigw_lint.languages.serverless_values import is_empty, is_other, is_there, value_at
from apigw_lint.value import Absent, Known, Table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.languages.serverless import Event
    from apigw_lint.model import Definition, RawResource

NONE = "NONE"
_OVERRIDES = ("Authorizer", "ApiKeyRequired", "ResourcePolicy")


def api_that_takes(definition: Definition, event: Event, auth: Table) -> RawResource | None:
    """Returns the API of an event where SAM certainly puts the event's ``Auth`` into its document."""
    api = api_of(definition, event)
    if api is None or not isinstance(api.properties, Table) or api.type != (REST if event.kind == "Api" else HTTP):
        return None
    body, uri = api.properties.get("DefinitionBody"), api.properties.get("DefinitionUri")
    if is_empty(body) and is_empty(uri):
        return api
    if not is_there(body, False):
        return None
    if event.kind == "HttpApi":
        return api
    merged = api.properties.get("MergeDefinitions")
    is_merged = isinstance(merged, Known) and merged.value is True and merged.writer is not None
    return api if event.owner.type == FUNCTION and (is_merged or is_there(value_at(auth, "OverrideApiAuth"), False)) else None


def shape_faults(event: Event, auth: Table) -> Iterator[Fault]:
    """Yields what is wrong with the ``Auth`` of an event, whatever its API has."""
    scopes = value_at(auth, "AuthorizationScopes")
    if is_there(scopes, False):
        yield from must_be(scopes, "list", "AuthorizationScopes", False)
    if event.kind == "Api":
        yield from policy_faults(value_at(auth, "ResourcePolicy"), False)


def faults_with(api: RawResource, event: Event, auth: Table) -> Iterator[Fault]:
    """Yields what an event asks of its API that this has not."""
    assert isinstance(api.properties, Table)
    entry = api.properties.entry("Auth")
    shared = value_at(api.properties, "Auth")
    if entry is not None and isinstance(shared, Known) and shared.value is None:
        if event.kind == "HttpApi" and auth.entries:
            yield Fault(entry.key.span, "Auth must be a map, and is nothing")
            return
        shared = Absent(shared.span)
    if isinstance(shared, Absent):
        shared = Table([], shared.span)
    if not isinstance(shared, Table):
        return
    if event.kind == "HttpApi":
        yield from _http_authorizer(event, auth, shared)
        return
    if not is_empty(value_at(auth, "Authorizer")):
        yield from _authorizer(auth, shared, text_of(value_at(auth, "Authorizer")), IAM)
    elif is_there(value_at(auth, "AuthorizationScopes"), False):
        entry = auth.entry("AuthorizationScopes")
        assert entry is not None
        yield Fault(entry.key.span, "AuthorizationScopes needs an Authorizer beside it: SAM does not take the default one for it")
    yield from _api_key(auth, shared)
    yield from _override(event, auth)


def _http_authorizer(event: Event, auth: Table, shared: Table) -> Iterator[Fault]:
    if not is_empty(value_at(auth, "Authorizer")):
        yield from _authorizer(auth, shared, text_of(value_at(auth, "Authorizer")), IAM if takes_iam(shared) else "")
    elif auth.entries and is_empty(value_at(shared, "DefaultAuthorizer")):
        entry = event.properties.entry("Auth")
        assert entry is not None
        yield Fault(entry.key.span, "Auth needs an Authorizer, as the API has no DefaultAuthorizer")


def _authorizer(auth: Table, shared: Table, name: Known[str] | None, own: str) -> Iterator[Fault]:
    """Yields what is wrong with the authorizer that an event names; ``own`` is one that needs no definition."""
    written, authorizers = value_at(auth, "Authorizer"), value_at(shared, "Authorizers")
    if name is None:
        if is_there(written, False) and is_other(written, False, "string"):
            yield Fault(written.span, "Authorizer must be the name of an authorizer, written out: SAM takes nothing else here")
    elif name.value == NONE:
        if is_empty(value_at(shared, "DefaultAuthorizer")):
            yield Fault(name.span, "NONE is for APIs with a DefaultAuthorizer, and this one has none: leave Authorizer out")
    elif name.value != own:
        if is_empty(authorizers):
            words = "the API has no Authorizers"
            if name.value == IAM:
                words = "AWS_IAM needs EnableIamAuthorizer: true in the Auth of the API"
            yield Fault(name.span, words)
        elif isinstance(authorizers, Table) and is_empty(value_at(authorizers, name.value)):
            yield no_such_authorizer(name, shared, (own,) if own else ())


def _api_key(auth: Table, shared: Table) -> Iterator[Fault]:
    entry = auth.entry("ApiKeyRequired")
    if entry is None or not is_empty(entry.value) or (isinstance(entry.value, Known) and entry.value.value is None):
        return
    if is_empty(value_at(shared, "ApiKeyRequired")):
        yield Fault(entry.value.span, "ApiKeyRequired: false is for APIs that require keys, and this one does not: leave it out")


def _override(event: Event, auth: Table) -> Iterator[Fault]:
    entry = auth.entry("OverrideApiAuth")
    if entry is None or event.owner.type != FUNCTION or not is_there(entry.value, False):
        return
    if all(is_empty(value_at(auth, name)) for name in _OVERRIDES):
        yield Fault(entry.key.span, "OverrideApiAuth needs what is to be overridden: Authorizer, ApiKeyRequired or ResourcePolicy")
