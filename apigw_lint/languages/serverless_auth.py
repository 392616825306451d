"""What SAM refuses in the ``Auth`` of an API, and what it drops there without a word."""

from __future__ import annotations

from apigw_lint.facts.enums import nearest
from apigw_lint.languages.serverless_values import is_empty, is_function, is_other, is_there, value_at
from apigw_lint.record import Row
from apigw_lint.value import Absent, Known, List, Table, scalar_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.source import Span
    from apigw_lint.value import Value

IAM = "AWS_IAM"
SOURCES = ("Headers", "QueryStrings", "StageVariables", "Context")
"""What the identity of a caller can be read from."""
_KEYS = (
    "Authorizers",
    "DefaultAuthorizer",
    "InvokeRole",
    "AddDefaultAuthorizerToCorsPreflight",
    "AddApiKeyRequiredToCorsPreflight",
    "ApiKeyRequired",
    "ResourcePolicy",
    "UsagePlan",
)
_AUTHORIZER_KEYS = (
    "UserPoolArn",
    "FunctionArn",
    "FunctionPayloadType",
    "FunctionInvokeRole",
    "DisableFunctionDefaultPermissions",
    "Identity",
    "AuthorizationScopes",
)
_OF_TOKEN = ("Header", "ValidationExpression", "ReauthorizeEvery")
OF_REQUEST = (*SOURCES, "ReauthorizeEvery")
"""What is read of the identity of a request."""
_PAYLOADS = ("TOKEN", "REQUEST")
_PLAN_KEYS = ("CreateUsagePlan", "Description", "Quota", "Tags", "Throttle", "UsagePlanName")
_PLANS = ("PER_API", "SHARED", "NONE")
_LISTS = ("AwsAccountWhitelist", "AwsAccountBlacklist")
_VPCS = ("SourceVpcWhitelist", "SourceVpcBlacklist")
_POLICY_KEYS = (
    *_LISTS,
    "IpRangeWhitelist",
    "IpRangeBlacklist",
    *_VPCS,
    "IntrinsicVpcWhitelist",
    "IntrinsicVpcBlacklist",
    "IntrinsicVpceWhitelist",
    "IntrinsicVpceBlacklist",
    "CustomStatements",
)


class Fault(Row):
    """Something that SAM refuses, or leaves out where it is ``dropped``.

    ``instead`` is what should stand in the place of ``written``, and ``certain`` whether it is surely that.
    """

    span: Span
    words: str
    help: str = ""
    written: Known[str] | None = None
    instead: str = ""
    dropped: bool = False
    certain: bool = True


def text_of(value: Value) -> Known[str] | None:
    """Returns a value that is text, written out and not empty."""
    return value if isinstance(value, Known) and isinstance(value.value, str) and value.value and value.writer is not None else None


def unknown_keys(table: Table, keys: tuple[str, ...], owner: str, dropped: bool = False) -> Iterator[Fault]:
    """Yields the keys of a table that are none of some."""
    for key, _ in table.known():
        if key.value not in keys:
            near = nearest(key.value, [name for name in keys if table.lacks(name)])
            words = f"{owner} has no {key.value}" + (f": it has {near}" if near else "")
            yield Fault(key.span, words, "" if near else f"it has {', '.join(keys)}", key if near else None, near or "", dropped)


def unknown_settings(authorizer: Table, keys: tuple[str, ...], owner: str) -> Iterator[Fault]:
    """Yields the keys of an authorizer that SAM does not read."""
    for fault in unknown_keys(authorizer, keys, owner, dropped=True):
        lifetime = "ttl" in fault.span.text.lower()
        yield Fault(fault.span, fault.words, "Identity has ReauthorizeEvery", dropped=True) if lifetime else fault


def one_of(value: Value, names: tuple[str, ...], what: str, given: bool) -> Iterator[Fault]:
    """Yields the fault of a value that is certainly none of some words."""
    words = f"{what} must be {' or '.join([', '.join(names[:-1]), names[-1]])}"
    if is_other(value, given, "string"):
        yield Fault(value.span, f"{words}{_plainly(value, given)}")
    elif isinstance(value, Known) and value.writer is not None and value.value is not None and value.value not in names:
        near = nearest(scalar_text(value.value), names)
        yield Fault(value.span, f"{words}, not {scalar_text(value.value)!r}", "", value if near else None, near or "")


def _plainly(value: Value, given: bool) -> str:
    """Returns what is to be added where a function was called."""
    return ", written out: SAM takes no function here" if is_function(value, given) else ""


def must_be(value: Value, kind: str, what: str, given: bool) -> Iterator[Fault]:
    """Yields the fault of a value that is certainly not of a kind; a function is a map."""
    if is_other(value, given, kind):
        article = "true or false" if kind == "boolean" else f"a {kind}"
        yield Fault(value.span, f"{what} must be {article}{_plainly(value, given)}")


