"""Errors of APIs as a whole, of domain names and of what stands for an API there."""

from textwrap import dedent, indent

from aws_errors.foretold import NOT_IN_OPENAPI, Cannot, Foretold, configuration, document, template

CERTIFICATE = "arn:aws:acm:eu-west-1:123456789012:certificate/12345678-1234-1234-1234-123456789012"

EDGE_CERTIFICATE = CERTIFICATE.replace("eu-west-1", "us-east-1")


def api(properties: str, arguments: str, openapi: str | Cannot) -> dict[str, str | Cannot]:
    """Returns the definitions of an API with some settings."""
    return {
        "cloudformation": template("", dedent(properties).strip()),
        "terraform": configuration("", dedent(arguments).strip()),
        "openapi": openapi if isinstance(openapi, Cannot) else document(openapi),
    }


def domain(properties: str, arguments: str, resources: str = "", blocks: str = "") -> dict[str, str | Cannot]:
    """Returns the definitions of a custom domain name, and of what stands beside it."""
    return {
        "cloudformation": template(
            "Domain:\n  Type: AWS::ApiGateway::DomainName\n  Properties:\n    DomainName: pets.example.com\n"
            + indent(dedent(properties).strip(), " " * 4)
            + "\n"
            + dedent(resources)
        ),
        "terraform": configuration(
            'resource "aws_api_gateway_domain_name" "pets" {\n  domain_name = "pets.example.com"\n'
            + indent(dedent(arguments).strip(), "  ")
            + "\n}\n"
            + dedent(blocks)
        ),
        "openapi": Cannot(NOT_IN_OPENAPI),
    }


REGIONAL = (
    f"RegionalCertificateArn: {CERTIFICATE}\nEndpointConfiguration: {{Types: [REGIONAL]}}\nSecurityPolicy: TLS_1_2",
    f'regional_certificate_arn = "{CERTIFICATE}"\nsecurity_policy = "TLS_1_2"\nendpoint_configuration {{\n  types = ["REGIONAL"]\n}}',
)


def mapping(first: str, *others: str) -> dict[str, str | Cannot]:
    """Returns the definitions of a domain name with some base paths."""
    resources, blocks = [], []
    for number, path in enumerate((first, *others)):
        resources.append(
            f"Path{number}:\n  Type: AWS::ApiGateway::BasePathMapping\n"
            f"  Properties: {{DomainName: !Ref Domain, RestApiId: !Ref Api, Stage: live, BasePath: {path}}}\n"
        )
        blocks.append(
            f'resource "aws_api_gateway_base_path_mapping" "path{number}" {{\n'
            "  api_id      = aws_api_gateway_rest_api.api.id\n"
            "  domain_name = aws_api_gateway_domain_name.pets.domain_name\n"
            f'  stage_name  = "live"\n  base_path   = "{path}"\n}}\n'
        )
    return domain(*REGIONAL, "".join(resources), "".join(blocks))


