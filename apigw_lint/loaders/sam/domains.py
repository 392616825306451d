"""Custom domains of SAM's APIs: the domain name and the base paths that lead to a stage."""

from __future__ import annotations

from apigw_lint.loaders.sam.data import digest, is_null, is_set, suffix
from apigw_lint.loaders.sam.macro import PREFIX, Resource
from apigw_lint.loaders.sam.nodes import Grown, is_call, mapping, unknown
from apigw_lint.loaders.template import call_of
from apigw_lint.syntax.tree import Scalar, Sequence
from apigw_lint.value import Known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from apigw_lint.loaders.sam.macro import Macro
    from apigw_lint.syntax.tree import Mapping, Node

_OPTIONAL = ("SecurityPolicy", "EndpointAccessMode", "Policy", "OwnershipVerificationCertificateArn")
_VERSION_2 = ("OwnershipVerificationCertificateArn", "SecurityPolicy")


def expand(macro: Macro) -> None:
    """Makes the domains of all APIs, in the order in which these are written: of two for one domain name the later counts.

    It is called when the stages are made, since mappings refer to ``macro.references["<ApiId>.Stage"]``.
    """
    for api in macro.of_type("Api", "HttpApi", "WebSocketApi"):
        kind = api.type.removeprefix(PREFIX)
        _expand(macro, unconditional(api) if kind == "WebSocketApi" else api, kind)


def unconditional(api: Resource) -> Resource:
    """Returns a WebSocket API without its condition, which SAM hands on to nothing that it makes of one."""
    attributes = Grown(api.attributes, api.attributes)
    attributes.drop("Condition")
    return Resource(api.declaration, attributes, api.properties)


def _expand(macro: Macro, api: Resource, kind: str) -> None:
    key, written = api.properties.key("Domain"), mapping(api.get("Domain"))
    if key is None or written is None or is_null(written.get("DomainName")):
        return
    domain = _Domain(macro, api, key, written)
    if kind != "Api":
        domain.version_2()
    elif domain.endpoint == "PRIVATE":
        domain.private()
    else:
        domain.public()


