"""The rule body-validation-on-bodiless-method."""

from __future__ import annotations

from apigw_lint.languages.requests import body_models, model_of, validates_body
from apigw_lint.model import method_label
from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import Answer, Known, List, Table, known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Method
    from apigw_lint.rule import Finding

_BODILESS = ("GET", "HEAD", "DELETE")


class BodyValidationOnBodilessMethod(Rule):
    """
    Validated body on a method whose calls have none.

    ## What it does
    Finds `GET`, `HEAD` and `DELETE` methods whose bodies are validated against a model with required properties.

    ## Why is this bad?
    A call without a body does not fit the model: API Gateway answers it with 400, `Invalid request body`.

    ## Example
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    x-amazon-apigateway-request-validators:
      body: {validateRequestBody: true}
    paths:
      /pets:
        get:
          x-amazon-apigateway-request-validator: body
          requestBody:
            content:
              application/json:
                schema: {type: object, required: [kind], additionalProperties: false, properties: {kind: {type: string}}}
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

    consequence = Consequence.BROKEN
    needs = ("method.request_models",)
    stage = "method request"

    def check_method(self, method: Method) -> Iterator[Finding]:
        """Looks at the models of a method whose calls have no body."""
        if known(method.http_method, str) not in _BODILESS or validates_body(method) is not Answer.YES:
            return
        for content_type, value in body_models(method):
            model = model_of(method.api, value) if method.api is not None else None
            required = _required(model.schema) if model is not None and model.certain else None
            if required:
                yield self.finding(
                    content_type.span,
                    f"calls of {method_label(method)} without a body are answered with 400: its model requires {required}",
                    related=[(method.request_validator.name_span, "validates the body")] if method.request_validator is not None else (),
                )
                return


def _required(schema: object) -> str | None:
    """Returns a property that a schema certainly requires of an object."""
    required = schema.get("required") if isinstance(schema, Table) else None
    first = required.items[0] if isinstance(required, List) and required.items else None
    return first.value if isinstance(first, Known) and isinstance(first.value, str) else None
