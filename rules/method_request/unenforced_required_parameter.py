"""The rule unenforced-required-parameter."""

from __future__ import annotations

from apigw_lint.languages.requests import validates_parameters
from apigw_lint.model import method_label
from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import Answer, Table, known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Method
    from apigw_lint.rule import Finding

_PREFIXES = {"method.request.querystring.": "query parameter", "method.request.header.": "header"}


class UnenforcedRequiredParameter(Rule):
    """
    Required parameter that no validator looks for.

    ## What it does
    Finds query parameters and headers that a method declares as required, without a request validator that validates parameters.
    Variables of the path are always there.

    ## Why is this bad?
    Requests without the parameter go on to the backend.

    ## Example
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    paths:
      /pets:
        get:
          parameters:
            - {name: kind, in: query, required: true, schema: {type: string}}
          x-amazon-apigateway-integration:
            type: http_proxy
            httpMethod: GET
            uri: https://pets.example.com/
    ```

    ## Use instead
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    x-amazon-apigateway-request-validators:
      parameters: {validateRequestParameters: true}
    paths:
      /pets:
        get:
          x-amazon-apigateway-request-validator: parameters
          parameters:
            - {name: kind, in: query, required: true, schema: {type: string}}
          x-amazon-apigateway-integration:
            type: http_proxy
            httpMethod: GET
            uri: https://pets.example.com/
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-request-validation.html
    """

    consequence = Consequence.IGNORED
    needs = ("method.request_parameters",)
    stage = "method request"

    def check_method(self, method: Method) -> Iterator[Finding]:
        """Looks at the required parameters of a method whose parameters are not validated."""
        written = method.request_parameters
        if not isinstance(written, Table) or validates_parameters(method) is not Answer.NO:
            return
        validator = method.request_validator
        why = f"{validator.address} does not validate parameters" if validator is not None else "it has no request validator"
        for key, value in written.known():
            for prefix, kind in _PREFIXES.items():
                if key.value.startswith(prefix) and known(value, bool):
                    name = key.value.removeprefix(prefix)
                    yield self.finding(
                        key.span,
                        f"{method_label(method)} does not look for the required {kind} {name}: {why}",
                        related=[(validator.name_span, "the validator")] if validator is not None else (),
                    )
