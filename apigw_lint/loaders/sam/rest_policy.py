"""``ResourcePolicy`` of a REST API and of its events: the resource policy in the document."""

from __future__ import annotations

from apigw_lint.loaders.sam.data import is_null, is_set
from apigw_lint.loaders.sam.document import ANY, keys_of
from apigw_lint.loaders.sam.nodes import is_call, mapping, tree, under, unknown
from apigw_lint.loaders.sam.permissions import starred
from apigw_lint.loaders.template import fingerprint
from apigw_lint.syntax.tree import Mapping, Sequence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from apigw_lint.loaders.sam.macro import Macro, Resource
    from apigw_lint.loaders.sam.nodes import Grown
    from apigw_lint.loaders.sam.rest_document import RestDocument
    from apigw_lint.syntax.tree import Node

_POLICY = "x-amazon-apigateway-policy"


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


class _Statements(Sequence):
    """A list of statements that grows, with the fingerprints of what is in it."""

    __slots__ = ("known",)

    def __init__(self, written: Node) -> None:
        items = written.items if isinstance(written, Sequence) and not is_call(written) else [written]
        super().__init__(written.source, written.start, written.end, list(items))
        self.known = {fingerprint(item) for item in items}


class _Policy:
    """The policy of a document while statements on some methods are added to it."""

    def __init__(self, body: Grown, resources: list[Any]) -> None:
        self.body = body
        self.resources = resources

    def statement(self, effect: str, principal: Any, condition: Any = None) -> dict[str, Any]:
        """Returns a statement on the methods."""
        found = {"Effect": effect, "Action": "execute-api:Invoke", "Resource": self.resources, "Principal": principal}
        return found if condition is None else {**found, "Condition": condition}

    def refuse(self, condition: Any, place: Node) -> None:
        """Adds the two statements that let all in but those of whom a condition holds."""
        self.extend([self.statement("Allow", "*"), self.statement("Deny", "*", condition)], place)

    def extend(self, statements: list[Any], place: Node, alone: bool = False) -> None:
        """Adds statements that the policy does not have; ``alone`` is one that is added in any case, and that needs no list."""
        self.body.put("Version", "2012-10-17", place)
        added = [tree(statement, place) for statement in statements]
        existing = self.body.get("Statement")
        if existing is None or is_null(existing):
            self.body.put("Statement", added[0] if alone else added, place)
            return
        if not isinstance(existing, _Statements):
            existing = _Statements(existing)
            self.body.put("Statement", existing, existing)
        for statement in added:
            text = fingerprint(statement)
            if alone or text not in existing.known:
                existing.items.append(statement)
                existing.known.add(text)


def _policy(document: RestDocument, resources: list[Any], place: Node) -> _Policy | None:
    """Returns the policy of a document, ready to be added to; ``None`` where a function makes it."""
    return None if is_call(document.body.get(_POLICY)) else _Policy(document.body.grow(_POLICY, place), resources)


def _add(macro: Macro, document: RestDocument, written: Node | None, path: str, stage: Any) -> None:
    settings = mapping(written)
    if settings is None:
        if written is not None and is_call(written):
            document.body.put(_POLICY, unknown(written), written)
        return
    policy = _policy(document, _resources(document, path, stage), settings)
    if policy is None:
        return
    for name, effect in (("AwsAccountWhitelist", "Allow"), ("AwsAccountBlacklist", "Deny")):
        accounts = settings.get(name)
        if accounts is not None and is_set(accounts):
            policy.extend([policy.statement(effect, {"AWS": _listed(accounts)})], accounts, alone=True)
    for name, operator in (("IpRangeWhitelist", "NotIpAddress"), ("IpRangeBlacklist", "IpAddress")):
        addresses = settings.get(name)
        if addresses is not None and is_set(addresses):
            policy.refuse({operator: {"aws:SourceIp": _listed(addresses)}}, addresses)
    _add_networks(macro, policy, settings, "Blacklist", "StringEquals")
    _add_networks(macro, policy, settings, "Whitelist", "StringNotEquals")


def _listed(node: Node) -> Any:
    return node if isinstance(node, Sequence) and not is_call(node) else [node]


def _resources(document: RestDocument, path: str, stage: Any) -> list[Any]:
    """Returns the ARNs of all methods of a path."""
    found = []
    for item in document.items(path):
        for name in keys_of(item):
            method = "*" if name.lower() in (ANY, "any") else name.upper()
            found.append({"Fn::Sub": [f"execute-api:/${{__Stage__}}/{method}{starred(path)}", {"__Stage__": stage}]})
    return found


def _add_networks(macro: Macro, policy: _Policy, settings: Mapping, kind: str, operator: str) -> None:
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
        policy.refuse({operator: condition}, place)


def _items(node: Node | None) -> list[Node]:
    if node is None or is_null(node):
        return []
    if isinstance(node, Sequence) and not is_call(node):
        return node.items
    return [unknown(node)] if is_call(node) else []


def _add_statements(document: RestDocument, written: Node | None) -> None:
    custom = under(mapping(written), "CustomStatements")
    policy = _policy(document, [], custom) if custom is not None and is_set(custom) else None
    if custom is None or policy is None:
        return
    if is_null(policy.body.get("Statement")):
        policy.body.put("Version", "2012-10-17", custom)
        policy.body.put("Statement", custom)
    else:
        policy.extend(_items(custom) if isinstance(custom, Sequence) else [custom], custom)
