"""The rule unenforced-request-model."""

from __future__ import annotations

from apigw_lint.languages.authorizers import is_empty
from apigw_lint.languages.requests import body_models, validates_body
from apigw_lint.languages.serverless import event_behind
from apigw_lint.model import method_label
from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import Answer, known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Method
    from apigw_lint.rule import Finding
    from apigw_lint.value import Known, Value


class UnenforcedRequestModel(Rule):
    """
    Request model that no validator holds bodies against.

    ## What it does
    Finds methods with a request model and without a request validator that validates bodies. The model `Empty` is let be: it takes
    everything. The routes of WebSocket APIs have a model selection expression in place of the validator.

    ## Why is this bad?
    API Gateway reads the model for SDKs and documentation only. Any body goes on to the backend.

    ## Example
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    paths:
      /pets:
        post:
          requestBody:
            content:
              application/json:
                schema: {$ref: '#/components/schemas/Pet'}
          x-amazon-apigateway-integration:
            type: http_proxy
            httpMethod: POST
            uri: https://pets.example.com/
    components:
      schemas:
        Pet: {type: object, required: [name], properties: {name: {type: string}}}
    ```

    ## Use instead
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    x-amazon-apigateway-request-validators:
      body: {validateRequestBody: true}
    paths:
      /pets:
        post:
          x-amazon-apigateway-request-validator: body
          requestBody:
            content:
              application/json:
                schema: {$ref: '#/components/schemas/Pet'}
          x-amazon-apigateway-integration:
            type: http_proxy
            httpMethod: POST
            uri: https://pets.example.com/
    components:
      schemas:
        Pet: {type: object, required: [name], additionalProperties: false, properties: {name: {type: string}}}
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-request-validation.html
    """

    consequence = Consequence.IGNORED
    kinds = ("REST", "WEBSOCKET")
    needs = ("method.request_models",)
    stage = "method request"

    def check_method(self, method: Method) -> Iterator[Finding]:
        """Looks at the models of a method whose bodies are not validated."""
        models = list(body_models(method))
        if models and method.api is not None and method.api.kind == "WEBSOCKET":
            yield from self._route(method, models)
            return
        if not models or validates_body(method) is not Answer.NO:
            return
        content_type, model = models[0]
        name = known(model, str)
        validator = method.request_validator
        why = f"{validator.address} does not validate bodies" if validator is not None else "it has no request validator"
        yield self.finding(
            content_type.span.first_line(),
            f"{method_label(method)} does not hold bodies against the model{f' {name}' if name else ''}: {why}",
            related=[(validator.name_span, "the validator")] if validator is not None else (),
            help="write ValidateBody: true in RequestModel" if _is_event(method) else "",
        )

    def _route(self, route: Method, models: list[tuple[Known[str], Value]]) -> Iterator[Finding]:
        """Looks at the models of a WebSocket API's route, which a model selection expression chooses from."""
        if is_empty(route.model_selection_expression):
            yield self.finding(
                models[0][0].span.first_line(),
                f"{method_label(route)} does not hold messages against its models: it has no model selection expression",
            )


def _is_event(method: Method) -> bool:
    """Returns whether SAM made a method of an event."""
    return method.integration is not None and event_behind(method.integration) is not None
