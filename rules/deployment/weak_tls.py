"""The rule weak-tls."""

from __future__ import annotations

from apigw_lint.rule import Consequence, Fix, Rule
from apigw_lint.value import strings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Definition
    from apigw_lint.rule import Finding


class WeakTls(Rule):
    """
    Domain that takes old TLS.

    ## What it does
    Finds custom domain names and REST APIs with the security policy `TLS_1_0`.

    ## Why is this bad?
    It takes TLS 1.0 and 1.1, which no client of the last ten years needs and attackers like.

    ## Example
    ```yaml
    Resources:
      Domain:
        Type: AWS::ApiGateway::DomainName
        Properties:
          DomainName: api.pets.example
          RegionalCertificateArn: arn:aws:acm:eu-west-1:123456789012:certificate/8a0c3ab9-2c56-4e75-9a07-6a3c0dfbbd62
          EndpointConfiguration: {Types: [REGIONAL]}
          SecurityPolicy: TLS_1_0
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
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-custom-domain-tls-version.html
    """

    consequence = Consequence.EXPOSED
    opt_in = True

    def check_definition(self, definition: Definition) -> Iterator[Finding]:
        """Looks at the policies that are written out."""
        for part in (*definition.domain_names, *definition.apis):
            for policy in strings(part.security_policy):
                if policy.value == "TLS_1_0":
                    edit = policy.replaced("TLS_1_2")
                    fix = Fix("take TLS 1.2 and later only", [edit], safe=False) if edit is not None else None
                    yield self.finding(policy.span, "TLS_1_0 takes TLS 1.0 and 1.1", fix=fix)