APIS = (
    Foretold(
        "DP-22",
        "Invalid API name specified",
        "name-missing",
        cloudformation=template("", "Description: animals"),
        terraform=Cannot("the name is required: Terraform refuses the configuration before AWS is asked"),
        openapi=Cannot("the title is required, and is the name"),
    ),
    Foretold(
        "DP-23",
        "Description cannot be an empty string",
        "description-empty",
        cloudformation=template("", 'Name: pets\nDescription: ""'),
        terraform=Cannot("the provider leaves an empty description out"),
        openapi=Cannot("the importer takes an empty description for none"),
    ),
    Foretold(
        "PV-01",
        "Cannot create an api with multiple Endpoint Types.",
        "invalid-endpoint-configuration",
        **api(
            "Name: pets\nEndpointConfiguration: {Types: [EDGE, REGIONAL]}",
            'name = "pets"\nendpoint_configuration {\n  types = ["EDGE", "REGIONAL"]\n}',
            Cannot("a document does not say the type of its endpoint"),
        ),
    ),
    Foretold(
        "PV-03",
        "Only dualstack ipAddressType is supported for Private APIs.",
        "invalid-endpoint-configuration",
        **api(
            "Name: pets\nEndpointConfiguration: {Types: [PRIVATE], IpAddressType: ipv4}",
            'name = "pets"\nendpoint_configuration {\n  types           = ["PRIVATE"]\n  ip_address_type = "ipv4"\n}',
            Cannot("a document does not say the type of its endpoint"),
        ),
    ),
    Foretold(
        "PV-04",
        "VPCEndpoints can only be specified with PRIVATE apis.",
        "invalid-endpoint-configuration",
        **api(
            "Name: pets\nEndpointConfiguration: {Types: [REGIONAL], VpcEndpointIds: [vpce-0123456789abcdef0]}",
            'name = "pets"\nendpoint_configuration {\n  types = ["REGIONAL"]\n  vpc_endpoint_ids = ["vpce-0123456789abcdef0"]\n}',
            Cannot("a document does not say the type of its endpoint"),
        ),
    ),
    Foretold(
        "PV-05",
        "Private REST API doesn't have a resource policy attached to it",
        "private-api-without-policy",
        **api(
            "Name: pets\nEndpointConfiguration: {Types: [PRIVATE]}",
            'name = "pets"\nendpoint_configuration {\n  types = ["PRIVATE"]\n}',
            Cannot("a document does not say the type of its endpoint"),
        ),
        consequence="broken",
    ),
    Foretold(
        "PV-10",
        "Invalid policy document. Please check the policy syntax and ensure that Principals are valid.",
        "invalid-resource-policy",
        **api(
            'Name: pets\nPolicy: {Version: "2012-10-17", Statement: []}',
            'name = "pets"\npolicy = jsonencode({ Version = "2012-10-17", Statement = [] })',
            'x-amazon-apigateway-policy: {Version: "2012-10-17", Statement: []}',
        ),
    ),
    Foretold(
        "OA-03",
        "Invalid OpenAPI input.",
        "unsupported-openapi-version",
        cloudformation=template("", "Name: pets\nBody: {openapi: 3.1.0, info: {title: pets}, paths: {}}"),
        terraform=configuration("", 'name = "pets"\nbody = jsonencode({ openapi = "3.1.0", info = { title = "pets" }, paths = {} })'),
        openapi=document("").replace("3.0.1", "3.1.0"),
    ),
)

DOMAINS = (
    Foretold(
        "DM-01",
        "Cannot import certificates for REGIONAL while EDGE is active.",
        "invalid-domain-name",
        **domain(
            f"RegionalCertificateArn: {CERTIFICATE}\nEndpointConfiguration: {{Types: [EDGE]}}",
            f'regional_certificate_arn = "{CERTIFICATE}"\nendpoint_configuration {{\n  types = ["EDGE"]\n}}',
        ),
    ),
    Foretold(
        "DM-02",
        "Certificate must be in '{region}'",
        "invalid-domain-name",
        **domain(
            f"CertificateArn: {CERTIFICATE}\nEndpointConfiguration: {{Types: [EDGE]}}",
            f'certificate_arn = "{CERTIFICATE}"\nendpoint_configuration {{\n  types = ["EDGE"]\n}}',
        ),
    ),
    Foretold(
        "DM-03",
        "Cannot create an api with multiple Endpoint Types.",
        "invalid-domain-name",
        **domain(
            f"CertificateArn: {EDGE_CERTIFICATE}\nEndpointConfiguration: {{Types: [EDGE, REGIONAL]}}",
            f'certificate_arn = "{EDGE_CERTIFICATE}"\nendpoint_configuration {{\n  types = ["EDGE", "REGIONAL"]\n}}',
        ),
    ),
    Foretold(
        "DM-14",
        "Mutual TLS authentication is only supported with TLS 1.2.",
        "invalid-domain-name",
        **domain(
            REGIONAL[0].replace("TLS_1_2", "TLS_1_0") + "\nMutualTlsAuthentication: {TruststoreUri: s3://pets/trusted.pem}",
            REGIONAL[1].replace("TLS_1_2", "TLS_1_0") + '\nmutual_tls_authentication {\n  truststore_uri = "s3://pets/trusted.pem"\n}',
        ),
    ),
    Foretold("DM-23", "Base path already exists for this domain name", "invalid-base-path-mapping", **mapping("pets", "pets")),
)

DOCUMENTATION = (
    Foretold(
        "OA-39",
        "[Location type: API cannot have path, method, statusCode or name defined.]",
        "invalid-documentation-part",
        cloudformation=template(
            """
            About:
              Type: AWS::ApiGateway::DocumentationPart
              Properties: {RestApiId: !Ref Api, Location: {Type: API, Path: /}, Properties: "{}"}
            """
        ),
        terraform=configuration(
            """
            resource "aws_api_gateway_documentation_part" "about" {
              rest_api_id = aws_api_gateway_rest_api.api.id
              properties  = "{}"
              location {
                type = "API"
                path = "/"
              }
            }
            """
        ),
        openapi=Cannot("what the importer makes of such parts is not recorded"),
    ),
)

ERRORS = (*APIS, *DOMAINS, *DOCUMENTATION)
