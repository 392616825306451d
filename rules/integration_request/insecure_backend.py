"""The rule insecure-backend."""

from __future__ import annotations

from apigw_lint.languages.backend import backend
from apigw_lint.languages.uri import HttpUri
from apigw_lint.rule import Consequence, Fix, Rule
from apigw_lint.value import Answer, Known, equals

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Integration
    from apigw_lint.rule import Finding


class InsecureBackend(Rule):
    """
    Backend that is called in clear text, or without a look at its certificate.

    ## What it does
    Finds `http://` URIs of `HTTP` and `HTTP_PROXY` integrations, private ones too, and `insecureSkipVerification`.

    ## Why is this bad?
    Whoever stands between API Gateway and the backend reads and changes what is sent.

    ## Example
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    paths:
      /pets:
        get:
          x-amazon-apigateway-integration:
            type: http_proxy
            httpMethod: GET
            uri: http://pets.example.com/
    ```

    ## Use instead
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    paths:
      /pets:
        get:
          x-amazon-apigateway-integration:
            type: http_proxy
            httpMethod: GET
            uri: https://pets.example.com/
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-extensions-integration-tls-config.html
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/setup-http-integrations.html
    """

    consequence = Consequence.EXPOSED
    opt_in = True
    kinds = ("REST", "HTTP", "WEBSOCKET")
    stage = "integration request"

    def check_integration(self, integration: Integration) -> Iterator[Finding]:
        """Looks at the scheme and the TLS configuration."""
        called = backend(integration)
        if called.type not in ("HTTP", "HTTP_PROXY"):
            return
        uri = called.http
        if isinstance(uri, HttpUri) and uri.scheme.text.lower() == "http" and called.view is not None:
            written = called.view.value
            edit = written.replaced(f"https{written.value[4:]}") if isinstance(written, Known) else None
            private = equals(integration.connection_type, "VPC_LINK") is Answer.YES
            yield self.finding(
                called.view.at(uri.scheme.start, uri.scheme.end),
                f"{'the load balancer behind the VPC link' if private else 'the backend'} is called in clear text",
                fix=Fix("write https", [edit], safe=False) if edit else None,
            )
        skips = integration.tls_insecure_skip_verification
        if isinstance(skips, Known) and skips.value is True:
            edit = skips.replaced(False)
            yield self.finding(
                skips.span,
                "the backend's certificate is not verified: anybody can stand in for it",
                fix=Fix("verify the certificate", [edit], safe=False) if edit else None,
            )
