"""``ResourcePolicy`` of a REST API and of its events: the resource policy in the document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apigw_lint.loaders.sam.data import is_null, is_set
from apigw_lint.loaders.sam.nodes import is_call, mapping, tree, under, unknown
from apigw_lint.loaders.sam.permissions import starred
from apigw_lint.loaders.sam.rest_document import ANY, keys_of
from apigw_lint.loaders.template import fingerprint
from apigw_lint.syntax.tree import Mapping, Sequence

if TYPE_CHECKING:
    from apigw_lint.loaders.sam.macro import Macro, Resource
    from apigw_lint.loaders.sam.nodes import Grown
    from apigw_lint.loaders.sam.rest_document import RestDocument
    from apigw_lint.syntax.tree import Node

_POLICY = "x-amazon-apigateway-policy"
_INVOKE = "execute-api:Invoke"


def apply(macro: Macro, api: Resource, document: RestDocument) -> None:
    """Adds the resource policy of an API to its document. It is called after the authorization."""
    written = under(api.get("Auth"), "ResourcePolicy")
    if not is_set(written):
        return
    paths = document.names()
    for path in paths if mapping(written) is not None else paths[:1]:
        _add(macro, document, written, path, api.get("StageName"))
    _add_statements(document, written)


def of_event(macro: Macro, document: RestDocument, written: Node | None, path: str, stage: Any) -> None:
    """Adds the resource policy of an event to the document of its API."""
    if is_set(written):
        _add(macro, document, written, path, stage)
        _add_statements(document, written)


def _policy(document: RestDocument, place: Node) -> Grown | None:
    """Returns the policy of a document, ready to be added to; ``None`` where a function makes it."""
    return None if is_call(document.body.get(_POLICY)) else document.body.grow(_POLICY, place)


def _add(macro: Macro, document: RestDocument, written: Node | None, path: str, stage: Any) -> None:
    settings = mapping(written)
    if settings is None:
        if written is not None and is_call(written):
            document.body.put(_POLICY, unknown(written), written)
        return
    policy = _policy(document, settings)
    if policy is None:
        return
    resources = _resources(document, path, stage)
    _add_accounts(policy, settings.get("AwsAccountWhitelist"), "Allow", resources)
    _add_accounts(policy, settings.get("AwsAccountBlacklist"), "Deny", resources)
    _add_addresses(policy, settings.get("IpRangeWhitelist"), "NotIpAddress", resources)
    _add_addresses(policy, settings.get("IpRangeBlacklist"), "IpAddress", resources)
    _add_networks(macro, policy, settings, "Blacklist", "StringEquals", resources)
    _add_networks(macro, policy, settings, "Whitelist", "StringNotEquals", resources)


def _resources(document: RestDocument, path: str, stage: Any) -> list[Any]:
    """Returns the ARNs of all methods of a path."""
    found = []
    for item in document.items(path):
        for name in keys_of(item):
            method = "*" if name.lower() in (ANY, "any") else name.upper()
            found.append({"Fn::Sub": [f"execute-api:/${{__Stage__}}/{method}{starred(path)}", {"__Stage__": stage}]})
    return found


def _statement(effect: str, resources: list[Any], principal: Any, condition: Any = None) -> dict[str, Any]:
    found = {"Effect": effect, "Action": _INVOKE, "Resource": resources, "Principal": principal}
    return found if condition is None else {**found, "Condition": condition}


def _add_accounts(policy: Grown, written: Node | None, effect: str, resources: list[Any]) -> None:
    if written is not None and is_set(written):
        accounts = written if isinstance(written, Sequence) and not is_call(written) else [written]
        _extend(policy, [_statement(effect, resources, {"AWS": accounts})], written, alone=True)


def _add_addresses(policy: Grown, written: Node | None, operator: str, resources: list[Any]) -> None:
    if written is not None and is_set(written):
        addresses = written if isinstance(written, Sequence) and not is_call(written) else [written]
        _add_refusal(policy, {operator: {"aws:SourceIp": addresses}}, resources, written)


def _add_networks(macro: Macro, policy: Grown, settings: Mapping, kind: str, operator: str, resources: list[Any]) -> None:
    """Adds the statements that let networks or endpoints in, or keep them out."""
    networks: list[Any] = []
    endpoints: list[Any] = []
    written = [settings.get(f"{name}{kind}") for name in ("SourceVpc", "IntrinsicVpc", "IntrinsicVpce")]
    for item in _items(written[0]):
        text = macro.text(item) or ""
        if text.startswith("vpce-"):
            endpoints.append(item)
        elif text.startswith("vpc-"):
            networks.append(item)
    networks += _items(written[1])
    endpoints += _items(written[2])
    condition = {name: values for name, values in (("aws:SourceVpc", networks), ("aws:SourceVpce", endpoints)) if values}
    place = next((node for node in written if node is not None and not is_null(node)), None)
    if condition and place is not None:
        _add_refusal(policy, {operator: condition}, resources, place)


def _items(node: Node | None) -> list[Node]:
    if node is None or is_null(node):
        return []
    if isinstance(node, Sequence) and not is_call(node):
        return node.items
    return [unknown(node)] if is_call(node) else []


def _add_refusal(policy: Grown, condition: Any, resources: list[Any], place: Node) -> None:
    """Adds the two statements that let all in but those of whom a condition holds."""
    _extend(policy, [_statement("Allow", resources, "*"), _statement("Deny", resources, "*", condition)], place)


def _add_statements(document: RestDocument, written: Node | None) -> None:
    custom = under(mapping(written), "CustomStatements")
    policy = _policy(document, custom) if custom is not None and is_set(custom) else None
    if custom is None or policy is None:
        return
    if is_null(policy.get("Statement")):
        policy.put("Version", "2012-10-17", custom)
        policy.put("Statement", custom)
    else:
        _extend(policy, custom.items if isinstance(custom, Sequence) and not is_call(custom) else [custom], custom)


def _extend(policy: Grown, statements: list[Any], place: Node, alone: bool = False) -> None:
    """Adds statements to a policy that it does not have; ``alone`` is one that is added in any case, and that needs no list."""
    policy.put("Version", "2012-10-17", place)
    added = [tree(statement, place) for statement in statements]
    existing = policy.get("Statement")
    if existing is None or is_null(existing):
        policy.put("Statement", added[0] if alone else added, place)
        return
    items = list(existing.items) if isinstance(existing, Sequence) and not is_call(existing) else [existing]
    known = {fingerprint(item) for item in items} if not alone else set()
    for statement in added:
        text = fingerprint(statement)
        if text not in known:
            items.append(statement)
            known.add(text)
    policy.put("Statement", tree(items, existing), existing)
