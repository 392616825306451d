"""The rule proxy-integration-with-mappings."""

from __future__ import annotations

from apigw_lint.facts.headers import BREAKING, BREAKING_FOR_AWS
from apigw_lint.languages.backend import PROXIES, backend
from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import Known, Table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Integration
    from apigw_lint.rule import Finding

_HEADER = "integration.request.header."


class ProxyIntegrationWithMappings(Rule):
    """
    Settings of a proxy integration that proxies do not have.

    ## What it does
    Finds request templates, passthrough behaviors and integration responses on `AWS_PROXY` and `HTTP_PROXY`, and parameter mappings on
    `AWS_PROXY`. The default passthrough behavior is let be.

    ## Why is this bad?
    A proxy sends the call on as it is and takes the answer as it comes. API Gateway stores these settings and never reads them: headers
    are not added, statuses not changed, bodies not transformed.

    ## Example
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    paths:
      /pets:
        get:
          responses: {"200": {description: ok}}
          x-amazon-apigateway-integration:
            type: http_proxy
            httpMethod: GET
            uri: https://pets.example.com/
            responses:
              default: {statusCode: "200"}
    ```

    ## Use instead
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    paths:
      /pets:
        get:
          responses: {"200": {description: ok}}
          x-amazon-apigateway-integration:
            type: http_proxy
            httpMethod: GET
            uri: https://pets.example.com/
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-integration-types.html
    """

    consequence = Consequence.IGNORED
    kinds = ("REST", "WEBSOCKET")
    needs = ("integration.type=AWS_PROXY", "integration.type=HTTP_PROXY")
    stage = "integration request"

    def check_integration(self, integration: Integration) -> Iterator[Finding]:
        """Looks at what a proxy integration has and does not read."""
        kind = backend(integration).type
        if kind not in PROXIES:
            return
        proxy = [(integration.type.span, f"{kind} passes calls and answers on as they are")]
        for key in _keys(integration.request_templates):
            yield self.finding(key.span, f"the template for {key.value} has no effect on {kind}", related=proxy)
        behavior = integration.passthrough_behavior
        if isinstance(behavior, Known) and behavior.value not in ("WHEN_NO_MATCH", None):
            yield self.finding(behavior.span, f"passthrough behavior {behavior.value} has no effect on {kind}", related=proxy)
        maps_nothing = kind == "AWS_PROXY" and (integration.api is None or integration.api.kind == "REST")
        for key in _keys(integration.request_parameters) if maps_nothing else ():
            if not _has_its_own_rule(key.value):
                yield self.finding(key.span, f"the mapping to {key.value} has no effect on {kind}", related=proxy)
        for response in integration.responses:
            yield self.finding(response.name_span, f"an integration response has no effect on {kind}", related=proxy)


def _keys(value: object) -> Iterator[Known[str]]:
    """Yields the keys of a table that is certainly the one."""
    if isinstance(value, Table):
        for key, _ in value.known():
            yield key


def _has_its_own_rule(key: str) -> bool:
    """Returns whether header-that-breaks-the-integration or async-invocation-on-proxy speaks of the mapping."""
    header = key[len(_HEADER) :].lower() if key.startswith(_HEADER) else ""
    return header in BREAKING or header in BREAKING_FOR_AWS or header == "x-amz-invocation-type"
