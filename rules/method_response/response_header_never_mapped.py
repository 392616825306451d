"""The rule response-header-never-mapped."""

from __future__ import annotations

from apigw_lint.languages.mapping import MappingSource, response_key
from apigw_lint.languages.responses import maps_responses, overrides, status_of
from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import Absent, Table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Integration, IntegrationResponse, Method
    from apigw_lint.rule import Finding
    from apigw_lint.value import Value

_SENT_ANYWAY = frozenset(
    {"connection", "content-length", "content-type", "date", "x-amz-apigw-id", "x-amzn-requestid", "x-amzn-trace-id", "x-cache", "via"}
)
"""Headers that API Gateway sends by itself."""
_CORS = "access-control-"


class ResponseHeaderNeverMapped(Rule):
    """
    Declared response header that nothing is mapped to.

    ## What it does
    Finds headers that a method response declares and that no integration response of the same status maps, where the integration is no
    proxy. Headers of CORS have rules of their own; those that API Gateway sends by itself, and templates that set `responseOverride`, are
    let be.

    ## Why is this bad?
    A non-proxy integration sends no header that is not mapped, not even one that the backend answered. The declared header never comes.

    ## Example
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    paths:
      /pets:
        get:
          responses:
            "200": {description: all pets, headers: {X-Total: {schema: {type: integer}}}}
          x-amazon-apigateway-integration:
            type: mock
            requestTemplates: {application/json: '{"statusCode": 200}'}
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
          responses:
            "200": {description: all pets, headers: {X-Total: {schema: {type: integer}}}}
          x-amazon-apigateway-integration:
            type: mock
            requestTemplates: {application/json: '{"statusCode": 200}'}
            responses:
              default:
                statusCode: "200"
                responseParameters:
                  method.response.header.X-Total: integration.response.header.X-Total
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/request-response-data-mappings.html
    """

    consequence = Consequence.IGNORED
    needs = ("method_response.response_parameters",)
    stage = "method response"

    def check_method(self, method: Method) -> Iterator[Finding]:
        """Compares the headers of the two sides of a method."""
        integration = method.integration
        if integration is None or not maps_responses(integration) or not integration.responses.complete or overrides(integration):
            return
        for response in method.responses:
            status = status_of(response)
            mapping = _mapping(integration, status) if status is not None else []
            names = _mapped(mapping)
            if not mapping or names is None or not isinstance(response.response_parameters, Table):
                continue
            for key, _ in response.response_parameters.known():
                source = response_key(key.value)
                name = source.name if isinstance(source, MappingSource) else None
                if name and name.lower() not in names | _SENT_ANYWAY and not name.lower().startswith(_CORS):
                    finding = self.finding(
                        key.span,
                        f"no integration response for {status} maps {name}: it is never sent",
                        related=[(other.name_span, f"the integration response for {status}") for other in mapping],
                    )
                    finding.address = response.address
                    yield finding


def _mapping(integration: Integration, status: str) -> list[IntegrationResponse]:
    """Returns the integration responses of a status; none where another one may be for it."""
    statuses = [status_of(response) for response in integration.responses]
    return [] if None in statuses else [response for response in integration.responses if status_of(response) == status]


def _mapped(responses: list[IntegrationResponse]) -> set[str] | None:
    """Returns the names of the headers that responses map, in lower case; ``None`` where there may be others."""
    names: set[str] = set()
    for response in responses:
        table: Value = response.response_parameters
        if isinstance(table, Absent):
            continue
        if not isinstance(table, Table) or not table.complete:
            return None
        names |= {key.value.lower().removeprefix("method.response.header.") for key, _ in table.known()}
    return names
