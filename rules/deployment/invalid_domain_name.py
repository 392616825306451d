"""The rule invalid-domain-name."""

from __future__ import annotations

import re

from apigw_lint.facts.enums import nearest
from apigw_lint.languages.placeholders import may_be_filled_in
from apigw_lint.regexp import regexp
from apigw_lint.rule import Consequence, Fix, Rule
from apigw_lint.value import HOLE, Absent, Known, List, Reference, Table, Text, Unknown, items, known, masked, strings

_TYPES = ("EDGE", "PRIVATE", "REGIONAL")
_TYPES_V2 = ("REGIONAL",)
_POLICIES = ("TLS_1_0", "TLS_1_2")
_MODES = ("BASE_PATH_MAPPING_ONLY", "ROUTING_RULE_ONLY", "ROUTING_RULE_THEN_BASE_PATH_MAPPING")
_MODES_V2 = ("API_MAPPING_ONLY", "ROUTING_RULE_ONLY", "ROUTING_RULE_THEN_API_MAPPING")
_REGION = regexp(r"arn:aws:acm:([a-z0-9-]+):")

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Definition, DomainName
    from apigw_lint.rule import Finding
    from apigw_lint.value import Value


class InvalidDomainName(Rule):
    """
    Custom domain name that API Gateway does not take.

    ## What it does
    Finds names with upper case, underscores or a misplaced `*`; certificates in the field of another endpoint type, or of an
    edge-optimized domain outside of us-east-1; endpoint types and security policies that do not exist or do not go together; mutual TLS
    with an endpoint or policy that has none, or a truststore that is no object in S3; a resource policy on a domain that is not private.

    ## Why is this bad?
    API Gateway refuses the domain name.

    ## Example
    ```yaml
    Resources:
      Domain:
        Type: AWS::ApiGateway::DomainName
        Properties:
          DomainName: api.pets.example
          CertificateArn: arn:aws:acm:eu-west-1:123456789012:certificate/8a0c3ab9-2c56-4e75-9a07-6a3c0dfbbd62
          EndpointConfiguration: {Types: [REGIONAL]}
          SecurityPolicy: TLS_1_2
    ```

    ## Use instead
    ```yaml
    Resources:
      Domain:
        Type: AWS::ApiGateway::DomainName
        Properties:
          DomainName: api.pets.example
          RegionalCertificateArn: arn:aws:acm:eu-west-1:123456789012:certificate/8a0c3ab9-2c56-4e75-9a07-6a3c0dfbbd62
          EndpointConfiguration: {Types: [REGIONAL]}
          SecurityPolicy: TLS_1_2
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-custom-domains.html
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-mutual-tls.html
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-custom-domain-tls-version.html
    """

    consequence = Consequence.REJECTED
    needs = ("definition.domain_names",)

    def check_definition(self, definition: Definition) -> Iterator[Finding]:
        """Looks at each domain name."""
        for domain in definition.domain_names:
            yield from self._name(domain)
            yield from self._types(domain)
            yield from self._certificates(domain)
            yield from self._policy(domain)
            yield from self._mutual_tls(domain)

    def _name(self, domain: DomainName) -> Iterator[Finding]:
        text = masked(domain.domain_name)
        name = domain.domain_name
        if text is None or not isinstance(name, (Known, Text)):
            return
        wrong = re.search(r"[A-Z_]", text)
        if wrong:
            edit = name.replaced(text.lower()) if isinstance(name, Known) and "_" not in text else None
            fix = Fix("write it in lower case", [edit], safe=False) if edit is not None else None
            yield self.finding(name.span, f"{wrong[0]} in the domain name {_shown(text)}: it takes lower case and no underscore", fix=fix)
        if "*" in text[1:] or (text.startswith("*") and text[1:2] not in (".", HOLE)):
            yield self.finding(
                name.span, f"a * stands for the whole first label of a domain name, as in *.pets.example, not in {_shown(text)}"
            )

    def _types(self, domain: DomainName) -> Iterator[Finding]:
        endpoint = domain.endpoint_configuration
        written = endpoint.types if endpoint is not None else None
        kinds = list(strings_of(written)) if written is not None else []
        if isinstance(written, List) and written.complete and len(written.items) > 1:
            yield self.finding(written.span, f"{len(written.items)} endpoint types: a domain name has one")
        allowed = _TYPES if domain.version == 1 else _TYPES_V2
        for kind in kinds:
            if kind.value not in allowed:
                why = "a domain name of HTTP and WebSocket APIs is REGIONAL" if domain.version == 2 else f"none of {', '.join(_TYPES)}"
                right = "REGIONAL" if domain.version == 2 else nearest(kind.value, _TYPES)
                yield self.finding(kind.span, f"endpoint type {kind.value}: {why}", fix=_fix(kind, right))

    def _certificates(self, domain: DomainName) -> Iterator[Finding]:
        if domain.version != 1:
            return
        kind = _type(domain)
        regional, edge = domain.regional_certificate_arn, domain.certificate_arn
        if kind == "EDGE" and _is_written(regional):
            yield self._wrong_certificate(domain, regional, "an edge-optimized domain has its certificate in CertificateArn")
        if kind == "REGIONAL" and _is_written(edge):
            yield self._wrong_certificate(domain, edge, "a regional domain has its certificate in RegionalCertificateArn")
        region = _REGION.match(masked(edge) or "")
        if kind == "EDGE" and region and region[1] != "us-east-1":
            yield self.finding(edge.span, f"the certificate of an edge-optimized domain is in us-east-1, not in {region[1]}")

    def _wrong_certificate(self, domain: DomainName, certificate: Value, words: str) -> Finding:
        endpoint = domain.endpoint_configuration
        related = [(endpoint.types.span, "the endpoint type")] if endpoint is not None else []
        return self.finding(certificate.span, words, related=related)

    def _policy(self, domain: DomainName) -> Iterator[Finding]:
        for policy in strings(domain.security_policy):
            if domain.version == 2 and policy.value == "TLS_1_0":
                yield self.finding(policy.span, "domain names of HTTP and WebSocket APIs take TLS_1_2", fix=_fix(policy, "TLS_1_2"))
            elif policy.value not in _POLICIES and not policy.value.startswith("SecurityPolicy_"):
                right = nearest(policy.value, _POLICIES)
                words = f"security policy {policy.value} is none of {', '.join(_POLICIES)}, SecurityPolicy_..."
                yield self.finding(policy.span, words, fix=_fix(policy, right))
        for mode in strings(domain.routing_mode):
            modes = _MODES if domain.version == 1 else _MODES_V2
            if mode.value not in modes:
                right = nearest(mode.value, modes)
                yield self.finding(mode.span, f"routing mode {mode.value} is none of {', '.join(modes)}", fix=_fix(mode, right))
        if (
            domain.version == 1
            and _type(domain) in ("EDGE", "REGIONAL")
            and isinstance(domain.policy, (Known, Table))
            and _is_written(domain.policy)
        ):
            yield self.finding(domain.policy.span, "only private domain names have a resource policy")

    def _mutual_tls(self, domain: DomainName) -> Iterator[Finding]:
        store = domain.mutual_tls_truststore_uri
        if not _is_written(store):
            return
        text = masked(store)
        unclear = text is None or HOLE in text[:5] or may_be_filled_in(text)
        if text is not None and not unclear and not re.match(rf"s3://[^/]+/.|s3://[^/]*{HOLE}", text):
            yield self.finding(store.span, f"the truststore {_shown(text)} is no object in S3: s3://{{bucket}}/{{key}}")
        kind, policy = _type(domain), known(domain.security_policy, str)
        if domain.version == 1 and kind in ("EDGE", "PRIVATE"):
            yield self.finding(store.span, f"mutual TLS needs a regional domain name; this one is {kind}")
        if policy is not None and (policy == "TLS_1_0" or policy.startswith("SecurityPolicy_")):
            words = f"mutual TLS needs the security policy TLS_1_2, not {policy}"
            yield self.finding(store.span, words, related=[(domain.security_policy.span, "the policy")])


def strings_of(value: Value) -> Iterator[Known[str]]:
    """Yields the strings of a list that are written out."""
    for item in items(value):
        yield from strings(item)


def _type(domain: DomainName) -> str | None:
    """Returns the endpoint type of a domain name where it is written; what counts without one is not documented."""
    endpoint = domain.endpoint_configuration
    types = endpoint.types if endpoint is not None else None
    if endpoint is not None and endpoint.certain and isinstance(types, List) and types.complete and len(types.items) == 1:
        return known(types.items[0], str)
    return None


def _is_written(value: Value) -> bool:
    """Returns whether something certainly is there."""
    if isinstance(value, Unknown):
        return isinstance(value, Reference)
    return not isinstance(value, Absent) and not (isinstance(value, Known) and value.value in ("", None))


def _shown(text: str) -> str:
    return text.replace(HOLE, "…")


def _fix(written: Known[str], right: str | None) -> Fix | None:
    edit = written.replaced(right) if right else None
    return Fix(f"write {right}", [edit], safe=False) if edit is not None else None
