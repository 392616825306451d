"""Custom domains of SAM's APIs of all three kinds."""

import re

import pytest
from models import plain, plain_value
from templates import definition, written

_HASH = re.compile(r"[0-9a-f]{10}")
HEAD = "Transform: AWS::Serverless-2016-10-31\nParameters:\n  P: {Type: String}\n  Name: {Type: String, Default: a.example.com}\n"


def template(domain: str, kind: str = "Api") -> str:
    """Returns a template with an API on a domain."""
    return HEAD + (
        f"Resources:\n  Pets:\n    Type: AWS::Serverless::{kind}\n    Properties:\n      StageName: live\n      Domain:\n"
        f"        CertificateArn: arn\n        {domain}\n"
    )


def test_a_regional_domain() -> None:
    found = definition(template("DomainName: a.example.com"))
    (domain,), (mapping,) = found.domain_names, found.base_path_mappings
    assert {"types": ["REGIONAL"]} == plain(domain.endpoint_configuration)
    assert ("arn", None) == (plain_value(domain.regional_certificate_arn), plain_value(domain.certificate_arn) or None)
    assert ("Resources/Pets", "Resources/PetsliveStage") == (mapping.api_id.target, mapping.stage.target)
    assert domain.address == mapping.domain_name.target
    assert "Domain" == domain.name_span.text
    assert "a.example.com" == written(domain.domain_name)


def test_the_name_of_a_domain_is_that_which_sam_gives_it() -> None:
    (plain_name,) = definition(template("DomainName: a.example.com")).domain_names
    (parameter,) = definition(template("DomainName: !Ref Name")).domain_names
    assert "Resources/ApiGatewayDomainName6c21496336" == plain_name.address == parameter.address


@pytest.mark.parametrize(
    ("paths", "expected"),
    [
        ("/pets", {"PetspetsBasePathMapping": "pets"}),
        ("[a, /b-c]", {"PetsaBasePathMapping": "a", "PetsbcBasePathMapping": "bc"}),
        ("[b-c]\n        NormalizeBasePath: false", {"PetsbcBasePathMapping": "b-c"}),
        ("[b-c]\n        NormalizeBasePath: !Ref P", {"PetsbcBasePathMapping": "<unknown>"}),
        ("[bc]\n        NormalizeBasePath: !Ref P", {"PetsbcBasePathMapping": "bc"}),
        ("!Sub x", {"PetsBasePathMapping": None}),
        ("[]", {"PetsBasePathMapping": None}),
        ("5", {"PetsBasePathMapping": None}),
        ("[a, !Ref P]", {"PetsaBasePathMapping": "a", "Pets*BasePathMapping": "<unknown>"}),
    ],
)
def test_base_paths(paths: str, expected: dict[str, object]) -> None:
    found = definition(template(f"DomainName: a\n        BasePath: {paths}")).base_path_mappings
    assert expected == {_HASH.sub("*", mapping.address.removeprefix("Resources/")): plain(mapping).get("base_path") for mapping in found}


def test_a_base_path_stands_where_it_is_written() -> None:
    (first, second) = definition(template("DomainName: a\n        BasePath: [one, two]")).base_path_mappings
    assert ("one", "two") == (written(first.base_path), written(second.base_path))
    assert "two" == second.name_span.text


def test_an_edge_domain_has_its_certificate_elsewhere() -> None:
    (domain,) = definition(template("DomainName: a\n        EndpointConfiguration: EDGE\n        SecurityPolicy: TLS_1_2")).domain_names
    assert {"certificate_arn": "arn", "security_policy": "TLS_1_2"}.items() <= plain(domain).items()


def test_where_the_endpoint_is_not_known_the_certificates_are_not() -> None:
    (domain,) = definition(template("DomainName: a\n        EndpointConfiguration: !Ref P")).domain_names
    found = plain(domain)
    assert ("<unknown>", "<unknown>") == (found["certificate_arn"], found["regional_certificate_arn"])


def test_a_private_domain() -> None:
    domain = "DomainName: a\n        EndpointConfiguration: PRIVATE\n        AccessAssociation: {VpcEndpointId: vpce-1}"
    found = definition(template(domain))
    types = sorted(resource.type for resource in found.resources if "Domain" in resource.type or "Mapping" in resource.type)
    expected = ["AWS::ApiGateway::BasePathMappingV2", "AWS::ApiGateway::DomainNameAccessAssociation", "AWS::ApiGateway::DomainNameV2"]
    assert expected == types
    assert ["Resources/PetsBasePathMapping"] == [mapping.address for mapping in found.base_path_mappings]


@pytest.mark.parametrize("kind", ["HttpApi", "WebSocketApi"])
def test_domains_of_version_2(kind: str) -> None:
    routes = "\n      RouteSelectionExpression: $request.body.action" if kind == "WebSocketApi" else ""
    found = definition(template("DomainName: a\n        BasePath: [/one/, two]", kind) + routes)
    (domain,) = found.domain_names
    assert (2, ["REGIONAL"], "arn") == (
        domain.version,
        plain(domain)["endpoint_configuration"]["types"],
        plain_value(domain.certificate_arn),
    )
    mappings = {mapping.address.removeprefix("Resources/"): plain_value(mapping.base_path) for mapping in found.base_path_mappings}
    assert {"PetsoneApiMapping": "one", "PetstwoApiMapping": "two"} == mappings


@pytest.mark.parametrize("domain", ["BasePath: a", "DomainName: null"])
def test_without_a_name_no_domain_is_made(domain: str) -> None:
    assert 0 == len(definition(template(domain)).domain_names)


def test_mutual_tls_without_what_says_nothing() -> None:
    tls = "DomainName: a\n        MutualTlsAuthentication: {TruststoreUri: s3://a/b, TruststoreVersion: 0}"
    (domain,) = definition(template(tls)).domain_names
    found = plain(domain)
    assert "s3://a/b" == found["mutual_tls_truststore_uri"]
    assert "mutual_tls_truststore_version" not in found
