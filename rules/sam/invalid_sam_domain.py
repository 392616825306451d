"""The rule invalid-sam-domain."""

from __future__ import annotations

from apigw_lint.languages.serverless import HTTP, REST, WEBSOCKET, resources
from apigw_lint.languages.serverless_values import function_at, is_function, is_literal, is_other, is_there
from apigw_lint.regexp import regexp
from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import Absent, Answer, Known, List, Table, equals, scalar_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Definition
    from apigw_lint.rule import Finding
    from apigw_lint.value import Value

_ENDPOINTS = {REST: ("EDGE", "REGIONAL", "PRIVATE"), HTTP: ("REGIONAL",), WEBSOCKET: ("REGIONAL",)}
_TRUSTSTORE = ("TruststoreUri", "TruststoreVersion")
_NOT_IN_BASE_PATH = regexp(r"[^0-9a-zA-Z/\-_]")
"""What SAM refuses in a base path of an HTTP or WebSocket API."""

_FUNCTIONS = ("Fn::If", "Fn::GetAtt", "Fn::ImportValue", "Fn::FindInMap")
"""What is no map to SAM."""


class InvalidSamDomain(Rule):
    """
    Custom domain of a SAM API that SAM refuses.

    ## What it does
    Finds what `Domain` lacks (`DomainName`, `CertificateArn`, a hosted zone beside `Route53`), endpoint types that this kind of API has
    not, base paths that are no text or hold other characters, mutual TLS with other keys than `TruststoreUri` and `TruststoreVersion` or on
    a WebSocket API, and maps that are none.

    ## Why is this bad?
    SAM refuses the template: `Custom Domains only works if both DomainName and CertificateArn are provided`, `HostedZoneId or
    HostedZoneName is required to enable Route53 support on Custom Domains`, `Basepath must be a string`.

    ## Example
    ```yaml
    Transform: AWS::Serverless-2016-10-31
    Resources:
      Pets:
        Type: AWS::Serverless::HttpApi
        Properties:
          Domain:
            DomainName: pets.example.com
            CertificateArn: arn:aws:acm:eu-west-1:123456789012:certificate/1
            Route53: {EvaluateTargetHealth: true}
    ```

    ```yaml
    Transform: AWS::Serverless-2016-10-31
    Resources:
      Pets:
        Type: AWS::Serverless::Api
        Properties:
          StageName: prod
          OpenApiVersion: 3.0.1
          Domain:
            DomainName: pets.example.com
            CertificateArn: arn:aws:acm:eu-west-1:123456789012:certificate/1
            Route53:
              HostedZoneName: example.com.
              SeparateRecordSetGroup: separate
    ```

    ## Use instead
    ```yaml
    Transform: AWS::Serverless-2016-10-31
    Resources:
      Pets:
        Type: AWS::Serverless::HttpApi
        Properties:
          Domain:
            DomainName: pets.example.com
            CertificateArn: arn:aws:acm:eu-west-1:123456789012:certificate/1
            Route53: {HostedZoneName: example.com., EvaluateTargetHealth: true}
    ```

    ```yaml
    Transform: AWS::Serverless-2016-10-31
    Resources:
      Pets:
        Type: AWS::Serverless::Api
        Properties:
          StageName: prod
          OpenApiVersion: 3.0.1
          Domain:
            DomainName: pets.example.com
            CertificateArn: arn:aws:acm:eu-west-1:123456789012:certificate/1
            Route53:
              HostedZoneName: example.com.
              SeparateRecordSetGroup: true
    ```

    ## References
    - https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-api-domainconfiguration.html
    - https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-httpapi-httpapidomainconfiguration.html
    """

    consequence = Consequence.REJECTED
    kinds = ("REST", "HTTP", "WEBSOCKET")
    needs = ("definition.serverless",)

    def check_definition(self, definition: Definition) -> Iterator[Finding]:
        """Looks at the domain of each API of SAM."""
        for resource in resources(definition, REST, HTTP, WEBSOCKET):
            entry = resource.properties.entry("Domain") if isinstance(resource.properties, Table) else None
            if entry is not None and isinstance(resource.properties, Table) and function_at(resource.properties, "Domain") in _FUNCTIONS:
                words = "Domain must be written out: SAM looks for DomainName and CertificateArn here, and takes no function"
                yield self.finding(entry.key.span, words, help="call the function in DomainName and the others, or have two APIs")
            domain = entry.value if entry is not None else None
            if entry is None or not isinstance(domain, Table) or not (domain.entries or domain.complete):
                continue
            for name in ("DomainName", "CertificateArn"):
                if _lacks(domain, name):
                    yield self.finding(entry.key.span, f"Domain needs {name}")
            yield from self._endpoint(domain.get("EndpointConfiguration"), resource.type)
            yield from self._base_paths(domain.get("BasePath"), resource.type)
            yield from self._mutual_tls(domain.get("MutualTlsAuthentication"), resource.type)
            yield from self._record(domain.get("Route53"), resource.type)
            access = domain.get("AccessAssociation")
            if (
                resource.type == REST
                and equals(domain.get("EndpointConfiguration"), "PRIVATE") is Answer.YES
                and is_other(access, True, "map")
            ):
                yield self.finding(access.span, "AccessAssociation must be a map")

    def _endpoint(self, value: Value, kind: str) -> Iterator[Finding]:
        allowed = _ENDPOINTS[kind]
        words = f"the endpoint of a domain must be {' or '.join(allowed)}"
        if is_function(value, True) or isinstance(value, (Table, List)):
            yield self.finding(value.span, f"{words}, written out: SAM takes nothing else here")
        elif isinstance(value, Known) and value.value is not None and value.value not in allowed:
            yield self.finding(value.span, f"{words}, and {scalar_text(value.value)!r} is none")

    def _base_paths(self, value: Value, kind: str) -> Iterator[Finding]:
        if kind == REST and is_other(value, True, "list", "string", "map") and is_there(value, True):
            words = "BasePath is a text or a list of texts: SAM takes no notice of anything else, and maps the whole domain"
            yield self.finding(value.span, words, consequence=Consequence.IGNORED)
        paths = value.items if isinstance(value, List) else [value]
        for path in paths if is_literal(value) else ():
            null = isinstance(path, Known) and path.value is None
            if isinstance(value, List) and (null or is_other(path, True, "string")):
                yield self.finding(path.span, "a base path must be a text: SAM takes nothing else here")
            elif kind != REST and isinstance(path, Known) and isinstance(path.value, str) and _NOT_IN_BASE_PATH.search(path.value):
                yield self.finding(path.span, f"{path.value!r} is no base path: SAM takes letters, digits, - and _ between slashes")

    def _mutual_tls(self, value: Value, kind: str) -> Iterator[Finding]:
        if not is_there(value, True):
            return
        if kind == WEBSOCKET:
            yield self.finding(value.span, "WebSocket APIs have no mutual TLS")
        elif is_other(value, True, "map"):
            yield self.finding(value.span, f"MutualTlsAuthentication must be a map with {' and '.join(_TRUSTSTORE)}")
        for key, _ in value.known() if isinstance(value, Table) and kind != WEBSOCKET else ():
            if key.value not in _TRUSTSTORE:
                yield self.finding(key.span, f"MutualTlsAuthentication has no {key.value}: it has {' and '.join(_TRUSTSTORE)}")

    def _record(self, value: Value, kind: str) -> Iterator[Finding]:
        if is_other(value, True, "map"):
            yield self.finding(value.span, "Route53 must be a map")
        if isinstance(value, Table):
            if _lacks(value, "HostedZoneId") and _lacks(value, "HostedZoneName"):
                yield self.finding(value.span.first_line(), "Route53 needs a HostedZoneId or a HostedZoneName")
            separate = value.get("SeparateRecordSetGroup")
            if kind == REST and is_other(separate, True, "boolean") and is_there(separate, True):
                yield self.finding(separate.span, "SeparateRecordSetGroup must be true or false")


def _lacks(table: Table, name: str) -> bool:
    """Returns whether a key is certainly missing or null."""
    value = table.get(name)
    return isinstance(value, Absent) or (isinstance(value, Known) and value.value is None)