def list_of_text(value: Value, what: str, given: bool) -> Iterator[Fault]:
    """Yields the fault of a value that is certainly no list of texts."""
    yield from must_be(value, "list", what, given)
    for item in value.items if isinstance(value, List) else ():
        if is_other(item, given, "string"):
            yield Fault(item.span, f"each of {what} must be text{_plainly(item, given)}")


def authorizers_of(auth: Table, given: bool) -> Iterator[tuple[Known[str], Value] | Fault]:
    """Yields the authorizers of an API, and what is wrong with them as a whole."""
    value = value_at(auth, "Authorizers")
    if not isinstance(value, Table):
        if is_function(value, given) or (is_there(value, given) and is_other(value, given, "map")):
            yield Fault(value.span, f"Authorizers must be a map of names and authorizers{_plainly(value, given)}")
        return
    for entry in value.entries:
        if isinstance(entry.key, Known) and not isinstance(entry.value, Absent):
            if isinstance(entry.value, Known) and (entry.value.value is None or entry.value.writer is not None):
                yield Fault(entry.value.span if entry.value.value else entry.key.span, f"the authorizer {entry.key.value} must be a map")
            elif isinstance(entry.value, List):
                yield Fault(entry.value.span, f"the authorizer {entry.key.value} must be a map, not a list")
            else:
                yield entry.key, entry.value


def no_such_authorizer(name: Known[str], auth: Table, others: tuple[str, ...] = ()) -> Fault:
    """Returns the fault of a name that no authorizer of an API has."""
    authorizers = value_at(auth, "Authorizers")
    names = [key.value for key, _ in authorizers.known()] if isinstance(authorizers, Table) else []
    near = nearest(name.value, [*names, *others])
    words = f"the API has no authorizer {name.value}" + (f": it has {near}" if near else "")
    there = "" if near or not names else f"its Authorizers: {', '.join(names)}"
    return Fault(name.span, words, there, name if near else None, near or "", certain=name.value.lower() == (near or "").lower())


def rest_faults(auth: Table) -> Iterator[Fault]:
    """Yields what is wrong with the ``Auth`` of a REST API."""
    yield from unknown_keys(auth, _KEYS, "Auth of a REST API")
    for found in authorizers_of(auth, True):
        if isinstance(found, Fault):
            yield found
        elif isinstance(found[1], Table):
            yield from _authorizer(found[0], found[1])
    yield from _default(auth)
    yield from _usage_plan(auth)
    yield from policy_faults(value_at(auth, "ResourcePolicy"), True)


def _authorizer(name: Known[str], authorizer: Table) -> Iterator[Fault]:
    payload = value_at(authorizer, "FunctionPayloadType")
    yield from one_of(payload, _PAYLOADS, "FunctionPayloadType", True)
    is_request = isinstance(payload, Known) and payload.writer is not None and payload.value == "REQUEST"
    yield from unknown_settings(authorizer, _AUTHORIZER_KEYS, "an authorizer of a REST API")
    yield from _identity(name, authorizer, is_request)
    if isinstance(payload, Absent) or (isinstance(payload, Known) and payload.writer is not None):
        yield from _unread(value_at(authorizer, "Identity"), is_request and authorizer.lacks("UserPoolArn"))
    yield from must_be(value_at(authorizer, "AuthorizationScopes"), "list", "AuthorizationScopes", True)
    switch = "DisableFunctionDefaultPermissions"
    yield from must_be(value_at(authorizer, switch), "boolean", switch, True)


def _identity(name: Known[str], authorizer: Table, is_request: bool) -> Iterator[Fault]:
    entry, identity = authorizer.entry("Identity"), value_at(authorizer, "Identity")
    needed = f"{', '.join(SOURCES[:-1])} or {SOURCES[-1]}"
    if isinstance(identity, Table):
        if is_request and not identity.complete:
            return
        if is_request and _is_without_source(identity):
            place = entry.key.span if entry is not None else name.span
            yield Fault(place, f"a REQUEST authorizer must say what identifies a caller: {needed}")
        elif is_request and authorizer.lacks("UserPoolArn"):
            for source in SOURCES:
                value = value_at(identity, source)
                if is_there(value, True):
                    yield from list_of_text(value, source, True)
    elif is_function(identity, True):
        if is_request:
            yield Fault(identity.span, "Identity must be written out: SAM takes no function here")
    elif is_there(identity, True):
        yield Fault(identity.span, "Identity must be a map")
    elif is_request and is_empty(identity):
        yield Fault(name.span, f"the REQUEST authorizer {name.value} needs an Identity with {needed}")


