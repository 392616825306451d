"""The rule backend-errors-answered-as-success."""

from __future__ import annotations

from apigw_lint.languages.backend import backend
from apigw_lint.languages.responses import MESSAGE, STATUS, compared, is_default, overrides, status_of
from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import Absent, Answer, Table, equals

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Integration, IntegrationResponse
    from apigw_lint.rule import Finding

_INVOCATION_TYPE = "integration.request.header.x-amz-invocation-type"


class BackendErrorsAnsweredAsSuccess(Rule):
    """
    Integration that answers errors of its backend with a success.

    ## What it does
    Finds `HTTP` and `AWS` integrations whose integration responses all have a 2xx status, the default one among them. Asynchronous
    invocations of functions, and integrations of which a template sets `responseOverride`, are let be.

    ## Why is this bad?
    The default response takes every status of a backend and every failure of a function. Callers get `200` with the text of the error as
    its body; clients, alarms and retries see a success.

    ## Example
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    paths:
      /pets:
        get:
          responses:
            "200": {description: all pets}
          x-amazon-apigateway-integration:
            type: http
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
          responses:
            "200": {description: all pets}
            "400": {description: bad request}
            "502": {description: the backend failed}
          x-amazon-apigateway-integration:
            type: http
            httpMethod: GET
            uri: https://pets.example.com/
            responses:
              default: {statusCode: "200"}
              4\\d{2}: {statusCode: "400"}
              5\\d{2}: {statusCode: "502"}
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-settings-method-response.html
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/handle-errors-in-lambda-integration.html
    """

    consequence = Consequence.MISLEADING
    stage = "integration response"

    def check_integration(self, integration: Integration) -> Iterator[Finding]:
        """Looks for a response that says that something failed."""
        responses = integration.responses
        if backend(integration).type not in ("AWS", "HTTP") or not responses.complete:
            return
        default = next((response for response in responses if response.certain and is_default(response) is Answer.YES), None)
        if default is None or not all(_is_success(response) for response in responses):
            return
        if _is_asynchronous(integration) or overrides(integration):
            return
        finding = self.finding(
            default.status_code.span,
            f"{_failures(integration)} are answered with {status_of(default)}: no integration response is for errors",
            help="add integration responses for errors, with selection patterns",
        )
        finding.address = default.address
        yield finding


def _is_success(response: IntegrationResponse) -> bool:
    status = status_of(response)
    return status is not None and status.startswith("2")


def _failures(integration: Integration) -> str:
    subject = compared(integration)
    return {MESSAGE: "failures of the function", STATUS: "4xx and 5xx of the backend"}.get(subject or "", "errors of the backend")


def _is_asynchronous(integration: Integration) -> bool:
    """Returns whether a function may be invoked without waiting for its result: there is no failure to answer then."""
    mappings = integration.request_parameters
    if isinstance(mappings, Absent):
        return False
    if not isinstance(mappings, Table) or not mappings.complete:
        return True
    written = [value for key, value in mappings.known() if key.value.lower() == _INVOCATION_TYPE]
    return bool(written) and not all(equals(value, "'RequestResponse'") is Answer.YES for value in written)
