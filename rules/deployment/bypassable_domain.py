"""The rule bypassable-domain."""

from __future__ import annotations

from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import Absent, Answer, Known, Reference, Table, known, same

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Api, BasePathMapping, Definition, DomainName
    from apigw_lint.rule import Finding


class BypassableDomain(Rule):
    """
    Domain name with mutual TLS beside an open default endpoint.

    ## What it does
    Finds APIs that a custom domain name with mutual TLS leads to, and whose default endpoint is not switched off.

    ## Why is this bad?
    Callers without a certificate take the default endpoint, `https://{api}.execute-api.{region}.amazonaws.com`, which asks for none.

    ## Example
    ```yaml
    Resources:
      Api:
        Type: AWS::ApiGateway::RestApi
        Properties: {Name: pets}
      GetRoot:
        Type: AWS::ApiGateway::Method
        Properties:
          RestApiId: !Ref Api
          ResourceId: !GetAtt Api.RootResourceId
          HttpMethod: GET
          AuthorizationType: NONE
          Integration: {Type: HTTP_PROXY, IntegrationHttpMethod: GET, Uri: "https://pets.example.com/"}
      Deployment:
        Type: AWS::ApiGateway::Deployment
        DependsOn: GetRoot
        Properties: {RestApiId: !Ref Api}
      Live:
        Type: AWS::ApiGateway::Stage
        Properties:
          RestApiId: !Ref Api
          DeploymentId: !Ref Deployment
          StageName: live
      Domain:
        Type: AWS::ApiGateway::DomainName
        Properties:
          DomainName: pets.example.com
          RegionalCertificateArn: arn:aws:acm:eu-west-1:123456789012:certificate/00000000-0000-0000-0000-000000000000
          EndpointConfiguration: {Types: [REGIONAL]}
          SecurityPolicy: TLS_1_2
          MutualTlsAuthentication: {TruststoreUri: "s3://pets/truststore.pem"}
      Mapping:
        Type: AWS::ApiGateway::BasePathMapping
        Properties:
          DomainName: !Ref Domain
          RestApiId: !Ref Api
          Stage: !Ref Live
    ```

    ## Use instead
    ```yaml
    Resources:
      Api:
        Type: AWS::ApiGateway::RestApi
        Properties: {Name: pets, DisableExecuteApiEndpoint: true}
      GetRoot:
        Type: AWS::ApiGateway::Method
        Properties:
          RestApiId: !Ref Api
          ResourceId: !GetAtt Api.RootResourceId
          HttpMethod: GET
          AuthorizationType: NONE
          Integration: {Type: HTTP_PROXY, IntegrationHttpMethod: GET, Uri: "https://pets.example.com/"}
      Deployment:
        Type: AWS::ApiGateway::Deployment
        DependsOn: GetRoot
        Properties: {RestApiId: !Ref Api}
      Live:
        Type: AWS::ApiGateway::Stage
        Properties:
          RestApiId: !Ref Api
          DeploymentId: !Ref Deployment
          StageName: live
      Domain:
        Type: AWS::ApiGateway::DomainName
        Properties:
          DomainName: pets.example.com
          RegionalCertificateArn: arn:aws:acm:eu-west-1:123456789012:certificate/00000000-0000-0000-0000-000000000000
          EndpointConfiguration: {Types: [REGIONAL]}
          SecurityPolicy: TLS_1_2
          MutualTlsAuthentication: {TruststoreUri: "s3://pets/truststore.pem"}
      Mapping:
        Type: AWS::ApiGateway::BasePathMapping
        Properties:
          DomainName: !Ref Domain
          RestApiId: !Ref Api
          Stage: !Ref Live
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-mutual-tls.html
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-disable-default-endpoint.html
    """

    consequence = Consequence.EXPOSED
    kinds = ("REST", "HTTP")
    needs = ("definition.base_path_mappings",)

    def check_definition(self, definition: Definition) -> Iterator[Finding]:
        """Looks at domain names with mutual TLS."""
        guarded = [domain for domain in definition.domain_names if domain.certain and _is_guarded(domain)]
        found: set[str] = set()
        for mapping in definition.base_path_mappings if guarded else ():
            domain = next((one for one in guarded if mapping.certain and _is_of(mapping, one)), None)
            api = next((one for one in definition.apis if _leads_to(mapping, one)), None)
            if domain is not None and api is not None and api.address not in found and _is_open(api):
                found.add(api.address)
                written = api.disable_execute_api_endpoint
                yield self.finding(
                    api.name_span if isinstance(written, Absent) else written.span,
                    "callers can go round the mutual TLS of the domain name by the default endpoint, which is not switched off",
                    related=[(domain.mutual_tls_truststore_uri.span, "mutual TLS")],
                )


def _is_guarded(domain: DomainName) -> bool:
    written = domain.mutual_tls_truststore_uri
    return not isinstance(written, Absent) and not (isinstance(written, Known) and not written.value)


def _is_of(mapping: BasePathMapping, domain: DomainName) -> bool:
    """Returns whether a mapping is certainly one of a domain name."""
    named = mapping.domain_name
    return (isinstance(named, Reference) and named.target == domain.address) or same(named, domain.domain_name) is Answer.YES


def _leads_to(mapping: BasePathMapping, api: Api) -> bool:
    return api.declared and isinstance(mapping.api_id, Reference) and mapping.api_id.target == api.address


def _is_open(api: Api) -> bool:
    """Returns whether the default endpoint certainly is there. A body that is not read may switch it off."""
    written = api.disable_execute_api_endpoint
    if known(written, bool) is False:
        return True
    whole = isinstance(api.body, Absent) or (isinstance(api.body, Table) and api.body.complete)
    return isinstance(written, Absent) and whole and isinstance(api.body_location, Absent) and api.certain