class _Domain:
    """A domain while it is made: what is written of it, and the type of its endpoint where that is known."""

    def __init__(self, macro: Macro, api: Resource, key: Scalar, written: Mapping) -> None:
        self.macro = macro
        self.api = api
        self.key = key
        self.written = written
        self.suffix = suffix(macro, written.get("DomainName"))
        endpoint = written.get("EndpointConfiguration")
        self.endpoint = "REGIONAL" if is_null(endpoint) else macro.text(endpoint)

    def public(self) -> None:
        """Makes the domain of a REST API."""
        name = f"ApiGatewayDomainName{self.suffix}"
        properties = self._properties(name, "DomainName")
        names = {"REGIONAL": ("RegionalCertificateArn",), None: ("RegionalCertificateArn", "CertificateArn")}
        for entry in names.get(self.endpoint, ("CertificateArn",)):
            certificate = self.written.get("CertificateArn")
            if certificate is not None:
                properties.put(entry, unknown(certificate) if self.endpoint is None else certificate, certificate)
        self._put_truststore(properties)
        self._make(name, "AWS::ApiGateway::DomainName", properties)
        target = {"DomainName": {"Ref": name}, "RestApiId": {"Ref": self.api.id}}
        self._map_rest_api("AWS::ApiGateway::BasePathMapping", target)

    def private(self) -> None:
        """Makes the private domain of a REST API, and what lets a VPC endpoint call it."""
        name = f"ApiGatewayDomainNameV2{self.suffix}"
        properties = self._properties(name, "DomainNameV2")
        self._put(properties, "CertificateArn")
        self._make(name, "AWS::ApiGateway::DomainNameV2", properties)
        self._map_rest_api("AWS::ApiGateway::BasePathMappingV2", {"DomainNameArn": {"Ref": name}, "RestApiId": {"Ref": self.api.id}})
        association = mapping(self.written.get("AccessAssociation"))
        source = association.get("VpcEndpointId") if association is not None else None
        if source is not None:
            made: dict[str, Any] = {
                "DomainNameArn": {"Ref": name},
                "AccessAssociationSourceType": "VPCE",
                "AccessAssociationSource": source,
            }
            association_id = f"DomainNameAccessAssociation{digest([suffix(self.macro, source), name])[:10]}"
            self._make(association_id, "AWS::ApiGateway::DomainNameAccessAssociation", made)

    def version_2(self) -> None:
        """Makes the domain of an HTTP or WebSocket API."""
        name = f"ApiGatewayDomainNameV2{self.suffix}"
        self.macro.references[f"{self.api.id}.DomainName"] = name
        properties, configuration = Grown(self.key), Grown(self.key)
        self._put(properties, "DomainName")
        self._put(configuration, "CertificateArn")
        configuration.put("EndpointType", self._endpoint())
        for entry in _VERSION_2:
            self._put(configuration, entry)
        properties.put("DomainNameConfigurations", [configuration])
        self._put_truststore(properties)
        self._make(name, "AWS::ApiGatewayV2::DomainName", properties)
        for part, path, place in self._base_paths("-_/"):
            made: dict[str, Any] = {"DomainName": {"Ref": name}, "ApiId": {"Ref": self.api.id}, "Stage": {"Ref": f"{self.api.id}.Stage"}}
            if path is not None:
                made["ApiMappingKey"] = path
            self._make(f"{self.api.id}{part}ApiMapping", "AWS::ApiGatewayV2::ApiMapping", made, place)

    def _properties(self, id: str, reference: str) -> Grown:
        """Returns the properties that public and private domains of REST APIs have in common."""
        self.macro.references[f"{self.api.id}.{reference}"] = id
        properties = Grown(self.key)
        self._put(properties, "DomainName")
        configuration: dict[str, Any] = {"Types": [self._endpoint()]}
        kind = self.written.get("IpAddressType")
        if kind is not None and is_set(kind):
            configuration["IpAddressType"] = kind
        properties.put("EndpointConfiguration", configuration)
        for name in _OPTIONAL:
            self._put(properties, name)
        return properties

    def _endpoint(self) -> Node | str:
        written = self.written.get("EndpointConfiguration")
        return "REGIONAL" if written is None or is_null(written) else written

    def _put(self, properties: Grown, name: str) -> None:
        key = next((key for key, _ in self.written.entries if key.value == name), None)
        node = self.written.get(name)
        if key is not None and node is not None and (is_set(node) or (name in ("CertificateArn", "DomainName") and not is_null(node))):
            properties.put(key, node)

    def _put_truststore(self, properties: Grown) -> None:
        """Hands on what is written of mutual TLS, without entries that say nothing."""
        written = self.written.get("MutualTlsAuthentication")
        table = mapping(written)
        if table is not None and table.entries:
            made = Grown(table)
            made.entries += [(key, node) for key, node in table.entries if is_set(node)]
            properties.put("MutualTlsAuthentication", made)
        elif written is not None and is_set(written):
            properties.put("MutualTlsAuthentication", written)

    def _make(self, id: str, type: str, properties: Any, place: Node | None = None) -> None:
        self.macro.make(id, type, properties, place or self.key, self.api)

    def _map_rest_api(self, type: str, target: dict[str, Any]) -> None:
        """Makes the base paths of a REST API, of which letters and digits remain unless the author wants the others too."""
        normal = self.macro.truth(self.written.get("NormalizeBasePath"), True)
        for name, path, place in self._base_paths(None):
            made = {**target, "Stage": {"Ref": f"{self.api.id}.Stage"}}
            if path is not None:
                text = self.macro.text(path) if not isinstance(path, str) else path
                plain = text is None or text == name
                made["BasePath"] = path if plain or normal is False else name if normal else unknown(place)
            self._make(f"{self.api.id}{name}BasePathMapping", type, made, place)

    def _base_paths(self, left_out: str | None) -> Iterator[tuple[str, Node | str | None, Node]]:
        """Yields, for each base path, what it adds to the name of its mapping, the path itself, and its place.

        ``left_out`` are the characters that the name goes without, and without which, in front and at the end, a mapping key is written;
        ``None``: all but letters and digits, for the name alone.
        """
        written = self.written.get("BasePath")
        items: list[Node] = []
        if written is not None and is_set(written):
            items = written.items if isinstance(written, Sequence) and not is_call(written) else [written]
        if not items or (items == [written] and (self._is_other_call(items[0]) or self._is_no_text(items[0]))):
            yield "", None, self.key
            return
        for item in items:
            text = self.macro.text(item)
            if text is None:
                yield suffix(self.macro, item), unknown(item), item
            elif left_out is None:
                yield "".join(letter for letter in text if letter.isalnum()), item, item
            else:
                stripped = text.strip("/")
                name = "".join(letter for letter in text if letter not in left_out)
                yield name, item if stripped == text else stripped, item

    def _is_no_text(self, node: Node) -> bool:
        """Returns whether a node is a number or a boolean, which SAM takes for no base path at all."""
        value = self.macro.value(node)
        return isinstance(value, Known) and not isinstance(value.value, str)

    @staticmethod
    def _is_other_call(node: Node) -> bool:
        """Returns whether a node is a call that SAM does not resolve, and which it takes for no base path at all."""
        call = call_of(node)
        return call is not None and call[0] != "Ref"
