"""The rule undeclared-path-variable-required."""

from __future__ import annotations

from apigw_lint.languages.requests import path_variables, validates_parameters
from apigw_lint.model import method_label
from apigw_lint.rule import Consequence, Fix, Rule
from apigw_lint.value import Answer, Known, Table, known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Method
    from apigw_lint.rule import Finding

_PREFIX = "method.request.path."


class UndeclaredPathVariableRequired(Rule):
    """
    Required path variable that the path does not have.

    ## What it does
    Finds path parameters that a method declares as required and a request validator checks, and of which the path has no variable.

    ## Why is this bad?
    The parameter is in no request: API Gateway answers every call with 400, `Missing required request parameters`.

    ## Example
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    x-amazon-apigateway-request-validators:
      parameters: {validateRequestParameters: true}
    x-amazon-apigateway-request-validator: parameters
    paths:
      /pets/{id}:
        get:
          parameters:
            - {name: petId, in: path, required: true, schema: {type: string}}
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
    x-amazon-apigateway-request-validator: parameters
    paths:
      /pets/{petId}:
        get:
          parameters:
            - {name: petId, in: path, required: true, schema: {type: string}}
          x-amazon-apigateway-integration:
            type: http_proxy
            httpMethod: GET
            uri: https://pets.example.com/
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-request-validation.html
    """

    consequence = Consequence.BROKEN
    needs = ("method.request_parameters",)
    stage = "method request"

    def check_method(self, method: Method) -> Iterator[Finding]:
        """Compares the declared path parameters with the variables of the path."""
        path = known(method.path, str)
        written = method.request_parameters
        if path is None or not isinstance(written, Table) or validates_parameters(method) is not Answer.YES:
            return
        variables = path_variables(path)
        for key, value in written.known():
            name = key.value.removeprefix(_PREFIX)
            if key.value.startswith(_PREFIX) and known(value, bool) and name not in variables:
                has = f"its path has {', '.join(variables)}" if variables else "its path has none"
                yield self.finding(
                    key.span,
                    f"{method_label(method)} requires the path variable {name}, and {has}: every call is answered with 400",
                    related=[(method.path.span, "the path")],
                    fix=_fix(key, variables, written),
                )


def _fix(key: Known[str], variables: list[str], written: Table) -> Fix | None:
    """Returns the fix of a name that is the only one without a variable, where one variable is without a name."""
    lacking = [name for name in variables if written.entry(_PREFIX + name) is None]
    edit = key.replaced(_PREFIX + lacking[0]) if len(lacking) == 1 and key.places is not None else None
    return Fix(f"declare {lacking[0]}", [edit], safe=False) if edit else None
