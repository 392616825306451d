"""The rule default-endpoint-open."""

from __future__ import annotations

from apigw_lint.languages.endpoints import is_private
from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import Absent, Answer, Reference, known, same

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from apigw_lint.model import Api, BasePathMapping, Definition, DomainName
    from apigw_lint.rule import Finding
    from apigw_lint.value import Value


class DefaultEndpointOpen(Rule):
    """
    API that is reached beside its domain name.

    ## What it does
    Finds REST and HTTP APIs behind a custom domain name whose default endpoint, `execute-api`, is left open. Where the domain asks for
    client certificates another rule speaks, louder.

    ## Why is this bad?
    What guards the domain, such as a firewall or its TLS policy, does not guard the default endpoint.

    ## Example
    ```yaml
    Resources:
      Api:
        Type: AWS::ApiGateway::RestApi
        Properties: {Name: pets}
      Mapping:
        Type: AWS::ApiGateway::BasePathMapping
        Properties: {DomainName: api.pets.example, RestApiId: !Ref Api, Stage: live}
    ```

    ## Use instead
    ```yaml
    Resources:
      Api:
        Type: AWS::ApiGateway::RestApi
        Properties: {Name: pets, DisableExecuteApiEndpoint: true}
      Mapping:
        Type: AWS::ApiGateway::BasePathMapping
        Properties: {DomainName: api.pets.example, RestApiId: !Ref Api, Stage: live}
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-disable-default-endpoint.html
    """

    consequence = Consequence.EXPOSED
    kinds = ("REST", "HTTP")
    opt_in = True

    def check_api(self, api: Api) -> Iterator[Finding]:
        """Looks at the default endpoint of an API that a domain maps to."""
        open_ = isinstance(api.disable_execute_api_endpoint, Absent) or known(api.disable_execute_api_endpoint, bool) is False
        if not open_ or not api.declared or not api.certain or (api.kind == "REST" and is_private(api) is not Answer.NO):
            return
        mappings: Iterable[BasePathMapping] = api.definition.base_path_mappings
        mapped = [one for one in mappings if one.certain and isinstance(one.api_id, Reference) and one.api_id.target == api.address]
        if mapped and not any(_asks_for_certificates(one, api.definition) for one in mapped):
            place = api.name_span if isinstance(api.disable_execute_api_endpoint, Absent) else api.disable_execute_api_endpoint.span
            yield self.finding(
                place,
                "callers reach the API beside its domain name: its default endpoint is open",
                related=[(mapped[0].name_span, "maps a domain name to the API")],
            )


def _asks_for_certificates(mapping: BasePathMapping, definition: Definition) -> bool:
    """Returns whether the domain of a mapping certainly has mutual TLS."""
    meant = [domain for domain in definition.domain_names if _means(mapping.domain_name, domain)]
    return any(not isinstance(domain.mutual_tls_truststore_uri, Absent) for domain in meant)


def _means(name: Value, domain: DomainName) -> bool:
    if isinstance(name, Reference):
        return name.target == domain.address
    return same(name, domain.domain_name) is Answer.YES