def _unread(identity: Value, is_request: bool) -> Iterator[Fault]:
    """Yields what SAM does not read of an identity: that of a request has several sources, any other has one header."""
    if not isinstance(identity, Table) or (is_request and _is_without_source(identity)):
        return
    owner = "the Identity of a REQUEST authorizer" if is_request else "this Identity"
    for fault in unknown_keys(identity, OF_REQUEST if is_request else _OF_TOKEN, owner, dropped=True):
        other = fault.span.text.strip("'\"")
        if other == "Headers" or (other == "Header" and is_request):
            wanted = "Headers, a list" if is_request else "Header, a text; Headers is for FunctionPayloadType: REQUEST"
            yield Fault(fault.span, f"{owner} has no {other}: it has {wanted}", dropped=True)
        else:
            yield fault


def _is_without_source(identity: Table) -> bool:
    """Returns whether an identity certainly names nothing that identifies a caller, and results are kept for some time."""
    if not all(is_empty(value_at(identity, source)) for source in SOURCES):
        return False
    lifetime = value_at(identity, "ReauthorizeEvery")
    if isinstance(lifetime, (Absent, Table, List)) or is_function(lifetime, True):
        return True
    if not isinstance(lifetime, Known) or (lifetime.writer is None and lifetime.value is not None):
        return False
    try:
        return lifetime.value is None or int(lifetime.value) > 0
    except (TypeError, ValueError, OverflowError):
        return True


def _default(auth: Table) -> Iterator[Fault]:
    authorizers, default = value_at(auth, "Authorizers"), value_at(auth, "DefaultAuthorizer")
    name = text_of(default)
    if is_there(authorizers, True):
        if is_there(default, True):
            yield from must_be(default, "string", "DefaultAuthorizer", True)
        if isinstance(authorizers, Table) and name is not None and name.value != IAM and authorizers.lacks(name.value):
            yield no_such_authorizer(name, auth, (IAM,))
    elif is_empty(authorizers) and name is not None and name.value not in (IAM, "NONE"):
        words = "DefaultAuthorizer has no effect without Authorizers: SAM leaves it out, and everybody may call the API"
        yield Fault(default.span, words, dropped=True)


def _usage_plan(auth: Table) -> Iterator[Fault]:
    entry, plan = auth.entry("UsagePlan"), value_at(auth, "UsagePlan")
    if entry is None:
        return
    if is_function(plan, True) or is_other(plan, True, "map"):
        yield Fault(plan.span, f"UsagePlan must be a map{_plainly(plan, True)}")
    if not isinstance(plan, Table):
        return
    yield from unknown_keys(plan, _PLAN_KEYS, "UsagePlan")
    create = value_at(plan, "CreateUsagePlan")
    if isinstance(create, Absent) or (isinstance(create, Known) and create.value is None):
        if not any(key.value not in _PLAN_KEYS and nearest(key.value, ["CreateUsagePlan"]) for key, _ in plan.known()):
            yield Fault(entry.key.span, "UsagePlan needs CreateUsagePlan: PER_API, SHARED or NONE")
    else:
        yield from one_of(create, _PLANS, "CreateUsagePlan", True)


def policy_faults(policy: Value, given: bool) -> Iterator[Fault]:
    """Yields what is wrong with a ``ResourcePolicy``, of an API or of an event."""
    if is_there(policy, given) and not is_function(policy, given):
        yield from must_be(policy, "map", "ResourcePolicy", given)
    if not isinstance(policy, Table):
        return
    yield from unknown_keys(policy, _POLICY_KEYS, "ResourcePolicy", dropped=True)
    for name in _LISTS:
        accounts = value_at(policy, name)
        if is_there(accounts, given) and is_other(accounts, given, "list", "map"):
            yield Fault(accounts.span, f"{name} must be a list of account ids")
    for name in _VPCS:
        vpcs = value_at(policy, name)
        if isinstance(vpcs, List):
            yield from _resolved(vpcs, name, given)
        elif is_other(vpcs, given, "list", "string", "map"):
            yield Fault(vpcs.span, f"{name} must be a list of ids of VPCs and VPC endpoints")
        elif is_there(vpcs, given):
            yield Fault(vpcs.span, f"{name} has no effect: SAM takes it for no ids, as it is no list", dropped=True)


def _resolved(vpcs: List, name: str, given: bool) -> Iterator[Fault]:
    """Yields the items of a list of VPCs that are no text."""
    for item in vpcs.items:
        if is_function(item, given):
            kind = name.removeprefix("SourceVpc")
            yield Fault(item.span, f"{name} takes no functions: IntrinsicVpc{kind} and IntrinsicVpce{kind} do")
        elif is_other(item, given, "string"):
            yield Fault(item.span, f"each of {name} must be text")
