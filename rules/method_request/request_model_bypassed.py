"""The rule request-model-bypassed."""

from __future__ import annotations

from apigw_lint.languages.backend import backend, lacks_templates, takes_body
from apigw_lint.languages.requests import body_models, validates_body
from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import Absent, Answer, Known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Method
    from apigw_lint.rule import Finding


class RequestModelBypassed(Rule):
    """
    Validated body that callers can avoid with another Content-Type.

    ## What it does
    Finds methods whose bodies are validated, and whose integration has no templates and passes bodies through as they are: with
    `WHEN_NO_MATCH`, the default, or `WHEN_NO_TEMPLATES`. Where there are templates see `template-bypassed-by-passthrough`; proxy
    integrations have no passthrough behavior.

    ## Why is this bad?
    A model holds for its own content type. A body of any other type is not validated, and goes to the backend.

    ## Example
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
          responses: {"200": {description: ok}, "502": {description: it failed}}
          x-amazon-apigateway-integration:
            type: http
            httpMethod: POST
            uri: https://pets.example.com/
            responses: {default: {statusCode: "200"}, '[45]\\d{2}': {statusCode: "502"}}
    components:
      schemas:
        Pet: {type: object, required: [name], additionalProperties: false, properties: {name: {type: string}}}
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
          responses: {"200": {description: ok}, "502": {description: it failed}}
          x-amazon-apigateway-integration:
            type: http
            httpMethod: POST
            uri: https://pets.example.com/
            passthroughBehavior: never
            requestTemplates: {application/json: $input.body}
            responses: {default: {statusCode: "200"}, '[45]\\d{2}': {statusCode: "502"}}
    components:
      schemas:
        Pet: {type: object, required: [name], additionalProperties: false, properties: {name: {type: string}}}
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-request-validation.html
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/integration-passthrough-behaviors.html
    """

    consequence = Consequence.MISLEADING
    needs = ("method.request_models",)
    stage = "method request"

    def check_method(self, method: Method) -> Iterator[Finding]:
        """Looks at the passthrough behavior behind validated bodies."""
        integration = method.integration
        models = list(body_models(method))
        if integration is None or not models or not takes_body(method) or validates_body(method) is not Answer.YES:
            return
        if backend(integration).type not in ("AWS", "HTTP") or not lacks_templates(integration.request_templates):
            return
        behavior = integration.passthrough_behavior
        written = isinstance(behavior, Known) and behavior.value in ("WHEN_NO_MATCH", "WHEN_NO_TEMPLATES")
        types = [content_type.value for content_type, _ in models]
        if "$default" in types or not (written or isinstance(behavior, Absent)):
            return
        name = behavior.value if isinstance(behavior, Known) else "WHEN_NO_MATCH, the default,"
        yield self.finding(
            behavior.span if written else models[0][0].span,
            f"bodies of other types than {', '.join(types)} are not validated, and {name} passes them to the backend",
            related=[(models[0][0].span, "the model that they avoid")] if written else (),
            help="write a template for the content type, and set the passthrough behavior to NEVER, which answers others with 415",
        )
